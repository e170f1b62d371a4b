"""From blocks to drafts: the genre decides which extractor reads a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from taskextract.extract import plans, reports, tables
from taskextract.extract.drafts import NoticeDraft, Part
from taskextract.extract.genre import choose_prose
from taskextract.findings import Finding
from taskextract.records import Genre

Extracted = tuple[NoticeDraft, tuple[Finding, ...]]

GENRES: dict[Genre, Callable[[Part], Extracted]] = {
    "division_table": tables.extract,
    "plan": plans.extract,
    "report": reports.extract,
    "other": plans.extract,
}


def extract(part: Part, *, parallels: Sequence[tuple[str, str]] = ()) -> Extracted:
    """The draft of one notice.

    A table that divides work makes a notice a division table, unless it names no bodies and the prose around
    it does; otherwise the cues of its prose decide.
    `parallels` are (task name, measure text) of other notices, evidence for tables whose labels moved.
    """
    draft, findings = tables.extract(part, parallels=parallels)
    if draft.tasks:
        return _of_prose(part, draft) or (draft, findings)
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
    return replace(draft, genre=genre, cue=cue), kept + more + notes


def _of_prose(part: Part, table: NoticeDraft) -> Extracted | None:
    """The draft of a plan in prose whose tables (key projects, indicators) name no bodies, where its tails name them."""
    if _names_bodies(table):
        return None
    draft, findings = plans.extract(part)
    return (draft, findings) if _names_bodies(draft) else None


def _names_bodies(draft: NoticeDraft) -> bool:
    return any(t.duties or any(m.duties for m in t.measures) for t in draft.tasks)
