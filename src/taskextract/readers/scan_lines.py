"""Recognised strips as lines of text: their characters placed, their punctuation made one."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from taskextract.readers.page import Run
from taskextract.readers.scan_find import Strip
from taskextract.readers.scan_read import Glyph

DOUBTFUL = 0.6
"""A character recognised with less certainty than this is flagged where it stands."""
BLANK = 0.6
"""Ems: the part of a mark's place that is blank, where a page does not tell."""
BEARING = 0.04
"""Ems: the blank between a character's ink and the end of its place, where a page does not tell."""
CERTAIN = 0.9
SQUEEZED = 1.25
"""Ems between two characters between which there is room for no third, unless it is read with certainty."""
SAMPLES = 3
"""Lines that must tell how wide a blank is."""
EVEN = 0.4
"""Ems by which a character's middle may lie elsewhere than its even place."""
_HALF_AFTER = frozenset("，。、；：！？）》”’」』】〕")
_HALF_BEFORE = frozenset("（《“‘「『【〔")


@dataclass(frozen=True, slots=True)
class Blanks:
    """Ems of blank between a line's ink and the end of its last place: of characters, and of marks (by mark)."""

    bearing: float
    after: Mapping[str, float]


def page_blanks(readings: Sequence[Sequence[Glyph]], strips: Sequence[Strip]) -> Blanks:
    """The blanks of a page's type: how far the even places of its lines reach beyond their ink."""
    seen: dict[str, list[float]] = {}
    for reading, strip in zip(readings, strips, strict=True):
        text = full_width("".join(g.text for g in reading))
        if len(text) > 4 and min(text) > "\u2e7f" and _is_chinese(text[0]):
            kind = text[-1] if text[-1] in _HALF_AFTER else "" if _is_chinese(text[-1]) else "other"
            seen.setdefault(kind, []).extend(_blank(reading, strip))
    usual = {kind: sorted(values)[len(values) // 2] for kind, values in seen.items() if len(values) >= SAMPLES}
    bearing = min(max(usual.get("", 2 * BEARING) / 2, 0.0), 0.15)
    return Blanks(bearing, {c: min(max(usual[c] - bearing, 0.2), 0.8) for c in usual if c in _HALF_AFTER})


def _blank(reading: Sequence[Glyph], strip: Strip) -> Iterator[float]:
    """By how many ems the evenly placed characters of a line are wider than its ink; nothing where they stand unevenly."""
    places = [(i, g.x) for i, g in enumerate(reading) if _is_chinese(g.text)]
    middle, at = (sum(values) / len(places) for values in zip(*places, strict=True))
    spread = sum((i - middle) ** 2 for i, _ in places)
    step = sum((i - middle) * (x - at) for i, x in places) / spread if spread else 0.0
    if step > 0 and all(abs(g.x - at - (i - middle) * step) < EVEN * step for i, g in enumerate(reading)):
        yield len(reading) - strip.wide / step


def line_run(reading: Sequence[Glyph], strip: Strip, unit: float, blanks: Blanks) -> Run:
    """A line of text as a run in points (`unit` of them a pixel)."""
    kept = [g for i, g in enumerate(reading) if _has_place(reading, i, strip.em)]
    text = full_width("".join(g.text for g in kept))
    edges = array("f", (x * unit for x in _edges(kept, strip, text, blanks)))
    doubts = tuple((i, g.certainty) for i, g in enumerate(kept) if g.certainty < DOUBTFUL)
    half = 0.5 * max(strip.em - strip.high, 0.0)
    top, bottom = strip.top - half, strip.bottom + half
    return Run(text, edges, top * unit, bottom * unit, _em(kept, strip) * unit, doubts=doubts, seen=True)


def _em(reading: Sequence[Glyph], strip: Strip) -> float:
    """The size of the type: the mean step between Chinese characters, if that fits the strip's height."""
    steps = [b.x - a.x for a, b in itertools.pairwise(reading) if _is_chinese(a.text) and _is_chinese(b.text)]
    em = sum(steps) / len(steps) if len(steps) > 3 else 0.0
    return em if 0.7 * strip.em < em < 1.25 * strip.em else 1.05 * strip.em


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _has_place(reading: Sequence[Glyph], i: int, em: float) -> bool:
    """Whether there is room for a doubtful letter or digit between two Chinese characters: noise gets none."""
    glyph, beside = reading[i], [reading[k] for k in (i - 1, i + 1) if 0 <= k < len(reading)]
    if glyph.certainty > CERTAIN or glyph.text.isspace() or not glyph.text.isascii() or len(beside) < 2 or not all(_is_chinese(g.text) for g in beside):
        return True
    return beside[1].x - beside[0].x > SQUEEZED * em


def _edges(reading: Sequence[Glyph], strip: Strip, text: str, blanks: Blanks) -> list[float]:
    """Where each character begins, and the last one ends.

    In most lines characters stand evenly between the first and the last ink, which is known more
    exactly than what the network says; where that does not fit, it is half-way between their middles.
    """
    em = _em(reading, strip)
    left = strip.x0 - em * (BLANK if text[:1] in _HALF_BEFORE else blanks.bearing)
    right = strip.x1 + em * (blanks.after.get(text[-1:], BLANK) if text[-1:] in _HALF_AFTER else blanks.bearing)
    places = [0.0, *itertools.accumulate(0.5 if c.isascii() else 1.0 for c in text)]
    step = (right - left) / places[-1]
    even = [left + p * step for p in places]
    apart = max(abs((a + b) / 2 - g.x) for a, b, g in zip(even, even[1:], reading, strict=False))
    if apart < EVEN * strip.em:
        return even
    edges = [left]
    for a, b in itertools.pairwise(reading):
        edges.append(min(max((a.x + b.x) / 2, edges[-1]), right))
    return [*edges, right]


_FULL = dict(zip(",:;?!()", "，：；？！（）", strict=True))


def full_width(text: str) -> str:
    """Punctuation that stands beside Chinese characters in its Chinese form: networks mix up the two."""
    chars = list(text)
    for i, char in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        beside = (after or before) if char == "(" else before
        if char in _FULL and (_is_chinese(beside) or (char in "()" and _is_chinese(before or after))):
            chars[i] = _FULL[char]
    return "".join(chars)
