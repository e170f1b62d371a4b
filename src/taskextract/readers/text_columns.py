"""Tables set in text: columns that begin at the same places, boxes of line signs, a cell a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, islice

from taskextract.readers.captions import is_header
from taskextract.vocabulary.words import load_words

_RULE = re.compile(r"\s*[+\u2500-\u257f][\s+\-=\u2500-\u257f]*$")
_BOXED = re.compile(r"\s*[│┃║|](.*)[│┃║|]\s*$")
_SIDE = re.compile("[│┃║|]")
_GAP = re.compile(r"(?:\s{2,}|\u3000)\s*")
_WORD = re.compile(r"[A-Za-z0-9.%+-]+|.")
_LISTED = re.compile(r"[（(]?(\d{1,2})[)）、．.](?!\d)")
_PIPES = "│┃║"
_MIN_COLUMNS = 3
_MIN_ROWS = 3
_MOST_COLUMNS = 24
_MOST_ROWS = 100
"""Rows of one number, and lines that say 1, that are looked at."""
_BELOW = 200
"""Lines below a table in which its next number is looked for."""
_PARAGRAPH = "<p>"
"""What parts a cell's paragraphs in the rows that are given."""
_NEAR = 1
"""Half widths that a column's beginning may be off: programs count some signs as narrow that are wide."""

Rows = dict[int, list[str] | None]
"""Line number → the cells of the row that it holds; None for a line that belongs to the row or rule before it."""


def boxed_rows(lines: Sequence[str]) -> Rows:
    """Tables in boxes of line signs. Where rules part all rows, the lines between two rules are one row."""
    found: Rows = {}
    kinds = ["rule" if _RULE.match(x) and len(x.strip()) > 2 else "row" if _BOXED.match(x) else "" for x in lines]
    for inside, group in groupby(range(len(lines)), key=lambda i: bool(kinds[i])):
        run = list(group)
        drawn = [i for i in run if kinds[i] == "rule"]
        if not inside or not drawn or not any(c in lines[i] for i in run for c in _PIPES + "─━═+"):
            continue
        rows = [i for i in run if kinds[i] == "row"]
        if len(rows) < 2 or len({len(_cells(lines[i])) for i in rows}) > 2:
            continue
        found.update(_rows_between(lines, run, kinds, parted=len(drawn) > 3))
    return found


def _cells(line: str) -> list[str]:
    """What stands between the sides of a line, with its blanks."""
    match = _BOXED.match(line)
    return _SIDE.split(match[1]) if match else []


def _rows_between(lines: Sequence[str], run: Sequence[int], kinds: Sequence[str], *, parted: bool) -> Rows:
    found: Rows = dict.fromkeys(run)
    current: list[str] | None = None
    above: list[str] = []
    for i in run:
        if kinds[i] == "rule":
            current = None
            continue
        cells = _cells(lines[i])
        if parted and current is not None and len(current) == len(cells):
            current[:] = [
                whole + (_PARAGRAPH if _has_room(last, here) or _counts_on(whole, here) else "") + here.strip()
                for whole, last, here in zip(current, above, cells, strict=True)
            ]
        else:
            current = found[i] = [cell.strip() for cell in cells]
        above = cells
    return found


def _has_room(line: str, below: str) -> bool:
    """Whether what begins the line below would fit behind this one, so that a paragraph ends here.

    Evidence of the room: the width between the sides, less a blank on each where there is one on the left.
    """
    word = _WORD.match(below.strip())
    if word is None or not line.strip():
        return False
    pad = line.startswith(" ")
    return _width(line.rstrip()) + _width(word[0]) <= _width(line) - pad


def _counts_on(whole: str, below: str) -> bool:
    """Whether a line begins with the number after the one that the last numbered paragraph of its cell has."""
    numbers = [int(match[1]) for text in whole.split(_PARAGRAPH) if (match := _LISTED.match(text))]
    listed = _LISTED.match(below.strip())
    return bool(numbers) and listed is not None and int(listed[1]) == numbers[-1] + 1


