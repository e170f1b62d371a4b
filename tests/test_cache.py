"""Results of earlier runs: what they depend on, and that nothing goes wrong with a broken one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import made
from taskextract import cache
from taskextract.options import Options
from taskextract.reading import Outcome


def test_the_key_depends_on_everything_that_changes_a_result(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "roles.yml").write_text("a")
    keys = [
        cache.key("0", "a.txt", Options()),
        cache.key("1", "a.txt", Options()),
        cache.key("0", "b.txt", Options()),
        cache.key("0", "a.txt", Options(as_of=date(2020, 1, 1))),
        cache.key("0", "a.txt", Options(max_size=1)),
        cache.key("0", "a.txt", Options(vocabulary=tmp_path / "v")),
    ]
    assert len(set(keys)) == len(keys)
    assert cache.key("0", "a.txt", Options()) == keys[0]


def test_a_changed_vocabulary_has_another_fingerprint(tmp_path: Path) -> None:
    found = []
    for content in ("a", "b"):
        folder = tmp_path / content
        folder.mkdir()
        (folder / "roles.yml").write_text(content)
        found.append(cache.folder_fingerprint(folder))
    assert found[0] != found[1]


def test_a_result_comes_back_as_it_was(tmp_path: Path) -> None:
    outcome = Outcome(made.notice(findings=[made.finding("a.txt", 1, "no-tasks")]), {"a.txt": made.TEXT})
    cache.put(tmp_path / "c", "k", outcome)
    assert cache.get(tmp_path / "c", "k", Outcome) == outcome
    assert cache.get(tmp_path / "c", "other", Outcome) is None


def test_a_broken_result_is_no_result(tmp_path: Path) -> None:
    (tmp_path / "k.msgpack").write_bytes(b"\xff\x00")
    assert cache.get(tmp_path, "k", Outcome) is None


def test_what_was_not_used_is_taken_away(tmp_path: Path) -> None:
    old, new = "0" * 64, "1" * 64
    for name in (old, new):
        cache.put(tmp_path, name, Outcome())
    (tmp_path / f".{old}.17").write_text("half-written")
    (tmp_path / "notes.txt").write_text("of somebody else")
    cache.prune(tmp_path, [new])
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{new}.msgpack", "notes.txt"]
    cache.prune(tmp_path / "none", [])


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache.put(tmp_path / "file" / "below", "k", Outcome())
    assert cache.get(tmp_path / "file" / "below", "k", Outcome) is None
