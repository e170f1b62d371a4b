"""The ruling lines of a PDF page: strokes, thin filled rectangles and the sides of boxes."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Protocol

from taskextract.document import Box
from taskextract.readers.affine import IDENTITY, Matrix, apply, times
from taskextract.readers.page import Rule
from taskextract.readers.pdfium import (
    OBJECT_FORM,
    OBJECT_IMAGE,
    OBJECT_PATH,
    OBJECT_TEXT,
    SEGMENT_BEZIER,
    SEGMENT_MOVE,
    Floats,
)
from taskextract.readers.strokes import SHORTEST, THIN, Point, dotted, line_in, rules_in

MAX_OBJECTS = 150_000
"""Objects looked at on one page; more are the work of a drawing program or an attacker."""
MAX_DEPTH = 8
"""Forms within forms."""
MAX_RULES = 60_000
"""Lines kept before they are merged."""
LONG = 6.0
"""Points: a picture that is shorter is none of a line."""
MAX_SEGMENTS = 100_000
"""Segments of a page's paths that are followed: some programs draw all rules of a table as one path."""


class Frame(Protocol):
    """Turns boxes of the page's coordinates into the reading frame."""

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """`(x0, top, x1, bottom)` in the reading frame."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the reading frame."""


@dataclass(slots=True)
class Drawn:
    """The lines of a page, its images in the reading frame, and the part of it that they cover."""

    rules: list[Rule] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    image_cover: float = 0.0
    truncated: bool = False
    objects: int = 0


def page_rules(pdfium: Any, page: Any, frame: Frame) -> Drawn:
    """Walk a loaded page's objects, forms included."""
    drawn = Drawn()
    walker = _Walker(pdfium, frame, drawn)
    walker.walk(page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, None, 0)
    for rule in dotted(walker.dots):
        walker.keep(rule)
    return drawn


class _Walker:
    """Holds the buffers that PDFium fills, so that none is made per object."""

    def __init__(self, pdfium: Any, frame: Frame, drawn: Drawn) -> None:
        self.pdfium, self.frame, self.drawn = pdfium, frame, drawn
        self.bounds = Floats()
        self.segments = MAX_SEGMENTS
        self.dots: list[Box] = []
        wide, high = frame.size
        self.area = max(wide * high, 1.0)

    def walk(self, holder: Any, count: int, get: Any, matrix: Matrix | None, depth: int) -> None:
        pdfium, drawn = self.pdfium, self.drawn
        allowed = min(count, MAX_OBJECTS - drawn.objects)
        drawn.truncated = drawn.truncated or allowed < count
        drawn.objects += allowed
        things = list(map(get, repeat(holder), range(allowed)))
        kinds = map(pdfium.FPDFPageObj_GetType, things)
        for thing, kind in [(t, kind) for t, kind in zip(things, kinds, strict=True) if kind != OBJECT_TEXT]:
            if kind not in (OBJECT_PATH, OBJECT_IMAGE, OBJECT_FORM):
                continue
            if len(drawn.rules) > MAX_RULES:
                drawn.truncated = True
                return
            if kind == OBJECT_FORM:
                if depth < MAX_DEPTH:
                    inner = times(_matrix(pdfium, thing), matrix or IDENTITY)
                    inside = pdfium.FPDFFormObj_CountObjects(thing)
                    self.walk(thing, inside, pdfium.FPDFFormObj_GetObject, inner, depth + 1)
            elif pdfium.FPDFPageObj_GetBounds(thing, *self.bounds.places):
                bounds = tuple(self.bounds.values)
                if kind == OBJECT_PATH:
                    self._path(thing, bounds, matrix)
                else:
                    self._image(self._box(bounds, matrix))

    def _image(self, box: Box) -> None:
        """A picture; one as thin as a line may be that of a line, or a strip of a larger picture."""
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) <= THIN and max(wide, high) > LONG:
            self.keep(line_in(*box))
        self.drawn.images.append(box)
        self.drawn.image_cover += max(0.0, wide * high) / self.area

    def _box(self, bounds: tuple[float, ...], matrix: Matrix | None) -> Box:
        left, bottom, right, top = bounds
        if matrix is not None:
            left, bottom, right, top = _mapped(matrix, left, bottom, right, top)
        return self.frame.box(left, bottom, right, top)

    def _path(self, thing: Any, bounds: tuple[float, ...], matrix: Matrix | None) -> None:
        x0, top, x1, bottom = self._box(bounds, matrix)
        wide, high = x1 - x0, bottom - top
        if min(wide, high) <= THIN:
            if max(wide, high) < SHORTEST:
                self.dots.append((x0, top, x1, bottom))
            else:
                self.keep(line_in(x0, top, x1, bottom))
            return
        count = self.pdfium.FPDFPath_CountSegments(thing)
        if count > self.segments:
            self.drawn.truncated = True
        elif count >= 2:
            self.segments -= count
            self._segments(thing, count, matrix)

    def keep(self, rule: Rule | None) -> None:
        """Keep what lies on the page of a line."""
        if rule is None:
            return
        along, across = self.frame.size[::-1] if rule.upright else self.frame.size
        if rule.high >= 0 and rule.low <= along and 0 <= rule.at <= across:
            if rule.low < 0 or rule.high > along:
                rule = Rule(rule.at, max(rule.low, 0.0), min(rule.high, along), rule.upright)
            self.drawn.rules.append(rule)

    def _segments(self, thing: Any, count: int, matrix: Matrix | None) -> None:
        """A path of several pieces: each thin closed piece is a line; of stroked ones each straight side."""
        mode = array("i", (0, 0))  # whether it is filled, whether stroked
        at = mode.buffer_info()[0]
        self.pdfium.FPDFPath_GetDrawMode(thing, at, at + mode.itemsize)
        if not any(mode):
            return
        inner = times(_matrix(self.pdfium, thing), matrix or IDENTITY)
        for rule in rules_in(self._subpaths(thing, count, inner), stroked=bool(mode[1])):
            self.keep(rule)

    def _subpaths(self, thing: Any, count: int, matrix: Matrix) -> list[list[Point]]:
        """The corners of each piece in the reading frame; pieces with curves are left out."""
        pdfium = self.pdfium
        point = Floats(2)
        out: list[list[Point]] = []
        curved = False
        for i in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(thing, i)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == SEGMENT_MOVE or not out:
                if curved and out:
                    out.pop()
                curved = False
                out.append([])
            curved = curved or kind == SEGMENT_BEZIER
            pdfium.FPDFPathSegment_GetPoint(segment, *point.places)
            px, py = apply(matrix, *point.values)
            out[-1].append(self.frame.box(px, py, px, py)[:2])
            if pdfium.FPDFPathSegment_GetClose(segment):
                out[-1].append(out[-1][0])
        if curved and out:
            out.pop()
        return [p for p in out if len(p) > 1]


def _matrix(pdfium: Any, thing: Any) -> Matrix:
    matrix = Floats(6)
    if not pdfium.FPDFPageObj_GetMatrix(thing, matrix.places[0]):
        return IDENTITY
    a, b, c, d, e, f = matrix.values
    return (a, b, c, d, e, f)


def _mapped(m: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    corners = [apply(m, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    return (min(xs), min(ys), max(xs), max(ys))
