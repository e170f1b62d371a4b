"""What a reader returns: the notice's canonical text and the blocks in it, each with its place.

The canonical text is what the notice says, in reading order, with nothing repaired. Paragraphs,
table rows and the paragraphs of a cell end with a line feed, cells of one row are parted by a tab.
Everything later in the pipeline points into that text by code-point offsets.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""`(x0, top, x1, bottom)` in points, the origin at the page's upper left corner."""


class Span(NamedTuple):
    """A slice of the canonical text: `document.text[start:end]`, with its page and box if it has one."""

    start: int
    end: int
    page: int | None = None
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A run of canonical text on one line of a page: where each of its characters stands.

    `edges` are the x positions between characters (`end - start + 1` of them, in the order of the text).
    A run that was written upright has `edges` along its height instead, and `vertical` set.
    """

    start: int
    end: int
    page: int
    bbox: Box
    edges: Sequence[float]
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the source marks as such (Markdown `#`, Word outline level, HTML `h1`)."""

    spans: tuple[Span, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; several spans where a page break or a column cuts it.

    `style` says what the source marks it as, where that helps: `title`, `centered`, `right`, `indented`
    (a line of a text that indents first lines alone), or "".
    """

    spans: tuple[Span, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, at its upper left position. Each of `paragraphs` is the spans of one paragraph.

    `ended` tells from how the last line is set whether its last paragraph ends there: False where the
    line is full, so that the text may run on after a page break (None: the source does not tell).
    `turns` are the offsets of lines with which a paragraph may begin, for all that their setting tells.
    `closed` says whether a rule closes the cell below (None: the source draws none, or does not tell).
    """

    row: int
    col: int
    paragraphs: tuple[tuple[Span, ...], ...]
    row_span: int = 1
    col_span: int = 1
    ended: bool | None = None
    turns: tuple[int, ...] = ()
    closed: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed in one piece; pages of one logical table are joined by `extract.grid`.

    `cells` are sorted by row, then column. `open_top`/`open_bottom` say whether the outer rule is
    missing where a page cuts the table (None: the source does not tell). `spans_known` is False for
    dumps that write a merged cell as blank cells. `certainty` is below 1 where the grid itself was
    inferred (no ruling lines).
    """

    cells: tuple[Cell, ...]
    page: int | None = None
    open_top: bool | None = None
    open_bottom: bool | None = None
    spans_known: bool = True
    certainty: float = 1.0

    @property
    def n_rows(self) -> int:
        """Rows of the grid."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @property
    def n_cols(self) -> int:
        """Columns of the grid."""
        return max((c.col + c.col_span for c in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the page and not of the notice: page numbers, running heads, watermarks, navigation."""

    spans: tuple[Span, ...]
    kind: str


_LinePart = tuple[int, int, int, Box]
"""A stretch of text on one line: where it starts and ends, its page and box."""

Block = Heading | Paragraph | Table | Furniture


@dataclass(frozen=True, slots=True)
class Document:
    """One read file (or a part of it that is a notice of its own).

    `blocks` are in reading order. `pages` is None for input without pages. `meta` holds what the
    container itself states about the notice (an HTML page's `PubDate`, a metadata table's 发文字号),
    by plain names: `title`, `issuer`, `doc_number`, `issued_on`, `source`. `lines` is empty for input
    without pages.
    """

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    pages: int | None = None
    meta: dict[str, str] = field(default_factory=dict)
    lines: Sequence[Line] = ()

    def locate(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Give `spans` their pages and boxes; a span over a page break becomes one span a page."""
        if not self.lines:
            return tuple(spans)
        return tuple(part for span in spans for part in self._locate_one(span))

    def _locate_one(self, span: Span) -> Iterator[Span]:
        parts_of = getattr(self.lines, "parts", self._parts)
        found: list[_LinePart] = parts_of(span.start, span.end)
        if not found:
            yield span
            return
        if all(part[2] == found[0][2] for part in found):
            yield Span(span.start, span.end, found[0][2], _union([part[3] for part in found]))
            return
        starts = [span.start] + [
            here[0] for before, here in itertools.pairwise(found) if before[2] != here[2]
        ]
        for i, start in enumerate(starts):
            end = starts[i + 1] if i + 1 < len(starts) else span.end
            parts = [p for p in found if start <= p[0] < end]
            yield Span(start, end, parts[0][2], _union([p[3] for p in parts]))

    def _parts(self, start: int, end: int) -> list[_LinePart]:
        """The stretches of lines between two places of the text, each with its page and box."""
        first = bisect_right(self.lines, start, key=lambda line: line.start) - 1
        found: list[_LinePart] = []
        for line in itertools.islice(self.lines, max(first, 0), None):
            if line.start >= end:
                break
            low, high = max(start, line.start), min(end, line.end)
            if low < high:
                found.append((low, high, line.page, _part_box(line, low, high)))
        return found


def _part_box(line: Line, start: int, end: int) -> Box:
    low, high = line.edges[start - line.start], line.edges[end - line.start]
    x0, top, x1, bottom = line.bbox
    low, high = min(low, high), max(low, high)
    return (x0, low, x1, high) if line.vertical else (low, top, high, bottom)


def _union(boxes: list[Box]) -> Box:
    if len(boxes) == 1:
        x0, top, x1, bottom = boxes[0]
    else:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        x0, top, x1, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    return (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
