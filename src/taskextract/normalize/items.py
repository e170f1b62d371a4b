"""One item of a list of bodies: a name, a place, a group, an open group, several names run together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from taskextract.normalize.context import Context
from taskextract.normalize.group_members import members_of
from taskextract.normalize.names import Match, match_name
from taskextract.normalize.near import nearest
from taskextract.normalize.official import derived_id, guess_kind, is_coordination
from taskextract.normalize.scopes import Scope, scopes
from taskextract.records import Basis, Role
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.regions import CENTRE, Region

_CALLED = re.compile(r"[（(]以下(?:简称|统称|称)[^）)]*[）)]")
_BRACKET = re.compile(r"(?P<main>[^（）]+)（(?P<inner>[^（）]*)）(?P<rest>[^（）]*)")
_NUMBER = r"(?:\d+|[二三四五六七八九]|二?十[一二三四五六七八九]?)"
_AND_SO_ON = re.compile(
    rf"(?P<main>.+?)(?P<tail>等(?P<count>{_NUMBER})?[^等]{{0,16}}|(?P<sum>{_NUMBER})个?[市县区省州](?:人民政府|政府)?)"
)
_CONJUNCTION = re.compile(r"以及|[和与及暨]")
_CENTRAL_LEAD = re.compile(r"(?:国家|国务院|中央|全国)")
_LONGEST_NAME = 30
_ODD_LENGTH = 20


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


def read_item(item: Strand, context: Context, scope: Scope | None) -> list[Piece]:
    """The bodies of one item; `scope` is the place that the list's earlier names gave."""
    text = fold(item.text)
    if not text:
        return []
    found = whole(item, text, context, scope)
    if found is not None and found.agency_ids:
        return [found]
    parts = _parted_by_blanks(item, context, scope)
    if parts:
        return parts
    if found is not None:
        return [found]
    return (
        _called(item, text, context, scope)
        or _bracketed(item, text, context, scope)
        or _and_so_on(item, text, context, scope)
        or _conjoined(item, text, context, scope)
        or _glued(item, text, context, scope)
        or [_mended(item, text, context, scope) or _coordination(item, text, context) or _unknown(item, text, context)]
    )


def whole(item: Strand, text: str, context: Context, scope: Scope | None) -> Piece | None:
    """The item as one name, place, group or open group; `text` is the item folded."""
    key = ("whole", text, scope)
    if key not in context.memo:
        context.memo[key] = _meaning(text, context, scope)
    meaning: Piece | None = context.memo[key]
    if meaning is None:
        return None
    if meaning.via_group is None:
        return replace(meaning, text=item)
    mended = mend(item, text, meaning.note) if meaning.note else item
    return replace(meaning, text=mended, via_group=mended.text)


def _meaning(text: str, context: Context, scope: Scope | None) -> Piece | None:
    nowhere = Strand.empty()
    full = _full_form(text.strip("“”"), context)
    if full and full != text:
        meant = whole(nowhere, full, context, scope) or _coordination(nowhere, full, context)
        return replace(meant, basis="alias") if meant is not None else None
    match = match_name(text, context, scope, in_list=True)
    if match is not None and match.agency_id is not None:
        return Piece(nowhere, (match.agency_id,), match.basis, match.certainty, scope=match.scope)
    group = members_of(text.replace(" ", ""), context)
    if group is not None:
        return Piece(nowhere, group.agency_ids, "group", group.certainty, via_group=text, note=group.repaired)
    if _has_named_start(text, context, scope):
        return None
    if is_vague(text.replace(" ", ""), context) or (match is not None and match.open_place):
        return Piece(nowhere, (), "unknown", 0.9, vague=True)
    place = _bare_place(nowhere, text, context)
    if place is not None or match is None:
        return place
    if match.candidates:
        return Piece(nowhere, (), "unknown", match.certainty, scope=match.scope, candidates=match.candidates)
    return None if context.region_code is None else Piece(nowhere, (), "unknown", match.certainty, scope=match.scope)


