"""Tables that are ruled from side to side only: where their columns part, told from the blank strips between their texts.

Evidence for a table: level rules of one length, one below the other, and no upright ones on the page; between
them at least two strips that (nearly) no text bridges. The rules tell the rows, so that nothing else is guessed.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from taskextract.readers.page import Rule, Run
from taskextract.readers.ruling import OVERHANG, REACH, merge_rules

RULES = 4
"""Rules of one length that a table has at least: above and below its header, below each row."""
STRIP = 0.4
"""Ems of blank between two columns."""
SELDOM = 0.1
"""The part of the rows that may bridge a strip: a header over two columns, a section's title."""
CLOSE = 1.2
"""Ems below the last rule, or above the first, within which a row that the page cuts goes on."""


def posts_between(rules: Sequence[Rule], runs: Sequence[Run]) -> list[Rule]:
    """Upright rules that a table of level ones alone would have; [] where the page has no such table."""
    upright = [r for r in rules if r.upright]
    if len(rules) - len(upright) < RULES or any(r.high - r.low > 2 * OVERHANG for r in upright):
        return []
    if any(r.high - r.low > 2 * OVERHANG for r in merge_rules(upright)):
        return []  # dashes
    level = merge_rules([r for r in rules if not r.upright])
    out: list[Rule] = []
    for bundle in _bundles(level):
        low, high = bundle[0].low - REACH, bundle[0].high + REACH
        inside = [r for r in level if bundle[0].at <= r.at <= bundle[-1].at and low <= r.low and r.high <= high]
        out += _posts(bundle, inside, [r for r in runs if low <= r.x0 and r.x1 <= high + r.size])
    return out


def _bundles(level: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules of one length, from top to bottom."""
    left = sorted(level, key=lambda r: r.at)
    while left:
        first = max(left, key=lambda r: r.high - r.low)
        bundle = [r for r in left if abs(r.low - first.low) <= OVERHANG and abs(r.high - first.high) <= OVERHANG]
        left = [r for r in left if r not in bundle]
        if len(bundle) >= RULES:
            yield bundle


def _posts(bundle: Sequence[Rule], level: Sequence[Rule], runs: Sequence[Run]) -> list[Rule]:
    """The posts of one table; `level` are all its rules, those below some of its columns alone too."""
    ys = [r.at for r in bundle]
    bands: list[list[Run]] = [[] for _ in range(len(ys) + 1)]
    for run in runs:
        bands[bisect_right(ys, run.middle)].append(run)
    rows = [band for band in bands[1:-1] if band]
    xs = _strips(rows)
    if len(xs) < 2:
        return []
    top = _reach([(-r.bottom, -r.top, r) for r in bands[0]], -ys[0], xs)
    bottom = _reach([(r.top, r.bottom, r) for r in bands[-1]], ys[-1], xs)
    edges = sorted({-top, bottom, *(r.at for r in level)})
    out: list[Rule] = []
    for low, high in itertools.pairwise(edges):
        here = [r for r in runs if low <= r.middle <= high]
        out += [Rule(x, low, high, True) for x in xs if not any(_bridges(r, x) for r in here)]
    return out


def _bridges(run: Run, x: float) -> bool:
    return run.x0 < x - 1 and run.x1 > x + 1


def _strips(rows: Sequence[list[Run]]) -> list[float]:
    """The middles of the strips that hardly any row bridges, and that hold no text of their own."""
    sizes = sorted(run.size for row in rows for run in row)
    if not sizes:
        return []
    em = sizes[len(sizes) // 2]
    several = [row for row in rows if len(row) > 1]
    cover: Counter[int] = Counter()
    for row in several:
        cover.update({x for run in row for x in range(int(run.x0), int(run.x1) + 1)})
    first, last = min(cover, default=0), max(cover, default=0)
    free = [x for x in range(first, last) if cover[x] <= max(1, SELDOM * len(several))]
    out: list[float] = []
    for group in _stretches(free):
        least = min(cover[x] for x in group)
        clear = max(_stretches([x for x in group if cover[x] == least]), key=len)
        if len(clear) > STRIP * em:
            out.append(clear[0] + len(clear) / 2)
    return _with_text(out, [run for row in several for run in row], last)


def _with_text(xs: Sequence[float], runs: Sequence[Run], last: float) -> list[float]:
    """The posts without those beside which no text stands between them and the next one."""
    out: list[float] = []
    left = 0.0
    for x in [*xs, last + 1.0]:
        if any(left - 1 <= run.x0 and run.x1 <= x + 1 for run in runs):
            out.append(x)
            left = x
    return out[:-1]


def _stretches(places: Iterable[int]) -> list[list[int]]:
    """Numbers in a row that follow one on the other."""
    out: list[list[int]] = []
    for x in places:
        if out and x == out[-1][-1] + 1:
            out[-1].append(x)
        else:
            out.append([x])
    return out


def _reach(beyond: Sequence[tuple[float, float, Run]], side: float, xs: Sequence[float]) -> float:
    """How far a row goes on beyond the outermost rule, as a browser cuts it: lines close by, in two columns at least."""
    end = side
    columns: set[int] = set()
    for near, far, run in sorted(beyond, key=lambda b: b[0]):
        if near - end > CLOSE * run.size or any(_bridges(run, x) for x in xs):
            break
        end = max(end, far)
        columns.add(bisect_right(xs, run.x0))
    return end if len(columns) > 1 else side
