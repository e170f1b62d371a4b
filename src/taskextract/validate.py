"""Named checks of finished notices and of the whole run; each yields findings with closed codes.

`checked` runs the checks of one notice and adds what they find to it; `check_keys` looks at all
tables together. `taskextract.validate_folder` runs the same checks on a dataset from outside.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from taskextract.dataset import Dataset
from taskextract.document import Span
from taskextract.findings import Finding
from taskextract.records import (
    FOREIGN_KEYS,
    PRIMARY_KEYS,
    FindingRow,
    MeasureTree,
    Notice,
    SpanRow,
    TaskTree,
)
from taskextract.rows import finding_row
from taskextract.strand import without_blanks
from taskextract.validate_bodies import check_bodies
from taskextract.validate_tasks import check_body_against_annex, check_numbers


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found, and the id of the record it touches."""

    finding: Finding
    record_id: str | None = None


Check = Callable[[Notice, str], Iterator[Problem]]


def checked(notice: Notice, texts: Mapping[str, str]) -> Notice:
    """The notice and its parts, with what the checks found among their findings."""
    text = texts.get(notice.document.doc_id, "")
    parts = [checked(part, texts) for part in notice.parts]
    problems = [problem for check in CHECKS.values() for problem in check(notice, text)]
    return msgspec.structs.replace(notice, parts=parts, findings=_added(notice, problems))


def with_problems(notice: Notice, problems: Sequence[tuple[str, Problem]]) -> Notice:
    """The notice and its parts, each with those of `problems` that carry its `doc_id`."""
    own = [problem for doc_id, problem in problems if doc_id == notice.document.doc_id]
    parts = [with_problems(part, problems) for part in notice.parts]
    return msgspec.structs.replace(notice, parts=parts, findings=_added(notice, own))


def rows(doc_id: str, problems: list[Problem], taken: set[str]) -> list[FindingRow]:
    """Rows of `problems`, numbered after the finding ids that are `taken`."""
    out: list[FindingRow] = []
    n = len(taken)
    for problem in problems:
        n += 1
        while f"{doc_id}/f{n}" in taken:
            n += 1
        spans = [SpanRow(start=s.start, end=s.end, page=s.page, bbox=s.bbox) for s in problem.finding.spans]
        out.append(finding_row(doc_id, n, problem.finding, problem.record_id, spans))
    return out


def _added(notice: Notice, problems: list[Problem]) -> list[FindingRow]:
    known = {(row.code, row.record_id, row.message) for row in notice.findings}
    new = [p for p in problems if (p.finding.code, p.record_id, p.finding.message) not in known]
    taken = {row.finding_id for row in notice.findings}
    return [*notice.findings, *rows(notice.document.doc_id, new, taken)]


def spans_of(rows: list[SpanRow]) -> tuple[Span, ...]:
    """The spans of a row as `document.Span`s."""
    return tuple(Span(row.start, row.end, row.page, row.bbox) for row in rows)


def slice_back(text: str, spans: list[SpanRow]) -> str | None:
    """What `text` has at `spans`; None where a span lies outside the text or is empty."""
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        return None
    return "".join(text[span.start : span.end] for span in spans)


def measures_of(notice: Notice) -> Iterator[tuple[TaskTree, MeasureTree]]:
    """Every measure with its task."""
    for task in notice.tasks:
        for measure in task.measures:
            yield task, measure


def check_numbering(notice: Notice, text: str) -> Iterator[Problem]:
    """Task numbers run on, or start again at 1."""
    for task, message in check_numbers(notice):
        yield Problem(Finding("number-gap", message, spans_of(task.spans)), task.task_id)


