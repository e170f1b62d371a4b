"""From ruling lines to the cells of a table, for every paged format.

Lines are merged (double lines, dashes, pieces drawn per cell), parted into connected groups, and
each group becomes a grid. A grid that lacks its outer line on a side is closed where the crossing
lines end: a browser draws no rule under cells that the page's end cuts, and tables of many notices
have no outer border at the left and right.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taskextract.document import Box
from taskextract.readers.page import Rule

SNAP = 3.0
"""Points: parallel lines nearer than this are one line (a double rule, the two sides of a border)."""
REACH = 3.0
"""Points by which a line may fall short of the line that it meets."""
OVERHANG = 4.0
"""Points by which crossing lines must go beyond the last line for that side to be open."""
MAX_RULES = 6000
"""Merged lines on one page above which it is a drawing, not a table."""
MAX_FIELDS = 100_000
"""Fields of one grid above which it is graph paper, not a table: no page has room for text in so many."""


class GridCell(NamedTuple):
    """A cell of a grid with its place and its box."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page.

    `cells` are sorted by row, then column, and tile `box`; `owners[i][j]` is the index of the cell
    that holds the field of row i and column j. `open_top` and `open_bottom` say whether some of its
    outer line is missing there; `open_cells` are those without a line below them at the bottom.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owners: list[list[int]]
    open_top: bool
    open_bottom: bool
    open_cells: tuple[GridCell, ...] = ()

    @property
    def box(self) -> Box:
        """The grid's outline."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """The index in `cells` of the cell that holds the point."""
        col, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= col < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self.owners[row][col]


class TooManyRules(Exception):
    """A page holds more lines, or a grid more fields, than any table has."""


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """The ruled tables of a page, from top to bottom; a grid inside another's cell is left out.

    Raises `TooManyRules` for drawings of thousands of lines, and graph paper.
    """
    across, upright = merge_rules([r for r in rules if not r.upright]), merge_rules([r for r in rules if r.upright])
    if len(across) + len(upright) > MAX_RULES:
        raise TooManyRules
    grids: list[Grid] = []
    for lines, posts in _components(across, upright):
        grid = _grid(lines, posts)
        if grid is not None and len(grid.cells) > 1:
            grids.append(grid)
    outer = [g for g in grids if not any(o is not g and _inside(g.box, o) for o in grids)]
    return sorted(outer, key=lambda g: (g.ys[0], g.xs[0]))


def merge_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Parallel rules with near ones made one, and pieces in line joined (dashes over their gaps)."""
    out: list[Rule] = []
    ordered = sorted(rules, key=lambda r: (r.at, r.low))
    for group in _near_groups(ordered):
        at = sum(r.at for r in group) / len(group)
        gap = _dash_gap(group)
        low: float | None = None
        high = 0.0
        for r in sorted(group, key=lambda r: r.low):
            if low is not None and r.low <= high + gap:
                high = max(high, r.high)
                continue
            if low is not None:
                out.append(Rule(at, low, high, r.upright))
            low, high = r.low, r.high
        if low is not None:
            out.append(Rule(at, low, high, group[0].upright))
    return [r for r in out if r.high - r.low > OVERHANG]


def _near_groups(ordered: Sequence[Rule]) -> Iterable[list[Rule]]:
    group: list[Rule] = []
    for r in ordered:
        if group and r.at - group[0].at > SNAP:
            yield group
            group = []
        group.append(r)
    if group:
        yield group


