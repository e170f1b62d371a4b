"""What a notice's records say, apart from where it stands in its file."""

from __future__ import annotations

from typing import Any

from scoring import labels_of
from taskextract.records import Notice

OWN = {
    "joined-pages", "inferred-paragraphs", "reader-note", "lookalike-character", "doubtful-recognition",
    "decoding-doubt", "lost-structure", "wrong-ending",
}
"""Findings about how a format is read, not about what the notice says."""


def facts(notice: Notice) -> dict[str, Any]:
    """Every field of the records that must be the same in each format."""
    tasks = notice.tasks
    measures = [m for t in tasks for m in t.measures]
    document = notice.document
    return {
        "tasks": labels_of(notice),
        "raw": [m.raw for m in measures],
        "task": [[t.number, t.label, t.name, *t.section, t.raw] for t in tasks],
        "fields": [[m.theme, m.deadline_raw, str(m.deadline_end), m.target_raw, *m.persons, m.remark] for m in measures],
        "other columns": [[c.header, "".join(c.text.split())] for m in measures for c in m.other_columns],
        "quantities": [[q.what, q.value, q.unit, q.relation, q.raw] for m in measures for q in m.quantities],
        "citations": [[c.title, c.doc_number, c.relation] for c in notice.citations],
        "agencies": [[a.agency_id, a.name] for a in notice.agencies],
        "document": [
            [document.title, document.genre, document.issuer_id, document.doc_number, str(document.issued_on),
             document.region_code, document.addressee, document.lead_rule, document.chars_unused],
        ],
        "findings": sorted([f.code, f.before, f.after] for f in notice.findings if f.code not in OWN),
    }


def flat(notice: Notice) -> list[Any]:
    """Measures with their task and their bodies, one a row."""
    return [
        (t["number"], t["name"], m["text"], [a[:3] for a in m["agencies"]])
        for t in labels_of(notice)["tasks"] for m in t["measures"]
    ]
