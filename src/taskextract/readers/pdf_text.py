"""The text of a PDF page as runs, through PDFium's own calls.

Everything here runs for every character of a file, so what can be is done in bulk: the text in one
call, the boxes into one array, and the rest once per run.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from typing import Any

from taskextract.readers.layout import RAISED
from taskextract.readers.page import UNMARKED, Run, em_of
from taskextract.readers.pdf_clip import shown_runs
from taskextract.readers.pdf_heights import mend_heights
from taskextract.readers.pdfium import TEXT_INVISIBLE

LARGE = 1.5
"""Runs larger than the page's usual text by this are looked at for being a faint watermark."""
_LINE = re.compile(r"[^\r\n]+")
_MARKING = re.compile(r"[\d①-⑳㉑-㊿*＊※†‡]")
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\x00": "\ufffd"}


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


def page_runs(pdfium: Any, text_page: Any, n: int, view: View, tagged: bool = False) -> tuple[list[Run], int, list[Run]]:
    """The first `n` characters of a page as runs, and by how many degrees clockwise its text is turned as shown,
    and those of the runs that are drawn invisibly.

    `tagged`: the file marks which content belongs together.
    """
    if n == 0:
        return [], 0, []
    text = _text(pdfium, text_page, n)
    lefts, tops, rights, bottoms = _boxes(pdfium, text_page, n)
    pieces = list(_pieces(pdfium, text_page, text))
    heights = mend_heights(pdfium, text_page, text, pieces, (lefts, tops, rights, bottoms))
    angles: list[int] = []
    for (start, end), (top, bottom) in zip(pieces, heights, strict=True):
        level = end - start > 2 and rights[end - 1] - lefts[start] > 0.35 * (end - start) * (top - bottom)
        angles.append(view.turn if level else _angle(pdfium, text_page, start, view.turn))
    turn = _main_turn(pieces, angles)
    sides = _Sides(lefts, tops, rights, bottoms, view.turned(-turn))
    runs: list[Run] = []
    starts: list[int] = []
    hidden: set[int] = set()
    marks = UNMARKED
    for (start, end), height, angle in zip(pieces, heights, angles, strict=True):
        piece = text[start:end]
        if not piece.isspace():
            holder = pdfium.FPDFText_GetTextObject(text_page, start)
            if holder and pdfium.FPDFTextObj_GetTextRenderMode(holder) == TEXT_INVISIBLE:
                hidden.add(start)
            if tagged:
                marks = _marks(pdfium, text_page, holder, end - 1)
            found = sides.runs(piece, start, end, height, (angle - turn) % 360, marks)
            runs += found
            starts += [start] * len(found)
    _mark_faint(pdfium, text_page, runs, starts)
    unseen = [run for run, start in zip(runs, starts, strict=True) if start in hidden] if hidden else []
    return shown_runs(pdfium, text_page, runs, starts, sides.frame.box), turn, unseen


def _text(pdfium: Any, text_page: Any, n: int) -> str:
    """All characters in one call; one by one where that call leaves some out."""
    units = array("H", bytes(4 * n + 4))
    got = pdfium.FPDFText_GetText(text_page, 0, n, units.buffer_info()[0])
    text = units[: max(got - 1, 0)].tobytes().decode("utf-16-le", "replace")
    if len(text) != n:
        codes = map(pdfium.FPDFText_GetUnicode, repeat(text_page), range(n))
        text = "".join(chr(c) if c < 0x110000 else "\ufffd" for c in codes)
    for bad, good in _HYPHENS.items():
        if bad in text:
            text = text.replace(bad, good)
    return text


def _boxes(pdfium: Any, text_page: Any, n: int) -> tuple[array[float], array[float], array[float], array[float]]:
    """Left, top, right and bottom of every character, in the page's own coordinates."""
    boxes = array("f", bytes(16 * n))
    first = boxes.buffer_info()[0]
    places = range(first, first + 16 * n, 16)
    deque(map(pdfium.FPDFText_GetLooseCharBox, repeat(text_page), range(n), places), maxlen=0)
    return boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4]