def _dash_gap(group: Sequence[Rule]) -> float:
    """How wide a gap may be bridged: a row of short pieces is a dashed line."""
    if len(group) < 6:
        return REACH
    lengths = sorted(r.high - r.low for r in group)
    middle = lengths[len(lengths) // 2]
    return max(REACH, min(8.0, middle * 2.5)) if middle < 12 else REACH


def _components(across: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch; upright lines that touch nothing are grouped by their ends."""
    parent = list(range(len(across) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [r.at for r in across]
    for k, post in enumerate(upright):
        first, last = bisect_left(heights, post.low - REACH), bisect_right(heights, post.high + REACH)
        for i in range(first, last):
            if across[i].low - REACH <= post.at <= across[i].high + REACH:
                parent[root(i)] = root(len(across) + k)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, r in enumerate(itertools.chain(across, upright)):
        groups.setdefault(root(i), ([], []))[r.upright].append(r)
    whole = [g for g in groups.values() if g[0] and g[1]]
    bare = [g[1][0] for g in groups.values() if not g[0]]
    if bare and whole:
        bare = [post for post in bare if not _joins_grid(post, whole)]
    return whole + _bare_posts(bare)


def _joins_grid(post: Rule, grids: list[tuple[list[Rule], list[Rule]]]) -> bool:
    """Put a line that touches nothing to the grid beside which it stands, as long as that is high.

    It is the outer side of a merged cell that begins and ends on other pages: a browser draws nothing else of it.
    """
    for _, posts in grids:
        low, high = min(p.low for p in posts), max(p.high for p in posts)
        outside = post.at < min(p.at for p in posts) or post.at > max(p.at for p in posts)
        if outside and abs(post.low - low) <= OVERHANG and abs(post.high - high) <= OVERHANG:
            posts.append(post)
            return True
    return False


def _bare_posts(posts: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Upright lines of one height with no line across: a row so long that a browser cuts it at both ends."""
    out: list[tuple[list[Rule], list[Rule]]] = []
    for post in sorted(posts, key=lambda r: (round(r.low), round(r.high), r.at)):
        near = [g for g in out if abs(g[1][0].low - post.low) <= REACH and abs(g[1][0].high - post.high) <= REACH]
        if near:
            near[0][1].append(post)
        else:
            out.append(([], [post]))
    return [g for g in out if len(g[1]) >= 3]


def _grid(across: list[Rule], upright: list[Rule]) -> Grid | None:
    xs, ys = _positions(upright), _positions(across)
    top, bottom = _ends([(r.low, r.high) for r in upright])
    left, right = _ends([(r.low, r.high) for r in across]) if across else (xs[0], xs[-1])
    cut_top = not ys or top < ys[0] - OVERHANG
    cut_bottom = not ys or bottom > ys[-1] + OVERHANG
    ys = [top] * cut_top + ys + [bottom] * cut_bottom
    open_left, open_right = left < xs[0] - OVERHANG, right > xs[-1] + OVERHANG
    xs = [left] * open_left + xs + [right] * open_right
    if len(xs) < 2 or len(ys) < 2:
        return None
    if len(xs) * len(ys) > MAX_FIELDS:
        raise TooManyRules
    walls_across, walls_up = _walls(across, ys, xs), _walls(upright, xs, ys)
    cells, owners = _cells(xs, ys, walls_across, walls_up)
    under = [cells[owner] for owner, ruled in zip(owners[-1], walls_across[-1], strict=True) if not ruled]
    return Grid(tuple(xs), tuple(ys), tuple(cells), owners, not all(walls_across[0]), not all(walls_across[-1]), tuple(under))


def _positions(rules: list[Rule]) -> list[float]:
    """Where the lines stand, near ones counted once."""
    out: list[float] = []
    for r in sorted(rules, key=lambda r: r.at):
        if not out or r.at - out[-1] > SNAP:
            out.append(r.at)
    return out


def _ends(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """How far a bundle of lines goes on either side; a single one that overshoots the others does not count."""
    lows, highs = sorted(s[0] for s in spans), sorted((s[1] for s in spans), reverse=True)
    at = 1 if len(spans) > 1 else 0
    low = lows[0] if lows[at] - lows[0] <= OVERHANG else lows[at]
    high = highs[0] if highs[0] - highs[at] <= OVERHANG else highs[at]
    return low, high


def _walls(rules: list[Rule], places: list[float], steps: list[float]) -> list[list[bool]]:
    """`walls[i][j]`: a rule at `places[i]` covers most of the way from `steps[j]` to `steps[j + 1]`."""
    covered = [[0.0] * (len(steps) - 1) for _ in places]
    for r in rules:
        i = min(range(len(places)), key=lambda k: abs(places[k] - r.at))
        for j in range(max(bisect_right(steps, r.low) - 1, 0), min(bisect_left(steps, r.high), len(steps) - 1)):
            covered[i][j] += max(0.0, min(r.high, steps[j + 1]) - max(r.low, steps[j]))
    return [[c > 0.6 * (steps[j + 1] - steps[j]) for j, c in enumerate(row)] for row in covered]


def _cells(
    xs: list[float], ys: list[float], across: list[list[bool]], upright: list[list[bool]]
) -> tuple[list[GridCell], list[list[int]]]:
    """Rectangles of grid fields that no wall parts, read row by row."""
    owners = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    out: list[GridCell] = []
    for i, j in itertools.product(range(len(ys) - 1), range(len(xs) - 1)):
        if owners[i][j] >= 0:
            continue
        right = j + 1
        while right < len(xs) - 1 and not upright[right][i] and owners[i][right] < 0:
            right += 1
        down = i + 1
        while down < len(ys) - 1 and _goes_down(across[down], upright, down, j, right, owners[down]):
            down += 1
        for row in owners[i:down]:
            row[j:right] = [len(out)] * (right - j)
        out.append(GridCell(i, j, down - i, right - j, (xs[j], ys[i], xs[right], ys[down])))
    return out, owners


def _goes_down(
    wall: list[bool], upright: list[list[bool]], row: int, left: int, right: int, owners: list[int]
) -> bool:
    """Whether a cell over columns `left:right` goes on in `row`: no wall above it, none across it."""
    if any(wall[left:right]) or max(owners[left:right]) >= 0:
        return False
    return not any(upright[k][row] for k in range(left + 1, right))


def _inside(box: Box, outer: Grid) -> bool:
    """Whether a box lies in a single cell of `outer`."""
    x0, top, x1, bottom = box
    return any(
        c.box[0] - 1 <= x0 and x1 <= c.box[2] + 1 and c.box[1] - 1 <= top and bottom <= c.box[3] + 1
        for c in outer.cells
    )
