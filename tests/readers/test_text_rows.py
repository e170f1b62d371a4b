"""Sheets saved as text."""

from __future__ import annotations

import pytest

from taskextract.readers.text import read_text
from taskextract.readers.text_rows import is_separated, rows_as_tabs, without_quotes

ROWS = {
    "commas": ('任务表\n序号,任务\n1,"编制规划。\n组织实施。"\n', "任务表\n序号\t任务\n1\t编制规划。<p>组织实施。"),
    "semicolons": ("序号;任务\n1;编制,实施\n", "序号\t任务\n1\t编制,实施"),
    "tabs": ("序号\t任务\n1\t编制,实施\n", "序号\t任务\n1\t编制,实施"),
    "a sign that the file names": ("sep=;\n序号;任务,措施\n", "序号\t任务,措施"),
    "a sheet that begins in its second column": (",任务表,\n,,\n,序号,任务\n,,修路\n", "任务表\n\n序号\t任务\n\t修路"),
    "one column": ("任务\n编制规划\n", "任务\n编制规划"),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS.keys())
def test_rows_of_a_csv_file(text: str, expected: str) -> None:
    assert rows_as_tabs(text, "a.csv") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('1\t"甲。\n乙。"\t市教育局\n', "1\t甲。<p>乙。\t市教育局\n"),
        ('1\t"说""好""话"\n', '1\t说"好"话\n'),
        ('1\t"一网通办"\t市教育局\n', '1\t"一网通办"\t市教育局\n'),
        ('推进"放管服"改革\t市教育局\n', '推进"放管服"改革\t市教育局\n'),
    ],
)
def test_quotes_of_a_sheet_program_go_and_those_of_the_notice_stay(text: str, expected: str) -> None:
    assert without_quotes(text) == expected


def test_rows_are_told_by_what_they_hold() -> None:
    assert is_separated('"任务表","",""\n序号,任务,单位\n1,"编制规划,\n组织实施",市教育局\n')
    assert not is_separated("|序号|任务,措施|\n|---|---|\n|1|修路|\n|2|架桥|\n")
    assert not is_separated("2月6日下午,省委、省政府召开会议,安排重点任务。\n王某指出,要加快推进,狠抓落实,确保见效。\n会议要求,抓好落实。\n")


def test_titles_over_a_header_that_tabs_part() -> None:
    document = read_text("任务分工表\t\t\n单位：各区\t\t\n序号\t任务\t责任单位\n1\t修路\t市交通局\n二、民生\t\t\n")
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Paragraph", "Table"]
