"""`taskextract formats`: what this installation can read."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from taskextract.cli import OK


@click.command(short_help="List the formats that can be read here.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def formats(as_json: bool) -> int:
    """List the formats that this installation reads, and what to install for the rest."""
    from taskextract import summary
    from taskextract.formats import formats as find

    found = find()
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return OK
    names = max(summary.width(one.name) for one in found)
    endings = max(len(_endings(one.endings)) for one in found)
    for one in found:
        state = "yes" if one.readable else f"no: {one.install}"
        click.echo(f"{summary.fit(one.name, names)}  {_endings(one.endings):{endings}}  {state}")
    return OK


def _endings(endings: tuple[str, ...]) -> str:
    return " ".join(f".{ending}" for ending in endings[:5])
