"""Where the paragraphs of a row's cells end, told by what all its cells say together.

Where a paragraph fills its last line, or a page break stands between two, the layout is silent. There
each place has a weight: above 0 a paragraph ends, below 0 it goes on. Of all ways to part a row's cells
the one with the most weight is taken, where cells count that have a paragraph for each measure.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from taskextract.extract.table_affinity import best_ends
from taskextract.extract.table_cells import AGENCY_FIELDS, agency_items, is_bare_time, starts_with_verb
from taskextract.extract.table_cut import has_ended
from taskextract.extract.table_headers import Column
from taskextract.extract.table_line import Line, Paragraphs
from taskextract.extract.table_names import LONG_WORD, SECOND_LABEL, SURE, Names, between, is_open
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_STOP = re.compile(r"[。；;！!？?][”’）)]*$")
_STOPS = "。；;！!？?"
_LABEL = re.compile(r"[（(]\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]")
_ITEM = re.compile(r"([（(]?)(\d{1,2})([)）、．]|\.(?!\d))")
_TIME_ENDS = re.compile(r"(?:[前底末内]|坚持|推进|实施|完成|开展|落实|长期|期间|\d年)$")
_TIME_BEGINS = re.compile(r"\d{4}年|\d{1,2}月|长期|持续|每[年月季]|全年|年[底内]|[一二三四]季度|[上下]半年|[“\"]?十[一二三四五]五")
_OF_YEAR = re.compile(r"\d{1,2}月|[第前]?[一二三四1-4]季度|[上下]半年|[年]?[底末初中内]")  # what stands right behind a year
_HARDLY = -4.0  # below it no paragraph ends, whatever the other cells say
_AGREES = 8.0  # that a cell has a paragraph for each measure, where all rows have
_MISMATCH = -3.0  # that it has several, and another number
_ITEMS = 3  # numbered items below others from which on a table's measures are known to be such
_AHEAD = 5  # lines over which a name with its duty may run


@dataclass(frozen=True, slots=True)
class Habits:
    """What a table's cells do: `stops` if its measures end in a stop, `names` what its agency cells hold.

    `paired`: the part of rows of several measures that have as many groups of bodies. `ends` and `inner` count for each
    stop how often the layout shows that it ends a measure with more below, or that the measure goes on;
    `cells` are the measure cells looked at. `listed`: several measures of one cell are numbered items.
    """

    stops: bool
    names: Names
    paired: float
    ends: Counter[str]
    inner: Counter[str]
    cells: int
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A cell cut wherever a paragraph may end; `weights` of the places, infinite where the layout tells.

    `lines`: it may be a list with a body a line, whose number means nothing; `roles`: it surely is one, with
    a role a line.
    """

    pieces: Paragraphs
    weights: tuple[float, ...]
    lines: bool = False
    roles: bool = False

    @property
    def least(self) -> int:
        return 1 + sum(w == _YES for w in self.weights)

    @property
    def most(self) -> int:
        return 1 + sum(w > _HARDLY for w in self.weights)

    def weight(self, count: int) -> float:
        """The weight of the best way to have `count` paragraphs."""
        if not self.least <= count <= self.most:
            return _NO
        return sum(self._open()[: count - self.least])

    def best(self, low: int = 1) -> int:
        """The number of paragraphs of the best way, at least `low` of them."""
        counts = range(max(self.least, low), self.most + 1)
        return max(counts, key=lambda n: (self.weight(n), -n), default=0)

    def _open(self) -> list[float]:
        return sorted((w for w in self.weights if _HARDLY < w < _YES), reverse=True)

    def ends(self, count: int) -> list[int]:
        """After which pieces the paragraphs end, where there are `count` of them."""
        sure = [i for i, w in enumerate(self.weights) if w == _YES]
        free = [i for i, w in enumerate(self.weights) if _HARDLY < w < _YES]
        free.sort(key=lambda i: (-self.weights[i], i))
        return sorted([*sure, *free[: count - self.least]])

    def ends_beside(self, groups: Sequence[str]) -> list[int]:
        """The same where each paragraph goes with one of `groups` of bodies."""
        sure = [i for i, w in enumerate(self.weights) if w == _YES]
        free = [(i, w) for i, w in enumerate(self.weights) if _HARDLY < w < _YES]
        ends = best_ends([p.text for p in self.pieces], sure, free, groups)
        return self.ends(len(groups)) if ends is None else ends

    def parted(self, ends: Sequence[int]) -> Paragraphs:
        """The cell in paragraphs that end after the pieces `ends`."""
        edges = [0, *(i + 1 for i in ends), len(self.pieces)]
        return tuple(join(self.pieces[a:b]) for a, b in itertools.pairwise(edges))


_YES, _NO = float("inf"), float("-inf")


