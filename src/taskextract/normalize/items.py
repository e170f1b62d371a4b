"""One item of a list of bodies: a name with a remark, with an open end, or several names run together."""

from __future__ import annotations

import re
from dataclasses import replace

from taskextract.normalize.context import Context
from taskextract.normalize.lists import items as parts_of
from taskextract.normalize.names import match_name
from taskextract.normalize.official import find_body, guess_kind
from taskextract.normalize.pieces import (
    AND_SO_ON,
    CONJUNCTION,
    Piece,
    coordination,
    is_field,
    is_vague,
    whole,
)
from taskextract.normalize.scopes import Scope
from taskextract.normalize.strangers import mended, unknown
from taskextract.normalize.units import same_body_above, unit_match
from taskextract.records import Role
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import load_words

_CALLED = re.compile(r"[（(]以下(?:简称|统称|称)[^）)]*[）)]")
_INNER = re.compile(r"（([^（）]*)）")
_BRACKET = re.compile(r"(?P<main>[^（）]+)（(?P<inner>[^（）]*)）(?P<rest>[^（）]*)")
_LONGEST_NAME = 30
_LONGEST_ITEM = 600  # characters; fifty names run together have fewer
_MOST_CONJUNCTIONS = 4
_SHORTEST_FIRM = 5
_SHORTEST_GLUED = len("省委省政府")
_OPEN_NOUN = re.compile(r"(?:部门|单位)(?=\d|(?:各|有关|相关)(?!单位|部门)|[省市县区][直委级政])")
_ROUND = str.maketrans("〔〕［］﹝﹞", "（）（）（）")
_TAKING_PART: frozenset[Role] = frozenset(("support", "guide"))


def read_item(item: Strand, context: Context, scope: Scope | None) -> list[Piece]:
    """The bodies of one item; `scope` is the place that the list's earlier names gave."""
    text = fold(item.text)
    if not text:
        return []
    if len(text) > _LONGEST_ITEM:
        return [unknown(item, text, context)]
    found = whole(item, text, context, scope)
    if found is not None and found.agency_ids:
        return [found]
    parts = _parted_by_blanks(item, context, scope, wrapped=found is not None)
    if parts:
        return parts
    if found is not None:
        return (_two_open(item, text, context, scope) if found.vague else []) or [found]
    return (
        _explained(item, text, context, scope)
        or _bracketed(item, text, context, scope)
        or _and_so_on(item, text, context, scope)
        or _conjoined(item, text, context, scope)
        or _headed(item, text, context, scope)
        or _glued(item, text, context, scope)
        or _field(item, text, context)
        or _unit(item, text, context)
        or [_stranger(item, text, context, scope)]
    )


def _stranger(item: Strand, text: str, context: Context, scope: Scope | None) -> Piece:
    """The same office one level up, a damaged name, a coordination body by its pattern, or a body that nothing tells."""
    above = same_body_above(text, context)
    if above is not None:
        return Piece(item, above, "elided", 0.8, vague=not above)
    near = mended(item, text, context, scope)
    if near is not None and near.repaired:
        return near
    return coordination(item, text, context) or near or unknown(item, text, context)


