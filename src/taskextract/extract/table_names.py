"""What stands between two lines of an agency cell: the middle of a name, the middle of a list, or a new list.

Each answer is a weight: above 0 the lower line begins a list of its own, below 0 it goes on with the list
above; `SURE` and more is certain. Evidence is the marks between the lines, the look of the names, and what
the table's other cells hold between two commas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from taskextract.extract.table_cells import (
    agency_items,
    begins_agency_list,
    is_agency,
    is_leveled,
    strip_duty_words,
)
from taskextract.extract.table_line import Paragraphs
from taskextract.vocabulary.table_words import cell_words, is_known_body
from taskextract.vocabulary.words import any_of

LONG_WORD = re.compile(r"[“(（]?[!-~]{3,}")
"""A word so long that a line may leave much room before it."""
SURE = 8.0
"""The weight from which on there is no doubt."""
_CHANCE = -1.0  # a paragraph seldom ends just where its line is full
_REPEATED = 4.0  # no list names a body twice
_GOES_ON = re.compile(r"[、，,；;：:（(〔\[“]$")
_GOES_ON_WITH = re.compile(r"[、，,；;：:（(〔\[）)〕\]”]|等|[和与及]|按照?[各职]|分别负责|共同负责|牵头[，,、；;]|负责|落实|配合(?:[，,、；;。]|$)")
_OPEN_BRACKET = re.compile(r"[（(〔\[][^）)〕\]]*$")
_LONGEST_PLACE = 6
_LABEL = re.compile(r"(?:主要|牵头|配合|责任|参加|协同|协办|承办|协助){1,2}(?:单位|部门)?[:：]|(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])")
SECOND_LABEL = re.compile(r"(?:配合|参加|协同|协办|协助)(?:单位|部门)?[:：]")
"""The label of the bodies that stand below the leading ones."""
_OF_GOVERNMENT = ("有关", "相关", "各", "直属")


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a table's agency cells and how often each stands there.

    `leveled` is the part of them that begin with a level of government, `alone` whether cells of several
    paragraphs have a single body in most of them, `ministries` whether several are ministries of the centre,
    `labelled` whether nearly every paragraph begins with a label (`牵头单位：`), so that one without goes on.
    """

    counts: Mapping[str, int]
    leveled: float = 0.0
    alone: bool = False
    ministries: bool = False
    labelled: bool = False

    @classmethod
    def of(cls, cells: Iterable[Paragraphs]) -> Names:
        """The names in agency cells as their reader parted them."""
        counts: Counter[str] = Counter()
        single = several = labelled = paragraphs = 0
        for cell in cells:
            for paragraph in cell:
                items = agency_items(paragraph.text)
                counts.update(items)
                paragraphs += 1
                labelled += _LABEL.match(paragraph.text) is not None
                if len(cell) > 1:
                    several += 1
                    single += len(items) == 1 and strip_duty_words(paragraph.text) == paragraph.text
        total = sum(counts.values())
        leveled = sum(n for item, n in counts.items() if is_leveled(item))
        ministries = sum(item.endswith("部") and len(item) < 9 and not is_leveled(item) for item in counts)
        alone = several > 3 and single > 0.7 * several
        return cls(counts, leveled / total if total else 0.0, alone, ministries > 2, labelled > 0.8 * paragraphs)


def between(above: str, lines: Sequence[str], names: Names, joined: bool = True) -> float:
    """The weight for a new list below: `above` is the list so far, `lines` those after the line's end.

    `joined`: the reader took both for one paragraph, so that `names` counts the name over the line's end.
    """
    below = "".join(lines)
    if _LABEL.match(below) and not is_open(above):
        return SURE + 1
    if _GOES_ON.search(above) or _GOES_ON_WITH.match(lines[0]) or is_open(above) or _cuts_duty(above, below):
        return -SURE - 1
    if names.labelled and _LABEL.match(above):
        return -SURE
    left, right, whole = agency_items(above), agency_items(below), agency_items(above + below)
    if not left or not right:
        return -SURE
    before, after = left[-1], right[0]
    over = whole[len(left) - 1] if len(whole) >= len(left) else before + after
    if _is_rest(before, after):
        return -SURE
    begins = begins_agency_list(below)
    weight = _CHANCE + 2.0 * names.alone + _REPEATED * (after in left[:-1])
    if above.endswith("等"):
        return weight + (3.0 if begins and is_leveled(after) else -4.0)
    if strip_duty_words(above) != above:
        return weight + (5.0 if begins else 2.0)
    return weight + _of_names(before, after, over, names, joined) + _beginning(before, after, below, names)


