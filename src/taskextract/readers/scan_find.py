"""Where lines of text stand in a picture: a network says roughly, the ink says exactly.

The network's boxes reach over blank paper and ruling lines, overlap along a line, or miss a short
word. Here they are parted at ruling lines, drawn around their ink, joined along a line, and ink
that none of them holds is added.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from taskextract.readers.page import Rule

FINDING_DPI = 100
"""Dots per inch at which the network looks for lines: their ink is then looked up in the full picture."""
JOINED = 1.1
"""Ems: pieces of one line with a narrower gap are joined."""
END = 1.5
"""Ems from a line to its last mark, which may stand in the middle of its place, after a bracket."""
ALONE = 0.25
"""Ems: the height from which on a mark that stands alone is more than dust."""
TOUCHING = 0.15
"""Ems: what is smaller than a character and no farther from the end of a line is a part of its last one."""
LONG = 3.0
"""Heights: a strip that is wider holds several characters, whose height is about an em."""
USUAL = 32.0
"""Pixels: the ems of type of 11.5 points at 200 dpi, where the network sees no line whose height would tell."""
FEW = 12
"""Words of a page of which the network sees none; more spots of ink are a picture."""
HIGHER = 1.3
"""Ems: a higher piece may hold a part of the line above or below it."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of text in pixels, drawn around its ink; `em` is the size of its characters."""

    x0: float
    top: float
    x1: float
    bottom: float
    em: float = 0.0

    @property
    def wide(self) -> float:
        return self.x1 - self.x0

    @property
    def high(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The y of half height."""
        return (self.top + self.bottom) / 2


def find_ink(picture: Any) -> Any:
    """Where a grey picture is dark (255), elsewhere 0."""
    import cv2

    return cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]


def find_strips(boxes: Sequence[Strip], ink: Any, walls: Sequence[Rule]) -> list[Strip]:
    """The lines of text at `boxes`, the network's guesses, and those of the ink that it missed."""
    pieces = [piece for box in boxes for part in _between_walls(box, walls) for piece in _drawn_around(part, ink)]
    pieces = _joined(pieces, walls)
    em = usual_em(pieces) or USUAL
    missed = _missed(pieces, ink, em, walls)
    pieces = _joined([*pieces, *missed], walls) if boxes or len(missed) <= FEW else []
    pieces = [_without_others(piece, pieces, ink, em) for piece in pieces]
    pieces = [half for piece in pieces for half in _parted(piece, ink, em)]
    return sorted(_sized(pieces, em), key=lambda s: (s.top, s.x0))


def usual_em(strips: Sequence[Strip]) -> float:
    """The height of most lines of text, weighed by their lengths."""
    heights = sorted((s.high, s.wide) for s in strips if s.wide > LONG * s.high) or sorted((s.high, s.wide) for s in strips)
    half = sum(w for _, w in heights) / 2
    for high, wide in heights:
        half -= wide
        if half <= 0:
            return high
    return 0.0


def _between_walls(box: Strip, walls: Sequence[Rule]) -> Iterator[Strip]:
    """The parts of a box that ruling lines make of it; slivers are left out."""
    inner = sorted(w.at for w in walls if w.low <= box.middle <= w.high and box.x0 < w.at < box.x1)
    edges = [box.x0, *inner, box.x1]
    for left, right in itertools.pairwise(edges):
        if right - left > 4:
            yield Strip(left + 2 * (left in inner), box.top, right - 2 * (right in inner), box.bottom)


def _drawn_around(box: Strip, ink: Any) -> Iterator[Strip]:
    """The box from its first to its last ink; lines above and below, which it may touch, left out."""
    import numpy as np

    reach = 0.15 * box.high
    x0, x1 = max(int(box.x0), 0), int(box.x1) + 1
    y0, y1 = max(int(box.top - reach), 0), int(box.bottom + reach) + 1
    part = ink[y0:y1, x0:x1] > 0
    found = _own_rows(part.sum(axis=1), box.middle - y0, box.high)
    if found is None:
        return
    columns = np.flatnonzero(part[found[0] : found[1]].any(axis=0))
    if len(columns):
        yield Strip(x0 + int(columns[0]), y0 + found[0], x0 + int(columns[-1]) + 1, y0 + found[1])


def _own_rows(rows: Any, middle: float, high: float) -> tuple[int, int] | None:
    """From where to where the line at `middle` goes, by the ink in each row of its box of height `high`.

    What goes on beyond the box is another line; where the two touch, they are parted at the palest row.
    """
    found = bands(rows > 0)
    core = [b for b in found if b[0] < middle + 0.2 * high and b[1] > middle - 0.2 * high]
    if not core:
        return None
    low, high_row = core[0][0], core[-1][1]
    if low == 0:
        above = rows[: max(int(middle - 0.22 * high), 1)]
        low = len(above) - int(above[::-1].argmin())
    if high_row == len(rows):
        first = min(int(middle + 0.22 * high) + 1, len(rows) - 1)
        high_row = first + int(rows[first:].argmin())
    for first, last in found:
        if first > 0 and last < len(rows) and last > low - 0.2 * high and first < high_row + 0.2 * high:
            low, high_row = min(low, first), max(high_row, last)
    return low, high_row


def bands(filled: Any) -> list[tuple[int, int]]:
    """The stretches of True in an array, each as (first, last + 1)."""
    import numpy as np

    steps = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True)]


