"""Quantities and what they measure."""

from __future__ import annotations

import time

import pytest

from taskextract.normalize.numbers import read_value
from taskextract.normalize.quantities import Quantity, find_quantities
from taskextract.strand import Strand


def quantities(text: str) -> list[Quantity]:
    return list(find_quantities(Strand.over(text, 0, len(text)))[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进济郑、济滨等9条高铁建设，", [("高铁", 9, "条", "eq")]),
        ("新增高铁840公里，", [("新增高铁", 840, "公里", "eq")]),
        ("圈内高铁里程翻番，", [("圈内高铁里程", 2, "倍", "multiple")]),
        ("其中涉及的交通重大工程项目110个，", [("交通重大工程项目", 110, "个", "eq")]),
        ("“十四五”实施项目总投资达7900亿元。", [("“十四五”实施项目总投资", 7900, "亿元", "reach")]),
        ("实现1小时通勤，", [("通勤", 1, "小时", "eq")]),
        ("济南到郑州从4小时减少至只需1.5小时,", [("济南到郑州", 4, "小时", "eq"), ("济南到郑州", 1.5, "小时", "reach")]),
        ("都缩短一半时间。", [("时间", 50, "%", "reduce_by")]),
        ("实施20余条高速公路建设改造", [("高速公路", 20, "条", "about")]),
        ("总投资约2800亿元,", [("总投资", 2800, "亿元", "about")]),
        ("总里程增加1100公里", [("总里程", 1100, "公里", "increase_by")]),
        ("路网密度将达到6.5公里/百平方公里", [("路网密度", 6.5, "公里/百平方公里", "reach")]),
        ("实施国道308、国道309和省道103等十余条国省道改造提升", [("国省道", 10, "条", "about")]),
        ("打造国际最高级别的8500万人次4F级国际机场。", [("4F级国际机场", 8500, "万人次", "eq")]),
        ("推动4个民用机场和5个通用机场规划建设", [("民用机场", 4, "个", "eq"), ("通用机场", 5, "个", "eq")]),
        ("7市跨黄通道将达到44条,", [("7市跨黄通道", 44, "条", "reach")]),
        ("两个关键，", [("关键", 2, "个", "eq")]),
        ("防护物资储备不少于1个月。", [("防护物资储备", 1, "个月", "ge")]),
        ("到2025年，森林覆盖率达到43%以上，", [("森林覆盖率", 43, "%", "ge")]),
        ("降低20%", [(None, 20, "%", "reduce_by")]),
        ("不低于20%", [(None, 20, "%", "ge")]),
        ("85%以上的行政村", [("行政村", 85, "%", "ge")]),
        ("三分之二的县", [("县", 66.6667, "%", "eq")]),
        ("覆盖率百分之八十以上", [("覆盖率", 80, "%", "ge")]),
        ("地区生产总值突破500亿元", [("地区生产总值", 500, "亿元", "gt")]),
        ("在1个工作日内办结", [("办结", 1, "个工作日", "le")]),
        ("1,200名学生", [("学生", 1200, "名", "eq")]),
        ("PM2.5浓度下降到35微克/立方米", [("PM2.5浓度", 35, "微克/立方米", "reach")]),
        ("研发投入增长2倍", [("研发投入", 2, "倍", "increase_by")]),
        ("培训3万多人次", [("培训", 3, "万人次", "about")]),
        ("12个县、108个村", [("县", 12, "个", "eq"), ("村", 108, "个", "eq")]),
        ("每万人口发明专利拥有量达到１２件", [("每万人口发明专利拥有量", 12, "件", "reach")]),
        ("人均可支配收入增长8%以上", [("人均可支配收入增长", 8, "%", "ge")]),
        ("监管证件减少三分之一以上", [("监管证件减少", 33.3333, "%", "ge")]),
        ("降低1585个税目商品进口关税税率", [("税目商品进口关税税率", 1585, "个", "eq")]),
        ("新增供热面积30万平方米", [("新增供热面积", 30, "万平方米", "eq")]),
        ("2019年底前取消行政许可事项50项以上", [("取消行政许可事项", 50, "项", "ge")]),
        # no quantities
        ("支持济南建设5G先锋城市，S103公路，4F级，国道308", []),
        ("“十三五”期间，“369”方案，第二次会议，三期项目，二级医院", []),
        ("2021年3月5日，2020—2025年，6月底前，9:30", []),
        ("鲁政发〔2020〕8号、国务院令第743号", []),
        ("加强与4市合作，在7市设立，七市党委", []),
        ("推出一批产品，成立一个联盟，千家万户", []),
        ("“一环十射”高铁网、“一小时经济圈”、“十强”产业", []),
        ("IPv6技术、G20峰会、2号线、PM2.5治理", []),
    ],
)
def test_quantities(text: str, expected: list[tuple[str | None, float, str | None, str]]) -> None:
    assert [(q.what, q.value, q.unit, q.relation) for q in quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "value_base", "unit_base"),
    [
        ("总投资7900亿元", 790_000_000_000, "元"),
        ("8500万人次", 85_000_000, "人次"),
        ("规模达到1.2万亿元", 1_200_000_000_000, "元"),
        ("新增840公里", 840, "公里"),
    ],
)
def test_wan_and_yi_are_multiplied_out_beside(text: str, value_base: float, unit_base: str) -> None:
    (found,) = quantities(text)
    assert (found.value_base, found.unit_base) == (value_base, unit_base)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [("举办3—5个活动", 3, 5, "个"), ("降低10%—15%", 10, 15, "%"), ("培育30至50家企业", 30, 50, "家")],
)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.value_max, found.unit) == (low, high, unit)


def test_figure_without_known_unit_is_told() -> None:
    text = "指数达到95。"
    found, findings = find_quantities(Strand.over(text, 0, len(text)))
    assert found == ()
    assert [(f.code, f.before) for f in findings] == [("unread-quantity", "95")]


def test_place_of_a_quantity() -> None:
    text = "总投资 约2800 亿元。"
    (found,) = quantities(text)
    assert found.where.raw == "2800 亿元"


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十", 20), ("三百二十", 320), ("两", 2), ("一千零五", 1005), ("1,200", 1200), ("三点五", 3.5),
     ("二〇二五", 2025), ("甲", None), ("", None)],
)  # fmt: skip
def test_read_value(text: str, value: float | None) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize("text", ["85%" * 2000, "百分之" * 2000, "一" * 6000])
def test_figures_without_an_end_cost_no_time(text: str) -> None:
    started = time.monotonic()
    find_quantities(Strand.over(text, 0, len(text)))
    assert time.monotonic() - started < 10
