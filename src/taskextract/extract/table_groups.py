"""Paragraphs of measure cells and groups of agency cells, and which group goes with which measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskextract.extract.drafts import Duty
from taskextract.extract.table_cells import (
    agency_items,
    begins_agency_list,
    is_agencies,
    is_agency,
    strip_duty_words,
)
from taskextract.extract.table_headers import ROLES, Column
from taskextract.findings import Finding
from taskextract.records import Role
from taskextract.strand import Strand, is_blank, is_blank_text, join

_LAYOUT_BLANK = re.compile(r"[ \u00a0\u3000]")

Paragraphs = tuple[Strand, ...]


def _has_blank(strand: Strand, i: int) -> bool:
    """Whether a layout blank, and nothing else, parts character `i` from the one before."""
    gap = strand.gap_before(i)
    return bool(_LAYOUT_BLANK.search(gap)) and is_blank_text(gap)


@dataclass(frozen=True, slots=True)
class Habits:
    """What blanks mean in a notice's cells: `breaks` if one after a full stop parts paragraphs,
    `separates` if one between bodies stands for a comma."""

    breaks: bool
    separates: bool


def habits_of(cells: Iterable[tuple[Paragraphs, Sequence[Paragraphs]]]) -> Habits:
    """Look through all (measure cell, agency cells) pairs of a notice."""
    blank = solid = lists = 0
    for measures, agencies in cells:
        for strand in measures:
            for i in range(1, len(strand)):
                if strand.text[i - 1] == "。":
                    gap = _has_blank(strand, i)
                    blank, solid = blank + gap, solid + (not gap)
        if len(measures) == 1 and measures[0].text.count("。") <= 1:
            lists += sum(1 for a in agencies if len(a) == 1 and len(split_groups(a[0])) > 1)
    return Habits(blank > 0 and blank < solid, lists >= 2)


def split_measures(paragraphs: Paragraphs, habits: Habits, groups: int) -> tuple[Paragraphs, bool]:
    """The measures of a cell, and whether the breaks between them were inferred from blanks.

    `groups` is how many agency groups the row has: blanks count as breaks also where that fits.
    """
    mended = _whole_sentences(paragraphs)
    if len(mended) != 1:
        return mended, False
    pieces: list[Strand] = []
    strand, start = mended[0], 0
    for i in range(1, len(strand)):
        if strand.text[i - 1] == "。" and _has_blank(strand, i):
            pieces.append(strand[start:i])
            start = i
    pieces.append(strand[start:])
    if len(pieces) > 1 and (habits.breaks or len(pieces) == groups):
        return tuple(pieces), True
    return mended, False


def _whole_sentences(paragraphs: Paragraphs) -> Paragraphs:
    """Paragraphs that break off at a comma are joined with the next."""
    out: list[Strand] = []
    for paragraph in paragraphs:
        if out and re.search(r"[，,、]$", out[-1].text):
            out[-1] = out[-1] + paragraph
        else:
            out.append(paragraph)
    return tuple(out)


def split_groups(strand: Strand) -> Paragraphs:
    """An agency cell's text cut where a blank parts two lists of bodies (not after a comma)."""
    pieces: list[Strand] = []
    start = 0
    for i in range(1, len(strand)):
        if not _has_blank(strand, i):
            continue
        left, right = strand.text[start:i], strand.text[i:]
        if re.search(r"[、，,；;：:]$", left) or re.match(r"[、，,；;：:）)]", right):
            continue
        if is_agencies(left) and is_agency(agency_items(left)[-1]) and begins_agency_list(right) and is_agencies(right):
            pieces.append(strand[start:i])
            start = i
    return (*pieces, strand[start:])


def joined_list(paragraphs: Paragraphs) -> Strand:
    """Bodies that stand each on a line of the cell as one list: a comma stands for the end of a whole name's line."""
    parts: list[Strand] = []
    for paragraph in paragraphs:
        if parts and not re.search(r"[、，,；;]$", parts[-1].text):
            end = parts[-1].ends[-1]
            blank = end < len(paragraph.source) and is_blank(paragraph.source[end])
            above, here = agency_items(parts[-1].text), agency_items(paragraph.text)
            whole = bool(above) and bool(here) and is_agency(above[-1]) and is_agency(here[0])
            parts.append(Strand("、" if whole else " ", (end,), (end + blank,), paragraph.source))
        parts.append(paragraph)
    return join(parts)


