"""Where the files of a dataset stand in its folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from taskextract.records import TABLES

DATAPACKAGE = "datapackage.json"
WORKBOOK = "taskextract.xlsx"
PROGRAM = "taskextract"
_LONGEST_NAME = 255  # bytes that one name in a path may have on the usual file systems


def json_path(folder: Path, doc_id: str) -> Path:
    """`json/<doc_id>.json`, the record of one file's notices."""
    return folder / "json" / _below(doc_id, ".json")


def text_path(folder: Path, doc_id: str) -> Path:
    """`text/<doc_id>.txt`, the canonical text of one document."""
    return folder / "text" / _below(doc_id, ".txt")


def table_path(folder: Path, table: str) -> Path:
    """`<table>.parquet`."""
    return folder / f"{table}.parquet"


def is_dataset(folder: Path) -> bool:
    """Whether `folder` holds a dataset that this program wrote."""
    try:
        package = json.loads((folder / DATAPACKAGE).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(package, dict) and isinstance(package.get(PROGRAM), dict)


def is_ours(name: str) -> bool:
    """Whether a name at the top of a dataset's folder is one that this program writes there."""
    tables = {f"{table}.parquet" for table in TABLES}
    return name in ({DATAPACKAGE, WORKBOOK, "json", "text"} | tables)


def _below(doc_id: str, ending: str) -> str:
    parts = doc_id.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\0" in doc_id:
        raise ValueError(f"{doc_id!r} cannot name a file of the dataset")
    return "/".join([*parts[:-1], _fit(parts[-1], ending)])


def _fit(name: str, ending: str) -> str:
    """The file's name; one that the file system cannot hold is cut and told apart by its hash."""
    room = _LONGEST_NAME - len(ending)
    data = name.encode("utf-8")
    if len(data) <= room:
        return name + ending
    mark = "~" + hashlib.sha256(data).hexdigest()[:12]
    return data[: room - len(mark)].decode("utf-8", "ignore") + mark + ending
