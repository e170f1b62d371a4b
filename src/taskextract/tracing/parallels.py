"""Which tasks of parallel notices say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.compare.align import align
from taskextract.compare.notices import info
from taskextract.compare.sentences import say
from taskextract.compare.sides import Side, TaskView
from taskextract.trace_records import TRACE_VERSION, Link, SimilarGroup, SimilarReport, SimilarTask
from taskextract.tracing.links import links
from taskextract.tracing.trace import body_rows, measure_row

_ALIKE = 0.33  # likeness of two tasks by name and measures
_SHOWN = 0.5  # evidence of their measures that holds two tasks together


@dataclass(frozen=True, slots=True, eq=False)
class _Tie:
    """Two tasks, (notice, task), that say the same."""

    left: tuple[int, int]
    right: tuple[int, int]
    score: float
    alike: float
    links: list[Link]


def similar(sides: Sequence[Side]) -> SimilarReport:
    """Group the tasks of two or more notices."""
    ties = [tie for a in range(len(sides)) for b in range(a + 1, len(sides)) for tie in _ties(sides, a, b)]
    groups = _groups(ties)
    held = {place for group in groups for place in group}
    return SimilarReport(
        similar_version=TRACE_VERSION,
        notices=[info(side) for side in sides],
        groups=[_group(sides, n, group, ties) for n, group in enumerate(groups, start=1)],
        alone=[
            _task(side, task)
            for n, side in enumerate(sides)
            for task in side.tasks
            if not task.frame and (n, task.index) not in held
        ],
    )


def _ties(sides: Sequence[Side], a: int, b: int) -> list[_Tie]:
    left, right = sides[a], sides[b]
    found = links(left, right, None, frozenset(range(len(left.measures))))
    home_left = {m.id: m.task for m in left.measures}
    home_right = {m.id: m.task for m in right.measures}
    by_tasks: dict[tuple[int, int], list[Link]] = {}
    for link in found:
        by_tasks.setdefault((home_left[link.upper_id], home_right[link.lower_id]), []).append(link)
    pairs = {(i, j): score for i, (j, score) in align(left, right).tasks.items() if score >= _ALIKE}
    ties = []
    for i, j in sorted({*pairs, *by_tasks}):
        if left.tasks[i].frame or right.tasks[j].frame:
            continue
        evidence = by_tasks.get((i, j), [])
        shown = max((link.score for link in evidence), default=0.0)
        score = max(pairs.get((i, j), 0.0), shown if (i, j) in pairs or shown >= 0.75 else 0.0)
        if score >= _ALIKE and ((i, j) in pairs or shown >= _SHOWN):
            ties.append(_Tie((a, i), (b, j), min(score, 1.0), min(pairs.get((i, j), 0.0), 1.0), evidence))
    return ties


def _groups(ties: Sequence[_Tie]) -> list[list[tuple[int, int]]]:
    """Tasks held together, strongest ties first; a group takes no notice's second task over a weak tie."""
    group_of: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for tie in sorted(ties, key=lambda t: (-t.score, t.left, t.right)):
        left, right = group_of.get(tie.left, [tie.left]), group_of.get(tie.right, [tie.right])
        if left is right or {n for n, _ in left} & {n for n, _ in right}:
            continue
        whole = sorted([*left, *right])
        for place in whole:
            group_of[place] = whole
    unique = {id(group): group for group in group_of.values()}
    return sorted(unique.values())


def _group(sides: Sequence[Side], n: int, group: list[tuple[int, int]], ties: Sequence[_Tie]) -> SimilarGroup:
    inside = [tie for tie in ties if tie.left in group and tie.right in group]
    links = [link for tie in inside for link in tie.links]
    alike = min((tie.alike for tie in inside if tie.alike), default=0.0)
    why = [say("tasks_alike", share=f"{alike:.0%}")] if alike else []
    why += [say("links_show", count=len(links))] if links else []
    return SimilarGroup(
        group_id=f"g{n}",
        score=round(min(tie.score for tie in inside), 4),
        why=[said.english for said in why],
        why_zh=[said.chinese for said in why],
        tasks=[_task(sides[n], sides[n].tasks[i]) for n, i in group],
        links=links,
    )


def _task(side: Side, task: TaskView) -> SimilarTask:
    return SimilarTask(
        doc_id=side.document.doc_id, doc_title=side.document.title, task_id=task.id, label=task.tree.label,
        task_name=task.tree.name, bodies=body_rows(side, task.measures),
        measures=[measure_row(side, measure) for measure in task.measures],
    )  # fmt: skip


def letters_of(report: SimilarReport) -> dict[str, str]:
    """What each notice is called where there is little room, by `doc_id`: A, B, … Z, A2, …"""
    return {
        side.doc_id: chr(ord("A") + n % 26) + (str(n // 26 + 1) if n > 25 else "") for n, side in enumerate(report.notices)
    }
