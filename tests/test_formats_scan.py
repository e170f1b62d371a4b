"""A page of a notice scanned at 200 dpi, turned by 0.6° and blurred: nearly the records of the file itself."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

import taskextract as te
from format_material import items_of, notice, row_per_measure, tasks_of
from readers.paged_material import pdf_by_libreoffice, write_docx
from scoring import labels_of
from taskextract.readers import pdf, scan
from taskextract.readers.source import Source
from taskextract.records import Notice

FLOORS = {"tasks": 0.97, "measures": 0.93, "assignments": 0.97}
DPI = 200


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One page with a table, as PDF and as a scan."""
    folder = tmp_path_factory.mktemp("scan")
    made = notice(row_per_measure(tasks_of("jiaodong")[:2]))
    items = items_of(made, (34, 90, 240, 110), 1)
    born = pdf_by_libreoffice(folder, write_docx(items, folder / "page.docx"))[0]
    document = pypdfium2.PdfDocument(born)
    grey = document[0].render(scale=DPI / 72, grayscale=True).to_numpy()
    grey = grey.reshape(grey.shape[:2]).copy()
    assert len(document) == 1
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 0.6, 1.0)
    turned = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    scanned = folder / "page.png"
    Image.fromarray(np.asarray(cv2.GaussianBlur(turned, (0, 0), 0.7))).save(scanned, dpi=(DPI, DPI))
    return born, scanned


def test_records_of_a_scan(page: tuple[Path, Path]) -> None:
    born, scanned = page
    expected, found = _rows(te.read(born)), _rows(te.read(scanned))
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


def test_characters_of_a_scan(page: tuple[Path, Path]) -> None:
    born, scanned = page
    true = _text(pdf.read(Source(born, born.read_bytes(), "application/pdf"))[0].text)
    seen = _text(scan.read(Source(scanned, scanned.read_bytes(), "image/png"))[0].text)
    blocks = difflib.SequenceMatcher(None, true, seen, autojunk=False).get_matching_blocks()
    assert sum(b.size for b in blocks) >= 0.999 * len(true)


def _text(text: str) -> str:
    """Without blanks and widths. A dash and the numeral 一 look alike: recognition does not tell them apart yet."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("—", "-").replace("一", "-")
