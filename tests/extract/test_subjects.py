"""Who acts in a sentence."""

from __future__ import annotations

import pytest

from taskextract.extract.subjects import find_subjects, is_body_list
from taskextract.strand import Strand


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市卫健委要加强监测预警。", ["市卫健委"]),
        ("七市党委、政府要结合规划实施，省直有关部门要予以支持。", ["七市党委、政府", "省直有关部门"]),
        ("要加快推进，济南作为中心城市，必须发挥带动作用，圈内各市都要做好文章。", ["济南", "圈内各市"]),
        ("省会经济圈七市是我省的骨干力量，要紧扣两个关键。", ["省会经济圈七市"]),
        ("希望省直部门和驻鲁单位继续加大支持力度。", ["省直部门和驻鲁单位"]),
        ("各县（市、区）、各部门要高度重视。", ["各县（市、区）、各部门"]),
        ("各县区，市直各部门要严格落实。", ["各县区，市直各部门"]),
        ("市发展改革委要会同有关部门抓好落实。", ["市发展改革委"]),
        ("省文化和旅游厅要牵头抓总，会同省市场监管局开展整治。", ["省文化和旅游厅"]),
        ("具体工作由市财政局负责。", ["市财政局"]),
        ("由市财政局从专项资金中列出6000万元，其余由市城投集团通过市场化方式筹足。", ["市财政局", "市城投集团"]),
        ("项目由市发展改革委在年内批复。", ["市发展改革委"]),
        ("济南、淄博、泰安等市联合规划建设生态长廊。", ["济南、淄博、泰安等市"]),
        ("市新旧动能转换综合试验区建设领导小组负责统筹指导。", ["市新旧动能转换综合试验区建设领导小组"]),
        ("各级各部门主要负责同志要亲自抓。", ["各级各部门"]),
        ("各牵头单位要于每年12月10日前将落实情况报送省交通运输厅汇总。", ["各牵头单位"]),
        ("到2025年底，各设区市要建成平台。", ["各设区市"]),
        ("市委、市政府要求各级各部门要提高认识。", ["各级各部门"]),
        ("“两省一市要坚持一张蓝图绘到底，不能各自为战。”", ["两省一市"]),
        # nobody acts, or what acts is no body
        ("支持济南、青岛市加大帮扶力度。", []),
        ("棚户区改造是重大民生工程。", []),
        ("由市区向郊区扩展。", []),
        ("现就我市法治政府建设重点工作作如下安排。", []),
        ("积极争取省直有关部门支持。", []),
        ("在其他6市设立分中心。", []),
        ("7市跨黄通道将达到44条。", []),
        ("全市上下要齐心协力。", []),
        ("我们要加快步伐。", []),
        ("重要部门要求严格。", []),
        ("原则同意市轨道集团提出的方案。", []),
        ("深度对接京津冀协同发展和雄安新区建设。", []),
        ("党员干部要冲锋在前。", []),
        ("支持山东产业技术研究院淄博、泰安5市分院建设运营。", []),
        ("新格局要求我们加快转型。", []),
    ],
)
def test_acting_bodies(text: str, expected: list[str]) -> None:
    assert [d.text.text for d in find_subjects(Strand.over(text, 0, len(text)))] == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("市教育局要牵头制定方案。", "lead"),
        ("由市卫健委牵头，做好工作。", "lead"),
        ("市财政局配合做好保障。", "support"),
        ("市委督查室要强化督导。", "responsible"),
        ("市总工会指导企业落实。", "guide"),
        ("市公安局负责维护秩序。", "responsible"),
    ],
)
def test_role_of_the_verb(text: str, role: str) -> None:
    assert [d.role for d in find_subjects(Strand.over(text, 0, len(text)))] == [role]


def test_half_width_marks_and_spans() -> None:
    source = "同时,市水利局 要加快建设."
    (duty,) = find_subjects(Strand.over(source, 0, len(source)))
    assert [source[s.start : s.end] for s in duty.text.spans] == ["市水利局"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("市委、市政府", True), ("济南、青岛市", True), ("布局", False), ("全市", False), ("各有关部门", True), ("", False), ("济南、、青岛市", False)],
)
def test_body_lists(text: str, expected: bool) -> None:
    assert is_body_list(text) is expected
