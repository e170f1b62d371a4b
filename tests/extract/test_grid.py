"""From printed tables to logical ones: pages joined, headers told off, merged cells carried."""

from __future__ import annotations

import pytest
from table_made import part_of_html, part_of_text

from taskextract.document import Cell, Document, Paragraph, Span, Table
from taskextract.extract.drafts import Envelope, Part
from taskextract.extract.grid import read_grids
from taskextract.extract.table_cells import fit, is_agencies, is_bare_time, leading_number, scattered_at
from taskextract.extract.table_headers import column_of, find_header

HEAD = "序号\t任务\t措施\t责任单位\n"


def test_pages_with_a_repeated_header_are_one_grid() -> None:
    text = HEAD + "1\t甲事\t办好甲事。\t省财政厅\n\n" + HEAD + "2\t乙事\t办好乙事。\t省教育厅\n"
    grids = read_grids(part_of_text(text))
    assert len(grids.grids) == 1
    assert [[c.text if c else "" for c in row.cells] for row in grids.grids[0].rows] == [
        ["1", "甲事", "办好甲事。", "省财政厅"],
        ["2", "乙事", "办好乙事。", "省教育厅"],
    ]
    assert "".join(s.text for s in grids.framing) == "序号任务措施责任单位" * 2


@pytest.mark.parametrize(("between", "count"), [("", 1), ("（续表）\n", 1), ("二、强化保障\n", 1), ("附表2 另一张分工表\n", 2)])
def test_what_stands_between_two_pieces_decides_whether_they_are_joined(between: str, count: int) -> None:
    text = HEAD + "1\t甲事\t办好甲事。\t省财政厅\n\n" + between + "\n" + HEAD + "2\t乙事\t办好乙事。\t省教育厅\n"
    assert len(read_grids(part_of_text(text)).grids) == count


def test_a_piece_without_a_header_goes_on_with_the_table_before() -> None:
    text = HEAD + "1\t甲事\t办好甲事。\t省财政厅\n\n2\t乙事\t办好乙事。\t省教育厅\n"
    assert [row.cells[0].text for row in read_grids(part_of_text(text)).grids[0].rows if row.cells[0]] == ["1", "2"]


def test_merged_cells_keep_their_origin() -> None:
    rows = (
        "<tr><td>序号</td><td>任务</td><td>措施</td><td>责任单位</td></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>甲事</td><td>办好甲事。</td><td>省财政厅</td></tr>"
        "<tr><td>办好小事。</td><td>省教育厅</td></tr>"
    )
    second = read_grids(part_of_html(rows)).grids[0].rows[1]
    assert second.cells[1] is not None
    assert (second.cells[1].text, second.cells[1].row, second.own(1)) == ("甲事", 0, None)
    assert second.merged == (True, True, False, False)


def piece(text: str, at: int, rows: list[list[str]], **how: bool) -> Table:
    cells = []
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            at = text.index(content, at)
            cells.append(Cell(r, c, ((Span(at, at + len(content)),),) if content else ()))
    return Table(tuple(cells), **how)


def test_an_open_rule_at_the_page_end_joins_the_row() -> None:
    above = [["序号", "任务", "措施", "责任单位"], ["1", "甲事", "办好甲事。办成", "省财政厅、省教"]]
    below = [["", "", "大事。", "育厅"]]
    text = "".join("\t".join(row) + "\n" for row in above + below)
    blocks = (piece(text, 0, above, open_bottom=True), piece(text, text.index("大事"), below, open_top=True))
    rows = read_grids(Part(Document(text, blocks, "text/plain"), Envelope(), blocks)).grids[0].rows
    assert [row.cut for row in rows] == [False, True]


def test_section_titles_are_rows_of_their_own() -> None:
    text = HEAD + "一、头等大事\n1\t甲事\t办好甲事。\t省财政厅\n"
    assert [row.section.text if row.section else None for row in read_grids(part_of_text(text)).grids[0].rows] == [
        "一、头等大事",
        None,
    ]


def test_headings_of_prose_above_are_no_sections() -> None:
    text = "一、提高认识\n各部门要高度重视，加强领导。\n二、工作任务\n" + HEAD + "1\t甲事\t办好甲事。\t省财政厅\n"
    assert [row.section.text for row in read_grids(part_of_text(text)).grids[0].rows if row.section] == ["二、工作任务"]


def test_prose_is_kept() -> None:
    document = Document("说明文字\n", (Paragraph((Span(0, 4),)),), "text/plain")
    grids = read_grids(Part(document, Envelope(), document.blocks))
    assert ([s.text for s in grids.prose], grids.grids) == (["说明文字"], ())


