"""Which lines make up one paragraph, told from how they are set; numbers that hang out of their cells."""

from __future__ import annotations

from array import array

import pytest

from taskextract.readers.breaks import Column
from taskextract.readers.laid import LaidPage, LaidTable, LaidText
from taskextract.readers.measure import measure
from taskextract.readers.overhang import take_back
from taskextract.readers.page import Run
from taskextract.readers.paragraphs import split
from taskextract.readers.ruling import Grid, GridCell
from taskextract.readers.setting import areas_of, breaks_words

EM = 10.0


def run(text: str, n: int = 0, *, x: float = 0.0, step: float = EM, marks: tuple[int, int] = (-1, -1)) -> Run:
    """Characters `step` apart (Latin ones half as wide) on line `n`."""
    edges = array("f", [x])
    for char in text:
        edges.append(edges[-1] + (step if char > "\u2e7f" else step / 2))
    return Run(text, edges, 15.0 * n, 15.0 * n + EM, EM, marks=marks)


def paragraphs(lines: list[Run], **how: float) -> list[str]:
    width = max(line.x1 for line in lines)
    column = Column(0.0, how.pop("right", width), EM, 15.0, **how)  # type: ignore[arg-type]
    return ["".join(line.text for line in group) for group in split(lines, column).paragraphs]


def lines(*texts: str) -> list[Run]:
    return [run(text, n) for n, text in enumerate(texts)]


def test_items_of_a_list_begin_paragraphs_though_no_stop_stands_before_them() -> None:
    texts = ("（1）快递服务通达率达到百", "（2）推进试点工作并且总结", "经验")
    assert paragraphs(lines(*texts)) == [texts[0], texts[1] + texts[2]]


def test_a_number_out_of_turn_begins_no_paragraph() -> None:
    assert len(paragraphs(lines("（1）整治第一批问题和方案", "（5）所列问题并且总结经验"))) == 1


def test_a_line_that_is_not_stretched_among_stretched_ones_ends_its_paragraph() -> None:
    full, plain = run("自治区能源局和各有关盟市", 0, step=10.5), run("内蒙古东部电力有限公司啊", 1, step=10.0)
    after = run("鄂尔多斯市人民政府负责啊", 2, step=10.5)
    assert paragraphs([full, plain, after], natural=10.0) == [full.text + plain.text, after.text]


def test_a_line_as_wide_as_its_column_by_itself_does_not_tell_whether_it_was_stretched() -> None:
    """Then the column's usual endings do."""
    first, second = run("省工业和信息化厅分别负责", 0, step=10.05), run("省商务厅、省发展改革委等", 1, step=10.05)
    how = {"natural": 10.0, "endings": frozenset({"负责"})}
    assert paragraphs([first, second], **how) == [first.text, second.text]  # type: ignore[arg-type]
    wide = run("省工业和信息化厅分别负责", 0, step=10.2)
    assert len(paragraphs([wide, second], right=122.4, **how)) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("stop", "，。、；：）》”"[:7])
def test_no_paragraph_begins_with_a_closing_mark(stop: str) -> None:
    assert len(paragraphs(lines("企业级系统", stop + "防护达标率"), right=200.0)) == 1


def test_latin_words_in_a_row_hold_fast() -> None:
    assert len(paragraphs(lines("建设节点个以上企业级", "PLC、DCS、SCADA等系统"), right=140.0)) == 1


def laid(*parts: LaidTable | LaidText) -> LaidPage:
    return LaidPage(1, 300.0, 400.0, 0, list(parts), [])


@pytest.mark.parametrize(
    ("texts", "broken"),
    [
        (("完成时限为2023年1", "2月底前全部完成"), True),
        (("完成时限为2023年", "12月底前全部完成"), False),
        (("由4 4市书记统筹4", "4市人口和财力因素"), False),
    ],
)
def test_styles_that_break_words_anywhere(texts: tuple[str, ...], broken: bool) -> None:
    assert breaks_words([laid(LaidText(lines(*texts)))]) is broken


def test_the_right_side_of_a_short_letter_is_told_by_its_margins() -> None:
    title = run("关于印发分工方案的通知", 0, x=95.0)
    letter = [title, run("各区人民政府，市政府各部门：", 1, x=30.0), run("现印发给你们。", 2, x=30.0)]
    column = areas_of([laid(LaidText(letter))], [{}])[300, 400][0]
    assert (column.left, column.right) == (30.0, 270.0)


BOXES = ((0.0, 0.0, 20.0, 100.0), (20.0, 0.0, 100.0, 100.0))


