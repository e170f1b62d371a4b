"""A folder is replaced as a whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from taskextract import paths
from taskextract.writers import folder as folders

OURS = '{"taskextract": {}}'


def _fill(mark: str) -> object:
    def fill(where: Path) -> None:
        (where / "text").mkdir()
        (where / "text" / mark).write_text(mark)
        (where / paths.DATAPACKAGE).write_text(OURS)

    return fill


def _marks(target: Path) -> list[str]:
    return sorted(path.name for path in (target / "text").iterdir())


def test_a_new_folder_and_then_another_in_its_place(tmp_path: Path) -> None:
    target = tmp_path / "below" / "parsed"
    for mark in ("one", "two"):
        folders.replace(target, _fill(mark))
        assert _marks(target) == [mark]
    assert os.listdir(target.parent) == ["parsed"]


def test_without_an_exchange_of_the_system_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    for mark in ("one", "two"):
        folders.replace(tmp_path / "parsed", _fill(mark))
    assert _marks(tmp_path / "parsed") == ["two"]
    assert os.listdir(tmp_path) == ["parsed"]


def test_a_failure_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    folders.replace(tmp_path / "parsed", _fill("one"))

    def fail(where: Path) -> None:
        (where / "half").write_text("x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        folders.replace(tmp_path / "parsed", fail)
    assert _marks(tmp_path / "parsed") == ["one"]
    assert os.listdir(tmp_path) == ["parsed"]


def test_an_empty_folder_may_be_used_and_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    folders.replace(tmp_path / "link", _fill("one"))
    assert _marks(tmp_path / "real") == ["one"]
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"thesis.docx": "x"}, "not empty and holds no dataset"),
        ({"datapackage.json": "{}", "x": ""}, "not empty and holds no dataset"),
        ({"datapackage.json": OURS, "notes.md": ""}, "notes.md was not written by taskextract"),
    ],
)
def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path, files: dict[str, str], line: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(folders.CannotReplace, match=line):
        folders.replace(tmp_path, _fill("one"))
    assert sorted(os.listdir(tmp_path)) == sorted(files)


def test_a_file_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "parsed").write_text("x")
    with pytest.raises(folders.CannotReplace, match="a file stands where"):
        folders.replace(tmp_path / "parsed", _fill("one"))
    with pytest.raises(folders.CannotReplace, match="cannot be written"):
        folders.replace(tmp_path / "parsed" / "below", _fill("one"))


def test_what_a_killed_run_left_is_put_right(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    old, new = tmp_path / f".parsed.old-{dead.pid}", tmp_path / f".parsed.new-{dead.pid}"
    for left, mark in ((old, "one"), (new, "half")):
        left.mkdir()
        _fill(mark)(left)
    folders.recover(tmp_path / "parsed")
    assert _marks(tmp_path / "parsed") == ["one"]
    assert os.listdir(tmp_path) == ["parsed"]


_ENDLESS = """
import sys, pathlib
from taskextract.writers import folder
def fill(where):
    (where / "text").mkdir()
    for name in ("a", "b"):
        (where / "text" / name).write_text("x" * 1000)
    (where / "datapackage.json").write_text('{"taskextract": {}}')
print("ready", flush=True)
while True:
    folder.replace(pathlib.Path(sys.argv[1]), fill)
"""


def test_killed_at_any_time_a_reader_sees_a_whole_folder(tmp_path: Path) -> None:
    target = tmp_path / "parsed"
    folders.replace(target, _fill("one"))
    for n in range(8):
        running = subprocess.Popen([sys.executable, "-c", _ENDLESS, str(target)], stdout=subprocess.PIPE)
        assert running.stdout
        running.stdout.readline()
        time.sleep(0.003 * n)
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        assert _marks(target) in (["one"], ["a", "b"])
        assert paths.is_dataset(target)
    folders.replace(target, _fill("two"))
    assert os.listdir(tmp_path) == ["parsed"]
    assert _marks(target) == ["two"]
