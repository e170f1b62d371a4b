"""Responsibility tails: where in a text they stand, and what each says.

A tail names who is responsible for what stands before it: in brackets of any kind, before or after
the full stop, or without brackets behind a label (责任单位：A、B). Brackets that explain, titles in
《》 and a 牵头 in the middle of a sentence are no tails.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from taskextract.extract.drafts import Duty
from taskextract.extract.sentences import CLOSERS, OPENERS, bracket_pairs, covered, sentence_ends
from taskextract.extract.table_cells import is_leveled
from taskextract.extract.tail_parts import (
    Inside,
    find_labels,
    is_bodies,
    is_label_word,
    is_nothing_but_roles,
    reach_of,
    read_inside,
)
from taskextract.strand import Strand

_STOPS = "。！？；;!?."
_PAUSES = "，,、：:"
_GLUED = re.compile(r"的|和|与|及|或|等|所|之|并|在|是|为|对|将")
_SURE = {"label": 1.0, "verb": 0.95, "rule": 0.9, "time": 0.9, "list": 0.85}
_UNCLOSED = 0.8
_AMID = 0.8
_CLAUSE_ENDS = frozenset("，,；;。")
_LONGEST_LABEL = 40
_MAY_LABEL = re.compile("[：:﹕︰∶/／】]|单位|部门")
_MAY_ASSIGN = re.compile("牵头|负责|配合|分工|职责|参[加与]|落实|[主承协]办|指导|督[导促办]|协助")
_FULL_STOP = re.compile("[。！？]")


@dataclass(frozen=True, slots=True)
class Tail:
    """One tail at `start:end` of the strand it was found in; `frame` is all of it, brackets included.

    `strength` says what shows that it is one: `label`, `verb`, `list` (bodies only), `rule`, `time`.
    `own_words` is False where it stands without brackets.
    """

    start: int
    end: int
    frame: Strand
    strength: str
    duties: tuple[Duty, ...] = ()
    deadline: Strand | None = None
    target: Strand | None = None
    persons: tuple[Strand, ...] = ()
    remark: Strand | None = None
    bracketed: bool = True
    certainty: float = 1.0


def find_tails(strand: Strand) -> tuple[Tail, ...]:
    """All tails of a paragraph or cell, in reading order; they do not overlap.

    >>> [d.text.text for t in find_tails(strand) for d in t.duties]   # 强化规划引领。（责任单位：市发展改革委）
    ['责任单位：市发展改革委']
    """
    pairs = _pairs(strand.text)
    found = [t for pair in pairs if (t := _bracketed(strand, *pair)) is not None]
    found.extend(_amid_clauses(strand, pairs, found))
    inside = covered(strand.text)
    found.extend(_unclosed(strand, found, inside))
    for start, end in _gaps(strand, found):
        found.extend(_unbracketed(strand, start, end, inside))
    return tuple(sorted(found, key=lambda t: t.start))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Bracket pairs to look into: the outermost ones, and inside those that are no tail, their inner ones."""
    pairs: list[tuple[int, int]] = []
    for low, high in bracket_pairs(text):
        pairs.append((low, high))
        inner = text[low + 1 : high]
        if find_labels(inner) or not any(c in OPENERS for c in inner):
            continue
        pairs.extend(
            (low + 1 + a, low + 1 + b) for a, b in bracket_pairs(inner) if find_labels(inner[a + 1 : b])
        )
    return pairs


def _bracketed(strand: Strand, low: int, high: int) -> Tail | None:
    text = strand.text
    frame = strand[low : high + 1]
    inside = read_inside(strand[low + 1 : high], frame)
    if inside is None or not _placed_like_a_tail(text, low, high, inside):
        return None
    return _tail(low, high + 1, frame, inside, True, _SURE[inside.strength])


def _placed_like_a_tail(text: str, low: int, high: int, inside: Inside) -> bool:
    before, after = text[low - 1 : low], text[high + 1 : high + 2]
    at_end = not after or after in _STOPS or after in OPENERS
    behind_stop = not before or before in _STOPS or before in CLOSERS
    if inside.strength == "label":
        return True
    if inside.strength in ("verb", "rule"):
        return at_end or behind_stop or after in _PAUSES or not _GLUED.match(after)
    if inside.strength == "time":
        return at_end and (
            behind_stop
            or (
                inside.deadline is not None and bool(re.search(r"前|完成|推进|坚持|底|长期|常态|持续", inside.deadline.text))
            )
        )
    return (at_end or behind_stop) and not _is_plate(text, low, inside)


def _is_plate(text: str, low: int, inside: Inside) -> bool:
    """Whether bodies in brackets are the nameplate of the body before them (市发改委（大数据局）, 各镇（街道）)."""
    alone = not re.search("[、，；,;]", "" if not inside.duties else inside.duties[0].text.text)
    return is_bodies(re.split(r"[，。；、：]", text[max(0, low - 12) : low])[-1][-8:], strict=not alone)


def _amid_clauses(strand: Strand, pairs: list[tuple[int, int]], found: list[Tail]) -> list[Tail]:
    """Lists of bodies behind the clauses of one sentence (新建10个（市A局），培育5家（市B中心）。).

    Evidence: two at least, each with its level, and one that no other thing is called like.
    """
    text, known = strand.text, {t.start for t in found}
    ends = [0, *sentence_ends(text), len(text)]
    tails: list[Tail] = []
    for start, end in itertools.pairwise(ends):
        here = [p for p in pairs if start <= p[0] < end and _closes_clause(strand, *p)]
        sure = any(is_bodies(text[low + 1 : high], strict=True) for low, high in here)
        if len(here) < 2 or not sure:
            continue
        for low, high in here:
            if low not in known:
                frame, inner = strand[low : high + 1], strand[low + 1 : high]
                tails.append(_tail(low, high + 1, frame, Inside("list", (Duty(inner, frame=frame),)), True, _AMID))
    return tails


