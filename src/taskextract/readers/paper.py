"""Pages put together to a document: what PDF, OFD and scans have in common.

First every page is laid out by itself; then, with its neighbours known, furniture is told from text,
lines become paragraphs, and the canonical text is written. Long documents are worked off in chunks,
so that only the result grows with their pages.
"""

from __future__ import annotations

import itertools
from array import array
from collections import defaultdict
from collections.abc import Iterable

from taskextract.document import Block, Box, Cell, Document, Furniture, Paragraph, Span, Table
from taskextract.findings import Finding
from taskextract.garbage import few_collections
from taskextract.readers import furniture, paragraphs
from taskextract.readers.breaks import Column, continues
from taskextract.readers.footnotes import calls_in, label_of, notes_of, set_notes_apart
from taskextract.readers.laid import LaidPage, LaidTable, LaidText, lay_page
from taskextract.readers.packed import PackedLines
from taskextract.readers.page import Page, Run, shown_box, unturned
from taskextract.readers.paragraphs import Split
from taskextract.readers.ruling import Grid
from taskextract.readers.setting import (
    Areas,
    ColumnKey,
    areas_of,
    breaks_words,
    column_key,
    size_key,
    table_columns,
    text_column,
)

CHUNK = 100
"""Pages that are looked at together to learn how their columns are set and what repeats on them."""
ENOUGH = 20
"""Pages of a chunk from which on it says more than the chunk before."""


def assemble(pages: Iterable[Page], media_type: str) -> tuple[Document, tuple[Finding, ...]]:
    """The document that the pages make, with what was doubtful in reading them."""
    writer = _Writer()
    rest = iter(pages)
    with few_collections():
        while chunk := [lay_page(page) for page in itertools.islice(rest, CHUNK)]:
            writer.write(chunk)
        return writer.finish(media_type)


Piece = tuple[LaidPage, Column, list[Run]]
"""Lines of one paragraph on one page or column."""


