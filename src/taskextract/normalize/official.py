"""A body's official full name at a date, its short name, level, parent and predecessors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date

from taskextract.records import Agency, AgencyKind, AgencyLevel
from taskextract.vocabulary import Body, Form, Vocabulary
from taskextract.vocabulary.regions import CENTRE, Region

_LEVELS: dict[str, AgencyLevel] = {
    "central": "central", "province": "province", "prefecture": "prefecture", "county": "county",
}  # fmt: skip


_DISTRICT = "市辖区"
ZONE_BODY = "administrative_committee"
"""The key of the body that governs a zone."""

_WORD_LEVELS: dict[str, AgencyLevel] = {
    "省": "province", "自治区": "province", "市": "prefecture", "州": "prefecture", "盟": "prefecture",
    "县": "county", "区": "county", "旗": "county",
}  # fmt: skip
UNIT_SIGN = ".u-"
"""Between the id of a body and the sign of a unit inside it (`370000:education.u-1a2b3c4d`)."""

_LEVEL_WORD = re.compile(r"(?:自治区|省|市|县|区|州|盟|旗)(?!级|直)")


def find_body(agency_id: str, vocabulary: Vocabulary) -> Body | None:
    """The vocabulary's entry for an id, None if it holds none."""
    code, _, key = agency_id.partition(":")
    return vocabulary.local_bodies.get((code, key)) or vocabulary.bodies.get(key)


def official_name(agency_id: str, vocabulary: Vocabulary, on: date | None) -> str | None:
    """The official full name that held on the day (None: today's); None for an unknown body."""
    form, place = _form_of(agency_id, vocabulary, on, 0)
    return write_form(form, place, vocabulary, on) if form is not None and place is not None else None


def short_name(agency_id: str, vocabulary: Vocabulary, on: date | None) -> str | None:
    """The customary short name with its place (the official one where none is shorter); None if unknown."""
    official, place = _form_of(agency_id, vocabulary, on, 0)
    if official is None or place is None:
        return None
    short, _ = _form_of(agency_id, vocabulary, on, 1)
    fits = short is not None and short.held(on) and _shortens(short.before + short.after, official.before + official.after)
    form = short if short is not None and fits else official
    return write_form(form, place, vocabulary).replace(place_name(place, vocabulary), place.name, 1)


def _shortens(short: str, full: str) -> bool:
    rest = iter(full)
    return len(short) < len(full) and all(char in rest for char in short)


def _form_of(
    agency_id: str, vocabulary: Vocabulary, on: date | None, rank: int
) -> tuple[Form | None, Region | None]:
    body = find_body(agency_id, vocabulary)
    place = _place(agency_id.split(":")[0], vocabulary, on)
    if body is None or place is None:
        return None, place
    level = level_class(place, vocabulary)
    key = ("forms", body.region, body.key, level, rank)
    best = vocabulary.memo.get(key)
    if best is None:
        best = vocabulary.memo[key] = [f for f in body.forms if f.level in ("", level) and f.rank == rank]
    held = [f for f in best if f.held(on)] or best
    return (held[0] if held else None), place


def place_name(place: Region, vocabulary: Vocabulary, on: date | None = None) -> str:
    """A place's full name as its bodies bear it: a district's with its city (济南市历下区)."""
    city = _place(place.parent, vocabulary, on) if place.kind == _DISTRICT else None
    return city.name + place.name if city is not None else place.name


def write_form(form: Form, place: Region, vocabulary: Vocabulary, on: date | None = None) -> str:
    """A form with its place written in: 山东省发展和改革委员会, 中国证券监督管理委员会山东监管局."""
    if not form.slot:
        return form.after
    if form.slot == "k":
        capital = vocabulary.regions.at(place.code[:2] + "0100")
        return form.before + (capital.short if capital is not None else place.short) + form.after
    full = place_name(place, vocabulary, on)
    inner = {"p": full, "s": place.short, "c": _committee(place, full)}[form.slot]
    return form.before + inner + form.after


def _committee(place: Region, full: str) -> str:
    if place.kind in ("自治区", "兵团", "地区"):
        return f"中共{full}委员会"
    if place.level == "other":
        return f"中共{full}工作委员会"
    return f"中共{full}委"


