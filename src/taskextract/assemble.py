"""One file, all the way: read, cut into notices, extract, normalize, check."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from taskextract.context import NoticeContext, body_strands, notice_context
from taskextract.document import Document, Furniture, Table
from taskextract.extract.dispatch import extract
from taskextract.extract.drafts import NoticeDraft
from taskextract.extract.envelope import part_of
from taskextract.extract.envelope_lines import without_contents
from taskextract.extract.letter_frame import without_letter_frames
from taskextract.extract.parts import annex_table_starts, attachment_starts, cut, findings_of
from taskextract.extract.reports import article_starts
from taskextract.extract.site_frame import without_site_frame
from taskextract.extract.unwrap import unwrapped
from taskextract.findings import Finding
from taskextract.normalize.repairs import evidence
from taskextract.options import DEFAULT_MAX_SIZE, Options
from taskextract.readers import read
from taskextract.readers.source import Unreadable
from taskextract.records import Notice
from taskextract.tabulate import tabulate
from taskextract.tabulate_document import Origin
from taskextract.tabulate_events import dated_by_event, told_once
from taskextract.validate import checked
from taskextract.vocabulary import Vocabulary

_LONGEST_PARAGRAPH = 200_000  # characters: whole plans of a province, run together, have half of it


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: its notice (attachments and further articles under `parts`) and texts.

    `texts` are the canonical texts by `doc_id`. `notice` is None where the file could not be read;
    `failure` then says why.
    """

    notice: Notice | None
    texts: dict[str, str] = field(default_factory=dict)
    failure: Finding | None = None


def read_notice_file(
    path: Path,
    doc_id: str,
    vocabulary: Vocabulary,
    options: Options,
    *,
    parallels: Sequence[tuple[str, str]] = (),
) -> FileResult:
    """The records of the file at `path`. A file that cannot be read gives a failure, never an exception."""
    try:
        data = _load(path, options)
        document, findings = read(path, data, _max_text(options))
        _check_paragraphs(document, path.name)
    except Unreadable as refusal:
        return FileResult(None, failure=_named(Finding(refusal.code, refusal.message), path, doc_id))
    findings = tuple(_named(finding, path, doc_id) for finding in findings)
    sha256 = hashlib.sha256(data).hexdigest()
    origin = Origin(doc_id, None, doc_id, sha256, vocabulary.version)
    return _notices(document, findings, origin, vocabulary, options, parallels)


def _named(finding: Finding, path: Path, doc_id: str) -> Finding:
    """The finding with the file's name as its `doc_id` spells it: a name may hold bytes that are no text."""
    message = finding.message.replace(path.name, doc_id.rpartition("/")[2])
    return replace(finding, message=message.encode("utf-8", "replace").decode("utf-8"))


def _check_paragraphs(document: Document, name: str) -> None:
    """Refuse what is no notice: what a sentence says is found at a cost that grows with the paragraph's length."""
    for block in document.blocks:
        cells = [p for c in block.cells for p in c.paragraphs] if isinstance(block, Table) else [block.spans]
        longest = max((sum(s.end - s.start for s in spans) for spans in cells), default=0)
        if longest > _LONGEST_PARAGRAPH and not isinstance(block, Furniture):
            raise Unreadable(
                "file-too-large",
                f"{name}: a paragraph of {longest} characters is more than the limit of {_LONGEST_PARAGRAPH}; break it into lines",
            )


def _some_tasks(whole: Notice) -> Notice:
    """A letter or a list of contacts beside a part that holds tasks is not reported to hold none."""
    if not any(t.ordinal for n in (whole, *whole.parts) for t in n.tasks):
        return whole

    def told(notice: Notice) -> Notice:
        return msgspec.structs.replace(notice, findings=[f for f in notice.findings if f.code != "no-tasks"])

    return msgspec.structs.replace(told(whole), parts=[told(part) for part in whole.parts])


def _max_text(options: Options) -> int | None:
    """How much bare text is read: what the user chose, else what the readers take a notice to have."""
    return None if options.max_size == DEFAULT_MAX_SIZE else options.max_size


def _load(path: Path, options: Options) -> bytes:
    try:
        size = path.stat().st_size
        if size > options.max_size:
            raise Unreadable(
                "file-too-large",
                f"{path.name}: {size / 1e6:.0f} MB is over the limit of {options.max_size / 1e6:.0f} MB; raise it with --max-size",
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise Unreadable("unreadable-file", f"{path.name}: {reason}; check the file and its permissions") from error


def _notices(
    document: Document,
    findings: tuple[Finding, ...],
    origin: Origin,
    vocabulary: Vocabulary,
    options: Options,
    parallels: Sequence[tuple[str, str]],
) -> FileResult:
    """All notices of a file: the first is the parent, the others are its parts."""
    if document.pages is None:  # lines copied from a printed page stand in web pages and Word files too
        document = unwrapped(document)
    document = without_site_frame(without_letter_frames(without_contents(document)))
    starts = attachment_starts(document) or annex_table_starts(document) or article_starts(document)
    pieces = cut(document, starts)
    parts = [part_of(piece) for piece in pieces]
    told = findings_of(findings, pieces)
    bodies = [body_strands(part) for part in parts]
    words = evidence(
        (s.text for strands in bodies for s in strands), (text for pair in parallels for text in pair)
    )
    parent: NoticeContext | None = None
    rule: NoticeDraft | None = None
    notices: list[Notice] = []
    texts: dict[str, str] = {}
    for n, (part, strands) in enumerate(zip(parts, bodies, strict=True)):
        doc_id = f"{origin.doc_id}#{n}" if n else origin.doc_id
        here = replace(origin, doc_id=doc_id, parent_doc_id=origin.doc_id if n else None)
        draft, more = extract(part, parallels=parallels)
        draft = _inherit(draft, rule)
        context = notice_context(part, strands, draft, vocabulary, as_of=options.as_of, parent=parent)
        seen = told[n] + more + context.findings
        notices.append(tabulate(part, draft, context, words, here, seen))
        texts[doc_id] = part.document.text
        if parent is None:
            parent, rule = context, draft
    notices = told_once([dated_by_event(notice) for notice in notices])
    whole = _some_tasks(msgspec.structs.replace(notices[0], parts=notices[1:]))
    return FileResult(checked(whole, texts), texts)


def _inherit(draft: NoticeDraft, parent: NoticeDraft | None) -> NoticeDraft:
    """An attachment follows the rule for leads that its letter states; default bodies stand in the letter's text alone."""
    if parent is None:
        return draft
    return replace(draft, lead_rule=draft.lead_rule or parent.lead_rule, lead_mark=draft.lead_mark or parent.lead_mark)
