"""Quantities: what a number measures, its value and unit, and how it relates to what is measured.

Names that hold figures (5G, S103, 国道308, “369”, 第二次, 三期), dates and document numbers are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from taskextract.findings import Finding
from taskextract.normalize.numbers import CHINESE, multiplier, read_value
from taskextract.normalize.quantity_subject import what_is_measured
from taskextract.records import Relation
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import any_of, load_words

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = rf"[{CHINESE}]{{1,15}}(?:点[{CHINESE}]{{1,15}})?"
_ANY_NUMBER = re.compile(rf"[\d{CHINESE}番]")
_DOUBTFUL_UNITS = frozenset(("年", "周", "分", "里", "方", "度", "码", "P"))
_SPANS = frozenset(("小时", "分钟", "天", "个小时"))  # 1小时通勤
_CHANGES_NO_COUNT = frozenset(("降低", "提高", "提升", "下降", "上升", "增长"))  # 降低1585个税目的税率
_EVEN_IN_NUMERALS = frozenset(("倍", "个百分点", "个月", "个工作日", "个小时"))
_NAMES = re.compile(
    r"《[^》]{1,120}》"  # titles
    r"|“[^”]{1,12}”|‘[^’]{1,12}’"  # names in quotes: “一环十射”
    r"|[〔\[（]\d{4}[〕\]）]第?\d{1,4}号?"  # document numbers
    r"|(?<![A-Za-z])[A-Za-z]+[-—]?\d+(?:\.\d+)*[A-Za-z]*"  # S103, G20, IPv6
    r"|十[一二三四]五(?!个|项|条)"  # 十四五
)
_DATES = re.compile(
    r"\d{4}(?:年度?)?[—–\-至到~]{1,2}\d{2,4}年度?"  # 2020—2025年
    r"|(?<!\d)(?:19|20)\d{2}年度?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|(?<![\d个])\d{1,2}月(?:[上中下]旬|份|底|初|末|\d{1,2}日)?|(?<!\d)\d{1,2}日(?!均)"
    r"|\d{1,2}:\d{2}"
)
_NUMBERING = re.compile(r"^(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)")
_TWICE = re.compile(r"翻(?P<times>[一两二三四\d])?番")
_HALF = re.compile(r"(?P<verb>缩短|减少|降低|下降|压缩|压减|减半)?(?:近|约|了){0,3}一半(?P<more>以上)?")
_FRACTION = re.compile(
    rf"(?P<parts>(?<![{CHINESE}]){_NUMERAL}|(?<!\d)\d+)分之(?P<some>{_NUMERAL}|\d+(?:\.\d+)?)(?P<after>以上|以下|左右)?"
)
_PER = {"百": "%", "千": "‰"}
_NEAR = 60
_LONGEST_WORD = 24  # characters of a word of relation with what may follow it


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it measures; `value_max` is a range's upper end.

    `value`/`unit` are as printed (500, 亿元); `value_base`/`unit_base` have 万 and 亿 multiplied out.
    """

    what: str | None
    value: float | None
    value_max: float | None
    unit: str | None
    value_base: float | None
    unit_base: str | None
    relation: Relation
    where: Strand


@dataclass(frozen=True, slots=True)
class _Words:
    unit: str
    counted: frozenset[str]
    before: re.Pattern[str]
    before_relation: dict[str, Relation]
    after_relation: dict[str, Relation]
    name_before: tuple[str, ...]
    set_phrases: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load_words("units")
    units = any_of([*data["counted"], *data["measured"]])
    return _Words(
        unit=rf"(?:{units})(?:/(?:每)?[百千万亿]?(?:{units}|[一-鿿]{{1,3}}))?",
        counted=frozenset(data["counted"]),
        before=re.compile(rf"(?P<word>{any_of(list(data['before']))})(?:了|为|在|约|近)?$"),
        before_relation=data["before"],
        after_relation=data["after"],
        name_before=tuple(data["name_before"]),
        set_phrases=tuple(data["set_phrases"]),
    )


