"""Sheets (XLSX, XLS, ET, ODS, XLSB): title rows as paragraphs, the rest of each sheet as tables."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers.archive import open_zip
from taskextract.readers.captions import is_header, pieces
from taskextract.readers.detect import ODS, XLS, XLSB, XLSX
from taskextract.readers.flow import Grid, GridCell, Text, assemble
from taskextract.readers.sheet_cells import SheetCells
from taskextract.readers.sheet_ods import read_ods
from taskextract.readers.sheet_xls import read_calamine, read_xls
from taskextract.readers.sheet_xlsx import drawn_text, read_xlsx
from taskextract.readers.source import Source, Unreadable
from taskextract.vocabulary.words import load_words

_MAX_QUOTED = 200
_NUMBER = re.compile(r"[\d.\-]+$")
_LABELLED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,4}[)）、.．]|[①-⑳]")


@dataclass(frozen=True, slots=True)
class _Area:
    """A visible merged area or single cell, in rows and columns from which hidden ones are taken out."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """Read a workbook; raises `Unreadable` for a damaged, protected or empty one."""
    sheets = _sheets(source)
    shown = [s for s in sheets if not s.hidden and s.texts]
    blocks: list[Text | Grid] = []
    findings = list(_hidden_sheets(sheets))
    for sheet in shown:
        if len(shown) > 1 and sheet.name.strip():
            blocks.append(Text(sheet.name, furniture="sheet-name"))
        areas, left_out = _areas(sheet)
        blocks.extend(_blocks(areas))
        findings.extend(_notes(sheet, left_out))
    if source.media_type == XLSX and (drawn := drawn_text(source.data)):
        message = f"text boxes on the sheets were left out: {drawn[:_MAX_QUOTED]}"
        findings.append(Finding("reader-note", message, certainty=1.0))
    return assemble(blocks, source.media_type, name=source.name), tuple(findings)


def _sheets(source: Source) -> list[SheetCells]:
    if source.media_type == XLSX:
        return read_xlsx(source.data)
    if source.media_type == ODS:
        return read_ods(source.data)
    if source.media_type == XLSB:
        with open_zip(source.data) as archive:
            # calamine sets no limits: what the archive unpacks to is counted first.
            for name in archive.names:
                archive.read(name)
        return read_calamine(source.data)
    if source.media_type != XLS:
        raise Unreadable("missing-reader", f"{source.name}: sheets of this kind cannot be read; save it as XLSX")
    found = read_xls(source.data)
    return read_calamine(source.data) if found is None else found


def _hidden_sheets(sheets: Sequence[SheetCells]) -> Iterator[Finding]:
    names = [s.name for s in sheets if s.hidden and s.texts]
    if names:
        message = f"{len(names)} hidden sheet(s) were left out: {', '.join(names)}"
        yield Finding("reader-note", message, certainty=1.0)


def _notes(sheet: SheetCells, left_out: int) -> Iterator[Finding]:
    if left_out:
        message = f"{left_out} cell(s) in hidden rows or columns of the sheet {sheet.name!r} were left out"
        yield Finding("reader-note", message, certainty=1.0)
    if sheet.unset_formulas:
        message = f"{sheet.unset_formulas} formula(s) of the sheet {sheet.name!r} have no stored value; open and save it in Excel"
        yield Finding("reader-note", message, certainty=1.0)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows or columns with the hidden ones taken out."""

    hidden: list[tuple[int, int]]
    before: list[int]

    @classmethod
    def of(cls, ranges: list[tuple[int, int]]) -> _Lines:
        merged: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return cls(merged, [0, *itertools.accumulate(last - first + 1 for first, last in merged)])

    def place(self, line: int) -> int:
        """How many visible lines stand before `line`."""
        i = bisect_left(self.hidden, (line + 1,)) - 1
        if i >= 0 and line <= self.hidden[i][1]:
            return self.hidden[i][0] - self.before[i]
        return line - self.before[i + 1]


def _areas(sheet: SheetCells) -> tuple[list[_Area], int]:
    """The sheet's visible texts and blank merged areas with their spans, and how many texts are hidden."""
    rows, cols = _Lines.of(sheet.hidden_rows), _Lines.of(sheet.hidden_cols)
    merged = {(r0, c0): (r1, c1) for r0, c0, r1, c1 in sheet.merges}
    covered = _covered(sheet)
    areas: list[_Area] = []
    left_out = 0
    blank = [place for place in merged if place not in sheet.texts]
    for r0, c0 in sorted([*sheet.texts, *blank]):
        if (r0, c0) in covered:
            continue
        text = sheet.texts.get((r0, c0), "")
        r1, c1 = merged.get((r0, c0), (r0, c0))
        top, left = rows.place(r0), cols.place(c0)
        # A merged cell whose first row is hidden is still seen in the others.
        bottom, right = rows.place(r1 + 1), cols.place(c1 + 1)
        if bottom > top and right > left:
            areas.append(_Area(top, left, bottom - top, right - left, text))
        elif text:
            left_out += 1
    return areas, left_out


