"""Ruling lines in a picture of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from taskextract.readers.page import Rule

ACROSS = 80
"""Pixels at 200 dpi: the shortest line across; strokes of large characters are shorter."""
NARROW = 36
"""Pixels at 200 dpi: the shortest line across that closes a cell of a narrow column by itself."""
UPRIGHT = 36
"""Pixels at 200 dpi: the shortest upright line, which parts the cells of a single row."""
ROW = 60
"""Pixels at 200 dpi: a shorter upright line must reach from one line across to the next; a longer one may end beside others."""
CHARACTER = 100
"""Pixels at 200 dpi: lines that stand farther apart are no strokes of one character."""
SAME = 4
"""Pixels at 200 dpi by which the ends of a table's upright lines may differ where the page cuts them."""
THICKEST = 14
"""Pixels at 200 dpi: what is thicker is a block of ink."""
STROKE = 160
"""Pixels at 200 dpi: a shorter line that meets no other is the stroke of a large character."""
LETTER = 190
"""Pixels at 200 dpi: lines that meet only lines shorter than this are the strokes of a letter head's characters."""
BESIDE = (1, 5)
"""Pixels at 200 dpi from an upright line, between which ink is looked for that grows out of it."""
CROSSED = 0.12
"""The part of a short upright line, both sides taken together, from which on such ink shows a character's stroke."""
MEETING = 8
"""Pixels at 200 dpi by which a line may fall short of one that it meets."""


def find_rules(picture: Any, dpi: float = 200.0) -> tuple[list[Rule], Any]:
    """The lines of a grey picture in pixels, and a mask of them (255 where one runs)."""
    import cv2
    import numpy as np

    scale = dpi / 200
    block = int(31 * scale) | 1
    ink = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)
    mask, strokes = np.zeros_like(ink), ink
    found: list[tuple[Rule, Any, Any]] = []
    for upright, shortest in ((False, ACROSS), (True, UPRIGHT)):
        kernel = (1, int(shortest * scale)) if upright else (int(shortest * scale), 1)
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        if not upright:
            strokes = cv2.subtract(ink, cv2.dilate(lines, np.ones((3, 1), np.uint8)))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for i in range(1, count):
            x, y, wide, high, _ = (int(v) for v in stats[i])
            if (wide if upright else high) > THICKEST * scale:
                continue
            place = (slice(y, y + high), slice(x, x + wide))
            if upright and high <= STROKE * scale and _is_crossed(strokes, place, scale):
                continue
            rule = Rule(x + wide / 2, y, y + high, True) if upright else Rule(y + high / 2, x, x + wide, False)
            found.append((rule, place, labels[place] == i))
    found += _narrow_sides(ink, [rule for rule, _, _ in found], scale)
    rules = [rule for rule, _, _ in found]
    kept = [(rule, place, inside) for rule, place, inside in found if not _is_stroke(rule, rules, scale)]
    rules = [rule for rule, _, _ in kept]
    kept = [(rule, place, inside) for rule, place, inside in kept if not _stands_alone(rule, rules, scale)]
    held = _held(rules := [rule for rule, _, _ in kept], scale)
    kept = [k for k, rule in zip(kept, rules, strict=True) if rule in held]
    for _, place, inside in kept:
        mask[place][inside] = 255
    return [rule for rule, _, _ in kept], mask


def _narrow_sides(ink: Any, rules: Sequence[Rule], scale: float) -> Iterator[tuple[Rule, Any, Any]]:
    """Lines across a narrow column whose cells have each a frame of their own, as web pages draw them.

    They are as short as strokes of characters; but they reach from one upright line to another, at the height of a longer line.
    """
    import cv2

    lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (int(NARROW * scale), 1)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    near = SAME * scale
    level = [r.at for r in rules if not r.upright]
    for i in range(1, count):
        x, y, wide, high, _ = (int(v) for v in stats[i])
        at = y + high / 2
        if wide > ACROSS * scale or high > THICKEST * scale or not any(abs(at - other) <= near for other in level):
            continue
        walls = [r.at for r in rules if r.upright and r.low - near <= at <= r.high + near]
        if all(any(abs(end - wall) <= near for wall in walls) for end in (x, x + wide)):
            place = (slice(y, y + high), slice(x, x + wide))
            yield Rule(at, x, x + wide, False), place, labels[place] == i


