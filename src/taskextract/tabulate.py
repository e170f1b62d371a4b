"""From a draft to records: every field read, every reading with its place and its doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from taskextract.context import NoticeContext
from taskextract.document import Document
from taskextract.extract.drafts import Duty, MeasureDraft, NoticeDraft, Part, TaskDraft
from taskextract.findings import Finding
from taskextract.normalize import agencies as bodies
from taskextract.normalize.citations import find_citations
from taskextract.normalize.dates import Deadline, find_deadlines, read_deadline
from taskextract.normalize.quantities import find_quantities
from taskextract.normalize.repairs import Evidence, mend
from taskextract.records import (
    SCHEMA_VERSION,
    Agency,
    Assignment,
    FieldSpans,
    MeasureTree,
    Notice,
    OtherColumn,
    Quantity,
    SpanRow,
    TaskTree,
)
from taskextract.rows import Usage, field_spans, finding_rows, raw_text, span_rows, unused_findings
from taskextract.strand import Strand, join
from taskextract.tabulate_document import Origin, document_row
from taskextract.tabulate_events import CitationBook, event_row, inferred_date, strands_of


@dataclass(slots=True)
class _Work:
    """A notice's records as they grow."""

    document: Document
    doc_id: str
    context: NoticeContext
    evidence: Evidence
    usage: Usage
    citations: CitationBook
    findings: list[Finding] = field(default_factory=list)
    mentions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        return self.context.year.year if self.context.year else None


def tabulate(
    part: Part, draft: NoticeDraft, context: NoticeContext, evidence: Evidence, origin: Origin, findings: Sequence[Finding]
) -> Notice:
    """The records of one notice. `findings` are those of the stages before."""
    work = _Work(
        part.document, origin.doc_id, context, evidence, Usage(part.document), CitationBook(part.document, origin.doc_id),
        list(findings),
    )  # fmt: skip
    _use_envelope(work, part, draft)
    tasks = _tasks(work, draft)
    events = [event_row(e, n, work.doc_id, work.document, work.citations, work.year) for n, e in enumerate(draft.events, 1)]
    for event, row in zip(draft.events, events, strict=True):
        work.usage.mark(*strands_of(event))
        work.findings.extend(inferred_date(event, row, context.year))
    work.findings.extend(work.citations.findings)
    work.findings.extend(_total_findings(draft, tasks))
    unused, more = unused_findings(part.document, work.usage)
    work.findings.extend(more)
    places = list(_places(tasks))
    return Notice(
        schema_version=SCHEMA_VERSION,
        document=document_row(part, draft, context, origin, unused),
        events=events,
        tasks=tasks,
        citations=work.citations.rows(),
        agencies=_agency_rows(work),
        findings=finding_rows(part.document, origin.doc_id, work.findings, places),
    )


def _places(tasks: Iterable[TaskTree]) -> Iterator[tuple[str, list[SpanRow]]]:
    """Every record's id with its place, for findings to point at."""
    for task in tasks:
        yield task.task_id, task.spans
        for row in task.assignments:
            yield row.assignment_id, row.spans
        for measure in task.measures:
            yield measure.measure_id, measure.spans
            for row in measure.assignments:
                yield row.assignment_id, row.spans


def _use_envelope(work: _Work, part: Part, draft: NoticeDraft) -> None:
    envelope = part.envelope
    work.usage.mark(envelope.title, envelope.doc_number, envelope.issued_on, envelope.addressee)
    work.usage.mark(*envelope.issuers, *envelope.framing, *draft.framing)
    work.usage.mark(*(d.frame or d.text for d in draft.default_duties))
    work.usage.mark(*(where for _, _, where in draft.totals))


def _tasks(work: _Work, draft: NoticeDraft) -> list[TaskTree]:
    tasks: list[TaskTree] = []
    if draft.loose:
        tasks.append(_task_row(work, f"{work.doc_id}/t0", 0, TaskDraft(draft.loose), ()))
    for n, task in enumerate(draft.tasks, 1):
        defaults = [d for d in draft.default_duties if n > _above(d, draft.tasks)]
        tasks.append(_task_row(work, f"{work.doc_id}/t{n}", n, task, defaults))
    return tasks


def _above(duty: Duty, tasks: Sequence[TaskDraft]) -> int:
    """How many tasks stand above a rule that says 以下任务均需…; its own task is among those it holds for."""
    rule = duty.frame
    if not rule or not rule.text.startswith("以下"):
        return 0
    begun = [t for t in tasks if t.measures and t.measures[0].body.source == rule.source and t.measures[0].body.starts[0] < rule.starts[0]]
    return max(0, len(begun) - 1)


