"""Notices scanned at 200 dpi, turned by 0.6° and blurred: nearly the records of the files themselves."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from scan_material import born_pages, save, scanned
from scoring import labels_of
from taskextract.assemble import read_notice_file
from taskextract.options import Options
from taskextract.reading import vocabulary
from taskextract.records import Notice

FLOORS = {"tasks": 0.97, "measures": 0.93, "assignments": 0.97}
CHARACTERS = 0.999

MADE = {
    "jiaodong": ("jiaodong", "a row a measure", slice(0, 2), "Noto Serif CJK SC", 10.5),
    "capital": ("capital", "narrow columns", slice(14, 16), "Noto Sans CJK SC", 10.5),
    "lunan": ("lunan", "sections, two header rows", slice(0, 2), "Noto Serif CJK SC", 10.5),
}
CONDITIONS = {"jiaodong": {}, "capital": {"skew": -0.6, "blur": 1.0}, "lunan": {"noise": 4.0}}
ENDINGS = {"jiaodong": ".tif", "capital": ".tif", "lunan": ".pdf"}

Read = tuple[Notice, str]


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Read, Read]]:
    """Each notice with its text, read from the file itself and from its scan."""
    folder = tmp_path_factory.mktemp("scan")
    out = {}
    for name, born in born_pages(folder, MADE).items():
        scan = save(scanned(born, **CONDITIONS[name]), folder / f"{name}-scan{ENDINGS[name]}")
        out[name] = (_read(born), _read(scan))
    return out


def _read(path: Path) -> Read:
    result = read_notice_file(path, path.name, vocabulary(None), Options())
    assert result.notice is not None, result.failure
    return result.notice, result.texts[path.name]


@pytest.mark.parametrize("name", MADE)
def test_records_of_a_scan(notices: dict[str, tuple[Read, Read]], name: str) -> None:
    expected, found = (_rows(notice) for notice, _ in notices[name])
    assert len(expected["measures"]) > 4
    for kind, floor in FLOORS.items():
        both = (expected[kind] & found[kind]).total()
        assert 2 * both / (expected[kind].total() + found[kind].total()) >= floor, kind


def _rows(notice: Notice) -> dict[str, Counter[str]]:
    tasks = labels_of(notice)["tasks"]
    measures = [(_text(m["text"]), m["agencies"]) for t in tasks for m in t["measures"]]
    return {
        "tasks": Counter(f"{t['number']} {_text(t['name'])}" for t in tasks),
        "measures": Counter(text for text, _ in measures),
        "assignments": Counter(f"{text} {a[0]} {a[2]}" for text, bodies in measures for a in bodies),
    }


@pytest.mark.parametrize("name", MADE)
def test_characters_of_a_scan(notices: dict[str, tuple[Read, Read]], name: str) -> None:
    true, seen = (_text(text) for _, text in notices[name])
    assert Levenshtein.distance(true, seen) <= (1 - CHARACTERS) * len(true)


def _text(text: str | None) -> str:
    """Without blanks and widths."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())