@pytest.mark.parametrize(
    ("runs", "home"),
    [
        ([run("能源强省", 1, x=24.0), run("3", 1, x=18.0)], "3"),  # begins left of the side
        ([run("源强省", 1, x=24.0), run("3", 1, x=21.0)], "3"),  # lies under text
        ([run("能源", 1, x=24.0), run("强省", 2, x=24.0), run("3", 1.5, x=21.0)], "3"),  # between two lines
        ([run("“数字”", 1, x=28.0, marks=(6, 6)), run("3", 1, x=21.0, marks=(5, 5))], "3"),  # marked apart
        ([run("个项目", 1, x=27.0), run("3", 1, x=22.0)], ""),
        ([run("能源强省", 1, x=24.0)], ""),
    ],
)
def test_numbers_that_hang_out_of_a_narrow_cell(runs: list[Run], home: str) -> None:
    cells = (GridCell(0, 0, 1, 1, BOXES[0]), GridCell(0, 1, 1, 1, BOXES[1]))
    held: list[list[Run]] = [[], list(runs)]
    take_back(Grid((0.0, 20.0, 100.0), (0.0, 100.0), cells, [[0, 1]], False, False), held)
    assert "".join(r.text for r in held[0]) == home


def test_marks_that_every_line_has_of_its_own_end_no_paragraph() -> None:
    made = [run("到二〇二三年新增五个以上；", 0, marks=(1, 1)), run("到二〇二四年达到百分之九十", 1, marks=(2, 2))]
    assert len(paragraphs(made)) == 1
    assert len(paragraphs(made, shared=True)) == 2


def area(*made: Run, width: float = 300.0) -> Column:
    return areas_of([LaidPage(1, width, 800.0, 0, [LaidText(list(made))], [])], [{}])[round(width), 800][0]


def test_brackets_whose_blank_half_hangs_out_move_no_side() -> None:
    full = [run("加强管理推动发展加强管理推动发展加强管理推", n, x=50.0) for n in range(4)]
    hanging = [run("（一）推动发展加强管理推动发展加强管理推动", 4, x=45.0), run("加强管理推动发展加强管理推动发展加强管（〕", 5, x=55.0)]
    column = area(*full, *hanging, width=310.0)
    assert (column.left, column.right) == (50.0, 260.0)


def test_indents_of_running_text_are_told_below_short_lines() -> None:
    """What begins a page may be the middle of a paragraph."""
    pages = []
    for number in range(1, 4):
        full = [run("加强管理推动发展加强管理推动发展加强管理推", n, x=50.0) for n in (0, 1)]
        begun = [run("一、加强管理", 2, x=70.0), run("（一）推动发展加强", 3, x=70.0)]
        pages.append(LaidPage(number, 310.0, 800.0, 0, [LaidText([*full, *begun])], []))
    assert areas_of(pages, [{}, {}, {}])[310, 800][0].indented is False  # too few lines tell
    for page in pages:
        (part,) = page.parts
        assert isinstance(part, LaidText)
        part.lines.append(run("二、保障措施", 4, x=70.0))
    assert areas_of(pages, [{}, {}, {}])[310, 800][0].indented is True


def test_the_right_side_of_text_in_a_sheet_is_that_of_its_table() -> None:
    """The rows of a sheet above its table are as wide as the table, wherever it stands on the page."""
    letter = [run("现印发给你们，请结合实际认真贯彻落实。", 1, x=32.0), run("某市人民政府办公室", 2, x=32.0)]
    table = LaidTable(Grid((30.0, 60.0, 250.0), (50.0, 90.0), (GridCell(0, 0, 1, 1, (30.0, 50.0, 60.0, 90.0)),), [[0, 0]], False, False), [[]])
    column = areas_of([laid(LaidText(letter), table)], [{}])[300, 400][0]
    assert (column.left, column.right) == (32.0, 248.0)
    assert len(split(letter, column).paragraphs) == 2


def test_a_repeated_header_tells_no_ending_where_all_else_ends_with_a_stop() -> None:
    full, rest = "依法依规建立失信惩戒措施", "清单。"
    cells = [[run("工作措施")] for _ in range(3)] + [[run(full), run(rest, 1)] for _ in range(4)]
    assert "措施" not in measure(cells, 0.0, 120.0).endings


def test_an_imprint_is_a_paragraph_of_its_own() -> None:
    copies, imprint = "抄送：市委各部门，市人大常委会办公室，市政协。", "某某市人民政府办公室 2022年2月9日印发"
    assert len(paragraphs(lines(copies, imprint), right=220.0, flows=True, indented=True)) == 2
    assert len(paragraphs(lines(copies[:-1] + "，市", imprint[:-2] + "开会"), right=230.0, flows=True, indented=True)) == 1


