"""Rows and merged cells that a page break cuts: what goes on below it, and what does not."""

from __future__ import annotations

import itertools
import re

import pytest
from table_made import run

from taskextract.document import Cell, Document, Span, Table
from taskextract.extract.drafts import Envelope, NoticeDraft, Part
from taskextract.extract.table_cells import is_agency
from taskextract.findings import Finding

HEAD = ("序号", "主要任务", "具体举措", "责任单位")
Row = tuple[str | tuple[str, int] | tuple[str, int, bool] | None, ...]
"""Cells of a row: a text, a text with the rows that it spans (and whether a rule closes it), None where one from above stands.

Line feeds part a text's paragraphs. In it `¦` stands where a line begins that may begin a paragraph, for all that its setting tells.
"""


def drafts(*pages: tuple[Row, ...], closed: bool | None = None, ended: bool | None = None) -> NoticeDraft:
    return extracted(*pages, closed=closed, ended=ended)[0]


def extracted(*pages: tuple[Row, ...], closed: bool | None = None, ended: bool | None = None) -> tuple[NoticeDraft, tuple[Finding, ...]]:
    text, blocks = "", []
    for page in pages:
        cells = []
        for r, row in enumerate(page):
            for c, item in enumerate(row):
                content, span, shut = (*item, closed)[:3] if isinstance(item, tuple) else (item, 1, closed)
                if content is None:
                    continue
                turns = tuple(len(text) + m.start() - i for i, m in enumerate(re.finditer("¦", content)))
                content = content.replace("¦", "")
                starts = itertools.accumulate((len(piece) + 1 for piece in content.split("\n")), initial=len(text))
                spans = tuple((Span(at, at + len(piece)),) for at, piece in zip(starts, content.split("\n"), strict=False) if piece)
                cells.append(Cell(r, c, spans, span, ended=ended, turns=turns, closed=shut))
                text += content + "\t"
            text += "\n"
        opens = any(c.closed is False for c in cells)
        blocks.append(Table(tuple(cells), open_top=False, open_bottom=opens))
    return run(Part(Document(text, tuple(blocks), "application/pdf"), Envelope(), tuple(blocks)))


def said(notice: NoticeDraft) -> list[tuple[int | None, str | None, str, str]]:
    return [
        (t.number, t.name.text if t.name else None, m.body.text, "".join(d.text.text for d in m.duties))
        for t in notice.tasks for m in t.measures
    ]  # fmt: skip


def test_bodies_merged_over_several_numbers_hold_below_the_page_break() -> None:
    first = (
        ("序号", "任务内容", "责任单位"), ("1", "建设交通网。", ("省交通运输厅", 2)), ("2", "建设公路网。", None),
        ("3", "建设灌区。", ("省水利厅", 2)), ("4", "建设水库。", None), ("5", "植树造林。", ("省林业局", 1)),
    )  # fmt: skip
    second = (("6", "保护湿地。", ("", 2)), ("7", "防治沙化。", None), ("8", "建设学校。", ("省教育厅", 1)))
    bodies = [who for *_, who in said(drafts(first, second))]
    assert bodies == ["省交通运输厅"] * 2 + ["省水利厅"] * 2 + ["省林业局"] * 3 + ["省教育厅"]


def test_a_column_that_leaves_cells_blank_is_not_carried() -> None:
    first = (
        ("序号", "任务内容", "责任单位"), ("1", "建设交通网。", ("省交通运输厅", 2)), ("2", "建设公路网。", None),
        ("3", "建设灌区。", ("", 1)), ("4", "建设水库。", ("省水利厅", 1)),
    )  # fmt: skip
    assert said(drafts(first, (("5", "保护湿地。", ("", 1)),)))[-1][-1] == ""


def test_the_rest_of_a_shifted_row_is_shifted_too() -> None:
    first = (
        HEAD,
        ("1", "完善能源网络", "建设储气库。", "省能源局"), ("2", "打造山水花园", "保护湿地。", "省林业局"),
        ("3", "提升开放水平", "建设班列集结中心。", "省商务厅、青岛海关"),
        ("", "支持企业建设境外园区，联合打造海外", "省商务厅、省发展改革委", ""),
    )  # fmt: skip
    second = (("", "投资和专业服务平台。", "", ""), ("4", "健全推进机制", "压实工作责任。", "省发展改革委"))
    found = said(drafts(first, second))
    assert found[3] == (3, "提升开放水平", "支持企业建设境外园区，联合打造海外投资和专业服务平台。", "省商务厅、省发展改革委")
    assert found[4][1] == "健全推进机制"


