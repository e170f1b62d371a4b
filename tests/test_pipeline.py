"""Many files at once: each is read on its own, and what goes wrong with one costs no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import made
import taskextract
from taskextract import pipeline, reading
from taskextract.findings import Finding
from taskextract.options import Options
from taskextract.pipeline import Progress, Run


def _read(path: Path, doc_id: str, vocabulary: object, options: Options, **more: Any) -> types.SimpleNamespace:
    """In place of the extraction: the file's content says what happens."""
    content = path.read_text()
    if content == "hang":
        time.sleep(60)
    if content == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if content == "crash":
        raise ZeroDivisionError("half\na line")
    if content == "deep":
        _read(path, doc_id, vocabulary, options)
    if content == "bad":
        return types.SimpleNamespace(notice=None, texts={}, failure=Finding("unreadable-file", "the file is bad; save it again"))
    with open(path.parent.parent / "read.log", "a") as log:
        log.write(f"{doc_id}\n")
    notice = made.notice(doc_id)
    if content == "lost":
        notice = msgspec.structs.replace(notice, agencies=[])
    return types.SimpleNamespace(notice=notice, texts={doc_id: made.TEXT}, failure=None)


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = types.ModuleType("taskextract.assemble")
    fake.read_notice_file = _read  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "taskextract.assemble", fake)
    monkeypatch.setattr(taskextract, "assemble", fake, raising=False)


def _raw(tmp_path: Path, **contents: str) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir(exist_ok=True)
    for name, content in contents.items():
        (raw / f"{name}.txt").write_text(content)
    return raw


def _problems(run: Run) -> dict[str, str]:
    return {row.doc_id: f"{row.code}: {row.message}" for row in run.dataset.findings}


def test_every_kind_of_failure_costs_only_its_file(tmp_path: Path) -> None:
    raw = _raw(tmp_path, a="", b="crash", c="die", d="hang", e="bad", f="deep", g="")
    run = pipeline.run([raw, tmp_path / "none"], Options(), jobs=2, timeout=1)
    found = _problems(run)
    assert found["b.txt"].startswith("internal-error: ZeroDivisionError at reading.py:")
    assert found["b.txt"].endswith(" (half a line); please report it with the file")
    assert found["c.txt"].startswith("unreadable-file: the process that read the file died of it (exit code -9)")
    assert found["d.txt"].startswith("timed-out: reading took longer than 1 s")
    assert found["e.txt"] == "unreadable-file: the file is bad; save it again"
    assert found["f.txt"].startswith("internal-error: RecursionError")
    assert found["none"] == "unreadable-file: No such file or directory; check the path"
    assert run.failed == ["b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "none"]
    assert [d.doc_id for d in run.dataset.documents] == [f"{name}.txt" for name in "abcdefg"] + ["none"]
    assert [d.doc_id for d in run.dataset.documents if d.chars] == ["a.txt", "g.txt"]


def test_in_this_process_or_in_others_the_result_is_the_same(tmp_path: Path) -> None:
    raw = _raw(tmp_path, a="", b="crash", e="bad")
    runs = [pipeline.run([raw], Options(), jobs=jobs).dataset for jobs in (0, 1, 3)]
    assert runs[0] == runs[1] == runs[2]


def test_keys_that_do_not_resolve_become_findings_of_their_notice(tmp_path: Path) -> None:
    run = pipeline.run([_raw(tmp_path, a="lost")], Options(), jobs=0)
    assert {(row.doc_id, row.code) for row in run.dataset.findings} == {("a.txt", "dangling-key")}
    assert run.dataset.notices[0].findings == run.dataset.findings


def _log(tmp_path: Path) -> list[str]:
    log = tmp_path / "read.log"
    lines = sorted(log.read_text().split()) if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def test_a_second_run_reads_only_what_changed(tmp_path: Path) -> None:
    raw, cache = _raw(tmp_path, a="", b="", e="bad"), tmp_path / "cache"
    first = pipeline.run([raw], Options(), jobs=2, cache_folder=cache)
    assert (first.files, first.reused, _log(tmp_path)) == (3, 0, ["a.txt", "b.txt"])
    again = pipeline.run([raw], Options(), jobs=2, cache_folder=cache)
    assert (again.reused, _log(tmp_path)) == (2, [])
    assert again.dataset == first.dataset
    (raw / "a.txt").write_text("other")
    (raw / "e.txt").write_text("good now")
    third = pipeline.run([raw], Options(), jobs=2, cache_folder=cache)
    assert (third.reused, _log(tmp_path)) == (1, ["a.txt", "e.txt"])
    pipeline.run([raw], Options(max_size=1000), cache_folder=cache)
    assert _log(tmp_path) == ["a.txt", "b.txt", "e.txt"]
    assert len(list(cache.iterdir())) == 3


def test_progress_ends_at_all_files(tmp_path: Path) -> None:
    seen: list[Progress] = []
    pipeline.run([_raw(tmp_path, a="", b="", c="bad")], Options(), jobs=2, report=seen.append)
    assert (seen[-1].done, seen[-1].total) == (3, 3)
    assert [p.done for p in seen] == sorted(p.done for p in seen)


def test_where_names_the_last_place_of_this_program() -> None:
    try:
        taskextract.no_such_name  # noqa: B018
    except AttributeError as error:
        assert reading.where(error).startswith("AttributeError at __init__.py:")


_HANGING = """
import sys, types, time, os
fake = types.ModuleType("taskextract.assemble")
_, raw, pids, output = sys.argv
def read(path, *rest, **more):
    with open(pids, "a") as log:
        log.write(f"{os.getpid()}\\n")
    time.sleep(60)
fake.read_notice_file = read
sys.modules["taskextract.assemble"] = fake
import taskextract
taskextract.assemble = fake
from taskextract import cli
sys.argv = ["taskextract", "parse", raw, "-o", output, "-j", "2"]
cli.main()
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_worker_and_no_output(tmp_path: Path, how: signal.Signals) -> None:
    raw, log = _raw(tmp_path, a="", b=""), tmp_path / "pids"
    command = [sys.executable, "-c", _HANGING, str(raw), str(log), str(tmp_path / "parsed")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _until(lambda: log.exists() and log.read_text().count("\n") == 2)
    running.send_signal(how)
    if how is signal.SIGINT:  # pressed twice
        time.sleep(0.01)
        running.send_signal(how)
    out, err = running.communicate(timeout=15)
    if how is signal.SIGKILL:
        assert running.returncode == -9
    else:
        assert (running.returncode, out) == (130, "")
        assert err == "taskextract: stopped; nothing was changed\n"
    _until(lambda: not any(_at_work(pid) for pid in log.read_text().split()))
    assert not (tmp_path / "parsed").exists()


def _at_work(pid: str) -> bool:
    try:
        return "State:\tZ" not in Path("/proc", pid, "status").read_text()
    except OSError:
        return False


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 15
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
