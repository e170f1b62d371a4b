"""One notice, many formats: whatever file it comes in, the records are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from format_compare import facts, flat
from format_material import LAYOUTS, notice, tasks_of, write_all

NOTICES = {
    "a row a measure": "capital",
    "a row a task": "jiaodong",
    "one list a task, other order": "lunan",
    "sections, two header rows": "lunan",
    "narrow columns": "capital",
}
KINDS = (
    "plain docx", "doc", "xlsx", "html", "plain html", "txt",
    "pdf by LibreOffice", "pdf by Chromium", "pdf by Chromium, Type 3", "ofd",
)  # fmt: skip

Files = dict[str, dict[str, Path]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Layout → format → file."""
    made = {}
    for name, source in NOTICES.items():
        rows, widths = LAYOUTS[name]
        made[name] = (notice(rows(tasks_of(source))), widths, 2 if "two header rows" in name else 1)
    return write_all(made, tmp_path_factory.mktemp("formats"))


@pytest.mark.parametrize("layout", NOTICES)
def test_the_word_file_says_what_was_written(files: Files, layout: str) -> None:
    tasks = tasks_of(NOTICES[layout])
    read = flat(te.read(files[layout]["docx"]))
    assert [(name, text) for _, name, text, _ in read] == [(t.name, text) for t in tasks for text, _ in t.measures]
    assert all(bodies for *_, bodies in read)


@pytest.mark.parametrize("layout", NOTICES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_records_are_those_of_the_word_file(files: Files, layout: str, kind: str) -> None:
    expected, found = facts(te.read(files[layout]["docx"])), facts(te.read(files[layout][kind]))
    for name, value in expected.items():
        assert found[name] == value, name
