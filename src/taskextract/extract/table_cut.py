"""Whether a page's first row is the rest of the row that the page before ends with.

A browser's print draws no rule below a row that the page cuts. An office program draws one all the same:
there the row's cells tell, each with a weight, by how the one above ends and how the one below begins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.extract.table_cells import (
    AGENCY_FIELDS,
    is_bare_time,
    leading_number,
    starts_with_verb,
)
from taskextract.extract.table_headers import Column
from taskextract.extract.table_line import Line, Lines, Paragraphs
from taskextract.extract.table_names import LONG_WORD, SECOND_LABEL, SURE, Names, between, is_open
from taskextract.extract.table_shape import Grid
from taskextract.extract.table_tails import has_labelled_tail

_TERMINAL = re.compile(r"[。；;！!？?：:][”’）)]?$")
_GOES_ON = re.compile(r"[，,、（(“]$")
_DECIMAL = re.compile(r"(?:\d{1,2}[.．])+\d{1,2}")
_LABELS = frozenset({"index", "task", "group"})
_PLAIN = 5.0  # the weight of one cell that plainly breaks off
_USUAL = 0.7  # of the rows with several measures or bodies, from which on both are paired
_NUMBERED = 3  # rows that must all have a number before one without is known to be cut


@dataclass(frozen=True, slots=True)
class Look:
    """What a table's rows do: `stops` if measures end in a stop, `numbered` if each row has a number of its own.

    `decimal`: numbers have a decimal point (`1.2`); `labelled`: tasks begin with a number.
    `full` are the columns that hardly any row leaves blank, `several` those whose cells often have several paragraphs,
    `merged` those whose cells are merged over as many rows as the task's, so that they tell nothing of one row,
    `paired` those of bodies that have a paragraph for each measure of a row.
    """

    columns: Sequence[Column]
    names: Names
    stops: bool
    numbered: bool
    leaves_open: bool
    full: frozenset[int]
    several: frozenset[int]
    decimal: bool
    labelled: bool
    merged: frozenset[int]
    paired: frozenset[int]


def look_at(lines: Lines, grid: Grid, names: Names) -> Look:
    """Look through a table's rows for what they all do."""
    key = key_column(grid.columns)
    inner = [line for line in lines if isinstance(line, Line) and not line.first]
    lasts = {id(a) for a, b in itertools.pairwise(lines) if isinstance(b, Line) and b.first}  # the page may cut them
    whole = [x for x in inner if id(x) not in lasts]
    numbered = grid.spans_known and key is not None and len(whole) >= _NUMBERED and all(x.own(key) for x in whole)
    full = frozenset(i for i in range(len(grid.columns)) if sum(bool(x.cells[i]) for x in inner) > 0.9 * len(inner))
    several = frozenset(
        i for i in range(len(grid.columns))
        if sum(len(x.cells[i]) > 1 for x in inner) > 0.25 * sum(bool(x.cells[i]) for x in inner)
    )  # fmt: skip
    fields = [c.field for c in grid.columns]
    numbers = _own_of(inner, fields.index("index")) if "index" in fields else []
    tasks = _own_of(inner, fields.index("task")) if "task" in fields else []
    decimal = len(numbers) >= _NUMBERED and sum(map(_is_decimal, numbers)) > 0.8 * len(numbers)
    labelled = bool(tasks) and all(leading_number(cell[0].text) for cell in tasks)
    return Look(
        grid.columns, names, ends_in_stop(grid), numbered, grid.leaves_open, full, several, decimal, labelled,
        _merged_as(inner, key), _paired(whole, grid.columns),
    )  # fmt: skip


def _merged_as(lines: Sequence[Line], key: int | None) -> frozenset[int]:
    """The columns whose cells reach as far as the task's wherever it has several rows."""
    blocks = [line for line in lines if key is not None and line.spans[key] > 1]
    if not blocks or key is None:
        return frozenset()
    return frozenset(i for i in range(len(blocks[0].spans)) if all(x.spans[i] == x.spans[key] for x in blocks))


def _paired(lines: Sequence[Line], columns: Sequence[Column]) -> frozenset[int]:
    """The columns of bodies that nearly always have as many paragraphs as the row has measures, if these are several."""
    body = body_column(columns)
    found: set[int] = set()
    for i, column in enumerate(columns):
        if body is None or column.field not in AGENCY_FIELDS:
            continue
        pairs = [(len(x.cells[i]), len(x.cells[body])) for x in lines if x.own(i) and x.own(body)]
        several = [a == b for a, b in pairs if max(a, b) > 1]
        if len(several) >= _NUMBERED and sum(several) > _USUAL * len(several):
            found.add(i)
    return frozenset(found)


def _own_of(lines: Sequence[Line], col: int) -> list[Paragraphs]:
    """The cells of a column that begin in these lines."""
    return [line.cells[col] for line in lines if line.own(col)]


def _is_decimal(cell: Paragraphs) -> bool:
    return _DECIMAL.fullmatch("".join(p.text for p in cell)) is not None


def key_column(columns: Sequence[Column]) -> int | None:
    """The column whose cell begins a task: its number, else its name beside measures."""
    fields = [c.field for c in columns]
    if "index" in fields:
        return fields.index("index")
    return fields.index("task") if {"task", "measure"} <= set(fields) else None


def body_column(columns: Sequence[Column]) -> int | None:
    """The column of what is to be done."""
    fields = [c.field for c in columns]
    return next((fields.index(f) for f in ("measure", "task") if f in fields), None)


