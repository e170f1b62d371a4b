"""`taskextract diff`: what changed between two versions of a notice."""

from __future__ import annotations

from pathlib import Path

import click

from taskextract.cli import FAILED, OK, USAGE, say

_DIFFERENT = FAILED


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON (schemas/diff.json).")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page that shows both sides.")
@click.option("--parquet", type=click.Path(dir_okay=False, path_type=Path), help="Write a table, one row a change.")
@click.option("--vocabulary", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder of your own, laid over the vocabulary that comes with the program.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the status tells.")
def diff(
    old: Path, new: Path, as_json: bool, html: Path | None, parquet: Path | None, vocabulary: Path | None, quiet: bool
) -> int:
    """Say what changed from OLD to NEW: notices in any readable format, json/ records, or parsed folders.

    The status is 0 where both say the same, 1 where they differ, 2 where they cannot be compared.
    """
    import msgspec

    from taskextract.comparing import NotComparable, compare_inputs, options_of

    try:
        report, compared = compare_inputs(old, new, options_of(vocabulary))
        if html:
            from taskextract.review.diff_page import diff_page

            html.write_text(diff_page(report, compared), encoding="utf-8")
        if parquet:
            from taskextract.compare_tables import write_changes

            write_changes(report, parquet)
    except NotComparable as error:
        say(str(error))
        return USAGE
    except OSError as error:
        say(f"{error.filename}: {error.strerror}; the result cannot be written there")
        return USAGE
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
    elif not quiet:
        from taskextract.cli_diff_view import lines

        for line in lines(report):
            click.echo(line)
    return OK if report.same else _DIFFERENT