def strided_rows(lines: Sequence[str]) -> Rows:
    """Tables saved as a cell a line, blank cells as blank lines.

    Evidence: the numbers 1, 2, 3 … alone on lines at equal steps, a header of as many short lines before the first.
    """
    texts = [line.strip() for line in lines]
    ones = (i for i, text in enumerate(texts) if text == "1")
    for first in islice(ones, _MOST_ROWS):
        for width in range(_MIN_COLUMNS, _MOST_COLUMNS + 1):
            top = first - width
            if top < 0 or not texts[top] or not is_header(texts[top:first]):
                continue
            if rows := _numbered_rows(texts, first, width):
                found: Rows = dict.fromkeys(range(top, rows[-1] + width))
                found.update({i: texts[i : i + width] for i in (top, *rows)})
                return found
    return {}


def _numbered_rows(texts: Sequence[str], first: int, width: int) -> list[int]:
    """Where rows begin: at each number, and at blanks between two numbers or over two cells after the last."""
    rows: list[int] = []
    number = told = 0
    for at in range(first, len(texts) - width + 1, width):
        if texts[at] == str(number + 1):
            number += 1
            told = len(rows) + 1
        elif texts[at] or len(rows) > told + _MOST_ROWS:
            break
        rows.append(at)
    while told < len(rows) and not any(texts[rows[told] : rows[told] + 2]) and any(texts[rows[told] : rows[told] + width]):
        told += 1
    return rows[:told] if number >= _MIN_ROWS and _is_end(texts[(end := rows[told - 1] + width) : end + _BELOW], number) else []


def _is_end(below: Sequence[str], number: int) -> bool:
    """Whether a table is over: a blank line, a note or nothing follows, and none of its numbers.

    A cell of several lines breaks the step, and its row may be the last.
    """
    notes = tuple(load_words("lines")["table_notes"])
    return str(number + 1) not in below and (not below or not below[0] or below[0].startswith(notes))


def placed_rows(lines: Sequence[str]) -> Rows:
    """Tables whose columns begin at the same places in all lines, as in print: blank cells leave their place blank."""
    found: Rows = {}
    pieces = [_pieces(line) for line in lines]
    i = 0
    while i < len(lines):
        starts = [place for place, _ in pieces[i]]
        end = i + 1
        if len(starts) >= _MIN_COLUMNS:
            while end < len(lines) and _fits(pieces[end], starts):
                end += 1
            while len(pieces[end - 1]) == 1 and pieces[end - 1][0][0] <= _NEAR:
                end -= 1  # a paragraph below the table
        if end - i >= _MIN_ROWS and sum(len(pieces[k]) > 1 for k in range(i, end)) >= _MIN_ROWS:
            found.update({k: _in_columns(pieces[k], starts) for k in range(i, end)})
            i = end
        else:
            i += 1
    return found


def _pieces(line: str) -> list[tuple[int, str]]:
    """The texts that wide blanks part, each with its place in half widths."""
    if "\t" in line or not _GAP.search(line):
        return [(0, line.strip())] if line.strip() and not line[:1].isspace() and "\t" not in line else []
    found: list[tuple[int, str]] = []
    at = 0
    for match in _GAP.finditer(line):
        if text := line[at : match.start()].rstrip():
            found.append((_width(line[:at]), text))
        at = match.end()
    if text := line[at:].rstrip():
        found.append((_width(line[:at]), text))
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _column(place: int, starts: Sequence[int]) -> int | None:
    return next((k for k, start in enumerate(starts) if abs(place - start) <= _NEAR), None)


def _fits(pieces: Sequence[tuple[int, str]], starts: Sequence[int]) -> bool:
    columns = [_column(place, starts) for place, _ in pieces]
    return bool(columns) and None not in columns and len(set(columns)) == len(columns)


def _in_columns(pieces: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[str]:
    row = [""] * len(starts)
    for place, text in pieces:
        column = _column(place, starts)
        assert column is not None
        row[column] = text
    return row
