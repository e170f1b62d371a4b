"""A dataset checked from outside: sound as written, and every kind of damage is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import made
from taskextract import writers
from taskextract.dataset import Dataset, NotADataset
from taskextract.validate_folder import check_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    part = made.notice("b.txt#1", document=made.document("b.txt#1", parent_doc_id="b.txt"))
    notices = [made.notice("a.txt", findings=[made.finding("a.txt", 1, "no-tasks")]), made.notice("b.txt", parts=[part])]
    writers.write(Dataset.from_notices(notices, dict.fromkeys(("a.txt", "b.txt", "b.txt#1"), made.TEXT)), tmp_path / "p")
    return tmp_path / "p"


def test_what_was_written_is_sound(folder: Path) -> None:
    report = check_folder(folder)
    assert report.faults == ()
    assert (report.documents, report.recorded) == (3, {"error": 0, "warning": 1, "info": 0})


def test_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(NotADataset, match="no dataset of taskextract is here"):
        check_folder(tmp_path)


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _table(name: str, change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / f"{name}.parquet"
        pq.write_table(change(pq.read_table(path)), path)

    return edit


@pytest.mark.parametrize(
    ("damage", "place", "message"),
    [
        (_remove("tasks.parquet"), "tasks.parquet", "listed in datapackage.json and missing"),
        (_remove("tasks.parquet"), "tasks.parquet", "cannot be read as Parquet"),
        (_remove("text/b.txt#1.txt"), "text/b.txt#1.txt", "canonical text cannot be read"),
        (_remove("json/b.txt.json"), "measures.parquet", "6 rows, the JSON files give 2"),
        (lambda f: (f / "text/new.txt").write_text("x"), "text/new.txt", "not listed"),
        (lambda f: (f / "tasks.parquet").write_bytes(b"x"), "tasks.parquet", "hash"),
        (_edit("datapackage.json", '"name": "ordinal",\n            "type": "integer"', '"name": "ordinal",\n            "type": "date"'),
         "datapackage.json", "tasks.ordinal is not described as integer"),
        (_edit("datapackage.json", '"rowCount": 3', '"rowCount": 4'), "documents.parquet", "says 4"),
        (_edit("datapackage.json", '"name": "events"', '"name": "evens"'), "datapackage.json", "no resource events"),
        (_edit("datapackage.json", '"primaryKey"', '"key"'), "datapackage.json", "primaryKey is not that of this program"),
        (_edit("json/a.txt.json", '"role": "lead"', '"role": "boss"'), "json/a.txt.json", "boss"),
        (_edit("json/a.txt.json", '"issued_on": "2020-03-01"', '"issued_on": "2020-13-01"'), "json/a.txt.json", "date"),
        (_edit("json/a.txt.json", '"start": 12', '"start": -12'), "json/a.txt.json", "minimum"),
        (_edit("json/a.txt.json", '"doc_id": "a.txt"', '"doc_id": "c.txt"'), "json/a.txt.json", "holds the notice c.txt"),
        (_edit("json/a.txt.json", '"code": "no-tasks"', '"code": "made-up"'), "json/a.txt.json", "made-up"),
        (_edit("json/a.txt.json", '"task_id": "a.txt/t1"', '"task_id": "a.txt/t9"'), "a.txt", "a.txt/t1 is not in tasks"),
        (_edit("text/a.txt.txt", "10条", "12条"), "a.txt", "do not slice back"),
        (_table("tasks", lambda t: t.drop_columns(["label"])), "tasks.parquet", "column label is missing"),
        (_table("tasks", lambda t: t.set_column(4, "label", pa.array([1, 2, 3]))), "tasks.parquet", "int64, not string"),
        (_table("tasks", lambda t: t.slice(0, 1)), "tasks.parquet", "1 rows, the JSON files give 3"),
        (_table("assignments", lambda t: t.set_column(7, "role", pa.array(["boss"] * len(t)))), "assignments.parquet", "row 9: "),
        (_table("tasks", lambda t: t.set_column(5, "name", pa.array(["x", "y", "z"]))), "tasks.parquet", "row 1 differs"),
    ],
)  # fmt: skip
def test_damage_is_found(folder: Path, damage: Callable[[Path], None], place: str, message: str) -> None:
    damage(folder)
    faults = check_folder(folder).faults
    assert any(fault.place == place and message in fault.message for fault in faults), faults
    assert any(fault.severity == "error" for fault in faults)


def test_a_column_that_was_added_is_no_fault(folder: Path) -> None:
    _table("tasks", lambda t: t.append_column("more", pa.array([1, 2, 3])))(folder)
    assert {fault.message for fault in check_folder(folder).faults} == {
        "the file was changed: its hash is not that of datapackage.json"
    }


def test_the_same_fault_many_times_is_counted(folder: Path) -> None:
    path = folder / "json" / "a.txt.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["findings"] = [{**data["findings"][0], "severity": "loud"} for _ in range(100)]
    path.write_text(json.dumps(data), encoding="utf-8")
    faults = [fault for fault in check_folder(folder).faults if fault.place == "json/a.txt.json"]
    assert faults[-1].message.endswith("more of the same kind")
    assert len(faults) < 30