def ends_in_stop(grid: Grid) -> bool:
    """Whether the notice's measures end in a full stop, so that one without was cut."""
    body = body_column(grid.columns)
    rows = [row for row in grid.rows if row.section is None]
    texts: list[str] = []
    for row, below in itertools.zip_longest(rows, rows[1:]):
        cell = None if body is None else row.own(body)
        if cell is not None:
            last = len(cell.paragraphs) - (below is not None and below.first)  # the page may cut the last one
            texts += [p.text for p in cell.paragraphs[:last] if len(p) > 8]
    return len(texts) >= 2 and sum(map(has_ended, texts)) >= 0.6 * len(texts)


def has_ended(text: str) -> bool:
    """Whether a measure ends with a stop, or with the tail in brackets that names its bodies."""
    return _TERMINAL.search(text) is not None or (text[-1:] in "）)〕]" and has_labelled_tail(text[_bracket_of_end(text) :]))


def _bracket_of_end(text: str) -> int:
    """Where the bracket begins that a text ends with; brackets may stand in it."""
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += (text[i] in "）)〕]") - (text[i] in "（(〔[")
        if depth == 0:
            return i
    return len(text)


def is_cut(before: Line, line: Line, look: Look) -> bool:
    """Whether `line`, the first of a page, is the rest of `before`, the last of the page before."""
    body = body_column(look.columns)
    if body is None:
        return False
    told = _told_by_rules(before, look, body)
    if told is not None:
        return told
    fields = [c.field for c in look.columns]
    above, here = before.cells[body], line.cells[body]
    broken = bool(above) and not has_ended(above[-1].text)
    if "index" in fields:
        index = fields.index("index")
        if line.cells[index]:
            if look.decimal and before.cells[index] and _is_decimal(before.cells[index] + line.cells[index]):
                return not _is_decimal(line.cells[index])
            if line.cut and here and not above and not any(before.cells[i] for i, f in enumerate(fields) if f in _LABELS):
                return True
            return look.numbered and not before.cells[index] and (line.cut or (broken and look.stops))
        if look.numbered:
            return True
    task = fields.index("task") if "task" in fields else None
    if task is not None and task != body and line.own(task):
        if look.labelled and "index" not in fields and leading_number(line.cells[task][0].text):
            return False
        return (broken and look.stops) or _weight(before, line, look, body) >= (1.0 if line.cut else _PLAIN)
    if "index" not in fields and task is None:
        return line.cut and broken
    if not here and not line.own(body):
        return bool(above) and any(line.own(i) for i, f in enumerate(fields) if f not in _LABELS)
    return _weight(before, line, look, body) > 0


def why_cut(before: Line, line: Line, look: Look) -> str:
    """The plainest sign that `line` is the rest of `before`, in words for a message."""
    body, index = body_column(look.columns), next((i for i, c in enumerate(look.columns) if c.field == "index"), None)
    if line.cut:
        return "no rule closes it above the break"
    if body is not None and before.cells[body] and not has_ended(before.cells[body][-1].text):
        return "its measure breaks off above the break"
    if index is not None and not line.cells[index]:
        return "it has no number below the break, and its cells go on there"
    return "its cells break off above the break or are blank below it"


def _told_by_rules(before: Line, look: Look, body: int) -> bool | None:
    """What the rule below the last row says, where a page's end leaves cut rows open."""
    if not look.leaves_open or before.closed[body] is None or before.repeats[body]:
        return None
    return None if not before.closed[body] else False


def _weight(before: Line, line: Line, look: Look, body: int) -> float:
    """What all cells say together: above 0 the row was cut."""
    weight = 4.0 * line.cut + (_PLAIN if _pair_together(before, line, look, body) else 0.0)
    for i, column in enumerate(look.columns):
        above, here = before.cells[i], line.cells[i]
        if column.field in _LABELS - ({"task"} if i == body else set()) or before.repeats[i] or line.repeats[i]:
            continue
        if i in look.merged and i != body:
            continue
        if not here:
            weight += 3.0 * (bool(above) and i in look.full)
        elif above:
            weight += _of_cell(above, here, before.ended[i], look, i)
    return weight


def _pair_together(before: Line, line: Line, look: Look, body: int) -> bool:
    """Whether bodies are left over above the break and measures below it, in a table that gives each measure its own."""
    return any(
        before.own(i) and len(before.cells[i]) > len(before.cells[body]) > 0 and len(line.cells[body]) > len(line.cells[i])
        for i in look.paired
    )


def _of_cell(above: Paragraphs, here: Paragraphs, ended: bool | None, look: Look, col: int) -> float:
    """What one cell says: how its text ends above and begins below the page break."""
    last, first, field = above[-1].text, here[0].text, look.columns[col].field
    some = 0.2 if col in look.several else 1.0  # a new paragraph may begin in the same row
    weight = {True: 0.0 if LONG_WORD.match(first) else -3.0 * some, False: 1.0, None: 0.0}[ended]
    if col == body_column(look.columns):
        if _GOES_ON.search(last) or is_open(last):
            return 6.0
        if look.stops:
            return 4.0 if not has_ended(last) else weight - 2.0 * some
        return weight - (1.5 if starts_with_verb(first) else 0.0) - (2.0 if has_ended(last) else 0.0)
    if field in AGENCY_FIELDS:
        if SECOND_LABEL.match(first) and not SECOND_LABEL.match(above[0].text):
            return 5.0
        new = between(last, [first], look.names, False)
        return 5.0 if new <= -SURE else weight - 0.7 * some * min(new, 4.0)
    if field == "time" and is_bare_time(first):
        return weight - some * is_bare_time(last)
    if field == "time" and is_bare_time(last + first):
        return 5.0  # what is no time limit by itself ends the one above
    return 0.5 * weight
