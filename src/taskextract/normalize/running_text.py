"""Bodies named in running text: Aho–Corasick over the names, the place read from what stands before."""

from __future__ import annotations

import re
from bisect import bisect_left

from taskextract.normalize.context import Context, Mention
from taskextract.normalize.fitting import Match
from taskextract.normalize.names import match_name, placed
from taskextract.normalize.official import derived_id
from taskextract.normalize.scopes import is_home_name, scopes
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold

_NO_MINISTRY = ("门", "队", "分", "委")
_COMMITTEES = ("党委", "委员会", "委")
_LAST_AFTER_PLACE = frozenset("委会府")
_PARTING = frozenset("，。；：、！？“”《》（）")
_LONGEST_AFTER = 18
_LONGEST_MORE = 6
_DEEPEST = 3  # 山东省泰安市泰山区
_AFTER_PLACE = ("委", "党委", "委员会", "政府", "人民政府")
_LEVELS = frozenset(("省", "市", "县", "区", "州", "盟", "旗", "自治区", "自治州", "自治县"))
_LEVEL_WORDS = frozenset("省市县区州盟旗")
_COORDINATING = ("领导小组", "指挥部", "联席会议", "专班", "协调小组", "专项小组")
_COORDINATION = re.compile(rf"(?:{'|'.join(_COORDINATING)})(?:办公室)?")
_MARKS = re.compile(r"[，。；：、！？“”《》（）〔〕\s]")


def find_agencies(text: Strand, context: Context) -> tuple[Mention, ...]:
    """The bodies that a running text names, in their order, none inside another.

    A bare stem (教育局) is no body here unless it is a central body's complete name. The role is
    `responsible`: whoever asks knows better.
    """
    key = fold(text.text)
    spans = _named(key, context)
    spans += _outside(spans, coordination_bodies(key, context))
    out = []
    for start, end, match in sorted(spans, key=lambda s: s[0]):
        out.append(
            Mention(text[start:end], match.agency_id, "responsible", None, None, False, match.basis, match.certainty)
        )
    return tuple(out)


def _outside(spans: list[tuple[int, int, Match]], more: list[tuple[int, int, Match]]) -> list[tuple[int, int, Match]]:
    """Those of `more` that touch none of `spans`, which stand in order and apart."""
    starts = [start for start, _, _ in spans]
    found = []
    for span in more:
        before = bisect_left(starts, span[1]) - 1  # the last that begins before this one ends
        if before < 0 or spans[before][1] <= span[0]:
            found.append(span)
    return found


def _named(key: str, context: Context) -> list[tuple[int, int, Match]]:
    index = context.vocabulary.names
    found: list[tuple[int, int, Match]] = []
    floor = 0
    for number, start, end in index.automaton.find_matches_as_indexes(key):
        hit = _around(key, index.patterns[number], start, end, floor, context) if start >= floor else None
        if hit is not None:
            found.append(hit)
            floor = hit[1]
    return found


def _around(
    key: str, pattern: str, start: int, end: int, floor: int, context: Context
) -> tuple[int, int, Match] | None:
    """The longest name around a hit: with the place before it, or what follows a name with a place inside."""
    names = context.vocabulary.names
    if pattern in names.stems and not is_home_name(pattern):
        for first, stop in _splits(key, pattern, start, floor, context):
            last = end if stop == start else _longest_stem(key, stop, end, context)
            match = placed(key[first:stop], key[stop:last], context)
            if match is not None:
                return first, last, match
    if pattern in names.wrapped:
        for last in _wrapped_ends(key, pattern, end, context):
            match = match_name(key[start:last], context)
            if match is not None and match.agency_id is not None and match.basis != "elided":
                return start, last, match
    if pattern in names.complete and not (pattern.endswith("部") and key.startswith(_NO_MINISTRY, end)):
        match = match_name(pattern, context)
        if match is not None and match.agency_id is not None and match.basis != "elided":
            return start, end, match
    return None


