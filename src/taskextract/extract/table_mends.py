"""Slips inside one row: a number or name glued to what follows, a sentence that begins in the agency cell."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from taskextract.extract.table_cells import (
    begins_agency_list,
    is_agencies,
    is_cjk_number,
    is_person_names,
    is_title,
    leading_number,
    parse_number,
    scattered_at,
)
from taskextract.extract.table_entry import Entry
from taskextract.findings import Finding
from taskextract.numerals import read_number
from taskextract.strand import Strand

_LAYOUT_BLANK = re.compile(r"[ \u00a0\u3000]")
_CJK_LABEL = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])(?=.)")


def mended(entry: Entry, typed: bool) -> tuple[Entry, list[Finding]]:
    """The entry with glued and scattered text put right; `typed` tables have a column for the task's name."""
    findings: list[Finding] = []
    entry = _numbered(entry, typed)
    entry = _unglued(entry, typed, findings)
    entry = _unscattered(entry, findings)
    return _persons_apart(entry), findings


def _persons_apart(entry: Entry) -> Entry:
    """Take names of persons out of a column for both bodies and persons (牵头单位及责任人)."""
    people = list(entry.people)
    duties = []
    for column, paragraphs in entry.duties:
        if not re.search("责任人|负责人|领导|联系人", column.title):
            duties.append((column, paragraphs))
            continue
        pieces = [piece for p in paragraphs for piece in _at_blanks(p)]
        people += [p for p in pieces if is_person_names(p.text)]
        duties.append((column, tuple(p for p in pieces if not is_person_names(p.text))))
    return replace(entry, people=tuple(people), duties=tuple((c, p) for c, p in duties if p))


def _at_blanks(strand: Strand) -> list[Strand]:
    cuts = [0, *(i for i in range(1, len(strand)) if _LAYOUT_BLANK.search(strand.gap_before(i))), len(strand)]
    return [strand[a:b] for a, b in itertools.pairwise(cuts)]


def _numbered(entry: Entry, typed: bool) -> Entry:
    """Read the number, from its own cell or from the front of the task's (`1.编制…`)."""
    if entry.number_cell is not None:
        number = parse_number(entry.number_cell.text)
        if number is None and is_cjk_number(entry.number_cell.text):
            number = _cjk_value(entry.number_cell.text)
        return replace(entry, number=number)
    if typed and entry.name is not None and (label := _CJK_LABEL.match(entry.name.text)):
        at = label.end()
        name = entry.name[at:].strip()
        return replace(entry, number=_cjk_value(label.group()), number_cell=entry.name[:at].strip(), name=name)
    holder = entry.name if typed else (entry.measures[0] if entry.measures and not entry.measure_repeats else None)
    found = leading_number(holder.text) if holder is not None else None
    if holder is None or found is None:
        return entry
    number, at = found
    entry = replace(entry, number=number, number_cell=holder[:at].strip())
    if typed:
        return replace(entry, name=holder[at:].strip())
    return replace(entry, measures=(holder[at:].strip(), *entry.measures[1:]))


def _cjk_value(text: str) -> int | None:
    return read_number(re.sub(r"[^一二三四五六七八九十]", "", text))


def _unglued(entry: Entry, typed: bool, findings: list[Finding]) -> Entry:
    """Part a task's name from its first measure, where a blank stands between them and the name is missing."""
    if not typed or entry.name is not None or entry.number_cell is None or not entry.measures:
        return entry
    first = entry.measures[0]
    for i in range(2, min(len(first) - 6, 32)):
        if not _LAYOUT_BLANK.search(first.gap_before(i)) and first.text[i] != " ":
            continue
        name, rest = first[:i].strip(), first[i:].strip()
        if len(name) < 4 or not is_title(name.text) or not _name_and_sentence(name.text, rest.text):
            return entry
        findings.append(
            Finding("glued-label", "the task's name stood in front of its first measure; it was parted at the blank",
                    first[: i + 12].spans, before=first.text[: i + 20], after=name.text, certainty=0.9)
        )
        return replace(entry, name=name, measures=(rest, *entry.measures[1:]))
    return entry


def _name_and_sentence(name: str, rest: str) -> bool:
    return len(rest) >= 8 and bool(re.search(r"[，,。；、]", rest)) and not is_agencies(name)


def _unscattered(entry: Entry, findings: list[Finding]) -> Entry:
    """Put a sentence together that begins in the agency cell and ends in the measure cell."""
    for d, (column, paragraphs) in enumerate(entry.duties):
        if len(paragraphs) != 1 or not entry.measures:
            continue
        cell = paragraphs[0]
        at = scattered_at(cell.text)
        if at is None or begins_agency_list(entry.measures[0].text):
            continue
        head, bodies = cell[:at], cell[at:]
        whole = head + entry.measures[0]
        findings.append(
            Finding("scattered-sentence", "a sentence that begins in the agency cell was put in front of its rest",
                    whole.spans, before=cell.text, after=whole.text, certainty=0.8)
        )
        duties = (*entry.duties[:d], (column, (bodies,)), *entry.duties[d + 1 :])
        return replace(entry, duties=duties, measures=(whole, *entry.measures[1:]))
    return entry
