"""Sheets saved as text (CSV, TSV): their rows as lines of tab-separated cells."""

from __future__ import annotations

import csv
import re
from collections import Counter

from taskextract.readers.source import Unreadable

_MARKS = ",;\t|"
_PLAIN_MARKS = ",;"
_MIN_WIDTH, _MIN_ROWS, _MOST = 3, 3, 0.9
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*+)"(?=\t|\r?\n|\Z)', re.MULTILINE)


def rows_as_tabs(text: str, name: str) -> str:
    """Rows of a CSV file as tab-separated ones; line feeds inside a cell part its paragraphs.

    A row with one cell alone (a title above the table) becomes a line of its own. Columns left of the
    sheet's text, blank in all its rows, are none.
    """
    try:
        rows = _rows(text)
    except csv.Error as error:
        raise Unreadable("unreadable-file", f"{name}: no comma-separated table ({error}); save it as XLSX") from error
    first = min((c for row in rows for c, cell in enumerate(row) if cell.strip()), default=0)
    lines: list[str] = []
    for row in rows:
        cells = ["<p>".join(cell.replace("\t", " ").splitlines()) for cell in row[first:]]
        while cells and not cells[-1].strip():
            cells.pop()
        lines.append("\t".join(cells))
    return "\n".join(lines)


def is_separated(text: str) -> bool:
    """Whether a text is a sheet saved as such whatever its file is named: nearly all its rows have as many cells, three or more."""
    if "\t" in text or not any(mark in text for mark in _PLAIN_MARKS):
        return False
    try:
        rows = [row for row in _rows(text, _PLAIN_MARKS) if any(row)]
    except csv.Error:
        return False
    (width, number), *_ = Counter(map(len, rows)).most_common(1) or [(0, 0)]
    return width >= _MIN_WIDTH and number >= max(_MIN_ROWS, _MOST * len(rows))


def without_quotes(text: str) -> str:
    """Tab-separated text in which cells with line feeds, tabs or quotes are quoted, as sheet programs save it."""
    return _QUOTED.sub(_bare, text) if '"' in text else text


def _bare(match: re.Match[str]) -> str:
    inside = match[1]
    if not re.search(r'[\t\r\n]|""', inside):
        return match[0]  # quotation marks of the notice itself
    return "<p>".join(inside.replace('""', '"').replace("\t", " ").splitlines())


def _rows(text: str, marks: str = _MARKS) -> list[list[str]]:
    """The rows under the sign that parts most of them into the same number of cells."""
    lines = text.splitlines(keepends=True)
    if lines and (named := re.fullmatch(r"sep=(.)\s*", lines[0])):
        return list(csv.reader(lines[1:], delimiter=named[1]))
    readings = [list(csv.reader(lines, delimiter=mark)) for mark in marks if mark in text]
    return max(readings, key=_agreement, default=[[line] for line in text.splitlines()])


def _agreement(rows: list[list[str]]) -> int:
    """How many rows have the usual number of cells, where that is more than one."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)
