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
from taskextract.extract.table_cells import (
    AGENCY_FIELDS,
    agency_items,
    fit,
    is_agency,
    is_section_title,
    parse_number,
    starts_with_verb,
    strip_duty_words,
)
from taskextract.extract.table_headers import column_of, header_key
from taskextract.strand import Strand

_CERTAINTY = 0.8
_STOP = re.compile(r"(?:附件\d*[:：]?|抄送|（?此件|[（(]?\d{4}年\d{1,2}月\d{1,2}日|注[:：]|备注[:：])")
_NO_HEADER = re.compile(r"[^（(：:]+[：:].|[（(]?[一二三四五六七八九十]{1,3}[）)、]")
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
    """How many lines from `at` on are header words that make a header of a division table, else 0.

    A label with its value behind it (责任单位：县住建局) and a numbered heading (三、保障措施) are none.
    """
    fields: list[str] = []
    for line in run[at : at + 12]:
        text = line.strand.text
        column = column_of(text) if len(header_key(text)) <= 24 and not _NO_HEADER.match(text) else None
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
    texts = [line.strand.text for line in lines]
    stops = _ends_in_stops(texts)
    width = len(fields)
    best = [-0.4 * c for c in range(width)]
    steps: list[list[int]] = []
    expected = 0
    for t, text in enumerate(texts):
        number = parse_number(text)
        runs_on = number is not None and number in (1, expected + 1)
        expected = number if number is not None and runs_on else expected
        emit = [_emission(text, f, runs_on) for f in fields]
        if t == 0:
            best = [b + e for b, e in zip(best, emit, strict=True)]
            steps.append([0] * width)
            continue
        broken = [_breaks_off(texts[t - 1], f, stops) for f in fields]
        scores = [
            [
                best[p] + (_rest(text, emit[c], fields[c], runs_on) if p == c and (broken[p] or fields[c] == "task") else emit[c])
                - _step(p, c, fields, broken[p])
                for p in range(width)
            ]
            for c in range(width)
        ]
        back = [max(range(width), key=lambda i, row=row: (row[i], -i)) for row in scores]  # type: ignore[misc]
        best = [row[p] for row, p in zip(scores, back, strict=True)]
        steps.append(back)
    return _path(best, steps)


def _ends_in_stops(texts: Sequence[str]) -> bool:
    """Whether the dump's sentences end in a full stop: about one a numbered row."""
    numbers = sum(1 for t in texts if parse_number(t) is not None)
    return sum(t.endswith("。") for t in texts) >= max(1, 0.7 * numbers)


def _breaks_off(text: str, field: str, stops: bool) -> bool:
    """Whether a line is the first part of a cell's text that a line break cuts."""
    if text.endswith(("，", ",", "、")):
        return True
    if field in AGENCY_FIELDS:
        items = agency_items(text)
        return not items or items[-1] in {"省市", "省县", "市县"} or (not is_agency(items[-1]) and len(items[-1]) > 1 and strip_duty_words(text) == text)
    return field == "measure" and stops and not _TERMINAL.search(text)


def _rest(text: str, emission: float, field: str, runs_on: bool) -> float:
    """How well a line suits its column as the rest of the line before: its look tells little."""
    if field in {"task", "group"}:
        if starts_with_verb(text):  # what is to be done begins here
            return min(emission, 0.0)
        return max(emission, 1.5) if len(text) <= 6 and not starts_with_verb(text) and fit(text, "index") < 0 else emission
    if runs_on or (field in AGENCY_FIELDS and (starts_with_verb(text) or text.endswith("。") or len(text) > 24)):
        return emission
    return max(emission, 0.75)


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
    if field == "task" and starts_with_verb(text) and value > 0:
        value += 0.2
    return 1.5 * value


def _step(before: int, here: int, fields: Sequence[str], broken: bool) -> float:
    """What going from one column to the next costs; going back begins a new row."""
    if here == before:
        same = {"measure": 0.1 if broken else 0.4, "index": 4.0, "task": 0.8, "group": 1.5}
        return 0.1 if broken and fields[here] in AGENCY_FIELDS else same.get(fields[here], 0.5)
    left = (2.5 if fields[before] == "measure" else 1.2) if broken else 0.0
    if here > before:
        return left + sum(0.1 if fields[c] in _OPTIONAL else 0.6 for c in range(before + 1, here))
    tail = sum(0.05 if fields[c] in _OPTIONAL else 0.6 for c in range(before + 1, len(fields)))
    lead = sum(0.05 if fields[c] in _OPTIONAL else 0.3 for c in range(here))
    return left + tail + lead + (1.5 if fields[here] in AGENCY_FIELDS | _OPTIONAL - {"group"} else 0.0)


def _cells(
    lines: Sequence[_Line], places: Sequence[int], fields: Sequence[str], row: int
) -> tuple[list[Cell], int]:
    """Cells in reading order from row `row` on, and the next free row."""
    grid: dict[tuple[int, int], list[tuple[Span, ...]]] = {}
    before = -1
    stops = _ends_in_stops([line.strand.text for line in lines])
    for t, (line, col) in enumerate(zip(lines, places, strict=True)):
        if t and col < before:
            row += 1
        paragraphs = grid.setdefault((row, col), [])
        if paragraphs and col == before and _joins(lines[t - 1].strand.text, line.strand.text, fields[col], stops):
            paragraphs[-1] += line.spans
        else:
            paragraphs.append(line.spans)
        before = col
    return [Cell(r, c, tuple(p)) for (r, c), p in sorted(grid.items())], row + 1


def _joins(above: str, here: str, field: str, stops: bool) -> bool:
    """Whether two lines of one cell are one paragraph."""
    if field in {"task", "group"}:
        return True
    if field == "measure" and not stops:
        return not _TERMINAL.search(above) and len(above) >= 12
    return _breaks_off(above, field, stops) or here.startswith(("、", "，", ","))
