"""Units inside a body: 基础教育处, 厅办公室 in a department's notice, 省市场监管局广告处 in any."""

from __future__ import annotations

import re

from taskextract.normalize.context import Context
from taskextract.normalize.fitting import Match
from taskextract.normalize.names import match_name
from taskextract.normalize.official import UNIT_SIGN, find_body, guess_kind, unit_of
from taskextract.normalize.scopes import own_place
from taskextract.vocabulary import Vocabulary
from taskextract.vocabulary.unit_words import subordinate_name, unit_name

_OF_A_PLACE = ("gov", "gov_office", "party", "party_office")
_WITH_UNITS = frozenset((
    "department", "party", "central_branch", "court", "procuratorate", "congress", "institution", "enterprise", "association",
))  # fmt: skip


_SHORTEST = 3
_LONGEST = 60  # characters of a unit's name with its remark
_SAME_KIND = re.compile(r"(?P<level>自治区|省|市|州|盟|区|县|旗)[厅局]")


def has_units(agency_id: str | None, name: str | None, vocabulary: Vocabulary) -> bool:
    """Whether bare names of units in that body's notice are its own; a government's departments are no units."""
    if agency_id is None or agency_id.partition(":")[2] in _OF_A_PLACE or UNIT_SIGN in agency_id:
        return False
    body = find_body(agency_id, vocabulary)
    kind = body.kind if body is not None else guess_kind(name or "", vocabulary)
    return kind in _WITH_UNITS


def unit_id(text: str, within: str | None) -> str | None:
    """The id of a unit of the body `within`, from the unit's bare name; None if the text names none.

    `厅办公室` and `办公室` within `370000:education` are one: `370000:education.u-…`.
    """
    name = unit_name(text) if within is not None else None
    return unit_of(within, name) if name is not None and within is not None else None


def subordinate_id(text: str, within: str | None) -> str | None:
    """The same for an office below the body that is named without its place (执法支队)."""
    name = subordinate_name(text) if within is not None else None
    return unit_of(within, name) if name is not None and within is not None else None


def unit_match(text: str, context: Context) -> Match | None:
    """A body with a unit of it behind its name: 省市场监管局广告处, 市住建局质量安全监督站."""
    for cut in range(len(text) - _SHORTEST, max(_SHORTEST, len(text) - _LONGEST) - 1, -1):
        rest = text[cut:]
        if unit_name(rest) != rest and subordinate_name(rest) is None:
            continue
        found = match_name(text[:cut], context)
        if found is None or found.agency_id is None or found.basis == "elided":
            continue
        office = found.agency_id.endswith(":gov_office")
        if office or has_units(found.agency_id, None, context.vocabulary):
            return Match(unit_of(found.agency_id, rest), "alias", 0.85, found.scope)
    return None


def same_body_above(text: str, context: Context) -> tuple[str, ...] | None:
    """省厅, 市局 in a department's notice: the department of that kind one level up; () where there is none
    single one (县局 in a city's notice), None for any other text."""
    found = _SAME_KIND.fullmatch(text)
    if found is None:
        return None
    code, _, key = (context.units_of or "").partition(":")
    place = own_place(found["level"], context)
    if not code or key.startswith(("x-", "c-")) or place is None:
        return ()
    return (f"{place.code}:{key}",)
