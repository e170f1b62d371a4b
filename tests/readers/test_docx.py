"""Word files: what stands in them, as Word shows it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from readers.build import shape
from taskextract.document import Document, Furniture, Heading, Paragraph
from taskextract.findings import Finding
from taskextract.readers import docx
from taskextract.readers.detect import DOCX
from taskextract.readers.source import Source, Unreadable

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pack(body: str, **parts: str) -> bytes:
    """A file of a body and other parts (`styles=…`, `numbering=…`, `footnotes=…`, `header1=…`)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        rels = ""
        for name, xml in parts.items():
            kind = name.rstrip("0123456789")
            rels += f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{name}.xml"/>'
            root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {NAMESPACES}>{xml}</w:{root}>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>',
        )
    return out.getvalue()


def read(data: bytes) -> tuple[Document, tuple[Finding, ...]]:
    return docx.read(Source(Path("notice.docx"), data, DOCX))


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text) if text else ''}</w:p>"


def tc(content: str, properties: str = "") -> str:
    content = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def cells(document: Document) -> list[tuple[int, int, int, int, list[str]]]:
    """The cells of the only table."""
    (table,) = [block for block in shape(document) if isinstance(block, list)]
    return table


START, GO_ON, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'

RUNS = {
    "words over several runs": (r("责任") + r("单位"), "责任单位"),
    "hidden runs are left out": (r("甲") + r("隐", "<w:vanish/>") + r("乙", '<w:vanish w:val="0"/>'), "甲乙"),
    "deleted text goes, inserted stays": (
        '<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>' + r("新") + "</w:ins>",
        "新",
    ),
    "moved text stands where it went": ("<w:moveFrom>" + r("甲") + "</w:moveFrom>" + r("乙") + "<w:moveTo>" + r("甲") + "</w:moveTo>", "乙甲"),
    "a field gives its result": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
        '<w:r><w:t>代码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("结果")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("。"),
        "结果。",
    ),
    "a simple field": ('<w:fldSimple w:instr=" DATE ">' + r("2020年") + "</w:fldSimple>", "2020年"),
    "an enclosed number is a field without a result": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \\o\\ac(○,</w:instrText></w:r>'
        '<w:r><w:instrText>3)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("项"),
        "③项",
    ),
    "a field that is never closed hides nothing after its paragraph": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p>' + r("正文"), "正文"
    ),
    "links and tags": ("<w:hyperlink>" + r("省政府") + "</w:hyperlink><w:smartTag>" + r("文件") + "</w:smartTag>", "省政府文件"),
    "content controls": ("<w:sdt><w:sdtPr/><w:sdtContent>" + r("省教育厅") + "</w:sdtContent></w:sdt>", "省教育厅"),
    "an empty form field": (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("单击此处") + "</w:sdtContent></w:sdt>" + r("文"),
        "文",
    ),
    "a form field that was filled in by a program": (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("省教育厅") + "</w:sdtContent></w:sdt>" + r("牵头"),
        "省教育厅牵头",
    ),
    "soft and hard hyphens": ("<w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "ab-c"),
    "signs of symbol fonts": ('<w:r><w:sym w:font="Wingdings" w:char="F0AB"/></w:r>' + r("省科技厅"), "★省科技厅"),
    "signs of symbol fonts by the font's own codes": (
        r("\uf0ab", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + r("省科技厅"), "★省科技厅"
    ),
    "form fields that keep their value beside the text": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
        '<w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "乙☑",
    ),
    "phonetic guides": (
        "<w:r><w:ruby><w:rt>" + r("lǔ") + "</w:rt><w:rubyBase>" + r("鲁") + "</w:rubyBase></w:ruby></w:r>", "鲁"
    ),
    "formulas": ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>" + r("≥5"), "x≥5"),
}


@pytest.mark.parametrize(("xml", "expected"), RUNS.values(), ids=RUNS.keys())
def test_text_of_a_paragraph(xml: str, expected: str) -> None:
    document, _ = read(pack(f"<w:p>{xml}</w:p>"))
    assert shape(document) == [expected]


