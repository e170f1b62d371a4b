"""`taskextract trace`: what became of an upper notice's measures below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taskextract.cli import OK, USAGE, say

if TYPE_CHECKING:
    from taskextract.trace_records import BodyRow, Link, MeasureRow, TraceOf, TraceReport


@click.command()
@click.argument("upper", type=click.Path(path_type=Path))
@click.argument("lower", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON (schemas/trace.json).")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page that shows both levels.")
@click.option("--parquet", type=click.Path(dir_okay=False, path_type=Path), help="Write a table, one row a link.")
@click.option("--vocabulary", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder of your own, laid over the vocabulary that comes with the program.")
def trace(
    upper: Path, lower: tuple[Path, ...], as_json: bool, html: Path | None, parquet: Path | None, vocabulary: Path | None
) -> int:
    """Follow the measures of UPPER into the notices LOWER that its bodies issued.

    The status is 0 where the notices could be held together, 2 where not.
    """
    import msgspec

    from taskextract.comparing import NotComparable
    from taskextract.following import trace as run

    try:
        report = run(upper, *lower, vocabulary=vocabulary)
        if html:
            from taskextract.review.trace_page import trace_page

            html.write_text(trace_page(report), encoding="utf-8")
        if parquet:
            from taskextract.compare_tables import write_links

            write_links(report, parquet)
    except NotComparable as error:
        say(str(error))
        return USAGE
    except OSError as error:
        say(f"{error.filename}: {error.strerror}; the result cannot be written there")
        return USAGE
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    else:
        for line in _lines(report):
            click.echo(line)
    return OK


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


def _binding(binding: str, mentions: list[str]) -> str:
    return "not bound" if binding == "none" else f"{binding.replace('_', ' ')}: {'、'.join(mentions)}"


def _link(link: Link, lower: MeasureRow) -> Iterator[str]:
    name = click.style(link.taken_up.replace("_", " "), fg="green")
    yield f"    {name} {link.score:.2f}  {_short(lower)}"
    words = " | ".join(one.text for one in link.shared[:5])
    yield click.style(f"      shared: {words}; responsible: {_bodies(lower.bodies)}", dim=True)


def _bodies(rows: list[BodyRow]) -> str:
    return "、".join(row.mention for row in rows[:6]) + ("…" if len(rows) > 6 else "")


def _short(row: MeasureRow) -> str:
    place = row.measure_id.removeprefix(row.doc_id + "/")
    return f"{place} {row.text if len(row.text) <= 60 else row.text[:60] + '…'}"
