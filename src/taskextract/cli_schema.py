"""`taskextract schema`: the JSON Schemas of the dataset, and the closed list of findings."""

from __future__ import annotations

from pathlib import Path

import click

from taskextract.cli import OK


@click.command(short_help="Print the JSON Schema of a table or notice.")
@click.argument("table", required=False, metavar="[TABLE]")
@click.option("--write", "folder", type=click.Path(file_okay=False, path_type=Path),
              help="Write every schema into this folder, as TABLE.json.")
@click.option("--findings", is_flag=True, help="Print the codes of findings with what they mean.")
def schema(table: str | None, folder: Path | None, findings: bool) -> int:
    """Print the JSON Schema of a table's rows, or of a notice's JSON.

    Without TABLE, the schema of json/<doc_id>.json is printed.
    """
    from taskextract import schema as schemas

    if findings:
        for line in codes():
            click.echo(line)
        return OK
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name in schemas.NAMES:
            (folder / f"{name}.json").write_text(schemas.render(name), encoding="utf-8")
        click.echo(f"{len(schemas.NAMES)} schemas written to {folder}/")
        return OK
    name = table or "notice"
    if name not in schemas.NAMES:
        raise click.UsageError(f"no table {name!r}; choose one of {', '.join(schemas.NAMES)}")
    click.echo(schemas.render(name), nl=False)
    return OK


def codes() -> list[str]:
    """The codes of findings as a Markdown table, as README has it."""
    from taskextract.findings import CODES

    rows = [f"| `{code}` | {severity} | {meaning} |" for code, (severity, meaning) in CODES.items()]
    return ["| code | severity | meaning |", "|---|---|---|", *rows]
