"""Notes at the foot of a page, told from its text, and the small raised marks in the text that call them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskextract.readers.furniture import is_page_number, is_printed
from taskextract.readers.laid import LaidPage, LaidTable, LaidText
from taskextract.readers.layout import RAISED
from taskextract.readers.page import Rule, Run

SMALLER = 0.93
"""Notes are set in type smaller than this part of the text's, unless a raised mark says that they are notes."""
SMALL = 0.85
"""The same for notes that no rule parts from the text."""
TINY = 0.65
"""The same for a mark that alone stands on its line."""
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
        if called and called[1] in known and not (before.isascii() and before.isalnum()):
            out.append((start, end))
    return out


def set_notes_apart(pages: Sequence[LaidPage]) -> None:
    """Take the notes at the foot of pages, or of their columns, out of the text.

    Evidence: a short rule at the column's left side with smaller type or a raised label below it; or, without
    a rule, smaller type down to the column's end that begins with a raised label. A label that a raised mark on
    the page calls says as much as a raised one. Notes at the end of all text may be set like it.
    """
    columns = [(page, part) for page in pages for part in page.parts if isinstance(part, LaidText)]
    em = _usual_size([line for _, part in columns for line in part.lines])
    for _, part in columns:
        for line in part.lines:
            if line.size < TINY * em and RAISED.fullmatch(line.text.strip()):  # pushed to a line of its own
                line.raised = ((0, len(line.text)),)
    seen = False
    called = {page.number: _called(page) for page in pages}
    anywhere = set().union(*called.values())
    for page, part in columns:
        first = _below_rule(part.lines, page, em, seen, called[page.number])
        if first is None:
            first = _small_end(part.lines, em, anywhere)
        if first is None and part is columns[-1][1]:
            first = _listed_end(part.lines, anywhere)
        if first is None:
            continue
        end = first + 1
        while end < len(part.lines) and _goes_on(part.lines[end - 1], part.lines[end]):
            end += 1
        page.notes += part.lines[first:end]
        part.lines = part.lines[:first] + part.lines[end:]
        seen = True
    for page in pages:
        page.parts[:] = [part for part in page.parts if isinstance(part, LaidTable) or part.lines]


def _usual_size(lines: Sequence[Run]) -> float:
    """The size of an em of most of the text."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half, passed = sum(n for _, n in sizes) / 2, 0
    for size, n in sizes:
        passed += n
        if passed >= half:
            return size
    return 0.0


def _called(page: LaidPage) -> set[str]:
    """What the raised marks in a page's lines call."""
    lines = [line for part in page.parts if isinstance(part, LaidText) for line in part.lines if line.raised]
    marks = (RAISED.fullmatch(line.text[a:b].strip()) for line in lines for a, b in line.raised)
    return {mark[1] for mark in marks if mark}


def _below_rule(lines: list[Run], page: LaidPage, em: float, seen: bool, called: set[str]) -> int | None:
    """The first line below the short rule that parts notes from the text; where notes were `seen`, one may go on there."""
    left, right = min(r.x0 for r in lines), max(r.x1 for r in lines)
    for rule in page.rules:
        short = 2 * em < rule.high - rule.low < 0.55 * (right - left)
        if not short or abs(rule.low - left) > 2 * em:
            continue
        below = [i for i, line in enumerate(lines) if line.middle > rule.at]
        if below and below[-1] - below[0] + 1 == len(below) and _is_note(lines[below[0]], rule, em, seen, called):
            return below[0]
    return None


def _is_note(line: Run, rule: Rule, em: float, seen: bool, called: set[str]) -> bool:
    if line.top - rule.at > 2.5 * em:
        return False
    if label_of(line)[0]:
        return line.size < SMALLER * em or begins_raised(line) or label_of(line)[1] in called
    return seen and line.size < SMALL * em


def _small_end(lines: list[Run], em: float, called: set[str]) -> int | None:
    """The first of the small lines at the column's end, if a raised label begins it, or one that a mark calls."""
    end = len(lines)
    while end > 0 and (is_page_number(lines[end - 1].text) or is_printed(lines[end - 1].text)):
        end -= 1
    first = end
    while first > 0 and lines[first - 1].size < SMALL * em:
        first -= 1
    labels = [(i, *label_of(lines[i])) for i in range(first, end)]
    return next((i for i, long, label in labels if long and (begins_raised(lines[i]) or label in called)), None)


def _listed_end(lines: list[Run], called: set[str]) -> int | None:
    """The first of the lines at the end of all text that begin with the labels in brackets ([1], [2]) of all raised marks."""
    labels = [(i, label_of(line)[1]) for i, line in enumerate(lines) if line.text[:1] in "[［〔" and label_of(line)[0]]
    notes = labels[-len(called) :] if called else []
    return notes[0][0] if notes and {label for _, label in notes} == called else None


def begins_raised(line: Run) -> bool:
    """Whether a line begins with small raised characters."""
    return bool(line.raised) and line.raised[0][0] == 0


def _goes_on(above: Run, line: Run) -> bool:
    """Whether a line belongs to the notes like the one above it: near to it and in the same type."""
    near = line.top - above.bottom < 1.6 * above.size
    return near and abs(line.size - above.size) < 0.25 * above.size and not is_page_number(line.text)


def notes_of(lines: Sequence[Run]) -> list[list[Run]]:
    """The lines of a page's notes, note by note."""
    out: list[list[Run]] = []
    raised = bool(lines) and begins_raised(lines[0])
    for line in lines:
        starts = label_of(line)[0] > 0 and (begins_raised(line) or not raised) and _counts_on(out, line)
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
