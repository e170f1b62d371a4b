"""Which lines make up one paragraph, told from how they were set.

A line that had room for the next line's first word was ended on purpose: that is the strongest
sign. Others are a wider gap, a first line indent, a change of size. Where a paragraph happens to
fill its last line none of them speaks, and what the column does elsewhere decides.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import sub

from taskextract.readers.layout import end_of
from taskextract.readers.page import Run
from taskextract.vocabulary.words import load_words

ENDS = frozenset("。；;！？!?：:")
_CLOSED = ENDS | frozenset("）)】〕］]")
_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕］｝”’〉…—·,.;:?!)]}%％‰℃°~～")
_NEVER_LAST = frozenset("（《「『【〔［｛“‘〈([{")
_GLUE = frozenset("“”‘’\"'")
_NUMBER = re.compile(r"[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*第?\s*\d+\s*号\s*$")
STRETCHED = 1.012
"""A recognised line whose characters stand this much wider than those of short lines is stretched to fill its width."""
_OTHER_SIZE = 0.22  # sizes that differ by less may be one, measured on a scan
_SHARP_SIZE = 0.15  # the same where sizes are exact; stretched lines look a little larger
_LABEL = re.compile(
    r"[（(〔]?[一二三四五六七八九十百]+[）)〕、.．]|[（(]\d{1,3}[）)]|\d{1,3}(?:[、．]|\.(?!\d))|[①-⑳⑴-⒇]|第[一二三四五六七八九十百]+[章节条]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """How text is set in one column: its sides, the size of an em, the step from line to line.

    `natural` is the step between characters of unstretched lines where full lines are stretched to
    reach `right` (0: they are not); `indented` that paragraphs begin
    with an indent; `endings` are the last characters with which paragraphs end, and inner text does
    not, wherever the layout can tell; `stops` that nearly every text ends with a stop; `tagged` that
    the lines of one paragraph bear the same mark; `flows` that it is running text and no table's column;
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
    flows: bool = False
    solid: bool = False
    sharp: bool = False
    justified: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """Lines in paragraphs; `doubtful` are indices of paragraphs whose beginning the layout does not tell.

    `silent` says that somewhere the layout did not tell whether a paragraph ends, `unsure` that the
    column's usual endings did not tell either, `ended` whether the last line leaves room for more
    (None: it does not tell). `open` are the lines with which a paragraph may begin,
    for all that the layout tells.
    """

    paragraphs: list[list[Run]]
    doubtful: tuple[int, ...] = ()
    silent: bool = False
    unsure: bool = False
    ended: bool | None = None
    open: tuple[Run, ...] = ()


def split(lines: Sequence[Run], column: Column, wanted: int = 0) -> Split:
    """The paragraphs of a cell or of a stretch of running text.

    `wanted` is how many the neighbouring cells have, for a table whose cells answer each other
    paragraph by paragraph (0: not known); it decides only where the layout says nothing.
    """
    if not lines or _stacked(lines):
        return Split([list(lines)] if lines else [])
    centered = is_centered(lines, column)
    signs = [_sign(a, b, column, centered) for a, b in itertools.pairwise(lines)]
    chosen = [i for i, sign in enumerate(signs) if sign is None and _ending(lines[i]) in column.endings]
    silent = [i for i, sign in enumerate(signs) if sign is None and (i in chosen or _ending(lines[i]) in ENDS)]
    missing = wanted - 1 - signs.count(True)
    if wanted and 0 <= missing <= len(silent):
        chosen = sorted(silent, key=lambda i: (i not in chosen, _ending(lines[i]) != "。", i))[:missing]
    out, doubtful = [[lines[0]]], []
    for i, sign in enumerate(signs):
        if sign or i in chosen:
            doubtful += [len(out)] * (not sign)
            out.append([])
        out[-1].append(lines[i + 1])
    maybe = tuple(lines[i + 1] for i, sign in enumerate(signs) if sign is None)
    ended = _has_ended(lines[-1], column, centered)
    return Split(out, tuple(doubtful), len(silent) > 0, len(silent) > len(chosen), ended, maybe)


def _stacked(lines: Sequence[Run]) -> bool:
    """A word set from top to bottom: a character a line, one under the other."""
    return len(lines) > 2 and all(len(line.text.strip()) == 1 for line in lines)


def is_centered(lines: Sequence[Run], column: Column) -> bool:
    """Whether the lines stand in the middle, and some of them visibly so; first lines may be indented besides."""
    em = column.em
    if any(abs(aside) > 0.8 * em and not 1.4 * em < aside < 2.6 * em for aside in (_aside(x, column) for x in lines)):
        return False
    return any(min(line.x0 - column.left, column.right - line.x1) > 0.3 * em for line in lines)


