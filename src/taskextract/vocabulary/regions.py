"""Places of the country: divisions of GB/T 2260 and zones with their names over time, and groups of them.

`regions.csv` holds one row for each name that a code had; `from`/`to` are the first and last day of
that name under that code (blank: before the end of 2004, or still). `tools/make_regions.py` makes it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from taskextract.vocabulary.region_groups import RegionGroup, RegionGroups

CENTRE = "000000"
LEVELS = ("central", "province", "prefecture", "county", "other")
COLUMNS = ("code", "name", "short", "aliases", "level", "parent", "kind", "from", "to", "successor", "example")


class Region(msgspec.Struct, frozen=True, gc=False):
    """A place under one of its names. `start`/`end` are ISO dates or blank; `successors` are codes."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...]
    level: str
    parent: str
    kind: str
    start: str
    end: str
    successors: tuple[str, ...]
    example: str

    def held(self, on: date | None) -> bool:
        """Whether the place had this name and code on that day (None: today's names)."""
        return self.held_on(on.isoformat() if on else None)

    def held_on(self, day: str | None) -> bool:
        """The same, of an ISO date."""
        if day is None:
            return not self.end
        return self.start <= day and (not self.end or day <= self.end)

    @property
    def names(self) -> tuple[str, ...]:
        """Full name, short name and aliases, without doubles."""
        return tuple(dict.fromkeys((self.name, self.short, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in running text, `text[start:end]`, and the places it may mean, the likeliest first."""

    start: int
    end: int
    regions: tuple[Region, ...]


class Regions:
    """All places, by code, by name, and in running text."""

    def __init__(self, regions: Iterable[Region], groups: RegionGroups) -> None:
        self.all = tuple(regions)
        self.groups = groups
        self._by_code: dict[str, list[Region]] = {}
        self._by_name: dict[str, list[Region]] = {}
        self._children: dict[str, list[Region]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._at: dict[tuple[str, date | None], Region | None] = {}
        self._of_time: dict[tuple[str, date | None], tuple[Region, ...]] = {}
        for region in self.all:
            self._by_code.setdefault(region.code, []).append(region)
            self._children.setdefault(region.parent, []).append(region)
            for name in region.names:
                self._by_name.setdefault(name, []).append(region)

    @classmethod
    def load(cls, path: Path | None = None) -> Regions:
        """The places of a CSV file (ours, if none is given); ValueError names file, line and mistake."""
        return cls(read_regions(path), RegionGroups.load())

    def at(self, code: str, on: date | None = None) -> Region | None:
        """The place with that code on that day (None: its last name); None where the code did not hold."""
        key = (code, on)
        if key not in self._at:
            rows = self._by_code.get(code, [])
            if on is None:
                found = rows[-1] if rows else None
            else:
                found = next((r for r in rows if r.held(on)), None)
            self._at[key] = found
        return self._at[key]

    def by_name(self, name: str, *, within: str | None = None, on: date | None = None) -> tuple[Region, ...]:
        """Every place of that name, the nearest to the place `within` first.

        Places inside `within` (or holding it) push the others out. Names that held on the day push
        out those that did not; where none held, the name is read as what it last or next meant.
        """
        found = self._named(name, on)
        if len(found) > 1 and within is not None:
            inside = [r for r in found if self._inside(r.code, within) or self._inside(within, r.code)]
            found = tuple(inside) or found
        if len(found) < 2:
            return found
        return tuple(sorted(found, key=lambda r: (self._distance(r, within), LEVELS.index(r.level), r.code)))

    def _named(self, name: str, on: date | None) -> tuple[Region, ...]:
        if name not in self._by_name:
            return ()
        key = (name, on)
        if key not in self._of_time:
            self._of_time[key] = tuple(_nearest_in_time(self._by_name[name], on))
        return self._of_time[key]

    def lengths_after(self, text: str, start: int, longest: int) -> list[int]:
        """How long the names are that may begin at `start`, the longest first; the text need not bear them out."""
        room = min(longest, len(text) - start)
        return [n for n in self._heads.get(text[start : start + 2], ()) if n <= room]

    def lengths_before(self, text: str, end: int, longest: int) -> list[int]:
        """How long the names are that may end at `end`, the longest first."""
        room = min(longest, end)
        return [n for n in self._tails.get(text[end - 2 : end], ()) if n <= room] if end > 1 else []

    @cached_property
    def _heads(self) -> dict[str, tuple[int, ...]]:
        return _lengths((name[:2], len(name)) for name in self._by_name if len(name) > 1)

    @cached_property
    def _tails(self) -> dict[str, tuple[int, ...]]:
        return _lengths((name[-2:], len(name)) for name in self._by_name if len(name) > 1)

    def children(self, code: str, on: date | None = None) -> tuple[Region, ...]:
        """The divisions right below, zones left out."""
        return tuple(r for r in self._children.get(code, []) if r.held(on) and r.level != "other")

    def zones(self, code: str, on: date | None = None) -> tuple[Region, ...]:
        """Development zones and new areas right below."""
        return tuple(r for r in self._children.get(code, []) if r.held(on) and r.level == "other")

    def parents(self, code: str) -> tuple[Region, ...]:
        """The places above, the nearest first, the whole country last."""
        above: list[Region] = []
        region = self.at(code)
        while region is not None and region.parent:
            region = self.at(region.parent)
            if region is not None:
                above.append(region)
        return tuple(above)

    def within(self, code: str, outer: str) -> bool:
        """Whether `code` is `outer` or lies in it."""
        return self._inside(code, outer)

    def near(self, code_or_name: str, limit: int = 5) -> tuple[Region, ...]:
        """Places whose code or name is like the one given, for a message about an unknown one."""
        from rapidfuzz import fuzz, process

        if code_or_name.isdigit():
            codes = process.extract(code_or_name.ljust(6, "0"), list(self._by_code), scorer=fuzz.ratio, limit=limit)
            return tuple(self._by_code[code][-1] for code, _, _ in codes)
        names = process.extract(code_or_name, list(self._by_name), scorer=fuzz.ratio, limit=limit, score_cutoff=50)
        return tuple(dict.fromkeys(self._by_name[name][-1] for name, _, _ in names))

    def find(self, text: str, *, within: str | None = None, on: date | None = None) -> tuple[Place, ...]:
        """Place names in running text, the longest at each spot; 济南市市中区 reads 市中区 inside 济南."""
        places: list[Place] = []
        known: dict[tuple[int, str | None], tuple[Region, ...]] = {}
        for pattern, start, end in self._automaton.find_matches_as_indexes(text):
            upper = places[-1].regions[0].code if places and places[-1].end == start else within
            key = (pattern, upper)
            if key not in known:
                known[key] = self.by_name(self._patterns[pattern], within=upper, on=on)
            places.append(Place(start, end, known[key]))
        return tuple(places)

    def starts_before(self, text: str, end: int, floor: int) -> list[int]:
        """Where the place names begin, of two characters and more, that end at `end` and begin no earlier than `floor`."""
        lengths = self._tails.get(text[end - 2 : end]) if end - 2 >= floor else None
        if lengths is None:
            return []
        return [end - n for n in lengths if end - n >= floor and text[end - n : end] in self._by_name]

    def ends_behind(self, text: str, start: int) -> list[int]:
        """Where the place names end, of two characters and more, that begin at `start`."""
        lengths = self._heads.get(text[start : start + 2], ())
        return [start + n for n in lengths if text[start : start + n] in self._by_name]

    @cached_property
    def _patterns(self) -> list[str]:
        # what a zone is called at home (高新区, 起步区) is no place name in running text
        names = {n for r in self.all if r.code != CENTRE for n in ((r.name, r.short) if r.level == "other" else r.names)}
        return sorted(n for n in names if len(n) > 1)

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(
            self._patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False
        )

    def _inside(self, code: str, outer: str) -> bool:
        return code == outer or outer in self._above(code)

    def _above(self, code: str) -> tuple[str, ...]:
        """The codes of the places above, the nearest first."""
        if code not in self._chains:
            rows = self._by_code.get(code)
            parent = rows[-1].parent if rows else ""
            self._chains[code] = (parent, *self._above(parent)) if parent else ()
        return self._chains[code]

    def _distance(self, region: Region, within: str | None) -> int:
        if within is None:
            return 0
        chain = (within, *self._above(within))
        return next((i for i, outer in enumerate(chain) if self._inside(region.code, outer)), len(chain))


def _lengths(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """By two characters the lengths that stand with them, the longest first."""
    found: dict[str, set[int]] = {}
    for two, length in pairs:
        found.setdefault(two, set()).add(length)
    return {two: tuple(sorted(lengths, reverse=True)) for two, lengths in found.items()}


def _nearest_in_time(regions: list[Region], on: date | None) -> list[Region]:
    day_text = on.isoformat() if on else None
    held = [r for r in regions if r.held_on(day_text)]
    if held:
        return held
    day = (on or date.max).toordinal()
    gaps = [min(abs(day - _ordinal(r.start)), abs(day - _ordinal(r.end))) for r in regions]
    return [r for r, gap in zip(regions, gaps, strict=True) if gap == min(gaps)]


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


@cache
def our_regions() -> tuple[Region, ...]:
    """The rows of the file that comes with the program, read once."""
    return tuple(read_regions())


def read_regions(path: Path | None = None) -> list[Region]:
    """The rows of a regions file, in its order; ValueError with file, line and reason for a mistake."""
    source = path or files("taskextract.vocabulary").joinpath("regions.csv")
    reader = csv.reader(source.read_text(encoding="utf-8").splitlines())
    if tuple(next(reader, ())) != COLUMNS:
        raise ValueError(f"{source}:1: the header must be {','.join(COLUMNS)}")
    regions: list[Region] = []
    for row in reader:
        problem = _mistake(row)
        if problem:
            raise ValueError(f"{source}:{reader.line_num}: {problem}")
        regions.append(_region(row))
    return regions


def _region(row: list[str]) -> Region:
    code, name, short, aliases, level, parent, kind, start, end, successors, example = row
    return Region(
        code, name, short, tuple(aliases.split("|")) if aliases else (), level, parent, kind, start, end,
        tuple(successors.split("|")) if successors else (), example,
    )  # fmt: skip


def _mistake(row: list[str]) -> str | None:
    if len(row) != len(COLUMNS):
        return f"{len(row)} fields, {len(COLUMNS)} are needed"
    if len(row[0]) != 6 or not row[0].isdigit():
        return f"{row[0]!r} is no code of six digits"
    if not row[1] or not row[2]:
        return "name and short name are needed"
    if row[4] not in LEVELS:
        return f"{row[4]!r} is no level ({', '.join(LEVELS)})"
    if any(day and (len(day) != 10 or day[4] != "-" or day[7] != "-") for day in row[7:9]):
        return "from and to are dates such as 2018-12-26"
    return None


__all__ = ["CENTRE", "Place", "Region", "RegionGroup", "RegionGroups", "Regions", "our_regions", "read_regions"]
