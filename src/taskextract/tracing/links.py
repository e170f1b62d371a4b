"""Which lower measures take up which upper ones. Precision goes before recall: what is claimed must be shown."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from taskextract.compare.sentences import Said, say
from taskextract.compare.sides import MeasureView, Side
from taskextract.trace_records import Link, Shared, TakenUp
from taskextract.tracing.binding import Issuer, counterparts, named, others_only
from taskextract.tracing.evidence import Corpus, Run, candidates, corpus_of, shared_items, shared_runs
from taskextract.tracing.short_forms import short_forms

_LINK = 4.5  # the same offices answer on both levels
_LONE = 6.0  # below this a single run must be a whole item or a quoted term
_NO_OFFICE_KNOWN = 9.0
_OTHER_OFFICES = 11.0
_NOT_BOUND = 12.0
_ITEM, _ITEMS = 1.3, 3
_NAMED = 1.5  # what is said to the issuer by name, beside clauses said to others, counts more
_BETTER = 1.5  # a pair this much heavier that has all of another's evidence takes it
_SCALE = 10.0
_CLAUSE = 8  # characters of a clause that is taken over whole
_SPOKEN = ("action", "safeguard", "decision", "statement", "outcome", "list_item")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One pair with its evidence."""

    upper: int
    lower: int
    runs: list[Run]
    items: list[str]

    @property
    def weight(self) -> float:
        """All evidence together."""
        many = len(self.items) >= _ITEMS
        return math.fsum(run.weight for run in self.runs) + (_ITEM * len(self.items) if many else 0.0)


def links(upper: Side, lower: Side, issuer: Issuer | None, bound: frozenset[int]) -> list[Link]:
    """The links, in the order of the upper notice. Without an `issuer` the two are equals, all measures `bound`."""
    corpus = corpus_of(upper, lower)
    cases = []
    names = short_forms(corpus)
    for i, j in sorted({*candidates(corpus), *names}):
        if lower.measures[j].tree.kind not in _SPOKEN or upper.measures[i].tree.kind not in _SPOKEN:
            continue
        runs = [*shared_runs(corpus, i, j), *names.get((i, j), ())]
        if issuer is not None:
            runs = [meant for run in runs if (meant := _meant(run, corpus.upper[i].folded, issuer))]
        if runs:
            text = corpus.upper[i].folded
            items = [one for one in shared_items(corpus, i, j) if issuer is None or _said_at(one, text, issuer) >= 0]
            cases.append(Case(i, j, runs, items))
    cases = _best_explained(cases)
    found = []
    for case in cases:
        why = _grounds(case, upper.measures[case.upper], lower.measures[case.lower], case.upper in bound, corpus)
        if why:
            found.append(_link(case, upper, lower, corpus, why))
    return found


def _meant(run: Run, text: str, issuer: Issuer) -> Run | None:
    """The run where it is said to the issuer; None where it is said to other places alone."""
    at = _said_at(run.text, text, issuer, run.upper)
    return replace(run, upper=at, weight=run.weight * (_NAMED if named(text, at, issuer) else 1.0)) if at >= 0 else None


def _said_at(words: str, text: str, issuer: Issuer, start: int = 0) -> int:
    """The first place from `start` on where the words are not said to other places alone; -1 where there is none."""
    at = text.find(words, start)
    while at >= 0 and others_only(text, at, issuer):
        at = text.find(words, at + 1)
    return at


def _best_explained(cases: list[Case]) -> list[Case]:
    """A run inside a longer one that the same measure shares with another is that other's evidence."""
    by_upper: dict[int, list[tuple[int, int]]] = {}
    by_lower: dict[int, list[tuple[int, int]]] = {}
    for case in cases:
        by_upper.setdefault(case.upper, []).extend((run.upper, len(run.text)) for run in case.runs)
        by_lower.setdefault(case.lower, []).extend((run.lower, len(run.below)) for run in case.runs)
    above = {n: _Places(found) for n, found in by_upper.items()}
    below = {n: _Places(found) for n, found in by_lower.items()}
    kept = []
    for case in cases:
        runs = [
            run for run in case.runs
            if not above[case.upper].inside(run.upper, len(run.text))
            and not below[case.lower].inside(run.lower, len(run.below))
        ]  # fmt: skip
        if runs:
            kept.append(Case(case.upper, case.lower, runs, case.items))
    near: dict[tuple[str, int], list[Case]] = {}
    for case in kept:
        near.setdefault(("upper", case.upper), []).append(case)
        near.setdefault(("lower", case.lower), []).append(case)
    return [
        case for case in kept if not _taken(case, [*near["upper", case.upper], *near["lower", case.lower]])
    ]


