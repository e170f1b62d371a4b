"""Numbers and dates as a sheet shows them: Excel's number formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from taskextract.readers.numerals import chinese, numeral

# The formats that Excel knows by number; 27–36 and 50–58 are those of its Chinese edition.
BUILTIN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<code>[^\]]*)\]|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?)'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<digits>[0#?,]+(?:\.[0#?]*)?|\.[0#?]+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's dates have no zone)
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LONG_DATE = "[$-F800]"  # the system's long date: in China 2023年12月31日
_MAX_SERIAL = 2_958_465
_EXACT = Context(prec=40)  # digits: 20 before the point and 15 behind it
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a format: literal `text`, or what the kind says of the value."""

    kind: str
    text: str


def display(number: float, pattern: str, date1904: bool = False) -> str:
    """A number as the sheet shows it under a number format (`0.0%`, `yyyy"年"m"月"`, …).

    >>> display(0.85, "0%"), display(44010, 'yyyy"年"m"月"d"日"'), display(3, '"第"0"项"')
    ('85%', '2020年6月28日', '第3项')
    """
    if _LONG_DATE in pattern.upper():
        pattern = BUILTIN[31]
    sections = _sections(pattern)
    if number < 0 and len(sections) > 1 and sections[1].strip():
        pieces, number = _pieces(sections[1]), -number
    else:
        pieces = _pieces(sections[0])
    kinds = {p.kind for p in pieces}
    codes = "".join(p.text.lower() for p in pieces if p.kind == "code")
    last = _MAX_SERIAL - (_EPOCH_1904 - _EPOCH).days if date1904 else _MAX_SERIAL
    if "date" in kinds and "general" not in kinds and 0 <= number <= last:
        return _as_date(number, _year_first(pieces), date1904, "dbnum1" in codes)
    if not kinds & {"digits"} or any(p.kind == "sign" and p.text in "/Ee" for p in pieces):
        shown = _numeral(number, codes) or general(number)
        if "general" in kinds:
            return "".join(shown if p.kind == "general" else p.text for p in pieces if p.kind != "code")
        return shown
    return _as_number(number, pieces, codes)


def general(number: float) -> str:
    """A number without a format: no trailing zeros, no trace of binary fractions."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.10g}"


def serial(moment: str, date1904: bool = False) -> str:
    """A moment in ISO's form as the number that sheets count days with; unchanged where it is none."""
    try:
        told = datetime.fromisoformat(moment).replace(tzinfo=None)
    except ValueError:
        return moment
    return repr((told - (_EPOCH_1904 if date1904 else _EPOCH)).total_seconds() / 86_400)


def _sections(pattern: str) -> list[str]:
    """The parts of a format for positive, negative, … numbers: cut at `;` outside quotes."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern)


def _pieces(section: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind in ("quoted", "escaped"):
            pieces.append(_Piece("text", match[kind]))
        elif kind == "code":
            if match[kind].startswith("$"):
                pieces.append(_Piece("text", match[kind][1:].split("-")[0]))
            elif match[kind].lower() in ("h", "hh", "m", "mm", "s", "ss"):
                pieces.append(_Piece("date", match[kind].lower()))
            else:
                pieces.append(_Piece("code", match[kind]))
        elif kind is not None:
            pieces.append(_Piece(kind, match[kind]))
    return pieces


def _as_number(number: float, pieces: list[_Piece], codes: str) -> str:
    percent = any(p.kind == "sign" and p.text == "%" for p in pieces)
    pattern = next(p.text for p in pieces if p.kind == "digits")
    whole, _, fraction = pattern.partition(".")
    scaled = Decimal(repr(number)) * (100 if percent else 1)
    if whole.endswith(","):
        scaled /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    places = min(len(fraction), 15)
    step = Decimal(1).scaleb(-places)
    rounded = abs(scaled).quantize(step, ROUND_HALF_UP, _EXACT) if abs(scaled) < 10**20 else abs(scaled)
    text = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    if optional and "." in text:
        kept = text[: len(text) - optional]
        text = (kept + text[len(kept) :].rstrip("0")).rstrip(".")
    digits = text.split(".")[0]
    text = "0" * (min(whole.count("0"), 20) - len(digits)) + text
    text = _numeral(number, codes) or text
    out, done = "", False
    for piece in pieces:
        if piece.kind == "digits":
            out, done = out if done else out + text, True
        elif piece.kind != "code" and not (piece.kind == "sign" and piece.text in "@"):
            out += piece.text
    return ("-" if scaled < 0 else "") + out.strip()


def _numeral(number: float, codes: str) -> str:
    if number != int(number) or not 0 < number <= 99_999:
        return ""
    if "dbnum1" in codes:
        return chinese(int(number))
    return numeral(int(number), "chineseLegalSimplified") if "dbnum2" in codes else ""


def _as_date(number: float, pieces: list[_Piece], date1904: bool, in_chinese: bool) -> str:
    base = _EPOCH_1904 if date1904 else _EPOCH
    moment = base + timedelta(seconds=round(number * 86_400))
    out: list[str] = []
    before = ""
    for i, piece in enumerate(pieces):
        if piece.kind == "date":
            after = next((p.text[0].lower() for p in pieces[i + 1 :] if p.kind == "date"), "")
            unit = _unit(piece.text.lower(), moment, before == "h" or after == "s")
            out.append(_in_chinese(unit, piece.text) if in_chinese else unit)
            before = piece.text[0].lower()
        elif piece.kind == "noon":
            out.append("上午" if moment.hour < 12 else "下午")
        elif piece.kind in ("text", "sign") and piece.text != "@":
            out.append(piece.text)
    return "".join(out).strip()


def _year_first(pieces: list[_Piece]) -> list[_Piece]:
    """The format of a day or month; the one that Chinese writes where a program has set the year last (6/28/20)."""
    order = [p.text[0].lower() for p in pieces if p.kind == "date"]
    if "y" not in order or order[0] == "y" or not set(order) <= set("ymd"):
        return pieces
    return _pieces(BUILTIN[14] if "d" in order else BUILTIN[27])


def _unit(code: str, moment: datetime, is_minute: bool) -> str:
    kind, length = code[0], len(code)
    if kind == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if kind == "s":
        return f"{moment.second:02d}" if length > 1 else str(moment.second)
    number = {"m": moment.minute if is_minute else moment.month, "d": moment.day, "h": moment.hour}[kind]
    return f"{number:02d}" if length == 2 else str(number)


def _in_chinese(unit: str, code: str) -> str:
    if code[0].lower() == "y":
        return unit.translate(_DIGITS)
    return chinese(int(unit)) if 0 < int(unit) < 100 else unit
