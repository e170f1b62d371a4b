"""Which lines make up one paragraph.

Where a paragraph happens to fill its last line, and nothing about two lines tells whether it ends
there, what the column does elsewhere decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.readers.breaks import ENDS, Column, ending_of, is_centered, room_in, sign_between
from taskextract.readers.page import Run

_ITEM = re.compile(r"\s*([（(]?)(\d{1,2})([)）、．]|\.(?!\d))")


@dataclass(slots=True)  # not frozen: one is made for every cell
class Split:
    """Lines in paragraphs; `doubtful` are indices of paragraphs whose beginning the layout does not tell.

    `silent` says that somewhere the layout did not tell whether a paragraph ends, `unsure` that the
    column's usual endings did not tell either, `ended` whether the last line leaves room for more
    (None: it does not tell). `open` are the lines with which a paragraph may begin,
    for all that the layout tells.
    """

    paragraphs: list[list[Run]]
    doubtful: tuple[int, ...] = ()
    silent: bool = False
    unsure: bool = False
    ended: bool | None = None
    open: tuple[Run, ...] = ()


def split(lines: Sequence[Run], column: Column, wanted: int = 0) -> Split:
    """The paragraphs of a cell or of a stretch of running text.

    `wanted` is how many the neighbouring cells have, for a table whose cells answer each other
    paragraph by paragraph (0: not known); it decides only where the layout says nothing.
    """
    if not lines or _stacked(lines):
        return Split([list(lines)] if lines else [])
    centered = is_centered(lines, column)
    signs = [sign_between(a, b, column, centered) for a, b in itertools.pairwise(lines)]
    for i in _next_in_list(lines, signs):
        signs[i] = True if signs[i] is None else signs[i]
    chosen = [i for i, sign in enumerate(signs) if sign is None and ending_of(lines[i]) in column.endings]
    silent = [i for i, sign in enumerate(signs) if sign is None and (i in chosen or ending_of(lines[i]) in ENDS)]
    missing = wanted - 1 - signs.count(True)
    if wanted and 0 <= missing <= len(silent):
        chosen = sorted(silent, key=lambda i: (i not in chosen, ending_of(lines[i]) != "。", i))[:missing]
    out, doubtful = [[lines[0]]], []
    for i, sign in enumerate(signs):
        if sign or i in chosen:
            doubtful += [len(out)] * (not sign)
            out.append([])
        out[-1].append(lines[i + 1])
    maybe = tuple(lines[i + 1] for i, sign in enumerate(signs) if sign is None)
    ended = _has_ended(lines[-1], column, centered)
    return Split(out, tuple(doubtful), len(silent) > 0, len(silent) > len(chosen), ended, maybe)


def _next_in_list(lines: Sequence[Run], signs: Sequence[bool | None]) -> list[int]:
    """The lines after which one begins with the number that follows, in its form, that of a paragraph above."""
    out: list[int] = []
    last: tuple[str, str, int] | None = None
    for i, line in enumerate(lines):
        item = _ITEM.match(line.text)
        if item is None:
            continue
        here = (item[1], item[3], int(item[2]))
        follows = last is not None and here == (*last[:2], last[2] + 1)
        if follows or i == 0 or signs[i - 1]:
            last = here
            out += [i - 1] * follows
    return out


def _stacked(lines: Sequence[Run]) -> bool:
    """A word set from top to bottom: a character a line, one under the other."""
    return len(lines) > 2 and all(len(line.text.strip()) == 1 for line in lines)


def _has_ended(last: Run, column: Column, centered: bool) -> bool | None:
    """Whether the last line leaves room for more (True), is full (False), or does not tell (None)."""
    room = room_in(last, column, centered)
    if room > 2 * column.em:
        return True
    return False if room < 1.1 * column.em else None


def style(lines: Sequence[Run], column: Column, body: float) -> str:
    """`title`, `centered` or `right` for running text that is set so; `body` is the usual size of an em."""
    gaps = [(line.x0 - column.left, column.right - line.x1) for line in lines]
    em = column.em
    if all(abs(a - b) < 1.2 * em for a, b in gaps):
        if min(line.size for line in lines) > 1.15 * body:
            return "title"
        if all(min(a, b) > 1.2 * em for a, b in gaps):
            return "centered"
    if len(lines) == 1 and gaps[0][0] > 0.35 * (column.right - column.left) and gaps[0][0] > 3 * gaps[0][1]:
        return "right"
    return ""
