"""Tables without upright rules, or without any: their columns and rows are told from where their texts stand."""

from __future__ import annotations

from array import array

from reportlab.pdfgen.canvas import Canvas

from readers.paged_drawing import canvas_pdf
from readers.test_pdf import texts
from taskextract.readers.numbered_rows import rows_around_numbers
from taskextract.readers.page import Rule, Run
from taskextract.readers.posts import posts_between

LEFT = (64.0, 100.0, 190.0, 420.0)
HEADS = ("序号", "主要任务", "具体举措", "责任单位")


def line(text: str, x: float, middle: float, size: float = 10.0) -> Run:
    return Run(text, array("f", [x + size * i for i in range(len(text) + 1)]), middle - size / 2, middle + size / 2, size)


def lines_of(*cells: tuple[str, ...], middle: float, step: float = 14.0) -> list[tuple[Run, int]]:
    """The lines of a row's cells, each centered about `middle`."""
    return [
        (line(text, LEFT[col], middle + step * (i - (len(cell) - 1) / 2)), col) for col, cell in enumerate(cells) for i, text in enumerate(cell)
    ]  # fmt: skip


def said(rows: list[list[Run]] | None) -> list[str]:
    return ["".join(run.text for run in sorted(row, key=lambda r: (r.x0, r.middle))) for row in rows or []]


def test_rows_lie_around_their_numbers() -> None:
    rows = [
        lines_of(("序", "号"), ("任务",), ("举措",), ("单位",), middle=100),
        lines_of(("1",), ("任务甲",), ("建设铁", "路。"), ("交通厅、", "发改委、", "财政厅"), middle=140),
        lines_of(("2",), ("任务", "乙"), ("建设医", "院，培训", "医师。"), ("卫健委",), middle=184),
        lines_of(("3",), ("任务丙",), ("植树。",), ("林业局、", "水利厅"), middle=220),
    ]
    found = rows_around_numbers([placed for row in rows for placed in row])
    assert said(found) == ["序号任务举措单位", "1任务甲建设铁路。交通厅、发改委、财政厅", "2任务乙建设医院，培训医师。卫健委", "3任务丙植树。林业局、水利厅"]


def test_the_rest_of_a_row_that_the_page_before_begins_has_no_number() -> None:
    rows = [
        lines_of(("序号",), ("任务",), ("举措",), ("单位",), middle=100),
        lines_of((), (), ("路。", "培训司机。"), ("财政厅",), middle=124),
        *(lines_of((f"{n}",), (f"任务{n}",), ("建设医", "院，培训", "医师。"), ("卫健委、", "财政厅"), middle=110 + 46 * n) for n in (1, 2, 3)),
    ]
    assert said(rows_around_numbers([placed for row in rows for placed in row]))[1] == "路。培训司机。财政厅"


def test_a_first_column_that_does_not_count_tells_no_rows() -> None:
    rows = [lines_of((text,), ("任务",), ("建设医院。",), ("卫健委",), middle=100 + 30 * i) for i, text in enumerate("1358")]
    assert rows_around_numbers([placed for row in rows for placed in row]) is None


def test_a_table_of_level_rules_alone() -> None:
    rows = [HEADS, *((f"（{n}）", "完善服务体系", "建设一批标准化医院和卫生室，培训全科医师三千名。", "卫生健康委员会") for n in "一二三")]

    def draw(c: Canvas) -> None:
        high = c._pagesize[1]
        c.setFontSize(9)
        for k, row in enumerate(rows):
            c.line(60, high - 100 - 30 * k, 540, high - 100 - 30 * k)
            for x, text in zip((64, 100, 190, 420), row, strict=True):
                parts = [text[i : i + 9] for i in range(0, len(text), 9)]
                for i, part in enumerate(parts):  # centered: lines of cells beside each other stand at other heights
                    c.drawString(x, high - 118 - 30 * k - 10 * (i - (len(parts) - 1) / 2), part)
        c.line(60, high - 100 - 30 * len(rows), 540, high - 100 - 30 * len(rows))

    (table,) = texts(canvas_pdf(draw))
    assert [[cell.replace("|", "") for cell in row] for row in table] == [list(row) for row in rows]


def test_a_header_over_two_columns_and_a_merged_cell_keep_their_places() -> None:
    level = [Rule(y, 60, 530, False) for y in (90, 130, 190, 220, 250)]
    part = [Rule(110, 410, 530, False), Rule(160, 180, 530, False)]  # below the upper header; between a task's two measures
    runs = [line(t, x, 110) for t, x in (("序号", 64), ("任务", 100), ("举措", 190))]
    runs += [line("责任单位和分工办法", 416, 100), line("牵头", 420, 120), line("配合", 490, 120)]
    for n, middle in enumerate((145, 175, 205, 235)):
        runs += [line(t, x, middle) for t, x in (("建设医院，培训医师。", 190), ("卫健委", 420), ("财政厅", 490))]
        runs += [line(t, x, middle) for t, x in ((str(n), 64), ("任务甲乙", 100))] if n != 1 else []
    posts = posts_between([*level, *part], runs)
    at = sorted({round(p.at) for p in posts})
    assert len(at) == 4
    assert min(p.low for p in posts if round(p.at) == at[3]) == 110 and min(p.low for p in posts if round(p.at) == at[0]) == 90


def test_a_table_with_upright_rules_needs_no_others() -> None:
    level = [Rule(y, 60, 530, False) for y in (90, 130, 160, 190)]
    runs = [line(t, x, y) for y in (110, 145, 175) for t, x in (("序号", 64), ("任务甲乙", 100), ("财政厅", 420))]
    assert posts_between(level, runs)
    assert posts_between([*level, Rule(90, 90, 190, True)], runs) == []


def test_a_sections_title_over_all_columns_stands_between_numbered_rows() -> None:
    def draw(c: Canvas) -> None:
        high = c._pagesize[1]
        c.setFontSize(9)
        for k, (number, duty) in enumerate((("序号", "责任单位"), ("1", "财政厅"), ("2", "水利厅"), ("", ""), ("1", "卫健委"), ("2", "教育厅"))):
            y = high - 100 - 40 * k
            if not number:
                c.drawString(240, y, "二、健全服务体系和保障机制")
                continue
            c.drawString(64, y, number)
            c.drawString(420, y, duty)
            for i, part in enumerate(("建设一批标准化医院，", "培训全科医师三千名，", "新增学位。") if k else ("工作任务",)):
                c.drawString(190, y - 12 * (i - 1) * (k > 0), part)

    (table,) = texts(canvas_pdf(draw))
    said = [[cell.replace("|", "") for cell in row if cell] for row in table]
    task = "建设一批标准化医院，培训全科医师三千名，新增学位。"
    assert said == [
        ["序号", "工作任务", "责任单位"], ["1", task, "财政厅"], ["2", task, "水利厅"], ["二、健全服务体系和保障机制"],
        ["1", task, "卫健委"], ["2", task, "教育厅"],
    ]  # fmt: skip
