"""Groups of places: economic circles, city clusters and belts, by their names in a notice.

`region_groups.yml` holds them. A group's name stands alone (鲁南经济圈), with a count (胶东五市,
胶东5市) or with its members' kind (京津冀三省市); a count that differs from the members is no match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taskextract.vocabulary.finder import WordFinder
from taskextract.vocabulary.words import load_words

_QUOTES = str.maketrans("（）0123456789", "()〇一二三四五六七八九", "“”\"'‘’ ")
_COUNT = re.compile(r"(?P<count>各|[〇一二三四五六七八九十百两]{1,4})个?(?:地市|城市|省市|省区市|省区|省份|县市区|区县|县区|市州|州市|[市省城县区州])$")


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """A group of places. `within` is the place whose notices use the bare name; dates are ISO or blank."""

    key: str
    title: str
    aliases: tuple[str, ...]
    within: str
    members: tuple[str, ...]
    start: str
    end: str
    source: str
    example: str

    def held(self, on: date | None) -> bool:
        """Whether the group stood like this on that day (None: now)."""
        if on is None:
            return not self.end
        day = on.isoformat()
        return self.start <= day and (not self.end or day <= self.end)


class RegionGroups:
    """All groups, by mention and inside titles."""

    def __init__(self, groups: tuple[RegionGroup, ...]) -> None:
        self.all = groups
        self._by_name: dict[str, list[RegionGroup]] = {}
        for group in groups:
            for name in dict.fromkeys((group.title, *group.aliases)):
                self._by_name.setdefault(_key(name), []).append(group)
        self._names = WordFinder(sorted((k for k in self._by_name if len(k) > 2), key=lambda k: (-len(k), k)))

    @classmethod
    def load(cls) -> RegionGroups:
        """The groups of `region_groups.yml`."""
        return cls(tuple(_group(entry) for entry in load_words("region_groups")))

    def by_mention(self, mention: str, *, within: str = "000000", on: date | None = None) -> RegionGroup | None:
        """The group that a mention names in a notice of the place `within`, None if none does."""
        key = _key(mention)
        found = self._best(key, within, on)
        if found:
            return found
        counted = _COUNT.search(key)
        if not counted:
            return None
        found = self._best(key[: counted.start()], within, on)
        size = len(found.members) if found else 0
        if found and counted["count"] in ("各", _chinese(size), _spelled(size)):
            return found
        return None

    def in_title(self, title: str, *, within: str = "000000", on: date | None = None) -> tuple[RegionGroup, ...]:
        """The groups that a title or sentence names, longest names first, each once."""
        text = _key(title)
        found: dict[str, RegionGroup] = {}
        for key in self._names.of(text):  # longest first
            if key in text:
                group = self._best(key, within, on)
                text = text.replace(key, "\n")
                if group:
                    found.setdefault(group.key, group)
        return tuple(found.values())

    def _best(self, key: str, within: str, on: date | None) -> RegionGroup | None:
        """Of the groups of that name the one that held on the day and is used nearest to the place."""
        groups = self._by_name.get(key, [])
        held = [g for g in groups if g.held(on)] or groups
        near = [g for g in held if g.within == "000000" or g.within[:2] == within[:2] or within == "000000"]
        return max(near, key=lambda g: (g.within[:2] == within[:2], g.start, g.key)) if near else None


def _key(name: str) -> str:
    return name.translate(_QUOTES).replace("十〇", "十")


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _spelled(number: int) -> str:
    """11 as the key of 11区县 writes it: digit by digit."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _group(entry: dict[str, object]) -> RegionGroup:
    def texts(key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        return tuple(str(v) for v in value) if isinstance(value, list) else ()

    def text(key: str) -> str:
        return str(entry.get(key, "") or "")

    return RegionGroup(
        text("key"), text("title"), texts("aliases"), text("within"), texts("members"),
        text("from"), text("to"), text("source"), text("example"),
    )  # fmt: skip