@pytest.mark.parametrize(
    ("header", "field", "rule"),
    [
        ("具 体 举 措", "measure", None),
        ("2023年重点任务", "task", None),
        ("责任单位（逗号前为牵头单位）", "responsible", "before_comma"),
        ("责任单位（排第一位的为牵头单位）", "responsible", "first_listed"),
        ("责任（配合）单位", "support", None),
        ("牵头（责任）单位", "lead", None),
        ("責任單位", "responsible", None),
        ("完成时限", "time", None),
        ("建设周期（年）", "decoy", None),
    ],
)
def test_headers(header: str, field: str, rule: str | None) -> None:
    column = column_of(header)
    assert column is not None
    assert (column.field, column.rule) == (field, rule)


@pytest.mark.parametrize("text", ["推进政务服务平台建设，提升水平。", "重点任务分工方案", "省财政厅", "2022年"])
def test_what_is_no_header(text: str) -> None:
    assert column_of(text) is None


def test_a_title_row_above_the_header() -> None:
    found = find_header([["重点任务分工表"] * 3, ["任务", "措施", "责任单位"], ["稳就业", "发放补贴。", "省财政厅"]])
    assert found is not None
    assert (found.first, found.last, [c.field for c in found.columns]) == (1, 2, ["task", "measure", "responsible"])


BODIES = ["省教育厅，7市政府", "济南、东营、泰安等市政府", "各执法部门按照职责分工负责", "规划和自然资源局、组织部", "国网济南供电公司",
          "省科技厅牵头，省财政厅配合", "各镇、街道", "人民银行济南分行", "团市委", "社区服务中心牵头负责。"]  # fmt: skip
OTHERS = ["建设公共服务中心", "优化产业空间布局", "加快建设综合保税区", "推进税费事项网上办掌上办", "长期", "王建国", "取缔不达标企业。", "社区服务中心。",
          "4市图书馆、文化馆、博物馆、科技馆等逐步免费开放。"]  # fmt: skip


@pytest.mark.parametrize("text", BODIES)
def test_lists_of_bodies(text: str) -> None:
    assert is_agencies(text)
    assert fit(text, "responsible") == 1.0


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_list_of_bodies(text: str) -> None:
    assert not is_agencies(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("2022年6月底前", True), ("持续推进", True), ("“十四五”期间", True), ("年内完成", True), ("推进会", False), ("3月底前建成学校", False)],
)
def test_bare_times(text: str, bare: bool) -> None:
    assert is_bare_time(text) is bare


@pytest.mark.parametrize(
    ("text", "number"), [("1.编制规划", 1), ("（3）出台办法", 3), ("12、修路", 12), ("2020年规划", None), ("5G建设", None), ("7市联动", None)]
)
def test_numbers_in_front_of_a_text(text: str, number: int | None) -> None:
    found = leading_number(text)
    assert (found[0] if found else None) == number


def test_where_a_scattered_sentence_ends() -> None:
    text = "省建设领导小组负责统筹指导和省发展改革委、省财政厅"
    at = scattered_at(text)
    assert text[at:] == "省发展改革委、省财政厅"
    assert scattered_at("省发展改革委、省财政厅按照职责分工负责") is None


def test_each_header_in_a_pile_of_tables_begins_one_of_its_own() -> None:
    part = part_of_text(
        "一、目标清单\n序号\t指标\t年度目标\t责任单位\n1\t搬迁农户\t1.5万人\t市农业农村局\n"
        "二、任务清单\n序号\t工作任务\t工作举措\t牵头单位\n1\t编制规划\t修编搬迁安置规划。\t市发展改革委\n"
    )
    assert [[c.field for c in grid.columns] for grid in read_grids(part).grids] == [
        ["index", "measure", "target", "responsible"],
        ["index", "task", "measure", "lead"],
    ]


@pytest.mark.parametrize("words", ["牵头\t参加", "甲类\t乙类"])
def test_a_row_that_only_divides_a_wide_header_belongs_to_it(words: str) -> None:
    part = part_of_text(f"任务事项\t具体要求\t责任司局\t\t完成时间\n\t\t{words}\t\n改桥\t改造危旧桥梁5000座。\t公路局\t规划司\t11月底\n")
    grid = read_grids(part).grids[0]
    assert [row.cells[0].text for row in grid.rows if row.cells[0]] == ["改桥"]


def test_a_row_of_classes_above_the_header_only_groups_its_columns() -> None:
    part = part_of_text(
        "任务清单\t\t\t责任清单\t\t时限清单\n序号\t任务\t标准\t牵头\t配合\t完成\n1\t农田管护\t管护率达到100%\t市农业农村局\t市水利局\t11月末\n"
    )
    assert [c.field for c in read_grids(part).grids[0].columns] == ["index", "task", "measure", "lead", "support", "time"]
