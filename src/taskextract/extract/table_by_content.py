"""Which columns of a division table hold what, where no header word says it and the cells do.

Only for tables of which one column surely names bodies. Fields are those of `headers.yml`; `other` is a
column that no word explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from taskextract.extract.table_cells import AGENCY_FIELDS
from taskextract.vocabulary.words import load_words

_MOST = 0.7  # share of a column's cells that must look alike
_SHORTEST_TEXT = 6  # characters of what is to be done, on average

Shares = Sequence[dict[str, float]]
"""For each column the share of its cells that fit a field, and their mean `length`."""


def fields_by_content(fields: Sequence[str], titles: Sequence[str], share: Shares) -> tuple[str, ...]:
    """The columns' fields, those of `other` columns read from their cells."""
    out = list(fields)
    for i, title in enumerate(titles):
        if out[i] == "other" and share[i]["responsible"] >= _MOST and (role := role_in(title)):
            out[i] = role
    if not (AGENCY_FIELDS | {"matrix"}) & set(out) or "decoy" in out:
        return tuple(out)
    if "time" not in out:
        _take_time(out, titles, share)
    if "measure" not in out:
        _take_measure(out, titles, share)
    if "task" not in out and "measure" in out:
        _take_names(out, titles, share)
    return tuple(out)


def _take_time(out: list[str], titles: Sequence[str], share: Shares) -> None:
    """The last column of nothing but time limits."""
    times = [i for i, f in enumerate(out) if f == "other" and titles[i] and share[i]["time"] >= _MOST]
    if times:
        out[times[-1]] = "time"


def _take_measure(out: list[str], titles: Sequence[str], share: Shares) -> None:
    """The column of the longest text, where it says more than the tasks' own column; else the tasks' column is read as both.

    Where the tasks' column holds sentences and the one before it titles, those name the tasks.
    """
    others = [i for i, f in enumerate(out) if f == "other" and titles[i] and share[i]["length"] >= _SHORTEST_TEXT]
    longest = max(others, key=lambda i: (share[i]["length"], -i), default=None)
    if "task" not in out:
        if longest is not None:
            out[longest] = "measure"
        return
    task = out.index("task")
    if longest is not None and share[longest]["measure"] >= _MOST and share[longest]["length"] > share[task]["length"]:
        out[longest] = "measure"
    elif share[task]["measure"] >= _MOST and task and out[task - 1] == "other" and _names(share[task - 1]):
        out[task - 1], out[task] = "task", "measure"


def _take_names(out: list[str], titles: Sequence[str], share: Shares) -> None:
    """Titles right before the measures name the tasks."""
    before = out.index("measure") - 1
    if before >= 0 and out[before] == "other" and titles[before] and _names(share[before]):
        out[before] = "task"


def _names(share: dict[str, float]) -> bool:
    return share["task"] >= _MOST and share["length"] >= 2


def role_in(title: str) -> str | None:
    """The role whose word a header holds (责任县区, 监管责任单位): the longest word, of two the last."""
    found = [(len(stem), title.rindex(stem), role) for stem, role in _stems() if stem in title]
    return max(found)[2] if found else None


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    stems: dict[str, str] = load_words("tails")["label_stems"]
    return tuple((stem, role) for stem, role in sorted(stems.items()) if role in AGENCY_FIELDS and len(stem) > 1)
