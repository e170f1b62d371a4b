"""Whether a paragraph ends between two lines, told from how they were set.

A line that had room for the next line's first word was ended on purpose: that is the strongest
sign. Others are a wider gap, a first line indent, a change of size, a mark of the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import sub

from taskextract.readers.layout import end_of
from taskextract.readers.page import Run, is_wide
from taskextract.vocabulary.words import load_words

ENDS = frozenset("。；;！？!?：:")
CLOSED = ENDS | frozenset("）)】〕］]")
NEVER_FIRST = frozenset("，。、；：？！）》」』】〕］｝”’〉…—·,.;:?!)]}%％‰℃°~～")
_NEVER_BEGIN = frozenset("，。、；：！？）》」』】〕")
_NEVER_LAST = frozenset("（《「『【〔［｛“‘〈([{")
_GLUE = frozenset("“”‘’\"'")
_NUMBER = re.compile(r"[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*第?\s*\d+\s*号\s*$")
_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*第?\s*\d+\s*号"
    r"|(?:[\u4e00-\u9fff]{2,30}\s+(?=.*印))?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:印发|印)?"
)
"""A number, a date, an imprint (某市人民政府办公室　2020年3月4日印发): no sentence goes on with nothing else."""
_LEADS_ON = frozenset("，、；：（《“至到自从于以在据按")
STRETCHED = 1.012
"""A line whose characters stand this much wider than those of short lines is stretched to fill its width."""
TELLING = 0.13
"""Ems: where a line of natural width would end less than this before the right side, its end tells nothing."""
_OTHER_SIZE = 0.22  # sizes that differ by less may be one, measured on a scan
_SHARP_SIZE = 0.15  # the same where sizes are exact; stretched lines look a little larger
_LABEL = re.compile(
    r"[（(〔]?[一二三四五六七八九十百]+[）)〕、.．]|[（(]\d{1,3}[）)]|\d{1,3}(?:[、．]|\.(?!\d))|[①-⑳⑴-⒇]|第[一二三四五六七八九十百]+[章节条]"
)

_COUNTED = re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))")


@dataclass(frozen=True, slots=True)
class Column:
    """How text is set in one column: its sides, the size of an em, the step from line to line.

    `natural` is the step between characters of unstretched lines where full lines are stretched to
    reach `right` (0: they are not); `indented` that paragraphs begin
    with an indent; `endings` are the last characters with which paragraphs end, and inner text does
    not, wherever the layout can tell; `stops` that nearly every text ends with a stop; `tagged` that
    the lines of one paragraph bear the same mark, `shared` that some lines do; `gap` the step between
    lines from which on it parts paragraphs, where it does so nearly everywhere (0: it does not); `flows` that it is running text and no table's column;
    `solid` that hardly any of its cells has several paragraphs; `sharp` that sizes are exact, as no
    scan's are.
    `justified` says that recognised lines, if full, end evenly at the right side.
    """

    left: float
    right: float
    em: float
    pitch: float
    natural: float = 0.0
    indented: bool = False
    endings: frozenset[str] = frozenset()
    stops: bool = False
    tagged: bool = False
    shared: bool = False
    gap: float = 0.0
    flows: bool = False
    solid: bool = False
    sharp: bool = False
    justified: bool = False


def is_centered(lines: Sequence[Run], column: Column) -> bool:
    """Whether the lines stand in the middle, and some of them visibly so; first lines may be indented besides."""
    em = column.em
    for line in lines:
        aside = _aside(line, column)
        # Some programs leave the blank half of a mark at a line's end out of what they center.
        off = 1.3 * em if line.text[0] in _NEVER_LAST or line.text[-1] in NEVER_FIRST else 0.8 * em
        if abs(aside) > off and not 1.4 * em < aside < 2.6 * em:
            return False
    return any(min(line.x0 - column.left, column.right - line.x1) > 0.3 * em for line in lines)


def _aside(line: Run, column: Column) -> float:
    """How much more room there is at the left than at the right: the indent of a line that is centered."""
    return (line.x0 - column.left) - (column.right - line.x1)


def room_in(line: Run, column: Column, centered: bool) -> float:
    """How much more the line could have held."""
    return column.right - line.x1 + (line.x0 - column.left if centered else 0.0)


def sign_between(a: Run, b: Run, column: Column, centered: bool) -> bool | None:
    """True: a paragraph ends between the lines; False: it goes on; None: neither layout nor marks tell."""
    sign = _set_apart(a, b, column, centered)
    if sign and column.tagged and a.marks[1] == b.marks[0] >= 0:
        return room_in(a, column, centered) > 3 * column.em or b.middle - a.middle > 1.28 * column.pitch + 1.0
    if sign is None and min(a.marks[1], b.marks[0]) >= 0:
        if a.marks[1] == b.marks[0]:
            return False
        return True if column.tagged or (column.shared and a.text.rstrip()[-1:] in ENDS) else None
    return sign


def _set_apart(a: Run, b: Run, column: Column, centered: bool) -> bool | None:
    """What the layout tells about the place between two lines."""
    em, last = column.em, a.text.rstrip()[-1:]
    if b.text.lstrip()[:1] in _NEVER_BEGIN or (column.flows and _title_goes_on(a, b, column)):
        return False
    usual = 1.28 * column.pitch + (0.2 * em if a.seen else 0.0) + 1.0  # a scan's lines are as high as their ink
    if b.middle - a.middle > min(usual, column.gap or usual):
        return True
    if _other_size(a, b, _SHARP_SIZE if column.sharp else _OTHER_SIZE) and min(_wide_chars(a), _wide_chars(b)) > 5:
        return True
    if centered and _aside(b, column) > 1.2 * em:
        return True
    if column.flows and _stands_right(a, b, column):
        return False
    if not centered and _set_in(a, b, column):
        return True
    room = room_in(a, column, centered)
    spare = 1.5 * em if column.solid else 0.3 * em
    if column.stops and last not in ENDS:
        spare = 3 * em
    if room > 0.5 * em + spare and room > unit_width(b) + spare:
        return True
    if a.seen and not centered:
        ended = _seen_to_end(a, room, column)
        if ended is not None:
            return ended
    elif column.natural and not centered:
        ended = _stretched_to_end(a, b, room, column)
        if ended is not None:
            return ended
    if last in (CLOSED if column.flows else ENDS) and _opens(b.text) and not _runs_in(b, column):
        return True
    if column.flows and not column.indented and _addressed().search(a.text):
        return True
    if column.flows and _title_end().search(a.text) and "。" not in b.text and (b.text.rstrip()[-1:] in "：:" or _NUMBER.search(b.text)):
        return True
    if column.flows and _ALONE.fullmatch(b.text.strip()) and last not in _LEADS_ON:
        return True
    return False if (column.indented or column.gap > 0) and not centered else None


def _set_in(a: Run, b: Run, column: Column) -> bool:
    """Whether a line begins with an indent, or one far to the right is followed by one that is not."""
    left, em, first, second = column.left, column.em, a.edges[0], b.edges[0]
    if second - left > 1.3 * em and second - first > -0.5 * em and _is_indent(a, b, column):
        return True
    return first - left > 3.5 * em and (second < first - 2 * em or (column.flows and is_far_right(a, column)))


def is_plain(line: Run) -> bool:
    """Whether a line has full-width characters alone, so that its natural width is known."""
    return len(line.text) > 3 and is_wide(line.text)


def _stretched_to_end(a: Run, b: Run, room: float, column: Column) -> bool | None:
    """Whether a full line of sharp type ends its paragraph: it is not stretched to the right side as all others are."""
    em = column.em
    if room >= 0.5 * em and a.text.rstrip()[-1:] in ENDS:
        return True
    stretch = pitch_of(a) / column.natural
    if room < 0.5 * em and stretch > STRETCHED:
        return False
    if room > 0.25 * em and stretch < 1.003 and is_plain(a) and unit_width(b) < 2.2 * em:
        return True
    if room > 0.07 * em and a.text.rstrip()[-1:] in ENDS:
        return True
    if room >= 0.07 * em or stretch <= 1.003:
        return None
    # As wide as the column by itself: how it ends tells more, if no sentence inside a paragraph ends so.
    filled = is_plain(a) and column.right - a.x0 - len(a.text) * column.natural < TELLING * em
    return None if filled and ending_of(a) in column.endings - ENDS else False


def _seen_to_end(a: Run, room: float, column: Column) -> bool | None:
    """Whether a full recognised line ends its paragraph: it is not stretched to the right side as all others are."""
    em = column.em
    closed = a.text.rstrip()[-1:] in ENDS
    if column.natural and is_plain(a):
        spare = column.right - a.x0 - len(a.text) * column.natural
        if spare < TELLING * em:
            return None
        if room < 0.35 * spare:
            return False
        return True if room > 0.65 * spare and (closed or spare > 1.5 * TELLING * em) else None
    if column.natural:
        return True if room > 0.4 * em else None
    return True if column.justified and closed and room > 0.75 * em else None


def _opens(text: str) -> bool:
    """Whether a line begins as only a paragraph does: with a label, or 附件1, 抄送：."""
    return _LABEL.match(text) is not None or _opener().match(text) is not None


def _runs_in(line: Run, column: Column) -> bool:
    """Whether a number at a line's begin counts inside a paragraph: paragraphs of running text have an indent, it has none."""
    flush = column.flows and column.indented and line.x0 - column.left < 0.5 * column.em
    return flush and _COUNTED.match(line.text) is not None