def _splits(key: str, pattern: str, start: int, floor: int, context: Context) -> list[tuple[int, int]]:
    """Where the place before a stem may begin and end: the farthest beginning first, then the farthest end.

    The end may lie inside the stem that was hit: 徐州经开区|管委会, 龙州县委|办公厅.
    """
    cuts = context.vocabulary.names.cuts.get(pattern, ())
    if not cuts and start - 2 >= floor and key[start - 1] in _LEVEL_WORDS and key[start - 2] in _PARTING:
        return [(start - 1, start)]  # 、省财政厅: the usual case at once
    splits = [(first, start) for first in _place_starts(key, start, floor, context)]
    for cut in cuts:
        stop = start + cut
        splits += [(first, stop) for first in _place_starts(key, stop, floor, context) if first < start]
    if len(splits) > 1:
        splits.sort(key=lambda split: (split[0], -split[1]))
    return splits


def _longest_stem(key: str, start: int, end: int, context: Context) -> int:
    """Where the longest stem ends that begins at `start`: 城管委 was hit in 商城管委会, but 管委会 follows the place."""
    stems = context.vocabulary.names.stems
    return next((last for last in range(min(len(key), end + _LONGEST_MORE), end, -1) if key[start:last] in stems), end)


def _wrapped_ends(key: str, before: str, end: int, context: Context) -> list[int]:
    """Where a name may end whose text before the place ends at `end`, the farthest first."""
    places = {end}
    for _ in range(_DEEPEST):
        places.update(p for at in list(places) for p in context.vocabulary.regions.ends_behind(key, at))
    places.update(end + n for n in (1, 3) if key[end : end + n] in _LEVELS)
    places.discard(end)
    ends = set()
    for form in context.vocabulary.names.wrapped[before] if places else ():
        for place in places:
            committee = next((len(w) for w in _COMMITTEES if form.slot == "c" and key.startswith(w, place)), 0)
            if key.startswith(form.after, place + committee):
                ends.add(place + committee + len(form.after))
    return sorted(ends, reverse=True)


def _place_starts(key: str, end: int, floor: int, context: Context) -> list[int]:
    """Where a place (or its committee, its government) that ends at `end` may begin, the farthest first."""
    regions = context.vocabulary.regions
    last = key[end - 1 : end]
    stops = [end]
    if last in _LAST_AFTER_PLACE:
        stops += [end - len(word) for word in _AFTER_PLACE if key.endswith(word, floor, end)]
    starts: set[int] = set()
    for stop in stops:
        if stop > floor and key[stop - 1] in _LEVEL_WORDS:
            starts.update(stop - n for n in (1, 3) if stop - n >= floor and key[stop - n : stop] in _LEVELS)
        starts.update(regions.starts_before(key, stop, floor))
    for first in tuple(starts):
        if first > floor and key[first - 1] not in _PARTING:
            starts.update(regions.starts_before(key, first, floor))
            if key.endswith("中共", floor, first):
                starts.add(first - 2)
    return sorted(starts) if len(starts) > 1 else list(starts)


def coordination_bodies(key: str, context: Context) -> list[tuple[int, int, Match]]:
    """省…领导小组: from the place to the ending, within one clause."""
    found: list[tuple[int, int, Match]] = []
    if not any(word in key for word in _COORDINATING):
        return found
    for hit in _COORDINATION.finditer(key):
        marks = [m.end() for m in _MARKS.finditer(key, max(0, hit.start() - 40), hit.start())]
        first = marks[-1] if marks else max(0, hit.start() - 40)
        for start in range(first, hit.start() - 1):
            if not _may_be_place(key, start, context):
                continue
            scope = next((s for s in scopes(key[start : hit.end()], context) if s.region is not None), None)
            if scope is not None and scope.region is not None and start + scope.end < hit.start():
                name = scope.region.name + key[start + scope.end : hit.end()]
                agency_id = derived_id(name, scope.region.code, context.vocabulary)
                found.append((start, hit.end(), Match(agency_id, "exact", 0.85, scope)))
                break
    return found


def _may_be_place(key: str, start: int, context: Context) -> bool:
    """Whether a place or a level word may begin there."""
    return (
        key[start] in _LEVEL_WORDS
        or key.startswith(("自治", "中共", "兵团", "地区", "城区"), start)
        or bool(context.vocabulary.regions.lengths_after(key, start, _LONGEST_AFTER))
    )