def _explained(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """A name with a remark in brackets that is no nameplate: （以下简称…）, （列首位的为牵头单位，下同）."""
    found = _CALLED.search(text) or next((m for m in _INNER.finditer(text) if _is_aside(m[1], context)), None)
    if not found or not found.start():
        return []
    return read_item(item[: found.start()] + item[found.end() :], context, scope)


def _is_aside(text: str, context: Context) -> bool:
    return all(context.vocabulary.roles.aside.fullmatch(part) for part in re.split("[，；]", text))


def _headed(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """市财政局局长: the body whose head is named."""
    found = context.vocabulary.roles.post.search(text)
    if not found or not found.start():
        return []
    piece = whole(item[: found.start()], text[: found.start()], context, scope)
    return [replace(piece, text=item)] if piece is not None and piece.agency_ids and not piece.place else []


def _bracketed(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """省政府办公厅（省口岸办）: the body with its nameplate; （牵头） after a name: its role."""
    found = _BRACKET.fullmatch(text.translate(_ROUND))
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
    beside = _beside(item[found.start("inner") : found.end("inner")], context, scope) if piece.agency_ids else []
    if beside:
        return [piece, *beside]
    if piece.agency_ids or piece.vague:
        return [replace(piece, text=item)]
    plate = whole(item, found["inner"], context, scope)
    return [replace(plate, text=item, certainty=0.7)] if plate is not None and plate.agency_ids else []


def _beside(inner: Strand, context: Context, scope: Scope | None) -> list[Piece]:
    """市城管局（市水务局、市交通局配合）: the bodies in brackets that take part, where all are understood."""
    key = fold(inner.text)
    for role, pattern in context.vocabulary.roles.phrases:
        found = pattern.search(key)
        if found and found.start() and role in _TAKING_PART:
            pieces = [p for part in parts_of(inner[: found.start()]) for p in read_item(part.text, context, scope)]
            return [replace(p, role=role) for p in pieces] if pieces and _sure(pieces) else []
    return []


def role_word(text: str, context: Context) -> Role | None:
    """The role that a text consisting of a role word alone gives (牵头, 配合单位)."""
    roles = context.vocabulary.roles
    for role, pattern in (*roles.labels, *roles.phrases):
        if pattern.fullmatch(text):
            return role
    return None


def _and_so_on(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """…等, …等部门, 泰安等市政府: what is named, and one open group."""
    found = AND_SO_ON.fullmatch(text)
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
    for found in CONJUNCTION.finditer(text):
        right = text[found.end() :]
        if found.start() and context.vocabulary.vague.head.match(right) and is_vague(right, context):
            return [
                replace(piece, text=piece.text[: found.start()]),
                replace(piece, text=piece.text[found.end() :], note=None),
            ]
    return []


def _conjoined(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """A和B, A与B: split where both sides are understood (发展和改革委员会 is one name)."""
    places = list(CONJUNCTION.finditer(text))
    if len(places) > _MOST_CONJUNCTIONS:  # no list of names, and each place doubles the ways to read it
        return []
    for found in places:
        left, right = item[: found.start()], item[found.end() :]
        if not left or not right:
            continue
        first = _sure(read_item(left, context, scope)) if found.start() > 1 else []
        second = read_item(right, context, _scope_of(first) or scope) if first else []
        if first and (_sure(second) or _is_strange_firm(left, right, context)):
            return [*first, *second]
    return []


def _is_strange_firm(left: Strand, right: Strand, context: Context) -> bool:
    """市政府及平陆运河集团: behind a whole name of a government or a department, one that ends like a firm's."""
    kinds = [guess_kind(fold(side.text), context.vocabulary) for side in (left, right)]
    return kinds[0] in ("government", "department") and kinds[1] == "enterprise" and len(right) >= _SHORTEST_FIRM


def _field(item: Strand, text: str, context: Context) -> list[Piece]:
    """应急、水利等部门: what a list's departments are named for names no single body."""
    return [Piece(item, (), "elided", 0.8, vague=True)] if is_field(text, context) else []


def _unit(item: Strand, text: str, context: Context) -> list[Piece]:
    """省市场监管局广告处: a unit behind its body's name."""
    found = unit_match(text, context)
    if found is None or found.agency_id is None:
        return []
    return [Piece(item, (found.agency_id,), found.basis, found.certainty, scope=found.scope)]


def _sure(pieces: list[Piece]) -> list[Piece]:
    return pieces if all((p.agency_ids and p.basis not in ("unknown", "repaired")) or p.vague for p in pieces) else []


def _scope_of(pieces: list[Piece]) -> Scope | None:
    return next((p.scope for p in reversed(pieces) if p.scope is not None), None)


def _parted_by_blanks(item: Strand, context: Context, scope: Scope | None, *, wrapped: bool) -> list[Piece]:
    """7市政府 省自然资源厅: names parted by nothing but a blank, each with its place, a group or an open one.

    Where the item makes sense as a whole (`wrapped`), a line break in it parts nothing.
    """
    cuts = [i for i in range(1, len(item)) if (gap := item.gap_before(i)) and not (wrapped and "\n" in gap)]
    pieces: list[Piece] = []
    for start, end in zip([0, *cuts], [*cuts, len(item)], strict=True):
        part = item[start:end].strip()
        piece = whole(part, fold(part.text), context, scope) if len(part) > 2 and cuts else None
        if piece is None or not (piece.agency_ids or piece.vague) or (piece.basis == "elided" and not piece.place):
            return []
        pieces.append(piece)
    return pieces


def _two_open(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """省有关部门7市政府: two open mentions, the first of which ends with its noun."""
    for found in _OPEN_NOUN.finditer(text):
        left, right = item[: found.end()], item[found.end() :]
        if is_vague(text[: found.end()], context):
            second = whole(right, text[found.end() :], context, scope)
            if second is not None and (second.agency_ids or second.vague):
                return [Piece(left, (), "unknown", 0.9, vague=True), second]
    return []


def _glued(item: Strand, text: str, context: Context, scope: Scope | None) -> list[Piece]:
    """市工信局市委网信办: names without a separator, each with its place; a bare one only after a blank."""
    if len(text) < _SHORTEST_GLUED:
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
    if at or len(pieces) < 2:
        return []
    return [replace(pieces[-1], text=item)] if _belongs_to_firm(pieces, context) else pieces


def _belongs_to_firm(pieces: list[Piece], context: Context) -> bool:
    """山东港口烟台港集团, 新疆机场集团阿勒泰机场公司: a firm behind another's bare name, or a place's behind another's."""
    bodies = [find_body(i, context.vocabulary) for p in pieces for i in p.agency_ids]
    bare = not pieces[0].text.text.endswith(tuple(load_words("firms")["endings"]))
    scope = pieces[-1].scope
    elsewhere = scope is not None and scope.written != "word" and scope.end > 0
    return (bare or elsewhere) and len(bodies) == 2 and all(body is not None and body.kind == "enterprise" for body in bodies)


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