def _aside(line: Run, column: Column) -> float:
    """How much more room there is at the left than at the right: the indent of a line that is centered."""
    return (line.x0 - column.left) - (column.right - line.x1)


def _has_ended(last: Run, column: Column, centered: bool) -> bool | None:
    """Whether the last line leaves room for more (True), is full (False), or does not tell (None)."""
    room = _room(last, column, centered)
    if room > 2 * column.em:
        return True
    return False if room < 1.1 * column.em else None


def _room(line: Run, column: Column, centered: bool) -> float:
    """How much more the line could have held."""
    return 2 * (column.right - line.x1) if centered else column.right - line.x1


def style(lines: Sequence[Run], column: Column, body: float) -> str:
    """`title`, `centered` or `right` for running text that is set so; `body` is the usual size of an em."""
    gaps = [(line.x0 - column.left, column.right - line.x1) for line in lines]
    em = column.em
    if all(abs(a - b) < 1.2 * em for a, b in gaps):
        if min(line.size for line in lines) > 1.15 * body:
            return "title"
        if all(min(a, b) > 1.2 * em for a, b in gaps):
            return "centered"
    if len(lines) == 1 and gaps[0][0] > 0.35 * (column.right - column.left) and gaps[0][0] > 3 * gaps[0][1]:
        return "right"
    return ""


def _sign(a: Run, b: Run, column: Column, centered: bool) -> bool | None:
    """True: a paragraph ends between the lines; False: it goes on; None: neither layout nor marks tell."""
    sign = _set_apart(a, b, column, centered)
    if sign and column.tagged and a.marks[1] == b.marks[0] >= 0:
        return _room(a, column, centered) > 3 * column.em or b.middle - a.middle > 1.28 * column.pitch + 1.0
    if sign is None and min(a.marks[1], b.marks[0]) >= 0:
        if a.marks[1] == b.marks[0]:
            return False
        return True if column.tagged or a.text.rstrip()[-1:] in ENDS else None
    return sign


def _set_apart(a: Run, b: Run, column: Column, centered: bool) -> bool | None:
    """What the layout tells about the place between two lines."""
    em = column.em
    if column.flows and _title_goes_on(a, b, column):
        return False
    if b.middle - a.middle > 1.28 * column.pitch + 1.0:
        return True
    if _other_size(a, b, _SHARP_SIZE if column.sharp else _OTHER_SIZE) and min(_wide_chars(a), _wide_chars(b)) > 5:
        return True
    if centered and _aside(b, column) > 1.2 * em:
        return True
    if column.flows and _stands_right(a, b, column):
        return False
    if not centered and b.x0 - column.left > 1.3 * em and b.x0 - a.x0 > -0.5 * em and _is_indent(a, b, column):
        return True
    if not centered and a.x0 - column.left > 3.5 * em and (b.x0 < a.x0 - 2 * em or (column.flows and is_far_right(a, column))):
        return True
    room = _room(a, column, centered)
    spare = 1.5 * em if column.solid else 0.3 * em
    if column.stops and a.text.rstrip()[-1:] not in ENDS:
        spare = 3 * em
    if room > 0.5 * em + spare and room > _unit_width(b) + spare:
        return True
    if a.seen and not centered:
        if column.natural and room < 0.8 * em and _pitch_of(a) > STRETCHED * column.natural:
            return False
        if column.justified and room > 0.75 * em and a.text.rstrip()[-1:] in ENDS:
            return True
    elif column.natural and not centered:
        if room > 0.07 * em and a.text.rstrip()[-1:] in ENDS:
            return True
        if room < 0.07 * em and _pitch_of(a) > 1.003 * column.natural:
            return False
    if a.text.rstrip()[-1:] in (_CLOSED if column.flows else ENDS) and _opens(b.text):
        return True
    if column.flows and not column.indented and _addressed().search(a.text):
        return True
    if column.flows and _title_end().search(a.text) and (b.text.rstrip()[-1:] in "：:" or _NUMBER.search(b.text)):
        return True
    return False if column.indented and not centered else None


def _opens(text: str) -> bool:
    """Whether a line begins as only a paragraph does: with a label, or 附件1, 抄送：."""
    return _LABEL.match(text) is not None or _opener().match(text) is not None


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
    return a.text.rstrip()[-1:] not in _CLOSED and a.x0 - column.left < _unit_width(b) + 0.3 * column.em


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
    if a.size < 1.15 * column.em and (not column.flows or min(aside[1]) < 1.2 * column.em or a.text.rstrip()[-1:] in _CLOSED):
        return False
    return sum(aside[0]) < _unit_width(b) + 0.3 * a.size


def _ending(line: Run) -> str:
    """How a line ends: its stop, or its last two characters."""
    text = line.text.rstrip()
    return text[-1:] if text[-1:] in ENDS else text[-2:]


