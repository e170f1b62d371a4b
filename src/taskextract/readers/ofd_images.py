"""A picture of an OFD page that holds images or outlines in place of text."""

from __future__ import annotations

from typing import Any

from taskextract.readers.affine import apply
from taskextract.readers.ofd_package import OfdPage, Package, children, text_of
from taskextract.readers.ofd_page import MM, Drawn
from taskextract.readers.scan_image import decode, new_page
from taskextract.readers.source import Unreadable

_FARTHEST = 1e5  # pixels: far outside of any picture, near enough for whole numbers


def paint(package: Package, page: OfdPage, drawn: Drawn, dpi: int) -> Any:
    """A grey picture (rows × columns, 0–255) of the page's images and filled outlines."""
    import cv2
    import numpy as np

    _, _, wide, high = page.area
    picture = new_page(wide * MM, high * MM, dpi)
    scale = dpi / 72
    seen, image = None, None
    for resource, matrix in drawn.images:
        if resource != seen:
            seen, image = resource, decode(_file(package, page, resource))
        _lay(image, [[v * scale for v in apply(matrix, x, y)] for x, y in ((0, 0), (1, 0), (0, 1))], picture)
    for pieces in drawn.shapes:
        outline = [np.clip(np.array(piece) * scale, -_FARTHEST, _FARTHEST).round().astype(np.int32) for piece in pieces]
        cv2.fillPoly(picture, outline, 0)
    return picture


def _lay(image: Any, corners: list[list[float]], picture: Any) -> None:
    """Draw an image into a picture where its upper left, upper right and lower left corners stand (pixels).

    Only the part of the picture that it covers is touched: a page may be cut into hundreds of strips.
    """
    import cv2
    import numpy as np

    (x0, y0), (x1, y1), (x2, y2) = np.clip(corners, -_FARTHEST, _FARTHEST).tolist()
    across, down = (x0, x1, x2, x1 + x2 - x0), (y0, y1, y2, y1 + y2 - y0)
    left, top = max(int(min(across)) - 1, 0), max(int(min(down)) - 1, 0)
    part = picture[top : max(int(max(down)) + 2, 0), left : max(int(max(across)) + 2, 0)]
    if not part.size:
        return
    rows, cols = image.shape[:2]
    source = np.array([[0, 0], [cols, 0], [0, rows]], np.float32)
    target = np.array([[x0 - left, y0 - top], [x1 - left, y1 - top], [x2 - left, y2 - top]], np.float32)
    size = (part.shape[1], part.shape[0])
    warp = cv2.getAffineTransform(source, target)
    laid = cv2.warpAffine(image, warp, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    np.minimum(part, laid, out=part)


def _file(package: Package, page: OfdPage, resource: str) -> bytes:
    """The bytes of an image resource."""
    for place, root in page.resources:
        folder = place.rpartition("/")[0]
        base = root.get("BaseLoc") or ""
        for group in children(root, "MultiMedias"):
            for media in children(group, "MultiMedia"):
                if media.get("ID") == resource:
                    name = text_of(next(children(media, "MediaFile"), None))
                    inside = package.resolve(folder, f"{base}/{name}" if base else name)
                    return package.archive.read(inside)
    raise Unreadable("unreadable-file", "an image of the page is missing from the OFD")
