"""Which two characters make a word, which characters are never words of their own, and fixed terms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from taskextract.vocabulary.words import load_words


def is_word(first: str, second: str) -> bool:
    """Whether the two characters side by side are a word (推进, 管理); False where one of them is missing."""
    return bool(first) and bool(second) and second in _pairs().get(first, "")


def is_bound(char: str) -> bool:
    """Whether a character hardly ever stands as a word of its own (础, 施; not 在, 新)."""
    return char in bound()


@cache
def fixed_terms() -> tuple[str, ...]:
    """The fixed terms of government work (`terms.yml`), sorted."""
    return tuple(load_words("terms")["terms"].split())


@cache
def _pairs() -> dict[str, str]:
    text = files("taskextract.vocabulary").joinpath("pairs.txt").read_text(encoding="utf-8")
    found = {line[0]: line[2:] for line in text.splitlines() if not line.startswith("#")}
    for word in load_words("terms")["words"].split():
        found[word[0]] = found.get(word[0], "") + word[1]
    return found


@cache
def bound() -> frozenset[str]:
    """All characters that `is_bound` holds for."""
    return frozenset(load_words("terms")["bound"])
