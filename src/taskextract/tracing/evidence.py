"""Shared wording as evidence: runs of characters that two measures have and few others.

The weight of a run is the weight of its features (see `compare.similarity`) over that of a feature which
one measure on each side has, so a run of n characters that nobody else uses weighs about 2n - 3.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskextract.compare.sides import Side, fold
from taskextract.compare.similarity import Weights, features, weights_of
from taskextract.vocabulary.words import load_words

_BREAK = re.compile(r"""[,。;:()、"'《》<>〈〉·!?\[\]]|(?<=.)[与及和等](?=.)""")
_CLAUSE = re.compile("[^,。;:()]+、[^,。;:()]+")
_LEAST, _LEAST_WHOLE = 4, 3  # characters of a run; of one that is a whole item of a list or a quoted term
_COMMON, _RARE = 4, 2  # measures of one side that may have the run: above it is no evidence, up to it counts in full
_MANY = 10_000  # pairs of pieces: two measures of a hundred clauses
_QUOTED = 1.6
_TAIL_OF_NAME = 0.35  # a kind word (…技术创新中心) at the end of two different names
_TAIL_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a measure between stops: where it begins in the folded text, whether quoted."""

    text: str
    start: int
    quoted: bool
    grams: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A measure's text folded, with the place of each folded character in the text, and its pieces."""

    text: str
    folded: str
    places: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A shared run: its folded text, its places (in folded texts), its weight; the lower text where that differs."""

    text: str
    upper: int
    lower: int
    weight: float
    other: str = ""

    @property
    def below(self) -> str:
        """The run as the lower measure has it."""
        return self.other or self.text


def words_of(text: str) -> Words:
    """Fold a text, keeping track of places."""
    folded: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for one in fold(char):
            folded.append(one)
            places.append(at)
    whole = "".join(folded)
    return Words(text, whole, tuple(places), tuple(_pieces(whole)))


def _pieces(folded: str) -> Iterable[Piece]:
    start = 0
    for stop in [*_BREAK.finditer(folded), None]:
        end = stop.start() if stop else len(folded)
        if end - start > 1:
            quoted = folded[start - 1 : start] == '"' and folded[end : end + 1] == '"'
            text = folded[start:end]
            yield Piece(text, start, quoted, frozenset(text[i : i + 3] for i in range(len(text) - 2)))
        start = stop.end() if stop else end


Homes = dict[str, list[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Both sides' measures, and what their words weigh. `homes` are a side's measures by run of three characters."""

    upper: tuple[Words, ...]
    lower: tuple[Words, ...]
    homes: tuple[Homes, Homes]
    weights: Weights
    unit: float
    stock: tuple[str, ...]
    known: dict[str, float]

    def weight(self, run: str) -> float:
        """What a run of characters weighs by its features and by how many measures have it; 0: too many."""
        if run not in self.known:
            had = max(_having(run, side, homes) for side, homes in zip((self.upper, self.lower), self.homes, strict=True))
            stock = had > _COMMON or any(run in phrase or _but_for(run, phrase) for phrase in self.stock)
            self.known[run] = 0.0 if stock else self.weights.total(features(run)) / self.unit / (1 if had <= _RARE else 2)
        return self.known[run]


def _but_for(run: str, phrase: str) -> bool:
    """Whether a run is a stock phrase but for one character before or behind it (加快推进|济)."""
    return len(run) == len(phrase) + 1 and (run.startswith(phrase) or run.endswith(phrase))


def corpus_of(upper: Side, lower: Side) -> Corpus:
    """Learn from two notices which words are rare."""
    left = tuple(words_of(m.tree.text) for m in upper.measures)
    right = tuple(words_of(m.tree.text) for m in lower.measures)
    weights = weights_of([features(w.folded) for w in left], [features(w.folded) for w in right])
    unit = Weights(Counter({"x": 2}), weights.texts).of("x")
    stock = tuple(fold(phrase) for phrase in load_words("boilerplate")["phrases"])
    return Corpus(left, right, (_homes(left), _homes(right)), weights, unit, stock, {})


def _homes(side: Sequence[Words]) -> Homes:
    homes: Homes = {}
    for n, words in enumerate(side):
        for gram in sorted({words.folded[i : i + 3] for i in range(len(words.folded) - 2)}):
            homes.setdefault(gram, []).append(n)
    return homes


def _having(run: str, side: Sequence[Words], homes: Homes) -> int:
    """How many measures of a side have a run of characters."""
    if len(run) < 3:
        return sum(run in words.folded for words in side)
    rarest = min((homes.get(run[i : i + 3], []) for i in range(len(run) - 2)), key=len)
    return sum(run in side[n].folded for n in rarest)


