"""What is declared is what is used: dependencies, formats, the targets of the Makefile that CI calls."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from taskextract import formats
from taskextract.readers import READERS, office

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _name(requirement: str) -> str:
    return re.split(r"[<>=\[ ]", requirement)[0].lower().replace("_", "-")


def _imported() -> set[str]:
    modules = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    return modules - set(sys.stdlib_module_names) - {"taskextract"}


def test_every_library_that_is_imported_is_declared_and_the_other_way_round() -> None:
    where = packages_distributions()
    used = {_name(where[module][0]) for module in _imported()}
    declared = {_name(one) for one in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["ocr"]]}
    assert used - declared == set()
    assert declared - used <= {"onnxruntime"}  # what rapidocr runs on


def test_every_library_is_pinned() -> None:
    pins = {_name(line) for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split()}
    wanted = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    assert {_name(one) for one in wanted} - pins == set()


def test_every_reader_says_what_it_needs() -> None:
    assert set(READERS.values()) == set(formats.NEEDS)
    assert [one.name for one in formats.formats() if not one.readable] == []


def test_ci_calls_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    called = set(re.findall(r"^make ([a-z]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.M))
    assert called == {"check", "test", "fuzz"}
    assert targets >= called | {"parse", "bench", "schemas", "clean"}


def test_without_libreoffice_its_formats_are_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    missing = {one.name: one.install for one in formats.formats() if not one.readable}
    assert "RTF" in missing and "DOCX (Word)" not in missing
    assert set(missing.values()) == {office.LIBREOFFICE}
