"""A notice laid out for comparison: its tasks and measures in order, with who answers for each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from taskextract.records import (
    Agency,
    Assignment,
    Citation,
    Document,
    Event,
    MeasureTree,
    Notice,
    TaskTree,
)

_QUOTES = str.maketrans(
    dict.fromkeys("“”„‟〝〞«»「」『』", '"') | dict.fromkeys("‘’", "'") | dict.fromkeys("—–―－", "-")
)
_ENDS = "。；，、;,.:：!！"


def fold(text: str) -> str:
    """A matching key: blanks gone, widths and quotation marks made one, letters small."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).lower().split())


def key(text: str | None) -> str:
    """`fold` without the stops at the end, which depend on what follows."""
    return fold(text or "").strip(_ENDS)


_NUMBER = "[〇零一二三四五六七八九十百0-9]+"
_LABEL = re.compile(rf"(?:第{_NUMBER}(?:部分|[章节编篇项])|专项{_NUMBER}|\({_NUMBER}\)|{_NUMBER}[、.:)])[、.:]?")


def unnumbered(title: str) -> str:
    """The key of a heading without its number, which an insertion before it changes."""
    folded = key(title)
    label = _LABEL.match(folded)
    return folded[label.end() :] or folded if label else folded


@dataclass(frozen=True, slots=True, eq=False)
class Duty:
    """One body made responsible. `key` is its id, or its folded mention where it has none."""

    key: str
    row: Assignment
    inherited: bool


@dataclass(frozen=True, slots=True, eq=False)
class MeasureView:
    """A measure, where it stands (`order` over the whole notice), and all who answer for it."""

    tree: MeasureTree
    task: int
    order: int
    key: str
    duties: tuple[Duty, ...]

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.tree.measure_id


@dataclass(frozen=True, slots=True, eq=False)
class TaskView:
    """A task with its measures. `frame` marks what stands outside every task; it is one a notice."""

    tree: TaskTree
    index: int
    frame: bool
    key: str
    section: tuple[str, ...]
    measures: tuple[MeasureView, ...]

    @property
    def id(self) -> str:
        """The task's id."""
        return self.tree.task_id


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One notice with its parts (attachments count as one with their letter)."""

    document: Document
    tasks: tuple[TaskView, ...]
    measures: tuple[MeasureView, ...]
    agencies: Mapping[str, Agency]
    citations: Mapping[str, tuple[Citation, ...]]
    """Citations by measure id; those outside every measure under an empty id."""
    events: tuple[Event, ...]

    def name(self, agency_id: str) -> str:
        """The official name of a body, or the key itself."""
        found = self.agencies.get(agency_id)
        return found.name if found else agency_id.removeprefix("?")


def side_of(notice: Notice) -> Side:
    """Lay out `notice` and its parts as one side."""
    every = list(_flatten(notice))
    trees = [task for one in every for task in one.tasks]
    tasks: list[TaskView] = []
    measures: list[MeasureView] = []
    frame = [tree for tree in trees if _is_frame(tree)]
    for tree in [*frame[:1], *(tree for tree in trees if not _is_frame(tree))]:
        holders = frame if frame and tree is frame[0] else [tree]
        views = tuple(
            _measure(measure, holder, len(tasks), len(measures) + n)
            for n, (holder, measure) in enumerate((h, m) for h in holders for m in h.measures)
        )
        section = tuple(unnumbered(part) for part in tree.section)
        tasks.append(TaskView(tree, len(tasks), _is_frame(tree), key(tree.name), section, views))
        measures.extend(views)
    return Side(
        notice.document,
        tuple(tasks),
        tuple(measures),
        {agency.agency_id: agency for one in every for agency in one.agencies},
        _citations([c for one in every for c in one.citations]),
        tuple(event for one in every for event in one.events),
    )


def _flatten(notice: Notice) -> Iterator[Notice]:
    yield notice
    for part in notice.parts:
        yield from _flatten(part)


def _is_frame(tree: TaskTree) -> bool:
    return tree.ordinal == 0


def _measure(tree: MeasureTree, task: TaskTree, index: int, order: int) -> MeasureView:
    rows = [(row, False) for row in tree.assignments] + [(row, True) for row in task.assignments]
    duties: dict[str, Duty] = {}
    for row, inherited in rows:
        name = row.agency_id or "?" + fold(row.mention)
        duties.setdefault(name, Duty(name, row, inherited))
    return MeasureView(tree, index, order, key((tree.theme or "") + tree.text), tuple(duties.values()))


def _citations(rows: list[Citation]) -> dict[str, tuple[Citation, ...]]:
    found: dict[str, tuple[Citation, ...]] = {}
    for row in rows:
        place = row.measure_id or ""
        found[place] = (*found.get(place, ()), row)
    return found
