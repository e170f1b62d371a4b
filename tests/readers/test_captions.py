"""Rows of a table that are none of its own."""

from __future__ import annotations

import pytest

from taskextract.readers.captions import pieces

HEAD = ["序号", "重点任务", "责任单位"]
DATA = ["1", "编制规划", "市发改委"]
CASES = {
    "a title over a header": ([["任务分工表"], HEAD, DATA], [(0, 1, False), (1, 3, True)]),
    "a section over data": ([HEAD, ["一、总体要求"], DATA], [(0, 3, True)]),
    "a section at the top": ([["一、总体要求"], DATA], [(0, 2, True)]),
    "notes at the end": ([HEAD, DATA, ["注：以下同"], ["2.另行通知"]], [(0, 2, True), (2, 4, False)]),
    "a section at the end goes on elsewhere": ([HEAD, DATA, ["二、保障措施"]], [(0, 3, True)]),
    "headings and prose at the end": ([HEAD, DATA, ["二、保障"], ["加强领导。"]], [(0, 2, True), (2, 4, False)]),
    "a second table under its title": (
        [HEAD, DATA, ["附件2"], ["项目表"], ["序号", "项目名称", "责任单位"], DATA], [(0, 2, True), (2, 4, False), (4, 6, True)]
    ),
    "a section with the header again": ([HEAD, DATA, ["二、民生"], HEAD, DATA], [(0, 5, True)]),
    "nothing but rows of their own": ([["甲"], ["乙"]], [(0, 2, True)]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES.keys())
def test_pieces(rows: list[list[str]], expected: list[tuple[int, int, bool]]) -> None:
    assert list(pieces([len(row) == 1 for row in rows], rows)) == expected
