"""What one notice's fields are read against: its title, place, date, year, groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taskextract.document import Heading, Paragraph, Table
from taskextract.extract.drafts import Duty, NoticeDraft, Part
from taskextract.findings import Finding
from taskextract.normalize.agencies import (
    Context,
    find_abbreviations,
    find_groups,
    has_units,
    infer_region,
    leading_body,
    read_duty,
    resolve,
)
from taskextract.normalize.citations import read_doc_number
from taskextract.normalize.dates import read_date
from taskextract.normalize.years import NoticeYear, read_year
from taskextract.records import Group, StatedOrInferred
from taskextract.strand import Strand
from taskextract.vocabulary import Vocabulary

_SEPARATORS = re.compile(r"[、，,；;：:\s（）()]+")
_MAX_NAMES = 400
_JOINT = re.compile(r"([^，。《》]{2,24}?)等(?:[一二三四五六七八九十]{1,3}|\d{1,2})个?(?:部门|单位|部委|委办局|部委局)")
_PAPER = re.compile(r"(?:来源|作者)[：:]\s*([一-龥]{2,8}?)(?:日报|晚报|发布|新闻网|政府网|人民政府)")
_PARTY_FIRST = re.compile(r"(中共.{2,20}?(?:委员会|委办公室|委办公厅|委))(?=[^委]{2,20}(?:人民政府|政府办公室|政府办公厅)$)")
_SIGNS = ("委员会", "政府", "办公室", "办公厅", "厅", "局", "部", "委", "署", "院", "银行", "会")


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """The envelope read, and the context in which the notice's agencies are resolved."""

    title: str | None
    issuer: str | None
    issuer_id: str | None
    doc_number: str | None
    issued_on: date | None
    issued_on_basis: StatedOrInferred | None
    year: NoticeYear | None
    region_code: str | None
    region_basis: StatedOrInferred | None
    addressee: str | None
    groups: tuple[Group, ...]
    agencies: Context
    findings: tuple[Finding, ...]


def notice_context(
    part: Part,
    strands: Sequence[Strand],
    draft: NoticeDraft,
    vocabulary: Vocabulary,
    *,
    as_of: date | None,
    parent: NoticeContext | None,
) -> NoticeContext:
    """Read the envelope of `part`, whose body says `strands`; what it leaves open is taken from its `parent`, then inferred."""
    meta = part.document.meta if parent is None else {}
    envelope = part.envelope
    title = _text(envelope.title) or meta.get("title")
    printed = _text(envelope.doc_number)  # minutes may be numbered without a kind: 〔2022〕15号
    number = read_doc_number(printed or meta.get("doc_number") or "") or printed
    own_date = None if parent is not None and parent.issued_on is not None and _is_imprint(part) else envelope.issued_on
    issued_on = _date(_text(own_date)) or _date(meta.get("issued_on"))
    year = read_year(title, number, issued_on, [s.text for s in strands]) or (parent.year if parent else None)
    on = issued_on or (parent.issued_on if parent else None) or as_of or (date(year.year, 12, 31) if year else None)
    basis: StatedOrInferred | None = "stated" if issued_on else None
    if issued_on is None and parent is not None and parent.issued_on is not None:
        issued_on, basis = parent.issued_on, "inferred"
    issuer = _issuer(part, title) or leading_body(title or "", vocabulary, on) or meta.get("issuer")
    evidence = _place_evidence(part, draft, strands)
    region, region_basis, findings = _region(evidence, title, issuer, number, vocabulary, on, parent)
    context = Context(vocabulary, region, on, {}, {}, draft.lead_rule, draft.lead_mark)
    issuer_id = resolve(issuer, context).agency_id if issuer else None
    if has_units(issuer_id, issuer, vocabulary):
        context = replace(context, units_of=issuer_id)
    elif issuer is None and parent is not None:
        context = replace(context, units_of=parent.agencies.units_of)
    groups, more = find_groups(strands, title, context)
    names = {g.mention: tuple(g.agency_ids) for g in groups}
    context = replace(context, groups=names, abbreviations=find_abbreviations(strands, context))
    context = replace(context, seen=_surely_named(draft, context))
    return NoticeContext(
        title=title,
        issuer=issuer,
        issuer_id=issuer_id,
        doc_number=number,
        issued_on=issued_on,
        issued_on_basis=basis,
        year=year,
        region_code=region,
        region_basis=region_basis,
        addressee=_text(envelope.addressee),
        groups=groups,
        agencies=context,
        findings=findings + more,
    )


