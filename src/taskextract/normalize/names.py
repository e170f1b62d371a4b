"""One body's name, read in the notice's place and at its date.

A name is a complete one (财政部, 人民银行济南分行), a place with what follows it (省发展改革委, 泰安银保监分局),
something with a place inside (团省委, 人行泰安市中心支行), or a bare stem whose place the list or the
notice gives (妇联).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from taskextract.normalize.context import Context
from taskextract.normalize.official import ZONE_BODY, level_class, official_name, place_name
from taskextract.normalize.scopes import Scope, find_place, scopes, shared_names
from taskextract.records import Basis
from taskextract.vocabulary import Body, Form
from taskextract.vocabulary.merged import merged_office
from taskextract.vocabulary.regions import CENTRE
from taskextract.vocabulary.unit_words import is_common_unit
from taskextract.vocabulary.words import load_words

_OF_GOVERNMENT = re.compile(r"(?:人民政府|政府)")
_BRANCH = re.compile(r"(.{2,12}?)(?:新区|高新区|经开区|开发区)?(?:分局|支局|分公司|管理局)$")
_CENTRAL_LEAD = re.compile(r"(?:国家|中国|中央|国务院|全国|中华)")
_COUNCIL = "国务院"
_OPEN_LEVELS = frozenset("市县区州盟旗")
_REMEMBERED = 200_000
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


def match_name(name: str, context: Context, inherited: Scope | None = None, in_list: bool = False) -> Match | None:
    """The body that `name` fits, None if none; `inherited` is the place that a list's earlier name gave."""
    key = ("name", name, inherited, in_list)
    if key not in context.memo:
        context.memo[key] = _match(name, context, inherited, in_list)
    return context.memo[key]  # type: ignore[no-any-return]


def _match(name: str, context: Context, inherited: Scope | None, in_list: bool) -> Match | None:
    if len(name) < 2:
        return None
    local = context.region_code not in (None, CENTRE)
    if inherited is not None and inherited.region is not None:
        local = inherited.region.code != CENTRE
    names = context.vocabulary.names
    own = any(f.region == context.region_code for f in names.complete.get(name, ()))
    listed = in_list and name in names.in_lists
    bare_first = local and not own and (listed or (name in names.stems and not _CENTRAL_LEAD.match(name)))
    found = None if bare_first else _complete(name, context)
    found = found or _of_state_council(name, context) or _placed(name, context) or _wrapped(name, context) or _branch_alone(name, context)
    found = found or _bare(name, context, inherited, in_list) or _complete(name, context)
    return found or _of_several_places(name, context)


def _of_several_places(name: str, context: Context) -> Match | None:
    """市中区政府 in a province with two 市中区: every one is a candidate."""
    for end, places in shared_names(name, context):
        rest = name[end:]
        keys = {f.key for f in context.vocabulary.names.stems.get(rest, ()) if f.region is None}
        if len(keys) == 1 or not rest:
            key = keys.pop() if keys else "gov"
            return Match(None, "unknown", 0.3, candidates=tuple(f"{p.code}:{key}" for p in places))
    return None


def _complete(name: str, context: Context) -> Match | None:
    forms = context.vocabulary.names.complete.get(name)
    if not forms:
        return None
    ids = {f"{f.region or CENTRE}:{f.key}": f for f in _most_fitting(forms, context, None)}
    if len(ids) > 1:
        return Match(None, "unknown", 0.4, candidates=tuple(sorted(ids)))
    agency_id, form = next(iter(ids.items()))
    region = context.vocabulary.regions.at(form.region or CENTRE)
    return _known(name, agency_id, context, Scope(region, 0, "p", "full"), 1.0 if form.held(context.on) else 0.9)


def _of_state_council(name: str, context: Context) -> Match | None:
    """国务院台办: the Council's own word before a central name that needs none."""
    if not name.startswith(_COUNCIL) or len(name) < len(_COUNCIL) + 2:
        return None
    found = _complete(name[len(_COUNCIL) :], context)
    central = found is not None and found.agency_id is not None and found.agency_id.startswith(CENTRE)
    return found if central else None


def _placed(name: str, context: Context) -> Match | None:
    doubtful: Match | None = None
    for scope in scopes(name, context):
        rest = name[scope.end :]
        if not rest:
            if scope.slot == "c" and scope.region is not None:
                return _known(name, f"{scope.region.code}:party", context, scope, 1.0)
            continue
        found = _stem(name, rest, scope, context)
        government = _OF_GOVERNMENT.match(rest)
        if found is None and government and government.end() < len(rest):
            found = _stem(name, rest[government.end() :], scope, context)
        found = found or _of_zone(rest, scope) or _branch(name, rest, scope, context) or _merged(rest[government.end() :] if government else rest, scope)
        if found is not None and found.agency_id is not None:
            return found
        doubtful = doubtful or found
    return doubtful


