"""Ruling lines in a picture of a page."""

from __future__ import annotations

from typing import Any

from taskextract.readers.page import Rule

ACROSS = 80
"""Pixels at 200 dpi: the shortest line across; strokes of large characters are shorter."""
UPRIGHT = 60
"""Pixels at 200 dpi: the shortest upright line."""
THICKEST = 14
"""Pixels: what is thicker is a block of ink."""


def find_rules(picture: Any) -> tuple[list[Rule], Any]:
    """The lines of a grey picture in pixels, and a mask of them (255 where one runs)."""
    import cv2
    import numpy as np

    ink = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    mask = np.zeros_like(ink)
    rules: list[Rule] = []
    for upright, kernel in ((False, (ACROSS, 1)), (True, (1, UPRIGHT))):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for i in range(1, count):
            x, y, wide, high, _ = (int(v) for v in stats[i])
            if (wide if upright else high) > THICKEST:
                continue
            if upright:
                rules.append(Rule(x + wide / 2, y, y + high, True))
            else:
                rules.append(Rule(y + high / 2, x, x + wide, False))
            mask[y : y + high, x : x + wide][labels[y : y + high, x : x + wide] == i] = 255
    return rules, mask


def without_rules(picture: Any, mask: Any) -> Any:
    """The picture with its lines painted over, so that they are not read as characters."""
    import cv2
    import numpy as np

    wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    clean = picture.copy()
    clean[wide > 0] = int(np.percentile(picture, 75))
    return clean
