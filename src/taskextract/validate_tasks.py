"""What the tasks of a notice say about each other: numbers that run on, a body and its annex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taskextract.numerals import read_number
from taskextract.records import Notice, TaskTree
from taskextract.strand import is_blank

_DIGITS = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百"
_LABEL = re.compile(rf"\s*(第?[（(]?)([{_DIGITS}]+)([）)]?[、.．条章项节]?)")


def check_numbers(notice: Notice) -> Iterator[tuple[TaskTree, str]]:
    """Tasks whose number neither follows the one before of the same kind nor starts a list again.

    Headings above the tasks count too: where （二） has items of its own, its number stands in the
    `section` of those. A task without a number takes one place.
    """
    last: dict[str, int] = {}
    unnumbered: dict[str, int] = {}
    section: list[str] = []
    for task in notice.tasks:
        if task.ordinal == 0:
            continue
        for depth, heading in enumerate(task.section):
            if section[depth : depth + 1] != [heading]:
                style, number = read_label(heading)
                if number is not None:
                    last[style] = number
        section = task.section
        if task.number is None:
            unnumbered = {style: unnumbered.get(style, 0) + 1 for style in last}
            continue
        style, _ = read_label(task.label or "")
        before = last.get(style)
        lowest = 1 if before is None else before + 1
        if task.number != 1 and not lowest <= task.number <= lowest + unnumbered.get(style, 0):
            found = "the first task is" if before is None else f"after {before} comes"
            if before is not None or notice.document.genre == "division_table":
                yield task, f"{found} {task.number}: a task may be missing or its number misread"
        last[style] = task.number
        unnumbered[style] = 0


def read_label(text: str) -> tuple[str, int | None]:
    """A label's kind and number: `（三）` → (`（零）`, 3), `12.` → (`0.`, 12)."""
    found = _LABEL.match(text)
    if not found:
        return "", None
    kind = "0" if found[2][0].isdecimal() else "零"
    return found[1] + kind + found[3], read_number(found[2])


def check_body_against_annex(notice: Notice) -> Iterator[tuple[Notice, str]]:
    """Attached tables whose tasks are those of the notice's body, but not all of them.

    A table with fewer than half of its names in the body divides other work and is not compared.
    """
    body = _names(notice)
    for part in notice.parts:
        annex = _names(part)
        common = body.keys() & annex.keys()
        if not common or part.document.genre != "division_table" or 2 * len(common) < len(annex):
            continue
        missing = [body[key] for key in body if key not in annex]
        extra = [annex[key] for key in annex if key not in body]
        if missing or extra:
            said = "; ".join(
                f"only in the {where}: {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
                for where, names in (("body", missing), ("annex", extra))
                if names
            )
            yield part, f"the notice's body and its table name different tasks ({said}); compare the two"


def _names(notice: Notice) -> dict[str, str]:
    return {_key(task.name): task.name for task in notice.tasks if task.name}


def _key(name: str) -> str:
    return "".join(char for char in name if char.isalnum() and not is_blank(char))
