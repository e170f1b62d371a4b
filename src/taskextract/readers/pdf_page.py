"""One PDF page as runs of text and ruling lines, through PDFium's own calls.

PDFium is called directly, since everything here runs once per character or path: its text in one
call, the boxes of its characters into one array, and the rest once per run.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from operator import gt
from typing import Any

from taskextract.readers.page import Page, Run, em_of
from taskextract.readers.pdf_rules import page_rules

MAX_CHARS = 60_000
"""Characters on one page above which the rest of the page is not read."""
_BREAKS = frozenset("\r\n")
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\x00": "\ufffd"}


@dataclass(frozen=True, slots=True)
class PageState:
    """What was seen on a page beside its text: what decides whether it must be recognised as an image.

    `objects` counts what is drawn, `unmapped` glyphs without a meaning in Unicode, `image_cover` is the part of the page that
    images cover, `hidden` whether its text is invisible (the layer that a scanner's program adds),
    `truncated` whether limits cut off text or lines.
    """

    chars: int
    objects: int
    unmapped: int
    image_cover: float
    hidden: bool
    truncated: bool


def read_page(document: Any, number: int) -> tuple[Page, PageState]:
    """Page `number` (from 1) of an opened PDF. Raises `ValueError` where PDFium cannot load it."""
    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise ValueError(f"page {number} cannot be loaded")
    try:
        return _read_loaded(pdfium, page, number)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_loaded(pdfium: Any, page: Any, number: int) -> tuple[Page, PageState]:
    view = _view(pdfium, page)
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise ValueError(f"the text of page {number} cannot be loaded")
    try:
        found = min(pdfium.FPDFText_CountChars(text_page), MAX_CHARS)
        truncated = found == MAX_CHARS
        runs, turn = _runs(pdfium, text_page, max(found, 0), view)
        unmapped = _unmapped(pdfium, text_page, found) if found else 0
        hidden = _hidden(pdfium, text_page, found)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    frame = view.turned(-turn)
    drawn = page_rules(pdfium, page, frame)
    width, height = frame.size
    state = PageState(found, drawn.objects, unmapped, drawn.image_cover, hidden, truncated or drawn.truncated)
    return Page(number, width, height, runs, drawn.rules, turn), state


# ---- coordinates ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """How a page's own coordinates (y upwards) become those of the reading frame."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in the reading frame."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (wide, high) if self.turn in (0, 180) else (high, wide)

    def turned(self, degrees: int) -> View:
        """The view turned further, clockwise."""
        return View(self.left, self.bottom, self.right, self.top, (self.turn + degrees) % 360)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page's coordinates as `(x0, top, x1, bottom)` of the reading frame."""
        if self.turn == 90:
            return (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turn == 180:
            return (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        if self.turn == 270:
            return (self.top - top, self.right - right, self.top - bottom, self.right - left)
        return (left - self.left, self.top - top, right - self.left, self.top - bottom)


def _view(pdfium: Any, page: Any) -> View:
    edges = [ctypes.c_float() for _ in range(4)]
    media = (0.0, 0.0, 0.0, 0.0)
    if pdfium.FPDFPage_GetMediaBox(page, *edges):
        media = _ordered([e.value for e in edges])
    box = media
    if pdfium.FPDFPage_GetCropBox(page, *edges):
        crop = _ordered([e.value for e in edges])
        box = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
        if media[2] <= media[0]:
            box = crop
    turn = int(pdfium.FPDFPage_GetRotation(page)) * 90 % 360
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        box = (0.0, 0.0, wide, high) if turn in (0, 180) else (0.0, 0.0, high, wide)
    return View(*box, turn)


def _ordered(v: list[float]) -> tuple[float, float, float, float]:
    return (min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3]))


# ---- text ----------------------------------------------------------------------------------------


def _runs(pdfium: Any, text_page: Any, n: int, view: View) -> tuple[list[Run], int]:
    """The page's runs, and by how many degrees clockwise most of its text is turned on the page as shown."""
    if n == 0:
        return [], 0
    text = _text(pdfium, text_page, n)
    boxes = (pdfium.FS_RECTF * n)()
    deque(map(pdfium.FPDFText_GetLooseCharBox, repeat(text_page), range(n), boxes), maxlen=0)
    floats = array("f")
    floats.frombytes(bytes(boxes))
    pieces = list(_pieces(pdfium, text_page, text))
    angles = [_angle(pdfium, text_page, start, view.turn) for start, _ in pieces]
    turn = _main_turn(pieces, angles)
    frame = view.turned(-turn)
    sides = _Sides(floats, frame)
    runs: list[Run] = []
    colour = [ctypes.c_uint() for _ in range(4)]
    for (start, end), angle in zip(pieces, angles, strict=True):
        faint = _faint(pdfium, text_page, start, colour)
        run = sides.run(text[start:end], start, end, (angle - turn) % 360, faint)
        if run is not None:
            runs.extend(_cut_back(run))
    return runs, turn


def _text(pdfium: Any, text_page: Any, n: int) -> str:
    """All characters in one call; one by one where that call leaves some out."""
    buffer = (ctypes.c_ushort * (2 * n + 2))()
    got = pdfium.FPDFText_GetText(text_page, 0, n, buffer)
    text = bytes(memoryview(buffer)[: max(got - 1, 0)]).decode("utf-16-le", "replace")
    if len(text) != n:
        codes = map(pdfium.FPDFText_GetUnicode, repeat(text_page), range(n))
        text = "".join(chr(c) if c < 0x110000 else "\ufffd" for c in codes)
    for bad, good in _HYPHENS.items():
        if bad in text:
            text = text.replace(bad, good)
    return text


def _pieces(pdfium: Any, text_page: Any, text: str) -> Iterator[tuple[int, int]]:
    """Stretches between the breaks and gaps that PDFium found."""
    start = 0
    for i, char in enumerate(text):
        if char in _BREAKS or (char == " " and pdfium.FPDFText_IsGenerated(text_page, i) == 1):
            if start < i:
                yield start, i
            start = i + 1
    if start < len(text):
        yield start, len(text)


def _angle(pdfium: Any, text_page: Any, at: int, turn: int) -> int:
    """A character's angle on the shown page in degrees, clockwise."""
    radians = pdfium.FPDFText_GetCharAngle(text_page, at)
    return (round(math.degrees(radians)) + turn) % 360 if radians > -1 else 0


def _main_turn(pieces: list[tuple[int, int]], angles: list[int]) -> int:
    weight = {0: 0, 90: 0, 180: 0, 270: 0}
    for (start, end), angle in zip(pieces, angles, strict=True):
        if angle in weight:
            weight[angle] += end - start
    best = max(weight, key=lambda a: weight[a])
    return best if weight[best] > weight[0] else 0


def _faint(pdfium: Any, text_page: Any, at: int, parts: list[Any]) -> bool:
    """Whether a run is printed so lightly that it can only lie under the text. `parts` are buffers."""
    if not pdfium.FPDFText_GetFillColor(text_page, at, *parts):
        return False
    red, green, blue, alpha = (p.value for p in parts)
    shade = 255 - (255 - (red * 299 + green * 587 + blue * 114) / 1000) * alpha / 255
    return bool(150 < shade < 250)


class _Sides:
    """The boxes of a page's characters in the reading frame, and runs cut out of them."""

    def __init__(self, floats: array[float], frame: View) -> None:
        lefts, tops, rights, bottoms = (floats[k::4] for k in range(4))
        if frame.turn != 0:
            turned = [frame.box(*b) for b in zip(lefts, bottoms, rights, tops, strict=True)]
            lefts, tops, rights, bottoms = (array("f", (b[k] for b in turned)) for k in range(4))
        elif frame.left:
            lefts, rights = (array("f", (x - frame.left for x in xs)) for xs in (lefts, rights))
        self.lefts, self.tops, self.rights, self.bottoms = lefts, tops, rights, bottoms
        self.flip = frame.top if frame.turn == 0 else None
        self.wide, self.high = frame.size

    def run(self, text: str, start: int, end: int, angle: int, faint: bool) -> Run | None:
        """Characters `start:end` as a run; None where nothing is to be seen of them on the page."""
        edges = self.lefts[start:end]
        edges.append(self.rights[end - 1])
        top, bottom = self._height(start, end)
        if edges[-1] < 0 or edges[0] > self.wide or bottom < 0 or top > self.high or not text.strip():
            return None
        if angle == 180:
            edges = array("f", reversed(edges))
        size = em_of(text, edges, bottom - top) if angle in (0, 180) else _pitch(edges, bottom - top)
        return Run(text, edges, top, bottom, size, angle, faint)

    def _height(self, start: int, end: int) -> tuple[float, float]:
        tops, bottoms = self.tops[start:end], self.bottoms[start:end]
        if self.flip is not None:
            return self.flip - max(tops), self.flip - min(bottoms)
        return min(tops), max(bottoms)


def _pitch(edges: array[float], high: float) -> float:
    return max(edges[-1] - edges[0], high) / max(len(edges) - 1, 1)


def _cut_back(run: Run) -> Iterator[Run]:
    """A run whose characters jump back to the left is two runs that PDFium took for one."""
    edges = run.edges
    if run.angle != 0 or not any(map(gt, edges, edges[1:])):
        yield run
        return
    start = 0
    for i in range(1, len(run.text)):
        if edges[i] < edges[i - 1] - 0.5 * run.size:
            yield _ascending(run.part(start, i), run.size)
            start = i
    yield _ascending(run.part(start, len(run.text)) if start else run, run.size)


def _ascending(run: Run, size: float) -> Run:
    edges = run.edges
    last = len(edges) - 1
    if edges[last] < edges[last - 1]:
        edges[last] = edges[last - 1] + size
    for i in range(1, last):
        if edges[i] < edges[i - 1]:
            edges[i] = edges[i - 1]
    return run


# ---- doubts --------------------------------------------------------------------------------------


def _unmapped(pdfium: Any, text_page: Any, n: int) -> int:
    """Glyphs without a Unicode mapping, told from at most 200 characters spread over the page."""
    step = max(n // 200, 1)
    looked = range(0, n, step)
    return step * sum(1 for i in looked if pdfium.FPDFText_HasUnicodeMapError(text_page, i) == 1)


def _hidden(pdfium: Any, text_page: Any, n: int) -> bool:
    """Whether the first characters are drawn invisibly."""
    seen = 0
    for i in range(min(n, 40)):
        holder = pdfium.FPDFText_GetTextObject(text_page, i)
        if holder and pdfium.FPDFText_IsGenerated(text_page, i) != 1:
            if pdfium.FPDFTextObj_GetTextRenderMode(holder) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                return False
            seen += 1
    return seen > 0
