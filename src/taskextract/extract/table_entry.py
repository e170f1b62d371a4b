"""A row of a division table by its fields."""

from __future__ import annotations

from dataclasses import dataclass

from taskextract.extract.table_headers import Column
from taskextract.strand import Strand

Paragraphs = tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a division table by its fields. `duties` are the agency cells with their columns, `others` those
    of columns that no field is for.

    `label_rows` is how many rows the label's merged cell covers (1 if not known). `repeats` tells
    that number and name are carried over from a merged cell above. `page` counts printed pieces. `held`:
    a merged cell in the label's columns covers the row.
    """

    row: int
    page: int = 0
    section: Strand | None = None
    group: Strand | None = None
    number_cell: Strand | None = None
    number: int | None = None
    name: Strand | None = None
    measures: Paragraphs = ()
    duties: tuple[tuple[Column, Paragraphs], ...] = ()
    times: Paragraphs = ()
    targets: Paragraphs = ()
    people: Paragraphs = ()
    remarks: Paragraphs = ()
    others: tuple[tuple[Column, Paragraphs], ...] = ()
    framing: Paragraphs = ()
    label_rows: int = 1
    shifted: bool = False
    held: bool = False
    measure_repeats: bool = False
    name_repeats: bool = False
    group_repeats: bool = False
