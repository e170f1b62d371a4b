"""Rows and merged cells that a page break cuts, put together again.

A browser's print leaves a cut cell open; an office program draws a rule all the same. There the text
tells: a sentence without an end, a list of bodies that breaks off, a blank number where every row has one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskextract.extract.table_cells import AGENCY_FIELDS, starts_with_verb
from taskextract.extract.table_cut import Look, body_column, is_cut, key_column, look_at, why_cut
from taskextract.extract.table_headers import Column
from taskextract.extract.table_line import Line, Lines, Paragraphs, moved_right
from taskextract.extract.table_names import Names
from taskextract.extract.table_shape import Grid, Row
from taskextract.findings import Finding
from taskextract.strand import join

_HOLD_FOR_SEVERAL = AGENCY_FIELDS | {"time", "people"}  # columns whose cells may be merged over several numbers
_MEASURE_NUMBER = re.compile(r"(\d{1,2}(?:[.．]\d{1,2})?)[.．](\d{1,2})")
_VERBAL = 3  # names that must all begin with a verb before one without is known to be the rest of one
_LASTING = 3  # rows below that must say nothing before the row above is known to hold for them


def join_pages(lines: Lines, grid: Grid, names: Names) -> Lines:
    """The lines with cut rows joined, and merged cells carried over the page breaks."""
    key = key_column(grid.columns)
    look = look_at(lines, grid, names)
    parts = _cut_numbers(lines, look)
    cut = [i in parts or _is_rest(lines, i, look) for i in range(len(lines))]
    if grid.spans_known:
        _carry(lines, cut, look)
    out: Lines = []
    for line, goes_on in zip(lines, cut, strict=True):
        if goes_on and isinstance(line, Line) and isinstance(out[-1], Line):
            _join_rows(out[-1], line, look)
        else:
            out.append(line)
    if not grid.spans_known:
        _fill_down(out, grid.columns, key)
    return out


def _is_rest(lines: Lines, i: int, look: Look) -> bool:
    line, before = lines[i], lines[i - 1] if i else None
    if not isinstance(line, Line) or not isinstance(before, Line) or not line.first or line.page == before.page:
        return False
    if before.shifted is not None and line.shifted is None:
        return _is_shifted_rest(before, line, before.shifted, look)
    return is_cut(before, line, look)


def _cut_numbers(lines: Lines, look: Look) -> set[int]:
    """The rows that begin with the rest of a number: its two parts are no next numbers (11, 6), both together are (116)."""
    key = key_column(look.columns)
    if key is None or look.columns[key].field != "index":
        return set()
    found: set[int] = set()
    prior, here = -1, ""
    for i, line in enumerate(lines):
        if not isinstance(line, Line) or not line.own(key):
            continue
        text, above = join(line.cells[key]).text, lines[i - 1] if line.first and i else None
        follows = isinstance(above, Line) and above.own(key) and here.isdecimal() and text.isdecimal()
        if follows and prior >= 0 and int(here + text) == prior + 1 != int(here):
            found.add(i)
            here += text
        else:
            prior, here = int(here) if here.isdecimal() else -1, text
    return found


def _is_shifted_rest(before: Line, line: Line, shifted: tuple[int, int], look: Look) -> bool:
    """The same below a row that stood one column to the left: its rest stands there as well, and is moved."""
    first, blank = shifted
    if any(line.cells[:first]) or not line.cells[first] or line.cells[blank]:
        return is_cut(before, line, look)
    moved = replace(line, cells=moved_right(line.cells, first, blank))
    if not is_cut(before, moved, look):
        return is_cut(before, line, look)
    line.cells, line.shifted = moved.cells, shifted
    return True


# ---- rows ----------------------------------------------------------------------------------------


def _join_rows(before: Line, line: Line, look: Look) -> None:
    """Put the cells of `line` behind those of `before`; which paragraphs run on is told by table_breaks."""
    reason = why_cut(before, line, look)
    parts = [p for i, cell in enumerate(line.cells) if not line.repeats[i] for p in cell]
    for i, paragraphs in enumerate(line.cells):
        if paragraphs and not line.repeats[i]:
            _append(before, i, paragraphs, line.ended[i])
    before.findings.extend(line.findings)
    text = join(parts)
    before.findings.append(
        Finding("joined-pages", f"a row that a page break cuts was joined again: {reason}", text.spans,
                before=text.text[:60], certainty=0.95 if line.cut else 0.8)
    )


def _append(above: Line, col: int, paragraphs: Paragraphs, ended: bool | None) -> None:
    if above.cells[col]:
        above.seams[paragraphs[0].starts[0]] = above.ended[col]
    above.cells[col] = above.cells[col] + paragraphs
    above.ended[col] = ended


# ---- merged cells --------------------------------------------------------------------------------


def _carry(lines: Lines, cut: Sequence[bool], look: Look) -> None:
    """Carry merged cells over page breaks, from the row that they begin in."""
    columns = look.columns
    body, key = body_column(columns), key_column(columns)
    if body is None or key is None:
        return
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        if not isinstance(line, Line) or not isinstance(before, Line) or not line.first or line.page == before.page:
            continue
        for col in (c for c, column in enumerate(columns) if c != key):
            # A task's name is lifted so where every measure has a number (`1.1`, `1.2`) of its own beside it.
            if columns[col].field == "group" or (columns[col].field == "task" and col != body and before.own(key)):
                _lift_group(lines, i, col)
            if columns[col].field == "group" and (cut[i] or not line.own(key) or _goes_on(lines, i, col)):
                _join_group(lines, i, col)
            if columns[col].field == "task" and col != body and look.decimal and _is_same_task(before, line, key):
                _join_group(lines, i, col)
        if line.own(key):
            if not cut[i]:
                _lift_label(lines, i, key, body, columns)
                for col in (c for c, column in enumerate(columns) if column.field in _HOLD_FOR_SEVERAL):
                    _carry_column(lines, i, col)
            continue
        head = next((j for j in range(i - 1, -1, -1) if _is_head(lines[j], key)), None)
        if head is not None and all(isinstance(x, Line) for x in lines[head:i]):
            _carry_from(lines, head, i, look, key, body)


def _is_head(line: Line | Row, key: int) -> bool:
    return isinstance(line, Row) or line.own(key)


def _carry_from(lines: Lines, head: int, i: int, look: Look, key: int, body: int) -> None:
    """Row `i` goes on with the task of row `head`: its merged cells hold for the rows that they cover here too."""
    top, line = lines[head], lines[i]
    assert isinstance(top, Line) and isinstance(line, Line)
    reach = line.spans[key]
    rows = [x for x in lines[i : i + reach] if isinstance(x, Line)]
    for row in rows:
        row.held = True
    for col, column in enumerate(look.columns):
        if col == body:
            continue
        label = col == key or column.field in {"index", "task"}
        if not label and (line.spans[col] != reach or top.spans[col] != top.spans[key]):
            continue
        alone = reach == 1 == top.spans[col] and col not in look.merged
        if not label and alone and column.field in AGENCY_FIELDS and top.cells[col] and col not in look.full:
            continue
        if line.own(col) and (label or not alone):
            _move(top, line, col, "the row below the break has no number or name of its own")
        if not label and not line.cells[col] and top.cells[col]:
            for row in (x for x in lines[head + 1 : i + reach] if isinstance(x, Line) and not x.own(col)):
                row.cells[col], row.repeats[col] = top.cells[col], True
        top.covers[col] += line.spans[col]


def _carry_column(lines: Lines, i: int, col: int) -> None:
    """A cell merged over rows with numbers of their own goes on as a blank one where the page cuts it.

    Evidence: the column has merged cells and leaves none blank, and no rule tells that the cell above ended.
    """
    line, before = lines[i], lines[i - 1]
    assert isinstance(line, Line) and isinstance(before, Line)
    if line.cells[col] or not line.spans[col] or (before.closed[col] and _leave_open(lines, col)):
        return
    head = next((x for x in reversed(lines[:i]) if not isinstance(x, Line) or x.spans[col]), None)
    begun = [x for x in lines if isinstance(x, Line) and x.spans[col] and not x.first]
    if not isinstance(head, Line) or not head.cells[col] or any(not x.cells[col] for x in begun):
        return
    if not any(x.spans[col] > 1 for x in begun):
        return
    for row in lines[i : i + line.spans[col]]:
        if isinstance(row, Line):
            row.cells[col], row.repeats[col] = head.cells[col], True
    head.covers[col] += line.spans[col]


def _move(top: Line, line: Line, col: int, reason: str) -> None:
    """Put a merged cell's rest to its beginning."""
    rest = line.cells[col]
    whole = join((*top.cells[col], *rest))
    top.cells[col] = (whole,)
    line.cells[col] = ()
    top.findings.append(
        Finding("joined-pages", f"a merged cell that a page break cuts was joined again: {reason}", rest[0].spans,
                before=rest[0].text[:60], after=whole.text[:60], certainty=0.85)
    )


