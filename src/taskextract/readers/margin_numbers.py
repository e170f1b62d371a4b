"""Numbers of lines in a page's margin, told from its text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from taskextract.readers.layout import row_groups
from taskextract.readers.page import Rule, Run

MANY = 8
"""Numbers on a page from which on each line may bear one."""


def margin_numbers(runs: Sequence[Run], rules: Sequence[Rule]) -> tuple[list[Run], list[Run]]:
    """Runs parted into the text and the numbers of its lines.

    Evidence: bare numbers left of every other text and in no table that end at one place, and either count
    down the page in equal steps or (a single one) say which line of the page they stand at.
    """
    aside = _aside(runs, rules)
    if not aside:
        return list(runs), []
    values = [int(r.text) for r in aside]
    steps = {b - a for a, b in itertools.pairwise(values) if b > a}
    begun_again = all(b in (values[0], *steps) for a, b in itertools.pairwise(values) if b <= a)  # notes are counted anew
    if len(steps) > 1 or not begun_again or max(r.x1 for r in aside) - min(r.x1 for r in aside) > 0.5 * aside[0].size:
        return list(runs), []
    out = {id(r) for r in aside}
    text = [r for r in runs if id(r) not in out]
    step = next(iter(steps), 0)
    if step == 1:
        found = len(aside) >= MANY and _each_line(aside, text)
    else:
        found = step > 1 or _counts_lines(aside[0], values[0], text)
    return (text, aside) if found else (list(runs), [])


def _aside(runs: Sequence[Run], rules: Sequence[Rule]) -> list[Run]:
    """Bare numbers left of every other text that no upright rule keeps in a table, from top to bottom."""
    numbers = [r for r in runs if r.angle == 0 and r.text.strip().isdecimal()]
    if not numbers:
        return []
    left = min((r.x0 for r in runs if not r.text.strip().isdecimal()), default=0.0)
    aside = [r for r in numbers if r.x1 < left - 0.3 * r.size]
    inside = any(u.upright and u.at < r.x0 and u.low < r.middle < u.high for u in rules for r in aside)
    return [] if inside else sorted(aside, key=lambda r: r.top)


def _each_line(numbers: Sequence[Run], text: Sequence[Run]) -> bool:
    """Whether nearly every line bears a number and is set in one piece, as no row of a table is."""
    rows = row_groups(text)
    whole = sum(all(b.x0 - a.x1 < 2 * a.size for a, b in itertools.pairwise(row)) for row in rows)
    return len(numbers) > 0.85 * len(rows) and whole > 0.85 * len(rows)


def _counts_lines(number: Run, value: int, text: Sequence[Run]) -> bool:
    """Whether a number says at which line of the page it stands, a running head left aside."""
    rows = row_groups(text)
    above = sum(row[0].middle < number.top for row in rows)
    beside = any(row[0].top < number.middle < row[0].bottom for row in rows)
    return value > 1 and beside and 0 <= above + 1 - value <= 2
