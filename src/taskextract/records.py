"""What the dataset holds: one typed record a row.

The names are a contract with the programs that read the data: columns may be added, never renamed
or re-used. The JSON Schemas in `schemas/` and the Parquet schemas are generated from these types.
Dates are ISO 8601 dates; offsets are code points of the canonical text, end exclusive.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from taskextract.document import Box

SCHEMA_VERSION = "1.1"

Genre = Literal["division_table", "plan", "report", "other"]
MeasureKind = Literal[
    "action", "purpose", "goal", "principle", "safeguard", "statement", "decision", "outcome", "list_item"
]
Role = Literal["lead", "support", "joint", "respective", "responsible", "guide", "implement"]
Basis = Literal["exact", "alias", "elided", "group", "repaired", "unknown"]
StatedOrInferred = Literal["stated", "inferred"]
LeadRule = Literal["first_listed", "marked"]
AgencyKind = Literal[
    "government", "department", "party", "congress", "court", "procuratorate", "central_branch",
    "coordination", "enterprise", "institution", "association", "other",
]  # fmt: skip
AgencyLevel = Literal["central", "province", "prefecture", "county", "township"]
Relation = Literal["eq", "ge", "le", "gt", "lt", "about", "increase_by", "reduce_by", "reach", "multiple"]
CitationRelation = Literal["based_on", "implements", "signed", "adopted", "to_compile", "mentions"]
Severity = Literal["error", "warning", "info"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A row: immutable, every field named."""


class SpanRow(Record, frozen=True, kw_only=True):
    """A slice `text[start:end]` of the canonical text, its page (from 1) and box (points)."""

    start: int
    end: int
    page: int | None = None
    bbox: Box | None = None


class FieldSpans(Record, frozen=True, kw_only=True):
    """Where the value of a field was read, where that is not all of its record's own `spans`.

    `field` is the name of a field of the same record. A value that the notice does not state has none.
    """

    field: str
    spans: list[SpanRow]


class OtherColumn(Record, frozen=True, kw_only=True):
    """What a table says of a measure in a column that no field of the dataset is for (建设地点, 总投资, 进展情况).

    `header` is the column's header (null where it has none), `text` the cell's clean text, its paragraphs as lines.
    """

    header: str | None
    text: str
    spans: list[SpanRow]


class Group(Record, frozen=True, kw_only=True):
    """What a group of places or bodies (7市, 胶东五市) means in this notice, and how that is known."""

    mention: str
    agency_ids: list[str]
    basis: str


class Document(Record, frozen=True, kw_only=True):
    """A notice: a file, or a part of one that is a notice of its own."""

    doc_id: str
    parent_doc_id: str | None
    title: str | None
    genre: Genre
    issuer_id: str | None
    issuer: str | None
    doc_number: str | None
    issued_on: date | None
    issued_on_basis: StatedOrInferred | None
    region_code: str | None
    region_basis: StatedOrInferred | None
    addressee: str | None
    path: str
    media_type: str
    sha256: str
    pages: int | None
    chars: int
    chars_unused: int
    lead_rule: LeadRule | None
    groups: list[Group]
    parser_version: str
    vocabulary_version: str
    field_spans: list[FieldSpans] = []


class Task(Record, frozen=True, kw_only=True):
    """The lowest unit that the notice itself numbers or titles and that holds measures."""

    task_id: str
    doc_id: str
    ordinal: int
    number: int | None
    label: str | None
    name: str | None
    section: list[str]
    raw: str
    spans: list[SpanRow]
    field_spans: list[FieldSpans] = []


class Measure(Record, frozen=True, kw_only=True):
    """One thing to be done, aimed at, said or decided."""

    measure_id: str
    doc_id: str
    task_id: str
    ordinal: int
    kind: MeasureKind
    text: str
    raw: str
    theme: str | None
    speaker: str | None
    deadline_raw: str | None
    deadline_start: date | None
    deadline_end: date | None
    deadline_basis: StatedOrInferred | None
    target_raw: str | None
    persons: list[str]
    remark: str | None
    spans: list[SpanRow]
    field_spans: list[FieldSpans] = []
    other_columns: list[OtherColumn] = []


class Assignment(Record, frozen=True, kw_only=True):
    """An agency made responsible for a measure, or (measure_id null) for a whole task."""

    assignment_id: str
    doc_id: str
    task_id: str
    measure_id: str | None
    ordinal: int
    mention: str
    agency_id: str | None
    role: Role
    role_raw: str | None
    via_group: str | None
    vague: bool
    basis: Basis
    spans: list[SpanRow]


class Responsibility(Record, frozen=True, kw_only=True):
    """The flat table: one row a measure and agency, task-level assignments inherited."""

    doc_id: str
    doc_title: str | None
    doc_number: str | None
    issued_on: date | None
    task_id: str
    task_number: int | None
    task_name: str | None
    measure_id: str
    measure_text: str
    agency_id: str | None
    agency_name: str | None
    agency_level: AgencyLevel | None
    region_code: str | None
    role: Role
    via_group: str | None
    mention: str
    vague: bool
    inherited: bool
    deadline_end: date | None


