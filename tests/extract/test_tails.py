"""Responsibility tails: every form of the genre, and what only looks like one."""

from __future__ import annotations

import pytest

from taskextract.extract.plan_rules import find_rules, find_totals
from taskextract.extract.tails import Tail, find_tails
from taskextract.strand import Strand


def strand(text: str) -> Strand:
    return Strand.over(text, 0, len(text))


def tails(text: str) -> tuple[Tail, ...]:
    return find_tails(strand(text))


def duties(text: str) -> list[tuple[str, str | None]]:
    return [(d.text.text, d.role) for t in tails(text) for d in t.duties]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "强化引领。（责任单位：市发展改革委、市财政局等，有关县市区）",
            [("责任单位：市发展改革委、市财政局等，有关县市区", "responsible")],
        ),
        (
            "建平台（牵头单位：甲局；配合单位：乙局、丙局）。",
            [("牵头单位：甲局", "lead"), ("配合单位：乙局、丙局", "support")],
        ),
        (
            "推进。（牵头单位：甲局，参加单位：乙局）",
            [("牵头单位：甲局", "lead"), ("参加单位：乙局", "support")],
        ),
        ("推进（省发展改革委、省财政厅负责）。", [("省发展改革委、省财政厅负责", None)]),
        ("推进。（发展改革委牵头，财政部、税务总局配合）", [("发展改革委牵头，财政部、税务总局配合", None)]),
        (
            "推进。（省政府办公厅牵头，省财政厅、省商务厅等按职责分工负责）",
            [("省政府办公厅牵头，省财政厅、省商务厅等按职责分工负责", None)],
        ),
        ("推进。（市教育局指导）", [("市教育局指导", None)]),
        (
            "推进。（责任单位：市发改委、市财政局按职责分工负责）",
            [("责任单位：市发改委、市财政局按职责分工负责", None)],
        ),
        ("责任单位：市发改委，市财政局", [("责任单位：市发改委，市财政局", "responsible")]),
        ("牵头单位：市发改委", [("牵头单位：市发改委", "lead")]),
        ("推进。责任单位：市发改委、市财政局。", [("责任单位：市发改委、市财政局", "responsible")]),
        ("推进。【责任单位】市发改委", [("【责任单位】市发改委", "responsible")]),
        ("建设城市书房　责任单位：市发改委", [("责任单位：市发改委", "responsible")]),
        ("责任单位市发改委、市财政局", [("责任单位市发改委、市财政局", "responsible")]),
        ("推进〔责任单位：各县〔市、区〕人民政府〕", [("责任单位：各县〔市、区〕人民政府", "responsible")]),
        ("推进。﹝市发改委牵头﹞", [("市发改委牵头", None)]),
        ("推进。［市发改委牵头］", [("市发改委牵头", None)]),
        (
            "推进。[责任单位：市发改委，各县（市、区）政府）",
            [("责任单位：市发改委，各县（市、区）政府", "responsible")],
        ),
        (
            "推进。（责任单位:市发改委、市财政局〈大数据局〉）",
            [("责任单位:市发改委、市财政局〈大数据局〉", "responsible")],
        ),
        ("推进（责任单位：市发改委、市财政局。", [("责任单位：市发改委、市财政局", "responsible")]),
        (
            "推进。(省发改委、省财政厅牵头,省住房城乡建设厅配合)",
            [("省发改委、省财政厅牵头,省住房城乡建设厅配合", None)],
        ),
        ("推进。（市发展改革委、市财政局）", [("市发展改革委、市财政局", None)]),
        (
            "推进。（△市发改委、市财政局、人行泰安市中心支行）",
            [("△市发改委、市财政局、人行泰安市中心支行", None)],
        ),
        ("推进（由市发展改革委会同市财政局负责）", [("由市发展改革委会同市财政局负责", None)]),
        ("由市发改委牵头，市财政局配合。", [("由市发改委牵头，市财政局配合", None)]),
        ("推进（甲局牵头）；实施（乙局负责）；办好。", [("甲局牵头", None), ("乙局负责", None)]),
        (
            "推进。（督导单位：市政府督查室；落实单位：各区）",
            [("督导单位：市政府督查室", "guide"), ("落实单位：各区", "implement")],
        ),
        (
            "新建茶园2万亩（市农业农村局），认定产品15个（市农业农村局、市市场监管局），推广技术（市农技中心）。",
            [("市农业农村局", None), ("市农业农村局、市市场监管局", None), ("市农技中心", None)],
        ),
        ("建设码头。由市交通局牵头，市南区政府负责，2024年底前建成投用。", [("由市交通局牵头，市南区政府负责", None)]),
        ("保障供电。国网新疆电力公司负责，自治区能源局监督指导。", [("国网新疆电力公司负责，自治区能源局监督指导", None)]),
    ],
)
def test_forms(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert duties(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "由省应急厅牵头建设全省应急指挥平台。",
        "济南、淄博、泰安等7市（以下简称“7市”）要加快一体化。",
        "全市企业（不含中央企业）加快改造。",
        "发展改革委（能源局）牵头的项目加快实施。",
        "实施《关于加强（牵头单位：省级）管理的意见》。",
        "各县〔区〕政府。",
        "建成省级示范区（县级市）。",
        "任务交市发改委（大数据局）。",
        "县财政局、各镇（街道）",
        "实行全程代办（专人负责）。",
        "落实“谁主管谁负责”（行业主管部门牵头的除外）。",
        "建设中国（山东）自由贸易试验区。",
        "创建泰安保税物流中心（B型）。",
        "实施规划（2018—2022年）。",
        "推动铁路（济南-泰安-曲阜-枣庄旅游高铁通道）年内开工。",
        "各级政府负责落实。",
        "建设潍坊港（中港区），提升省物流园（市区），扩建机场。",
        "市财政局要加大投入。",
    ],
)
def test_no_tails(text: str) -> None:
    assert duties(text) == []


