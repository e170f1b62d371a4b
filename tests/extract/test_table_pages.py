"""Rows and merged cells that a page break cuts: what goes on below it, and what does not."""

from __future__ import annotations

from table_made import run

from taskextract.document import Cell, Document, Span, Table
from taskextract.extract.drafts import Envelope, NoticeDraft, Part

HEAD = ("序号", "主要任务", "具体举措", "责任单位")
Row = tuple[str | tuple[str, int] | None, ...]
"""Cells of a row: a text, a text with the rows that it spans, None where one from above stands."""


def drafts(*pages: tuple[Row, ...], closed: bool | None = None) -> NoticeDraft:
    text, blocks = "", []
    for page in pages:
        cells = []
        for r, row in enumerate(page):
            for c, item in enumerate(row):
                content, span = item if isinstance(item, tuple) else (item, 1)
                if content is None:
                    continue
                spans = ((Span(len(text), len(text) + len(content)),),) if content else ()
                cells.append(Cell(r, c, spans, span, closed=closed))
                text += content + "\t"
            text += "\n"
        blocks.append(Table(tuple(cells), open_top=False, open_bottom=False))
    return run(Part(Document(text, tuple(blocks), "application/pdf"), Envelope(), tuple(blocks)))[0]


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
