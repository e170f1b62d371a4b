"""The place that a body's name begins with: 省, 山东省, 泰安, 市委, 济南市历下区."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from taskextract.normalize.context import Context
from taskextract.vocabulary.regions import CENTRE, Region
from taskextract.vocabulary.words import load_words

Slot = Literal["p", "c"]
Written = Literal["word", "full", "short"]

_LEVEL_WORD = re.compile(r"(?:自治区|自治州|自治县|自治旗|地区|行署|师市|城区|兵团|省(?![会际域])|市(?![场域])|县(?!域)|区(?!域)|州|盟|旗|师)")
_KINDS = {
    "地区": ("地区",), "行署": ("地区", "盟"), "州": ("自治州",), "自治州": ("自治州",), "盟": ("盟",),
    "师": ("兵团师市",), "师市": ("兵团师市",),
}  # fmt: skip
"""The kinds of prefecture that a level word means."""
_COMMITTEE = re.compile(r"(?:党委|党工委|委员会|委)")
_ENDS_OF_PLACES = frozenset("市县区州盟旗师")
_LAST_OF_SCOPES = frozenset("省市县区州盟旗师团署委会")
_LONGEST_NAME = 18


@dataclass(frozen=True, slots=True)
class Scope:
    """A place at the start of a name, up to `end`. `region` is None for a level word that fits no place.

    `slot` is c where the place's party committee is meant (省委). `written` says in which form.
    """

    region: Region | None
    end: int
    slot: Slot
    written: Written

    @property
    def sign(self) -> tuple[str, int, str, str]:
        """What tells it from other scopes, for remembering: quicker than the whole."""
        return (self.region.code if self.region is not None else "", self.end, self.slot, self.written)


def scopes(text: str, context: Context) -> tuple[Scope, ...]:
    """Every reading of a place at the start of `text`, the longest first."""
    key = ("scopes", text[:40])
    known = context.memo.get(key)
    if known is None:
        known = context.memo[key] = tuple(_scopes(text[:40], context))
    return known


def _scopes(text: str, context: Context) -> list[Scope]:
    lead = 2 if text.startswith("中共") else 0
    places: list[Scope] = []
    for region, end, written in _named(text, lead, context):
        places.append(Scope(region, end, "p", written))
    word = _LEVEL_WORD.match(text, lead)
    if word:
        own = own_place(word[0], context)
        places.append(Scope(own, word.end(), "p", "word"))
        if own is not None and context.vocabulary.regions.lengths_after(text, word.end(), _LONGEST_NAME):
            places += [Scope(region, end, "p", written) for region, end, written in _below(text, word.end(), own, context)]
    committees = [
        Scope(p.region, m.end(), "c", p.written) for p in places if (m := _COMMITTEE.match(text, p.end)) is not None
    ]
    found = committees if lead else [*places, *committees]
    if len(found) < 2:
        return found
    return sorted(found, key=lambda s: (-s.end, s.written == "word"))


def whole_scopes(place: str, context: Context) -> tuple[Scope, ...]:
    """Every reading of all of `place` as a place or its committee (省, 济南市历下区, 市委)."""
    known: dict[str, tuple[Scope, ...]] | None = context.memo.get("whole")
    if known is None:
        known = context.memo["whole"] = {}
    found = known.get(place)
    if found is None:
        may_be = place[-1:] in _LAST_OF_SCOPES or context.vocabulary.regions.lengths_before(place, len(place), _LONGEST_NAME)
        found = known[place] = tuple(s for s in _scopes(place, context) if s.end == len(place)) if may_be else ()
    return found


def _below(text: str, start: int, own: Region, context: Context) -> list[tuple[Region, int, Written]]:
    """市高新区, 市泰山区, 省湘西自治州: a place inside the one that the level word means, a division by its level."""
    inner = _inner(text, start, own, context)
    return [(r, end, w) for r, end, w in inner if r.level == "other" or (end - start > 2 and text[end - 1] in _ENDS_OF_PLACES)]


def _named(text: str, start: int, context: Context) -> list[tuple[Region, int, Written]]:
    """Places named at `start`, and places named right after them that lie inside (济南市历下区)."""
    found: list[tuple[Region, int, Written]] = []
    for length in context.vocabulary.regions.lengths_after(text, start, _LONGEST_NAME):
        name = text[start : start + length]
        region = find_place(name, context)
        if region is None or region.code == CENTRE:
            continue
        end = start + length
        written: Written = "full" if name == region.name else "short"
        found += [(r, e, w) for r, e, w in _inner(text, end, region, context)]
        found.append((region, end, written))
    return found


def _inner(text: str, start: int, outer: Region, context: Context) -> list[tuple[Region, int, Written]]:
    regions = context.vocabulary.regions
    for length in regions.lengths_after(text, start, _LONGEST_NAME):
        name = text[start : start + length]
        rows = [r for r in regions.by_name(name, within=outer.code, on=context.on) if r.code != outer.code]
        rows = [r for r in rows if regions.within(r.code, outer.code)]
        if len({r.code for r in rows}) == 1:
            deeper = _inner(text, start + length, rows[0], context)
            return [*deeper, (rows[0], start + length, "full" if name == rows[0].name else "short")]
    return []


def find_place(name: str, context: Context) -> Region | None:
    """The place of that name as the notice's place understands it; None if none or several fit."""
    key = ("place", name)
    if key not in context.memo:
        context.memo[key] = _find_place(name, context)
    return context.memo[key]  # type: ignore[no-any-return]


