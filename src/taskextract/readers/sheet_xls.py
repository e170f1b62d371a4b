"""Binary sheets: XLS and ET with their number formats, XLSB (and XLS files xlrd cannot read) by calamine."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from taskextract.readers.sheet_cells import MAX_CELLS, SheetCells
from taskextract.readers.sheet_format import BUILTIN, display, general
from taskextract.readers.source import Unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_PROTECTED = "the file is protected by a password: save it without one and try again"
_DAMAGED = "the file is damaged: its sheets cannot be read; save it anew as XLSX and try again"
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN = range(5)


def read_xls(data: bytes) -> list[SheetCells] | None:
    """The sheets of an XLS or ET file; None where xlrd cannot read it."""
    import xlrd

    try:
        with xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO()) as book:
            return [_sheet(book, sheet) for sheet in book.sheets()]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Unreadable("unreadable-file", _PROTECTED) from error
        return None
    except Unreadable:
        raise
    except Exception:
        # xlrd checks little: a damaged file ends in any of Python's errors. calamine is asked next.
        return None


def _sheet(book: Book, sheet: Sheet) -> SheetCells:
    out = SheetCells(sheet.name, hidden=sheet.visibility != 0)
    for row in range(sheet.nrows):
        for col in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, col)
            if kind in (_TEXT, _NUMBER, _DATE, _BOOLEAN):
                out.put(row, col, _text(book, sheet, row, col, kind))
    out.merges = [(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in sheet.merged_cells]
    out.hidden_rows = [(r, r) for r, info in sorted(sheet.rowinfo_map.items()) if info.hidden]
    out.hidden_cols = [(c, c) for c, info in sorted(sheet.colinfo_map.items()) if info.hidden]
    return out


def _text(book: Book, sheet: Sheet, row: int, col: int, kind: int) -> str:
    value = sheet.cell_value(row, col)
    if kind == _TEXT:
        return str(value)
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    key = book.xf_list[sheet.cell_xf_index(row, col)].format_key
    known = book.format_map.get(key)
    pattern = BUILTIN.get(key) or (known.format_str if known is not None else "General")
    return display(float(value), pattern, book.datemode == 1)


def read_calamine(data: bytes) -> list[SheetCells]:
    """The sheets of any workbook that calamine knows: values and merges, numbers without their formats."""
    import python_calamine as calamine

    try:
        with _silenced():
            return _calamine_sheets(data)
    except calamine.PasswordError as error:
        raise Unreadable("unreadable-file", _PROTECTED) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise Unreadable("unreadable-file", _DAMAGED) from error
    except BaseException as error:
        # A panic in calamine is no Exception of Python's.
        if type(error).__name__ == "PanicException":
            raise Unreadable("unreadable-file", _DAMAGED) from None
        raise


def _calamine_sheets(data: bytes) -> list[SheetCells]:
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = {m.name: m.visible == calamine.SheetVisibleEnum.Visible for m in book.sheets_metadata}
    return [_calamine_sheet(book.get_sheet_by_name(name), visible.get(name, True)) for name in book.sheet_names]


@contextmanager
def _silenced() -> Iterator[None]:
    """Nothing on the error stream: a panic in calamine prints its stack there."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _calamine_sheet(sheet: CalamineSheet, visible: bool) -> SheetCells:
    out = SheetCells(sheet.name, hidden=not visible)
    if sheet.total_height * sheet.total_width > 60 * MAX_CELLS:
        raise Unreadable("file-too-large", f"the sheet {sheet.name!r} spans too many cells; delete what is empty")
    top, left = sheet.start or (0, 0)
    for r, values in enumerate(sheet.to_python(skip_empty_area=True)):
        for c, value in enumerate(values):
            out.put(top + r, left + c, _plain(value))
    out.merges = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    return out


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return general(value)
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)
