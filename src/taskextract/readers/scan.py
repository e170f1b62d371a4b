"""Pictures of pages (scans, photographs, PDF pages without text): straightened, ruled, recognised."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.paper import assemble
from taskextract.readers.scan_image import frames, new_page, scaled, straightened
from taskextract.readers.scan_lines import Word, find_ink, line_run
from taskextract.readers.scan_rules import find_rules, without_rules
from taskextract.readers.source import Source, Unreadable

POOR = 0.7
"""A page recognised with less certainty than this is tried turned."""
GOOD = 0.9
"""A page recognised with more certainty than this is held the right way."""
NEEDED = ("rapidocr", "onnxruntime", "cv2")
_ADVICE = "reading pictures needs more: pip install 'taskextract[ocr]'"


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """The document of an image file (each frame of a TIFF is a page). Raises `Unreadable`."""
    check_installed()
    findings: list[Finding] = []
    document, more = assemble(_pages(source, findings), source.media_type)
    if not document.text.strip():
        raise Unreadable("empty-file", "no text was recognised in the picture")
    findings.append(Finding("reader-note", f"the text was recognised from {document.pages} picture(s)"))
    return document, (*findings, *more)


def _pages(source: Source, findings: list[Finding]) -> Iterator[Page]:
    for number, (picture, dpi) in enumerate(frames(source.data), 1):
        page, more = recognise(picture, number, dpi)
        findings += more
        yield page


def check_installed() -> None:
    """Raises `Unreadable` with what to install where recognition is not there."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise Unreadable("missing-reader", _ADVICE)


def render(document: Any, number: int, dpi: int) -> Any:
    """Page `number` (from 1) of an opened PDF as a grey picture."""
    check_installed()
    page = document[number - 1]
    try:
        wide, high = page.get_size()
        new_page(wide, high, dpi)
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        picture = bitmap.to_numpy()
        return picture.reshape(picture.shape[0], picture.shape[1]).copy()
    finally:
        page.close()


def recognise(picture: Any, number: int, dpi: float) -> tuple[Page, list[Finding]]:
    """The text and the ruling lines of a grey picture; coordinates in points of the page as pictured."""
    check_installed()
    best = _attempt(picture, dpi)
    turn = 0
    if best.sideways or best.certainty < POOR:
        import numpy as np

        for degrees in (90, 270, 180):
            other = _attempt(np.ascontiguousarray(np.rot90(picture, degrees // 90)), dpi)
            if other.score > best.score:
                best, turn = other, degrees
            if other is best and other.certainty > GOOD and not other.sideways:
                break
    findings: list[Finding] = []
    if abs(best.skew) > 0.3:
        findings.append(Finding("reader-note", f"page {number} was turned by {best.skew:.1f}° to lie level"))
    return Page(number, best.width, best.height, best.runs, best.rules, turn), findings


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was read of a picture held one way: runs and lines in points, the mean certainty of characters.

    `sideways` says that most lines of text were seen standing upright; `score` grows with the
    characters that were read level and for certain.
    """

    width: float
    height: float
    runs: list[Run]
    rules: list[Rule]
    skew: float
    certainty: float
    sideways: bool
    score: float


def _attempt(picture: Any, dpi: float) -> _Attempt:
    rows, cols = picture.shape
    flat, skew = straightened(picture)
    large, zoom = scaled(flat, dpi)
    rules, mask = find_rules(large)
    unit = 72 / (dpi * zoom)
    clean = without_rules(large, mask)
    walls, ink = [r for r in rules if r.upright], find_ink(clean)
    lines = list(_recognised(clean))
    runs = [line_run(words, corners, walls, ink, unit) for words, corners in lines]
    level = upright = 0.0
    for words, corners in lines:
        weight = sum(certainty for _, certainty, _ in words)
        if len(words) > 2 and _high(corners) > 1.5 * _wide(corners):
            upright += weight
        else:
            level += weight
    certainty = (level + upright) / max(sum(len(words) for words, _ in lines), 1)
    return _Attempt(
        cols * 72 / dpi, rows * 72 / dpi, runs, [r.times(unit) for r in rules], skew,
        certainty if lines else 1.0, upright > level, level * certainty,
    )  # fmt: skip


def _wide(corners: Sequence[Sequence[float]]) -> float:
    return float(max(p[0] for p in corners) - min(p[0] for p in corners))


def _high(corners: Sequence[Sequence[float]]) -> float:
    return float(max(p[1] for p in corners) - min(p[1] for p in corners))


def _recognised(picture: Any) -> Iterator[tuple[list[Word], Sequence[Sequence[float]]]]:
    """The characters of each line of text that is seen in a picture, and the corners of the line's box."""
    import cv2

    found = _engine()(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), return_word_box=True, return_single_char_box=True)
    if found.boxes is None or not found.word_results:
        return
    for line, corners in zip(found.word_results, found.boxes, strict=True):
        words = [(text, float(certainty), box) for text, certainty, box in line if text and box is not None]
        if any(text.strip() for text, _, _ in words):
            yield words, corners


@cache
def _engine() -> Any:
    """The recognition engine, one thread: files are worked on side by side."""
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise Unreadable("missing-reader", f"{_ADVICE} ({error})") from error
    return RapidOCR(params={
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    })