def _is_imprint(part: Part) -> bool:
    """Whether the date is that of the imprint below the list of copies, which says when the whole file was printed."""
    date = part.envelope.issued_on
    return date is not None and part.document.text[date.ends[-1] :].lstrip().startswith("印")


def body_strands(part: Part) -> tuple[Strand, ...]:
    """The clean text of each paragraph and each table cell of the body, in order."""
    return tuple(_strands(part))


def _strands(part: Part) -> Iterator[Strand]:
    for block in part.body:
        if isinstance(block, Table):
            for cell in block.cells:
                for paragraph in cell.paragraphs:
                    yield Strand.of(part.document, paragraph)
        elif isinstance(block, Heading | Paragraph):
            yield Strand.of(part.document, block.spans)


def duties_of(draft: NoticeDraft) -> Iterator[Duty]:
    """All responsibility texts of a draft, task by task."""
    for task in draft.tasks:
        yield from task.duties
        for measure in task.measures:
            yield from measure.duties
    for measure in draft.loose:
        yield from measure.duties


def _surely_named(draft: NoticeDraft, context: Context) -> frozenset[str]:
    """Ids of the bodies that the notice names without damage: evidence for mending damaged names."""
    texts = {duty.text.text: duty for duty in duties_of(draft)}
    return frozenset(
        mention.agency_id
        for duty in texts.values()
        for mention in read_duty(duty.text, context)[0]
        if mention.agency_id and mention.basis in ("exact", "alias")
    )


def _text(strand: Strand | None) -> str | None:
    return strand.text if strand else None


def _date(text: str | None) -> date | None:
    return read_date(text) if text else None


def _issuer(part: Part, title: str | None) -> str | None:
    if title and (joint := _JOINT.match(title)):  # 教育部等八部门关于…
        return joint[1]
    if part.envelope.issuers:
        return _first_name(part.envelope.issuers[0])
    said = part.envelope.title
    if said is not None and (at := said.text.find("关于")) > 2 and (first := _first_name(said[:at])) != said.text[:at]:
        return first
    head, about, _ = (title or "").partition("关于")
    return head if about and 2 < len(head) <= 30 and "《" not in head else None


def _first_name(signers: Strand) -> str:
    """The first of several signers that blanks part (教育部 财政部), or a party office before a government's.

    Where most of its characters are parted (省 政 府 办 公 厅), blanks part no signers.
    """
    gaps = [i for i in range(1, len(signers)) if signers.gap_before(i)]
    ends = gaps if 2 * len(gaps) < len(signers) else ()
    cut = next((i for i in ends if i > 2 and signers.text[:i].endswith(_SIGNS)), len(signers))
    first = signers[:cut].text
    both = _PARTY_FIRST.match(first)
    return both[1] if both else first


def _region(
    names: Sequence[str],
    title: str | None,
    issuer: str | None,
    number: str | None,
    vocabulary: Vocabulary,
    on: date | None,
    parent: NoticeContext | None,
) -> tuple[str | None, StatedOrInferred | None, tuple[Finding, ...]]:
    """The notice's place: its issuer's or title's, its parent's, or that of the bodies it names."""
    code, certainty, reason = infer_region(title, issuer, (), vocabulary, on)
    if code is not None and certainty >= 0.9:
        return code, "stated", ()
    if parent is not None and parent.region_code is not None:
        return parent.region_code, parent.region_basis, ()
    code, certainty, reason = infer_region(title, issuer, names, vocabulary, on, number)
    if code is None:
        return None, None, ()
    message = f"no issuer names the place of the notice; {code} was inferred: {reason}"
    return code, "inferred", (Finding("inferred-place", message, after=code, certainty=round(certainty, 2)),)


def _place_evidence(part: Part, draft: NoticeDraft, strands: Sequence[Strand]) -> list[str]:
    """What may tell the notice's place: the bodies it names, its opening, the newspaper it stands in."""
    names = [n for duty in duties_of(draft) for n in _SEPARATORS.split(duty.text.text) if n]
    said = (*(s.text for s in part.envelope.framing), f"来源：{part.document.meta.get('source', '')}")
    papers = [p[1] for text in said for p in _PAPER.finditer(text)]
    return [*names[:_MAX_NAMES], *(s.text for s in strands[:50]), *papers]