def _task_row(work: _Work, task_id: str, ordinal: int, task: TaskDraft, defaults: Iterable[Duty]) -> TaskTree:
    work.usage.mark(task.label, task.name, task.deadline, *task.section, *task.framing)
    framed = [s for s in (task.label, task.name) if s]
    spans = span_rows(work.document, [span for s in framed for span in s.spans])
    duties = (*task.duties, *(d for d in defaults if ordinal))
    measures = [_measure_row(work, task_id, n, m, task.deadline) for n, m in enumerate(task.measures, 1)]
    assignments = _assignments(work, task_id, None, duties)
    return TaskTree(
        task_id=task_id,
        doc_id=work.doc_id,
        ordinal=ordinal,
        number=task.number,
        label=task.label.text if task.label else None,
        name=_mended(work, task.name),
        section=[_mended(work, s) or "" for s in task.section],
        raw=raw_text(work.document, spans),
        spans=spans,
        field_spans=field_spans(work.document, [("label", [task.label]), ("name", [task.name]), ("section", task.section)]),
        assignments=assignments,
        measures=[_less_plain(measure, assignments) for measure in measures],
    )


def _less_plain(measure: MeasureTree, of_task: Sequence[Assignment]) -> MeasureTree:
    """A measure without bodies named for it plainly that lead its whole task: one row tells what a body does."""
    leads = {a.agency_id for a in of_task if a.role == "lead" and a.agency_id}
    kept = [a for a in measure.assignments if a.role != "responsible" or a.agency_id not in leads]
    if len(kept) == len(measure.assignments):
        return measure
    numbered = [
        msgspec.structs.replace(a, assignment_id=f"{measure.measure_id}/a{n}", ordinal=n) for n, a in enumerate(kept, 1)
    ]
    return msgspec.structs.replace(measure, assignments=numbered)


def _mended(work: _Work, strand: Strand | None) -> str | None:
    if not strand:
        return None
    mended, findings = mend(strand, work.evidence)
    work.findings.extend(findings)
    return mended.text


def _measure_row(work: _Work, task_id: str, ordinal: int, draft: MeasureDraft, task_deadline: Strand | None) -> MeasureTree:
    measure_id = f"{task_id}/m{ordinal}"
    work.usage.mark(draft.body, draft.theme, draft.speaker, draft.deadline, draft.target, draft.remark)
    work.usage.mark(*draft.persons, *draft.framing, *(text for _, cell in draft.others for text in cell))
    body, findings = mend(draft.body, work.evidence)
    work.findings.extend(findings)
    deadline = _deadline(work, draft.deadline, body, task_deadline)
    if deadline and deadline.season and deadline.where:
        message = f"“{deadline.raw}” names a time of the year, whose day each place sets; the time limit has no date"
        work.findings.append(Finding("unread-date", message, deadline.where.spans, before=deadline.raw))
    spans = span_rows(work.document, draft.body.spans)
    work.citations.add(measure_id, find_citations(body))
    return MeasureTree(
        measure_id=measure_id,
        doc_id=work.doc_id,
        task_id=task_id,
        ordinal=ordinal,
        kind=draft.kind,
        text=body.text,
        raw=raw_text(work.document, spans),
        theme=_mended(work, draft.theme),
        speaker=draft.speaker.text if draft.speaker else None,
        deadline_raw=deadline.raw if deadline else _text(draft.deadline or task_deadline),
        deadline_start=deadline.start if deadline else None,
        deadline_end=deadline.end if deadline else None,
        deadline_basis=deadline.basis if deadline else None,
        target_raw=_mended(work, draft.target),
        persons=[p.text for p in draft.persons],
        remark=_mended(work, draft.remark),
        spans=spans,
        field_spans=_measure_spans(work, draft, deadline, task_deadline),
        other_columns=[_other_column(work, header, cell) for header, cell in draft.others],
        assignments=_assignments(work, task_id, measure_id, draft.duties),
        quantities=_quantities(work, measure_id, (body, draft.target)),
    )


def _measure_spans(
    work: _Work, draft: MeasureDraft, deadline: Deadline | None, of_task: Strand | None
) -> list[FieldSpans]:
    limit = draft.deadline or (deadline.where if deadline else None) or of_task
    fields = (
        ("theme", [draft.theme]), ("speaker", [draft.speaker]), ("deadline_raw", [limit]),
        ("target_raw", [draft.target]), ("persons", draft.persons), ("remark", [draft.remark]),
    )  # fmt: skip
    return field_spans(work.document, fields)


def _other_column(work: _Work, header: str, cell: Sequence[Strand]) -> OtherColumn:
    text = "\n".join(_mended(work, paragraph) or "" for paragraph in cell)
    return OtherColumn(header=header or None, text=text, spans=span_rows(work.document, [s for p in cell for s in p.spans]))


def _text(strand: Strand | None) -> str | None:
    return strand.text if strand else None


