"""`schemas/` is what the record types say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from taskextract import schema

SCHEMAS = Path(__file__).parent.parent / "schemas"


@pytest.mark.parametrize("name", schema.NAMES)
def test_the_file_is_what_the_types_give(name: str) -> None:
    assert (SCHEMAS / f"{name}.json").read_text(encoding="utf-8") == schema.render(name), "run `make schemas`"


def test_there_is_no_other_file() -> None:
    assert sorted(path.name for path in SCHEMAS.iterdir()) == sorted(f"{name}.json" for name in schema.NAMES)


@pytest.mark.parametrize("name", schema.NAMES)
def test_every_schema_is_a_valid_schema(name: str) -> None:
    jsonschema_rs.meta.validate(json.loads(schema.render(name)))


def test_a_finding_has_a_code_of_the_closed_list() -> None:
    validator = jsonschema_rs.validator_for(schema.schema("findings"), validate_formats=True)
    row = {
        "finding_id": "a/f1", "doc_id": "a", "code": "no-tasks", "severity": "warning", "message": "m",
        "before": None, "after": None, "certainty": 0.5, "record_id": None, "spans": [],
    }  # fmt: skip
    assert validator.is_valid(row)
    assert not validator.is_valid({**row, "code": "no-such-code"})
    assert not validator.is_valid({**row, "certainty": 1.5})
    assert not validator.is_valid({**row, "spans": [{"start": -1, "end": 2}]})
