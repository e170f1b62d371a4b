"""Text files wrapped by hand: the lines of one paragraph put together before anything is read from them.

Evidence that a text is wrapped: no line is longer than a certain width, and most of the lines that
reach it break off in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskextract.document import Block, Document, Paragraph
from taskextract.extract.outline import read_label
from taskextract.extract.sentences import is_closed
from taskextract.extract.tail_parts import find_labels
from taskextract.strand import Strand

_MIN_WIDTH, _MAX_WIDTH = 18, 60
_RAGGED = 4  # a first line is indented by two, and a mark may not begin a line
_MIN_BROKEN = 4
_SHORT = 8  # a cell's line in a table dumped one cell a line
_OWN_LINE = re.compile(
    r"附件|抄送|主送|来源|时间：|地点：|\d{4}年\d{1,2}月\d{1,2}日$|二[〇○零]|[—-]\s*\d+\s*[—-]$"
    r"|\S{0,14}[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*第?\s*\d+\s*号$|序号|[^，。；：]{4,24}：$"
)


def unwrapped(document: Document) -> Document:
    """The document with the lines of wrapped paragraphs joined; as it is where it is not wrapped."""
    strands = [
        Strand.of(document, b.spans) if isinstance(b, Paragraph) and not b.style else Strand.empty()
        for b in document.blocks
    ]
    width = wrap_width([s.text for s in strands if s])
    if width is None:
        return document
    blocks: list[Block] = []
    for i, block in enumerate(document.blocks):
        last = blocks[-1] if blocks else None
        pair = isinstance(last, Paragraph) and isinstance(block, Paragraph) and strands[i] and strands[i - 1]
        if pair and _goes_on(strands[i - 1].text, strands[i].text, width):
            assert isinstance(last, Paragraph) and isinstance(block, Paragraph)
            blocks[-1] = replace(last, spans=last.spans + block.spans)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def wrap_width(texts: Sequence[str]) -> int | None:
    """The width at which lines are wrapped; None where they are whole paragraphs or cells."""
    longest = max((len(t) for t in texts), default=0)
    if not _MIN_WIDTH <= longest <= _MAX_WIDTH:
        return None
    full = [t for t in texts if len(t) >= longest - _RAGGED]
    broken = sum(not is_closed(t) for t in full)
    short = sum(len(t) <= _SHORT for t in texts)
    if broken < _MIN_BROKEN or broken * 2 < len(full) or broken * 8 < len(texts) or short * 3 > len(texts):
        return None
    return longest


def _goes_on(above: str, here: str, width: int) -> bool:
    """Whether a line goes on with the one above, which must be full and open."""
    if len(above) < width - _RAGGED or is_closed(above):
        return False
    if _OWN_LINE.match(here) or _OWN_LINE.match(above):
        return False
    labels = find_labels(here)
    return read_label(here) is None and not (labels and labels[0].start == 0)
