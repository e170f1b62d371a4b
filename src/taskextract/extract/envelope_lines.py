"""Lines around a notice that are none of its text: how secret it is, who gets copies, its contents page."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from taskextract.document import Block, Document, Furniture, Heading, Paragraph, Span, Table
from taskextract.extract.tail_parts import is_bodies
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

LEADER = re.compile(r"\S.*?(?:[…⋯]{2,}|[.·．・﹒]{4,}|(?:\s[.·…])+\s?)\s*[（(]?\d{1,3}[)）]?$")
"""An entry of a contents page: words, a line of dots, a page number."""
_CONTENTS = re.compile(r"目\s*[录次]$")
_COPY_NUMBER = re.compile(r"\d{6}|№\s*\d+")
_IMPRINT = re.compile(r"\S{2,40}?(?:\d{4}|[〇○零一二三四五六七八九]{4})年\S{1,3}月\S{1,3}日(?:印发|印)$")
_STARTS = re.compile(r"附件|附表|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]")
_MOST = 10  # lines from the first line of copies to the imprint
_ENTRIES = 2  # entries with dots that make a contents page
_UNLED = 3  # entries without dots
_LONGEST_ENTRY = 90
_LOOKED_AT = 8  # texts with the same beginning of which one may be the heading that an entry announces
_ENDS_WITH_NUMBER = re.compile(r"\d[)）]?\s*$")
_ENTRY = re.compile(r"(?P<words>.*?[^\d.．,，\-—–])[（(]?(?P<page>\d{1,3})[)）]?")


@cache
def _marking() -> re.Pattern[str]:
    words = "|".join(load_words("envelope")["markings"])
    term = r"(?:[★☆*＊●]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个?月|天|日)|[★☆*＊●]?长期|[★☆*＊●])"
    return re.compile(rf"(?:(?:{words}){term}?)+")


def is_marking(text: str) -> bool:
    """Whether a line says how secret or urgent a notice is (机密★1年, 特急), or is the number of the copy."""
    return _marking().fullmatch(text) is not None or _COPY_NUMBER.fullmatch(text) is not None


def side_by_side(line: Strand, is_signer: Callable[[str], bool]) -> list[Strand]:
    """The signers that a line names: one, or several that blanks part; none where it is no signers' line."""
    cuts = [0, *(i for i in range(1, len(line)) if line.gap_before(i)), len(line)]
    parts = [line[a:b] for a, b in itertools.pairwise(cuts)]
    if len(parts) > 1 and all(is_signer(part.text) for part in parts):
        return parts
    return [line] if is_signer(line.text) else []


def colophon(texts: Sequence[str], first: int) -> set[int]:
    """The lines from `first` on that tell who gets copies, over several lines, and the imprint below them."""
    out: set[int] = set()
    for n in range(first, len(texts)):
        if n in out or not texts[n].startswith(tuple(load_words("envelope")["copies"])):
            continue
        below = range(n, min(n + _MOST, len(texts)))
        imprint = next((m for m in below if _IMPRINT.match(texts[m])), None)
        last = n if imprint is None else imprint
        if imprint is None or any(_STARTS.match(texts[m]) for m in range(n, imprint)):
            last = n
            while last + 1 < len(texts) and is_bodies(texts[last + 1].rstrip("。")):
                last += 1
        out.update(range(n, last + 1))
    return out | {n for n in range(first, len(texts)) if _IMPRINT.match(texts[n]) and texts[n].endswith("印发")}


def without_contents(document: Document) -> Document:
    """The document with the entries of its contents page as furniture."""
    texts = [Strand.of(document, b.spans).text if isinstance(b, Heading | Paragraph) else "" for b in document.blocks]
    led = [
        i for i, (text, b) in enumerate(zip(texts, document.blocks, strict=True))
        if (len(text) < _LONGEST_ENTRY and LEADER.match(text)) or (isinstance(b, Furniture) and b.kind == "contents")
    ]  # fmt: skip
    entries = sorted({*(led if len(led) >= _ENTRIES else ()), *_announcing(document, texts)})
    if not entries:
        return document
    chosen = set(entries)
    if entries[0] and _CONTENTS.match(texts[entries[0] - 1]):
        chosen.add(entries[0] - 1)
    blocks: list[Block] = [
        Furniture(_spans_of(b), "contents") if i in chosen and not isinstance(b, Furniture) else b
        for i, b in enumerate(document.blocks)
    ]
    return replace(document, blocks=tuple(blocks))


def _announcing(document: Document, texts: Sequence[str]) -> list[int]:
    """Entries of a contents page that no line of dots shows.

    Evidence: blocks one below the other whose words each begin a later block too, with page numbers that do
    not fall, or (without numbers) below the word 目录.
    """
    told = sorted((text, i) for i, text in enumerate(texts) if text)
    out: list[int] = []
    run: list[int] = []
    numbers: list[int] = []
    headed = False
    for i, (text, block) in enumerate(zip(texts, document.blocks, strict=True)):
        if isinstance(block, Furniture):
            continue
        rows = _rows(document, block) if isinstance(block, Table) else [text]
        found = [_ENTRY.fullmatch(row) for row in rows if len(row) < _LONGEST_ENTRY]
        pages = [int(entry["page"]) for entry in found if entry]
        numbered = 0 < len(pages) == len(rows) and pages == sorted(pages) and pages[0] >= max(numbers, default=0)
        bare = [entry["words"] for entry in found if entry] if numbered else rows if headed and not isinstance(block, Table) else []
        if bare and all(_begins_later(told, words, i) for words in bare):
            run.append(i)
            numbers += pages if numbered else []
            continue
        out += run if headed or len(numbers) >= _UNLED else []
        run, numbers, headed = [], [], _CONTENTS.match(text) is not None
    return out


def _begins_later(told: Sequence[tuple[str, int]], words: str, i: int) -> bool:
    """Whether a block after the block `i` begins with the `words`."""
    first = bisect_left(told, (words, 0))
    return any(n > i and text.startswith(words) for text, n in told[first : first + _LOOKED_AT])


def _rows(document: Document, table: Table) -> list[str]:
    """The rows of a table, each as one text; none of one that does not end with a number, as contents do."""
    last = next((cell.paragraphs[-1][-1] for cell in reversed(table.cells) if cell.paragraphs), None)
    if last is None or not _ENDS_WITH_NUMBER.search(document.text[last.start : last.end]):
        return []
    rows: dict[int, str] = {}
    for cell in table.cells:
        rows[cell.row] = rows.get(cell.row, "") + "".join(Strand.of(document, p).text for p in cell.paragraphs)
    return list(rows.values())


def _spans_of(block: Heading | Paragraph | Table) -> tuple[Span, ...]:
    if isinstance(block, Table):
        return tuple(span for cell in block.cells for paragraph in cell.paragraphs for span in paragraph)
    return block.spans
