"""Broken files give records or one clear error, never a failure of the program."""

from __future__ import annotations

import io
import random
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import fuzz
from fuzz_structure import restructured
from taskextract.inputs import Input
from taskextract.options import Options
from taskextract.reading import read_one
from taskextract.validate import CHECKS


def test_broken_files_of_every_format() -> None:
    found = list(fuzz.fuzz(fuzz.seeds(office=False), seconds=60, seed=1, rounds=4))
    assert [what for what, result in found if result in fuzz.FAULTS] == []
    assert {result for _, result in found} >= {"records", "unreadable-file"}


def test_every_whole_file_gives_records(tmp_path: Path) -> None:
    for name, data in fuzz.seeds(office=False).items():
        (tmp_path / name).write_bytes(data)
        assert (name, *fuzz.work(Input(tmp_path / name, name))) == (name, "records", "")


def test_the_same_seed_gives_the_same_files() -> None:
    data = fuzz.seeds(office=False)["table.docx"]
    once, again = (fuzz.mutate(data, random.Random(7)) for _ in range(2))
    assert once == again != data


def test_changes_of_the_structure_leave_a_file_whole() -> None:
    """Archives open and their XML is well-formed; of a PDF the pages are found."""
    seeds = fuzz.seeds(office=False)
    files = [restructured(seeds["table.docx"], random.Random(n)) or b"" for n in range(20)]
    assert len({*files, seeds["table.docx"]}) > 15
    for changed in files:
        with zipfile.ZipFile(io.BytesIO(changed)) as archive:
            for name in set(archive.namelist()) - {"docProps/thumbnail.jpeg"}:
                etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))
    pages = 0
    for n in range(20):
        with suppress(pypdfium2.PdfiumError):
            pages += len(pypdfium2.PdfDocument(restructured(seeds["page.pdf"], random.Random(n))))
    assert pages > 10
    assert restructured(seeds["plan.txt"], random.Random(0)) is None


@settings(max_examples=120)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@example("一、\n（一）".encode())
@example("序号\t主要任务\t具体举措\t责任单位\n\t\t\t\n".encode())
@example("（责任单位：）。（）\n".encode())
def test_any_bytes_give_records_or_one_clear_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    outcome = read_one(Input(path, "any.txt"), Options())
    if outcome.problem is None:
        assert outcome.notice
        for check in CHECKS.values():
            wrong = [p.finding for p in check(outcome.notice, outcome.texts["any.txt"]) if p.finding.severity == "error"]
            assert wrong == []
    else:
        assert outcome.problem.code != "internal-error", outcome.problem.message
        assert "\n" not in outcome.problem.message
        assert outcome.problem.message.strip()


_WORDS = st.sampled_from(
    ["一、", "（一）", "1.", "责任单位", "牵头单位：", "（", "）", "：", "、", "。", "；", "\n", "\t", "<p>", "</p>", "序号",
     "主要任务", "具体举措", "省发展改革委", "各市政府", "负责", "配合", "2020年12月底前", "到2025年", "85%以上", "附件1", "鲁政发〔2020〕8号",
     "《关于加快推进工作的意见》", "会议", "指出，", "要", "完成", " ", "山东省人民政府", "建设", "等7市（以下简称“7市”）"]
)  # fmt: skip


@settings(max_examples=120)
@given(st.lists(_WORDS, max_size=60).map("".join))
def test_any_words_of_the_genre_give_a_sound_notice(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "words.txt"
    path.write_text(text, encoding="utf-8")
    outcome = read_one(Input(path, "words.txt"), Options())
    assert outcome.problem is None or outcome.problem.code != "internal-error", outcome.problem.message
    for notice in [outcome.notice, *outcome.notice.parts] if outcome.notice else []:
        assert [row.message for row in notice.findings if row.severity == "error"] == []


@pytest.mark.parametrize(
    "piece",
    ["9", "一", "a", "《", "（", "鲁政发〔2020〕", "85%以上", "1.", "附件1\n", "（一）推进建设。", "一、推进\n（一）加快建设。（责任单位：省财政厅）\n",
     "济南、淄博等7市（以下简称“7市”）", "一、推进（一）加快建设。1.做好工作。（责任单位：省财政厅）"],
)  # fmt: skip
def test_the_cost_of_a_text_grows_with_its_length(tmp_path: Path, piece: str) -> None:
    """Six times the text may take six times as long; where each place looks at all others it takes 36 times."""
    spent = []
    for length in (5_000, 30_000):
        path = tmp_path / "long.txt"
        path.write_text("关于印发方案的通知\n各市人民政府：\n" + piece * (length // len(piece)) + "\n省政府\n", encoding="utf-8")
        started = time.process_time()
        outcome = read_one(Input(path, "long.txt"), Options())
        spent.append(time.process_time() - started)
        assert outcome.problem is None
    assert spent[1] < 12 * spent[0] + 0.4


def test_a_paragraph_that_no_notice_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("推进建设，" * 50_000, encoding="utf-8")
    problem = read_one(Input(path, "long.txt"), Options()).problem
    assert problem and problem.code == "file-too-large"
    assert problem.message == "long.txt: a paragraph of 250000 characters is more than the limit of 200000; break it into lines"
