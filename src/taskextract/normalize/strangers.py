"""Names that the vocabulary does not hold: damaged ones with what they may have been, and strangers."""

from __future__ import annotations

from dataclasses import replace

from taskextract.normalize.context import Context
from taskextract.normalize.fitting import Match
from taskextract.normalize.names import match_name
from taskextract.normalize.near import nearest
from taskextract.normalize.official import derived_id, guess_kind
from taskextract.normalize.pieces import Piece, mend
from taskextract.normalize.scopes import Scope, chain_of, find_place, scopes
from taskextract.strand import Strand
from taskextract.vocabulary.regions import CENTRE, Region
from taskextract.vocabulary.words import load_words

_ODD_LENGTH = 20
_LONGEST_PLACE = 18
_OPEN_LEVELS = frozenset("市县区州盟旗师")


def mended(item: Strand, text: str, context: Context, scope: Scope | None) -> Piece | None:
    """A damaged name, where exactly one body is near and the slip or the notice bears it out."""
    near = nearest(text, context, scope)
    if near is None:
        return None
    if near.name is None:
        return replace(unknown(item, text, context), candidates=near.candidates)
    match: Match | None = match_name(near.name, context, scope)
    if match is None or match.agency_id is None:
        return None
    mended = mend(item, text, near.name)
    return Piece(
        mended, (match.agency_id,), "repaired", near.certainty, scope=match.scope, repaired=near.name, note=near.evidence
    )


def unknown(item: Strand, text: str, context: Context) -> Piece:
    scope = next(iter(scopes(text, context)), None)
    if guess_kind(text, context.vocabulary) == "other" and len(text) > _ODD_LENGTH:
        return Piece(item, (), "unknown", 0.1, note="odd")
    if scope is not None and scope.region is None and context.region_code is not None:
        return Piece(item, (), "unknown", 0.3, scope=scope, vague=text[0] in _OPEN_LEVELS)  # 区局 in a city's notice
    if scope is not None and scope.written == "short" and scope.region is not None and scope.region.level in ("county", "other"):
        scope = None  # 泰山学院 is not of 泰山区
    region = scope.region if scope is not None else None
    branch = _branch_place(text, context)
    if branch is not None:
        return Piece(item, (derived_id(text, branch.code, context.vocabulary),), "unknown", 0.3)
    code = region.code if region is not None else context.region_code or CENTRE
    name = region.name + text[scope.end :] if scope is not None and region is not None else text
    return Piece(item, (derived_id(name, code, context.vocabulary),), "unknown", 0.3, scope=scope)


def _branch_place(text: str, context: Context) -> Region | None:
    """The place that a branch's name tells last (江苏银行苏州分行), where it lies in the notice's own province."""
    ending = next((e for e in load_words("firms")["branches"] if text.endswith(e)), None)
    chain = chain_of(context.region_code, context)
    if ending is None or not chain:
        return None
    regions = context.vocabulary.regions
    end = len(text) - len(ending)
    for length in regions.lengths_before(text, end, _LONGEST_PLACE):
        place = find_place(text[end - length : end], context) if length < end else None
        if place is not None and regions.within(place.code, chain[-1]):
            return place
    return None
