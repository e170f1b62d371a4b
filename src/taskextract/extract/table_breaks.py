"""Where the paragraphs of a row's cells end, told by what all its cells say together.

Where a paragraph fills its last line, or a page break stands between two, the layout is silent. A list
of bodies goes on after a comma and in the middle of a name, and has ended where a whole name meets a new
one; a measure goes on where no stop stands. What is left open is chosen so that there are as many
measures as groups of bodies.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.extract.table_cells import (
    AGENCY_FIELDS,
    agency_items,
    begins_agency_list,
    is_agency,
    is_leveled,
    strip_duty_words,
)
from taskextract.extract.table_headers import Column
from taskextract.extract.table_line import Line, Paragraphs
from taskextract.strand import Strand

_STOP = re.compile(r"[。；;！!？?][”’）)]*$")
_LIST_GOES_ON = re.compile(r"[、，,；;：:（(〔\[]$")
_LIST_GOES_ON_WITH = re.compile(r"[、，,；;：:（(〔\[）)〕\]]|等|[和与及]|按|牵头|负责|分别|共同|配合")

_PLACE = re.compile(r"[\u4e00-\u9fff]{1,3}[^市县区旗盟府局厅委办部]")
_ITS_GOVERNMENT = re.compile(r"[市县区州旗盟](?:人民)?政府")
_NAME_LINES = 4  # lines that a name with its duty may run over


@dataclass(frozen=True, slots=True)
class _Break:
    """A place between two pieces: `sure` (True: a paragraph ends, False: none does, None: open), `usual`: what the reader took it for."""

    sure: bool | None
    usual: bool
    stop: bool = False


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A cell cut wherever a paragraph may end."""

    pieces: Paragraphs
    breaks: tuple[_Break, ...]

    @property
    def least(self) -> int:
        return 1 + sum(b.sure is True for b in self.breaks)

    @property
    def most(self) -> int:
        return 1 + sum(b.sure is not False for b in self.breaks)

    @property
    def usual(self) -> int:
        return 1 + sum(b.usual if b.sure is None else b.sure for b in self.breaks)

    def in_paragraphs(self, count: int) -> Paragraphs:
        """The cell in `count` paragraphs."""
        free = [i for i, b in enumerate(self.breaks) if b.sure is None]
        free.sort(key=lambda i: (not self.breaks[i].usual, not self.breaks[i].stop, i))
        ends = {i for i, b in enumerate(self.breaks) if b.sure} | set(free[: count - self.least])
        out = [self.pieces[0]]
        for i, piece in enumerate(self.pieces[1:]):
            if i in ends:
                out.append(piece)
            else:
                out[-1] = out[-1] + piece
        return tuple(out)


def settle_breaks(line: Line, columns: Sequence[Column], turns: Sequence[int]) -> None:
    """Put the paragraphs of a line's measure cell and agency cells right."""
    if not turns and not line.seams:
        return
    fields = [c.field for c in columns]
    body = next((fields.index(f) for f in ("measure", "task") if f in fields), None)
    found: dict[int, _Pieces] = {}
    for col, cell in enumerate(line.cells):
        if not cell:
            continue
        if col == body:
            found[col] = _measures(cell, turns, line.seams)
        elif fields[col] in AGENCY_FIELDS:
            found[col] = _bodies(cell, turns, line.seams)
        elif line.seams & {p.starts[0] for p in cell}:
            found[col] = _measures(cell, (), line.seams)
    groups = [p for col, p in found.items() if fields[col] in AGENCY_FIELDS and p.most > 1]
    count = _count(found.get(-1 if body is None else body), groups)
    for col, pieces in found.items():
        fits = pieces.least <= count <= pieces.most and count > 1
        line.cells[col] = pieces.in_paragraphs(count if fits else pieces.usual)


def _count(measures: _Pieces | None, groups: Sequence[_Pieces]) -> int:
    """How many measures the row has, where the cells agree about it (0: they do not tell)."""
    if measures is None or not groups:
        return 0
    low = max(measures.least, *(g.least for g in groups))
    high = min(measures.most, *(g.most for g in groups))
    if low > high:
        return 0
    fixed = [g.least for g in groups if g.least == g.most]
    wanted = fixed[0] if fixed else measures.usual
    return min(max(wanted, low), high)


def _cut(cell: Paragraphs, turns: Sequence[int]) -> list[tuple[Strand, bool]]:
    """The pieces of a cell, each with whether a paragraph of the reader begins with it."""
    out: list[tuple[Strand, bool]] = []
    for paragraph in cell:
        inside = turns[bisect_right(turns, paragraph.starts[0]) : bisect_left(turns, paragraph.ends[-1])]
        cuts = [0, *dict.fromkeys(bisect_left(paragraph.starts, t) for t in inside), len(paragraph)]
        pieces = [paragraph[a:b] for a, b in itertools.pairwise(cuts) if a < b]
        out += [(piece, k == 0) for k, piece in enumerate(pieces)]
    return out


def _measures(cell: Paragraphs, turns: Sequence[int], seams: set[int]) -> _Pieces:
    parts = _cut(cell, turns)
    breaks: list[_Break] = []
    for (above, _), (here, begins) in itertools.pairwise(parts):
        stop = bool(_STOP.search(above.text))
        start = here.starts[0]
        if start in seams:
            breaks.append(_Break(None if stop else False, stop, stop))
        elif _is_turn(start, turns):
            breaks.append(_Break(None if stop or begins else False, begins, stop))
        else:
            breaks.append(_Break(begins, begins, stop))
    return _Pieces(tuple(p for p, _ in parts), tuple(breaks))


def _bodies(cell: Paragraphs, turns: Sequence[int], seams: set[int]) -> _Pieces:
    parts = _cut(cell, turns)
    breaks: list[_Break] = []
    above = ""
    for i, ((piece, _), (here, begins)) in enumerate(itertools.pairwise(parts)):
        above += piece.text
        start = here.starts[0]
        silent = start in seams or _is_turn(start, turns)
        meets = _meets(above, [p.text for p, _ in parts[i + 1 : i + 1 + _NAME_LINES]])
        sure = begins if not silent else (None if meets == 0 else meets > 0)
        if meets == -2:
            sure = False
        breaks.append(_Break(sure, begins and start not in seams))
        if sure is not False:
            above = ""
    return _Pieces(tuple(p for p, _ in parts), tuple(breaks))


def _is_turn(start: int, turns: Sequence[int]) -> bool:
    at = bisect_left(turns, start)
    return at < len(turns) and turns[at] == start


def _meets(above: str, below: Sequence[str]) -> int:
    """What stands between two pieces of an agency cell: 1 a new list begins, 0 it may, -1 hardly, -2 the list goes on.

    `below` are the pieces that follow; its first name may run over several of them.
    """
    if _LIST_GOES_ON.search(above) or _LIST_GOES_ON_WITH.match(below[0]):
        return -2
    items = agency_items(above)
    said = bool(above[len(strip_duty_words(above)) :].replace("部门", "").replace("单位", "").strip("等"))
    whole = said or (bool(items) and is_agency(items[-1]))
    if not whole or (not said and _PLACE.fullmatch(items[-1]) and _ITS_GOVERNMENT.match("".join(below[:2]))):
        return -1
    begins = any(begins_agency_list("".join(below[:n])) for n in range(1, len(below) + 1))
    if begins and is_leveled(below[0]):
        return 1
    return 0 if begins or said else -1
