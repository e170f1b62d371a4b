"""PDF files made by word processors, browsers and by hand: the same cells and paragraphs from all."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from readers.paged_drawing import ROWS, SIZE, WIDTHS, canvas_pdf, draw_table, draw_text, wrapped
from readers.paged_material import (
    Item,
    MadeParagraph,
    MadeTable,
    cell_texts,
    differences,
    made_columns,
    notice,
    pdf_by_chromium,
    pdf_by_libreoffice,
    read_columns,
    said,
    with_widths,
    write_docx,
    write_html,
)
from taskextract.document import Document, Furniture, Paragraph, Span, Table
from taskextract.findings import Finding
from taskextract.readers import pdf
from taskextract.readers.source import Source

NAMES = {k: f"shandong-2020-{k}-circle-division-table" for k in ("capital", "jiaodong", "lunan")}


def read(data: bytes) -> tuple[Document, tuple[Finding, ...]]:
    return pdf.read(Source(Path("notice.pdf"), data, "application/pdf"))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[Item], bytes]]:
    """Notices printed by LibreOffice and Chromium: name → (what was written, the PDF)."""
    folder = tmp_path_factory.mktemp("printed")
    made: dict[str, tuple[list[Item], Path]] = {}
    docx = {
        "libreoffice": notice(NAMES["jiaodong"]),
        "libreoffice-merged": notice(NAMES["capital"]),
        "libreoffice-narrow": with_widths(notice(NAMES["lunan"]), (30, 60, 120, 70)),
        "libreoffice-landscape": with_widths(notice(NAMES["lunan"]), (40, 120, 370, 160)),
    }
    paths = [
        write_docx(items, folder / f"{name}.docx", landscape=name.endswith("landscape"),
                   indent_cells=name.endswith("landscape"), justify=not name.endswith("narrow"))
        for name, items in docx.items()
    ]  # fmt: skip
    for (name, items), path in zip(docx.items(), pdf_by_libreoffice(folder, *paths), strict=True):
        made[name] = (items, path)
    for name, key, css in (
        ("chromium", "jiaodong", ""),
        ("chromium-merged", "capital", ""),
        ("chromium-spaced", "lunan", "td p{margin:0 0 6pt 0}"),
    ):
        page = write_html(notice(NAMES[key]), folder / f"{name}.html", extra_css=css)
        made[name] = (notice(NAMES[key]), pdf_by_chromium(page, folder))
    return {name: (items, path.read_bytes()) for name, (items, path) in made.items()}


@pytest.mark.parametrize(
    ("name", "doubtful"),
    [
        ("libreoffice", 0),
        ("libreoffice-merged", 0),
        ("libreoffice-narrow", 3),
        ("libreoffice-landscape", 0),
        ("chromium", 0),
        ("chromium-merged", 1),
        ("chromium-spaced", 0),
    ],
)
def test_printed_notice_says_what_was_written(
    printed: dict[str, tuple[list[Item], bytes]], name: str, doubtful: int
) -> None:
    """Every cell's text, and its paragraphs but for the few that fill their last line (`doubtful`)."""
    items, data = printed[name]
    document, _ = read(data)
    table = next(i for i in items if isinstance(i, MadeTable))
    header = tuple("".join(c.paragraphs) for c in table.rows[0])
    made, seen = made_columns(table), read_columns(document, header)
    wrong = 0
    for col, texts in made.items():
        same, missed, extra = differences(texts, seen[col])
        assert same, f"column {col}"
        wrong += missed + extra
    assert wrong <= doubtful
    assert [(said(document, b.spans), b.style) for b in document.blocks if isinstance(b, Paragraph)] == [
        (i.text, i.style) for i in items if isinstance(i, MadeParagraph)
    ]


def test_browser_print_leaves_cut_rows_open(printed: dict[str, tuple[list[Item], bytes]]) -> None:
    document, _ = read(printed["chromium-merged"][1])
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert any(t.open_bottom for t in tables)
    assert not tables[-1].open_bottom
    for before, after in itertools.pairwise(tables):
        assert not after.open_top or before.open_bottom


def test_page_numbers_are_furniture(printed: dict[str, tuple[list[Item], bytes]]) -> None:
    document, _ = read(printed["libreoffice"][1])
    numbers = [said(document, b.spans) for b in document.blocks if isinstance(b, Furniture)]
    assert numbers == [f"— {n} —" for n in range(1, (document.pages or 0) + 1)]


