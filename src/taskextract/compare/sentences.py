"""What a comparison says, in English and Chinese at once, so that a page can show either."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Said(NamedTuple):
    """The same words in two languages."""

    english: str
    chinese: str


NOTHING = Said("", "")


@cache
def _sentences() -> dict[str, list[str]]:
    import yaml

    loaded: dict[str, list[str]] = yaml.safe_load(
        files("taskextract.compare").joinpath("sentences.yml").read_text(encoding="utf-8")
    )
    return loaded


def say(sentence: str, /, **values: str | int | Said) -> Said:
    """The sentence of that name in `sentences.yml`, filled in; `count` brings the English plural `s` along."""
    count = values.get("count")
    filled: dict[str, str | int | Said] = {"s": "" if count == 1 else "s", **values}
    english, chinese = _sentences()[sentence]
    return Said(
        english.format_map({key: one.english if isinstance(one, Said) else one for key, one in filled.items()}),
        chinese.format_map({key: one.chinese if isinstance(one, Said) else one for key, one in filled.items()}),
    )


def plain(text: str | None) -> Said:
    """What a notice says stays as it is; None is said to be nothing."""
    return Said(text, text) if text else say("none")


def joined(parts: Iterable[Said], english: str = ", ", chinese: str = "、") -> Said:
    """Several one after the other."""
    found = list(parts)
    return Said(english.join(one.english for one in found), chinese.join(one.chinese for one in found))