def level_class(place: Region, vocabulary: Vocabulary) -> str:
    """Which level's names a place uses (see `Form.level`)."""
    if place.level == "province":  # the Corps has bureaus where a province has departments
        return {"直辖市": "municipality", "兵团": "prefecture"}.get(place.kind, "province")
    if place.level == "prefecture":
        if place.kind in ("地区", "盟"):
            return "league"
        return "subprovincial" if place.code in vocabulary.separately_planned else "prefecture"
    if place.level == "other":
        parent = vocabulary.regions.at(place.parent)
        return "prefecture" if parent is not None and parent.level == "province" else "county"
    return place.level


def _place(code: str, vocabulary: Vocabulary, on: date | None) -> Region | None:
    return vocabulary.regions.at(code, on) or vocabulary.regions.at(code)


def agency(agency_id: str, vocabulary: Vocabulary, on: date | None, mentions: Iterable[str]) -> Agency:
    """The record of a body. `mentions` are the names it bore in the run's notices, verbatim."""
    named = sorted(set(mentions), key=lambda m: (-len(m), m))
    code = agency_id.split(":")[0]
    place = _place(code, vocabulary, on)
    holder = parent_of_unit(agency_id)
    if holder is not None:
        return _unit(agency_id, holder, place, vocabulary, on, named)
    body = find_body(agency_id, vocabulary)
    if body is None:
        return _unknown(agency_id, place, vocabulary, named)
    name = _fullest(agency_id, body, place, vocabulary, on, named)
    level = _LEVELS.get(level_name(place)) if place is not None else None
    return Agency(
        agency_id=agency_id, name=name, short_name=short_name(agency_id, vocabulary, on), kind=body.kind,
        level=level, region_code=code, parent_id=parent_id(agency_id, body, vocabulary), known=True,
        mentions=sorted(named), predecessor_ids=[f"{code}:{key}" for key in body.predecessors],
    )  # fmt: skip


def unit_of(holder: str, name: str) -> str:
    """The id of the unit `name` inside the body `holder`."""
    return f"{holder}{UNIT_SIGN}{_short_hash(name)}"


def parent_of_unit(agency_id: str) -> str | None:
    """The id of the body that a unit belongs to; None if the id is no unit's."""
    parent, sign, _ = agency_id.partition(UNIT_SIGN)
    return parent if sign else None


def _unit(
    agency_id: str, holder: str, place: Region | None, vocabulary: Vocabulary, on: date | None, named: list[str]
) -> Agency:
    """A unit inside a body: 山东省教育厅基础教育处."""
    own = next((part for m in named for i in range(len(m)) if _short_hash(part := m[i:]) == agency_id[-8:]), named[-1] if named else "")
    return Agency(
        agency_id=agency_id, name=(official_name(holder, vocabulary, on) or "") + own, short_name=None,
        kind="department", level=_LEVELS.get(level_name(place)) if place is not None else None,
        region_code=place.code if place is not None else None, parent_id=holder, known=False, mentions=sorted(named),
    )  # fmt: skip


def _short_hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def level_name(place: Region) -> str:
    """The administrative level of a place; a zone counts as its parent's next level."""
    if place.level != "other":
        return place.level
    return "prefecture" if place.parent.endswith("0000") else "county"


def _fullest(
    agency_id: str, body: Body, place: Region | None, vocabulary: Vocabulary, on: date | None, named: list[str]
) -> str:
    """The official name; where the notice's own words are not short for it, that place's own full name.

    泰安 has a 自然资源和规划局 where most cities have a 自然资源局, 赤峰 a 农牧局, 海淀 a 教育委员会 (区教委).
    """
    official, _ = _form_of(agency_id, vocabulary, on, 0)
    name = official_name(agency_id, vocabulary, on) or named[0]
    if body.kind == "enterprise" and place is not None and official is not None and not official.region:
        return _firm(official, body, place, vocabulary, named) or name
    if place is None or official is None or official.region or official.before or body.kind not in _RENAMED or place.code == CENTRE:
        return name
    level = level_class(place, vocabulary)
    forms = [f for f in body.forms if f.slot == "p" and not f.before and f.level == level and not f.history]
    used = {max(ends, key=len) for m in named if (ends := [f.after for f in forms if m.endswith(f.after)])}
    longer = [after for after in used if len(after) > len(official.after)]
    short = any(_shortens(after, official.after) or after == official.after for after in used)
    if not used or not (longer or official.held(on)) or (short and not longer):
        return name
    everywhere = {f.after for f in body.forms if f.level in _LOCAL and f.level != level}
    names = sorted((f.after for f in forms), key=lambda after: after not in everywhere)
    own = max(longer or used, key=lambda after: (len(after), after))
    return place_name(place, vocabulary, on) + _written_out(own, official.after, names)


