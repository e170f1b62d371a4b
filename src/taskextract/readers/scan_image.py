"""Pictures as grey arrays: decoding within limits, straightening, size for recognition."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from taskextract.readers.source import Unreadable

MAX_SIDE = 20_000
"""Pixels: pictures with a longer side are refused."""
MAX_PIXELS = 89_000_000
"""Pixels in all: larger pictures are refused."""
MAX_FRAMES = 2_000
"""Pages of a TIFF file."""
DPI = 200
"""The resolution that pictures are brought to, and that is taken where a file states none."""
INK_DPI = 75
"""Dots per inch at which ink is looked for."""
FAINTEST = 24
"""Levels of grey by which ink is darker than the paper around it."""
SPECK = 6
"""Pixels at `INK_DPI`: less ink is dust."""
LONG = 2
"""Times its width is the height of a picture that is more than a page."""
STEEPEST = 5.0
"""Degrees: more than this is no slip of the scanner."""


def new_page(width: float, height: float, dpi: int) -> Any:
    """A white page of `width` × `height` points."""
    import numpy as np

    cols, rows = round(width * dpi / 72), round(height * dpi / 72)
    if max(cols, rows) > MAX_SIDE or cols * rows > MAX_PIXELS:
        raise _too_large(cols, rows)
    return np.full((max(rows, 1), max(cols, 1)), 255, np.uint8)


def decode(data: bytes) -> Any:
    """The first picture in an image file, grey."""
    import cv2

    picture = next(frames(data))[0]
    return picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def frames(data: bytes) -> Iterator[tuple[Any, float]]:
    """The pictures of an image file, grey or RGB, each with its dots per inch. `Unreadable` where it is damaged or too large."""
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            pictures = getattr(image, "n_frames", 1)
            if pictures > MAX_FRAMES:
                raise Unreadable("file-too-large", f"the file holds {pictures} pictures, more than the limit of {MAX_FRAMES}: split it")
            for i in range(pictures):
                image.seek(i)
                cols, rows = image.size
                if max(cols, rows) > MAX_SIDE or cols * rows > MAX_PIXELS:
                    raise _too_large(cols, rows)
                yield np.asarray(_opaque(image)), _dpi(image)
    except Image.DecompressionBombError as error:
        raise Unreadable("file-too-large", "the picture is larger than the limit: scan it at 200 to 300 dpi") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        raise Unreadable("unreadable-file", "the picture is damaged or of an unknown kind: save it as PNG and try again") from error


def _opaque(image: Any) -> Any:
    """Grey, or RGB where there is colour; what is transparent white."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        back = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(back, image.convert("RGBA")).convert("RGB")
    if image.mode.startswith("I;16"):
        return image.point(lambda v: v / 256).convert("L")
    return image.convert("L" if image.mode in ("1", "L", "I", "F") else "RGB")


def _dpi(image: Any) -> float:
    """The resolution that a file states, if it is a sound one; else that of a page of usual width."""
    stated = float((image.info.get("dpi") or (0.0, 0.0))[0] or 0.0)
    if 90 < stated < 1300:
        return stated
    return max(float(min(image.size)) / (210 / 25.4), 72.0)


def _too_large(cols: int, rows: int) -> Unreadable:
    return Unreadable(
        "file-too-large",
        f"the picture has {cols} × {rows} pixels, more than the limit ({MAX_SIDE} a side, {MAX_PIXELS // 10**6} million in all): scan it at 200 to 300 dpi",
    )


def is_blank(picture: Any, dpi: float) -> bool:
    """Whether there is no ink in a picture, or less than a character of it: nothing darker than the paper around."""
    import cv2
    import numpy as np

    zoom = min(INK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(small, (31, 31))
    return int(np.count_nonzero(cv2.subtract(paper, small) > FAINTEST)) < SPECK


def scaled(picture: Any, dpi: float) -> tuple[Any, float]:
    """A picture brought near to `DPI`: coarse ones enlarged by half, fine ones reduced; and by how much."""
    import cv2

    zoom = 1.5 if dpi < 0.95 * DPI else DPI / dpi if dpi > 1.6 * DPI else 1.0
    if zoom == 1.0:
        return picture, 1.0
    how = cv2.INTER_CUBIC if zoom > 1 else cv2.INTER_AREA
    return cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=how), zoom


def straightened(picture: Any) -> tuple[Any, float]:
    """A picture turned so that its lines lie level, and by how many degrees it was turned."""
    import cv2

    angle = skew(picture)
    if abs(angle) < 0.05:
        return picture, 0.0
    rows, cols = picture.shape
    turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), angle, 1.0)
    flat = cv2.warpAffine(picture, turn, (cols, rows), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat, angle


def skew(picture: Any) -> float:
    """By how many degrees (counter-clockwise) a picture must be turned to be level.

    The angle at which the rows of ink are most unevenly filled: text lines and rulings are then level.
    """
    import cv2
    import numpy as np

    rows, cols = picture.shape
    if rows > LONG * cols:  # a strip of pages: the middle of it tells
        picture = picture[(rows - LONG * cols) // 2 : (rows + LONG * cols) // 2]
    scale = min(1.0, 1000 / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = 255 - small
    ink[ink < 60] = 0

    def uneven(angle: float) -> float:
        rows, cols = ink.shape
        turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), angle, 1.0)
        sums = cv2.warpAffine(ink, turn, (cols, rows)).sum(axis=1, dtype=np.float64)
        return float(((sums[1:] - sums[:-1]) ** 2).sum())

    best = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5).tolist(), key=uneven)
    for step in (0.1, 0.02):
        best = max((best + k * step for k in range(-5, 6)), key=uneven)
    return float(round(best, 3))