def test_every_line_lies_in_its_cell(printed: dict[str, tuple[list[Item], bytes]]) -> None:
    """`locate` gives each cell's text a box on the table's page, cells of a row from left to right."""
    document, _ = read(printed["libreoffice"][1])
    for table in (b for b in document.blocks if isinstance(b, Table)):
        for row in range(table.n_rows):
            right = 0.0
            for cell in (c for c in table.cells if c.row == row and c.paragraphs):
                places = document.locate(s for p in cell.paragraphs for s in p)
                assert {p.page for p in places} == {table.page}
                boxes = [p.bbox for p in places if p.bbox]
                assert min(b[0] for b in boxes) > right
                right = max(b[2] for b in boxes)


# ---- rulings -------------------------------------------------------------------------------------


def texts(data: bytes) -> list[list[list[str]]]:
    """The tables of a PDF as rows of cells."""
    document, _ = read(data)
    return [
        [["|".join(c) for c in row] for row in cell_texts(document, b)] for b in document.blocks if isinstance(b, Table)
    ]


EXPECTED = [list(row) for row in ROWS]


@pytest.mark.parametrize("style", ["line", "dashed", "pieces", "dots", "double", "rects", "boxes"])
def test_rulings(style: str) -> None:
    assert texts(canvas_pdf(lambda c: _table(c, style))) == [EXPECTED]


def _table(c: Canvas, style: str = "line") -> None:
    draw_table(c, 60, 80, ROWS, style=style)


def test_rulings_agree_with_pdfplumber() -> None:
    import pdfplumber

    data = canvas_pdf(_table)
    with pdfplumber.open(io.BytesIO(data)) as theirs:
        found = [[(cell or "").replace("\n", "") for cell in row] for row in theirs.pages[0].extract_tables()[0]]
    assert texts(data) == [found]


@pytest.mark.parametrize("filled", [False, True], ids=["boxes", "thin rectangles"])
def test_rules_of_a_long_table_drawn_as_one_path(filled: bool) -> None:
    wide, high, rows = (60, 180, 120), 14, 45

    def draw(c: Canvas) -> None:
        path = c.beginPath()
        for r, (i, w) in itertools.product(range(rows), enumerate(wide)):
            x, y = 60 + sum(wide[:i]), 800 - (r + 1) * high
            for box in [(x, y, w, 0.5), (x, y + high, w, 0.5), (x, y, 0.5, high), (x + w, y, 0.5, high)] if filled else [(x, y, w, high)]:
                path.rect(*box)
            c.drawString(x + 3, y + 3, f"{r}号路")
        c.drawPath(path, stroke=not filled, fill=filled)

    document, _ = read(canvas_pdf(draw))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert (table.n_rows, table.n_cols, table.certainty) == (rows, len(wide), 1.0)


def test_no_outer_border() -> None:
    assert texts(canvas_pdf(lambda c: draw_table(c, 60, 80, ROWS, outer=False) and None)) == [EXPECTED]


def test_no_rules_at_all_is_less_certain() -> None:
    document, _ = read(canvas_pdf(lambda c: _table(c, "none")))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert [["".join(c) for c in row] for row in cell_texts(document, table)] == EXPECTED
    assert table.certainty < 1


def test_merged_cells_keep_their_text_once() -> None:
    def draw(c: Canvas) -> None:
        for y in (80, 110, 170):
            c.line(60, 842 - y, 400, 842 - y)
        c.line(150, 842 - 140, 400, 842 - 140)
        for x in (60, 400):
            c.line(x, 842 - 80, x, 842 - 170)
        c.line(150, 842 - 110, 150, 842 - 170)
        for x, y, text in ((180, 100, "一、统筹规划引领"), (70, 145, "共建交通网"), (160, 130, "省交通厅"), (160, 160, "各市政府")):
            c.drawString(x, 842 - y, text)

    document, _ = read(canvas_pdf(draw))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert [(c.row, c.col, c.row_span, c.col_span, *(said(document, p) for p in c.paragraphs)) for c in table.cells] == [
        (0, 0, 1, 2, "一、统筹规划引领"),
        (1, 0, 2, 1, "共建交通网"),
        (1, 1, 1, 1, "省交通厅"),
        (2, 1, 1, 1, "各市政府"),
    ]