def candidates(corpus: Corpus) -> dict[tuple[int, int], None]:
    """Pairs that share a rare run of three characters; nothing else can be evidence."""
    homes = corpus.homes
    found: dict[tuple[int, int], None] = {}
    for gram, left in homes[0].items():
        right = homes[1].get(gram, ())
        if len(left) <= _COMMON and len(right) <= _COMMON:
            found.update(dict.fromkeys((i, j) for i in left for j in right))
    return dict(sorted(found.items()))


def shared_runs(corpus: Corpus, i: int, j: int) -> list[Run]:
    """The rare runs that upper measure `i` and lower measure `j` share, heaviest first, none inside another."""
    found: dict[str, Run] = {}
    for a, b in _facing(corpus, corpus.upper[i].pieces, corpus.lower[j].pieces):
        for at, there, size in _common(a.text, b.text):
            text = a.text[at : at + size]
            whole = text in (a.text, b.text) or (a.quoted and b.quoted)
            if size < (_LEAST_WHOLE if whole else _LEAST):
                continue
            weight = _weight(corpus, text, a, b)
            if weight > 0 and (text not in found or found[text].weight < weight):
                found[text] = Run(text, a.start + at, b.start + there, weight)
    for run in _shared_lists(corpus, i, j):
        found.setdefault(run.text, run)
    every = "\n".join(found)
    runs = [run for run in found.values() if every.count(run.text) == 1]  # not inside another
    return sorted(runs, key=lambda run: (-run.weight, run.upper))


def _shared_lists(corpus: Corpus, i: int, j: int) -> Iterable[Run]:
    """Stretches of lists (油茶、茶叶) that both measures have item by item: as rare as their items together."""
    left, right = (list(_CLAUSE.finditer(words.folded)) for words in (corpus.upper[i], corpus.lower[j]))
    if len(left) * len(right) > _MANY:
        return
    for a, b in ((a, b) for a in left for b in right):
        for at, there, size in _common(a.group(), b.group()):
            text = a.group()[at : at + size]
            items = [item for item in text.split("、") if len(item) > 1]
            if len(items) > 1 and "、".join(items) == text:
                weight = math.fsum(corpus.weight(item) for item in items)
                if weight > 0:
                    yield Run(text, a.start() + at, b.start() + there, weight)


def _facing(corpus: Corpus, left: Sequence[Piece], right: Sequence[Piece]) -> Iterable[tuple[Piece, Piece]]:
    """Pieces of two measures that have a run of three characters in common; of long measures, a rare one."""
    if len(left) * len(right) <= _MANY:
        yield from ((a, b) for a in left for b in right if not a.grams.isdisjoint(b.grams))
        return
    at: dict[str, list[int]] = {}
    for n, piece in enumerate(right):
        for gram in piece.grams:
            if all(len(homes.get(gram, ())) <= _COMMON for homes in corpus.homes):
                at.setdefault(gram, []).append(n)
    for a in left:
        for n in sorted({n for gram in a.grams for n in at.get(gram, ())}):
            yield a, right[n]


def _common(a: str, b: str) -> Iterable[tuple[int, int, int]]:
    """Runs of both strings that cannot be made longer: (place in a, place in b, length)."""
    i = 0
    while i < len(a):
        size = 0
        while i + size < len(a) and a[i : i + size + 1] in b:
            size += 1
        if size >= _LEAST_WHOLE:
            yield i, b.index(a[i : i + size]), size
        i += max(1, size)


def _weight(corpus: Corpus, text: str, a: Piece, b: Piece) -> float:
    weight = corpus.weight(text)
    if a.quoted or b.quoted:
        weight *= _QUOTED
    if all(_ends_name(text, piece.text) for piece in (a, b)):
        weight *= _TAIL_OF_NAME
    return weight


def _ends_name(text: str, piece: str) -> bool:
    """Whether a run is but the end of a longer name (国家先进印染|技术创新中心|建设)."""
    head = piece.find(text)
    return head > 3 and len(piece) - head - len(text) <= 2 and len(text) < _TAIL_SHARE * len(piece)


def shared_items(corpus: Corpus, i: int, j: int) -> list[str]:
    """Items of lists (泰山、黄河、大汶河) that both measures have; three and more are evidence, however common."""
    left, right = (_items(words.folded) for words in (corpus.upper[i], corpus.lower[j]))
    return sorted(left & right)


def _items(folded: str) -> set[str]:
    found: set[str] = set()
    for clause in re.split(r"[,。;:()]", folded):
        parts = clause.split("、")
        if len(parts) < 3:
            continue
        found.update(part.strip("\"'") for part in parts[1:-1])
        found.add(parts[0][-2:])
        found.add(parts[0][-3:])
        found.update(parts[-1][:n] for n in (2, 3))
    return {part for part in found if len(part) > 1}
