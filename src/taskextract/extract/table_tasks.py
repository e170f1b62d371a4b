"""From entries to tasks: labels and measures are told apart, matched with each other, and made drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from taskextract.extract.drafts import Duty, MeasureDraft, TaskDraft
from taskextract.extract.table_cells import agency_items, is_title
from taskextract.extract.table_costs import Atom, Label
from taskextract.extract.table_entry import Entry
from taskextract.extract.table_evidence import Evidence, label_side, measure_side
from taskextract.extract.table_findings import group_mismatch, inferred_breaks, label_findings
from taskextract.extract.table_groups import (
    Habits,
    doubts,
    duties_of,
    habits_of,
    pair,
    split_groups,
    split_measures,
)
from taskextract.extract.table_headers import Column
from taskextract.extract.table_layout import Layout, layout_of
from taskextract.extract.table_segments import segment
from taskextract.extract.table_tails import with_tail
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_LABEL = re.compile(r"(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|\d{1,2}[.．、](?!\d)|[①-⑳])\s*(?=\S)")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ITEM = re.compile(rf"[（(]?(?P<number>\d{{1,2}})[)）.．、]|\d{{1,2}}(?:[.．]\d{{1,2}})?[.．](?P<last>\d{{1,2}})|[{_CIRCLED}]")
_FILLED = 0.8  # certainty of bodies taken from the row above, whose merged cell left this row's blank


@dataclass(slots=True)
class _Measure:
    """A measure on its way into a draft, with the row that it stands in."""

    row: int
    page: int
    draft: MeasureDraft
    inferred: bool
    shifted: bool
    held: bool


@dataclass(slots=True)
class _Label:
    """A task's label as printed."""

    entry: Entry
    number: int | None
    number_cell: Strand | None
    name: Strand | None
    context: str
    duties: tuple[Duty, ...] = ()


@dataclass(slots=True)
class _Run:
    """Labels and measures between two section titles."""

    section: tuple[Strand, ...]
    labels: list[_Label] = field(default_factory=list)
    measures: list[_Measure] = field(default_factory=list)


def tasks_of(
    entries: Sequence[Entry], columns: Sequence[Column], parallels: Sequence[tuple[str, str]]
) -> tuple[tuple[TaskDraft, ...], tuple[Finding, ...]]:
    """The tasks of a table in order."""
    layout = layout_of(entries, columns)
    rows = [e for e in entries if e.section is None]
    habits = habits_of((e.measures, [p for _, p in e.duties]) for e in rows)
    findings: list[Finding] = []
    runs = _runs(entries, layout, habits, findings)
    texts = [m.draft.body.text for run in runs for m in run.measures]
    evidence = Evidence.of(texts, parallels)
    tasks: list[TaskDraft] = []
    for run in runs:
        tasks.extend(_tasks_of_run(run, evidence, layout, findings))
    return tuple(tasks), tuple(findings)


def _runs(entries: Sequence[Entry], layout: Layout, habits: Habits, findings: list[Finding]) -> list[_Run]:
    runs = [_Run(())]
    stack: list[tuple[int, Strand]] = []
    group: Strand | None = None
    for entry in entries:
        if entry.section is not None:
            level = _level(entry.section.text)
            stack = [pair for pair in stack if pair[0] < level] + [(level, entry.section)]
            group = None
            runs.append(_Run(tuple(s for _, s in stack)))
            continue
        if entry.group is not None and not layout.group_names and not entry.group_repeats:
            if group is None or group.text != entry.group.text:
                runs.append(_Run((*(s for _, s in stack), entry.group)))
            group = entry.group
        _take_label(runs[-1], entry, layout)
        _take_measures(runs[-1], entry, layout, habits, findings)
    return [run for run in runs if run.labels or run.measures]


def _level(text: str) -> int:
    if text.startswith("第"):
        return 0
    return 2 if text[0] in "(（" else 1