def test_a_number_with_a_decimal_point_that_a_page_cuts_is_one() -> None:
    rows = [("编号", "任务名称", "工作措施", "责任单位")]
    rows += [(f"{n}.{i}", (f"任务{'甲乙丙'[n - 1]}", 2) if i == 1 else None, "建设医院。", "省财政厅") for n in (1, 2, 3) for i in (1, 2)]
    first = (*rows, ("4.", "发展服务", "支持企业上市融", "省商务厅"))
    second = (("1", "消费", "资。", ""), ("4.2", "发展养老", "建设养老院。", "省民政厅"))
    found = said(drafts(first, second))
    assert [who for *_, who in found] == ["省财政厅"] * 6 + ["省商务厅", "省民政厅"]
    assert found[6][1:3] == ("发展服务消费", "支持企业上市融资。")


def test_two_numbers_with_decimal_points_are_no_number_cut_in_two() -> None:
    rows = [(f"{n}.1", f"任务{'甲乙丙'[n - 1]}", "建设医院。", "省财政厅") for n in (1, 2, 3)]
    first = (("编号", "任务名称", "工作措施", "责任单位"), *rows)
    second = (("3.2", "", "建设养老院。", "省民政厅"), ("4.1", "发展林业", "植树造林。", "省林业局"))
    assert [text for _, _, text, _ in said(drafts(first, second))] == ["建设医院。"] * 3 + ["建设养老院。", "植树造林。"]


def test_a_numbered_name_that_a_page_cuts_is_one() -> None:
    first = (
        ("重点任务", "主要举措", "责任单位"), ("1.深化改革", "改革公立医院的薪酬制度。", "省卫生健康委"), ("2.加强监管", "监管药品和医疗器械。", "省药监局"),
        ("3.推进药品", "推行集中采购，降低", "省医保局"),
    )  # fmt: skip
    second = (("集中采购", "药品价格。", ""), ("4.建设医院", "建设县级医院。", "省财政厅"))
    names = [(name, text) for _, name, text, _ in said(drafts(first, second))]
    assert names[2:] == [("推进药品集中采购", "推行集中采购，降低药品价格。"), ("建设医院", "建设县级医院。")]


def test_a_name_below_a_cut_measure_is_no_rest_where_it_bears_a_number() -> None:
    first = (("重点任务", "主要举措", "责任单位"), ("1.深化改革", "改革公立医院。", "省卫生健康委"), ("2.加强监管", "监管药品", "省药监局"))
    assert [name for _, name, *_ in said(drafts(first, (("3.建设医院", "建设县级医院。", "省财政厅"),)))][-1] == "建设医院"


def test_a_merged_name_cut_inside_and_a_number_below_the_break() -> None:
    """A sheet's print leaves merged cells open, and sets their text over the page's end."""
    first = (
        HEAD, ("1", "建设公路网", "修建高速公路。", "省交通运输厅"), ("2", "建设灌区", "修建水库。", "省水利厅"),
        (("", 1, False), ("推进涉企审", 1, False), ("推行告知承诺制。", 1, True), ("省商务厅", 1, True)),
    )  # fmt: skip
    second = (("3", "批改革", "压缩办理时限。", "省市场监管局"), ("4", "发展林业", "植树造林。", "省林业局"))
    assert [(n, name) for n, name, *_ in said(drafts(first, second, closed=True))] == [
        (1, "建设公路网"), (2, "建设灌区"), (3, "推进涉企审批改革"), (3, "推进涉企审批改革"), (4, "发展林业"),
    ]  # fmt: skip


def test_a_name_below_the_break_holds_for_numbered_measures_above_it() -> None:
    head = ("编号", "任务名称", "工作措施", "责任单位")
    rows = [(f"{n}.{i}", (f"任务{n}", 2) if i == 1 else None, "修建公路。", "省交通运输厅") for n in range(1, 4) for i in (1, 2)]
    first = (head, *rows, ("4.1", ("", 1, False), "修建公路。", "省交通运输厅"))
    second = (("4.2", "建设灌区", "修建水渠。", "省水利厅"), ("5.1", "发展林业", "植树造林。", "省林业局"))
    assert [name for _, name, *_ in said(drafts(first, second, closed=True))][6:] == ["建设灌区", "建设灌区", "发展林业"]


