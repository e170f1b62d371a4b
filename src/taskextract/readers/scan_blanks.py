"""Blanks that the network does not tell: the paper between the characters does.

Between digits and letters a blank parts numbers and words. Between Chinese characters, and after a full
stop, it shows what was put together in one line: a name and what is said of it, two entries of a cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from taskextract.readers.scan_find import Strip
from taskextract.readers.scan_read import Glyph, Reading

PAPER, SLIM = 0.22, 0.28
"""Ems of paper between two digits from which on there may be a blank; and where one is a 1, or a letter, which are slimmer."""
NEXT = 0.68
"""Ems from middle to middle of two characters side by side, if they are half as wide as Chinese ones."""
FULL = 0.92
"""Ems from middle to middle of two digits that are as wide as Chinese characters."""
CAPITAL = 0.74
"""Ems: the height of digits and large letters."""
BETWEEN = 0.38
"""Ems of paper: digits as wide as Chinese characters leave more."""
FARTHEST = 1.6
"""Ems: farther apart are words of different columns."""
WIDER, STOP = 0.23, 0.16
"""Ems of paper more than is usual between two Chinese characters, or after a stop, from which on there is a blank."""
SPREAD = 3.5
"""Times by which nine in ten papers are above the usual one that it must be at least: written forms stand unevenly."""
FARTHER = 0.1
"""Ems by which the middles of two Chinese characters must be farther apart than others of their line, too."""
ENOUGH, IN_LINE = 20, 3
"""Pairs of Chinese characters that must tell what is usual on a page, and in a line, which may be stretched."""
_MARKS = frozenset("。，、；")
_LOW = frozenset("—–―－·…")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the ems of paper between its characters, and what is usual in it between Chinese ones: paper, and from middle to middle.

    0 of both where it has too few to tell.
    """

    reading: Reading
    em: float
    papers: Sequence[float]
    paper: float
    step: float

    def pairs(self) -> Iterator[tuple[Glyph, Glyph, float]]:
        """Each character with the next one and the paper between them."""
        return ((a, b, paper) for (a, b), paper in zip(itertools.pairwise(self.reading), self.papers, strict=True))


@dataclass(frozen=True, slots=True)
class _Usual:
    """By how many ems the paper between two Chinese characters, and behind a mark, is wider on a page than is usual in its line."""

    spread: float
    behind: float


def with_blanks(readings: Sequence[Reading], strips: Sequence[Strip], ink: Any) -> list[Reading]:
    """The readings of a page with a blank where digits, letters, words or sentences stand apart."""
    lines = [_line(r, strip, ink) for r, strip in zip(readings, strips, strict=True)]
    steps = sorted((b.x - a.x) / line.em for line in lines for a, b, _ in line.pairs() if _word(a.text) and _word(b.text))
    narrow = len(steps) > 0 and steps[len(steps) // 4] < NEXT
    usual = _usual(lines)
    return [_parted(line, FARTHEST if narrow else FULL, usual) for line in lines]


def _line(reading: Reading, strip: Strip, ink: Any) -> _Line:
    reading = [g for i, g in enumerate(reading) if not g.text.isspace() or _parts_words(reading, i)]
    em = _em(reading, strip)
    papers = [_paper(ink, strip, a.x, b.x) / em for a, b in itertools.pairwise(reading)]
    inner = [k for k, (a, b) in enumerate(itertools.pairwise(reading)) if _chinese(a.text) and _chinese(b.text)]
    if len(inner) < IN_LINE:
        return _Line(reading, em, papers, 0.0, 0.0)
    steps = sorted((reading[k + 1].x - reading[k].x) / em for k in inner)
    return _Line(reading, em, papers, sorted(papers[k] for k in inner)[len(inner) // 2], steps[len(steps) // 2])


def _parts_words(reading: Reading, i: int) -> bool:
    """Whether the network's blank at `i` stands between letters or digits: elsewhere it tells nothing."""
    return 0 < i < len(reading) - 1 and _word(reading[i - 1].text) and _word(reading[i + 1].text)


def _usual(lines: Sequence[_Line]) -> _Usual | None:
    """What is usual on a page; None where too little of it is Chinese."""
    inside, behind = [], []
    for line in lines:
        for a, b, paper in line.pairs() if line.step else ():
            if _chinese(b.text) and _chinese(a.text):
                inside.append(paper - line.paper)
            elif _chinese(b.text) and a.text in _MARKS:
                behind.append(paper - line.paper)
    if len(inside) < ENOUGH or not behind:
        return None
    return _Usual(sorted(inside)[9 * len(inside) // 10], sorted(behind)[len(behind) // 2])


def _parted(line: _Line, reach: float, usual: _Usual | None) -> Reading:
    """A line with its blanks; digits as wide as Chinese characters may stand `reach` apart without one."""
    out: Reading = list(line.reading[:1])
    for a, b, paper in line.pairs():
        apart = (b.x - a.x) / line.em
        if _word(a.text) and _word(b.text):
            blank = NEXT < apart < (FARTHEST if paper < BETWEEN else reach) and paper > (PAPER if _is_full(a.text + b.text) else SLIM)
        else:
            blank = line.step > 0 and usual is not None and _is_wide(a.text, b.text, paper - line.paper, apart - line.step, usual)
        if blank:
            out.append(Glyph(" ", min(a.certainty, b.certainty), (a.x + b.x) / 2))
        out.append(b)
    return out


def _is_wide(before: str, after: str, wider: float, farther: float, usual: _Usual) -> bool:
    """Whether a Chinese character stands so much farther from the one before, or from a stop, than others of its line do."""
    if not _chinese(after):
        return False
    if before == "。":
        return wider > usual.behind + STOP
    return _chinese(before) and wider > max(WIDER, SPREAD * usual.spread) and farther > FARTHER


def _em(reading: Reading, strip: Strip) -> float:
    """The size of a line's type: where it has only digits, letters and dashes, they may be all that the strip is as high as."""
    return max(strip.em, strip.high / CAPITAL) if all(g.text.isascii() or g.text in _LOW for g in reading) else strip.em


def _word(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _chinese(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _is_full(pair: str) -> bool:
    """Whether both are digits that fill their places."""
    return pair.isdecimal() and "1" not in pair


def _paper(ink: Any, strip: Strip, start: float, end: float) -> int:
    """The widest stretch of columns without ink between two places of a strip, in pixels."""
    part = ink[max(int(strip.top), 0) : int(strip.bottom) + 1, max(int(start), 0) : int(end) + 1]
    widest = run = 0
    for filled in part.any(axis=0).tolist():
        run = 0 if filled else run + 1
        widest = max(widest, run)
    return widest