def _take_label(run: _Run, entry: Entry, layout: Layout) -> None:
    number_cell, number, name = entry.number_cell, entry.number, entry.name
    if layout.group_names and not entry.group_repeats:
        name = entry.group
    if layout.index_of_measures:
        number_cell, number = None, None
    if layout.single and not layout.headed_index and not layout.group_names and number_cell is None:
        if entry.measures and not entry.measure_repeats:
            run.labels.append(_Label(entry, None, None, None, ""))
        return
    if number_cell is None and name is None:
        return
    if run.labels and _same_label(run.labels[-1], number, name):
        return
    context = "".join(m.text for m in entry.measures)
    run.labels.append(_Label(entry, number, number_cell, name, context))


def _same_label(last: _Label, number: int | None, name: Strand | None) -> bool:
    """A label printed again on the next row or page."""
    if number != last.number or (name is None) != (last.name is None):
        return False
    if name is None or last.name is None:
        return number is not None
    return name.text.removesuffix("（续）") == last.name.text


def _take_measures(run: _Run, entry: Entry, layout: Layout, habits: Habits, findings: list[Finding]) -> None:
    bodies = entry.measures
    extra = list(entry.framing)
    if layout.index_of_measures and entry.number_cell is not None:
        extra.append(entry.number_cell)
    if not bodies and entry.name is not None and entry.duties:
        bodies = (entry.name,)
    if not bodies and entry.number_cell is not None and run.labels:
        run.labels[-1].duties = tuple(
            d for column, p in entry.duties for d in duties_of(column, pair(p, 1, habits).groups[0], 1.0)
        )
        return
    if (not bodies or entry.measure_repeats) and run.measures:
        _add_to_last(run, entry, habits, whole_cell=entry.measure_repeats)
    if not bodies or (entry.measure_repeats and run.measures):
        return
    groups = [len(split_groups(p[0])) if len(p) == 1 else len(p) for _, p in entry.duties]
    pieces, inferred = split_measures(bodies, habits, max(groups, default=1))
    if inferred:
        findings.append(inferred_breaks(pieces))
    drafts = _with_fields(entry, pieces, habits, findings)
    drafts = [_unlabelled(with_tail(draft)) for draft in drafts]
    if extra:
        drafts[0] = replace(drafts[0], framing=(*drafts[0].framing, *extra))
    run.measures.extend(_Measure(entry.row, entry.page, d, inferred, entry.shifted, entry.held) for d in drafts)


def _unlabelled(draft: MeasureDraft) -> MeasureDraft:
    """A measure's own label (`（1）`, `2.`, `③`) frames it."""
    label = _LABEL.match(draft.body.text)
    if label is None:
        return draft
    at = label.end()
    return replace(draft, body=draft.body[at:].strip(), framing=(*draft.framing, draft.body[:at].strip()))


def _add_to_last(run: _Run, entry: Entry, habits: Habits, whole_cell: bool) -> None:
    """Bodies of a row without a measure of its own belong to the measure above (all of a merged cell's)."""
    last_row = run.measures[-1].row
    for i, measure in enumerate(run.measures):
        if measure.row != last_row or (not whole_cell and i != len(run.measures) - 1):
            continue
        draft = measure.draft
        more = tuple(d for column, p in entry.duties for d in duties_of(column, pair(p, 1, habits).groups[0], 0.9))
        fields = (*entry.times, *entry.targets, *entry.remarks, *entry.framing)
        people = (*draft.persons, *entry.people)
        others = draft.others + tuple((column.title, p) for column, p in entry.others)
        measure.draft = replace(draft, duties=draft.duties + more, persons=people, framing=draft.framing + fields, others=others)


def _with_fields(entry: Entry, pieces: Sequence[Strand], habits: Habits, findings: list[Finding]) -> list[MeasureDraft]:
    """One draft a measure, with its share of the row's other cells."""
    count = len(pieces)
    duties: list[tuple[Duty, ...]] = [()] * count
    for column, paragraphs in entry.duties:
        pairing = pair(paragraphs, count, habits)
        if pairing.mismatch:
            findings.append(group_mismatch(paragraphs, count))
        elif count > 1:
            findings.extend(doubts(pieces, pairing.groups))
        certainty = 0.6 if pairing.mismatch else 1.0
        duties = [d + duties_of(column, g, certainty) for d, g in zip(duties, pairing.groups, strict=True)]
    out = []
    for i, piece in enumerate(pieces):
        remark, target = _share(entry.remarks, i, count), _share(entry.targets, i, count)
        deadline = _share(entry.times, i, count)
        others = tuple((c.title, p[i : i + 1] if len(p) == count else p) for c, p in entry.others)
        out.append(
            MeasureDraft(piece, duties=duties[i], deadline=deadline, target=target, persons=entry.people, remark=remark, others=others)
        )
    return out


