"""Formats without pages (Word, web pages, sheets): their blocks put together into a `Document`.

Each reader yields `Text` and `Grid` in reading order; what they have in common is done here, so that
one notice has the same paragraphs and cells in every format.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from taskextract.document import Block, Cell, Document, Furniture, Heading, Paragraph, Span, Table
from taskextract.readers.captions import pieces
from taskextract.readers.source import Unreadable

_BREAK = re.compile(r"[\n\v\f\u2028\u2029]|</?p\b[^<>\n]*>|<br\s*/?>", re.IGNORECASE)
_BLANKS = " \t\n\r\f\v\u00a0\u2002\u2003\u2009\u3000\ufeff\u200b\u2028"
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Characters that nobody sees: places to break a word, marks of direction."""
_LABEL = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,4}[)）、.．]|[①-⑳]|第[\d一二三四五六七八九十]{1,4}[章节条]")
_CLAUSES = re.compile("[，；。]")
_MAX_HEADING = 80
_MAX_CELLS = 300_000
_MAX_COLUMNS = 2000
"""Columns with text: a sheet of paper has a dozen."""


@dataclass(slots=True)
class Text:
    """One paragraph (line feeds part it into several). `level` above 0 is a heading's.

    `furniture` names what it is where it is none of the notice (`header`, `navigation`, …).
    """

    text: str
    level: int = 0
    style: str = ""
    furniture: str = ""


@dataclass(slots=True)
class GridCell:
    """A cell at its upper left position; `content` may hold tables of its own."""

    row: int
    col: int
    row_span: int
    col_span: int
    content: list[Text | Grid]


@dataclass(slots=True)
class Grid:
    """A table. `ruled` says that the source draws it as one (borders), `furniture` as in `Text`."""

    cells: list[GridCell]
    ruled: bool = True
    furniture: str = ""


@dataclass(slots=True)
class _Writer:
    """The canonical text as it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def part(self, mark: str) -> None:
        """Add a line feed or tabs, which belong to no span."""
        self.parts.append(mark)
        self.length += len(mark)

    def add(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(start, self.length)


def assemble(
    blocks: Iterable[Text | Grid], media_type: str, meta: dict[str, str] | None = None, name: str = ""
) -> Document:
    """The document of a file's blocks; `Unreadable` where they hold no text at all."""
    writer = _Writer()
    out: list[Block] = []
    for block in unwrapped(blocks):
        if isinstance(block, Text):
            out.extend(_paragraphs(writer, block))
        elif block.furniture:
            out.extend(_furniture_rows(writer, block))
        else:
            for piece in _without_captions(block):
                out.extend(_paragraphs(writer, piece) if isinstance(piece, Text) else (_table(writer, piece),))
    if not writer.length or not "".join(writer.parts).strip(_BLANKS):
        raise Unreadable("empty-file", f"{name}: the file holds no text; if it holds scanned pictures, give them as PDF")
    return Document("".join(writer.parts), tuple(out), media_type, meta=dict(meta or {}))


def lines_of(text: str) -> list[str]:
    """The paragraphs in `text` without the blanks around them and what nobody sees; tabs part cells and nothing else."""
    if "\t" in text:
        text = text.replace("\t", " ")
    if "<" not in text and text.isprintable():  # no line feed of any kind
        line = text.strip(" ")  # no other blank is printable
        return [line] if line else []
    text = UNSEEN.sub("", text)
    return [line for piece in _BREAK.split(text) if (line := piece.strip(_BLANKS))]


def text_of(content: Iterable[Text | Grid]) -> Iterator[Text]:
    """Every text in `content`, those of its tables included."""
    stack = [iter(content)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, Text):
                yield item
            else:
                stack.append(iter([x for cell in item.cells for x in cell.content]))
                break
        else:
            stack.pop()


