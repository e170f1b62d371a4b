"""The public face: names, what is imported when, one version everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import taskextract as te

ROOT = Path(__file__).parent.parent
HEAVY = ("pandas", "pyarrow", "jieba", "lxml", "pypdfium2", "pdfplumber", "opencc", "openpyxl", "docx", "rich", "numpy")


@pytest.mark.parametrize("name", te.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(te, name) is not None
    assert name in dir(te)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        te.nothing  # noqa: B018


@pytest.mark.parametrize("code", ["import taskextract", "from taskextract.cli import main; main()"])
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    script = f"""
import sys
sys.argv = ["taskextract", "--help"]
try:
    {code}
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_help_comes_at_once() -> None:
    """Processor time, the lowest of five: 0.09 s on a slow machine, where pandas alone takes 0.4 s."""
    script = """
import os, subprocess, sys
before = os.times()
subprocess.run([sys.executable, "-m", "taskextract", "--help"], check=True, stdout=subprocess.DEVNULL)
after = os.times()
print(after.children_user + after.children_system - before.children_user - before.children_system)
"""
    seconds = [float(subprocess.check_output([sys.executable, "-c", script])) for _ in range(5)]
    assert min(seconds) < 0.2


def test_one_version_everywhere() -> None:
    assert te.__version__ == version("taskextract")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[({re.escape(te.__version__)}|Unreleased)\]", changelog, re.M)


def test_a_run_needs_no_pandas(tmp_path: Path) -> None:
    script = f"""
import sys
sys.argv = ["taskextract", "parse", {str(ROOT / "raw")!r}, "-q", "-j", "0", "--no-cache", "-o", {str(tmp_path / "p")!r}]
from taskextract.cli import main
try:
    main()
finally:
    print([name for name in ("pandas", "jieba", "rich") if name in sys.modules])
"""
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"
