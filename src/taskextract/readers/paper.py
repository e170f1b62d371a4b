"""Pages put together to a document: what PDF, OFD and scans have in common.

First every page is laid out by itself; then, with all pages known, furniture is told from text,
lines become paragraphs, and the canonical text is written.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable

from taskextract.document import Block, Cell, Document, Furniture, Line, Paragraph, Span, Table
from taskextract.findings import Finding
from taskextract.readers import furniture, paragraphs
from taskextract.readers.laid import LaidPage, LaidTable, LaidText, lay_page
from taskextract.readers.page import Page, Run, shown_box
from taskextract.readers.paragraphs import SAMPLE, Column, Split


def assemble(pages: Iterable[Page], media_type: str) -> tuple[Document, tuple[Finding, ...]]:
    """The document that the pages make, with what was doubtful in reading them."""
    laid = [lay_page(page) for page in pages]
    return _Writer(laid).write(media_type)


class _Writer:
    """Writes the canonical text of laid-out pages and remembers where everything stands."""

    def __init__(self, pages: list[LaidPage]) -> None:
        self.pages = pages
        self.parts: list[str] = []
        self.length = 0
        self.lines: list[Line] = []
        self.blocks: list[Block] = []
        self.findings: list[Finding] = [f for p in pages for f in p.findings]
        self.waiting: list[tuple[Run, LaidPage, str]] = []
        self.kinds = furniture.page_furniture([
            (p.height, [line for part in p.parts if isinstance(part, LaidText) for line in part.lines]) for p in pages
        ])
        self.areas = _areas(pages, self.kinds)
        self.columns = _table_columns(pages)

    def write(self, media_type: str) -> tuple[Document, tuple[Finding, ...]]:
        """The document and the findings."""
        flow: list[tuple[LaidPage, list[Run], Column]] = []
        for page, marked in zip(self.pages, self.kinds, strict=True):
            index = 0
            for part in page.parts:
                if isinstance(part, LaidTable):
                    self._flow(flow)
                    flow = []
                    self._table(page, part)
                    continue
                kept = [line for k, line in enumerate(part.lines, index) if k not in marked]
                self.waiting += [(line, page, marked[k]) for k, line in enumerate(part.lines, index) if k in marked]
                index += len(part.lines)
                if kept:
                    flow.append((page, kept, self._text_column(page, part, kept)))
            self.waiting += [(mark, page, "watermark") for mark in page.marks]
            if not flow:
                self._set_aside()
        self._flow(flow)
        document = Document(
            "".join(self.parts), tuple(self.blocks), media_type, pages=len(self.pages), lines=tuple(self.lines)
        )
        return document, tuple(self.findings)

    # ---- running text ----

    def _text_column(self, page: LaidPage, part: LaidText, lines: list[Run]) -> Column:
        area = self.areas[_size_key(page)]
        if part.whole_width:
            return area
        left, right = min(r.x0 for r in lines), max(r.x1 for r in lines)
        return paragraphs.measure([lines], left, right, flows=True)

    def _flow(self, flow: list[tuple[LaidPage, list[Run], Column]]) -> None:
        """Text between two tables, over as many pages as it fills."""
        made: list[list[tuple[LaidPage, Column, list[Run]]]] = []
        before: tuple[Run, Column] | None = None
        for page, lines, column in flow:
            for k, group in enumerate(paragraphs.split(lines, column).paragraphs):
                piece = (page, column, group)
                if k == 0 and before and paragraphs.continues(before[0], before[1], group[0], column):
                    made[-1].append(piece)
                else:
                    made.append([piece])
            before = (lines[-1], column)
        for pieces in made:
            span = self._paragraph([(page, line) for page, _, group in pieces for line in group])
            self._end("\n")
            page, column, group = pieces[0]
            if span.start < span.end:
                body = self.areas[_size_key(page)].em
                style = paragraphs.style([line for p in pieces for line in p[2]], column, body)
                self.blocks.append(Paragraph((span,), style))
        self._set_aside()

    def _set_aside(self) -> None:
        """Write the furniture that has gathered, each line a block of its own."""
        for line, page, kind in self.waiting:
            span = self._paragraph([(page, line)])
            self._end("\n")
            if span.start < span.end:
                self.blocks.append(Furniture((span,), kind))
        self.waiting = []

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
            for k, group in enumerate(split.paragraphs):
                if k:
                    self._end("\n")
                made.append((self._paragraph([(page, line) for line in group]),))
                if k in split.doubtful:
                    doubtful.append(made[-1][0])
            cells.append(Cell(place.row, place.col, tuple(made), place.row_span, place.col_span))
        self._end("\n")
        self.blocks.append(Table(
            tuple(cells), page.number, table.grid.open_top, table.grid.open_bottom, certainty=table.certainty
        ))
        if doubtful:
            self.findings.append(_inferred(page.number, doubtful))

    def _splits(self, table: LaidTable) -> list[Split]:
        """The paragraphs of each cell; where the layout is silent, the rest of the row may tell how many."""
        columns = [self.columns[_column_key(cell.box)] for cell in table.grid.cells]
        splits = [paragraphs.split(lines, c) for lines, c in zip(table.texts, columns, strict=True)]
        sure: dict[tuple[int, int], set[int]] = defaultdict(set)
        last = len(table.grid.ys) - 2  # a page may cut the first row below a repeated header, and the last
        whole = [cell.row > 1 and cell.row + cell.row_span <= last for cell in table.grid.cells]
        for cell, found, inner in zip(table.grid.cells, splits, whole, strict=True):
            if inner and not found.silent and len(found.paragraphs) > 1:
                sure[cell.row, cell.row_span].add(len(found.paragraphs))
        for i, (cell, found) in enumerate(zip(table.grid.cells, splits, strict=True)):
            counts = sure.get((cell.row, cell.row_span), set())
            if found.silent and len(counts) == 1:
                splits[i] = paragraphs.split(table.texts[i], columns[i], next(iter(counts)))
        return splits

    # ---- text ----

    def _paragraph(self, lines: list[tuple[LaidPage, Run]]) -> Span:
        """Write lines as one paragraph without its line breaks."""
        start = self.length
        last = ""
        for page, line in lines:
            text, edges = line.text, line.edges
            bare = text.strip()
            if not bare:
                continue
            lead = len(text) - len(text.lstrip())
            if last and (lead or last.isspace() or (_latin(last) and _latin(bare[0]))):
                self._end(" ")
            begin = self.length
            self._end(bare)
            self._doubts(line, page, begin - lead)
            self.lines.append(_line(line, page, begin, bare, edges[lead : lead + len(bare) + 1]))
            last = text[-1]
        return Span(start, self.length)

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

def _inferred(number: int, spans: list[Span]) -> Finding:
    return Finding(
        "inferred-paragraphs",
        f"page {number}: paragraphs that fill their last line were parted at the full stop, as the column's others are",
        tuple(spans),
        certainty=0.7,
    )


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _line(line: Run, page: LaidPage, start: int, text: str, edges: array[float]) -> Line:
    """Where the characters of a line stand, on the page as it is shown."""
    box = (edges[0], line.top, edges[-1], line.bottom)
    end = start + len(text)
    if line.angle in (90, 270):
        step = (line.bottom - line.top) / len(text)
        edges = array("f", (line.top + k * step for k in range(len(text) + 1)))
        return Line(start, end, page.number, (line.x0, line.top, line.x1, line.bottom), edges, True)
    if page.turn == 0:
        return Line(start, end, page.number, box, edges)
    shown = shown_box(box, page.turn, page.width, page.height)
    places = [shown_box((e, line.top, e, line.bottom), page.turn, page.width, page.height) for e in edges]
    upright = page.turn in (90, 270)
    return Line(start, end, page.number, shown, array("f", (p[1] if upright else p[0] for p in places)), upright)


# ---- how the document's columns are set ----------------------------------------------------------


def _size_key(page: LaidPage) -> tuple[int, int]:
    return (round(page.width), round(page.height))


def _areas(pages: list[LaidPage], kinds: list[dict[int, str]]) -> dict[tuple[int, int], Column]:
    """For each size of page how its running text is set; `kinds` says which of its lines are furniture."""
    texts: dict[tuple[int, int], list[list[Run]]] = defaultdict(list)
    boxes: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for page, marked in zip(pages, kinds, strict=True):
        key = _size_key(page)
        index = 0
        for part in page.parts:
            if isinstance(part, LaidTable):
                boxes[key].append((part.grid.xs[0], part.grid.xs[-1]))
                continue
            kept = [line for k, line in enumerate(part.lines, index) if k not in marked]
            index += len(part.lines)
            if part.whole_width and kept:
                texts[key].append(kept)
    return {key: _area(texts[key], boxes[key], key[0]) for key in {_size_key(page): None for page in pages}}


def _area(groups: list[list[Run]], boxes: list[tuple[float, float]], width: float) -> Column:
    lines = [line for g in groups for line in g]
    wide = [line for line in lines if line.x1 - line.x0 > 0.5 * width]
    lefts = [r.x0 for r in lines] if wide else [b[0] for b in boxes] or [r.x0 for r in lines]
    rights = [r.x1 for r in wide] or [b[1] for b in boxes] or [r.x1 for r in lines]
    left, right = min(_usual(lefts), default=0.0), max(_usual(rights), default=width)
    return paragraphs.measure(groups, left, right, flows=True)


def _usual(values: list[float]) -> list[float]:
    """The places where more than a few lines begin or end; all, where none is."""
    places = Counter(round(v) for v in values)
    need = max(2, len(values) // 12)
    return [v for v in values if places[round(v)] >= need] or values


ColumnKey = tuple[int, int]


def _column_key(box: tuple[float, float, float, float]) -> ColumnKey:
    return (round(box[0] / 2), round(box[2] / 2))


def _table_columns(pages: list[LaidPage]) -> dict[ColumnKey, Column]:
    """For each column of the document's tables how its cells are set."""
    groups: dict[ColumnKey, list[list[Run]]] = defaultdict(list)
    sides: dict[ColumnKey, tuple[float, float]] = {}
    pads: list[float] = []
    for page in pages:
        for table in page.parts:
            if not isinstance(table, LaidTable):
                continue
            for cell, lines in zip(table.grid.cells, table.texts, strict=True):
                key = _column_key(cell.box)
                sides.setdefault(key, (cell.box[0], cell.box[2]))
                if lines and len(groups[key]) < SAMPLE:
                    groups[key].append(lines)
                    pads += [line.x0 - cell.box[0] for line in lines]
    pad = max(sorted(pads)[len(pads) // 20], 0.0) if pads else 0.0
    return {
        key: paragraphs.measure(groups[key], x0 + pad, x1 - pad) for key, (x0, x1) in sides.items()
    }
