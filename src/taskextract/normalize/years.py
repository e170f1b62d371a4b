"""The year of a notice: what 今年, 6月底前 or 2月6日 without a year are counted from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_NUMBER_YEAR = re.compile(r"[〔［\[(（【]((?:19|20)\d\d)[〕］\])）】]\s*第?\s*\d{1,4}\s*[号次期]")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-—–－~至]|年?度)")
_PLAN_YEAR = re.compile(r"“?十([一二三四五六])五”?(?:规划)?[^。]{0,6}(开局|起步|收官|最后一年|第一年)")
_PAST_YEAR = re.compile(r"(?:总结|回顾)(?:了)?((?:19|20)\d\d)年[^。]{0,40}(?:今年|部署|安排)")
_TEXT_YEAR = re.compile(r"(?<!到)(?<!至)((?:19|20)\d\d)年")
_FULL_DATE = re.compile(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日")
_OPENING = 3  # paragraphs in which a report or minutes tell when they met
_FIVE_YEAR_START = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}


@dataclass(frozen=True, slots=True)
class NoticeYear:
    """A notice's year and the evidence."""

    year: int
    reason: str


def read_year(title: str | None, doc_number: str | None, issued_on: date | None, texts: Sequence[str]) -> NoticeYear | None:
    """The notice's year from its date, number, title, or what its text says; None where nothing tells."""
    if issued_on is not None:
        return NoticeYear(issued_on.year, "date of issue")
    if doc_number and (found := _NUMBER_YEAR.search(doc_number)):
        return NoticeYear(int(found.group(1)), "document number")
    if title and (found := _TITLE_YEAR.search(title)):
        return NoticeYear(int(found.group(1)), "title")
    if found := _FULL_DATE.search("\n".join(texts[:_OPENING])):
        return NoticeYear(int(found.group(1)), found.group(0))
    return _inferred(texts)


def _inferred(texts: Iterable[str]) -> NoticeYear | None:
    whole = "\n".join(texts)
    if found := _PLAN_YEAR.search(whole):
        start = _FIVE_YEAR_START[found.group(1)]
        first = found.group(2) in ("开局", "起步", "第一年")
        return NoticeYear(start if first else start + 4, found.group(0))
    if found := _PAST_YEAR.search(whole):
        return NoticeYear(int(found.group(1)) + 1, found.group(0))
    if numbered := [int(y) for y in _NUMBER_YEAR.findall(whole)]:
        return NoticeYear(max(numbered), "latest document cited")
    if "今年" in whole and (years := [int(y) for y in _TEXT_YEAR.findall(whole)]):
        return NoticeYear(min(years), "earliest year beside 今年")
    return None