def _find_place(name: str, context: Context) -> Region | None:
    regions = context.vocabulary.regions
    rows = regions.by_name(name, within=context.region_code, on=context.on)
    if not rows:
        return None
    chain = chain_of(context.region_code, context)
    ranked = sorted(((_distance(r.code, chain, context), _rank(r), r.code), r) for r in rows) if len(rows) > 1 else None
    best = ranked[0][1] if ranked else rows[0]
    if ranked and len(ranked) > 1 and ranked[0][0][:2] == ranked[1][0][:2] and ranked[0][1].code != ranked[1][1].code:
        return None
    far = chain and not regions.within(best.code, chain[-1])
    if far and name != best.name and best.level in ("county", "other"):
        return None  # a county's short name is no evidence far from home
    if best.level == "other" and best.parent not in chain and _home_name().fullmatch(name):
        return None  # nor is 高新区, which every city has
    return best


@cache
def is_home_name(name: str) -> bool:
    """Whether a name is what zones are called at home (高新区, 开发区)."""
    return _home_name().fullmatch(name) is not None


@cache
def _home_name() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(load_words('zones')['home'])})+")


def shared_names(text: str, context: Context) -> list[tuple[int, tuple[Region, ...]]]:
    """Places at the start of `text` whose name several equally near places bear: (end, the places)."""
    found: list[tuple[int, tuple[Region, ...]]] = []
    regions = context.vocabulary.regions
    for length in regions.lengths_after(text, 0, _LONGEST_NAME):
        name = text[:length]
        rows = regions.by_name(name, within=context.region_code, on=context.on)
        if context.region_code and _home_name().fullmatch(name):
            rows = tuple(r for r in rows if regions.within(r.code, context.region_code))
        if len({r.code for r in rows}) > 1 and find_place(name, context) is None:
            found.append((length, rows[:8]))
    return found


def _rank(region: Region) -> int:
    return ("central", "province", "prefecture", "county", "other").index(region.level)


def _distance(code: str, chain: tuple[str, ...], context: Context) -> int:
    within = context.vocabulary.regions.within
    return next((i for i, outer in enumerate(chain) if within(code, outer)), len(chain))


def chain_of(code: str | None, context: Context) -> tuple[str, ...]:
    """The place and the places above it up to the province, as codes; empty for the centre."""
    if code is None or code == CENTRE:
        return ()
    key = ("chain", code)
    if key not in context.memo:
        above = [r.code for r in context.vocabulary.regions.parents(code) if r.code != CENTRE]
        context.memo[key] = (code, *above)
    return context.memo[key]  # type: ignore[no-any-return]


def own_place(word: str, context: Context) -> Region | None:
    """The place that a level word means in the notice's place: 省 its province, 市 its city."""
    key = ("own", word)
    if key not in context.memo:
        context.memo[key] = _own_place(word, context)
    return context.memo[key]  # type: ignore[no-any-return]


def _own_place(word: str, context: Context) -> Region | None:
    chain = [r for code in chain_of(context.region_code, context) if (r := _at(code, context)) is not None]
    if not chain:
        return None
    own, province = chain[0], chain[-1]
    prefecture = next((r for r in chain if r.level == "prefecture"), None)
    if word in ("省", "自治区", "兵团"):
        fits = {"省": "省", "自治区": "自治区", "兵团": "兵团"}[word]
        return province if province.kind == fits else None
    if word == "市":
        if own.kind == "县级市":
            return own
        if prefecture is not None and prefecture.kind in ("地级市", "兵团师市"):
            return prefecture
        return province if province.kind == "直辖市" else None
    if word in ("区", "城区"):
        zone = own.kind in ("市辖区", "开发区", "新区", "林区", "特区") or own.name.endswith("区")
        return own if zone else None
    if word in ("县", "旗", "自治县", "自治旗"):
        return own if own.level == "county" and own.name.endswith(word[-1]) else None
    return prefecture if prefecture is not None and prefecture.kind in _KINDS[word] else None


def _at(code: str, context: Context) -> Region | None:
    regions = context.vocabulary.regions
    return regions.at(code, context.on) or regions.at(code)
