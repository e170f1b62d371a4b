"""Tables drawn with characters."""

from __future__ import annotations

import pytest

from readers.build import shape
from taskextract.readers.text import read_text

PLACED = """任务分工表
序号  重点任务      具体措施                责任单位
1     优化产业布局  制定布局指导意见。      市工信局
                    退出落后产能。          市环保局
2     强化科技创新  建设公共服务平台3个。   市科技局、市财政局
某市人民政府"""
BOXED = """┌──┬────┬──────┐
│序号│任务    │责任单位    │
├──┼────┼──────┤
│1   │编制规  │市发展和改  │
│    │划      │革委员会    │
├──┼────┼──────┤
│2   │组织实施│市教育局    │
└──┴────┴──────┘"""
PLUS = """+------+--------+
| 序号 | 任务   |
+------+--------+
| 1    | 编规划 |
| 2    | 抓落实 |
+------+--------+"""


def table(text: str) -> list[list[str]]:
    found = next(block for block in shape(read_text(text)) if isinstance(block, list))
    rows: dict[int, list[str]] = {}
    for row, _, _, _, paragraphs in found:
        rows.setdefault(row, []).append("".join(paragraphs))
    return list(rows.values())


def test_cells_stand_where_their_columns_begin() -> None:
    assert table(PLACED)[2] == ["", "", "退出落后产能。", "市环保局"]
    assert [b for b in shape(read_text(PLACED)) if isinstance(b, str)] == ["任务分工表", "某市人民政府"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (BOXED, [["序号", "任务", "责任单位"], ["1", "编制规划", "市发展和改革委员会"], ["2", "组织实施", "市教育局"]]),
        (PLUS, [["序号", "任务"], ["1", "编规划"], ["2", "抓落实"]]),
    ],
)
def test_boxes(text: str, rows: list[list[str]]) -> None:
    assert table(text) == rows


PARAGRAPHS = """┌──────┬──────┐
│具体措施    │责任单位    │
├──────┼──────┤
│1.完成公路建│1.市发改委牵│
│设42公里。  │头          │
│2.改造桥梁。│2.市交通局  │
├──────┼──────┤
│抓好落实。  │市教育局    │
│            │市财政局    │
└──────┴──────┘"""


def test_paragraphs_of_a_cell_in_a_box() -> None:
    """A line that had room for what stands below ends its paragraph, and so does one above the next number."""
    cells = next(block for block in shape(read_text(PARAGRAPHS)) if isinstance(block, list))
    assert [paragraphs for row, *_, paragraphs in cells if row] == [
        ["1.完成公路建设42公里。", "2.改造桥梁。"], ["1.市发改委牵头", "2.市交通局"], ["抓好落实。"], ["市教育局", "市财政局"],
    ]  # fmt: skip


CELLS = ["任务分工表", "序号", "任务", "市教育局", "市财政局", "1", "修路", "", "★", "2", "架桥", "△", "", "3", "植树", "★", "△", "", "", "△", "", "", "注：★为牵头单位。"]


def test_a_cell_a_line_with_blank_lines_for_blank_cells() -> None:
    text = "\n".join(CELLS)
    assert table(text) == [
        ["序号", "任务", "市教育局", "市财政局"], ["1", "修路", "", "★"], ["2", "架桥", "△", ""], ["3", "植树", "★", "△"], ["", "", "△", ""],
    ]  # fmt: skip
    assert [b for b in shape(read_text(text)) if isinstance(b, str)] == ["任务分工表", "注：★为牵头单位。"]


def test_a_cell_of_several_lines_leaves_the_lines_as_they_are() -> None:
    lines = [*CELLS[:17], "4", "清淤", "疏浚", "", "△", "5", "灌溉", "", "★"]
    assert all(isinstance(b, str) for b in shape(read_text("\n".join(lines))))
