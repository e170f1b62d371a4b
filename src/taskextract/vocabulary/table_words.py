"""The words that the table extractor goes by: column headers, cell words, topics of government work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """A word of a column header and what it says: see headers.yml.

    `exact` words count only where they are the whole header, `weak` ones only beside stronger ones.
    """

    word: str
    field: str
    example: str
    exact: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class CellWords:
    """Words that tell a list of bodies, a task's name and a sentence apart: see cells.yml."""

    agency_endings: tuple[str, ...]
    not_agency_endings: tuple[str, ...]
    duty_words: tuple[str, ...]
    name_rests: tuple[str, ...]
    level_words: tuple[str, ...]
    verbs: tuple[str, ...]
    generic_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of government work, the words that speak of it and its departments: see topics.yml."""

    topic: str
    words: tuple[str, ...]
    agencies: tuple[str, ...]


@lru_cache(maxsize=1)
def header_words() -> tuple[HeaderWord, ...]:
    """All header words, longest first."""
    words = [HeaderWord(**entry) for entry in _load("headers.yml")]
    return tuple(sorted(words, key=lambda w: (-len(w.word), w.word)))


@lru_cache(maxsize=1)
def cell_words() -> CellWords:
    """The cell words, each list longest first."""
    data = {key: sorted(map(str, words), key=lambda w: (-len(w), w)) for key, words in _load("cells.yml").items()}
    generic = frozenset(data.pop("generic_words"))
    return CellWords(**{key: tuple(words) for key, words in data.items()}, generic_words=generic)


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The topics in the file's order."""
    return tuple(
        Topic(entry["topic"], tuple(map(str, entry["words"])), tuple(map(str, entry["agencies"])))
        for entry in _load("topics.yml")
    )


def _load(name: str) -> Any:
    import yaml

    text = (files("taskextract.vocabulary") / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