def _closes_clause(strand: Strand, low: int, high: int) -> bool:
    """Whether brackets at the end of a clause hold bodies, each with its level, and are no nameplate."""
    text, inner = strand.text, strand.text[low + 1 : high]
    at_end = text[high + 1 : high + 2] in _CLAUSE_ENDS or high + 1 == len(text)
    if not at_end or not is_bodies(inner) or not all(is_leveled(name) for name in re.split("[、，；]", inner)):
        return False
    return not _is_plate(text, low, Inside("list", (Duty(strand[low + 1 : high]),)))


def _unclosed(strand: Strand, found: list[Tail], inside: tuple[bool, ...]) -> list[Tail]:
    """Tails whose bracket is never closed: （责任单位：A、B。"""
    text = strand.text
    taken = [False] * len(text)
    for tail in found:
        taken[tail.start : tail.end] = [True] * (tail.end - tail.start)
    tails: list[Tail] = []
    for i, char in enumerate(text):
        if char not in OPENERS or taken[i] or inside[i]:
            continue
        labels = find_labels(text[i + 1 : i + 1 + _LONGEST_LABEL])
        if not labels or labels[0].start:
            continue
        stop = _FULL_STOP.search(text, i)
        end = stop.start() if stop else len(text)
        parts = read_inside(strand[i + 1 : end], strand[i:end])
        if parts is not None and not any(taken[i:end]):
            tails.append(_tail(i, end, strand[i:end], parts, True, _UNCLOSED))
            taken[i:end] = [True] * (end - i)
    return tails


def _gaps(strand: Strand, found: list[Tail]) -> list[tuple[int, int]]:
    """The stretches between bracketed tails."""
    edges = [0, *(e for t in sorted(found, key=lambda t: t.start) for e in (t.start, t.end)), len(strand)]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2) if edges[i] < edges[i + 1]]


def _unbracketed(strand: Strand, start: int, end: int, inside: tuple[bool, ...]) -> list[Tail]:
    """Tails without brackets in `strand[start:end]`: labelled ones, and a last sentence of role clauses."""
    piece = strand[start:end]
    tails: list[Tail] = []
    at = 0
    for stop in sentence_ends(piece.text):
        if stop <= at:
            continue
        labelled = _labelled_from(strand, start + at, start + stop, inside)
        if labelled is not None:
            tails.append(labelled)
            at = labelled.end - start
            continue
        by_verb = _role_sentence(strand, start + at, start + stop)
        if by_verb is not None:
            tails.append(by_verb)
        at = stop
    return tails


def _labelled_from(strand: Strand, start: int, stop: int, inside: tuple[bool, ...]) -> Tail | None:
    """A labelled tail in the sentence `start:stop`, from its label to the sentence's end."""
    text = strand.text
    if not _MAY_LABEL.search(text, start, stop):
        return None
    for label in find_labels(text[start:stop]):
        low = start + label.start
        if inside[low] and text[low] not in "【[":
            continue
        led = label.start == 0 or text[low - 1] in _STOPS + _PAUSES + CLOSERS or strand.gap_before(low) != ""
        if not led or (label.start and label.value in ("target", "remark", "persons")):
            continue
        if label.value in ("target", "remark"):
            return None
        parts = read_inside(strand[low:stop], strand[low:stop])
        if parts is None or not _has_content(parts):
            continue
        if label.start and not _names_bodies(parts):
            continue
        return _tail(low, stop, strand[low:stop], parts, False, 1.0 if label.start == 0 else 0.85)
    return None


def _has_content(parts: Inside) -> bool:
    return bool(parts.duties or parts.deadline or parts.persons or parts.target or parts.remark)


def _names_bodies(parts: Inside) -> bool:
    return any(is_bodies(re.split("[：:】]", duty.text.text)[-1]) for duty in parts.duties) or (
        not parts.duties and parts.deadline is not None
    )


def _role_sentence(strand: Strand, start: int, stop: int) -> Tail | None:
    """A sentence that is nothing but bodies with role verbs: 由市发改委牵头，市财政局配合。"""
    sentence = strand[start:stop]
    text = sentence.text[reach_of(sentence.text) :].rstrip("。；;")
    if not text or len(text) > 200 or not _MAY_ASSIGN.search(text) or is_label_word(text):
        return None
    parts = read_inside(sentence.strip("。；;"), sentence)
    if parts is None or parts.strength != "verb" or not parts.duties or not is_nothing_but_roles(text):
        return None
    clauses = re.split("[，；,;]", text)
    unstopped = stop == len(strand.text) and text == sentence.text and start == 0
    sure = text.startswith("由") or len(clauses) > 1 or unstopped or "按职责" in text or "分工负责" in text
    if not sure or not is_bodies(_first_names(text), strict=True):
        return None
    return _tail(start, stop, sentence, parts, False, 0.8)


def _first_names(text: str) -> str:
    """The bodies before the first role verb."""
    first = re.split(r"[，；,;]", text)[0].removeprefix("由")
    return re.split(
        r"牵头|负责|配合|按照?职责|分工|共同|分别|参与|参加|协助|落实|主办|承办|指导|会同", first
    )[0]


def _tail(start: int, end: int, frame: Strand, inside: Inside, bracketed: bool, certainty: float) -> Tail:
    duties = tuple(
        Duty(d.text, d.role, d.role_raw, d.frame, d.first_is_lead, certainty) for d in inside.duties
    )
    return Tail(
        start, end, frame, inside.strength, duties, inside.deadline, inside.target, inside.persons,
        inside.remark, bracketed, certainty,
    )  # fmt: skip
