"""A row of a logical table while its cells are still moved about."""

from __future__ import annotations

from dataclasses import dataclass, field

from taskextract.extract.table_shape import Row
from taskextract.findings import Finding
from taskextract.strand import Strand

Paragraphs = tuple[Strand, ...]


@dataclass(slots=True)
class Line:
    """A row's paragraphs by column, and which of them are repeats of a merged cell above.

    `covers` is how many rows the cell that says something here reaches over; `spans` how many rows of
    its printed piece the cell that begins here covers, blank or not (0 where one from above stands).
    `ended` and `closed` are what the reader told by column of the cell's last line and the rule below it.
    `shifted`: the cells from the first of these columns up to the second were moved one to the right.
    `signs` are cells that only said that they hold what stands above.
    `seams` are the offsets of paragraphs that stand first after a page break, with `ended` of the text before.
    """

    row: int
    page: int
    cells: list[Paragraphs]
    repeats: list[bool]
    covers: list[int]
    spans: list[int]
    first: bool
    cut: bool
    held: bool = False
    shifted: tuple[int, int] | None = None
    ended: list[bool | None] = field(default_factory=list)
    closed: list[bool | None] = field(default_factory=list)
    seams: dict[int, bool | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    signs: Paragraphs = ()

    def own(self, col: int) -> bool:
        """Whether a cell with text begins here."""
        return bool(self.cells[col]) and not self.repeats[col]


Lines = list[Line | Row]
"""Rows of a table in order; a `Row` is a section's title."""


def moved_right(cells: list[Paragraphs], first: int, blank: int) -> list[Paragraphs]:
    """A row's cells with those from column `first` on one farther to the right, up to the blank one."""
    return [*cells[:first], (), *cells[first:blank], *cells[blank + 1 :]]