def check_assigned(notice: Notice, text: str) -> Iterator[Problem]:
    """Every action of a task has a responsible body, or a finding on it says why not.

    A report tells what is planned and need not say by whom.
    """
    if notice.document.genre == "report":
        return
    if not any(task.assignments or m.assignments for task, m in measures_of(notice)):
        actions = sum(m.kind == "action" and task.name is not None for task, m in measures_of(notice))
        if actions:
            message = f"none of the {actions} measures has a responsible body; see whether a part is missing"
            yield Problem(Finding("unassigned-measure", message))
        return
    explained = {row.record_id for row in notice.findings if row.severity != "info"}
    for task, measure in measures_of(notice):
        if measure.kind != "action" or task.ordinal == 0:
            continue
        if measure.assignments or task.assignments or {measure.measure_id, task.task_id} & explained:
            continue
        message = "the measure has no responsible body; look at its row or the end of its item"
        yield Problem(Finding("unassigned-measure", message, spans_of(measure.spans)), measure.measure_id)


def check_spans(notice: Notice, text: str) -> Iterator[Problem]:
    """Every span lies in the text, and where a record has `raw`, its spans slice back to it."""
    for record_id, spans, raw in _placed(notice):
        found = slice_back(text, spans)
        if found is None:
            message = f"a span of {record_id} lies outside the text of {len(text)} characters; report this"
            yield Problem(Finding("span-broken", message), record_id)
        elif raw is not None and found != raw:
            message = f"the spans of {record_id} do not slice back to its raw text; report this"
            yield Problem(Finding("span-broken", message, before=raw, after=found), record_id)


def _placed(notice: Notice) -> Iterator[tuple[str, list[SpanRow], str | None]]:
    for place in notice.document.field_spans:
        yield notice.document.doc_id, place.spans, None
    for task in notice.tasks:
        yield task.task_id, task.spans, task.raw
        yield from ((task.task_id, place.spans, None) for place in task.field_spans)
        for assignment in task.assignments:
            yield assignment.assignment_id, assignment.spans, None
        for measure in task.measures:
            yield measure.measure_id, measure.spans, measure.raw
            yield from ((measure.measure_id, place.spans, None) for place in measure.field_spans)
            yield from ((measure.measure_id, cell.spans, None) for cell in measure.other_columns)
            for assignment in measure.assignments:
                yield assignment.assignment_id, assignment.spans, None
            for quantity in measure.quantities:
                yield quantity.quantity_id, quantity.spans, quantity.raw
    for citation in notice.citations:
        yield citation.citation_id, citation.spans, None
    for event in notice.events:
        yield event.event_id, event.spans, None
    for finding in notice.findings:
        yield finding.finding_id, finding.spans, None


def check_explained(notice: Notice, text: str) -> Iterator[Problem]:
    """Where a measure's text differs from its raw text by more than blanks, a finding says why."""
    repairs = [row for row in notice.findings if row.before is not None or row.after is not None]
    touched = {row.record_id for row in repairs}
    places = [(span.start, span.end) for row in repairs for span in row.spans]
    for _, measure in measures_of(notice):
        if without_blanks(measure.text) == without_blanks(measure.raw) or measure.measure_id in touched:
            continue
        if any(s.start < end and start < s.end for s in measure.spans for start, end in places):
            continue
        message = f"the text of {measure.measure_id} was changed without a finding; report this"
        yield Problem(
            Finding("unexplained-text", message, before=measure.raw, after=measure.text), measure.measure_id
        )


def check_nothing_lost(notice: Notice, text: str) -> Iterator[Problem]:
    """The pieces of text that no record holds are findings, and add up to `chars_unused`."""
    unused = [row for row in notice.findings if row.code == "unused-text"]
    pieces = [slice_back(text, row.spans) or "" for row in unused]
    found = sum(len(without_blanks(piece)) for piece in pieces)
    stated = notice.document.chars_unused
    if found != stated:
        message = f"chars_unused is {stated}, the unused-text findings hold {found} characters; report this"
        yield Problem(Finding("schema-broken", message), notice.document.doc_id)


def check_dates(notice: Notice, text: str) -> Iterator[Problem]:
    """A deadline does not lie before its start, nor before the notice."""
    issued = notice.document.issued_on
    for _, measure in measures_of(notice):
        start, end = measure.deadline_start, measure.deadline_end
        if start and end and end < start:
            message = f"the time limit ends on {end}, before it starts on {start}; check the notice's text"
        elif end and issued and end < issued:
            message = f"the time limit {end} lies before the notice of {issued}; check the notice's text"
        else:
            continue
        finding = Finding("date-order", message, spans_of(measure.spans), before=measure.deadline_raw)
        yield Problem(finding, measure.measure_id)