def test_a_line_break_parts_paragraphs() -> None:
    document, _ = read(pack("<w:p>" + r("关于印发") + "<w:r><w:br/></w:r>" + r("分工方案的通知") + "</w:p>"))
    assert shape(document) == ["关于印发", "分工方案的通知"]
    assert document.text == "关于印发\n分工方案的通知\n"


def test_line_feeds_and_tabs_of_the_file_are_blanks() -> None:
    document, _ = read(pack("<w:p><w:r><w:t>责任\n单位：</w:t><w:tab/><w:t>甲\t乙</w:t></w:r></w:p>"))
    assert document.text == "责任 单位： 甲 乙\n"


def test_a_deleted_paragraph_mark_joins_two() -> None:
    document, _ = read(pack(p("加快建", "<w:rPr><w:del/></w:rPr>") + p("设。")))
    assert shape(document) == ["加快建设。"]


def test_styles_and_alignment() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Sub"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
    )
    body = "".join(
        (
            p("分工方案", '<w:pStyle w:val="t"/>'), p("一、总体要求 1", '<w:pStyle w:val="toc"/>'),
            p("一、总体要求", '<w:pStyle w:val="a"/>'), p("（一）目标", '<w:pStyle w:val="2"/>'), p("省政府", '<w:jc w:val="right"/>'),
            p("（一）共建路网。加快建设，" + "很长" * 40, '<w:outlineLvl w:val="1"/>'),
        )
    )  # fmt: skip
    document, _ = read(pack(body, styles=styles))
    title, contents, heading, second, right, run_in = document.blocks
    assert isinstance(title, Paragraph) and title.style == "title"
    assert isinstance(contents, Furniture) and contents.kind == "contents"
    assert isinstance(heading, Heading) and heading.level == 1
    assert isinstance(second, Heading) and second.level == 2
    assert isinstance(right, Paragraph) and right.style == "right"
    assert isinstance(run_in, Paragraph)


def test_a_style_takes_what_it_is_based_on_says_however_long_the_chain() -> None:
    links = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="s{i}"/><w:basedOn w:val="s{i + 1}"/></w:style>' for i in range(3000)
    )
    end = '<w:style w:type="paragraph" w:styleId="s3000"><w:name w:val="end"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>'
    document, _ = read(pack("".join(p("省政府", f'<w:pStyle w:val="s{i}"/>') for i in range(3001)), styles=links + end))
    assert {block.style for block in document.blocks if isinstance(block, Paragraph)} == {"right"}