def continues(a: Run, before: Column, b: Run, after: Column) -> bool:
    """Whether `b`, the first line of a page or column, goes on with the paragraph of `a`, the last one before."""
    if abs(a.size - b.size) > _OTHER_SIZE * max(a.size, b.size) or is_centered([a], before) or is_centered([b], after):
        return False
    if is_far_right(a, before):
        return False
    if before.right - a.x1 > _unit_width(b) + 0.3 * before.em or b.x0 - after.left > 1.2 * after.em:
        return False
    if a.text.rstrip()[-1:] in _CLOSED and _opens(b.text):
        return False
    return a.text.rstrip()[-1:] not in ENDS or before.indented or after.indented


def _is_indent(a: Run, b: Run, column: Column) -> bool:
    """An indent of a first line: deeper than the line before, or two characters like the others."""
    indent = (b.x0 - column.left) / column.em
    return b.x0 - a.x0 > 0.8 * column.em or (column.indented and 1.6 < indent < 2.5)


def _unit_width(line: Run) -> float:
    """The width of what could not have been parted at the line's beginning: a word with its punctuation.

    A quotation mark holds fast to both its neighbours, as some programs have it.
    """
    text = line.text
    start = len(text) - len(text.lstrip())
    end = start
    while end < len(text):
        while end < len(text) and (text[end] in _NEVER_LAST or text[end] in _GLUE):
            end += 1
        end = _word_end(text, end)
        while end < len(text) and text[end] in _NEVER_FIRST and text[end] not in _GLUE:
            end += 1
        if end >= len(text) or text[end] not in _GLUE:
            break
    end = min(end, len(text))
    return line.edges[end] - line.edges[start]


def _other_size(a: Run, b: Run, other: float) -> bool:
    """Whether two lines are set in different sizes: their ems and their heights differ."""
    return all(abs(x - y) > other * max(x, y) for x, y in ((a.size, b.size), (a.bottom - a.top, b.bottom - b.top)))


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


# ---- what a column does --------------------------------------------------------------------------


SAMPLE = 150
"""Cells or stretches that are looked at to learn how a column is set."""


def measure(cells: Iterable[Sequence[Run]], left: float, right: float, *, flows: bool = False) -> Column:
    """How the text in `cells` (lists of lines) is set between `left` and `right`.

    With `flows` the lines are running text, whose `right` is where full lines end.
    """
    groups = list(itertools.islice((c for c in cells if c), SAMPLE))
    sizes = [(line.size, len(line.text)) for group in groups for line in group]
    em = _middle([size for size, n in sizes if n > 8]) or _middle([size for size, _ in sizes]) or 10.5
    pitch = _pitch(groups, em)
    right = right if flows else _right_edge(groups, right, em)
    sharp = sum(abs(size - em) < 0.04 * em for size, n in sizes if n > 5) > 0.6 * sum(n > 5 for _, n in sizes)
    draft = Column(left, right, em, pitch, flows=flows, sharp=flows and sharp)
    natural, reach = _natural_pitch(groups, draft)
    draft = replace(draft, natural=natural, right=reach)
    draft = replace(draft, justified=_justified(groups, draft))
    draft = replace(draft, indented=_indented(groups, draft))
    draft = replace(draft, solid=not flows and _solid(groups, draft), stops=_stops(groups), tagged=_tagged(groups, draft))
    return replace(draft, endings=_endings(groups, draft))


