"""Names that one measure writes out and the other puts short: 聊城至泰安…铁路 and 聊泰铁路; 胶东、鲁南两大经济圈.

The long form must show how the short one came about: the first characters of its places in their order and the
same head noun behind them; or a head noun that a list of names has in common.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from taskextract.tracing.evidence import Corpus, Run, Words

_ROUTE = re.compile(r"[一-鿿]{2,8}(?:[至到][一-鿿]{2,8})+")
_LIST = re.compile(r"([一-鿿]{2,4})、([一-鿿]{2,4}?)(?:等|[两二三四五六七八九十]|[0-9])[大个]?([一-鿿]{2,3})")
_HEAD = 2  # characters of the noun behind a name
_NAMES = (2, 3)  # characters that a place's name may have
_MANY = 4  # measures that may have a short form: above it, it is no evidence

Found = dict[tuple[int, int], list[Run]]


def short_forms(corpus: Corpus) -> Found:
    """What measures of both sides share in a long form here and a short one there, by (upper, lower) measure."""
    found: Found = {}
    for flipped in (False, True):
        sides = (corpus.lower, corpus.upper) if flipped else (corpus.upper, corpus.lower)
        for place, run in itertools.chain(_routes(corpus, *sides), _lists(corpus, flipped, *sides)):
            pair, one = (place[::-1], _flip(run)) if flipped else (place, run)
            known = found.setdefault(pair, [])
            if all(other.text != one.text for other in known):
                known.append(one)
    return found


def _flip(run: Run) -> Run:
    return Run(run.below, run.lower, run.upper, run.weight, run.text)


Place = tuple[int, int]


def _routes(corpus: Corpus, longs: tuple[Words, ...], shorts: tuple[Words, ...]) -> Iterator[tuple[Place, Run]]:
    """Routes: `longs` name the places in full, `shorts` by their first characters."""
    at: dict[str, list[tuple[int, int, int, str]]] = {}
    for i, words in enumerate(longs):
        for match in _ROUTE.finditer(words.folded):
            end = _sentence_end(words.folded, match.end())
            for initials, start, stop in _initials(match):
                at.setdefault(initials, []).append((i, start, stop, words.folded[start + 3 : end]))
    for j, words in enumerate(shorts):
        text = words.folded
        for place, size in itertools.product(range(len(text) - _HEAD), (2, 3)):
            head = text[place + size : place + size + _HEAD]
            for i, start, stop, rest in at.get(text[place : place + size], ()):
                if len(head) == _HEAD and head in rest:
                    long, short = longs[i].folded[start:stop], text[place : place + size + _HEAD]
                    if sum(short in other.folded for other in shorts) <= _MANY:
                        yield (i, j), Run(long, start, place, corpus.weight(short), short)


def _initials(route: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The short names that a route may have, each with where the long form stands."""
    parts = [(m.group(), route.start() + m.start()) for m in re.finditer("[^至到]+", route.group())]
    for a, b in itertools.combinations(range(len(parts)), 2):
        first, begin = parts[a]
        last, place = parts[b]
        for size in _NAMES if a == 0 else (len(first),):
            if size <= len(first):  # what stands before the first name belongs to the sentence
                yield first[-size] + last[0], begin + len(first) - size, place + min(2, len(last))
    if len(parts) > 2:
        middle = "".join(part[0] for part, _ in parts[1:])
        first, begin = parts[0]
        yield first[-2] + middle, begin + len(first) - 2, parts[-1][1] + 2


def _sentence_end(text: str, place: int) -> int:
    ends = [at for at in (text.find(stop, place) for stop in "。;") if at >= 0]
    return min(ends, default=len(text))


def _lists(
    corpus: Corpus, flipped: bool, longs: tuple[Words, ...], shorts: tuple[Words, ...]
) -> Iterator[tuple[Place, Run]]:
    """Lists of names with one head noun (`longs`), of which `shorts` give each name its own."""
    homes = corpus.homes[0 if flipped else 1]
    for i, words in enumerate(longs):
        for match in _LIST.finditer(words.folded):
            for size in (2, 3, 4):
                first, head = match.group(1)[-size:], match.group(3)
                for j in homes.get((match.group(2) + head)[:3], ()) if size <= len(match.group(1)) else ():
                    text = shorts[j].folded
                    names = (first + head, match.group(2) + head)
                    if all(name in text for name in names):
                        yield (i, j), Run(first, match.end(1) - size, text.index(names[0]), corpus.weight(names[0]), names[0])
                        yield (i, j), Run(match.group(2), match.start(2), text.index(names[1]), corpus.weight(names[1]), names[1])
