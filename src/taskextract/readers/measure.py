"""How the text of a column is set, learned from its lines."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from taskextract.readers.breaks import (
    CLOSED,
    ENDS,
    NEVER_FIRST,
    TELLING,
    Column,
    ending_of,
    is_centered,
    is_far_right,
    is_plain,
    pitch_of,
    sign_between,
    unit_width,
)
from taskextract.readers.layout import end_of
from taskextract.readers.page import Run

SAMPLE = 150
"""Cells or stretches that are looked at to learn how a column is set."""
ENOUGH_STARTS = 4
"""Lines below short ones that tell how paragraphs of running text begin."""
WIDER = 1.2
"""Steps between paragraphs are wider than those inside by this at least, where they tell."""
EVEN_END = 0.12
"""Ems by which recognised lines that end at one place may seem to end apart."""


def measure(cells: Iterable[Sequence[Run]], left: float, right: float, *, flows: bool = False) -> Column:
    """How the text in `cells` (lists of lines) is set between `left` and `right`.

    With `flows` the lines are running text, whose `right` is where full lines end.
    """
    groups = list(itertools.islice((c for c in cells if c), SAMPLE))
    sizes = [(line.size, len(line.text)) for group in groups for line in group]
    em = _middle([size for size, n in sizes if n > 8]) or _middle([size for size, _ in sizes]) or 10.5
    pitch = _pitch(groups, em, 0.85 * em if flows else 0.0)
    right = right if flows else _right_edge(groups, right, em)
    pitch = min(pitch, _pitch_of_full(groups, right, em) or pitch) if flows else pitch
    sharp = sum(abs(size - em) < 0.04 * em for size, n in sizes if n > 5) > 0.6 * sum(n > 5 for _, n in sizes)
    draft = Column(left, right, em, pitch, flows=flows, sharp=flows and sharp)
    natural, reach = _natural_pitch(groups, draft)
    draft = replace(draft, natural=natural, right=reach)
    draft = replace(draft, justified=_justified(groups, draft))
    draft = replace(draft, indented=_indented(groups, draft))
    draft = replace(draft, solid=not flows and _solid(groups, draft), stops=_stops(groups), tagged=_tagged(groups, draft), shared=_shared(groups))
    draft = replace(draft, gap=_gap(groups, draft) if flows and sharp else 0.0)
    return replace(draft, endings=_endings(groups, draft))


def _solid(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether hardly any text of more than a line has a line that plainly ends a paragraph."""
    long = [g for g in groups if len(g) > 1]
    broken = sum(any(column.right - a.x1 > unit_width(b) + 3 * column.em for a, b in itertools.pairwise(g)) for g in long)
    return len(long) > 5 and broken < 0.05 * len(long)


def _stops(groups: list[Sequence[Run]]) -> bool:
    """Whether most texts of more than a line end with a stop."""
    ends = [g[-1].text.rstrip()[-1:] in ENDS for g in groups if len(g) > 1]
    return len(ends) > 2 and sum(ends) > 0.65 * len(ends)


