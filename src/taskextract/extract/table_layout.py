"""How a division table is laid out: what its number counts, and which column names the tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.extract.table_entry import Entry
from taskextract.extract.table_headers import Column

_BARE = 2  # numbered rows without a name, for the number not to count tasks: one name may be lost


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out: `single` if one column is both task and measure; `index_of_measures` if the
    running number counts measures and not tasks; `group_names` if the class column names the tasks."""

    single: bool
    index_of_measures: bool
    group_names: bool
    headed_index: bool


def layout_of(entries: Sequence[Entry], columns: Sequence[Column]) -> Layout:
    """Look through a table's entries for how it is laid out."""
    kinds = {c.field for c in columns}
    single = not {"task", "measure"} <= kinds
    rows = [e for e in entries if e.section is None and e.measures]
    numbered = [e for e in rows if e.number_cell is not None]
    counts_measures = False
    if not single:
        merged = sum(1 for e in numbered if e.name_repeats)
        bare = sum(1 for e in numbered if e.name is None and not e.shifted)
        named = sum(1 for e in numbered if e.name is not None)
        counts_measures = merged > 0 or (named > 0 and bare >= _BARE and bare >= 0.25 * len(numbered))
    unnumbered = [e for e in rows if e.number_cell is None]
    group_names = single and "group" in kinds and (not numbered or _group_follows_index(numbered, unnumbered))
    return Layout(single, counts_measures, group_names, "index" in kinds)


def _group_follows_index(numbered: Sequence[Entry], unnumbered: Sequence[Entry]) -> bool:
    """Every numbered row has a class of its own, and every other row has none: the number counts classes."""
    own = [e.group is not None and not e.group_repeats for e in numbered]
    return bool(unnumbered) and all(own) and all(e.group is None or e.group_repeats for e in unnumbered)