@cache
def _opener() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_words("lines")["openers"]))
    return re.compile(rf"(?:{words})\s*[\d一二三四五六七八九十]*\s*(?:[：:]|$)")


@cache
def _title_end() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_words("envelope")["title_endings"]))
    return re.compile(rf"(?:{words})\s*$")


@cache
def _addressed() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_words("lines")["colon_ends"]))
    return re.compile(rf"^[^（(]*(?:[（(][^（）()]*[）)][^（(]*)*(?:{words})[：:]\s*$")


def _stands_right(a: Run, b: Run, column: Column) -> bool:
    """Whether a line fills the width, and the rest of its paragraph stands below it at the right side."""
    if abs(end_of(a) - end_of(b)) > 0.3 * column.em or b.x0 - column.left < 3.5 * column.em:
        return False
    return a.text.rstrip()[-1:] not in CLOSED and a.x0 - column.left < unit_width(b) + 0.3 * column.em


def is_far_right(line: Run, column: Column) -> bool:
    """Whether a line begins so far to the right that it was set there: a signer, a date."""
    return line.x0 - column.left > max(3.5 * column.em, 0.35 * (column.right - column.left))


def _title_goes_on(a: Run, b: Run, column: Column) -> bool:
    """Whether a title's line fills the width, and the rest of it stands in the middle below."""
    if abs(a.size - b.size) > 0.1 * a.size or b.middle - a.middle > 3.2 * a.size:
        return False
    ends = [line.x1 if line.x1 < column.right + 0.3 * column.em else end_of(line) for line in (a, b)]
    aside = [(line.x0 - column.left, column.right - end) for line, end in zip((a, b), ends, strict=True)]
    if any(abs(left - right) > 1.2 * column.em for left, right in aside) or _NUMBER.search(b.text):
        return False
    if a.size < 1.15 * column.em and (not column.flows or min(aside[1]) < 1.2 * column.em or a.text.rstrip()[-1:] in CLOSED):
        return False
    return sum(aside[0]) < unit_width(b) + 0.3 * a.size


