"""From blocks to the logical lines of a plan: broken lines joined, items that run on parted."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from taskextract.document import Furniture, Heading, Paragraph, Table
from taskextract.extract.drafts import Part
from taskextract.extract.outline import inline_items
from taskextract.extract.plan_wrapping import Line, join_broken
from taskextract.extract.sentences import is_closed, sentence_ends
from taskextract.extract.tails import find_tails
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_MAX_BARE_HEADING = 25


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
    for block in part.body:
        if isinstance(block, Table):
            cells = [Strand.of(part.document, p) for c in block.cells for p in c.paragraphs]
            table = join(cells)
            if table:
                framing.append(table)
                findings.append(
                    Finding(
                        "decoy-table",
                        "a table inside a plan was left aside; check whether it names tasks",
                        table.spans,
                    )
                )
            continue
        strand = Strand.of(part.document, block.spans)
        if not strand:
            continue
        if isinstance(block, Furniture):
            framing.append(strand)
            notes += [strand] * (block.kind == "footnote")
        else:
            level = block.level if isinstance(block, Heading) else None
            lines.append(Line(strand, level, block.style if isinstance(block, Paragraph) else ""))
    joined = join_broken(lines)
    parted = tuple(piece for line in joined for piece in _part_items(line))
    return Lines(parted, tuple(framing), tuple(findings), tuple(notes))


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
    return [Line(line.strand[a:b], None, line.style) for a, b in itertools.pairwise(edges) if a < b]


def is_heading_like(text: str) -> bool:
    """Whether a line without a label may be a heading: short, without marks."""
    return (
        len(text) <= _MAX_BARE_HEADING
        and not re.search(r"[。；，：！？、《》]", text)
        and not is_closed(text)
    )
