"""What a site prints around a page's text, where the page was printed or copied: links above it, the site's foot below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from taskextract.document import Block, Document, Furniture, Heading, Paragraph
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

_MOST_LINKS = 40
"""Lines at the top among which the line that says where the page stands is looked for."""
_LONGEST_LINK = 24
_MOST_BELOW = 15
"""Lines of a site's foot at most."""
_LONGEST_BELOW = 120
_APART = 3
"""Lines of the foot that stand between two that are known as such, at most."""


def without_site_frame(document: Document) -> Document:
    """The document with the lines that a site prints around it as furniture; as it is where it shows none."""
    lines = [(i, _bare(document, b)) for i, b in enumerate(document.blocks) if isinstance(b, Heading | Paragraph)]
    texts = [text for _, text in lines]
    head, foot = _links_above(texts), _foot(texts)
    chosen = {i: "navigation" for i, _ in lines[:head]} | {i: "footer" for i, _ in lines[foot:]}
    if not chosen:
        return document
    return replace(document, blocks=tuple(_marked(b, chosen.get(i)) for i, b in enumerate(document.blocks)))


def _bare(document: Document, block: Heading | Paragraph) -> str:
    return "".join(Strand.of(document, block.spans).text.split())


def _marked(block: Block, kind: str | None) -> Block:
    return Furniture(block.spans, kind) if kind and isinstance(block, Heading | Paragraph) else block


def _links_above(texts: Sequence[str]) -> int:
    """How many lines the links at the top are: short ones, down to the line that says where in the site the page stands."""
    trail = next((n for n, text in enumerate(texts[:_MOST_LINKS]) if _pattern("trail_line").fullmatch(text)), -1)
    above = texts[: max(trail, 0)]
    return trail + 1 if all(len(text) <= _LONGEST_LINK and "。" not in text for text in above) else 0


def _foot(texts: Sequence[str]) -> int:
    """Where the site's foot begins: with the links right above what only such a foot says; behind the last line for none."""
    low = max(0, len(texts) - _MOST_BELOW)
    known = [n for n in range(low, len(texts)) if _is_known(texts[n])]
    plain = [n for n in range(low, len(texts)) if len(texts[n]) > _LONGEST_BELOW or "。" in texts[n]]
    last = next((n for n in reversed(known) if _pattern("foot_line").fullmatch(texts[n])), None)
    if last is None or (plain and plain[-1] > last):
        return len(texts)
    first = last
    for n in reversed(known):
        if n < first and first - n <= _APART and not any(n < p < last for p in plain):
            first = n
    return first


def _is_known(text: str) -> bool:
    return _pattern("furniture_lines").fullmatch(text) is not None or _pattern("foot_line").fullmatch(text) is not None


@cache
def _pattern(key: str) -> re.Pattern[str]:
    said: str | list[str] = load_words("web")[key]
    return re.compile(said if isinstance(said, str) else "|".join(f"(?:{line})" for line in said))
