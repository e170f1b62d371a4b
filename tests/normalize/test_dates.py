"""Dates and time limits: what each form of the genre means in a notice of 2018."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskextract.normalize.dates import find_deadlines, read_date, read_deadline
from taskextract.strand import Strand

ISSUED = date(2018, 3, 5)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        ("6月底前", None, "2018-06-30", "inferred"),
        ("9月20日前", None, "2018-09-20", "inferred"),
        ("7月份起", "2018-07-01", None, "inferred"),
        ("2018年10月中旬", "2018-10-11", "2018-10-20", "stated"),
        ("2019年年底前", None, "2019-12-31", "stated"),
        ("到2022年底", None, "2022-12-31", "stated"),
        ("到2025年", None, "2025-12-31", "stated"),
        ("2020年前", None, "2020-12-31", "stated"),
        ("2025年", "2025-01-01", "2025-12-31", "stated"),
        ("年内", None, "2018-12-31", "inferred"),
        ("今年年底前", None, "2018-12-31", "inferred"),
        ("明年一季度", "2019-01-01", "2019-03-31", "inferred"),
        ("一季度", "2018-01-01", "2018-03-31", "inferred"),
        ("2018年第三季度", "2018-07-01", "2018-09-30", "stated"),
        ("上半年", "2018-01-01", "2018-06-30", "inferred"),
        ("“十四五”期间", "2021-01-01", "2025-12-31", "stated"),
        ("“十三五”末", None, "2020-12-31", "stated"),
        ("2020年3月—6月", "2020-03-01", "2020-06-30", "stated"),
        ("3—6月", "2018-03-01", "2018-06-30", "inferred"),
        ("2018年1月至2020年12月", "2018-01-01", "2020-12-31", "stated"),
        ("9月—次年3月", "2018-09-01", "2019-03-31", "inferred"),
        ("2020—2022年", "2020-01-01", "2022-12-31", "stated"),
        ("6月1日至10日", "2018-06-01", "2018-06-10", "inferred"),
        ("2020.6.30前", None, "2020-06-30", "stated"),
        ("2018.1-2018.12", "2018-01-01", "2018-12-31", "stated"),
        ("二〇二〇年六月底前", None, "2020-06-30", "stated"),
        ("2018年5月1日起施行", "2018-05-01", None, "stated"),
        ("2019年2月底", None, "2019-02-28", "stated"),
        ("4月底前制定方案；年底前完成", None, "2018-12-31", "inferred"),
        ("2021年6月底前完成，长期坚持", None, "2021-06-30", "stated"),
        ("每年2月底前", None, None, "stated"),
        ("每月10日前", None, None, "stated"),
        ("1个工作日内", None, None, "stated"),
        ("长期", None, None, "stated"),
        ("持续推进", None, None, "stated"),
        ("全年推进", None, None, "stated"),
        ("11.30前", None, "2018-11-30", "inferred"),
        ("2O19年6月底前", None, "2019-06-30", "stated"),  # the letter O
        ("2019年春节前", None, "2019-02-04", "stated"),
        ("国庆节前完成", None, "2018-09-30", "inferred"),
        ("“五一”假期前", None, "2018-04-30", "inferred"),
        ("春节前", None, "2019-02-04", "inferred"),  # that of 2018 was over when the notice was issued
        ("2019年汛前", None, None, "stated"),
    ],
)
def test_deadline_cells(text: str, start: str | None, end: str | None, basis: str) -> None:
    read = read_deadline(text, year=2018, issued_on=ISSUED)
    assert read is not None
    assert (read.start, read.end, read.basis) == (day(start), day(end), basis)


@pytest.mark.parametrize("text", ["", "市财政局", "尽早", "5G", "第3次会议"])
def test_no_deadline(text: str) -> None:
    assert read_deadline(text, year=2018, issued_on=ISSUED) is None


def test_no_year_is_known() -> None:
    read = read_deadline("6月底前", year=None, issued_on=None)
    assert read is not None
    assert (read.raw, read.end) == ("6月底前", None)


def test_raw_reaches_from_the_first_phrase_to_the_last() -> None:
    read = read_deadline("于4月底前制定方案；年底前完成", year=2018, issued_on=None)
    assert read is not None and read.raw == "4月底前制定方案；年底前"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4月底前制定方案；6月底前启动；年底前完成。", ["4月底前", "6月底前", "年底前"]),
        ("到2025年，创新水平显著提升。", ["到2025年"]),
        ("2020年，完成投资20亿元。", ["2020年"]),
        ("到2020年，比2015年下降15%以上。", ["到2020年"]),
        ("自2018年5月1日起施行。", ["2018年5月1日起"]),
        ("受理后5个工作日内办结。", ["5个工作日内"]),
        ("每年2月底前报送。", ["每年2月底前"]),
        ("上半年出台细则。", ["上半年"]),
        ("绘制图谱，9月底前印发。", ["9月底前"]),
        ("推动济南至枣庄铁路年内开工建设；", ["年内"]),
        ("企业开办时间压缩至1个工作日内。", []),
        ("2018年以来累计完成100个。", []),
        ("《规划（2018—2022年）》加快实施。", []),
        ("持续推进改革，长期坚持。", []),
        ("2018年3月12日，省政府印发文件。", []),
        ("2018年3月，省政府召开会议。", []),
        ("5月召开现场会，9月组织验收。", ["5月", "9月"]),
        ("定于2018年6月10日开幕。", ["2018年6月10日"]),
        ("落实2017年国务院要求。", []),
        ("截至2017年底，已建成100个。", []),
        ("本办法有效期至2023年3月29日。", []),
        ("近3年内保持稳定。", []),
        ("2018年度目标。", []),
        ("S103线、369工程、2.5亿元、第二次。", []),
    ],
)
def test_running_text(text: str, expected: list[str]) -> None:
    strand = Strand.over(text, 0, len(text))
    found = find_deadlines(strand, year=2018, issued_on=ISSUED)
    assert [d.raw for d in found] == expected
    assert all(d.where is not None and d.where.raw == d.raw for d in found)


def test_a_year_carries_on_in_the_sentence() -> None:
    text = "2019年6月底前启动，12月底前完成"
    found = find_deadlines(Strand.over(text, 0, len(text)), year=2018, issued_on=None)
    assert [(d.end, d.basis) for d in found] == [
        (date(2019, 6, 30), "stated"),
        (date(2019, 12, 31), "inferred"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年6月3日", "2020-06-03"),
        ("2020 年 6 月 3 日", "2020-06-03"),
        ("二〇〇五年六月十一日", "2005-06-11"),
        ("二○一八年十二月三十一日", "2018-12-31"),
        ("二Ｏ一○年十月二十日", "2010-10-20"),
        ("2O20年6月3日", "2020-06-03"),
        ("2022年3月l5日", "2022-03-15"),
        ("2020-06-03", "2020-06-03"),
        ("2020.6.3", "2020-06-03"),
        ("2020/6/3印发", "2020-06-03"),
        ("2020年6月", None),
        ("2020年13月3日", None),
        ("2020年2月30日", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert read_date(text) == day(expected)


@given(st.text(alphabet="0123456789年月日底前季度上半十四五—至到起每一二〇.- ", max_size=30))
def test_any_text_is_read_without_error(text: str) -> None:
    read_date(text)
    read = read_deadline(text, year=2018, issued_on=None)
    assert read is None or read.raw in text


@pytest.mark.parametrize(
    ("sentence", "raws"),
    [
        ("汛前完成隐患清零。", ["汛前"]),
        ("做好汛前检查。", []),
        ("12月开展春节前慰问。", ["12月"]),
        ("确保国庆节前通车。", ["国庆节前"]),
        ("2018年培育度假区5家。", ["2018年"]),
        ("2016年培育度假区5家。", []),  # looked back on
    ],
)
def test_feasts_and_times_of_the_year_limit_where_they_stand_so(sentence: str, raws: list[str]) -> None:
    found = find_deadlines(Strand.over(sentence, 0, len(sentence)), year=2018, issued_on=ISSUED)
    assert [d.raw for d in found] == raws


def test_a_time_of_the_year_is_told_from_a_day() -> None:
    assert [read_deadline(t, year=2018, issued_on=ISSUED).season for t in ("汛前", "汛前，6月底前", "长期")] == [True, False, False]  # type: ignore[union-attr]
