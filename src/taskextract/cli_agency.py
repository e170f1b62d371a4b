"""`taskextract agency`: what a body's name means in a place, at a date, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taskextract.cli import FAILED, OK, harmless

if TYPE_CHECKING:
    from taskextract.normalize.agencies import Resolution
    from taskextract.normalize.explain import Facts
    from taskextract.vocabulary.regions import Regions


@click.command(short_help="Say which body a name means.")
@click.argument("names", nargs=-1)
@click.option("--region", default="000000", show_default=True, metavar="CODE|NAME",
              help="The place in whose notice the name stands (GB/T 2260); 000000 is the centre.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The date of the notice  [default: the newest].")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--vocabulary", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder of your own, laid over the vocabulary that comes with the program.")
def agency(
    names: tuple[str, ...], region: str, on: datetime | None, as_json: bool, vocabulary: Path | None
) -> int:
    """Say which body each of NAMES is; without any, names are read from standard input, one a line.

    The status is 1 where a name was not understood.
    """
    from taskextract.normalize.agencies import Context, resolve
    from taskextract.normalize.explain import facts
    from taskextract.vocabulary import load

    given = names or ([] if sys.stdin.isatty() else sys.stdin.read().splitlines())
    wanted = [name.strip() for name in given if name.strip()]
    if not wanted:
        raise click.UsageError("no names: give some, or write them to standard input, one a line")
    words = load(vocabulary)
    when = on.date() if on else None
    context = Context(words, _region(words.regions, region, when), when)
    found = [resolve(name, context) for name in wanted]
    for name, resolution in zip(wanted, found, strict=True):
        known = facts(resolution.agency_id, context) if resolution.agency_id else None
        click.echo(harmless(_as_json(name, resolution, known) if as_json else _as_text(name, resolution, known)))
    return OK if all(one.agency_id for one in found) else FAILED


def _region(regions: Regions, given: str, on: date | None) -> str:
    """The code of the place that was named by its code or its name."""
    if regions.at(given) is not None:
        return given
    codes = sorted({found.code for found in regions.by_name(given, on=on)})
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise click.UsageError(f"{given} is the name of several places: give the code, one of {', '.join(codes)}")
    near = ", ".join(f"{found.code} {found.name}" for found in regions.near(given))
    raise click.UsageError(f"no place has the code or name {given}; near it: {near}")


def _as_json(name: str, found: Resolution, known: Facts | None) -> str:
    row = {
        "mention": name,
        "agency_id": found.agency_id,
        "name": found.name,
        "basis": found.basis,
        "certainty": found.certainty,
        "candidates": list(found.candidates),
        "steps": list(found.steps),
        "body": asdict(known) if known else None,
    }
    return json.dumps(row, ensure_ascii=False, default=str)


def _as_text(name: str, found: Resolution, known: Facts | None) -> str:
    from taskextract.normalize.explain import tell

    head = f"{name}: {found.name or 'not understood'}"
    if found.agency_id:
        head += f" ({found.agency_id}; {found.basis}, certainty {found.certainty:.2f})"
    elif name == found.name:
        head = f"{name}: no single body"
    lines = [*found.steps, *(tell(known) if known else ())]
    return "\n".join([head, *(f"  {line}" for line in lines)])
