"""Comparisons as flat Parquet tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from taskextract.arrow import record_table
from taskextract.diff_records import DiffReport
from taskextract.records import Record


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
