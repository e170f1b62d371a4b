"""Whole numbers as notices print them: digits, Chinese numerals, circled and bracketed signs."""

from __future__ import annotations

import unicodedata

_ONES = {"〇": 0, "○": 0, "零": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
         "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000}
WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
"""Full-width digits → ASCII, for `str.translate`."""
_LONGEST = 15
"""Digits: what is longer is no number that anything in a notice has."""


def read_number(text: str) -> int | None:
    """`12`, `十二`, `二〇〇五`, `①`, `㈠` as an integer; None for what is no number.

    >>> read_number("二十一"), read_number("二〇〇五"), read_number("⑶")
    (21, 2005, 3)
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if all(c in _ONES for c in text):
        return int("".join(str(_ONES[c]) for c in text))
    if all(c in _ONES or c in _TENS for c in text):
        return _positional(text)
    if len(text) == 1 and (value := unicodedata.numeric(text, -1.0)) >= 0 and value == int(value):
        return int(value)
    return None


def _positional(text: str) -> int:
    total = 0
    digit: int | None = None
    for char in text:
        if char in _TENS:
            total += (1 if digit is None or digit == 0 else digit) * _TENS[char]
            digit = None
        else:
            digit = _ONES[char]
    return total + (digit or 0)