def is_data(grid: Grid) -> bool:
    """Whether a table holds data and is not merely a frame or a means of page layout."""
    if len(grid.cells) < 2:
        return False
    if any(isinstance(x, Grid) and is_large(x) for cell in grid.cells for x in cell.content):
        return grid.ruled and is_large(grid) and _own_share(grid) > 0.5
    if grid.ruled:
        return len({cell.col for cell in grid.cells}) > 1
    rows: dict[int, int] = {}
    for cell in grid.cells:
        if any(lines_of(t.text) for t in text_of(cell.content)):
            rows[cell.row] = rows.get(cell.row, 0) + 1
    return sum(n > 1 for n in rows.values()) > 1 and not _one_cell_dominates(grid)


def is_large(grid: Grid) -> bool:
    return len({c.row for c in grid.cells}) > 1 and len({c.col for c in grid.cells}) > 1


def _own_share(grid: Grid) -> float:
    own = sum(len(x.text) for c in grid.cells for x in c.content if isinstance(x, Text))
    return own / max(sum(len(t.text) for c in grid.cells for t in text_of(c.content)), 1)


def _one_cell_dominates(grid: Grid) -> bool:
    """An article beside a column of links: one cell holds nearly all text, in many paragraphs."""
    sizes = [(sum(len(t.text) for t in text_of(c.content)), len(c.content)) for c in grid.cells]
    largest, paragraphs = max(sizes)
    if len({c.row for c in grid.cells}) > 3:
        return False
    return largest > 0.7 * sum(size for size, _ in sizes) and paragraphs > 8


def unwrapped(blocks: Iterable[Text | Grid]) -> Iterator[Text | Grid]:
    """Frames and layout tables dissolved into what they hold; tables in cells put after their table."""
    stack = [iter(blocks)]
    while stack:
        for block in stack[-1]:
            if isinstance(block, Text):
                yield block
            elif block.furniture or is_data(block):
                inner = [x for c in block.cells for x in c.content if isinstance(x, Grid) and is_large(x)]
                for cell in block.cells if inner else ():
                    cell.content = [x for x in cell.content if isinstance(x, Text) or not is_large(x)]
                yield block
                stack.append(iter(inner))
                break
            else:
                stack.append(iter([x for c in block.cells for x in c.content]))
                break
        else:
            stack.pop()


def _without_margins(grid: Grid) -> Grid:
    """A table without the rows and columns in which no text begins: sheets that were saved as pages have such."""
    said = [c for c in grid.cells if any(not isinstance(x, Text) or x.text.strip(_BLANKS) for x in c.content)]
    rows, cols = {c.row for c in said}, {c.col for c in said}
    if not said or all(c.row in rows and c.col in cols for c in grid.cells):
        return grid
    told = set(map(id, said))
    kept = []
    for cell in grid.cells:
        row = next((r for r in range(cell.row, cell.row + cell.row_span) if r in rows), None)
        col = next((c for c in range(cell.col, cell.col + cell.col_span) if c in cols), None)
        if id(cell) in told:
            kept.append(cell)
        elif row is not None and col is not None:
            kept.append(GridCell(row, col, cell.row + cell.row_span - row, cell.col + cell.col_span - col, cell.content))
    return Grid(kept, grid.ruled)


def _without_captions(grid: Grid) -> Iterator[Text | Grid]:
    """A table without the titles and notes that stand in rows of their own.

    Such a row is one cell as wide as the table; over the header also one that has blank cells beside its first.
    """
    grid = _without_margins(grid)
    width = max(c.col + c.col_span for c in grid.cells) - min(c.col for c in grid.cells)
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    order = sorted(rows)
    alone = [len(rows[r]) == 1 and rows[r][0].row_span == 1 and rows[r][0].col_span >= max(width, 2) for r in order]
    for i in itertools.takewhile(lambda i: alone[i] or _is_first_alone(rows[order[i]]), range(len(order))):
        alone[i] = True
    if not any(alone):
        yield grid
        return
    for first, last, is_table in pieces(alone, [[_cell_text(c) for c in rows[r]] for r in order]):
        cells = [c for r in order[first:last] for c in rows[r]]
        if is_table:
            yield Grid(cells, grid.ruled)
        else:
            yield from (t for cell in cells for t in text_of(cell.content))


