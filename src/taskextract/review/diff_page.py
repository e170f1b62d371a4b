"""The page of a comparison: both versions side by side, what differs marked, what is the same folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from taskextract.compare.notices import Compared
from taskextract.compare.runs import text_runs
from taskextract.compare.sides import MeasureView, Side, TaskView
from taskextract.compare.values import themed
from taskextract.diff_records import Change, DiffReport, Run, SideInfo
from taskextract.review.page import agency_filter, both, kind_filters, label, page, run_html, switch

_SIGNS = {"added": "plus", "widened": "plus", "removed": "minus", "narrowed": "minus", "moved": "shift"}


def diff_page(report: DiffReport, compared: Sequence[Compared]) -> str:
    """The whole page as HTML."""
    titles = [one.new or one.old for one in report.notices]
    name = titles[0].title or titles[0].doc_id if len(titles) == 1 and titles[0] else report.new
    return page((f"{name}: what changed", f"{name}：版本比较"), _header(report, name), _main(compared))


def _header(report: DiffReport, name: str) -> Iterator[str]:
    verdict = "same" if report.same else "different"
    total = sum(report.summary.values())
    yield f'<div class="top"><h1>{escape(name)}</h1>{switch()}</div>'
    yield f'<p class="meta">{label("old")}: {escape(report.old)} → {label("new")}: {escape(report.new)}</p>'
    yield f'<p class="verdict">{label(verdict)} · {total} {label("changes")}</p>'
    if report.summary:
        names = sorted({a for one in report.notices for c in one.changes for a in c.agencies})
        yield f'<div class="filters">{kind_filters(list(report.summary.items()))}{agency_filter(names)}</div>'


def _main(compared: Sequence[Compared]) -> Iterator[str]:
    for one in compared:
        if len(compared) > 1:
            side = one.diff.new or one.diff.old
            yield f"<h2>{escape(_title(side))}</h2>"
        yield from _notes(one)
        if one.old and one.new:
            yield from _tasks(one, one.old, one.new)
        else:
            yield f'<section class="task"><div class="said">{_said(one.diff.changes)}</div></section>'


def _title(side: SideInfo | None) -> str:
    return "" if side is None else " ".join(p for p in (side.title or side.doc_id, side.doc_number) if p)


def _notes(one: Compared) -> Iterator[str]:
    if one.diff.notes:
        items = "".join(
            f'<li><span class="chip">{label(note.kind)}</span>{both(note.message, note.message_zh)}</li>' for note in one.diff.notes
        )
        yield f'<div class="notes"><strong>{label("notes")}</strong><ul>{items}</ul></div>'


class _Index:
    """Changes by the record they stand at, and each measure's partners."""

    def __init__(self, one: Compared) -> None:
        self.of_measure: dict[str, list[Change]] = {}
        self.of_task: dict[str, list[Change]] = {}
        self.general: list[Change] = []
        for change in one.diff.changes:
            place = next(iter([*change.new, *change.old]), None)
            if place is None or place.task_id is None:
                self.general.append(change)
            elif place.measure_id:
                self.of_measure.setdefault(place.measure_id, []).append(change)
            else:
                self.of_task.setdefault(place.task_id, []).append(change)
        self.pairs = one.diff.measures
        self.old_of = {new: pair.old_ids for pair in self.pairs for new in pair.new_ids}
        self.first_new = {pair.new_ids[0]: pair for pair in self.pairs}
        self.paired_old = {old for pair in self.pairs for old in pair.old_ids}
        self.partner = {pair.new_ids[0]: pair.old_ids[0] for pair in reversed(one.diff.tasks)}
        self.paired_tasks = {old for pair in one.diff.tasks for old in pair.old_ids}


def _tasks(one: Compared, old: Side, new: Side) -> Iterator[str]:
    index = _Index(one)
    if index.general:
        yield f'<section class="task"><div class="said">{_said(index.general)}</div></section>'
    same: list[str] = []
    for old_task, new_task in _task_rows(index, old, new):
        rows = list(_rows(index, old_task, new_task, old, new))
        task = new_task or old_task
        said = index.of_task.get(task.id if task else "", [])
        box = _task(old_task, new_task, said, rows)
        if said or any(changed for changed, _ in rows):
            yield from _folded(same)
            same = []
            yield box
        else:
            same.append(box)
    yield from _folded(same)


def _folded(boxes: list[str]) -> Iterator[str]:
    if boxes:
        yield f"<details class=\"fold\"><summary>{len(boxes)} {label('unchanged_tasks')}</summary>{''.join(boxes)}</details>"


