"""Tables with a column for each body, whose cells hold only signs (√, ★, △) of the part that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from taskextract.extract.table_by_content import role_in
from taskextract.extract.table_cells import AGENCY_FIELDS, is_agencies
from taskextract.extract.table_headers import Column, column_of, header_key
from taskextract.strand import Strand
from taskextract.vocabulary.table_words import cell_words

_CLAUSES = re.compile("[,;。、()（）]")


def with_headings(columns: Sequence[Column], headings: Sequence[Strand | None]) -> tuple[Column, ...]:
    """Columns that no header word explains, and whose header names bodies, remember where it stands."""
    return tuple(
        replace(column, heading=heading)
        if column.field == "other" and heading is not None and is_agencies(heading.text)
        else column
        for column, heading in zip(columns, headings, strict=False)
    )


def with_matrix(columns: Sequence[Column], body: Sequence[Sequence[Strand | None]]) -> tuple[Column, ...]:
    """Columns headed by bodies are a matrix where their cells hold nothing but signs, two columns at least."""
    signed = [column.heading is not None and _holds_signs(body, i) for i, column in enumerate(columns)]
    if sum(signed) < 2:
        return tuple(columns)
    return tuple(replace(c, field="matrix") if s else c for c, s in zip(columns, signed, strict=True))


def _holds_signs(body: Sequence[Sequence[Strand | None]], col: int) -> bool:
    """Whether no cell of a column says anything but a sign."""
    cells = (row[col] for row in body if col < len(row))
    return all(_is_sign(cell.text) for cell in cells if cell is not None)


def _is_sign(text: str) -> bool:
    return all(c in cell_words().signs for c in text) or _said(text) is not None


def _said(text: str) -> str | None:
    """The field that a word in a cell means (牵头 → lead)."""
    column = column_of(text) if len(text) <= 4 else None
    return column.field if column is not None and column.field in AGENCY_FIELDS else None


def with_marks(columns: Sequence[Column], prose: Iterable[Strand]) -> tuple[Column, ...]:
    """A matrix with what the text around the table says of its signs: one sign and a role in a clause.

    注：★为牵头单位，△为配合单位; 牵头用●表示，协办用○表示.
    """
    if not any(c.field == "matrix" for c in columns):
        return tuple(columns)
    said: dict[str, str] = {}
    for strand in prose:
        for clause in _CLAUSES.split(header_key(strand.text)):
            signs = {c for c in clause if c in cell_words().signs}
            field = _role_of(clause) if len(signs) == 1 else None
            if field is not None:
                said.setdefault(signs.pop(), field)
    marks = tuple(sorted(said.items()))
    return tuple(replace(c, marks=marks) if c.field == "matrix" else c for c in columns)


def _role_of(clause: str) -> str | None:
    column = column_of(clause)
    return column.field if column is not None and column.field in AGENCY_FIELDS else role_in(clause)


def duty_of(column: Column, sign: str) -> tuple[Column, tuple[Strand, ...]]:
    """A sign in a matrix as a column of bodies with the cell that it would hold."""
    assert column.heading is not None
    field = _said(sign) or dict(column.marks).get(header_key(sign)[:1]) or "responsible"
    return replace(column, field=field, title=sign), (column.heading,)
