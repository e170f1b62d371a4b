"""A header repeated on a page with no rule below it, so that its cells hold the rest of a cut row as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from taskextract.extract.table_headers import Column
from taskextract.extract.table_shape import GridCell, Row


def part_header(rows: Sequence[Row], columns: Sequence[Column]) -> Sequence[Row]:
    """The rows of a page's table, the first one parted below the header that the pages before have too.

    Evidence: every cell of the row begins with its column's header, and some have more.
    """
    if not rows or len(rows[0].cells) != len(columns):
        return rows
    pairs = [(rows[0].own(i), column.title) for i, column in enumerate(columns)]
    if not all(cell is not None and title and cell.text.startswith(title) for cell, title in pairs):
        return rows
    glued = [(cell, len(title)) for cell, title in pairs if cell is not None]
    if all(len(cell.text) == end for cell, end in glued):
        return rows
    head = [replace(cell, paragraphs=(cell.whole[:end],), row_span=1) for cell, end in glued]
    rests = {id(cell): _behind(cell, end) for cell, end in glued}
    top = replace(rows[0], cells=tuple(head), spans=(1,) * len(head))
    below = [replace(row, index=row.index + 1, cells=tuple(_lower(c, rests) for c in row.cells)) for row in rows]
    return [top, replace(below[0], first=False, cut=True), *below[1:]]


def _behind(cell: GridCell, end: int) -> GridCell | None:
    """What a cell has behind its header, a row lower; None for nothing."""
    left = []
    for paragraph in cell.paragraphs:
        left += [paragraph[end:]] if len(paragraph) > end else []
        end = max(0, end - len(paragraph))
    return replace(cell, paragraphs=tuple(left), row=cell.row + 1) if left else None


def _lower(cell: GridCell | None, rests: dict[int, GridCell | None]) -> GridCell | None:
    if cell is None:
        return None
    return rests[id(cell)] if id(cell) in rests else replace(cell, row=cell.row + 1)
