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
    for resource, matrix in drawn.images:
        image = decode(_file(package, page, resource))
        rows, cols = image.shape[:2]
        corners = [apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1))]
        target = np.array([[x * scale, y * scale] for x, y in corners], np.float32)
        source = np.array([[0, 0], [cols, 0], [0, rows]], np.float32)
        warp = cv2.getAffineTransform(source, target)
        size = (picture.shape[1], picture.shape[0])
        laid = cv2.warpAffine(image, warp, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
        picture = np.minimum(picture, laid)
    for pieces in drawn.shapes:
        outline = [np.clip(np.array(piece) * scale, -_FARTHEST, _FARTHEST).round().astype(np.int32) for piece in pieces]
        cv2.fillPoly(picture, outline, 0)
    return picture


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
