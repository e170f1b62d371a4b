"""The forms in which time is written in notices, and the days that each means."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from taskextract.numerals import read_number
from taskextract.vocabulary.words import load_words

_Y = r"(?:(?P<y{n}>(?:19|20)\d\d|二[〇○零ＯO0][〇○零ＯO0一二三四五六七八九]{{2}})年度?|(?P<rel{n}>今年|本年度?|当年|明年|次年|来年|翌年))"
_M = r"(?P<m{n}>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?P<d{n}>3[01]|[12]\d|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])[日号]"
_PART = r"(?P<p{n}>上旬|中旬|下旬|月?[底末初]|中|份)"
_TO = r"(?:[—–\-－~～―一]{1,2}|至|到)"
_LEAD = r"(?P<lead>(?:力争|确保|争取)?(?:截至|截止|到|至))?"
_CLOSE = r"(?P<close>之前|以前|前|为?止|起|开始|以后|之后|后|内|以内|期间|间)?"
_EVERY = r"(?P<every>每[年月季周](?:度)?|逐年|历年)?"
_FIVE_YEARS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}

@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of time at `start:end` of the text: its first and last day. `closed` where a word such
    as 前, 底, 起 or 到 makes a limit of it; `inferred` where the year is not its own."""

    start: int
    end: int
    form: str
    first: date | None
    last: date | None
    inferred: bool
    closed: bool


@dataclass(slots=True)
class _Years:
    """The year that a date without one takes: the last one named in the text, else the notice's."""

    notice: int | None
    named: int | None = None

    def read(self, stated: str | None, relative: str | None) -> tuple[int | None, bool]:
        if stated:
            year = read_number(re.sub("[OＯ]", "〇", stated))
            if year is not None and year >= (self.notice or 0):  # a past year is looked back on
                self.named = year
            return year, False
        base = self.notice
        if relative and base is not None:
            ahead = relative in ("明年", "次年", "来年", "翌年")
            self.named = base + ahead
            return self.named, True
        return (self.named if self.named is not None else base), True


def _fields(n: int) -> dict[str, str]:
    return {k: v.format(n=n) for k, v in (("Y", _Y), ("M", _M), ("D", _D), ("P", _PART))}


_ONE, _TWO = _fields(1), _fields(2)
_NOT_DIGIT = r"(?<![\d.])"


@lru_cache(maxsize=4096)
def scan(text: str, year: int | None) -> tuple[Hit, ...]:
    """All phrases of time in `text`, in reading order, none inside another."""
    years = _Years(year)
    hits: list[Hit] = []
    at = 0
    following: list[re.Match[str] | None] = [
        pattern.search(text) if any(sign in text for sign in signs) else None
        for (_, pattern, _), signs in zip(_FORMS, _SIGNS, strict=True)
    ]
    if not any(following):
        return ()
    while True:
        best: int | None = None
        for n, (_, pattern, _) in enumerate(_FORMS):
            found = following[n]
            if found is not None and found.start() < at:
                found = following[n] = pattern.search(text, at)
            if found is not None and (best is None or found.start() < _start(following[best])):
                best = n
        if best is None:
            return tuple(hits)
        chosen = following[best]
        assert chosen is not None
        hit = _FORMS[best][2](chosen, years, _FORMS[best][0])
        if hit is not None:
            hits.append(hit)
        at = max(chosen.end(), at + 1)


def _start(found: re.Match[str] | None) -> int:
    return found.start() if found else -1


_Read = Callable[[re.Match[str], _Years, str], Hit | None]


def _hit(found: re.Match[str], form: str, first: date | None, last: date | None, inferred: bool) -> Hit:
    """Shape a period by the words around it: 前 and 到 keep its end, 起 its start."""
    groups = found.groupdict()
    lead, close = groups.get("lead"), groups.get("close") or ""
    closed = bool(lead or close)
    if groups.get("every"):
        return Hit(found.start(), found.end(), "open", None, None, False, True)
    if close in ("起", "开始", "以后", "之后", "后"):
        last = None
    elif lead or (close and close not in ("期间", "间")):
        first = None
    return Hit(found.start(), found.end(), form, first, last, inferred, closed)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None or not 1 <= month <= 12:
        return None
    return date(year, month, min(day, calendar.monthrange(year, month)[1])) if day >= 1 else None


def _part_days(part: str | None) -> tuple[int | None, int]:
    """First and last day of a part of a month; 底 has a last day alone."""
    match (part or "").removeprefix("月"):
        case "上旬" | "初":
            return 1, 10
        case "中旬" | "中":
            return 11, 20
        case "下旬":
            return 21, 31
        case "底" | "末":
            return None, 31
        case _:
            return 1, 31


