"""What `taskextract trace` and `taskextract similar` find, as typed data."""

from __future__ import annotations

from typing import Literal

from taskextract.diff_records import SideInfo
from taskextract.records import Record, SpanRow

TRACE_VERSION = "1.0"

Binding = Literal["direct", "group", "open_group", "department", "none"]
TakenUp = Literal["verbatim", "adapted", "in_substance"]


class BodyRow(Record, frozen=True, kw_only=True):
    """A responsible body as its notice names it."""

    agency_id: str | None
    name: str
    mention: str
    role: str
    via_group: str | None


class MeasureRow(Record, frozen=True, kw_only=True):
    """A measure with its task and all who answer for it."""

    doc_id: str
    task_id: str
    measure_id: str
    label: str | None
    task_name: str | None
    text: str
    bodies: list[BodyRow]
    spans: list[SpanRow]


class Shared(Record, frozen=True, kw_only=True):
    """Wording that two measures share: where it stands in each one's `text` (code points, end exclusive).

    `lower_text` is set where the lower measure has a short or a long form of the same name.
    """

    text: str
    upper_start: int
    upper_end: int
    lower_start: int
    lower_end: int
    weight: float
    lower_text: str | None = None


class Link(Record, frozen=True, kw_only=True):
    """A lower measure that takes an upper one up. `score` is 0–1; `why` its grounds in English.

    `why_zh` has the same in Chinese. Of two parallel notices the first is the upper one.
    """

    upper_id: str
    lower_id: str
    taken_up: TakenUp
    score: float
    why: list[str]
    why_zh: list[str]
    shared: list[Shared]


class Bound(Record, frozen=True, kw_only=True):
    """An upper measure and how it binds the lower issuer (`none`: it does not, but was taken up)."""

    measure: MeasureRow
    binding: Binding
    bound_by: list[str]


class TaskCoverage(Record, frozen=True, kw_only=True):
    """Of an upper task's measures, how many bind the lower issuer and how many of those are taken up."""

    task_id: str
    label: str | None
    task_name: str | None
    measures: int
    binding: int
    taken_up: int


class AgencyCoverage(Record, frozen=True, kw_only=True):
    """The same by body responsible on the upper level."""

    agency_id: str | None
    name: str
    binding: int
    taken_up: int


class TraceOf(Record, frozen=True, kw_only=True):
    """One lower notice held against the upper one."""

    lower: SideInfo
    lower_place: str | None
    upper_measures: list[Bound]
    lower_measures: list[MeasureRow]
    links: list[Link]
    not_taken_up: list[str]
    of_its_own: list[str]
    by_task: list[TaskCoverage]
    by_agency: list[AgencyCoverage]


class TraceReport(Record, frozen=True, kw_only=True):
    """What became of an upper notice's measures in each lower notice."""

    trace_version: str
    upper: SideInfo
    traces: list[TraceOf]


class SimilarTask(Record, frozen=True, kw_only=True):
    """A task of one notice, with who answers for it and what it says."""

    doc_id: str
    doc_title: str | None
    task_id: str
    label: str | None
    task_name: str | None
    bodies: list[BodyRow]
    measures: list[MeasureRow]


class SimilarGroup(Record, frozen=True, kw_only=True):
    """Tasks of several notices that say the same; `score` is the least of the likenesses that hold them together.

    `why` gives the grounds in English, `why_zh` in Chinese; `links` are the measures that show it.
    """

    group_id: str
    score: float
    why: list[str]
    why_zh: list[str]
    tasks: list[SimilarTask]
    links: list[Link]


class SimilarReport(Record, frozen=True, kw_only=True):
    """Which tasks of parallel notices say the same; `alone` are those with no like in another notice."""

    similar_version: str
    notices: list[SideInfo]
    groups: list[SimilarGroup]
    alone: list[SimilarTask]
