"""A folder replaced as a whole or not at all.

The new content is written into a folder beside the old one, flushed to the disk, and the two are
exchanged in one step where the system can do that (Linux), else by two renames. A run that was killed
leaves at most a hidden folder beside `parsed/`, which the next run puts back or takes away.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from taskextract import paths


class CannotReplace(Exception):
    """The output folder cannot be written. The message is one English line: what and what to do."""


def check(output: Path) -> Path:
    """The folder that will be replaced, links resolved; raises `CannotReplace` where it is not ours."""
    target = Path(os.path.realpath(output))
    if os.path.exists(target) and not os.path.isdir(target):
        raise CannotReplace(f"{output}: a file stands where the output folder should be; choose another -o")
    if not os.path.isdir(target):
        return target
    names = _names(output, target)
    if names and not paths.is_dataset(target):
        raise CannotReplace(
            f"{output}: the folder is not empty and holds no dataset of taskextract; "
            "choose another -o or empty it"
        )
    strangers = [name for name in names if not paths.is_ours(name)]
    if strangers:
        raise CannotReplace(
            f"{output}: {strangers[0]} was not written by taskextract and would be lost; move it elsewhere"
        )
    return target


def _names(output: Path, target: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(target) if not name.startswith("."))
    except OSError as error:
        raise CannotReplace(f"{output}: cannot be opened ({error.strerror}); choose another -o") from error


def replace(output: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder with `fill` and put it in the place of `output`; raises `CannotReplace`."""
    target = check(output)
    new = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target)
        new.mkdir()
        fill(new)
        _flush(new)
        _swap(new, target)
    except OSError as error:
        inside = str(error.filename or new).startswith(str(new))
        place = output if inside else error.filename
        raise CannotReplace(f"{place}: cannot be written ({error.strerror}); choose another -o") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def recover(target: Path) -> None:
    """Undo what a killed run left behind: put the old folder back, take half-written ones away."""
    for stage in ("old", "new"):
        for left in _leftovers(target, stage):
            if stage == "old" and not target.exists():
                left.rename(target)
            else:
                shutil.rmtree(left, ignore_errors=True)


def _leftovers(target: Path, stage: str) -> Iterator[Path]:
    prefix = f".{target.name}.{stage}-"
    for name in sorted(os.listdir(target.parent)):
        pid = name.removeprefix(prefix)
        if name.startswith(prefix) and pid.isdigit() and not _alive(int(pid)):
            yield target.parent / name


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return False  # a process number used again: nobody else can be writing under our own
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _flush(folder: Path) -> None:
    for where, _, names in os.walk(folder):
        for path in [*(os.path.join(where, name) for name in names), where]:
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        old = target.with_name(f".{target.name}.old-{os.getpid()}")
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    at_cwd, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of <linux/fs.h>
    return bool(call(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0)
