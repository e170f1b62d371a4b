"""What one name in a list means: a body, a place, a group, an open group, a coordination body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from taskextract.normalize.context import Context
from taskextract.normalize.group_members import members_of
from taskextract.normalize.names import match_name
from taskextract.normalize.official import ZONE_BODY, derived_id, is_coordination
from taskextract.normalize.scopes import Scope, is_home_name, scopes
from taskextract.normalize.units import subordinate_id, unit_id
from taskextract.records import Basis, Role
from taskextract.strand import Strand
from taskextract.vocabulary.regions import CENTRE, Region
from taskextract.vocabulary.unit_words import is_common_unit, unit_name

_NUMBER = r"(?:\d+|[二三四五六七八九两]|二?十[一二三四五六七八九]?)"
AND_SO_ON = re.compile(
    rf"(?P<main>.+?)(?P<tail>(?<![高平均])等(?P<count>{_NUMBER})?[^等]{{0,16}}|(?P<sum>{_NUMBER})个?[市县区省州](?:人民政府|政府)?)"
)
"""A name or place with an open end: …等, …等部门, 菏泽等4市政府, 淄博2市政府."""

CONJUNCTION = re.compile(r"以及|[和与及暨]")
_CENTRAL_LEAD = re.compile(r"(?:国家|国务院|中央|全国)")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one stretch of a list means. No `agency_ids` and not `vague`: a name that was not understood.

    `place` marks a bare place, whose body the list's last name may give; `scope` is the place read in.
    """

    text: Strand
    agency_ids: tuple[str, ...] = ()
    basis: Basis = "unknown"
    certainty: float = 0.3
    via_group: str | None = None
    vague: bool = False
    scope: Scope | None = None
    place: bool = False
    role: Role | None = None
    candidates: tuple[str, ...] = ()
    repaired: str | None = None
    note: str | None = None


def whole(item: Strand, text: str, context: Context, scope: Scope | None) -> Piece | None:
    """The item as one name, place, group or open group; `text` is the item folded."""
    key = ("whole", text, scope.sign if scope is not None else None)
    if key not in context.memo:
        context.memo[key] = _meaning(text, context, scope)
    meaning: Piece | None = context.memo[key]
    if meaning is None:
        return None
    if meaning.via_group is None:
        return Piece(
            item, meaning.agency_ids, meaning.basis, meaning.certainty, None, meaning.vague, meaning.scope, meaning.place,
            meaning.role, meaning.candidates, meaning.repaired, meaning.note,
        )  # fmt: skip
    mended = mend(item, text, meaning.note) if meaning.note else item
    return replace(meaning, text=mended, via_group=mended.text)


def _meaning(text: str, context: Context, scope: Scope | None) -> Piece | None:
    nowhere = Strand.empty()
    full = _full_form(text.strip("“”"), context)
    if full and full != text:
        meant = whole(nowhere, full, context, scope) or coordination(nowhere, full, context)
        return replace(meant, basis="alias") if meant is not None else None
    unit = unit_id(text, context.units_of)
    if unit is not None and is_common_unit(unit_name(text) or ""):
        return Piece(nowhere, (unit,), "elided", 0.9)
    match = match_name(text, context, scope, in_list=True)
    if match is not None and match.agency_id is not None:
        return Piece(nowhere, (match.agency_id,), match.basis, match.certainty, scope=match.scope)
    group = members_of(text.replace(" ", ""), context)
    if group is not None:
        return Piece(nowhere, group.agency_ids, "group", group.certainty, via_group=text, note=group.repaired)
    if unit is None:
        unit = subordinate_id(text, context.units_of)
    if unit is not None:
        return Piece(nowhere, (unit,), "elided", 0.8)
    if _holds_a_name(text, context, scope):
        return None
    zone = _bare_place(nowhere, text, context) if is_home_name(text) else None
    if zone is not None:  # 开发区 where the place has one
        return zone
    if is_vague(text.replace(" ", ""), context) or (match is not None and match.open_place):
        return Piece(nowhere, (), "unknown", 0.9, vague=True)
    place = _bare_place(nowhere, text, context)
    if place is not None or match is None:
        return place
    if match.candidates:
        return Piece(nowhere, (), "unknown", match.certainty, scope=match.scope, candidates=match.candidates)
    return None if context.region_code is None else Piece(nowhere, (), "unknown", match.certainty, scope=match.scope)


