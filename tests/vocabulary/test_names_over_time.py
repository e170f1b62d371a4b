"""A body's official name is the one that held on the day, before and after each reform."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import Context, resolve
from taskextract.normalize.official import official_name
from taskextract.vocabulary import load


@pytest.mark.parametrize(
    ("agency_id", "on", "name"),
    [
        ("000000:agriculture", date(2017, 1, 1), "中华人民共和国农业部"),
        ("000000:agriculture", date(2019, 1, 1), "中华人民共和国农业农村部"),
        ("000000:ecology", date(2007, 1, 1), "国家环境保护总局"),
        ("000000:ecology", date(2012, 1, 1), "中华人民共和国环境保护部"),
        ("000000:ecology", date(2020, 1, 1), "中华人民共和国生态环境部"),
        ("000000:health", date(2012, 1, 1), "中华人民共和国卫生部"),
        ("000000:health", date(2016, 1, 1), "中华人民共和国国家卫生和计划生育委员会"),
        ("000000:health", date(2020, 1, 1), "中华人民共和国国家卫生健康委员会"),
        ("110000:natural_resources", date(2020, 1, 1), "北京市规划和自然资源委员会"),
        ("110000:pboc", date(2022, 1, 1), "中国人民银行营业管理部"),
        ("110000:pboc", date(2024, 1, 1), "中国人民银行北京市分行"),
        ("120000:market", date(2016, 1, 1), "天津市市场和质量监督管理委员会"),
        ("120000:market", date(2020, 1, 1), "天津市市场监督管理委员会"),
        ("130000:pboc", date(2022, 1, 1), "中国人民银行石家庄中心支行"),
        ("130000:pboc", date(2024, 1, 1), "中国人民银行河北省分行"),
        ("150000:agriculture", date(2016, 1, 1), "内蒙古自治区农牧业厅"),
        ("150000:agriculture", date(2020, 1, 1), "内蒙古自治区农牧厅"),
        ("310000:iit", date(2020, 1, 1), "上海市经济和信息化委员会"),
        ("320000:iit", date(2016, 1, 1), "江苏省经济和信息化委员会"),
        ("320000:iit", date(2020, 1, 1), "江苏省工业和信息化厅"),
        ("320000:pboc", date(2020, 1, 1), "中国人民银行南京分行"),
        ("330000:iit", date(2020, 1, 1), "浙江省经济和信息化厅"),
        ("370000:iit", date(2017, 1, 1), "山东省经济和信息化委员会"),
        ("370000:cbirc", date(2020, 1, 1), "中国银行保险监督管理委员会山东监管局"),
        ("370000:local_finance", date(2020, 1, 1), "山东省地方金融监督管理局"),
        ("370900:ecology", date(2017, 1, 1), "泰安市环境保护局"),
        ("370900:ecology", date(2020, 1, 1), "泰安市生态环境局"),
        ("420600:gov", date(2009, 1, 1), "襄樊市人民政府"),
        ("420600:gov", date(2012, 1, 1), "襄阳市人民政府"),
        ("510000:forestry", date(2016, 1, 1), "四川省林业厅"),
        ("510000:forestry", date(2020, 1, 1), "四川省林业和草原局"),
        ("640000:market", date(2020, 1, 1), "宁夏回族自治区市场监督管理厅"),
    ],
)
def test_official_name_at_its_date(agency_id: str, on: date, name: str) -> None:
    assert official_name(agency_id, load(), on) == name


@pytest.mark.parametrize(
    ("name", "region", "on", "agency_id"),
    [
        ("省国税局", "370000", date(2017, 1, 1), "370000:state_tax"),
        ("省税务局", "370000", date(2019, 1, 1), "370000:tax"),
        ("省扶贫办", "430000", date(2019, 1, 1), "430000:poverty_relief"),
        ("省乡村振兴局", "430000", date(2022, 1, 1), "430000:rural_revitalization"),
        ("市工商局", "370900", date(2015, 1, 1), "370900:industry_commerce"),
        ("市市场监管局", "370900", date(2020, 1, 1), "370900:market"),
        ("山东银监局", "370000", date(2017, 1, 1), "370000:cbrc"),
        ("山东银保监局", "370000", date(2020, 1, 1), "370000:cbirc"),
        ("山东金融监管局", "370000", date(2023, 12, 1), "370000:nfra"),
        ("市金融监管局", "110000", date(2019, 6, 1), "110000:local_finance"),
        ("省文化厅", "440000", date(2017, 1, 1), "440000:culture"),
        ("省文化和旅游厅", "440000", date(2020, 1, 1), "440000:culture_tourism"),
    ],
)
def test_a_name_is_the_body_of_its_date(name: str, region: str, on: date, agency_id: str) -> None:
    assert resolve(name, Context(load(), region, on)).agency_id == agency_id
