"""A notice's own row: what its head and foot say, and what file it came in."""

from __future__ import annotations

from dataclasses import dataclass

from taskextract import __version__
from taskextract.context import NoticeContext
from taskextract.extract.drafts import NoticeDraft, Part
from taskextract.records import Document, FieldSpans
from taskextract.rows import field_spans
from taskextract.strand import Strand


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a notice comes from: its id, its parent's, and the file it was read from."""

    doc_id: str
    parent_doc_id: str | None
    path: str
    sha256: str
    vocabulary_version: str


def document_row(part: Part, draft: NoticeDraft, context: NoticeContext, origin: Origin, unused: int) -> Document:
    """The row of one notice; `unused` counts the characters that no record holds."""
    return Document(
        doc_id=origin.doc_id,
        parent_doc_id=origin.parent_doc_id,
        title=context.title,
        genre=draft.genre,
        issuer_id=context.issuer_id,
        issuer=context.issuer,
        doc_number=context.doc_number,
        issued_on=context.issued_on,
        issued_on_basis=context.issued_on_basis,
        region_code=context.region_code,
        region_basis=context.region_basis,
        addressee=context.addressee,
        path=origin.path,
        media_type=part.document.media_type,
        sha256=origin.sha256,
        pages=part.document.pages,
        chars=len("".join(part.document.text.split())),
        chars_unused=unused,
        lead_rule=draft.lead_rule,
        groups=list(context.groups),
        parser_version=__version__,
        vocabulary_version=origin.vocabulary_version,
        field_spans=_envelope_spans(part, context),
    )


def _envelope_spans(part: Part, context: NoticeContext) -> list[FieldSpans]:
    """Where the head and the foot of the notice state what its document row says."""
    stated = part.envelope
    fields = {
        "title": (context.title, (stated.title,)),
        "issuer": (context.issuer, stated.issuers or (_named(context.issuer, stated.title),)),
        "doc_number": (context.doc_number, (stated.doc_number,)),
        "issued_on": (context.issued_on, (stated.issued_on,)),
        "addressee": (context.addressee, (stated.addressee,)),
    }
    return field_spans(part.document, ((name, strands) for name, (value, strands) in fields.items() if value is not None))


def _named(body: str | None, title: Strand | None) -> Strand | None:
    """The issuer's name in the title, from which it is known where nobody signs."""
    if not body or title is None or body not in title.text:
        return None
    at = title.text.index(body)
    return title[at : at + len(body)]