def _pieces(pdfium: Any, text_page: Any, text: str) -> Iterator[tuple[int, int]]:
    """Stretches between the breaks and gaps that PDFium found."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        blank = text.find(" ", start, end)
        while blank >= 0:
            if pdfium.FPDFText_IsGenerated(text_page, blank) == 1:
                if start < blank:
                    yield start, blank
                start = blank + 1
            blank = text.find(" ", blank + 1, end)
        if start < end:
            yield start, end


def _angle(pdfium: Any, text_page: Any, at: int, turn: int) -> int:
    """A character's angle on the shown page in degrees, clockwise."""
    radians = pdfium.FPDFText_GetCharAngle(text_page, at)
    return (round(math.degrees(radians)) + turn) % 360 if radians > -1 else turn


def _marks(pdfium: Any, text_page: Any, first: Any, last: int) -> tuple[int, int]:
    """The numbers of the marked contents that the text object `first` and the character `last` belong to, -1 if none."""
    other = pdfium.FPDFText_GetTextObject(text_page, last)
    mark = pdfium.FPDFPageObj_GetMarkedContentID(first) if first else -1
    if first == other:
        return mark, mark
    return mark, pdfium.FPDFPageObj_GetMarkedContentID(other) if other else -1


def _main_turn(pieces: list[tuple[int, int]], angles: list[int]) -> int:
    weight = {0: 0, 90: 0, 180: 0, 270: 0}
    for (start, end), angle in zip(pieces, angles, strict=True):
        if angle in weight:
            weight[angle] += end - start
    best = max(weight, key=lambda a: weight[a])
    return best if weight[best] > weight[0] else 0


def _mark_faint(pdfium: Any, text_page: Any, runs: list[Run], starts: list[int]) -> None:
    """Mark large runs that are printed so lightly that they can only lie under the text."""
    sizes = sorted(run.size for run in runs)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    parts = array("I", (0, 0, 0, 0))
    first = parts.buffer_info()[0]
    places = range(first, first + 4 * parts.itemsize, parts.itemsize)
    for i, run in enumerate(runs):
        if run.size > LARGE * usual and pdfium.FPDFText_GetFillColor(text_page, starts[i], *places):
            red, green, blue, alpha = parts
            shade = 255 - (255 - (red * 299 + green * 587 + blue * 114) / 1000) * alpha / 255
            if 150 < shade < 250:
                runs[i] = replace(run, faint=True)


