"""How well a parsed notice fits labels made by hand: F1 of tasks, measures, assignments.

Labels are {"tasks": [{"number", "name", "measures": [{"text", "kind"?, "deadline_end"?,
"agencies": [[mention, agency_id or null, role, via_group or null], …]}]}], "loose": [measures]}.
Task-level assignments are written at each measure that inherits them. Texts are compared without
blanks and with punctuation widths folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taskextract.records import Assignment, MeasureTree, Notice, TaskTree


@dataclass(slots=True)
class Score:
    """Hits, what was expected and what was found, of one kind; and what differs."""

    hits: int = 0
    expected: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """2PR/(P+R); 1 where nothing was expected and nothing found."""
        total = self.expected + self.found
        return 2 * self.hits / total if total else 1.0

    def add(self, expected: Counter[str], found: Counter[str]) -> None:
        both = expected & found
        self.hits += both.total()
        self.expected += expected.total()
        self.found += found.total()
        self.missed += (expected - both).elements()
        self.extra += (found - both).elements()


def fold(text: str | None) -> str:
    """Text as it is compared: without blanks, widths folded."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def body(text: str | None) -> str:
    """A measure's text as it is compared: closing punctuation aside, which a tail may part from it."""
    return fold(text).rstrip("。;；")


def score(notice: Notice, labels: dict[str, Any]) -> dict[str, Score]:
    """Scores by kind: tasks, measures, assignments, roles (assignments with role and via_group)."""
    tasks = [t for n in (notice, *notice.parts) for t in n.tasks]
    scores = {kind: Score() for kind in ("tasks", "measures", "assignments", "roles")}
    wanted = labels["tasks"]
    scores["tasks"].add(
        Counter(f"{t.get('number')}|{fold(t.get('name'))}" for t in wanted),
        Counter(f"{t.number}|{fold(t.name)}" for t in tasks if t.ordinal),
    )
    groups = [(t.get("name"), m) for t in wanted for m in t["measures"]] + [(None, m) for m in labels.get("loose", ())]
    scores["measures"].add(
        Counter(body(m["text"]) for _, m in groups), Counter(body(m.text) for t in tasks for m in t.measures)
    )
    scores["assignments"].add(
        Counter(f"{body(m['text'])[:24]}|{fold(a[0])}" for _, m in groups for a in m["agencies"]),
        Counter(f"{body(m.text)[:24]}|{fold(a.mention)}" for m, a in _given(tasks)),
    )
    scores["roles"].add(
        Counter(f"{body(m['text'])[:24]}|{fold(a[0])}|{a[2]}|{fold(a[3])}" for _, m in groups for a in m["agencies"]),
        Counter(
            f"{body(m.text)[:24]}|{fold(a.mention)}|{a.role}|{fold(a.via_group)}" for m, a in _given(tasks)
        ),
    )
    return scores


def _who(agency_id: str | None, mention: str) -> str:
    return agency_id or fold(mention)


def _given(tasks: Iterable[TaskTree]) -> Iterable[tuple[MeasureTree, Assignment]]:
    for task in tasks:
        for measure in task.measures:
            seen: set[str] = set()
            for a in (*measure.assignments, *task.assignments):
                who = _who(a.agency_id, a.mention)
                if who not in seen:
                    seen.add(who)
                    yield measure, a


def labels_of(notice: Notice) -> dict[str, Any]:
    """A parsed notice in the form of labels, to be read against the source and corrected by hand."""
    tasks = [t for n in (notice, *notice.parts) for t in n.tasks]
    return {
        "tasks": [{"number": t.number, "name": t.name, "measures": _labels(t)} for t in tasks if t.ordinal],
        "loose": [m for t in tasks if not t.ordinal for m in _labels(t)],
    }


def _labels(task: TaskTree) -> list[dict[str, Any]]:
    return [
        {
            "text": m.text,
            "kind": m.kind,
            "agencies": [[a.mention, a.agency_id, a.role, a.via_group] for x, a in _given([task]) if x is m],
            "deadline_end": m.deadline_end.isoformat() if m.deadline_end else None,
        }
        for m in task.measures
    ]


_LINE = re.compile(r"(?:L (?P<kind>\w+) )?(?P<text>.+?)(?: => (?P<who>[^|]+))?(?: \| (?P<due>\S+))?$")


def read_labels(path: Path, source: str) -> dict[str, Any]:
    """Labels in short form: `# number name` opens a task, `L kind` a measure outside every task (number 0: none is printed).

    A measure is `start…end => role:name、name; role:name | deadline`; the text between its start and
    end is looked up in the source.
    """
    labels: dict[str, Any] = {"tasks": [], "loose": []}
    plain = fold(source)
    at = 0
    for line in path.read_text("utf-8").splitlines():
        if not line.strip():
            continue
        if line.startswith("# "):
            number, _, name = line[2:].partition(" ")
            task = {"number": int(number) or None, "name": None if name == "-" else name, "measures": []}
            labels["tasks"].append(task)
            continue
        found = _LINE.match(line)
        assert found, line
        text, at = _between(plain, found["text"], at)
        measure = {"text": text, "kind": found["kind"], "agencies": _agencies(found["who"]), "deadline_end": found["due"]}
        (labels["loose"] if found["kind"] else labels["tasks"][-1]["measures"]).append(measure)
    return labels


def _between(plain: str, wanted: str, at: int) -> tuple[str, int]:
    head, tail = (fold(piece) for piece in wanted.partition("…")[::2])
    start = plain.find(head, at)
    start = start if start >= 0 else plain.index(head)
    end = plain.index(tail, start + len(head)) + len(tail) if tail else start + len(head)
    return plain[start:end], start


def _agencies(who: str | None) -> list[list[str | None]]:
    rows: list[list[str | None]] = []
    for group in (who or "").split(";"):
        role, _, names = group.strip().partition(":")
        for name in _names(names):
            mention, _, members = name.partition("*")  # a group of n members is written 三市*3
            via = mention if members else None
            rows += [[mention, None, role, via]] * int(members or 1)
    return rows


def _names(text: str) -> list[str]:
    return [n for n in re.split(r"、(?![^（]*）)(?!县（)", text) if n]
