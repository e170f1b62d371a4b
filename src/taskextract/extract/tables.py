"""Division-of-labour tables: from a notice's tables to its tasks, measures and duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from taskextract.document import Table
from taskextract.extract.drafts import Duty, MeasureDraft, NoticeDraft, Part, TaskDraft
from taskextract.extract.grid import read_grids
from taskextract.extract.plan_rules import find_rules, find_totals, is_first_listed
from taskextract.extract.table_matrix import with_marks
from taskextract.extract.table_rows import entries_of
from taskextract.extract.table_tasks import tasks_of
from taskextract.findings import Finding
from taskextract.records import LeadRule
from taskextract.strand import Strand
from taskextract.vocabulary.table_words import cell_words

_LONGEST_NOTE = 2000  # characters: what is longer announces nothing of the table


def extract(
    part: Part, *, parallels: Sequence[tuple[str, str]] = ()
) -> tuple[NoticeDraft, tuple[Finding, ...]]:
    """The draft of a notice whose tasks stand in tables.

    `parallels` are (task name, measure text) pairs of other notices of the run; they are evidence for
    which task a measure belongs to, and nothing else.
    """
    grids = read_grids(part)
    findings = list(grids.findings)
    tasks: list[TaskDraft] = []
    framing: list[Strand] = [*grids.prose, *grids.framing]
    title = part.envelope.title
    notes = (*grids.prose, *part.envelope.framing, *([title] if title is not None else []))  # （★为牵头单位） below a title
    for grid in (replace(g, columns=with_marks(g.columns, notes)) for g in grids.grids):
        entries, found = entries_of(grid)
        findings.extend(found)
        made, found = tasks_of(entries, grid.columns, parallels)
        findings.extend(found)
        tasks.extend(made)
    framing.extend(_left_over(part, tasks, framing))
    rules = find_rules(notes)
    rule = rules.lead_rule
    if rule is None and any(c.rule == "first_listed" for grid in grids.grids for c in grid.columns):
        rule = "first_listed"
    rule = rule or _rule_in_cells(d.text for t in tasks for m in t.measures for d in m.duties)
    notice = NoticeDraft(
        "division_table", tuple(tasks), framing=tuple(framing), lead_rule=rule, lead_mark=rules.lead_mark, default_duties=rules.default_duties,
        totals=tuple(total for s in grids.prose if len(s) < _LONGEST_NOTE for total in find_totals(s)),
    )
    return notice, tuple(findings)


def _rule_in_cells(cells: Iterable[Strand]) -> LeadRule | None:
    """The rule that one cell of bodies states for all below it (…、体改司（排第一位的为牵头司局，下同）)."""
    stated = any(any(word in cell.text for word in cell_words().same_below) and is_first_listed(cell.text) for cell in cells)
    return "first_listed" if stated else None


def _left_over(part: Part, tasks: Sequence[TaskDraft], framing: Sequence[Strand]) -> Iterator[Strand]:
    """What no field holds, so that nothing is lost."""
    used: set[int] = set()
    for strand in (*_strands(tasks), *framing):
        used.update(strand.starts)
    for block in part.body:
        paragraphs = [p for c in block.cells for p in c.paragraphs] if isinstance(block, Table) else [block.spans]
        for spans in paragraphs:
            if not all(used.issuperset(range(span.start, span.end)) for span in spans):
                yield from _gaps(Strand.of(part.document, spans), used)


def _gaps(strand: Strand, used: set[int]) -> Iterator[Strand]:
    start: int | None = None
    for i, offset in enumerate((*strand.starts, -1)):
        free = offset >= 0 and offset not in used
        if free and start is None:
            start = i
        elif not free and start is not None:
            yield strand[start:i]
            start = None


def _strands(tasks: Sequence[TaskDraft]) -> Iterator[Strand]:
    """All strands that the tasks hold."""
    for task in tasks:
        yield from (s for s in (task.label, task.name, task.deadline) if s is not None)
        yield from (*task.section, *task.framing)
        yield from _duty_strands(task.duties)
        for measure in task.measures:
            yield from _measure_strands(measure)


def _measure_strands(measure: MeasureDraft) -> Iterator[Strand]:
    yield measure.body
    fields = (measure.theme, measure.speaker, measure.deadline, measure.target, measure.remark)
    yield from (s for s in fields if s is not None)
    yield from (*measure.persons, *measure.framing)
    yield from (text for _, cell in measure.others for text in cell)
    yield from _duty_strands(measure.duties)


def _duty_strands(duties: Sequence[Duty]) -> Iterator[Strand]:
    for duty in duties:
        yield duty.text
        if duty.frame is not None:
            yield duty.frame
