"""The page of parallel notices: tasks that say the same side by side, shared wording marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from taskextract.review.page import agency_filter, both, kind_filters, label, marked, page, switch
from taskextract.trace_records import BodyRow, Link, MeasureRow, SimilarGroup, SimilarReport, SimilarTask
from taskextract.tracing.parallels import letters_of

_MANNERS = {"verbatim": "same_words", "adapted": "near_words", "in_substance": "same_substance"}
_CHIPS = {"same_words": "plus", "near_words": "plus", "same_substance": "shift", "by_name": "shift", "alone": ""}


def similar_page(report: SimilarReport) -> str:
    """The whole page as HTML."""
    count = len(report.notices)
    title = f"{count} parallel notices: which tasks say the same", f"{count}份文件：内容相同的任务"
    return page(title, _header(report, title), _main(report))


def _header(report: SimilarReport, title: tuple[str, str]) -> Iterator[str]:
    letters = letters_of(report)
    yield f'<div class="top"><h1>{both(*title)}</h1>{switch()}</div>'
    for side in report.notices:
        name = " ".join(part for part in (side.title or side.doc_id, side.doc_number) if part)
        yield f'<p class="meta"><strong>{letters[side.doc_id]}</strong> <span lang="zh">{escape(name)}</span></p>'
    groups, alone = len(report.groups), len(report.alone)
    yield f'<p class="verdict">{groups} {label("groups")} · {alone} {label("tasks_alone")}</p>'
    counts = Counter(_manner(group) for group in report.groups)
    counts["alone"] = alone
    every = [*report.alone, *(task for group in report.groups for task in group.tasks)]
    names = sorted({body.name for task in every for body in task.bodies})
    kinds = [(kind, counts[kind]) for kind in _CHIPS if counts[kind]]
    yield f'<div class="filters">{kind_filters(kinds)}{agency_filter(names)}</div>'


def _main(report: SimilarReport) -> Iterator[str]:
    letters = letters_of(report)
    for group in report.groups:
        yield _group(group, letters)
    if report.alone:
        boxes = "".join(
            f'<div class="row many">{_task(task, letters, [])}<div class="said">{_said("alone", task.bodies)}</div></div>'
            for task in report.alone
        )
        yield f'<details class="task"><summary>{len(report.alone)} {label("tasks_alone")}</summary>{boxes}</details>'


def _group(group: SimilarGroup, letters: dict[str, str]) -> str:
    bodies = [body for task in group.tasks for body in task.bodies]
    why = both("; ".join(group.why), "；".join(group.why_zh))
    said = _said(_manner(group), bodies, f"{label('likeness')} {group.score:.2f} · {why}")
    cells = "".join(_task(task, letters, group.links) for task in group.tasks)
    return f'<section class="task"><div class="row many"><div class="said">{said}</div>{cells}</div></section>'


def _manner(group: SimilarGroup) -> str:
    found = {_MANNERS[link.taken_up] for link in group.links}
    return next((name for name in _CHIPS if name in found), "by_name")


def _said(kind: str, bodies: Sequence[BodyRow], text: str = "") -> str:
    names = escape("|".join(dict.fromkeys(body.name for body in bodies)))
    chip = f'<span class="chip {_CHIPS[kind]}">{label(kind)}</span>'
    return f'<span class="change" data-kind="{kind}" data-agencies="{names}">{chip}{text}</span>'


def _task(task: SimilarTask, letters: dict[str, str], links: Sequence[Link]) -> str:
    name = escape(" ".join(part for part in (task.label, task.task_name) if part) or task.task_id)
    names = escape("、".join(dict.fromkeys(body.name for body in task.bodies)))
    texts = "".join(f'<p lang="zh">{_measure(measure, links)}</p>' for measure in task.measures)
    who = f'<p class="duties">{label("responsible")}: <span lang="zh">{names}</span></p>' if names else ""
    return f'<div class="cell"><h3><span class="chip">{letters[task.doc_id]}</span><span lang="zh">{name}</span></h3>{texts}{who}</div>'


def _measure(row: MeasureRow, links: Sequence[Link]) -> str:
    places = [(s.upper_start, s.upper_end) for link in links if link.upper_id == row.measure_id for s in link.shared]
    places += [(s.lower_start, s.lower_end) for link in links if link.lower_id == row.measure_id for s in link.shared]
    return marked(row.text, places)
