"""The content of an OFD page: its text objects as runs, its path objects as ruling lines, its images."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element

from taskextract.readers.affine import IDENTITY, Matrix, apply, times
from taskextract.readers.ofd_package import OfdPage, box_of, child, children, local, numbers
from taskextract.readers.ofd_shapes import pieces_of
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.strokes import Point, rules_in

MM = 72 / 25.4
"""Points in a millimetre."""
ASCENT = 0.88
"""The part of an em above the baseline."""
STEP, LATIN_STEP = 1.5, 1.7
"""Ems: a wider step from a character, a Latin one, to the next of one text object parts it.

Some files understate the size of Latin letters, whose steps then seem wide.
"""
MAX_OBJECTS = 150_000
"""Objects looked at on one page."""
MAX_DEPTH = 12
"""Blocks within blocks."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Characters with the points between them on the baseline, on the page as shown, in points."""

    text: str
    points: list[Point]
    size: float
    angle: int
    faint: bool


@dataclass(slots=True)
class Drawn:
    """What was found on a page. `images` are (resource id, map from the unit square to points)."""

    texts: list[Placed] = field(default_factory=list)
    marks: list[Placed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: list[tuple[str, Matrix]] = field(default_factory=list)
    shapes: list[list[list[Point]]] = field(default_factory=list)
    objects: int = 0
    truncated: bool = False


def draw(page: OfdPage) -> Drawn:
    """Everything on a page, its templates included."""
    x, y, _, _ = page.area
    to_points: Matrix = (MM, 0.0, 0.0, MM, -x * MM, -y * MM)
    units = _composites(page)
    drawn = Drawn()
    for layer in page.layers:
        _walk(child(layer, "Content"), to_points, drawn, units, 0)
    body, drawn.texts = drawn.texts, []
    for look in page.marks:
        box = box_of(look.get("Boundary"))
        inner: Matrix = (1.0, 0.0, 0.0, 1.0, box[0], box[1]) if box else IDENTITY
        _walk(look, times(inner, to_points), drawn, units, 0)
    drawn.marks, drawn.texts = drawn.texts, body
    return drawn


def _composites(page: OfdPage) -> dict[str, _Element]:
    return {
        unit.get("ID") or "": unit
        for _, resource in page.resources
        for group in children(resource, "CompositeGraphicUnits")
        for unit in children(group, "CompositeGraphicUnit")
    }


def _walk(
    holder: _Element | None, matrix: Matrix, drawn: Drawn, units: dict[str, _Element], depth: int
) -> None:
    if holder is None:
        return
    if depth > MAX_DEPTH:
        drawn.truncated = True
        return
    for thing in holder:
        drawn.objects += 1
        if drawn.objects > MAX_OBJECTS:
            drawn.truncated = True
            return
        kind = local(thing)
        if thing.get("Visible") == "false":
            continue
        if kind in ("Layer", "PageBlock"):
            _walk(thing, matrix, drawn, units, depth + 1)
        elif kind == "TextObject":
            drawn.texts.extend(_texts(thing, _object_matrix(thing, matrix)))
        elif kind == "PathObject":
            _path(thing, _object_matrix(thing, matrix), drawn)
        elif kind == "ImageObject":
            drawn.images.append((thing.get("ResourceID") or "", _object_matrix(thing, matrix)))
        elif kind == "CompositeObject":
            unit = units.get(thing.get("ResourceID") or "")
            _walk(child(unit, "Content"), _object_matrix(thing, matrix), drawn, units, depth + 1)


def _object_matrix(thing: _Element, matrix: Matrix) -> Matrix:
    """From an object's own coordinates to points: its CTM, then its place in the page."""
    v = numbers(thing.get("CTM"))
    own: Matrix = (v[0], v[1], v[2], v[3], v[4], v[5]) if len(v) >= 6 else IDENTITY
    place = numbers(thing.get("Boundary"))
    x, y = (place[0], place[1]) if len(place) >= 2 else (0.0, 0.0)
    return times(times(own, (1.0, 0.0, 0.0, 1.0, x, y)), matrix)


# ---- text ----------------------------------------------------------------------------------------


def _texts(thing: _Element, matrix: Matrix) -> Iterator[Placed]:
    size = (numbers(thing.get("Size")) or [3.5])[0]
    stretch = (numbers(thing.get("HScale")) or [1.0])[0] or 1.0
    reading = int((numbers(thing.get("ReadDirection")) or [0.0])[0]) % 360
    turned = int((numbers(thing.get("CharDirection")) or [0.0])[0]) % 360
    faint = _faint(thing)
    x = y = 0.0
    for code in children(thing, "TextCode"):
        text = "".join(str(t) for t in code.itertext()).replace("\n", "").replace("\r", "")
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        if not text:
            continue
        steps = _steps(code, text, size, stretch, reading)
        places = [(x, y)]
        for dx, dy in steps:
            places.append((places[-1][0] + dx, places[-1][1] + dy))
        # Blanks at the ends of a run fill lines and set no words apart.
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        if first < last:
            yield from _placed(text[first:last], places[first : last + 1], size, turned, matrix, faint)


def _steps(code: _Element, text: str, size: float, stretch: float, reading: int) -> list[tuple[float, float]]:
    """The way from each character to the next, and over the last one."""
    dx, dy = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
    natural = [size * stretch * (0.5 if c.isascii() else 1.0) for c in text]
    n = len(text) - 1
    if not dx and not dy:
        natural[-1] = size * stretch * _last_width(text[-1])
        return [(0.0, w) for w in natural] if reading == 90 else [(w, 0.0) for w in natural]
    dx, dy = (d[:n] + [d[-1] if d else 0.0] * (n - len(d)) for d in (dx, dy))
    end = size * stretch * _last_width(text[-1])
    last = (0.0, end) if sum(map(abs, dy)) > sum(map(abs, dx)) else (math.copysign(end, sum(dx) or 1), 0.0)
    return [*zip(dx, dy, strict=True), last]


def _last_width(char: str) -> float:
    """Ems that a run's last character takes at most in the usual fonts: the file does not say how wide it is.

    Too narrow, and it would seem set apart from a next run that goes on with its word or number.
    """
    if not char.isascii():
        return 1.0
    return 0.85 if char in "MWmw@%" else 0.7 if char.isupper() else 0.6 if char.isalnum() else 0.5


def deltas(text: str | None) -> list[float]:
    """A list of steps in which `g n d` stands for n steps of d."""
    out: list[float] = []
    words = (text or "").split()
    i = 0
    while i < len(words) and len(out) < 100_000:
        if words[i] == "g" and i + 2 < len(words):
            times_, step = numbers(words[i + 1]), numbers(words[i + 2])
            if times_ and step:
                out += step * min(int(times_[0]), 100_000)
            i += 3
            continue
        out += numbers(words[i])
        i += 1
    return out


def _placed(
    text: str, places: list[Point], size: float, turned: int, matrix: Matrix, faint: bool
) -> Iterator[Placed]:
    """Characters mapped to the page, cut where the text jumps or its characters stand one above the other."""
    points = [apply(matrix, *p) for p in places]
    em = size * math.hypot(matrix[2], matrix[3])
    angle = _angle(matrix, turned)
    start = 0
    for i in range(1, len(text) + 1):
        if i < len(text) and not _jumps(points[max(start, i - 2) : i + 1], em, text[i - 1]):
            continue
        part = points[start : i + 1]
        if len(part) > 2 or i < len(text):
            width = _natural(text[i - 1], em, part, matrix)
            if i < len(text) or math.dist(width, part[-2]) < math.dist(part[-1], part[-2]):
                part[-1] = width
        yield Placed(text[start:i], part, em, angle, faint)
        start = i


def _natural(char: str, em: float, part: Sequence[Point], matrix: Matrix) -> Point:
    """Where a run's last character ends, if it is as wide as usual: on the run's way, or on the way of the text."""
    (ax, ay), (bx, by) = part[-2], part[-1]
    wide = min(math.dist((ax, ay), (bx, by)) or 1.0, em * (0.6 if char.isascii() else 1.0))
    dx, dy = (ax - part[-3][0], ay - part[-3][1]) if len(part) > 2 else matrix[:2]
    far = math.hypot(dx, dy) or 1.0
    return (ax + dx / far * wide, ay + dy / far * wide)


def _jumps(part: Sequence[Point], em: float, char: str) -> bool:
    """Whether the text does not simply go on from the last but one place of a run to the last."""
    (ax, ay), (bx, by) = part[-2], part[-1]
    way = math.dist((ax, ay), (bx, by))
    if way > (LATIN_STEP if char.isascii() else STEP) * em:
        return True
    if len(part) < 3:
        return False
    (px, py) = part[-3]
    return (bx - ax) * (ax - px) + (by - ay) * (ay - py) < 0


def _angle(matrix: Matrix, turned: int) -> int:
    """How far a run's characters are turned clockwise on the page."""
    return (round(math.degrees(math.atan2(matrix[1], matrix[0]))) + turned) % 360


def _faint(thing: _Element) -> bool:
    """Whether text is printed so lightly that it can only lie under the rest."""
    alpha = (numbers(thing.get("Alpha")) or [255.0])[0]
    fill = child(thing, "FillColor")
    parts = numbers(fill.get("Value")) if fill is not None else []
    alpha *= (numbers(fill.get("Alpha")) or [255.0])[0] / 255 if fill is not None else 1.0
    ink = 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] if len(parts) == 3 else parts[0] if len(parts) == 1 else 0.0
    return 150 < 255 - (255 - ink) * alpha / 255 < 250


