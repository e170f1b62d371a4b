"""Groups and short names that a notice defines for itself: 等7市（以下简称“7市”）, 胶东五市, “省领导小组”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskextract.findings import Finding
from taskextract.normalize.context import Context
from taskextract.normalize.group_members import group_key
from taskextract.normalize.official import is_coordination
from taskextract.normalize.pieces import whole
from taskextract.normalize.running_text import coordination_bodies
from taskextract.normalize.scopes import find_place, scopes
from taskextract.records import Group
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.regions import CENTRE, RegionGroup

_NUMBER = r"(?:\d{1,2}|[二三四五六七八九]|[二三]?十[一二三四五六七八九]?)"
_KIND = r"(?:个?(?:地市|城市|省区市|省区|省市|县区|区县|县市区|市|县|区|省|州))"
_COUNTED = re.compile(rf"(?P<lead>等|共)?(?P<mention>{_NUMBER}{_KIND})(?:（以下(?:简称|统称|称)“?(?P<called>[^”）]{{1,12}})”?）)?")
_PLACES = re.compile(r"\d(?:市|城市|地市|县|区|省|县区|省区)$")
_DIGITS = re.compile(r"\d+")
_PARTS = re.compile(r"[、和与及]")
_ENDINGS = ("领导小组", "指挥部", "联席会议", "工作专班", "协调小组")
_CALLED = re.compile(r"（以下(?:简称|统称|称)(?:为|：)?[“\"']?(?P<short>[^”\"'）]{2,20})[”\"']?）")
_SENTENCE_MARKS = "。；，：、！？“”《》（）"


def find_groups(
    strands: Sequence[Strand], title: str | None, context: Context
) -> tuple[tuple[Group, ...], tuple[Finding, ...]]:
    """What each counted group of places (7市, 胶东五市) means in this notice, and how that is known.

    A list right before the count defines it; else a group of places that the title or the text names
    and that has as many members. A count without either stays open and is not in the result.
    """
    texts = [fold(s.text).replace(" ", "") for s in strands]
    listed = _listed(texts, context)
    named = _named(texts, title, context)
    found: dict[str, Group] = {}
    for text in texts:
        for match in _COUNTED.finditer(text):
            group = _meaning(text, match, listed, named, context)
            if group is not None:
                found.setdefault(group.mention, group)
            if match["called"] and group is not None:
                found.setdefault(match["called"], Group(mention=match["called"], agency_ids=group.agency_ids, basis="defined"))
    return tuple(found[m] for m in sorted(found)), ()


def _listed(texts: Sequence[str], context: Context) -> dict[str, tuple[str, ...]]:
    """Counts that stand right after the list of their members, by the count's key."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for match in _COUNTED.finditer(text):
            codes = _enumerated(text[: match.start()], context)
            key = group_key(match["mention"])
            if len(codes) < 2 or _size(key) != len(codes):
                continue
            if match["lead"] or match["called"] or sum(t.count(match["mention"]) for t in texts) > 1:
                found.setdefault(key, codes)
    return found


def _enumerated(before: str, context: Context) -> tuple[str, ...]:
    """The places of the list that ends where `before` ends."""
    codes: list[str] = []
    parts = _PARTS.split(before[-160:])
    for i, part in enumerate(reversed(parts)):
        place = find_place(part, context) if 1 < len(part) < 16 else None
        if place is None:
            tails = (part[-n:] for n in range(min(15, len(part)), 1, -1))
            place = next((p for tail in tails if (p := find_place(tail, context)) is not None), None) if i else None
            if place is not None and codes:
                codes.insert(0, place.code)
            break
        codes.insert(0, place.code)
    return tuple(dict.fromkeys(codes))


def _named(texts: Sequence[str], title: str | None, context: Context) -> list[tuple[RegionGroup, str]]:
    """Groups of places that the title names, then those of the text, with where they stand."""
    groups = context.vocabulary.regions.groups
    within = context.region_code or CENTRE
    found: dict[str, tuple[RegionGroup, str]] = {}
    for where, text in (("title", title or ""), ("text", "\n".join(texts))):
        for group in groups.in_title(text, within=within, on=context.on):
            found.setdefault(group.key, (group, where))
    return list(found.values())