def _is_crossed(strokes: Any, place: tuple[slice, slice], scale: float) -> bool:
    """Whether other strokes grow out of a short upright line between its ends, as in a character that fills its row.

    A cell's side stands in paper, once the level lines that meet it are gone.
    """
    down, across = place
    inner = slice(down.start + int(MEETING * scale), down.stop - int(MEETING * scale))
    near, far = round(BESIDE[0] * scale), round(BESIDE[1] * scale)
    sides = (slice(max(across.start - far, 0), max(across.start - near, 0)), slice(across.stop + near, across.stop + far))
    parts = [float((strokes[inner, side] > 0).all(axis=1).mean()) for side in sides if strokes[inner, side].size]
    return sum(parts) > CROSSED


def _is_stroke(rule: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether a short line does not meet others as a cell's side does: then it may be the stroke of a character."""
    if rule.high - rule.low > STROKE * scale:
        return False
    near = MEETING * scale
    if rule.upright:
        met = [r.at for r in rules if not r.upright and r.low - near <= rule.at <= r.high + near]
        beside = [r for r in rules if r.upright and abs(r.at - rule.at) > CHARACTER * scale and rule.high - rule.low > ROW * scale]
        return not all(
            any(abs(at - end) <= near for at in met) or sum(abs(e - end) <= SAME * scale for e in ends) > 1
            for end, ends in ((rule.low, [r.low for r in beside]), (rule.high, [r.high for r in beside]))
        )
    return not any(_meet(rule, other, near) for other in rules)


def _stands_alone(rule: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether an upright line fills one low row, and the page has no other at its place, as it has for others of that row.

    Such is the stroke of a character that touches the lines above and below it; the sides of columns go on.
    """
    if not rule.upright or rule.high - rule.low > ROW * scale:
        return False
    near = MEETING * scale
    upright = [r for r in rules if r.upright]
    beside = [r for r in upright if r.low <= rule.low + near and r.high >= rule.high - near and r is not rule]
    columns = [r for r in beside if r.high - r.low > rule.high - rule.low + 2 * near or _has_another(r, upright, scale)]
    return len(columns) > 1 and not _has_another(rule, upright, scale)


def _held(rules: Sequence[Rule], scale: float) -> set[Rule]:
    """The lines that are long or at a long one's height, and those that meet them, and so on: a table's, not a large character's."""
    long = [r for r in rules if r.high - r.low > LETTER * scale]
    level = [r.at for r in long if not r.upright]
    held = {r for r in rules if r in long or (not r.upright and any(abs(r.at - at) <= SAME * scale for at in level))}
    waiting = list(held)
    rest = [r for r in rules if r not in held]
    while waiting:
        line = waiting.pop()
        found = [r for r in rest if _meet(line, r, MEETING * scale)]
        rest = [r for r in rest if r not in found]
        held.update(found)
        waiting += found
    return held


def _meet(a: Rule, b: Rule, near: float) -> bool:
    """Whether a line across and an upright one touch or cross."""
    return a.upright != b.upright and a.low - near <= b.at <= a.high + near and b.low - near <= a.at <= b.high + near


def _has_another(line: Rule, upright: Sequence[Rule], scale: float) -> bool:
    """Whether another line stands above or below one."""
    return any(r is not line and abs(r.at - line.at) <= SAME * scale for r in upright)


def without_rules(picture: Any, mask: Any) -> Any:
    """The picture with its lines painted over, so that they are not read as characters."""
    import cv2
    import numpy as np

    wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    clean = picture.copy()
    clean[wide > 0] = int(np.percentile(picture, 75))
    return clean
