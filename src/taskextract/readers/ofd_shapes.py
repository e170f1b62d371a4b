"""The outlines of OFD path objects (`AbbreviatedData`)."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from taskextract.readers.strokes import Point

MAX_WORDS = 40_000
"""Words of one path that are read; a longer one is a drawing."""
_WORD = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_STEPS = 8
_FARTHEST = 1e9
"""Millimetres: what lies farther away is a mistake of the file, or meant to break its readers."""


@dataclass(slots=True)
class Piece:
    """A connected part of an outline; curves are followed in short straight steps."""

    points: list[Point]
    curved: bool = False


def pieces_of(data: str) -> list[Piece]:
    """The pieces of an outline in the object's own coordinates."""
    words = _WORD.findall(data[: MAX_WORDS * 12])[:MAX_WORDS]
    out: list[Piece] = []
    i = 0
    while i < len(words):
        order = words[i]
        need = _ARGUMENTS.get(order)
        i += 1
        if need is None:
            continue
        values = words[i : i + need]
        if len(values) < need or any(v.isalpha() for v in values):
            continue
        i += need
        _follow(out, order, [max(-_FARTHEST, min(_FARTHEST, float(v))) for v in values])
    return [p for p in out if len(p.points) > 1]


def _follow(out: list[Piece], order: str, v: list[float]) -> None:
    if order in "SM":
        out.append(Piece([(v[0], v[1])]))
        return
    if not out:
        out.append(Piece([(0.0, 0.0)]))
    piece = out[-1]
    if order == "L":
        piece.points.append((v[0], v[1]))
    elif order == "C":
        piece.points.append(piece.points[0])
        out.append(Piece([piece.points[0]]))
    elif order == "A":
        piece.points.append((v[5], v[6]))
        piece.curved = True
    else:
        piece.points += _bezier([piece.points[-1], *zip(v[::2], v[1::2], strict=True)])
        piece.curved = True


def _bezier(corners: list[Point]) -> list[Point]:
    """Points along a Bézier curve of any order, by repeated halving between its corners."""
    out: list[Point] = []
    for k in range(1, _STEPS + 1):
        t = k / _STEPS
        points = corners
        while len(points) > 1:
            points = [
                (ax + (bx - ax) * t, ay + (by - ay) * t)
                for (ax, ay), (bx, by) in itertools.pairwise(points)
            ]
        out.append(points[0])
    return out
