"""Who is responsible: the bodies of a duty's text with the role that each has."""

from __future__ import annotations

from dataclasses import replace

from taskextract.findings import Finding
from taskextract.normalize.context import Context, Mention
from taskextract.normalize.duty_sections import Given, SectionReader
from taskextract.normalize.lists import sections
from taskextract.normalize.notes import notes_on
from taskextract.normalize.official import derived_id
from taskextract.normalize.pieces import Piece
from taskextract.records import Role
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.regions import CENTRE

_RULED: frozenset[Role] = frozenset(("responsible", "joint"))


def read_duty(
    text: Strand, context: Context, *, role: Role | None = None, role_raw: str | None = None,
    first_is_lead: bool = False,
) -> tuple[tuple[Mention, ...], tuple[Finding, ...]]:  # fmt: skip
    """The bodies that a duty's text names, in their order, each once, and what was mended or doubted.

    `text` is a paragraph of an agency cell or the inside of a responsibility tail. `role` is what the
    column's header or the tail's label says; the text's own words may narrow a plain `responsible`.
    """
    given: list[Given] = []
    for section in sections(text, context.vocabulary.roles):
        if section.other:
            continue
        label_role = section.role or role
        label_raw = section.label if section.role else role_raw
        given += SectionReader(section, label_role, label_raw, context).read()
    ruled = context.vocabulary.roles.rule.search(fold(text.text)) is not None
    given = _by_rule(given, context, first_is_lead or ruled)
    return _mentions(given, context)


def _by_rule(given: list[Given], context: Context, first_is_lead: bool) -> list[Given]:
    """The notice's rule: the first listed, or the marked one, leads and the others support."""
    if any(g.role == "lead" and g.explicit for g in given):
        return given
    leads: set[int] = set()
    if context.lead_rule == "first_listed" or first_is_lead:
        first = next((g for g in given if g.role in _RULED and not g.explicit), None)
        leads = {i for i, g in enumerate(given) if first is not None and g.piece is first.piece}
    elif any(g.marked for g in given):
        leads = {i for i, g in enumerate(given) if g.marked}
    if not leads:
        return given
    ruled = [g.role in _RULED and not g.explicit for g in given]
    return [
        replace(g, role="lead" if i in leads else "support") if ruled[i] else g for i, g in enumerate(given)
    ]  # fmt: skip


def _mentions(given: list[Given], context: Context) -> tuple[tuple[Mention, ...], tuple[Finding, ...]]:
    mentions: list[Mention] = []
    findings: list[Finding] = []
    seen: dict[tuple[str | None, str], str] = {}
    stems: dict[tuple[str | None, str], str] = {}  # the same without their places
    told: Piece | None = None  # of a group's members only the first is told of
    for g in given:
        piece = g.piece
        findings += notes_on(piece, context)
        if piece.note == "odd":
            continue
        for agency_id in piece.agency_ids or (_id_of_open(piece, context),):
            key = (agency_id, "" if agency_id else piece.text.text)
            name = fold(piece.text.text)
            stem = name[piece.scope.end :] if piece.scope is not None else name
            if key in seen and agency_id and not piece.via_group and not _same_name(name, seen[key]) and not _same_name(stem, stems[key]):
                other = _other_body(piece, agency_id, name, context)
                mentions.append(replace(other, role=g.role, role_raw=g.raw))
                findings.append(_two_names(piece, agency_id, seen[key]))
                continue
            if key in seen:
                if piece is not told:
                    findings.append(_repeated(piece, agency_id))
                told = piece
                continue
            seen[key], stems[key] = name, stem
            mentions.append(
                Mention(piece.text, agency_id, g.role, g.raw, piece.via_group, piece.vague, piece.basis, piece.certainty)
            )
    return tuple(mentions), tuple(findings)


def _id_of_open(piece: Piece, context: Context) -> str | None:
    """An open group has no id; a name that may be several bodies, or of no place here, has one of its own."""
    if piece.vague:
        return None
    return derived_id(fold(piece.text.text), context.region_code or CENTRE, context.vocabulary)


def _same_name(one: str, other: str) -> bool:
    """Whether one name may be short for the other, or names a place that a group took in."""
    short, full = sorted((one, other), key=len)
    rest = iter(full)
    return all(char in rest for char in short) or not one.endswith(other[-1])


def _other_body(piece: Piece, agency_id: str, name: str, context: Context) -> Mention:
    """A second body of the same kind in one list: two names that are no forms of each other are two bodies."""
    own = derived_id(name, agency_id.split(":")[0], context.vocabulary)
    return Mention(piece.text, own, "responsible", None, None, False, "unknown", 0.4)


def _two_names(piece: Piece, agency_id: str, first: str) -> Finding:
    text = piece.text.text
    return Finding(
        "ambiguous-agency", f"{text} and {first} both read as {agency_id} and stand in one list: {text} was kept apart",
        piece.text.spans, before=text, certainty=0.4,
    )  # fmt: skip


def _repeated(piece: Piece, agency_id: str | None) -> Finding:
    return Finding(
        "repeated-group", f"{piece.text.text} ({agency_id}) is named twice for one duty; the second was left out",
        piece.text.spans, before=piece.text.text, certainty=piece.certainty,
    )  # fmt: skip
