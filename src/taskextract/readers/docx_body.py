"""The blocks of a Word file's story: paragraphs with their labels, tables with their merged cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskextract.readers.docx_styles import VAL, Style, W, alignment, numbering, on, outline_level, value
from taskextract.readers.docx_text import (
    ALTERNATE,
    TRANSPARENT,
    Story,
    choice_of,
    is_placeholder,
    paragraph_text,
)
from taskextract.readers.flow import Grid, GridCell, Text
from taskextract.readers.opc import R_ID

if TYPE_CHECKING:
    from lxml.etree import _Element

_P, _TBL, _TR, _TC, _PPR = (W + n for n in ("p", "tbl", "tr", "tc", "pPr"))
_GRID_SPAN, _V_MERGE, _H_MERGE, _TC_PR = (W + n for n in ("gridSpan", "vMerge", "hMerge", "tcPr"))
_P_STYLE, _JC, _NUM_PR, _OUTLINE, _SECTION, _RPR, _VANISH, _TR_PR = (
    W + n for n in ("pStyle", "jc", "numPr", "outlineLvl", "sectPr", "rPr", "vanish", "trPr")
)
_FRAME, _DROP_CAP = W + "framePr", W + "dropCap"
_TBL_GRID, _GRID_COL, _WIDTH = W + "tblGrid", W + "gridCol", W + "w"
_GONE = (W + "del", W + "moveFrom")
_CHUNKS = (W + "altChunk", W + "subDoc")
_STORIES = (W + "body", _TC, W + "txbxContent")
_MAX_SPAN = 1000
_SAME_EDGE = 120
"""Twips (2 mm): edges of cells in different rows that lie no further apart are one edge, not quite met."""
_UNSET = -1


@dataclass(slots=True)
class _Properties:
    """A paragraph's own properties, those of its style where it has none."""

    style: Style
    style_id: str | None = None
    align: str | None = None
    outline: int | None = _UNSET
    num_id: str | None = None
    level: int | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False


def blocks(container: _Element, story: Story) -> list[Text | Grid]:
    """The paragraphs and tables in a body, a cell, a text box or a note, in reading order."""
    out: list[Text | Grid] = []
    for child in container:
        tag = child.tag
        if tag == _P:
            _paragraph(child, story, out)
        elif tag == _TBL:
            out.append(_table(child, story))
        elif tag in TRANSPARENT:
            if is_placeholder(child, story):
                story.note("prompts")
            else:
                out.extend(_contents(child, story) if _is_contents(child) else blocks(child, story))
        elif tag == ALTERNATE:
            out.extend(blocks(choice_of(child), story))
        elif tag == _SECTION:
            story.sections.append(child)
        elif tag in _CHUNKS:
            out.extend(_chunk(child, story))
        elif tag in _GONE:
            story.note("tracked")
    if story.carried and container.tag in _STORIES:
        out.append(Text(story.carried))
        story.carried = ""
    return out


def _contents(element: _Element, story: Story) -> list[Text | Grid]:
    return [
        Text(block.text, furniture="contents") if isinstance(block, Text) else block
        for block in blocks(element, story)
    ]


