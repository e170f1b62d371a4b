"""From blocks to drafts: the genre decides which extractor reads a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from taskextract.document import Heading, Paragraph
from taskextract.extract import plans, reports, tables
from taskextract.extract.drafts import NoticeDraft, Part, TaskDraft
from taskextract.extract.genre import choose_prose
from taskextract.extract.table_lines import tables_from_lines
from taskextract.extract.tails import find_tails
from taskextract.findings import Finding
from taskextract.records import Genre
from taskextract.strand import Strand

Extracted = tuple[NoticeDraft, tuple[Finding, ...]]

_ENOUGH_TAILS = 3  # units of prose with responsible bodies that make it a plan beside a table

GENRES: dict[Genre, Callable[[Part], Extracted]] = {
    "division_table": tables.extract,
    "plan": plans.extract,
    "report": reports.extract,
    "other": plans.extract,
}


def extract(part: Part, *, parallels: Sequence[tuple[str, str]] = ()) -> Extracted:
    """The draft of one notice.

    A table that divides work makes a notice a division table, unless it names no bodies and the prose around
    it does; where both name bodies it holds the tasks of both. Otherwise the cues of its prose decide.
    `parallels` are (task name, measure text) of other notices, evidence for tables whose labels moved.
    """
    draft, findings = tables.extract(part, parallels=parallels)
    if draft.tasks:
        return _of_prose(part, draft) or _of_both(part, draft, findings) or (draft, findings)
    genre, cue, certainty = choose_prose(part)
    draft, more = GENRES[genre](part)
    told = {f.code for f in findings} & {"decoy-table"}  # the plan's reader leaves the same tables aside
    more = tuple(f for f in more if f.code not in told)
    kept = tuple(f for f in findings if f not in more)
    if genre == "other" and _names_bodies(draft):
        genre, cue, certainty = "plan", "numbered items with responsible bodies", 0.8
    notes: tuple[Finding, ...] = ()
    if genre != "other" and certainty < 0.6:
        notes = (
            Finding(
                "unknown-genre",
                f"taken for a {genre} by “{cue}”, but other cues speak against it; check the genre",
                certainty=certainty,
            ),
        )
    return replace(draft, genre=genre), kept + more + notes


def _of_prose(part: Part, table: NoticeDraft) -> Extracted | None:
    """The draft of a plan in prose whose tables (key projects, indicators) name no bodies, where its tails name them."""
    if _names_bodies(table):
        return None
    draft, findings = plans.extract(part)
    return (draft, findings) if _names_bodies(draft) else None


def _of_both(part: Part, table: NoticeDraft, findings: tuple[Finding, ...]) -> Extracted | None:
    """The tasks of a plan in prose and of the table in it, in the order of the text, where the prose has several tails.

    Lines that are a table's cells are no prose.
    """
    part = replace(part, body=tuple(tables_from_lines(part)))
    prose = [Strand.of(part.document, b.spans) for b in part.body if isinstance(b, Heading | Paragraph)]
    if sum(any(t.duties for t in find_tails(strand)) for strand in prose) < _ENOUGH_TAILS:
        return None
    draft, more = plans.extract(part)
    if sum(_has_duties(task) for task in draft.tasks) < _ENOUGH_TAILS:
        return None
    mine, more_of = (draft, table) if len(draft.tasks) >= len(table.tasks) else (table, draft)
    tasks = sorted((*draft.tasks, *table.tasks), key=_place)
    both = replace(
        draft, genre=mine.genre, tasks=tuple(tasks), framing=(*draft.framing, *table.framing),
        lead_rule=mine.lead_rule or more_of.lead_rule, lead_mark=mine.lead_mark or more_of.lead_mark,
    )  # fmt: skip
    return both, (*findings, *(f for f in more if f.code != "decoy-table"))


def _place(task: TaskDraft) -> int:
    """Where a task's first measure begins in the text."""
    return min((start for m in task.measures for start in m.body.starts), default=0)


def _names_bodies(draft: NoticeDraft) -> bool:
    return any(map(_has_duties, draft.tasks))


def _has_duties(task: TaskDraft) -> bool:
    return bool(task.duties) or any(m.duties for m in task.measures)
