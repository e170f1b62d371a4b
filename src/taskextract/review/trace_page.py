"""The page of a trace: each upper measure beside what takes it up below, shared wording marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from taskextract.review.page import agency_filter, both, kind_filters, label, marked, page, switch
from taskextract.trace_records import (
    AgencyCoverage,
    BodyRow,
    Bound,
    Link,
    MeasureRow,
    TaskCoverage,
    TraceOf,
    TraceReport,
)

_CHIPS = {"verbatim": "plus", "adapted": "plus", "in_substance": "shift", "not_taken_up": "minus", "of_its_own": ""}


def trace_page(report: TraceReport) -> str:
    """The whole page as HTML."""
    name = report.upper.title or report.upper.doc_id
    return page((f"{name}: what became of it", f"{name}：承接情况"), _header(report, name), _main(report))


def _header(report: TraceReport, name: str) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for one in report.traces:
        counts.update(link.taken_up for link in one.links)
        counts["not_taken_up"] += len(one.not_taken_up)
        counts["of_its_own"] += len(one.of_its_own)
    lowers = "、".join(one.lower.title or one.lower.doc_id for one in report.traces)
    yield f'<div class="top"><h1>{escape(name)}</h1>{switch()}</div>'
    yield f'<p class="meta">{label("lower")}: {escape(lowers)}</p>'
    names = sorted({b.name for one in report.traces for m in one.upper_measures for b in m.measure.bodies}
                   | {b.name for one in report.traces for m in one.lower_measures for b in m.bodies})  # fmt: skip
    kinds = [(kind, counts[kind]) for kind in _CHIPS if counts[kind]]
    yield f'<div class="filters">{kind_filters(kinds)}{agency_filter(names)}</div>'


def _main(report: TraceReport) -> Iterator[str]:
    for one in report.traces:
        yield f"<h2>{escape(one.lower.title or one.lower.doc_id)}</h2>"
        bound = sum(1 for b in one.upper_measures if b.binding != "none")
        yield f'<p class="verdict">{label("taken_up")}: {bound - len(one.not_taken_up)} / {bound} {label("measures")}</p>'
        yield f'<details class="notes"><summary>{label("coverage")}</summary>{_tables(one)}</details>'
        lower = {m.measure_id: m for m in one.lower_measures}
        for task in one.by_task:
            yield from _task(one, task, lower)
        own = [lower[own] for own in one.of_its_own]
        if own:
            rows = "".join(_row(None, [_below(m, None)], [_change("of_its_own", m.bodies)]) for m in own)
            yield f'<details class="task"><summary>{len(own)} {label("own_measures")}</summary>{rows}</details>'


def _tables(one: TraceOf) -> str:
    return (
        f'<div class="scroll">{_table("task", _task_lines(one.by_task))}</div>'
        f'<p class="side">{label("bodies")}</p><div class="scroll">{_table("agency", _body_lines(one.by_agency))}</div>'
    )


def _task_lines(rows: Sequence[TaskCoverage]) -> Iterator[tuple[str, int, int]]:
    for row in rows:
        yield " ".join(p for p in (row.label, row.task_name) if p), row.binding, row.taken_up


def _body_lines(rows: Sequence[AgencyCoverage]) -> Iterator[tuple[str, int, int]]:
    for row in rows:
        yield row.name, row.binding, row.taken_up


def _table(head: str, rows: Iterable[tuple[str, int, int]]) -> str:
    lines = "".join(
        f'<tr><td lang="zh">{escape(name)}</td><td class="number">{bound}</td><td class="number">{taken}</td></tr>'
        for name, bound, taken in rows
    )
    numbers = f'<th class="number">{label("bound")}</th><th class="number">{label("taken_up")}</th>'
    return f"<table><thead><tr><th>{label(head)}</th>{numbers}</tr></thead><tbody>{lines}</tbody></table>"


def _task(one: TraceOf, task: TaskCoverage, lower: dict[str, MeasureRow]) -> Iterator[str]:
    mine = [b for b in one.upper_measures if b.measure.task_id == task.task_id]
    if not mine:
        return
    name = " ".join(p for p in (task.label, task.task_name) if p)
    rows = []
    for bound in mine:
        links = [link for link in one.links if link.upper_id == bound.measure.measure_id]
        said = [_change(link.taken_up, [*bound.measure.bodies, *lower[link.lower_id].bodies], link) for link in links]
        said = said or [_change("not_taken_up", bound.measure.bodies)]
        rows.append(_row(_above(bound, links), [_below(lower[link.lower_id], link) for link in links], said))
    columns = f'<div class="columns"><p class="side">{label("upper")}</p><p class="side">{label("lower")}</p></div>'
    title = escape(name) if name else label("outside")
    head = f'<div class="head"><h3>{title}</h3><p class="section">{task.taken_up} / {task.binding} {label("taken_up")}</p></div>'
    yield f'<section class="task">{head}{columns}{"".join(rows)}</section>'


def _row(above: str | None, below: Sequence[str], said: Sequence[str]) -> str:
    left = above or '<div class="cell none"></div>'
    right = f'<div class="cell"><p class="side">{label("lower")}</p>{"".join(below)}</div>' if below else '<div class="cell none"></div>'
    return f'<div class="row">{left}{right}<div class="said">{"".join(said)}</div></div>'


def _above(bound: Bound, links: Sequence[Link]) -> str:
    row = bound.measure
    places = [(s.upper_start, s.upper_end) for link in links for s in link.shared]
    how = label(f"binding_{bound.binding}")
    mentions = escape("、".join(bound.bound_by))
    return (
        f'<div class="cell"><p class="side">{label("upper")}</p><p lang="zh">{marked(row.text, places)}</p>'
        f'<p class="duties">{how}{": " if mentions else ""}<span lang="zh">{mentions}</span></p>{_bodies(row.bodies)}</div>'
    )


def _below(row: MeasureRow, link: Link | None) -> str:
    places = [(s.lower_start, s.lower_end) for s in link.shared] if link else []
    task = escape(" ".join(p for p in (row.label, row.task_name) if p))
    chip = f'<span class="chip {_CHIPS[link.taken_up]}">{label(link.taken_up)} {link.score:.2f}</span>' if link else ""
    return f'<p class="duties">{chip}<span lang="zh">{task}</span></p><p lang="zh">{marked(row.text, places)}</p>{_bodies(row.bodies)}'


def _bodies(rows: Sequence[BodyRow]) -> str:
    names = escape("、".join(dict.fromkeys(row.via_group or row.mention for row in rows)))
    return f'<p class="duties">{label("responsible")}: <span lang="zh">{names}</span></p>' if names else ""


def _change(kind: str, bodies: Sequence[BodyRow], link: Link | None = None) -> str:
    names = escape("|".join(dict.fromkeys(body.name for body in bodies)))
    why = both("; ".join(link.why), "；".join(link.why_zh)) if link else ""
    chip = f'<span class="chip {_CHIPS[kind]}">{label(kind)}</span>'
    return f'<span class="change" data-kind="{kind}" data-agencies="{names}">{chip}{why}</span>'