def _has_named_start(text: str, context: Context, scope: Scope | None) -> bool:
    """Whether more follows a name or place (省商务厅等部门, 省商务厅和有关部门, 菏泽等4市政府)."""
    found = _AND_SO_ON.fullmatch(text)
    starts = [found["main"]] if found else []
    starts += [text[: c.start()] for c in _CONJUNCTION.finditer(text)]
    for start in starts:
        match = match_name(start, context, scope)
        if match is not None and match.agency_id is not None:
            return True
    return found is not None and _bare_place(Strand.empty(), found["main"], context) is not None


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
            key = "administrative_committee" if region.level == "other" else "gov"
            return Piece(item, (f"{region.code}:{key}",), "elided", 0.9, scope=replace(scope, region=region), place=True)
    return None


def _city_of_that_name(text: str, region: Region, context: Context) -> Region:
    """吉林 in a list of cities is the city, not the province whose notice it is."""
    if region.level != "province" or text == region.name:
        return region
    rows = context.vocabulary.regions.by_name(text, within=region.code, on=context.on)
    return next((r for r in rows if r.level == "prefecture"), region)


def _called(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """A name with (以下简称…) after it."""
    found = _CALLED.search(text)
    if not found:
        return []
    rest = item[: found.start()] + item[found.end() :]
    pieces = read_item(rest, context, scope)
    return [replace(pieces[0], text=item), *pieces[1:]] if len(pieces) == 1 else pieces


def _bracketed(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """省政府办公厅（省口岸办）: the body with its nameplate; （牵头） after a name: its role."""
    found = _BRACKET.fullmatch(text)
    if not found:
        return []
    inner_role = role_word(found["inner"], context)
    main = item[: found.end("main")]
    pieces = read_item(main, context, scope)
    if len(pieces) != 1 or found["rest"]:
        known = bool(pieces) and all(p.agency_ids for p in pieces)
        return [*pieces[:-1], replace(pieces[-1], text=pieces[-1].text + item[found.end("main") :])] if known else []
    piece = pieces[0]
    if inner_role is not None:
        return [replace(piece, role=inner_role)]
    if piece.agency_ids or piece.vague:
        return [replace(piece, text=item)]
    plate = whole(item, found["inner"], context, scope)
    return [replace(plate, text=item, certainty=0.7)] if plate is not None and plate.agency_ids else []


def role_word(text: str, context: Context) -> Role | None:
    """The role that a text consisting of a role word alone gives (牵头, 配合单位)."""
    roles = context.vocabulary.roles
    for role, pattern in (*roles.labels, *roles.phrases):
        if pattern.fullmatch(text):
            return role
    return None


def _and_so_on(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """…等, …等部门, 泰安等市政府: what is named, and one open group."""
    found = _AND_SO_ON.fullmatch(text)
    if not found:
        return []
    head = read_item(item[: found.end("main")], context, scope)
    tail = item[found.start("tail") :]
    if not head or all(not p.agency_ids and not p.vague for p in head):
        return []
    open_end = Piece(tail, (), "unknown", 0.9, vague=True, note=found["count"] or found["sum"])
    return [*head, *(_open_parts(open_end, context) or [open_end])]


def _open_parts(piece: Piece, context: Context) -> list[Piece]:
    """等部门及各地区: an open end and another open group."""
    text = fold(piece.text.text)
    for found in _CONJUNCTION.finditer(text):
        right = text[found.end() :]
        if found.start() and context.vocabulary.vague.head.match(right) and is_vague(right, context):
            return [
                replace(piece, text=piece.text[: found.start()]),
                replace(piece, text=piece.text[found.end() :], note=None),
            ]
    return []


def _conjoined(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """A和B, A与B: split where both sides are understood (发展和改革委员会 is one name)."""
    for found in _CONJUNCTION.finditer(text):
        left, right = item[: found.start()], item[found.end() :]
        if not left or not right:
            continue
        first = _sure(read_item(left, context, scope)) if found.start() > 1 else []
        second = _sure(read_item(right, context, _scope_of(first) or scope)) if first else []
        if first and second:
            return [*first, *second]
    return []


def _sure(pieces: list[Piece]) -> list[Piece]:
    return pieces if all((p.agency_ids and p.basis not in ("unknown", "repaired")) or p.vague for p in pieces) else []


def _scope_of(pieces: list[Piece]) -> Scope | None:
    return next((p.scope for p in reversed(pieces) if p.scope is not None), None)


def _parted_by_blanks(item: Strand, context: Context, scope: Scope | None) -> list[Piece]:
    """7市政府 省自然资源厅: names parted by nothing but a blank, each with its place, a group or an open one."""
    cuts = [i for i in range(1, len(item)) if item.gap_before(i)]
    pieces: list[Piece] = []
    for start, end in zip([0, *cuts], [*cuts, len(item)], strict=True):
        part = item[start:end].strip()
        piece = whole(part, fold(part.text), context, scope) if len(part) > 2 and cuts else None
        if piece is None or not (piece.agency_ids or piece.vague) or (piece.basis == "elided" and not piece.place):
            return []
        pieces.append(piece)
    return pieces


def _glued(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """市工信局市委网信办: names without a separator, each with its place; a bare one only after a blank."""
    if len(text) < 6:
        return []
    ends: dict[int, tuple[int, Piece]] = {}
    reach: list[int] = [0]
    for end in range(2, len(text) + 1):
        for start in reach:
            if 2 <= end - start <= _LONGEST_NAME and end - start < len(text):
                piece = _glued_piece(item, text, start, end, context, scope)
                if piece is not None:
                    ends[end] = (start, piece)
                    reach.append(end)
                    break
    pieces: list[Piece] = []
    at = len(text)
    while at in ends:
        at, piece = ends[at]
        pieces.insert(0, piece)
    return pieces if at == 0 and len(pieces) > 1 else []


def _glued_piece(
    item: Strand, text: str, start: int, end: int, context: Context, scope: Scope | None
) -> Piece | None:
    name = text[start:end]
    match = match_name(name, context, scope)
    if match is None or match.agency_id is None:
        return None
    if match.basis == "elided" and not (start and item.gap_before(start)):
        return None
    return Piece(item[start:end], (match.agency_id,), match.basis, match.certainty * 0.95, scope=match.scope)


def _mended(item: Strand, text: str, context: Context, scope: Scope | None) -> Piece | None:
    """A damaged name, where exactly one body is near and the slip or the notice bears it out."""
    near = nearest(text, context, scope)
    if near is None:
        return None
    if near.name is None:
        return replace(_unknown(item, text, context), candidates=near.candidates)
    match: Match | None = match_name(near.name, context, scope)
    if match is None or match.agency_id is None:
        return None
    mended = mend(item, text, near.name)
    return Piece(
        mended, (match.agency_id,), "repaired", near.certainty, scope=match.scope, repaired=near.name, note=near.evidence
    )


def mend(item: Strand, text: str, name: str) -> Strand:
    """The item reading `name`; each changed stretch still knows what it replaces."""
    from rapidfuzz.distance import Levenshtein

    for op in reversed(list(Levenshtein.opcodes(text, name))):
        if op.tag != "equal":
            item = item.mend(op.src_start, op.src_end, name[op.dest_start : op.dest_end])
    return item


def _coordination(item: Strand, text: str, context: Context) -> Piece | None:
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


def _unknown(item: Strand, text: str, context: Context) -> Piece:
    scope = next(iter(scopes(text, context)), None)
    if guess_kind(text, context.vocabulary) == "other" and len(text) > _ODD_LENGTH:
        return Piece(item, (), "unknown", 0.1, note="odd")
    if scope is not None and scope.region is None and context.region_code is not None:
        return Piece(item, (), "unknown", 0.3, scope=scope)
    region = scope.region if scope is not None else None
    code = region.code if region is not None else context.region_code or CENTRE
    name = region.name + text[scope.end :] if scope is not None and region is not None else text
    return Piece(item, (derived_id(name, code, context.vocabulary),), "unknown", 0.3, scope=scope)
