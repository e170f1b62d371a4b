"""Each entry is one body: its kind, level and parent are told, and its names are names of one thing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

from taskextract.normalize.agencies import Context, agency, resolve
from taskextract.normalize.official import find_body, level_name, official_name, parent_id
from taskextract.vocabulary import Body, load
from vocabulary.heads import different_heads

VOCABULARY = load()
FOLDER = Path(__file__).parents[2] / "src/taskextract/vocabulary"
PLACES = {
    "central": "000000", "province": "370000", "municipality": "110000", "prefecture": "370900",
    "subprovincial": "370200", "league": "152500", "county": "370921",
}  # fmt: skip
BODIES = [*VOCABULARY.bodies.values(), *VOCABULARY.local_bodies.values()]


def _where(body: Body) -> list[str]:
    """Codes of a place of each level at which the body stands."""
    if body.region is not None:
        return [body.region]
    return [code for level, code in PLACES.items() if any(f.level == level for f in body.forms)]


def test_kind_level_and_parent_are_told_at_every_level() -> None:
    wrong = []
    for body in BODIES:
        for code in _where(body):
            place = VOCABULARY.regions.at(code)
            assert place is not None
            record = agency(f"{code}:{body.key}", VOCABULARY, body.until, [])
            told = find_body(f"{code}:{body.key}", VOCABULARY)
            assert told is not None
            expected = (told.kind, level_name(place), code, True)
            if (record.kind, record.level, record.region_code, record.known) != expected:
                wrong.append(f"{code}:{body.key}: {record}")
    assert wrong == []


def test_parents_stand_where_they_are_said_to() -> None:
    wrong = []
    for body in BODIES:
        for code in _where(body):
            above = parent_id(f"{code}:{body.key}", body, VOCABULARY)
            if above is None:
                wrong += [] if body.key in ("gov", "party") else [f"{code}:{body.key} has no parent"]
                continue
            holder = find_body(above, VOCABULARY)
            level = next((name for name, other in PLACES.items() if other == above[:6]), None)
            stands = holder is not None and (holder.region is not None or level is None or any(f.level == level for f in holder.forms))
            if not stands or official_name(above, VOCABULARY, None) is None:
                wrong.append(f"{code}:{body.key}: {above}")
    assert wrong == []


def test_central_branches_hang_on_a_body_of_the_centre() -> None:
    for body in BODIES:
        if body.kind == "central_branch" and body.region is None and "province" in {f.level for f in body.forms}:
            above = parent_id(f"370000:{body.key}", body, VOCABULARY)
            assert above is not None and above.startswith("000000:"), body.key


def _entries() -> list[tuple[str, str, dict[str, object]]]:
    files = [FOLDER / "departments.yml", *sorted((FOLDER / "agencies").glob("*.yml"))]
    return [
        (path.name, key, entry)
        for path in files
        for key, entry in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["bodies"].items()
    ]


def test_names_of_one_entry_say_one_thing_or_the_entry_says_why() -> None:
    mixed = {
        f"{file} {key}": heads
        for file, key, entry in _entries()
        if "same_body" not in entry and len(heads := different_heads(entry)) > 1
    }
    assert mixed == {}


def test_no_whole_name_is_borne_by_two_bodies_at_one_date() -> None:
    double: dict[str, set[str]] = defaultdict(set)
    for name, forms in VOCABULARY.names.complete.items():
        for one in forms:
            for other in forms:
                a, b = (f"{f.region or '000000'}:{f.key}" for f in (one, other))
                if a < b and _lived_together(a, b):
                    double[name] |= {a, b}
    assert dict(double) == {}


def _lived_together(one: str, other: str) -> bool:
    a, b = find_body(one, VOCABULARY), find_body(other, VOCABULARY)
    assert a is not None and b is not None
    return (a.since or date.min) <= (b.until or date.max) and (b.since or date.min) <= (a.until or date.max)


@pytest.mark.parametrize(
    "names",
    [
        "省质检院 省计量院 省特检院 省检验检测中心 省标准化研究院 省市场监管局",
        "市金控集团 市财金集团 市国投集团 市国有资本运营公司 市产投集团 市国控集团",
        "省农担公司 省再担保公司 省融资担保公司",
        "省环科院 省生态环境监测中心 省生态环境厅",
        "省国土测绘院 省地质调查院 省地质环境监测院 省基础地理信息中心",
        "市财政投资评审中心 市政府采购中心 市国库支付中心 市会计核算中心",
        "市水务集团 市自来水公司 市水发集团 市水投集团 市水务局",
        "市高速集团 市交投集团 市交发集团 市交通集团 市高速公路管理局 市公路中心",
        "市农技推广中心 市种子站 市植保站 市农产品质量安全中心 市农业综合行政执法支队",
        "市规划院 市国土空间规划院 市自然资源局",
        "省农垦集团 省农垦总局 省粮食集团 省农业发展集团",
        "县融媒体中心 县广播电视台",
        "市信息中心 市电子政务办 市大数据局 市大数据中心 市智慧城市办",
        "市港口集团 市港航集团 市港务集团 市港航局",
        "省铁投集团 省铁建投集团 省铁路集团 省铁路办",
        "市墙改办 市散装水泥办 市建筑节能中心",
        "省水科院 省水利设计院",
        "市教科院 市教研室 市教师进修学校 市教师发展中心",
        "市委督查室 市政府督查室 市考核办 市绩效办 市督查考核办",
        "市安委会 市安委办",
        "市防汛抗旱指挥部 市防汛办",
        "市妇儿工委 市妇儿工委办公室",
        "市爱卫会 市爱卫办",
        "市人大常委会 市人大常委会办公室",
        "市政协 市政协办公室",
        "市档案局 市档案馆",
        "省纪委 省监委",
        "市行政审批局 市政务服务中心",
        "市知识产权局 市知识产权保护中心",
        "市城投集团 市城建集团 市城发集团 市建投集团",
        "市轨道集团 市轨道办 市轨道交通局",
        "市交通运输局 市运管处 市道路运输局 市客管处 市交战办",
        "市房管局 市住房保障中心 市房屋征收办",
        "市城管局 市环卫中心 市城管支队 市市政公用局",
        "市文化和旅游局 市文化市场综合执法支队",
        "市畜牧局 市动物疫病预防控制中心 市动物卫生监督所",
        "省医学会 省医师协会 省护理学会",
        "省出版集团 省新华书店",
        "省公共资源交易中心 省公共资源交易监督管理局",
        "省盐业集团 省盐务局",
        "民革省委 民盟省委 民建省委 民进省委 农工党省委 致公党省委 九三学社省委",
        "市气象局 市气象台",
        "市园林局 市公园管理中心 市园林绿化中心",
        "市创城办 市创卫办",
        "市综治办 市平安办 市综治中心",
    ],
)
def test_different_bodies_have_different_ids(names: str) -> None:
    place = {"省": "370000", "县": "370921"}
    code = place.get(names[0], "370000" if "省委" in names else "370900")
    context = Context(VOCABULARY, code, date(2020, 6, 1))
    ids = [resolve(name, context).agency_id for name in names.split()]
    assert None not in ids
    assert not [i for i in ids if i and ":x-" in i]
    assert len(set(ids)) == len(ids)
