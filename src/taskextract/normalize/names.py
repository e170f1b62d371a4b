"""One body's name, read in the notice's place and at its date.

A name is a complete one (财政部, 人民银行济南分行), a place with what follows it (省发展改革委, 泰安银保监分局),
something with a place inside (团省委, 人行泰安市中心支行), or a bare stem whose place the list or the
notice gives (妇联).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from taskextract.normalize.context import Context
from taskextract.normalize.fitting import Match, choose, keys_at, known, most_fitting, stem_match
from taskextract.normalize.official import ZONE_BODY, find_body, level_class
from taskextract.normalize.scopes import (
    Scope,
    chain_of,
    find_place,
    is_home_name,
    scopes,
    shared_names,
    whole_scopes,
)
from taskextract.vocabulary import Form
from taskextract.vocabulary.merged import merged_office
from taskextract.vocabulary.regions import CENTRE
from taskextract.vocabulary.unit_words import is_common_unit
from taskextract.vocabulary.words import any_of, load_words

_OF_GOVERNMENT = re.compile(r"(?:人民政府|政府)")
_HALF = re.compile(r"([省市县区州盟旗])(人民政府|政府)")
_CENTRAL_LEAD = re.compile(r"(?:国家|中国|中央|国务院|全国|中华)")
_COUNCIL = "国务院"
_OPEN_LEVELS = frozenset("市县区州盟旗师")
_LONGEST_PLACE = 24
_ENDS_OF_ZONES = ("区", "园", "城", "港")
_SHORTEST_FIRM = 4


def match_name(name: str, context: Context, inherited: Scope | None = None, in_list: bool = False) -> Match | None:
    """The body that `name` fits, None if none; `inherited` is the place that a list's earlier name gave."""
    key = ("name", name, inherited.sign if inherited is not None else None, in_list)
    if key not in context.memo:
        context.memo[key] = _match(name, context, inherited, in_list)
    return context.memo[key]  # type: ignore[no-any-return]


def _match(name: str, context: Context, inherited: Scope | None, in_list: bool) -> Match | None:
    if len(name) < 2:
        return None
    if (other := _other_half(name, inherited)) is not None:
        return match_name(other, context)
    local = context.region_code not in (None, CENTRE)
    if inherited is not None and inherited.region is not None:
        local = inherited.region.code != CENTRE
    names = context.vocabulary.names
    own = any(f.region == context.region_code for f in names.complete.get(name, ()))
    listed = in_list and name in names.in_lists
    bare_first = local and not own and (listed or (name in names.stems and not _CENTRAL_LEAD.match(name)))
    found = None if bare_first else _complete(name, context)
    found = found or _of_state_council(name, context) or _placed(name, context)
    if found is None or found.agency_id is None:
        found = _otherwise_placed(name, context) or found
    found = found or _wrapped(name, context) or _branch_alone(name, context)
    found = found or _bare(name, context, inherited, in_list) or _complete(name, context) or _firm(name, context)
    return found or _of_several_places(name, context)


def _other_half(name: str, inherited: Scope | None) -> str | None:
    """昆山市委、市政府: behind a place's committee the government is of the same place; its whole name."""
    if inherited is None or inherited.region is None or inherited.slot != "c" or inherited.written == "word":
        return None
    half = _HALF.fullmatch(name)
    return inherited.region.name + half[2] if half and inherited.region.name.endswith(half[1]) else None


def _firm(name: str, context: Context) -> Match | None:
    """四川发展公司: a firm under another ending (公司, 集团, 股份) than those it is listed with."""
    words: list[str] = load_words("firms")["endings"]
    ending = next((e for e in words if name.endswith(e)), "")
    base = name.removesuffix(ending)
    if len(base) < _SHORTEST_FIRM:
        return None
    found: dict[str, Match] = {}
    for other in ("", *words):
        if other == ending:
            continue
        match = _complete(base + other, context) or (_placed(base + other, context) if ending else None)
        if match is not None and match.scope is not None and match.scope.end > len(base) - 2:
            continue  # nothing is left between the place and the ending
        body = find_body(match.agency_id, context.vocabulary) if match is not None and match.agency_id else None
        if match is not None and match.agency_id and body is not None and body.kind == "enterprise":
            found[match.agency_id] = match
    if len(found) != 1:
        return None
    one = next(iter(found.values()))
    return Match(one.agency_id, "alias", 0.8, one.scope)


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
    fitting = most_fitting(forms, context, None)
    near = [f for code in chain_of(context.region_code, context) for f in fitting if f.region == code]
    ids = {f"{f.region or CENTRE}:{f.key}": f for f in near[:1] or fitting}
    if len(ids) > 1:
        return Match(None, "unknown", 0.4, candidates=tuple(sorted(ids)))
    agency_id, form = next(iter(ids.items()))
    region = context.vocabulary.regions.at(form.region or CENTRE)
    return known(name, agency_id, context, Scope(region, 0, "p", "full"), 1.0 if form.held(context.on) else 0.9)