def _deadline(work: _Work, stated: Strand | None, body: Strand, of_task: Strand | None) -> Deadline | None:
    """The time limit of the measure's own field; else of its sentence; else of its task."""
    on = work.context.issued_on
    if stated:
        read = read_deadline(stated, year=work.year, issued_on=on)
        if read is None:
            message = f"the time limit “{stated.text}” was not understood; read it in the notice"
            work.findings.append(Finding("unread-date", message, stated.spans, before=stated.text))
        return read
    found = find_deadlines(body, year=work.year, issued_on=on)
    if found:
        return _whole(found)
    return read_deadline(of_task, year=work.year, issued_on=on) if of_task else None


def _whole(found: Sequence[Deadline]) -> Deadline:
    """Several time limits of one sentence as one: from the first start to the last end."""
    if len(found) == 1:
        return found[0]
    starts = [d.start for d in found if d.start]
    ends = [d.end for d in found if d.end]
    basis: str = "inferred" if any(d.basis == "inferred" for d in found) else "stated"
    raw = "；".join(d.raw for d in found)
    where = join(d.where for d in found if d.where)
    return Deadline(raw, min(starts, default=None), max(ends, default=None), basis, where, not ends and any(d.season for d in found))  # type: ignore[arg-type]


def _assignments(work: _Work, task_id: str, measure_id: str | None, duties: Iterable[Duty]) -> list[Assignment]:
    rows: list[Assignment] = []
    seen: set[tuple[str, str]] = set()
    for duty in duties:
        work.usage.mark(duty.text, duty.frame)
        text, findings = mend(duty.text, work.evidence)
        context = work.context.agencies
        if duty.is_subject:
            context = replace(context, lead_rule=None)
        mentions, more = bodies.read_duty(
            text, context, role=duty.role, role_raw=duty.role_raw, first_is_lead=duty.first_is_lead
        )
        work.findings.extend(findings + more)
        for mention in mentions:
            name = mention.text.text
            key = (mention.agency_id or name, mention.via_group or "")
            if key in seen or (mention.agency_id and any(k[0] == mention.agency_id for k in seen)):
                continue
            seen.add(key)
            if mention.agency_id:
                work.mentions.setdefault(mention.agency_id, []).append(name)
            rows.append(
                Assignment(
                    assignment_id=f"{measure_id or task_id}/a{len(rows) + 1}",
                    doc_id=work.doc_id,
                    task_id=task_id,
                    measure_id=measure_id,
                    ordinal=len(rows) + 1,
                    mention=name,
                    agency_id=mention.agency_id,
                    role=mention.role,
                    role_raw=mention.role_raw,
                    via_group=mention.via_group,
                    vague=mention.vague,
                    basis=mention.basis,
                    spans=span_rows(work.document, mention.text.spans),
                )
            )
    return rows


def _quantities(work: _Work, measure_id: str, texts: Iterable[Strand | None]) -> list[Quantity]:
    rows: list[Quantity] = []
    for text in texts:
        if not text:
            continue
        found, findings = find_quantities(text)
        work.findings.extend(findings)
        for q in found:
            spans = span_rows(work.document, q.where.spans)
            rows.append(
                Quantity(
                    quantity_id=f"{measure_id}/q{len(rows) + 1}",
                    doc_id=work.doc_id,
                    measure_id=measure_id,
                    what=q.what,
                    value=q.value,
                    value_max=q.value_max,
                    unit=q.unit,
                    value_base=q.value_base,
                    unit_base=q.unit_base,
                    relation=q.relation,
                    raw=raw_text(work.document, spans),
                    spans=spans,
                )
            )
    return rows


def _agency_rows(work: _Work) -> list[Agency]:
    context = work.context
    ids = dict(work.mentions)
    if context.issuer_id:
        ids.setdefault(context.issuer_id, []).append(context.issuer or "")
    for group in context.groups:
        for agency_id in group.agency_ids:
            ids.setdefault(agency_id, [])
    vocabulary, on = context.agencies.vocabulary, context.agencies.on
    return [
        bodies.agency(agency_id, vocabulary, on, tuple(sorted({m for m in ids[agency_id] if m})))
        for agency_id in sorted(ids)
    ]


def _total_findings(draft: NoticeDraft, tasks: Sequence[TaskTree]) -> list[Finding]:
    """Announced totals against what was found; a total of a unit that is neither is left alone."""
    real = [t for t in tasks if t.ordinal]
    counts = {len(real), sum(len(t.measures) for t in real), len({tuple(t.section) for t in real if t.section})}
    return [
        Finding(
            "total-disagrees",
            f"the notice announces {count}{unit}, found are {len(real)} tasks with {sum(len(t.measures) for t in real)} measures; compare them",
            where.spans,
            before=where.text,
            certainty=0.6,
        )
        for count, unit, where in draft.totals
        if count not in counts
    ]
