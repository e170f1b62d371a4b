"""What each kind of change says, in both languages, in the terminal and as data."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from taskextract.cli_diff_view import lines
from taskextract.diff_records import DiffReport

TITLE = "济南、淄博、泰安、聊城、德州、滨州、东营等7市（以下简称“7市”）重点任务分工表"
HEAD = "序号\t主要任务\t具体举措\t目标\t责任单位\t完成时限\n"
OLD = [
    ("1", "角色变化", "修复黄河故道古村落，开发研学旅游线路。", "", "省文化和旅游厅牵头，省教育厅、省财政厅配合", ""),
    ("2", "牵头变化", "建设国家级沿黄数据中心集群。", "", "省大数据局牵头，省发展改革委配合", ""),
    ("3", "群体扩大", "推行公共交通一卡互通与票务结算。", "", "省交通运输厅、济南市政府、泰安市政府", ""),
    ("4", "群体缩小", "联合开展大气污染综合整治行动。", "", "省生态环境厅、7市政府", ""),
    ("5", "时限变化", "完成小清河防洪综合治理主体工程。", "", "省水利厅", "2020年12月底前"),
    ("6", "目标变化", "培育高新技术企业与专精特新企业。", "高新技术企业达到500家", "省科技厅", ""),
    ("7", "数量变化", "新建改造农村公路1200公里，打通断头路。", "", "省交通运输厅", ""),
    ("8", "引用变化", "落实《山东省乡村振兴战略规划》，支持冷链仓储。", "", "省农业农村厅", ""),
    ("9", "任务拆分", "建设三级医院专科联盟。开展互联网诊疗服务。", "", "省卫生健康委", ""),
    ("", "", "推动中医药传承创新发展基地建设。", "", "省卫生健康委", ""),
    ("", "", "完善基层慢性病用药保障目录。", "", "省卫生健康委", ""),
    ("10", "改革更名", "规范辖内小额贷款公司监管。", "", "山东银保监局、省财政厅", ""),
    ("11", "顺序", "举办国际马拉松赛事。", "", "省体育局、省公安厅、省卫生健康委", ""),
    ("12", "开放群体", "排查整治燃气安全隐患。", "", "省住房城乡建设厅、有关市政府", ""),
]
NEW = [
    ("1", "角色变化", "修复黄河故道古村落，开发研学旅游线路。", "", "省文化和旅游厅牵头，省教育厅配合，省财政厅指导", ""),
    ("2", "牵头变化", "建设国家级沿黄数据中心集群。", "", "省发展改革委牵头，省大数据局配合", ""),
    ("3", "群体扩大", "推行公共交通一卡互通与票务结算。", "", "省交通运输厅、7市政府", ""),
    ("4", "群体缩小", "联合开展大气污染综合整治行动。", "", "省生态环境厅、济南市政府、泰安市政府", ""),
    ("5", "时限变化", "完成小清河防洪综合治理主体工程。", "", "省水利厅", "2021年3月底前"),
    ("6", "目标变化", "培育高新技术企业与专精特新企业。", "高新技术企业达到650家", "省科技厅", ""),
    ("7", "数量变化", "新建改造农村公路1500公里，打通断头路。", "", "省交通运输厅", ""),
    ("8", "引用变化", "落实《山东省数字乡村发展规划》，支持冷链仓储。", "", "省农业农村厅", ""),
    ("9", "任务拆分", "建设三级医院专科联盟。", "", "省卫生健康委", ""),
    ("", "", "开展互联网诊疗服务。", "", "省卫生健康委", ""),
    ("10", "统筹中医药工作", "推动中医药传承创新发展基地建设。完善基层慢性病用药保障目录。", "", "省卫生健康委", ""),
    ("11", "改革更名", "规范辖内小额贷款公司监管。", "", "国家金融监督管理总局山东监管局、省财政厅", ""),
    ("12", "顺序", "举办国际马拉松赛事。", "", "省体育局、省卫生健康委、省公安厅", ""),
    ("13", "开放群体", "排查整治燃气安全隐患。", "", "省住房城乡建设厅、各市政府", ""),
]
SAID = [
    ("agency_role_changed", "山东省财政厅 changed its part: support → guide", "山东省财政厅的职责：配合 → 指导", None),
    ("lead_changed", "the lead passed from 山东省大数据局 to 山东省发展和改革委员会",
     "牵头单位由山东省大数据局变为山东省发展和改革委员会", None),
    ("group_widened", "济南市人民政府、泰安市人民政府 became 7市政府", "济南市人民政府、泰安市人民政府改为7市政府", None),
    ("group_narrowed", "7市政府 became 济南市人民政府、泰安市人民政府", "7市政府改为济南市人民政府、泰安市人民政府", None),
    ("deadline_moved", "time limit: 2020年12月底前 → 2021年3月底前 (90 days later)",
     "完成时限：2020年12月底前 → 2021年3月底前（推迟90天）", 90.0),
    ("target_changed", "target: 高新技术企业达到500家 → 高新技术企业达到650家 (+150家)",
     "目标：高新技术企业达到500家 → 高新技术企业达到650家（+150家）", 150.0),
    ("quantity_changed", "figure of 新建改造农村公路: 1200公里 → 1500公里 (+300公里)",
     "数值（新建改造农村公路）：1200公里 → 1500公里（+300公里）", 300.0),
    ("citation_changed", "cites 山东省数字乡村发展规划 in place of 山东省乡村振兴战略规划",
     "引用文件由山东省乡村振兴战略规划改为山东省数字乡村发展规划", None),
    ("task_split", "task “9 任务拆分” became 2 tasks", "任务“9 任务拆分”拆分为2项任务", None),
    ("measure_split", "a measure became 2: 建设三级医院专科联盟。开展互联网诊疗服务。",
     "一项举措拆分为2项：建设三级医院专科联盟。开展互联网诊疗服务。", None),
    ("measure_merged", "2 measures became one: 推动中医药传承创新发展基地建设。完善基层慢性病用药保障目录。",
     "2项举措合并为一项：推动中医药传承创新发展基地建设。完善基层慢性病用药保障目录。", None),
    ("group_widened", "有关市政府 became 各市政府", "有关市政府改为各市政府", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> DiffReport:
    folder: Path = tmp_path_factory.mktemp("said")
    for name, rows in (("old.txt", OLD), ("new.txt", NEW)):
        table = "".join("\t".join(row) + "\n" for row in rows)
        (folder / name).write_text(f"{TITLE}\n\n山东省人民政府\n2020年5月6日\n\n{HEAD}{table}", encoding="utf-8")
    return te.diff(folder / "old.txt", folder / "new.txt")


def test_each_change_is_said_once_in_both_languages(report: DiffReport) -> None:
    changes = report.notices[0].changes
    assert [(c.kind, c.message, c.message_zh, c.difference) for c in changes] == SAID


def test_what_is_no_change_is_noted(report: DiffReport) -> None:
    assert [(note.kind, note.count) for note in report.notices[0].notes] == [
        ("renumbered", 3), ("renamed_by_reform", 1), ("reordered_list", 1)
    ]  # fmt: skip


def test_the_terminal_shows_what_differs(report: DiffReport) -> None:
    shown = list(lines(report))
    assert "12 changes" in shown[2]
    assert any("1200" in line and "1500" in line and "公里" in line for line in shown)
