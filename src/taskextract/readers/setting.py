"""How the pages of a document are set: the sides of their running text and of their tables' columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict

from taskextract.readers.breaks import Column
from taskextract.readers.laid import LaidPage, LaidTable, LaidText
from taskextract.readers.layout import end_of
from taskextract.readers.measure import SAMPLE, measure
from taskextract.readers.page import Run


def size_key(page: LaidPage) -> tuple[int, int]:
    """Pages of one size are set alike."""
    return (round(page.width), round(page.height))


_RAGGED = 1.2  # ems by which full lines may fall short of the right side
_OTHER_SIZE = 0.25  # part of an em by which the sizes of lines of running text may differ

_OPENING = "（《〈【〔“‘「『"
_CLOSING = "）》〉】〕”’」』"
_PARTED_DIGITS = re.compile(r"\d\s+\d")
_HEADS = 0.06  # part of a page's height in which running heads stand
_ENOUGH_FULL = 4  # full lines that tell where the right side is

Areas = dict[tuple[int, int], tuple[Column, ...]]
"""For each size of page how its running text is set: over the whole width, then in each narrower column."""


def areas_of(pages: list[LaidPage], kinds: list[dict[int, str]]) -> Areas:
    """How the running text of each size of page is set; `kinds` says which of its lines are furniture."""
    texts: dict[tuple[int, int], list[list[Run]]] = defaultdict(list)
    narrow: dict[tuple[int, int], list[list[Run]]] = defaultdict(list)
    boxes: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for page, marked in zip(pages, kinds, strict=True):
        key = size_key(page)
        index = 0
        for part in page.parts:
            if isinstance(part, LaidTable):
                boxes[key].append((part.grid.xs[0], part.grid.xs[-1]))
                continue
            kept = [line for k, line in enumerate(part.lines, index) if k not in marked]
            index += len(part.lines)
            if len(kept) > 1 and _stands_above(kept[0], kept[1], page.height):
                kept = kept[1:]
            if kept:
                (texts if part.whole_width else narrow)[key].append(kept)
    keys = {size_key(page): None for page in pages}
    return {key: (_area(texts[key], boxes[key], key[0]), *_narrow_columns(narrow[key])) for key in keys}


def _stands_above(first: Run, second: Run, height: float) -> bool:
    """Whether a page's first line stands where running heads do: it tells nothing of how the text is set."""
    return first.middle < _HEADS * height and second.top - first.bottom > 1.5 * first.size and len(first.text) < 40


def text_column(areas: Areas, page: LaidPage, part: LaidText, lines: list[Run]) -> Column:
    """How a stretch of running text is set. The last page of two columns may hold but one of them."""
    whole, *narrow = areas[size_key(page)]
    left, right = min(r.x0 for r in lines), max(r.x1 for r in lines)
    inside = [c for c in narrow if left > c.left - c.em and right < c.right + _RAGGED * c.em]
    if inside:
        return min(inside, key=lambda c: c.left)
    if part.whole_width or not narrow:
        return whole
    return min(narrow, key=lambda c: abs(c.left - left))


