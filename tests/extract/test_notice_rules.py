"""Rules that a notice states once for all its tasks, in a note, below a title or above a table."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from taskextract.document import Document
from taskextract.extract.plan_rules import find_rules
from taskextract.strand import Strand


def _read(text: str) -> tuple[str | None, str | None]:
    document = Document(text, (), "text/plain")
    rules = find_rules([Strand.over(document.text, 0, len(text))])
    return rules.lead_rule, rules.lead_mark


@pytest.mark.parametrize(
    "text",
    [
        "注：排在第一位的为牵头单位。", "责任单位中首位为牵头单位", "首个单位牵头", "牵头单位列首位", "注：1.牵头单位排在首位",
        "（排名第一的为牵头单位）", "列第一位的为牵头单位，其他为配合单位", "责任单位栏中，排第一的为牵头单位，后同", "表内首列单位为牵头单位",
    ],
)  # fmt: skip
def test_the_first_listed_leads(text: str) -> None:
    assert _read(text) == ("first_listed", None)


@pytest.mark.parametrize(
    "text",
    [
        "标★的为牵头单位", "表中★为牵头单位", "标注“★”的为牵头单位", "注：★为牵头单位，☆为配合单位", "★标记的单位为牵头单位",
        "其中带“★”的为牵头单位", "以上任务中，加注“★”的为牵头单位", "标有★的部门为牵头部门",
    ],
)  # fmt: skip
def test_the_marked_one_leads(text: str) -> None:
    assert _read(text) == ("marked", "★")


@pytest.mark.parametrize("text", ["牵头单位和责任单位按职责分工落实", "市发展改革委牵头，市财政局配合", "第一批标★项目清单"])
def test_no_rule(text: str) -> None:
    assert _read(text) == (None, None)


@pytest.mark.parametrize("note", ["注：牵头单位列首位。", "责任单位一栏，排第一位的为牵头单位。"])
def test_a_table_follows_the_rule_below_it(note: str, tmp_path: Path) -> None:
    path = tmp_path / "table.md"
    rows = ["| 序号 | 工作任务 | 责任单位 |", "|---|---|---|", "| 1 | 建设城市书房20座。 | 市文化和旅游局、市财政局 |", "| 2 | 新增停车位500个。 | 市城市管理局、市公安局 |"]
    path.write_text("\n".join(["济宁市2024年重点任务分工表", "", *rows, "", note]), encoding="utf-8")
    notice = te.read(path)
    assert notice.document.lead_rule == "first_listed"
    roles = [[a.role for a in m.assignments or t.assignments] for t in notice.tasks if t.ordinal for m in t.measures]
    assert roles == [["lead", "support"], ["lead", "support"]]


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("注：以上各项任务均需各县市区人民政府负责落实，不再单独列出。", [["各县市区人民政府"], ["各县市区人民政府"]]),
        ("注：以上任务按季度调度。", [[], []]),
    ],
)
def test_bodies_that_a_note_names_for_all_tasks_of_a_table(note: str, named: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "table.md"
    rows = ["| 序号 | 工作任务 | 责任单位 |", "|---|---|---|", "| 1 | 建设城市书房20座。 | 市文旅局 |", "| 2 | 新增停车位500个。 | 市城管局 |"]
    path.write_text("\n".join(["怀化市2024年重点任务分工表", "", *rows, "", note]), encoding="utf-8")
    notice = te.read(path)
    assert [[a.mention for a in t.assignments] for t in notice.tasks if t.ordinal] == named
    assert [a.mention for t in notice.tasks for m in t.measures for a in m.assignments] == ["市文旅局", "市城管局"]