class _Sides:
    """The boxes of a page's characters in the reading frame, and runs cut out of them."""

    def __init__(
        self, lefts: array[float], tops: array[float], rights: array[float], bottoms: array[float], frame: View
    ) -> None:
        if frame.turn != 0:
            turned = [frame.box(*b) for b in zip(lefts, bottoms, rights, tops, strict=True)]
            lefts, tops, rights, bottoms = (array("f", (b[k] for b in turned)) for k in range(4))
        elif frame.left:
            lefts, rights = (array("f", (x - frame.left for x in xs)) for xs in (lefts, rights))
        self.lefts, self.tops, self.rights, self.bottoms = lefts, tops, rights, bottoms
        self.frame = frame
        self.flip = frame.top if frame.turn == 0 else None
        self.wide, self.high = frame.size

    def runs(
        self, text: str, start: int, end: int, height: tuple[float, float], angle: int, marks: tuple[int, int]
    ) -> list[Run]:
        """Characters `start:end` as runs; none where nothing is to be seen of them on the page.

        `height` is their top and bottom in the page's own coordinates. `marks` are kept where they are one run.
        """
        edges = self.lefts[start:end]
        edges.append(self.rights[end - 1])
        if self.flip is not None:
            top, bottom = self.flip - height[0], self.flip - height[1]
        else:
            top, bottom = min(self.tops[start:end]), max(self.bottoms[start:end])
        if edges[-1] < 0 or edges[0] > self.wide or bottom < 0 or top > self.high:
            return []
        if angle == 0 and len(text) > 1 and _MARKING.search(text) and (cuts := self._raised(text, start, top, bottom)):
            parts = [(a, b) for a, b in pairwise([start, *cuts, end]) if a < b]
            return [r for a, b in parts for r in self.runs(text[a - start : b - start], a, b, self._height(a, b), angle, UNMARKED)]
        if angle not in (0, 180):
            size = max(edges[-1] - edges[0], bottom - top) / len(text)
            return [Run(text, edges, top, bottom, size, angle, marks=marks)]
        if angle == 180:
            edges.reverse()
        run = Run(text, edges, top, bottom, em_of(text, edges, bottom - top), angle, marks=marks)
        tall = bottom - top > 1.5 * abs(self.tops[start] - self.bottoms[start])
        places = edges.tolist()
        if not tall and places == sorted(places):
            return [run]
        return self._rows(run, start, end, angle) if angle == 0 else _ordered(run)

    def _raised(self, text: str, start: int, top: float, bottom: float) -> list[int]:
        """Where small characters begin and end that stand above the foot of the others."""
        cuts: list[int] = []
        for mark in RAISED.finditer(text):
            at = start + mark.end() - 1
            foot = self.bottoms[at] if self.flip is None else self.flip - self.bottoms[at]
            if bottom - foot > 0.2 * (bottom - top) and abs(self.tops[at] - self.bottoms[at]) < 0.8 * (bottom - top):
                first = at
                while first > start + mark.start() and not self._lower_foot(first - 1, at):
                    first -= 1
                cuts += [first, at + 1]
        return cuts if cuts != [start, start + len(text)] else []

    def _lower_foot(self, at: int, other: int) -> bool:
        """Whether a character's foot is lower than another's."""
        return abs(self.bottoms[at] - self.bottoms[other]) > 0.1 * abs(self.tops[at] - self.bottoms[at])

    def _rows(self, run: Run, start: int, end: int, angle: int) -> list[Run]:
        """A run whose characters jump to a lower line is a run a line."""
        for at in range(start + 1, end):
            if self._is_lower(at):
                return [
                    piece for a, b in ((start, at), (at, end))
                    for piece in self.runs(run.text[a - start : b - start], a, b, self._height(a, b), angle, UNMARKED)
                ]  # fmt: skip
        return _ordered(run)

    def _is_lower(self, at: int) -> bool:
        """Whether a character stands on a lower line than the one before: below it, or half below and not beside it."""
        down = -1 if self.flip is not None else 1
        if down * (self.tops[at] - self.bottoms[at - 1]) >= 0:
            return True
        half = 0.5 * abs(self.tops[at] - self.bottoms[at])
        wide = self.rights[at - 1] - self.lefts[at - 1]
        return down * (self.tops[at] - self.tops[at - 1]) > half and self.lefts[at] < self.rights[at - 1] - 0.5 * wide

    def _height(self, start: int, end: int) -> tuple[float, float]:
        return (max(self.tops[start:end]), min(self.bottoms[start:end]))


def _ordered(run: Run) -> list[Run]:
    """A run whose characters jump back to the left is two runs that PDFium took for one."""
    edges = run.edges
    back = [
        i for i in range(1, len(run.text))
        if edges[i] < edges[i - 1] - (0.5 if edges[i + 1] > edges[i - 1] + 0.1 * run.size else 0.1) * run.size
    ]
    cuts = [0, *back, len(run.text)]
    out: list[Run] = []
    for start, end in pairwise(cuts):
        part = run.part(start, end)
        places = part.edges
        if places[-1] < places[-2]:
            places[-1] = places[-2] + run.size
        for i in range(1, len(places) - 1):
            places[i] = max(places[i], places[i - 1])
        places[-1] = max(places[-1], places[-2])
        out.append(part)
    return out
