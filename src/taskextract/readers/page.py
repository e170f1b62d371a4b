"""What a paged format gives of one page, whatever the format: runs of text and ruling lines.

Coordinates are points in the page's reading frame: the origin at the upper left corner of the page
as it is read, y growing downwards. `Page.turn` says how that frame lies on the page as it is shown.
"""

from __future__ import annotations

import math
import re
from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

from taskextract.document import Box

UNMARKED = (-1, -1)
_NARROW = re.compile("[\x00-\u2e7f]")


@dataclass(slots=True)  # not frozen: there are very many, and making a frozen one takes four times as long
class Run:
    """Characters that stand side by side; `edges` holds the x positions between them (one more than characters).

    `size` is the height of an em in points, `angle` how far the run is turned in degrees
    (0 for upright text), `faint` whether it is printed so lightly that it lies under the text.
    `doubts` are (index, certainty) of characters that were recognised from an image with low certainty.
    `marks` are the numbers by which the source marks the content that the first and the last character
    belong to (-1: none); runs of one paragraph mostly bear the same.
    `seen` says that the run was recognised from an image: its edges are not sharp. `raised` are the ranges of
    small raised characters in a line.
    """

    text: str
    edges: array[float]
    top: float
    bottom: float
    size: float
    angle: int = 0
    faint: bool = False
    doubts: tuple[tuple[int, float], ...] = ()
    marks: tuple[int, int] = UNMARKED
    seen: bool = False
    raised: tuple[tuple[int, int], ...] = ()

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.edges[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.edges[-1]

    @property
    def middle(self) -> float:
        """The y of half height."""
        return (self.top + self.bottom) / 2

    def part(self, start: int, end: int) -> Run:
        """Characters `start:end` of the run; a gap after the last one is not part of it."""
        edges = self.edges[start : end + 1]
        wide = self.size * (0.6 if self.text[end - 1].isascii() else 1.0)
        if edges[-1] - edges[-2] > 1.2 * wide and not self.angle:
            edges[-1] = edges[-2] + wide
        doubts = tuple((i - start, c) for i, c in self.doubts if start <= i < end) if self.doubts else ()
        marks = (-1 if start else self.marks[0], self.marks[1] if end == len(self.text) else -1)
        raised = tuple((max(a, start) - start, min(b, end) - start) for a, b in self.raised if a < end and b > start) if self.raised else ()
        return Run(
            self.text[start:end], edges, self.top, self.bottom, self.size, self.angle, self.faint, doubts, marks, self.seen, raised
        )


class Rule(NamedTuple):
    """A straight ruling line: `at` is its y (or x, if upright), `low` and `high` its ends on the other axis."""

    at: float
    low: float
    high: float
    upright: bool

    def times(self, factor: float) -> Rule:
        """The line in other units."""
        return Rule(self.at * factor, self.low * factor, self.high * factor, self.upright)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `turn` is by how many degrees clockwise the reading frame is turned on the shown page.

    `skew` is by how many degrees counter-clockwise a picture was turned further, about its middle, to lie level.
    `marks` is text that the source itself marks as lying on the page and not in it (watermarks, stamps).
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    rules: list[Rule]
    turn: int = 0
    marks: list[Run] = field(default_factory=list)
    skew: float = 0.0


def unturned(box: Box, degrees: float, width: float, height: float) -> Box:
    """The box around a box of a page (`width` × `height`) that was turned counter-clockwise about its middle."""
    if not degrees:
        return box
    along, across = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(x - width / 2, y - height / 2) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [width / 2 + x * along - y * across for x, y in corners]
    ys = [height / 2 + x * across + y * along for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def shown_box(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of the reading frame (`width` × `height`) as it lies on the page as shown."""
    x0, top, x1, bottom = box
    if turn == 90:
        return (height - bottom, x0, height - top, x1)
    if turn == 180:
        return (width - x1, height - bottom, width - x0, height - top)
    if turn == 270:
        return (top, width - x1, bottom, width - x0)
    return box


def is_wide(text: str) -> bool:
    """Whether all characters are as wide as Chinese ones."""
    return _NARROW.search(text) is None


def em_of(text: str, edges: array[float], high: float) -> float:
    """The size of an em in a run `high` points high: the usual width of its Chinese characters, if it has any."""
    if text.isascii():
        return 0.8 * high
    if is_wide(text):
        wide = (edges[-1] - edges[0]) / len(text)
    else:
        widths = sorted(b - a for c, a, b in zip(text, edges, edges[1:], strict=False) if c > "\u2e7f")
        wide = widths[len(widths) // 2] if widths else 0.0
    return wide if 0.5 * high < wide < 1.25 * high else 0.9 * high
