"""Findings about one name: mended, unknown, ambiguous, open."""

from __future__ import annotations

import re

from taskextract.findings import Finding
from taskextract.normalize.context import Context
from taskextract.normalize.official import official_name
from taskextract.normalize.pieces import Piece
from taskextract.vocabulary.lookalikes import fold

_TOWNSHIP = re.compile(r"[一-龥]{2,6}(?:街道|镇|乡)(?:办事处|办|人民政府|政府|党工委|党委)?")
_OWN_LEVEL = re.compile(r"[省市县区州旗盟](?!直|级|属|外)")


def notes_on(piece: Piece, context: Context) -> list[Finding]:
    """What is to be said about a name that was read."""
    text = piece.text.text
    if piece.note == "odd":
        return [_finding("unknown-agency", f"{text} was not read as a body; correct it or add it to the vocabulary", piece)]
    if piece.vague:
        return [] if fold(text).startswith("等") else [_finding("open-group", f"{text} names no single body", piece)]
    if piece.via_group is not None:
        return [_mended(piece)] if piece.note else []
    if piece.basis == "repaired":
        return [_mended(piece)]
    if not piece.agency_ids and piece.candidates and context.region_code is None:
        return [_finding("unknown-agency", f"{text} is of a place that the notice does not name; put it into the title", piece)]
    if not piece.agency_ids and piece.candidates:
        return [_finding("ambiguous-agency", f"{text} may be {_list(piece, context)}; name the place in the vocabulary", piece)]
    if piece.basis != "unknown":
        return []
    if _TOWNSHIP.fullmatch(text):
        return []  # no list of bodies holds the forty thousand townships; the name itself says what it is
    own = _OWN_LEVEL.match(text)
    if context.region_code is None and own:
        why = f"the notice does not say which {own[0]} it is of; its own bodies ({own[0]}…) have no id until its title or issuer does"
        return [_finding("unknown-agency", why, piece)]
    near = f"; near: {_list(piece, context)}" if piece.candidates else ""
    return [_finding("unknown-agency", f"{text} is not in the vocabulary{near}", piece)]


def _list(piece: Piece, context: Context) -> str:
    named = (f"{official_name(c, context.vocabulary, context.on) or c} ({c})" for c in piece.candidates[:5])
    return ", ".join(named)


def _mended(piece: Piece) -> Finding:
    before = piece.text.raw.replace(" ", "").replace("\n", "")
    after = piece.repaired or piece.note or piece.text.text
    why = f" ({piece.note})" if piece.repaired and piece.note else ""
    return Finding(
        "repaired-agency", f"{before} was read as {after}{why}", piece.text.spans, before, after, piece.certainty
    )


def _finding(code: str, message: str, piece: Piece) -> Finding:
    return Finding(code, message, piece.text.spans, before=piece.text.text, certainty=piece.certainty)
