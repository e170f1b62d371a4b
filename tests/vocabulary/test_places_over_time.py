"""Counties and districts that were merged, renamed or raised: what held before the change, and what after.

The rows stand in `places_over_time.txt`. Their two dates lie some months away from the change, so that the day of approval or of taking
effect makes no difference.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taskextract.vocabulary import load

REGIONS = load().regions

ROWS = (Path(__file__).parent / "places_over_time.txt").read_text(encoding="utf-8").splitlines()
CHANGES = [row for row in ROWS if not row.startswith("#")]


@pytest.mark.parametrize("change", CHANGES)
def test_place_before_and_after_its_change(change: str) -> None:
    old, name, before, after, new, today = change.split()
    then, later = date.fromisoformat(before + "-15"), date.fromisoformat(after + "-15")
    standing = REGIONS.at(old, then)
    assert standing is not None
    assert standing.name == name
    assert REGIONS.at(old, later) is None
    successor = REGIONS.at(new, later)
    assert successor is not None
    assert successor.name == today
    assert new in standing.successors


@pytest.mark.parametrize(
    ("code", "before", "name", "after", "renamed"),
    [
        ("420600", "2010-06-01", "襄樊市", "2011-01-01", "襄阳市"),
        ("530800", "2006-12-01", "思茅市", "2007-06-01", "普洱市"),
        ("210112", "2014-01-01", "东陵区", "2014-12-01", "浑南区"),
        ("320803", "2011-06-01", "楚州区", "2012-06-01", "淮安区"),
        ("371324", "2013-10-01", "苍山县", "2014-06-01", "兰陵县"),
        ("533103", "2010-01-01", "潞西市", "2011-01-01", "芒市"),
        ("130602", "2015-01-01", "新市区", "2015-09-01", "竞秀区"),
        ("360402", "2015-12-01", "庐山区", "2016-09-01", "濂溪区"),
    ],
)
def test_renamed_place(code: str, before: str, name: str, after: str, renamed: str) -> None:
    then, later = (REGIONS.at(code, date.fromisoformat(day)) for day in (before, after))
    assert then is not None
    assert later is not None
    assert (then.name, later.name) == (name, renamed)
