"""The full name that a body has in its own place, where that is not what most places call it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from taskextract.normalize.official import (
    form_of,
    level_class,
    official_name,
    place_name,
    place_of,
    shortens,
    write_form,
)
from taskextract.vocabulary import Body, Form, Vocabulary
from taskextract.vocabulary.merged import merged_office
from taskextract.vocabulary.regions import CENTRE, Region
from taskextract.vocabulary.words import any_of, load_words


def full_name(
    agency_id: str, body: Body, place: Region | None, vocabulary: Vocabulary, on: date | None, named: list[str]
) -> str:
    """The official name; where the notice's own words are not short for it, that place's own full name.

    泰安 has a 自然资源和规划局 where most cities have a 自然资源局, 赤峰 a 农牧局, 海淀 a 教育委员会 (区教委).
    """
    official, _ = form_of(agency_id, vocabulary, on, 0)
    name = official_name(agency_id, vocabulary, on) or (named[0] if named else agency_id)
    if body.kind == "enterprise" and place is not None and official is not None and not official.region:
        return _firm(official, body, place, vocabulary, named) or name
    if place is None or official is None or official.region or official.before or body.kind not in _RENAMED or place.code == CENTRE:
        return name
    level = level_class(place, vocabulary)
    forms = [f for f in body.forms if f.slot == "p" and not f.before and f.level == level and not f.history]
    used = _used(forms, named)
    everywhere_forms = [f for f in body.forms if f.slot == "p" and not f.before and not f.history]
    elsewhere = _used(everywhere_forms, named)
    if max(map(len, elsewhere), default=0) > max(map(len, used), default=0):
        forms, used = everywhere_forms, elsewhere  # 渝中区规划自然资源局: a name that stands at another level usually
    put_together = next((stem for m in named if not used and merged_office(stem := _stem_of(m, place))), None)
    if put_together is not None:  # 市水利渔业局
        return place_name(place, vocabulary, on) + put_together
    longer = [after for after in used if len(after) > len(official.after)]
    short = any(shortens(after, official.after) or after == official.after for after in used)
    if not used or not (longer or official.held(on)) or (short and not longer):
        return name
    everywhere = {f.after for f in body.forms if f.level in _LOCAL and f.level != level}
    names = sorted((f.after for f in forms), key=lambda after: after not in everywhere)
    own = max(longer or used, key=lambda after: (len(after), after))
    return place_name(place, vocabulary, on) + _written_out(own, official.after, names)


def _stem_of(name: str, place: Region) -> str:
    """A name without its place, which is written in full, short, or as a level's word."""
    for before in (place.name, place.short):
        if name.startswith(before):
            return name[len(before) :]
    return name[1:]


def _used(forms: list[Form], named: list[str]) -> set[str]:
    """Of each of the notice's names the longest form that it ends with."""
    return {max(ends, key=len) for m in named if (ends := [f.after for f in forms if m.endswith(f.after)])}


def branch_name(
    body: Body, place: Region | None, vocabulary: Vocabulary, on: date | None, named: list[str]
) -> str | None:
    """济南市生态环境局历下分局: a city's bureau in a district, where the notice calls it so; None where it does not."""
    if place is None or body.kind != "department" or place.level not in ("county", "other"):
        return None
    found = [match for m in named if (match := _branch_pattern().fullmatch(m))]
    tails = [match["tail"] for match in found] or [f"{place.short}分局" for m in named if m.endswith("分局")][:1]
    above = place_of(place.parent, vocabulary, on)
    if not tails or above is None or official_name(f"{above.code}:{body.key}", vocabulary, on) is None:
        return None
    upper = full_name(f"{above.code}:{body.key}", body, above, vocabulary, on, [match["head"] for match in found])
    return upper + max(tails, key=len) if upper.endswith(("局", "委员会")) else None


@cache
def _branch_pattern() -> re.Pattern[str]:
    """A bureau's name, and what its branch adds to it."""
    return re.compile(rf"(?P<head>.*[局委])(?P<tail>[^局]{{1,8}}(?:{any_of(load_words('firms')['bureaus'])}))")


def _firm(official: Form, body: Body, place: Region, vocabulary: Vocabulary, named: list[str]) -> str | None:
    """A firm's name as the notice has it where that is not short for the usual one: 市地铁集团, 深圳供电局."""
    level = level_class(place, vocabulary)
    forms = [f for f in body.forms if f.level == level and not f.before and f.slot and any(m.endswith(f.after) for m in named)]
    used = max(forms, key=lambda f: (len(f.after), f.slot == "s"), default=None)
    if used is None or shortens(used.after, official.before + official.after):
        return None
    return write_form(used, place, vocabulary)


_LOCAL = ("province", "prefecture", "county")
_RENAMED = ("department", "institution")  # kinds of bodies whose names differ from place to place
_ENDINGS = {"委": "委员会", "办": "办公室"}


def _written_out(short: str, official: str, names: list[str]) -> str:
    """What a short name is short for among a body's `names`, the commonest first: 教体局 → 教育和体育局; itself
    if it is whole (水务局)."""
    stem, ending = short[:-1], _ENDINGS.get(short[-1], short[-1])
    if short.endswith(("委员会", "办公室", "中心", "管理局")):
        return short
    fitting = [n for n in names if len(n) > len(short) and n.endswith(ending) and not n.endswith("分局") and shortens(stem, n.removesuffix(ending))]
    if ending != short[-1] and stem + ending in names:  # 商务委
        return stem + ending
    kept = official.removesuffix("局").removesuffix("委员会")
    usual = names[: names.index(short)] if short in names else names  # 园林绿化局 is not short for a rarer name
    whole = [n for n in fitting if n.replace("和", "") == short or (len(stem) > 3 and kept in n and kept not in short and n in usual)]
    if whole:  # 发展改革局, 资源规划局
        return min(whole, key=_plainness)
    part = len(stem) > 1 and any(stem in n for n in fitting[:1]) and not short.endswith(("委", "办"))  # 水务和湖泊局 does not write 水务 out
    full = [n for n in fitting if len(n) >= 2 * len(stem) + len(ending) and (len(stem) == 1 or stem not in n)]
    if part or not full:
        return short if ending == short[-1] else official
    return min(full, key=lambda n: (kept not in n, *_plainness(n)))


def _plainness(name: str) -> tuple[int, int]:
    """The shortest goes first, 和 not counted; of two the one that writes 和."""
    return len(name.replace("和", "")), -len(name)
