"""Lines around a notice that are none of its text: how secret it is, who gets copies, its contents page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from taskextract.document import Block, Document, Furniture, Heading, Paragraph
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
_ENTRIES = 2  # entries that make a contents page


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
    entries = [
        i for i, (text, b) in enumerate(zip(texts, document.blocks, strict=True))
        if (len(text) < 90 and LEADER.match(text)) or (isinstance(b, Furniture) and b.kind == "contents")
    ]  # fmt: skip
    if len(entries) < _ENTRIES:
        return document
    chosen = set(entries)
    if entries[0] and _CONTENTS.match(texts[entries[0] - 1]):
        chosen.add(entries[0] - 1)
    blocks: list[Block] = [
        Furniture(b.spans, "contents") if i in chosen and isinstance(b, Heading | Paragraph) else b
        for i, b in enumerate(document.blocks)
    ]
    return replace(document, blocks=tuple(blocks))