def _firm(official: Form, body: Body, place: Region, vocabulary: Vocabulary, named: list[str]) -> str | None:
    """A firm's name as the notice has it where that is not short for the usual one: 市地铁集团, 深圳供电局."""
    level = level_class(place, vocabulary)
    forms = [f for f in body.forms if f.level == level and not f.before and f.slot and any(m.endswith(f.after) for m in named)]
    used = max(forms, key=lambda f: (len(f.after), f.slot == "s"), default=None)
    if used is None or _shortens(used.after, official.before + official.after):
        return None
    return write_form(used, place, vocabulary)


_LOCAL = ("province", "prefecture", "county")
_RENAMED = ("department", "institution")  # kinds of bodies whose names differ from place to place
_ENDINGS = {"委": "委员会", "办": "办公室"}


def _written_out(short: str, official: str, names: list[str]) -> str:
    """What a short name is short for among a body's `names`, the commonest first: 教体局 → 教育和体育局; itself
    if it is whole (水务局)."""
    stem, ending = short[:-1], _ENDINGS.get(short[-1], short[-1])
    if short.endswith(("委员会", "办公室", "中心")):
        return short
    fitting = [n for n in names if len(n) > len(short) and n.endswith(ending) and not n.endswith("分局") and _shortens(stem, n.removesuffix(ending))]
    kept = official.removesuffix("局").removesuffix("委员会")
    whole = [n for n in fitting if n.replace("和", "") == short or (len(stem) > 3 and kept in n and kept not in short)]
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


def parent_id(agency_id: str, body: Body, vocabulary: Vocabulary) -> str | None:
    """The id of the body above: of the same place, or at the centre for a central branch."""
    code, _, key = agency_id.partition(":")
    if key in ("gov", "party"):
        place = vocabulary.regions.at(code)
        return f"{place.parent}:{key}" if place is not None and place.parent else None
    if code != CENTRE and (body.kind == "central_branch" or body.central_parent):
        return f"{CENTRE}:{body.central_parent or key}"
    if body.parent:
        return f"{code}:{body.parent}"
    return f"{code}:party" if body.kind == "party" else f"{code}:gov"


def derived_id(name: str, code: str, vocabulary: Vocabulary) -> str:
    """A deterministic id for a body that the vocabulary does not hold: from its place and its full name."""
    kind = "c" if is_coordination(name, vocabulary) else "x"
    return f"{code}:{kind}-{_short_hash(name)}"


def is_coordination(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name has the pattern of a coordination body (…领导小组, …指挥部办公室)."""
    return any(name.endswith(ending) and len(name) > len(ending) for ending in vocabulary.vague.coordination)

_TOWNSHIP = re.compile(r"(?:街道|镇|乡)(?:办事处|办|人民政府|政府|党工委|党委)?$")


def _unknown(agency_id: str, place: Region | None, vocabulary: Vocabulary, named: list[str]) -> Agency:
    name = named[0] if named else agency_id
    level = _LEVELS.get(level_name(place)) if place is not None else None
    word = _LEVEL_WORD.match(name)
    if place is not None and place.code == CENTRE and word:
        place, level = None, _WORD_LEVELS[word[0]]  # a body of a place that the notice does not tell
    if place is not None:
        name = _with_place(name, place, vocabulary)
    if _TOWNSHIP.search(name):
        level = "township"
    return Agency(
        agency_id=agency_id, name=name, short_name=None, kind=guess_kind(name, vocabulary),
        level=level, region_code=place.code if place is not None else None,
        parent_id=f"{place.code}:gov" if place is not None else None, known=False, mentions=sorted(named),
    )  # fmt: skip


def _with_place(name: str, place: Region, vocabulary: Vocabulary) -> str:
    full = place_name(place, vocabulary)
    word = _LEVEL_WORD.match(name)
    if word and not name.startswith(place.name) and place.name.endswith(word[0]):
        return full + name[word.end() :]
    return full + name.removeprefix(place.name) if name.startswith(place.name) else name


def guess_kind(name: str, vocabulary: Vocabulary) -> AgencyKind:
    """What an unknown body is, by its name's ending."""
    if is_coordination(name, vocabulary):
        return "coordination"
    return next((kind for ending, kind in vocabulary.vague.kinds if name.endswith(ending)), "other")