def _lift_label(lines: Lines, i: int, key: int, body: int, columns: Sequence[Column]) -> None:
    """A label printed in the middle of a merged cell stands below the page break that cuts the cell.

    A blank that no rule parts into the label's columns is no cell: the program did not draw what goes on from above.
    """
    top, here = _blank_above(lines, i, key), lines[i]
    if top is None or not isinstance(here, Line) or not top.cells[body]:
        return
    if any(c.field in {"index", "task"} and not top.spans[k] for k, c in enumerate(columns) if k != body):
        return
    above = lines[i - 1]
    for col, reach in enumerate(here.spans):
        if col == body or not here.own(col) or top.spans[col] != top.spans[key] or not isinstance(above, Line):
            continue
        label = columns[col].field in {"index", "task"}
        if above.closed[col] is False and top.cells[col]:
            _move(top, here, col, "no rule closes it above the break")
        elif not top.cells[col] and (label or above.closed[col] is False or (reach == here.spans[key] and reach + top.spans[col] > 2)):
            top.cells[col], top.covers[col] = here.cells[col], top.spans[col] + reach
            here.cells[col], here.held = (), True
            top.held = True


def _lift_group(lines: Lines, i: int, col: int) -> None:
    """The same for the name of several numbered rows, where the rule shows that its cell goes on above the page break."""
    here, before = lines[i], lines[i - 1]
    if not isinstance(here, Line) or not isinstance(before, Line) or not here.own(col) or before.closed[col] is not False:
        return
    top = _blank_above(lines, i, col)
    if top is not None:
        top.cells[col], here.cells[col] = here.cells[col], ()
        top.covers[col] = top.spans[col] + here.spans[col]