def _read_range(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    g = found.groupdict()
    if g.get("every"):
        return _hit(found, form, None, None, False)
    year1, inferred = years.read(g.get("y1"), g.get("rel1"))
    year2, _ = years.read(g.get("y2"), g.get("rel2")) if g.get("y2") or g.get("rel2") else (year1, False)
    month1 = read_number(g.get("m1") or "") or 1
    month2 = read_number(g.get("m2") or "") or (month1 if g.get("d2") else 12)
    day1 = read_number(g.get("d1") or "") or _part_days(g.get("p1"))[0] or 1
    day2 = read_number(g.get("d2") or "") or _part_days(g.get("p2"))[1]
    first, last = _day(year1, month1, day1), _day(year2, month2, day2)
    if first and last and last < first and not g.get("y2"):  # 10月至3月 reaches into the next year
        last = _day(last.year + 1, last.month, last.day)
    return Hit(found.start(), found.end(), "range", first, last, inferred and year1 is not None, True)


def _read_month(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    g = found.groupdict()
    year, inferred = years.read(g.get("y1"), g.get("rel1"))
    month = read_number(g["m1"])
    part = g.get("p1")
    if day := read_number(g.get("d1") or ""):
        only = _day(year, month, day)
        hit = _hit(found, "day", only, only, inferred)
        ends = hit.first is not None and hit.last is not None
        return Hit(
            hit.start, hit.end, hit.form, None if ends else hit.first, hit.last, hit.inferred, hit.closed
        )
    first, last = _part_days(part)
    hit = _hit(found, form, _day(year, month, first), _day(year, month, last), inferred)
    return Hit(
        hit.start,
        hit.end,
        hit.form,
        hit.first,
        hit.last,
        hit.inferred,
        hit.closed or part not in (None, "份"),
    )


def _read_year(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    g = found.groupdict()
    year, inferred = years.read(g.get("y1"), g.get("rel1"))
    part = g.get("part") or ""
    first, last = {"初": ((1, 1), (3, 31)), "中": ((1, 1), (6, 30))}.get(part[-1:], ((1, 1), (12, 31)))
    hit = _hit(found, form, _day(year, *first), _day(year, *last), inferred)
    start = None if part else hit.first
    return Hit(hit.start, hit.end, hit.form, start, hit.last, hit.inferred, hit.closed or bool(part))


def _read_quarter(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    year, inferred = years.read(found["y1"], found["rel1"])
    quarter = read_number(found["q"]) or 1
    hit = _hit(found, form, _day(year, 3 * quarter - 2, 1), _day(year, 3 * quarter, 31), inferred)
    return Hit(hit.start, hit.end, form, None if found["part"] else hit.first, hit.last, hit.inferred, True)


def _read_half(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    year, inferred = years.read(found["y1"], found["rel1"])
    month = 1 if found["half"] == "上" else 7
    hit = _hit(found, form, _day(year, month, 1), _day(year, month + 5, 31), inferred)
    return Hit(hit.start, hit.end, hit.form, hit.first, hit.last, hit.inferred, True)


def _read_five_years(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    start = _FIVE_YEARS[found["five"]]
    part = found["part"]
    first = None if part in ("末", "期末", "末期") else date(start, 1, 1)
    return Hit(found.start(), found.end(), form, first, date(start + 4, 12, 31), False, True)


def _read_iso(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    year, _ = years.read(found["y1"], None)
    month, day = int(found["m1"]), found["d1"]
    first, last = (int(day), int(day)) if day else (1, 31)
    hit = _hit(found, "day" if day else "month", _day(year, month, first), _day(year, month, last), False)
    start = None if day and hit.last else hit.first
    return Hit(hit.start, hit.end, hit.form, start, hit.last, False, True)


def _read_iso_range(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    year1, _ = years.read(found["y1"], None)
    year2, _ = years.read(found["y2"] or found["y1"], None)
    first = _day(year1, int(found["m1"]), int(found["d1"] or 1))
    last = _day(year2, int(found["m2"]), int(found["d2"] or 31))
    return Hit(found.start(), found.end(), "range", first, last, False, True)


def _read_feast(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    """春节前: the last day before the feast."""
    year, inferred = years.read(found["y1"], found["rel1"])
    days = _WORDS["feasts"][found["feast"]]
    stated = days.get("always") or days.get(year)
    last = date.fromisoformat(f"{year}-{stated}") - timedelta(days=1) if year is not None and stated else None
    return Hit(found.start(), found.end(), form, None, last, inferred, True)


def _read_dateless(found: re.Match[str], years: _Years, form: str) -> Hit | None:
    return Hit(found.start(), found.end(), form, None, None, False, bool(found.groupdict().get("limit")))


_DOT = r"[.\-/．]"
_ISO_DAY = r"(?:{dot}(?P<d{n}>3[01]|[12]\d|0?[1-9])(?!\d))?"
_ISO1 = rf"(?P<y1>20\d\d){_DOT}(?P<m1>1[0-2]|0?[1-9])(?!\d)" + _ISO_DAY.format(dot=_DOT, n=1)
_ISO2 = rf"(?:(?P<y2>20\d\d){_DOT})?(?P<m2>1[0-2]|0?[1-9])(?!\d)" + _ISO_DAY.format(dot=_DOT, n=2)
_POINT1 = rf"{_ONE['Y']}?{_ONE['M']}月(?:{_ONE['D']}|{_ONE['P']})?"
_POINT2 = rf"{_TWO['Y']}?{_TWO['M']}月(?:{_TWO['D']}|{_TWO['P']})?"
_SINCE = r"(?:自|从)?"
_NO_COUNT = r"(?<![\d一二两三四五六七八九十几每多全近])"  # 三年内 is a span, 年内 is this year
_DURATION = (
    r"(?:自[^，。；]{1,16}(?:之日)?起)?(?:在|于)?(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})个?"
    r"(?:工作日|小时|自然日|月|日|天|周|年)(?:以?内|之内)"
)
_WORDS = load_words("dates")
_FEAST = rf"{_LEAD}{_ONE['Y']}?[“\"]?(?P<feast>{'|'.join(_WORDS['feasts'])})节?[”\"]?(?:假期|节日)?(?P<close>之前|以前|前)(?![夕后])"
_SEASON = rf"{_ONE['Y']}?(?P<season>{'|'.join(sorted(_WORDS['seasons'], key=len, reverse=True))})(?:到来|来临)?(?:之前|以前|前)(?![夕后])"
_PATTERNS: tuple[tuple[str, str, _Read], ...] = (
    # 2018.1-2018.12
    ("range", rf"{_NOT_DIGIT}{_SINCE}{_ISO1}\s*(?:—+|-{{1,2}}|–|~|～|至|到)\s*{_ISO2}", _read_iso_range),
    # 2020年3月—6月, 9月—次年3月
    ("range", rf"{_EVERY}{_NOT_DIGIT}{_SINCE}{_POINT1}(?:起|开始)?{_TO}{_POINT2}(?:之?前|止)?", _read_range),
    # 6月1日至10日
    (
        "range",
        rf"{_EVERY}{_NOT_DIGIT}{_ONE['Y']}?{_ONE['M']}月{_ONE['D']}?{_TO}{_TWO['D']}(?:前|止)?",
        _read_range,
    ),
    # 3—6月
    (
        "range",
        rf"{_EVERY}{_NOT_DIGIT}{_ONE['Y']}?{_ONE['M']}(?:—|–|-|～|~|至){_TWO['M']}月(?:{_TWO['P']})?",
        _read_range,
    ),
    # 2020—2022年
    (
        "range",
        rf"{_NOT_DIGIT}{_SINCE}(?P<y1>20\d\d)年?起?(?:—+|–|-{{1,2}}|～|~|至|到)(?P<y2>20\d\d)年(?P<p2>底|末)?前?",
        _read_range,
    ),
    # 6月底前, 2018年10月中旬, 9月20日前, 7月份起
    ("month", rf"{_LEAD}{_EVERY}{_NOT_DIGIT}{_POINT1}{_CLOSE}", _read_month),
    # 2020.6.30前
    ("iso", rf"{_LEAD}{_NOT_DIGIT}{_ISO1}{_CLOSE}", _read_iso),
    # “十四五”期间
    (
        "five-years",
        r"[“\"]?十(?P<five>[一二三四五六])五[”\"]?(?:规划)?(?P<part>期间|时期|期末|末期|末)",
        _read_five_years,
    ),
    # 第三季度末
    (
        "quarter",
        rf"{_LEAD}{_EVERY}{_ONE['Y']}?第?(?P<q>[一二三四1-4])季度(?P<part>末|底)?{_CLOSE}",
        _read_quarter,
    ),
    # 上半年
    ("half", rf"{_LEAD}{_EVERY}{_ONE['Y']}?(?P<half>[上下])半年{_CLOSE}", _read_half),
    # 春节前, 2025年汛前
    ("feast", _FEAST, _read_feast),
    ("season", _SEASON, _read_dateless),
    # 到2025年, 2019年年底前
    ("year", rf"{_LEAD}{_NOT_DIGIT}{_ONE['Y']}(?P<part>年?[底末初中])?{_CLOSE}", _read_year),
    # 年内, 年底前
    (
        "year",
        rf"{_NO_COUNT}(?:到|至)?(?P<y1>)(?P<rel1>)(?P<part>年[底末内]|年[初中](?=前|完成|启动|[，。；]|$)){_CLOSE}",
        _read_year,
    ),
    ("relative", _DURATION, _read_dateless),
    ("open", "|".join(_WORDS["open"]), _read_dateless),
)
_FORMS = tuple((form, re.compile(pattern), read) for form, pattern, read in _PATTERNS)
_SIGNS: tuple[tuple[str, ...], ...] = (
    ("20",), ("月",), ("月",), ("月",), ("20",), ("月",), ("20",), ("五",), ("季度",), ("半年",),
    tuple(_WORDS["feasts"]), tuple(_WORDS["seasons"]), ("年",), ("年",), ("内",), tuple(_WORDS["open_signs"]),
)  # fmt: skip
"""What a phrase of each form cannot be without: most texts hold little of it."""
