"""Where a change stands, and how it is said in English."""

from __future__ import annotations

from typing import Any

from taskextract.compare.sentences import Said, say
from taskextract.compare.sides import MeasureView, Side, TaskView
from taskextract.diff_records import Change, ChangeKind, Note, NoteKind, Place

_SHOWN = 40


def task_place(task: TaskView) -> Place:
    """A task as a place."""
    tree = task.tree
    return Place(
        doc_id=tree.doc_id, task_id=tree.task_id, measure_id=None, label=tree.label, task_name=tree.name,
        text=None, spans=tree.spans,
    )  # fmt: skip


def measure_place(side: Side, measure: MeasureView) -> Place:
    """A measure as a place, with the task it stands in."""
    tree, task = measure.tree, side.tasks[measure.task].tree
    return Place(
        doc_id=tree.doc_id, task_id=tree.task_id, measure_id=tree.measure_id, label=task.label,
        task_name=task.name, text=tree.text, spans=tree.spans,
    )  # fmt: skip


def change(kind: ChangeKind, said: Said, old: list[Place], new: list[Place], **more: Any) -> Change:
    """A change that has no id yet."""
    return Change(change_id="", kind=kind, message=said.english, message_zh=said.chinese, old=old, new=new, **more)


def note(kind: NoteKind, said: Said, count: int = 1) -> Note:
    """Something that is no change."""
    return Note(kind=kind, message=said.english, message_zh=said.chinese, count=count)


def called(task: TaskView) -> Said:
    """A task in a sentence: its label and name."""
    if task.frame:
        return say("outside")
    words = " ".join(part for part in (task.tree.label, task.tree.name) if part)
    return say("task", name=words) if words else say("task_at", ordinal=task.tree.ordinal)


def shown(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