def _is_contents(element: _Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _paragraph(paragraph: _Element, story: Story, out: list[Text | Grid]) -> None:
    own = _properties(paragraph, story)
    text = paragraph_text(paragraph, story)
    boxes, story.boxes = story.boxes, []
    banners, story.banners = story.banners, []
    if own.mark_deleted:
        story.carried += text
    else:
        if story.carried:
            text, story.carried = story.carried + text, ""
        if not (own.mark_hidden and not text):
            text = _label(own, story) + text
        out.append(_as_text(text, own))
    out.extend(Text(banner, style="centered") for banner in banners)
    out.extend(_pictures(story))
    for box in boxes:
        out.extend(blocks(box, story))


def _pictures(story: Story) -> Iterator[Text | Grid]:
    """What the pictures of a paragraph say; those that cannot be read are counted."""
    names, story.pictures = story.pictures, []
    for name in names:
        found = story.read_picture(name) if story.read_picture else None
        if found is None:
            story.note("pictures")
        else:
            yield from found


def _chunk(element: _Element, story: Story) -> Sequence[Text | Grid]:
    """What an embedded document says; one that cannot be read is counted."""
    found = story.read_chunk(element.get(R_ID, "")) if story.read_chunk else None
    if found is None:
        story.note("chunks")
    return found or ()


def _as_text(text: str, own: _Properties) -> Text:
    if own.style.is_contents:
        return Text(text, furniture="contents")
    if own.style.is_title:
        return Text(text, style="title")
    outline = own.style.outline if own.outline == _UNSET else own.outline
    align = own.style.align if own.align is None else own.align
    return Text(text, 0 if outline is None else outline + 1, align)


def _label(own: _Properties, story: Story) -> str:
    num_id = own.num_id if own.num_id is not None else own.style.num_id
    if num_id is None or num_id == "0":
        return ""
    level = own.level
    if level is None and own.num_id is None:
        level = own.style.level
    if level is None:
        level = story.numbering.level_of_style(num_id, own.style_id or story.styles.default)
    return story.numbering.label(num_id, level)


def _properties(paragraph: _Element, story: Story) -> _Properties:
    element = next(paragraph.iterchildren(_PPR), None)
    if element is None:
        return _Properties(story.styles.get(None))
    own = _Properties(story.styles.get(None))
    for child in element:
        tag = child.tag
        if tag == _P_STYLE:
            own.style_id = child.get(VAL)
            own.style = story.styles.get(own.style_id)
        elif tag == _JC:
            own.align = alignment(child.get(VAL, ""))
        elif tag == _NUM_PR:
            own.num_id, own.level = numbering(child)
        elif tag == _OUTLINE:
            own.outline = outline_level(child.get(VAL, ""))
        elif tag == _SECTION:
            story.sections.append(child)
        elif tag == _FRAME and child.get(_DROP_CAP) in ("drop", "margin"):
            own.mark_deleted = True  # a large first letter: the paragraph goes on in the next one
        elif tag == _RPR:
            _read_mark(own, child)
    return own


def _read_mark(own: _Properties, properties: _Element) -> None:
    """What the paragraph's mark itself is: deleted (it joins the next paragraph then), hidden."""
    for child in properties.iterchildren(*_GONE, _VANISH):
        if child.tag == _VANISH:
            own.mark_hidden = on(child.get(VAL))
        else:
            own.mark_deleted = True


def _table(table: _Element, story: Story) -> Grid:
    """A table's cells. Merges are read from the marks and never from equal text; nothing recurses over rows."""
    cells: list[GridCell] = []
    open_cells: dict[int, GridCell] = {}
    row = 0
    grid = next(table.iterchildren(_TBL_GRID), None)
    for element in _children(table, _TR):
        properties = next(element.iterchildren(_TR_PR), None)
        if properties is not None and _is_gone(properties, story):
            continue
        col = 0 if properties is None else _count(value(properties, "gridBefore"), 0)
        _row(element, row, col, story, cells, open_cells)
        row += 1
    _meet(cells, [] if grid is None else [_twips(c.get(_WIDTH, "")) for c in grid.iterchildren(_GRID_COL)])
    return Grid(cells)


def _meet(cells: list[GridCell], widths: list[int]) -> None:
    """Cells whose edges just miss one another brought to the same columns of the grid.

    Word gives each edge a column of its own, however small its distance from the next. Nothing is
    done where the file's widths cannot be trusted or a cell is as small as such a column.
    """
    if len(widths) < 3 or min(widths) <= 0 or min(widths) > _SAME_EDGE:
        return
    places, first = [0], 0
    for x in itertools.accumulate(widths):
        same = x - first <= _SAME_EDGE
        first = first if same else x
        places.append(places[-1] if same else places[-1] + 1)
    if all(c.col + c.col_span < len(places) and places[c.col] < places[c.col + c.col_span] for c in cells):
        for cell in cells:
            end = places[cell.col + cell.col_span]
            cell.col = places[cell.col]
            cell.col_span = end - cell.col


def _row(
    element: _Element, row: int, col: int, story: Story, cells: list[GridCell], open_cells: dict[int, GridCell]
) -> None:
    previous: GridCell | None = None
    for tc in _children(element, _TC):
        span, v_merge, h_merge = _cell_marks(tc)
        above = open_cells.get(col)
        if v_merge == "continue" and above is not None and above.row + above.row_span == row:
            above.row_span += 1
            story.note("covered", _own_text(tc))
        elif h_merge == "continue" and previous is not None:
            previous.col_span += span
            previous.content.extend(blocks(tc, story))
        else:
            previous = GridCell(row, col, 1, span, blocks(tc, story))
            cells.append(previous)
            if v_merge:
                open_cells[col] = previous
            else:
                open_cells.pop(col, None)
        col += span


def _cell_marks(tc: _Element) -> tuple[int, str, str]:
    """Columns that a cell spans, and its marks of vertical and horizontal merging ("" for none)."""
    properties = next(iter(tc), None)
    if properties is None or properties.tag != _TC_PR:
        return 1, "", ""
    span, v_merge, h_merge = 1, "", ""
    for child in properties:
        tag = child.tag
        if tag == _GRID_SPAN:
            span = max(_count(child.get(VAL, ""), 1), 1)
        elif tag == _V_MERGE:
            v_merge = child.get(VAL, "continue")
        elif tag == _H_MERGE:
            h_merge = child.get(VAL, "continue")
    return span, v_merge, h_merge


def _own_text(tc: _Element) -> int:
    """Characters in a cell that a merge covers: Word does not show them."""
    return sum(len((t.text or "").strip()) for t in tc.iter(f"{W}t"))


def _is_gone(properties: _Element, story: Story) -> bool:
    if properties.find(f"{W}del") is not None:
        story.note("tracked")
        return True
    hidden = properties.find(f"{W}hidden")
    if hidden is not None and on(hidden.get(VAL)):
        story.note("hidden rows")
        return True
    return False


def _children(parent: _Element, wanted: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also those that a content control wraps."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in TRANSPARENT:
            yield from _children(child, wanted)
        elif child.tag == ALTERNATE:
            yield from _children(choice_of(child), wanted)


def _twips(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _count(text: str, default: int) -> int:
    return min(int(text), _MAX_SPAN) if text.isdecimal() and len(text) < 7 else default
