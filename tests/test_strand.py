"""Strands: clean text that still knows its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskextract.document import Document, Line, Paragraph, Span
from taskextract.strand import Strand, is_blank, join

TEXTS = st.text(alphabet="省市推进一体化，。 \n\t5GABC（）“”", max_size=60)


def strand_over(text: str) -> Strand:
    return Strand.over(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("省 交通\n运输厅", "省交通运输厅"),
        ("东营港 LNG 泊位", "东营港LNG泊位"),
        ("Belt  and\nRoad", "Belt and Road"),
        ("4 4 市", "4 4市"),
        ("　　为加快", "为加快"),
        ("\u200b推\ufeff进", "推进"),
    ],
)
def test_layout_blanks_go(text: str, clean: str) -> None:
    assert strand_over(text).text == clean


def test_kept_blanks_are_single() -> None:
    assert Strand.over("刘飞跃  夏侯凤超", 0, 9, keep_blanks=True).text == "刘飞跃 夏侯凤超"


@given(TEXTS)
def test_spans_slice_back_and_lose_nothing(text: str) -> None:
    strand = strand_over(text)
    assert "".join(c for c in strand.raw if not is_blank(c)) == strand.text.replace(" ", "")


@given(TEXTS, st.integers(0, 30), st.integers(0, 30))
def test_slices_stand_where_their_characters_stand(text: str, a: int, b: int) -> None:
    piece = strand_over(text)[a:b]
    assert piece.text.replace(" ", "") == "".join(c for c in piece.raw if not is_blank(c))


@given(TEXTS.filter(lambda t: len(strand_over(t)) > 2), st.data())
def test_mending_keeps_the_raw_text(text: str, data: st.DataObject) -> None:
    strand = strand_over(text)
    start = data.draw(st.integers(0, len(strand) - 1))
    end = data.draw(st.integers(start + 1, len(strand)))
    new = data.draw(st.text(alphabet="入海", max_size=2).filter(lambda n: bool(n) or end - start < len(strand)))
    mended = strand.mend(start, end, new)
    assert mended.text == strand.text[:start] + new + strand.text[end:]
    assert [c for c in mended.raw if not is_blank(c)] == [c for c in strand.raw if not is_blank(c)]


def test_a_mend_never_reaches_over_other_text() -> None:
    source = "推进一页脚体化"
    strand = join([Strand.over(source, 0, 3), Strand.over(source, 5, 7)])
    assert strand.mend(2, 4, "一") is strand


def test_pieces_of_two_cells_stay_apart() -> None:
    source = "负责统筹指导和\t推进一体化"
    strand = join([Strand.over(source, 0, 7), Strand.over(source, 8, 13)])
    assert strand.text == "负责统筹指导和推进一体化"
    assert [(s.start, s.end) for s in strand.spans] == [(0, 7), (8, 13)]


def test_a_character_put_behind_what_follows_it_keeps_its_place() -> None:
    source = "三、推进一体化"
    moved = join([Strand.over(source, 2, 7), Strand.over(source, 1, 2)])
    assert moved.raw == moved.text == "推进一体化、"


def test_a_page_break_parts_a_span_and_boxes_follow_the_characters() -> None:
    lines = (
        Line(0, 3, 1, (10.0, 700.0, 40.0, 712.0), [10.0, 20.0, 30.0, 40.0]),
        Line(3, 5, 2, (10.0, 50.0, 30.0, 62.0), [10.0, 20.0, 30.0]),
    )
    document = Document("推进一体化", (Paragraph((Span(0, 5),)),), "application/pdf", 2, lines=lines)
    assert document.locate([Span(1, 4)]) == (
        Span(1, 3, 1, (20.0, 700.0, 40.0, 712.0)),
        Span(3, 4, 2, (10.0, 50.0, 20.0, 62.0)),
    )


def test_characters_without_width_are_no_blanks() -> None:
    assert Strand.over("第2\u200b0\u00ad2 3号", 0, 9).text == "第202 3号"
