"""XLSX for people without a data tool: the flat table first, then the others, safe to open.

A notice's text can begin like a formula (`=`, `+`, `-`, `@`); every text cell is written as text, so a
spreadsheet program shows it and never computes it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from taskextract import paths
from taskextract.dataset import Dataset
from taskextract.records import TABLES

if TYPE_CHECKING:
    from openpyxl import Workbook

_LONGEST = 32_767  # characters that a cell of a spreadsheet may hold
_WIDEST = 60  # columns of a screen that one column of a sheet may take
_MOST_ROWS = 1_048_576
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(dataset: Dataset, folder: Path) -> None:
    """Write `taskextract.xlsx`: a sheet a table (`responsibilities` first), lists as JSON, no spans."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for table in sorted(TABLES, key=lambda name: name != "responsibilities"):
        names = [name for name in TABLES[table].__struct_fields__ if name not in ("spans", "field_spans")]
        sheet = book.create_sheet(table)
        rows = dataset.rows(table)[: _MOST_ROWS - 1]
        sheet.freeze_panes = "A2"
        for n, name in enumerate(names, start=1):
            sheet.column_dimensions[get_column_letter(n)].width = _width(name, [getattr(row, name) for row in rows])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(rows) + 1}"
        sheet.append(names)
        for row in rows:
            sheet.append([_cell(sheet, getattr(row, name)) for name in names])
    _save(book, folder / paths.WORKBOOK)


def _width(name: str, values: Sequence[Any]) -> int:
    """A column's width in digits, wide enough for its head and its values; long texts are not shown whole."""
    longest = max((len(str(value).encode("gb18030", "replace")) for value in values if value), default=0)
    return min(max(longest, len(name)) + 3, _WIDEST)  # GB18030 gives a Chinese character its two columns


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, list):
        value = msgspec.json.encode(value).decode() if value else None
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("\ufffd", value)[:_LONGEST])
    cell.data_type = "s"  # never "f": text that begins with "=" stays text
    return cell


def _save(book: Workbook, path: Path) -> None:
    """Save without the clock: the same rows give the same bytes (`Workbook.save` stamps the time)."""
    from openpyxl.writer.excel import ExcelWriter

    stamp = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no time zones
    book.properties.created = book.properties.modified = stamp
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, stamp.timetuple()[:6])
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
