"""A dataset checked from outside: what lies on the disk, against the schemas, itself and the rules."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from taskextract import arrow, paths, schema, validate
from taskextract.dataset import Dataset, NotADataset, flatten, read_notice
from taskextract.findings import CODES
from taskextract.records import TABLES, Notice, Record

_MOST = 20  # faults of one kind in one file that are told one by one


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file of the dataset (`place`, relative to its folder)."""

    place: str
    code: str
    message: str

    @property
    def severity(self) -> str:
        """The code's severity."""
        return CODES[self.code][0]


@dataclass(frozen=True, slots=True)
class Report:
    """All faults, and what the dataset holds: documents, rows, recorded findings by severity."""

    faults: tuple[Fault, ...]
    documents: int
    rows: int
    recorded: dict[str, int]


@dataclass(slots=True)
class _Opened:
    """The folder as far as it can be read. `tables` lacks what is missing or broken."""

    root: Path
    package: dict[str, Any]
    tables: dict[str, list[Record]]
    dataset: Dataset


def check_folder(folder: Path) -> Report:
    """Run every check of `CHECKS` on the dataset in `folder`; raises `NotADataset` where there is none."""
    if not paths.is_dataset(folder):
        raise NotADataset(f"{folder}: no dataset of taskextract is here; make one with `taskextract parse`")
    package = json.loads((folder / paths.DATAPACKAGE).read_bytes())
    opened = _Opened(folder, package, {}, Dataset())
    faults = [fault for check in CHECKS.values() for fault in _few(check(opened))]
    recorded = Counter(row.severity for row in opened.dataset.findings)
    return Report(
        faults=tuple(faults),
        documents=len(opened.dataset.documents),
        rows=sum(len(rows) for rows in opened.tables.values()),
        recorded={severity: recorded[severity] for severity in ("error", "warning", "info")},
    )


def _few(faults: Iterator[Fault]) -> Iterator[Fault]:
    seen: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        key = (fault.place, fault.code)
        seen[key] += 1
        if seen[key] <= _MOST:
            yield fault
    for (place, code), count in seen.items():
        if count > _MOST:
            yield Fault(place, code, f"{count - _MOST} more of the same kind")


def check_files(opened: _Opened) -> Iterator[Fault]:
    """Every file that datapackage.json lists is there with its size and hash, and no other."""
    listed = [*_dicts(opened.package.get("resources")), *_dicts(opened.package[paths.PROGRAM].get("files"))]
    named = {str(entry.get("path")) for entry in listed}
    for entry in listed:
        name = str(entry.get("path"))
        path = opened.root / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            yield Fault(paths.DATAPACKAGE, "schema-broken", f"{name} lies outside the dataset")
        elif not path.is_file():
            yield Fault(name, "schema-broken", "the file is listed in datapackage.json and missing")
        elif entry.get("hash") != "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest():
            yield Fault(name, "schema-broken", "the file was changed: its hash is not that of datapackage.json")
    for path in sorted(opened.root.rglob("*")):
        name = path.relative_to(opened.root).as_posix()
        hidden = any(part.startswith(".") for part in Path(name).parts)
        if path.is_file() and not hidden and name not in named and name != paths.DATAPACKAGE:
            yield Fault(name, "schema-broken", "the file is not listed in datapackage.json")


def check_package(opened: _Opened) -> Iterator[Fault]:
    """datapackage.json describes every table, with the fields of this program's types and its keys."""
    from taskextract.writers.datapackage import table_schema

    entries = {entry.get("name"): entry for entry in _dicts(opened.package.get("resources"))}
    for table in TABLES:
        if table not in entries:
            yield Fault(paths.DATAPACKAGE, "schema-broken", f"no resource {table}")
            continue
        stated = entries[table].get("schema") or {}
        fields = {field.get("name"): field for field in _dicts(stated.get("fields"))}
        wanted = table_schema(table)
        for field in wanted["fields"]:
            if fields.get(field["name"], {}).get("type") != field["type"]:
                message = f"{table}.{field['name']} is not described as {field['type']}"
                yield Fault(paths.DATAPACKAGE, "schema-broken", message)
        for key in ("primaryKey", "foreignKeys"):
            if stated.get(key) != wanted.get(key):
                yield Fault(paths.DATAPACKAGE, "schema-broken", f"{table}: {key} is not that of this program")


