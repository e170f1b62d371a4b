"""Pictures of pages (scans, photographs, PDF pages without text): straightened, ruled, recognised."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.progress import step
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.paper import assemble
from taskextract.readers.scan_again import read_surely
from taskextract.readers.scan_blanks import with_blanks
from taskextract.readers.scan_cells import is_upright, level_boxes
from taskextract.readers.scan_dash import told_strokes
from taskextract.readers.scan_find import Strip, find_ink, find_strips
from taskextract.readers.scan_image import frames, is_blank, new_page, scaled, straightened
from taskextract.readers.scan_lines import line_run, page_blanks
from taskextract.readers.scan_read import ADVICE, Reading, find_boxes, read_strips
from taskextract.readers.scan_rules import find_rules, without_rules
from taskextract.readers.scan_seals import without_seals
from taskextract.readers.source import Source, Unreadable
from taskextract.vocabulary.pairs import is_word

POOR = 0.7
"""A page recognised with less certainty than this is tried turned."""
SENSELESS = 0.25
"""So is one of whose pairs of Chinese characters fewer are words: half of them are in notices, a tenth in a jumble."""
PAIRS = 40
"""Pairs of characters from which on that share tells."""
NOISE = 0.5
"""A line recognised with less certainty than this is no text."""
TASTE = 6
"""Lines that are read to tell which way a page must be held."""
NEEDED = ("rapidocr", "onnxruntime", "cv2")


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """The document of an image file (each frame of a TIFF is a page). Raises `Unreadable`."""
    check_installed()
    findings: list[Finding] = []
    document, more = assemble(_pages(source, findings), source.media_type)
    if not document.text.strip():
        raise Unreadable("empty-file", "no text was recognised in the picture; if it shows a notice, scan it again at 200 to 300 dpi")
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
        raise Unreadable("missing-reader", ADVICE)


def render(document: Any, number: int, dpi: int) -> Any:
    """Page `number` (from 1) of an opened PDF as a picture in RGB."""
    check_installed()
    page = document[number - 1]
    try:
        wide, high = page.get_size()
        new_page(wide, high, dpi)
        return page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy()
    finally:
        page.close()


def recognise(picture: Any, number: int, dpi: float) -> tuple[Page, list[Finding]]:
    """The text and the ruling lines of a picture, grey or RGB; coordinates in points of the page as pictured."""
    check_installed()
    picture, seals = without_seals(picture, dpi)
    findings = [Finding("reader-note", f"page {number} bears {seals} red seal(s): what they say was not read")] * (seals > 0)
    if is_blank(picture, dpi):
        return Page(number, picture.shape[1] * 72 / dpi, picture.shape[0] * 72 / dpi, [], []), findings
    view = _view(picture, dpi, 0)
    read = None if view.sideways else _read(view)
    if read is None or read.certainty < POOR or _is_jumble(read.runs):
        views = [view, *(_view(picture, dpi, degrees) for degrees in (90, 270, 180))]
        best = max(views, key=_promise)
        if best is not view or read is None:
            view, read = best, _read(best)
    step()
    if abs(view.skew) > 0.3:
        findings.append(Finding("reader-note", f"page {number} was turned by {view.skew:.1f}° to lie level"))
    unit = view.unit
    rules = [r.times(unit) for r in view.rules]
    high, wide = view.picture.shape
    return Page(number, wide * unit, high * unit, read.runs, rules, view.turn, skew=view.skew), findings


@dataclass(frozen=True, slots=True)
class _View:
    """A picture held one way and straightened, without its ruling lines; `unit` is the size of a pixel in points.

    `sideways` says that most lines of text seem to stand upright in it.
    """

    picture: Any
    ink: Any
    rules: list[Rule]
    strips: list[Strip]
    skew: float
    unit: float
    turn: int
    sideways: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """The lines of a view, and the mean certainty of their characters."""

    runs: list[Run]
    certainty: float


def _view(picture: Any, dpi: float, turn: int) -> _View:
    import numpy as np

    held = np.ascontiguousarray(np.rot90(picture, turn // 90)) if turn else picture
    flat, skew = straightened(held)
    large, zoom = scaled(flat, dpi)
    rules, mask = find_rules(large, dpi * zoom)
    clean = without_rules(large, mask)
    boxes = find_boxes(clean, dpi * zoom)
    upright = sum(b.high for b in boxes if is_upright(b))
    level = sum(b.wide for b in boxes if not is_upright(b))
    ink = find_ink(clean)
    strips = find_strips(level_boxes(boxes, ink, rules), ink, [r for r in rules if r.upright])
    return _View(clean, ink, rules, strips, skew, 72 / (dpi * zoom), turn, upright > level)


def _read(view: _View) -> _Read:
    found = read_surely(view.picture, view.ink, view.strips)
    certainty = _certainty(found)
    readings = with_blanks(told_strokes(found, view.strips, view.picture), view.strips, view.ink)
    blanks = page_blanks(readings, view.strips)
    runs = [
        line_run(reading, strip, view.unit, blanks)
        for reading, strip in zip(readings, view.strips, strict=True)
        if _certainty([reading]) > NOISE and any(not g.text.isspace() for g in reading)
    ]
    return _Read(runs, certainty)


def _certainty(readings: Sequence[Reading]) -> float:
    """The mean certainty of the characters; 1 where there are none."""
    all_of = [g.certainty for reading in readings for g in reading]
    return sum(all_of) / len(all_of) if all_of else 1.0


def _promise(view: _View) -> float:
    """How surely the longest lines of a view are read, and how many words they hold.

    The network also reads columns of level characters from top to bottom, and surely; but they make no words.
    """
    if not view.strips:
        return 0.0
    longest = sorted(view.strips, key=lambda s: s.wide)[-TASTE:]
    found = read_strips(view.picture, longest)
    pairs, words = _words("".join(g.text for g in reading) for reading in found)
    return _certainty(found) + words / max(pairs, TASTE)


def _is_jumble(runs: Sequence[Run]) -> bool:
    pairs, words = _words(run.text for run in runs)
    return pairs >= PAIRS and words < SENSELESS * pairs


def _words(lines: Iterable[str]) -> tuple[int, int]:
    """How many pairs of Chinese characters stand side by side, and how many of those are words."""
    pairs = [is_word(a, b) for line in lines for a, b in itertools.pairwise(line) if min(a, b) >= "\u4e00" and max(a, b) <= "\u9fff"]
    return len(pairs), sum(pairs)
