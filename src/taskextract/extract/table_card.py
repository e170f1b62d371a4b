"""Forms for one task: each field's label stands before what it says (牵头单位 | 市教育局 | 完成时限 | 6月底)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taskextract.extract.table_cells import AGENCY_FIELDS
from taskextract.extract.table_headers import Column, column_of
from taskextract.extract.table_shape import GridCell, Row
from taskextract.strand import Strand

_PLAIN = re.compile(r"[\u4e00-\u9fff（）()\s]{2,10}[:：]?$")
_FEWEST = 3  # fields of a form
_KNOWN = 0.6  # share of its labels that are words of headers


@dataclass(frozen=True, slots=True)
class Card:
    """A form as a table of one row: the columns that its labels make, their cells, and the labels' text."""

    columns: tuple[Column, ...]
    row: Row
    labels: tuple[Strand, ...]


def card_of(rows: Sequence[Row]) -> Card | None:
    """The form that a table is, None if it is none.

    Evidence: every row is labels, each with a cell that says something and is no header word itself;
    most labels are header words, and they name what is to be done and who does it.
    """
    pairs: list[tuple[GridCell, GridCell | None]] = []
    for row in rows:
        here = _pairs(row)
        if here is None:
            return None
        pairs += here
    columns = [column_of(label.text) for label, _ in pairs]
    fields = {c.field for c in columns if c is not None}
    known = sum(c is not None for c in columns)
    enough = len(pairs) >= _FEWEST and known >= _KNOWN * len(pairs) and len(rows) > 1
    if not enough or not fields & {"task", "measure"} or not fields & AGENCY_FIELDS:
        return None
    made = tuple(
        replace(value, row=0, col=i, row_span=1, col_span=1) if value is not None else None
        for i, (_, value) in enumerate(pairs)
    )
    named = tuple(c or Column("other", label.text) for c, (label, _) in zip(columns, pairs, strict=True))
    return Card(named, Row(0, made, first=True), tuple(label.whole for label, _ in pairs))


def _pairs(row: Row) -> list[tuple[GridCell, GridCell | None]] | None:
    """The row's labels with what stands behind each; None where the row is no such row."""
    cells: list[GridCell | None] = []
    for cell in row.cells:
        if cell is None or not cells or cells[-1] is not cell:
            cells.append(cell)
    found: list[tuple[GridCell, GridCell | None]] = []
    at = 0
    while at < len(cells):
        label = cells[at]
        at += 1
        if label is None:
            continue
        value = cells[at] if at < len(cells) else None
        if label.row != row.index or not _PLAIN.match(label.text) or (value is not None and column_of(value.text)):
            return None
        found.append((label, value))
        at += 1
    return found
