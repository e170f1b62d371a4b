"""The ruling lines of a PDF page: strokes, thin filled rectangles and the sides of boxes."""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field
from typing import Any, Protocol

from taskextract.readers.page import Rule

THIN = 3.0
"""Points: a shape no thicker than this is a line."""
SHORTEST = 1.0
"""Points: shorter pieces are dots of a leader or parts of a drawing."""
MAX_OBJECTS = 150_000
"""Objects looked at on one page; more are the work of a drawing program or an attacker."""
MAX_DEPTH = 8
"""Forms within forms."""
MAX_RULES = 60_000
"""Lines kept before they are merged."""
MAX_SEGMENTS = 400
"""Segments of one path that are followed; a longer path is a drawing."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Frame(Protocol):
    """Turns boxes of the page's coordinates into the reading frame."""

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """`(x0, top, x1, bottom)` in the reading frame."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the reading frame."""


@dataclass(slots=True)
class Drawn:
    """The lines of a page, and the part of it that images cover."""

    rules: list[Rule] = field(default_factory=list)
    image_cover: float = 0.0
    truncated: bool = False
    objects: int = 0


def page_rules(pdfium: Any, page: Any, frame: Frame) -> Drawn:
    """Walk a loaded page's objects, forms included."""
    drawn = Drawn()
    walker = _Walker(pdfium, frame, drawn)
    walker.walk(page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, None, 0)
    return drawn


class _Walker:
    """Holds the buffers that PDFium fills, so that none is made per object."""

    def __init__(self, pdfium: Any, frame: Frame, drawn: Drawn) -> None:
        self.pdfium, self.frame, self.drawn = pdfium, frame, drawn
        self.edges = tuple(ctypes.c_float() for _ in range(4))
        self.refs = tuple(ctypes.byref(e) for e in self.edges)
        wide, high = frame.size
        self.area = max(wide * high, 1.0)

    def walk(self, holder: Any, count: int, get: Any, matrix: Matrix | None, depth: int) -> None:
        pdfium, drawn = self.pdfium, self.drawn
        get_type, get_bounds = pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
        path, image, form = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
        edges, refs = self.edges, self.refs
        for i in range(count):
            drawn.objects += 1
            if drawn.objects > MAX_OBJECTS or len(drawn.rules) > MAX_RULES:
                drawn.truncated = True
                return
            thing = get(holder, i)
            kind = get_type(thing)
            if kind == path:
                if get_bounds(thing, *refs):
                    self._path(thing, tuple(e.value for e in edges), matrix)
            elif kind == image:
                if get_bounds(thing, *refs):
                    box = self._box(tuple(e.value for e in edges), matrix)
                    drawn.image_cover += max(0.0, (box[2] - box[0]) * (box[3] - box[1])) / self.area
            elif kind == form and depth < MAX_DEPTH:
                inner = _times(_matrix(pdfium, thing), matrix or _IDENTITY)
                self.walk(thing, pdfium.FPDFFormObj_CountObjects(thing), pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _box(self, bounds: tuple[float, ...], matrix: Matrix | None) -> tuple[float, float, float, float]:
        left, bottom, right, top = bounds
        if matrix is not None:
            left, bottom, right, top = _mapped(matrix, left, bottom, right, top)
        return self.frame.box(left, bottom, right, top)

    def _path(self, thing: Any, bounds: tuple[float, ...], matrix: Matrix | None) -> None:
        x0, top, x1, bottom = self._box(bounds, matrix)
        wide, high = x1 - x0, bottom - top
        if min(wide, high) <= THIN:
            if max(wide, high) >= SHORTEST:
                self._line(x0, top, x1, bottom)
            return
        count = self.pdfium.FPDFPath_CountSegments(thing)
        if 2 <= count <= MAX_SEGMENTS:
            self._segments(thing, count, matrix)

    def _line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        wide, high = self.frame.size
        if x1 < 0 or bottom < 0 or x0 > wide or top > high:
            return
        if x1 - x0 >= bottom - top:
            self.drawn.rules.append(Rule((top + bottom) / 2, x0, x1, False))
        else:
            self.drawn.rules.append(Rule((x0 + x1) / 2, top, bottom, True))

    def _segments(self, thing: Any, count: int, matrix: Matrix | None) -> None:
        """A path of several pieces: each thin closed piece is a line; of stroked ones each straight side."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self.pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
        if not stroke.value and not fill.value:
            return
        inner = _times(_matrix(self.pdfium, thing), matrix or _IDENTITY)
        for points in self._subpaths(thing, count, inner):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            x0, top, x1, bottom = self.frame.box(min(xs), min(ys), max(xs), max(ys))
            if min(x1 - x0, bottom - top) <= THIN:
                if max(x1 - x0, bottom - top) >= SHORTEST:
                    self._line(x0, top, x1, bottom)
            elif stroke.value:
                self._sides(points)

    def _sides(self, points: list[tuple[float, float]]) -> None:
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            x0, top, x1, bottom = self.frame.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if min(x1 - x0, bottom - top) < 0.5 and max(x1 - x0, bottom - top) >= SHORTEST:
                self._line(x0, top, x1, bottom)

    def _subpaths(self, thing: Any, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The corners of each piece in page coordinates; pieces with curves are left out."""
        pdfium = self.pdfium
        x, y = ctypes.c_float(), ctypes.c_float()
        out: list[list[tuple[float, float]]] = []
        curved = False
        a, b, c, d, e, f = matrix
        for i in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(thing, i)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not out:
                if curved and out:
                    out.pop()
                curved = False
                out.append([])
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            out[-1].append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
            if pdfium.FPDFPathSegment_GetClose(segment):
                out[-1].append(out[-1][0])
        if curved and out:
            out.pop()
        return [p for p in out if len(p) > 1]


def _matrix(pdfium: Any, thing: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, m):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def _mapped(m: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = m
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))
