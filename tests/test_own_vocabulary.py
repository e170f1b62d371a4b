"""The vocabulary of one's own that the README shows works in every command, and mistakes in one are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import taskextract as te
from taskextract.cli import taskextract

README = Path(__file__).parents[1] / "README.md"
NOTICE = """泰安市人民政府办公室关于印发水环境保护重点任务分工方案的通知
泰政办发〔2021〕8号
一、重点任务
（一）加强湿地保护。建成湿地监测站3处。（责任单位：市东平湖中心、市水利局）
"""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    found = re.search(r"<!-- overlay -->\n```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    assert found
    folder = tmp_path / "my-words"
    (folder / "agencies").mkdir(parents=True)
    (folder / "agencies" / "370900.yml").write_text(found[1], encoding="utf-8")
    return folder


def test_agency_knows_it(words: Path) -> None:
    done = CliRunner().invoke(
        taskextract, ["agency", "市东平湖中心", "--region", "370900", "--json", "--vocabulary", str(words)], standalone_mode=False
    )
    row = json.loads(done.output)
    assert (row["agency_id"], row["name"]) == ("370900:lake_office", "泰安市东平湖保护中心")


def test_parse_knows_it(words: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "notice.txt").write_text(NOTICE, encoding="utf-8")
    for options, known in (([], False), (["--vocabulary", str(words)], True)):
        out = tmp_path / ("own" if options else "ours")
        CliRunner().invoke(taskextract, ["parse", str(raw), "-o", str(out), "--jobs", "0", *options], standalone_mode=False)
        named = {row.agency_id: row for row in te.load(out).agencies}
        assert ("370900:lake_office" in named) == known
        assert "370900:water" in named


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("agencies/370900.yml", 'bodies:\n  a:\n    region: "370900"\n    names: [泰安市月球局]\n', ":2: a: an example is needed"),
        ("headers.yml", "measure: [干啥]\n", ":1: not a file that can be laid over ours"),
    ],
)
def test_mistake_names_file_line_and_reason(tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(told)) as caught:
        CliRunner().invoke(
            taskextract, ["agency", "市月球局", "--region", "370900", "--vocabulary", str(tmp_path)], standalone_mode=False,
            catch_exceptions=False,
        )
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    "read",
    [
        lambda notice, words: te.read(notice, vocabulary=words),
        lambda notice, words: te.parse(notice, vocabulary=words, jobs=0),
        lambda notice, words: te.diff(notice, notice, vocabulary=words),
        lambda notice, words: te.trace(notice, notice, vocabulary=words),
        lambda notice, words: te.similar(notice, notice, vocabulary=words),
    ],
    ids=["read", "parse", "diff", "trace", "similar"],
)
def test_mistake_is_not_blamed_on_the_notice(tmp_path: Path, read: Callable[[Path, Path], object]) -> None:
    """Whatever reads a notice refuses the words, not the file, and asks nobody to report it."""
    notice, words = tmp_path / "notice.txt", tmp_path / "words"
    notice.write_text(NOTICE, encoding="utf-8")
    words.mkdir()
    (words / "departments.yml").write_text("bodies:\n  a:\n    all: [月球局]\n", encoding="utf-8")
    with pytest.raises(te.VocabularyError, match=r"departments\.yml:2: a: an example is needed"):
        read(notice, words)
