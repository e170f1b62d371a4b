"""Tables whose print leaves open where paragraphs end: the records of the Word file all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from format_compare import facts
from format_material import RAW
from format_tables import CASES, write_prints
from readers import build
from readers.paged_material import pdf_by_libreoffice

NOT_IN_PRINTS = {"findings"}
SEEDS = ("jiaodong", "lunan")

Prints = dict[str, tuple[Path, Path]]


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Prints:
    return write_prints(tmp_path_factory.mktemp("tables"))


@pytest.mark.parametrize("case", CASES)
def test_the_records_are_those_of_the_word_file(prints: Prints, case: str) -> None:
    word, pdf = prints[case]
    expected, found = facts(te.read(word)), facts(te.read(pdf))
    for name in expected.keys() - NOT_IN_PRINTS:
        assert found[name] == expected[name], name


def test_a_comparison_of_a_notice_with_its_print_finds_nothing(tmp_path: Path) -> None:
    words = [tmp_path / f"{name}.docx" for name in SEEDS]
    for name, word in zip(SEEDS, words, strict=True):
        word.write_bytes(build.build_docx(build.from_dump(next(RAW.glob(f"*{name}*division-table.txt")))))
    for word, pdf in zip(words, pdf_by_libreoffice(tmp_path, *words), strict=True):
        assert te.diff(te.read(word), te.read(pdf)).summary == {}, word.name
