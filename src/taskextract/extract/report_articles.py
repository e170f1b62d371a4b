"""Where the articles of a newspaper page begin."""

from __future__ import annotations

from dataclasses import dataclass

from taskextract.document import Document, Furniture, Heading, Table
from taskextract.extract.outline import read_label
from taskextract.extract.report_lines import dateline_pattern, is_byline
from taskextract.extract.sentences import is_closed
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold

_NEAR = 5
_MAX_HEADLINE = 60


@dataclass(frozen=True, slots=True)
class _Block:
    """What a block looks like to a reader of newspapers."""

    text: str
    level: int
    headline: bool
    evidence: bool


def article_starts(document: Document) -> tuple[int, ...]:
    """Indices of the blocks with which an article begins, the first always among them; () for no text.

    Evidence: a headline with a byline or dateline of its own below it, before the next headline of
    its rank, and running text before it. Lines above the headline without a full stop are its kicker.
    """
    blocks = [_look(document, i) for i in range(len(document.blocks))]
    first = next((i for i, b in enumerate(blocks) if b.text), None)
    if first is None:
        return ()
    starts = [first]
    for i, block in enumerate(blocks):
        if not block.headline or not _has_own_evidence(blocks, i):
            continue
        start = _kicker_start(blocks, i)
        if start > starts[-1] and _has_prose(blocks[starts[-1] : start]):
            starts.append(start)
    return tuple(starts)


def _look(document: Document, i: int) -> _Block:
    block = document.blocks[i]
    if isinstance(block, Table | Furniture):
        return _Block("", 0, False, False)
    text = fold(Strand.of(document, block.spans).text)
    level = block.level if isinstance(block, Heading) else 0
    byline = is_byline(text)
    found = dateline_pattern().match(text)
    evidence = byline or (
        found is not None and (found["date"] is not None or found["day"] is not None or "记者" in found[0])
    )
    if level and (label := read_label(text)) and label.number is not None:  # a section of a plan
        return _Block(text, level, False, evidence)
    short = len(text) <= _MAX_HEADLINE and not is_closed(text) and "。" not in text
    short = short and not text.isascii()  # a number on a line of its own
    return _Block(text, level, bool(level) or (short and not byline and not evidence), evidence)


def _has_own_evidence(blocks: list[_Block], i: int) -> bool:
    """A byline or dateline below the headline, before a headline of its rank or higher."""
    level = blocks[i].level
    seen = 0
    for n, block in enumerate(blocks[i + 1 :], i + 1):
        if block.evidence:
            return not level or seen == 0 or _goes_on(blocks, n, level)
        if not block.text:
            continue
        seen += 1
        if seen >= _NEAR or (block.level and (not level or block.level <= level)):
            return False
        if not level and not block.headline:
            return False  # below an unmarked headline its byline follows at once
        if level and block.level > level:
            return False
    return False


def _goes_on(blocks: list[_Block], byline: int, level: int) -> bool:
    """Whether the article goes on below its byline; a byline that closes it belongs to no new article."""
    after = next((b for b in blocks[byline + 1 :] if b.text and not b.evidence), None)
    return after is not None and not (after.level and after.level <= level)


def _kicker_start(blocks: list[_Block], i: int) -> int:
    """The first of the unmarked short lines right above a headline."""
    start = i
    while start and blocks[start - 1].headline and not blocks[start - 1].level:
        start -= 1
    return start


def _has_prose(blocks: list[_Block]) -> bool:
    return any("。" in b.text for b in blocks)
