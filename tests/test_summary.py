"""The summary lines up with Chinese characters, and counts what it says."""

from __future__ import annotations

import pytest

import made
from taskextract import summary
from taskextract.dataset import Dataset
from taskextract.findings import CODES


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("方案", 4), ("（一）", 6), ("e\u0301", 1), ("a方b", 4)]
)
def test_width(text: str, columns: int) -> None:
    assert summary.width(text) == columns


@pytest.mark.parametrize(
    ("text", "size", "fitted"),
    [("方案", 6, "方案  "), ("abcdefgh", 5, "ab…gh"), ("省级方案.txt", 8, "省….txt "), ("方案", 4, "方案"), ("方案", 1, "… ")],
)
def test_fit(text: str, size: int, fitted: str) -> None:
    assert summary.fit(text, size).rstrip() == fitted.rstrip()
    if size > 1:
        assert summary.width(summary.fit(text, size)) == size


def _lines() -> list[summary.Line]:
    rows = [
        made.finding("方案.txt", 1, "moved-label"),
        made.finding("方案.txt", 2, "repaired-text", severity="info"),
        made.finding("方案.txt", 3, "number-gap"),
        made.finding("方案.txt", 4, "unused-text"),
        made.finding("方案.txt", 5, "inferred-date", severity="info"),
    ]
    head = made.document("方案.txt", chars_unused=7)
    notices = [made.notice("方案.txt", findings=rows, document=head), made.notice("a.txt")]
    return summary.lines(Dataset.from_notices(notices, {}))


def test_counts() -> None:
    first, second = _lines()
    assert (first.doc_id, first.tasks, first.measures, first.agencies) == ("a.txt", 1, 2, 2)
    assert (second.repaired, second.doubtful, second.errors, second.unused) == (2, 1, 0, 7)


def test_the_table_lines_up() -> None:
    assert summary.table(_lines(), columns=None, colour=False) == [
        "notice     genre           tasks  measures  agencies  repaired  doubtful  unused",
        "a.txt      division_table      1         2         2         0         0       0",
        "方案.txt   division_table      1         2         2         2         1       7",
        "2 notices                      2         4                   2         1       7",
    ]


def test_long_names_are_cut_to_the_terminal_and_doubts_are_coloured() -> None:
    notice = made.notice("很长的文件名" * 10 + ".txt", findings=[made.finding("a", 1, "number-gap")])
    header, line = summary.table(summary.lines(Dataset.from_notices([notice], {})), columns=90, colour=True)
    assert header.startswith("\x1b[1m")
    assert line.startswith("\x1b[33m很长")
    assert summary.width(line.removeprefix("\x1b[33m").removesuffix("\x1b[0m")) <= 90


def test_every_repair_is_a_code() -> None:
    assert set(CODES) >= summary.REPAIRS
