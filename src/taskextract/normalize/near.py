"""Damaged names: which body is near, and what bears it out.

A name is mended only where exactly one body lies within one slip (two in a long name) and either the
slip itself is of a known kind (a doubled or lost syllable, a look-alike character) or the notice
names that body elsewhere. Otherwise the near bodies are only candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskextract.normalize.context import Context
from taskextract.normalize.names import match_name
from taskextract.normalize.scopes import Scope, scopes

_TWICE = re.compile(r"(.{2,5})\1")
_SHORTEST = 3
_LONG = 9
@dataclass(frozen=True, slots=True)
class Near:
    """A damaged name's reading; `name` is None where several bodies are near or nothing bears it out."""

    name: str | None
    certainty: float
    evidence: str
    candidates: tuple[str, ...]


def nearest(text: str, context: Context, scope: Scope | None) -> Near | None:
    """What a name that fits no body may have been; None if no body is near."""
    key = ("near", text, scope.sign if scope is not None else None)
    if key not in context.memo:
        context.memo[key] = _nearest(text, context, scope)
    return context.memo[key]  # type: ignore[no-any-return]


def _nearest(text: str, context: Context, inherited: Scope | None) -> Near | None:
    pairs = context.vocabulary.lookalikes
    names: dict[str, str] = {}
    single = _TWICE.sub(r"\1", text)
    again = match_name(single, context, inherited) if single != text else None
    if again is not None and again.agency_id is not None:
        return Near(single, 0.93, "doubled syllables", (again.agency_id,))
    for head, rest in _readings(text, context):
        for stem in _near_stems(rest, context, bool(head)):
            match = match_name(head + stem, context, inherited)
            if match is not None and match.agency_id is not None:
                names.setdefault(head + stem, match.agency_id)
    if not names:
        return None
    bodies = tuple(sorted(set(names.values())))
    name = min(names, key=lambda n: (not _slip_kind(text, n, pairs), _slips(text, n), n))
    if len(bodies) > 1:
        borne = [b for b in bodies if _slip_kind(text, next(n for n in names if names[n] == b), pairs)]
        return Near(None, 0.3, f"{len(borne) or len(bodies)} bodies are near", bodies)
    evidence = _slip_kind(text, name, pairs)
    if evidence:
        return Near(name, 0.9, evidence, bodies)
    if bodies[0] in context.seen:
        return Near(name, 0.85, "the notice names this body elsewhere", bodies)
    return Near(None, 0.4, "nothing else bears it out", bodies)


def _readings(text: str, context: Context) -> list[tuple[str, str]]:
    found = [(text[: s.end], text[s.end :]) for s in scopes(text, context) if s.region is not None]
    return [*found, ("", text)]


def _near_stems(rest: str, context: Context, placed: bool) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    if len(rest) < _SHORTEST:
        return []
    allowed = 2 if len(rest) >= _LONG else 1
    table = context.vocabulary.names.stem_list if placed else context.vocabulary.names.complete_list
    found = process.extract(rest, table, scorer=Levenshtein.distance, score_cutoff=allowed, limit=12)
    return sorted(name for name, slips, _ in found if slips and len(name) >= _SHORTEST)


def _slips(text: str, name: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(text, name)


def _slip_kind(text: str, name: str, lookalikes: frozenset[frozenset[str]]) -> str:
    """What kind of slip turns `name` into `text`; "" if none of the known ones."""
    if len(text) == len(name):
        wrong = [(a, b) for a, b in zip(text, name, strict=True) if a != b]
        if all(frozenset(pair) in lookalikes for pair in wrong):
            return "look-alike character"
        if len(wrong) == 2 and wrong[0] == wrong[1][::-1]:
            return "two characters changed places"
        return ""
    if len(text) == len(name) + 1:
        for i in range(len(text)):
            if text[:i] + text[i + 1 :] == name:
                return "doubled syllable" if text[i] in (text[i - 1 : i], text[i + 1 : i + 2]) else ""
        return ""
    lost = len(text) < len(name) and len(name) >= 6 and _is_subsequence(text, name)
    return "lost syllable" if lost and len(name) - len(text) <= max(1, len(name) // 8) else ""


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
