"""Pages whose notice only a script would show."""

from __future__ import annotations

import json
from html import escape

import pytest

from readers.build import plain
from readers.test_html import read
from taskextract.document import Document, Heading, Paragraph, Table

TITLE = "某市关于印发重点任务分工的通知"
NOTICE = (
    "<p>各区人民政府，市政府各部门：现将重点任务分工印发给你们，请结合实际认真贯彻落实，并于年底前报告进展。</p>"
    "<table border=1><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>"
    "<tr><td>1</td><td>新建公园三座，改造老旧小区二十个，完善无障碍设施。</td><td>市住房城乡建设局</td></tr></table>"
)
DATA = json.dumps({"title": TITLE, "content": NOTICE})
STORED = {
    "a form field": f'<textarea style="display:none">{escape(NOTICE)}</textarea>',
    "a hidden field": f'<input type="hidden" value="{escape(NOTICE)}">',
    "data of a script": f'<div id="app"></div><script type="application/json">{DATA}</script>',
    "a script's variable": f"<script>var a = 1; window.STATE = {DATA};</script>",
    "a template": f"<script type='text/template'>{NOTICE}</script>",
    "a page inside the page": f'<iframe srcdoc="{escape(NOTICE)}"></iframe>',
    "for readers without scripts": f"<noscript>{NOTICE}</noscript>",
    "hidden until a script has run": f'<div id="js_content" style="visibility: hidden; opacity: 0;">{NOTICE}</div>',
}


def said(document: Document) -> list[str]:
    return [plain(document, b.spans) for b in document.blocks if isinstance(b, Paragraph | Heading)]


@pytest.mark.parametrize("body", STORED.values(), ids=STORED.keys())
def test_the_notice_is_read_from_where_the_page_keeps_it(body: str) -> None:
    document, _ = read(f"<html><head><title>{TITLE}_某市人民政府</title></head><body>{body}<p>版权所有：某市人民政府</p></body></html>")
    assert any(line.startswith("各区人民政府，市政府各部门：") for line in said(document))
    assert sum(isinstance(b, Table) for b in document.blocks) == 1


def test_the_title_that_only_the_window_shows_is_read_too() -> None:
    document, findings = read(f"<html><head><title>{TITLE}</title></head><body>{STORED['data of a script']}</body></html>")
    assert said(document)[0] == TITLE
    assert [f.code for f in findings] == ["reader-note"]


def test_what_scripts_keep_beside_a_notice_is_left_alone() -> None:
    document, findings = read(f"<body>{NOTICE}<script>var other = {json.dumps('<p>' + '另一篇文章。' * 12 + '</p>')}</script></body>")
    assert "另一篇" not in document.text
    assert findings == ()
