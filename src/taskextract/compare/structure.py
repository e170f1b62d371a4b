"""Changes of the notice's build: tasks and measures that came, went, moved, were split, merged, renamed."""

from __future__ import annotations

from collections.abc import Iterator

from taskextract.compare.assign import longest_rising
from taskextract.compare.build import Build
from taskextract.compare.places import called, change, measure_place, note, shown, task_place
from taskextract.compare.runs import text_runs
from taskextract.compare.sentences import say
from taskextract.compare.sides import Side, key
from taskextract.diff_records import Change, Note


def task_changes(build: Build) -> Iterator[Change]:
    """Tasks added, removed, split, merged, renamed, moved."""
    old, new = build.old.tasks, build.new.tasks
    for task in build.gone:
        yield change("task_removed", say("task_removed", task=called(task)), [task_place(task)], [], before=task.tree.name)
    for task in build.come:
        yield change("task_added", say("task_added", task=called(task)), [], [task_place(task)], after=task.tree.name)
    for i, many in sorted(build.splits.items()):
        said = say("task_split", task=called(old[i]), count=len(many))
        yield change("task_split", said, [task_place(old[i])], [task_place(new[j]) for j in sorted(many)])
    for j, many in sorted(build.merges.items()):
        said = say("task_merged", task=called(new[j]), count=len(many))
        yield change("task_merged", said, [task_place(old[i]) for i in sorted(many)], [task_place(new[j])])
    yield from _renamed(build)


def _renamed(build: Build) -> Iterator[Change]:
    for i, j in sorted(build.pairs.items()):
        a, b = build.old.tasks[i], build.new.tasks[j]
        if a.key == b.key or a.frame or i in build.splits or j in build.merges:
            continue
        said = say("task_renamed", task=called(a), name=b.tree.name or say("no_name"))
        yield change(
            "task_renamed", said, [task_place(a)], [task_place(b)], before=a.tree.name, after=b.tree.name,
            runs=text_runs(a.tree.name or "", b.tree.name or ""),
        )  # fmt: skip


def renumberings(build: Build) -> tuple[list[Change], list[Note]]:
    """Numbers that differ: a note where they follow from tasks that came, went or moved, else changes."""
    changed = [(i, j) for i, j in sorted(build.pairs.items()) if _number_differs(build, i, j)]
    if not changed:
        return [], []
    follows = [pair for pair in changed if _follows(build, *pair)]
    notes = []
    if follows:
        count = len(follows)
        notes.append(note("renumbered", say("tasks_renumbered", count=count), count))
    runs: list[list[tuple[int, int]]] = []
    for i, j in changed:
        if (i, j) in follows:
            continue
        if runs and _shift(build, *runs[-1][-1]) == _shift(build, i, j) and runs[-1][-1][0] == i - 1:
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return [_renumbered(build, run) for run in runs], notes


def _renumbered(build: Build, run: list[tuple[int, int]]) -> Change:
    before, after = [
        [side.tasks[pair[n]].tree.label or str(side.tasks[pair[n]].tree.number) for pair in run]
        for n, side in enumerate((build.old, build.new))
    ]
    first = called(build.old.tasks[run[0][0]])
    what = first if len(run) == 1 else say("tasks_from", count=len(run), task=first)
    old = [task_place(build.old.tasks[i]) for i, _ in run]
    new = [task_place(build.new.tasks[j]) for _, j in run]
    said = say("task_renumbered", what=what, before="、".join(before[:6]), after="、".join(after[:6]))
    return change("task_renumbered", said, old, new, before="、".join(before), after="、".join(after))


def _number_differs(build: Build, i: int, j: int) -> bool:
    a, b = build.old.tasks[i].tree, build.new.tasks[j].tree
    return (a.number, key(a.label)) != (b.number, key(b.label)) and a.number != b.number


def _shift(build: Build, i: int, j: int) -> int | None:
    a, b = build.old.tasks[i].tree.number, build.new.tasks[j].tree.number
    return None if a is None or b is None else b - a


def _follows(build: Build, i: int, j: int) -> bool:
    """Whether the number changed just as far as the task's place among the numbered ones did."""
    shift = _shift(build, i, j)
    if shift is None:
        return False
    places = {_rank(build.new, j) - _rank(build.old, i), j - i}
    return shift in places


def _rank(side: Side, index: int) -> int:
    """The task's place in the run of numbers that it stands in; a number that does not rise begins a new run."""
    rank = 0
    last: int | None = None
    for task in side.tasks[: index + 1]:
        number = task.tree.number
        if number is None:
            continue
        rank = rank + 1 if last is not None and number > last else 1
        last = number
    return rank


def measure_changes(build: Build) -> Iterator[Change]:
    """Measures added, removed, split, merged, moved; what belongs to a task that came or went is told with it."""
    old, new, families = build.old, build.new, build.families
    used_old, used_new = families.old_used(), families.new_used()
    gone, come = {t.index for t in build.gone}, {t.index for t in build.come}
    for i, measure in enumerate(old.measures):
        if i not in used_old and measure.task not in gone:
            yield change(
                "measure_removed", say("measure_removed", text=shown(measure.tree.text)),
                [measure_place(old, measure)], [], before=measure.tree.text,
            )  # fmt: skip
    for j, measure in enumerate(new.measures):
        if j not in used_new and measure.task not in come:
            yield change(
                "measure_added", say("measure_added", text=shown(measure.tree.text)),
                [], [measure_place(new, measure)], after=measure.tree.text,
            )  # fmt: skip
    for i, many in sorted(families.splits.items()):
        yield _family("measure_split", build, [i], many)
    for j, many in sorted(families.merges.items()):
        yield _family("measure_merged", build, many, [j])
    yield from _moved_measures(build)


def _family(kind: str, build: Build, old: list[int], new: list[int]) -> Change:
    left, right = [build.old.measures[i] for i in old], [build.new.measures[j] for j in new]
    before, after = "".join(m.tree.text for m in left), "".join(m.tree.text for m in right)
    split = kind == "measure_split"
    text, count = (before, len(new)) if split else (after, len(old))
    return change(
        "measure_split" if split else "measure_merged", say(kind, count=count, text=shown(text)),
        [measure_place(build.old, m) for m in left], [measure_place(build.new, m) for m in right],
        before=before, after=after, runs=text_runs(before, after),
    )  # fmt: skip


def _moved_measures(build: Build) -> Iterator[Change]:
    """Measures that stand in another task, or in another order within theirs."""
    old, new = build.old, build.new
    within: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in sorted(build.families.one.items()):
        a, b = old.measures[i], new.measures[j]
        if (a.task, b.task) in build.same_home:
            within.setdefault((a.task, b.task), []).append((i, j))
            continue
        homes = called(old.tasks[a.task]), called(new.tasks[b.task])
        said = say("measure_moved", before=homes[0], after=homes[1], text=shown(b.tree.text))
        yield change("measure_moved", said, [measure_place(old, a)], [measure_place(new, b)])
    for pairs in within.values():
        kept = longest_rising([j for _, j in pairs], [1.0 + 0.001 * len(old.measures[i].key) for i, _ in pairs])
        for n, (i, j) in enumerate(pairs):
            if n not in kept:
                b = new.measures[j]
                said = say("measure_shifted", task=called(new.tasks[b.task]), text=shown(b.tree.text))
                yield change("measure_moved", said, [measure_place(old, old.measures[i])], [measure_place(new, b)])
