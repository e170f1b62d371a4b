"""Boxes of characters whose font says that it is far higher than it is.

The height of a character's box comes from its font's ascent and descent. Some programs write there the
box around all of the font's glyphs, two or three ems high, so that lines seem to overlap.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

TALL = 1.5
"""A Chinese character's box that is higher than its width by this has a wrong height."""
ASCENT, DESCENT = 0.88, 0.12
"""How far Chinese characters go above and below the line they stand on, in ems."""
_SAME = 0.03
_LEVEL = 0.01


def mend_heights(
    pdfium: Any, text_page: Any, text: str, pieces: Sequence[tuple[int, int]],
    sides: tuple[array[float], array[float], array[float], array[float]],
) -> list[tuple[float, float]]:  # fmt: skip
    """Give such characters the height of their em, in the page's own coordinates; `sides` are left, top, right, bottom.

    Returns top and bottom of each piece. Some of its characters may come from another part of the font than the rest.
    """
    lefts, tops, rights, bottoms = sides
    wrong: list[tuple[float, float]] = []
    latin: list[int] = []
    heights = [(max(tops[start:end]), min(bottoms[start:end])) for start, end in pieces]
    for k, (start, end) in enumerate(pieces):
        if text[start] <= "\u2e7f":
            latin.append(k)
        elif (high := heights[k][0] - heights[k][1]) > TALL * (rights[start] - lefts[start]):
            wide = max(rights[i] - lefts[i] for i in range(start, end))
            if high > TALL * wide > 0 and abs(pdfium.FPDFText_GetCharAngle(text_page, start)) < _LEVEL:
                wrong.append((high, wide))
                heights[k] = _set(pdfium, text_page, start, end, wide, tops, bottoms)
    for k in latin if wrong else ():
        start, end = pieces[k]
        high = tops[start] - bottoms[start]
        alike = next((em for tall, em in wrong if abs(tall - high) < _SAME * tall), None)
        if alike is not None:
            heights[k] = _set(pdfium, text_page, start, end, alike, tops, bottoms)
    return heights


def _set(
    pdfium: Any, text_page: Any, start: int, end: int, em: float, tops: array[float], bottoms: array[float]
) -> tuple[float, float]:
    origin = array("d", (0.0, 0.0))
    at = origin.buffer_info()[0]
    for i in range(start, end):
        if pdfium.FPDFText_GetCharOrigin(text_page, i, at, at + origin.itemsize):
            tops[i], bottoms[i] = origin[1] + ASCENT * em, origin[1] - DESCENT * em
    return max(tops[start:end]), min(bottoms[start:end])
