"""Where sentences and clauses end, with an eye on brackets, quotes and titles.

All functions cut a strand into pieces that tile it: joined again they are the strand.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from taskextract.strand import Strand

OPENERS = "（(〔［[﹝【〈{"
CLOSERS = "）)〕］]﹞】〉}"
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
_QUOTE_CLOSERS = "”’」』"
_QUOTE_ENDS = {end: start for start, end in _QUOTES.items()}
_ENDS = "。！？!?"
_MAX_QUOTE = 400  # an opening quote that finds no partner within so many characters is a slip
_GOES_ON = "，、；：,;:的等和与及为是）)〕］]》"
_HALF_STOP = re.compile(r"(?<=[\u4e00-\u9fff）)”》])\.(?=[\u4e00-\u9fff（(“《]|\d{1,2}月|\d{4}年|$)")


@lru_cache(maxsize=64)  # a sentence is asked about many times in a row
def bracket_pairs(text: str) -> tuple[tuple[int, int], ...]:
    """Outermost bracket pairs as (index of the opener, index of the closer).

    Any closing bracket closes any opening one (mixed pairs occur). A bracket that is never closed
    is passed over; what it holds may hold pairs of its own. Brackets inside 《》 do not count.
    """
    shut = _titles(text)
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(text):
        if shut[i]:
            continue
        if char in OPENERS:
            stack.append(i)
        elif char in CLOSERS and stack:
            pairs.append((stack.pop(), i))
    pairs.sort()
    outer: list[tuple[int, int]] = []
    for low, high in pairs:
        if not outer or low > outer[-1][1]:
            outer.append((low, high))
    return tuple(outer)


def _titles(text: str) -> list[bool]:
    """For each character whether it stands inside 《》."""
    shut = [False] * len(text)
    for found in re.finditer(r"《[^》]{1,200}》", text):
        shut[found.start() : found.end()] = [True] * (found.end() - found.start())
    return shut


@lru_cache(maxsize=64)
def covered(text: str) -> tuple[bool, ...]:
    """For each character whether it stands inside a bracket, quote or title that is properly closed."""
    inside = [False] * len(text)
    for low, high in (*bracket_pairs(text), *_quote_pairs(text)):
        inside[low : high + 1] = [True] * (high + 1 - low)
    return tuple(inside)


def _quote_pairs(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    for i, char in enumerate(text):
        if char in _QUOTES:
            opened.setdefault(char, i)
        elif char in _QUOTE_ENDS and _QUOTE_ENDS[char] in opened:
            start = opened.pop(_QUOTE_ENDS[char])
            if i - start <= _MAX_QUOTE:
                pairs.append((start, i))
    return pairs


def sentence_ends(text: str) -> tuple[int, ...]:
    """Offsets after which a sentence ends (exclusive), the text's end always among them.

    A stop inside a quote ends the sentence only where the quote closes right behind it and no
    word or comma carries the sentence on.
    """
    openers: dict[int, int] = {}
    reach = [-1] * (len(text) + 1)  # where the pairs that open before a place close at the latest
    for low, high in (*bracket_pairs(text), *_quote_pairs(text)):
        openers.setdefault(high, low)
        reach[low + 1] = max(reach[low + 1], high)
    reach = list(itertools.accumulate(reach, max))
    halves = {found.start() for found in _HALF_STOP.finditer(text)}
    ends: list[int] = []
    i = 0
    while i < len(text):
        if text[i] not in _ENDS and i not in halves:
            i += 1
            continue
        stop = _run(text, i + 1, _ENDS)
        end = _run(text, stop, _QUOTE_CLOSERS)
        if not (end > stop and _is_woven_in(text, openers, end)) and reach[i] < end:
            ends.append(end)
        i = end
    if text and (not ends or ends[-1] < len(text)):
        ends.append(len(text))
    return tuple(ends)


def _is_woven_in(text: str, openers: dict[int, int], end: int) -> bool:
    """Whether the quote that closes before `end` is a word of a sentence that goes on behind it.

    A quote that opens the sentence, or follows a colon or comma, is a speech and ends with its stop.
    """
    if end >= len(text):
        return False
    opener = openers.get(end - 1, 0)
    return text[end] in _GOES_ON or (opener > 0 and text[opener - 1] not in "：，。！？；:," + _QUOTE_CLOSERS)


def _run(text: str, start: int, chars: str) -> int:
    while start < len(text) and text[start] in chars:
        start += 1
    return start


def split_sentences(strand: Strand) -> tuple[Strand, ...]:
    """The strand's sentences, each with its closing punctuation."""
    return _cut(strand, sentence_ends(strand.text))


def split_clauses(strand: Strand, marks: str = "；;") -> tuple[Strand, ...]:
    """The strand's clauses, each with the semicolon that closes it; brackets and quotes are not cut."""
    text = strand.text
    inside = covered(text)
    ends = [i + 1 for i, char in enumerate(text) if char in marks and not inside[i]]
    if text and (not ends or ends[-1] < len(text)):
        ends.append(len(text))
    return _cut(strand, tuple(ends))


def _cut(strand: Strand, ends: tuple[int, ...]) -> tuple[Strand, ...]:
    starts = (0, *ends[:-1])
    return tuple(strand[a:b] for a, b in zip(starts, ends, strict=True)) if ends else ()


def is_closed(text: str) -> bool:
    """Whether a line ends as a sentence, list element, lead-in or tail does."""
    return text.endswith((*"。；！？：;!?:…", *CLOSERS, "。”", "！”", "？”")) or bool(
        _HALF_STOP.search(text[-2:])
    )