def _solid(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether hardly any text of more than a line has a line that plainly ends a paragraph."""
    long = [g for g in groups if len(g) > 1]
    broken = sum(any(column.right - a.x1 > _unit_width(b) + 3 * column.em for a, b in itertools.pairwise(g)) for g in long)
    return len(long) > 5 and broken < 0.05 * len(long)


def _stops(groups: list[Sequence[Run]]) -> bool:
    """Whether most texts of more than a line end with a stop."""
    ends = [g[-1].text.rstrip()[-1:] in ENDS for g in groups if len(g) > 1]
    return len(ends) > 2 and sum(ends) > 0.65 * len(ends)


def _tagged(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether lines bear the same mark wherever a sentence runs on from a full line."""
    same = [
        a.marks[1] == b.marks[0] for g in groups for a, b in itertools.pairwise(g)
        if min(a.marks[1], b.marks[0]) >= 0 and a.text.rstrip()[-1:] not in _CLOSED
        and column.right - a.x1 < _unit_width(b) and b.x0 - column.left < 0.5 * column.em
    ]  # fmt: skip
    return len(same) > 0 and sum(same) >= 0.8 * len(same)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def _pitch(groups: list[Sequence[Run]], em: float) -> float:
    """The step from a line to the next inside a paragraph: the smallest that occurs more than by chance."""
    steps = sorted(
        b.middle - a.middle for g in groups for a, b in itertools.pairwise(g) if 0 < b.middle - a.middle < 4 * em
    )
    return steps[len(steps) // 10] if steps else 1.5 * em


def _right_edge(groups: list[Sequence[Run]], right: float, em: float) -> float:
    """Where full lines end: `right`, unless many lines plainly turn at an earlier place."""
    turned = [line.x1 for g in groups for line in g[:-1] if line.text.rstrip()[-1:] not in ENDS]
    if len(turned) < 3:
        return right
    reach = max(turned)
    at_reach = sum(reach - x < em for x in turned)
    return reach if reach > right or at_reach > 0.6 * len(turned) else right


def _natural_pitch(groups: list[Sequence[Run]], column: Column) -> tuple[float, float]:
    """The step between characters of short lines and the end of full ones, where full lines are stretched to it."""
    full = [line for g in groups for line in g if column.right - line.x1 < 1.2 * column.em and len(line.text) > 6]
    short = [line for g in groups for line in g if column.right - line.x1 > 2 * column.em and len(line.text) > 3]
    ends: Counter[int] = Counter(round(line.x1 * 2) for line in full)
    if len(full) < 3 or not short:
        return 0.0, column.right
    if any(line.seen for line in full):
        return _seen_pitch(full, short), column.right
    most = max(ends, key=lambda k: (ends[k - 1] + ends[k] + ends[k + 1], k))
    at_most = sorted(line.x1 for line in full if abs(round(line.x1 * 2) - most) <= 1)
    natural = _middle([_pitch_of(line) for line in short])
    stretched = sum(_pitch_of(line) > natural * 1.003 for line in full)
    if len(at_most) < 0.7 * len(full) or stretched < 0.5 * len(full):
        return 0.0, column.right
    return natural, at_most[len(at_most) // 2]


def _justified(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether nearly all recognised lines that are full reach the right side: text is set even there."""
    rooms = [column.right - line.x1 for g in groups for line in g[:-1] if line.seen]
    full = [room for room in rooms if room < 1.1 * column.em]
    return len(full) > 4 and sum(room < 0.4 * column.em for room in full) > 0.85 * len(full)


def _seen_pitch(full: Sequence[Run], short: Sequence[Run]) -> float:
    """The same step in recognised lines, whose characters are placed less sharply; 0 where full lines are not stretched."""
    natural = _middle([_pitch_of(line) for line in short])
    stretched = sum(_pitch_of(line) > natural * STRETCHED for line in full)
    return natural if stretched >= 0.5 * len(full) else 0.0


def _pitch_of(line: Run) -> float:
    """The usual distance between neighbouring characters."""
    n = len(line.text) - 1
    if n > 0 and min(line.text) > "\u2e7f":
        return (line.edges[n] - line.edges[0]) / n
    return _middle(list(map(sub, line.edges[1:], line.edges)))


def _indented(groups: list[Sequence[Run]], column: Column) -> bool:
    """Whether most groups of several lines begin with an indent of about two characters."""
    firsts = [g[0].x0 - column.left for g in groups if len(g) > 1 and not is_centered(g, column)]
    starts = [
        b.x0 - column.left for g in groups for a, b in itertools.pairwise(g)
        if column.right - a.x1 > 2 * column.em and a.text.rstrip()[-1:] in ENDS and not is_centered([a], column)
    ]  # fmt: skip
    seen = firsts + starts
    return len(seen) > 0 and sum(1.4 * column.em < s < 2.6 * column.em for s in seen) > 0.6 * len(seen)


def _endings(groups: list[Sequence[Run]], column: Column) -> frozenset[str]:
    """Endings after which the paragraph was over more often than it went on.

    A paragraph went on after an ending that stands inside a line, where no punctuation follows it.
    Of full stops only those count that end a paragraph inside a cell: every cell ends with one.
    """
    over: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for g in groups:
        centered = is_centered(g, column)
        last[_ending(g[-1])] += 1
        over.update(_ending(a) for a, b in itertools.pairwise(g) if _sign(a, b, column, centered))
    text = "\n".join(line.text.strip() for g in groups for line in g)
    stops = {e for e, times in over.items() if e in ENDS and times > 1 and _inner(e, text) < times}
    words = {e for e, times in (over + last).items() if e not in ENDS and times > 1 and e and _inner(e, text) < 0.3 * times}
    return frozenset(stops | words)


def _inner(ending: str, text: str) -> int:
    """How often an ending stands inside a line with more of its paragraph after it."""
    follow = (text[m.end() : m.end() + 1] for m in re.finditer(re.escape(ending), text))
    return sum(c not in _NEVER_FIRST and c not in ("", "\n") for c in follow)
