"""Numbered headings and items: which label stands in front of a line, and how deep it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from taskextract.numerals import read_number
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

_HAN = "一二三四五六七八九十百零〇"
_KINDS: tuple[tuple[str, int, str], ...] = (
    ("part", 0, rf"第(?P<n>[{_HAN}\d]{{1,4}})(?:部分|篇|编)"),
    ("chapter", 1, rf"第(?P<n>[{_HAN}\d]{{1,4}})章"),
    ("division", 2, rf"第(?P<n>[{_HAN}\d]{{1,4}})节"),
    ("article", 3, rf"第(?P<n>[{_HAN}\d]{{1,4}})条"),
    ("han", 4, rf"(?P<n>[{_HAN}]{{1,4}})(?:[、．]|\.(?!\d)|,(?!\d))"),
    ("han-bracket", 5, rf"[（(〔﹝](?P<n>[{_HAN}]{{1,4}})[）)〕﹞]、?"),
    ("han-bracket", 5, r"(?P<n>[\u3220-\u3229])"),
    ("named", 6, rf"(?:NAMED)(?P<n>[{_HAN}]{{1,3}}|\d{{1,2}})[：:、．.]"),
    (
        "decimal",
        8,
        r"(?P<d>\d{1,2}(?:[.．]\d{1,2}){1,2})(?:[、．]|\.(?!\d)|(?=[^\d.．、，年月日亿万千百%％个倍项公元米吨度]))",
    ),
    ("digit", 7, r"(?P<n>\d{1,3})(?:[.．、](?!\d)|[.．、](?=\d{4}年|\d{1,2}月))"),
    ("digit", 7, r"(?P<n>[\u2488-\u249b])"),
    ("digit-bracket", 10, r"[（(](?P<n>\d{1,3})[）)]、?"),
    ("digit-bracket", 10, r"(?P<n>[\u2474-\u2487])"),
    ("digit-half", 11, r"(?P<n>\d{1,2})[）)]"),
    ("circled", 12, r"(?P<n>[\u2460-\u2473])"),
    ("dash", 13, r"(?:——|－－|―+|--|—|–|－|•|●|■|◆|▪|·|-(?=[\u4e00-\u9fff]))"),
)
UNNUMBERED_RANK = 6
"""The rank of a title without a label: below （一）, above 1."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its kind, its integer (None for a dash), and how deep it lies (0 is outermost)."""

    kind: str
    number: int | None
    rank: int
    length: int


@cache
def _patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    named = "|".join(load_words("outline")["named_units"])
    return tuple((kind, rank, re.compile(p.replace("NAMED", named))) for kind, rank, p in _KINDS)


def read_label(text: str) -> Label | None:
    """The label that `text` begins with; None if it has none.

    >>> read_label("（三）推进交通互联互通。")
    Label(kind='han-bracket', number=3, rank=5, length=3)
    """
    for kind, rank, pattern in _patterns():
        found = pattern.match(text)
        if not found:
            continue
        if kind == "dash":
            return Label(kind, None, rank, found.end())
        if kind == "decimal":  # 1.2 lies below 1., 1.2.3 below 1.2
            digits = re.split(r"[.．]", found["d"])
            return Label(f"decimal-{len(digits)}", int(digits[-1]), 6 + len(digits), found.end())
        number = read_number(found["n"])
        if number is not None and number > 0:
            return Label(kind, number, rank, found.end())
    return None


def split_label(strand: Strand) -> tuple[Label | None, Strand, Strand]:
    """The label, its strand, and what follows it."""
    label = read_label(strand.text)
    if label is None:
        return None, strand[:0], strand
    return label, strand[: label.length], strand[label.length :]


def inline_items(text: str, starts: tuple[int, ...]) -> tuple[int, ...]:
    """Offsets among `starts` (sentence starts) where items run on in one paragraph: 1.…。2.…。

    Evidence: at least two labels of one kind, counting up one by one, the first of them 1 or at
    the paragraph's head.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for start in starts:
        label = read_label(text[start : start + 12])
        if label is None or label.number is None or label.rank > 7:
            continue
        run = found.setdefault(label.kind, [])
        if (not run and (label.number == 1 or start == 0)) or (run and label.number == run[-1][1] + 1):
            run.append((start, label.number))
    return tuple(sorted(start for run in found.values() if len(run) > 1 for start, _ in run if start))


def section_kind(title: str, *, closing: bool = True) -> str | None:
    """`goal`, `principle`, `purpose` or `safeguard` where a title says so; None for tasks and the rest.

    `closing` is False where sections of tasks follow: 压实责任 then is a task like the others.
    """
    plain = title.strip(" 。：:")
    for entry in load_words("outline")["section_kinds"]:
        if (closing or not entry.get("closing")) and re.search(entry["pattern"], plain):
            return str(entry["kind"])
    return None
