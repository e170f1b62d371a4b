"""`taskextract diff`: what changed between two versions of a notice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from taskextract.cli import FAILED, OK, USAGE
from taskextract.cli_compare import found, shared_options, show

if TYPE_CHECKING:
    from taskextract.compare.notices import Compared
    from taskextract.diff_records import DiffReport

    Found = tuple[DiffReport, list[Compared]]

_DIFFERENT = FAILED


@click.command(short_help="Say what changed between two notices or datasets.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@shared_options("diff", "both sides", "one row a change")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the status tells.")
def diff(
    old: Path, new: Path, as_json: bool, html: Path | None, parquet: Path | None, vocabulary: Path | None, quiet: bool
) -> int:
    """Say what changed from OLD to NEW: notices in any readable format, json/ records, or parsed folders.

    The status is 0 where both say the same, 1 where they differ, 2 where they cannot be compared.
    """
    from taskextract.comparing import compare_inputs, options_of

    result = found(
        lambda: compare_inputs(old, new, options_of(vocabulary)), [old, new], (html, _page), (parquet, _table)
    )
    if result is None:
        return USAGE
    report, _ = result
    if not quiet:
        from taskextract.cli_diff_view import lines

        show(report, as_json, lambda: lines(report))
    return OK if report.same else _DIFFERENT


def _page(result: Found) -> str:
    from taskextract.review.diff_page import diff_page

    return diff_page(*result)


def _table(result: Found) -> bytes:
    from taskextract.compare_tables import changes_table

    return changes_table(result[0])
