"""Documents that a text names: titles in 《》 and document numbers, what is done with them, which are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from taskextract.findings import Finding
from taskextract.records import CitationRelation
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import load_words

SAME = 0.9
"""The lowest score of two citations that are one document."""

_TITLE = re.compile(r"《(?P<title>[^《》]{2,120}(?:《[^《》]{2,80}》[^《》]{0,60})*)》")
_NOTE = r"(?:（(?!(?:[^（）]*(?:19|20)\d\d))[^（）]{1,20}）)?"
_NUMBER = re.compile(
    r"(?P<organ>[一-鿿]{1,14}?)[ ]?[〔（\[【<〈]\s?(?P<year>(?:19|20)\d\d)年?\s?[〕）\]】>〉]\s?第?\s?(?P<n>\d{1,4})\s?(?P<hao>号)?"
)
_MARKS = re.compile("[号〔\\[【]")
"""No number is without one of these."""
_ORDER = re.compile(r"(?P<organ>(?:国务院|国家主席|主席|[一-鿿]{1,10}?(?:部|委|局|署|总局|政府|委员会)|国)令)(?:〔\d{4}〕)?第?(?P<n>\d{1,4})号")
_BEFORE_ORGAN = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|参照|落实|贯彻|执行|印发|转发|文件|通知|意见|以及|其中|废止|见|将|把|和|与|及|或|的|对|以|在)"
)
_CLAUSE_EDGE = "，。；：！？"
_GAP = re.compile(rf"{_NOTE}(?:、|和|及|以及|与|，)?")
_PREFIXED = re.compile(r"^(?P<issuer>[^《》]{2,40}?)(?=关于|印发)")
_WRAPPED = re.compile(r"^(?:关于)?(?:印发|转发|公布|发布)(?P<inner>.{4,}?)的(?:通知|公告|函)$")
_TRIAL = re.compile(r"（(?:试行|暂行|审议稿|送审稿|征求意见稿|草案|修订版?|暂行稿|讨论稿)）$")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in a text: `title` without its marks, or `doc_number` (鲁政发〔2020〕8号), or both."""

    title: str | None
    doc_number: str | None
    relation: CitationRelation
    where: Strand


def find_citations(text: Strand) -> tuple[Citation, ...]:
    """The documents named in `text`, in reading order.

    >>> [(c.title, c.doc_number, c.relation) for c in find_citations(strand)]   # 根据《指导意见》（鲁政发〔2020〕8 号）
    [('指导意见', '鲁政发〔2020〕8号', 'based_on')]
    """
    folded = fold(text.text)
    numbers = list(_numbers(folded))
    found: list[tuple[int, Citation]] = []
    used: set[int] = set()
    previous: tuple[int, CitationRelation] | None = None
    for title in _TITLE.finditer(folded):
        near = next((n for n in numbers if _belongs(folded, title.end(), n[0])), None)
        end = title.end()
        if near is not None:
            used.add(near[0])
            end = near[1] + (1 if folded[near[1] : near[1] + 1] in ("）", "]", "】") else 0)
        relation = _relation(folded, title.start(), end)
        if relation is None:
            follows = previous is not None and _GAP.fullmatch(folded, previous[0], title.start())
            relation = previous[1] if previous is not None and follows else "mentions"
        previous = (end, relation)
        where = text[title.start() : end]
        name = text.text[title.start("title") : title.end("title")]
        found.append((title.start(), Citation(name, near[2] if near else None, relation, where)))
    for start, end, number in numbers:
        if start not in used and not _inside_title(folded, start):
            relation = _relation(folded, start, end) or "mentions"
            found.append((start, Citation(None, number, relation, text[start:end])))
    return tuple(c for _, c in sorted(found, key=lambda pair: pair[0]))


def read_doc_number(text: str) -> str | None:
    """The first document number in `text`, with its brackets and blanks normalized; None where there is none.

    >>> read_doc_number("国办发[2018]117 号")
    '国办发〔2018〕117号'
    """
    return next((number for _, _, number in _numbers(fold(text))), None)


def _numbers(folded: str) -> Iterator[tuple[int, int, str]]:
    """Document numbers as (start, end, normalized)."""
    if not _MARKS.search(folded):
        return
    for found in _NUMBER.finditer(folded):
        bracket = folded[found.end("organ") :].lstrip()[:1]
        if found["hao"] is None and bracket not in "〔[【":
            continue
        start = found.start()
        if lead := _BEFORE_ORGAN.match(folded, start, found.end("organ") - 1):
            start = lead.end()
        organ = folded[start : found.end("organ")]
        if 1 < len(organ) <= 12 and folded[found.end() : found.end() + 1] not in ("年", "%", "个", "项"):
            yield start, found.end(), f"{organ}〔{found['year']}〕{int(found['n'])}号"
    for found in _ORDER.finditer(folded):
        lead = _BEFORE_ORGAN.match(folded, found.start(), found.end("organ") - 2)
        start = lead.end() if lead else found.start()
        yield start, found.end(), f"{folded[start : found.end('organ')]}第{int(found['n'])}号"