def _share(paragraphs: Sequence[Strand], i: int, count: int) -> Strand | None:
    if not paragraphs:
        return None
    return paragraphs[i] if len(paragraphs) == count else join(paragraphs)


def _tasks_of_run(run: _Run, evidence: Evidence, layout: Layout, findings: list[Finding]) -> list[TaskDraft]:
    if not run.labels:
        return [TaskDraft(tuple(m.draft for m in _filled(run.measures)), section=run.section)]
    atoms = [
        Atom(m.row, measure_side(evidence, m.draft.body.text, _bodies(m.draft)),
             frozenset(agency_items(_bodies(m.draft))), len(m.draft.body), m.inferred, m.shifted, m.page, m.held, _item(m.draft))
        for m in run.measures
    ]
    labels = [
        Label(label.entry.row, label_side(label.name.text if label.name is not None else "", label.context),
              label.entry.label_rows, label.entry.page)
        for label in run.labels
    ]
    cuts = segment(evidence, labels, atoms)
    texts = [(m.row, m.draft.body.text) for m in run.measures]
    starts = [cut.start for cut in cuts] + [len(run.measures)]
    tasks: list[TaskDraft] = []
    for k, label in enumerate(run.labels):
        block = _filled(run.measures[starts[k] : starts[k + 1]])
        findings.extend(label_findings(label.number_cell, label.name, cuts[k], texts, layout))
        tasks.append(_task(label, [m.draft for m in block], run.section, layout))
    return tasks


def _item(draft: MeasureDraft) -> int:
    """The number of a measure in a list of its own (`（1）`, `②`, `3.2`), which frames its text; 0 for none."""
    found = next(filter(None, (_ITEM.fullmatch(f.text) for f in draft.framing)), None)
    if found is None:
        return 0
    return int(found["number"] or found["last"] or 0) or _CIRCLED.find(found.group()) + 1


def _bodies(draft: MeasureDraft) -> str:
    return "、".join(d.text.text for d in draft.duties)


def _filled(measures: Sequence[_Measure]) -> list[_Measure]:
    """Measures without bodies take those of the measure above (or else below) in their task."""
    out = list(measures)
    for order in (range(len(out)), range(len(out) - 1, -1, -1)):
        last: tuple[Duty, ...] = ()
        for i in order:
            if out[i].draft.duties:
                last = out[i].draft.duties
            elif last:
                filled = tuple(replace(d, certainty=min(d.certainty, _FILLED)) for d in last)
                out[i] = replace(out[i], draft=replace(out[i].draft, duties=filled))
    return out


def _task(label: _Label, measures: list[MeasureDraft], section: tuple[Strand, ...], layout: Layout) -> TaskDraft:
    name = label.name
    if layout.single and name is None and len(measures) >= 1:
        name, measures = _named(measures)
    number = label.number
    return TaskDraft(tuple(measures), number, label.number_cell, name, section, duties=label.duties)


def _named(measures: list[MeasureDraft]) -> tuple[Strand | None, list[MeasureDraft]]:
    """The name that a cell holding both task and measure gives: a short title, or a run-in heading."""
    body = measures[0].body
    if len(measures) == 1 and is_title(body.text):
        return body, measures
    if len(measures) > 1 and is_title(body.text) and len(body) <= 25:
        return body, measures[1:]
    stop = body.text.find("。")
    if 4 <= stop <= 18 and len(body) > stop + 15 and is_title(body.text[:stop]):
        return body[:stop], [replace(measures[0], body=body[stop + 1 :], framing=(*measures[0].framing, body[stop : stop + 1])), *measures[1:]]
    return None, measures
