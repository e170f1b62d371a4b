"""Which files a run reads, and the `doc_id` of each."""

from __future__ import annotations

import itertools
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from taskextract import paths
from taskextract.findings import Finding

_TEMPORARY_STARTS = (".", "~$")
_TEMPORARY_ENDS = ("~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp", ".bak")
_PART = re.compile(r"(.+)#(\d+)$", re.DOTALL)
_KEPT = re.compile(r"(.+)\.(?:json|txt)", re.DOTALL)  # what the dataset adds to an id
# What steers a terminal or turns the direction of writing has no place in a name.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SYSTEM_NAMES = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, or (`problem` set) an input of which nothing can be read."""

    path: Path
    doc_id: str
    problem: Finding | None = None


def collect(inputs: Sequence[Path]) -> list[Input]:
    """Every file of `inputs` (files and folders), sorted by `doc_id`.

    A file's `doc_id` is its path below the folder that was named, or its name where it was named
    itself. Where two would be the same, they are told apart by their path below the folder that all
    inputs share. Hidden and temporary files and datasets of this program are left out.
    """
    found: dict[str, Input] = {}
    for given in inputs:
        for item in _items(given):
            found.setdefault(os.path.abspath(item.path), item)
    return sorted(_unlike(list(_told_apart(found))), key=lambda item: item.doc_id)


def _items(given: Path) -> list[Input]:
    name = readable(os.path.basename(os.path.abspath(given))) or "input"
    try:
        mode = os.stat(given).st_mode
    except OSError as error:
        return [Input(given, name, Finding("unreadable-file", f"{error.strerror}; check the path"))]
    if stat.S_ISREG(mode):
        return [Input(given, name)]
    if not stat.S_ISDIR(mode):
        message = "a pipe or device, not a file; save what it gives to a file and name that"
        return [Input(given, name, Finding("unreadable-file", message))]
    if paths.is_dataset(given):
        message = "this folder is a dataset that taskextract wrote; name the folder of the notices"
        return [Input(given, name, Finding("no-notices", message))]
    items = list(_walk(given))
    if not items:
        message = "the folder holds no files that could be notices; put some into it or name another"
        return [Input(given, name, Finding("no-notices", message))]
    return items


def _walk(folder: Path) -> Iterator[Input]:
    refused: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=refused.append):
        here = Path(where)
        folders[:] = sorted(f for f in folders if not _ignored(f) and not paths.is_dataset(here / f))
        for name in sorted(names):
            path = here / name
            if not _ignored(name) and _regular(path):
                yield Input(path, readable(path.relative_to(folder).as_posix()))
    for error in refused:
        path = Path(error.filename)
        below = path.relative_to(folder).as_posix()
        message = f"the folder cannot be opened ({error.strerror}); check its permissions"
        yield Input(path, readable(path.name if below == "." else below), Finding("unreadable-file", message))


def _ignored(name: str) -> bool:
    return name.startswith(_TEMPORARY_STARTS) or name.endswith(_TEMPORARY_ENDS) or name in _SYSTEM_NAMES


def _regular(path: Path) -> bool:
    """Whether a name in a folder is a file (no socket, pipe or device, which would hang a reader)."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return os.path.islink(path)  # a broken link is reported when it is read


def _told_apart(found: dict[str, Input]) -> Iterator[Input]:
    counts = Counter(item.doc_id for item in found.values())
    shared = os.path.commonpath([os.path.dirname(path) for path in found]) if found else ""
    for path, item in found.items():
        if counts[item.doc_id] > 1:
            below = os.path.relpath(path, shared).replace(os.sep, "/")
            yield replace(item, doc_id=readable(below))
        elif (part := _PART.match(item.doc_id)) and part[1] in counts:
            yield replace(item, doc_id=f"{part[1]}%23{part[2]}")  # `x.txt#1` is the first part of x.txt
        else:
            yield item


def _unlike(items: list[Input]) -> Iterator[Input]:
    """No two ids are the same, and none has a folder where the dataset keeps the record or text of another.

    Names of different bytes can read alike; `x.txt` and a file in the folder `x.txt.json` would want one place.
    """
    ids = {item.doc_id for item in items}
    seen: set[str] = set()
    for item in items:
        *folders, name = item.doc_id.split("/")
        for n, folder in enumerate(folders):
            kept = _KEPT.fullmatch("/".join([*folders[:n], folder]))
            if kept and (kept[1] in ids or _PART.sub(r"\1", kept[1]) in ids):
                folders[n] = "%2E".join(folder.rsplit(".", 1))
        own = doc_id = "/".join([*folders, name])
        for again in itertools.count(2):
            if doc_id not in seen and (doc_id == item.doc_id or doc_id not in ids):
                break
            doc_id = f"{own}~{again}"
        seen.add(doc_id)
        yield replace(item, doc_id=doc_id)


def readable(name: str) -> str:
    """A file name as text: names of other encodings are read as GB18030, control characters written %0A."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        data = os.fsencode(name)
        try:
            name = data.decode("gb18030")
        except UnicodeDecodeError:
            name = "".join(chr(byte) if 32 < byte < 127 else f"%{byte:02X}" for byte in data)
    return _STEERING.sub(lambda found: f"%{ord(found[0]):02X}", name)