def _belongs(folded: str, title_end: int, number_start: int) -> bool:
    """Whether only a bracket and a note such as （试行） stand between a title and a number."""
    between = folded[title_end:number_start]
    return bool(re.fullmatch(rf"{_NOTE}[（\[【]?(?:[^（）。；《》]{{1,12}}，)?", between))


def _inside_title(folded: str, at: int) -> bool:
    return any(t.start() < at < t.end() for t in _TITLE.finditer(folded))


def _relation(folded: str, start: int, end: int) -> CitationRelation | None:
    """What the words around `folded[start:end]` say is done with the document; None where they say nothing."""
    words = load_words("citations")
    clause = max((folded.rfind(c, 0, start) for c in _CLAUSE_EDGE), default=-1) + 1
    before = _TITLE.sub(lambda m: "《" * len(m[0]), folded[clause:start])
    if any(w in before for w in words["based_on"]):
        return "based_on"
    if hits := list(_verbs().finditer(before)):
        return _verb_relation(hits[-1][0])
    listed = not before and folded[clause - 1 : clause] == "："
    if listed and (hits := list(_verbs().finditer(folded[max(0, clause - 12) : clause]))):
        return _verb_relation(hits[-1][0])
    after = _GAP.sub("", folded[end : end + 12], count=1)
    hit = next((w for w in sorted(words["after"], key=lambda w: -len(w)) if after.startswith(w)), None)
    relation: CitationRelation | None = words["after"][hit] if hit else None
    return relation


@cache
def _verbs() -> re.Pattern[str]:
    words = load_words("citations")
    every = [w for key in ("implements", "signed", "adopted", "to_compile") for w in words[key]]
    return re.compile("|".join(sorted(every, key=lambda w: (-len(w), w))))


def _verb_relation(verb: str) -> CitationRelation:
    words = load_words("citations")
    relations: tuple[CitationRelation, ...] = ("implements", "signed", "adopted", "to_compile")
    return next(r for r in relations if verb in words[r])


def same_citation(one: Citation, other: Citation) -> float:
    """How sure it is that two citations name one document: 0.0 where they do not, else `SAME` or more.

    Equal numbers decide, different numbers too. Titles are compared without the issuer in front of
    关于, without （试行） and 印发…的通知, and without light words (推进, 的).
    """
    if one.doc_number and other.doc_number:
        return 1.0 if one.doc_number == other.doc_number else 0.0
    if not one.title or not other.title:
        return 0.0
    (issuer_a, core_a), (issuer_b, core_b) = title_core(one.title), title_core(other.title)
    if issuer_a and issuer_b and not (issuer_a.endswith(issuer_b) or issuer_b.endswith(issuer_a)):
        return 0.0
    if core_a == core_b:
        return 0.97
    if len(core_a) >= 8 and len(core_b) >= 8 and _without_light(core_a) == _without_light(core_b):
        return 0.92
    return 0.0


def likeness_keys(citation: Citation) -> tuple[str, ...]:
    """Keys of which two citations share one where `same_citation` may say that they name one document."""
    number = (citation.doc_number,) if citation.doc_number else ()
    return (*number, f"《{_without_light(title_core(citation.title)[1])}") if citation.title else number


@lru_cache(maxsize=4096)
def title_core(title: str) -> tuple[str, str]:
    """A title's issuer ("" if none) and the rest, both for comparison only."""
    core = _TRIAL.sub("", fold(title).replace(" ", ""))
    issuer = ""
    if found := _PREFIXED.match(core):
        issuer, core = found["issuer"], core[found.end() :]
    if wrapped := _WRAPPED.match(core):
        core = _TRIAL.sub("", wrapped["inner"].strip("《》"))
    return issuer, core


@lru_cache(maxsize=4096)
def _without_light(core: str) -> str:
    for word in load_words("citations")["light_words"]:
        core = core.replace(word, "")
    return core


def merge(citations: Sequence[Citation]) -> tuple[tuple[tuple[Citation, ...], ...], tuple[Finding, ...]]:
    """Groups of citations that name one document, in order of first mention.

    A finding tells of each group whose members print the title differently.
    """
    groups: list[list[Citation]] = []
    scores: list[float] = []
    for citation in citations:
        best = max(
            ((max(same_citation(citation, c) for c in group), n) for n, group in enumerate(groups)),
            default=(0.0, -1),
            key=lambda pair: (pair[0], -pair[1]),
        )
        if best[0] >= SAME:
            groups[best[1]].append(citation)
            scores[best[1]] = min(scores[best[1]], best[0])
        else:
            groups.append([citation])
            scores.append(1.0)
    findings = (f for group, score in zip(groups, scores, strict=True) for f in _merged(group, score))
    return tuple(tuple(g) for g in groups), tuple(findings)


def _merged(group: Iterable[Citation], score: float) -> Iterator[Finding]:
    titled = {c.title: c for c in group if c.title}
    for one, other in pairwise(titled.values()):
        yield Finding(
            "merged-citation",
            "two forms of a document's title were taken as one document; check that they are",
            other.where.spans,
            before=other.title,
            after=one.title,
            certainty=score,
        )
