"""What programs other than word processors and browsers do to the text and the rules of a PDF."""

from __future__ import annotations

import ctypes
from array import array
from collections import Counter

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from readers.paged_drawing import ROWS, SIZE, WIDTHS, canvas_pdf, draw_table, wrapped
from readers.paged_material import cell_texts, said
from readers.test_pdf import read, texts
from taskextract.document import Furniture, Table
from taskextract.readers.page import Run
from taskextract.readers.pdf_doubt import is_misnamed
from taskextract.readers.pdf_heights import mend_heights
from taskextract.readers.radicals import told, without_radicals


@pytest.mark.parametrize(
    ("named", "drawn"),
    [("⼯作⽅案", "工作方案"), ("⻩河⻔⼾", "黄河门户"), ("\uf98e度\uf967得", "年度不得"), ("工作方案ⅡA1", "工作方案ⅡA1")],
)
def test_radicals_are_the_characters_that_are_drawn(named: str, drawn: str) -> None:
    run = Run(named, array("f", range(len(named) + 1)), 0, 1, 1)
    seen: Counter[str] = Counter()
    without_radicals([run], seen)
    assert run.text == drawn
    assert bool(seen) == (named != drawn)
    if seen:
        finding = told(seen)
        assert finding.code == "lookalike-character" and f"{seen.total()} " in finding.message


def test_a_file_that_names_radicals_names_its_dashes_too() -> None:
    runs = [Run(text, array("f", range(len(text) + 1)), 0, 1, 1) for text in ("⼯作", "济南―全球")]
    without_radicals(runs, Counter())
    assert runs[1].text == "济南—全球"


PROSE = "各地区、各部门要高度重视，加强组织领导，确保各项工作落到实处。" * 8


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (PROSE, False),
        (PROSE.replace("工", "ó").replace("地", "ÿ"), True),
        (PROSE.replace("保", "\ue012"), True),
        (PROSE + "\n\uf0b7责任单位" * 20, False),
        (PROSE + "±5℃，3×4，α、β，é", False),
    ],
    ids=["sound", "letters with accents", "private", "bullets at the beginning", "signs"],
)
def test_glyphs_with_wrong_names(text: str, wrong: bool) -> None:
    assert is_misnamed(text) is wrong


def test_a_line_cut_by_the_clip_belongs_to_the_page_that_shows_its_middle() -> None:
    """A long web page printed in slices: each page draws all that touches it and clips the rest."""

    def sliced(top: float) -> None:
        pages.append(lambda c: _slice(c, top))

    pages: list = []
    cut = 80 + 19 * 2  # through the second row
    sliced(0)
    sliced(cut)
    found = [t for table in texts(canvas_pdf(*pages)) for row in table for t in row]
    assert "".join(found).count("共建轨道交通网") == 1


def _slice(c: Canvas, top: float) -> None:
    """Rows of the sample table as they stand below `top`, within the page's printed part."""
    path = c.beginPath()
    low = 842 - 130 if top == 0 else 842 - 300
    path.rect(20, low, 555, 842 - 20 - low) if top == 0 else path.rect(20, low, 555, 842 - 12 - low)
    c.clipPath(path, stroke=0, fill=0)
    draw_table(c, 60, 80 - top, ROWS)


def test_rules_that_run_on_beyond_the_page_end_at_its_edge() -> None:
    """A merged cell's sides go on far below the page, those of its neighbours less far."""

    def draw(c: Canvas) -> None:
        for x, low in ((60, -300), (120, -40), (400, -40)):
            c.line(x, 200, x, low)
        c.line(60, 200, 400, 200)
        for y in (120, 60):
            c.line(120, y, 400, y)
        c.line(260, 200, 260, -40)
        for x, y, text in ((70, 100, "产业升级"), (130, 150, "建设铁路"), (270, 150, "省交通厅"),
                           (130, 90, "建设公路"), (270, 90, "省财政厅"), (130, 30, "建设机场"), (270, 30, "省民航局")):
            c.drawString(x, y, text)

    document, _ = read(canvas_pdf(draw))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert [["".join(c) for c in row] for row in cell_texts(document, table)] == [
        ["产业升级", "建设铁路", "省交通厅"], ["建设公路", "省财政厅"], ["建设机场", "省民航局"],
    ]


class _Origins:
    """Stands for PDFium: every character stands on y = 100, level."""

    @staticmethod
    def FPDFText_GetCharAngle(_: object, __: int) -> float:
        return 0.0

    @staticmethod
    def FPDFText_GetCharOrigin(_: object, __: int, ___: int, y: int) -> int:
        ctypes.c_double.from_address(y).value = 100.0
        return 1


