"""Groups of places by their names and counts: whose members are known, and which stay open."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import Context, read_duty
from taskextract.strand import Strand
from taskextract.vocabulary import load


def read(text: str, region: str, on: str = "2021-03-01") -> list[tuple[str, list[str | None], bool]]:
    """(mention, ids, open?) for each mention of a list."""
    found: list[tuple[str, list[str | None], bool]] = []
    last: Strand | None = None
    for mention in read_duty(Strand.over(text, 0, len(text)), Context(load(), region, date.fromisoformat(on)))[0]:
        if mention.via_group and mention.text is last:
            found[-1][1].append(mention.agency_id)
            continue
        last = mention.text
        found.append((mention.text.text, [mention.agency_id], mention.vague))
    return found


@pytest.mark.parametrize(
    ("text", "region", "on", "size"),
    [
        ("16市政府", "370000", "2021-03-01", 16),
        ("全省16市", "370000", "2021-03-01", 16),
        ("十六市政府", "370000", "2021-03-01", 16),
        ("17市人民政府", "370000", "2017-03-01", 17),
        ("13个设区市", "320000", "2021-03-01", 13),
        ("11个设区市", "330000", "2021-03-01", 11),
        ("16个省辖市", "340000", "2021-03-01", 16),
        ("14个市州政府", "430000", "2021-03-01", 14),
        ("21个市（州）人民政府", "510000", "2021-03-01", 21),
        ("二十一个市（州）人民政府", "510000", "2021-03-01", 21),
        ("9个市州", "520000", "2021-03-01", 9),
        ("17个市州", "420000", "2021-03-01", 17),
        ("16个州（市）人民政府", "530000", "2021-03-01", 16),
        ("12个盟市", "150000", "2021-03-01", 12),
        ("14个市（州）", "620000", "2021-03-01", 14),
        ("16个区政府", "310000", "2021-03-01", 16),
        ("12个区县", "370100", "2021-03-01", 12),
        ("6个县（市、区）政府", "370900", "2021-03-01", 6),
        ("六县市区", "370900", "2021-03-01", 6),
        ("胶东五市", "370000", "2021-03-01", 5),
        ("胶东5市政府", "370000", "2021-03-01", 5),
        ("鲁南四市", "370000", "2021-03-01", 4),
        ("沿黄各市", "370000", "2021-03-01", 9),
        ("省会经济圈7市", "370000", "2021-03-01", 7),
        ("珠三角九市", "440000", "2021-03-01", 9),
        ("大湾区9市", "440000", "2021-03-01", 9),
        ("苏南五市", "320000", "2021-03-01", 5),
        ("苏中三市", "320000", "2021-03-01", 3),
        ("苏北", "320000", "2021-03-01", 5),
        ("沿江8市", "320000", "2021-03-01", 8),
        ("长株潭三市", "430000", "2021-03-01", 3),
        ("成德眉资四市", "510000", "2021-03-01", 4),
        ("北部湾经济区6市", "450000", "2021-03-01", 6),
        ("滇中五州市", "530000", "2021-03-01", 5),
        ("滇中", "530000", "2021-03-01", 5),
        ("武汉城市圈9市", "420000", "2021-03-01", 9),
        ("合肥都市圈", "340000", "2021-03-01", 7),
        ("皖北六市", "340000", "2021-03-01", 6),
        ("杭绍甬", "330000", "2021-03-01", 3),
        ("海澄文一体化综合经济圈", "460000", "2021-03-01", 3),
        ("渝东北11区县", "500000", "2021-03-01", 11),
        ("主城九区", "500000", "2021-03-01", 9),
        ("辽西北三市", "210000", "2021-03-01", 3),
        ("郑州都市圈5市", "410000", "2021-03-01", 5),
        ("京津冀三省市", "000000", "2021-03-01", 3),
        ("长三角三省一市", "000000", "2021-03-01", 4),
        ("沿黄九省区", "000000", "2021-03-01", 9),
        ("东北三省", "000000", "2021-03-01", 3),
        ("中部六省", "000000", "2021-03-01", 6),
    ],
)
def test_members_of_a_group(text: str, region: str, on: str, size: int) -> None:
    [(mention, ids, vague)] = read(text, region, on)
    assert (mention, len(set(ids)), vague) == (text, size, False)
    assert all(i is not None and i.endswith(":gov") for i in ids)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("各设区市政府", "370000"), ("各县（市、区）人民政府", "370000"), ("有关市", "370000"), ("省直有关部门", "370000"),
        ("17市政府", "370000"), ("3市", "370000"), ("各旗县市区人民政府", "150000"), ("自治区各委、办、厅、局", "150000"),
        ("各盟行政公署、市人民政府", "150000"), ("各市、州、直管市", "420000"), ("各地级以上市政府", "440000"), ("沿海各市", "330000"),
        ("洞庭湖区各市", "430000"), ("山区26县", "330000"), ("各省、自治区、直辖市人民政府", "000000"), ("各涉农区", "310000"),
        ("各市（含定州、辛集市）人民政府", "130000"), ("各省直管县（市）人民政府", "410000"), ("各区县（自治县）人民政府", "500000"),
        ("各功能区", "370900"), ("市直各部门单位", "370100"), ("有关县（市、区）政府、市属功能区", "370900"), ("9个市", "330000"),
        ("沿边8县（市、区）", "450000"), ("10区2县", "370100"), ("各州、市人民政府", "530000"),
    ],
)  # fmt: skip
def test_open_group_stays_open(text: str, region: str) -> None:
    assert read(text, region) == [(text, [None], True)]


def test_a_notice_s_own_group_goes_first() -> None:
    own = {"16市": ("370100:gov", "370200:gov")}
    mentions, _ = read_duty(Strand.over("16市", 0, 3), Context(load(), "370000", date(2021, 3, 1), groups=own))
    assert [m.agency_id for m in mentions] == ["370100:gov", "370200:gov"]


def test_count_closes_a_list_of_places() -> None:
    assert read("甘南、临夏两州", "620000") == [("甘南", ["623000:gov"], False), ("临夏", ["622900:gov"], False)]


@pytest.mark.parametrize(("count", "open_end"), [("12市", False), ("十二市", False), ("十三市", True)])
def test_count_above_ten_closes_a_list(count: str, open_end: bool) -> None:
    places = "成都、自贡、攀枝花、泸州、德阳、绵阳、广元、遂宁、内江、乐山、南充、宜宾"
    found = read(f"{places}等{count}", "510000")
    assert [text for text, _, vague in found if not vague] == places.split("、")
    assert any(vague for *_, vague in found) is open_end


def test_group_named_twice_is_told_once() -> None:
    text = "胶东五市、胶东5市"
    _, findings = read_duty(Strand.over(text, 0, len(text)), Context(load(), "370000", date(2021, 3, 1)))
    assert [f.code for f in findings] == ["repeated-group"]
