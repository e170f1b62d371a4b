"""How the pages of a document are set: the sides of their running text and of their tables' columns."""

from __future__ import annotations

from collections import Counter, defaultdict

from taskextract.readers import paragraphs
from taskextract.readers.laid import LaidPage, LaidTable
from taskextract.readers.page import Run
from taskextract.readers.paragraphs import SAMPLE, Column


def size_key(page: LaidPage) -> tuple[int, int]:
    """Pages of one size are set alike."""
    return (round(page.width), round(page.height))


def areas_of(pages: list[LaidPage], kinds: list[dict[int, str]]) -> dict[tuple[int, int], Column]:
    """For each size of page how its running text is set; `kinds` says which of its lines are furniture."""
    texts: dict[tuple[int, int], list[list[Run]]] = defaultdict(list)
    boxes: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for page, marked in zip(pages, kinds, strict=True):
        key = size_key(page)
        index = 0
        for part in page.parts:
            if isinstance(part, LaidTable):
                boxes[key].append((part.grid.xs[0], part.grid.xs[-1]))
                continue
            kept = [line for k, line in enumerate(part.lines, index) if k not in marked]
            index += len(part.lines)
            if part.whole_width and kept:
                texts[key].append(kept)
    return {key: _area(texts[key], boxes[key], key[0]) for key in {size_key(page): None for page in pages}}


def _area(groups: list[list[Run]], boxes: list[tuple[float, float]], width: float) -> Column:
    lines = [line for g in groups for line in g]
    wide = [line for line in lines if line.x1 - line.x0 > 0.5 * width]
    lefts = [r.x0 for r in lines] if wide else [b[0] for b in boxes] or [r.x0 for r in lines]
    rights = [r.x1 for r in wide] or [b[1] for b in boxes] or [r.x1 for r in lines]
    left, right = min(_usual(lefts), default=0.0), max(_usual(rights), default=width)
    return paragraphs.measure(groups, left, right, flows=True)


def _usual(values: list[float]) -> list[float]:
    """The places where more than a few lines begin or end; all, where none is."""
    places = Counter(round(v) for v in values)
    need = max(2, len(values) // 12)
    return [v for v in values if places[round(v)] >= need] or values


ColumnKey = tuple[int, int]
"""The sides of a table's column."""


def column_key(box: tuple[float, float, float, float]) -> ColumnKey:
    """Cells between the same upright lines are set alike."""
    return (round(box[0] / 2), round(box[2] / 2))


def table_columns(pages: list[LaidPage]) -> dict[ColumnKey, Column]:
    """For each column of the document's tables how its cells are set."""
    groups: dict[ColumnKey, list[list[Run]]] = defaultdict(list)
    sides: dict[ColumnKey, tuple[float, float]] = {}
    pads: list[float] = []
    for page in pages:
        for table in page.parts:
            if not isinstance(table, LaidTable):
                continue
            for cell, lines in zip(table.grid.cells, table.texts, strict=True):
                key = column_key(cell.box)
                sides.setdefault(key, (cell.box[0], cell.box[2]))
                if lines and len(groups[key]) < SAMPLE:
                    groups[key].append(lines)
                    pads += [line.x0 - cell.box[0] for line in lines]
    pad = max(sorted(pads)[len(pads) // 20], 0.0) if pads else 0.0
    return {
        key: paragraphs.measure(groups[key], x0 + pad, x1 - pad) for key, (x0, x1) in sides.items()
    }
