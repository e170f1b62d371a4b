"""The comparison as lines of a terminal: the summary first, then the changes by task."""

from __future__ import annotations

from collections.abc import Iterator

import click

from taskextract.diff_records import Change, DiffReport, NoticeDiff, Place, Run, SideInfo

_COLOURS = {"added": "green", "removed": "red", "widened": "green", "narrowed": "red"}
_KEPT = 12  # characters of an unchanged run that are shown at each end


def lines(report: DiffReport) -> Iterator[str]:
    """The whole report, line by line, with colours that click drops where there is no terminal."""
    yield f"{click.style('old', fg='red')}  {report.old}"
    yield f"{click.style('new', fg='green')}  {report.new}"
    for notice in report.notices:
        if len(report.notices) > 1:
            yield ""
            yield click.style(_title(notice.new or notice.old), bold=True)
        yield from _notice(notice)
    if len(report.notices) > 1:
        changed = sum(1 for notice in report.notices if not notice.same)
        yield f"\n{changed} of {len(report.notices)} notices differ; {_counts(report.summary)}"


def _title(side: SideInfo | None) -> str:
    return "" if side is None else " ".join(part for part in (side.title or side.doc_id, side.doc_number) if part)


def _notice(notice: NoticeDiff) -> Iterator[str]:
    if notice.same:
        yield click.style("same", fg="green", bold=True) + ": tasks, measures and responsible bodies agree"
    else:
        total = len(notice.changes)
        yield click.style(f"{total} change{'s' * (total > 1)}", bold=True) + f": {_counts(notice.summary)}"
    for note in notice.notes:
        yield click.style(f"  note: {note.message}", dim=True)
    heading: str | None = None
    for change in notice.changes:
        here = _heading(change)
        if here != heading:
            heading = here
            yield ""
            yield click.style(here, bold=True)
        yield from _change(change)


def _counts(summary: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in summary.items()) or "no changes"


def _heading(change: Change) -> str:
    place = next(iter([*change.new, *change.old]), None)
    if place is None:
        return "The notice"
    if place.task_id is None:
        return place.text or place.doc_id
    return " ".join(part for part in (place.label, place.task_name) if part) or "(outside the tasks)"


def _change(change: Change) -> Iterator[str]:
    name = change.kind.replace("_", " ")
    colour = next((c for word, c in _COLOURS.items() if word in name), "yellow")
    yield f"  {click.style(name, fg=colour)}  {_where(change)}{change.message}"
    if any(run.op != "same" for run in change.runs):
        yield "    " + "".join(_run(run) for run in change.runs)


def _where(change: Change) -> str:
    left, right = (_ids(places) for places in (change.old, change.new))
    text = left or right if not left or not right or left == right else f"{left} → {right}"
    return click.style(f"[{text}] ", dim=True) if text else ""


def _ids(places: list[Place]) -> str:
    ids = [(p.measure_id or p.task_id or "").removeprefix(p.doc_id + "/") for p in places]
    return "+".join(ids[:4]) + ("+…" if len(ids) > 4 else "")


def _run(run: Run) -> str:
    if run.op == "same":
        short = len(run.text) <= 2 * _KEPT + 3
        return run.text if short else f"{run.text[:_KEPT]}…{run.text[-_KEPT:]}"
    if run.op == "removed":
        return click.style(f"[-{run.text}-]", fg="red")
    if run.op == "added":
        return click.style(f"{{+{run.text}+}}", fg="green")
    mark = "moved to" if run.op == "moved_from" else "moved from"
    return click.style(f"<{mark} {run.move}: {run.text}>", fg="cyan")