def _is_first_alone(row: Sequence[GridCell]) -> bool:
    """Whether a row's first cell alone says something, and none of its cells reaches into the next row."""
    first, *others = sorted(row, key=lambda c: c.col)
    return all(c.row_span == 1 for c in row) and bool(_cell_text(first)) and not any(map(_cell_text, others))


def _cell_text(cell: GridCell) -> str:
    return "".join(line for text in text_of(cell.content) for line in lines_of(text.text))


def _paragraphs(writer: _Writer, block: Text) -> Iterator[Block]:
    for line in lines_of(block.text):
        spans = (writer.add(line),)
        writer.part("\n")
        if block.furniture:
            yield Furniture(spans, block.furniture)
        elif block.level and _is_heading(line):
            yield Heading(spans, block.level)
        else:
            yield Paragraph(spans, block.style)


def _is_heading(line: str) -> bool:
    """A whole paragraph set in a heading's style (a title run into its text, a numbered sentence) is no heading."""
    if len(line) > _MAX_HEADING or "。" in line[:-1]:
        return False
    label = _LABEL.match(line)
    return label is None or _CLAUSES.search(line, label.end(), len(line) - 1) is None


def _table(writer: _Writer, grid: Grid) -> Table:
    cells: list[Cell] = []
    row, col = 0, 0
    for cell in _compressed(grid.cells):
        while row < cell.row:
            writer.part("\n")
            row, col = row + 1, 0
        writer.part("\t" * (cell.col - col))
        col = max(col, cell.col)
        cells.append(Cell(cell.row, cell.col, _cell_paragraphs(writer, cell), cell.row_span, cell.col_span))
    writer.part("\n")
    return Table(tuple(cells))


def _cell_paragraphs(writer: _Writer, cell: GridCell) -> tuple[tuple[Span, ...], ...]:
    """A cell's paragraphs; a small table in it gives a paragraph a cell, a large one stands after the table."""
    spans: list[tuple[Span, ...]] = []
    content = [x for x in cell.content if isinstance(x, Text) or not is_large(x)]
    for text in text_of(content):
        for line in lines_of(text.text):
            if spans:
                writer.part("\n")
            spans.append((writer.add(line),))
    return tuple(spans)


def _furniture_rows(writer: _Writer, grid: Grid) -> Iterator[Block]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        words = [line for t in text_of(cell.content) for line in lines_of(t.text)]
        rows.setdefault(cell.row, []).extend(words)
    for words in rows.values():
        if words:
            yield Furniture((writer.add("\t".join(words)),), grid.furniture)
            writer.part("\n")


def _compressed(cells: list[GridCell]) -> list[GridCell]:
    """Cells in order, without the rows and columns of the grid in which no cell begins.

    Such rows and columns say nothing (all cells span them), and formats differ in having them.
    """
    if len(cells) > _MAX_CELLS:
        raise Unreadable("file-too-large", f"a table of {len(cells)} cells is more than the limit of {_MAX_CELLS}; cut it")
    rows = {r: i for i, r in enumerate(sorted({c.row for c in cells}))}
    cols = {c: i for i, c in enumerate(sorted({c.col for c in cells}))}
    if len(cols) > _MAX_COLUMNS:
        raise Unreadable("file-too-large", f"a table of {len(cols)} columns is more than the limit of {_MAX_COLUMNS}; cut it")
    row_starts, col_starts = list(rows), list(cols)
    out = [
        GridCell(
            rows[c.row], cols[c.col],
            bisect_left(row_starts, c.row + c.row_span) - rows[c.row] if c.row_span > 1 else 1,
            bisect_left(col_starts, c.col + c.col_span) - cols[c.col] if c.col_span > 1 else 1,
            c.content,
        )
        for c in cells
    ]  # fmt: skip
    out.sort(key=lambda c: (c.row, c.col))
    return out
