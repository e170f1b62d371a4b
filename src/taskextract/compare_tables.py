"""Comparisons as flat Parquet tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskextract.arrow import record_table
from taskextract.diff_records import DiffReport
from taskextract.records import Record
from taskextract.trace_records import (
    Bound,
    Link,
    MeasureRow,
    SimilarGroup,
    SimilarReport,
    SimilarTask,
    TraceOf,
    TraceReport,
)


class ChangeRow(Record, frozen=True, kw_only=True):
    """One change: its place on each side, its values, the bodies it concerns."""

    old_doc_id: str | None
    new_doc_id: str | None
    change_id: str
    kind: str
    message: str
    old_task_ids: list[str]
    new_task_ids: list[str]
    old_measure_ids: list[str]
    new_measure_ids: list[str]
    task_name: str | None
    before: str | None
    after: str | None
    difference: float | None
    unit: str | None
    agency_ids: list[str]
    agencies: list[str]


def change_rows(report: DiffReport) -> list[ChangeRow]:
    """The changes of all notices, in their order."""
    rows = []
    for notice in report.notices:
        for change in notice.changes:
            places = [*change.new, *change.old]
            rows.append(
                ChangeRow(
                    old_doc_id=notice.old.doc_id if notice.old else None,
                    new_doc_id=notice.new.doc_id if notice.new else None,
                    change_id=change.change_id, kind=change.kind, message=change.message,
                    old_task_ids=_ids(p.task_id for p in change.old), new_task_ids=_ids(p.task_id for p in change.new),
                    old_measure_ids=_ids(p.measure_id for p in change.old),
                    new_measure_ids=_ids(p.measure_id for p in change.new),
                    task_name=places[0].task_name if places else None,
                    before=change.before, after=change.after, difference=change.difference, unit=change.unit,
                    agency_ids=change.agency_ids, agencies=change.agencies,
                )
            )
    return rows


def _ids(found: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(one for one in found if one))


def changes_table(report: DiffReport) -> bytes:
    """A Parquet file with one row a change."""
    return _parquet(ChangeRow, change_rows(report))


def _parquet(kind: type[Record], rows: Sequence[Record]) -> bytes:
    """Typed rows as the bytes of one Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(record_table(kind, rows), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


class LinkRow(Record, frozen=True, kw_only=True):
    """An upper measure, how it binds the lower issuer, and one lower measure that takes it up (null: none)."""

    upper_doc_id: str
    lower_doc_id: str
    upper_task_name: str | None
    upper_measure_id: str | None
    upper_text: str | None
    binding: str | None
    upper_bodies: list[str]
    lower_task_name: str | None
    lower_measure_id: str | None
    lower_text: str | None
    lower_bodies: list[str]
    taken_up: str | None
    score: float | None
    shared: list[str]


def link_rows(report: TraceReport) -> list[LinkRow]:
    """One row a link; upper measures that nothing takes up, and lower ones of their own, have a row each."""
    rows = []
    for one in report.traces:
        lower = {m.measure_id: m for m in one.lower_measures}
        for bound in one.upper_measures:
            mine: list[Link | None] = [link for link in one.links if link.upper_id == bound.measure.measure_id]
            for link in mine or [None]:
                below = lower[link.lower_id] if link else None
                rows.append(_link_row(report, one, bound, below, link))
        rows += [_link_row(report, one, None, lower[own], None) for own in one.of_its_own]
    return rows


def _link_row(
    report: TraceReport, one: TraceOf, bound: Bound | None, below: MeasureRow | None, link: Link | None
) -> LinkRow:
    above = bound.measure if bound else None
    return LinkRow(
        upper_doc_id=report.upper.doc_id, lower_doc_id=one.lower.doc_id,
        upper_task_name=above.task_name if above else None, upper_measure_id=above.measure_id if above else None,
        upper_text=above.text if above else None, binding=bound.binding if bound else None,
        upper_bodies=[body.name for body in above.bodies] if above else [],
        lower_task_name=below.task_name if below else None, lower_measure_id=below.measure_id if below else None,
        lower_text=below.text if below else None, lower_bodies=[body.name for body in below.bodies] if below else [],
        taken_up=link.taken_up if link else None, score=link.score if link else None,
        shared=[shared.text for shared in link.shared] if link else [],
    )  # fmt: skip


def links_table(report: TraceReport) -> bytes:
    """A Parquet file with one row a link."""
    return _parquet(LinkRow, link_rows(report))


class SimilarRow(Record, frozen=True, kw_only=True):
    """A task of a group of tasks that say the same (`group_id` and `score` null: nothing says the same)."""

    group_id: str | None
    score: float | None
    doc_id: str
    doc_title: str | None
    task_id: str
    label: str | None
    task_name: str | None
    agency_ids: list[str]
    bodies: list[str]
    measure_ids: list[str]
    shared: list[str]


def similar_rows(report: SimilarReport) -> list[SimilarRow]:
    """One row a task, group by group; then the tasks that are alone."""
    rows = [
        _similar_row(task, group, [s.text for link in group.links for s in link.shared])
        for group in report.groups
        for task in group.tasks
    ]
    return rows + [_similar_row(task, None, []) for task in report.alone]


def _similar_row(task: SimilarTask, group: SimilarGroup | None, shared: Sequence[str]) -> SimilarRow:
    return SimilarRow(
        group_id=group.group_id if group else None, score=group.score if group else None,
        doc_id=task.doc_id, doc_title=task.doc_title, task_id=task.task_id, label=task.label, task_name=task.task_name,
        agency_ids=_ids(body.agency_id for body in task.bodies), bodies=[body.name for body in task.bodies],
        measure_ids=[measure.measure_id for measure in task.measures], shared=list(dict.fromkeys(shared)),
    )  # fmt: skip


def similar_table(report: SimilarReport) -> bytes:
    """A Parquet file with one row a task."""
    return _parquet(SimilarRow, similar_rows(report))
