"""Characters that only look like Chinese ones, and text folded for matching."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files

_WIDE_PUNCTUATION = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
    "﹝": "〔", "﹞": "〕", "［": "[", "］": "]", "﹑": "、", "､": "、", "｡": "。", "﹔": "；",
}  # fmt: skip
_NUMBER_MARK = re.compile(r"(?<=\d)[，：](?=\d{2})")
# Characters of the genre's commonest words; two of them show that a text is in traditional characters.
_TRADITIONAL = re.compile("[會議強調責單負牽頭門關發國際進實與應並個為經濟區縣鄉鎮辦廳務導體條規劃開學醫業產動員報鐵]")
_SHORT = 1000
_NARROW = {"，": ",", "：": ":"}


@cache
def lookalikes() -> dict[str, str]:
    """Look-alike → the character it stands for (CJK and Kangxi radicals, `lookalikes.csv`)."""
    text = files("taskextract.vocabulary").joinpath("lookalikes.csv").read_text(encoding="utf-8")
    return {row["lookalike"]: row["character"] for row in csv.DictReader(text.splitlines())}


@cache
def _folding() -> dict[str, str]:
    table = {a: b for a, b in {**lookalikes(), **_WIDE_PUNCTUATION}.items() if len(b) == 1}
    wide = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if (0x21 + i) in _LETTERS_AND_DIGITS}
    return {**table, **wide}


@cache
def _folded() -> Callable[[str], str]:
    """The text with each character of the table replaced: most texts hold few, so they are searched for."""
    table = _folding()
    pattern = re.compile(f"[{re.escape(''.join(sorted(table)))}]")
    return lambda text: pattern.sub(lambda m: table[m[0]], text)


_LETTERS_AND_DIGITS = frozenset(map(ord, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%.-"))


def fold(text: str) -> str:
    """`text` for matching, each character in its place: full-width marks, half-width letters, no radicals,
    simplified characters.

    A comma or colon inside a number (1,200 or 9:30) stays half-width.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if len(_TRADITIONAL.findall(text)) > 1:
        simplified = _simplifier()(text)
        text = simplified if len(simplified) == len(text) else text
    return _NUMBER_MARK.sub(lambda m: _NARROW[m[0]], _folded()(text))


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


_fold_short = lru_cache(maxsize=4096)(_fold)