def _of_state_council(name: str, context: Context) -> Match | None:
    """国务院台办: the Council's own word before a central name that needs none."""
    if not name.startswith(_COUNCIL) or len(name) < len(_COUNCIL) + 2:
        return None
    found = _complete(name[len(_COUNCIL) :], context)
    central = found is not None and found.agency_id is not None and found.agency_id.startswith(CENTRE)
    return found if central else None


def _placed(name: str, context: Context) -> Match | None:
    """A place, perhaps its government's own word, and what follows: the longest place first."""
    stems = context.vocabulary.names.stems
    doubtful: Match | None = None
    for end in range(min(len(name), _LONGEST_PLACE), 0, -1):
        rest = name[end:]
        if rest and rest not in stems and not rest.startswith(("政府", "人民政府")):
            continue
        for scope in whole_scopes(name[:end], context):
            if not rest and scope.slot == "p" and name.endswith(_ENDS_OF_ZONES) and scope.region and scope.region.level == "other":
                return None  # 浏阳经开区 is a zone's name, no 经开区 of 浏阳
            found = _behind(name, rest, scope, context)
            if found is not None and found.agency_id is not None:
                return found
            doubtful = doubtful or found
    return doubtful


def _behind(name: str, rest: str, scope: Scope, context: Context) -> Match | None:
    """What `rest` names behind the place of `scope`, its government's own word left out."""
    if not rest:
        committee = scope.slot == "c" and scope.region is not None
        return known(name, f"{scope.region.code}:party", context, scope, 1.0) if committee and scope.region else None
    government = _OF_GOVERNMENT.match(rest)
    found = stem_at(name, rest, scope, context)
    if found is None and government and government.end() < len(rest):
        found = stem_at(name, rest[government.end() :], scope, context)
    return found


def _otherwise_placed(name: str, context: Context) -> Match | None:
    """Behind a place no body's own name: a branch, what governs a zone, offices put together."""
    for scope in scopes(name, context):
        rest = name[scope.end :]
        government = _OF_GOVERNMENT.match(rest)
        found = _of_zone(rest, scope) or _branch(name, rest, scope, context)
        found = found or _merged(rest[government.end() :] if government else rest, scope)
        if found is not None and found.agency_id is not None:
            return found
    return None


def placed(place: str, stem: str, context: Context) -> Match | None:
    """The body that `stem` names right behind `place`, which may end in 政府 or be a committee (市委); None if none."""
    for scope in whole_scopes(place, context):
        found = stem_match(place + stem, stem, scope, context) if scope.region is not None else None
        if found is not None and found.agency_id is not None:
            return found
    if place.endswith("政府"):
        return placed(place.removesuffix("政府").removesuffix("人民"), stem, context)
    return None


def stem_at(name: str, stem: str, scope: Scope, context: Context) -> Match | None:
    """The body that `stem` names in the place of `scope`; open where a level word fits no one place here."""
    if stem not in context.vocabulary.names.stems:
        return None
    if scope.region is None:
        word = name[scope.end - 1] if scope.slot == "p" else ""
        return Match(None, "unknown", 0.6, scope, open_place=word in _OPEN_LEVELS and context.region_code is not None)
    return stem_match(name, stem, scope, context)


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
                return _of_capital(name, fitting, scope, context) or choose(name, fitting, scope, context)
    return None


def _of_capital(name: str, forms: Iterable[Form], scope: Scope, context: Context) -> Match | None:
    """人民银行石家庄中心支行: a province's branch that bears its capital's name."""
    named = [f for f in forms if f.slot == "k"]
    if not named or scope.region is None or not scope.region.code.endswith("0100"):
        return None
    province = context.vocabulary.regions.at(scope.region.parent)
    if province is None or province.level != "province":
        return None
    return choose(name, named, Scope(province, scope.end, "p", "short"), context)


@cache
def _branch_pattern() -> re.Pattern[str]:
    """A place, perhaps its zone, and the end of a branch's name."""
    return re.compile(rf"(.{{2,12}}?)(?:新区|高新区|经开区|开发区)?(?:{any_of(_branch_ends())})")


@cache
def _branch_ends() -> tuple[str, ...]:
    return (*load_words("firms")["bureaus"], "分公司")


def _branch(name: str, rest: str, scope: Scope, context: Context) -> Match | None:
    """市生态环境局泰山分局, 市自然资源局高新区分局: the same body one level down."""
    if not rest.endswith(_branch_ends()):
        return None
    for cut in range(len(rest) - 4, 2, -1):
        forms = context.vocabulary.names.stems.get(rest[:cut])
        tail = _branch_pattern().fullmatch(rest[cut:])
        if forms and tail:
            place = find_place(tail[1], context)
            city = context.vocabulary.regions.at(place.parent) if place is not None and scope.region is None else scope.region
            top = choose(name, forms, Scope(city, scope.end, "p", scope.written), context) if city is not None else None
            if place is None or city is None or top is None or top.agency_id is None or place.code == city.code:
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
        keys = keys_at(stem, scope, context)
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
    if forms and scope.slot == "p" and (is_common_unit(name) or is_home_name(name)):
        return None  # 办公室 alone is some body's own, 开发区 some zone
    if forms:
        scope = _where_it_stands(forms, scope, context)
        found = choose(name, forms, scope, context, any_slot=True)
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
