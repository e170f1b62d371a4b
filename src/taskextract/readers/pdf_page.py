"""One PDF page as runs of text and ruling lines, through PDFium's own calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from taskextract.document import Box
from taskextract.readers.page import Page
from taskextract.readers.pdf_rules import page_rules
from taskextract.readers.pdf_text import View, page_runs
from taskextract.readers.pdfium import TEXT_INVISIBLE, Floats, address, functions

MAX_CHARS = 60_000
"""Characters on one page above which the rest of the page is not read."""
LAYER = 0.3
"""The part of a page that images cover from which on invisible text is what a scanner's program read in them."""
LOOKED_AT = 60
"""Characters of a page whose mapping to Unicode is looked at."""


@dataclass(frozen=True, slots=True)
class PageState:
    """What was seen on a page beside its text: what decides whether it must be recognised as an image.

    `objects` counts what is drawn, `unmapped` glyphs without a meaning in Unicode, `image_cover` is the part of the page that
    images cover, `images` where they lie in the reading frame, `hidden` whether its text is invisible (the layer that a scanner's program adds),
    `truncated` whether limits cut off text or lines.
    """

    chars: int
    objects: int
    unmapped: int
    image_cover: float
    hidden: bool
    truncated: bool
    images: tuple[Box, ...] = ()


def read_page(document: Any, number: int) -> tuple[Page, PageState]:
    """Page `number` (from 1) of an opened PDF. Raises `ValueError` where PDFium cannot load it."""
    pdfium, document = functions(), address(document)
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise ValueError(f"page {number} cannot be loaded")
    try:
        return _read_loaded(pdfium, page, number, tagged=bool(pdfium.FPDFCatalog_IsTagged(document)))
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_loaded(pdfium: Any, page: Any, number: int, *, tagged: bool) -> tuple[Page, PageState]:
    view = _view(pdfium, page)
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise ValueError(f"the text of page {number} cannot be loaded")
    try:
        found = min(pdfium.FPDFText_CountChars(text_page), MAX_CHARS)
        truncated = found == MAX_CHARS
        runs, turn, unseen = page_runs(pdfium, text_page, max(found, 0), view, tagged)
        unmapped = _unmapped(pdfium, text_page, found) if found else 0
        frame = view.turned(-turn)
        drawn = page_rules(pdfium, page, frame)
        hidden = drawn.image_cover > LAYER and _hidden(pdfium, text_page, found)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    width, height = frame.size
    if len(unseen) == len(runs) or drawn.image_cover > LAYER:
        unseen = []
    aside = set(map(id, unseen))
    runs = [run for run in runs if id(run) not in aside] if aside else runs
    state = PageState(found, drawn.objects, unmapped, drawn.image_cover, hidden, truncated or drawn.truncated, tuple(drawn.images))
    return Page(number, width, height, runs, drawn.rules, turn, unseen), state


def _view(pdfium: Any, page: Any) -> View:
    edges = Floats()
    media = (0.0, 0.0, 0.0, 0.0)
    if pdfium.FPDFPage_GetMediaBox(page, *edges.places):
        media = _ordered(edges.values)
    box = media
    if pdfium.FPDFPage_GetCropBox(page, *edges.places):
        crop = _ordered(edges.values)
        box = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
        if media[2] <= media[0]:
            box = crop
    turn = int(pdfium.FPDFPage_GetRotation(page)) * 90 % 360
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        box = (0.0, 0.0, wide, high) if turn in (0, 180) else (0.0, 0.0, high, wide)
    return View(*box, turn)


def _ordered(v: Sequence[float]) -> tuple[float, float, float, float]:
    return (min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3]))


def _unmapped(pdfium: Any, text_page: Any, n: int) -> int:
    """Glyphs without a Unicode mapping, told from characters spread over the page."""
    step = max(n // LOOKED_AT, 1)
    looked = range(0, n, step)
    return step * sum(1 for i in looked if pdfium.FPDFText_HasUnicodeMapError(text_page, i) == 1)


def _hidden(pdfium: Any, text_page: Any, n: int) -> bool:
    """Whether the first characters are drawn invisibly."""
    seen = 0
    for i in range(min(n, 40)):
        holder = pdfium.FPDFText_GetTextObject(text_page, i)
        if holder and pdfium.FPDFText_IsGenerated(text_page, i) != 1:
            if pdfium.FPDFTextObj_GetTextRenderMode(holder) != TEXT_INVISIBLE:
                return False
            seen += 1
    return seen > 0
