"""A second look at strips of which something is missing or doubtful: drawn larger and wider, more is seen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

from taskextract.readers.scan_find import Strip
from taskextract.readers.scan_read import Reading, read_strips

UNSURE = 0.6
"""A character recognised with less certainty than this makes a strip worth a second look."""
NARROW = 0.02
STRETCH = 1.4
"""The margin (ems) and the widening of the second look."""
BETTER = 0.03
"""By how much the second look's mean logarithm of certainty must be better."""


def read_surely(picture: Any, ink: Any, strips: Sequence[Strip]) -> list[Reading]:
    """The characters of each strip, from the first or the second look at it."""
    readings = read_strips(picture, strips)
    again = [i for i, reading in enumerate(readings) if _is_doubtful(reading) or _missing(reading, strips[i], ink)]
    if again:
        for i, second in zip(again, read_strips(picture, [strips[i] for i in again], NARROW, STRETCH), strict=True):
            readings[i] = _better(readings[i], second, strips[i], ink)
    return readings


def _is_doubtful(reading: Reading) -> bool:
    return not reading or min(g.certainty for g in reading) < UNSURE


def _better(first: Reading, second: Reading, strip: Strip, ink: Any) -> Reading:
    gaps = (_missing(first, strip, ink), _missing(second, strip, ink))
    if gaps[0] != gaps[1]:
        return first if gaps[0] < gaps[1] else second
    if len(second) < len(first):
        return first  # faint characters are lost sooner than others are seen where none are
    return second if _likely(second) > _likely(first) + BETTER else first


def _likely(reading: Reading) -> float:
    """The mean logarithm of the characters' certainties."""
    return sum(math.log(max(g.certainty, 1e-3)) for g in reading) / len(reading) if reading else -9.0


def _missing(reading: Reading, strip: Strip, ink: Any) -> int:
    """In how many places there is ink where the reading has no character."""
    top, bottom = max(int(strip.top), 0), int(strip.bottom) + 1
    return sum(bool(ink[top:bottom, max(int(a), 0) : int(b)].any()) for a, b in _gaps(reading, strip))


def _gaps(reading: Reading, strip: Strip) -> Iterator[tuple[float, float]]:
    """Stretches of a strip that lie further from every character than its body reaches."""
    em = strip.em
    held = [(g.x - _half(g.text) * em, g.x + _half(g.text) * em) for g in reading if not g.text.isspace()]
    ends = [(strip.x0 - em, strip.x0 - 0.1 * em), *held, (strip.x1 + 0.1 * em, strip.x1 + em)]
    for (_, a), (b, _) in itertools.pairwise(ends):
        if b - a > 0.3 * em:
            yield a, b


def _half(text: str) -> float:
    """Half the width of a character and what its place may be wrong by, in ems."""
    if text.isascii():
        return 0.5
    return 0.55 if text in "”“‘’" else 0.7
