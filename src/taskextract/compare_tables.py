"""Comparisons as flat Parquet tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from taskextract.arrow import record_table
from taskextract.diff_records import DiffReport
from taskextract.records import Record
from taskextract.trace_records import Bound, Link, MeasureRow, TraceOf, TraceReport


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


def write_changes(report: DiffReport, path: Path) -> None:
    """Write one row a change."""
    write_rows(ChangeRow, change_rows(report), path)


def write_rows(kind: type[Record], rows: Sequence[Record], path: Path) -> None:
    """Write typed rows as one Parquet file."""
    import pyarrow.parquet as pq

    pq.write_table(record_table(kind, rows), path)


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


def write_links(report: TraceReport, path: Path) -> None:
    """Write one row a link."""
    write_rows(LinkRow, link_rows(report), path)
