"""Columns laid out by hand are those that pyarrow makes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from taskextract.arrow_columns import column
from taskextract.records import Attendee

PEOPLE = pa.struct([pa.field("name", pa.string()), pa.field("post", pa.string()), pa.field("role", pa.string())])
ANN, BOB = Attendee(name="甲", post=None, role="主持"), Attendee(name="乙𠮷", post="省长", role=None)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], pa.string()),
        (["", None, "文", "a\x00b"], pa.string()),
        ([1, None, -(2**63), 2**63 - 1] * 5, pa.int64()),
        ([0.1, None, 1e300, -0.0], pa.float64()),
        ([True, False, None] * 7, pa.bool_()),
        ([date(1969, 12, 31), None, date(2020, 2, 29), date(1, 1, 1)], pa.date32()),
        ([["a"], [], None, ["b", None]], pa.list_(pa.string())),
        ([[(1.0, 2.0)], None], pa.list_(pa.list_(pa.float64()))),
    ],
)
def test_as_pyarrow_makes_them(values: list[Any], kind: pa.DataType) -> None:
    made = column(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, type=kind))
    assert made.null_count == sum(value is None for value in values)


def test_records_are_structs() -> None:
    made = column([[ANN, BOB], [], None, [BOB]], pa.list_(PEOPLE))
    made.validate(full=True)
    ann, bob = ({"name": p.name, "post": p.post, "role": p.role} for p in (ANN, BOB))
    assert made.to_pylist() == [[ann, bob], [], None, [bob]]


@pytest.mark.parametrize(("value", "kind"), [(2**63, pa.int64()), ("1", pa.int64()), (1.5, pa.int64()), (1, pa.string())])
def test_a_value_of_another_type_is_refused(value: Any, kind: pa.DataType) -> None:
    with pytest.raises((OverflowError, TypeError, AttributeError)):
        column([value], kind)
