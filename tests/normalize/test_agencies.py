"""Names over time, groups and short names that a notice defines, the notice's place, bodies in running text."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import (
    Context,
    agency,
    find_abbreviations,
    find_agencies,
    find_groups,
    infer_region,
    resolve,
)
from taskextract.normalize.explain import facts, tell
from taskextract.strand import Strand
from taskextract.vocabulary import load


def context(region: str | None = "370000", on: str = "2020-06-03") -> Context:
    return Context(load(), region, date.fromisoformat(on))


def strands(*texts: str) -> list[Strand]:
    return [Strand.over(t, 0, len(t)) for t in texts]


@pytest.mark.parametrize(
    ("name", "region", "on", "agency_id", "full"),
    [
        ("省发展改革委", "370000", "2020-06-03", "370000:drc", "山东省发展和改革委员会"),
        ("省发展改革委", "370900", "2020-06-03", "370000:drc", "山东省发展和改革委员会"),
        ("市发改委", "370900", "2020-06-03", "370900:drc", "泰安市发展和改革委员会"),
        ("市工信局", "320100", "2021-01-01", "320100:iit", "南京市工业和信息化局"),
        ("省工信厅", "440000", "2021-01-01", "440000:iit", "广东省工业和信息化厅"),
        ("省环保厅", "370000", "2018-03-01", "370000:ecology", "山东省环境保护厅"),
        ("省生态环境厅", "370000", "2020-03-01", "370000:ecology", "山东省生态环境厅"),
        ("山东银保监局", "370000", "2020-06-03", "370000:cbirc", "中国银行保险监督管理委员会山东监管局"),
        ("山东金融监管局", "370000", "2024-06-03", "370000:nfra", "国家金融监督管理总局山东监管局"),
        ("泰安银保监分局", "370900", "2020-06-03", "370900:cbirc", "中国银行保险监督管理委员会泰安监管分局"),
        ("青岛银保监局", "370000", "2020-06-03", "370200:cbirc", "中国银行保险监督管理委员会青岛监管局"),
        ("人民银行济南分行", "370000", "2020-06-03", "370000:pboc", "中国人民银行济南分行"),
        ("人民银行山东省分行", "370000", "2024-01-03", "370000:pboc", "中国人民银行山东省分行"),
        ("人行泰安市中心支行", "370900", "2020-06-03", "370900:pboc", "中国人民银行泰安市中心支行"),
        ("省委组织部", "370000", "2020-06-03", "370000:organization", "中共山东省委组织部"),
        ("济南市政府", "370000", "2020-06-03", "370100:gov", "济南市人民政府"),
        ("莱芜市政府", "370000", "2018-06-03", "371200:gov", "莱芜市人民政府"),
        ("财政部", "370900", "2020-06-03", "000000:finance", "中华人民共和国财政部"),
        ("省政府办公厅（省口岸办）", "370000", "2020-06-03", "370000:gov_office", "山东省人民政府办公厅"),
        ("省税务局", "320000", "2020-06-03", "320000:tax", "国家税务总局江苏省税务局"),
        ("团省委", "320000", "2020-06-03", "320000:youth_league", "共青团江苏省委员会"),
    ],
)
def test_name_at_its_date(name: str, region: str, on: str, agency_id: str, full: str) -> None:
    found = resolve(name, context(region, on))
    assert (found.agency_id, found.name) == (agency_id, full)
    assert found.steps


def test_official_name_is_exact_and_short_one_alias() -> None:
    assert resolve("山东省发展和改革委员会", context()).basis == "exact"
    assert resolve("省发改委", context()).basis == "alias"


def test_record_of_a_body() -> None:
    record = agency("370900:cbirc", load(), date(2020, 6, 3), ["泰安银保监分局"])
    assert record.name == "中国银行保险监督管理委员会泰安监管分局"
    assert (record.kind, record.level, record.region_code) == ("central_branch", "prefecture", "370900")
    assert (record.parent_id, record.known) == ("000000:cbirc", True)
    later = agency("370900:nfra", load(), date(2024, 6, 3), [])
    assert later.predecessor_ids == ["370900:cbirc"]


def test_longer_name_of_the_notice_is_that_citys_own() -> None:
    named = agency("370900:natural_resources", load(), date(2020, 6, 3), ["市自然资源和规划局"])
    assert named.name == "泰安市自然资源和规划局"


@pytest.mark.parametrize(
    ("agency_id", "mention", "name"),
    [
        ("110108:education", "区教委", "北京市海淀区教育委员会"),
        ("320505:administrative_committee", "苏州高新区管委会", "苏州国家高新技术产业开发区管理委员会"),
        ("440300:communications", "市通信管理局", "深圳市通信管理局"),
        ("310115:commerce", "区商务委", "上海市浦东新区商务委员会"),
        ("370900:education", "市教育局", "泰安市教育局"),
        ("370983:education", "市教体局", "肥城市教育和体育局"),
        ("150400:agriculture", "市农牧局", "赤峰市农牧局"),
        ("330200:natural_resources", "市资规局", "宁波市自然资源和规划局"),
        ("330212:iit", "区经信局", "宁波市鄞州区经济和信息化局"),
        ("440100:water", "市水务局", "广州市水务局"),
        ("370900:drc", "市发改委", "泰安市发展和改革委员会"),
        ("370900:drc", "市发改局", "泰安市发展和改革局"),
        ("370900:health", "市卫健委", "泰安市卫生健康委员会"),
        ("370000:iit", "省工信厅", "山东省工业和信息化厅"),
        ("110108:park", "区园林绿化局", "北京市海淀区园林绿化局"),
        ("110108:natural_resources", "市规自委海淀分局", "北京市规划和自然资源委员会海淀分局"),
        ("341100:big_data", "市数据资源局", "滁州市数据资源局"),
    ],
)
def test_name_that_a_place_has_for_itself(agency_id: str, mention: str, name: str) -> None:
    assert agency(agency_id, load(), date(2020, 6, 3), [mention]).name == name


@pytest.mark.parametrize(
    ("year", "mention", "name"),
    [
        (2020, "市数据局", "潍坊市大数据局"),  # short for it
        (2024, "市数据局", "潍坊市数据局"),  # a name of its own since the reform of 2023
        (2024, "市大数据局", "潍坊市大数据局"),
    ],
)
def test_data_bureaus_before_and_after_the_reform(year: int, mention: str, name: str) -> None:
    assert agency("370700:big_data", load(), date(year, 6, 3), [mention]).name == name


def test_record_of_an_unknown_body() -> None:
    found = resolve("省虚构事务管理局", context())
    assert found.agency_id is not None
    record = agency(found.agency_id, load(), date(2020, 6, 3), ["省虚构事务管理局"])
    assert (record.name, record.known, record.kind) == ("山东省虚构事务管理局", False, "department")


def test_explanation_tells_names_over_time() -> None:
    known = facts("370000:ecology", context())
    assert known is not None
    assert [(n.name, n.since, n.until) for n in known.names] == [
        ("山东省环境保护厅", None, date(2018, 10, 31)),
        ("山东省生态环境厅", date(2018, 11, 1), None),
    ]
    assert known.parent == ("370000:gov", "山东省人民政府")
    assert "  2018-11-01 to now         山东省生态环境厅" in tell(known)


def test_explanation_follows_a_reform_both_ways() -> None:
    bank = facts("370000:cbirc", context())
    assert bank is not None
    assert [agency_id for agency_id, _ in bank.predecessors] == ["370000:cbrc", "370000:circ"]
    assert [agency_id for agency_id, _ in bank.successors] == ["370000:nfra"]


def test_explanation_follows_all_reforms_back() -> None:
    bureau = facts("370000:nfra", context(on="2024-03-01"))
    assert bureau is not None
    assert [(steps, agency_id) for steps, agency_id, _ in bureau.earlier] == [
        (1, "370000:cbirc"), (2, "370000:cbrc"), (2, "370000:circ"),
    ]  # fmt: skip
    assert "  came from: 中国银行业监督管理委员会山东监管局 (370000:cbrc)" in tell(bureau)


def test_explanation_shows_the_common_names_of_many() -> None:
    known = facts("370900:administrative_approval", context("370900"))
    assert known is not None
    also = next(line for line in tell(known) if line.startswith("also: "))
    assert also.startswith("also: 泰安市行政审批局、")
    assert len(also) < 150
    assert f"and {len(known.aliases) - 8} more" in also


def test_stranger_has_no_facts() -> None:
    assert facts("370000:x-12345678", context()) is None


SEVEN = ["370100:gov", "370300:gov", "370900:gov", "371500:gov", "371400:gov", "371600:gov", "370500:gov"]


def test_group_of_the_title() -> None:
    groups, _ = find_groups(strands("实现7市公共交通一卡通互通。"), "省会经济圈一体化发展重点任务分工表", context())
    assert [(g.mention, g.basis, sorted(g.agency_ids)) for g in groups] == [("7市", "title", sorted(SEVEN))]


def test_group_defined_by_a_list() -> None:
    text = "由临沂、枣庄、济宁、菏泽等4 4 市委书记轮任。由临沂、枣庄、济宁、菏泽等4市负责，4市要加强衔接。"
    groups, _ = find_groups(strands(text), "重点任务分工表", context())
    assert [(g.mention, g.basis) for g in groups] == [("4市", "defined")]
    assert groups[0].agency_ids == ["371300:gov", "370400:gov", "370800:gov", "371700:gov"]


def test_group_with_a_short_name() -> None:
    text = "济南、淄博、泰安等3市（以下简称“三市”）要协同推进，三市政府负责。"
    groups, _ = find_groups(strands(text), None, context())
    assert {g.mention: len(g.agency_ids) for g in groups} == {"3市": 3, "三市": 3}


def test_group_of_the_vocabulary_by_name() -> None:
    groups, _ = find_groups(strands("推行胶东五市公共交通“一卡通”。"), "重点任务分工表", context())
    assert [(g.mention, len(g.agency_ids)) for g in groups] == [("胶东五市", 5)]


@pytest.mark.parametrize("text", ["其他6市协同推进。", "建设5市分院。", "组织12市开展活动。"])
def test_count_that_nothing_defines_stays_open(text: str) -> None:
    groups, _ = find_groups(strands(text), "省会经济圈一体化发展", context())
    assert groups == ()


def test_short_names_of_bodies() -> None:
    text = "省新旧动能转换综合试验区建设领导小组（以下简称“省领导小组”）负责统筹。《发展规划》（以下简称“规划”）"
    full = "省新旧动能转换综合试验区建设领导小组"
    assert find_abbreviations(strands(text), context()) == {"省领导小组": full, "领导小组": full}


def test_ending_alone_means_the_only_body_of_that_kind() -> None:
    one = "市防汛抗旱指挥部负责统筹。指挥部办公室设在市应急局。"
    two = "市防汛抗旱指挥部和市森林防火指挥部，指挥部办公室设在市应急局。"
    assert find_abbreviations(strands(one), context("370900")) == {"指挥部": "市防汛抗旱指挥部"}
    assert find_abbreviations(strands(two), context("370900")) == {}


@pytest.mark.parametrize(
    ("title", "issuer", "names", "code"),
    [
        (None, "山东省人民政府", [], "370000"),
        ("泰安市推进省会经济圈一体化发展分工方案", None, ["市发展改革委"], "370900"),
        ("重点任务推进落实分工表", None, ["省交通运输厅", "省发展改革委", "青岛市政府", "烟台市政府"], "370000"),
        ("省会经济圈一体化发展重点任务分工表", None, ["省交通运输厅", "省科技厅"], "370000"),
        ("重点任务分工方案", None, ["市财政局", "市能源局", "泰安银保监分局", "人行泰安市中心支行"], "370900"),
        ("重点任务分工方案", None, ["自治区发展改革委", "南宁市人民政府"], "450000"),
        ("重点任务分工方案", "国务院办公厅", [], "000000"),
        ("重点工作分工", None, ["发展改革委", "财政部", "工业和信息化部"], "000000"),
        ("南京市优化营商环境实施方案", None, ["市发改委"], "320100"),
        ("贵州省人民政府办公厅关于印发分工方案的通知", None, ["省发展改革委"], "520000"),
        ("关于印发分工方案的通知", None, ["市财政局", "市教育局"], None),
    ],
)
def test_place_of_the_notice(title: str | None, issuer: str | None, names: list[str], code: str | None) -> None:
    found, certainty, reason = infer_region(title, issuer, names, load(), date(2020, 6, 3))
    assert found == code
    assert reason
    assert (certainty > 0.5) == (code is not None)


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("市卫健委要加强监测，市教育局、市财政局要配合。", "370900", "370900:health 370900:education 370900:finance"),
        ("联合山东省教育厅和中共山东省委宣传部开展活动", "370000", "370000:education 370000:publicity"),
        ("人民银行济南分行、山东银保监局加强协作", "370000", "370000:pboc 370000:cbirc"),
        ("依托济南海关监管优势，财政部门给予支持", "370000", "370100:customs"),
        ("国家发展改革委、财政部批复", "370000", "000000:drc 000000:finance"),
        ("团市委、市妇联要带头", "370900", "370900:youth_league 370900:women"),
        ("加快教育现代化，推进财政体制改革", "370000", ""),
        ("济南市人民政府与省商务厅签约", "370000", "370100:gov 370000:commerce"),
    ],
)
def test_bodies_in_running_text(text: str, region: str, expected: str) -> None:
    found = find_agencies(Strand.over(text, 0, len(text)), context(region))
    assert " ".join(str(m.agency_id) for m in found) == expected
    assert all(m.text.text in text for m in found)


def test_coordination_body_in_running_text() -> None:
    text = "由省新旧动能转换综合试验区建设领导小组负责统筹。"
    found = find_agencies(Strand.over(text, 0, len(text)), context())
    assert [m.text.text for m in found] == ["省新旧动能转换综合试验区建设领导小组"]
