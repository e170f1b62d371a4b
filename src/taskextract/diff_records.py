"""What a comparison finds, as typed data: the content of `taskextract diff --json`."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from taskextract.records import Record, SpanRow

DIFF_VERSION = "1.0"

ChangeKind = Literal[
    "notice_added", "notice_removed",
    "task_added", "task_removed", "task_renamed", "task_renumbered", "task_moved", "task_split", "task_merged",
    "section_renamed", "section_moved",
    "measure_added", "measure_removed", "measure_moved", "measure_reworded", "measure_split", "measure_merged",
    "agency_added", "agency_removed", "agency_role_changed", "lead_changed", "group_widened", "group_narrowed",
    "deadline_moved", "target_changed", "quantity_changed", "citation_changed", "persons_changed",
    "remark_changed", "column_changed",
]  # fmt: skip
NoteKind = Literal[
    "renumbered", "renamed_by_reform", "other_name", "reordered_list", "cut_differently", "envelope", "parsed_anew", "no_tasks"
]
RunOp = Literal["same", "removed", "added", "moved_from", "moved_to"]


class Place(Record, frozen=True, kw_only=True):
    """A task, or (`measure_id` set) a measure, on one side. `label` is the task's printed label."""

    doc_id: str
    task_id: str | None
    measure_id: str | None
    label: str | None
    task_name: str | None
    text: str | None
    spans: list[SpanRow]


class Run(Record, frozen=True, kw_only=True):
    """A piece of text that both sides have, or one of them. Both ends of a move bear the same `move`."""

    op: RunOp
    text: str
    move: int | None = None


class Change(Record, frozen=True, kw_only=True):
    """One difference. `old` and `new` are the places it concerns on each side (several where one became two).

    `message` says it in English, `message_zh` in Chinese. `before`/`after` are the values that differ. `difference` is new minus old: a number in `unit`, or days.
    """

    change_id: str
    kind: ChangeKind
    message: str
    message_zh: str
    old: list[Place]
    new: list[Place]
    before: str | None = None
    after: str | None = None
    difference: float | None = None
    unit: str | None = None
    agency_ids: list[str] = msgspec.field(default_factory=list)
    agencies: list[str] = msgspec.field(default_factory=list)
    runs: list[Run] = msgspec.field(default_factory=list)
    score: float | None = None


class Note(Record, frozen=True, kw_only=True):
    """Something that looks like a change and is none, or that the reader of the comparison should know."""

    kind: NoteKind
    message: str
    message_zh: str
    count: int = 1


class Pair(Record, frozen=True, kw_only=True):
    """Records that correspond: one on each side, or several on one of them. `score` is 0–1, `why` its grounds."""

    old_ids: list[str]
    new_ids: list[str]
    score: float
    why: list[str]


class SideInfo(Record, frozen=True, kw_only=True):
    """Which notice stands on one side."""

    doc_id: str
    title: str | None
    doc_number: str | None
    issuer: str | None
    issued_on: date | None
    tasks: int
    measures: int
    sha256: str
    parser_version: str
    vocabulary_version: str


class NoticeDiff(Record, frozen=True, kw_only=True):
    """Two notices, or (one side None) a notice that only one side has."""

    old: SideInfo | None
    new: SideInfo | None
    same: bool
    summary: dict[str, int]
    changes: list[Change]
    notes: list[Note]
    tasks: list[Pair]
    measures: list[Pair]


class DiffReport(Record, frozen=True, kw_only=True):
    """The whole comparison: one entry a pair of notices. `summary` counts changes by kind over all of them."""

    diff_version: str
    old: str
    new: str
    same: bool
    summary: dict[str, int]
    notices: list[NoticeDiff]