def _area(groups: list[list[Run]], boxes: list[tuple[float, float]], width: float) -> Column:
    lines = _of_usual_size([line for g in groups for line in g])
    reach = max(r.x1 for r in lines) - min(r.x0 for r in lines) if lines else 0.0
    low, high = min((b[0] for b in boxes), default=0.0), max((b[1] for b in boxes), default=0.0)
    if not lines:
        return measure(groups, low, high or width, flows=True)
    every = [line for g in groups for line in g]
    left, right = _sides(lines, 0.5 * reach, every)
    em = lines[len(lines) // 2].size
    if sum(abs(end_of(line) - right) < _RAGGED * em for line in lines) < _ENOUGH_FULL:
        if high - low > 1.2 * reach:  # a few short lines above a wide table
            return measure(groups, low, high, flows=True)
        right = max(right, _mirrored(left, width, every, boxes, em), _of_tables(left, boxes, em))
    return measure(groups, left, right, flows=True)


def _mirrored(left: float, width: float, lines: list[Run], boxes: list[tuple[float, float]], em: float) -> float:
    """The right side where both margins are alike, as a line or a table in the middle of the page shows; else 0.

    A cover letter above a table has too few full lines to tell.
    """
    centered = any(
        abs(x0 + x1 - width) < 0.5 * em and x0 - left > -0.5 * em
        for x0, x1 in [*((line.x0, line.x1) for line in lines), *boxes]
    )
    right = width - left
    return right if centered and max(line.x1 for line in lines) < right + _RAGGED * em else 0.0


def _of_tables(left: float, boxes: list[tuple[float, float]], em: float) -> float:
    """The right side of the tables that begin where the text does, as text in the rows of a sheet has it; else 0."""
    return max((x1 - (left - x0) for x0, x1 in boxes if 0 <= left - x0 < em), default=0.0)


def _narrow_columns(groups: list[list[Run]]) -> list[Column]:
    """The columns of pages that are set in several, from left to right."""
    slots: list[list[list[Run]]] = []
    for group in sorted(groups, key=lambda g: min(r.x0 for r in g)):
        left = min(r.x0 for r in group)
        if slots and left - min(r.x0 for r in slots[-1][0]) < 5 * group[0].size:
            slots[-1].append(group)
        else:
            slots.append([group])
    bodies = [_of_usual_size([line for g in slot for line in g]) for slot in slots]
    widest = max((max(r.x1 for r in lines) - min(r.x0 for r in lines) for lines in bodies), default=0.0)
    out: list[Column] = []
    for slot, lines in zip(slots, bodies, strict=True):
        left, right = _sides(lines, 0.5 * widest, lines)
        if right - left < 0.6 * widest:  # a few short lines: a signer and a date at the right, or a rest at the left
            at_right = len(out) > 0 and left - out[-1].right > 3 * lines[0].size
            left, right = (right - widest, right) if at_right else (left, left + widest)
        out.append(measure(slot, left, right, flows=True))
    return out


def _of_usual_size(lines: list[Run]) -> list[Run]:
    """Without titles and small print."""
    sizes = sorted(line.size for line in lines if len(line.text) > 8) or sorted(line.size for line in lines)
    em = sizes[len(sizes) // 2] if sizes else 0.0
    return [line for line in lines if abs(line.size - em) <= _OTHER_SIZE * em] or lines


def _sides(lines: list[Run], wide: float, every: list[Run]) -> tuple[float, float]:
    """Where lines begin and where full ones end; a few may lie outside by mistake or by their length.

    `every` are the lines with titles and small print, which reach no farther either.
    """
    # Some programs set an opening bracket so that its blank half hangs out at the left.
    lefts = sorted(line.x0 for line in lines if line.text[0] not in _OPENING) or sorted(line.x0 for line in lines)
    em = lines[len(lines) // 2].size
    full = [line for line in lines if line.x1 - line.x0 > wide]
    ends = sorted((_ink_end(line) for line in full or lines), reverse=True)
    need = 1 if len(ends) < 5 else max(2, len(ends) // 25)
    near = [sum(0 <= end - x < _RAGGED * em for x in ends) for end in ends]
    right = next((end for end, n in zip(ends, near, strict=True) if n >= need), ends[0])
    reached = [x for x in map(_ink_end, every) if x - right < _RAGGED * em]
    return lefts[len(lefts) // 40], _even(right, ends, reached, em) or max([right, *reached])


def _ink_end(line: Run) -> float:
    """Where a line ends at least: the blank half of a closing bracket may hang out as a stop does."""
    return line.x1 - 0.5 * line.size if line.text[-1] in _CLOSING else end_of(line)


def _even(right: float, ends: list[float], reached: list[float], em: float) -> float | None:
    """The place where most full lines end and hardly any goes beyond, if there is one."""
    reach = [end for end in ends if -_RAGGED * em < right - end < _RAGGED * em]
    if not reach:
        return None
    places = Counter(round(end) for end in reach)
    most = max(places, key=lambda k: (places[k - 1] + places[k] + places[k + 1], k), default=0)
    at_most = [end for end in reach if abs(round(end) - most) <= 1]
    beyond = sum(x > max(at_most) + 0.15 * em for x in reached)
    return max(at_most) if len(at_most) > max(2, 0.5 * len(reach), 8 * beyond) else None


def breaks_words(pages: list[LaidPage]) -> bool:
    """Whether lines end in the middle of words, as some styles of web pages have it.

    Numbers tell: one line ends with a digit and the next begins with one, and no blank parts two digits in a line.
    """
    texts = [
        lines for page in pages for part in page.parts
        for lines in (part.texts if isinstance(part, LaidTable) else [part.lines])
    ]
    cut = any(
        a.text[-1].isdecimal() and b.text[0].isdecimal() and not a.text.isdecimal() and a.x1 > b.x1 - b.size
        for lines in texts for a, b in itertools.pairwise(lines)
    )
    return cut and not any(_PARTED_DIGITS.search(line.text) for lines in texts for line in lines)


ColumnKey = tuple[int, int]
"""The sides of a table's column."""


def column_key(box: tuple[float, float, float, float]) -> ColumnKey:
    """Cells between the same upright lines are set alike."""
    return (round(box[0] / 2), round(box[2] / 2))


def table_columns(pages: list[LaidPage]) -> dict[ColumnKey, Column]:
    """For each column of the document's tables how its cells are set."""
    groups: dict[ColumnKey, list[list[Run]]] = defaultdict(list)
    sides: dict[ColumnKey, tuple[float, float]] = {}
    pads: list[float] = []
    for page in pages:
        for table in page.parts:
            if not isinstance(table, LaidTable):
                continue
            for cell, lines in zip(table.grid.cells, table.texts, strict=True):
                key = column_key(cell.box)
                sides.setdefault(key, (cell.box[0], cell.box[2]))
                if lines and len(groups[key]) < SAMPLE:
                    groups[key].append(lines)
                    pads += [line.x0 - cell.box[0] for line in lines]
    pad = max(sorted(pads)[len(pads) // 20], 0.0) if pads else 0.0
    return {
        key: measure(groups[key], x0 + pad, x1 - pad) for key, (x0, x1) in sides.items()
    }