@cache
def _pattern() -> re.Pattern[str]:
    """A number, perhaps a range, with its unit and the bound behind it."""
    unit, bounds = _words().unit, any_of(list(_words().after_relation))
    number = f"(?:{_FIGURE}|{_NUMERAL})"
    return re.compile(
        rf"(?P<low>{number})(?P<low_unit>(?:万亿|亿|万)?(?:{unit})?)(?:[—–\-~～至到]{{1,2}}(?P<high>{number}))?"
        rf"(?P<more>[余多来])?(?P<times>万亿|亿|万)?(?P<more_times>[余多])?(?P<unit>{unit})?(?P<after>（含）以上|{bounds})?"
    )


def find_quantities(text: Strand) -> tuple[tuple[Quantity, ...], tuple[Finding, ...]]:
    """The quantities of a measure, in reading order, and findings for figures that were not understood.

    >>> [(q.what, q.value, q.unit, q.relation) for q in find_quantities(strand)[0]]   # 新增高铁840公里，项目总投资达7900亿元
    [('新增高铁', 840.0, '公里', 'eq'), ('项目总投资', 7900.0, '亿元', 'reach')]
    """
    folded = fold(text.text)
    if not _ANY_NUMBER.search(folded):
        return (), ()
    masked = _masked(folded)
    found = [*_special(text, folded, masked)]
    taken = [q[0] for q in found]
    findings: list[Finding] = []
    at = 0
    while hit := _pattern().search(masked, at):
        at = max(hit.end(), at + 1)
        if any(low < hit.end() and hit.start() < high for low, high in taken):
            continue
        quantity = _quantity(text, folded, masked, hit)
        if quantity is None:
            at = hit.end("low")
            findings.extend(_unread(text, masked, hit))
            continue
        end = hit.start() + len(quantity.where.text)
        at = max(end, at if hit["high"] else hit.start() + 1)
        found.append(((hit.start(), end), quantity))
    found.sort(key=lambda pair: pair[0])
    return tuple(q for _, q in found), tuple(findings)


def _masked(folded: str) -> str:
    """The text with names (■) and dates (□) blotted out, each character in its place."""
    masked = _NAMES.sub(lambda m: "■" * len(m[0]), folded)
    masked = _DATES.sub(lambda m: "□" * len(m[0]), masked)
    masked = _NUMBERING.sub(lambda m: "■" * len(m[0]), masked)
    for phrase in _words().set_phrases:
        masked = masked.replace(phrase, "■" * len(phrase))
    return masked


def _quantity(text: Strand, folded: str, masked: str, hit: re.Match[str]) -> Quantity | None:
    words = _words()
    low, high, times, unit, end = _parts(hit)
    value = read_value(low)
    if value is None or not (unit or times) or _is_name(masked, hit, low):
        return None
    core = unit.split("/")[0]
    chinese = not low[0].isdigit()
    if chinese and (value < 2 or (core not in words.counted and core not in _EVEN_IN_NUMERALS)):
        return None
    before = _near(masked, hit.start())
    bound = hit["after"] if hit["after"] and end == hit.start("after") else ""
    if core in _DOUBTFUL_UNITS and not (bound or _before_word(before)):
        return None
    if (
        not unit
        and not (hit["more"] or re.match(r"[，。；、）的]|$", masked[end : end + 1]))
        and not _before_word(before)
    ):
        return None
    value_max = read_value(high) if high else None
    relation = _relation(before, bound, bool(hit["more"] or hit["more_times"]), core)
    factor = multiplier(times)
    end += len(bound)
    counted = core in words.counted or (core in _SPANS and not bound and not _before_word(before))
    what = what_is_measured(folded, masked, hit.start(), end, counted=counted)
    if bound:
        what = _with_change(what, before)
    elif core in words.counted and _before_word(before) in _CHANGES_NO_COUNT:
        relation = "eq"
    where = text[hit.start() : end]
    return Quantity(what, value, value_max, times + unit, value * factor, unit or None, relation, where)


def _parts(hit: re.Match[str]) -> tuple[str, str, str, str, int]:
    """Lower and upper number, multiplier, unit, and where the unit ends."""
    low, high, times, unit = hit["low"], hit["high"] or "", hit["times"] or "", hit["unit"] or ""
    if not high and hit["low_unit"]:
        own = hit["low_unit"]
        for word in ("万亿", "亿", "万"):
            if own.startswith(word):
                return (
                    low,
                    "",
                    word,
                    own[len(word) :] or unit,
                    hit.end("unit") if hit["unit"] else hit.end("low_unit"),
                )
        return low, "", "", own, hit.end("low_unit")
    return low, high, times, unit, max(hit.end("unit"), hit.end("times"), hit.end("high"), hit.end("low"))


