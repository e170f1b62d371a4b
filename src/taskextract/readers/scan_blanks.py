"""Blanks between digits and letters that the network does not tell: the paper between them does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from taskextract.readers.scan_find import Strip
from taskextract.readers.scan_read import Glyph, Reading

PAPER = 0.28
"""Ems of paper between two characters from which on there may be a blank."""
NEXT = 0.68
"""Ems from middle to middle of two characters side by side, if they are half as wide as Chinese ones."""
FULL = 0.92
"""Ems from middle to middle of two digits that are as wide as Chinese characters."""
CAPITAL = 0.74
"""Ems: the height of digits and large letters."""
FARTHEST = 1.6
"""Ems: farther apart are words of different columns."""


def with_blanks(readings: Sequence[Reading], strips: Sequence[Strip], ink: Any) -> list[Reading]:
    """The readings of a page with a blank where two digits or letters stand apart."""
    steps = sorted((b.x - a.x) / _em(r, strip) for r, strip in zip(readings, strips, strict=True) for a, b in _pairs(r))
    narrow = len(steps) > 0 and steps[len(steps) // 4] < NEXT
    reach = FARTHEST if narrow else FULL
    return [_parted(r, strip, ink, reach) for r, strip in zip(readings, strips, strict=True)]


def _pairs(reading: Reading) -> Iterator[tuple[Glyph, Glyph]]:
    return ((a, b) for a, b in itertools.pairwise(reading) if _word(a.text) and _word(b.text))


def _parted(reading: Reading, strip: Strip, ink: Any, reach: float) -> Reading:
    em = _em(reading, strip)
    out: Reading = list(reading[:1])
    for a, b in itertools.pairwise(reading):
        apart = (b.x - a.x) / em if _word(a.text) and _word(b.text) else 0.0
        if NEXT < apart < reach and _paper(ink, strip, a.x, b.x) > PAPER * em:
            out.append(Glyph(" ", min(a.certainty, b.certainty), (a.x + b.x) / 2))
        out.append(b)
    return out


def _em(reading: Reading, strip: Strip) -> float:
    """The size of a line's type: where it has only digits and letters, they may be all that the strip is as high as."""
    return max(strip.em, strip.high / CAPITAL) if all(g.text.isascii() for g in reading) else strip.em


def _word(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _paper(ink: Any, strip: Strip, start: float, end: float) -> int:
    """The widest stretch of columns without ink between two places of a strip, in pixels."""
    part = ink[max(int(strip.top), 0) : int(strip.bottom) + 1, max(int(start), 0) : int(end) + 1]
    widest = run = 0
    for filled in part.any(axis=0).tolist():
        run = 0 if filled else run + 1
        widest = max(widest, run)
    return widest