def _taken(case: Case, neighbours: list[Case]) -> bool:
    """Whether a much heavier pair of one of the two measures has all this evidence and more."""
    texts = {(run.text, run.below) for run in case.runs}
    return any(
        other is not case and other.weight >= _BETTER * case.weight
        and texts <= {(run.text, run.below) for run in other.runs}
        for other in neighbours
    )


class _Places:
    """Where the runs of one measure stand: (start, length) of each."""

    def __init__(self, places: list[tuple[int, int]]) -> None:
        self.places = sorted(set(places))
        self.longest = max(length for _, length in places)

    def inside(self, start: int, length: int) -> bool:
        """Whether a clearly longer run covers this one."""
        first = bisect_left(self.places, (start - self.longest, 0))
        last = bisect_right(self.places, (start, self.longest))
        return any(
            size >= 1.3 * length and start + length <= begin + size for begin, size in self.places[first:last]
        )


def _grounds(case: Case, upper: MeasureView, lower: MeasureView, bound: bool, corpus: Corpus) -> list[Said]:
    """Why the pair is a link; nothing where the evidence does not reach."""
    weight = case.weight
    left, right = counterparts(upper), counterparts(lower)
    both = sorted(left & right)
    why = [say("shared_wording", weight=f"{weight:.1f}")]
    if len(case.items) >= _ITEMS:
        why.append(say("items_in_common", count=len(case.items)))
    if both:
        floor = _LINK
        why.append(say("offices", names="、".join(_office(key, upper) for key in both)))
    elif left and right:
        floor = _OTHER_OFFICES
    else:
        floor = _NO_OFFICE_KNOWN
    if not bound:
        floor = max(floor, _NOT_BOUND)
    if weight < floor:
        return []
    if weight < _LONE and not any(_pointed(run, case, corpus) for run in case.runs) and len(case.items) < _ITEMS:
        return []
    return why


def _office(key: str, measure: MeasureView) -> str:
    """What a notice calls the office of that kind."""
    rows = [duty.row for duty in measure.duties]
    return next((row.mention for row in rows if (row.agency_id or "").endswith(f":{key}")), key)


def _pointed(run: Run, case: Case, corpus: Corpus) -> bool:
    """Whether a run is a whole item or a quoted term on one side, items of a list, or a name put short."""
    if run.other or "、" in run.text:
        return True
    sides = ((corpus.upper[case.upper], run.upper), (corpus.lower[case.lower], run.lower))
    return any(
        piece.start <= at < piece.start + len(piece.text) and (piece.text == run.text or piece.quoted)
        for words, at in sides
        for piece in words.pieces
    )


def _link(case: Case, upper: Side, lower: Side, corpus: Corpus, why: list[Said]) -> Link:
    above, below = corpus.upper[case.upper], corpus.lower[case.lower]
    shared = [
        Shared(
            text=above.text[above.places[run.upper] : above.places[run.upper + len(run.text) - 1] + 1],
            upper_start=above.places[run.upper], upper_end=above.places[run.upper + len(run.text) - 1] + 1,
            lower_start=below.places[run.lower], lower_end=below.places[run.lower + len(run.below) - 1] + 1,
            weight=round(run.weight, 2), lower_text=run.other or None,
        )
        for run in case.runs
    ]  # fmt: skip
    return Link(
        upper_id=upper.measures[case.upper].id, lower_id=lower.measures[case.lower].id,
        taken_up=_manner(case, above.folded, below.folded), score=round(1 - math.exp(-case.weight / _SCALE), 4),
        why=[said.english for said in why], why_zh=[said.chinese for said in why], shared=shared,
    )  # fmt: skip


def _manner(case: Case, above: str, below: str) -> TakenUp:
    """Verbatim where a whole clause is taken over, adapted where much wording is, else in substance."""
    for text, other in ((above, below), (below, above)):
        for clause in re.split(r"[,。;:]", text):
            if len(clause) >= _CLAUSE and clause in other:
                return "verbatim"
    longest = max(len(run.text) for run in case.runs)
    return "adapted" if longest >= 6 or case.weight >= _SCALE else "in_substance"
