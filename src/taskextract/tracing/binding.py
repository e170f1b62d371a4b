"""Whether an upper measure binds the body that issued the lower notice, and through whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.compare.sides import MeasureView, Side, fold
from taskextract.trace_records import Binding
from taskextract.vocabulary.words import load_words

_SUBJECT = "(?:支持|推动|引导|鼓励|推进|由|在|以)?"
_ORDER: tuple[Binding, ...] = ("direct", "group", "open_group", "department")


@dataclass(frozen=True, slots=True)
class Bond:
    """How a measure binds, and the mentions that do it."""

    binding: Binding
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body behind the lower notice: its place, its id where known, the place's short name."""

    region: str | None
    agency_id: str | None
    name: str | None
    others: tuple[str, ...]
    """Short names of the places of its level that the upper notice names beside it."""


def issuer_of(lower: Side, upper: Side) -> Issuer:
    """Who issued the lower notice, as far as the notice tells."""
    region = lower.document.region_code
    size = _size(region)
    places = {
        agency.region_code: _short(agency.name)
        for agency in upper.agencies.values()
        if agency.kind == "government" and agency.region_code and _size(agency.region_code) == size
    }
    own = places.get(region) if region else None
    own = own or _own_name(lower)
    others = sorted(name for code, name in places.items() if code != region and len(name) > 1)
    return Issuer(region, lower.document.issuer_id, own, tuple(others))


def _own_name(lower: Side) -> str | None:
    for agency in lower.agencies.values():
        if agency.region_code == lower.document.region_code and agency.kind == "government":
            return _short(agency.name)
    for agency in lower.agencies.values():
        found = re.match(r"(.{2,8}?)[市州盟省县区]", agency.name)
        if found and agency.region_code == lower.document.region_code:
            return found.group(1)
    return None


def _short(name: str) -> str:
    return re.sub(r"(?:市|省|县|区|自治州|自治区|地区|盟|旗)?(?:人民政府|政府|管理委员会)$", "", name)


def _size(region: str | None) -> int:
    """How many of a code's digits tell its place: 2 for a province, 4 for a city, 6 for a county."""
    if not region or region == "000000":
        return 0
    return 2 if region.endswith("0000") else 4 if region.endswith("00") else 6


def bond(measure: MeasureView, upper: Side, issuer: Issuer) -> Bond:
    """How an upper measure binds the lower issuer; the strongest way counts."""
    found: dict[Binding, list[str]] = {}
    for duty in measure.duties:
        way = _way(duty.row.agency_id, duty.row.mention, bool(duty.row.via_group), duty.row.vague, upper, issuer)
        if way:
            found.setdefault(way, []).append(duty.row.via_group or duty.row.mention)
    for way in _ORDER:
        if way in found:
            return Bond(way, tuple(dict.fromkeys(found[way])))
    return Bond("none", ())


def _way(
    agency_id: str | None, mention: str, grouped: bool, vague: bool, upper: Side, issuer: Issuer
) -> Binding | None:
    if agency_id is None:
        return "open_group" if vague and _means_all(mention, _size(issuer.region)) else None
    if agency_id == issuer.agency_id:
        return "group" if grouped else "direct"
    agency = upper.agencies.get(agency_id)
    size = _size(issuer.region)
    if agency is None or not agency.region_code or not issuer.region or not size:
        return None
    if agency.region_code[:size] != issuer.region[:size] or _size(agency.region_code) < size:
        return None
    if agency.kind == "government" and agency.region_code == issuer.region:
        return "group" if grouped else "direct"
    return "department"


def _means_all(mention: str, size: int) -> bool:
    """Whether an open group (各市政府, 各省、自治区、直辖市) takes in every government of that level."""
    words = load_words("compare")
    level = {2: words["provinces"], 4: words["cities"], 6: words["counties"]}.get(size, [])
    whole = any(word in mention for word in words["whole"]) and not any(word in mention for word in words["offices"])
    return whole and any(word in mention for word in level)


def counterparts(measure: MeasureView) -> frozenset[str]:
    """The kinds of offices that answer for a measure, the same on every level (`drc`, `health`)."""
    keys = (duty.row.agency_id.split(":")[-1] for duty in measure.duties if duty.row.agency_id)
    return frozenset(key for key in keys if key != "gov")


def others_only(text: str, at: int, issuer: Issuer) -> bool:
    """Whether the clause at folded place `at` is addressed to another place and not to the issuer's."""
    sentence_start = max(text.rfind("。", 0, at) + 1, 0)
    end = text.find("。", at)
    sentence = text[sentence_start : end if end >= 0 else len(text)]
    parts, begin, subject = re.split(r"([;])", sentence), sentence_start, False
    for part in parts:
        if part != ";" and _addressed(part, issuer.others):
            subject = True
        if part != ";" and issuer.name and issuer.name in part:
            subject = False
        if begin <= at < begin + len(part):
            clause = part[part.rfind(",", 0, at - begin) + 1 :].split(",")[0]
            named = issuer.name is not None and issuer.name in clause
            return subject or (not named and _addressed(clause, issuer.others, verb="(?:支持|推动|引导|鼓励)"))
        begin += len(part)
    return subject


def named(text: str, at: int, issuer: Issuer) -> bool:
    """Whether the clause at folded place `at` is addressed to the issuer by name, and others to other places."""
    if issuer.name is None or not any(_addressed(part, issuer.others) for part in re.split("[。;]", text)):
        return False
    start = max(text.rfind("。", 0, at), text.rfind(";", 0, at)) + 1
    return _addressed(text[start:], [issuer.name])


def _addressed(part: str, places: Sequence[str], verb: str = _SUBJECT) -> bool:
    names = "|".join(re.escape(fold(name)) for name in places)
    return bool(names) and bool(re.match(f"{verb}(?:{names})(?![至到])", part))
