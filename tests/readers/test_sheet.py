"""Sheets: values as they are shown, merges, what is hidden, what stands around the table."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from readers.build import shape
from taskextract.document import Document, Furniture, Paragraph
from taskextract.findings import Finding
from taskextract.readers import sheet
from taskextract.readers.detect import XLS, XLSX, detect
from taskextract.readers.sheet_format import display
from taskextract.readers.source import Source, Unreadable


def made(fill: Callable[[Worksheet], object]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    fill(page)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, media_type: str = XLSX) -> tuple[Document, tuple[Finding, ...]]:
    return sheet.read(Source(Path("notice.xlsx"), data, media_type))


def rows(*lines: tuple[object, ...]) -> Callable[[Worksheet], None]:
    def fill(page: Worksheet) -> None:
        for r, line in enumerate(lines, 1):
            for c, value in enumerate(line, 1):
                page.cell(r, c, value)

    return fill


def texts(table: object) -> list[list[str]]:
    assert isinstance(table, list)
    return [c[4] for c in table]


FORMATS = [
    (0.85, "0%", "85%"),
    (0.8512, "0.00%", "85.12%"),
    (44010, 'yyyy"年"m"月"d"日"', "2020年6月28日"),
    (44010, '[$-804]yyyy"年"m"月"d"日";@', "2020年6月28日"),
    (44010, "[DBNum1][$-804]yyyy年m月d日", "二〇二〇年六月二十八日"),
    (44010, "yyyy/m/d", "2020/6/28"),
    (44010, "m/d/yy", "2020/6/28"),
    (44010, "[$-409]d-mmm-yyyy;@", "2020/6/28"),
    (44010, "mmm-yy", "2020年6月"),
    (44010, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2020年6月28日"),
    (44010.5, "yyyy-mm-dd hh:mm", "2020-06-28 12:00"),
    (43983, 'm"月"', "6月"),
    (0.5, "h:mm", "12:00"),
    (3, '"第"0"项"', "第3项"),
    (1234567.891, "#,##0.00_ ", "1,234,567.89"),
    (1234567, "#,##0,", "1,235"),
    (12, "General", "12"),
    (0.1 + 0.2, "General", "0.3"),
    (5, '[DBNum1]General"、"', "五、"),
    (3, "000", "003"),
    (-5, "0_);(0)", "(5)"),
    (-5, "0.0", "-5.0"),
    (1.5, "0.##", "1.5"),
    (2, "0.##", "2"),
    (2, "@", "2"),
    (2020, '0"年"', "2020年"),
    (100, '0"万元"', "100万元"),
    (1e20, "0", "100000000000000000000"),
    (2.5, "0", "3"),
    (1e15, "0." + "0" * 15, "1000000000000000." + "0" * 15),
]


@pytest.mark.parametrize(("number", "pattern", "expected"), FORMATS)
def test_numbers_as_they_are_shown(number: float, pattern: str, expected: str) -> None:
    assert display(number, pattern) == expected


@pytest.mark.parametrize(("number", "expected"), [(43000, "2021-09-23"), (2_957_003, "9999-12-31"), (2_958_400, "2958400")])
def test_dates_of_old_macs_end_where_others_do(number: float, expected: str) -> None:
    assert display(number, "yyyy-mm-dd", date1904=True) == expected


def test_values_of_a_table() -> None:
    def fill(page: Worksheet) -> None:
        rows(("序号", "任务", "目标", "时限"), (1, "路网\n水网", 0.85, date(2020, 6, 28)), (2.0, True, 0.1 + 0.2, None))(page)
        page["C2"].number_format = "0%"
        page["D2"].number_format = 'yyyy"年"m"月"d"日"'

    (table,) = shape(read(made(fill))[0])
    assert texts(table) == [
        ["序号"], ["任务"], ["目标"], ["时限"], ["1"], ["路网", "水网"], ["85%"], ["2020年6月28日"], ["2"], ["TRUE"], ["0.3"], [],
    ]  # fmt: skip


def test_titles_above_and_notes_below() -> None:
    def fill(page: Worksheet) -> None:
        rows(
            ("附件1",), ("重点任务分工表",), (None, None, "单位：万元"), ("序号", "任务", "单位"), ("一、统筹规划",),
            (1, "路网", "甲"), (2, "水网", "乙"), ("注：列首位的为牵头单位。",),
        )(page)  # fmt: skip
        page.merge_cells("A2:C2")
        page.merge_cells("A5:C5")
        page.merge_cells("A8:C8")

    document, _ = read(made(fill))
    *above, table, below = shape(document)
    assert above == ["附件1", "重点任务分工表", "单位：万元"]
    assert below == "注：列首位的为牵头单位。"
    assert (1, 0, 1, 3, ["一、统筹规划"]) in table
    title = document.blocks[1]
    assert isinstance(title, Paragraph) and title.style == "centered"


def test_merged_cells() -> None:
    def fill(page: Worksheet) -> None:
        rows(("序号", "任务", "责任单位"), (None, None, "牵头", "配合"), (1, "路网", "甲", "乙"), (None, None, "丙"))(page)
        for area in ("A1:A2", "B1:B2", "C1:D1", "A3:A4", "B3:B4"):
            page.merge_cells(area)

    (table,) = shape(read(made(fill))[0])
    assert [c[:4] for c in table] == [
        (0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (1, 2, 1, 1), (1, 3, 1, 1),
        (2, 0, 2, 1), (2, 1, 2, 1), (2, 2, 1, 1), (2, 3, 1, 1), (3, 2, 1, 1), (3, 3, 1, 1),
    ]  # fmt: skip


def test_hidden_rows_columns_and_sheets() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    rows(("序号", "内部", "任务", "单位"), (1, "密", "路网", "甲"), (2, "密", "隐", "乙"), (None, None, None, "丙"))(page)
    page.merge_cells("C3:C4")
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    other = book.create_sheet("底稿")
    other["A1"] = "底稿内容"
    other.sheet_state = "hidden"
    document, findings = read(saved(book))
    (table,) = shape(document)
    assert texts(table) == [["序号"], ["任务"], ["单位"], ["1"], ["路网"], ["甲"], [], ["隐"], ["丙"]]
    assert [f.message.split(" were ")[0] for f in findings] == [
        "1 hidden sheet(s)", "5 cell(s) in hidden rows or columns of the sheet 'Sheet'",
    ]  # fmt: skip


def test_several_sheets_and_tables() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "交通"
    header = ("序号", "任务", "单位")
    rows(("甲表",), header, (1, "路网", "甲"), (), (2, "桥", "甲"), (), ("乙表",), header, (1, "水网", "乙"))(first)
    rows(header, (1, "电网", "丙"))(book.create_sheet("能源"))
    document, _ = read(saved(book))
    kinds = [x if isinstance(x, str) else len(x) for x in shape(document)]
    assert kinds == ["甲表", 9, "乙表", 6, 6]
    assert [document.text[b.spans[0].start : b.spans[0].end] for b in document.blocks if isinstance(b, Furniture)] == ["交通", "能源"]


def test_prose_in_a_sheet() -> None:
    document, _ = read(made(rows(("一、总体要求",), ("加快建设。\n（责任单位：省教育厅）",))))
    assert shape(document) == ["一、总体要求", "加快建设。", "（责任单位：省教育厅）"]


def test_chinese_date_formats_that_excel_knows_by_number() -> None:
    def fill(page: Worksheet) -> None:
        rows(("任务", "时限"), ("路网", 44010))(page)
        page["B2"].font = Font(bold=True)
        page["B2"].number_format = "0.00"

    data = made(fill)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'numFmtId="2"', b'numFmtId="31"') if name == "xl/styles.xml" else content)
    assert texts(shape(read(out.getvalue())[0])[0])[-1] == ["2020年6月28日"]


def test_dates_in_the_form_of_strict_files() -> None:
    book = Workbook()
    book.iso_dates = True
    page = book.active
    assert page is not None
    for row in (("任务", "完成时限"), ("路网", date(2020, 6, 28))):
        page.append(row)
    page["B2"].number_format = 'yyyy"年"m"月"d"日"'
    document, _ = read(saved(book))
    assert document.text == "任务\t完成时限\n路网\t2020年6月28日\n"


def test_formulas_without_a_value_are_told() -> None:
    document, findings = read(made(rows(("任务", "数"), ("路网", "=1+1"))))
    assert len(document.blocks) == 1
    assert ["have no stored value" in f.message for f in findings] == [True]


def test_text_boxes_are_told() -> None:
    out = io.BytesIO(made(rows(("任务", "数"), ("路网", 1))))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(
            "xl/drawings/drawing1.xml",
            '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:t>框中文字</a:t></a:p></d>',
        )
    assert [f.message for f in read(out.getvalue())[1]] == ["text boxes on the sheets were left out: 框中文字"]


def test_a_bare_stream_of_an_old_version_is_read() -> None:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    stream = record(0x09, struct.pack("<HH", 2, 0x10)) + record(0x42, struct.pack("<H", 936))
    for row, line in enumerate((("任务", "责任单位"), ("路网", "省交通运输厅"))):
        for col, text in enumerate(line):
            said = text.encode("gbk")
            stream += record(0x04, struct.pack("<HH3xB", row, col, len(said)) + said)
    data = stream + record(0x0A, b"")
    assert detect(data, "a.xls") == (XLS, None)
    assert read(data, XLS)[0].text == "任务\t责任单位\n路网\t省交通运输厅\n"


def test_long_tables_cost_in_proportion_to_their_rows() -> None:
    areas = [sheet._Area(row, col, 1, 1, f"第{row}行" if col == 0 else "值") for row in range(15_000) for col in (0, 1)]
    started = time.process_time()
    assert len(list(sheet._blocks([*areas, sheet._Area(15_000, 0, 1, 1, "备注：数据由各单位报送")]))) == 2
    assert time.process_time() - started < 3  # some ten seconds, if each row looks at all the others


def test_one_cell_in_the_far_corner_costs_nothing() -> None:
    def fill(page: Worksheet) -> None:
        rows(("序号", "任务"), (1, "路网"))(page)
        page["XFD1048576"] = "远"

    document, _ = read(made(fill))
    assert "远" in document.text
    assert len(document.text) < 100


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    data = made(rows(("序号", "任务"), (1, "路网")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            merge = b'</sheetData><mergeCells><mergeCell ref="B3:XFD1048576"/></mergeCells>'
            content = old.read(name)
            new.writestr(name, content.replace(b"</sheetData>", merge) if "sheet1" in name else content)
    assert texts(shape(read(out.getvalue())[0])[0])[:4] == [["序号"], ["任务"], ["1"], ["路网"]]


HOSTILE = {
    "empty": (made(lambda page: None), XLSX, "empty-file"),
    "cut": (made(rows(("任务",)))[:-100], XLSX, "unreadable-file"),
    "xls rubbish": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, XLS, "unreadable-file"),
}


@pytest.mark.parametrize(("data", "media_type", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_bad_sheets_are_refused_in_one_line(data: bytes, media_type: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, media_type)
    assert refused.value.code == code
    assert "\n" not in refused.value.message
