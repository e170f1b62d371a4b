"""Numbers in Arabic and Chinese figures."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MULTIPLIERS = {
    "": 1.0,
    "万": 1e4,
    "亿": 1e8,
    "万亿": 1e12,
    "百万": 1e6,
    "千万": 1e7,
    "百亿": 1e10,
    "千亿": 1e11,
}

CHINESE = "零〇一二两三四五六七八九十百千"


def read_number(text: str) -> float | None:
    """The value of `1,200`, `85.5`, `八十`, `三点五`, `二〇二五`; None where it is no number.

    >>> read_number("三百二十")
    320.0
    """
    plain = text.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    whole, point, fraction = plain.partition("点")
    value = _chinese(whole)
    if value is None or (point and not (fraction and all(c in _DIGITS for c in fraction))):
        return None
    decimals = "".join(str(_DIGITS[c]) for c in fraction)
    return float(f"{value}.{decimals}") if decimals else float(value)


def _chinese(text: str) -> int | None:
    if not text or any(c not in _DIGITS and c not in _TENS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for char in text:
        if char in _TENS:
            total += (1 if digit is None else digit) * _TENS[char]
            digit = None
        elif digit is not None and digit != 0:
            return None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)


def multiplier(word: str) -> float:
    """What 万, 亿, 万亿 (or "") multiply by."""
    return _MULTIPLIERS[word]
