"""Branches of the centre with a geography of their own: where each of them stands, and under which name when."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import Context, agency, resolve
from taskextract.vocabulary import load

CUSTOMS = """
北京 110000 天津 120000 石家庄 130100 太原 140100 满洲里 150781 呼和浩特 150100 沈阳 210100 大连 210200 长春 220100
哈尔滨 230100 上海 310000 南京 320100 杭州 330100 宁波 330200 合肥 340100 福州 350100 厦门 350200 南昌 360100
青岛 370200 济南 370100 郑州 410100 武汉 420100 长沙 430100 广州 440100 深圳 440300 汕头 440500 江门 440700
湛江 440800 南宁 450100 海口 460100 重庆 500000 成都 510100 贵阳 520100 昆明 530100 拉萨 540100 西安 610100
乌鲁木齐 650100 兰州 620100 银川 640100 西宁 630100
"""
RAILWAYS = """
哈尔滨 230100 沈阳 210100 北京 110000 太原 140100 呼和浩特 150100 郑州 410100 武汉 420100 西安 610100 济南 370100
上海 310000 南昌 360100 广州 440100 南宁 450100 成都 510100 昆明 530100 兰州 620100 乌鲁木齐 650100
"""
SECURITIES = """
北京 110000 天津 120000 河北 130000 山西 140000 内蒙古 150000 辽宁 210000 吉林 220000 黑龙江 230000 上海 310000
江苏 320000 浙江 330000 安徽 340000 福建 350000 江西 360000 山东 370000 河南 410000 湖北 420000 湖南 430000
广东 440000 广西 450000 海南 460000 重庆 500000 四川 510000 贵州 520000 云南 530000 西藏 540000 陕西 610000
甘肃 620000 青海 630000 宁夏 640000 新疆 650000 深圳 440300 大连 210200 宁波 330200 厦门 350200 青岛 370200
"""
OLD_BANKS = """
天津分行 120000 沈阳分行 210000 上海总部 310000 南京分行 320000 济南分行 370000 武汉分行 420000 广州分行 440000
成都分行 510000 西安分行 610000 营业管理部 110000 重庆营业管理部 500000 石家庄中心支行 130000 太原中心支行 140000
呼和浩特中心支行 150000 长春中心支行 220000 哈尔滨中心支行 230000 杭州中心支行 330000 福州中心支行 350000
合肥中心支行 340000 郑州中心支行 410000 长沙中心支行 430000 南昌中心支行 360000 南宁中心支行 450000
海口中心支行 460000 昆明中心支行 530000 贵阳中心支行 520000 拉萨中心支行 540000 兰州中心支行 620000
西宁中心支行 630000 银川中心支行 640000 乌鲁木齐中心支行 650000 深圳市中心支行 440300 大连市中心支行 210200
青岛市中心支行 370200 宁波市中心支行 330200 厦门市中心支行 350200
"""
MARITIME = """
天津 120000 河北 130000 辽宁 210000 黑龙江 230000 上海 310000 江苏 320000 浙江 330000 福建 350000 山东 370000
广东 440000 广西 450000 海南 460000 深圳 440300 连云港 320700
"""
ENERGY = """
山西 140000 山东 370000 甘肃 620000 新疆 650000 浙江 330000 江苏 320000 福建 350000 河南 410000 湖南 430000
四川 510000 云南 530000 贵州 520000
"""


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


def _check(pattern: str, text: str, key: str, on: date, parent: str) -> None:
    vocabulary = load()
    context = Context(vocabulary, "000000", on)
    wrong = []
    for place, code in _pairs(text):
        found = resolve(pattern.format(place), context).agency_id
        if found != f"{code}:{key}":
            wrong.append(f"{pattern.format(place)}: {found}, not {code}:{key}")
            continue
        record = agency(found, vocabulary, on, [])
        if record.parent_id != parent or record.region_code != code:
            wrong.append(str(record))
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "places", "number", "key", "parent"),
    [
        ("{}海关", CUSTOMS, 40, "customs", "000000:customs"),
        ("{}证监局", SECURITIES, 36, "csrc", "000000:csrc"),
        ("人民银行{}", OLD_BANKS, 36, "pboc", "000000:pboc"),
        ("{}海事局", MARITIME, 14, "maritime", "000000:transport"),
        ("{}能源监管办", ENERGY, 12, "energy_bureau_branch", "000000:energy"),
        ("中国铁路{}局集团有限公司", RAILWAYS, 17, "railway", "000000:railway"),
    ],
)
def test_each_branch_stands_where_it_is(pattern: str, places: str, number: int, key: str, parent: str) -> None:
    assert len(_pairs(places)) == number
    _check(pattern, places, key, date(2022, 6, 1), parent)


@pytest.mark.parametrize(
    ("name", "on", "agency_id", "official"),
    [
        ("拱北海关", "2022-06-01", "440000:gongbei_customs", "中华人民共和国拱北海关"),
        ("黄埔海关", "2022-06-01", "440000:huangpu_customs", "中华人民共和国黄埔海关"),
        ("海关总署广东分署", "2022-06-01", "440000:customs", "中华人民共和国海关总署广东分署"),
        ("青藏集团公司", "2022-06-01", "630000:railway", "中国铁路青藏集团有限公司"),
        ("济南铁路局", "2016-06-01", "370100:railway", "济南铁路局"),
        ("中国铁路总公司", "2016-06-01", "000000:railway", "中国铁路总公司"),
        ("国铁集团", "2020-06-01", "000000:railway", "中国国家铁路集团有限公司"),
        ("民航华东地区管理局", "2022-06-01", "000000:civil_aviation_east", "中国民用航空华东地区管理局"),
        ("民航新疆管理局", "2022-06-01", "000000:civil_aviation_xinjiang", "中国民用航空新疆管理局"),
        ("民航西藏区局", "2022-06-01", "540000:civil_aviation", "中国民用航空西藏自治区管理局"),
        ("长江海事局", "2022-06-01", "000000:changjiang_maritime", "中华人民共和国长江海事局"),
        ("北海救助局", "2022-06-01", "000000:rescue_north", "交通运输部北海救助局"),
        ("北海海关", "2022-06-01", "450500:customs", "中华人民共和国北海海关"),
        ("华北能源监管局", "2022-06-01", "000000:energy_bureau_north", "国家能源局华北监管局"),
        ("华南督察局", "2022-06-01", "000000:ecology_bureau_south", "生态环境部华南督察局"),
        ("山西煤矿安监局", "2018-06-01", "140000:mine_safety", "山西煤矿安全监察局"),
        ("国家矿山安监局山西局", "2022-06-01", "140000:mine_safety", "国家矿山安全监察局山西局"),
        ("财政部驻山东专员办", "2018-06-01", "370000:finance_supervision", "财政部驻山东财政监察专员办事处"),
        ("财政部山东监管局", "2022-06-01", "370000:finance_supervision", "财政部山东监管局"),
        ("国家土地督察济南局", "2017-06-01", "370100:natural_resources_inspectorate", "国家土地督察济南局"),
        ("审计署济南特派办", "2022-06-01", "370100:audit_office", "审计署驻济南特派员办事处"),
        ("青岛金融监管局", "2020-06-01", "370200:local_finance", "青岛市地方金融监督管理局"),
        ("青岛金融监管局", "2024-06-01", "370200:nfra", "国家金融监督管理总局青岛监管局"),
        ("外汇局泰安市中心支局", "2020-06-01", "370900:forex", "国家外汇管理局泰安市中心支局"),
        ("外汇局泰安市分局", "2024-06-01", "370900:forex", "国家外汇管理局泰安市分局"),
        ("北京市通信管理局", "2022-06-01", "110000:communications", "北京市通信管理局"),
        ("沈阳铁路监管局", "2022-06-01", "210100:railway_administration", "沈阳铁路监督管理局"),
        ("工商银行山东省分行", "2022-06-01", "370000:icbc", "中国工商银行股份有限公司山东省分行"),
        ("光明日报社", "2022-06-01", "000000:guangming_daily", "光明日报社"),
    ],
)
def test_branch_and_its_name_at_a_date(name: str, on: str, agency_id: str, official: str) -> None:
    found = resolve(name, Context(load(), "000000", date.fromisoformat(on)))
    assert (found.agency_id, found.name) == (agency_id, official)


@pytest.mark.parametrize(
    ("name", "on", "agency_id", "official"),
    [
        ("国家计委", "1997-06-01", "000000:drc", "国家计划委员会"),
        ("国家计委", "2002-06-01", "000000:drc", "国家发展计划委员会"),
        ("国家教委", "1997-06-01", "000000:education", "国家教育委员会"),
        ("国家科委", "1997-06-01", "000000:science", "国家科学技术委员会"),
        ("国家环保局", "1997-06-01", "000000:ecology", "国家环境保护局"),
        ("林业部", "1997-06-01", "000000:forestry", "中华人民共和国林业部"),
        ("邮电部", "1997-06-01", "000000:ministry_posts", "中华人民共和国邮电部"),
        ("国家质监局", "2000-06-01", "000000:quality_supervision", "国家质量技术监督局"),
        ("外经贸部", "2002-06-01", "000000:foreign_economics", "中华人民共和国对外贸易经济合作部"),
        ("交通部", "2007-06-01", "000000:transport", "中华人民共和国交通部"),
        ("食品药品监管局", "2012-06-01", "000000:food_drug", "国家食品药品监督管理局"),
        ("食品药品监管总局", "2015-06-01", "000000:food_drug", "国家食品药品监督管理总局"),
        ("监察部", "2012-06-01", "000000:supervision", "中华人民共和国监察部"),
        ("国家监委", "2020-06-01", "000000:supervisory_commission", "国家监察委员会"),
        ("中央改革办", "2016-06-01", "000000:reform", "中央全面深化改革领导小组办公室"),
        ("中央改革办", "2020-06-01", "000000:reform", "中央全面深化改革委员会办公室"),
        ("国务院港澳办", "2020-06-01", "000000:hongkong_macao", "国务院港澳事务办公室"),
        ("中央港澳办", "2024-06-01", "000000:hongkong_macao", "中共中央港澳工作办公室"),
        ("中船集团", "2018-06-01", "000000:cssc_old", "中国船舶工业集团有限公司"),
        ("中船集团", "2022-06-01", "000000:cssc", "中国船舶集团有限公司"),
        ("神华集团", "2015-06-01", "000000:shenhua", "神华集团有限责任公司"),
        ("国家核安全局", "2022-06-01", "000000:nuclear_safety", "国家核安全局"),
        ("国家原子能机构", "2022-06-01", "000000:atomic", "国家原子能机构"),
        ("国家国际发展合作署", "2022-06-01", "000000:development_aid", "国家国际发展合作署"),
    ],
)
def test_body_of_the_centre_at_a_date(name: str, on: str, agency_id: str, official: str) -> None:
    found = resolve(name, Context(load(), "000000", date.fromisoformat(on)))
    assert (found.agency_id, found.name) == (agency_id, official)
