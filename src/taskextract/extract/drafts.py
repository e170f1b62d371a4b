"""What an extractor yields: which text is which field, nothing interpreted yet.

Every field is a `Strand`, so each knows its place. `normalize` turns drafts into records.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from taskextract.document import Block, Document
from taskextract.records import Genre, LeadRule, MeasureKind, Role
from taskextract.strand import Strand


@dataclass(frozen=True, slots=True)
class Duty:
    """Text that names who is responsible: an agency cell's paragraph, a tail's inside, a sentence's subject.

    For a tail, `text` is what stands inside the brackets, its label (责任单位：) included; `frame` is
    the whole tail with its brackets. `role` is what the column's header or the tail's label says
    (牵头单位 → lead); None leaves it to the text's own words (…牵头, …按职责分工负责).
    `first_is_lead` carries a rule of the column's header (责任单位（逗号前为牵头单位）). `is_subject`
    marks a sentence's subject, to which rules for lists of bodies do not apply.
    """

    text: Strand
    role: Role | None = None
    role_raw: str | None = None
    frame: Strand | None = None
    first_is_lead: bool = False
    certainty: float = 1.0
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """One measure. `body` is its text without what frames it.

    `framing` holds the text that frames the measure and belongs to no field of its own
    (attribution, theme's words with their comma), so that nothing is lost. `others` are the
    paragraphs of the row's cells in columns that no field is for, each with its column's header.
    """

    body: Strand
    kind: MeasureKind = "action"
    duties: tuple[Duty, ...] = ()
    theme: Strand | None = None
    speaker: Strand | None = None
    deadline: Strand | None = None
    target: Strand | None = None
    persons: tuple[Strand, ...] = ()
    remark: Strand | None = None
    framing: tuple[Strand, ...] = ()
    others: tuple[tuple[str, tuple[Strand, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """One task with its measures. `duties` are those of the whole task (a tail that closes it).

    `number` is the integer the notice gives (None if none), `label` its printed form (`（一）`, `1.`).
    """

    measures: tuple[MeasureDraft, ...]
    number: int | None = None
    label: Strand | None = None
    name: Strand | None = None
    section: tuple[Strand, ...] = ()
    duties: tuple[Duty, ...] = ()
    deadline: Strand | None = None
    framing: tuple[Strand, ...] = ()


@dataclass(frozen=True, slots=True)
class AttendeeDraft:
    """Somebody at a meeting."""

    name: Strand
    post: Strand | None = None
    role: Strand | None = None


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """What was signed, adopted, opened."""

    verb: Strand
    object: Strand


@dataclass(frozen=True, slots=True)
class EventDraft:
    """A meeting as the text tells it; `place` may be the dateline's."""

    text: Strand
    name: Strand | None = None
    date: Strand | None = None
    place: Strand | None = None
    attendees: tuple[AttendeeDraft, ...] = ()
    actions: tuple[ActionDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What an extractor made of one notice.

    `loose` are measures outside every task (they hang on `t0`). `framing` is text that frames the
    records: headings, column headers, repeated headers, furniture, decoy tables. `totals` are
    announced totals ("9个方面131项") as (count, counted word, where).
    """

    genre: Genre
    tasks: tuple[TaskDraft, ...] = ()
    loose: tuple[MeasureDraft, ...] = ()
    events: tuple[EventDraft, ...] = ()
    framing: tuple[Strand, ...] = ()
    lead_rule: LeadRule | None = None
    lead_mark: str | None = None
    default_duties: tuple[Duty, ...] = ()
    totals: tuple[tuple[int, str, Strand], ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who issued the notice, when, under which number and title, to whom."""

    title: Strand | None = None
    doc_number: Strand | None = None
    issuers: tuple[Strand, ...] = ()
    issued_on: Strand | None = None
    addressee: Strand | None = None
    framing: tuple[Strand, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Part:
    """A notice as the extractors get it: `body` holds the document's blocks that the envelope left over."""

    document: Document
    envelope: Envelope
    body: tuple[Block, ...]
