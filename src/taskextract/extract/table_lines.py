"""Rebuilds tables that were dumped one cell a line (序号 / 主要任务 / 具体举措 / 责任单位 / 1 / …).

The header words on lines of their own give the columns; each later line goes to the column that it
suits best, in reading order, found by the best path over all lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskextract.document import Block, Cell, Heading, Paragraph, Span, Table
from taskextract.extract.drafts import Part
from taskextract.extract.table_cells import AGENCY_FIELDS, fit, is_section_title, parse_number
from taskextract.extract.table_headers import column_of, header_key
from taskextract.strand import Strand

_CERTAINTY = 0.8
_STOP = re.compile(r"(?:附件\d*[:：]?|抄送|（?此件|[（(]?\d{4}年\d{1,2}月\d{1,2}日|注[:：]|备注[:：])")
_TERMINAL = re.compile(r"[。；;！!？?：:][”’）)]?$")
_OPTIONAL = frozenset({"support", "time", "people", "remark", "target", "guide", "implement", "other", "group"})


@dataclass(frozen=True, slots=True)
class _Line:
    strand: Strand
    spans: tuple[Span, ...]
    block: Block


def tables_from_lines(part: Part) -> Iterator[Block]:
    """The blocks of a notice's body, runs of lines that are a dumped table replaced by `Table`s."""
    run: list[_Line] = []
    for block in part.body:
        if isinstance(block, (Paragraph, Heading)):
            run.append(_Line(Strand.of(part.document, block.spans), block.spans, block))
            continue
        if isinstance(block, Table):
            yield from _replaced(run)
            run = []
        yield block
    yield from _replaced(run)


def _replaced(run: Sequence[_Line]) -> Iterator[Block]:
    at = 0
    while at < len(run):
        width = _header_width(run, at)
        if not width:
            yield run[at].block
            at += 1
            continue
        header, at = run[at : at + width], at + width
        end = at
        while end < len(run) and not _header_width(run, end) and not _STOP.match(run[end].strand.text):
            end += 1
        yield from _tables(header, run[at:end])
        at = end


def _header_width(run: Sequence[_Line], at: int) -> int:
    """How many lines from `at` on are header words that make a header of a division table, else 0."""
    fields: list[str] = []
    for line in run[at : at + 12]:
        text = line.strand.text
        column = column_of(text) if len(header_key(text)) <= 24 else None
        if column is None:
            break
        fields.append(column.field)
    kinds = set(fields)
    divides = kinds & AGENCY_FIELDS and kinds & {"task", "measure"}
    return len(fields) if len(fields) >= 3 and divides else 0


def _tables(header: Sequence[_Line], lines: Sequence[_Line]) -> Iterator[Block]:
    """Tables between the section titles that stand among the lines; each repeats no header."""
    fields = [column.field if (column := column_of(h.strand.text)) else "other" for h in header]
    if "measure" not in fields:
        fields = ["measure" if f == "task" else f for f in fields]
    cells = [Cell(0, i, (h.spans,)) for i, h in enumerate(header)]
    row = 1
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and not is_section_title(lines[end].strand.text):
            continue
        chunk = lines[start:end]
        places = _places(chunk, fields)
        made, row = _cells(chunk, places, fields, row)
        cells.extend(made)
        if cells:
            yield Table(tuple(cells), spans_known=False, certainty=_CERTAINTY)
        cells, row = [], 0
        if end < len(lines):
            yield lines[end].block
        start = end + 1


def _places(lines: Sequence[_Line], fields: Sequence[str]) -> list[int]:
    """The column of each line: the best path (Viterbi)."""
    width = len(fields)
    best = [0.0 if c == 0 else -0.4 * c for c in range(width)]
    steps: list[list[int]] = []
    expected = 0
    for t, line in enumerate(lines):
        text = line.strand.text
        number = parse_number(text)
        runs_on = number is not None and number in (1, expected + 1)
        emit = [_emission(text, f, runs_on) for f in fields]
        expected = number if number is not None and runs_on else expected
        if t == 0:
            best = [b + e for b, e in zip(best, emit, strict=True)]
            steps.append([0] * width)
            continue
        broken = not _TERMINAL.search(lines[t - 1].strand.text)
        hanging = lines[t - 1].strand.text.endswith(("，", ",", "、"))
        new: list[float] = []
        back: list[int] = []
        for c in range(width):
            scores = [best[p] - _step(p, c, fields, broken) - (2.5 if hanging and p != c else 0.0) for p in range(width)]
            p = max(range(width), key=lambda i: (scores[i], -i))
            new.append(scores[p] + emit[c])
            back.append(p)
        best = new
        steps.append(back)
    return _path(best, steps)


def _path(best: Sequence[float], steps: Sequence[Sequence[int]]) -> list[int]:
    if not steps:
        return []
    place = max(range(len(best)), key=lambda i: (best[i], -i))
    places = [place]
    for back in reversed(steps[1:]):
        place = back[place]
        places.append(place)
    return places[::-1]


def _emission(text: str, field: str, runs_on: bool) -> float:
    value = fit(text, field)
    if field == "index" and value > 0:
        value = 2.0 if runs_on else 0.6
    return 1.5 * value


def _step(before: int, here: int, fields: Sequence[str], broken: bool) -> float:
    """What going from one column to the next costs; going back begins a new row."""
    if here == before:
        same = {"measure": 0.1 if broken else 0.4, "index": 4.0, "task": 1.5, "group": 1.5}
        return same.get(fields[here], 0.5)
    if here > before:
        return sum(0.1 if fields[c] in _OPTIONAL else 0.6 for c in range(before + 1, here))
    tail = sum(0.05 if fields[c] in _OPTIONAL else 0.6 for c in range(before + 1, len(fields)))
    lead = sum(0.05 if fields[c] in _OPTIONAL else 0.3 for c in range(here))
    return tail + lead + (1.5 if fields[here] in AGENCY_FIELDS | _OPTIONAL - {"group"} else 0.0)


def _cells(
    lines: Sequence[_Line], places: Sequence[int], fields: Sequence[str], row: int
) -> tuple[list[Cell], int]:
    """Cells in reading order from row `row` on, and the next free row."""
    grid: dict[tuple[int, int], list[tuple[Span, ...]]] = {}
    before = -1
    for t, (line, col) in enumerate(zip(lines, places, strict=True)):
        if t and col < before:
            row += 1
        paragraphs = grid.setdefault((row, col), [])
        if paragraphs and col == before and _goes_on(lines[t - 1].strand.text, line.strand.text, fields[col]):
            paragraphs[-1] += line.spans
        else:
            paragraphs.append(line.spans)
        before = col
    return [Cell(r, c, tuple(p)) for (r, c), p in sorted(grid.items())], row + 1


def _goes_on(before: str, here: str, field: str) -> bool:
    if field in AGENCY_FIELDS:
        return before.endswith(("、", "，", ",")) or here.startswith(("、", "，", ","))
    return not _TERMINAL.search(before) and (len(before) >= 12 or before.endswith("，") or field in {"task", "group"})
