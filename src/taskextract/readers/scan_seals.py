"""Red seals that lie over the text of a picture: taken off, so that the black text below them is read.

Red text (a letter head, a number) is left: a seal is one stroke of red, as wide as high, some centimetres
across; letters are smaller, lines are no circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LOOK_DPI = 75
"""Dots per inch at which seals are looked for."""
SMALLEST, LARGEST = 2.2, 6.5
"""Centimetres across a seal."""
ROUND = 1.25
"""Times its lesser side may be its greater one."""
RED = 40
"""Levels by which red ink is redder than green and blue."""
TINGED = 15
"""The same at the edges of its strokes, and where it lies over black."""


def without_seals(picture: Any, dpi: float) -> tuple[Any, int]:
    """A picture in grey without the red of its seals, and how many there are; grey pictures as they are."""
    import cv2

    if picture.ndim == 2:
        return picture, 0
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    boxes = list(_seals(picture, dpi))
    for rows, columns in boxes:
        grey[rows, columns] = _taken_off(picture[rows, columns], grey[rows, columns])
    return grey, len(boxes)


def _seals(picture: Any, dpi: float) -> Iterator[tuple[slice, slice]]:
    """The rows and columns over which the seals of a picture lie."""
    import cv2
    import numpy as np

    zoom = min(LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    red = cv2.dilate((_redness(small) > RED).astype(np.uint8), np.ones((5, 5), np.uint8))  # black strokes part its line
    _, _, stats, _ = cv2.connectedComponentsWithStats(red, connectivity=8)
    least, most = (cm / 2.54 * dpi * zoom for cm in (SMALLEST, LARGEST))
    for x, y, wide, high, _ in stats[1:].tolist():
        if least < min(wide, high) and max(wide, high) < min(most, ROUND * min(wide, high)):
            yield slice(int(y / zoom), int((y + high) / zoom) + 1), slice(int(x / zoom), int((x + wide) / zoom) + 1)


def _redness(picture: Any) -> Any:
    import cv2

    red, green, blue = cv2.split(picture)
    return cv2.subtract(red, cv2.max(green, blue))


def _taken_off(part: Any, grey: Any) -> Any:
    """The grey of a part of a picture, its red ink as light as the paper: black ink is as dark in red light as in white."""
    import numpy as np

    red, redness = part[:, :, 0].astype(np.float32), _redness(part)
    if not (redness > RED).any():  # dots of other colours that only look red together
        return grey
    ink, paper = float(np.median(red[redness > RED])), float(np.percentile(grey, 90))
    light = np.clip(red * paper / max(ink, 1.0), 0, paper)
    return np.where(redness > TINGED, light, grey).astype(np.uint8)
