"""The shape of a duty's text: labelled sections, and the items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taskextract.records import Role
from taskextract.strand import Strand
from taskextract.vocabulary.duty_words import RoleWords
from taskextract.vocabulary.lookalikes import fold

_OPEN = "（〔[【“「《〈("
_CLOSE = "）〕]】”」》〉)"
_WRAPPING = frozenset("（〔[【(［﹝")
_SEPARATOR = re.compile(r"[、，；。;,/／|｜\\]")
_START_LABEL = re.compile(r"(?:牵头|责任|配合|参加|协助|主办|协办|承办|指导|落实|实施|负责)(?:单位|部门)(?=\S{3})")
_NUMBER = re.compile(r"(?:[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[.．)）](?!\d))")
_MARKS = "△▲★☆*※●○◎■□◆◇#＊"
_MARKED = re.compile(rf"[（(]([{re.escape(_MARKS)}]+)[）)]$")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch under one label; `role` is None without a label, `other` for a label that names no agency."""

    body: Strand
    role: Role | None
    label: str | None
    other: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; `separator` is what parts it from the item before ("" at the start)."""

    text: Strand
    separator: str
    marks: str = ""


def sections(text: Strand, roles: RoleWords) -> list[Section]:
    """The labelled stretches of a duty's text, in order."""
    text = _unwrapped(text)
    key = fold(text.text)
    found = [(m.start(), m.end(), m[0].strip("：【】〔〕[]")) for m in roles.label.finditer(key) if _at_border(key, m.start())]
    start = _START_LABEL.match(key)
    if start and not (found and found[0][0] == 0):
        found.insert(0, (0, start.end(), start[0]))
    out: list[Section] = []
    if not found or found[0][0] > 0:
        out.append(Section(text[: found[0][0] if found else len(key)], None, None))
    for i, (_, end, label) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else len(key)
        role = next((r for r, p in roles.labels if p.fullmatch(label)), None)
        out.append(Section(text[end:stop], role, label, role is None))
    return [s for s in out if s.body.strip("，；。、 ：").text]


def _unwrapped(text: Strand) -> Strand:
    """Without a pair of brackets around the whole."""
    text = text.strip(" 。；")
    while len(text) > 2 and text.text[0] in _WRAPPING and min(_depths(fold(text.text))) > 0:
        text = text[1:-1].strip(" 。；")
    return text


def _at_border(key: str, start: int) -> bool:
    """A label begins the text, follows a mark, or follows a name that it cannot belong to."""
    return True if start == 0 else key[start - 1] in "，；。、（〔[ ：" or key[start - 1] not in "由为是的各关他"


def items(text: Strand) -> Iterator[Item]:
    """The parts of a list between separators that stand outside brackets; marks around a name taken off."""
    key = fold(text.text)
    depth_at = _depths(key)
    start, separator = 0, ""
    for i, char in [*((m.start(), m[0]) for m in _SEPARATOR.finditer(key)), (len(key), "")]:
        if i == len(key) or depth_at[i] == 0:
            piece = _trim(text[start:i])
            if piece:
                yield _item(piece, separator)
            start, separator = i + 1, char


def _depths(key: str) -> list[int]:
    """For each character how many brackets stay open around it; brackets without a partner do not count."""
    if not any(char in key for char in _OPEN):
        return [0] * len(key)
    partner: dict[int, int] = {}
    stack: list[int] = []
    for i, char in enumerate(key):
        if char in _OPEN:
            stack.append(i)
        elif char in _CLOSE and stack:
            partner[stack.pop()] = i
    ends = set(partner.values())
    depth, out = 0, []
    for i in range(len(key)):
        depth += i in partner
        out.append(depth)
        depth -= i in ends
    return out


def _trim(piece: Strand) -> Strand:
    piece = piece.strip(" ：:.．·-—\u3000")
    number = _NUMBER.match(piece.text)
    return piece[number.end() :] if number else piece


def _item(piece: Strand, separator: str) -> Item:
    bare = piece.strip(_MARKS)
    marks = piece.text.replace(bare.text, "", 1) if bare.text else ""
    found = _MARKED.search(bare.text)
    if found:
        marks += found[1]
        bare = bare[: found.start()]
    return Item(bare, separator, marks)