def _meaning(
    text: str, match: re.Match[str], listed: dict[str, tuple[str, ...]], named: list[tuple[RegionGroup, str]],
    context: Context,
) -> Group | None:  # fmt: skip
    mention, start = match["mention"], match.start("mention")
    own = _with_name(text, start, match.end("mention"), named)
    if own is not None:
        return _group(own[0], own[1].members, "vocabulary")
    if text[max(0, start - 2) : start] in ("其他", "其它", "其余") or (start and text[start - 1].isdigit()):
        return None
    key = group_key(mention)
    if key in listed:
        return _group(mention, listed[key], "defined")
    if len(_enumerated(text[:start].removesuffix("等"), context)) > 1:
        return None  # a list right here says whom this count means
    fitting = [(g, where) for g, where in named if _size(key) == len(g.members) and _PLACES.search(key)]
    if any(where == "title" for _, where in named):
        fitting = [f for f in fitting if f[1] == "title"]
    if len({g.members for g, _ in fitting}) == 1:
        return _group(mention, fitting[0][0].members, fitting[0][1])
    return None


def _size(key: str) -> int:
    """The count that a group's key begins with, 0 without one."""
    found = _DIGITS.match(key)
    return int(found[0]) if found else 0


def _with_name(text: str, start: int, end: int, named: list[tuple[RegionGroup, str]]) -> tuple[str, RegionGroup] | None:
    """鲁南4市, 胶东五市: the group's own name stands before the count."""
    for group, _ in named:
        for name in (group.title, *group.aliases):
            stem = re.sub(rf"{_NUMBER}{_KIND}$", "", name)
            fits = _size(group_key(text[start:end])) == len(group.members)
            if fits and len(stem) > 1 and text.endswith(stem, 0, start):
                return text[start - len(stem) : end], group
    return None


def _group(mention: str, codes: Sequence[str], basis: str) -> Group:
    return Group(mention=mention, agency_ids=[f"{code}:gov" for code in codes], basis=basis)


def find_abbreviations(strands: Sequence[Strand], context: Context) -> dict[str, str]:
    """Short names that the notice gives to bodies (以下简称“省领导小组”), each with the full name before it."""
    found: dict[str, str] = {}
    for strand in strands:
        text = fold(strand.text)
        for match in _CALLED.finditer(text):
            full = _name_before(text[: match.start()], replace(context, abbreviations={}))
            if full and full != match["short"]:
                found.setdefault(match["short"], full)
    for ending, full in _only_ones(strands, context).items():
        found.setdefault(ending, full)
    return found


def _only_ones(strands: Sequence[Strand], context: Context) -> dict[str, str]:
    """领导小组 alone means the one that the notice names in full, where it names just one."""
    named: dict[str, set[str]] = {}
    for strand in strands:
        for start, end, _ in coordination_bodies(fold(strand.text), context):
            name = fold(strand.text)[start:end].removesuffix("办公室")
            for ending in _ENDINGS:
                if name.endswith(ending) and len(name) > len(ending) + 2:
                    named.setdefault(ending, set()).add(name)
    return {ending: names.pop() for ending, names in sorted(named.items()) if len(names) == 1}


def _name_before(before: str, context: Context) -> str | None:
    start = max((before.rfind(mark) for mark in _SENTENCE_MARKS), default=-1) + 1
    clause = before[max(start, len(before) - 60) :]
    for i in range(len(clause) - 3):
        name = clause[i:]
        strand = Strand.over(name, 0, len(name))
        piece = whole(strand, name, context, None)
        if piece is not None and len(piece.agency_ids) == 1 and piece.basis in ("exact", "alias"):
            return name
        if is_coordination(name, context.vocabulary) and any(s.region is not None for s in scopes(name, context)):
            return name
    return None
