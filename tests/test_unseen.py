"""Notices of other places and styles, each labelled by hand: what is found must be what they say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import taskextract as te
from scoring import read_labels, score

FOLDER = Path(__file__).parent / "unseen"
FLOOR = 0.92
TABLES_AND_PLANS = [p for p in sorted(FOLDER.glob("*.txt")) if not p.stem.endswith(("meeting", "conference"))]
REPORTS = [p for p in sorted(FOLDER.glob("*.txt")) if p not in TABLES_AND_PLANS]


@cache
def notice_of(path: Path) -> te.Notice:
    """What is found in it: several tests look at it."""
    return te.read(path)


@pytest.mark.parametrize("path", TABLES_AND_PLANS, ids=lambda p: p.stem)
def test_tasks_measures_and_assignments(path: Path) -> None:
    labels = read_labels(path.with_suffix(".labels"), path.read_text("utf-8"))
    scores = score(notice_of(path), labels)
    for kind, found in scores.items():
        assert found.f1 >= FLOOR, f"{kind} {found.f1:.3f}: missed {found.missed}, too many {found.extra}"


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_demands_of_a_report(path: Path) -> None:
    """Labels hold the demands alone; what happened is a measure too and counts neither way."""
    labels = read_labels(path.with_suffix(".labels"), path.read_text("utf-8"))
    scores = score(notice_of(path), labels)
    assert not scores["measures"].missed
    assert scores["assignments"].f1 >= FLOOR, (scores["assignments"].missed, scores["assignments"].extra)


@pytest.mark.parametrize("path", TABLES_AND_PLANS, ids=lambda p: p.stem)
def test_deadlines(path: Path) -> None:
    labels = read_labels(path.with_suffix(".labels"), path.read_text("utf-8"))
    wanted = [m["deadline_end"] for t in labels["tasks"] for m in t["measures"]]
    notice = notice_of(path)
    found = [m.deadline_end.isoformat() if m.deadline_end else None for n in (notice, *notice.parts) for t in n.tasks if t.ordinal for m in t.measures]
    assert found == wanted
