"""JSON: the whole record of one file's notices, laid out so that two versions compare line by line."""

from __future__ import annotations

from pathlib import Path

import msgspec

from taskextract import paths
from taskextract.dataset import Dataset
from taskextract.records import Notice


def write(dataset: Dataset, folder: Path) -> None:
    """Write `json/<doc_id>.json` for every file; its parts are inside."""
    for notice in dataset.notices:
        path = paths.json_path(folder, notice.document.doc_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(render(notice))


def render(notice: Notice) -> bytes:
    """A notice as JSON: UTF-8, two-space indent, keys in the order of the schema, a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(notice), indent=2) + b"\n"
