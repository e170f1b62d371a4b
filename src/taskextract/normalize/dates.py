"""Dates and time limits: what 6月底前, 一季度, “十四五”期间 or 二〇〇五年六月十一日 mean in a notice of a given year.

Readings: 前, 底, 到 and 年内 set an end alone (6月前 and 2020年前 include the month and year they
name); 起 sets a start alone; a period without such a word (2020年3月—6月, 一季度, 2020年10月中旬) sets
both. Recurring, relative and open limits (每年2月底前, 1个工作日内, 长期) are read and have no dates.
A date without a year takes the year named before it in the same text, else the notice's; `basis`
then is `inferred`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from taskextract.normalize.date_forms import Hit, scan
from taskextract.numerals import WIDE_DIGITS, read_number
from taskextract.records import StatedOrInferred
from taskextract.strand import Strand, is_blank
from taskextract.vocabulary.words import load_words

_DIGITS = "0-9〇○零ＯOolI一二三四五六七八九十"
_FULL_DATE = re.compile(rf"([{_DIGITS}]{{4}})[年\-./．]([{_DIGITS}]{{1,3}})[月\-./．]([{_DIGITS}]{{1,3}})日?")
_SHUT = re.compile(
    r"《[^》]{0,300}》|[（(〔][^（）()〔〕]{0,100}(?:[—\-–~～至]|试行|以下简称)[^（）()〔〕]{0,100}[）)〕]|“[^”]{0,12}年[^”]{0,300}”"
)
_WORDS = load_words("dates")
_NO_LIMIT = re.compile("|".join(_WORDS["no_limit_before"]))
_COMPARED, _LOOKS_BACK, _VALID = tuple(_WORDS["compared"]), tuple(_WORDS["looks_back"]), tuple(_WORDS["valid"])
_SET_FOR, _AFTER_YEAR = tuple(_WORDS["set_for"]), tuple(_WORDS["after_year"])
_REACHES = re.compile(r"[^，。；]{2,24}?(?:达到|超过|突破|控制在|不低于|不少于|降至|增至|提高到|提升到|增加到)")
_PLANNED = tuple(_WORDS["planned"])
_SHORTENED, _ISSUES = re.compile(_WORDS["shortened"]), re.compile(_WORDS["issues"])
_ZERO = re.compile(r"(?<=\d)[OoＯ](?=[\dOoＯ年月日])")
_POINTED = re.compile(r"(1[0-2]|0?[1-9])[.．](3[01]|[12]\d|0?[1-9])(之前|以前|前)")
_CLAUSE_START = re.compile(r"(?:^|[，。；、：（(“]|力争|确保|争取|计划|于|在|到|至|并|从|自)$")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: its words as they stand, its first and last day (None: open or not known).

    `where` is the phrase with its place; None where the text came without one. `season`: a time of the year is all
    that it names (汛前), whose day each place sets.
    """

    raw: str
    start: date | None
    end: date | None
    basis: StatedOrInferred
    where: Strand | None = None
    season: bool = False


def read_date(text: str) -> date | None:
    """A full date in any of the forms of issue dates; None where day, month or year is missing.

    >>> read_date("二〇〇五年六月十一日")
    datetime.date(2005, 6, 11)
    """
    plain = "".join(c for c in text if not is_blank(c)).translate(WIDE_DIGITS)
    found = _FULL_DATE.search(plain)
    if found is None:
        return None
    year, month, day = (read_number(_digits(part)) for part in found.groups())
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digits(text: str) -> str:
    """O and Ｏ among digits read as zero, in the numerals around them; l and I as one."""
    zero = "0" if any(c.isdigit() and c.isascii() for c in text) else "〇"
    return re.sub("[lI]", "1", re.sub("[OoＯ]", zero, text))


def read_deadline(text: Strand | str, *, year: int | None, issued_on: date | None) -> Deadline | None:
    """The time limit that a deadline cell or a tail's phrase states; None where it states none.

    Several phrases give one limit from the first start to the last end; `raw` then reaches from the
    first phrase to the last.
    """
    plain = text if isinstance(text, str) else text.text
    if pointed := _POINTED.fullmatch(plain):  # 11.30前
        month = read_deadline(f"{pointed[1]}月{pointed[2]}日{pointed[3]}", year=year, issued_on=issued_on)
        return replace(month, raw=plain, where=None if isinstance(text, str) else text) if month else None
    hits = _scanned(plain, year, issued_on)
    if not hits:
        return None
    low, high = hits[0].start, max(h.end for h in hits)
    starts = [h.first for h in hits if h.first]
    ends = [h.last for h in hits if h.last]
    where = None if isinstance(text, str) else text[low:high]
    basis: StatedOrInferred = "inferred" if any(h.inferred for h in hits) else "stated"
    season = not ends and any(h.form == "season" for h in hits)
    return Deadline(plain[low:high], min(starts, default=None), max(ends, default=None), basis, where, season)


