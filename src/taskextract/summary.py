"""What a run made of each notice, as rows of a table that lines up with Chinese characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from taskextract.dataset import Dataset, flatten
from taskextract.records import Notice

REPAIRS = frozenset(
    {
        "glued-label", "inferred-paragraphs", "joined-pages", "lookalike-character", "merged-citation",
        "moved-label", "repaired-agency", "repaired-text", "repeated-group", "scattered-sentence",
        "shifted-row", "split-cell",
    }
)  # fmt: skip
"""Findings that say what was mended. Every other warning is a doubt; `unused-text` has its own column."""

HEADER = ("notice", "genre", "tasks", "measures", "agencies", "repaired", "doubtful", "unused")
_LEFT = 2  # columns that are aligned to the left


@dataclass(frozen=True, slots=True)
class Line:
    """One notice: how many rows it gave, what was mended and doubted, characters that no record holds."""

    doc_id: str
    title: str | None
    genre: str
    tasks: int
    measures: int
    agencies: int
    repaired: int
    doubtful: int
    errors: int
    unused: int


def lines(dataset: Dataset) -> list[Line]:
    """A line a notice, parts after their parent."""
    return [_line(notice) for root in dataset.notices for notice in flatten(root)]


def _line(notice: Notice) -> Line:
    measures = [measure for task in notice.tasks for measure in task.measures]
    assignments = [a for task in notice.tasks for a in task.assignments]
    assignments += [a for measure in measures for a in measure.assignments]
    rows = notice.findings
    return Line(
        doc_id=notice.document.doc_id,
        title=notice.document.title,
        genre=notice.document.genre,
        tasks=sum(task.ordinal > 0 for task in notice.tasks),
        measures=len(measures),
        agencies=len({a.agency_id for a in assignments if a.agency_id}),
        repaired=sum(row.code in REPAIRS for row in rows),
        doubtful=sum(
            row.severity == "warning" and row.code not in REPAIRS and row.code != "unused-text" for row in rows
        ),
        errors=sum(row.severity == "error" for row in rows),
        unused=notice.document.chars_unused,
    )


def as_data(dataset: Dataset) -> list[dict[str, Any]]:
    """The lines as plain data, for `--json`."""
    return [asdict(line) for line in lines(dataset)]


def table(found: Sequence[Line], *, columns: int | None, colour: bool) -> list[str]:
    """The lines as text. `columns` is the terminal's width (None: no limit)."""
    rows = [HEADER, *(_cells(line) for line in found)]
    if len(found) > 1:
        rows.append(_totals(found))
    widths = [max(width(row[i]) for row in rows) for i in range(len(HEADER))]
    if columns is not None:
        rest = sum(widths[1:]) + 2 * (len(widths) - 1)
        widths[0] = min(widths[0], max(16, columns - rest))
    out = [_join(row, widths) for row in rows]
    if colour:
        out[0] = f"\x1b[1m{out[0]}\x1b[0m"
        out[1 : 1 + len(found)] = [
            _coloured(text, line) for text, line in zip(out[1:], found, strict=False)
        ]
    return out


def _cells(line: Line) -> tuple[str, ...]:
    counts = (line.tasks, line.measures, line.agencies, line.repaired, line.doubtful, line.unused)
    genre = "unreadable" if line.errors and not line.measures else line.genre
    return (line.doc_id, genre, *(str(count) for count in counts))


def _totals(found: Sequence[Line]) -> tuple[str, ...]:
    names = ("tasks", "measures", "repaired", "doubtful", "unused")
    sums = {name: str(sum(getattr(line, name) for line in found)) for name in names}
    return (
        f"{len(found)} notices", "", sums["tasks"], sums["measures"], "",
        sums["repaired"], sums["doubtful"], sums["unused"],
    )  # fmt: skip


def _coloured(text: str, line: Line) -> str:
    if line.errors:
        return f"\x1b[31m{text}\x1b[0m"
    return f"\x1b[33m{text}\x1b[0m" if line.doubtful or line.unused else text


def _join(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        fit(cell, size) if i < _LEFT else " " * (size - width(cell)) + cell
        for i, (cell, size) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def fit(text: str, size: int) -> str:
    """`text` in exactly `size` columns: filled with blanks, or cut in its middle with `…`."""
    if width(text) <= size:
        return text + " " * (size - width(text))
    head, tail = _take(text, (size - 1) // 2), _take(text[::-1], size - 1 - (size - 1) // 2)[::-1]
    return fit(f"{head}…{tail}", size) if width(f"{head}…{tail}") <= size else head


def _take(text: str, size: int) -> str:
    out = ""
    for char in text:
        if width(out + char) > size:
            break
        out += char
    return out
