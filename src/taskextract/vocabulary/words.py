"""Word lists of the genre: small YAML files beside this module, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_USUAL = ("citations", "confusions", "dates", "envelope", "firms", "headers", "merged", "reports", "slips", "tails", "terms", "units", "web", "zones")


def load_usual_words() -> None:
    """Load the lists with which nearly every notice is read."""
    for name in _USUAL:
        load_words(name)


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def named_times() -> str:
    """A pattern of limits that a feast or a time of the year gives (春节前, 汛前)."""
    words = load_words("dates")
    return rf"(?:{'|'.join([*words['feasts'], *words['seasons']])})[”\"]?节?(?:之|以)?前"


@cache
def load_words(name: str) -> Any:
    """The content of `vocabulary/<name>.yml`: plain dicts and lists, to be read and never changed."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with files("taskextract.vocabulary").joinpath(f"{name}.yml").open("rb") as stream:
        return yaml.load(stream, Loader=loader)
