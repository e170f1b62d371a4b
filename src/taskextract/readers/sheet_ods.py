"""ODS sheets: the file holds each cell's text as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskextract.readers.archive import open_zip, parse_xml
from taskextract.readers.sheet_cells import SheetCells
from taskextract.readers.source import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_T = f"{{{_OASIS}table:1.0}}"
_X = f"{{{_OASIS}text:1.0}}"
_STYLE = f"{{{_OASIS}style:1.0}}"
_WRAPPERS = frozenset(_T + n for n in ("table-rows", "table-header-rows", "table-row-group"))
_MAX_REPEATS = 1000


@dataclass(slots=True)
class _Place:
    """Where the walk over a sheet stands."""

    row: int = 0


def read_ods(data: bytes) -> list[SheetCells]:
    """The sheets of an ODS file in their order, hidden ones marked."""
    with open_zip(data) as archive:
        if archive.find("META-INF/manifest.xml") and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable("unreadable-file", "the file is protected by a password: save it without one and try again")
        root = parse_xml(archive.read("content.xml"), "content.xml")
    hidden = {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iterchildren(f"{_STYLE}table-properties")
        if properties.get(f"{_T}display") == "false"
    }
    sheets: list[SheetCells] = []
    for table in root.iter(f"{_T}table"):
        sheet = SheetCells(table.get(f"{_T}name", ""), hidden=table.get(f"{_T}style-name") in hidden)
        _fill(sheet, table)
        sheets.append(sheet)
    return sheets


def _fill(sheet: SheetCells, table: _Element) -> None:
    col = 0
    for column in table.iter(f"{_T}table-column"):
        count = _number(column.get(f"{_T}number-columns-repeated"), 1)
        if column.get(f"{_T}visibility", "visible") != "visible":
            sheet.hidden_cols.append((col, col + count - 1))
        col += count
    place = _Place()
    for row in _rows(table):
        repeats = _number(row.get(f"{_T}number-rows-repeated"), 1)
        if row.get(f"{_T}visibility", "visible") != "visible":
            sheet.hidden_rows.append((place.row, place.row + repeats - 1))
        # Long repeats are the empty rest of the sheet or rows that only carry a format.
        for copy in range(min(repeats, _MAX_REPEATS)):
            if not _row(sheet, row, place.row + copy):
                break
        place.row += repeats


def _rows(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if child.tag == f"{_T}table-row":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _row(sheet: SheetCells, row: _Element, at: int) -> bool:
    """Put a row's cells; whether it has any text."""
    col, found = 0, False
    for cell in row:
        if cell.tag not in (f"{_T}table-cell", f"{_T}covered-table-cell"):
            continue
        repeats = _number(cell.get(f"{_T}number-columns-repeated"), 1)
        text = "\n".join(_paragraph(p) for p in cell.iterchildren(f"{_X}p"))
        if text.strip() and cell.tag == f"{_T}table-cell":
            found = True
            for copy in range(min(repeats, _MAX_REPEATS)):
                sheet.put(at, col + copy, text)
        rows = _number(cell.get(f"{_T}number-rows-spanned"), 1)
        cols = _number(cell.get(f"{_T}number-columns-spanned"), 1)
        if rows > 1 or cols > 1:
            sheet.merges.append((at, col, at + max(rows, 1) - 1, col + max(cols, 1) - 1))
        col += repeats
    return found


def _paragraph(paragraph: _Element) -> str:
    parts = [paragraph.text or ""]
    for child in paragraph.iterdescendants():
        if child.tag == f"{_X}line-break":
            parts.append("\n")
        elif child.tag in (f"{_X}s", f"{_X}tab"):
            parts.append(" ")
        else:
            parts.append(child.text or "")
        parts.append(child.tail or "")
    return "".join(parts)


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 9 else default