def test_the_rest_of_one_agency_cell_is_no_second_row_of_the_header() -> None:
    first = (HEAD, ("1", "建设公路网", "修建高速公路。", "省交通运输厅"), ("2", "建设灌区", "修建水库。", "省水利厅、省发展改革委、省地"))
    second = (HEAD, ("", "", "", "方金融监管局、省生态环境厅"), ("3", "发展林业", "植树造林。", "省林业局"))
    assert [who for *_, who in said(drafts(first, second))][1] == "省水利厅、省发展改革委、省地方金融监管局、省生态环境厅"


def test_a_role_below_which_a_name_is_cut_goes_on() -> None:
    who = "牵头单位：市财政局¦配合单位：市林业局"
    rows = [(str(n), "建设公路网", "修建公路。", who) for n in range(1, 5)]
    first = (HEAD, *rows, ("5", "建设城市", "修建停车场，整治", "牵头单位：市综合行"))
    second = (("", "", "城市。", "政执法局¦配合单位：各区人民政府"), ("6", "发展林业", "植树造林。", who))
    cut = drafts(first, second).tasks[4].measures[0]
    assert (cut.body.text, [d.text.text for d in cut.duties]) == (
        "修建停车场，整治城市。", ["牵头单位：市综合行政执法局", "配合单位：各区人民政府"],
    )  # fmt: skip


def test_a_year_and_its_quarter_on_two_lines_are_one_time_limit() -> None:
    rows = (
        ("序号", "工作任务", "责任单位", "完成时限"),
        *((str(n), f"建设第{n}批医院，改造第{n}批¦学校。", "省财政厅", "2022年¦三季度") for n in range(1, 6)),
    )
    assert [text for _, _, text, _ in said(drafts(rows))] == [f"建设第{n}批医院，改造第{n}批学校。" for n in range(1, 6)]


def test_tails_end_measures_as_stops_do() -> None:
    tail = "（责任单位：省民政厅、各县（市、区）人民政府）"
    rows = [(str(n), f"任务{n}", f"建设第{n}批学校，发展¦教育{tail}", "6月底前¦持续推进") for n in range(1, 6)]
    found = said(drafts((("序号", "重点任务", "主要措施", "完成时限"), *rows)))
    assert [text for _, _, text, _ in found] == [f"建设第{n}批学校，发展教育" for n in range(1, 6)]


def test_a_blank_cell_above_the_break_stays_blank_where_its_rule_is_drawn() -> None:
    """A sheet's print: the label of a merged cell stands below the break, the row above it has no supporting body."""
    head = ("序号", "重点任务", "工作措施", "牵头单位", "配合单位")
    first = (
        head, ("1", "建设公路网", "修建公路。", "省交通运输厅", "省财政厅"),
        (("", 1, False), ("", 1, False), ("推行告知承诺制。", 1, True), ("省商务厅", 1, True), ("", 1, True)),
    )  # fmt: skip
    second = (("2", "优化营商环境", "压缩办理时限。", "省司法厅", "省审计厅"), ("3", "发展林业", "植树造林。", "省林业局", "省水利厅"))
    bodies = [(name, who) for _, name, _, who in said(drafts(first, second, closed=True))]
    assert bodies[1:3] == [("优化营商环境", "省商务厅"), ("优化营商环境", "省司法厅省审计厅")]


def test_a_number_whose_digits_a_page_parts_is_one() -> None:
    rows = [(str(n), f"建设第{n}批学校。", "省教育厅") for n in range(8, 12)]
    first = (("序号", "工作任务", "责任单位"), *rows, ("1", "建设医院，", "省卫生健"))
    second = (("2", "改造诊所。", "康委"), ("1", "植树", "省林"))
    third = (("3", "造林。", "业局"), ("14", "修建水库。", "省水利厅"))
    assert said(drafts(first, second, third))[-3:] == [
        (12, None, "建设医院，改造诊所。", "省卫生健康委"), (13, None, "植树造林。", "省林业局"), (14, None, "修建水库。", "省水利厅"),
    ]  # fmt: skip


