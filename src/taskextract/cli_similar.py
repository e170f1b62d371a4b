"""`taskextract similar`: which tasks of parallel notices say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taskextract.cli import OK, USAGE
from taskextract.cli_compare import found, shared_options, show

if TYPE_CHECKING:
    from taskextract.trace_records import SimilarReport, SimilarTask


@click.command(short_help="Say which tasks of parallel notices are alike.")
@click.argument("notices", nargs=-1, required=True, type=click.Path(path_type=Path))
@shared_options("similar", "the tasks side by side", "one row a task")
def similar(
    notices: tuple[Path, ...], as_json: bool, html: Path | None, parquet: Path | None, vocabulary: Path | None
) -> int:
    """Say which tasks of two or more parallel NOTICES are alike, and who is responsible in each.

    The status is 0 where the notices could be held together, 2 where not.
    """
    from taskextract.following import similar as run

    report = found(lambda: run(*notices, vocabulary=vocabulary), notices, (html, _page), (parquet, _table))
    if report is None:
        return USAGE
    show(report, as_json, lambda: _lines(report))
    return OK


def _page(report: SimilarReport) -> str:
    from taskextract.review.similar_page import similar_page

    return similar_page(report)


def _table(report: SimilarReport) -> bytes:
    from taskextract.compare_tables import similar_table

    return similar_table(report)


def _lines(report: SimilarReport) -> Iterator[str]:
    from taskextract.tracing.parallels import letters_of

    names = letters_of(report)
    for side in report.notices:
        yield f"{names[side.doc_id]}  {side.title or side.doc_id}"
    yield click.style(f"{len(report.groups)} groups of tasks that say the same; {len(report.alone)} tasks alone", bold=True)
    for group in report.groups:
        yield ""
        yield click.style(f"likeness {group.score:.2f}", dim=True)
        for task in group.tasks:
            yield f"  {names[task.doc_id]}  {_name(task)}  {click.style(_bodies(task), dim=True)}"
        words = list(dict.fromkeys(shared.text for link in group.links for shared in link.shared))
        if words:
            yield click.style(f"     shared: {' | '.join(words[:6])}", dim=True)


def _name(task: SimilarTask) -> str:
    return " ".join(part for part in (task.label, task.task_name) if part) or task.task_id


def _bodies(task: SimilarTask) -> str:
    return "、".join(body.mention for body in task.bodies[:8]) + ("…" if len(task.bodies) > 8 else "")
