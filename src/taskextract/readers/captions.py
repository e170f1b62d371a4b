"""Rows of a table that belong to none: titles over its header, notes below it, the titles of a next table in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taskextract.vocabulary.table_words import header_words

_MAX_HEADER = 30
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}[章节部编]")
_ANNEX = re.compile(r"(?:附件|附表|附录|表)[\d一二三四五六七八九十:：]")

Piece = tuple[int, int, bool]
"""First row, the row after the last, and whether the rows are a table's (else they are paragraphs)."""


def pieces(alone: Sequence[bool], rows: Sequence[Sequence[str]], titled: bool = False) -> Iterator[Piece]:
    """A table's rows cut where they stop being one table's.

    `alone` are rows that hold one text for the whole width, `rows` the texts of each row. Such a row
    over data is a section of the table and stays; over a header it is a title, at the end a note.
    With `titled` those at the top are titles whatever follows.
    """
    start = 0
    header = next((row for row, lone in zip(rows, alone, strict=True) if not lone), None)
    for first, last in _runs(alone) if header is not None else ():
        if first == 0:
            cut = titled or is_header(rows[last])
        elif last == len(rows):
            cut = not all(map(_is_section, rows[first:last]))
        else:
            cut = _begins_anew(rows[first:last], rows[last], header or ())
        if cut:
            if start < first:
                yield start, first, True
            yield first, last, False
            start = last
    if start < len(rows):
        yield start, len(rows), True


def is_header(texts: Sequence[str]) -> bool:
    """Whether a row's texts may be column headers: several, short, none a number or a sentence."""
    said = [text for text in texts if text]
    return len(said) > 1 and all(len(t) <= _MAX_HEADER and not t.isdecimal() and "。" not in t for t in said)


def _runs(alone: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Each stretch of rows that stand alone."""
    i = 0
    while i < len(alone):
        end = i
        while end < len(alone) and alone[end]:
            end += 1
        if end > i:
            yield i, end
        i = end + 1


def _is_section(row: Sequence[str]) -> bool:
    text = "".join(row)
    return _SECTION.match(text) is not None and "。" not in text


def _begins_anew(titles: Sequence[Sequence[str]], row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether titles and the row below them begin another table: other headers, or an annex of its own."""
    if not is_header(row) or sum(map(_is_known, row)) < 2:
        return False
    return list(row) != list(header) or any(_ANNEX.match("".join(title)) for title in titles)


def _is_known(text: str) -> bool:
    bare = "".join(text.split())
    return any(bare == word.word or (not word.exact and word.word in bare) for word in header_words())
