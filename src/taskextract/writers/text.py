"""Text: the canonical text of each document, what every span counts in."""

from __future__ import annotations

from pathlib import Path

from taskextract import paths
from taskextract.dataset import Dataset


def write(dataset: Dataset, folder: Path) -> None:
    """Write `text/<doc_id>.txt` for every document, parts too: UTF-8, not a character changed."""
    for doc_id, text in dataset.texts.items():
        path = paths.text_path(folder, doc_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
