"""Envelopes: who issued what, when, to whom; and what of a file is a notice of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import taskextract as te
from taskextract.document import Document, Heading, Span, Table
from taskextract.extract.drafts import Part
from taskextract.extract.envelope import part_of
from taskextract.extract.parts import annex_table_starts, attachment_starts, cut, findings_of
from taskextract.findings import Finding
from taskextract.readers.text import read_text
from taskextract.strand import Strand

LETTER = """山东省人民政府办公厅
关于印发山东省2021年重点任务分工方案的通知
鲁政办字〔2021〕8 号
各市人民政府，各县（市、区）人民政府，省政府各部门、各直属机构：
《山东省2021年重点任务分工方案》已经省政府同意，现印发给你们，请认真贯彻执行。各级各有关部门要高度重视，加强领导，密切配合，确保各项任务落到实处。
附件：1.重点任务分工表
2.责任清单
山东省人民政府办公厅
2021年3月1日
（此件公开发布）
"""
TABLE = "序号\t任务\t措施\t责任单位\n1\t交通\t加快建设。\t省交通运输厅\n"


def fields(part: Part) -> dict[str, str | None]:
    e = part.envelope
    named = {"title": e.title, "number": e.doc_number, "date": e.issued_on, "to": e.addressee}
    return {k: v.text if v else None for k, v in named.items()} | {"by": "、".join(s.text for s in e.issuers) or None}


def body(part: Part) -> list[str]:
    return [Strand.of(part.document, b.spans).text for b in part.body if not isinstance(b, Table)]


def parts(document: Document) -> list[Part]:
    return [part_of(d) for d in cut(document, attachment_starts(document) or annex_table_starts(document))]


def test_a_letter_with_an_attached_table() -> None:
    letter, annex = parts(read_text(LETTER + "附件1\n重点任务分工表\n" + TABLE))
    assert fields(letter) == {
        "title": "山东省人民政府办公厅关于印发山东省2021年重点任务分工方案的通知",
        "number": "鲁政办字〔2021〕8号",
        "date": "2021年3月1日",
        "to": "各市人民政府，各县（市、区）人民政府，省政府各部门、各直属机构：",
        "by": "山东省人民政府办公厅",
    }
    assert body(letter) == []
    assert fields(annex)["title"] == "重点任务分工表"
    assert [type(b) for b in annex.body] == [Table]


def test_what_the_reader_found_is_told_in_the_part_in_which_it_stands() -> None:
    document = read_text(LETTER + "附件1\n重点任务分工表\n" + TABLE)
    pieces = cut(document, attachment_starts(document))
    places = [document.text.index(word) for word in ("鲁政办字", "交通", "加快")]
    spans = tuple(Span(at, at + 2) for at in places)
    doubt = Finding("doubtful-recognition", "compare them", spans)
    letter, annex = findings_of([Finding("reader-note", "3 pages"), doubt], pieces)
    assert [f.code for f in letter] == ["reader-note", "doubtful-recognition"]
    said = [[part.text[s.start : s.end] for f in told for s in f.spans] for part, told in zip(pieces, (letter, annex), strict=True)]
    assert said == [["鲁政"], ["交通", "加快"]]


def test_a_letter_and_its_plan_are_one_notice() -> None:
    (whole,) = parts(read_text(LETTER + "山东省2021年重点任务分工方案\n为推进工作，制定本方案。\n一、主要任务\n（一）推进交通。加快建设。（责任单位：省交通运输厅）\n"))
    assert body(whole)[0] == "为推进工作，制定本方案。"
    assert fields(whole)["by"] == "山东省人民政府办公厅"


def test_a_mark_above_the_table_of_a_bare_attachment_starts_nothing() -> None:
    (whole,) = parts(read_text("重点任务分工表\n附件\n" + TABLE + "\n(2020年6月3日印发)\n"))
    assert fields(whole)["title"] == "重点任务分工表"
    assert fields(whole)["date"] == "2020年6月3日"


def test_a_table_below_numbered_prose_is_a_part_of_its_own() -> None:
    prose = "".join(f"（{n}）做好工作。推进落实。（责任单位：市财政局）\n" for n in "一二三四")
    plan, table = parts(read_text("某市重点工作方案\n一、主要任务\n" + prose + "重点任务分工表\n" + TABLE))
    assert fields(plan)["title"] == "某市重点工作方案"
    assert fields(table)["title"] == "重点任务分工表"


@pytest.mark.parametrize(
    ("text", "title", "number", "date", "by"),
    [
        (
            "国务院办公厅关于印发全国深化“放管服”改革\n转变政府职能电视电话会议重点任务分工方案的通知\n国办发〔2018〕79号\n各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n一、总体要求\n做好工作。\n国务院办公厅\n2018年8月5日\n（此件公开发布）\n",
            "国务院办公厅关于印发全国深化“放管服”改革转变政府职能电视电话会议重点任务分工方案的通知",
            "国办发〔2018〕79号",
            "2018年8月5日",
            "国务院办公厅",
        ),
        (
            "关于分解落实政府工作报告任务的通知\n各镇人民政府，县直各部门：\n　　现将任务分解如下。\n一、抓好项目\n中共某县委办公室\n某县人民政府办公室\n二〇〇五年六月十一日\n",
            "关于分解落实政府工作报告任务的通知",
            None,
            "二〇〇五年六月十一日",
            "中共某县委办公室、某县人民政府办公室",
        ),
        ("索引号：11370000\n发布日期：2020-06-03\n某市工作要点\n一、做好工作\n推进落实。\n", "某市工作要点", None, None, None),
        ("某市2021年工作要点\n（2021年2月3日）\n一、做好工作\n推进落实。\n", "某市2021年工作要点", None, "2021年2月3日", None),
        ("某市人民政府文件\n某政发[2019]12号\n关于做好就业工作的意见\n为做好工作，提出意见。\n", "关于做好就业工作的意见", "某政发[2019]12号", None, None),
    ],
)
def test_fields(text: str, title: str, number: str | None, date: str | None, by: str | None) -> None:
    assert fields(part_of(read_text(text))) | {"to": None} == {"title": title, "number": number, "date": date, "to": None, "by": by}


def test_date_cells_dumped_line_by_line_are_no_signature() -> None:
    bodies = {3: "市财政局\n市教育局"}
    rows = "".join(f"{n}\n做好第{n}项工作\n{bodies.get(n, '市财政局')}\n2018年{n}月31日\n" for n in range(1, 6))
    part = part_of(read_text("某市任务分解表\n序号\n任务\n责任单位\n完成时限\n" + rows))
    assert part.envelope.issuers == ()
    assert "2018年5月31日" in body(part)


def test_a_title_broken_behind_a_word_that_ends_titles_goes_on() -> None:
    part = part_of(read_text("某省人民政府办公厅关于印发2019年政务公开工作主要任务\n责任分工的通知\n各市人民政府：\n一、做好工作\n推进落实。\n"))
    assert fields(part)["title"] == "某省人民政府办公厅关于印发2019年政务公开工作主要任务责任分工的通知"


def test_a_number_beside_who_released_the_notice_is_no_title() -> None:
    part = part_of(read_text("某市人民政府文件\n某政发〔2022〕4号 签发人：张三\n某市人民政府关于推进改革的通知\n各区人民政府：\n一、总体要求\n提高效率。\n"))
    assert fields(part)["title"] == "某市人民政府关于推进改革的通知"


def test_wide_figures_of_a_number_and_a_date() -> None:
    part = part_of(read_text("某市人民政府关于推进改革的通知\n某政发〔２０２２〕４号\n各区人民政府：\n一、总体要求\n提高效率。\n某市人民政府\n２０２２年５月２６日\n"))
    assert (fields(part)["number"], fields(part)["date"]) == ("某政发〔２０２２〕４号", "２０２２年５月２６日")


@pytest.mark.parametrize("mark", ["", "# "])
@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("市委常委会召开会议　 部署安全生产工作", "市委常委会召开会议 部署安全生产工作"),
        ("某市 2021年 重点工作任务分工的通知", "某市2021年重点工作任务分工的通知"),
        ("会 议 报 道", "会议报道"),
    ],
)
def test_blanks_of_a_title_are_the_same_whatever_marks_it(mark: str, line: str, title: str) -> None:
    assert fields(part_of(read_text(f"{mark}{line}\n6月20日，市委书记主持召开市委常委会会议。\n")))["title"] == title


@pytest.mark.parametrize(
    ("signed", "issuer"),
    [("某 市 人 民 政 府 办 公 室", "某市人民政府办公室"), ("教育部 财政部", "教育部"), ("某市人民政府办公室", "某市人民政府办公室")],
)
def test_blanks_between_characters_part_no_signers(tmp_path: Path, signed: str, issuer: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"关于做好重点工作的通知\n各县人民政府：\n　　现印发给你们，请认真落实。\n{signed}\n2023年6月19日\n", encoding="utf-8")
    assert te.read(path).document.issuer == issuer


def test_a_letterhead_is_no_title_and_who_it_names_signs_the_letter() -> None:
    letter = (
        "青海省教育厅\n青教函〔2022〕86号\n关于做好校园食品安全\n重点任务分工的函\n各市、自治州人民政府，省直有关部门：\n"
        "现将有关事项函告如下。\n青海省教育厅\n2022年6月6日\n重点任务分工\n1.加强陪餐管理。（省教育厅）\n2.加强监督检查。（省市场监管局）\n"
    )
    (part,) = parts(read_text(letter))
    assert fields(part) == {
        "title": "关于做好校园食品安全重点任务分工的函",
        "number": "青教函〔2022〕86号",
        "date": "2022年6月6日",
        "to": "各市、自治州人民政府，省直有关部门：",
        "by": "青海省教育厅",
    }


def test_a_part_that_is_set_as_a_heading_is_no_title() -> None:
    text = "某市草原修复实施方案\n（2023年3月30日市政府审议通过）\n第一部分 总体要求\n坚持保护优先。\n"
    document = read_text(text)
    blocks = [
        Heading(b.spans, 1) if text[b.spans[0].start :].startswith("第一部分") else b  # type: ignore[union-attr]
        for b in document.blocks
    ]
    part = part_of(replace(document, blocks=tuple(blocks)))
    assert fields(part)["title"] == "某市草原修复实施方案"


def test_a_signers_name_may_take_two_lines() -> None:
    letter = (
        "某市推进“一江一河”保护工作领导小组办公室关于明确重点任务的函\n领导小组各成员单位：\n现将任务明确如下。\n"
        "（一）整治排污口。（市水利局）\n特此函告。\n某市推进“一江一河”保护工作\n领导小组办公室\n2024年3月11日\n"
    )
    (part,) = parts(read_text(letter))
    assert fields(part)["by"] == "某市推进“一江一河”保护工作领导小组办公室"
    assert body(part)[-1] == "特此函告。"


def test_firms_and_offices_of_a_body_are_addressed() -> None:
    (part,) = parts(read_text("关于做好安全生产工作的通知\n市属各国有企业，机关各科室：\n现将有关工作通知如下：\n一、压实责任。\n二、排查隐患。\n"))
    assert fields(part)["to"] == "市属各国有企业，机关各科室："