def settle_breaks(line: Line, columns: Sequence[Column], turns: Sequence[int], habits: Habits) -> None:
    """Put the paragraphs of a line's cells right."""
    if not turns and not line.seams:
        return
    fields = [c.field for c in columns]
    body = next((fields.index(f) for f in ("measure", "task") if f in fields), None)
    found: dict[int, _Pieces] = {}
    for col, cell in enumerate(line.cells):
        weigh = _weigher(cell, turns, fields[col], col == body, habits)
        if cell and weigh is not None:
            found[col] = _pieces(cell, turns, line.seams, weigh, fields[col] in AGENCY_FIELDS)
        elif cell and line.seams.keys() & {p.starts[0] for p in cell}:
            found[col] = _pieces(cell, (), line.seams, _goes_on, False)
    counts = _counts(found, body, habits.paired)
    ends = {col: pieces.ends(counts[col]) for col, pieces in found.items()}
    groups = [c for c in found if fields[c] in AGENCY_FIELDS and counts[c] == counts.get(-1 if body is None else body)]
    if body in found and groups:
        ends[body] = found[body].ends_beside([p.text for p in found[groups[0]].parted(ends[groups[0]])])
    for col, pieces in found.items():
        line.cells[col] = pieces.parted(ends[col])
        if any(pieces.weights[i] < SURE for i in ends[col]):
            line.findings.append(_inferred(line.cells[col], columns[col]))


_Weigher = Callable[[str, Sequence[str], bool], float]
"""The weight of a paragraph's end between the text above and the lines below; whether the reader saw one there."""


def _weigher(cell: Paragraphs, turns: Sequence[int], field: str, is_body: bool, habits: Habits) -> _Weigher | None:
    if is_body:
        ends, inner = stops_of([cell], turns)
        bare = math.log((habits.ends.get("", 0) + 0.5) / (habits.ends.total() + 0.5))
        solid = min(0.0, math.log((habits.ends.total() + 0.5) / (0.1 * habits.cells + 0.5)))
        odds = {c: solid + 0.6 * (_odds(habits.ends, habits.inner, c) + _odds(ends, inner, c)) for c in _STOPS}
        return lambda above, below, seen: _between_measures(above, below[0], seen, habits, odds, bare)
    if field in AGENCY_FIELDS:
        return lambda above, below, seen: between(above, below, habits.names, not seen)
    return _between_times if field == "time" else None


def _pieces(cell: Paragraphs, turns: Sequence[int], seams: dict[int, bool | None], weigh: _Weigher, names: bool) -> _Pieces:
    parts = _cut(cell, turns)
    texts = [piece.text for piece, _ in parts]
    weights: list[float] = []
    above = ""
    for i, (here, begins) in enumerate(parts[1:], 1):
        above += texts[i - 1]
        start = here.starts[0]
        seen = begins and (names or start not in seams)  # the names on both sides of a page break are counted apart
        weight = weigh(above, _lines_from(parts, i, turns), seen)
        if start in seams:
            weight = _at_page_break(weight, seams[start], texts[i])
        elif not _is_turn(start, turns):
            weight = _YES if begins and weight >= -SURE else _NO
        weights.append(weight)
        if weight >= 0:
            above = ""
    roles = names and any(SECOND_LABEL.match(text) for text in texts)
    single = names and all(len(agency_items(text)) <= 1 for text in texts)
    return _Pieces(tuple(p for p, _ in parts), tuple(weights), single or roles, roles)


def _lines_from(parts: Sequence[tuple[Strand, bool]], i: int, turns: Sequence[int]) -> list[str]:
    """The lines from `i` on up to where a paragraph surely ends, as many as a name with its duty may take."""
    out = [parts[i][0].text]
    for piece, begins in parts[i + 1 : i + _AHEAD]:
        if begins and not _is_turn(piece.starts[0], turns):
            break
        out.append(piece.text)
    return out


def _cut(cell: Paragraphs, turns: Sequence[int]) -> list[tuple[Strand, bool]]:
    """The pieces of a cell, each with whether a paragraph of the reader begins with it."""
    out: list[tuple[Strand, bool]] = []
    for paragraph in cell:
        inside = turns[bisect_right(turns, paragraph.starts[0]) : bisect_left(turns, paragraph.ends[-1])]
        cuts = [0, *dict.fromkeys(bisect_left(paragraph.starts, t) for t in inside), len(paragraph)]
        pieces = [paragraph[a:b] for a, b in itertools.pairwise(cuts) if a < b]
        out += [(piece, k == 0) for k, piece in enumerate(pieces)]
    return out


def _is_turn(start: int, turns: Sequence[int]) -> bool:
    at = bisect_left(turns, start)
    return at < len(turns) and turns[at] == start


# ---- weights -------------------------------------------------------------------------------------


def _at_page_break(weight: float, ended: bool | None, below: str) -> float:
    """The weight where a page break stands between: a last line with room for more has ended its paragraph."""
    if ended and weight > _HARDLY and not LONG_WORD.match(below):
        return weight + SURE
    return weight


