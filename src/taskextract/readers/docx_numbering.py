"""Word's automatic numbering: the labels (一、 （一） 1.) that a file holds only as rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from taskextract.readers.docx_styles import VAL, Styles, W, on, value
from taskextract.readers.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_MAX_COUNT = 100_000
# A list's dot says nothing that the paragraph does not; dashes and stars may (★ marks the lead).
_DOTS = frozenset("•●○◦o■□◆◇▪▫·➢➤►▶✓✔§")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `restart` is the level (from 1) whose use restarts it, 0 for never."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    space: bool = True
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _Num:
    """A numbering instance (`w:num`): which list it counts in, and what it changes in it."""

    list_id: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has been counted; `label` must be asked in reading order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    nums: dict[str, _Num] = field(default_factory=dict)
    style_levels: dict[tuple[str, str], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: _Element | None, styles: Styles) -> Numbering:
        """The lists in `numbering.xml` (None: the file has none)."""
        numbering = cls()
        if root is None:
            return numbering
        links: dict[str, str] = {}
        for element in root.iterchildren(f"{W}abstractNum"):
            list_id = element.get(f"{W}abstractNumId", "")
            if link := value(element, "numStyleLink"):
                links[list_id] = link
            numbering.lists[list_id] = numbering._read_levels(element, list_id)
        for element in root.iterchildren(f"{W}num"):
            numbering.nums[element.get(f"{W}numId", "")] = _read_num(element)
        for num in numbering.nums.values():
            if num.list_id in links:
                target = numbering.nums.get(styles.get(links[num.list_id]).num_id or "")
                num.list_id = target.list_id if target else num.list_id
        return numbering

    def _read_levels(self, element: _Element, list_id: str) -> dict[int, _Level]:
        levels: dict[int, _Level] = {}
        for child in element.iterchildren(f"{W}lvl"):
            index = _number(child.get(f"{W}ilvl"), 0)
            levels[index] = _read_level(child)
            if style_id := value(child, "pStyle"):
                self.style_levels[list_id, style_id] = index
        return levels

    def level_of_style(self, num_id: str, style_id: str | None) -> int:
        """The level that a list gives to a paragraph style."""
        num = self.nums.get(num_id)
        return self.style_levels.get((num.list_id, style_id or ""), 0) if num else 0

    def label(self, num_id: str, level: int) -> str:
        """Count one paragraph on and give its label with the blank that parts it; "" for none."""
        num = self.nums.get(num_id)
        if num is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(num.list_id, [None] * _LEVELS)
        self._count(num_id, num, level, counts)
        here = self._level(num, level)
        if here.style == "bullet":
            return here.text + " " if _is_telling(here.text) else ""
        text = _PLACE.sub(lambda match: self._part(num, int(match[1]) - 1, level, counts), here.text)
        if not text.strip():
            return ""
        return text + " " if here.space and text[-1].isascii() else text

    def _count(self, num_id: str, num: _Num, level: int, counts: list[int | None]) -> None:
        if level in num.starts and (num_id, level) not in self._restarted:
            self._restarted.add((num_id, level))
            counts[level] = num.starts[level]
        else:
            now = counts[level]
            # An override's start holds whenever the level begins anew, not only for the first time.
            start = num.starts.get(level, self._level(num, level).start)
            counts[level] = start if now is None else min(now + 1, _MAX_COUNT)
        for deeper in range(level + 1, _LEVELS):
            restart = self._level(num, deeper).restart
            if restart is None or level < restart:
                counts[deeper] = None

    def _part(self, num: _Num, index: int, level: int, counts: list[int | None]) -> str:
        """The number of one level in a label; a level that was skipped counts as begun."""
        rule = self._level(num, index)
        count = counts[index]
        if count is None:
            count = counts[index] = rule.start
        return numeral(count, "decimal" if self._level(num, level).legal else rule.style)

    def _level(self, num: _Num, level: int) -> _Level:
        return num.levels.get(level) or self.lists.get(num.list_id, {}).get(level) or _Level()


def _read_level(element: _Element) -> _Level:
    restart = element.find(f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    number_format = next(element.iter(f"{W}numFmt"), None)
    level = _Level(
        start=_number(value(element, "start"), 1),
        style="decimal" if number_format is None else number_format.get(VAL, "decimal"),
        text=value(element, "lvlText"),
        space=value(element, "suff") != "nothing",
        restart=None if restart is None else _number(restart.get(VAL), 0),
        legal=legal is not None and on(legal.get(VAL)),
    )
    if number_format is not None and level.style == "custom":
        zeros = number_format.get(f"{W}format", "").startswith("01")
        level = replace(level, style="decimalZero" if zeros else "decimal")
    return level


def _read_num(element: _Element) -> _Num:
    num = _Num(value(element, "abstractNumId"))
    for change in element.iterchildren(f"{W}lvlOverride"):
        index = _number(change.get(f"{W}ilvl"), 0)
        if start := value(change, "startOverride"):
            num.starts[index] = _number(start, 1)
        if (level := change.find(f"{W}lvl")) is not None:
            num.levels[index] = _read_level(level)
    return num


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


def _is_telling(bullet: str) -> bool:
    return bool(bullet.strip()) and not any(c in _DOTS or "\ue000" <= c <= "\uf8ff" for c in bullet)
