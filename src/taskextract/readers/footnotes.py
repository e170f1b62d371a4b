"""Notes at the foot of a page, told from its text, and the small raised marks in the text that call them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskextract.readers.furniture import is_page_number
from taskextract.readers.layout import RAISED
from taskextract.readers.page import Page, Rule, Run

SMALLER = 0.93
"""Notes are set in type smaller than this part of the text's, unless a raised mark says that they are notes."""
SMALL = 0.85
"""The same for notes that no rule parts from the text."""
_LABEL = re.compile(r"[\[［〔(（]?(\d{1,3}|[①-⑳㉑-㊿]|[*＊※†‡])[\]］〕)）]?\s*(?=\D)")


def label_of(line: Run) -> tuple[int, str]:
    """The length of the label that a note's first line begins with, and what it is called by; (0, "") for none."""
    found = _LABEL.match(line.text)
    return (found.end(), found[1]) if found else (0, "")


def calls_in(line: Run, known: set[str]) -> list[tuple[int, int]]:
    """The raised marks in a line that call one of the `known` notes; an exponent (m²) follows a Latin letter."""
    out: list[tuple[int, int]] = []
    for start, end in line.raised:
        called = RAISED.fullmatch(line.text[start:end].strip())
        before = line.text[:start].rstrip()[-1:]
        if called and called[1] in known and before and not (before.isascii() and before.isalnum()):
            out.append((start, end))
    return out


def part_notes(lines: list[Run], page: Page, em: float) -> tuple[list[Run], list[Run]]:
    """The lines of a column without the notes below them, and the lines of the notes.

    Evidence: a short rule at the column's left side with smaller type or a raised label below it; or, without
    a rule, smaller type down to the column's end that begins with a raised label.
    """
    first = _below_rule(lines, page, em)
    if first is None:
        first = _small_end(lines, em)
    if first is None:
        return lines, []
    end = first + 1
    while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
        end += 1
    return lines[:first] + lines[end:], lines[first:end]


def _below_rule(lines: list[Run], page: Page, em: float) -> int | None:
    """The first line below the short rule that parts notes from the text."""
    left, right = min(r.x0 for r in lines), max(r.x1 for r in lines)
    for rule in page.rules:
        short = 2 * em < rule.high - rule.low < 0.55 * (right - left)
        if rule.upright or not short or abs(rule.low - left) > 2 * em or rule.at < 0.15 * page.height:
            continue
        if _meets_upright(rule, page.rules):
            continue
        below = [i for i, line in enumerate(lines) if line.middle > rule.at]
        if below and below[-1] - below[0] + 1 == len(below) and _is_note(lines[below[0]], rule, em):
            return below[0]
    return None


def _is_note(line: Run, rule: Rule, em: float) -> bool:
    length, _ = label_of(line)
    near = line.top - rule.at < 2.5 * em
    return near and length > 0 and (line.size < SMALLER * em or _begins_raised(line))


def _meets_upright(rule: Rule, rules: Sequence[Rule]) -> bool:
    """Whether a rule is a side of a box or of a table's cell."""
    return any(
        u.upright and u.high - u.low > 6 and u.low - 2 <= rule.at <= u.high + 2 and rule.low - 2 <= u.at <= rule.high + 2
        for u in rules
    )


def _small_end(lines: list[Run], em: float) -> int | None:
    """The first of the small lines at the column's end, if a raised label begins it."""
    end = len(lines)
    while end > 0 and is_page_number(lines[end - 1].text):
        end -= 1
    first = end
    while first > 0 and lines[first - 1].size < SMALL * em:
        first -= 1
    found = next((i for i in range(first, end) if _begins_raised(lines[i]) and label_of(lines[i])[0]), None)
    return found if found else None


def _begins_raised(line: Run) -> bool:
    return bool(line.raised) and line.raised[0][0] == 0


def _goes_on(above: Run, line: Run) -> bool:
    """Whether a line belongs to the notes like the one above it: near to it and in the same type."""
    near = line.top - above.bottom < 1.6 * above.size
    return near and abs(line.size - above.size) < 0.25 * above.size and not is_page_number(line.text)


def notes_of(lines: Sequence[Run]) -> list[list[Run]]:
    """The lines of a page's notes, note by note."""
    out: list[list[Run]] = []
    raised = bool(lines) and _begins_raised(lines[0])
    for line in lines:
        starts = label_of(line)[0] > 0 and (_begins_raised(line) or not raised) and _counts_on(out, line)
        if starts or not out:
            out.append([])
        out[-1].append(line)
    return out


def _counts_on(notes: Sequence[Sequence[Run]], line: Run) -> bool:
    """Whether a label is the next one after the last note's."""
    if not notes:
        return True
    last, here = label_of(notes[-1][0])[1], label_of(line)[1]
    if last.isdecimal() and here.isdecimal():
        return int(here) == int(last) + 1
    return len(last) == len(here) == 1 and (ord(here) == ord(last) + 1 or not last.isalnum())