def test_the_name_of_a_class_that_a_page_cuts_is_one() -> None:
    head = ("领域", "序号", "重点任务", "具体措施", "责任单位")
    first = (
        head, ("优化环境", "1", "建设公路网", "修建高速公路和国道。", "省交通运输厅"),
        (("夯实发展基", 2), ("2", 2), ("建设灌区", 2), "修建堤防和涵洞。", "省水利厅"), (None, None, None, "修建水库，改造", "省水利厅"),
    )  # fmt: skip
    second = ((("础", 2), "", "", "水渠。", ""), (None, "3", "发展林业", "植树造林，保护湿地。", "省林业局"))
    notice = drafts(first, second)
    classes = [(t.number, [s.text for s in t.section]) for t in notice.tasks]
    assert classes == [(1, ["优化环境"]), (2, ["夯实发展基础"]), (3, ["夯实发展基础"])]


def test_bodies_merged_over_a_task_tell_nothing_of_its_rows() -> None:
    head = ("序号", "重点任务", "具体举措", "责任单位")
    rows = [(str(n), (f"任务{n}", 2), "修建高速公路和国道。", ("省交通运输厅", 2)) for n in (1, 2)]
    both = [row for r in rows for row in ((((r[0]), 2), *r[1:]), (None, None, "改造农村公路和桥梁。", None))]
    first = (head, *both, ("3", "建设灌区", "修建水库和堤防。", "省水利厅、省发展改"))
    second = (("", "", "改造水渠和水闸。", "革委"), ("4", "发展林业", "植树造林。", "省林业局"))
    found = said(drafts(first, second))[4:6]
    assert found == [(3, "建设灌区", "修建水库和堤防。", "省水利厅、省发展改革委"), (3, "建设灌区", "改造水渠和水闸。", "省水利厅、省发展改革委")]


def test_the_rest_of_a_time_limit_alone_goes_on_with_its_row() -> None:
    head = ("序号", "重点任务", "具体举措", "责任单位", "完成时限")
    first = (head, ("1", "建设灌区", "修建水库。", "省水利厅", "长期"), ("2", "发展林业", "植树造林。", "省林业局", "2023年10"))
    second = (("", "", "", "", "月底前"), ("3", "建设公路", "修建公路。", "省交通运输厅", "长期"))
    times = [m.deadline.text if m.deadline else "" for t in drafts(first, second).tasks for m in t.measures]
    assert times == ["长期", "2023年10月底前", "长期"]


def test_a_repeated_header_that_no_rule_parts_from_the_cut_row_below_it() -> None:
    first = (HEAD, *((str(n), f"任务{n}", "修建高速公路。", "省交通运输厅") for n in range(1, 4)), ("4", "建设灌区", "修建水库，改造", "省水利厅"))
    second = (("序号", "主要任务", "具体举措水渠。", "责任单位"), ("5", "发展林业", "植树造林。", "省林业局"))
    assert said(drafts(first, second))[3:] == [(4, "建设灌区", "修建水库，改造水渠。", "省水利厅"), (5, "发展林业", "植树造林。", "省林业局")]


def test_a_row_whose_number_stands_below_the_break_that_cuts_it() -> None:
    """Labels in the middle of their cells: above the break stand but the first bodies, and no rule closes the cells."""
    rows = [(str(n), "修建高速公路和国道。", "省交通运输厅") for n in range(1, 4)]
    first = (("序号", "工作任务", "责任单位"), *rows, (("", 1, False), ("", 1, False), ("省农业农村厅、省地方金", 1, False)))
    second = (("4", "发放贷款，支持农户。", "融监管局"), ("5", "植树造林，保护湿地。", "省林业局"))
    assert [(n, who) for n, *_, who in said(drafts(first, second, closed=True))][2:] == [
        (3, "省交通运输厅"), (4, "省农业农村厅、省地方金融监管局"), (5, "省林业局"),
    ]  # fmt: skip


