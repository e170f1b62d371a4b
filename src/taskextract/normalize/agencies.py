"""Agencies: names to stable ids, in the notice's place and at its date. The public face of this part."""

from __future__ import annotations

from taskextract.normalize.body_record import agency
from taskextract.normalize.context import Context, Mention, Resolution
from taskextract.normalize.duties import read_duty
from taskextract.normalize.groups import find_abbreviations, find_groups
from taskextract.normalize.issuer import leading_body
from taskextract.normalize.items import read_item
from taskextract.normalize.official import official_name, parent_of_unit
from taskextract.normalize.pieces import Piece
from taskextract.normalize.places import infer_region
from taskextract.normalize.running_text import find_agencies
from taskextract.normalize.scopes import scopes
from taskextract.normalize.units import has_units
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold


def resolve(name: str, context: Context) -> Resolution:
    """What one name means in the notice's place and at its date, with the steps that led there."""
    strand = Strand.over(name, 0, len(name))
    key = fold(strand.text)
    steps = [f"read as {key}"] if key != name else []
    full = context.abbreviations.get(key)
    if full:
        steps.append(f"the notice calls {full} so")
    scope = next(iter(scopes(key, context)), None)
    if scope is not None:
        where = f"{scope.region.name} ({scope.region.code})" if scope.region is not None else "no one place here"
        committee = ", its party committee" if scope.slot == "c" else ""
        steps.append(f"{key[: scope.end]} is {where}{committee}")
    pieces = read_item(strand, context, None)
    steps += [_step(piece, context) for piece in pieces]
    if len(pieces) != 1 or len(pieces[0].agency_ids) != 1:
        ids = tuple(i for p in pieces for i in p.agency_ids) + tuple(c for p in pieces for c in p.candidates)
        vague = bool(pieces) and all(p.vague for p in pieces)
        basis = "group" if len(pieces) == 1 and pieces[0].via_group else "unknown"
        certainty = min((p.certainty for p in pieces), default=0.0)
        return Resolution(None, name, "group" if basis == "group" else "unknown", certainty if vague or ids else 0.0, ids, tuple(steps))
    piece = pieces[0]
    record = agency(piece.agency_ids[0], context.vocabulary, context.on, [key])
    return Resolution(piece.agency_ids[0], record.name, piece.basis, piece.certainty, piece.candidates, tuple(steps))


def _step(piece: Piece, context: Context) -> str:
    text = piece.text.text
    if piece.via_group is not None:
        return f"{text} is a group of {len(piece.agency_ids)}: {', '.join(piece.agency_ids)}"
    if piece.vague:
        return f"{text} names no single body"
    if piece.repaired:
        return f"{text} is damaged; near is {piece.agency_ids[0]} ({piece.note})"
    if not piece.agency_ids:
        return f"{text} may be {', '.join(piece.candidates)}" if piece.candidates else f"{text} was not understood"
    record = agency(piece.agency_ids[0], context.vocabulary, context.on, [text])
    what = f"{record.name}, {piece.agency_ids[0]}" if record.known else f"{piece.agency_ids[0]}, derived from its name"
    if (holder := parent_of_unit(piece.agency_ids[0])) is not None:
        what = f"{record.name}, {piece.agency_ids[0]}, a unit of {official_name(holder, context.vocabulary, context.on) or holder}"
    near = f"; near: {', '.join(piece.candidates)}" if piece.candidates else ""
    return f"{text} is {what} (basis {piece.basis}, certainty {piece.certainty:.2f}){near}"


__all__ = [
    "Context", "Mention", "Resolution", "agency", "find_abbreviations", "find_agencies", "find_groups",
    "has_units", "infer_region", "leading_body", "read_duty", "resolve",
]  # fmt: skip
