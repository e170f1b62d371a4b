"""Which of a name's forms fits a place and a date best, and what body that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from taskextract.normalize.context import Context
from taskextract.normalize.official import ZONE_BODY, government_of, level_class, official_name, place_name
from taskextract.normalize.scopes import Scope
from taskextract.records import Basis
from taskextract.vocabulary import Body, Form, Vocabulary

_SCENIC_AREA = "scenic_area"


@dataclass(frozen=True, slots=True)
class Match:
    """A body that a name fits. `open_place` marks a name of a level that has no one place here (市财政局
    in a province's notice); `scope` is the place it was read in."""

    agency_id: str | None
    basis: Basis
    certainty: float
    scope: Scope | None = None
    candidates: tuple[str, ...] = ()
    open_place: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The forms of a stem that fit places of one level best: their keys (several are a doubt), the first form,
    how sure it is, whether one of them may be the official name, and whether the body may stand in any place."""

    keys: tuple[str, ...]
    form: Form
    certainty: float
    official: bool
    anywhere: bool


def stem_match(name: str, stem: str, scope: Scope, context: Context) -> Match | None:
    """The body of `scope` that `stem` behind its place names; `name` is the whole."""
    assert scope.region is not None
    vocabulary = context.vocabulary
    level = level_class(scope.region, vocabulary)
    own = scope.region.code if (scope.region.code, stem) in vocabulary.names.local_stems else level
    key = (stem, own, scope.slot, scope.written == "short")
    choices = context.memo.get("choices") or _choices(context)
    try:
        choice = choices[key]
    except KeyError:
        choice = choices[key] = _choice(most_fitting(vocabulary.names.stems[stem], context, scope), level, context)
    if choice is None or not choice.anywhere or (choice.official and (scope.written == "full" or choice.form.slot == "s")):
        return _chosen(name, choice, scope, context)
    form = choice.form
    return Match(f"{form.region or scope.region.code}:{form.key}", "alias", choice.certainty, scope)


def keys_at(stem: str, scope: Scope, context: Context) -> set[str]:
    """The keys of the bodies that a stem may mean in a place."""
    return {f.key for f in most_fitting(context.vocabulary.names.stems[stem], context, scope)}


def choose(
    name: str, forms: Iterable[Form], scope: Scope, context: Context, any_slot: bool = False
) -> Match | None:
    """Of the forms of one stem the one that fits level, place and date best; several bodies are a doubt."""
    assert scope.region is not None
    level = level_class(scope.region, context.vocabulary)
    return _chosen(name, _choice(most_fitting(forms, context, scope, any_slot), level, context), scope, context)


def _choices(context: Context) -> dict[tuple[str, str, str, bool], Choice | None]:
    """What was chosen before at dates between the same two changes of names: the same in every place of a level."""
    found: dict[tuple[str, str, str, bool], Choice | None] | None = context.memo.get("choices")
    if found is None:
        key = ("choices", bisect_right(_changes(context.vocabulary), context.on) if context.on else -1)
        found = context.memo["choices"] = context.vocabulary.memo.setdefault(key, {})
    return found


def _changes(vocabulary: Vocabulary) -> list[date]:
    """The days on which some body or name begins, or stands no more, in order."""
    if "changes" not in vocabulary.memo:
        bodies = [*vocabulary.bodies.values(), *vocabulary.local_bodies.values()]
        lives = [(b.since, b.until) for b in bodies] + [(f.since, f.until) for b in bodies for f in b.forms]
        starts = {since for since, _ in lives if since}
        vocabulary.memo["changes"] = sorted(starts | {until + timedelta(days=1) for _, until in lives if until})
    return vocabulary.memo["changes"]  # type: ignore[no-any-return]


def _choice(fitting: list[Form], level: str, context: Context) -> Choice | None:
    if not fitting:
        return None
    form = fitting[0]
    sure = form.level in ("", level) and form.held(context.on)
    keys = tuple(sorted({f.key for f in fitting}))
    anywhere = len(keys) == 1 and form.key not in (ZONE_BODY, _SCENIC_AREA, "gov")
    return Choice(keys, form, 0.98 if sure else 0.85, any(f.rank == 0 for f in fitting), anywhere)


def _chosen(name: str, choice: Choice | None, scope: Scope, context: Context) -> Match | None:
    assert scope.region is not None
    if choice is None:
        return None
    code, form = scope.region.code, choice.form
    if len(choice.keys) > 1:
        return Match(None, "unknown", 0.4, scope, tuple(f"{code}:{k}" for k in choice.keys))
    if form.key == ZONE_BODY and scope.region.level != "other" and not name.endswith("区", 0, scope.end):
        return None  # 泰山管委会 is no committee of 泰山区
    if form.key == _SCENIC_AREA and scope.region.level == "county" and scope.written == "short":
        return None  # 西湖景区管委会 is the lake's, not 西湖区's
    if form.key == "gov" and scope.region.level == "other":
        return Match(government_of(code, context.vocabulary), "alias", 0.85, scope)  # 高新区政府
    return known(name, f"{form.region or code}:{form.key}", context, scope, choice.certainty)


def most_fitting(
    forms: Iterable[Form], context: Context, scope: Scope | None, any_slot: bool = False
) -> list[Form]:
    """The forms that share the best marks for: life of the body, the place's own entry, kind of place,
    level, date of the name."""
    level = level_class(scope.region, context.vocabulary) if scope is not None and scope.region is not None else "central"
    standing, lives = _standing(context.vocabulary), _lives(context)
    short = scope is not None and scope.written == "short"
    found: list[Form] = []
    best: tuple[bool, ...] = ()
    for form in forms:
        own = form.region is not None  # a place's own entry goes before the shared one
        if not (own or form.level == level or (form.key, level) in standing):
            continue  # places of that level have no such body at all
        if _is_bare_office(form, scope) or not _allowed(form, scope):
            continue
        alive = lives.get((form.region, form.key))
        if alive is None:
            alive = lives[form.region, form.key] = _alive(form, context)
        committee = any_slot or scope is None or (form.slot == "c") == (scope.slot == "c")  # 市委金融办 is not 市金融办
        slot = any_slot or scope is None or _slot_fits(form, scope)
        usual = scope is None or (form.slot in "sk") == short
        marks = (alive, committee, own, slot, form.level in ("", level), form.held(context.on), usual)
        if marks > best:
            found, best = [form], marks
        elif marks == best:
            found.append(form)
    return found


def _lives(context: Context) -> dict[tuple[str | None, str], bool]:
    """Which bodies live on the notice's day, as far as it was asked for."""
    found: dict[tuple[str | None, str], bool] = context.memo.setdefault("lives", {})
    return found


def _is_bare_office(form: Form, scope: Scope | None) -> bool:
    """胶东经济圈办, 赣江新区办: 办 behind a place is no committee's office."""
    return form.slot == "c" and form.after == "办" and scope is not None and scope.slot == "p"


def _allowed(form: Form, scope: Scope | None) -> bool:
    if form.slot == "k" and scope is not None and scope.region is not None and scope.region.level != "province":
        return False
    if form.region is None or scope is None or scope.region is None:
        return True
    return not form.slot or scope.region.code == form.region


def _standing(vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """Which shared bodies have a name at which levels."""
    found: frozenset[tuple[str, str]] | None = vocabulary.memo.get("standing")
    if found is None:
        found = frozenset((f.key, f.level) for body in vocabulary.bodies.values() for f in body.forms)
        vocabulary.memo["standing"] = found
    return found


def _slot_fits(form: Form, scope: Scope) -> bool:
    if (form.slot == "c") != (scope.slot == "c"):
        return False
    return form.slot != "s" or scope.written == "short"


def body_of(key: str, region: str | None, context: Context) -> Body | None:
    """The entry of a body: the place's own first, then the shared one."""
    vocabulary = context.vocabulary
    own = vocabulary.local_bodies.get((region, key)) if region else None
    return own or vocabulary.bodies.get(key)


def _alive(form: Form, context: Context) -> bool:
    body = body_of(form.key, form.region, context)
    if body is None:
        return False
    if context.on is None:
        return body.until is None
    return (body.since is None or body.since <= context.on) and (body.until is None or context.on <= body.until)


def known(name: str, agency_id: str, context: Context, scope: Scope, certainty: float) -> Match:
    """The match of a body; `exact` where the name is its official one (a district's also without its city)."""
    official = official_name(agency_id, context.vocabulary, context.on)
    exact = name == official
    if not exact and official is not None and scope.region is not None and len(official) > len(name):
        city = place_name(scope.region, context.vocabulary, context.on)
        exact = name == official.replace(city, scope.region.name, 1)
    return Match(agency_id, "exact" if exact else "alias", certainty, scope)
