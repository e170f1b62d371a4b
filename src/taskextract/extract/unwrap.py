"""Texts wrapped by hand, or copied line by line: the lines of one paragraph put together before anything is read.

Evidence that a text is wrapped: no line is longer than a certain width, and most of the lines that
reach it break off in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from taskextract.document import Block, Document, Paragraph
from taskextract.extract.outline import read_label
from taskextract.extract.sentences import CLOSERS, OPENERS, bracket_pairs, is_closed
from taskextract.extract.tail_parts import find_labels
from taskextract.extract.tails import find_tails
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

_MIN_WIDTH, _MAX_WIDTH = 18, 60
_RAGGED = 4  # a first line is indented by two, and a mark may not begin a line
_MIN_BROKEN = 4
_SHORT = 8  # a cell's line in a table dumped one cell a line
_INDENTED = "indented"  # the first line of a paragraph
_Size = Callable[[str], int]
_OWN_LINE = re.compile(
    r"附件|抄送|主送|来源|时间：|地点：|\d{4}年\d{1,2}月\d{1,2}日$|二[〇○零]|[—-]\s*\d+\s*[—-]$"
    r"|\S{0,14}[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*第?\s*\d+\s*[号期]$|序号|[^，。；：]{4,24}：$"
)


def unwrapped(document: Document) -> Document:
    """The document with the lines of wrapped paragraphs joined; as it is where it is not wrapped."""
    strands = [
        Strand.of(document, b.spans) if isinstance(b, Paragraph) and b.style in ("", _INDENTED) else Strand.empty()
        for b in document.blocks
    ]
    texts = [s.text for s in strands if s]
    widths = [(wrap_width(texts, size), size) for size in (len, _columns)]
    # A text wrapped in columns has lines of as many columns, one wrapped in characters of as many characters.
    fitting = [(sum(size(t) >= width - _RAGGED for t in texts), -n, width, size) for n, (width, size) in enumerate(widths) if width]
    if not fitting:
        return document
    _, _, width, size = max(fitting, key=lambda found: found[:2])
    blocks: list[Block] = []
    for i, block in enumerate(document.blocks):
        last = blocks[-1] if blocks else None
        pair = isinstance(last, Paragraph) and isinstance(block, Paragraph) and strands[i] and strands[i - 1] and block.style != _INDENTED
        if pair and _goes_on(strands[i - 1], strands[i].text, width, size):
            assert isinstance(last, Paragraph) and isinstance(block, Paragraph)
            blocks[-1] = replace(last, spans=last.spans + block.spans)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _columns(text: str) -> int:
    """How many places of a Chinese character a line takes: digits and Latin letters take half of one."""
    return len(text) - sum(map(str.isascii, text)) // 2


def wrap_width(texts: Sequence[str], size: _Size = len) -> int | None:
    """The width at which lines are wrapped; None where they are whole paragraphs or cells."""
    longest = max(map(size, texts), default=0)
    if not _MIN_WIDTH <= longest <= _MAX_WIDTH:
        return None
    full = [t for t in texts if size(t) >= longest - _RAGGED]
    broken = sum(not is_closed(t) for t in full)
    short = sum(len(t) <= _SHORT for t in texts)
    if broken < _MIN_BROKEN or broken * 2 < len(full) or broken * 8 < len(texts) or short * 3 > len(texts):
        return None
    return longest


def _goes_on(line: Strand, here: str, width: int, size: _Size) -> bool:
    """Whether a line goes on with the one above, which must be full and open, or closed by chance."""
    above = line.text
    if size(above) < width - _RAGGED or (is_closed(above) and not _closes_by_chance(line, width, size)):
        return False
    if _addresses(above, here) or _cuts_label(above, here):
        return True
    if _OWN_LINE.match(here) or _OWN_LINE.match(above) or _is_title_over(above, here):
        return False
    if sum(c in OPENERS for c in above) > sum(c in CLOSERS for c in above):
        return True
    labels = find_labels(here)
    return read_label(here) is None and not (labels and labels[0].start == 0)


def _closes_by_chance(line: Strand, width: int, size: _Size) -> bool:
    """Whether the mark at the end of a line may stand inside a sentence: a semicolon, or a bracket that ends no tail.

    Evidence: the line is as long as they become (a first line is indented by two), and the bracket opens in it,
    or an outer one is still open.
    """
    text = line.text
    if size(text) < width - 2:
        return False
    if text[-1] in "；;" or sum(c in OPENERS for c in text) > sum(c in CLOSERS for c in text):
        return True
    opened = any(high == len(text) - 1 for _, high in bracket_pairs(text))
    return opened and not any(tail.bracketed and tail.end == len(text) for tail in find_tails(line))


def _cuts_label(above: str, here: str) -> bool:
    """Whether the break lies inside a label (完成|时限：)."""
    before = above[-_SHORT:]
    return any(label.start < len(before) < label.end for label in find_labels(before + here[:_SHORT]))


def _addresses(above: str, here: str) -> bool:
    """Whether two lines name whom a notice addresses: bodies up to a colon and no sentence."""
    listed = ("，" in above or "、" in above) and any(w in above for w in load_words("envelope")["addressees"])
    said = not any(mark in above + here[:-1] for mark in "。；：:")
    return here.endswith(("：", ":")) and listed and said and not find_labels(here)


def _is_title_over(above: str, here: str) -> bool:
    """Whether a line ends as titles do and the next one begins to name whom the notice addresses."""
    words = load_words("envelope")
    ends = above.endswith(tuple(words["title_endings"])) and above.count("《") == above.count("》")
    return ends and "。" not in here and any(w in here for w in words["addressees"])
