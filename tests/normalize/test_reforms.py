"""The same mention before and after a reform is the body of its date; names that fit several bodies are none."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import Context, agency, read_duty, resolve
from taskextract.strand import Strand
from taskextract.vocabulary import load


def context(region: str, on: str) -> Context:
    return Context(load(), region, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("mention", "region", "on", "agency_id", "name"),
    [
        ("山东金融监管局", "370000", "2020-06-01", "370000:local_finance", "山东省地方金融监督管理局"),
        ("山东金融监管局", "370000", "2024-01-10", "370000:nfra", "国家金融监督管理总局山东监管局"),
        ("人民银行济南分行", "370000", "2023-08-17", "370000:pboc", "中国人民银行济南分行"),
        ("人民银行山东省分行", "370000", "2023-08-18", "370000:pboc", "中国人民银行山东省分行"),
        ("人行泰安市中心支行", "370900", "2021-01-01", "370900:pboc", "中国人民银行泰安市中心支行"),
        ("人行泰安市分行", "370900", "2024-01-01", "370900:pboc", "中国人民银行泰安市分行"),
        ("省环保厅", "330000", "2018-01-01", "330000:ecology", "浙江省环境保护厅"),
        ("省环保厅", "330000", "2019-06-01", "330000:ecology", "浙江省生态环境厅"),
        ("市环保局", "370900", "2018-01-01", "370900:ecology", "泰安市环境保护局"),
        ("市生态环境局", "370900", "2020-01-01", "370900:ecology", "泰安市生态环境局"),
        ("市国土资源局", "370900", "2017-01-01", "370900:natural_resources", "泰安市国土资源局"),
        ("莱芜市政府", "370000", "2018-12-20", "371200:gov", "莱芜市人民政府"),
        ("莱芜区政府", "370000", "2019-01-20", "370116:gov", "济南市莱芜区人民政府"),
        ("工业和信息化部", "000000", "2019-01-01", "000000:iit", "中华人民共和国工业和信息化部"),
        ("卫生部", "000000", "2012-01-01", "000000:health", "中华人民共和国卫生部"),
    ],
)
def test_name_of_its_date(mention: str, region: str, on: str, agency_id: str, name: str) -> None:
    found = resolve(mention, context(region, on))
    assert (found.agency_id, found.name) == (agency_id, name)


@pytest.mark.parametrize(
    ("key", "chain"),
    [
        ("nfra", ["cbirc", "cbrc", "circ"]),
        ("market", ["industry_commerce", "quality_supervision", "food_drug"]),
        ("tax", ["state_tax", "local_tax"]),
        ("agriculture", ["rural_revitalization", "poverty_relief"]),
        ("culture_tourism", ["culture", "tourism"]),
        ("emergency", ["work_safety"]),
        ("finance_committee", ["local_finance"]),
    ],
)
def test_chain_of_predecessors(key: str, chain: list[str]) -> None:
    seen: list[str] = []
    wanted = [f"370000:{key}"]
    while wanted:
        wanted = [p for agency_id in wanted for p in agency(agency_id, load(), date(2024, 1, 1), ["x"]).predecessor_ids]
        seen += wanted
    assert seen == [f"370000:{k}" for k in chain]


@pytest.mark.parametrize(
    ("mention", "region", "agency_id"),
    [
        ("市中区政府", "370000", None),  # Jinan's and Zaozhuang's
        ("市中区政府", "370100", "370103:gov"),
        ("鼓楼区教育局", "320000", None),
        ("鼓楼区教育局", "320100", "320106:education"),
        ("朝阳区政府", "000000", None),
        ("朝阳区政府", "110000", "110105:gov"),
        ("市财政局", "000000", None),
        ("市财政局", "370000", None),
        ("市财政局", "370921", "370900:finance"),  # a county's notice: its city
        ("市财政局", "370982", "370982:finance"),  # a city of county rank: its own
        ("区财政局", "370900", None),
        ("区财政局", "370902", "370902:finance"),
        ("州财政局", "370900", None),
        ("自治区财政厅", "370000", None),
        ("高新区管委会", "370000", None),
        ("高新区管委会", "370900", "370961:administrative_committee"),
        ("开发区管委会", "370900", None),
        ("旅游度假区", "370900", None),  # another city's alone bears the name
        ("先行区管委会", "000000", None),
    ],
)
def test_only_one_body_or_none(mention: str, region: str, agency_id: str | None) -> None:
    found = resolve(mention, context(region, "2021-01-01"))
    known = found.agency_id if found.agency_id and ":x-" not in found.agency_id else None
    assert known == agency_id


@pytest.mark.parametrize("mention", ["泰山管委会", "泰山学院", "泰安银行", "省体育厅", "省政务厅", "省财政金融投资集团"])
def test_stranger_keeps_an_id_of_its_own(mention: str) -> None:
    first, again = (resolve(mention, context("370000", "2021-01-01")).agency_id for _ in range(2))
    assert first is not None
    assert first.split(":")[1].startswith("x-")
    assert first == again


def test_two_bodies_run_together() -> None:
    text = "省委省政府"
    found, _ = read_duty(Strand.over(text, 0, len(text)), context("370000", "2021-01-01"))
    assert [m.agency_id for m in found] == ["370000:party", "370000:gov"]


@pytest.mark.parametrize(
    ("agency_id", "name"),
    [
        ("310000:court", "上海市高级人民法院"),
        ("110000:gov_office", "北京市人民政府办公厅"),
        ("500000:fire", "重庆市消防救援总队"),
        ("152500:gov", "锡林郭勒盟行政公署"),
        ("152500:gov_office", "锡林郭勒盟行政公署办公室"),
        ("653100:organization", "中共喀什地区委员会组织部"),
        ("150000:organization", "中共内蒙古自治区委员会组织部"),
        ("660000:gov", "新疆生产建设兵团"),
        ("660000:education", "新疆生产建设兵团教育局"),
        ("660000:publicity", "中共新疆生产建设兵团委员会宣传部"),
        ("222400:health", "延边朝鲜族自治州卫生健康委员会"),
        ("654000:gov", "伊犁哈萨克自治州人民政府"),
        ("150121:drc", "土默特左旗发展和改革局"),
        ("451222:iit", "天峨县工业和信息化局"),
        ("370900:party_office", "中共泰安市委办公室"),
        ("370921:military_district", "宁阳县人民武装部"),
        ("370900:law_committee", "中共泰安市委全面依法治市委员会办公室"),
        ("370900:traffic_police", "泰安市公安局交通警察支队"),
    ],
)
def test_official_name_of_each_kind_of_place(agency_id: str, name: str) -> None:
    assert agency(agency_id, load(), date(2021, 1, 1), []).name == name
