"""Numbers as lists print them: 一, 壹, 甲, ①, ⑴, iv, …"""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip

_COUNTING = frozenset(
    (
        "chineseCounting", "chineseCountingThousand", "japaneseCounting", "japaneseDigitalTenThousand",
        "taiwaneseCounting", "taiwaneseCountingThousand", "ideographEnclosedCircle", "koreanDigital2",
    )
)  # fmt: skip
_DIGIT_BY_DIGIT = frozenset(("ideographDigital", "taiwaneseDigital"))
_SERIES = {
    "decimalEnclosedCircle": (0x2460, 20), "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20), "decimalEnclosedFullstop": (0x2488, 20),
    "decimalEnclosedFullstopChinese": (0x2488, 20),
}  # fmt: skip


def numeral(n: int, style: str) -> str:
    """`n` in one of Office's number styles (`w:numFmt` values); decimal in a style that is not known.

    >>> numeral(21, "chineseCounting"), numeral(3, "decimalEnclosedCircle"), numeral(4, "upperRoman")
    ('二十一', '③', 'IV')
    """
    if style in ("none", "bullet"):
        return ""
    if n <= 0 or n > 99_999:
        return str(n)
    if style in _COUNTING:
        return chinese(n)
    if style in _DIGIT_BY_DIGIT:
        return "".join(_DIGITS[int(d)] for d in str(n))
    if style in _SERIES:
        return _enclosed(n, *_SERIES[style])
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        legal = _LEGAL if style == "chineseLegalSimplified" else _LEGAL_TRADITIONAL
        return chinese(n, legal, "拾佰仟", "万" if style == "chineseLegalSimplified" else "萬")
    return _other(n, style)


def _other(n: int, style: str) -> str:
    if style == "decimalZero":
        return f"{n:02d}"
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(d)) for d in str(n))
    if style == "numberInDash":
        return f"- {n} -"
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        return roman(n).upper() if style == "upperRoman" else roman(n)
    if style == "ideographTraditional" and n <= len(_STEMS):
        return _STEMS[n - 1]
    if style == "ideographZodiac" and n <= len(_BRANCHES):
        return _BRANCHES[n - 1]
    return str(n)


def chinese(n: int, digits: str = _DIGITS, units: str = "十百千", myriad: str = "万") -> str:
    """`n` (1 to 99,999) as it is counted: 十一, 一百零五."""
    if n >= 10_000:
        rest = n % 10_000
        zero = "零" if rest and rest < 1000 else ""
        return chinese(n // 10_000, digits, units, myriad) + myriad + (zero + chinese(rest, digits, units) if rest else "")
    out = ""
    for place in range(3, -1, -1):
        digit = n // 10**place % 10
        if digit:
            out += digits[digit] + (units[place - 1] if place else "")
        elif out and n % 10**place and not out.endswith("零"):
            out += "零"
    return out[1:] if out.startswith("一十") else out


def roman(n: int) -> str:
    """`n` in small Roman numerals."""
    out = ""
    for value, sign in _ROMAN:
        out += sign * (n // value)
        n %= value
    return out


def _enclosed(n: int, first: int, count: int) -> str:
    if n <= count:
        return chr(first + n - 1)
    if first == 0x2460 and n <= 35:
        return chr(0x3251 + n - 21)
    if first == 0x2460 and n <= 50:
        return chr(0x32B1 + n - 36)
    return str(n)