def _holds_a_name(text: str, context: Context, scope: Scope | None) -> bool:
    """Whether more follows a name or place (省商务厅等部门, 省商务厅和有关部门, 菏泽等4市政府), or an open group before one (各市政府和省水利厅)."""
    found = AND_SO_ON.fullmatch(text)
    starts = [found["main"]] if found else []
    for conjunction in CONJUNCTION.finditer(text):
        left, right = text[: conjunction.start()], text[conjunction.end() :]
        offices = len(right) > 3 and left.endswith(("部门", "单位")) and is_vague(right, context)
        if (offices or context.vocabulary.vague.head.match(right)) and is_vague(left, context):
            return True
        starts.append(left)
        if is_vague(left, context) and (match := match_name(right, context, scope)) and match.agency_id and match.basis != "elided":
            return True  # 各市政府和省水利厅, but no 各县党委和政府
    for start in starts:
        match = match_name(start, context, scope)
        if match is not None and match.agency_id is not None:
            return True
    if found is None:
        return False
    if found["tail"] == "等" and is_vague(found["main"], context):  # 各区县政府等
        return True
    return is_field(found["main"], context) or _bare_place(Strand.empty(), found["main"], context) is not None


def is_field(text: str, context: Context) -> bool:
    """Whether the text is what departments are named for, without their ending (应急, 自然资源)."""
    stems = context.vocabulary.names.stems
    return len(text) > 1 and any(text + ending in stems for ending in ("局", "厅", "委", "部"))


def _full_form(text: str, context: Context) -> str | None:
    """What the notice calls so (省领导小组), its office included (省领导小组办公室)."""
    if text in context.abbreviations:
        return context.abbreviations[text]
    body = context.abbreviations.get(text.removesuffix("办公室"))
    return f"{body}办公室" if body else None


def is_vague(text: str, context: Context) -> bool:
    """Whether a mention names no single body."""
    return any(p.fullmatch(text) for p in context.vocabulary.vague.patterns)


def _bare_place(item: Strand, text: str, context: Context) -> Piece | None:
    for scope in scopes(text, context):
        if scope.end == len(text) and scope.slot == "p" and scope.region is not None and scope.written != "word":
            region = _city_of_that_name(text, scope.region, context)
            key = ZONE_BODY if region.level == "other" else "gov"
            return Piece(item, (f"{region.code}:{key}",), "elided", 0.9, scope=replace(scope, region=region), place=True)
    return None


def _city_of_that_name(text: str, region: Region, context: Context) -> Region:
    """吉林 in a list of cities is the city, not the province whose notice it is."""
    if region.level != "province" or text == region.name:
        return region
    rows = context.vocabulary.regions.by_name(text, within=region.code, on=context.on)
    return next((r for r in rows if r.level == "prefecture"), region)


def coordination(item: Strand, text: str, context: Context) -> Piece | None:
    """省…领导小组: a coordination body by its pattern, in its place."""
    if not is_coordination(text, context.vocabulary):
        return None
    scope = next((s for s in scopes(text, context) if s.region is not None), None)
    if scope is not None and scope.region is not None:
        name = scope.region.name + text[scope.end :]
        code = scope.region.code
    else:
        code = CENTRE if _CENTRAL_LEAD.match(text) else context.region_code or CENTRE
        own = context.vocabulary.regions.at(code)
        name = text if code == CENTRE or own is None else own.name + text
    return Piece(item, (derived_id(name, code, context.vocabulary),), "exact", 0.9, scope=scope)


def mend(item: Strand, text: str, name: str) -> Strand:
    """The item reading `name`; each changed stretch still knows what it replaces."""
    from rapidfuzz.distance import Levenshtein

    for op in reversed(list(Levenshtein.opcodes(text, name))):
        if op.tag != "equal":
            item = item.mend(op.src_start, op.src_end, name[op.dest_start : op.dest_end])
    return item
