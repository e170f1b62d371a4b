"""Places: names and codes over time, homonyms, groups, and the data's own order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taskextract.vocabulary.regions import COLUMNS, Regions, read_regions


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load()


@pytest.mark.parametrize(
    ("name", "within", "on", "codes"),
    [
        ("济南", None, None, ["370100"]),
        ("济南市", None, None, ["370100"]),
        ("鲁", None, None, ["370000"]),
        ("内蒙古", None, None, ["150000"]),
        ("广西壮族自治区", None, None, ["450000"]),
        ("延边", None, None, ["222400"]),
        ("延边州", None, None, ["222400"]),
        ("恩施", "420000", None, ["422800", "422801"]),
        ("莱芜市", None, date(2018, 12, 25), ["371200"]),
        ("莱芜", "370000", date(2018, 12, 25), ["371200"]),
        ("莱芜", "370000", date(2018, 12, 26), ["370116"]),
        ("莱芜市", "370000", date(2021, 1, 1), ["371200"]),
        ("章丘市", "370000", date(2015, 1, 1), ["370181"]),
        ("章丘区", "370000", date(2020, 1, 1), ["370114"]),
        ("襄樊市", None, date(2009, 1, 1), ["420600"]),
        ("襄阳市", None, date(2012, 1, 1), ["420600"]),
        ("毕节地区", None, date(2010, 1, 1), ["522400"]),
        ("毕节", "520000", date(2013, 1, 1), ["520500"]),
        ("市中区", "370100", None, ["370103"]),
        ("市中区", "371400", None, ["370103", "370402", "511002", "511102"]),
        ("高新区", "370100", None, ["370176"]),
        ("吉林", "220000", None, ["220000", "220200"]),
        ("仙桃", None, None, ["429004"]),
        ("神农架林区", None, None, ["429021"]),
        ("济源", "410000", None, ["419001"]),
        ("一师", "660000", None, ["660100"]),
        ("西海岸新区", "370200", None, ["370261"]),
        ("不存在市", None, None, []),
    ],
)
def test_name_in_its_place_and_time(
    regions: Regions, name: str, within: str | None, on: date | None, codes: list[str]
) -> None:
    assert [r.code for r in regions.by_name(name, within=within, on=on)] == codes


def test_homonyms_are_all_given(regions: Regions) -> None:
    assert {r.parent for r in regions.by_name("鼓楼区")} == {"320100", "320300", "350100", "410200"}


def test_a_code_holds_from_its_first_to_its_last_day(regions: Regions) -> None:
    laiwu = regions.at("371200", date(2018, 12, 25))
    assert laiwu is not None and laiwu.name == "莱芜市" and laiwu.successors == ("370116", "370117")
    assert regions.at("371200", date(2018, 12, 26)) is None
    assert regions.at("370116", date(2018, 12, 25)) is None
    xiangyang = [regions.at("420600", date(y, 6, 1)) for y in (2009, 2012)]
    assert [r.name if r else None for r in xiangyang] == ["襄樊市", "襄阳市"]


def test_children_and_parents(regions: Regions) -> None:
    assert len(regions.children("370000", date(2018, 1, 1))) == 17
    assert len(regions.children("370000", date(2020, 1, 1))) == 16
    assert [p.code for p in regions.parents("370102")] == ["370100", "370000", "000000"]
    assert [p.code for p in regions.parents("419001")] == ["410000", "000000"]
    assert [p.code for p in regions.parents("110105")] == ["110000", "000000"]
    assert "370176" in [z.code for z in regions.zones("370100")]
    assert len([r for r in regions.children("000000") if r.code != "660000"]) == 34


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("济南市市中区政府", "370000", ["370100", "370103"]),
        ("徐州市鼓楼区、泉山区", "320000", ["320300", "320302", "320311"]),
        ("江宁、溧水、浦口区政府", "320100", ["320115", "320117", "320111"]),
        ("巢湖市", "340000", ["340181"]),
        ("没有地名的一句话", None, []),
    ],
)
def test_places_in_running_text(regions: Regions, text: str, within: str | None, expected: list[str]) -> None:
    assert [p.regions[0].code for p in regions.find(text, within=within)] == expected


def test_an_unknown_code_lists_near_ones(regions: Regions) -> None:
    assert "370100" in [r.code for r in regions.near("370110")]
    assert "371500" in [r.code for r in regions.near("聊成市")]


@pytest.mark.parametrize(
    ("mention", "within", "on", "members"),
    [
        ("省会经济圈", "370000", None, 7),
        ("胶东五市", "370000", None, 5),
        ("鲁南4市", "370900", None, 4),
        ("鲁南五市", "370000", None, None),
        ("京津冀", "000000", None, 3),
        ("长三角41个城市", "000000", None, 41),
        ("粤港澳大湾区", "440000", None, 11),
        ("珠三角9市", "440000", None, 9),
        ("沿黄九省（区）", "000000", None, 9),
        ("郑州都市圈", "410000", date(2019, 1, 1), 5),
        ("郑州都市圈", "410000", date(2022, 1, 1), 9),
        ("沿海三市", "320000", None, 3),
        ("济南等市", "370000", None, None),
    ],
)
def test_groups_by_mention(
    regions: Regions, mention: str, within: str, on: date | None, members: int | None
) -> None:
    group = regions.groups.by_mention(mention, within=within, on=on)
    assert (len(group.members) if group else None) == members


def test_a_group_of_the_same_name_is_that_of_the_province(regions: Regions) -> None:
    found = [regions.groups.by_mention("沿海三市", within=w) for w in ("130000", "320700")]
    assert [g.members[0][:2] if g else None for g in found] == ["13", "32"]


def test_groups_in_a_title(regions: Regions) -> None:
    title = "关于加快鲁南经济圈一体化发展的指导意见"
    assert [g.key for g in regions.groups.in_title(title, within="370000")] == ["sd-lunan"]


def test_rows_are_sorted_and_whole(regions: Regions) -> None:
    keys = [(r.code, r.start) for r in regions.all]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    codes = {r.code for r in regions.all}
    assert [r.code for r in regions.all if r.parent and r.parent not in codes] == []
    assert [r.code for r in regions.all if not set(r.successors) <= codes] == []
    assert [g.key for g in regions.groups.all] == sorted({g.key for g in regions.groups.all})
    assert [g.key for g in regions.groups.all if not {*g.members, g.within} <= codes] == []


def test_dates_of_a_code_do_not_overlap(regions: Regions) -> None:
    pairs = zip(regions.all, regions.all[1:], strict=False)
    bad = [b.code for a, b in pairs if a.code == b.code and not (a.end and a.end < b.start)]
    assert bad == []
    assert [r.code for r in regions.all if r.end and r.start > r.end] == []


def test_no_name_means_two_places_of_one_parent(regions: Regions) -> None:
    seen: dict[tuple[str, str], str] = {}
    doubles = set()
    for region in regions.all:
        if not region.end:
            for name in {region.name, *region.aliases}:
                if seen.setdefault((region.parent, name), region.code) != region.code:
                    doubles.add(name)
    assert doubles == set()


def test_every_example_resolves(regions: Regions) -> None:
    lost = []
    for region in regions.all:
        on = date.fromisoformat(region.end) if region.end else None
        found = regions.find(region.example, within=region.parent or None, on=on) if region.parent else ()
        codes = [r.code for place in found for r in place.regions]
        if region.parent and region.code not in codes:
            lost.append(region.example)
    assert lost == []
    for group in regions.groups.all:
        assert regions.groups.by_mention(group.example, within=group.within) is not None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("3701,济南市,济南,,prefecture,370000,地级市,,,,济南市", "six digits"),
        ("370100,济南市,济南,,city,370000,地级市,,,,济南市", "level"),
        ("370100,济南市,济南,,prefecture,370000,地级市,2018/1/1,,,济南市", "dates"),
        ("370100,济南市,济南", "fields"),
    ],
)
def test_a_mistake_is_refused_with_file_and_line(tmp_path: Path, row: str, reason: str) -> None:
    file = tmp_path / "regions.csv"
    file.write_text(",".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"regions\.csv:2: .*{reason}"):
        read_regions(file)
