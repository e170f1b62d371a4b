"""How well a measure fits a task's label: shared words, common topics, the same words in other notices."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from taskextract.vocabulary.finder import WordFinder
from taskextract.vocabulary.table_words import cell_words, topics

_SHARED = 0.8  # what a pair of characters shared by label and measure counts, if no other measure has it
_TOPIC = 1.5  # what the same topics count
_PARALLEL = 1.5  # what the same measure under a like task of another notice counts
_MOST_SHARED = 2.4
_BORROWED = 0.6  # what topics count that a label's own row lends it
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")

Vector = Mapping[int, float]


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters of a text, words of every notice left out."""
    found: set[str] = set()
    for run in _CHINESE.findall(text):
        found.update(map(add, run, run[1:]))
    return frozenset(found - cell_words().generic_words)


@lru_cache(maxsize=16384)
def topic_vector(text: str, bodies: str = "") -> Vector:
    """How much a text (and the departments of `bodies`) speaks of each topic; 1 at most a topic."""
    heads = _bodies_vector(bodies)
    told: dict[int, float] = {}
    for word in _topic_words().of(text):
        for i in _topics_of()[word]:
            told[i] = told.get(i, 0.0) + (1.5 if len(word) >= 4 else 1.0)
    return {i: 1.0 - 0.5 ** (told.get(i, 0.0) + heads.get(i, 0.0)) for i in sorted(told.keys() | heads.keys())}


@lru_cache(maxsize=1)
def _topics_of() -> dict[str, list[int]]:
    """The topics of each word."""
    found: dict[str, list[int]] = {}
    for i, topic in enumerate(topics()):
        for word in topic.words:
            found.setdefault(word, []).append(i)
    return found


@lru_cache(maxsize=1)
def _topic_words() -> WordFinder:
    return WordFinder(_topics_of())


@lru_cache(maxsize=4096)
def _bodies_vector(bodies: str) -> dict[int, float]:
    """How much the departments among `bodies` say about each topic, 1 at most."""
    if not bodies:
        return {}
    named = set(_body_words().of(bodies))
    told = {i: math.fsum(_heads()[a] for a in topic.agencies if a in named) for i, topic in enumerate(topics())}
    return {i: min(value, 1.0) for i, value in told.items() if value}


@lru_cache(maxsize=1)
def _body_words() -> WordFinder:
    return WordFinder(_heads())


@lru_cache(maxsize=1)
def _heads() -> dict[str, float]:
    """How much each department tells: less, the more topics are its work."""
    counts = Counter(a for topic in topics() for a in topic.agencies)
    return {a: 1.0 / n for a, n in counts.items()}


def alike(a: Vector, b: Vector) -> float:
    """The cosine of two topic vectors."""
    if not a or not b:
        return 0.0
    shared = math.fsum(a[i] * b[i] for i in a if i in b)
    return shared / math.sqrt(math.fsum(x * x for x in a.values()) * math.fsum(x * x for x in b.values()))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known before two texts are compared: how rare each pair of characters is in the notice,
    and the tasks and measures of the run's other notices."""

    rarity: Mapping[str, float]
    parallel_names: tuple[str, ...]
    parallel_pairs: tuple[frozenset[str], ...]
    by_pair: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, measures: Iterable[str], parallels: Sequence[tuple[str, str]] = ()) -> Evidence:
        """Evidence from a notice's measures and the (task name, measure) pairs of other notices."""
        counts: Counter[str] = Counter()
        total = 0
        for text in measures:
            counts.update(pairs(text))
            total += 1
        top = math.log(total + 1.5)
        rarity = {pair: max(0.0, math.log((total + 1.5) / (n + 0.5)) / top) for pair, n in counts.items()}
        texts = tuple(pairs(text) for _, text in parallels)
        index: dict[str, list[int]] = defaultdict(list)
        for i, found in enumerate(texts):
            for pair in sorted(found):
                index[pair].append(i)
        rare = {pair: tuple(ids) for pair, ids in index.items() if len(ids) <= 30}
        return cls(rarity, tuple(name for name, _ in parallels), texts, rare)

    def weight(self, found: Iterable[str]) -> float:
        """How much pairs of characters tell, summed."""
        return math.fsum(self.rarity.get(pair, 1.0) for pair in found)


@dataclass(frozen=True, slots=True)
class Side:
    """A label or a measure, prepared for comparison. `trust` is below 1 for topics that are not the label's own."""

    pairs: frozenset[str]
    vector: Vector
    parallels: tuple[tuple[float, str], ...] = ()
    trust: float = 1.0


def label_side(name: str, context: str) -> Side:
    """A task's label, prepared. A name that is lost or speaks of no topic is read by its own row (`context`)."""
    own = topic_vector(name)
    if own:
        return Side(pairs(name), own)
    return Side(pairs(name), _main(topic_vector(context)), trust=_BORROWED if name else 1.0)


def _main(vector: Vector) -> Vector:
    """The topics that a text speaks of most."""
    most = max(vector.values(), default=0.0)
    return {i: x for i, x in vector.items() if x >= 0.8 * most}


def speaks_of(label: Vector, measure: Vector) -> float:
    """How strongly a measure speaks of a label's topics (0 to 1)."""
    if not label or not measure:
        return 0.0
    told = math.fsum(x * measure.get(i, 0.0) for i, x in label.items()) / math.fsum(label.values())
    return 0.5 * told + 0.5 * alike(label, measure)


def measure_side(evidence: Evidence, text: str, bodies: str) -> Side:
    """A measure with its bodies, prepared: with the tasks that like measures of other notices stand under."""
    found = pairs(text)
    return Side(found, topic_vector(text, bodies), _parallels(evidence, found))


def _parallels(evidence: Evidence, found: frozenset[str]) -> tuple[tuple[float, str], ...]:
    if not evidence.by_pair:
        return ()
    hits: Counter[int] = Counter()
    for pair in sorted(found):
        hits.update(evidence.by_pair.get(pair, ()))
    scored: list[tuple[float, str]] = []
    for i, _ in sorted(hits.items(), key=lambda kv: (-kv[1], kv[0]))[:5]:
        other = evidence.parallel_pairs[i]
        smaller = min(len(found), len(other))
        share = len(found & other) / smaller if smaller >= 5 else 0.0
        if share > 0.2 and evidence.parallel_names[i]:
            scored.append((min(1.0, 1.5 * share), evidence.parallel_names[i]))
    return tuple(scored)


def support(evidence: Evidence, label: Side, measure: Side) -> float:
    """How strongly a measure's text speaks for a label: 0 for not at all, about 1 for a common topic."""
    shared = min(_MOST_SHARED, _SHARED * evidence.weight(label.pairs & measure.pairs))
    elsewhere = max((s * _names_alike(evidence, label, name) for s, name in measure.parallels), default=0.0)
    return shared + _TOPIC * label.trust * speaks_of(label.vector, measure.vector) + _PARALLEL * elsewhere


def _names_alike(evidence: Evidence, label: Side, name: str) -> float:
    other = pairs(name)
    both = evidence.weight(label.pairs) + evidence.weight(other)
    shared = 2 * evidence.weight(label.pairs & other) / both if both else 0.0
    return max(shared, 0.6 * alike(label.vector, topic_vector(name)))
