"""`taskextract.trace` and `taskextract.similar`: what to hold together is read, then the engine runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from taskextract.comparing import Comparable, Given, NotComparable, given, options_of, same_state
from taskextract.options import Options

if TYPE_CHECKING:
    from taskextract.compare.sides import Side
    from taskextract.trace_records import SimilarReport, TraceReport


def trace(
    upper: Comparable, *lower: Comparable, vocabulary: str | os.PathLike[str] | None = None
) -> TraceReport:
    """What became of the measures of `upper` in each `lower` notice (files, records, or folders of them).

    Raises `NotComparable` where an input cannot be read or has no tasks.
    """
    from taskextract.tracing.trace import trace as run

    options = options_of(vocabulary)
    above = _sides(given(upper, options))
    if len(above) != 1:
        raise NotComparable(f"{upper}: {len(above)} notices; name the one that assigns the tasks")
    return run(above[0], _lower(above, lower, options))


def similar(*notices: Comparable, vocabulary: str | os.PathLike[str] | None = None) -> SimilarReport:
    """Which tasks of two or more parallel notices say the same, and who answers for each."""
    from taskextract.tracing.parallels import similar as run

    sides = _lower([], notices, options_of(vocabulary))
    if len(sides) < 2:
        raise NotComparable("only one notice is here; name two or more to be held together")
    return run(sides)


def _lower(above: list[Side], inputs: tuple[Comparable, ...], options: Options) -> list[Side]:
    read = [given(one, options) for one in inputs]
    if not read:
        raise NotComparable("no notice is named to hold against the first")
    for one in read[1:]:
        same_state(read[0], one, options)
    sides = [side for one in read for side in _sides(one)]
    for side in sides:
        if above and side.document.sha256 == above[0].document.sha256:
            raise NotComparable(f"{side.document.doc_id}: the same file is named as the upper and as a lower notice")
    return sides


def _sides(one: Given) -> list[Side]:
    """The notices of an input that have tasks."""
    from taskextract.compare.sides import side_of

    sides = [side_of(notice) for notice in one.notices]
    with_tasks = [side for side in sides if any(not task.frame for task in side.tasks)]
    if not with_tasks:
        raise NotComparable(f"{one.name}: the notice has no tasks, so nothing can be traced")
    return with_tasks
