"""Results of earlier runs, so that a second run reads only what changed.

The key of a result holds everything that it depends on: the file's content, its `doc_id`, the
options, and the program with its vocabulary, by content. A result with errors is never kept: what was
missing may be there next time.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from taskextract.options import Options

Result = TypeVar("Result", bound=msgspec.Struct)

_SUFFIX = ".msgpack"
_RESULT = re.compile(r"[0-9a-f-]{64,}\.msgpack|\.[0-9a-f-]{64,}\.\d+")  # kept, or left half-written


def beside(output: Path) -> Path:
    """The cache folder that belongs to an output folder: beside it, hidden."""
    return output.absolute().parent / ".taskextract-cache" / output.absolute().name


def key(content_sha256: str, doc_id: str, options: Options) -> str:
    """The key of one file's result."""
    vocabulary = options.vocabulary
    parts = [
        content_sha256,
        doc_id,
        program_fingerprint(),
        folder_fingerprint(vocabulary) if vocabulary else "",
        str(options.as_of),
        str(options.max_size),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def get(folder: Path, name: str, kind: type[Result]) -> Result | None:
    """The kept result, or None where there is none or it cannot be read any more."""
    try:
        return msgspec.msgpack.decode((folder / (name + _SUFFIX)).read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def put(folder: Path, name: str, result: msgspec.Struct) -> None:
    """Keep a result. A folder that cannot be written only costs the next run its time."""
    new = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new.write_bytes(msgspec.msgpack.encode(result))
        new.replace(folder / (name + _SUFFIX))
    except OSError:
        with suppress(OSError):  # it may not even be there
            new.unlink()


def prune(folder: Path, used: Iterable[str]) -> None:
    """Take away every result that the last run did not use, and nothing that is not a result."""
    keep = {name + _SUFFIX for name in used}
    for path in sorted(folder.glob("*")) if os.path.isdir(folder) else ():
        if path.name not in keep and _RESULT.fullmatch(path.name):
            with suppress(OSError):  # a folder that cannot be written stays as it is
                path.unlink()


@cache
def program_fingerprint() -> str:
    """A hash over the program's code and vocabulary."""
    return folder_fingerprint(Path(__file__).parent)


@cache
def folder_fingerprint(folder: Path) -> str:
    """A hash over the names and contents of all files below `folder`, byte code left out."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
