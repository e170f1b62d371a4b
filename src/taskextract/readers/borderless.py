"""Tables without ruling lines, told from text that stands in columns."""

from __future__ import annotations

from collections.abc import Sequence

from taskextract.readers.page import Run
from taskextract.readers.ruling import Grid

Found = tuple[Grid, list[list[Run]], float]
"""A grid, the lines of each of its cells, and how certain it is."""


def find_borderless(runs: Sequence[Run]) -> list[Found | list[Run]]:
    """Parts of a stretch of page from top to bottom: tables by alignment, and the runs between them."""
    return [list(runs)] if runs else []
