"""What became of a province's measures in a city's plan: the hand-made list, and made cases."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import taskextract as te
from taskextract.compare.sides import fold
from taskextract.trace_records import TraceOf
from taskextract.tracing.binding import Issuer, others_only

ROOT = Path(__file__).parent.parent.parent
GOLD = Path(__file__).parent / "capital_taian.csv"


@pytest.fixture(scope="module")
def traced() -> TraceOf:
    table = ROOT / "raw" / "shandong-2020-capital-circle-division-table.txt"
    return te.trace(table, ROOT / "raw" / "taian-2020-capital-circle-division-plan.txt").traces[0]


def gold() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def found(traced: TraceOf) -> list[tuple[str, str]]:
    upper = {b.measure.measure_id: fold(b.measure.text) for b in traced.upper_measures}
    lower = {m.measure_id: fold(m.text) for m in traced.lower_measures}
    return [(upper[link.upper_id], lower[link.lower_id]) for link in traced.links]


def test_the_plain_correspondences_are_found(traced: TraceOf) -> None:
    links = found(traced)
    rows = [(fold(row["upper"]), fold(row["lower"]), row["plain"] == "yes") for row in gold()]
    right = [link for link in links if any(a in link[0] and b in link[1] for a, b, _ in rows)]
    plain = [(a, b) for a, b, must in rows if must]
    hit = [(a, b) for a, b in plain if any(a in link[0] and b in link[1] for link in links)]
    assert len(right) / len(links) >= 0.9, [link for link in links if link not in right]
    assert len(hit) / len(plain) >= 0.9, [row for row in plain if row not in hit]


def test_measures_of_other_cities_do_not_bind(traced: TraceOf) -> None:
    texts = [b.measure.text for b in traced.upper_measures if b.binding != "none"]
    assert any(text.startswith("提升京杭大运河") for text in texts)
    assert not any("济南国际机场二期" in text or text.startswith("提升东营港") for text in texts)


def test_every_measure_has_its_place(traced: TraceOf) -> None:
    linked = {link.lower_id for link in traced.links}
    assert linked | set(traced.of_its_own) == {m.measure_id for m in traced.lower_measures}
    bound = {b.measure.measure_id for b in traced.upper_measures if b.binding != "none"}
    assert set(traced.not_taken_up) == bound - {link.upper_id for link in traced.links}
    assert sum(row.binding for row in traced.by_task) == len(bound)


def test_shared_wording_is_where_it_says(traced: TraceOf) -> None:
    upper = {b.measure.measure_id: b.measure.text for b in traced.upper_measures}
    lower = {m.measure_id: m.text for m in traced.lower_measures}
    for link in traced.links:
        for one in link.shared:
            above = upper[link.upper_id][one.upper_start : one.upper_end]
            below = lower[link.lower_id][one.lower_start : one.lower_end]
            assert (fold(above), fold(below)) == (fold(one.text), fold(one.lower_text or one.text))


CENTRE = (
    "国务院关于某领域改革的重点任务分工\n\n序号\t主要任务\t具体举措\t责任单位\n"
    "1\t完善制度\t建立知识产权质押融资风险补偿机制。\t各省、自治区、直辖市人民政府\n"
    "2\t修订法规\t修订渔业船舶检验条例。\t农业农村部\n"
)
PROVINCE = (
    "山东省人民政府关于某领域改革的重点任务分工\n\n序号\t主要任务\t具体举措\t责任单位\n"
    "1\t完善制度\t在济南探索建立知识产权质押融资风险补偿机制。\t省市场监管局\n"
    "2\t发展产业\t举办海洋装备博览会。\t省海洋局\n"
)


def test_an_open_group_of_provinces_binds_a_province(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CENTRE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PROVINCE, encoding="utf-8")
    one = te.trace(tmp_path / "a.txt", tmp_path / "b.txt").traces[0]
    assert [(b.binding, b.measure.text[:2]) for b in one.upper_measures] == [("open_group", "建立")]
    assert [link.taken_up for link in one.links] == ["verbatim"]
    assert len(one.of_its_own) == 1


@pytest.mark.parametrize(
    ("lower", "manner"),
    [
        ("在济南探索建立知识产权质押融资风险补偿机制。", "verbatim"),
        ("健全知识产权质押融资的风险分担办法，设立补偿资金。", "adapted"),
    ],
)
def test_how_a_measure_is_taken_up(tmp_path: Path, lower: str, manner: str) -> None:
    (tmp_path / "a.txt").write_text(CENTRE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PROVINCE.replace("在济南探索建立知识产权质押融资风险补偿机制。", lower), encoding="utf-8")
    assert [link.taken_up for link in te.trace(tmp_path / "a.txt", tmp_path / "b.txt").traces[0].links] == [manner]


CITIES = Issuer("370900", "370900:gov", "泰安", ("济南", "淄博"))


@pytest.mark.parametrize(
    ("text", "words", "others"),
    [
        ("支持济南、淄博建设新能源基地,打造氢能走廊。", "氢能走廊", True),
        ("支持济南建设新能源基地;泰安打造氢能走廊。", "氢能走廊", False),
        ("支持济南建设新能源基地;打造氢能走廊。", "氢能走廊", True),
        ("支持济南建设新能源基地。打造氢能走廊。", "氢能走廊", False),
        ("建设新能源基地,鼓励淄博打造氢能走廊。", "氢能走廊", True),
    ],
)
def test_to_whom_a_clause_is_addressed(text: str, words: str, others: bool) -> None:
    assert others_only(text, text.index(words), CITIES) is others


def test_parallel_notices() -> None:
    report = te.similar(*sorted((ROOT / "raw").glob("*division-table.txt")))
    names = [{task.task_name for task in group.tasks} for group in report.groups]
    assert {"推进环境污染联防联治", "推进环境污染联防联控"} in names
    assert all(len({task.doc_id for task in group.tasks}) == len(group.tasks) for group in report.groups)


ROUTES = (
    "某省综合交通重点任务分工\n\n序号\t主要任务\t具体举措\t责任单位\n"
    "1\t建设铁路\t规划实施聊城至泰安、德州至商河等铁路项目。\t省交通运输厅、各市人民政府\n"
    "2\t区域合作\t加强与胶东、鲁南两大经济圈的协调联动。\t省发展改革委、各市人民政府\n"
)
CITY = (
    "泰安市人民政府关于综合交通的重点任务分工\n\n序号\t主要任务\t具体举措\t责任单位\n"
    "1\t建设铁路\t推进聊泰铁路早日核准开工。\t市交通运输局\n"
    "2\t区域合作\t深化同胶东经济圈、鲁南经济圈的融合对接。\t市发展改革委\n"
    "3\t公路养护\t泰聊公路大修。\t市交通运输局\n"
)


def test_a_name_put_short_is_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ROUTES, encoding="utf-8")
    (tmp_path / "b.txt").write_text(CITY, encoding="utf-8")
    links = te.trace(tmp_path / "a.txt", tmp_path / "b.txt").traces[0].links
    assert [(link.upper_id[-5:], link.lower_id[-5:]) for link in links] == [("t1/m1", "t1/m1"), ("t2/m1", "t2/m1")]
    shared = [(one.text, one.lower_text) for link in links for one in link.shared]
    assert shared == [("聊城至泰安", "聊泰铁路"), ("胶东", "胶东经济圈"), ("鲁南", "鲁南经济圈")]