def _between_measures(
    above: str, below: str, seen: bool, habits: Habits, odds: Mapping[str, float], bare: float
) -> float:
    stop = _STOP.search(above)
    if is_open(above) or (habits.listed and not _LABEL.match(below)):
        return -SURE - 1
    if _is_next_item(above, below):
        return 6.0
    if not stop:
        if seen:
            return 0.5
        if has_ended(above):
            return 2.0
        return -SURE if habits.stops else -2.0 + min(0.0, bare)
    weight = odds.get(stop.group()[0], 0.0) + (0.5 if seen else -0.5)
    if _LABEL.match(below):
        return weight + 4.0
    return weight + 0.5 * starts_with_verb(below)


def _is_next_item(above: str, below: str) -> bool:
    """Whether an item of a list stands above, and the one with the next number below."""
    one, other = _ITEM.match(above), _ITEM.match(below)
    if one is None or other is None:
        return False
    return (one[1], int(one[2]) + 1, one[3]) == (other[1], int(other[2]), other[3])


def stops_of(cells: Iterable[Paragraphs], turns: Sequence[int]) -> tuple[Counter[str], Counter[str]]:
    """For each stop how often the layout shows that a paragraph ends with it above another, or goes on after it.

    "" counts the paragraphs that end without a stop.
    """
    ends: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for cell in cells:
        parts = _cut(cell, turns)
        for i, (piece, _) in enumerate(parts):
            inner.update(c for c in piece.text[:-1] if c in _STOPS)
            if i + 1 < len(parts) and not _is_turn(parts[i + 1][0].starts[0], turns):
                ends[piece.text[-1:] if piece.text[-1:] in _STOPS else ""] += 1
    return ends, inner


def lists_items(cells: Iterable[Paragraphs], turns: Sequence[int]) -> bool:
    """Whether several measures of one cell are numbered: no paragraph that the layout shows begins without a number."""
    items = bare = 0
    for cell in cells:
        parts = _cut(cell, turns)
        for piece, _ in parts[1:]:
            items += _LABEL.match(piece.text) is not None
            bare += _LABEL.match(piece.text) is None and not _is_turn(piece.starts[0], turns)
    return items >= _ITEMS and bare == 0


def _odds(ends: Mapping[str, int], inner: Mapping[str, int], stop: str) -> float:
    return math.log((ends.get(stop, 0) + 0.5) / (inner.get(stop, 0) + 0.5))


def _between_times(above: str, lines: Sequence[str], seen: bool) -> float:
    below = "".join(lines)
    if not is_bare_time(above) or (re.search(r"\d年$", above) and _OF_YEAR.match(below)):
        return -SURE
    whole = _TIME_ENDS.search(above) is not None and _TIME_BEGINS.match(below) is not None
    return (3.0 if whole else -6.0) + 1.0 * seen


def _goes_on(above: str, lines: Sequence[str], seen: bool) -> float:
    return 0.0 if _STOP.search(above) else -SURE


# ---- the best way --------------------------------------------------------------------------------


def _counts(found: dict[int, _Pieces], body: int | None, paired: float) -> dict[int, int]:
    """How many paragraphs each cell has in the best way to part them all."""
    measures = found.get(-1 if body is None else body)
    others = {col: pieces for col, pieces in found.items() if col != body}
    if measures is None or body is None:
        return {col: pieces.best() for col, pieces in others.items()}
    best, counts = _NO, {body: measures.best()}
    for n in range(measures.least, measures.most + 1):
        chosen = {col: _best_beside(pieces, n, paired) for col, pieces in others.items()}
        total = measures.weight(n) + sum(weight for weight, _ in chosen.values())
        if total > best:
            best, counts = total, {body: n, **{col: count for col, (_, count) in chosen.items()}}
    return counts


def _best_beside(pieces: _Pieces, measures: int, paired: float) -> tuple[float, int]:
    """The best weight of a cell beside that many measures, and its number of paragraphs."""
    ways = [(pieces.weight(1) + (_MISMATCH if paired > 0.6 and measures > 1 else 0.0), 1)]
    several = pieces.best(2)
    if several:
        ways.append((pieces.weight(several) + (0.0 if pieces.lines else _MISMATCH), several))
    if measures > 1 and not pieces.roles:
        ways.append((pieces.weight(measures) + _AGREES * paired, measures))
    return max(ways, key=lambda way: (way[0], -way[1]))


def _inferred(cell: Paragraphs, column: Column) -> Finding:
    text = join(cell)
    return Finding(
        "inferred-paragraphs",
        f"the layout does not tell where all {len(cell)} paragraphs of the cell “{column.title}” end; "
        "the text and the row's other cells were followed",
        text.spans, before=text.text[:60], after=f"{len(cell)} paragraphs", certainty=0.8,
    )  # fmt: skip
