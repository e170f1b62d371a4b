"""A page in its parts: runs cut in two, lines joined, frames and tables, and whether its text can be trusted."""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from taskextract.document import Paragraph, Table
from taskextract.readers import scan_again
from taskextract.readers.margin_numbers import margin_numbers
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.paper import assemble
from taskextract.readers.pdf_doubt import why_recognise
from taskextract.readers.pdf_page import PageState
from taskextract.readers.scan_find import Strip
from taskextract.readers.scan_read import Glyph


def run(text: str, x: float, y: float, size: float = 10.0) -> Run:
    edges = [x]
    for char in text:
        edges.append(edges[-1] + (size if char > "\u2e7f" else size / 2))
    return Run(text, array("f", edges), y, y + size, size)


def test_a_gap_behind_the_last_character_is_no_part_of_it() -> None:
    whole = Run("甲乙丙", array("f", (0, 10, 60, 70)), 0, 10, 10)
    assert list(whole.part(0, 2).edges) == [0, 10, 20]
    assert list(whole.part(1, 3).edges) == [10, 60, 70]
    assert list(whole.part(0, 1).edges) == [0, 10]


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("推广数字化平台China", "Mobile建设应用场景", "推广数字化平台China Mobile建设应用场景"),
        ("推广数字化平台建设应", "用场景", "推广数字化平台建设应用场景"),
        ("推广数字化平台China", "建设应用场景", "推广数字化平台China建设应用场景"),
    ],
)
def test_words_of_latin_letters_on_two_lines_stay_apart(above: str, below: str, text: str) -> None:
    lines = [run(above, 90, 100), run(below, 90, 116)]
    document, _ = assemble(iter([Page(1, 90 + max(r.x1 for r in lines), 842, lines, [])]), "application/pdf")
    found = ["".join(document.text[s.start : s.end] for s in b.spans) for b in document.blocks if isinstance(b, Paragraph)]
    assert found == [text]


def test_numbers_beside_rows_of_several_pieces_are_no_numbers_of_lines() -> None:
    """A table without rules has a number at each row, too; but its rows are not set in one piece."""
    rows = [r for k in range(12) for r in (run("加强质量监管", 100, 100 + 20 * k), run("市场监管局", 300, 100 + 20 * k))]
    lines = [run("加强质量监管完善审批制度优化营商环境", 100, 100 + 20 * k) for k in range(12)]
    numbers = [run(str(k + 1), 80 - 5 * len(str(k + 1)), 100 + 20 * k) for k in range(12)]
    assert margin_numbers([*rows, *numbers], [])[1] == []
    assert margin_numbers([*lines, *numbers], [])[1] == numbers


def test_a_doubtful_strip_is_read_twice_and_the_surer_reading_taken() -> None:
    import numpy as np

    strips = [Strip(0, 0, 40, 20), Strip(0, 30, 40, 50)]
    first = [[Glyph("甲", 0.99, 10), Glyph("乙", 0.98, 30)], [Glyph("已", 0.4, 10), Glyph("成", 0.95, 30)]]
    second = [[Glyph("己", 0.9, 10), Glyph("成", 0.95, 30)]]
    looks: list[int] = []

    def look(picture: object, asked: list[Strip], *_: float) -> list[list[Glyph]]:
        looks.append(len(asked))
        return first if len(looks) == 1 else second

    with patch.object(scan_again, "read_strips", look):
        found = scan_again.read_surely(None, np.zeros((60, 60), dtype=bool), strips)
    assert looks == [2, 1]
    assert ["".join(g.text for g in reading) for reading in found] == ["甲乙", "己成"]


def _tables(rules: list[Rule]) -> int:
    document, _ = assemble(iter([Page(1, 595, 842, [run("加强质量监管", 110, 110)], rules)]), "application/pdf")
    return sum(isinstance(b, Table) for b in document.blocks)


def test_a_frame_around_one_text_is_no_table_and_blank_cells_are() -> None:
    frame = [Rule(y, 100, 300, False) for y in (100, 140)] + [Rule(x, 100, 140, True) for x in (100, 300)]
    assert _tables(frame) == 0
    assert _tables([*frame, Rule(200, 100, 140, True)]) == 0  # a text and one blank cell beside it
    assert _tables([*frame, Rule(200, 100, 140, True), Rule(120, 100, 300, False)]) == 1


SOUND = PageState(chars=400, objects=420, unmapped=0, image_cover=0.0, hidden=False, truncated=False)
PROSE = "各市人民政府要加强组织领导，明确工作责任，推动各项政策措施落到实处，年底前将落实情况报省政府。" * 4


@pytest.mark.parametrize(
    ("text", "state", "why"),
    [
        (PROSE, {}, None),
        (PROSE, {"image_cover": 0.9}, None),
        (PROSE, {"image_cover": 0.9, "hidden": True}, "hidden layer of a scan"),
        (PROSE, {"image_cover": 0.3, "hidden": True}, None),
        (PROSE, {"unmapped": 100}, "does not say which characters"),
        (PROSE.replace("政", "\u0152"), {}, "name some glyphs wrongly"),
        ("釁钀齉龘麤灪籲鸞鸝驫" * 20, {}, "not readable text"),
        ("!\"#$%&'()*+-./:;<=>?@" * 8, {}, "not readable text"),
        ("- 3 -", {"chars": 5, "objects": 5}, None),
        ("- 3 -", {"chars": 5, "image_cover": 0.1}, None),
        ("- 3 -", {"chars": 5, "image_cover": 0.8}, "no text layer"),
        ("", {"chars": 0, "objects": 1, "image_cover": 0.1}, "no text layer"),
        ("", {"chars": 0, "objects": 500}, "no text layer"),  # characters drawn as outlines
        ("", {"chars": 0, "objects": 2}, None),
    ],
)
def test_which_pages_are_recognised(text: str, state: dict[str, Any], why: str | None) -> None:
    given = {"objects": state.get("chars", SOUND.chars), **state}
    found = why_recognise([run(text, 90, 100)], replace(SOUND, **given))
    assert found is None if why is None else found is not None and why in found
