"""Red seals over the text of a scan: what is black below them is read, and red text is left."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from readers.paged_material import cell_texts
from readers.test_scan import EXPECTED, picture, saved
from taskextract.document import Table
from taskextract.readers import scan, scan_image
from taskextract.readers.scan_seals import without_seals
from taskextract.readers.source import Source

RED = (210, 30, 30)


def stamped(grey: np.ndarray, at: tuple[int, int], radius: int = 150) -> np.ndarray:
    """A picture in colour with a seal's ring and star printed over it."""
    seal = np.full((*grey.shape, 3), 255, np.uint8)
    cv2.circle(seal, at, radius, RED, 9, cv2.LINE_AA)
    cv2.circle(seal, at, radius // 3, RED, -1, cv2.LINE_AA)
    return np.minimum(np.dstack([grey] * 3), seal)


def test_text_below_a_seal_is_read() -> None:
    data = saved(cv2.GaussianBlur(stamped(picture(), (600, 400)), (0, 0), 0.7))
    document, findings = scan.read(Source(Path("scan.png"), data, "image/png"))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert cell_texts(document, table) == EXPECTED
    assert [f for f in findings if "1 red seal" in f.message]


@pytest.mark.parametrize(
    ("shape", "seals"),
    [((300, 300), 1), ((300, 200), 0), ((130, 130), 0), ((700, 700), 0)],  # a seal, a frame, a letter, an ornament
)
def test_what_is_taken_off_is_round_and_some_centimetres_wide(shape: tuple[int, int], seals: int) -> None:
    page = np.full((1000, 1000, 3), 255, np.uint8)
    cv2.ellipse(page, (500, 500), (shape[0] // 2, shape[1] // 2), 0, 0, 360, RED, 10)
    page[495:505, 300:700] = 0
    grey, found = without_seals(page, 200)
    assert found == seals
    assert grey[500, 500] < 30
    whole = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    assert (int((grey < 200).sum()) < int((whole < 200).sum())) == bool(seals)


def test_a_grey_picture_stays_grey() -> None:
    assert without_seals(picture(), 200)[0].ndim == 2
    assert next(scan_image.frames(saved(picture())))[0].ndim == 2


@pytest.mark.filterwarnings("error")
def test_dots_that_look_red_together_are_left_as_they_are() -> None:
    dots = np.full((800, 800, 3), 255, np.uint8)
    dots[300:500:2, 300:500, 1] = 0
    dots[301:500:2, 300:500, 2] = 0
    grey, _ = without_seals(dots, 150)
    assert (grey == cv2.cvtColor(dots, cv2.COLOR_RGB2GRAY)).all()