def ending_of(line: Run) -> str:
    """How a line ends: its stop, or its last two characters."""
    text = line.text.rstrip()
    return text[-1:] if text[-1:] in ENDS else text[-2:]


def continues(a: Run, before: Column, b: Run, after: Column) -> bool:
    """Whether `b`, the first line of a page or column, goes on with the paragraph of `a`, the last one before."""
    if abs(a.size - b.size) > _OTHER_SIZE * max(a.size, b.size) or is_centered([b], after):
        return False
    if is_centered([a], before) and before.right - a.x1 > before.em:  # an indented line that is full is no centered one
        return False
    if is_far_right(a, before):
        return False
    if before.right - a.x1 > unit_width(b) + 0.3 * before.em or b.x0 - after.left > 1.2 * after.em:
        return False
    if a.text.rstrip()[-1:] in CLOSED and _opens(b.text):
        return False
    return a.text.rstrip()[-1:] not in ENDS or before.indented or after.indented


def _is_indent(a: Run, b: Run, column: Column) -> bool:
    """An indent of a first line: deeper than the line before, or two characters like the others."""
    indent = (b.x0 - column.left) / column.em
    return b.x0 - a.x0 > 0.8 * column.em or (column.indented and 1.6 < indent < 2.5)


def unit_width(line: Run) -> float:
    """The width of what could not have been parted at the line's beginning: a word with its punctuation.

    A quotation mark holds fast to both its neighbours, and a Latin word to what a comma parts from it, as some
    programs have it.
    """
    text = line.text
    start = len(text) - len(text.lstrip())
    end = start
    while end < len(text):
        while end < len(text) and (text[end] in _NEVER_LAST or text[end] in _GLUE):
            end += 1
        end = _word_end(text, end)
        while end < len(text) and text[end] in NEVER_FIRST and text[end] not in _GLUE:
            end += 1
        listed = 1 < end < len(text) and text[end - 1] in "、，；：" and _in_word(text[end])
        if end >= len(text) or not (text[end] in _GLUE or listed):
            break
    end = min(end, len(text))
    return line.edges[end] - line.edges[start]


def _other_size(a: Run, b: Run, other: float) -> bool:
    """Whether two lines are set in different sizes: their ems and their heights differ."""
    if abs(a.size - b.size) <= other * max(a.size, b.size):
        return False
    high, higher = sorted((a.bottom - a.top, b.bottom - b.top))
    return higher - high > other * higher


def _wide_chars(line: Run) -> int:
    """How many characters of a line are as wide as an em: by their width its size is known."""
    return sum(c > "\u2e7f" for c in line.text)


def _word_end(text: str, at: int) -> int:
    """Where the word at `at` ends: after one Chinese character, or a run of Latin ones."""
    end = at + 1
    if at < len(text) and _in_word(text[at]):
        while end < len(text) and _in_word(text[end]):
            end += 1
    return end


def _in_word(char: str) -> bool:
    return (char.isascii() and not char.isspace()) or char in "％‰℃—"


def pitch_of(line: Run) -> float:
    """The usual distance between neighbouring characters."""
    n = len(line.text) - 1
    if n > 0 and is_wide(line.text):
        return (line.edges[n] - line.edges[0]) / n
    widths = sorted(map(sub, line.edges[1:], line.edges))
    return float(widths[len(widths) // 2]) if widths else 0.0
