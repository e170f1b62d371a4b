"""Assignments that what the notice says speaks against: a government among its own departments, other cities than the measure's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taskextract.records import Agency, Assignment, MeasureTree, Notice, SpanRow

_OTHERS = re.compile("(?:其他|其它|其余)(?:各|[一二三四五六七八九十\\d]+)?(?:市|县|地市|县市|县市区|城市)(?![^，。；]{0,8}(?:参照|参加|配合))")


@dataclass(frozen=True, slots=True)
class Doubt:
    """An assignment that is doubted, and why; `before` is the mention."""

    record_id: str
    spans: list[SpanRow]
    before: str
    message: str


def check_bodies(notice: Notice) -> Iterator[Doubt]:
    """The doubtful assignments of a table or a plan."""
    if notice.document.genre not in ("division_table", "plan"):
        return
    bodies = {agency.agency_id: agency for agency in notice.agencies}
    for task in notice.tasks:
        yield from _own_government(notice, task.assignments, bodies)
        for measure in task.measures:
            yield from _own_government(notice, measure.assignments, bodies)
            yield from _other_cities(measure, bodies)
            yield from _outside_group(notice, measure, bodies)


def _own_government(notice: Notice, rows: list[Assignment], bodies: dict[str, Agency]) -> Iterator[Doubt]:
    """The notice's own government in a list of its departments: it is not one of them."""
    here = notice.document.region_code
    own = [(row, bodies[row.agency_id]) for row in rows if row.agency_id in bodies]
    departments = [row for row, body in own if body.region_code == here and body.kind == "department"]
    for row, body in own:
        government = body.agency_id == f"{here}:gov" and row.via_group is None
        if government and departments and not row.vague:
            message = (
                f"{row.mention} stands among its own departments ({departments[0].mention}); "
                "another body may be meant: check it against the original"
            )
            yield Doubt(row.assignment_id, row.spans, row.mention, message)


def _other_cities(measure: MeasureTree, bodies: dict[str, Agency]) -> Iterator[Doubt]:
    """Cities made responsible for what the measure plans in others."""
    rows = [r for r in measure.assignments if r.agency_id in bodies and _is_city(bodies[r.agency_id])]
    if not rows or any(r.via_group for r in measure.assignments):
        return
    responsible = {_short(bodies[r.agency_id or ""]) for r in rows}
    cities = {_short(body) for body in bodies.values() if _is_city(body)}
    named = {city for city in cities if city in measure.text}
    strangers = [r for r in rows if _short(bodies[r.agency_id or ""]) not in named]
    left_out = sorted(named - responsible)
    if len(named) > 1 and strangers and left_out:
        mention = "、".join(r.mention for r in rows)
        message = f"the measure speaks of {'、'.join(left_out)}, and {mention} are made responsible; check both"
        yield Doubt(strangers[0].assignment_id, strangers[0].spans, strangers[0].mention, message)
    elif _OTHERS.search(measure.text) and len(rows) == 1 and not named:
        message = f"the measure speaks of the other cities, and only {rows[0].mention} is made responsible; check it"
        yield Doubt(rows[0].assignment_id, rows[0].spans, rows[0].mention, message)


def _outside_group(notice: Notice, measure: MeasureTree, bodies: dict[str, Agency]) -> Iterator[Doubt]:
    """A city made responsible for what a group of cities does that it is none of."""
    for group in notice.document.groups:
        if group.mention not in measure.text or len(group.agency_ids) < 2:
            continue
        rows = [r for r in measure.assignments if r.agency_id in bodies and _is_city(bodies[r.agency_id])]
        members = [r for r in rows if r.agency_id in group.agency_ids]
        for row in rows:
            stranger = row not in members and _short(bodies[row.agency_id or ""]) not in measure.text
            if stranger and members and row.via_group is None:
                message = f"{row.mention} is none of {group.mention}, of which the measure speaks; check it"
                yield Doubt(row.assignment_id, row.spans, row.mention, message)
        return


def _is_city(body: Agency) -> bool:
    return body.kind == "government" and body.level == "prefecture" and body.name.endswith("市人民政府")


def _short(body: Agency) -> str:
    name = body.name.removesuffix("市人民政府")
    return name.rsplit("省", 1)[-1]
