"""Tables that only set the frame of an official letter: its number beside who signed it, whom copies go to above who printed it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from taskextract.vocabulary.words import load_words

_MOST_ROWS, _MOST_CELLS = 8, 2
_BLANK = re.compile(r"\s+")


def frame_lines(rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """The lines of such a table, given its rows of cells of paragraphs; none where it is another one.

    Evidence: few rows, each of one or two cells with text, of which one says what only such frames say.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    filled = [row for row in filled if row]
    if not 0 < len(filled) <= _MOST_ROWS or not all(len(row) <= _MOST_CELLS and _frames(row) for row in filled):
        return []
    return [line for row in filled for line in (row[0] if len(row) == 1 else [" ".join(" ".join(cell) for cell in row)])]


def _frames(row: Sequence[Sequence[str]]) -> bool:
    return any(_pattern().fullmatch(_BLANK.sub("", "".join(cell))) for cell in row)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in load_words("lines")["letter_frame"]))
