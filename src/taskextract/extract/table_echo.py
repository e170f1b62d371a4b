"""Labels that a spreadsheet prints twice: in their merged cell, and over the edge where a page cuts the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskextract.extract.table_shape import Row, distinct

_LONGEST = 60
_PIECES = 5  # cells of one row, each with a line of its label


def is_echo(text: str, rows: Sequence[Row], wide: int) -> bool:
    """Whether a line between two pieces of a table only repeats parts of labels in `rows`.

    `wide` is the column of what is to be done, whose text no label repeats.
    """
    if not 0 < len(text) <= _LONGEST:
        return False
    labels = [cell.text for row in rows for cell in distinct(row) if cell.col != wide and len(cell.text) <= _LONGEST]
    return _is_made_of(text, labels)


def _is_made_of(text: str, labels: Iterable[str]) -> bool:
    """Whether a text is at most five parts of labels, one after the other."""
    whole = "\n".join(labels)
    at = 0
    for _ in range(_PIECES):
        end = at
        while end < len(text) and text[at : end + 1] in whole:
            end += 1
        if end == at:
            return False
        at = end
        if at == len(text):
            return True
    return False
