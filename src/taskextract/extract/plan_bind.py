"""Which tail holds for which sentences of an item, and the drafts that follow from it.

The rule: a tail binds the sentences since the tail before it. An item's only tail, at its end, binds
the whole item; so does one at its title. Where several paragraphs of an item carry tails, none
reaches back over its own paragraph. A sentence that no tail binds takes the body that is its subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from taskextract.extract.drafts import Duty, MeasureDraft
from taskextract.extract.plan_items import Item
from taskextract.extract.plan_sentences import Sentence
from taskextract.extract.subjects import are_places, find_subjects
from taskextract.extract.tail_parts import is_bodies
from taskextract.extract.tails import Tail
from taskextract.findings import Finding
from taskextract.records import MeasureKind
from taskextract.strand import Strand, join

_NO_SUBJECT = re.compile("要|须|应|需|必须|并|主动|积极|切实|认真|统筹|协调|根据|按照|依据")
_SEATED = re.compile(
    r"(?P<who>[^，。；]{2,40}?(?:办公室|小组|专班|指挥部|秘书处|工作组))设(?:在|于)[^，。；]{2,40}，(?:具体|主要|日常)?(?P<verb>负责|承担)"
)


@dataclass(slots=True)
class Bound:
    """An item's measures, the duties and time limit of the whole, and what was doubtful."""

    measures: list[MeasureDraft] = field(default_factory=list)
    duties: tuple[Duty, ...] = ()
    deadline: Strand | None = None
    framing: list[Strand] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def bind(item: Item, kind: MeasureKind, inherited: Sequence[Tail], scope: Strand | None) -> Bound:
    """The measures of an item. `inherited` are tails of the section above, `scope` the notice's default scope."""
    bound = Bound()
    whole = list(item.title_tails)
    groups = _groups(item, bound)
    if (
        len(groups) == 1
        and len(item.sentences) > 1
        and groups[0][1] == len(item.sentences) - 1
        and groups[0][0] == 0
    ):
        whole += item.sentences[-1].tails
        groups = []
    if not _duties(whole) and not any(t.duties for s in item.sentences for t in s.tails):
        whole += inherited
    elif _leads_only(inherited) and not _states_lead(item.tails):
        whole = [*inherited, *whole]
    bound.duties = _duties(whole)
    if item.body_duty is not None and not bound.duties:
        bound.duties = (item.body_duty,)
    bound.deadline = _deadline(whole)
    bound.framing.extend(t.frame for t in whole if not t.duties and t not in inherited)
    for i, sentence in enumerate(item.sentences):
        tails = [t for low, high in groups if low <= i <= high for t in item.sentences[high].tails]
        bound.measures.append(_measure(sentence, kind, tails, whole, bool(bound.duties), item, scope))
    return bound


def acting_bodies(sentence: Strand) -> tuple[Duty, ...]:
    """The bodies that a sentence without a tail makes its subjects, those only that surely are bodies."""
    if seat := _SEATED.match(sentence.text):
        return (Duty(sentence[: seat.end("who")], "responsible", seat["verb"], is_subject=True),)
    found = find_subjects(sentence)
    return tuple(
        d
        for d in found
        if (is_bodies(d.text.text, strict=True) or are_places(d.text.text) or d.text.text.startswith("各"))
        and not _NO_SUBJECT.match(d.text.text)
    )


def _groups(item: Item, bound: Bound) -> list[tuple[int, int]]:
    """(first, last) sentence that each tail's position binds, in order."""
    ends = [i for i, s in enumerate(item.sentences) if s.tails]
    with_tails = {item.sentences[i].paragraph for i in ends}
    groups: list[tuple[int, int]] = []
    low = 0
    for end in ends:
        if len(with_tails) > 1:
            paragraph = item.sentences[end].paragraph
            while item.sentences[low].paragraph < paragraph and _reaches_no_further(
                item.sentences, low, paragraph
            ):
                low += 1
        if end > low and len(ends) > 1 and item.sentences[end].inner:
            bound.findings.append(_doubt(item.sentences[low : end + 1]))
        groups.append((low, end))
        low = end + 1
    return groups


def _reaches_no_further(sentences: Sequence[Sentence], low: int, paragraph: int) -> bool:
    """Whether the paragraph of sentence `low` is the item's first and so an introduction of its own."""
    return sentences[low].paragraph == sentences[0].paragraph and sentences[low].paragraph < paragraph


def _doubt(sentences: Sequence[Sentence]) -> Finding:
    return Finding(
        "doubtful-assignment",
        "a responsibility stands inside the last of several sentences; it was taken for all of them",
        sentences[-1].body.spans,
        certainty=0.7,
    )


def _duties(tails: Sequence[Tail]) -> tuple[Duty, ...]:
    return tuple(d for t in tails for d in t.duties)


def _deadline(tails: Sequence[Tail]) -> Strand | None:
    """The time limits of all tails together; None where none sets one."""
    return join(t.deadline for t in tails if t.deadline) or None


def _leads_only(tails: Sequence[Tail]) -> bool:
    duties = _duties(tails)
    return bool(duties) and all(d.role == "lead" or d.text.text.endswith("牵头") for d in duties)


def _states_lead(tails: Sequence[Tail]) -> bool:
    return any(d.role == "lead" or "牵头" in d.text.text for d in _duties(tails))


def _measure(
    sentence: Sentence, kind: MeasureKind, tails: Sequence[Tail], whole: Sequence[Tail], covered: bool,
    item: Item, scope: Strand | None,
) -> MeasureDraft:  # fmt: skip
    duties = _duties(tails)
    if not duties and sentence.duty is not None:
        duties = (sentence.duty,)
    elif not duties and not covered:
        duties = acting_bodies(sentence.body)
    everything = [*tails, *whole]
    default = item.remark or (scope if duties or covered else None)
    remark = next((t.remark for t in everything if t.remark), default)
    return MeasureDraft(
        sentence.body,
        kind,
        duties,
        theme=sentence.theme,
        deadline=_deadline(tails),
        target=next((t.target for t in everything if t.target), item.target),
        persons=tuple(p for t in everything for p in t.persons),
        remark=remark,
        framing=(*sentence.framing, *_unused_head(sentence, duties), *(t.frame for t in tails if not t.duties)),
    )


def _unused_head(sentence: Sentence, duties: Sequence[Duty]) -> tuple[Strand, ...]:
    """The words of a body before a colon (市财政局：) where a tail names others."""
    duty = sentence.duty
    return (duty.frame,) if duty is not None and duty.frame and duty not in duties else ()