def check_parquet(opened: _Opened) -> Iterator[Fault]:
    """Every table has its columns with their types, and its values fit."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    counts = {e.get("name"): e.get("rowCount") for e in _dicts(opened.package.get("resources"))}
    for table in TABLES:
        path = paths.table_path(opened.root, table)
        try:
            data = pq.read_table(path)
        except (OSError, pa.ArrowException) as error:
            yield Fault(path.name, "schema-broken", f"cannot be read as Parquet: {error}")
            continue
        wrong = list(_wrong_columns(table, data.schema))
        yield from wrong
        if counts.get(table) != data.num_rows:
            message = f"{data.num_rows} rows, datapackage.json says {counts.get(table)}"
            yield Fault(path.name, "schema-broken", message)
        if not wrong:
            rows, faults = _typed(table, data.to_pylist())
            yield from faults
            opened.tables[table] = rows


def _wrong_columns(table: str, found: Any) -> Iterator[Fault]:
    for column in arrow.schema(table):
        place = found.get_field_index(column.name)
        if place < 0:
            yield Fault(f"{table}.parquet", "schema-broken", f"the column {column.name} is missing")
        elif not found.field(place).type.equals(column.type):
            message = f"the column {column.name} is {found.field(place).type}, not {column.type}"
            yield Fault(f"{table}.parquet", "schema-broken", message)


def _typed(table: str, values: list[dict[str, Any]]) -> tuple[list[Record], list[Fault]]:
    rows: list[Record] = []
    faults: list[Fault] = []
    for n, value in enumerate(values, start=1):
        try:
            rows.append(msgspec.convert(value, TABLES[table]))
        except msgspec.ValidationError as error:
            faults.append(Fault(f"{table}.parquet", "schema-broken", f"row {n}: {error}"))
    return rows, faults


def check_json(opened: _Opened) -> Iterator[Fault]:
    """Every `json/<doc_id>.json` fits the schema; all errors of a file are told."""
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(schema.schema("notice"), validate_formats=True)
    notices: list[Notice] = []
    texts: dict[str, str] = {}
    for path in sorted((opened.root / "json").rglob("*.json")):
        name = path.relative_to(opened.root).as_posix()
        try:
            errors = list(validator.iter_errors(json.loads(path.read_bytes())))
            for error in errors:
                where = "/".join(str(step) for step in error.instance_path) or "the whole"
                yield Fault(name, "schema-broken", f"{where}: {error.message[:300]}")
            notice = read_notice(path)
        except (OSError, ValueError, NotADataset) as error:
            yield Fault(name, "schema-broken", f"cannot be read: {error}")
            continue
        notices.append(notice)
        if path != paths.json_path(opened.root, notice.document.doc_id):
            yield Fault(name, "schema-broken", f"holds the notice {notice.document.doc_id}")
        yield from _read_texts(opened.root, notice, texts)
    opened.dataset = Dataset.from_notices(notices, texts)


def _read_texts(root: Path, notice: Notice, texts: dict[str, str]) -> Iterator[Fault]:
    for one in flatten(notice):
        path = paths.text_path(root, one.document.doc_id)
        try:
            texts[one.document.doc_id] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            name = path.relative_to(root).as_posix()
            yield Fault(name, "span-broken", f"the canonical text cannot be read: {error}")


def check_agreement(opened: _Opened) -> Iterator[Fault]:
    """The tables hold exactly what the JSON holds."""
    for table, rows in opened.tables.items():
        wanted = opened.dataset.rows(table)
        if rows == wanted:
            continue
        differ = next((n for n, (a, b) in enumerate(zip(rows, wanted, strict=False), 1) if a != b), None)
        if len(rows) != len(wanted):
            message = f"{len(rows)} rows, the JSON files give {len(wanted)}"
        else:
            message = f"row {differ} differs from the JSON files"
        yield Fault(f"{table}.parquet", "schema-broken", message)


def check_keys(opened: _Opened) -> Iterator[Fault]:
    """Ids are unique and keys resolve over the whole dataset."""
    for doc_id, problem in validate.check_keys(opened.dataset):
        yield Fault(doc_id, problem.finding.code, problem.finding.message)


def check_rules(opened: _Opened) -> Iterator[Fault]:
    """The rules of one notice hold, or a finding of the dataset says where they do not."""
    for root in opened.dataset.notices:
        for notice in flatten(root):
            text = opened.dataset.texts.get(notice.document.doc_id, "")
            recorded = {(row.code, row.record_id) for row in notice.findings}
            for check in validate.CHECKS.values():
                for problem in check(notice, text):
                    if (problem.finding.code, problem.record_id) not in recorded:
                        yield Fault(notice.document.doc_id, problem.finding.code, problem.finding.message)


CHECKS: dict[str, Callable[[_Opened], Iterator[Fault]]] = {
    "files": check_files,
    "package": check_package,
    "parquet": check_parquet,
    "json": check_json,
    "agreement": check_agreement,
    "keys": check_keys,
    "rules": check_rules,
}
"""The checks of a folder, by name, in order: later ones use what earlier ones could read."""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