@dataclass(frozen=True, slots=True)
class Pairing:
    """For each measure of a row the groups of one agency cell that it has; `mismatch` if their numbers differ."""

    groups: tuple[Paragraphs, ...]
    mismatch: bool = False


def pair(paragraphs: Paragraphs, measures: int, habits: Habits) -> Pairing:
    """Which groups of an agency cell go with which of `measures` measures.

    One group holds for all; as many groups as measures go one by one; lines that are a single body
    each are one list; any other number holds for all and is a mismatch.
    """
    groups = _joined_lists(paragraphs)
    if len(groups) == 1:
        split = split_groups(groups[0])
        matched = len(split) == measures > 1 and not habits.separates
        groups = split if matched else (joined_list(split),)
    if len(groups) == measures:
        return Pairing(tuple((g,) for g in groups))
    if len(groups) > 1 and all(len(agency_items(g.text)) <= 1 and not _says_how(g.text) for g in groups):
        groups = (joined_list(groups),)
    return Pairing((groups,) * measures, mismatch=len(groups) > 1)


def _says_how(text: str) -> bool:
    return strip_duty_words(text) != text


def _joined_lists(paragraphs: Paragraphs) -> Paragraphs:
    """Paragraphs of an agency cell; one that breaks off in a name or at a comma goes on with its neighbour."""
    out: list[Strand] = []
    for paragraph in paragraphs:
        if out and _breaks_a_name(out[-1].text, paragraph.text):
            out[-1] = out[-1] + paragraph
        elif out and (re.search(r"[、，,；;]$", out[-1].text) or re.match(r"[、，,；;等]", paragraph.text)):
            out[-1] = joined_list((out[-1], paragraph))
        else:
            out.append(paragraph)
    return tuple(out)


def _breaks_a_name(above: str, here: str) -> bool:
    """`…山东黄河河务` / `局，7市政府`: neither part is a list of bodies, both together are."""
    items, rest = agency_items(above), agency_items(here)
    if not items or not rest or is_agency(items[-1]) or begins_agency_list(here):
        return False
    return strip_duty_words(above) == above and is_agencies(above + here) and is_agency(items[-1] + rest[0])


def duties_of(column: Column, groups: Paragraphs, certainty: float) -> tuple[Duty, ...]:
    """The duties that a column gives a measure; a rule of the header parts leads from the others."""
    role = ROLES.get(column.field)
    duties: list[Duty] = []
    for group in groups:
        if column.rule == "before_comma":
            comma = re.search("[，,；;]", group.text)
            end = comma.end() if comma else len(group)
            parts: list[tuple[Strand, Role]] = [(group[:end], "lead"), (group[end:], "support")]
            duties += [Duty(text, r, column.title, certainty=certainty) for text, r in parts if text]
        else:
            first = column.rule == "first_listed"
            duties.append(Duty(group, role, column.title, first_is_lead=first, certainty=certainty))
    return tuple(duties)


def doubts(measures: Sequence[Strand], groups: Sequence[Paragraphs]) -> list[Finding]:
    """Groups that name a place which another measure of the cell speaks of, and not their own."""
    findings: list[Finding] = []
    if len(measures) < 2 or len(set(map(id, groups))) < 2:
        return findings
    for i, own in enumerate(groups):
        places = {p for g in own for p in _places(g.text)}
        if not places or any(p in measures[i].text for p in places):
            continue
        elsewhere = [j for j, m in enumerate(measures) if j != i and any(p in m.text for p in places)]
        if not elsewhere or len(places) > 1:
            continue
        text = join(own)
        again = i > 0 and [g.text for g in groups[i - 1]] == [g.text for g in own]
        code = "repeated-group" if again else "doubtful-assignment"
        what = "repeats the one before it" if again else "names a place that another measure speaks of"
        findings.append(
            Finding(code, f"the agency group {what}, and not its own measure's: check it against the printed notice",
                    text.spans, before=text.text, certainty=0.6)
        )
    return findings


def _places(text: str) -> list[str]:
    found: list[str] = []
    for item in re.split("[、，,]", strip_duty_words(text)):
        name = re.sub(r"(?:等)?(?:[市县区])?(?:人民)?(?:政府)?$", "", item)
        if name != item and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name) and not name.startswith(("省", "市", "各", "有关", "相关")):
            found.append(name)
    return found
