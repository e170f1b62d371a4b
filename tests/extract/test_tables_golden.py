"""The three seed tables against a reading of each, row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taskextract.extract.drafts import Envelope, NoticeDraft, Part
from taskextract.extract.tables import extract
from taskextract.findings import Finding
from taskextract.readers import text
from taskextract.readers.source import Source

RAW = Path(__file__).parents[2] / "raw"
EXPECTED = Path(__file__).parent / "expected"
NAMES = sorted(p.stem for p in EXPECTED.glob("*.json"))


def part(name: str) -> Part:
    path = RAW / f"{name}.txt"
    document, _ = text.read(Source(path, path.read_bytes(), "text/plain"))
    return Part(document, Envelope(), document.blocks)


def pairs(notice: NoticeDraft) -> list[tuple[str, str]]:
    return [(t.name.text, m.body.text) for t in notice.tasks if t.name for m in t.measures]


@pytest.fixture(scope="module")
def extracted() -> dict[str, tuple[NoticeDraft, tuple[Finding, ...]]]:
    alone = {name: extract(part(name))[0] for name in NAMES}
    return {
        name: extract(part(name), parallels=[p for other in NAMES if other != name for p in pairs(alone[other])])
        for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_tasks_measures_and_bodies(name: str, extracted: dict[str, tuple[NoticeDraft, tuple[Finding, ...]]]) -> None:
    notice, _ = extracted[name]
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    got = [
        {
            "number": t.number,
            "name": t.name.text if t.name else None,
            "measures": [[m.body.text[:18], [d.text.text for d in m.duties]] for m in t.measures],
        }
        for t in notice.tasks
    ]
    assert got == expected


FOUND = [
    ("capital", "shifted-row", 18),
    ("capital", "glued-label", 3),
    ("capital", "scattered-sentence", 1),
    ("capital", "lost-label", 1),
    ("capital", "inferred-paragraphs", 8),
    ("capital", "repeated-group", 1),
    ("capital", "split-cell", 2),
    ("capital", "moved-label", 8),
    ("jiaodong", "moved-label", 3),
    ("jiaodong", "split-cell", 1),
    ("lunan", "group-mismatch", 1),
]


@pytest.mark.parametrize(("place", "code", "count"), FOUND)
def test_each_repair_is_found(
    place: str, code: str, count: int, extracted: dict[str, tuple[NoticeDraft, tuple[Finding, ...]]]
) -> None:
    _, findings = extracted[f"shandong-2020-{place}-circle-division-table"]
    assert sum(f.code == code for f in findings) == count


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name: str, extracted: dict[str, tuple[NoticeDraft, tuple[Finding, ...]]]) -> None:
    notice, _ = extracted[name]
    source = part(name).document.text
    held: set[int] = set()
    strands = list(notice.framing)
    for task in notice.tasks:
        strands += [s for s in (task.label, task.name, *task.section, *task.framing) if s]
        for measure in task.measures:
            strands += [measure.body, *(d.text for d in measure.duties), *measure.framing]
    for strand in strands:
        for span in strand.spans:
            held.update(range(span.start, span.end))
    assert [c for i, c in enumerate(source) if not c.isspace() and i not in held] == []