def level(index: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%3.%4")
    + level(4, "decimalEnclosedCircle", "%5")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + level(0, "bullet", "\uf0b7") + level(1, "bullet", "——") + level(2, "decimal", "%3.", '<w:pStyle w:val="item"/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
)  # fmt: skip


def item(text: str, depth: int, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


def test_numbering_counts_and_restarts() -> None:
    body = "".join(
        (
            item("总体要求", 0), item("指导思想", 1), item("目标", 1), item("路网", 2), item("铁路", 2),
            item("高铁", 3), item("重点任务", 0), item("交通", 1), item("公路", 2), item("细项", 4),
            item("新数", 2, 2), item("续数", 2, 2), item("点", 0, 3), item("条", 1, 3), item("无号", 0, 0),
        )
    )  # fmt: skip
    document, _ = read(pack(body, numbering=NUMBERING))
    assert shape(document) == [
        "一、总体要求", "（一）指导思想", "（二）目标", "1.路网", "2.铁路", "2.1高铁", "二、重点任务",
        "（一）交通", "1.公路", "①细项", "1.新数", "2.续数", "点", "——条", "无号",
    ]  # fmt: skip


def test_the_start_of_an_override_holds_at_each_restart() -> None:
    numbering = NUMBERING + (
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    )
    body = "".join(item(text, depth, 4) for text, depth in (("甲", 0), ("子", 1), ("丑", 1), ("乙", 0), ("子", 1)))
    assert shape(read(pack(body, numbering=numbering))[0]) == ["一、甲", "（三）子", "（四）丑", "二、乙", "（三）子"]


def test_numbering_by_style_and_in_empty_cells() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="item"><w:name w:val="Item"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    empty = '<w:p><w:pPr><w:pStyle w:val="item"/></w:pPr></w:p>'
    body = tbl(tr(tc(empty), tc("路网")), tr(tc(empty), tc("水利"))) + p("能源", '<w:pStyle w:val="item"/>')
    document, _ = read(pack(body, numbering=NUMBERING, styles=styles))
    assert [c[4] for c in cells(document)] == [["1."], ["路网"], ["2."], ["水利"]]
    assert shape(document)[-1] == "3.能源"


def test_merged_cells() -> None:
    body = tbl(
        tr(tc("序号", START), tc("任务", START), tc("责任单位", TWO)),
        tr(tc("", GO_ON), tc("", GO_ON), tc("牵头"), tc("配合")),
        tr(tc("一、统筹", '<w:gridSpan w:val="4"/>')),
        tr(tc("1", START), tc("路网", START), tc("甲"), tc("乙")),
        tr(tc("", GO_ON), tc("", GO_ON), tc("丙"), tc(p("丁") + p("戊"))),
    )
    document, _ = read(pack(body))
    assert cells(document) == [
        (0, 0, 2, 1, ["序号"]), (0, 1, 2, 1, ["任务"]), (0, 2, 1, 2, ["责任单位"]), (1, 2, 1, 1, ["牵头"]),
        (1, 3, 1, 1, ["配合"]), (2, 0, 1, 4, ["一、统筹"]), (3, 0, 2, 1, ["1"]), (3, 1, 2, 1, ["路网"]),
        (3, 2, 1, 1, ["甲"]), (3, 3, 1, 1, ["乙"]), (4, 2, 1, 1, ["丙"]), (4, 3, 1, 1, ["丁", "戊"]),
    ]  # fmt: skip
    assert document.text.splitlines()[2] == "一、统筹"


def test_equal_texts_are_not_merged_and_a_broken_merge_begins_anew() -> None:
    body = tbl(tr(tc("甲"), tc("一")), tr(tc("甲"), tc("二")), tr(tc("乙", GO_ON), tc("三")))
    assert cells(read(pack(body))[0]) == [
        (0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["一"]), (1, 0, 1, 1, ["甲"]), (1, 1, 1, 1, ["二"]),
        (2, 0, 1, 1, ["乙"]), (2, 1, 1, 1, ["三"]),
    ]  # fmt: skip


def test_grid_before_moves_cells_and_deleted_rows_go() -> None:
    body = tbl(
        tr(tc("1"), tc("甲"), tc("乙")),
        tr(tc("丙"), tc("丁"), properties='<w:gridBefore w:val="1"/>'),
        tr(tc("2"), tc("戊"), tc("己"), properties="<w:del/>"),
        '<w:sdt><w:sdtContent>' + tr(tc("3"), tc("庚"), "<w:sdt><w:sdtContent>" + tc("辛") + "</w:sdtContent></w:sdt>") + "</w:sdtContent></w:sdt>",
    )
    assert [(c[0], c[1], c[4]) for c in cells(read(pack(body))[0])] == [
        (0, 0, ["1"]), (0, 1, ["甲"]), (0, 2, ["乙"]), (1, 1, ["丙"]), (1, 2, ["丁"]),
        (2, 0, ["3"]), (2, 1, ["庚"]), (2, 2, ["辛"]),
    ]  # fmt: skip


def test_edges_that_just_miss_one_another_are_one() -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in (1000, 50, 2000)) + "</w:tblGrid>"
    rows = (tr(tc("序号"), tc("任务", TWO)), tr(tc("1", TWO), tc("路网")))
    assert [c[:4] for c in cells(read(pack(tbl(grid, *rows)))[0])] == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    narrow = (tr(tc("序号"), tc("任务", TWO)), tr(tc("1"), tc("甲"), tc("路网")))
    assert [c[:4] for c in cells(read(pack(tbl(grid, *narrow)))[0])] == [
        (0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)
    ]  # fmt: skip


def test_a_merge_over_many_rows_needs_no_recursion() -> None:
    rows = [tr(tc("长", START), tc("0"))] + [tr(tc("", GO_ON), tc(str(i))) for i in range(1, 1500)]
    found = cells(read(pack(tbl(*rows)))[0])
    assert found[0] == (0, 0, 1500, 1, ["长"])
    assert len(found) == 1501


def test_tables_in_cells() -> None:
    small = tbl(tr(tc("内甲")), tr(tc("内乙")))
    large = tbl(tr(tc("一"), tc("二")), tr(tc("三"), tc("四")))
    framed, _ = read(pack(tbl(tr(tc(p("框") + large + p(""))))))
    assert shape(framed)[0] == "框"
    assert [c[4] for c in cells(framed)] == [["一"], ["二"], ["三"], ["四"]]
    nested, _ = read(pack(tbl(tr(tc("甲"), tc(p("乙") + small)), tr(tc("丙"), tc("丁")))))
    assert [c[4] for c in cells(nested)] == [["甲"], ["乙", "内甲", "内乙"], ["丙"], ["丁"]]


def test_text_boxes_once() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert shape(read(pack(f"<w:p>{r('正文')}{drawing}</w:p>"))[0]) == ["正文", "框中文字"]


def test_word_art_is_text() -> None:
    banner = '<w:p><w:r><w:pict><v:shape><v:textpath string="河南省人民政府文件"/></v:shape></w:pict></w:r></w:p>'
    assert shape(read(pack(banner + p("正文")))[0]) == ["河南省人民政府文件", "正文"]


def test_the_head_of_the_first_page_alone_is_text() -> None:
    section = '<w:sectPr>{}<w:headerReference w:type="first" r:id="header1"/></w:sectPr>'
    own, _ = read(pack(p("正文") + section.format("<w:titlePg/>"), header1=p("豫政办〔2021〕35号")))
    assert shape(own) == ["豫政办〔2021〕35号", "正文"]
    assert shape(read(pack(p("正文") + section.format(""), header1=p("豫政办〔2021〕35号")))[0]) == ["正文"]


def test_footnotes_headers_and_footers() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="0" w:type="separator">{p("—")}</w:footnote><w:footnote w:id="2">{p("列首位的为牵头单位")}</w:footnote>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    document, _ = read(pack(f"<w:p>{r('正文')}{note}</w:p>{section}", footnotes=notes, header1=p("鲁政办字"), footer1=p("— 1 —")))
    assert shape(document) == ["正文"]
    kinds = [(b.kind, document.text[b.spans[0].start : b.spans[0].end]) for b in document.blocks if isinstance(b, Furniture)]
    assert kinds == [("header", "鲁政办字"), ("footnote", "列首位的为牵头单位"), ("footer", "— 1 —")]


def test_what_is_set_aside_is_told() -> None:
    body = "<w:p>" + r("隐", "<w:vanish/>") + r("文") + "<w:del/><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    messages = [f.message for f in read(pack(body))[1]]
    assert [m.split(" were ")[0].split(" was ")[0] for m in messages] == [
        "1 tracked change(s)", "1 hidden character(s)", "1 picture(s)",
    ]  # fmt: skip


def test_embedded_documents_stand_where_they_are_shown() -> None:
    chunks = {
        "page.html": "<html><meta charset=utf-8><p>网页一</p><table border=1><tr><td>任务<td>单位<tr><td>路网<td>省交通运输厅</table>".encode(),
        "inner.docx": pack(p("内文") + '<w:altChunk r:id="x"/>'),
        "plain.txt": "纯文本\n第二段".encode(),
        "odd.bin": bytes(range(256)),
    }
    rels = "".join(f'<Relationship Id="{name}" Type="{REL}/aFChunk" Target="{name}"/>' for name in chunks)
    data = pack(p("前") + "".join(f'<w:altChunk r:id="{name}"/>' for name in chunks) + p("后"), aside="")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<Relationship ", rels.encode() + b"<Relationship ", 1))
        for name, content in chunks.items():
            new.writestr(f"word/{name}", content)
    document, findings = read(out.getvalue())
    before, page, table, *rest = shape(document)
    assert (before, page, rest) == ("前", "网页一", ["内文", "纯文本", "第二段", "后"])
    assert len(table) == 4
    assert sum("embedded document" in f.message for f in findings) == 2


def test_pictures_beyond_what_can_be_read_in_time_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from taskextract.readers import scan_pictures

    monkeypatch.setattr(scan_pictures, "pixels", lambda data: docx.MAX_PIXELS // 2)
    monkeypatch.setattr(scan_pictures, "picture_blocks", lambda data: ([docx.Text("图中文字")], []))
    drawn = "".join(f'<w:p><w:r><w:drawing><a:blip r:embed="image{n}"/></w:drawing></w:r></w:p>' for n in (1, 2, 3))
    document, findings = read(pack(p("文") + drawn, image1="", image2="", image3=""))
    assert shape(document) == ["文", "图中文字", "图中文字"]
    assert [f.message.split(" were ")[0] for f in findings] == ["1 picture(s)"]


def test_spans_slice_back() -> None:
    document, _ = read(pack(p("标题") + tbl(tr(tc("1"), tc(p("甲") + p("乙"))), tr(tc("2"), tc("")))))
    assert document.text == "标题\n1\t甲\n乙\n2\t\n"
    table = document.blocks[1]
    assert [document.text[s.start : s.end] for c in table.cells for x in c.paragraphs for s in x] == ["1", "甲", "乙", "2"]


def test_strict_files_are_read_like_others() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
            "<w:p><w:r><w:t>严格</w:t></w:r></w:p></w:body></w:document>",
        )
    assert shape(read(out.getvalue())[0]) == ["严格"]


HOSTILE = {
    "a row of endless cells": (pack(tbl(tr(*[tc("甲")] * 2001))), "file-too-large"),
    "no zip": (b"PK\x03\x04rubbish", "unreadable-file"),
    "no main part": (b"PK\x05\x06" + b"\0" * 18, "unreadable-file"),
    "empty": (pack(""), "empty-file"),
    "blank": (pack(p("　 ")), "empty-file"),
    "cut": (pack(p("正文" * 500))[:-200], "unreadable-file"),
    "deep": (pack("<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300), "unreadable-file"),
    "bad xml": (pack("<w:p>"), "unreadable-file"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_bad_files_are_refused_in_one_line(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == code
    assert "\n" not in refused.value.message


def test_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><w:document {NAMESPACES}><w:body>'
            "<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>",
        )
    with pytest.raises(Unreadable, match="declares entities"):
        read(out.getvalue())


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("一、总体要求", True),
        ("（四）组织实施国家区域医疗中心建设项目。", True),
        ("1.推进网络覆盖，建成基站8000个以上，覆盖率达到95%。", False),
        ("（二）培育企业5家；支持上市融资。", False),
    ],
)
def test_numbered_sentences_in_a_headings_style_are_no_headings(text: str, is_heading: bool) -> None:
    document, _ = read(pack(p(text, '<w:outlineLvl w:val="2"/>')))
    assert isinstance(document.blocks[0], Heading) is is_heading


def test_what_nobody_sees_is_no_text() -> None:
    assert read(pack(p("2022\u200b年\u00ad底\u2060前\ufeff")))[0].text == "2022年底前\n"


def test_a_large_first_letter_belongs_to_the_paragraph_below() -> None:
    document, _ = read(pack(p("为", '<w:framePr w:dropCap="drop" w:lines="2"/>') + p("加快建设，制定本方案。")))
    assert document.text == "为加快建设，制定本方案。\n"
