"""Values of quantities, in Arabic and Chinese figures."""

from __future__ import annotations

import re

from taskextract import numerals

_MULTIPLIERS = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_DIGITS = "零〇一二三四五六七八九"

CHINESE = "零〇一二两三四五六七八九十百千"


def read_value(text: str) -> float | None:
    """The value of `1,200`, `85.5`, `八十`, `三点五`; None where it is no number.

    >>> read_value("三百二十")
    320.0
    """
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    whole, point, fraction = plain.partition("点")
    value = numerals.read_number(whole)
    if value is None or (point and not (fraction and all(c in _DIGITS for c in fraction))):
        return None
    decimals = "".join(str(numerals.read_number(c)) for c in fraction)
    return float(f"{value}.{decimals or 0}")


def multiplier(word: str) -> float:
    """What 万, 亿, 万亿 (or "") multiply by."""
    return _MULTIPLIERS[word]