def check_annex(notice: Notice, text: str) -> Iterator[Problem]:
    """The tasks of a plan and of the table attached to it are the same."""
    for part, message in check_body_against_annex(notice):
        yield Problem(Finding("body-annex-differ", message), part.document.doc_id)


def check_doubts(notice: Notice, text: str) -> Iterator[Problem]:
    """No government stands among its own departments, no city is made responsible for what others do."""
    for doubt in check_bodies(notice):
        finding = Finding("doubtful-assignment", doubt.message, spans_of(doubt.spans), doubt.before, None, 0.5)
        yield Problem(finding, doubt.record_id)


_FLOOR_FROM = 500  # characters: shorter texts are cover letters and stubs
_FLOOR = 0.2  # part of a table's or plan's characters that lie in measures; real ones have 0.5 to 0.9


def check_row_floor(notice: Notice, text: str) -> Iterator[Problem]:
    """A table or plan has about as many measures as its text suggests; what goes round it on its pages is left out."""
    if notice.document.genre not in ("division_table", "plan"):
        return
    inside = sum(len(without_blanks(measure.raw)) for _, measure in measures_of(notice))
    whole = len(_held_text(notice, text)) + notice.document.chars_unused
    if whole >= _FLOOR_FROM and inside < _FLOOR * whole:
        message = (
            f"only {inside} of {whole} characters lie in measures; "
            "the notice is probably laid out in a way that was not understood"
        )
        yield Problem(Finding("row-floor", message), notice.document.doc_id)


def _held_text(notice: Notice, text: str) -> str:
    """What tasks and measures stand in, without blanks: no navigation of a web page, no running heads."""
    held = bytearray(len(text))
    for task in notice.tasks:
        for span in itertools.chain(task.spans, *(measure.spans for measure in task.measures)):
            held[span.start : span.end] = b"\x01" * (min(span.end, len(text)) - span.start)
    return without_blanks("".join(itertools.compress(text, held)))


def check_types(notice: Notice, text: str) -> Iterator[Problem]:
    """Every field holds a value of its type."""
    try:
        msgspec.msgpack.decode(msgspec.msgpack.encode(msgspec.structs.replace(notice, parts=[])), type=Notice)
    except msgspec.ValidationError as error:
        message = f"the record does not fit its schema: {error}; report this"
        yield Problem(Finding("schema-broken", message), notice.document.doc_id)


CHECKS: dict[str, Check] = {
    "types": check_types,
    "numbering": check_numbering,
    "assigned": check_assigned,
    "spans": check_spans,
    "explained": check_explained,
    "nothing-lost": check_nothing_lost,
    "dates": check_dates,
    "annex": check_annex,
    "row-floor": check_row_floor,
    "doubts": check_doubts,
}
"""The checks of one notice, by name, in the order in which they run."""


def check_keys(dataset: Dataset) -> Iterator[tuple[str, Problem]]:
    """Ids are unique over the run and keys resolve; with the `doc_id` of the row that is wrong."""
    ids: dict[str, Counter[str]] = {}
    for table, key in PRIMARY_KEYS.items():
        if key is None:
            continue
        ids[table] = Counter(getattr(row, key) for row in dataset.rows(table))
        for value, count in ids[table].items():
            if count > 1:
                message = f"{table}: the id {value} stands on {count} rows; report this"
                yield _owner(value, dataset), Problem(Finding("duplicate-id", message), value)
    for table, keys in FOREIGN_KEYS.items():
        for column, (other, _) in keys.items():
            for row in dataset.rows(table):
                value = getattr(row, column)
                if value is not None and value not in ids[other]:
                    message = f"{table}.{column}: {value} is not in {other}; report this"
                    yield row.doc_id, Problem(Finding("dangling-key", message), value)


def _owner(record_id: str, dataset: Dataset) -> str:
    known = [document.doc_id for document in dataset.documents if record_id.startswith(document.doc_id)]
    return max(known, key=len, default=dataset.documents[0].doc_id if dataset.documents else "")
