"""Bodies named in running text: Aho–Corasick over the names, the place read from what stands before."""

from __future__ import annotations

import re
from bisect import bisect_left

from taskextract.normalize.context import Context, Mention
from taskextract.normalize.names import Match, match_name
from taskextract.normalize.official import derived_id
from taskextract.normalize.scopes import scopes
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold

_LONGEST_PLACE = 12
_LONGEST_OUTER = 9
_LONGEST_AROUND = _LONGEST_PLACE + _LONGEST_OUTER + len("人民政府") + len("中共")
_PARTING = re.compile("[，。；：、！？“”《》]")  # no place's name holds one of them
_AFTER_PLACE = ("委", "党委", "委员会", "政府", "人民政府")
_LEVELS = frozenset(("省", "市", "县", "区", "州", "盟", "旗", "自治区", "自治州", "自治县"))
_LEVEL_WORDS = frozenset("省市县区州盟旗")
_LONGEST_AFTER = 24
_COORDINATION = re.compile(r"(?:领导小组|指挥部|联席会议|专班|协调小组|专项小组)(?:办公室)?")
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
    marks = [m.start() for m in _PARTING.finditer(key)]
    known = context.memo.setdefault("around", {})
    found: list[tuple[int, int, Match]] = []
    floor, passed = 0, 0
    for number, start, end in index.automaton.find_matches_as_indexes(key):
        if start < floor:
            continue
        while passed < len(marks) and marks[passed] < start:
            passed += 1
        first = max(floor, start - _LONGEST_AROUND, marks[passed - 1] + 1 if passed else 0)
        pattern = index.patterns[number]
        # a hit's reading depends on these characters alone, and names stand in the same company often
        last = end + _LONGEST_AFTER if pattern in index.wrapped else end + 1
        window = (number, start - first, key[first:last])
        if window not in known:
            known[window] = _around(key[first:last], pattern, start - first, end - first, 0, context)
        hit = known[window]
        if hit is not None:
            found.append((first + hit[0], first + hit[1], hit[2]))
            floor = first + hit[1]
    return found


def _around(key: str, pattern: str, start: int, end: int, floor: int, context: Context) -> tuple[int, int, Match] | None:
    """The longest name around a hit: with the place before it, or what follows a name with a place inside."""
    for first in _place_starts(key, start, floor, context):
        match = match_name(key[first:end], context)
        if match is not None and match.agency_id is not None and match.basis != "elided":
            return first, end, match
    names = context.vocabulary.names
    if pattern in names.wrapped:
        for last in range(min(len(key), end + _LONGEST_AFTER), end, -1):
            match = match_name(key[start:last], context)
            if match is not None and match.agency_id is not None and match.basis != "elided":
                return start, last, match
    if pattern in names.complete and not (pattern.endswith("部") and key.startswith(("门", "队", "分", "委"), end)):
        match = match_name(pattern, context)
        if match is not None and match.agency_id is not None and match.basis != "elided":
            return start, end, match
    return None


def _place_starts(key: str, end: int, floor: int, context: Context) -> list[int]:
    """Where a place (or its committee, its government) that ends at `end` may begin, the farthest first."""
    regions, places = context.vocabulary.regions, context.vocabulary.place_names
    starts: set[int] = set()
    ends = [end]
    for word in _AFTER_PLACE:
        if key.endswith(word, floor, end):
            ends.append(end - len(word))
    for stop in ends:
        if stop > floor and key[stop - 1] in _LEVEL_WORDS:
            starts.update(stop - n for n in (1, 3) if stop - n >= floor and key[stop - n : stop] in _LEVELS)
        for n in regions.lengths_before(key, stop, min(_LONGEST_PLACE, stop - floor)):
            if key[stop - n : stop] in places:
                starts.add(stop - n)
    for first in list(starts):
        for n in regions.lengths_before(key, first, min(_LONGEST_OUTER, first - floor)):
            if key[first - n : first] in places:
                starts.add(first - n)
        if key.endswith("中共", floor, first):
            starts.add(first - 2)
    return sorted(starts)


def coordination_bodies(key: str, context: Context) -> list[tuple[int, int, Match]]:
    """省…领导小组: from the place to the ending, within one clause."""
    found: list[tuple[int, int, Match]] = []
    for hit in _COORDINATION.finditer(key):
        marks = [m.end() for m in _MARKS.finditer(key, max(0, hit.start() - 40), hit.start())]
        first = marks[-1] if marks else max(0, hit.start() - 40)
        for start in range(first, hit.start() - 1):
            scope = next((s for s in scopes(key[start : hit.end()], context) if s.region is not None), None)
            if scope is not None and scope.region is not None and start + scope.end < hit.start():
                name = scope.region.name + key[start + scope.end : hit.end()]
                agency_id = derived_id(name, scope.region.code, context.vocabulary)
                found.append((start, hit.end(), Match(agency_id, "exact", 0.85, scope)))
                break
    return found
