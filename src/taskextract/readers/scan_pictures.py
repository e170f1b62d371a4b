"""Pictures with text of their own (a table pasted as a picture): read where they stand, beside the text around them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from taskextract.document import Block, Box, Document, Furniture, Span, Table
from taskextract.findings import Finding
from taskextract.readers.flow import Grid, GridCell, Text
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.paper import assemble
from taskextract.readers.scan import check_installed, recognise
from taskextract.readers.scan_image import frames

NARROWEST, LOWEST = 120.0, 30.0
"""Points: a smaller picture is an emblem, a seal, a signature."""
LEAST = (240, 60)
"""Pixels: the same of an image file."""
BESIDE = 0.02
"""The part of a picture that text may cover by overlapping its edges."""
ENOUGH = 20
"""A picture with fewer characters is an illustration."""
MANY = 2_000
"""Pictures and pieces of pictures on a page from which on none is looked at."""
MOST = 12
"""A page with more pictures than this is a mosaic."""
SURE = 0.05
"""The part of a picture's characters that may be doubtful: of photographs and ornaments more is."""


def text_pictures(page: Page, boxes: Sequence[Box]) -> list[Box]:
    """Where a page has pictures that may hold text: large ones, with no text of the page over them."""
    out: list[Box] = []
    if len(boxes) > MANY:
        return out
    for box in _whole(boxes):
        x0, top, x1, bottom = max(box[0], 0.0), max(box[1], 0.0), min(box[2], page.width), min(box[3], page.height)
        if x1 - x0 < NARROWEST or bottom - top < LOWEST or page.turn:
            continue
        over = sum(_shared((x0, top, x1, bottom), r) for r in page.runs)
        if over <= BESIDE * (x1 - x0) * (bottom - top):
            out.append((x0, top, x1, bottom))
    return out if len(out) <= MOST else []


def _whole(boxes: Sequence[Box]) -> list[Box]:
    """Pictures that a program has cut into strips, one below the other, put together."""
    out: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b[0], b[1])):
        if out and max(abs(box[0] - out[-1][0]), abs(box[2] - out[-1][2]), abs(box[1] - out[-1][3])) < 1.0:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2], box[3])
        else:
            out.append(box)
    return out


def _shared(box: Box, run: Run) -> float:
    wide = min(box[2], run.x1) - max(box[0], run.x0)
    high = min(box[3], run.bottom) - max(box[1], run.top)
    return max(wide, 0.0) * max(high, 0.0)


def with_pictures(page: Page, boxes: Sequence[Box], picture: Any, dpi: float) -> tuple[Page, list[Finding]]:
    """A page with the text of its pictures at `boxes`; `picture` is the whole page as shown, at `dpi`.

    Raises `Unreadable` where recognition is not installed.
    """
    check_installed()
    runs, rules = list(page.runs), list(page.rules)
    findings: list[Finding] = []
    for box in boxes:
        found, more = _read(picture, box, page.number, dpi)
        if found is None:
            continue
        runs += found.runs
        rules += found.rules
        chars = sum(len(r.text) for r in found.runs)
        findings += [*more, Finding(
            "reader-note", f"page {page.number}: {chars} characters were recognised in a picture beside the text; compare them with it"
        )]  # fmt: skip
    return replace(page, runs=runs, rules=rules), findings


def _read(picture: Any, box: Box, number: int, dpi: float) -> tuple[Page | None, list[Finding]]:
    """What a picture says, at its place on the page; None where it holds no lines of text that stand level."""
    scale = dpi / 72
    part = picture[int(box[1] * scale) : int(box[3] * scale) + 1, int(box[0] * scale) : int(box[2] * scale) + 1]
    found, findings = recognise(part, number, dpi)
    if found.turn or not _is_text(found.runs):
        return None, []
    runs = [_placed(r, box[0], box[1]) for r in found.runs]
    rules = [_moved(r, box[0], box[1]) for r in found.rules]
    return replace(found, runs=runs, rules=rules), findings


def _is_text(runs: Sequence[Run]) -> bool:
    chars = sum(len(r.text) for r in runs)
    return chars >= ENOUGH and sum(len(r.doubts) for r in runs) <= SURE * chars


def _placed(run: Run, right: float, down: float) -> Run:
    """A run moved to the right and down, in points."""
    return replace(run, edges=array("f", (e + right for e in run.edges)), top=run.top + down, bottom=run.bottom + down)


def _moved(rule: Rule, right: float, down: float) -> Rule:
    across, along = (right, down) if rule.upright else (down, right)
    return Rule(rule.at + across, rule.low + along, rule.high + along, rule.upright)


def pixels(data: bytes) -> int:
    """How many pixels an image file has: what its recognition costs. Raises `Unreadable` as `picture_blocks` does."""
    check_installed()
    high, wide = next(frames(data))[0].shape[:2]
    return int(high) * int(wide)


def picture_blocks(data: bytes) -> tuple[list[Text | Grid], list[Finding]]:
    """What an image file inside a document says, as blocks; none where it is an illustration.

    Raises `Unreadable` where recognition is not installed, or the image is of an unknown kind.
    """
    check_installed()
    picture, dpi = next(frames(data))
    if picture.shape[0] < LEAST[1] or picture.shape[1] < LEAST[0]:
        return [], []
    page, _ = recognise(picture, 1, dpi)
    if not _is_text(page.runs):
        return [], []
    document, found = assemble(iter([page]), "image")
    doubts = [f for f in found if f.code == "doubtful-recognition"]
    findings = [Finding("reader-note", f"{len(document.text)} characters were recognised in a picture; compare them with it")]
    if doubts:
        findings.append(Finding(
            "doubtful-recognition", "a picture in the text: recognised with low certainty; compare with the picture",
            before="".join(f.before or "" for f in doubts), certainty=min((f.certainty for f in doubts if f.certainty is not None), default=None),
        ))  # fmt: skip
    return [_flowing(document, block) for block in document.blocks], findings


def _flowing(document: Document, block: Block) -> Text | Grid:
    if isinstance(block, Table):
        return Grid([
            GridCell(c.row, c.col, c.row_span, c.col_span, [Text(_said(document, p)) for p in c.paragraphs]) for c in block.cells
        ])  # fmt: skip
    furniture = block.kind if isinstance(block, Furniture) else ""
    return Text(_said(document, block.spans), furniture=furniture)


def _said(document: Document, spans: Sequence[Span]) -> str:
    return "".join(document.text[s.start : s.end] for s in spans)