def _goes_on(lines: Lines, i: int, col: int) -> bool:
    """Whether the name of several numbered rows was cut by the page above row `i`.

    Evidence: its cell is left open where a rule closes others of its row; or, where all other names begin with a
    verb, what stands below does not.
    """
    here, before = lines[i], lines[i - 1]
    if not isinstance(here, Line) or not isinstance(before, Line) or not here.own(col):
        return False
    if before.closed[col] is False or _leave_open(lines, col):
        return before.closed[col] is False and any(before.closed)
    names = [join(x.cells[col]).text for x in lines if isinstance(x, Line) and x.own(col) and x is not here]
    return len(names) >= _VERBAL and all(map(starts_with_verb, names)) and not starts_with_verb(join(here.cells[col]).text)


def _is_same_task(before: Line, line: Line, key: int) -> bool:
    """Whether two rows have numbers of one task's measures (`8.1`, `8.2`)."""
    numbers = [_MEASURE_NUMBER.fullmatch(join(x.cells[key]).text) for x in (before, line) if x.own(key)]
    above, here = numbers if len(numbers) == 2 else (None, None)
    return above is not None and here is not None and above[1] == here[1] and int(above[2]) + 1 == int(here[2])


def _join_group(lines: Lines, i: int, col: int) -> None:
    """A class's name whose rest stands below the page break, where the task goes on that it holds for."""
    here = lines[i]
    top = next((x for x in reversed(lines[:i]) if not isinstance(x, Line) or x.own(col)), None)
    if isinstance(here, Line) and isinstance(top, Line) and here.own(col):
        _move(top, here, col, "what it holds for goes on below the break")


def _blank_above(lines: Lines, i: int, key: int) -> Line | None:
    """The row with which the blank cell begins that ends right above row `i`, over page breaks that leave it open."""
    for j in range(i - 1, -1, -1):
        line = lines[j]
        if not isinstance(line, Line) or line.cells[key] or line.shifted is not None:
            return None
        if j == i - 1 and line.closed[key] and _leave_open(lines, key):
            return None
        before = lines[j - 1] if j else None
        if not line.spans[key]:
            continue
        if not line.first or before is None:
            return line
        if not isinstance(before, Line) or before.closed[key] is None:
            return None
        if before.closed[key]:
            return line if _leave_open(lines, key) else None
    return None


def _leave_open(lines: Lines, key: int) -> bool:
    """Whether merged cells of a column are left open where a page cuts them, so that a rule tells that they end."""
    return any(isinstance(line, Line) and line.closed[key] is False for line in lines)


def _fill_down(lines: Lines, columns: Sequence[Column], key: int | None) -> None:
    """In dumps, which leave merged cells blank: what is said on the rows of numbers alone holds for the rows below."""
    rows = [line for line in lines if isinstance(line, Line)]
    if key is None:
        return
    below = [line for line in rows if not line.own(key)]
    for col, column in enumerate(columns):
        if column.field not in {"time", "target", "people"} or len(below) < _LASTING or any(x.cells[col] for x in below):
            continue
        above: Paragraphs = ()
        for line in lines:
            if isinstance(line, Row) or line.own(key):
                above = line.cells[col] if isinstance(line, Line) else ()
            elif above:
                line.cells[col], line.repeats[col] = above, True
