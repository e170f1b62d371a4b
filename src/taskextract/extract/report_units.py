"""The titled units of an article: headings, numbered items, and paragraphs with a title run in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from taskextract.extract.drafts import Duty, MeasureDraft, TaskDraft
from taskextract.extract.report_lines import Line
from taskextract.numerals import read_number
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold

_RUN_IN = 16
_DASH = re.compile(r"(?:[—－-]{1,2}|[·•●■▲◆★▶])")


@dataclass(slots=True)
class Unit:
    """A heading and what stands under it, until the next of its rank."""

    rank: int
    label: Strand | None
    name: Strand | None
    section: tuple[Strand, ...]
    number: int | None = None
    measures: list[MeasureDraft] = field(default_factory=list)
    framing: list[Strand] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    parent: Unit | None = None
    deadline: Strand | None = None

    def draft(self) -> TaskDraft:
        measures = tuple(self.measures)
        if self.duties:  # who the tail names stands for all of the item, above its sentences' subjects
            measures = tuple(replace(m, duties=()) for m in measures)
        return TaskDraft(
            measures,
            self.number,
            self.label,
            self.name,
            self.section,
            tuple(self.duties),
            self.deadline,
            tuple(self.framing),
        )


def label_number(label: Strand | None) -> int | None:
    if label is None:
        return None
    return read_number(re.sub(r"[第（）、.．章节条]", "", fold(label.text)))


def subtitles(lines: Sequence[Line]) -> frozenset[int]:
    """Headings below the headline that title no section: no text before them, and no heading of their rank later."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        if line.kind == "prose":
            break
        later = [other.level for other in lines[i + 1 :] if other.kind == "heading"]
        if line.kind == "heading" and not line.label and not any(level <= line.level for level in later):
            found.add(i)
    return frozenset(found)


def run_in_titles(lines: Sequence[Line]) -> frozenset[int]:
    """Paragraphs that begin with a title of their own (规划编制共绘一幅图。): most of a section's do, three at least."""
    found: set[int] = set()
    group: list[int] = []
    for i, line in enumerate((*lines, Line(Strand.empty(), "heading"))):
        if line.kind == "prose" and not line.label:
            group.append(i)
        elif line.kind == "heading":
            titled = [n for n in group if run_in_length(lines[n].text)]
            dashed = [n for n in titled if dash_length(lines[n].text)]
            if len(dashed) > 1:
                found.update(dashed)
            elif len(titled) >= 3 and len(titled) >= 0.6 * len(group):
                found.update(titled)
            group = []
    return frozenset(found)


def dash_length(text: Strand) -> int:
    """The length of the dash or bullet in front of a paragraph."""
    found = _DASH.match(text.text)
    return found.end() if found else 0


def run_in_length(text: Strand) -> int:
    """The length of a short first sentence without commas before others; 0 for none."""
    folded = fold(text.text)
    stop = folded.find("。")
    if not 3 <= stop <= _RUN_IN or stop + 1 >= len(folded) or re.search(r"[，；：、]", folded[:stop]):
        return 0
    return stop