def find_deadlines(strand: Strand, *, year: int | None, issued_on: date | None) -> tuple[Deadline, ...]:
    """The time limits in a running sentence, in reading order.

    Years in titles, periods of comparison (比2015年, 2018年以来) and durations that are themselves the
    target (压缩至3个工作日内) are none; 长期 and 持续 are plain words there.
    """
    text = _SHUT.sub(lambda m: "＊" * len(m[0]), strand.text)
    hits = _scanned(text, year, issued_on)
    now = year if year is not None else _year_of(issued_on)
    limits = [hit for hit in hits if _is_limit(text, hit, now)] or [hit for hit in hits if _is_planned_for(text, hit, now)]
    found: list[Deadline] = []
    for hit in limits:
        basis: StatedOrInferred = "inferred" if hit.inferred else "stated"
        where = strand[hit.start : hit.end]
        found.append(Deadline(where.text, hit.first, hit.last, basis, where, hit.form == "season"))
    return tuple(found)


def _scanned(text: str, year: int | None, issued_on: date | None) -> tuple[Hit, ...]:
    """The phrases of time in a text. A feast without a year that was over when the notice was issued is next year's."""
    text = _ZERO.sub("0", text.translate(WIDE_DIGITS))
    year = year if year is not None else _year_of(issued_on)
    hits = scan(text, year)
    past = [h.form == "feast" and h.inferred and issued_on is not None and h.last is not None and h.last < issued_on for h in hits]
    if year is None or not any(past):
        return hits
    later = scan(text, year + 1)
    return tuple(b if over else a for a, b, over in zip(hits, later, past, strict=True))


def _year_of(issued_on: date | None) -> int | None:
    return issued_on.year if issued_on else None


def _is_planned_for(text: str, hit: Hit, year: int | None) -> bool:
    """2024年培育5家: what a sentence without another limit says that this or a coming year is to bring."""
    ahead = hit.form == "year" and hit.last is not None and year is not None and hit.last.year >= year
    return ahead and _CLAUSE_START.search(text[: hit.start]) is not None and text.startswith(_PLANNED, hit.end)


def _is_limit(text: str, hit: Hit, year: int | None) -> bool:
    """Whether a phrase in running text limits what the sentence demands."""
    phrase = text[hit.start : hit.end]
    before, after = text[max(0, hit.start - 16) : hit.start], text[hit.end : hit.end + 6]
    if (
        (_NO_LIMIT.match(after) and not (hit.closed and _ISSUES.match(after)))
        or before.endswith(_COMPARED)
        or (before.endswith(_LOOKS_BACK) and not hit.closed)
        or before.endswith(_VALID)
    ):
        return False
    if phrase.startswith(("截至", "截止")):  # looks back, unless the day is still to come
        return hit.last is not None and year is not None and hit.last.year >= year
    if hit.form == "feast":  # but no 开展春节前慰问
        return _CLAUSE_START.search(before) is not None
    if hit.form == "season":  # 汛前完成, but no 汛前检查
        return after.startswith(_AFTER_YEAR) or not after
    if hit.form == "open":
        return phrase.startswith("即日") or hit.closed
    if hit.form == "relative":
        return not _SHORTENED.search(before) and not after.startswith("有效")
    if hit.closed:
        return True
    if hit.form == "day":
        return before.endswith(_SET_FOR)
    if hit.form == "month":  # 2019年3月，… tells a story, 3月召开… sets a time
        return before.endswith(_SET_FOR) or (
            bool(_CLAUSE_START.search(before)) and not after.startswith(("，", "的"))
        )
    if hit.form == "year":
        ahead = hit.last is None or year is None or hit.last.year >= year
        reaches = ahead and _REACHES.match(text, hit.end) is not None
        return bool(_CLAUSE_START.search(before)) and (after.startswith(_AFTER_YEAR) or not after or reaches)
    return True
