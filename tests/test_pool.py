"""Work over processes: one piece that hangs, dies or asks for too much costs no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from taskextract import pool, progress
from taskextract.scratch import Scratch


def _work(piece: str) -> str:
    if piece == "hang":
        time.sleep(60)
    if piece == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if piece == "greedy":
        try:
            return str(len(bytearray(2 * pool.MEMORY_LIMIT)))
        except MemoryError:
            return "refused"
    if piece == "burst":
        held = bytes(b"x" * (pool.MEMORY_LIMIT // 3))
        time.sleep(1.5)
        os.kill(os.getpid(), signal.SIGTRAP if held else 0)
    if piece == "slow but sure":
        for _ in range(20):
            time.sleep(0.15)
            progress.step()
    if piece == "busy":
        started = time.process_time()
        while time.process_time() < started + 0.4:
            pass
    if piece == "raise":
        raise RuntimeError("lost on the way")
    if piece == "chatter":
        os.write(1, b"noise\n")
        os.write(2, b"noise\n")
    return piece.upper()


def _run(pieces: list[str], **changes: float) -> dict[str, str]:
    found = pool.run(_work, pieces, jobs=2, timeout=changes.get("timeout", 30), tick=lambda running: None)
    return {
        piece: f"{result.code}: {result}" if isinstance(result, pool.Stopped) else result for piece, result in found
    }


def test_a_killed_worker_costs_only_its_piece() -> None:
    pieces = [f"p{i}" for i in range(10)]
    found = _run([*pieces[:5], "die", *pieces[5:]])
    assert found.pop("die").startswith("unreadable-file: the process that read the file died of it (exit code -9)")
    assert found == {piece: piece.upper() for piece in pieces}


def test_a_piece_that_hangs_is_stopped() -> None:
    started = time.monotonic()
    found = _run(["a", "hang", "b"], timeout=0.5)
    assert time.monotonic() - started < 15
    assert found["hang"] == "timed-out: reading took longer than 0.5 s and was stopped; allow more with --timeout"
    assert (found["a"], found["b"]) == ("A", "B")


def test_a_scan_that_goes_on_page_by_page_is_not_stopped() -> None:
    found = _run(["slow but sure", "hang"], timeout=2)
    assert found["slow but sure"] == "SLOW BUT SURE"
    assert found["hang"].startswith("timed-out")
    assert pool.allowed(120, 0) == 120
    assert pool.allowed(120, 30) == 420
    assert pool.allowed(120, 100_000) == 1200


def test_waiting_for_a_busy_machine_counts_against_no_piece() -> None:
    """Four processes on one core: a piece of 0.4 s takes 1.6."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        assert _run(["busy"], timeout=1) == {"busy": "BUSY"}
    finally:
        os.sched_setaffinity(0, cores)
        for other in others:
            other.kill()
            other.wait()
    assert pool.allowed(120, 0, 3) == 123
    assert pool.allowed(120, 0, 600) == 130


def test_what_asks_for_too_much_memory_or_raises_is_told() -> None:
    assert _run(["greedy", "raise", "a"]) == {
        "greedy": "refused",
        "raise": "internal-error: RuntimeError: lost on the way; please report it with the file",
        "a": "A",
    }


def test_a_process_that_dies_of_its_size_says_so() -> None:
    assert _run(["burst", "a"]) == {"burst": f"unreadable-file: {pool.TOO_GREEDY}", "a": "A"}


def test_temporary_folders_of_killed_runs_are_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    start = "from taskextract.scratch import Scratch; import time; s = Scratch(); print(s.name, flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", start], env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        held = Path(running.stdout.readline().strip())
        own = Scratch()
        assert sorted(tmp_path.iterdir()) == sorted([held, Path(own.name)])  # one at work is left alone
        running.kill()
    own.cleanup()
    Scratch().cleanup()
    assert list(tmp_path.iterdir()) == []


def test_chatter_of_native_libraries_stays_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert _run(["chatter"]) == {"chatter": "CHATTER"}
    assert capfd.readouterr() == ("", "")


def test_what_is_at_work_is_told_with_its_time() -> None:
    seen: list[tuple[str, float]] = []
    list(pool.run(_work, ["hang"], jobs=1, timeout=1.6, tick=seen.extend))
    assert {piece for piece, _ in seen} == {"hang"}
    assert max(seconds for _, seconds in seen) > 0.4


def test_time_in_which_the_whole_run_was_stopped_is_nobody_s() -> None:
    """As Ctrl-Z, a closed lid or a paused machine stop it: a process of a run and its workers."""
    code = (
        "import time; from taskextract import pool\n"
        "def work(naps):\n"
        "    for _ in range(naps): time.sleep(0.1)\n"
        "    return naps\n"
        "print('ready', flush=True)\n"
        "print([str(r) for _, r in pool.run(work, [10], jobs=1, timeout=3.5, tick=lambda running: None)])"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
        time.sleep(0.3)
        os.killpg(run.pid, signal.SIGSTOP)
        time.sleep(3.6)
        os.killpg(run.pid, signal.SIGCONT)
        assert run.stdout.read() == "['10']\n"


def test_a_run_that_is_given_up_leaves_no_process() -> None:
    work = pool.run(_work, ["a", "hang"], jobs=2, timeout=30, tick=lambda running: None)
    assert next(iter(work)) == ("a", "A")
    started = time.monotonic()
    work.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 10