class _Writer:
    """Writes the canonical text of laid-out pages and remembers where everything stands."""

    def __init__(self) -> None:
        self.pages = 0
        self.parts: list[str] = []
        self.length = 0
        self.lines = PackedLines()
        self.blocks: list[Block] = []
        self.findings: list[Finding] = []
        self.begun: dict[int, int] = {}
        self.waiting: list[tuple[Run, LaidPage, str]] = []
        self.open: list[Piece] = []
        self.leaves_open = False
        self.heads: set[tuple[int, str]] = set()
        self.areas: Areas = {}
        self.columns: dict[ColumnKey, Column] = {}
        self.notes: list[list[tuple[LaidPage, Run]]] = []
        self.known: set[str] = set()
        self.marks: list[Span] = []
        self.breaks_words = False

    def write(self, pages: list[LaidPage]) -> None:
        """Write some pages; the last paragraph is kept back, since the next page may go on with it."""
        set_notes_apart(pages)
        kinds, self.heads = furniture.page_furniture(
            [(p.height, [r for part in p.parts if isinstance(part, LaidText) for r in part.lines]) for p in pages],
            self.heads,
        )
        grids = [part.grid for p in pages for part in p.parts if isinstance(part, LaidTable)]
        self.leaves_open = self.leaves_open or any(g.open_bottom for g in grids)
        self.breaks_words = self.breaks_words or breaks_words(pages)
        new = len(pages) >= ENOUGH
        areas, columns = areas_of(pages, kinds), table_columns(pages)
        self.areas = {**self.areas, **areas} if new else {**areas, **self.areas}
        self.columns = {**self.columns, **columns} if new else {**columns, **self.columns}
        self._keep_notes(pages)
        for i, (page, marked) in enumerate(zip(pages, kinds, strict=True)):
            self._page(page, marked)
            pages[i] = LaidPage(page.number, page.width, page.height, page.turn, [], [])
        self.parts = ["".join(self.parts)]  # many short strings take several times as much memory

    def _keep_notes(self, pages: list[LaidPage]) -> None:
        """Keep the notes for the end of the text, and by what they are called for the marks in it."""
        for page in pages:
            for note in notes_of(page.notes):
                called = label_of(note[0])[1]
                self.known.add(called)
                lines = [(page, line) for line in note]
                if called or not self.notes:
                    self.notes.append(lines)
                else:
                    self.notes[-1] += lines

    def _page(self, page: LaidPage, marked: dict[int, str]) -> None:
        self.pages += 1
        self.findings += page.findings
        index = 0
        for part in page.parts:
            if isinstance(part, LaidTable):
                self._close()
                self._table(page, part)
                continue
            kept = [line for k, line in enumerate(part.lines, index) if k not in marked]
            self.waiting += [(line, page, marked[k]) for k, line in enumerate(part.lines, index) if k in marked]
            index += len(part.lines)
            if kept:
                self._text(page, kept, text_column(self.areas, page, part, kept))
        self.waiting += [(mark, page, "watermark") for mark in page.marks]
        self.waiting += [(number, page, "line-number") for number in page.margin]
        if not self.open:
            self._set_aside()

    def finish(self, media_type: str) -> tuple[Document, tuple[Finding, ...]]:
        """The document and the findings."""
        self._close()
        self._write_notes()
        document = Document(
            "".join(self.parts), tuple(self.blocks), media_type, pages=self.pages, lines=self.lines
        )
        return document, tuple(self.findings)

    # ---- running text ----

    def _text(self, page: LaidPage, lines: list[Run], column: Column) -> None:
        """Lines of running text: the first may go on with the paragraph that is still open."""
        for k, group in enumerate(paragraphs.split(lines, column).paragraphs):
            piece = (page, column, group)
            if k == 0 and self.open:
                _, before, last = self.open[-1]
                if continues(last[-1], before, group[0], column):
                    self.open.append(piece)
                    continue
            self._close()
            self.open = [piece]

    def _close(self) -> None:
        """Write the open paragraph, then the furniture that has gathered."""
        if self.open:
            spans = self._paragraph([(page, line) for page, _, group in self.open for line in group])
            self._end("\n")
            if spans:
                page, column, _ = self.open[0]
                body = self.areas[size_key(page)][0].em
                style = paragraphs.style([line for _, _, group in self.open for line in group], column, body)
                self.blocks.append(Paragraph(spans, style))
            self.open = []
            self.begun.clear()
        self._set_aside()

    def _set_aside(self) -> None:
        """Write the furniture that has gathered, each line a block of its own."""
        for line, page, kind in self.waiting:
            spans = self._paragraph([(page, line)])
            self._end("\n")
            if spans:
                self.blocks.append(Furniture(spans, kind))
        self.waiting = []
        self.blocks += [Furniture((mark,), "note-mark") for mark in self.marks]
        self.marks = []

    def _write_notes(self) -> None:
        """Write the notes of all pages at the end, where other formats keep them."""
        for note in self.notes:
            spans = self._paragraph(note)
            self._end("\n")
            if spans:
                self.blocks.append(Furniture(spans, "footnote"))
        self._set_aside()

    # ---- tables ----

    def _table(self, page: LaidPage, table: LaidTable) -> None:
        cells: list[Cell] = []
        doubtful: list[Span] = []
        row = -1
        for place, split in zip(table.grid.cells, self._splits(table), strict=True):
            if row >= 0:
                self._end("\t" if place.row == row else "\n")
            row = place.row
            made: list[tuple[Span, ...]] = []
            self.begun.clear()
            for k, group in enumerate(split.paragraphs):
                if k and k not in split.doubtful:  # where the layout is silent, the text of both may be one paragraph
                    self._end("\n")
                spans = self._paragraph([(page, line) for line in group])
                made += [spans] * (len(spans) > 0)
                doubtful += spans if k in split.doubtful else ()
            turns = tuple(self.begun[id(line)] for line in split.open if id(line) in self.begun)
            closed = place not in table.grid.open_cells
            cells.append(
                Cell(place.row, place.col, tuple(made), place.row_span, place.col_span, split.ended, turns, closed)
            )
        self._end("\n")
        self.blocks.append(Table(
            tuple(cells), page.number, table.grid.open_top, table.grid.open_bottom, certainty=table.certainty
        ))
        if doubtful:
            self.findings.append(_inferred(page.number, doubtful))

    def _splits(self, table: LaidTable) -> list[Split]:
        """The paragraphs of each cell; where the layout is silent, the rest of the row may tell how many."""
        columns = [self.columns[column_key(cell.box)] for cell in table.grid.cells]
        splits = [paragraphs.split(lines, c) for lines, c in zip(table.texts, columns, strict=True)]
        sure: dict[tuple[int, int], set[int]] = defaultdict(set)
        first, last = self._whole_rows(table.grid)
        whole = [first <= cell.row and cell.row + cell.row_span <= last for cell in table.grid.cells]
        for cell, found, inner in zip(table.grid.cells, splits, whole, strict=True):
            if inner and not found.unsure and len(found.paragraphs) > 1:
                sure[cell.row, cell.row_span].add(len(found.paragraphs))
        for i, (cell, found) in enumerate(zip(table.grid.cells, splits, strict=True)):
            others = sure.get((cell.row, cell.row_span), set()) - {len(found.paragraphs)}
            if found.silent and len(others) == 1:
                splits[i] = paragraphs.split(table.texts[i], columns[i], next(iter(others)))
        return splits

    def _whole_rows(self, grid: Grid) -> tuple[int, int]:
        """The rows of a table piece that no page break can have cut.

        A browser's print leaves cut rows open. Where nothing is left open, the first row below a
        repeated header and the last one may be cut.
        """
        rows = len(grid.ys) - 1
        if self.leaves_open:
            return int(grid.open_top), rows - int(grid.open_bottom)
        return 2, rows - 1

    # ---- text ----

    def _paragraph(self, lines: list[tuple[LaidPage, Run]]) -> tuple[Span, ...]:
        """Write lines as one paragraph without its line breaks; the marks that call notes are no part of it."""
        start = self.length
        marks: list[Span] = []
        last, whole_word = "", False
        for page, line in lines:
            text, edges = line.text, line.edges
            bare = text.strip()
            if not bare:
                continue
            lead = len(text) - len(text.lstrip())
            if last and (lead or last.isspace() or (_latin(last) and _latin(bare[0]) and not whole_word)):
                self._end(" ")
            begin = self.begun[id(line)] = self.length
            self._end(bare)
            self._doubts(line, page, begin - lead)
            if line.raised and self.known:
                marks += [Span(begin - lead + a, begin - lead + b) for a, b in calls_in(line, self.known)]
            whole = edges if len(bare) == len(text) else edges[lead : lead + len(bare) + 1]
            self._place(line, page, begin, bare, whole)
            last = text[-1]
            # A word that alone fills its line was broken by force.
            whole_word = self.breaks_words or (_latin(bare[0]) and all(_latin(c) or c == "、" for c in bare))
        self.marks += marks
        return _around(start, self.length, marks)

    def _place(self, line: Run, page: LaidPage, start: int, text: str, edges: array[float]) -> None:
        """Keep where the characters of a line stand, on the page as it is shown."""
        end = start + len(text)
        if line.angle in (90, 270):
            step = (line.bottom - line.top) / len(text)
            edges = array("f", (line.top + k * step for k in range(len(text) + 1)))
            box = (line.x0, line.top, line.x1, line.bottom)
            places = [(line.x0, y, line.x0, y) for y in (edges if line.angle == 90 else reversed(edges))]
        else:
            box = (edges[0], line.top, edges[-1], line.bottom)
            if page.turn == 0 and not page.skew:
                self.lines.add(start, end, page.number, box, edges)
                return
            middle = (line.top + line.bottom) / 2
            places = [(x, middle, x, middle) for x in edges]
        upright = (line.angle in (90, 270)) != (page.turn in (90, 270))
        shown = [_shown(place, page) for place in places]
        along = array("f", (p[1] if upright else p[0] for p in shown))
        self.lines.add(start, end, page.number, _shown(box, page), along, upright)

    def _doubts(self, line: Run, page: LaidPage, start: int) -> None:
        """One finding a line for the characters that recognition was not sure of."""
        if line.doubts:
            spans = tuple(Span(start + i, start + i + 1) for i, _ in line.doubts)
            seen = "".join(line.text[i] for i, _ in line.doubts)
            self.findings.append(Finding(
                "doubtful-recognition", f"page {page.number}: recognised with low certainty; compare with the picture",
                spans, before=seen, certainty=round(min(c for _, c in line.doubts), 3),
            ))  # fmt: skip

    def _end(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _around(start: int, end: int, marks: list[Span]) -> tuple[Span, ...]:
    """The spans of a paragraph without the marks in it; none where nothing is written."""
    if not marks:
        return (Span(start, end),) if start < end else ()
    edges = [start, *(edge for mark in marks for edge in (mark.start, mark.end)), end]
    return tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def _inferred(number: int, spans: list[Span]) -> Finding:
    return Finding(
        "inferred-paragraphs",
        f"page {number}: paragraphs that fill their last line were parted where the column's other paragraphs end",
        tuple(spans),
        certainty=0.7,
    )


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _shown(box: Box, page: LaidPage) -> Box:
    """A box of a laid page as it lies on the page as it is shown."""
    return shown_box(unturned(box, page.skew, page.width, page.height), page.turn, page.width, page.height)
