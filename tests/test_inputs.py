"""Which files a run reads, and what each is called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from taskextract.inputs import collect, readable


def _make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return folder


def _found(*inputs: Path) -> list[tuple[str, str | None]]:
    return [(item.doc_id, item.problem.code if item.problem else None) for item in collect(inputs)]


def _good(*inputs: Path) -> list[str]:
    return [doc_id for doc_id, problem in _found(*inputs) if problem is None]


def test_a_doc_id_is_the_path_below_the_folder(tmp_path: Path) -> None:
    raw = _make(tmp_path / "raw", "b.txt", "2020/plan.pdf", "2020/附件/表.docx")
    assert _good(raw) == ["2020/plan.pdf", "2020/附件/表.docx", "b.txt"]
    assert _good(raw / "2020" / "plan.pdf") == ["plan.pdf"]


def test_hidden_temporary_and_system_files_are_left_out(tmp_path: Path) -> None:
    raw = _make(
        tmp_path / "raw", "a.txt", ".hidden", ".git/config", "~$a.docx", "a.txt~", "a.tmp", "Thumbs.db",
        "x.crdownload", "__MACOSX/a.txt", ".~lock.a.docx#",
    )  # fmt: skip
    assert _good(raw) == ["a.txt"]


def test_our_own_datasets_are_no_notices(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "parsed/text/a.txt.txt")
    (tmp_path / "parsed" / "datapackage.json").write_text('{"taskextract": {}}')
    assert _good(tmp_path) == ["a.txt"]
    assert _found(tmp_path / "parsed") == [("parsed", "no-notices")]


def test_inputs_that_give_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    assert _found(tmp_path / "empty") == [("empty", "no-notices")]
    (item,) = collect([tmp_path / "none.txt"])
    assert item.problem
    assert item.problem.message == "No such file or directory; check the path"


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    raw = _make(tmp_path / "raw", "a.txt")
    assert _good(raw, raw / "a.txt", raw / ".." / "raw") == ["a.txt"]


def test_files_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    _make(tmp_path, "one/plan.txt", "two/plan.txt", "two/other.txt")
    assert _good(tmp_path / "one", tmp_path / "two") == ["one/plan.txt", "other.txt", "two/plan.txt"]


def test_a_file_that_is_named_like_a_part_of_another_is_told_apart_from_it(tmp_path: Path) -> None:
    raw = _make(tmp_path / "raw", "x.txt", "x.txt#1", "y.txt#1")
    assert _good(raw) == ["x.txt", "x.txt%231", "y.txt#1"]


def test_names_that_read_alike_or_want_one_place_are_told_apart(tmp_path: Path) -> None:
    raw = _make(tmp_path / "raw", "a\nb.txt", "a%0Ab.txt", "x.txt", "x.txt.json/y.txt", "x.txt#1.txt/y.txt", "z.json/y.txt")
    assert _good(raw) == ["a%0Ab.txt", "a%0Ab.txt~2", "x.txt", "x.txt#1%2Etxt/y.txt", "x.txt%2Ejson/y.txt", "z.json/y.txt"]


def test_a_pipe_that_is_named_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (item,) = collect([tmp_path / "pipe.txt"])
    assert item.problem and item.problem.code == "unreadable-file"


def test_pipes_links_in_circles_and_broken_links_do_no_harm(tmp_path: Path) -> None:
    raw = _make(tmp_path / "raw", "a.txt")
    os.mkfifo(raw / "pipe.txt")
    (raw / "loop").symlink_to(raw)
    (raw / "broken.txt").symlink_to(tmp_path / "gone")
    assert _good(raw) == ["a.txt", "broken.txt"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("方案.txt", "方案.txt"),
        (os.fsdecode("方案.txt".encode("gb18030")), "方案.txt"),
        (os.fsdecode(b"\xff\xff.txt"), "%FF%FF.txt"),
        ("a\nb.txt", "a%0Ab.txt"),
        ("a\x1b[31m\u202egnp.txt", "a%1B[31m%202Egnp.txt"),
    ],
)
def test_every_name_can_be_written(name: str, text: str) -> None:
    assert readable(name) == text


def test_a_file_whose_name_is_in_another_encoding_is_found(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("方案.txt".encode("gb18030"))).write_text("x")
    (item,) = collect([tmp_path])
    assert item.doc_id == "方案.txt"
    assert item.path.read_text() == "x"
