"""A body's official full name at a date, its short name, level, parent and predecessors."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from taskextract.records import AgencyKind
from taskextract.vocabulary import Body, Form, Vocabulary
from taskextract.vocabulary.regions import CENTRE, Region

_DISTRICT = "市辖区"
_OF_A_ZONE = re.compile(r"管理委员会$")
_CORPS_DIVISION = "兵团师市"
ZONE_BODY = "administrative_committee"
"""The key of the body that governs a zone."""

UNIT_SIGN = ".u-"
"""Between the id of a body and the sign of a unit inside it (`370000:education.u-1a2b3c4d`)."""


def find_body(agency_id: str, vocabulary: Vocabulary) -> Body | None:
    """The vocabulary's entry for an id, None if it holds none."""
    code, _, key = agency_id.partition(":")
    return vocabulary.local_bodies.get((code, key)) or vocabulary.bodies.get(key)


def official_name(agency_id: str, vocabulary: Vocabulary, on: date | None) -> str | None:
    """The official full name that held on the day (None: today's); None for an unknown body."""
    form, place = form_of(agency_id, vocabulary, on, 0)
    return write_form(form, place, vocabulary, on) if form is not None and place is not None else None


def short_name(agency_id: str, vocabulary: Vocabulary, on: date | None) -> str | None:
    """The customary short name with its place (the official one where none is shorter); None if unknown."""
    official, place = form_of(agency_id, vocabulary, on, 0)
    if official is None or place is None:
        return None
    short, _ = form_of(agency_id, vocabulary, on, 1)
    fits = short is not None and short.held(on) and shortens(short.before + short.after, official.before + official.after)
    form = short if short is not None and fits else official
    return write_form(form, place, vocabulary).replace(place_name(place, vocabulary), place.name, 1)


def shortens(short: str, full: str) -> bool:
    rest = iter(full)
    return len(short) < len(full) and all(char in rest for char in short)


def form_of(
    agency_id: str, vocabulary: Vocabulary, on: date | None, rank: int
) -> tuple[Form | None, Region | None]:
    body = find_body(agency_id, vocabulary)
    place = place_of(agency_id.split(":")[0], vocabulary, on)
    if body is None or place is None:
        return None, place
    level = level_class(place, vocabulary)
    key = ("forms", body.region, body.key, level, rank)
    best = vocabulary.memo.get(key)
    if best is None:
        best = vocabulary.memo[key] = [f for f in body.forms if f.level in ("", level) and f.rank == rank]
    held = [f for f in best if f.held(on)] or best
    return (held[0] if held else None), place


def place_name(place: Region, vocabulary: Vocabulary, on: date | None = None) -> str:
    """A place's full name as its bodies bear it: a district's with its city (济南市历下区)."""
    city = place_of(place.parent, vocabulary, on) if place.kind == _DISTRICT else None
    return city.name + place.name if city is not None else place.name


def write_form(form: Form, place: Region, vocabulary: Vocabulary, on: date | None = None) -> str:
    """A form with its place written in: 山东省发展和改革委员会, 中国证券监督管理委员会山东监管局."""
    if not form.slot:
        return form.after
    if form.key == "gov" and place.kind == _CORPS_DIVISION:
        return place.name  # 新疆生产建设兵团第八师
    if form.slot == "k":
        capital = vocabulary.regions.at(place.code[:2] + "0100")
        return form.before + (capital.short if capital is not None else place.short) + form.after
    full = place_name(place, vocabulary, on)
    inner = {"p": full, "s": place.short, "c": _committee(place, full)}[form.slot]
    return form.before + inner + form.after


def _committee(place: Region, full: str) -> str:
    if place.kind in ("自治区", "兵团", "地区"):
        return f"中共{full}委员会"
    if place.level == "other":
        return f"中共{full}工作委员会"
    return f"中共{full}委"


def level_class(place: Region, vocabulary: Vocabulary) -> str:
    """Which level's names a place uses (see `Form.level`)."""
    if place.level == "province":  # the Corps has bureaus where a province has departments
        return {"直辖市": "municipality", "兵团": "prefecture"}.get(place.kind, "province")
    if place.level == "prefecture":
        if place.kind in ("地区", "盟"):
            return "league"
        return "subprovincial" if place.code in vocabulary.separately_planned else "prefecture"
    if place.level == "other":
        parent = vocabulary.regions.at(place.parent)
        return "prefecture" if parent is not None and parent.level == "province" else "county"
    return place.level


def place_of(code: str, vocabulary: Vocabulary, on: date | None) -> Region | None:
    return vocabulary.regions.at(code, on) or vocabulary.regions.at(code)


def unit_of(holder: str, name: str) -> str:
    """The id of the unit `name` inside the body `holder`."""
    return f"{holder}{UNIT_SIGN}{short_hash(name)}"


def parent_of_unit(agency_id: str) -> str | None:
    """The id of the body that a unit belongs to; None if the id is no unit's."""
    parent, sign, _ = agency_id.partition(UNIT_SIGN)
    return parent if sign else None


def short_hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def level_name(place: Region) -> str:
    """The administrative level of a place; a zone counts as its parent's next level."""
    if place.level != "other":
        return place.level
    return "prefecture" if place.parent.endswith("0000") else "county"


def parent_id(agency_id: str, body: Body, vocabulary: Vocabulary) -> str | None:
    """The id of the body above: of the same place, or at the centre for a central branch."""
    code, _, key = agency_id.partition(":")
    place = vocabulary.regions.at(code)
    if key in ("gov", "party"):
        return f"{place.parent}:{key}" if place is not None and place.parent else None
    if key == ZONE_BODY and place is not None and place.level == "other":
        return government_of(place.parent, vocabulary)
    if code != CENTRE and (body.kind == "central_branch" or body.central_parent):
        return f"{CENTRE}:{body.central_parent or key}"
    if body.parent and body.parent != "gov":
        return f"{code}:{body.parent}"
    return f"{code}:party" if body.kind == "party" else government_of(code, vocabulary)


def government_of(code: str, vocabulary: Vocabulary) -> str:
    """The id of what governs a place: its government, a zone's administrative committee."""
    place = vocabulary.regions.at(code)
    return f"{code}:{ZONE_BODY if place is not None and place.level == 'other' else 'gov'}"


def derived_id(name: str, code: str, vocabulary: Vocabulary) -> str:
    """A deterministic id for a body that the vocabulary does not hold: from its place and its full name."""
    kind = "c" if is_coordination(name, vocabulary) else "x"
    return f"{code}:{kind}-{short_hash(name)}"


def is_coordination(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name has the pattern of a coordination body (…领导小组, …指挥部办公室); a zone's committee is none."""
    if _OF_A_ZONE.search(name):
        return False
    return any(name.endswith(ending) and len(name) > len(ending) for ending in vocabulary.vague.coordination)


def guess_kind(name: str, vocabulary: Vocabulary) -> AgencyKind:
    """What an unknown body is, by its name's ending."""
    if is_coordination(name, vocabulary):
        return "coordination"
    return next((kind for ending, kind in vocabulary.vague.kinds if name.endswith(ending)), "other")