# ---- lines ---------------------------------------------------------------------------------------


def _path(thing: _Element, matrix: Matrix, drawn: Drawn) -> None:
    stroked, filled = thing.get("Stroke") != "false", thing.get("Fill") == "true"
    data = child(thing, "AbbreviatedData")
    if data is None or not (stroked or filled):
        return
    pieces = pieces_of(data.text or "")
    straight = [[apply(matrix, *p) for p in piece.points] for piece in pieces if not piece.curved]
    drawn.rules.extend(rules_in(straight, stroked=stroked))
    if filled:
        drawn.shapes.append([[apply(matrix, *p) for p in piece.points] for piece in pieces])


# ---- the reading frame ---------------------------------------------------------------------------


def to_page(drawn: Drawn, number: int, width: float, height: float) -> Page:
    """What was found on a page (`width` × `height` points as shown), in the frame in which most of it is read."""
    weight = dict.fromkeys((0, 90, 180, 270), 0)
    for placed in drawn.texts:
        if placed.angle in weight:
            weight[placed.angle] += len(placed.text)
    best = max(weight, key=lambda a: weight[a])
    turn = best if weight[best] > weight[0] else 0
    back = _turned_back(turn, width, height)
    runs = [run for placed in drawn.texts for run in _runs(placed, back, turn)]
    marks = [run for placed in drawn.marks for run in _runs(placed, back, turn)]
    rules = drawn.rules if turn == 0 else [_rule(r, back) for r in drawn.rules]
    wide, high = (height, width) if turn in (90, 270) else (width, height)
    return Page(number, wide, high, runs, rules, turn, marks)