class Agency(Record, frozen=True, kw_only=True):
    """A body that some notice of the run names. `name` is the official full name at the notice's date."""

    agency_id: str
    name: str
    short_name: str | None
    kind: AgencyKind
    level: AgencyLevel | None
    region_code: str | None
    parent_id: str | None
    known: bool
    mentions: list[str]
    predecessor_ids: list[str] = []


class Quantity(Record, frozen=True, kw_only=True):
    """A number with what it measures. 万 and 亿 are multiplied out only in `value_base`/`unit_base`."""

    quantity_id: str
    doc_id: str
    measure_id: str | None
    what: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    value_base: float | None
    unit_base: str | None
    relation: Relation
    raw: str
    spans: list[SpanRow]


class Citation(Record, frozen=True, kw_only=True):
    """A document that the notice names."""

    citation_id: str
    doc_id: str
    measure_id: str | None
    title: str | None
    doc_number: str | None
    relation: CitationRelation
    spans: list[SpanRow]


class Attendee(Record, frozen=True, kw_only=True):
    """Somebody at a meeting: name, post, and what they did there (出席, 主持, 讲话, 发言)."""

    name: str
    post: str | None
    role: str | None


class Action(Record, frozen=True, kw_only=True):
    """What happened at a meeting (签署, 审议通过, 启用) and to what."""

    verb: str
    object: str
    citation_id: str | None


class Event(Record, frozen=True, kw_only=True):
    """A meeting."""

    event_id: str
    doc_id: str
    name: str | None
    date: date | None
    date_basis: StatedOrInferred | None
    place: str | None
    attendees: list[Attendee]
    actions: list[Action]
    spans: list[SpanRow]


class FindingRow(Record, frozen=True, kw_only=True):
    """What was repaired, doubted, not understood, or broken."""

    finding_id: str
    doc_id: str
    code: str
    severity: Severity
    message: str
    before: str | None
    after: str | None
    certainty: float | None
    record_id: str | None
    spans: list[SpanRow]


class MeasureTree(Measure, frozen=True, kw_only=True):
    """A measure with what hangs on it, as the JSON of one notice nests it."""

    assignments: list[Assignment]
    quantities: list[Quantity]


class TaskTree(Task, frozen=True, kw_only=True):
    """A task with what hangs on it; `t0` (name null) holds the measures outside every task."""

    assignments: list[Assignment]
    measures: list[MeasureTree]


class Notice(Record, frozen=True, kw_only=True):
    """The whole record of one notice: the content of `json/<doc_id>.json`."""

    schema_version: str
    document: Document
    events: list[Event]
    tasks: list[TaskTree]
    citations: list[Citation]
    agencies: list[Agency]
    findings: list[FindingRow]
    parts: list[Notice] = []


TABLES: dict[str, type[Record]] = {
    "documents": Document,
    "tasks": Task,
    "measures": Measure,
    "assignments": Assignment,
    "agencies": Agency,
    "quantities": Quantity,
    "citations": Citation,
    "events": Event,
    "findings": FindingRow,
    "responsibilities": Responsibility,
}
"""The dataset's tables in the order in which they are written, and the type of a row of each."""

PRIMARY_KEYS: dict[str, str | None] = {
    "documents": "doc_id",
    "tasks": "task_id",
    "measures": "measure_id",
    "assignments": "assignment_id",
    "agencies": "agency_id",
    "quantities": "quantity_id",
    "citations": "citation_id",
    "events": "event_id",
    "findings": "finding_id",
    "responsibilities": None,
}

FOREIGN_KEYS: dict[str, dict[str, tuple[str, str]]] = {
    "documents": {"parent_doc_id": ("documents", "doc_id"), "issuer_id": ("agencies", "agency_id")},
    "tasks": {"doc_id": ("documents", "doc_id")},
    "measures": {"doc_id": ("documents", "doc_id"), "task_id": ("tasks", "task_id")},
    "assignments": {
        "doc_id": ("documents", "doc_id"),
        "task_id": ("tasks", "task_id"),
        "measure_id": ("measures", "measure_id"),
        "agency_id": ("agencies", "agency_id"),
    },
    "quantities": {"doc_id": ("documents", "doc_id"), "measure_id": ("measures", "measure_id")},
    "citations": {"doc_id": ("documents", "doc_id"), "measure_id": ("measures", "measure_id")},
    "events": {"doc_id": ("documents", "doc_id")},
    "findings": {"doc_id": ("documents", "doc_id")},
    "responsibilities": {
        "doc_id": ("documents", "doc_id"),
        "task_id": ("tasks", "task_id"),
        "measure_id": ("measures", "measure_id"),
        "agency_id": ("agencies", "agency_id"),
    },
}