@pytest.mark.parametrize(("tall", "height"), [(30.0, (109.24, 98.74)), (12.0, (112.0, 100.0))])
def test_characters_are_as_high_as_they_are_wide(tall: float, height: tuple[float, float]) -> None:
    """Fonts that give the box around all their glyphs as the height of each; figures of such a font follow."""
    text = "分工2020"
    wide = [10.5, 10.5, 5.0, 5.0, 5.0, 5.0]
    lefts = array("f", [sum(wide[:i]) for i in range(6)])
    rights = array("f", [sum(wide[: i + 1]) for i in range(6)])
    tops, bottoms = array("f", [100 + tall] * 6), array("f", [100.0] * 6)
    mend_heights(_Origins, None, text, [(0, 2), (2, 6)], (lefts, tops, rights, bottoms))
    assert list(tops) == pytest.approx([height[0]] * 6) and list(bottoms) == pytest.approx([height[1]] * 6)


def test_characters_of_another_part_of_the_font_are_as_high_as_the_rest() -> None:
    lefts, rights = array("f", [0.0, 10.0, 20.0]), array("f", [10.0, 20.0, 30.0])
    tops, bottoms = array("f", [109.0, 109.0, 109.0]), array("f", [99.0, 99.0, 88.0])
    assert mend_heights(_Origins, None, "分工。", [(0, 3)], (lefts, tops, rights, bottoms)) == [pytest.approx((108.8, 98.8))]


def test_invisible_words_beside_visible_ones_lie_apart() -> None:
    def draw(c: Canvas) -> None:
        draw_table(c, 60, 80, ROWS)
        text = c.beginText(64, 842 - 95)
        text.setTextRenderMode(3)
        text.textLine("hidden 42")
        c.drawText(text)

    data = canvas_pdf(draw)
    assert texts(data) == [[list(row) for row in ROWS]]
    document, _ = read(data)
    assert [said(document, b.spans) for b in document.blocks if isinstance(b, Furniture)] == ["hidden 42"]


def test_signs_set_a_little_apart_are_no_words() -> None:
    """TeX sets a quarter of an em around a sign between Chinese characters."""

    def draw(c: Canvas) -> None:
        x = 60.0
        for word in ("打造“互联网", "+", "监管”示范带。"):
            c.drawString(x, 700, word)
            x += c.stringWidth(word) + 2.6

    document, _ = read(canvas_pdf(draw))
    assert document.text.strip() == "打造“互联网+监管”示范带。"


def test_rules_as_pictures() -> None:
    """Some programs place a picture of one dark point, drawn out, for each rule."""
    dot = ImageReader(Image.new("L", (1, 1), 0))

    def draw(c: Canvas) -> None:
        draw_table(c, 60, 80, ROWS, style="none")
        lines = _lines_of(ROWS)
        for x0, y0, x1, y1 in lines:
            c.drawImage(dot, x0 - 0.25, 842 - y1 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5)

    document, _ = read(canvas_pdf(draw))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert table.certainty == 1.0
    assert [["".join(c) for c in row] for row in cell_texts(document, table)] == [list(row) for row in ROWS]


def _lines_of(rows: tuple[tuple[str, ...], ...]) -> list[tuple[float, float, float, float]]:
    """The rules that `draw_table` would draw at (60, 80): left, top, right, bottom."""
    tops, edges = [80.0], [60 + sum(WIDTHS[:i]) for i in range(len(WIDTHS) + 1)]
    for row in rows:
        n = max(len(wrapped(t, w - 8)) for t, w in zip(row, WIDTHS, strict=True))
        tops.append(tops[-1] + n * 1.5 * SIZE + 8)
    return [(edges[0], t, edges[-1], t) for t in tops] + [(e, tops[0], e, tops[-1]) for e in edges]


def test_a_stop_that_hangs_out_of_its_cell_is_the_cells() -> None:
    """As reportlab sets Chinese, and Word where it is told to."""
    rows = (ROWS[0], ("1", "共建轨道交通网", "推进规划，加快建设", "省交通运输厅"))

    def draw(c: Canvas) -> None:
        draw_table(c, 60, 80, rows)
        y = c._pagesize[1] - 80 - 4 - SIZE - 1.5 * SIZE - 8
        side = 60 + sum(WIDTHS[:3])
        c.drawString(side - 9 * SIZE - 2, y - 1.5 * SIZE, "完善能源网络建设储。")  # its stop stands beyond the side
        c.drawString(side + WIDTHS[3] - 3 * SIZE, y - 1.5 * SIZE, "财政厅、")
        c.drawString(side + WIDTHS[3] - 3 * SIZE, y - 3 * SIZE, "林业局")
        c.line(60, y - 4 * SIZE, side + WIDTHS[3], y - 4 * SIZE)
        for k in range(5):
            x = 60 + sum(WIDTHS[:k])
            c.line(x, y, x, y - 4 * SIZE)

    (table,) = texts(canvas_pdf(draw))
    assert table[-1][2:] == ["完善能源网络建设储。", "财政厅、林业局"]