def _turned_back(turn: int, width: float, height: float) -> Matrix:
    """From the page as shown to the reading frame."""
    if turn == 90:
        return (0.0, -1.0, 1.0, 0.0, 0.0, width)
    if turn == 180:
        return (-1.0, 0.0, 0.0, -1.0, width, height)
    if turn == 270:
        return (0.0, 1.0, -1.0, 0.0, height, 0.0)
    return IDENTITY


def _rule(rule: Rule, back: Matrix) -> Rule:
    ends = ((rule.at, rule.low), (rule.at, rule.high)) if rule.upright else ((rule.low, rule.at), (rule.high, rule.at))
    (ax, ay), (bx, by) = (apply(back, *p) for p in ends)
    if abs(ax - bx) >= abs(ay - by):
        return Rule(ay, min(ax, bx), max(ax, bx), False)
    return Rule(ax, min(ay, by), max(ay, by), True)


def _runs(placed: Placed, back: Matrix, turn: int) -> Iterator[Run]:
    """Placed characters as runs; upright characters set from top to bottom become a run each."""
    if not placed.text.strip():
        return
    points = [apply(back, *p) for p in placed.points]
    angle = (placed.angle - turn) % 360
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    up, down = ASCENT * placed.size, (1 - ASCENT) * placed.size
    if angle % 90 != 0:
        yield Run(placed.text, _even(min(xs), max(xs), len(placed.text)), min(ys), max(ys), placed.size, angle, placed.faint)
    elif angle in (90, 270):
        side = (xs[0] - down, xs[0] + up) if angle == 90 else (xs[0] - up, xs[0] + down)
        yield Run(placed.text, _even(*side, len(placed.text)), min(ys), max(ys), placed.size, angle, placed.faint)
    elif max(ys) - min(ys) > placed.size and max(xs) - min(xs) < placed.size:
        for char, x, y in zip(placed.text, xs, ys, strict=False):
            yield Run(char, array("f", (x, x + placed.size)), y - up, y + down, placed.size, 0, placed.faint)
    else:
        edges = array("f", xs if xs[-1] >= xs[0] else xs[::-1])
        yield Run(placed.text, edges, ys[0] - up, ys[0] + down, placed.size, 0, placed.faint)


def _even(low: float, high: float, n: int) -> array[float]:
    return array("f", (low + (high - low) * k / n for k in range(n + 1)))
