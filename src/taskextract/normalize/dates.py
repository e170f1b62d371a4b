"""Dates and time limits: what 6月底前, 一季度, “十四五”期间 or 二〇〇五年六月十一日 mean in a notice of a given year.

Readings: 前, 底, 到 and 年内 set an end alone (6月前 and 2020年前 include the month and year they
name); 起 sets a start alone; a period without such a word (2020年3月—6月, 一季度, 2020年10月中旬) sets
both. Recurring, relative and open limits (每年2月底前, 1个工作日内, 长期) are read and have no dates.
A date without a year takes the year named before it in the same text, else the notice's; `basis`
then is `inferred`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taskextract.normalize.date_forms import CONTEXT, Hit, scan
from taskextract.numerals import WIDE_DIGITS, read_number
from taskextract.records import StatedOrInferred
from taskextract.strand import Strand, is_blank

_DIGITS = "0-9〇○零ＯOolI一二三四五六七八九十"
_FULL_DATE = re.compile(rf"([{_DIGITS}]{{4}})[年\-./．]([{_DIGITS}]{{1,3}})[月\-./．]([{_DIGITS}]{{1,3}})日?")
_SHUT = re.compile(
    r"《[^》]{0,300}》|[（(〔][^（）()〔〕]{0,100}(?:[—\-–~～至]|试行|以下简称)[^（）()〔〕]{0,100}[）)〕]|“[^”]{0,12}年[^”]{0,300}”"
)
_COMPARED = ("比", "较", "截至", "截止", "截止到", "截至到", "对照")
_LOOKS_BACK = ("以", "自", "与", "从", "同")
_VALID = ("有效期", "有效期至", "有效期到", "有效期限", "有效期限至")
_SET_FOR = ("于", "在", "力争", "确保", "定于", "拟于")
_AFTER_YEAR = ("，", "。", "；", "力争", "完成", "实现", "达", "全", "建", "基本", "起")
_REACHES = re.compile(r"[^，。；]{2,24}?(?:达到|超过|突破|控制在|不低于|不少于|降至|增至|提高到|提升到|增加到)")
_TARGET_BEFORE = re.compile(
    r"(?:压缩|缩短|控制|减少|压减|降|不超过|限定|精简|平均|提速|近|过去|最近)[^，。；]{0,12}$"
)
_ISSUES = re.compile("印发(?:实施|执行|公布)?(?:[，。；、]|$)")  # 9月底前印发。 is what is to be done
_CLAUSE_START = re.compile(r"(?:^|[，。；、：（(“]|力争|确保|争取|计划|于|在|到|至|并|从|自)$")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: its words as they stand, its first and last day (None: open or not known).

    `where` is the phrase with its place; None where the text came without one.
    """

    raw: str
    start: date | None
    end: date | None
    basis: StatedOrInferred
    where: Strand | None = None


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
    hits = scan(plain.translate(WIDE_DIGITS), year if year is not None else _year_of(issued_on))
    if not hits:
        return None
    low, high = hits[0].start, max(h.end for h in hits)
    starts = [h.first for h in hits if h.first]
    ends = [h.last for h in hits if h.last]
    where = None if isinstance(text, str) else text[low:high]
    basis: StatedOrInferred = "inferred" if any(h.inferred for h in hits) else "stated"
    return Deadline(plain[low:high], min(starts, default=None), max(ends, default=None), basis, where)


def find_deadlines(strand: Strand, *, year: int | None, issued_on: date | None) -> tuple[Deadline, ...]:
    """The time limits in a running sentence, in reading order.

    Years in titles, periods of comparison (比2015年, 2018年以来) and durations that are themselves the
    target (压缩至3个工作日内) are none; 长期 and 持续 are plain words there.
    """
    text = _SHUT.sub(lambda m: "＊" * len(m[0]), strand.text)
    year = year if year is not None else _year_of(issued_on)
    found: list[Deadline] = []
    for hit in scan(text, year):
        if not _is_limit(text, hit, year):
            continue
        basis: StatedOrInferred = "inferred" if hit.inferred else "stated"
        where = strand[hit.start : hit.end]
        found.append(Deadline(where.text, hit.first, hit.last, basis, where))
    return tuple(found)


def _year_of(issued_on: date | None) -> int | None:
    return issued_on.year if issued_on else None


def _is_limit(text: str, hit: Hit, year: int | None) -> bool:
    """Whether a phrase in running text limits what the sentence demands."""
    phrase = text[hit.start : hit.end]
    before, after = text[max(0, hit.start - 16) : hit.start], text[hit.end : hit.end + 6]
    if (
        (CONTEXT.match(after) and not (hit.closed and _ISSUES.match(after)))
        or before.endswith(_COMPARED)
        or (before.endswith(_LOOKS_BACK) and not hit.closed)
        or before.endswith(_VALID)
    ):
        return False
    if phrase.startswith(("截至", "截止")):  # looks back, unless the day is still to come
        return hit.last is not None and year is not None and hit.last.year >= year
    if hit.form == "open":
        return phrase.startswith("即日") or hit.closed
    if hit.form == "relative":
        return not _TARGET_BEFORE.search(before) and not after.startswith("有效")
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
