"""The words that the table extractor goes by: column headers, cell words, topics of government work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_PLACE = re.compile(r"(?:(?!政府)[^厅局委办院部会]){0,10}[省市县区州盟旗]|国家|中国|全国|中央")


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """A word of a column header and what it says: see headers.yml.

    `exact` words count only where they are the whole header (with `ends`: its end), `weak` ones only beside
    stronger ones.
    `assigned` is what the column holds where the table has a column of bodies too.
    """

    word: str
    field: str
    example: str
    exact: bool = False
    ends: bool = False
    weak: bool = False
    assigned: str | None = None


@dataclass(frozen=True, slots=True)
class CellWords:
    """Words that tell a list of bodies, a task's name and a sentence apart: see cells.yml."""

    agency_endings: tuple[str, ...]
    not_agency_endings: tuple[str, ...]
    duty_words: tuple[str, ...]
    name_rests: tuple[str, ...]
    branch_heads: tuple[str, ...]
    branch_ends: tuple[str, ...]
    level_words: tuple[str, ...]
    verbs: tuple[str, ...]
    ditto: tuple[str, ...]
    signs: tuple[str, ...]
    same_below: tuple[str, ...]
    place_ends: tuple[str, ...]
    governments: tuple[str, ...]
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


@lru_cache(maxsize=1)
def _body_names() -> frozenset[str]:
    """The names of departments.yml as they stand after a place's name."""
    entries = _load("departments.yml")["bodies"].values()
    lists = (names for entry in entries for names in entry.values() if isinstance(names, list))
    written = (str(name).replace("{厅局}", kind) for names in lists for name in names for kind in "厅局")
    return frozenset(name for name in written if "{" not in name and len(name) > 1)


@lru_cache(maxsize=16384)
def is_known_body(name: str) -> bool:
    """Whether a name is that of a department or party organ of the centre or of some place (省教育厅, 县委宣传部)."""
    names = _body_names()
    return name in names or any(name[k:] in names and _PLACE.fullmatch(name[:k]) for k in range(1, min(len(name) - 1, 12)))


def _load(name: str) -> Any:
    import yaml

    text = (files("taskextract.vocabulary") / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