def _joined(pieces: Sequence[Strip], walls: Sequence[Rule]) -> list[Strip]:
    """Pieces that stand side by side, with no ruling line between them, as one."""
    out: list[Strip] = []
    for piece in sorted(pieces, key=lambda s: s.x0):
        for i, before in enumerate(out):
            if _goes_on(before, piece) and not _parted_by(before, piece, walls):
                out[i] = Strip(
                    min(before.x0, piece.x0), min(before.top, piece.top),
                    max(before.x1, piece.x1), max(before.bottom, piece.bottom),
                )  # fmt: skip
                break
        else:
            out.append(piece)
    return out


def _goes_on(a: Strip, b: Strip) -> bool:
    """Whether `b` stands on the line of `a`, next to its end or over it."""
    low, high = sorted((a.high, b.high))
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    if b.x0 - a.x1 < TOUCHING * high and min(a, b, key=lambda s: s.high).wide < high:
        return overlap > 0.9 * low  # a piece of a character
    return overlap > 0.6 * low and b.x0 - a.x1 < JOINED * high and high < 1.8 * low + 4


def _parted_by(a: Strip, b: Strip, walls: Sequence[Rule]) -> bool:
    return any(w.low <= a.middle <= w.high and a.x0 < w.at < b.x1 and (a.x1 <= w.at + 3 or b.x0 >= w.at - 3) for w in walls)


