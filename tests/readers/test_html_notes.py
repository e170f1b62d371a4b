"""Notes of web pages: marks in the text, notes below it."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te

PAGE = """<html><body><div><p>某市关于加强救助管理的实施方案</p><p>一、加强保障</p>
<p>1.提高救助标准{one}，覆盖8万人，新建绿地5000m<sup>2</sup>。（市财政局牵头）</p>
<p>2.核对家庭收入{two}。（市民政局负责）</p><hr>{notes}</div></body></html>"""
MANNERS = {
    "raised": ("<sup>[1]</sup>", "<sup>[2]</sup>", "<p>[1] 指低保标准。</p><p>[2] 指年收入。</p>"),
    "raised, circled": ("<sup>①</sup>", "<sup>②</sup>", "<p>①指低保标准。</p><p>②指年收入。</p>"),
    "raised, notes too": ("<sup>1</sup>", "<sup>2</sup>", "<p><sup>1</sup>指低保标准。</p><p><sup>2</sup>指年收入。</p>"),
    "Word": (
        "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>",
        "<a style='mso-footnote-id:ftn2' href='#_ftn2' name='_ftnref2'><span class=MsoFootnoteReference>[2]</span></a>",
        "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 指低保标准。</p></div>"
        "<div id=ftn2><p><a href='#_ftnref2' name='_ftn2'>[2]</a> 指年收入。</p></div>",
    ),
    "a list": ("<sup><a href='#n1'>1</a></sup>", "<sup><a href='#n2'>2</a></sup>", "<ol><li id=n1>指低保标准。</li><li id=n2>指年收入。</li></ol>"),
}


@pytest.mark.parametrize("manner", MANNERS)
def test_marks_and_notes_are_no_part_of_the_measures(tmp_path: Path, manner: str) -> None:
    one, two, notes = MANNERS[manner]
    path = tmp_path / "a.html"
    path.write_text(PAGE.format(one=one, two=two, notes=notes), "utf-8")
    notice = te.read(path)
    measures = [m.text for t in notice.tasks for m in t.measures]
    assert measures == ["提高救助标准，覆盖8万人，新建绿地5000m2。", "核对家庭收入。"]
    assert notice.document.chars_unused == 0


def test_a_raised_number_without_a_note_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE.format(one="<sup>3</sup>", two="", notes=""), "utf-8")
    assert "标准3，覆盖" in te.read(path).tasks[0].measures[0].text
