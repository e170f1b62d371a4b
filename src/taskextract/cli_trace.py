"""`taskextract trace`: what became of an upper notice's measures below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taskextract.cli import OK, USAGE
from taskextract.cli_compare import found, shared_options, show

if TYPE_CHECKING:
    from taskextract.trace_records import BodyRow, Link, MeasureRow, TraceOf, TraceReport


@click.command(short_help="Follow measures into the notices below.")
@click.argument("upper", type=click.Path(path_type=Path))
@click.argument("lower", nargs=-1, required=True, type=click.Path(path_type=Path))
@shared_options("trace", "both levels", "one row a link")
def trace(
    upper: Path, lower: tuple[Path, ...], as_json: bool, html: Path | None, parquet: Path | None, vocabulary: Path | None
) -> int:
    """Follow the measures of UPPER into the notices LOWER that its bodies issued.

    The status is 0 where the notices could be held together, 2 where not.
    """
    from taskextract.following import trace as run

    report = found(
        lambda: run(upper, *lower, vocabulary=vocabulary), [upper, *lower], (html, _page), (parquet, _table)
    )
    if report is None:
        return USAGE
    show(report, as_json, lambda: _lines(report))
    return OK


def _page(report: TraceReport) -> str:
    from taskextract.review.trace_page import trace_page

    return trace_page(report)


def _table(report: TraceReport) -> bytes:
    from taskextract.compare_tables import links_table

    return links_table(report)


def _lines(report: TraceReport) -> Iterator[str]:
    yield f"upper  {report.upper.title or report.upper.doc_id}"
    for one in report.traces:
        yield f"lower  {one.lower.title or one.lower.doc_id} ({one.lower_place or 'place unknown'})"
        yield from _trace(one)


def _trace(one: TraceOf) -> Iterator[str]:
    bound = [b for b in one.upper_measures if b.binding != "none"]
    taken = len(bound) - len(one.not_taken_up)
    share = f" ({taken / len(bound):.0%})" if bound else ""
    yield click.style(f"{taken} of {len(bound)} measures that bind it are taken up{share}", bold=True) + (
        f"; {len(one.of_its_own)} of {len(one.lower_measures)} lower measures are its own"
    )
    from taskextract.tracing.trace import links_of

    links, lower = links_of(one), {m.measure_id: m for m in one.lower_measures}
    task = ""
    for b in one.upper_measures:
        if b.measure.task_id != task:
            task = b.measure.task_id
            yield ""
            yield click.style(" ".join(p for p in (b.measure.label, b.measure.task_name) if p), bold=True)
        yield f"  {_short(b.measure)}{click.style(f'  [{_binding(b.binding, b.bound_by)}]', dim=True)}"
        for link in links.get(b.measure.measure_id, []):
            yield from _link(link, lower[link.lower_id])
        if b.measure.measure_id not in links:
            yield click.style("    — not taken up", fg="red")
    yield from _coverage(one)


def _coverage(one: TraceOf) -> Iterator[str]:
    """How much is taken up, by task and by body: what is taken up, of what binds."""
    tasks = [(" ".join(p for p in (row.label, row.task_name) if p) or "(outside the tasks)", row) for row in one.by_task]
    for head, rows in (("by task", tasks), ("by body", [(row.name, row) for row in one.by_agency])):
        yield ""
        yield click.style(f"Coverage {head}: taken up / binding", bold=True)
        for name, row in rows:
            if row.binding:
                yield f"  {row.taken_up:3} / {row.binding:3}  {name}"


def _binding(binding: str, mentions: list[str]) -> str:
    return "not bound" if binding == "none" else f"{binding.replace('_', ' ')}: {'、'.join(mentions)}"


def _link(link: Link, lower: MeasureRow) -> Iterator[str]:
    name = click.style(link.taken_up.replace("_", " "), fg="green")
    yield f"    {name} {link.score:.2f}  {_short(lower)}"
    words = " | ".join(f"{one.text} ({one.lower_text})" if one.lower_text else one.text for one in link.shared[:5])
    yield click.style(f"      shared: {words}; responsible: {_bodies(lower.bodies)}", dim=True)


def _bodies(rows: list[BodyRow]) -> str:
    return "、".join(row.mention for row in rows[:6]) + ("…" if len(rows) > 6 else "")


def _short(row: MeasureRow) -> str:
    place = row.measure_id.removeprefix(row.doc_id + "/")
    return f"{place} {row.text if len(row.text) <= 60 else row.text[:60] + '…'}"