def test_how_public_a_notice_is_stands_in_a_paragraph_of_its_own() -> None:
    full, public = "总结推广一批典型案例并加强宣传。", "公开方式：主动公开"
    assert paragraphs(lines(full, public), flows=True, indented=True) == [full, public]


def test_centered_lines_whose_marks_hang_are_one_paragraph() -> None:
    """Some programs leave the blank half of a mark out of what they center."""
    texts = ("全面实行市场准入负面清单管理模式，推广", "《首席服务员》制度，健全以双随机和一公开", "方式监管为基本手段的新型监管机制。")
    made = [run(text, n, x=x) for n, (text, x) in enumerate(zip(texts, (10.5, 1.0, 20.0), strict=True))]
    assert len(paragraphs(made, right=211.0)) == 1


@pytest.mark.parametrize("more", [8.0, 4.0])
def test_a_full_line_goes_on_where_gaps_part_paragraphs(more: float) -> None:
    texts = ("加强管理推动发展加强管理推动发展加强管。", "推动发展加强管理推动发展加强管理推动发展", "建设道路三条。")
    made: list[Run] = []
    y = 0.0
    for _ in range(5):
        for text in texts:
            line = run(text)
            line.top, line.bottom = y, y + EM
            made.append(line)
            y += 15.0
        y += more
    column = area(*made, width=240.0)
    assert column.gap and not column.indented
    found = ["".join(line.text for line in group) for group in split(made, column).paragraphs]
    assert found == ["".join(texts)] * 5
    made[2].top, made[2].bottom = made[2].top + more, made[2].bottom + more
    assert split(made[:3], column).paragraphs == [made[:2], made[2:3]]


def test_a_line_where_running_heads_stand_moves_no_side() -> None:
    body = [run("加强管理推动发展加强管理推动发展加强", n, x=50.0) for n in range(4, 8)]
    head = run("内部资料", 0, x=201.0)
    column = area(head, *body, width=320.0)
    assert (column.left, column.right) == (50.0, 230.0)


def test_a_line_that_ends_like_a_title_may_go_on() -> None:
    texts = ("规范市场秩序，建立健全工作台账", "和定期调度机制。责任单位：财政局；完成时限：")
    assert len(paragraphs(lines(*texts), right=155.0, flows=True)) == 1
    assert len(paragraphs(lines("某某市关于印发工作要点的通知啊"[:-1], "各县人民政府，市政府各部门："), right=145.0, flows=True)) == 2


def test_the_step_inside_paragraphs_is_told_below_full_lines() -> None:
    """Most paragraphs have one line: most steps part paragraphs."""
    made: list[Run] = []
    y = 0.0
    for n in range(24):
        texts = ("加强管理推动发展加强管理推动发展加强管理", "推动发展。") if n in (8, 16) else ("牵头单位：财政局",)
        for text in texts:
            line = run(text)
            line.top, line.bottom = y, y + EM
            made.append(line)
            y += 13.0
        y += 6.0
    column = area(*made, width=240.0)
    assert column.pitch == 13.0
    assert len(split(made, column).paragraphs) == 24


def test_links_in_small_type_tell_nothing_of_the_step_inside_paragraphs() -> None:
    links = [Run("政务公开", array("f", [0, 7, 14, 21, 28]), 9.0 * n, 9.0 * n + 7, 7.0) for n in range(6)]
    body = [run("健全市场准入负面清单管理机制"[: 14 - n % 2], n + 5) for n in range(6)]
    assert measure([links + body], 0.0, 140.0, flows=True).pitch == 15.0


def test_a_table_wider_than_the_text_moves_no_side_that_full_lines_tell() -> None:
    text = [run("健全市场准入负面清单管理机制", n, x=80.0) for n in range(5)]
    table = LaidTable(Grid((30.0, 60.0, 270.0), (90.0, 120.0), (GridCell(0, 0, 1, 1, (30.0, 90.0, 60.0, 120.0)),), [[0, 0]], False, False), [[]])
    column = areas_of([laid(LaidText(text), table)], [{}])[300, 400][0]
    assert (column.left, column.right) == (80.0, 220.0)


def test_a_number_without_an_indent_counts_inside_its_paragraph() -> None:
    first, rest = run("1.落实稳岗政策并推行免申即享。", 0, x=20.0), "2.抓好重点群体就业帮扶。"
    assert len(paragraphs([first, run(rest, 1)], flows=True, indented=True)) == 1
    assert len(paragraphs([first, run(rest, 1, x=20.0)], flows=True, indented=True)) == 2
    assert len(paragraphs([run(first.text), run(rest, 1)], flows=True)) == 2
