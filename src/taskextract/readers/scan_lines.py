"""Recognised lines of text put exactly where their ink stands.

The network says roughly where it saw each character, and its boxes of lines reach over blank paper
and over ruling lines into the next cell. The picture itself knows better.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from taskextract.readers.page import Rule, Run

DOUBTFUL = 0.6
"""A character recognised with less certainty than this is flagged where it stands."""
OVER = 1.3
"""Ems by which a line's box may reach over a ruling line by mistake."""
_HALF_AFTER = frozenset("，。、；：！？）》”’」』】〕")
_HALF_BEFORE = frozenset("（《“‘「『【〔")

Word = tuple[str, float, Sequence[Sequence[float]]]
"""A recognised character (or Latin word), its certainty, and the corners of its box in pixels."""


def find_ink(picture: Any) -> Any:
    """Where a grey picture is dark (255), elsewhere 0."""
    import cv2

    return cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]


def line_run(words: Sequence[Word], corners: Sequence[Sequence[float]], walls: Sequence[Rule], ink: Any, unit: float) -> Run:
    """A line of text as a run in points (`unit` of them a pixel)."""
    text = full_width("".join(word for word, _, _ in words))
    ems = sum(0.5 if c.isascii() else 1.0 for c in text)
    top, bottom = min(float(p[1]) for p in corners), max(float(p[1]) for p in corners)
    left, right = min(float(p[0]) for p in corners), max(float(p[0]) for p in corners)
    left, right = _between_walls(left, right, (top + bottom) / 2, (bottom - top) * 0.9, walls)
    left, right = _at_ink(left, right, top, bottom, ink)
    em = (right - left) / max(ems - 0.4 * (text[-1:] in _HALF_AFTER) - 0.4 * (text[:1] in _HALF_BEFORE), 0.5)
    left -= 0.4 * em * (text[:1] in _HALF_BEFORE)
    right += 0.4 * em * (text[-1:] in _HALF_AFTER)
    places, doubts = _places(words)
    stretch = (right - left) / (places[-1] - places[0])
    edges = array("f", ((left + (x - places[0]) * stretch) * unit for x in places))
    size = min(em, (bottom - top)) * unit
    return Run(text, edges, top * unit, bottom * unit, size, doubts=doubts)


_FULL = dict(zip(",:;?!()", "，：；？！（）", strict=True))


def full_width(text: str) -> str:
    """Punctuation that stands beside Chinese characters in its Chinese form: networks mix up the two."""
    chars = list(text)
    for i, char in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        beside = (after or before) if char == "(" else before
        if char in _FULL and ("\u4e00" <= beside <= "\u9fff" or (char in "()" and "\u4e00" <= (before or after) <= "\u9fff")):
            chars[i] = _FULL[char]
    return "".join(chars)


def _between_walls(left: float, right: float, y: float, em: float, walls: Sequence[Rule]) -> tuple[float, float]:
    """The box without what reaches a little over a ruling line."""
    for wall in walls:
        if wall.low <= y <= wall.high and left < wall.at < right:
            if wall.at - left < OVER * em and wall.at - left < right - wall.at:
                left = wall.at + 2
            elif right - wall.at < OVER * em:
                right = wall.at - 2
    return left, right


def _at_ink(left: float, right: float, top: float, bottom: float, ink: Any) -> tuple[float, float]:
    """The box from its first to its last ink."""
    x0, y0 = max(int(left), 0), max(int(top), 0)
    columns = ink[y0 : max(int(bottom), y0 + 1), x0 : max(int(right), x0 + 1)].any(axis=0).nonzero()[0]
    if len(columns) == 0:
        return left, right
    return float(x0 + int(columns[0])), float(max(x0 + int(columns[-1]) + 1, x0 + int(columns[0]) + 2))


def _places(words: Sequence[Word]) -> tuple[list[float], tuple[tuple[int, float], ...]]:
    """Where the network saw the characters begin (and the last one end), and which it was not sure of."""
    places: list[float] = []
    doubts: list[tuple[int, float]] = []
    for word, certainty, box in words:
        x0, x1 = min(float(p[0]) for p in box), max(float(p[0]) for p in box)
        for k in range(len(word)):
            if certainty < DOUBTFUL:
                doubts.append((len(places), certainty))
            places.append(max(x0 + k * (x1 - x0) / len(word), places[-1] if places else x0))
    places.append(max(max(float(p[0]) for p in words[-1][2]), places[-1] + 1.0))
    return places, tuple(doubts)
