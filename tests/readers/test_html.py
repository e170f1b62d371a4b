"""Web pages: encodings, tables, the notice among the site's furniture."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers.build import shape
from taskextract.document import Document, Furniture, Heading, Paragraph
from taskextract.findings import Finding
from taskextract.readers import html
from taskextract.readers.detect import HTML, MHTML
from taskextract.readers.source import Source, Unreadable


def read(page: str | bytes, media_type: str = HTML) -> tuple[Document, tuple[Finding, ...]]:
    data = page if isinstance(page, bytes) else page.encode()
    return html.read(Source(Path("notice.html"), data, media_type))


def furniture(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.spans[0].start : b.spans[0].end]) for b in document.blocks if isinstance(b, Furniture)]


TEXTS = {
    "blocks and breaks": ("<p>甲<br>乙</p><div>丙<div>丁</div>戊</div>", ["甲", "乙", "丙", "丁", "戊"]),
    "nested markup": ("<p><b>责任</b><span><font>单位：</font>省<i>教</i>育厅</span></p>", ["责任单位：省教育厅"]),
    "entities are read once": ("<p>&ldquo;十四五&rdquo;&nbsp;&amp;nbsp;&#36164;</p>", ["“十四五”&nbsp;资"]),
    "marks of a cell left as text": ("<p>&lt;p&gt;甲。&lt;/p&gt; &lt;p&gt;乙。&lt;/p&gt;</p>", ["甲。", "乙。"]),
    "blanks of the source are one": ("<p>构建\n    高铁\t网络</p>", ["构建高铁网络"]),
    "preformatted lines": ("<pre>一、总则\n（一）目标</pre>", ["一、总则", "（一）目标"]),
    "nothing of scripts, styles, forms": (
        "<script>var a='甲'</script><style>p{}</style><p>乙<select><option>丙</select></p><noscript>丁</noscript>", ["乙"]
    ),
    "nothing that is hidden": ('<div style="display: none">甲</div><p>乙<span hidden>丙</span></p>', ["乙"]),
    "labels of lists": ("<ol><li>编制规划<li><p>组织实施</p><li>3. 督促检查</ol>", ["1.编制规划", "2.组织实施", "3.督促检查"]),
    "labels of lists that start elsewhere": ('<ol start="4" type="a"><li>甲</ol><ul><li>乙</ul>', ["d.甲", "乙"]),
    "labels of lists that count in Chinese": (
        '<ol style="list-style-type: cjk-ideographic"><li>甲<li>乙</ol><ol class="custom_cn2 list-paddingleft-1"><li>丙</ol>'
        '<ol class="custom_num1"><li>丁</ol>',
        ["一、甲", "二、乙", "（一）丙", "1）丁"],
    ),
    "deleted text": ("<p><del>旧</del><ins>新</ins></p>", ["新"]),
    "comments": ("<p>甲<!-- 乙 -->丙</p><!--[if gte mso 9]><p>丁</p><![endif]-->", ["甲丙"]),
    "unclosed elements": ("<p>甲<p>乙<div>丙", ["甲", "乙", "丙"]),
}


@pytest.mark.parametrize(("body", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_text(body: str, expected: list[str]) -> None:
    assert shape(read(f"<html><body>{body}</body></html>")[0]) == expected


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ('<meta charset="gbk">', "utf-8"),
        ('<meta charset="utf-8">', "gb18030"),
        ('<meta charset="iso-8859-1">', "gb18030"),
        ("", "gb18030"),
        ("", "big5"),
        ('<meta charset="big5">', "big5"),
        ("", "utf-8-sig"),
        ('<meta charset="gb2312">', "utf-16"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
    ],
)
def test_encodings(meta: str, encoding: str) -> None:
    # 喆 and 镕 are not in GB 2312: a parser that believes the page loses all that follows.
    text = "关于印发《任务分工方案》的通知，联系人：朱镕、陶喆，请认真贯彻执行。" * 20
    if encoding == "big5":
        text = "關於印發《任務分工方案》的通知，請認真貫徹執行，責任單位：交通廳。" * 20
    document, findings = read(f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding))
    assert shape(document) == [text]
    assert findings == ()


def test_characters_tell_where_a_page_states_another_encoding() -> None:
    text = "一、各有關部門要加強管理，落實責任，實施重點項目。" * 5
    document, findings = read(f"<meta charset=gb2312><p>{text}</p>".encode("big5"))
    assert document.text.strip() == text
    assert [f.code for f in findings] == ["decoding-doubt"]


def test_bytes_without_meaning_are_told() -> None:
    page = "<meta charset=gb2312><p>" + "各市人民政府，各县（市、区）人民政府。" * 30 + "</p>"
    document, findings = read(page.encode("gb18030").replace("各县".encode("gb18030"), b"\xff\xff", 1))
    assert [f.code for f in findings] == ["decoding-doubt"]
    assert len(document.text) > 500


def test_spans_of_a_table() -> None:
    document, _ = read(
        "<table border=1><thead><tr><th rowspan=2>任务<th colspan=2>责任单位<tr><th>牵头<th>配合</thead>"
        "<tr><td rowspan=0>路网<td>甲<td><p>乙</p><p>丙</p><tr><td colspan=9>丁</table>"
    )
    assert shape(document) == [
        [
            (0, 0, 2, 1, ["任务"]), (0, 1, 1, 2, ["责任单位"]), (1, 1, 1, 1, ["牵头"]), (1, 2, 1, 1, ["配合"]),
            (2, 0, 2, 1, ["路网"]), (2, 1, 1, 1, ["甲"]), (2, 2, 1, 1, ["乙", "丙"]), (3, 1, 1, 2, ["丁"]),
        ]
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_dissolved() -> None:
    data = "<table><tr><td>序号<td>任务<tr><td>1<td>路网<tr><td>2<td>水利</table>"
    document, _ = read(f"<table><tr><td>左栏<td><p>正文第一段。</p>{data}<p>正文末段。</p></table>")
    first, second, table, last = shape(document)
    assert (first, second, last) == ("左栏", "正文第一段。", "正文末段。")
    assert [c[4] for c in table] == [["序号"], ["任务"], ["1"], ["路网"], ["2"], ["水利"]]


def test_titles_and_notes_inside_a_table() -> None:
    body = "<tr><td colspan=2>分工表<tr><td>任务<td>单位<tr><td colspan=2>一、交通<tr><td>路网<td>甲<tr><td colspan=2>注：略。"
    assert shape(read(f"<table border=1>{body}</table>")[0]) == [
        "分工表",
        [(0, 0, 1, 1, ["任务"]), (0, 1, 1, 1, ["单位"]), (1, 0, 1, 2, ["一、交通"]), (2, 0, 1, 1, ["路网"]), (2, 1, 1, 1, ["甲"])],
        "注：略。",
    ]


def test_titles_beside_blank_cells_over_a_header() -> None:
    rows = [["任务分工表", "", ""], ["", "", ""], ["序号", "任务", "责任单位"], ["1", "修路", "市交通局"], ["二、民生", "", ""]]
    page = "".join("<tr>" + "".join(f"<td>{x}</td>" for x in row) for row in rows)
    document, _ = read(f"<table border=1>{page}</table>")
    title, table = document.blocks
    assert isinstance(title, Paragraph) and not isinstance(table, Paragraph)
    assert shape(document)[0] == "任务分工表" and len(shape(document)) == 2


def test_a_section_over_data_stays_in_the_table() -> None:
    (table,) = shape(read("<table border=1><tr><td colspan=2>二、水利<tr><td>3<td>建设水网。</table>")[0])
    assert table[0] == (0, 0, 1, 2, ["二、水利"])


def test_a_header_of_such_words_is_no_metadata() -> None:
    rows = "".join(f"<tr><td>{i}<td>某政发〔2020〕{i}号<td>某省政府<td>2020年" for i in range(1, 4))
    document, _ = read(f"<table border=1><tr><td>编号<td>发文字号<td>发文机关<td>成文日期{rows}</table>")
    assert document.meta == {}
    assert len(document.blocks) == 1 and not furniture(document)


def test_the_layout_of_the_central_governments_site() -> None:
    page = """<html><head><title>关于印发任务分工方案的通知_政府信息公开专栏</title></head><body>
    <div class="header"><a href="/">首页</a> | <a href="/">登录</a></div><div class="BreadcrumbNav">首页 &gt; 信息公开</div>
    <table class="bd1"><tr><td><table><tr><td><b>索&nbsp;引&nbsp;号：</b><td>0000-00123<td><b>主题分类：</b><td>综合政务
    <tr><td><b>发文机关：</b><td>国务院办公厅<td><b>成文日期：</b><td>2020年11月01日
    <tr><td><b>标&nbsp;&nbsp;题：</b><td colspan=3>关于印发任务分工方案的通知</table></table>
    <table id="printContent"><tr><td><table class="pages_content"><tr><td class="b12c" id="UCAP-CONTENT">
    <p style="text-align:center">关于印发任务分工方案的通知</p><p>国务院各部委、各直属机构：</p><p>现印发给你们，请认真贯彻落实。</p>
    <table style="border-collapse:collapse"><tr><td style="border:solid windowtext 1.0pt">序号<td>任务<tr><td>1<td>具体任务</table>
    </table></table><div class="editor">责任编辑：张三</div><div class="related"><h3>相关报道</h3><a href="a">图解</a></div>
    <div class="footer"><a href="x">全国人大</a><p>版权所有：某网 | 关于我们</p></div></body></html>"""
    document, _ = read(page)
    first, second, third, table = shape(document)
    assert (first, second, third) == ("关于印发任务分工方案的通知", "国务院各部委、各直属机构：", "现印发给你们，请认真贯彻落实。")
    assert len(table) == 4
    assert document.meta["issued_on"] == "2020年11月01日"


SITE = """<html><head><title>关于印发分工方案的通知_某省人民政府</title>
<meta name="ArticleTitle" content="关于印发分工方案的通知"><meta name="PubDate" content="2020-07-01 10:20">
<meta name="ContentSource" content="省政府办公厅"></head><body>
<div class="topHeader"><a href="/">某省人民政府</a></div><ul class="nav"><li><a href="/">首页</a><li><a href="/x">要闻</a></ul>
<div class="wrap">当前位置：<a href="/">首页</a> &gt; <a href="/x">文件</a>{metadata}
<h1>关于印发分工方案的通知</h1>
<div>来源：省政府办公厅　发布时间：2020-07-01 【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</div>
<div id="zoom"><p>各市人民政府：</p><p>现将方案印发给你们。</p><p>附件：<a href="/f/1.docx">分工表</a></p>
<div class="bdsharebuttonbox">分享到：<a href="#">微信</a></div></div>
<p>【<a href="#">打印本页</a>】【关闭窗口】</p><div>相关文档</div><ul><li><a href="/a">另一份关于加快发展的指导意见</a></ul></div>
<div class="footer">主办单位：某省人民政府办公厅　ICP备05000001号</div></body></html>"""


def test_the_notice_among_the_furniture_of_a_site() -> None:
    document, findings = read(SITE.replace("{metadata}", ""))
    assert shape(document) == ["关于印发分工方案的通知", "各市人民政府：", "现将方案印发给你们。", "附件：分工表"]
    assert isinstance(next(b for b in document.blocks if not isinstance(b, Furniture)), Heading)
    assert len(furniture(document)) == 10
    assert document.meta == {"title": "关于印发分工方案的通知", "published_on": "2020-07-01 10:20", "source": "省政府办公厅"}
    assert [f.code for f in findings] == ["reader-note"]
    assert "分工表 → /f/1.docx" in findings[0].message


def test_links_below_other_furniture_than_related_pages_are_the_notices_own() -> None:
    page = SITE.replace("{metadata}", "").replace("<div>相关文档</div>", "").replace(
        "<li><a href=\"/a\">另一份关于加快发展的指导意见</a>", "<li><a href=\"/a\">附件2：重点项目清单</a>"
    )
    document, _ = read(page)
    assert ("related", "附件2：重点项目清单") not in furniture(document)


METADATA = {
    "a table": "<table><tr><td>索 引 号：<td>1137-01<td>发文机关：<td>省政府办公厅<tr><td>发文字号：<td>某政办〔2020〕8号"
    "<td>成文日期：<td>2020年6月28日</table>",
    "label and value in one cell": "<table><tr><td>索引号：1137-01<td>发布机构：省政府办公厅<tr><td>文号：某政办〔2020〕8号"
    "<td>成文日期：2020年6月28日</table>",
    "lines": "<ul><li><b>索引号：</b>1137-01<li><b>发布机构：</b><span>省政府办公厅</span><li>发文字号：某政办〔2020〕8号"
    "<li>成文日期：2020年6月28日</ul>",
    "values on their own lines": "<dl><dt>索引号：<dd>1137-01<dt>发文单位：<dd>省政府办公厅<dt>发文字号：<dd>某政办〔2020〕8号"
    "<dt>生成日期：<dd>2020年6月28日</dl>",
}


@pytest.mark.parametrize("markup", METADATA.values(), ids=METADATA.keys())
def test_metadata_over_a_notice(markup: str) -> None:
    document, _ = read(SITE.replace("{metadata}", markup))
    assert document.meta["issuer"] == "省政府办公厅"
    assert document.meta["doc_number"] == "某政办〔2020〕8号"
    assert document.meta["issued_on"] == "2020年6月28日"
    assert shape(document) == ["关于印发分工方案的通知", "各市人民政府：", "现将方案印发给你们。", "附件：分工表"]
    assert any(kind == "metadata" for kind, _ in furniture(document))


def test_a_table_beside_the_main_text_is_kept() -> None:
    rows = "".join(f"<tr><td>{i}<td>推进第{i}项重点工程建设，完善基础设施网络。<td>省交通运输厅、省水利厅" for i in range(1, 9))
    table = f"<table class=grid><tr><td>序号<td>任务<td>责任单位{rows}</table>"
    letter = "<p>现将方案印发给你们，请结合实际，认真贯彻落实。</p>" * 20
    document, _ = read(SITE.replace("{metadata}", "").replace("</ul></div>", f"</ul></div><div>{table}</div>").replace("<p>各市", letter + "<p>各市"))
    (grid,) = [block for block in shape(document) if isinstance(block, list)]
    assert len(grid) == 27


def test_styles_of_paragraphs() -> None:
    document, _ = read('<center>方案</center><p align=right>省政府</p><p style="text-align:center">一</p><h2>二、任务</h2><p>文</p>')
    assert [b.style if isinstance(b, Paragraph) else "heading" for b in document.blocks] == [
        "centered", "right", "centered", "heading", "",
    ]  # fmt: skip


def test_a_line_that_the_source_breaks_between_wide_characters_has_no_blank() -> None:
    document, _ = read("<p><span>加快\n</span><span>建设，\n  2020年\n建成\nBIM\n平台</span></p>")
    assert document.text == "加快建设， 2020年建成 BIM 平台\n"


def test_lines_that_end_at_blanks_alone() -> None:
    unbroken = "加快推进重点项目建设，完善公共服务体系，健全长效机制，" * 4
    document, _ = read(f"<p>三市携手共建\n同城化迈出新步伐</p><p>{unbroken}强化保障。</p>")
    assert document.text.startswith("三市携手共建 同城化迈出新步伐\n")


def test_the_title_over_the_main_text_of_a_page_laid_out_by_tables() -> None:
    links = "".join(f"<td><a href=/{i}>栏目{i}</a>" for i in range(10))
    text = "<p>现将方案印发给你们，请认真贯彻执行。</p>" * 9
    page = f"<table><tr>{links}</table><table><tr><td align=center>关于印发重点任务分工方案的通知<tr><td>{text}</table>"
    document, _ = read(page)
    title = next(b for b in document.blocks if not isinstance(b, Furniture))
    assert isinstance(title, Paragraph) and title.style == "title"
    assert shape(document)[0] == "关于印发重点任务分工方案的通知"


def test_a_bar_of_links_in_one_line_tells_a_site() -> None:
    links = " | ".join(f"<a href=/{i}>栏目{i}</a>" for i in range(9))
    text = "<p>现将方案印发给你们，请认真贯彻执行。</p>" * 9
    document, _ = read(f"<table><tr><td>{links}</table><table><tr><td>{text}</table>")
    assert shape(document) == ["现将方案印发给你们，请认真贯彻执行。"] * 9
    assert [kind for kind, _ in furniture(document)] == ["navigation"]


@pytest.mark.parametrize("name", ["print-content", "footer-box", "toolsArea", "main-tabs"])
def test_what_holds_the_notice_is_no_furniture_whatever_its_name(name: str) -> None:
    text = "<p>一、工作目标</p><p>到2025年，建成现代化综合交通运输体系，服务能力显著提升。</p>" * 3 + "<p>省政府办公厅</p>"
    document, _ = read(SITE.replace("{metadata}", "").replace("<p>各市人民政府：</p>", f'<div class="{name}"><p>各市人民政府：</p>{text}</div>'))
    assert shape(document)[1:4] == ["各市人民政府：", "一、工作目标", "到2025年，建成现代化综合交通运输体系，服务能力显著提升。"]
    assert "省政府办公厅" in shape(document)


def test_a_byline_names_the_pages_source() -> None:
    document, _ = read("<h1>省政府召开常务会议</h1><p>来源：江西日报　发布时间：2020-07-06 08:30</p><p>7月3日，省长主持召开会议。</p>")
    assert document.meta["source"] == "江西日报"
    assert [kind for kind, _ in furniture(document)] == ["tools"]


def test_a_viewers_file_is_an_attachment() -> None:
    _, findings = read("<p>见附件</p><iframe src='/pdfjs/viewer.html?file=%2Fu%2F1.pdf'></iframe>")
    assert "1.pdf → /pdfjs/viewer.html" in findings[0].message


def test_a_saved_page_that_only_frames_another() -> None:
    parts = ("<title>门户</title><iframe src=cid:2></iframe><p>首页", "<p>关于印发分工方案的通知：现将方案印发给你们。")
    page = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n' + "".join(
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{part}\n" for part in parts
    )
    assert shape(read((page + "--b--\n").encode(), MHTML)[0]) == ["关于印发分工方案的通知：现将方案印发给你们。"]


def test_saved_pages() -> None:
    page = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n"
        b"--b\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>=C9=BD=B6=AB</p>\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    )
    assert shape(read(page, MHTML)[0]) == ["山东"]


def test_deep_nesting_is_read_or_refused_but_never_lost_in_silence() -> None:
    assert shape(read("<div>" * 1000 + "深" + "</div>" * 1000)[0]) == ["深"]
    with pytest.raises(Unreadable, match="too deeply"):
        read("<div>" * 100_000 + "深")


def test_pictures_in_the_page_do_not_count() -> None:
    picture = b'<img src="data:image/png;base64,' + b"QUJD" * 6_000_000 + b'">'
    assert shape(read("<p>甲</p>".encode() + picture + "<p>乙</p>".encode())[0]) == ["甲", "乙"]


HOSTILE = {
    "nothing": (b"<html></html>", "empty-file"),
    "a script alone": (b"<html><body><script>draw()</script></body></html>", "empty-file"),
    "too large": (b"<p>" + b" " * (21 << 20), "file-too-large"),
    "a table of endless spans": (b"<table>" + b"<tr><td colspan=1000 rowspan=9999>a" * 6000, "file-too-large"),
}


@pytest.mark.parametrize(("page", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_bad_pages_are_refused_in_one_line(page: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(page)
    assert refused.value.code == code
    assert "\n" not in refused.value.message


def test_a_table_in_a_layout_table_is_read_once() -> None:
    inner = "<table border=1><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>编制规划</td></tr></table>"
    outer = "".join(f"<tr><td>{text}</td></tr>" for text in ("首页", f"<p>一、总则</p><p>二、分则</p>{inner}<p>三、附则，自印发之日起施行。</p>", "打印"))
    document, _ = read(f"<body><table>{outer}</table></body>")
    assert document.text.count("编制规划") == 1
    assert "三、附则，自印发之日起施行。" in shape(document)


def test_a_data_table_with_a_table_in_a_cell_gives_both_once() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    rows = "".join(f"<tr><td>{i}</td><td>{'编制并实施年度重点任务规划' * 3}{inner if i == 2 else ''}</td></tr>" for i in range(4))
    document, _ = read(f"<body><table border=1>{rows}</table></body>")
    assert document.text.count("丙") == 1


def test_few_chinese_bytes_among_much_markup_tell_the_encoding() -> None:
    page = f"<html><head><title>任务分工</title><style>{'p{margin:0}' * 900}</style></head><body><p>责任单位</p></body></html>"
    assert read(page.encode("gb18030"))[0].text == "责任单位\n"


def test_a_number_and_a_broken_title_beside_the_main_text() -> None:
    links = "".join(f'<a href="/{i}">栏目{i}</a><br>' for i in range(9))
    text = "<p>各区人民政府：</p><p>现将重点任务分工印发给你们，请认真组织实施，并按时报告进展情况。</p>"
    page = f'<body><div class="nav">{links}</div><h1>某市人民政府<br>关于推进改革的通知</h1><p>某政发〔2022〕4号</p><div id="zoom">{text}</div></body>'
    assert shape(read(page)[0])[:2] == ["某市人民政府关于推进改革的通知", "某政发〔2022〕4号"]


def test_breaks_in_a_heading_that_holds_prose_part_paragraphs() -> None:
    assert shape(read("<h4>一、加快建设。<br>二、抓好落实。</h4>")[0]) == ["一、加快建设。", "二、抓好落实。"]


def test_lines_of_links_below_the_text() -> None:
    document, _ = read('<div id="zoom"><p>请认真组织实施，并报告进展。</p><p>附件下载：<a href="a.doc">分工表.doc</a></p><p>相关链接：<a href="b">解读</a></p></div>')
    assert [kind for kind, _ in furniture(document)] == ["attachments", "attachments"]


def test_lines_below_the_foot_of_a_site() -> None:
    document, _ = read("<p>各单位要抓好落实。</p><p>版权所有：市人民政府办公室<br>地址：中山路1号 邮编：100000</p>")
    assert furniture(document) == [("tools", "版权所有：市人民政府办公室"), ("footer", "地址：中山路1号 邮编：100000")]