def _stem(name: str, rest: str, scope: Scope, context: Context) -> Match | None:
    forms = context.vocabulary.names.stems.get(rest)
    if not forms:
        return None
    if scope.region is None:
        word = name[scope.end - 1] if scope.slot == "p" else ""
        return Match(None, "unknown", 0.6, scope, open_place=word in _OPEN_LEVELS and context.region_code is not None)
    return _chosen(name, _fitting_stem(rest, scope, context), scope, context)


def _fitting_stem(stem: str, scope: Scope, context: Context) -> list[Form]:
    """The forms of a stem that fit best there; the same in every place of a level, so remembered for the run."""
    assert scope.region is not None
    vocabulary = context.vocabulary
    own = scope.region.code if stem in vocabulary.names.local_stems else level_class(scope.region, vocabulary)
    key = ("fitting", stem, own, scope.slot, scope.written == "short", context.on)
    found: list[Form] | None = vocabulary.memo.get(key)
    if found is None:
        if len(vocabulary.memo) > _REMEMBERED:
            vocabulary.memo.clear()
        found = vocabulary.memo[key] = _most_fitting(vocabulary.names.stems[stem], context, scope)
    return found


def _of_zone(rest: str, scope: Scope) -> Match | None:
    """江东新区管理局, 长三角示范区执委会: what governs a zone under another name than 管委会."""
    if scope.region is None or scope.region.level != "other" or rest not in load_words("zones")["bodies"]:
        return None
    return Match(f"{scope.region.code}:{ZONE_BODY}", "alias", 0.9, scope)


def _merged(rest: str, scope: Scope) -> Match | None:
    """县经济科技信息化局: an office put together from several, read as the first of them."""
    key = merged_office(rest) if scope.region is not None and scope.slot == "p" else None
    if key is None or scope.region is None:
        return None
    return Match(f"{scope.region.code}:{key}", "alias", 0.8, scope)


def _wrapped(name: str, context: Context) -> Match | None:
    index = context.vocabulary.names
    for length in index.lengths_before.get(name[0], ()):
        forms = index.wrapped.get(name[:length])
        if not forms:
            continue
        for scope in scopes(name[length:], context):
            after = name[length + scope.end :]
            fitting = [f for f in forms if f.after == after and (f.slot == "c") == (scope.slot == "c")]
            if fitting and scope.region is not None:
                return _of_capital(name, fitting, scope, context) or _choose(name, fitting, scope, context)
    return None


def _of_capital(name: str, forms: Iterable[Form], scope: Scope, context: Context) -> Match | None:
    """人民银行石家庄中心支行: a province's branch that bears its capital's name."""
    named = [f for f in forms if f.slot == "k"]
    if not named or scope.region is None or not scope.region.code.endswith("0100"):
        return None
    province = context.vocabulary.regions.at(scope.region.parent)
    if province is None or province.level != "province":
        return None
    return _choose(name, named, Scope(province, scope.end, "p", "short"), context)


def _branch(name: str, rest: str, scope: Scope, context: Context) -> Match | None:
    """市生态环境局泰山分局, 市自然资源局高新区分局: the same body one level down."""
    if scope.region is None or not rest.endswith(("分局", "支局", "分公司", "管理局")):
        return None
    for cut in range(len(rest) - 4, 2, -1):
        forms = context.vocabulary.names.stems.get(rest[:cut])
        tail = _BRANCH.fullmatch(rest[cut:])
        if forms and tail:
            place = find_place(tail[1], context)
            top = _choose(name, forms, scope, context)
            if place is None or top is None or top.agency_id is None or place.code == scope.region.code:
                return None
            below = f"{place.code}:{top.agency_id.split(':')[1]}"
            return Match(below, "alias", 0.9, Scope(place, scope.end, "p", "short"))
    return None


def _branch_alone(name: str, context: Context) -> Match | None:
    """自然资源和规划鄞州分局: a city's bureau, left unsaid whose, in a district at or below the notice's place."""
    home = context.region_code
    if home in (None, CENTRE) or not name.endswith("分局"):
        return None
    for cut in range(len(name) - 4, 1, -1):
        stem = next((s for s in (name[:cut], name[:cut] + "局") if s in context.vocabulary.names.stems), None)
        place = find_place(name[cut:-2], context) if stem else None
        if stem is None or place is None or not context.vocabulary.regions.within(place.code, home):
            continue
        scope = Scope(place, 0, "p", "short")
        keys = {f.key for f in _fitting_stem(stem, scope, context)}
        if len(keys) == 1:
            return Match(f"{place.code}:{keys.pop()}", "alias", 0.9, scope)
    return None


