"""The JSON Schemas of the dataset, generated from the record types; `schemas/` holds them as files."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from taskextract.diff_records import DiffReport
from taskextract.findings import CODES
from taskextract.records import SCHEMA_VERSION, TABLES, Notice, Record
from taskextract.trace_records import SimilarReport, TraceReport

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WHOLE: dict[str, type[Record]] = {
    "notice": Notice, "diff": DiffReport, "trace": TraceReport, "similar": SimilarReport,
}  # fmt: skip
NAMES: tuple[str, ...] = ("notice", *TABLES, "diff", "trace", "similar")
"""`notice` is the content of a `json/<doc_id>.json`, `diff`, `trace` and `similar` what those commands
print with `--json`, the others are a row of the table of that name."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a whole output (`notice`, `diff`, …) or of a table's row."""
    kind = _WHOLE.get(name) or TABLES[name]
    (root,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for part in parts.values():
        _tighten(part)
    if "$ref" in root and kind is not Notice:
        root = parts.pop(kind.__name__)
    out: dict[str, Any] = {"$schema": DIALECT, "$id": f"taskextract/{SCHEMA_VERSION}/{name}.json", **root}
    if parts:
        out["$defs"] = dict(sorted(parts.items()))
    return out


def render(name: str) -> str:
    """The schema as the text of `schemas/<name>.json`."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


_WHOLE_FROM = {"start": 0, "end": 0, "page": 1, "pages": 0, "ordinal": 0, "chars": 0, "chars_unused": 0}


def _tighten(part: dict[str, Any]) -> None:
    """Add what the types cannot say: lowest values, the closed list of finding codes."""
    properties = part.get("properties", {})
    for name, lowest in _WHOLE_FROM.items():
        for branch in _branches(properties.get(name, {}), "integer"):
            branch["minimum"] = lowest
    for branch in _branches(properties.get("certainty", {}), "number"):
        branch.update(minimum=0, maximum=1)
    if part.get("title") == "FindingRow":
        properties["code"]["enum"] = sorted(CODES)


def _branches(value: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [branch for branch in value.get("anyOf", [value]) if branch.get("type") == kind]
