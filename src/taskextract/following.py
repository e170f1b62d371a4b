"""`taskextract.trace` and `taskextract.similar`: what to hold together is read, then the engine runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from taskextract.comparing import Comparable, Given, NotComparable, given, options_of, same_state
from taskextract.options import Options
from taskextract.records import Notice

if TYPE_CHECKING:
    from taskextract.compare.sides import Side
    from taskextract.trace_records import SimilarReport, TraceReport


def trace(
    upper: Comparable, *lower: Comparable, vocabulary: str | os.PathLike[str] | None = None
) -> TraceReport:
    """What became of the measures of `upper` in each `lower` notice (files, records, or folders of them).

    Places of shared wording (`Shared`) count characters of the two measures' texts, ends exclusive.
    Raises `NotComparable` where an input cannot be read or has no tasks.
    """
    from taskextract.tracing.trace import trace as run

    if not lower:
        raise NotComparable("no notice is named to hold against the first")
    above, *below = _read([upper, *lower], options_of(vocabulary))
    if len(above) != 1:
        raise NotComparable(f"{upper}: {len(above)} notices; name the one that assigns the tasks")
    return run(above[0], [side for sides in below for side in sides])


def similar(*notices: Comparable, vocabulary: str | os.PathLike[str] | None = None) -> SimilarReport:
    """Which tasks of two or more parallel notices say the same, and who answers for each.

    Raises `NotComparable` where an input cannot be read, has no tasks, or there are not two.
    """
    from taskextract.tracing.parallels import similar as run

    sides = [side for sides in _read(notices, options_of(vocabulary)) for side in sides]
    if len(sides) < 2:
        raise NotComparable("only one notice is here; name two or more to be held together")
    return run(sides)


def _read(inputs: Sequence[Comparable], options: Options) -> list[list[Side]]:
    """The notices of each input, all read by one state of the program, no two under one id."""
    read = [given(one, options) for one in inputs]
    same_state(read, options)
    taken: set[str] = set()
    hashes: set[str] = set()
    for one in read:
        mine = {notice.document.sha256 for notice in one.notices}
        if hashes & mine:
            raise NotComparable(f"{one.name}: the same file is named twice; name each notice once")
        hashes |= mine
        for n, notice in enumerate(one.notices):
            if notice.document.doc_id in taken:
                one.notices[n] = under(notice, f"{one.name}/{notice.document.doc_id}" if one.folder else one.name)
            taken.add(one.notices[n].document.doc_id)
    return [_sides(one) for one in read]


_IDS = ("doc_id", "parent_doc_id", "task_id", "measure_id", "assignment_id", "quantity_id", "citation_id", "event_id",
        "finding_id", "record_id")  # fmt: skip


def under(notice: Notice, doc_id: str) -> Notice:
    """The same notice under another id, for one whose file has the name of another's."""
    old = notice.document.doc_id

    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(one) for one in value]
        if not isinstance(value, dict):
            return value
        return {
            key: doc_id + one[len(old) :] if key in _IDS and isinstance(one, str) and _is_of(one, old) else renamed(one)
            for key, one in value.items()
        }

    return msgspec.convert(renamed(msgspec.to_builtins(notice)), Notice)


def _is_of(record_id: str, doc_id: str) -> bool:
    return record_id == doc_id or record_id.startswith((f"{doc_id}/", f"{doc_id}#"))


def _sides(one: Given) -> list[Side]:
    """The notices of an input that have tasks."""
    from taskextract.compare.sides import side_of

    sides = [side_of(notice) for notice in one.notices]
    with_tasks = [side for side in sides if any(not task.frame for task in side.tasks)]
    if not with_tasks:
        raise NotComparable(f"{one.name}: the notice has no tasks, so nothing can be traced")
    return with_tasks