def _task_rows(index: _Index, old: Side, new: Side) -> Iterator[tuple[TaskView | None, TaskView | None]]:
    """Tasks in the new order; one that is gone stands before the task that stood behind it."""
    by_id = {task.id: task for task in old.tasks}
    frames = [task for task in old.tasks if task.frame]
    gone = [t for t in old.tasks if t.id not in index.paired_tasks and not t.frame]
    if frames and not any(task.frame for task in new.tasks):
        yield frames[0], None
    for task in new.tasks:
        partner = frames[0] if task.frame and frames else by_id.get(index.partner.get(task.id, ""))
        while gone and partner is not None and gone[0].index < partner.index:
            yield gone.pop(0), None
        yield partner, task
    for left in gone:
        yield left, None


def _task(old: TaskView | None, new: TaskView | None, said: Sequence[Change], rows: list[tuple[bool, str]]) -> str:
    task = new or old
    if task is None:
        return ""
    runs = next((change.runs for change in said if change.kind == "task_renamed"), [])
    name = label("outside") if task.frame else escape(" ".join(p for p in (task.tree.label, task.tree.name) if p))
    if runs:
        name = f"{escape(task.tree.label or '')} {run_html(runs, 'old')} → {run_html(runs, 'new')}"
    section = "".join(f'<p class="section">{escape(" › ".join(task.tree.section))}</p>' for _ in task.tree.section[:1])
    head = f'<div class="head">{section}<h3>{name}</h3><div class="said">{_said(said)}</div></div>'
    changed = "".join(html for is_changed, html in rows if is_changed)
    same = [html for is_changed, html in rows if not is_changed]
    folded = ""
    if same:
        folded = f"<details class=\"fold\"><summary>{len(same)} {label('unchanged_measures')}</summary>{''.join(same)}</details>"
    columns = f'<div class="columns"><p class="side">{label("old")}</p><p class="side">{label("new")}</p></div>'
    return f'<section class="task">{head}{columns if changed else ""}{changed}{folded}</section>'


def _rows(
    index: _Index, old_task: TaskView | None, new_task: TaskView | None, old: Side, new: Side
) -> Iterator[tuple[bool, str]]:
    """(changed, row) of every measure of a task: the new ones, then those that are gone."""
    olds = {m.id: m for m in old.measures}
    news = {m.id: m for m in new.measures}
    for measure in new_task.measures if new_task else ():
        pair = index.first_new.get(measure.id)
        if pair is None and measure.id in index.old_of:
            continue  # shown with the first part
        left = [olds[i] for i in pair.old_ids] if pair else []
        right = [news[j] for j in pair.new_ids] if pair else [measure]
        changes = [c for m in right for c in index.of_measure.get(m.id, [])]
        changes += [c for m in left for c in index.of_measure.get(m.id, []) if not c.new]
        yield bool(changes) or pair is None, _row(left, right, changes)
    for measure in old_task.measures if old_task else ():
        if measure.id not in index.paired_old:
            yield True, _row([measure], [], index.of_measure.get(measure.id, []))


def _row(old: Sequence[MeasureView], new: Sequence[MeasureView], changes: Sequence[Change]) -> str:
    wording = ("measure_reworded", "measure_split", "measure_merged")
    runs = next((change.runs for change in changes if change.kind in wording and change.runs), [])
    if not runs and len(old) == len(new) == 1 and old[0].key != new[0].key:
        runs = text_runs(themed(old[0].tree), themed(new[0].tree))  # a figure or time limit alone differs
    return f'<div class="row">{_cell("old", old, runs)}{_cell("new", new, runs)}<div class="said">{_said(changes)}</div></div>'


def _cell(side: str, measures: Sequence[MeasureView], runs: Sequence[Run]) -> str:
    if not measures:
        return '<div class="cell none"></div>'
    texts = [run_html(runs, side)] if runs else [escape(themed(m.tree)) for m in measures]
    body = "".join(f"<p lang=\"zh\">{text}</p>" for text in texts)
    duties = "、".join(dict.fromkeys(_mention(m, n) for m in measures for n in range(len(m.duties))))
    named = f'<p class="duties">{label("responsible")}: <span lang="zh">{escape(duties)}</span></p>' if duties else ""
    return f'<div class="cell"><p class="side">{label(side)}</p>{body}{named}</div>'


def _mention(measure: MeasureView, n: int) -> str:
    row = measure.duties[n].row
    return row.via_group or row.mention


def _said(changes: Sequence[Change]) -> str:
    return "".join(_change(change) for change in changes)


def _change(change: Change) -> str:
    sign = next((c for word, c in _SIGNS.items() if word in change.kind), "")
    chip = f'<span class="chip {sign}">{label(change.kind)}</span>'
    short = change.kind in ("measure_added", "measure_removed", "measure_reworded", "measure_split", "measure_merged")
    text = "" if short else both(change.message, change.message_zh)
    names = escape("|".join(change.agencies))
    return f'<span class="change" data-kind="{change.kind}" data-agencies="{names}">{chip}{text}</span>'
