"""Meetings and the documents a notice names, as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from taskextract.document import Document
from taskextract.extract.drafts import ActionDraft, EventDraft
from taskextract.findings import Finding
from taskextract.normalize.citations import Citation, find_citations, likeness_keys, same_citation
from taskextract.normalize.dates import read_date
from taskextract.normalize.years import NoticeYear
from taskextract.records import Action, Attendee, CitationRelation, Event, Notice, SpanRow, StatedOrInferred
from taskextract.records import Citation as CitationRow
from taskextract.rows import span_rows
from taskextract.strand import Strand

_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_ONCE: tuple[CitationRelation, ...] = ("signed", "adopted")
_ANY, _TOLD = "*", "told"  # no measure's id looks so


@dataclass(slots=True)
class _Cited:
    """One document as a measure names it."""

    measure_id: str | None
    citation: Citation
    spans: list[SpanRow]


@dataclass(slots=True)
class CitationBook:
    """The documents a notice names. A measure names each once; an adoption told twice is one."""

    document: Document
    doc_id: str
    findings: list[Finding] = field(default_factory=list)
    _cited: list[_Cited] = field(default_factory=list)
    _places: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)
    _full: dict[tuple[str | None, str | None], Citation] = field(default_factory=dict)

    def add(self, measure_id: str | None, found: Iterable[Citation]) -> None:
        """Take in what one measure (or an event: None) names."""
        for citation in found:
            known = self._alike(citation, measure_id, _TOLD)
            twin = next((c for c in known if self._is_twin(c, measure_id, citation)), None)
            if twin is None:
                self._index(citation, measure_id)
                self._cited.append(_Cited(measure_id, citation, span_rows(self.document, citation.where.spans)))
            elif twin.citation.title != citation.title:
                self._note_merge(twin.citation, citation)

    def _index(self, citation: Citation, measure_id: str | None) -> None:
        told = (_TOLD,) if citation.relation in _ONCE else ()
        for key in likeness_keys(citation):
            for of in (_ANY, measure_id, *told):
                self._places.setdefault((key, of), []).append(len(self._cited))

    def _alike(self, citation: Citation, *of: str | None) -> list[_Cited]:
        """Those that may name the same document, of a measure, of all (`_ANY`), or told as done (`_TOLD`), in order."""
        found = {i for key in likeness_keys(citation) for one in of for i in self._places.get((key, one), ())}
        return [self._cited[i] for i in sorted(found)]

    def _is_twin(self, known: _Cited, measure_id: str | None, citation: Citation) -> bool:
        once = known.citation.relation in _ONCE and citation.relation in (*_ONCE, "mentions")
        return (known.measure_id == measure_id or once) and bool(same_citation(known.citation, citation))

    def _note_merge(self, known: Citation, citation: Citation) -> None:
        message = f"taken as the same document as 《{known.title}》; check if both titles matter"
        self.findings.append(
            Finding("merged-citation", message, citation.where.spans, citation.title, known.title, certainty=0.9)
        )

    def find(self, title: str) -> int | None:
        """The position of the document with this title."""
        wanted = title.strip("《》")
        return next((i for i, c in enumerate(self._cited) if c.citation.title == wanted), None)

    def citation_id(self, position: int) -> str:
        """The id of the citation at a position."""
        return f"{self.doc_id}/c{position + 1}"

    def rows(self) -> list[CitationRow]:
        """All citations; one document has one title and number, the fullest that the notice gives."""
        return [
            CitationRow(
                citation_id=self.citation_id(i),
                doc_id=self.doc_id,
                measure_id=cited.measure_id,
                title=full.title,
                doc_number=full.doc_number,
                relation=cited.citation.relation,
                spans=cited.spans,
            )
            for i, cited in enumerate(self._cited)
            for full in [self._fullest(cited.citation)]
        ]

    def _fullest(self, citation: Citation) -> Citation:
        said = (citation.title, citation.doc_number)
        if said not in self._full:
            same = [c.citation for c in self._alike(citation, _ANY) if same_citation(c.citation, citation)]
            self._full[said] = max(same or [citation], key=lambda c: (bool(c.doc_number), len(c.title or "")))
        return self._full[said]


def strands_of(event: EventDraft) -> Iterator[Strand | None]:
    """What of the text an event holds."""
    yield from (event.text, event.name, event.date, event.place)
    for attendee in event.attendees:
        yield from (attendee.name, attendee.post, attendee.role)
    for action in event.actions:
        yield from (action.verb, action.object)


def inferred_date(event: EventDraft, row: Event, year: NoticeYear | None) -> Iterator[Finding]:
    """A meeting's date that the report gives without its year."""
    if event.date and row.date and row.date_basis == "inferred" and year:
        message = f"the year {year.year} was taken from “{year.reason}”; check it"
        yield Finding("inferred-date", message, event.date.spans, event.date.text, row.date.isoformat(), 0.8)


def event_row(
    event: EventDraft, ordinal: int, doc_id: str, document: Document, citations: CitationBook, year: int | None
) -> Event:
    """A meeting as a record; a date without a year takes the notice's and is marked."""
    day, basis = _event_date(event, year)
    return Event(
        event_id=f"{doc_id}/e{ordinal}",
        doc_id=doc_id,
        name=event.name.text if event.name else None,
        date=day,
        date_basis=basis,
        place=event.place.text if event.place else None,
        attendees=[
            Attendee(name=a.name.text, post=a.post.text if a.post else None, role=a.role.text if a.role else None)
            for a in event.attendees
        ],
        actions=[_action_row(action, citations) for action in event.actions],
        spans=span_rows(document, event.text.spans),
    )


def _action_row(action: ActionDraft, citations: CitationBook) -> Action:
    position = citations.find(action.object.text)
    if position is None and "《" in action.object.text:
        citations.add(None, find_citations(action.object))
        position = citations.find(action.object.text)
    citation_id = None if position is None else citations.citation_id(position)
    return Action(verb=action.verb.text, object=action.object.text, citation_id=citation_id)


def _event_date(event: EventDraft, year: int | None) -> tuple[date | None, StatedOrInferred | None]:
    if event.date is None:
        return None, None
    if (full := read_date(event.date.text)) is not None:
        return full, "stated"
    found = _MONTH_DAY.search(event.date.text)
    if found is None or year is None:
        return None, None
    try:
        return date(year, int(found.group(1)), int(found.group(2))), "inferred"
    except ValueError:
        return None, None


def dated_by_event(notice: Notice) -> Notice:
    """A report without a date of its own takes that of the meeting it tells of, marked as inferred."""
    day = max((event.date for event in notice.events if event.date), default=None)
    if notice.document.genre != "report" or notice.document.issued_on or day is None:
        return notice
    document = replace(notice.document, issued_on=day, issued_on_basis="inferred")
    return replace(notice, document=document)


def told_once(notices: Sequence[Notice]) -> list[Notice]:
    """The articles of one file: a meeting, adoption or agreement that several tell of is recorded once.

    A later article that names what an earlier one reports as signed or adopted only mentions it.
    """
    events: set[tuple[str, date | None]] = set()
    done: set[str] = set()
    out: list[Notice] = []
    for notice in notices:
        again = {e.event_id for e in notice.events if (e.name or "", e.date) in events}
        kept = [e for e in notice.events if e.event_id not in again]
        citations = [
            replace(c, relation="mentions") if c.relation in _ONCE and c.title in done else c for c in notice.citations
        ]
        out.append(replace(notice, events=kept, citations=citations))
        events |= {(e.name or "", e.date) for e in kept if e.name}
        done |= {c.title for c in notice.citations if c.relation in _ONCE and c.title}
    return out
