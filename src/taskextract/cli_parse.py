"""`taskextract parse`: read notices, write the dataset, say what came of each."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taskextract.cli import FAILED, OK, USAGE, harmless, say

if TYPE_CHECKING:
    from taskextract.pipeline import Run
    from taskextract.records import FindingRow, Notice

_NOTHING_FOUND = ("no-tasks", "unknown-header", "unknown-genre")
_EXISTING = click.Path(readable=False, path_type=Path)  # what cannot be read costs nothing but itself


@click.command()
@click.argument("inputs", nargs=-1, type=_EXISTING)
@click.option("-o", "--output", default=Path("parsed"), type=_EXISTING, show_default=True,
              help="The folder to write; it is replaced as a whole or not at all.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("-j", "--jobs", type=click.IntRange(0), help="Processes to use  [default: one a core].")
@click.option("--timeout", default=120.0, type=click.FloatRange(0, min_open=True), show_default=True,
              help="Seconds that one file may take.")
@click.option("--max-size", default=512, type=click.IntRange(1), show_default=True,
              help="Megabytes that one file may have.")
@click.option("--vocabulary", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder of your own, laid over the vocabulary that comes with the program.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]),
              help="The date at which agencies are named where a notice has none.")
@click.option("--no-cache", is_flag=True, help="Read every file again, unchanged ones too.")
@click.option("--xlsx", is_flag=True, help="Write taskextract.xlsx as well, for spreadsheet programs.")
def parse(
    inputs: tuple[Path, ...],
    output: Path,
    quiet: bool,
    as_json: bool,
    jobs: int | None,
    timeout: float,
    max_size: int,
    vocabulary: Path | None,
    as_of: datetime | None,
    no_cache: bool,
    xlsx: bool,
) -> int:
    """Turn notices into a dataset.

    INPUTS are files and folders; without any, the folder raw/ is read.
    """
    from taskextract import cache, pipeline, writers
    from taskextract.cli_progress import reporter
    from taskextract.options import Options
    from taskextract.writers.folder import CannotReplace, check

    given = list(inputs) or [Path("raw")]
    options = Options(vocabulary, as_of.date() if as_of else None, max_size * 1_000_000)
    try:
        target = check(output)
        _apart(given, target)
        with reporter(quiet=quiet) as report:
            run = pipeline.run(
                given, options, jobs=jobs, timeout=timeout, report=report,
                cache_folder=None if no_cache else cache.beside(target),
            )  # fmt: skip
        nothing = run.files == len(run.failed) and (
            not any(os.path.exists(path) for path in given)
            or all(row.code == "no-notices" for row in run.dataset.findings)
        )
        if not (nothing and os.path.exists(target)):
            names = (*writers.DEFAULT, "xlsx") if xlsx else writers.DEFAULT
            writers.write(run.dataset, output, names)
    except CannotReplace as error:
        say(str(error))
        return USAGE
    _print_errors(run)
    if as_json:
        _print_json(run, output)
    elif not quiet:
        _print_summary(run, output)
    return USAGE if nothing else FAILED if run.failed or _bad(run) else OK


def _apart(given: list[Path], target: Path) -> None:
    """An input inside the output would be replaced while it is read."""
    for path in given:
        if Path(os.path.realpath(path)).is_relative_to(target):  # `resolve` fails for a link to itself
            raise click.UsageError(f"{path} lies in the output folder; choose another -o")


def _bad(run: Run) -> list[FindingRow]:
    """The errors of a run, and of each file in which no task was found the finding that says so."""
    empty = {n.document.doc_id for n in run.dataset.notices if not _has_tasks(n) and n.document.genre != "report"}
    return [
        row
        for row in run.dataset.findings
        if row.severity == "error" or (row.code in _NOTHING_FOUND and row.doc_id in empty)
    ]


def _has_tasks(notice: Notice) -> bool:
    return any(task.ordinal for task in notice.tasks) or any(_has_tasks(part) for part in notice.parts)


def _print_errors(run: Run) -> None:
    """One line a file: its gravest problem, and how many more there are."""
    from taskextract.dataset import flatten

    files = {part.document.doc_id: n.document.doc_id for n in run.dataset.notices for part in flatten(n)}
    told: dict[str, list[FindingRow]] = {}
    for row in _bad(run):
        told.setdefault(files[row.doc_id], []).append(row)
    for doc_id, rows in told.items():
        errors = [row for row in rows if row.severity == "error"]
        first = (errors or rows)[0]
        message = first.message.removeprefix(f"{doc_id.rpartition('/')[2]}: ")
        more = f" (and {len(errors) - 1} more; see the findings)" if len(errors) > 1 else ""
        say(f"{doc_id}: {message}{more}")


def _print_summary(run: Run, output: Path) -> None:
    from taskextract import summary

    terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size().columns if terminal else None
    colour = terminal and "NO_COLOR" not in os.environ
    for text in summary.table(summary.lines(run.dataset), columns=columns, colour=colour):
        click.echo(harmless(text), color=True)
    unchanged = f", {run.reused} of them unchanged since the last run" if run.reused else ""
    files = f"{run.files} file{'s' * (run.files != 1)}"
    failed = f", {len(run.failed)} failed" if run.failed else ""
    click.echo(f"{files} read{unchanged}{failed}; {len(run.dataset.responsibilities)} responsibilities in {output}/")


def _print_json(run: Run, output: Path) -> None:
    from taskextract import records, summary

    data = {
        "output": str(output),
        "files": run.files,
        "unchanged": run.reused,
        "failed": run.failed,
        "rows": {table: len(run.dataset.rows(table)) for table in records.TABLES},
        "notices": summary.as_data(run.dataset),
        "errors": [
            {"doc_id": row.doc_id, "code": row.code, "message": row.message}
            for row in _bad(run)
        ],
    }
    click.echo(harmless(json.dumps(data, ensure_ascii=False, indent=2)))