@pytest.mark.parametrize(
    ("text", "bodies", "deadline"),
    [
        ("推进。（牵头落实：市发改委，10月底前完成）", "牵头落实：市发改委", "10月底前完成"),
        ("推进。（责任单位：市发改委；完成时限：2018年12月底）", "责任单位：市发改委", "2018年12月底"),
        ("推进（市发改委6月底前完成）。", "市发改委", "6月底前完成"),
        ("推进（市发改委牵头，持续推进）。", "市发改委牵头", "持续推进"),
        ("推进（9月20日前，市教育局、市财政局）", "市教育局、市财政局", "9月20日前"),
        (
            "推进。（甲局、乙局按职责分工负责，2019年3月底前完成）",
            "甲局、乙局按职责分工负责",
            "2019年3月底前完成",
        ),
        ("推进。（责任单位：甲局。完成时限：长期坚持）", "责任单位：甲局", "长期坚持"),
    ],
)
def test_deadlines(text: str, bodies: str, deadline: str) -> None:
    (tail,) = tails(text)
    assert [d.text.text for d in tail.duties] == [bodies]
    assert tail.deadline is not None and tail.deadline.text == deadline


def test_time_without_bodies() -> None:
    (tail,) = tails("出台实施细则（6月底前完成）。")
    assert tail.duties == () and tail.deadline is not None and tail.deadline.text == "6月底前完成"


def test_persons_and_scope() -> None:
    (tail,) = tails("推进。（责任领导：张某某；责任单位：市公安局；适用范围：全市）")
    assert [p.text for p in tail.persons] == ["张某某"]
    assert tail.remark is not None and tail.remark.text == "全市"


def test_frame_holds_the_whole_tail() -> None:
    (tail,) = tails("推进。（责任单位：甲局，列首位的为牵头单位，下同）")
    assert tail.frame.text == "（责任单位：甲局，列首位的为牵头单位，下同）"
    assert [d.text.text for d in tail.duties] == ["责任单位：甲局"]


@pytest.mark.parametrize(
    ("text", "rule", "mark"),
    [
        ("（甲局、乙局负责。列首位的为牵头单位，下同）", "first_listed", None),
        ("各项任务排在第一位的部门为牵头部门。", "first_listed", None),
        ("列第一位者为牵头单位，其他为参加单位", "first_listed", None),
        ("责任单位（排名第一的为牵头单位）", "first_listed", None),
        ("注：第一个单位为牵头单位。", "first_listed", None),
        ("标“△”的为牵头单位，其余为配合单位。", "marked", "△"),
        ("注：标★的单位为牵头单位", "marked", "★"),
        ("带*号的为牵头部门", "marked", "*"),
        ("★为牵头单位", "marked", "★"),
        ("标“★”的为2018年重点任务。", None, None),
        ("（市发改委牵头）", None, None),
        ("产业规模居全省首位，由市发改委牵头推进。", None, None),
    ],
)
def test_lead_rules(text: str, rule: str | None, mark: str | None) -> None:
    rules = find_rules([strand(text)])
    assert (rules.lead_rule, rules.lead_mark) == (rule, mark)


@pytest.mark.parametrize(
    ("text", "bodies", "role"),
    [
        ("以下各项任务均需各地区落实，不再列出。", "各地区", "implement"),
        ("（以下均需各县（市、区）人民政府负责落实，不再一一列出）", "各县（市、区）人民政府", "implement"),
        ("各市、县人民政府均为各项任务的责任单位，不再列出。", "各市、县人民政府", "responsible"),
    ],
)
def test_default_bodies(text: str, bodies: str, role: str) -> None:
    (duty,) = find_rules([strand(text)]).default_duties
    assert (duty.text.text, duty.role) == (bodies, role)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共9个方面131项", [(9, "个方面"), (131, "项")]),
        ("围绕六个方面、二十五项重点工作", [(6, "个方面"), (25, "项重点工作")]),
        ("提出28项重点任务", [(28, "项重点任务")]),
        ("第3次会议确定", []),
    ],
)
def test_totals(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(n, word) for n, word, _ in find_totals(strand(text))] == expected