def _missed(pieces: Sequence[Strip], ink: Any, em: float, walls: Sequence[Rule]) -> list[Strip]:
    """Ink of the size of text that no piece holds, and marks at the ends of lines."""
    import cv2
    import numpy as np

    rest = cv2.morphologyEx(_unheld(pieces, ink, em), cv2.MORPH_CLOSE, np.ones((3, max(int(0.5 * em), 3)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    words: list[Strip] = []
    marks: list[Strip] = []
    for i in range(1, count):
        x, y, wide, high, area = (int(v) for v in stats[i])
        if 0.5 * em < high < 1.8 * em and 0.15 * em < wide and area > 0.15 * wide * high:
            words.append(Strip(x, y, x + wide, y + high))
        elif 0.08 * em < high <= 0.5 * em and 0.08 * em < wide < 2.2 * em:
            marks.append(Strip(x, y, x + wide, y + high))
    lines = [*pieces, *words]
    for mark in sorted(marks, key=lambda m: m.x0):  # a stop may stand beside a quotation mark, and that beside the line
        lines += list(_beside(mark, lines, em, walls)) or list(_below(mark, pieces, em))
    return lines[len(pieces) :]


def _unheld(pieces: Sequence[Strip], ink: Any, em: float) -> Any:
    """The ink that is neither in pieces nor around them; but what is like a mark and touches none is kept.

    Where lines are set close, the comma at the end of one stands right above the next.
    """
    import cv2
    import numpy as np

    inside, around = np.zeros_like(ink), np.zeros_like(ink)
    for p in pieces:
        x0, x1 = max(int(p.x0 - 2), 0), int(p.x1) + 3
        inside[max(int(p.top), 0) : int(p.bottom), x0:x1] = 255
        around[max(int(p.top - 0.2 * em), 0) : int(p.bottom + 0.2 * em) + 1, x0:x1] = 255
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    marks = (0.1 * em < wide) & (wide < 0.6 * em) & (0.15 * em < high) & (high <= 0.5 * em)
    marks[np.unique(labels[inside > 0])] = False
    kept = marks[labels]
    return np.where((around == 0) | kept, ink, 0).astype(np.uint8)


def _beside(spot: Strip, pieces: Sequence[Strip], em: float, walls: Sequence[Rule]) -> Iterator[Strip]:
    """A mark (a stop, a dash) at the end of a line, as high as that line, with the blank between them."""
    for p in sorted(pieces, key=lambda p: max(p.top, spot.top) - min(p.bottom, spot.bottom)):
        gap = max(spot.x0 - p.x1, p.x0 - spot.x1)
        if p.top - 0.2 * em <= spot.top and spot.bottom <= p.bottom + 0.3 * em and 0 <= gap < END * em:
            found = Strip(min(spot.x0, p.x1), p.top, max(spot.x1, p.x0), p.bottom)
            if not any(w.low <= p.middle <= w.high and found.x0 - 3 < w.at < found.x1 + 3 for w in walls):
                yield found
                return


def _without_others(piece: Strip, pieces: Sequence[Strip], ink: Any, em: float) -> Strip:
    """A piece that is higher than a line without what it shares with the lines above and below."""
    if piece.high <= HIGHER * em:
        return piece
    lines = [p for p in pieces if 0.6 * em < p.high <= HIGHER * em and p.x0 < piece.x1 and p.x1 > piece.x0]
    top = max((p.bottom for p in lines if p.top < piece.top < p.bottom), default=piece.top)
    bottom = min((p.top for p in lines if p.top < piece.bottom < p.bottom), default=piece.bottom)
    own = bands((ink[int(top) : int(bottom), int(piece.x0) : int(piece.x1)] > 0).any(axis=1))
    if not own or own[-1][1] - own[0][0] < 0.6 * em:
        return piece
    return replace(piece, top=int(top) + own[0][0], bottom=int(top) + own[-1][1])


def _below(spot: Strip, pieces: Sequence[Strip], em: float) -> Iterator[Strip]:
    """A mark that is all there is in a line, as some programs let it: it begins, or stands in the middle, as the line above."""
    if spot.high < ALONE * em:
        return
    for p in pieces:
        near = min(abs(spot.x0 - p.x0), abs(spot.x0 + spot.x1 - p.x0 - p.x1) / 2) < 0.5 * em
        if near and p.bottom < spot.top and spot.bottom < p.bottom + 1.4 * em:
            top = max(p.bottom + 1, spot.top - 0.7 * em)
            if not any(o.x0 < spot.x1 + em and o.x1 > spot.x0 - em and o.top < spot.bottom and o.bottom > spot.top for o in pieces):
                yield Strip(spot.x0, top, max(spot.x1, spot.x0 + em), max(top + em, spot.bottom))  # as wide as its place
                return


def _parted(piece: Strip, ink: Any, em: float) -> Iterator[Strip]:
    """The lines of a piece that is as high as two."""
    if piece.high < 1.7 * em:
        yield piece
        return
    rows = (ink[int(piece.top) : int(piece.bottom), int(piece.x0) : int(piece.x1)] > 0).any(axis=1)
    found = bands(rows)
    if len(found) > 1 and min(b - a for a, b in found) > 0.6 * em:
        for a, b in found:
            yield Strip(piece.x0, piece.top + a, piece.x1, piece.top + b)
    else:
        yield piece


def _sized(pieces: Sequence[Strip], em: float) -> Iterator[Strip]:
    """The strips with the size of their characters; short ones are as their neighbours, if that can be."""
    sure = [p for p in pieces if p.wide > LONG * p.high]
    for p in pieces:
        size = p.high
        if p.wide <= LONG * p.high:
            near = [s.high for s in sure if abs(s.middle - p.middle) < 4 * em and 0.6 * s.high < max(p.high, min(p.wide, s.high)) < 1.2 * s.high]
            size = max(size, sorted(near)[len(near) // 2] if near else 0.0)
        yield Strip(p.x0, p.top, p.x1, p.bottom, size)
