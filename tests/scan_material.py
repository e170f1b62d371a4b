"""Pages of notices as a scanner gives them: rendered, turned, blurred, noisy."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from format_material import LAYOUTS, items_of, notice, tasks_of
from readers.paged_material import pdf_by_libreoffice, write_docx

DPI = 200


def born_pages(folder: Path, made: dict[str, tuple[str, str, slice, str, float]]) -> dict[str, Path]:
    """Notices as PDF, by name; each is (the table's name, layout, which of its tasks, font, size)."""
    sources = []
    for name, (table, layout, which, font, size) in made.items():
        rows, widths = LAYOUTS[layout]
        items = items_of(notice(rows(tasks_of(table)[which])), widths, 2 if "two header" in layout else 1)
        sources.append(write_docx(items, folder / f"{name}.docx", font=font, size=size))
    return dict(zip(made, pdf_by_libreoffice(folder, *sources), strict=True))


def scanned(born: Path, *, skew: float = 0.6, blur: float = 0.7, noise: float = 0.0, dpi: int = DPI) -> list[np.ndarray]:
    """Each page of a PDF as a grey picture, turned by `skew` degrees and blurred (pixels)."""
    document = pypdfium2.PdfDocument(born)
    pictures = []
    for number in range(len(document)):
        grey = document[number].render(scale=dpi / 72, grayscale=True).to_numpy()
        grey = grey.reshape(grey.shape[:2]).copy()
        high, wide = grey.shape
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)
        grey = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
        grey = cv2.GaussianBlur(grey, (0, 0), blur)
        if noise:
            drawn = np.random.default_rng(number).normal(0, noise, grey.shape)
            grey = np.clip(grey * 0.9 + 12 + drawn, 0, 255).astype(np.uint8)
        pictures.append(grey)
    document.close()
    return pictures


def save(pictures: list[np.ndarray], path: Path, *, dpi: int = DPI) -> Path:
    """The pictures as the pages of a TIFF, or a PDF of JPEG images."""
    first, *rest = [Image.fromarray(p) for p in pictures]
    if path.suffix == ".pdf":
        first.save(path, resolution=dpi, save_all=True, append_images=rest, quality=75)
    else:
        first.save(path, dpi=(dpi, dpi), save_all=True, append_images=rest, compression="tiff_lzw")
    return path
