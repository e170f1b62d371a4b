"""Headings that read otherwise, and tasks and whole sections that stand elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from taskextract.compare.assign import longest_rising
from taskextract.compare.build import Build
from taskextract.compare.places import called, change, task_place
from taskextract.compare.sentences import NOTHING, say
from taskextract.diff_records import Change

Section = tuple[str, ...]
_Pairs = list[tuple[int, int]]


def section_names(build: Build) -> dict[Section, Section]:
    """Old sections whose tasks now mostly stand in one that the old notice did not have: where each went."""
    votes: dict[Section, Counter[Section]] = {}
    for i, j in _pairs(build):
        votes.setdefault(build.old.tasks[i].section, Counter())[build.new.tasks[j].section] += 1
    known = {task.section for task in build.old.tasks if not task.frame}
    found: dict[Section, Section] = {}
    for section, counts in votes.items():
        target, times = counts.most_common(1)[0]
        if target not in known and section not in counts and times * 2 > sum(counts.values()):
            found[section] = target
    return found


def _pairs(build: Build) -> _Pairs:
    return sorted((i, j) for i, j in build.pairs.items() if not build.old.tasks[i].frame)


def section_changes(build: Build) -> Iterator[Change]:
    """Headings that read otherwise, each told once however many sections stand below it."""
    told: set[tuple[str, str]] = set()
    for section, target in sorted(section_names(build).items()):
        if len(section) != len(target):
            continue
        i, j = next((i, j) for i, j in _pairs(build) if build.old.tasks[i].section == section)
        a, b = build.old.tasks[i], build.new.tasks[j]
        for n, names in enumerate(zip(section, target, strict=True)):
            if names[0] == names[1] or names in told:
                continue
            told.add(names)
            before, after = a.tree.section[n], b.tree.section[n]
            said = say("section_renamed", before=before, after=after)
            yield change("section_renamed", said, [task_place(a)], [task_place(b)], before=before, after=after)


def moved(build: Build) -> Iterator[Change]:
    """Tasks that stand in another order or section; a section that moved as a whole is told as one."""
    pairs = _pairs(build)
    weights = [1.0 + 0.01 * len(build.old.tasks[i].measures) for i, _ in pairs]
    kept = longest_rising([j for _, j in pairs], weights)
    left = {pair for n, pair in enumerate(pairs) if n not in kept}
    for prefix, block in _blocks(build, pairs, left):
        left.difference_update(block)
        old, new = [build.old.tasks[i] for i, _ in block], [build.new.tasks[j] for _, j in block]
        title = new[0].tree.section[len(prefix) - 1]
        said = say("section_moved", name=title, count=len(block))
        yield change("section_moved", said, [task_place(t) for t in old], [task_place(t) for t in new], after=title)
    for i, j in pairs:
        where = _other_section(build, i, j)
        if (i, j) in left or where:
            a, b = build.old.tasks[i], build.new.tasks[j]
            into = say("into_section", name=where) if where else NOTHING
            said = say("task_moved", task=called(a), where=into)
            yield change("task_moved", said, [task_place(a)], [task_place(b)])


def _blocks(build: Build, pairs: _Pairs, left: set[tuple[int, int]]) -> Iterator[tuple[Section, _Pairs]]:
    """Sections, the outermost first, of which every task moved and none stayed behind or came from elsewhere."""
    groups: dict[Section, _Pairs] = {}
    renamed = section_names(build)
    for i, j in pairs:
        old, new = build.old.tasks[i].section, build.new.tasks[j].section
        for n in range(1, len(new) + 1):
            groups.setdefault(new[:n], []).append((i, j) if renamed.get(old, old) == new else (-1, j))
    told: set[tuple[int, int]] = set()
    for prefix, block in sorted(groups.items(), key=lambda one: (len(one[0]), one[1])):
        if not told & set(block) and set(block) <= left and block == sorted(block, key=lambda pair: pair[1]):
            told.update(block)
            yield prefix, block


def _other_section(build: Build, i: int, j: int) -> str | None:
    """The heading that a task now stands under, if both notices show that it is another one."""
    a, b = build.old.tasks[i], build.new.tasks[j]
    if a.section == b.section or not a.section or not b.section:
        return None
    if section_names(build).get(a.section) == b.section:
        return None
    known = a.section in {t.section for t in build.new.tasks} or b.section in {t.section for t in build.old.tasks}
    return b.tree.section[-1] if known else None
