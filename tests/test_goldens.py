"""The five notices of raw/, stage by stage, as they were read against the source row by row.

`pytest --regen` rewrites the files below golden/ (never where CI is set); read the difference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring import labels_of
from taskextract.assemble import read_notice_file
from taskextract.document import Document, Heading, Paragraph, Table
from taskextract.options import Options
from taskextract.pipeline import run
from taskextract.readers import read
from taskextract.records import Notice
from taskextract.strand import Strand

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
NOTICES = sorted((ROOT / "raw").glob("*.txt"))


@pytest.fixture(scope="module")
def notices() -> dict[str, Notice]:
    return {n.document.doc_id: n for n in run([ROOT / "raw"], Options(), jobs=0).dataset.notices}


def check(stage: str, path: Path, value: Any, regen: bool) -> None:
    golden = GOLDEN / path.stem / f"{stage}.json"
    if regen:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert value == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_document(path: Path, regen: bool) -> None:
    document, _ = read(path, path.read_bytes())
    check("document", path, [block(document, b) for b in document.blocks], regen)


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_records(path: Path, notices: dict[str, Notice], regen: bool) -> None:
    notice = notices[path.name]
    check("records", path, [summary(one) for one in (notice, *notice.parts)], regen)


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_nothing_is_lost_and_everything_slices_back(path: Path, notices: dict[str, Notice]) -> None:
    notice = notices[path.name]
    for one in (notice, *notice.parts):
        assert one.document.chars_unused / one.document.chars < 0.005
        assert not [f for f in one.findings if f.severity == "error"]


def test_a_notice_read_alone_needs_no_other() -> None:
    """The run's other notices are evidence and not a condition."""
    from taskextract.vocabulary import load

    path = NOTICES[0]
    result = read_notice_file(path, path.name, load(), Options())
    assert result.notice is not None
    assert len(result.notice.tasks) == 28


def block(document: Document, b: object) -> Any:
    if isinstance(b, Table):
        return [[c.row, c.col, [Strand.of(document, p).text for p in c.paragraphs]] for c in b.cells]
    assert isinstance(b, Heading | Paragraph)
    return f"{type(b).__name__}: {Strand.of(document, b.spans, keep_blanks=True).text}"


def summary(notice: Notice) -> dict[str, Any]:
    d = notice.document
    return {
        "title": d.title,
        "genre": d.genre,
        "issued_on": d.issued_on and [d.issued_on.isoformat(), d.issued_on_basis],
        "region": [d.region_code, d.region_basis],
        "lead_rule": d.lead_rule,
        "groups": [[g.mention, g.agency_ids] for g in d.groups],
        **labels_of(notice),
        "events": [
            [e.name, e.date and e.date.isoformat(), e.place, [[a.name, a.post, a.role] for a in e.attendees], [[x.verb, x.object] for x in e.actions]]
            for e in notice.events
        ],
        "quantities": [
            [q.measure_id.rpartition("#")[2] if q.measure_id else None, q.what, q.value, q.unit, q.relation]
            for t in notice.tasks
            for m in t.measures
            for q in m.quantities
        ],
        "citations": [[c.title, c.doc_number, c.relation] for c in notice.citations],
        "findings": [[f.code, f.before, f.after] for f in notice.findings if f.before != f.after],
    }
