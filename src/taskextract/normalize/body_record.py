"""The record of a body: its names, level, kind, and the bodies above and before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from taskextract.normalize.context import Context
from taskextract.normalize.names import match_name
from taskextract.normalize.official import (
    find_body,
    government_of,
    guess_kind,
    is_coordination,
    level_name,
    official_name,
    parent_id,
    parent_of_unit,
    place_name,
    place_of,
    short_hash,
    short_name,
)
from taskextract.normalize.own_names import branch_name, full_name
from taskextract.records import Agency, AgencyLevel
from taskextract.vocabulary import Vocabulary
from taskextract.vocabulary.regions import CENTRE, Region

_LEVELS: dict[str, AgencyLevel] = {
    "central": "central", "province": "province", "prefecture": "prefecture", "county": "county",
}  # fmt: skip
_WORD_LEVELS: dict[str, AgencyLevel] = {
    "省": "province", "自治区": "province", "市": "prefecture", "州": "prefecture", "盟": "prefecture",
    "县": "county", "区": "county", "旗": "county",
}  # fmt: skip
_HOST = re.compile(r"（(?:办公室)?(?:设在|挂靠|依托|挂靠在|由)?(?P<host>[^（）]{3,20}?)(?:牵头|负责|承担)?）$")
_LEVEL_WORD = re.compile(r"(?:自治区|省(?!际|会)|市(?!场|政|容|民)|县(?!域)|区(?!域|块)|州|盟|旗)(?!级|直)")
_TOWNSHIP = re.compile(r"(?:街道|镇|乡)(?:办事处|办|人民政府|政府|党工委|党委)?$")


def agency(agency_id: str, vocabulary: Vocabulary, on: date | None, mentions: Iterable[str]) -> Agency:
    """The record of a body. `mentions` are the names it bore in the run's notices, verbatim."""
    named = sorted(set(mentions), key=lambda m: (-len(m), m))
    code = agency_id.split(":")[0]
    place = place_of(code, vocabulary, on)
    holder = parent_of_unit(agency_id)
    if holder is not None:
        return _unit(agency_id, holder, place, vocabulary, on, named)
    body = find_body(agency_id, vocabulary)
    if body is None:
        return _unknown(agency_id, place, vocabulary, on, named)
    branch = branch_name(body, place, vocabulary, on, named)
    name = branch or full_name(agency_id, body, place, vocabulary, on, named)
    level = _LEVELS.get(level_name(place)) if place is not None else None
    above = f"{place.parent}:{body.key}" if branch and place is not None else parent_id(agency_id, body, vocabulary)
    return Agency(
        agency_id=agency_id, name=name, short_name=short_name(agency_id, vocabulary, on), kind=body.kind,
        level=level, region_code=code, parent_id=above, known=True,
        mentions=sorted(named), predecessor_ids=[f"{code}:{key}" for key in body.predecessors],
    )  # fmt: skip


def _unit(
    agency_id: str, holder: str, place: Region | None, vocabulary: Vocabulary, on: date | None, named: list[str]
) -> Agency:
    """A unit inside a body: 山东省教育厅基础教育处."""
    own = next((part for m in named for i in range(len(m)) if short_hash(part := m[i:]) == agency_id[-8:]), named[-1] if named else "")
    return Agency(
        agency_id=agency_id, name=(official_name(holder, vocabulary, on) or "") + own, short_name=None,
        kind="department", level=_LEVELS.get(level_name(place)) if place is not None else None,
        region_code=place.code if place is not None else None, parent_id=holder, known=False, mentions=sorted(named),
    )  # fmt: skip


def _unknown(
    agency_id: str, place: Region | None, vocabulary: Vocabulary, on: date | None, named: list[str]
) -> Agency:
    name = named[0] if named else agency_id
    host = None
    if is_coordination(bare := _HOST.sub("", name), vocabulary):
        name, host = bare, _host(named, place, vocabulary, on)
    level = _LEVELS.get(level_name(place)) if place is not None else None
    word = _LEVEL_WORD.match(name)
    if place is not None and place.code == CENTRE and word:
        place, level = None, _WORD_LEVELS[word[0]]  # a body of a place that the notice does not tell
    if place is not None:
        name = _with_place(name, place, vocabulary)
    if _TOWNSHIP.search(name):
        level = "township"
    return Agency(
        agency_id=agency_id, name=name, short_name=None, kind=guess_kind(name, vocabulary),
        level=level, region_code=place.code if place is not None else None,
        parent_id=host or (government_of(place.code, vocabulary) if place is not None else None), known=False, mentions=sorted(named),
    )  # fmt: skip


def _host(named: list[str], place: Region | None, vocabulary: Vocabulary, on: date | None) -> str | None:
    """The body at which a coordination body sits: 市优化营商环境专班（市行政审批局）, （设在市应急局）."""
    context = Context(vocabulary, place.code if place is not None else None, on)
    inner = (found["host"] for name in named if (found := _HOST.search(name)))
    matches = (match_name(name, context) for name in inner)
    return next((m.agency_id for m in matches if m is not None and m.agency_id and m.basis != "elided"), None)


def _with_place(name: str, place: Region, vocabulary: Vocabulary) -> str:
    full = place_name(place, vocabulary)
    word = _LEVEL_WORD.match(name)
    if word and not name.startswith(place.name) and place.name.endswith(word[0]):
        return full + name[word.end() :]
    return full + name.removeprefix(place.name) if name.startswith(place.name) else name
