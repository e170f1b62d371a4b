"""The text reader: encodings, headings, tables as tab-separated or Markdown rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from taskextract.document import Document, Furniture, Heading, Paragraph, Table
from taskextract.readers.source import Source, Unreadable
from taskextract.readers.text import read, read_text
from taskextract.strand import Strand

NOTICE = "山东省人民政府关于加快推进省会经济圈一体化发展的指导意见\n各市人民政府：\n　　为加快一体化发展，现提出以下意见。（责任单位：省发展改革委、省交通运输厅）\n"
TRADITIONAL = "臺灣省政府關於加快推進經濟發展的指導意見\n各縣市政府：\n　　為加快發展，現提出以下意見。責任單位：交通廳、財政廳。\n"


def read_bytes(data: bytes) -> Document:
    return read(Source(Path("notice.txt"), data, "text/plain"))[0]


def words(document: Document) -> list[str]:
    return [Strand.of(document, b.spans).text for b in document.blocks if not isinstance(b, Table)]


def cells(document: Document, table: Table) -> list[tuple[int, int, list[str]]]:
    return [(c.row, c.col, [Strand.of(document, p).text for p in c.paragraphs]) for c in table.cells]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (NOTICE, "utf-8"),
        (NOTICE, "utf-8-sig"),
        (NOTICE, "gb18030"),
        (NOTICE, "gbk"),
        (NOTICE, "utf-16"),
        (NOTICE * 3, "utf-16-le"),
        (NOTICE * 3, "utf-16-be"),
        (TRADITIONAL, "big5"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    document = read_bytes(text.encode(encoding))
    assert words(document) == words(read_text(text))
    assert "�" not in document.text


def test_a_bad_byte_is_marked_and_costs_only_itself() -> None:
    document, findings = read(Source(Path("a.txt"), (NOTICE * 5).encode() + b"\xe6\xff\n", "text/plain"))
    assert document.text.count("指导意见") == 5
    assert [f.code for f in findings] == ["decoding-doubt"]


def test_half_a_character_at_the_end_is_left_out_and_told() -> None:
    document, findings = read(Source(Path("a.txt"), (NOTICE * 3).encode("utf-16") + b"0", "text/plain"))
    assert document.text == read_text(NOTICE * 3).text
    assert [f.code for f in findings] == ["decoding-doubt"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 500, bytes(range(256)) * 20])
def test_binary_data_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(data)
    assert "notice.txt" in refusal.value.message
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize("data", ["  \n\u3000\n", "\ufeff\n"])
def test_blank_files_are_empty(data: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(data.encode())
    assert refusal.value.code == "empty-file"


def test_tab_separated_rows_are_a_table_with_paragraphs() -> None:
    document = read_text("分工表\n\n序号\t任务\t措施\t单位\n1\t交通\t<p>甲。</p> <p>乙。</p>\t省厅\n\t丙。\t市政府\n\n— 3 —\n（印发）\n")
    title, table, number, last = document.blocks
    assert isinstance(title, Paragraph) and isinstance(table, Table) and isinstance(last, Paragraph)
    assert isinstance(number, Furniture)
    assert cells(document, table)[4:8] == [(1, 0, ["1"]), (1, 1, ["交通"]), (1, 2, ["甲。", "乙。"]), (1, 3, ["省厅"])]
    assert cells(document, table)[8:] == [(2, 0, []), (2, 1, ["丙。"]), (2, 2, ["市政府"])]
    assert not table.spans_known
    assert "<p>" not in document.text


def test_each_chunk_of_rows_is_a_table_of_its_own() -> None:
    document = read_text("序号\t单位\n1\t甲\n\n序号\t单位\n2\t乙\n")
    assert [b.n_rows for b in document.blocks if isinstance(b, Table)] == [2, 2]


def test_markdown_headings_tables_and_emphasis() -> None:
    document = read_text("# 题目\n\n## 第一节\n| 序号 | **任务** |\n|---|---|\n| 1 | 推进<br>落实 |\n\n- 做好**统筹**工作\n")
    first, second, table, item = document.blocks
    assert isinstance(first, Heading) and first.level == 1
    assert isinstance(second, Heading) and second.level == 2
    assert isinstance(table, Table)
    assert cells(document, table) == [(0, 0, ["序号"]), (0, 1, ["任务"]), (1, 0, ["1"]), (1, 1, ["推进", "落实"])]
    assert words(document) == ["题目", "第一节", "做好统筹工作"]
    assert isinstance(item, Paragraph)


def test_a_long_row_that_is_nearly_a_rule_costs_no_time() -> None:
    document = read_text(f"|任务|措施|\n|{'-' * 5000}无|甲|\n")
    (table,) = document.blocks
    assert isinstance(table, Table) and table.n_rows == 2


def test_an_indented_line_is_prose() -> None:
    document = read_text("\t为加快发展，制定本方案。\n")
    assert [type(b) for b in document.blocks] == [Paragraph]


def test_a_text_beyond_all_notices_is_refused_at_once() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(b"a" * 20_000_001)
    assert refusal.value.code == "file-too-large"


@pytest.mark.parametrize("line", ["- 3 -", "— 12 —", "第 3 页 共 5 页", "3/17"])
def test_page_numbers_are_furniture(line: str) -> None:
    assert [type(b) for b in read_text(f"为加快发展。\n{line}\n").blocks] == [Paragraph, Furniture]


def test_columns_parted_by_wide_blanks_are_a_table() -> None:
    rows = "序号    任务      措施            单位\n1       交通      加快建设。      省厅\n2       水利      推进工程。      市政府\n"
    title, table = read_text("分工表\n" + rows).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert (table.n_rows, table.n_cols) == (3, 4)


def test_names_in_a_byline_are_no_table() -> None:
    assert not any(isinstance(b, Table) for b in read_text("记者  张三  李四\n为加快发展。\n").blocks)


def test_comma_separated_rows_are_a_table() -> None:
    data = '分工表,,,\n序号,任务,措施,单位\n1,交通,"加快建设。\n推进落实。",省厅\n,,"做好工作，推进。",市政府\n'
    document, _ = read(Source(Path("a.csv"), data.encode(), "text/plain"))
    title, table = document.blocks
    assert isinstance(title, Paragraph) and isinstance(table, Table)
    assert cells(document, table)[4:8] == [
        (1, 0, ["1"]),
        (1, 1, ["交通"]),
        (1, 2, ["加快建设。", "推进落实。"]),
        (1, 3, ["省厅"]),
    ]


def test_a_broken_comma_separated_file_is_refused_in_one_line() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(Source(Path("a.csv"), ('"' + "推," * 200_000).encode(), "text/plain"))
    assert refusal.value.message.startswith("a.csv: no comma-separated table")
