"""What is told of a table's slips: labels lost or moved, paragraphs inferred, groups that do not fit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from taskextract.extract.table_cells import is_cjk_number
from taskextract.extract.table_layout import Layout
from taskextract.extract.table_segments import Cut
from taskextract.findings import Finding
from taskextract.strand import Strand, join


def inferred_breaks(pieces: Sequence[Strand]) -> Finding:
    """A cell's paragraphs were told apart by blanks."""
    text = join(pieces)
    return Finding(
        "inferred-paragraphs",
        "a blank after a full stop was read as a paragraph break, since other sentences follow without one",
        text.spans,
        before=text.text[:60],
        after=f"{len(pieces)} paragraphs",
        certainty=0.85,
    )


def group_mismatch(paragraphs: Sequence[Strand], count: int) -> Finding:
    """A cell's agency groups are more or fewer than the `count` measures beside them."""
    text = join(paragraphs)
    return Finding(
        "group-mismatch",
        f"{len(paragraphs)} agency groups stand beside {count} measure(s); all were given to each: check them",
        text.spans,
        before=text.text[:80],
        certainty=0.6,
    )


def label_findings(
    number_cell: Strand | None, name: Strand | None, cut: Cut, measures: Sequence[tuple[int, str]], layout: Layout
) -> list[Finding]:
    """What is told of a task's label: a lost part, a wrong row. `measures` are (row, text) in order."""
    findings: list[Finding] = []
    where = join(s for s in (number_cell, name) if s is not None)
    lost = not layout.single and not layout.index_of_measures and not layout.group_names
    if lost and name is None and not (number_cell and is_cjk_number(number_cell.text)):
        findings.append(
            Finding("lost-label", "the task's name is missing; only its number is printed", where.spans, before=where.text)
        )
    elif lost and number_cell is None and layout.headed_index:
        findings.append(Finding("lost-label", "the task's number is missing", where.spans, before=where.text))
    if cut.start == cut.printed and not cut.doubtful:
        return findings
    inside = 0 < cut.start < len(measures) and measures[cut.start][0] == measures[cut.start - 1][0]
    first = [measures[i][1][:30] if i < len(measures) else None for i in (cut.printed, cut.start)]
    if cut.doubtful:
        message = "the task's label may stand on a wrong row; it was left where it is printed"
        findings.append(Finding("moved-label", message, where.spans, before=first[0], certainty=0.4))
        return findings
    message = "the task's first measure stands on another row than its label; what they say was followed"
    if inside:
        message = "a cell holds the measures of two tasks; it was parted by what the labels and measures say"
    certainty = round(1 / (1 + math.exp(-1.5 * cut.margin)), 2)
    code = "split-cell" if inside else "moved-label"
    findings.append(Finding(code, message, where.spans, before=first[0], after=first[1], certainty=certainty))
    return findings
