"""A stroke on the line: the numeral 一, a dash — or a hyphen. Networks mix them up; ink and neighbours tell.

A dash lies at mid height or below, is even and as long as its place; 一 lies above, is shorter or
thicker, and in most type ends in a knob.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from taskextract.readers.scan_find import Strip
from taskextract.readers.scan_read import Glyph, Reading
from taskextract.vocabulary.pairs import is_word

STROKES = frozenset("—一-－–―ー二ニ")
"""What a stroke is taken for; of the last two, those are meant that are one stroke and not two."""
TWO = "二ニ"
"""Those of them that are never short ones."""
HYPHEN = 0.6
"""Ems: a shorter stroke is a hyphen, not a dash."""
EN_DASH = 0.75
"""The same for a stroke that the network takes for a short one: a line of digits is less than an em high."""
KNOB = 1.6
"""The end of a stroke is a knob if it is so many times as thick as the rest."""
EVEN = 1.2
"""The same of strokes that have none."""
LEVELS = (0.35, 0.15)
"""Parts of the darkest ink: a hairline is much paler than the strokes beside it."""
TOUCHING = 0.22
"""Ems: columns with ink over more than this are of another character, which touches the stroke."""
TIP = 0.12
"""Ems of a stroke beside one that touches it: the tip of the other may lie over them."""
CLEAR = 4.0
"""A stroke for which 一 has so much more weight is sure to be one."""
SAMPLES = 2
"""So many of them tell how 一 looks on a page."""
LOWER, LONGER = 0.07, 0.04
"""Ems by which a stroke must lie lower, and be longer than all of them, to be something else: a dash."""
FAR_LOWER = 0.1
"""Ems by which it must lie lower whatever its length."""
LIKE, SHORTER, THINNER, ROUNDER = 0.02, 0.1, 0.62, 0.4
"""Ems by which a stroke that is one of them may differ from them in height and be shorter, how thin it may be, its knob."""
UNLIKE = 5.0
"""What being unlike them weighs, or like them."""
THIN = 0.068
"""Ems: an even stroke that is thinner is a dash; where type has no knobs, 一 is thick."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """A stroke in ems: its length, its middle below that of the line, its usual thickness, how much its end rises.

    `knob` is the end's thickness to the usual one.
    """

    wide: float
    below: float
    thick: float
    rise: float
    knob: float


def told_strokes(readings: Sequence[Reading], strips: Sequence[Strip], picture: Any) -> list[Reading]:
    """The readings of a page with each stroke read as what its ink and its neighbours make it."""
    bars = [
        {i: _bar(g.x, strip, picture) for i, g in enumerate(reading) if g.text in STROKES}
        for reading, strip in zip(readings, strips, strict=True)
    ]
    seen = [bar for found in bars for bar in found.values() if bar is not None and bar.wide >= HYPHEN]
    knobs = sum(bar.knob > KNOB for bar in seen) > 1
    told = [_told_line(reading, found, knobs, None) for reading, found in zip(readings, bars, strict=True)]
    one = _usual_one([s for line in told for s in line if isinstance(s, _Stroke)])
    if one is not None:
        told = [_told_line(reading, found, knobs, one) for reading, found in zip(readings, bars, strict=True)]
    return [[g for piece in line for g in (piece.made if isinstance(piece, _Stroke) else [piece])] for line in told]


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A stroke with what speaks for a dash (above 0) or for 一, and what it is read as."""

    bar: _Bar
    weight: float
    made: Sequence[Glyph]