def test_a_row_cut_above_its_number_where_tasks_have_several_rows() -> None:
    rows = (
        (("1", 2), ("建设公路网", 2), "修建高速公路和国道。", "省交通运输厅"), (None, None, "改造农村公路和桥梁。", "省公安厅"),
        ("2", "发展林业", "植树造林，保护湿地。", "省林业局"),
    )  # fmt: skip
    first = (HEAD, *rows, (("", 1, False), ("", 1, False), ("", 1, False), ("省民政厅", 1, False)))
    second = (("3", "强化管护", "清理规范不合理加价。", "省医保局"), ("4", "建设灌区", "修建水库和堤防。", "省水利厅"))
    bodies = [who for *_, who in said(drafts(first, second, closed=True))][2:]
    assert bodies == ["省林业局", "省民政厅、省医保局", "省水利厅"]


def test_the_name_of_a_class_cut_between_two_numbers() -> None:
    """Each row below it has a number of its own: the other names begin with verbs, what stands below the break does not."""
    head = ("类别", "序号", "重点工作", "责任单位")
    rows = [(f"{verb}服务效能", str(n), "压缩办理时限。", "市司法局") for n, verb in enumerate(("提升", "优化", "完善"), 1)]
    first = (head, *rows, ("优化市场", "4", "推行告知承诺制。", "市商务局"))
    second = (("准入环境", "5", "清理准入壁垒。", "市发改委"), ("健全监管机制", "6", "共享信用信息。", "市财政局"))
    classes = [[s.text for s in t.section] for t in drafts(first, second).tasks]
    assert classes[3:] == [["优化市场准入环境"], ["优化市场准入环境"], ["健全监管机制"]]


def test_a_label_below_the_break_joins_no_rows_where_no_page_draws_its_last_rule() -> None:
    open_cells = (("3", 1, False), ("", 1, False), ("清理各类准入隐性壁垒。", 1, False), ("省商务厅", 1, False))
    first = (HEAD, ("1", "建设公路网", "修建高速公路和国道。", "省交通运输厅"), ("2", "发展林业", "植树造林，保护湿地。", "省林业局"), open_cells)
    second = (("", "优化市场环境", "推行告知承诺制。", "省司法厅¦省民政厅¦省公安厅"), ("4", "建设灌区", "修建水库和堤防。", "省水利厅"))
    found = said(drafts(first, second, closed=True))[2:]
    assert [(text, who) for _, _, text, who in found] == [
        ("清理各类准入隐性壁垒。", "省商务厅"), ("推行告知承诺制。", "省司法厅、省民政厅、省公安厅"), ("修建水库和堤防。", "省水利厅"),
    ]  # fmt: skip


def test_names_cut_by_lines_and_pages_are_one() -> None:
    """A half of a name is no name that the table knows because it stands alone on its page; 州 and 市 make one city."""
    head = ("序号", "重点任务", "具体举措", "责任单位")
    measures = "建设养老院，改造居家设施。¦发展健康产业，扩大"
    cities = ("0", "治理大气", "治理城市大气污染。¦治理乡村大气污染。", "县教育局、达州市¦渠县生态环境局、县公安局")
    first = (
        head, cities, ("1", "建设公路网", "修建高速公路和国道。", "县财政局、达州¦市渠县生态环境局"), ("2", "发展林业", "植树造林。¦保护湿地。", "市林业局"),
        ("3", "发展服务", measures, "市水利局、市发改委、市综合行"),
    )  # fmt: skip
    second = (("", "", "住房供给。", "政执法局"), ("4", "建设灌区", "修建水库。", "市水利局"))
    bodies = [d.text.text for t in drafts(first, second).tasks for m in t.measures for d in m.duties]
    assert bodies[0] == "县教育局、达州市渠县生态环境局、县公安局"
    assert "县财政局、达州市渠县生态环境局" in bodies
    assert "市水利局、市发改委、市综合行政执法局" in bodies


