"""The year of a notice, from what it says."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.years import read_year


@pytest.mark.parametrize(
    ("title", "number", "issued", "texts", "year"),
    [
        ("某市2021年工作要点", None, None, [], 2021),
        (None, "鲁政发〔2020〕8号", None, [], 2020),
        ("某市2021年工作要点", None, date(2020, 12, 30), [], 2020),
        (None, None, None, ["今年是“十四五”开局之年，我们必须立足新发展阶段"], 2021),
        (None, None, None, ["总结2020年一体化发展工作情况，安排部署今年重点任务"], 2021),
        (None, None, None, ["根据指导意见（鲁政发〔2020〕8号）和鲁政办发〔2019〕13号"], 2020),
        (None, None, None, ["“十三五”规划收官之年"], 2020),
    ],
)
def test_the_year(title: str | None, number: str | None, issued: date | None, texts: list[str], year: int) -> None:
    found = read_year(title, number, issued, texts)
    assert found is not None
    assert found.year == year


def test_no_year_is_guessed_without_evidence() -> None:
    assert read_year("工作方案", None, None, ["到2025年，取得明显成效。"]) is None


def test_minutes_tell_their_date_in_the_opening() -> None:
    found = read_year("专题会议纪要", None, None, ["2022年3月10日下午，副市长主持召开专题会议。"])
    assert found is not None
    assert found.year == 2022