def _usual_one(strokes: Sequence[_Stroke]) -> _Bar | None:
    """How the page's 一 look, by those that are sure to be; None where there are too few."""
    sure = [s.bar for s in strokes if s.weight < -CLEAR]
    if len(sure) < SAMPLES:
        return None
    middle = {name: sorted(getattr(bar, name) for bar in sure)[len(sure) // 2] for name in ("below", "thick", "rise", "knob")}
    return _Bar(max(bar.wide for bar in sure), **middle)


def _told_line(reading: Reading, bars: Mapping[int, _Bar | None], knobs: bool, one: _Bar | None) -> list[Glyph | _Stroke]:
    out: list[Glyph | _Stroke] = []
    for i, glyph in enumerate(reading):
        bar = bars.get(i)
        if bar is None:
            out.append(glyph)
            continue
        before = reading[i - 1].text if i else ""
        after = reading[i + 1].text if i + 1 < len(reading) else ""
        out.append(_told(glyph, before, after, bar, knobs, one))
    return out


def _told(glyph: Glyph, before: str, after: str, bar: _Bar, knobs: bool, one: _Bar | None) -> _Stroke:
    """What a stroke is; `knobs` says that the page's 一 end in knobs, `one` how they look where that is known."""
    if bar.wide < HYPHEN and glyph.text in TWO:
        return _Stroke(bar, 0.0, [glyph])
    if bar.wide < HYPHEN or (glyph.text in "-–" and bar.wide < EN_DASH):
        return _Stroke(bar, 0.0, [replace(glyph, text="–" if glyph.text == "–" else "-")])
    odds = math.log((glyph.dash + 1e-3) / (glyph.one + 1e-3))
    weight = _by_ink(bar, knobs) + _by_neighbours(before, after) + _within(2.5, 0.6 * odds + 1.5)
    if one is not None:
        weight += _beside_ones(bar, one)
    certainty = 1 / (1 + math.exp(-abs(weight)))
    if weight < 0:
        return _Stroke(bar, weight, [replace(glyph, text="一", certainty=certainty)])
    dash = replace(glyph, text="—", certainty=certainty)
    return _Stroke(bar, weight, [replace(dash, x=dash.x - 0.01), dash] if bar.wide > 1.6 else [dash])


def _beside_ones(bar: _Bar, one: _Bar) -> float:
    """How much the page's other strokes speak for a dash: in heavy type it is told by its place alone."""
    lower, longer = bar.below - one.below, bar.wide - one.wide
    if lower > FAR_LOWER or (lower > LOWER and longer > LONGER):
        return UNLIKE
    like = abs(lower) < LIKE and -SHORTER < longer < LIKE and bar.thick > THINNER * one.thick
    return -UNLIKE if like and abs(bar.knob - one.knob) < ROUNDER else 0.0


def _by_ink(bar: _Bar, knobs: bool) -> float:
    """How much the ink speaks for a dash (above 0) or for 一; a logarithm of odds."""
    weight = _within(2.0, (bar.below + 0.025) * 40) + max(min((bar.wide - 0.955) * 60, 2.0), 0.0)
    if bar.knob > KNOB or bar.rise > 0.03:
        return weight - 3.0
    if knobs and bar.knob < EVEN:
        return weight + 3.5
    return weight + _within(3.5, (THIN - bar.thick) * 150)


def _within(limit: float, value: float) -> float:
    return max(-limit, min(limit, value))


def _by_neighbours(before: str, after: str) -> float:
    """How much the characters beside a stroke speak for a dash: numbers do; words with 一 speak against it."""
    if before[-1:].isdigit() and after[:1].isdigit():
        return 4.0
    return -1.5 * is_word(before[-1:], "一") - 1.0 * is_word("一", after[:1])


def _bar(x: float, strip: Strip, picture: Any) -> _Bar | None:
    """The stroke at `x` of a strip; None where there is more than a stroke, or nothing."""
    import numpy as np

    em = strip.em
    y0, y1 = max(int(strip.middle - 0.5 * em), 0), int(strip.middle + 0.5 * em) + 1
    x0, x1 = max(int(x - 1.3 * em), 0), int(x + 1.3 * em) + 1
    part = picture[y0:y1, x0:x1].astype(np.float32)
    if part.size == 0:
        return None
    dark = np.clip(np.percentile(part, 90) - part, 0, None)
    found = [_measured(dark, level, x - x0, y0, strip) for level in LEVELS]
    return next((bar for bar in found if bar is not None and bar.wide >= HYPHEN), found[0])


def _measured(dark: Any, level: float, at: float, y0: int, strip: Strip) -> _Bar | None:
    """The stroke at column `at` of a picture of darkness whose first row is `y0`; ink is what is darker than `level`."""
    import cv2
    import numpy as np

    em = strip.em
    full = max(float(dark.max()), 1.0)
    inked = dark > level * full
    extent = len(inked) - inked.argmax(axis=0) - inked[::-1].argmax(axis=0)
    high_columns = inked.any(axis=0) & (extent > TOUCHING * em)
    inked[:, high_columns] = False  # what touches the stroke: the character beside it
    whole = cv2.morphologyEx(inked.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))  # a hairline and its knob
    count, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    flat = [
        i for i in range(1, count)
        if stats[i][3] < 0.33 * em and stats[i][2] > 0.17 * em and stats[i][0] - 2 <= at <= stats[i][0] + stats[i][2] + 2
    ]  # fmt: skip
    if len(flat) != 1:
        return None
    left, top, wide, high = (int(v) for v in stats[flat[0]][:4])
    tip = int(TIP * em)
    if high_columns[max(left - 1, 0)]:
        left, wide = left + tip, wide - tip
    if high_columns[min(left + wide, len(high_columns) - 1)]:
        wide -= tip
    if wide < 0.17 * em:
        return None
    own = dark[max(top - 2, 0) : top + high + 2, left : left + wide] / full
    mass = own.sum(axis=0)
    rows = own.sum(axis=1)
    y = y0 + max(top - 2, 0) + float((rows * np.arange(len(rows))).sum() / rows.sum()) + 0.5
    inner = float(np.median(mass[wide // 5 : wide - wide // 5]))
    knob = float(mass[wide // 2 :].max()) / max(inner, 0.1)
    heights = (own * np.arange(len(rows))[:, None]).sum(axis=0) / np.maximum(mass, 0.05)
    third = max(wide // 3, 1)
    rise = float(np.median(heights[:third]) - np.median(heights[-third:]))
    return _Bar(wide / em, (y - strip.middle) / em, inner / em, rise / em, knob)
