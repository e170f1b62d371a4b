"""The members of a group that a mention names: 7市政府, 胶东五市, 鲁南4市政府."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskextract.normalize.context import Context
from taskextract.normalize.official import level_class
from taskextract.normalize.scopes import find_place
from taskextract.numerals import read_number
from taskextract.vocabulary.regions import CENTRE

_NUMERAL = re.compile("[一二三四五六七八九两十百]+")
_DOUBLED = re.compile(r"(\d{1,2})\1(?=个?[市县区省州])")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)?")
_COMMITTEE = re.compile(r"(?:市委|党委|县委|区委)")

_CITIES, _BELOW = ("地级市",), ("市辖区", "县", "县级市", "自治县", "旗", "自治旗", "林区", "特区")
_CITIES_AND_MORE = ("地级市", "自治州", "地区", "盟")
_KINDS = {
    "市": _CITIES, "设区市": _CITIES, "地级市": _CITIES, "省辖市": _CITIES_AND_MORE, "地市": _CITIES_AND_MORE,
    "市州": _CITIES_AND_MORE, "州市": _CITIES_AND_MORE, "盟市": _CITIES_AND_MORE, "市地": _CITIES_AND_MORE,
    "区": ("市辖区",), "县": ("县", "自治县"), "县市区": _BELOW, "区县": _BELOW, "县区": _BELOW, "市县": _BELOW, "县市": _BELOW,
    "旗县区": _BELOW, "旗县市区": _BELOW, "区县市": _BELOW, "区市县": _BELOW, "市区县": _BELOW, "市县区": _BELOW,
    "州": ("自治州",), "盟": ("盟",), "旗": ("旗", "自治旗"), "省区市": ("省", "自治区", "直辖市"), "省市区": ("省", "自治区", "直辖市"), "省份": ("省", "自治区", "直辖市"),
}  # fmt: skip
_PLAIN = str.maketrans("", "", "（）、")
_ALL = re.compile(
    r"(?:全[省市州区盟国]|我[省市州区])?(?P<count>\d{1,3})"
    r"(?P<kind>设区市|地级市|省辖市|地市|[市州盟]（[州市地盟、]+）|市州|州市|盟市|市地|旗县市?区|[县市区旗省](?:（[市县区旗、自治州盟]+）区?|[、市县区]{1,4}|份)?)"
)
_FEWEST = 4
_LONGEST = 60  # characters of a group's mention; longer text is no mention


@dataclass(frozen=True, slots=True)
class Members:
    """The bodies of a group. `repaired` is the mention as it was read where a digit was doubled."""

    agency_ids: tuple[str, ...]
    certainty: float
    repaired: str | None = None


def group_key(mention: str) -> str:
    """A group's mention for comparing: 七市 and 7个市 are 7市, 二十二县 is 22县."""
    return _NUMERAL.sub(lambda m: str(read_number(m[0]) or m[0]), mention.strip("“”\"'").replace("个", ""))


def members_of(text: str, context: Context) -> Members | None:
    """The bodies that a group's mention stands for; None if the notice and the vocabulary know no such group."""
    found = _members(text, context)
    if found is not None:
        return Members(found, 0.97)
    single = _DOUBLED.sub(r"\1", text)
    if single != text:
        found = _members(single, context)
        if found is not None:
            return Members(found, 0.95, single)
    return None


def _members(text: str, context: Context) -> tuple[str, ...] | None:
    for cut in range(min(len(text), _LONGEST), 1, -1):
        codes = _codes(text[:cut], context)
        if codes:
            key = _body_key(text[cut:], codes[0], context)
            if key is not None:
                return tuple(f"{code}:{key}" for code in codes)
    return None


def _codes(mention: str, context: Context) -> tuple[str, ...] | None:
    key = group_key(mention)
    table = context.memo.get("groups")
    if table is None:
        table = context.memo["groups"] = {group_key(m): ids for m, ids in context.groups.items()}
    if key in table:
        return tuple(i.split(":")[0] for i in table[key])
    if len(mention) < 3 and (len(mention) < 2 or find_place(mention, context) is not None):
        return None
    within = context.region_code or CENTRE
    group = context.vocabulary.regions.groups.by_mention(mention, within=within, on=context.on)
    return group.members if group is not None else _all_of_the_place(key, within, context)


def _all_of_the_place(key: str, within: str, context: Context) -> tuple[str, ...] | None:
    """16市 in a notice of a province that has sixteen, 全市6个县（市、区）: all of them, where the count is theirs."""
    found = _ALL.fullmatch(key)
    count = int(found["count"]) if found else 0
    if found is None or count < _FEWEST:
        return None
    place = context.vocabulary.regions.at(within, context.on)
    here = context.vocabulary.regions.children(within, context.on) if place is not None else ()
    kinds = _KINDS.get(found["kind"].translate(_PLAIN), ())
    ranked = [r for r in here if r.kind in kinds]
    for members in (ranked, [r for r in here if not r.kind.endswith("师市")] if len(kinds) > 1 else []):
        if len(members) == count:
            return tuple(r.code for r in members)
    return None


def _body_key(rest: str, code: str, context: Context) -> str | None:
    if _GOVERNMENT.fullmatch(rest):
        return "gov"
    if _COMMITTEE.fullmatch(rest):
        return "party"
    region = context.vocabulary.regions.at(code)
    forms = context.vocabulary.names.stems.get(rest, ())
    if region is None:
        return None
    keys = {f.key for f in forms if f.level == level_class(region, context.vocabulary) and f.region is None and f.slot != "c"}
    return keys.pop() if len(keys) == 1 else None