def test_two_tables_and_the_text_between_them() -> None:
    def draw(c: Canvas) -> None:
        y = draw_table(c, 60, 80, ROWS)
        y = draw_text(c, 60, y + 20, "下表所列各项任务，由各市政府负责落实。")
        draw_table(c, 60, y + 20, ROWS[:2])

    document, _ = read(canvas_pdf(draw))
    kinds = [type(b).__name__ for b in document.blocks]
    assert kinds == ["Table", "Paragraph", "Table"]
    assert texts(canvas_pdf(draw)) == [EXPECTED, EXPECTED[:2]]


def test_tables_side_by_side() -> None:
    def draw(c: Canvas) -> None:
        draw_table(c, 30, 80, [("序号", "任务"), ("1", "建设铁路")], widths=(40, 150))
        draw_table(c, 300, 80, [("序号", "任务"), ("2", "建设公路")], widths=(40, 150))

    assert texts(canvas_pdf(draw)) == [[["序号", "任务"], ["1", "建设铁路"]], [["序号", "任务"], ["2", "建设公路"]]]


# ---- pages ---------------------------------------------------------------------------------------


def turned(data: bytes, degrees: int) -> bytes:
    """The PDF with its first page shown turned."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    document[0].set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sideways(c: Canvas) -> None:
    c.translate(595.2756, 0)
    c.rotate(90)
    c._pagesize = (841.8898, 595.2756)
    _table(c)
    c._pagesize = (595.2756, 841.8898)


@pytest.mark.parametrize(
    ("degrees", "sideways", "box"),
    [
        (0, False, (64, 85, 85, 98)),
        (90, False, (744, 64, 757, 85)),
        (180, False, (510, 744, 532, 757)),
        (270, False, (85, 510, 98, 532)),
        (0, True, (85, 757, 98, 778)),
        (90, True, (64, 85, 85, 98)),
    ],
)
def test_turned_pages(degrees: int, sideways: bool, box: tuple[int, int, int, int]) -> None:
    """Pages shown turned, and tables set sideways: the cells in reading order, boxes on the page as shown."""
    data = turned(canvas_pdf(_sideways if sideways else _table), degrees)
    assert texts(data) == [EXPECTED]
    document, _ = read(data)
    (place,) = document.locate([Span(0, 2)])
    assert place.bbox == pytest.approx(box, abs=1.5)


@pytest.mark.parametrize(
    ("degrees", "first", "last"),
    [
        (0, (280, 792, 292, 805), (376, 792, 388, 805)),
        (90, (37, 280, 50, 292), (37, 376, 50, 388)),
        (180, (303, 37, 315, 50), (207, 37, 219, 50)),
        (270, (792, 303, 805, 315), (792, 207, 805, 219)),
    ],
)
def test_words_across_a_sideways_table(degrees: int, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    """A foot of the page under a table set sideways: each character's box on the page as shown."""

    def draw(c: Canvas) -> None:
        c.setFont(c._fontname, 12)
        c.drawString(280, 40, "页脚文字甲乙丙丁戊")
        c.setFont(c._fontname, SIZE)
        _sideways(c)

    document, _ = read(turned(canvas_pdf(draw), degrees))
    at = document.text.index("页脚")
    for start, box in ((at, first), (at + 8, last)):
        (place,) = document.locate([Span(start, start + 1)])
        assert place.bbox == pytest.approx(box, abs=1.5)


def test_words_that_run_upwards_begin_below() -> None:
    def draw(c: Canvas) -> None:
        _table(c)
        c.translate(500, 400)
        c.rotate(90)
        c.drawString(0, 0, "由下而上")

    document, _ = read(canvas_pdf(draw))
    at = document.text.index("由下")
    tops = [document.locate([Span(i, i + 1)])[0].bbox[1] for i in range(at, at + 4)]
    assert tops == sorted(tops, reverse=True)


def test_cropped_page() -> None:
    def draw(c: Canvas) -> None:
        c.setCropBox((40, 300, 595, 842))
        _table(c)
        draw_text(c, 60, 700, "裁掉的文字")

    document, _ = read(canvas_pdf(draw))
    assert "裁掉" not in document.text
    (place,) = document.locate([Span(0, 2)])
    assert place.bbox is not None and place.bbox[0] == pytest.approx(24, abs=1)