def test_the_body_that_leads_is_carried_over_the_break_where_no_row_leaves_it_blank() -> None:
    head = ("序号", "主要任务", "具体举措", "牵头单位", "责任单位")
    first = (
        head, ("1", "完善能源网络", "建设储气库。", "省能源局", "省财政厅"), ("2", "打造山水花园", "保护湿地。", "省林业局", "省水利厅"),
        (("3", 2), ("提升开放水平", 2), "建设班列集结中心。", ("省商务厅", 2), "青岛海关"), (None, None, "支持建设境外园区。", None, "省财政厅"),
        (("4", 2), ("防治污染", 2), "治理扬尘。", "省住房城乡建设厅", "省财政厅"), (None, None, "治理河流。", "省生态环境厅", "省水利厅"),
        ("5", "发展会展经济", "培育品牌展会。", "省贸促会", "省财政厅"),
    )  # fmt: skip
    second = (("", "", "举办投资峰会。", "", "省教育厅、省科技厅"), ("6", "健全推进机制", "压实工作责任。", "省发展改革委", "省司法厅"))
    assert said(drafts(first, second))[7] == (5, "发展会展经济", "举办投资峰会。", "省贸促会省教育厅、省科技厅")


def test_the_end_of_a_time_limit_below_the_break_ends_the_row_above() -> None:
    head = ("序号", "主要任务", "具体举措", "牵头单位", "责任单位", "完成时限")
    first = (
        head, ("1", "完善能源网络", "建设储气库。", "省能源局", "省财政厅", "2023年6月底前"),
        (("2", 2), ("打造山水花园", 2), "保护湿地。", "省林业局", "省水利厅", "2023年9月底前"), (None, None, "建设公园。", "省林业局", "省水利厅", "长期坚持"),
        ("3", "提升开放", "建设班列集结中心。", "省工业和信息化", "青岛海关", "2023年12月底"),
    )  # fmt: skip
    second = (("", "水平", "举办投资峰会。", "厅", "", "前"), ("4", "健全推进机制", "压实责任。", "省发展改革委", "省司法厅", "2023年6月底前"))
    notice = drafts(first, second)
    assert said(notice)[3] == (3, "提升开放水平", "建设班列集结中心。举办投资峰会。", "省工业和信息化厅青岛海关")


def test_a_table_without_an_outer_border_leaves_no_row_open_where_a_page_cuts_it() -> None:
    first = (HEAD, ("1", "完善能源网络", "建设储气库。", "省能源局"), ("2", "保护湿地", "开展湿地修复，三年内完成", "省林业局、省财"))
    second = (("", "", "两万亩退化草原治理。", "政厅"), ("3", "健全推进机制", ("压实工作责任。", 1, False), "省发展改革委"))
    assert [text for _, _, text, _ in said(drafts(first, second, closed=True))] == [
        "建设储气库。", "开展湿地修复，三年内完成两万亩退化草原治理。", "压实工作责任。",
    ]  # fmt: skip


def test_where_measures_of_a_cell_are_numbered_a_line_without_a_number_begins_none() -> None:
    rows = [(str(n), f"任务{'甲乙丙'[n - 1]}", "1.建设医院。¦2.培训医师。", "省卫生健康委") for n in (1, 2, 3)]
    last = ("4", "任务丁", "完善学校考核办法，每年开展抽测。¦每年对一成学生复核。", "省教育厅¦省体育局")
    measures = [text for number, _, text, _ in said(drafts((HEAD, *rows, last))) if number == 4]
    assert measures == ["完善学校考核办法，每年开展抽测。每年对一成学生复核。"]


def test_a_line_that_ends_inside_the_words_for_cities_with_districts_ends_no_list() -> None:
    row = ("1", "改革评价", "改进教师评价。¦推行代表性成果评价。", "人事处、各设区¦市教育局、科学技术处")
    bodies = [who for *_, who in said(drafts((HEAD, row)))]
    assert set(bodies) == {"人事处、各设区市教育局、科学技术处"}


@pytest.mark.parametrize(
    ("item", "body"), [("人事处", True), ("发展规划处", True), ("各设区", False), ("各设区市", True), ("依法查处", False), ("发展新能源", False)]
)
def test_what_ends_like_the_name_of_a_body(item: str, body: bool) -> None:
    assert is_agency(item) is body


def test_a_task_whose_measures_have_numbers_has_its_name_cut_between_two_of_them() -> None:
    rows = [("编号", "任务名称", "工作措施", "责任单位")]
    rows += [(f"{n}.{i}", (f"任务{'甲乙丙'[n - 1]}", 2) if i == 1 else None, "建设医院。", "省财政厅") for n in (1, 2, 3) for i in (1, 2)]
    first = (*rows, ("4.1", "危险物品储存管理薄", "完善平台。", "省应急厅"))
    second = (("4.2", ("弱专项行动", 2), "推行保险。", "省应急厅"), ("4.3", None, "开展培训。", "省应急厅"), ("5.1", "宣传教育", "建设场馆。", "省教育厅"))
    assert [name for _, name, *_ in said(drafts(first, second))][6:] == ["危险物品储存管理薄弱专项行动"] * 3 + ["宣传教育"]


