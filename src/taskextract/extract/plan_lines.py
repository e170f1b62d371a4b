"""From blocks to the logical lines of a plan: broken lines joined, items that run on parted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.document import Block, Furniture, Heading, Paragraph, Table
from taskextract.extract.drafts import Part
from taskextract.extract.outline import inline_items, read_label
from taskextract.extract.plan_wrapping import Line, join_broken
from taskextract.extract.sentences import is_closed, sentence_ends
from taskextract.extract.tails import find_tails
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_MAX_BARE_HEADING = 25
_MAX_CAPTION = 40
_CAPTION_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a plan in order, the text that is none (furniture, tables), and the notes below its pages."""

    lines: tuple[Line, ...]
    framing: tuple[Strand, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Strand, ...] = ()


def read_lines(part: Part) -> Lines:
    """The logical lines of a part's body."""
    lines: list[Line] = []
    framing: list[Strand] = []
    findings: list[Finding] = []
    notes: list[Strand] = []
    styled = any(isinstance(block, Heading) for block in part.body)
    above: Table | None = None
    for block, below in zip(part.body, _next_blocks(part.body), strict=True):
        if isinstance(block, Table):
            table = join([Strand.of(part.document, p) for c in block.cells for p in c.paragraphs])
            framing += [table] * bool(table)
            if table and (above is None or above.n_cols != block.n_cols):
                findings.append(_set_aside(table))
            above = block
            continue
        strand = Strand.of(part.document, block.spans)
        if not strand:
            continue
        if isinstance(block, Furniture):
            framing.append(strand)
            notes += [strand] * (block.kind == "footnote")
            continue
        above = None
        level = block.level if isinstance(block, Heading) else None
        if isinstance(below, Table) and _is_caption(strand):
            label = read_label(strand.text)
            if label is None:
                framing.append(strand)
                continue
            level = level or (None if styled else _CAPTION_LEVEL)
        lines.append(Line(strand, level, block.style if isinstance(block, Paragraph) else ""))
    joined = join_broken(lines)
    parted = tuple(piece for line in joined for piece in _part_items(line))
    return Lines(parted, tuple(framing), tuple(findings), tuple(notes))


def _next_blocks(blocks: Sequence[Block]) -> list[Block | None]:
    """For each block the next one that is no furniture."""
    out: list[Block | None] = []
    below: Block | None = None
    for block in reversed(blocks):
        out.append(below)
        below = below if isinstance(block, Furniture) else block
    return out[::-1]


def _is_caption(line: Strand) -> bool:
    """Whether a line right above a table is its title (专栏1　重点工程) or the heading of a section that is the table."""
    text = line.text
    return len(text) <= _MAX_CAPTION and not re.search("[。；！？：]", text) and not find_tails(line)


def _set_aside(table: Strand) -> Finding:
    message = "a table inside a plan was left aside; check whether it names tasks"
    return Finding("decoy-table", message, table.spans)


def _part_items(line: Line) -> list[Line]:
    """A paragraph in which numbered items run on (1.…。2.…。) as one line an item."""
    text = line.strand.text
    if line.level is not None or len(text) < 20:
        return [line]
    tails = find_tails(line.strand)
    starts = [0, *sentence_ends(text), *(t.end for t in tails if t.bracketed)]
    starts += [i + 1 for i, c in enumerate(text) if c in "：:"]  # 任务分工如下：1.…
    in_tails = {i for t in tails for i in range(t.start + 1, t.end)}
    within = [s for s in sorted(set(starts) - in_tails) if s < len(text)]
    cuts = inline_items(text, tuple(within))
    edges = [0, *cuts, len(text)]
    return [Line(line.strand[a:b], None, line.style, runs_on=a > 0) for a, b in itertools.pairwise(edges) if a < b]


def is_heading_like(text: str) -> bool:
    """Whether a line without a label may be a heading: short, without marks."""
    return (
        len(text) <= _MAX_BARE_HEADING
        and not re.search(r"[。；，：！？、《》]", text)
        and not is_closed(text)
    )
