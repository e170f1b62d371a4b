"""What became of an upper notice's measures in a lower one."""

from __future__ import annotations

from collections.abc import Sequence

from taskextract.compare.notices import info
from taskextract.compare.sides import MeasureView, Side
from taskextract.trace_records import (
    TRACE_VERSION,
    AgencyCoverage,
    BodyRow,
    Bound,
    Link,
    MeasureRow,
    TaskCoverage,
    TraceOf,
    TraceReport,
)
from taskextract.tracing.binding import Bond, bond, issuer_of
from taskextract.tracing.links import links

_FRAMING = ("purpose", "goal", "principle")


def trace(upper: Side, lowers: Sequence[Side]) -> TraceReport:
    """Hold each lower notice against the upper one."""
    return TraceReport(
        trace_version=TRACE_VERSION, upper=info(upper), traces=[_trace_one(upper, lower) for lower in lowers]
    )


def _trace_one(upper: Side, lower: Side) -> TraceOf:
    issuer = issuer_of(lower, upper)
    bonds = [bond(measure, upper, issuer) for measure in upper.measures]
    bound = frozenset(n for n, one in enumerate(bonds) if one.binding != "none")
    found = links(upper, lower, issuer, bound)
    taken = {link.upper_id for link in found}
    answered = {link.lower_id for link in found}
    spoken = [m for m in lower.measures if m.tree.kind not in _FRAMING]
    return TraceOf(
        lower=info(lower),
        lower_place=issuer.name or issuer.region,
        upper_measures=[
            Bound(measure=measure_row(upper, m), binding=bonds[n].binding, bound_by=list(bonds[n].mentions))
            for n, m in enumerate(upper.measures)
            if n in bound or m.id in taken
        ],
        lower_measures=[measure_row(lower, m) for m in spoken],
        links=found,
        not_taken_up=[m.id for n, m in enumerate(upper.measures) if n in bound and m.id not in taken],
        of_its_own=[m.id for m in spoken if m.id not in answered],
        by_task=_by_task(upper, bonds, taken),
        by_agency=_by_agency(upper, bonds, taken),
    )


def measure_row(side: Side, measure: MeasureView) -> MeasureRow:
    """A measure with its task and bodies."""
    tree, task = measure.tree, side.tasks[measure.task].tree
    return MeasureRow(
        doc_id=tree.doc_id, task_id=tree.task_id, measure_id=tree.measure_id, label=task.label, task_name=task.name,
        text=tree.text, bodies=body_rows(side, [measure]), spans=tree.spans,
    )  # fmt: skip


def body_rows(side: Side, measures: Sequence[MeasureView]) -> list[BodyRow]:
    """Who answers for some measures, each body once; a group stands for its members."""
    found: dict[str, BodyRow] = {}
    for measure in measures:
        for duty in measure.duties:
            row = duty.row
            name = row.via_group or (side.name(row.agency_id) if row.agency_id else row.mention)
            found.setdefault(
                name,
                BodyRow(agency_id=None if row.via_group else row.agency_id, name=name, mention=row.mention,
                        role=row.role, via_group=row.via_group),
            )  # fmt: skip
    return list(found.values())


def _by_task(upper: Side, bonds: Sequence[Bond], taken: set[str]) -> list[TaskCoverage]:
    rows = []
    for task in upper.tasks:
        bound = [m for m in task.measures if bonds[m.order].binding != "none"]
        if task.frame and not bound:
            continue
        rows.append(
            TaskCoverage(
                task_id=task.id, label=task.tree.label, task_name=task.tree.name, measures=len(task.measures),
                binding=len(bound), taken_up=sum(1 for m in bound if m.id in taken),
            )
        )
    return rows


def _by_agency(upper: Side, bonds: Sequence[Bond], taken: set[str]) -> list[AgencyCoverage]:
    counts: dict[tuple[str | None, str], list[int]] = {}
    for measure in upper.measures:
        if bonds[measure.order].binding == "none":
            continue
        for body in body_rows(upper, [measure]):
            row = counts.setdefault((body.agency_id, body.name), [0, 0])
            row[0] += 1
            row[1] += measure.id in taken
    rows = [
        AgencyCoverage(agency_id=key[0], name=key[1], binding=row[0], taken_up=row[1]) for key, row in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.binding, row.name))


def links_of(report: TraceOf) -> dict[str, list[Link]]:
    """Links by upper measure."""
    found: dict[str, list[Link]] = {}
    for link in report.links:
        found.setdefault(link.upper_id, []).append(link)
    return found
