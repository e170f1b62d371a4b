"""What holds between the entries of a user's vocabulary and ours: parents, places, dates, names of one body each.

Our own files are held to the same by the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from taskextract.vocabulary.bodies import Body, Form
from taskextract.vocabulary.regions import Region
from taskextract.vocabulary.sources import VocabularyError, line_of

_OVERLAY = "overlay:"
_LEVEL_WORD = re.compile("省(?![际会级直])|市(?![场政容民域级直县区值])|县(?![域级直乡区])|自治区|自治州|自治县")
_HALL = re.compile("(?<!办公)(?<!法)厅$")


def check_added(bodies: Sequence[Body], sources: Mapping[str, bytes], places: Sequence[Region]) -> None:
    """Refuse the first mistake in the bodies that the user added, with file, line and reason."""
    added = [b for b in bodies if b.source.startswith(_OVERLAY)]
    if not added:
        return
    final = {(b.region, b.key): b for b in bodies}
    codes = {place.code for place in places}
    places_named = {place.name for place in places if len(place.name) > 2 and place.level != "other"}
    for body in added:
        problem = (
            _unknown_reference(body, final, codes) or wrong_dates(body) or _foreign_example(body)
            or _wrong_level(body) or _named_place(body, places_named) or _shared_name(body, final)
        )  # fmt: skip
        if problem:
            word = next((w for w in re.split(r"[^\w“”（）-]+", problem) if w and _stands_behind(w, body, sources)), "")
            raise VocabularyError(f"{body.source}:{line_of(sources[body.source], body.key, word)}: {body.key}: {problem}")


def _stands_behind(word: str, body: Body, sources: Mapping[str, bytes]) -> bool:
    """Whether the word stands in the file behind the body's key: it is what the problem is about."""
    _, found, rest = sources[body.source].decode("utf-8").partition(f"{body.key}:")
    return bool(found) and word in rest and word not in ("no", "a", "is", "of")


def _wrong_level(body: Body) -> str:
    """A name that a level's bodies never bear: 厅 below the provinces, 市 before a name that follows the place."""
    for form in body.forms:
        if form.level in ("prefecture", "county") and form.slot == "p" and not form.history and _HALL.search(form.after):
            return f"{form.after}: 厅 is what a province has, not a {form.level}; put it under `province`"
        word = _LEVEL_WORD.match(form.after) if form.slot == "p" and not form.before and form.region is None else None
        if word:
            return f"{form.after}: {word[0]} stands for the place; leave it out, or write {{p}} for it"
    return ""


def _named_place(body: Body, names: set[str]) -> str:
    """A shared name that says a place: it could be one place's only."""
    if body.region is not None:
        return ""
    for form in body.forms:
        place = next((form.after[:n] for n in range(3, len(form.after)) if form.after[:n] in names), None)
        if form.slot == "p" and not form.before and place is not None:
            return f"{form.after} says a place; write {{p}} for it, or put the body into agencies/<code>.yml"
    return ""


def _unknown_reference(body: Body, final: Mapping[tuple[str | None, str], Body], codes: set[str]) -> str:
    if body.region is not None and body.region not in codes:
        return f"no place has the code {body.region}"
    named = [("parent", body.parent), ("central_parent", body.central_parent)]
    for field, key in [*named, *(("predecessors", key) for key in body.predecessors)]:
        if key and (None, key) not in final and (body.region, key) not in final:
            return f"{field}: there is no body {key}"
    return ""


def wrong_dates(body: Body) -> str:
    """What is wrong with a body's dates: an end before its start, two official names at one date; "" if nothing."""
    if body.since and body.until and body.since > body.until:
        return f"from {body.since} lies after until {body.until}"
    for form in body.forms:
        if form.since and form.until and form.since > form.until:
            return f"{form.after}: from {form.since} lies after to {form.until}"
    past = sorted({(f.level, f.since or date.min, f.until or date.max) for f in body.forms if f.rank == 0})
    for (level, _, end), (next_level, start, _) in pairwise(past):
        if level == next_level and start <= end:
            return f"two official names at one date ({start})"
    return ""


def _foreign_example(body: Body) -> str:
    names = [f.after or f.before for f in body.forms] + list(body.in_lists)
    fits = any(name in body.example for name in names)
    return "" if fits else f"the example {body.example} holds none of the body's names"


def _shared_name(body: Body, final: Mapping[tuple[str | None, str], Body]) -> str:
    """A name that another body of the same place or level bears in the same years."""
    own = {_sign(form): form for form in body.forms}
    for other in final.values():
        if other.key == body.key or other.region != body.region or not _overlap(body, other):
            continue
        for form in other.forms:
            same = own.get(_sign(form))
            if same is not None:
                return f"{form.before}{form.after} is a name of {other.key} too"
    return ""


def _sign(form: Form) -> tuple[str, str, str, str]:
    return form.level, form.slot, form.before, form.after


def _overlap(one: Body, other: Body) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (one.until or date.max)
