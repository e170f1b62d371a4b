"""`taskextract validate`: check a dataset from outside."""

from __future__ import annotations

import json
from pathlib import Path

import click

from taskextract.cli import FAILED, OK, USAGE, harmless, say


@click.command(short_help="Check that a dataset is whole and sound.")
@click.argument("folder", default=Path("parsed"), type=click.Path(path_type=Path))
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def validate(folder: Path, quiet: bool, as_json: bool) -> int:
    """Check the dataset in FOLDER (parsed/ if none is named): hashes, schemas, keys, spans, rules.

    The status is 0 where the dataset is sound, 1 where it is not, 2 where there is none.
    """
    from taskextract.dataset import NotADataset
    from taskextract.validate_folder import check_folder

    try:
        report = check_folder(folder)
    except NotADataset as error:
        say(str(error))
        return USAGE
    broken = [fault for fault in report.faults if fault.severity == "error"]
    if as_json:
        faults = [
            {"place": f.place, "code": f.code, "severity": f.severity, "message": f.message}
            for f in report.faults
        ]
        data = {"folder": str(folder), "sound": not broken, "faults": faults, "recorded": report.recorded}
        click.echo(harmless(json.dumps(data, ensure_ascii=False, indent=2)))
        return FAILED if broken else OK
    for fault in report.faults:
        say(f"{fault.place}: {fault.code}: {fault.message}")
    if not quiet:
        recorded = ", ".join(f"{count} {severity}s" for severity, count in report.recorded.items())
        state = f"{len(broken)} errors" if broken else "sound"
        click.echo(f"{folder}: {state}; {report.rows} rows of {report.documents} documents; findings: {recorded}")
    return FAILED if broken else OK
