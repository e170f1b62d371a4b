"""Data Package v2: `datapackage.json` describes every table, field, key and file of the dataset."""

from __future__ import annotations

import hashlib
import inspect
import json
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from taskextract import arrow, paths
from taskextract.dataset import Dataset
from taskextract.records import FOREIGN_KEYS, PRIMARY_KEYS, SCHEMA_VERSION, TABLES, Record

_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


def write(dataset: Dataset, folder: Path) -> None:
    """Write `datapackage.json`; every other file must stand in `folder` already."""
    text = json.dumps(describe(dataset, folder), ensure_ascii=False, indent=2)
    (folder / paths.DATAPACKAGE).write_bytes(text.encode("utf-8") + b"\n")


def describe(dataset: Dataset, folder: Path) -> dict[str, Any]:
    """The content of `datapackage.json`: tables as resources, the other files under `taskextract`."""
    tables = {paths.table_path(folder, table) for table in TABLES}
    others = sorted(path for path in folder.rglob("*") if path.is_file() and path not in tables)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "taskextract-dataset",
        "title": "Tasks, measures and responsible agencies of government notices",
        paths.PROGRAM: {
            "schema_version": SCHEMA_VERSION,
            "parser_versions": sorted({document.parser_version for document in dataset.documents}),
            "vocabulary_versions": sorted({document.vocabulary_version for document in dataset.documents}),
            "files": [_file(path, folder) for path in others if path.name != paths.DATAPACKAGE],
        },
        "resources": [_resource(table, dataset, folder) for table in TABLES],
    }


def table_schema(table: str) -> dict[str, Any]:
    """The Table Schema of `table`: fields with types, required ones marked, keys."""
    kind = TABLES[table]
    hints = get_type_hints(kind)
    out: dict[str, Any] = {"fields": [_field(name, hints[name]) for name in kind.__struct_fields__]}
    key = PRIMARY_KEYS[table]
    if key:
        out["primaryKey"] = [key]
    if table in FOREIGN_KEYS:
        out["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"fields": [there]} if other == table else {"resource": other, "fields": [there]},
            }
            for column, (other, there) in FOREIGN_KEYS[table].items()
        ]
    return out


def _resource(table: str, dataset: Dataset, folder: Path) -> dict[str, Any]:
    path = paths.table_path(folder, table)
    return {
        "name": table,
        "type": "table",
        "description": inspect.getdoc(TABLES[table]),
        **_file(path, folder),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rowCount": len(dataset.rows(table)),
        "schema": table_schema(table),
    }


def _file(path: Path, folder: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "path": path.relative_to(folder).as_posix(),
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
    }


def _field(name: str, hint: Any) -> dict[str, Any]:
    plain, nullable = arrow.without_none(hint)
    out: dict[str, Any] = {"name": name, "type": _type(plain)}
    constraints: dict[str, Any] = {} if nullable else {"required": True}
    if get_origin(plain) is Literal:
        constraints["enum"] = list(get_args(plain))
    if constraints:
        out["constraints"] = constraints
    return out


def _type(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return "string"
    if get_origin(hint) in (list, tuple):
        return "array"
    if isinstance(hint, type) and issubclass(hint, Record):
        return "object"
    return _TYPES[hint]
