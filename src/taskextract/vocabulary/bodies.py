"""Bodies and the forms of their names, compiled from `departments.yml` and `agencies/<region>.yml`.

A form is a name with at most one place in it: `{p}` the place, `{s}` the same written short, `{c}` its
party committee, `{k}` a province's capital. Compiling checks each entry; a mistake raises VocabularyError with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, get_args

import msgspec

from taskextract.records import AgencyKind
from taskextract.vocabulary.shapes import check_bodies_file
from taskextract.vocabulary.sources import Mistake, VocabularyError, line_of

LEVELS = ("central", "province", "municipality", "prefecture", "subprovincial", "league", "county")
_LIKE_PREFECTURE = ("municipality", "subprovincial", "league")
_GROUPS = {"all": ("province", "prefecture", "county"), "local": ("prefecture", "county")}
_KEYS = {
    "kind", "region", "names", "history", "from", "until", "parent", "central_parent", "predecessors",
    "in_lists", "also", "example", "same_body", *LEVELS, *_GROUPS,
}  # fmt: skip
_HISTORY_KEYS = {"level", "from", "to", "names"}
_SLOT = re.compile(r"\{([psck])\}")


class Form(msgspec.Struct, frozen=True, gc=False):  # there are tens of thousands, and none refers to another
    """One name of a body at one level. `rank` 0 is official, 1 the customary short one, 2 any other.

    `slot` is p, s, c, k or "" (the name is complete as it is); `before` and `after` stand around the place.
    """

    key: str
    level: str
    rank: int
    slot: str
    before: str
    after: str
    since: date | None
    until: date | None
    region: str | None
    history: bool = False

    def held(self, on: date | None) -> bool:
        """Whether the body bore this name on that day (None: today)."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Body:
    """A body, shared by every place or (with `region`) one place's own."""

    key: str
    kind: AgencyKind
    region: str | None
    forms: tuple[Form, ...]
    parent: str | None
    central_parent: str | None
    predecessors: tuple[str, ...]
    since: date | None
    until: date | None
    in_lists: tuple[str, ...]
    example: str
    source: str


def compile_file(source: str, data: bytes, content: Any) -> list[Body]:
    """The bodies of one file, each checked."""
    check_bodies_file(source, data, content)
    keys = list(content["bodies"])
    for before, after in pairwise(keys):
        if before > after:
            raise VocabularyError(f"{source}:{line_of(data, after)}: {after} must stand before {before} (sorted keys)")
    return [_body(source, data, key, entry) for key, entry in content["bodies"].items()]


def _body(source: str, data: bytes, key: str, entry: Mapping[str, Any]) -> Body:
    try:
        return _checked_body(source, key, entry)
    except Mistake as error:
        raise VocabularyError(f"{source}:{line_of(data, key, error.word)}: {key}: {error}") from None


def _checked_body(source: str, key: str, entry: Mapping[str, Any]) -> Body:
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise Mistake(f"unknown field {unknown[0]!r}", f"{unknown[0]}:")
    kind = entry.get("kind", "department")
    if kind not in get_args(AgencyKind):
        raise Mistake(f"unknown kind {kind!r}", "kind:")
    region = entry.get("region")
    if region is not None and not (isinstance(region, str) and len(region) == 6):
        raise Mistake("region must be a quoted code of six digits", "region:")
    if not entry.get("example"):
        raise Mistake("an example is needed")
    since, until = _day(entry.get("from")), _day(entry.get("until"))
    forms = _region_forms(key, region, entry) if region else _level_forms(key, entry)
    if not forms:
        raise Mistake("at least one name is needed")
    return Body(
        key, kind, region, tuple(forms), entry.get("parent"), entry.get("central_parent"),
        tuple(entry.get("predecessors", ())), since, until, tuple(entry.get("in_lists", ())),
        entry["example"], source,
    )  # fmt: skip


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _level_forms(key: str, entry: Mapping[str, Any]) -> list[Form]:
    history = list(entry.get("history", ()))
    forms: list[Form] = []
    for level in LEVELS:
        names = _names_at(level, entry)
        past = [h for h in history if _covers(h, level)]
        born = max((d for h in past if (d := _day(h.get("to")))), default=None)
        forms += _forms(key, level, names, _next_day(born), None, None)
        forms += [_form(key, level, n, 2, _next_day(born), None, None, False) for n in _also_at(level, entry)]
        for item in past:
            forms += _forms(key, level, item["names"], _day(item.get("from")), _day(item.get("to")), None, True)
    return forms


def _names_at(level: str, entry: Mapping[str, Any]) -> list[str]:
    names = list(entry.get(level, ()))
    if level in _LIKE_PREFECTURE:
        names += entry.get("prefecture", ())
        level = "prefecture"
    for group, members in _GROUPS.items():
        if level in members:
            names += entry.get(group, ())
    return list(dict.fromkeys(names))


def _also_at(level: str, entry: Mapping[str, Any]) -> list[str]:
    """Names that are read at a level and never official there."""
    also = entry.get("also", {})
    if set(also) - {*LEVELS, *_GROUPS}:
        stranger = sorted(set(also) - {*LEVELS, *_GROUPS})[0]
        raise Mistake(f"unknown level in also: {stranger!r}", stranger)
    base = "prefecture" if level in _LIKE_PREFECTURE else level
    groups = (group for group, members in _GROUPS.items() if base in members)
    return [name for where in dict.fromkeys((level, base, *groups)) for name in also.get(where, ())]


def _covers(item: Mapping[str, Any], level: str) -> bool:
    if set(item) - _HISTORY_KEYS:
        stranger = sorted(set(item) - _HISTORY_KEYS)[0]
        raise Mistake(f"unknown field in history: {stranger!r}", f"{stranger}:")
    where = item.get("level", "all")
    base = "prefecture" if level in _LIKE_PREFECTURE else level
    return where in (level, base) or base in _GROUPS.get(where, ())


def _region_forms(key: str, region: str, entry: Mapping[str, Any]) -> list[Form]:
    history = list(entry.get("history", ()))
    born = max((d for h in history if (d := _day(h.get("to")))), default=None)
    forms = _forms(key, "", list(entry.get("names", ())), _next_day(born), None, region)
    for item in history:
        forms += _forms(key, "", item["names"], _day(item.get("from")), _day(item.get("to")), region, True)
    return forms


def _next_day(day: date | None) -> date | None:
    return date.fromordinal(day.toordinal() + 1) if day else None


def _forms(
    key: str, level: str, names: list[str], since: date | None, until: date | None, region: str | None,
    history: bool = False,
) -> list[Form]:  # fmt: skip
    return [_form(key, level, n, min(i, 2), since, until, region, history) for i, n in enumerate(names)]


def _form(
    key: str, level: str, name: str, rank: int, since: date | None, until: date | None, region: str | None,
    history: bool,
) -> Form:  # fmt: skip
    name = name.replace("{厅局}", "厅" if level == "province" else "局")
    slots = _SLOT.findall(name)
    if "{" in _SLOT.sub("", name):
        raise Mistake(f"{name}: a place is written {{p}}, {{s}}, {{c}} or {{k}}", name)
    if len(slots) > 1:
        raise Mistake(f"{name}: one place at most", name)
    if not slots:
        absolute = level == "central" or region is not None
        return Form(key, level, rank, "" if absolute else "p", "", name, since, until, region, history)
    before, after = _SLOT.split(name)[0], _SLOT.split(name)[2]
    return Form(key, level, rank, slots[0], before, after, since, until, region, history)