def _of_names(before: str, after: str, over: str, names: Names, joined: bool) -> float:
    """What is known of the names on both lines, and of the one that they make together."""
    known = [is_agency(name) and names.counts.get(name, 0) > (not joined) for name in (before, after)]
    known = [known[0] or is_known_body(before), known[1] or (is_leveled(after) and is_known_body(after))]
    weight = 1.5 * sum(known)
    if not all(known):
        weight -= 2.0 * min(2, names.counts.get(over, 0) - joined + 2 * is_known_body(over))
    elif is_known_body(over):
        weight -= 2.0
    if before in cell_words().level_words or not (known[0] or is_agency(before)):
        return weight - 7.0
    return weight + (1.5 if known[0] else 0.5)


def _beginning(before: str, after: str, below: str, names: Names) -> float:
    """How much the lower line looks like the beginning of a list."""
    words = cell_words()
    if before.endswith("政府") and after.startswith(_OF_GOVERNMENT):
        return -3.0
    if is_leveled(after) or (names.ministries and after.endswith("部") and len(after) < 9):
        return 1.5 + (1.0 if begins_agency_list(below) else 0.0)
    if after.endswith(words.branch_ends) and before.endswith(words.branch_heads):
        return -4.0
    if _ends_as_place(before):
        return 2.0 if _place_alone().fullmatch(after) else -3.0
    usual = names.alone or names.counts.get(after, 0) > 1
    unusual = 0.0 if usual else -1.0 - 2.0 * names.leveled
    return unusual + (1.0 if begins_agency_list(below) else -2.0)


def _is_rest(before: str, after: str) -> bool:
    """Whether the lower line begins with what cannot stand first (各乡镇 / 人民政府, 领导小组办 / 公室, 达州 / 市渠县…)."""
    words = cell_words()
    if before.endswith("州") and after.startswith("市"):
        return True
    if after.startswith(words.name_rests) or (len(after) < 3 and after in words.level_words):
        return True
    if any(before.endswith(head) and after.startswith(tail) for head, tail in _cut_words(words.name_rests).get(after[:1], ())):
        return True
    place = before.startswith("各") or before.endswith("等") or _ends_as_place(before)
    return place and _its_government().match(after) is not None and not after.startswith("省")


def _ends_as_place(name: str) -> bool:
    """Whether a short name ends as a place does (泰山区)."""
    return 2 <= len(name) <= _LONGEST_PLACE and name.endswith(cell_words().place_ends)


@lru_cache(maxsize=1)
def _place_alone() -> re.Pattern[str]:
    """A place, perhaps with what governs it."""
    words = cell_words()
    return re.compile(rf"[\u4e00-\u9fff]{{1,5}}(?:{any_of(words.place_ends)})(?:{any_of(words.governments)})?")


@lru_cache(maxsize=1)
def _its_government() -> re.Pattern[str]:
    words = cell_words()
    return re.compile(rf"(?:{any_of(words.place_ends)})*(?:{any_of(words.governments)})|(?:{any_of(words.place_ends)})直")


def is_open(text: str) -> bool:
    """Whether a text ends inside brackets or quotation marks."""
    return bool(_OPEN_BRACKET.search(text)) or text.count("“") > text.count("”") or text.count("《") > text.count("》")


def _cuts_duty(above: str, below: str) -> bool:
    """Whether the line ends inside a phrase that says how bodies share the work (牵头负 / 责)."""
    return any(
        above.endswith(head) and below.startswith(tail) and (len(head) > 1 or len(tail) == 1)
        for head, tail in _cut_words(cell_words().duty_words).get(below[:1], ())
    )


@lru_cache(maxsize=4)
def _cut_words(words: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """Every way to cut the words in two, by the first character of the second half."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word in words:
        for k in range(1, len(word)):
            found.setdefault(word[k], []).append((word[:k], word[k:]))
    return found