def _tagged(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether lines bear the same mark wherever a sentence runs on from a full line."""
    same = [
        a.marks[1] == b.marks[0] for g in groups for a, b in itertools.pairwise(g)
        if min(a.marks[1], b.marks[0]) >= 0 and a.text.rstrip()[-1:] not in CLOSED
        and column.right - a.x1 < unit_width(b) and b.x0 - column.left < 0.5 * column.em
    ]  # fmt: skip
    return len(same) > 0 and sum(same) >= 0.8 * len(same)


def _gap(groups: list[Sequence[Run]], column: Column) -> float:
    """The step between lines from which on it parts paragraphs, where nearly all that end with a short line are so parted; else 0."""
    steps = sorted(
        b.middle - a.middle for g in groups for a, b in itertools.pairwise(g)
        if column.right - a.x1 > 2 * column.em + unit_width(b) and not is_centered([a, b], column) and not is_far_right(a, column)
    )  # fmt: skip
    least = steps[len(steps) // 10] if len(steps) >= ENOUGH_STARTS else 0.0
    return (column.pitch + least) / 2 if least > WIDER * column.pitch else 0.0


def _shared(groups: list[Sequence[Run]]) -> bool:
    """Whether any two lines bear the same mark: some programs give every line one of its own."""
    return any(a.marks[1] == b.marks[0] >= 0 for g in groups for a, b in itertools.pairwise(g))


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def _pitch(groups: list[Sequence[Run]], em: float, smallest: float) -> float:
    """The step from a line to the next inside a paragraph: the smallest that occurs more than by chance.

    Lines in type under `smallest`, the links around a page's text, stand nearer together.
    """
    steps = sorted(
        b.middle - a.middle for g in groups for a, b in itertools.pairwise(g)
        if 0 < b.middle - a.middle < 4 * em and min(a.size, b.size) > smallest
    )  # fmt: skip
    return steps[len(steps) // 10] if steps else 1.5 * em


def _pitch_of_full(groups: list[Sequence[Run]], right: float, em: float) -> float:
    """The step to the lines below full ones, 0 for too few: where most paragraphs have one line, few steps are inside one."""
    steps = sorted(
        b.middle - a.middle for g in groups for a, b in itertools.pairwise(g)
        if right - end_of(a) < 1.2 * em and min(a.size, b.size) > 0.85 * em and em < b.middle - a.middle < 4 * em
    )  # fmt: skip
    return steps[len(steps) // 3] if len(steps) > 1 else 0.0


def _right_edge(groups: list[Sequence[Run]], right: float, em: float) -> float:
    """Where full lines end: `right`, unless many lines plainly turn at an earlier place."""
    turned = [line.x1 for g in groups for line in g[:-1] if line.text.rstrip()[-1:] not in ENDS]
    if len(turned) < 3:
        return right
    reach = max(turned)
    at_reach = sum(reach - x < em for x in turned)
    return reach if reach > right or at_reach > 0.6 * len(turned) else right


def _natural_pitch(groups: list[Sequence[Run]], column: Column) -> tuple[float, float]:
    """The step between characters of short lines and the end of full ones, where full lines are stretched to it."""
    full = [line for g in groups for line in g if column.right - line.x1 < 1.2 * column.em and len(line.text) > (4 if line.seen else 6)]
    short = [line for g in groups for line in g if column.right - line.x1 > 2 * column.em and len(line.text) > 3]
    ends: Counter[int] = Counter(round(line.x1 * 2) for line in full)
    if len(full) < 3 or not short:
        return 0.0, column.right
    if any(line.seen for line in full):
        return _seen_pitch(full, short, column)
    most = max(ends, key=lambda k: (ends[k - 1] + ends[k] + ends[k + 1], k))
    at_most = sorted(line.x1 for line in full if abs(round(line.x1 * 2) - most) <= 1)
    natural = _middle([pitch_of(line) for line in short])
    stretched = sum(pitch_of(line) > natural * 1.003 for line in full)
    if len(at_most) < 0.7 * len(full) or stretched < 0.5 * len(full):
        return 0.0, column.right
    return natural, at_most[len(at_most) // 2]


def _justified(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether nearly all recognised lines that are full reach the right side: text is set even there."""
    rooms = [column.right - line.x1 for g in groups for line in g[:-1] if line.seen]
    full = [room for room in rooms if room < 1.1 * column.em]
    return len(full) > 4 and sum(room < 0.4 * column.em for room in full) > 0.85 * len(full)


def _seen_pitch(full: Sequence[Run], short: Sequence[Run], column: Column) -> tuple[float, float]:
    """The same of recognised lines, whose characters are placed less sharply; 0 where full lines are not stretched."""
    plain = [line for line in short if is_plain(line)]
    plain = [line for line in plain if len(line.text) > 5] or plain
    inner = [line for line in full if is_plain(line) and line.text[-1] not in ENDS]
    if not plain or len(inner) < 4:
        return 0.0, column.right
    natural = sum(line.x1 - line.x0 for line in plain) / sum(len(line.text) for line in plain)
    near = [[x.x1 for x in inner if abs(x.x1 - line.x1) < EVEN_END * column.em] for line in inner]
    most = max(near, key=len)
    right = _middle(most)
    stretched = sum(right - line.x0 - len(line.text) * natural > TELLING * column.em for line in inner)
    if len(most) < 0.7 * len(inner) or stretched < 0.5 * len(inner):
        return 0.0, column.right
    return natural, right


def _indented(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether most groups of several lines begin with an indent of about two characters.

    Running text goes on over pages: what begins below a short line tells more than what begins a page.
    """
    firsts = [g[0].x0 - column.left for g in groups if len(g) > 1 and not is_centered(g, column)]
    starts = [
        b.x0 - column.left for g in groups for a, b in itertools.pairwise(g)
        if column.right - a.x1 > 2 * column.em and not is_centered([a], column)
        and (a.text.rstrip()[-1:] in ENDS if not column.flows else not (is_far_right(a, column) or is_far_right(b, column)))
    ]  # fmt: skip
    seen = starts if column.flows and len(starts) >= ENOUGH_STARTS else firsts + starts
    return len(seen) > 0 and sum(1.4 * column.em < s < 2.6 * column.em for s in seen) > 0.6 * len(seen)


def _endings(groups: list[Sequence[Run]], column: Column) -> frozenset[str]:
    """Endings after which the paragraph was over more often than it went on.

    A paragraph went on after an ending that stands inside a line, where no punctuation follows it.
    Of full stops only those count that end a paragraph inside a cell: every cell ends with one.
    """
    over: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for g in groups:
        centered = is_centered(g, column)
        last[ending_of(g[-1])] += 1
        over.update(ending_of(a) for a, b in itertools.pairwise(g) if sign_between(a, b, column, centered))
    text = "\n".join(line.text.strip() for g in groups for line in g)
    stops = {e for e, times in over.items() if e in ENDS and times > 1 and _inner(e, text) < times}
    seen = over if column.stops else over + last  # a header ends without a stop where nothing else does
    words = {e for e, times in seen.items() if e not in ENDS and times > 1 and e and _inner(e, text) < 0.3 * times}
    return frozenset(stops | words)


def _inner(ending: str, text: str) -> int:
    """How often an ending stands inside a line with more of its paragraph after it."""
    follow = (text[m.end() : m.end() + 1] for m in re.finditer(re.escape(ending), text))
    return sum(c not in NEVER_FIRST and c not in ("", "\n") for c in follow)
