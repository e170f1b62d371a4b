"""Labels of every kind, which sections are no tasks, where sentences end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskextract.extract.outline import read_label, section_kind
from taskextract.extract.plan_tree import build_tree
from taskextract.extract.plan_wrapping import Line
from taskextract.extract.sentences import bracket_pairs, split_clauses, split_sentences
from taskextract.strand import Strand, join
from taskextract.vocabulary.words import load_words


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("一、总体要求", "han", 1),
        ("二十一、加快", "han", 21),
        ("（三）推进", "han-bracket", 3),
        ("(三)推进", "han-bracket", 3),
        ("㈡推进", "han-bracket", 2),
        ("1.加快", "digit", 1),
        ("12．加快", "digit", 12),
        ("3、加快", "digit", 3),
        ("⒋加快", "digit", 4),
        ("1.2018年底前完成", "digit", 1),
        ("2.3月底前完成", "digit", 2),
        ("1.2加快", "decimal-2", 2),
        ("1.2.3加快", "decimal-3", 3),
        ("（4）加快", "digit-bracket", 4),
        ("⑷加快", "digit-bracket", 4),
        ("5）加快", "digit-half", 5),
        ("⑥加快", "circled", 6),
        ("第十二条 加快", "article", 12),
        ("第二章 总则", "chapter", 2),
        ("第一部分 总体要求", "part", 1),
        ("任务三：加快", "named", 3),
        ("——创新共建。", "dash", None),
    ],
)
def test_labels(text: str, kind: str, number: int | None) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.kind, label.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    ["2.5亿元投资", "1.5倍", "2020年，全市", "一是加强领导", "一季度", "（以下简称）", "5G网络", "3个方面"],
)
def test_no_labels(text: str) -> None:
    assert read_label(text) is None


def test_ranks_follow_the_usual_order() -> None:
    order = [
        "第一部分 x",
        "第一章 x",
        "第一节 x",
        "第一条 x",
        "一、x",
        "（一）x",
        "1.x",
        "1.1加快",
        "（1）x",
        "1）x",
        "①x",
    ]
    labels = [read_label(text) for text in order]
    ranks = [label.rank for label in labels if label]
    assert len(ranks) == len(order)
    assert all(a < b for a, b in itertools.pairwise(ranks))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("工作目标和基本原则", "goal"),
        ("基本原则", "principle"),
        ("指导思想", "principle"),
        ("总体要求", "goal"),
        ("发展目标", "goal"),
        ("保障措施", "safeguard"),
        ("组织实施", "safeguard"),
        ("加强组织领导", "safeguard"),
        ("强化督导考核", "safeguard"),
        ("工作要求", "safeguard"),
        ("排查范围和对象", "purpose"),
        ("扩大覆盖范围", None),
        ("主要任务", None),
        ("推进交通互联互通", None),
        ("完善社会保障体系建设", None),
        ("工作内容", None),
    ],
)
def test_section_kinds(title: str, kind: str | None) -> None:
    assert section_kind(title) == kind


def test_every_example_of_a_section_kind_is_of_it() -> None:
    for entry in load_words("outline")["section_kinds"]:
        assert section_kind(entry["example"]) == entry["kind"], entry


def strand(text: str) -> Strand:
    return Strand.over(text, 0, len(text), keep_blanks=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙（丙。丁）戊。己", ["甲。", "乙（丙。丁）戊。", "己"]),
        ("他说：“好。”我们走。", ["他说：“好。”", "我们走。"]),
        ("讲好“黄河故事。”系列活动。完", ["讲好“黄河故事。”系列活动。", "完"]),
        ("“甲。”，乙。丙", ["“甲。”，乙。", "丙"]),
        ("实施《甲。乙》工程。丁", ["实施《甲。乙》工程。", "丁"]),
        ("（未闭合。再来。", ["（未闭合。", "再来。"]),
        ("推进甲.加快乙.", ["推进甲.", "加快乙."]),
        ("投资2.5亿元。完", ["投资2.5亿元。", "完"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(strand(text))] == expected


def test_clauses_spare_brackets() -> None:
    assert [c.text for c in split_clauses(strand("甲（乙；丙）；丁。"))] == ["甲（乙；丙）；", "丁。"]


def test_mixed_brackets_pair() -> None:
    assert bracket_pairs("甲（乙]丙〔丁）") == ((1, 3), (5, 7))


@given(st.text(alphabet="甲乙。；，（）〔〕“”《》.1 ", max_size=60))
def test_sentences_tile_the_strand(text: str) -> None:
    whole = strand(text)
    assert join(split_sentences(whole)).text == whole.text


def _labels(lines: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    text = "\n".join(lines)
    starts = [sum(len(x) + 1 for x in lines[:n]) for n in range(len(lines))]
    made = [Line(Strand.over(text, at, at + len(line))) for at, line in zip(starts, lines, strict=True)]
    root = build_tree(made)
    return [(str(c.mark.text if c.mark else ""), [g.mark.text for g in c.children if g.mark]) for c in root.children]


def test_numbers_with_a_point_may_lie_below_those_with_a_comma() -> None:
    lines = ("1、建设道路", "1.新建道路3条。", "2.改造道路2条。", "2、建设桥梁", "1.新建桥梁3座。", "3、建设机场", "1.新建机场1座。")
    assert _labels(lines) == [("1、", ["1.", "2."]), ("2、", ["1."]), ("3、", ["1."])]


def test_signs_that_are_mixed_by_mistake_make_no_levels() -> None:
    lines = ("1、建设道路3条。", "2.改造道路2条。", "3、建设桥梁3座。", "4.建设机场1座。")
    assert _labels(lines) == [("1、", []), ("2.", []), ("3、", []), ("4.", [])]
