"""Documents named in a text."""

from __future__ import annotations

import pytest

from taskextract.normalize.citations import (
    SAME,
    Citation,
    find_citations,
    merge,
    read_doc_number,
    same_citation,
)
from taskextract.strand import Strand


def strand(text: str) -> Strand:
    return Strand.over(text, 0, len(text))


def citation(title: str | None, number: str | None = None) -> Citation:
    return Citation(title, number, "mentions", strand(title or number or ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《山东省人民政府关于加快推进省会经济圈一体化发展的指导意见》（鲁政发〔2020〕8号）精神，制定本方案。",
            [("山东省人民政府关于加快推进省会经济圈一体化发展的指导意见", "鲁政发〔2020〕8号", "based_on")],
        ),
        (
            "签署了《交通合作协议》《民生合作协议》,审议通过了《行动方案》(审议稿)。",
            [("交通合作协议", None, "signed"), ("民生合作协议", None, "signed"), ("行动方案", None, "adopted")],
        ),
        (
            "严格落实《城乡空间规划》，高标准编制《东平湖专项规划》。",
            [("城乡空间规划", None, "implements"), ("东平湖专项规划", None, "to_compile")],
        ),
        ("将鲁政办发〔2019〕13 号中支持政策扩大至两市。", [(None, "鲁政办发〔2019〕13号", "mentions")]),
        ("按照国办发[2018]117 号文件要求推进。", [(None, "国办发〔2018〕117号", "based_on")]),
        ("《节水办法》已印发实施。", [("节水办法", None, "adopted")]),
        ("贯彻落实《实施方案（试行）》（国办函﹝2019﹞12）。", [("实施方案（试行）", "国办函〔2019〕12号", "implements")]),
        ("制定出台《管理细则》，修订《应急预案》。", [("管理细则", None, "to_compile"), ("应急预案", None, "to_compile")]),
        (
            "依据《国务院关于修改〈某条例〉的决定》和财政部令第87号执行。",
            [("国务院关于修改〈某条例〉的决定", None, "based_on"), (None, "财政部令第87号", "based_on")],
        ),
        ("各县〔区〕要加强《条例》的宣传。", [("条例", None, "mentions")]),
        ("参加“369”行动，到2020年完成。", []),
    ],
)
def test_find_citations(text: str, expected: list[tuple[str | None, str | None, str]]) -> None:
    assert [(c.title, c.doc_number, c.relation) for c in find_citations(strand(text))] == expected


def test_where_holds_title_and_number() -> None:
    text = "根据《意见》（鲁政发〔2020〕8号）要求"
    (found,) = find_citations(strand(text))
    assert found.where.text == "《意见》（鲁政发〔2020〕8号）"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国办发〔2018〕117号", "国办发〔2018〕117号"),
        ("国办发[2018]117 号", "国办发〔2018〕117号"),
        ("鲁政字（2021）9号", "鲁政字〔2021〕9号"),
        ("泰政办函 〔 2020 〕 3 号", "泰政办函〔2020〕3号"),
        ("苏府办笺〔2022〕15", "苏府办笺〔2022〕15号"),
        ("川办发电【2023】08号", "川办发电〔2023〕8号"),
        ("工信部联企业〔2022〕68号", "工信部联企业〔2022〕68号"),
        ("国务院令第743号", "国务院令第743号"),
        ("各县〔区〕人民政府", None),
        ("规划（2021—2025年）", None),
        ("（2020）12个项目", None),
        ("2020年8号线", None),
    ],
)
def test_read_doc_number(text: str, expected: str | None) -> None:
    assert read_doc_number(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("关于加快推进省会经济圈一体化发展的指导意见",), ("关于加快省会经济圈一体化发展的指导意见",), True),
        (("山东省人民政府关于加快发展的指导意见",), ("关于加快发展的指导意见",), True),
        (("甲方案", "鲁政发〔2020〕8号"), ("乙方案", "鲁政发〔2020〕8号"), True),
        (("甲方案", "鲁政发〔2020〕8号"), ("甲方案", "鲁政发〔2020〕9号"), False),
        (("关于印发某市防洪规划的通知",), ("某市防洪规划",), True),
        (("某市防洪规划（试行）",), ("某市防洪规划",), True),
        (("关于加快省会经济圈一体化发展的指导意见",), ("关于加快胶东经济圈一体化发展的指导意见",), False),
        (("甲市人民政府关于加快发展的意见",), ("乙市人民政府关于加快发展的意见",), False),
        (("2021年工作要点",), ("2022年工作要点",), False),
    ],
)
def test_same_citation(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    score = same_citation(citation(*one), citation(*other))
    assert (score >= SAME) is same
    assert same_citation(citation(*other), citation(*one)) == score


def test_merge_groups_and_tells() -> None:
    named = [
        citation("关于加快推进甲乙丙经济圈一体化发展的指导意见", "鲁政发〔2020〕8号"),
        citation("某规划"),
        citation("关于加快甲乙丙经济圈一体化发展的指导意见"),
        citation(None, "鲁政发〔2020〕8号"),
    ]
    groups, findings = merge(named)
    assert [len(g) for g in groups] == [3, 1]
    assert [(f.code, f.before) for f in findings] == [
        ("merged-citation", "关于加快甲乙丙经济圈一体化发展的指导意见")
    ]
