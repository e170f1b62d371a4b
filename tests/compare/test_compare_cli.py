"""The commands: status, one line of trouble, the outputs and their schemas."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import taskextract as te
from taskextract import schema
from taskextract.compare_tables import changes_table, links_table, similar_table
from taskextract.writers.json import render

RAW = Path(__file__).parent.parent.parent / "raw"
TABLE = RAW / "shandong-2020-capital-circle-division-table.txt"
OTHER = RAW / "shandong-2020-lunan-circle-division-table.txt"
PLAN = RAW / "taian-2020-capital-circle-division-plan.txt"


def call(*args: str | Path) -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-m", "taskextract", *map(str, args)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render(te.read(PLAN)))
    return loaded


def put(folder: Path, name: str, record: dict[str, Any]) -> Path:
    path = folder / name
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_the_status_tells() -> None:
    assert call("diff", PLAN, PLAN, "-q") == (0, "", "")
    status, out, err = call("diff", TABLE, OTHER)
    assert (status, err) == (1, "")
    assert "task added" in out


def _old_schema(record: dict[str, Any]) -> None:
    record["schema_version"] = "0.9"


def _doubled(record: dict[str, Any]) -> None:
    record["tasks"][2]["task_id"] = record["tasks"][1]["task_id"]


def _other_parser(record: dict[str, Any]) -> None:
    record["document"]["parser_version"] = "0.0.1"
    record["document"]["path"] = "gone.txt"


def _broken(record: dict[str, Any]) -> None:
    del record["tasks"]


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (_old_schema, "schema version 0.9"),
        (_doubled, "occurs twice"),
        (_other_parser, "was parsed by version 0.0.1"),
        (_broken, "not a notice of taskextract"),
    ],
)
def test_a_record_that_cannot_be_compared(tmp_path: Path, record: dict[str, Any], damage: Any, line: str) -> None:
    changed = json.loads(json.dumps(record))
    damage(changed)
    status, out, err = call("diff", put(tmp_path, "old.json", changed), put(tmp_path, "new.json", record))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert line in err


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (("diff", "nothing.txt", PLAN), "no such file"),
        (("diff", RAW, PLAN), "is a folder"),
        (("trace", TABLE, TABLE), "the same file"),
        (("trace", "nothing.txt", PLAN), "no such file"),
        (("similar", PLAN), "only one notice"),
        (("similar", PLAN, PLAN), "the same file"),
    ],
)
def test_trouble_is_one_line(command: tuple[str | Path, ...], line: str) -> None:
    status, out, err = call(*command)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert line in err


def test_a_notice_without_tasks(tmp_path: Path) -> None:
    path = tmp_path / "holiday.txt"
    path.write_text("关于放假的通知\n各部门：\n国庆节放假三天。\n", encoding="utf-8")
    status, _, err = call("diff", path, PLAN)
    assert (status, err.count("\n")) == (2, 1)
    assert "no tasks" in err


@pytest.mark.parametrize(
    ("name", "args"),
    [("diff", (TABLE, OTHER)), ("trace", (TABLE, PLAN)), ("similar", (TABLE, OTHER))],
)
def test_json_fits_its_schema(name: str, args: tuple[Path, ...]) -> None:
    _, out, _ = call(name, *args, "--json")
    jsonschema_rs.validator_for(schema.schema(name)).validate(json.loads(out))


def test_a_stale_record_is_read_anew(tmp_path: Path, record: dict[str, Any]) -> None:
    stale = json.loads(json.dumps(record))
    stale["document"]["parser_version"] = "0.0.1"
    (tmp_path / PLAN.name).write_bytes(PLAN.read_bytes())
    report = te.diff(put(tmp_path, "old.json", stale), put(tmp_path, "new.json", record))
    assert report.same
    assert [note.kind for note in report.notices[0].notes] == ["parsed_anew"]


def rows(content: bytes) -> int:
    found: int = pq.read_table(pa.BufferReader(content)).num_rows
    return found


def test_tables_have_a_row_a_change_a_link_a_task() -> None:
    report = te.diff(TABLE, OTHER)
    assert rows(changes_table(report)) == sum(report.summary.values())
    traced = te.trace(TABLE, PLAN)
    one = traced.traces[0]
    assert rows(links_table(traced)) == len(one.links) + len(one.not_taken_up) + len(one.of_its_own)
    alike = te.similar(TABLE, OTHER)
    assert rows(similar_table(alike)) == len(alike.alone) + sum(len(group.tasks) for group in alike.groups)


@pytest.mark.parametrize(
    ("name", "args"), [("diff", (PLAN, PLAN)), ("trace", (TABLE, PLAN)), ("similar", (TABLE, OTHER))]
)
def test_every_command_writes_a_page_and_a_table(tmp_path: Path, name: str, args: tuple[Path, ...]) -> None:
    page, table = tmp_path / "p.html", tmp_path / "t.parquet"
    page.write_text("before")
    status, out, err = call(name, *args, "--html", page, "--parquet", table)
    assert (status, err) == (0, "")
    assert out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert pq.read_schema(table).names
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.html", "t.parquet"]


def test_no_output_takes_the_place_of_an_input(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("one.txt", "a/two.txt"):
        (tmp_path / name).write_bytes(PLAN.read_bytes())
    one, two = tmp_path / "one.txt", tmp_path / "a" / "two.txt"
    for args in (("diff", one, PLAN, "--html", one), ("diff", tmp_path / "a", tmp_path / "a", "--parquet", two)):
        status, out, err = call(*args)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "would be lost" in err
    assert one.read_bytes() == two.read_bytes() == PLAN.read_bytes()


def test_an_output_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text("before")
    cases = (
        (("--html", tmp_path / "none" / "p.html"), "there is no folder"),
        (("--html", page, "--parquet", page), "two outputs"),
        (("--html", tmp_path), "is a directory"),
    )
    for args, line in cases:
        status, out, err = call("trace", TABLE, PLAN, *args)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert line in err
    assert page.read_text() == "before"


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder, source in (("province", TABLE), ("city", PLAN), ("other", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_bytes(source.read_bytes())
    up, low, other = (tmp_path / folder / "plan.txt" for folder in ("province", "city", "other"))
    alike = te.similar(up, other)
    assert [side.doc_id for side in alike.notices] == ["plan.txt", str(other)]
    assert {task.doc_id for group in alike.groups for task in group.tasks} == {"plan.txt", str(other)}
    assert all(link.lower_id.startswith(str(other)) for group in alike.groups for link in group.links)
    (one,) = te.trace(up, low).traces
    assert {link.lower_id for link in one.links} <= {m.measure_id for m in one.lower_measures}


def test_every_side_of_a_trace_is_of_one_state(tmp_path: Path, record: dict[str, Any]) -> None:
    stale = json.loads(json.dumps(record))
    _other_parser(stale)
    status, out, err = call("trace", TABLE, put(tmp_path, "city.json", stale))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "was parsed by version 0.0.1" in err
