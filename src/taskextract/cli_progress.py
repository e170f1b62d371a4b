"""How far a run is: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from taskextract.pipeline import Progress, Report

_FROM = 20  # files: fewer are read before a line of progress could be
_EVERY = 10.0  # seconds between plain lines
_SLOW = 5.0  # seconds after which a file is named


@contextmanager
def reporter(*, quiet: bool) -> Iterator[Report]:
    """What `pipeline.run` reports to: nothing with `quiet`, else a bar or lines on standard error."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        started = time.monotonic()

        def report(progress: Progress) -> None:
            seconds = time.monotonic() - started
            bar.update(task, completed=progress.done, total=progress.total, description=_say(progress, seconds))

        yield report


def _lines() -> Report:
    started = time.monotonic()
    last = [started]

    def report(progress: Progress) -> None:
        now = time.monotonic()
        if (now - last[0] >= _EVERY and progress.total >= _FROM) or (
            now - last[0] >= _EVERY and any(seconds >= _SLOW for _, seconds in progress.slow)
        ):
            last[0] = now
            text = f"{progress.done} of {progress.total} files, {_say(progress, now - started)}"
            click.echo(f"taskextract: {text}", err=True)

    return report


def _say(progress: Progress, seconds: float) -> str:
    read = progress.done - progress.reused
    parts = [f"{progress.pages} pages"] if progress.pages else []
    parts += [f"{read / seconds:.1f} files/s"] if seconds >= 1 and read else []
    slow = [(spent, name) for name, spent in progress.slow if spent >= _SLOW]
    if slow:
        spent, name = max(slow)
        parts.append(f"slow: {name} ({spent:.0f} s)")
    return ", ".join(parts) or "reading"
