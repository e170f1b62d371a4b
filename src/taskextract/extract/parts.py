"""A file's notices: attachments and the articles of a newspaper page become parts of their own."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from taskextract.document import Block, Cell, Document, Furniture, Heading, Paragraph, Span, Table
from taskextract.findings import Finding
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

_ATTACHMENT = re.compile(r"附件(?:[0-9一二三四五六七八九十]{1,2})?[:：]?$")
_LISTED = re.compile(r"附件(?:[0-9一二三四五六七八九十]{1,2})?[:：]\S")
_ITEM = re.compile(r"[0-9一二三四五六七八九十]{1,2}[.．、]\S{2,60}$")
_OUTLINE = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]")
_MIN_ITEMS = 3  # numbered paragraphs that make prose a plan of its own
_MIN_LETTER = 60  # characters of body text that make what precedes an attachment a notice of its own


def block_text(document: Document, block: Block) -> str:
    """The clean text of a heading, paragraph or furniture; "" for a table."""
    return "" if isinstance(block, Table) else Strand.of(document, block.spans).text


def attachment_starts(document: Document) -> tuple[int, ...]:
    """Indices of the blocks (附件, 附件1) with which an attachment begins that is a notice of its own.

    Evidence: the mark stands alone on its line, is no head of a list of attachments, and a letter
    with sentences of its own stands before it.
    """
    starts: list[int] = []
    texts = [block_text(document, b) for b in document.blocks]
    letter, has_table = 0, False  # what stands before the block at hand
    for i, (text, block) in enumerate(zip(texts, document.blocks, strict=True)):
        if text and (starts or letter >= _MIN_LETTER or has_table) and _is_mark(document, texts, i):
            starts.append(i)
        letter += len(text) if "。" in text else 0
        has_table = has_table or isinstance(block, Table)
    return tuple(starts)


def annex_table_starts(document: Document) -> tuple[int, ...]:
    """Indices of the titles of tables that divide work below a plan in prose, without a mark 附件.

    Evidence: numbered prose of several paragraphs before it, a line like a title right above the
    table, and a column for responsible bodies.
    """
    texts = [block_text(document, b) for b in document.blocks]
    for i, block in enumerate(document.blocks):
        if not isinstance(block, Table) or not _names_duties(document, block):
            continue
        above = next((n for n in range(i - 1, -1, -1) if not isinstance(document.blocks[n], Furniture)), -1)
        prose = sum(1 for t in texts[: max(above, 0)] if _OUTLINE.match(t) and "。" in t)
        titled = above > 0 and texts[above].endswith(("表", "清单", "分工", "台账")) and "。" not in texts[above]
        return (above,) if titled and prose >= _MIN_ITEMS else ()
    return ()


def _names_duties(document: Document, table: Table) -> bool:
    words = [w["word"] for w in load_words("headers") if w["field"] in ("lead", "responsible")]
    header = "".join(Strand.of(document, s).text for c in table.cells if c.row < 2 for s in c.paragraphs)
    return any(word in header for word in words)


def _is_mark(document: Document, texts: Sequence[str], i: int) -> bool:
    if _ATTACHMENT.match(texts[i]):
        return i + 1 < len(texts) and not _ITEM.match(texts[i + 1])
    # `附件：某某分工表` with the table right below it
    return bool(_LISTED.match(texts[i])) and isinstance(_following(document, i), Table)


def _following(document: Document, i: int) -> Block | None:
    return next((b for b in document.blocks[i + 1 :] if not isinstance(b, Furniture)), None)


def cut(document: Document, starts: Sequence[int]) -> tuple[Document, ...]:
    """The document cut before each of the blocks `starts`: one document a part, offsets from 0 again.

    Furniture before the first of its blocks (a page number) belongs to it.
    """
    lead = next((i for i, b in enumerate(document.blocks) if not isinstance(b, Furniture)), 0)
    edges = [0, *sorted({s for s in starts if s > lead}), len(document.blocks)]
    offsets = [0, *(_first_offset(document.blocks[i]) for i in edges[1:-1]), len(document.text)]
    if len(edges) == 2:
        return (document,)
    return tuple(
        _slice(document, document.blocks[edges[n] : edges[n + 1]], offsets[n], offsets[n + 1])
        for n in range(len(edges) - 1)
    )


def findings_of(findings: Sequence[Finding], parts: Sequence[Document]) -> tuple[tuple[Finding, ...], ...]:
    """What a reader found in a document, told in the part in which it stands; what has no place, in the first."""
    told: list[list[Finding]] = [[] for _ in parts]
    ends = list(itertools.accumulate(len(part.text) for part in parts))
    for finding in findings:
        standing: dict[int, list[Span]] = {} if finding.spans else {0: []}
        for span in finding.spans:
            n = min(bisect_right(ends, span.start), len(parts) - 1)
            standing.setdefault(n, []).append(_shift_span(span, ends[n - 1] if n else 0))
        for n, spans in standing.items():
            told[n].append(replace(finding, spans=tuple(spans)))
    return tuple(tuple(of_part) for of_part in told)


def _slice(document: Document, blocks: Sequence[Block], low: int, high: int) -> Document:
    lines = tuple(
        replace(line, start=line.start - low, end=line.end - low)
        for line in document.lines
        if line.start < high and line.end > low
    )
    shifted = tuple(_shift(block, low) for block in blocks)
    return replace(document, text=document.text[low:high], blocks=shifted, lines=lines)


def _first_offset(block: Block) -> int:
    return min((span.start for span in _block_spans(block)), default=0)


def _block_spans(block: Block) -> Iterator[Span]:
    if isinstance(block, Table):
        for cell in block.cells:
            for paragraph in cell.paragraphs:
                yield from paragraph
    else:
        yield from block.spans


def _shift(block: Block, by: int) -> Block:
    if isinstance(block, Table):
        return replace(block, cells=tuple(_shift_cell(cell, by) for cell in block.cells))
    spans = tuple(_shift_span(s, by) for s in block.spans)
    if isinstance(block, Heading):
        return replace(block, spans=spans)
    if isinstance(block, Paragraph):
        return replace(block, spans=spans)
    return replace(block, spans=spans)


def _shift_cell(cell: Cell, by: int) -> Cell:
    paragraphs = tuple(tuple(_shift_span(s, by) for s in p) for p in cell.paragraphs)
    return replace(cell, paragraphs=paragraphs, turns=tuple(t - by for t in cell.turns))


def _shift_span(span: Span, by: int) -> Span:
    return Span(span.start - by, span.end - by, span.page, span.bbox)
