"""Notices built as files of every format, with real merged cells: one `Notice`, many renderings."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from taskextract.document import Document, Heading, Paragraph, Table


@dataclass(frozen=True)
class C:
    """A cell: its paragraphs, and the rows and columns that it spans."""

    paragraphs: tuple[str, ...]
    rows: int = 1
    cols: int = 1


@dataclass(frozen=True)
class Notice:
    """A title, paragraphs before the table, the rows of the table (covered places left out)."""

    title: str
    rows: tuple[tuple[C, ...], ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def cell(*paragraphs: str, rows: int = 1, cols: int = 1) -> C:
    return C(tuple(p for p in paragraphs if p), rows, cols)


def from_dump(path: Path) -> Notice:
    """The table notice in a text dump: blank leading cells become merged cells, `<p>` real paragraphs."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    grid = [[_split(x) for x in line.split("\t")] for line in lines if "\t" in line]
    header = grid[0]
    body = [row for row in grid[1:] if row != header]
    title = next(line for line in lines if "\t" not in line)
    width = len(header)
    rows: list[list[C]] = [[C(p) for p in header]]
    starts: dict[int, tuple[int, int]] = {}
    for row in body:
        row = row + [()] * (width - len(row))
        out: list[C] = []
        for c, paragraphs in enumerate(row[:width]):
            if c < 2 and not any(row[:2]) and c in starts:
                r, i = starts[c]
                rows[r][i] = C(rows[r][i].paragraphs, rows[r][i].rows + 1)
                continue
            if c < 2:
                starts[c] = (len(rows), len(out))
            out.append(C(paragraphs))
        rows.append(out)
    before = tuple(line for line in lines[1:] if "\t" not in line)
    return Notice(title, tuple(tuple(r) for r in rows), before)


def _split(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in re.split(r"</?p>", text) if p.strip())


def placed(rows: tuple[tuple[C, ...], ...]) -> list[tuple[int, int, C]]:
    """Each cell with its row and column in the grid."""
    taken: set[tuple[int, int]] = set()
    out = []
    for r, row in enumerate(rows):
        c = 0
        for item in row:
            while (r, c) in taken:
                c += 1
            out.append((r, c, item))
            taken |= {(r + i, c + j) for i in range(item.rows) for j in range(item.cols)}
            c += item.cols
    return out


def size(rows: tuple[tuple[C, ...], ...]) -> tuple[int, int]:
    cells = placed(rows)
    return max(r + c.rows for r, _, c in cells), max(k + c.cols for _, k, c in cells)


def build_docx(notice: Notice) -> bytes:
    """Written by python-docx, merged with its own `merge`."""
    from docx import Document as Docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    docx = Docx()
    docx.add_paragraph(notice.title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in notice.before:
        docx.add_paragraph(text)
    n_rows, n_cols = size(notice.rows)
    table = docx.add_table(rows=n_rows, cols=n_cols)
    table.style = "Table Grid"
    grid = [list(row.cells) for row in table.rows]
    for r, c, item in placed(notice.rows):
        target = grid[r][c]
        if item.rows > 1 or item.cols > 1:
            target = target.merge(grid[r + item.rows - 1][c + item.cols - 1])
        target.text = item.paragraphs[0] if item.paragraphs else ""
        for paragraph in item.paragraphs[1:]:
            target.add_paragraph(paragraph)
    for text in notice.after:
        docx.add_paragraph(text)
    out = io.BytesIO()
    docx.save(out)
    return out.getvalue()


def build_html(notice: Notice, charset: str = "utf-8") -> bytes:
    """A plain page, as an office program saves it."""
    lines = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>']
    lines.append(f'<p align="center">{escape(notice.title)}</p>')
    lines += [f"<p>{escape(text)}</p>" for text in notice.before]
    lines.append('<table border="1">')
    for row in notice.rows:
        lines.append("<tr>")
        for item in row:
            spans = f' rowspan="{item.rows}"' * (item.rows > 1) + f' colspan="{item.cols}"' * (item.cols > 1)
            inside = "".join(f"<p>{escape(p)}</p>" for p in item.paragraphs) or "&nbsp;"
            lines.append(f"<td{spans}>{inside}</td>")
        lines.append("</tr>")
    lines.append("</table>")
    lines += [f"<p>{escape(text)}</p>" for text in notice.after]
    return "\n".join([*lines, "</body></html>"]).encode("gb18030" if charset == "gb2312" else charset)


def build_xlsx(notice: Notice) -> bytes:
    """One sheet: the title merged over the table's width, line breaks between a cell's paragraphs."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    n_cols = size(notice.rows)[1]
    top = 1
    for text in (notice.title, *notice.before):
        sheet.cell(top, 1, text)
        sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=n_cols)
        top += 1
    for r, c, item in placed(notice.rows):
        text = "\n".join(item.paragraphs)
        sheet.cell(top + r, c + 1, int(text) if text.isdecimal() else text or None)
        if item.rows > 1 or item.cols > 1:
            sheet.merge_cells(
                start_row=top + r, start_column=c + 1, end_row=top + r + item.rows - 1, end_column=c + item.cols
            )
    end = top + size(notice.rows)[0]
    for i, text in enumerate(notice.after):
        sheet.cell(end + i, 1, text)
        sheet.merge_cells(start_row=end + i, start_column=1, end_row=end + i, end_column=n_cols)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def build_text(notice: Notice) -> bytes:
    """A tab-separated dump, as web sites publish them."""
    n_cols = size(notice.rows)[1]
    grid = [[""] * n_cols for _ in range(size(notice.rows)[0])]
    for r, c, item in placed(notice.rows):
        many = len(item.paragraphs) > 1
        grid[r][c] = " ".join(f"<p>{p}</p>" if many else p for p in item.paragraphs)
    lines = [notice.title, "", *notice.before, "", *("\t".join(row) for row in grid), "", *notice.after]
    return "\n".join(lines).encode()


def convert(data: bytes, name: str, to: str) -> bytes:
    """`data` (a file called `name`) converted by LibreOffice to the format with the ending `to`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to,
             "--outdir", folder + "/out", str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return next(Path(folder, "out").iterdir()).read_bytes()


def shape(document: Document) -> list[object]:
    """What must be the same in every format: paragraphs, and cells with their places, spans and paragraphs."""
    out: list[object] = []
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            out.append(plain(document, block.spans))
        elif isinstance(block, Table):
            out.append(
                [
                    (c.row, c.col, c.row_span, c.col_span, [plain(document, p) for p in c.paragraphs])
                    for c in block.cells
                ]
            )
    return out


def plain(document: Document, spans: object) -> str:
    """The text of spans without blanks."""
    assert isinstance(spans, tuple)
    return re.sub(r"\s", "", "".join(document.text[s.start : s.end] for s in spans))
