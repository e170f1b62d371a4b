"""The seeded edits of real notices: a few seeds of what `make bench` measures."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from compare.edit_tools import Pools
from compare.edits import edit
from compare.layouts import FORMATS, write
from compare.plain import plain_of, seasoned

RAW = Path(__file__).parent.parent.parent / "raw"


@pytest.fixture(scope="module")
def plains() -> list[object]:
    return [seasoned(plain_of(te.read(path))) for path in sorted(RAW.glob("*division-table.txt"))]


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_edits_are_named(plains: list[object], tmp_path: Path, seed: int, heavy: bool) -> None:
    plain, other = plains[seed % 3], plains[(seed + 1) % 3]
    edited = edit(plain, Pools(other.blocks, ("省审计厅", "省司法厅", "省体育局")), seed, heavy=heavy)  # type: ignore[arg-type,attr-defined]
    endings = list(FORMATS)
    old = write(plain, tmp_path, "old", endings[seed])  # type: ignore[arg-type]
    report = te.diff(old, write(edited.plain, tmp_path, "new", endings[seed - 1]))
    said = sorted(change.kind for change in report.notices[0].changes)
    done = sorted(kind for kind, _ in edited.truth)
    wrong = sum(abs(said.count(kind) - done.count(kind)) for kind in {*said, *done})
    assert wrong <= (0.07 * 2 * len(done) if heavy else 0), (said, done)
