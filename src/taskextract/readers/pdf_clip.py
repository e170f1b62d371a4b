"""Text that the page's clip cuts off.

Programs that print a long web page slice it, and draw a line that is cut through on both pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from taskextract.document import Box
from taskextract.readers.page import Run
from taskextract.readers.pdfium import Floats

EDGE = 2.5
"""Lines at the top and bottom of the page's text that are asked for their clip."""
_MANY = 40
"""Segments of a clip that is more than a few rectangles."""

ToFrame = Callable[[float, float, float, float], Box]


def shown_runs(pdfium: Any, text_page: Any, runs: list[Run], starts: Sequence[int], to_frame: ToFrame) -> list[Run]:
    """The runs whose middle is not cut off by the clip they are drawn in.

    `starts` are the runs' first characters in the text page. A line that is cut through belongs to the page
    that shows its middle. Only the first and last lines of the page are asked: pages are cut across.
    """
    if not runs:
        return runs
    top, bottom = min(r.top for r in runs), max(r.bottom for r in runs)
    gone: set[int] = set()
    for i, (run, start) in enumerate(zip(runs, starts, strict=True)):
        near = EDGE * (run.bottom - run.top)
        if run.top < top + near or run.bottom > bottom - near:
            clip = _clip(pdfium, text_page, start, run, to_frame)
            if clip is not None and not clip[1] <= run.middle < clip[3]:
                gone.add(i)
    return [run for i, run in enumerate(runs) if i not in gone] if gone else runs


def _clip(pdfium: Any, text_page: Any, at: int, run: Run, to_frame: ToFrame) -> Box | None:
    """The box that the clip of a run's first character leaves, in the reading frame.

    None where it has none, where its sides are not straight, or where it is that of a form with coordinates of its own.
    """
    holder = pdfium.FPDFText_GetTextObject(text_page, at)
    bounds = Floats()
    if not holder or not pdfium.FPDFPageObj_GetBounds(holder, *bounds.places):
        return None
    drawn = to_frame(bounds.values[0], bounds.values[1], bounds.values[2], bounds.values[3])
    if not (drawn[1] - run.size < run.middle < drawn[3] + run.size and drawn[0] - run.size < run.x0 < drawn[2] + run.size):
        return None
    path = pdfium.FPDFPageObj_GetClipPath(holder)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    point = Floats(2)
    left, bottom, right, top = -1e6, -1e6, 1e6, 1e6
    for k in range(max(count, 0)):
        segments = pdfium.FPDFClipPath_CountPathSegments(path, k)
        if not 3 <= segments <= _MANY:
            continue
        xs, ys = [], []
        for i in range(segments):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, k, i), *point.places)
            xs.append(point.values[0])
            ys.append(point.values[1])
        left, bottom = max(left, min(xs)), max(bottom, min(ys))
        right, top = min(right, max(xs)), min(top, max(ys))
    return to_frame(left, bottom, right, top) if left > -1e6 and right > left and top > bottom else None
