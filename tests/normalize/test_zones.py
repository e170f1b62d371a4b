"""Every zone of the data is one body under each of its names, with and without 管委会."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import Context, agency, read_duty, resolve
from taskextract.strand import Strand
from taskextract.vocabulary import load

VOCABULARY = load()
SHARED = {("350162", "平潭")}  # the name of the county too


def test_each_zone_has_one_id_under_all_its_names() -> None:
    wrong = []
    for zone in VOCABULARY.regions.all:
        context = Context(VOCABULARY, zone.parent)
        for name in zone.names if zone.level == "other" and not zone.end else ():
            whole = name.endswith(("管委会", "委员会", "管理局"))
            for text in (name,) if whole else (name, f"{name}管委会", f"{name}管理委员会"):
                ids = {m.agency_id for m in read_duty(Strand.over(text, 0, len(text)), context)[0]}
                own = {i for i in ids if i and i.startswith(f"{zone.parent}:") and not i.startswith(f"{zone.parent}:x-")}
                if ids != {f"{zone.code}:administrative_committee"} and not own and (zone.code, name) not in SHARED:
                    wrong.append((zone.code, text, ids))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("浏阳经开区、宁乡经开区", "430100", ["430164:administrative_committee", "430165:administrative_committee"]),
        ("阅海湾中央商务区、市政管理局、财政局", "640100", ["640165:administrative_committee", "640100:municipal_utilities", "640100:finance"]),
        ("高新区财政局、科技局", "370900", ["370961:finance", "370961:science"]),
        ("高新区管委会、科技局", "370900", ["370961:administrative_committee", "370900:science"]),
        ("泰山区政府、教育局", "370900", ["370902:gov", "370900:education"]),
        ("四川天府新区管委会、教育厅", "510000", ["510061:administrative_committee", "510000:education"]),
        ("高新区政府", "370100", ["370176:administrative_committee"]),
        ("游仙高新区管委会", "510704", ["510704:hightech_zone"]),
        ("如东经济开发区", "320623", ["320623:development_zone"]),
    ],
)
def test_zones_in_lists(text: str, region: str, expected: list[str]) -> None:
    mentions = read_duty(Strand.over(text, 0, len(text)), Context(VOCABULARY, region, date(2021, 3, 1)))[0]
    assert [m.agency_id for m in mentions] == expected


def test_a_zone_has_no_peoples_government() -> None:
    found = resolve("浏阳经开区管委会", Context(VOCABULARY, "430100"))
    assert found.agency_id is not None
    committee = agency(found.agency_id, VOCABULARY, None, [])
    bureau = agency("430164:finance", VOCABULARY, None, [])
    assert (committee.name, committee.parent_id) == ("浏阳经济技术开发区管理委员会", "430181:gov")
    assert bureau.parent_id == "430164:administrative_committee"