def test_rests_of_cells_below_a_page_break_are_no_shifted_row() -> None:
    head = ("主要任务", "工作措施", "牵头部门", "协同部门")
    rows = [(f"（{'一二三'[n]}）任务{'甲乙丙'[n]}", "建设一批医院。", "县卫生健康局", "县财政局") for n in range(3)]
    first = (head, *rows, ("（四）加强基层治", "推广清单制，村民小组建", "县委组织部", "县民政局、县司法"))
    second = (("理", "立红白理事会、道德评议会。", "", "局"), ("（五）发展林业", "植树造林。", "县林业局", "县财政局"))
    assert said(drafts(first, second))[3] == (4, "加强基层治理", "推广清单制，村民小组建立红白理事会、道德评议会。", "县委组织部县民政局、县司法局")


def test_each_join_tells_its_reason() -> None:
    rows = [(str(n), f"任务{n}", "修建高速公路。", "省交通运输厅") for n in range(1, 4)]
    first = (HEAD, *rows, ("4", "建设灌区", "修建水库，改造", "省水利厅"))
    _, findings = extracted(first, (("", "", "水渠。", ""), ("5", "发展林业", "植树造林。", "省林业局")))
    reasons = [f.message for f in findings if f.code == "joined-pages"]
    assert reasons == ["a row that a page break cuts was joined again: its measure breaks off above the break"]


def test_a_label_with_its_bodies_below_a_repeated_header_is_the_rest_of_a_row() -> None:
    first = (HEAD, ("1", "健全制度", "落实责任。", "牵头单位：县委组织部"), ("2", "加强治理", "落实顾问制度。", "牵头单位：县司法局"))
    second = (HEAD, ("", "", "", "配合单位：各乡镇人民政府"))
    assert said(drafts(first, second))[1:] == [(2, "加强治理", "落实顾问制度。", "牵头单位：县司法局配合单位：各乡镇人民政府")]


def test_a_shifted_row_below_a_page_break_is_moved_where_the_measure_above_has_ended() -> None:
    head = ("序号", "主要任务", "工作措施", "责任单位")
    rows = [(str(n), f"建设医院{n}", "新建一批县级医院，提升服务能力。", "省卫生健康委、省财政厅") for n in (1, 2, 3)]
    shifted = (("", "支持各市加快完善公共卫生服务体系。", "省卫生健康委、省应急厅", ""), ("4", "发展林业", "植树造林。", "省林业局"))
    assert said(drafts((head, *rows), shifted))[3] == (3, "建设医院3", "支持各市加快完善公共卫生服务体系。", "省卫生健康委、省应急厅")


def test_bodies_left_over_above_a_break_belong_to_the_measures_below_it_where_each_has_its_own() -> None:
    row = ("建设一批县级综合医院。\n培养一批基层全科医生。", "省卫生健康委负责\n省教育厅负责")
    first = (HEAD, *((str(n), f"完善医疗网络{n}", *row) for n in (1, 2)), ("3", ("完善医疗网络3", 2), *row), ("", None, *row))
    cut = ("4", "发展现代农业", "建设一批高标准农田。", "省农业农村厅负责\n省水利厅负责\n省商务厅负责")
    below = (("", "", "改造提升大中型灌区。\n拓展特色农产品市场。\n开展大规模植树造林。", "省林业局负责"), ("5", "发展旅游", "建设景区。\n培养导游。", "省文化和旅游厅负责\n省教育厅负责"))
    assert said(drafts((*first, cut), below, ended=True))[8:12] == [
        (4, "发展现代农业", "建设一批高标准农田。", "省农业农村厅负责"),
        (4, "发展现代农业", "改造提升大中型灌区。", "省水利厅负责"),
        (4, "发展现代农业", "拓展特色农产品市场。", "省商务厅负责"),
        (4, "发展现代农业", "开展大规模植树造林。", "省林业局负责"),
    ]
