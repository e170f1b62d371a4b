"""What every sheet reader yields: the texts of a sheet as it shows them, its merges, what it hides."""

from __future__ import annotations

from dataclasses import dataclass, field

from taskextract.readers.source import Unreadable

MAX_CELLS = 300_000

Range = tuple[int, int, int, int]
"""`(first row, first column, last row, last column)`, from 0, ends included."""


@dataclass(slots=True)
class SheetCells:
    """One sheet. Rows and columns count from 0; hidden ones are given as ranges, ends included."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_cols: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False
    unset_formulas: int = 0

    def put(self, row: int, col: int, text: str) -> None:
        """Set a cell's text; blank ones are not kept."""
        if not text.strip():
            return
        self.texts[row, col] = text
        if len(self.texts) > MAX_CELLS:
            raise Unreadable("file-too-large", f"the sheet {self.name!r} has more than {MAX_CELLS} cells; cut it")