SENTENCE = "省发展改革委、省交通运输厅要会同有关市政府，加快推进济郑高铁山东段建设，确保按期建成通车。"


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(c: Canvas) -> None:
        draw_text(c, 150, 60, "省会经济圈一体化发展会议召开", size=18)
        for k in range(2):
            y = 100.0
            for j in range(3):
                y = draw_text(c, 60 + k * 250, y, f"第{k * 3 + j + 1}段。{SENTENCE}", width=220, indent=True)

    document, _ = read(canvas_pdf(draw))
    found = [said(document, b.spans) for b in document.blocks if isinstance(b, Paragraph)]
    assert found == ["省会经济圈一体化发展会议召开", *(f"第{n}段。{SENTENCE}" for n in range(1, 7))]


def test_running_heads_page_numbers_and_a_paragraph_over_a_page() -> None:
    def page(text: str, indent: bool) -> Callable[[Canvas], None]:
        def draw(c: Canvas) -> None:
            c.drawString(60, 842 - 40, "山东省人民政府公报")
            y = draw_text(c, 60, 80, text, indent=indent)
            if c.getPageNumber() > 1:
                for j in range(3):
                    y = draw_text(c, 60, y, f"第{c.getPageNumber()}页第{j}条。{SENTENCE}{SENTENCE}", indent=True)
            c.drawCentredString(297, 40, f"— {c.getPageNumber()} —")

        return draw

    long = SENTENCE * 3
    first = wrapped(long, 460 - 2 * SIZE)[0]
    cut = len(first) + len(wrapped(long[len(first) :], 460)[0])
    document, _ = read(canvas_pdf(page(long[:cut], True), page(long[cut:], False), page("尾声。" + SENTENCE, True)))
    blocks = [(type(b).__name__, getattr(b, "kind", ""), said(document, b.spans)) for b in document.blocks]
    assert ("Paragraph", "", long) in blocks
    assert sum(kind == "running-head" for _, kind, _ in blocks) == 3
    assert [text for _, kind, text in blocks if kind == "page-number"] == ["— 1 —", "— 2 —", "— 3 —"]


def test_watermarks_lie_apart() -> None:
    def draw(c: Canvas) -> None:
        _table(c)
        c.saveState()
        c.setFillGray(0.8)
        c.translate(200, 600)
        c.rotate(45)
        c.setFont(c._fontname, 60)
        c.drawString(0, 0, "内部资料")
        c.restoreState()

    data = canvas_pdf(draw)
    assert texts(data) == [EXPECTED]
    document, _ = read(data)
    assert [(b.kind, said(document, b.spans)) for b in document.blocks if isinstance(b, Furniture)] == [("watermark", "内部资料")]


def test_bold_by_printing_twice() -> None:
    def draw(c: Canvas) -> None:
        _table(c)
        draw_table(c, 60.3, 80, ROWS)

    assert texts(canvas_pdf(draw)) == [EXPECTED]


def test_upright_words_in_narrow_cells() -> None:
    def draw(c: Canvas) -> None:
        draw_table(c, 60, 80, [("类别", "任务"), ("", "建设铁路，建设公路，建设机场，建设港口，建设管道。")], widths=(40, 60))
        for i, char in enumerate("基础设施"):
            c.drawString(75, 842 - 130 - i * SIZE * 1.2, char)

    assert texts(canvas_pdf(draw))[0][1][0] == "基础设施"


def test_cells_are_as_wide_as_drawn() -> None:
    document, _ = read(canvas_pdf(_table))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert (table.n_rows, table.n_cols) == (len(ROWS), len(WIDTHS))


def test_a_full_last_line_has_not_ended() -> None:
    """What a page break cuts ends with a full line; what ends there by itself mostly leaves room."""
    full = wrapped(SENTENCE * 2, WIDTHS[2] - 8)
    rows = [("1", "任务", "".join(full[:3]), "省交通运输厅")]
    document, _ = read(canvas_pdf(lambda c: draw_table(c, 60, 80, [*ROWS, *rows]) and None))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert [c.ended for c in table.cells if c.row == len(ROWS)] == [True, True, False, True]
