"""The blocks of a Word file's story: paragraphs with their labels, tables with their merged cells."""

from __future__ import annotations

from collections.abc import Iterator
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

if TYPE_CHECKING:
    from lxml.etree import _Element

_P, _TBL, _TR, _TC, _PPR = (W + n for n in ("p", "tbl", "tr", "tc", "pPr"))
_GRID_SPAN, _V_MERGE, _H_MERGE, _TC_PR = (W + n for n in ("gridSpan", "vMerge", "hMerge", "tcPr"))
_MAX_SPAN = 1000


@dataclass(slots=True)
class _Properties:
    """A paragraph's own properties, those of its style where it has none."""

    style: Style
    style_id: str | None = None
    align: str = ""
    outline: int | None = None
    num_id: str | None = None
    level: int | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False


def blocks(container: _Element, story: Story) -> Iterator[Text | Grid]:
    """The paragraphs and tables in a body, a cell, a text box or a note, in reading order."""
    for child in container:
        tag = child.tag
        if tag == _P:
            yield from _paragraph(child, story)
        elif tag == _TBL:
            yield _table(child, story)
        elif tag in TRANSPARENT:
            if is_placeholder(child):
                continue
            yield from _contents(child, story) if _is_contents(child) else blocks(child, story)
        elif tag == ALTERNATE:
            yield from blocks(choice_of(child), story)
        elif tag == W + "sectPr":
            story.sections.append(child)
        elif tag in (W + "altChunk", W + "subDoc"):
            story.note("chunks")
        elif tag in (W + "del", W + "moveFrom"):
            story.note("tracked")
    if story.carried and container.tag in (W + "body", _TC, W + "txbxContent"):
        carried, story.carried = story.carried, ""
        yield Text(carried)


def _contents(element: _Element, story: Story) -> Iterator[Text | Grid]:
    for block in blocks(element, story):
        yield Text(block.text, furniture="contents") if isinstance(block, Text) else block


def _is_contents(element: _Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _paragraph(paragraph: _Element, story: Story) -> Iterator[Text | Grid]:
    own = _properties(paragraph, story)
    text = paragraph_text(paragraph, story)
    boxes, story.boxes = story.boxes, []
    if own.mark_deleted:
        story.carried += text
    else:
        text, story.carried = story.carried + text, ""
        if not (own.mark_hidden and not text):
            text = _label(own, story) + text
        yield _as_text(text, own)
    for box in boxes:
        yield from blocks(box, story)


def _as_text(text: str, own: _Properties) -> Text:
    if own.style.is_contents:
        return Text(text, furniture="contents")
    if own.style.is_title:
        return Text(text, style="title")
    level = 0 if own.outline is None else own.outline + 1
    return Text(text, level, own.align)


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
    element = next(iter(paragraph), None)
    if element is None or element.tag != _PPR:
        element = paragraph.find(_PPR)
    if element is None or not len(element):
        style = story.styles.get(None)
        return _Properties(style, align=style.align, outline=style.outline)
    style_id = value(element, "pStyle") or None
    style = story.styles.get(style_id)
    own = _Properties(style, style_id, style.align, style.outline)
    for child in element:
        _read_property(own, child, story)
    return own


def _read_property(own: _Properties, child: _Element, story: Story) -> None:
    tag = child.tag
    if tag == W + "jc":
        own.align = alignment(child.get(VAL, ""))
    elif tag == W + "numPr":
        own.num_id, own.level = numbering(child)
    elif tag == W + "outlineLvl":
        own.outline = outline_level(child.get(VAL, ""))
    elif tag == W + "sectPr":
        story.sections.append(child)
    elif tag == W + "rPr":
        own.mark_deleted = child.find(f"{W}del") is not None or child.find(f"{W}moveFrom") is not None
        vanish = child.find(f"{W}vanish")
        own.mark_hidden = vanish is not None and on(vanish.get(VAL))


def _table(table: _Element, story: Story) -> Grid:
    """A table's cells. Merges are read from the marks and never from equal text; nothing recurses over rows."""
    cells: list[GridCell] = []
    open_cells: dict[int, GridCell] = {}
    row = 0
    for element in _children(table, _TR):
        properties = element.find(f"{W}trPr")
        if properties is not None and _is_gone(properties, story):
            continue
        col = 0 if properties is None else _count(value(properties, "gridBefore"), 0)
        _row(element, row, col, story, cells, open_cells)
        row += 1
    return Grid(cells)


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
            previous = GridCell(row, col, 1, span, list(blocks(tc, story)))
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


def _count(text: str, default: int) -> int:
    return min(int(text), _MAX_SPAN) if text.isdecimal() and len(text) < 7 else default