def _covered(sheet: SheetCells) -> set[tuple[int, int]]:
    """Cells with text under a merged area: sheets do not show them."""
    if not sheet.merges:
        return set()
    by_row: dict[int, list[tuple[int, int]]] = {}
    for r, c in sheet.texts:
        by_row.setdefault(r, []).append((r, c))
    rows = sorted(by_row)
    found: set[tuple[int, int]] = set()
    for r0, c0, r1, c1 in dict.fromkeys(sheet.merges):
        for row in rows[bisect_left(rows, r0) : bisect_left(rows, r1 + 1)]:
            found.update(p for p in by_row[row] if c0 <= p[1] <= c1 and p != (r0, c0))
    return found


def _blocks(areas: Sequence[_Area]) -> Iterator[Text | Grid]:
    """Stretches of rows, each a table with what stands around it; a blank row may part two."""
    rows: dict[int, list[_Area]] = {}
    for area in areas:
        if area.text:
            rows.setdefault(area.row, []).append(area)
    blank = [a for a in areas if not a.text]
    filled = _filled(areas)
    order = sorted(rows)
    stretch: list[int] = []
    end = -1
    for i, row in enumerate(order):
        if stretch and row > end and _starts_anew(rows, order[i:], filled):
            yield from _stretch(rows, blank, stretch, filled)
            stretch = []
        stretch.append(row)
        end = max(end, *(a.row + a.row_span for a in rows[row]))
    if stretch:
        yield from _stretch(rows, blank, stretch, filled)


def _filled(areas: Sequence[_Area]) -> dict[int, int]:
    """How many areas show text in each row, those that reach into it from above included."""
    filled: dict[int, int] = {}
    for area in areas:
        if area.text:
            for row in range(area.row, area.row + min(area.row_span, 100_000)):
                filled[row] = filled.get(row, 0) + 1
    return filled


def _starts_anew(rows: dict[int, list[_Area]], order: Sequence[int], filled: dict[int, int]) -> bool:
    """After a blank row: a header, perhaps under titles of its own, begins another table."""
    header = next((row for row in order if filled[row] > 1), None)
    if header is None:
        return True
    return is_header([a.text.strip() for a in rows[header]])


def _stretch(
    rows: dict[int, list[_Area]], blank: Sequence[_Area], stretch: Sequence[int], filled: dict[int, int]
) -> Iterator[Text | Grid]:
    full = [a for r in stretch if filled[r] > 1 for a in rows[r]]
    width = max((a.col + a.col_span for a in full), default=0)
    head = next((i for i, r in enumerate(stretch) if filled[r] > 1), len(stretch))
    lone = [i for i, r in enumerate(stretch) if filled[r] == 1]
    strange = _strange([rows[stretch[i]][0] for i in lone if i > head], full, width) if head < len(stretch) else set()
    alone = [filled[r] == 1 and (i < head or id(rows[r][0]) in strange) for i, r in enumerate(stretch)]
    for first, last, is_table in pieces(alone, [[a.text.strip() for a in rows[r]] for r in stretch], titled=True):
        areas = [area for row in stretch[first:last] for area in rows[row]]
        if is_table and full:
            inside = [a for a in blank if stretch[first] <= a.row <= stretch[last - 1] and a.col < width]
            yield _grid([*areas, *inside])
        else:
            yield from (_title(area, width) if first < head else Text(area.text) for area in areas)


def _strange(lone: Sequence[_Area], full: Sequence[_Area], width: int) -> set[int]:
    """Which of the texts that are their row's only one stand alone there, and in no column of the table.

    They are merged over the table's width, or begin where it does and are no numbers, labels or
    names like those of its first column; what follows a note is one too.
    """
    left, top = min(a.col for a in full), min(a.row for a in full)
    first = [a.text.strip() for a in full if a.col == left and a.row > top]
    kind = next((k for k in (_NUMBER, _LABELLED) if first and sum(k.match(t) is not None for t in first) > 0.6 * len(first)), None)
    found: set[int] = set()
    note_words = tuple(load_words("lines")["table_notes"])
    for before, area in zip((None, *lone), lone, strict=False):
        text = area.text.strip()
        told = text.startswith(note_words) or (before is not None and id(before) in found and before.row == area.row - 1)
        if area.row_span > 1 or area.col != left:
            continue
        if area.col_span >= max(width - left, 2) or (area.col_span == 1 and (told if kind is None else kind.match(text) is None)):
            found.add(id(area))
    return found


def _title(area: _Area, width: int) -> Text:
    return Text(area.text, style="centered" if area.col_span > 1 and area.col_span >= width - area.col - 1 else "")


def _grid(areas: Sequence[_Area]) -> Grid:
    """The areas and the empty cells between them, so that every row has its columns."""
    areas = sorted(areas, key=lambda a: (a.row, a.col))
    top, left = min(a.row for a in areas), min(a.col for a in areas)
    rows = sorted({a.row for a in areas})
    cols = sorted({a.col for a in areas})
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for area in areas:
        cells.append(GridCell(area.row - top, area.col - left, area.row_span, area.col_span, [Text(area.text)]))
        for r in rows[bisect_left(rows, area.row) : bisect_left(rows, area.row + area.row_span)]:
            for c in cols[bisect_left(cols, area.col) : bisect_left(cols, area.col + area.col_span)]:
                taken.add((r, c))
    if len(rows) * len(cols) > 4 * len(areas) + 100_000:
        return Grid(cells)
    cells += [GridCell(r - top, c - left, 1, 1, []) for r in rows for c in cols if (r, c) not in taken]
    return Grid(cells)