def _is_name(masked: str, hit: re.Match[str], low: str) -> bool:
    """Whether the figure belongs to a name: 国道308, 第二次, 4F级, 5G, 3号线."""
    before, behind = masked[max(0, hit.start() - 4) : hit.start()], masked[hit.end("low") : hit.end("low") + _NEAR]
    if before.endswith(_words().name_before) or (before[-1:].isascii() and before[-1:].isalnum()):
        return True
    if before[-1:] in ".-—/×" and before[-2:-1].isalnum():
        return True
    latin = re.match(r"[A-Za-z]+", behind)
    if latin and latin[0] not in (hit["low_unit"] or ""):
        return True
    if re.match(r"(?:万|亿)?吨?级|[期届版代星号级#]|[a-zA-Z]级", behind[len(hit["low_unit"] or "") :]):
        return True
    return behind[:1] in "级期届版代星号第" and bool(behind)


def _near(masked: str, at: int) -> str:
    """The text right before a place, as far as words that belong to it reach."""
    return masked[max(0, at - _NEAR) : at]


def _before_word(before: str) -> str:
    found = _words().before.search(before, max(0, len(before) - _LONGEST_WORD))
    return found["word"] if found else ""


def _relation(before: str, bound: str, more: bool, unit: str) -> Relation:
    """A bound (以上, 不低于) outranks a change (增长), which outranks `about`."""
    words = _words()
    if bound:
        return words.after_relation[bound.replace("（含）", "")]
    if word := _before_word(before):
        relation = words.before_relation[word]
        if relation == "about":
            inner = _before_word(before[: before.rindex(word)])
            changed = words.before_relation.get(inner)
            return changed if changed in ("increase_by", "reduce_by") else "about"
        return relation
    if more:
        return "about"
    return "multiple" if unit == "倍" else "eq"


def _with_change(what: str | None, before: str) -> str | None:
    """收入增长8%以上 measures 收入增长: the bound takes the place of the change, so what is measured names it."""
    word = _before_word(before)
    if _words().before_relation.get(word) not in ("increase_by", "reduce_by"):
        return what
    return (what or "") + word.removesuffix("了")


def _special(text: Strand, folded: str, masked: str) -> Iterator[tuple[tuple[int, int], Quantity]]:
    """翻番, 一半 and fractions: numbers that are words."""
    for hit in _TWICE.finditer(masked):
        times = read_value(hit["times"]) if hit["times"] else 1
        value = float(2 ** int(times or 1))
        what = what_is_measured(folded, masked, hit.start(), hit.end(), counted=False)
        where = text[hit.start() : hit.end()]
        yield hit.span(), Quantity(what, value, None, "倍", value, "倍", "multiple", where)
    for hit in _HALF.finditer(masked):
        what = what_is_measured(folded, masked, hit.start(), hit.end(), counted=True)
        relation: Relation = "ge" if hit["more"] else "reduce_by" if hit["verb"] else "eq"
        yield hit.span(), Quantity(what, 50.0, None, "%", 50.0, "%", relation, text[hit.start() : hit.end()])
    for hit in _FRACTION.finditer(masked):
        parts, some = hit["parts"], read_value(hit["some"])
        whole = 100.0 if parts in _PER else read_value(parts)
        if some is None or not whole:
            continue
        value = some if parts in _PER else round(100 * some / whole, 4)
        unit = _PER.get(parts, "%")
        bound = hit["after"] or ""
        before = _near(masked, hit.start())
        relation = _relation(before, bound, False, "%")
        what = what_is_measured(folded, masked, hit.start(), hit.end(), counted=False)
        what = _with_change(what, before) if bound else what
        yield (
            hit.span(),
            Quantity(what, value, None, unit, value, unit, relation, text[hit.start() : hit.end()]),
        )


def _unread(text: Strand, masked: str, hit: re.Match[str]) -> Iterator[Finding]:
    """A figure behind a word of relation (达到95) that has no known unit."""
    if hit["low"][0].isdigit() and _before_word(_near(masked, hit.start())):
        where = text[hit.start() : hit.end("low")]
        yield Finding(
            "unread-quantity",
            f"the unit of “{where.text}” is not known; add it to vocabulary/units.yml if it is one",
            where.spans,
            before=where.text,
        )