def _bare(name: str, context: Context, inherited: Scope | None, in_list: bool) -> Match | None:
    index = context.vocabulary.names
    scope = inherited
    if scope is None or scope.region is None:
        region = context.vocabulary.regions.at(context.region_code) if context.region_code else None
        if region is None or region.code == CENTRE:
            return None
        scope = Scope(region, 0, "p", "word")
    forms = tuple(f for f in index.stems.get(name, ()) if scope.region is None or f.region is None)
    if forms and scope.slot == "p" and is_common_unit(name):
        return None  # 办公室 alone is some body's own
    if forms:
        scope = _where_it_stands(forms, scope, context)
        found = _choose(name, forms, scope, context, any_slot=True)
        if found is None or found.agency_id is None:
            return found
        return Match(found.agency_id, "elided", min(found.certainty, 0.92), scope)
    branch = inherited is not None or _CENTRAL_LEAD.match(name) is not None  # 中国移动 in a province's notice
    keys = index.in_lists.get(name, ()) if in_list and branch else ()
    if len(keys) == 1 and scope.region is not None:
        return Match(f"{scope.region.code}:{keys[0]}", "elided", 0.9, scope)
    return None


def _where_it_stands(forms: Iterable[Form], scope: Scope, context: Context) -> Scope:
    """天府新区管委会、教育厅: the notice's own place, where bodies of that name stand at its level alone."""
    own = context.vocabulary.regions.at(context.region_code) if context.region_code else None
    if own is None or scope.region is None or own.code in (scope.region.code, CENTRE):
        return scope
    levels = {f.level for f in forms}
    here, there = level_class(scope.region, context.vocabulary), level_class(own, context.vocabulary)
    return Scope(own, 0, "p", "word") if "" not in levels and here not in levels and there in levels else scope


def _choose(
    name: str, forms: Iterable[Form], scope: Scope, context: Context, any_slot: bool = False
) -> Match | None:
    """Of the forms of one stem the one that fits level, place and date best; several bodies are a doubt."""
    return _chosen(name, _most_fitting(forms, context, scope, any_slot), scope, context)


def _chosen(name: str, fitting: list[Form], scope: Scope, context: Context) -> Match | None:
    assert scope.region is not None
    if not fitting:
        return None
    keys = sorted({f.key for f in fitting})
    code = scope.region.code
    if len(keys) > 1:
        return Match(None, "unknown", 0.4, scope, tuple(f"{code}:{k}" for k in keys))
    form = fitting[0]
    if form.key == ZONE_BODY and scope.region.level != "other" and not name.endswith("区", 0, scope.end):
        return None  # 泰山管委会 is no committee of 泰山区
    if form.key == _SCENIC_AREA and scope.region.level == "county" and scope.written == "short":
        return None  # 西湖景区管委会 is the lake's, not 西湖区's
    right_level = not form.level or form.level == level_class(scope.region, context.vocabulary)
    certainty = 0.98 if right_level and form.held(context.on) else 0.85
    return _known(name, f"{form.region or code}:{form.key}", context, scope, certainty)


def _most_fitting(
    forms: Iterable[Form], context: Context, scope: Scope | None, any_slot: bool = False
) -> list[Form]:
    """The forms that share the best marks for: life of the body, the place's own entry, kind of place,
    level, date of the name."""
    marked: list[tuple[tuple[bool, ...], Form]] = []
    forms = [f for f in forms if not _is_bare_office(f, scope)]
    level = level_class(scope.region, context.vocabulary) if scope is not None and scope.region is not None else "central"
    for form in forms:
        if not _allowed(form, scope, context) or not _stands_at(form, level, context):
            continue
        slot = any_slot or scope is None or _slot_fits(form, scope)
        own = form.region is not None  # a place's own entry goes before the shared one
        usual = scope is None or (form.slot in "sk") == (scope.written == "short")
        marks = (_alive(form, context), own, slot, form.level in ("", level), form.held(context.on), usual)
        marked.append((marks, form))
    best = max((m for m, _ in marked), default=None)
    return [f for m, f in marked if m == best]


def _is_bare_office(form: Form, scope: Scope | None) -> bool:
    """胶东经济圈办, 赣江新区办: 办 behind a place is no committee's office."""
    return form.slot == "c" and form.after == "办" and scope is not None and scope.slot == "p"


def _allowed(form: Form, scope: Scope | None, context: Context) -> bool:
    if form.slot == "k" and scope is not None and scope.region is not None and scope.region.level != "province":
        return False
    if form.region is None or scope is None or scope.region is None:
        return True
    return not form.slot or scope.region.code == form.region


def _stands_at(form: Form, level: str, context: Context) -> bool:
    """Whether places of that level have such a body at all, under whatever name."""
    if form.region is not None or form.level == level:
        return True
    key = ("stands", form.key, level)
    memo = context.vocabulary.memo
    if key not in memo:
        body = context.vocabulary.bodies.get(form.key)
        memo[key] = body is not None and any(f.level in ("", level) for f in body.forms)
    return bool(memo[key])


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


def _known(name: str, agency_id: str, context: Context, scope: Scope, certainty: float) -> Match:
    official = official_name(agency_id, context.vocabulary, context.on)
    exact = name == official or (official is not None and name == _without_city(official, scope, context))
    return Match(agency_id, "exact" if exact else "alias", certainty, scope)


def _without_city(official: str, scope: Scope, context: Context) -> str:
    """历下区财政局 is whole too where the city is understood."""
    place = scope.region
    return official.replace(place_name(place, context.vocabulary, context.on), place.name, 1) if place is not None else official
