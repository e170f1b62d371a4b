"""XLSX sheets, read from their XML: only the cells that are there cost anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taskextract.readers.archive import SafeZip, open_zip, parse_xml
from taskextract.readers.opc import R_ID, main_part, read_part, relations
from taskextract.readers.sheet_cells import Range, SheetCells
from taskextract.readers.sheet_format import BUILTIN, display, serial
from taskextract.readers.source import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWING = re.compile(r"xl/drawings/[^/]+\.xml", re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")


@dataclass(slots=True)
class _Book:
    """What the sheets of a file share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    date1904: bool = False


def drawn_text(data: bytes) -> str:
    """What text boxes and shapes on the sheets of an XLSX file say, "" where there are none."""
    with open_zip(data) as archive:
        names = [n for n in archive.names if _DRAWING.fullmatch(n)]
        said = (t.text or "" for name in names for t in parse_xml(archive.read(name), name).iter(f"{_A}t"))
        return "".join(said).strip()


def read_xlsx(data: bytes) -> list[SheetCells]:
    """The sheets of an XLSX file in their order, hidden ones marked."""
    with open_zip(data) as archive:
        main = main_part(archive, "xl/workbook.xml")
        related = relations(archive, main)
        targets = dict(related.values())
        root = read_part(archive, main)
        properties = root.find(f"{_S}workbookPr")
        book = _Book(
            _strings(archive, targets.get("sharedStrings")),
            _formats(archive, targets.get("styles")),
            properties is not None and properties.get("date1904") in ("1", "true"),
        )
        sheets: list[SheetCells] = []
        for element in root.iter(f"{_S}sheet"):
            kind, target = related.get(element.get(R_ID, ""), ("", ""))
            if kind == "worksheet":
                sheet = SheetCells(element.get("name", ""), hidden=element.get("state", "visible") != "visible")
                _fill(sheet, read_part(archive, target), book)
                sheets.append(sheet)
        return sheets


def _strings(archive: SafeZip, target: str | None) -> list[str]:
    if target is None or not archive.find(target):
        return []
    return [_rich(element) for element in read_part(archive, target).iterchildren(f"{_S}si")]


def _rich(element: _Element) -> str:
    """The text of a string without its phonetic guide."""
    parts = [t.text or "" for child in element if child.tag != f"{_S}rPh" for t in child.iter(f"{_S}t")]
    return _ESCAPE.sub(_unescape, "".join(parts))


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "" if code == 13 else chr(code) if not 0xD800 <= code < 0xE000 else match[0]


def _formats(archive: SafeZip, target: str | None) -> list[str]:
    """The number format of each cell style."""
    if target is None or not archive.find(target):
        return []
    root = read_part(archive, target)
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iterfind(f"{_S}numFmts/{_S}numFmt")}
    ids = [e.get("numFmtId", "0") for e in root.iterfind(f"{_S}cellXfs/{_S}xf")]
    return [own.get(i) or BUILTIN.get(int(i) if i.isdecimal() else 0, "General") for i in ids]


def _fill(sheet: SheetCells, root: _Element, book: _Book) -> None:
    for element in root.iterfind(f"{_S}cols/{_S}col"):
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_cols.append((_number(element.get("min"), 1) - 1, _number(element.get("max"), 1) - 1))
    row = -1
    for element in root.iterfind(f"{_S}sheetData/{_S}row"):
        row = _number(element.get("r"), row + 2) - 1
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.append((row, row))
        col = -1
        for cell in element.iterchildren(f"{_S}c"):
            place = _place(cell.get("r", ""))
            col = place[1] if place else col + 1
            sheet.put(row, col, _text(cell, book, sheet))
    for element in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
        if found := _range(element.get("ref", "")):
            sheet.merges.append(found)


def _text(cell: _Element, book: _Book, sheet: SheetCells) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_S}is")
        return _rich(inline) if inline is not None else ""
    value = cell.findtext(f"{_S}v")
    if not value:
        sheet.unset_formulas += cell.find(f"{_S}f") is not None
        return ""
    if kind == "s":
        index = _number(value, -1)
        if not 0 <= index < len(book.strings):
            raise Unreadable("unreadable-file", f"the file is damaged: the sheet {sheet.name!r} refers to a text that is missing")
        return book.strings[index]
    if kind in ("str", "e"):
        return "" if kind == "e" else _ESCAPE.sub(_unescape, value)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    style = _number(cell.get("s"), 0)
    pattern = book.formats[style] if style < len(book.formats) else "General"
    if kind == "d":  # a date in ISO's form, as "strict" files write it
        value = value if pattern == "General" else serial(value, book.date1904)
    return _shown(value, pattern, book.date1904)


def _shown(value: str, pattern: str, date1904: bool) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    return display(number, pattern, date1904) if abs(number) < 1e300 else value


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    col = 0
    for letter in match[1]:
        col = col * 26 + ord(letter) - 64
    return int(match[2]) - 1, col - 1


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end and start <= end else None


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 9 else default
