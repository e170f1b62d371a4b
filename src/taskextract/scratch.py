"""The temporary folder of a run: it goes with the run, or with the next one if the run was killed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

_PREFIX = "taskextract-run-"


class Scratch:
    """A folder of one's own for temporary files, held by a lock as long as this process or a forked one lives."""

    def __init__(self) -> None:
        _sweep()
        self.name = tempfile.mkdtemp(prefix=_PREFIX)
        self._lock = _lock(self.name)
        while not os.path.isdir(self.name):  # another run swept it in the moment before it was locked
            self.name = tempfile.mkdtemp(prefix=_PREFIX)
            self._lock = _lock(self.name)

    def cleanup(self) -> None:
        """Take the folder away with all that is in it."""
        shutil.rmtree(self.name, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _sweep() -> None:
    """Take away the folders of runs that were killed: nobody holds their locks."""
    for folder in sorted(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
        lock = None if folder.is_symlink() else _lock(str(folder))
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _lock(folder: str) -> int | None:
    """Lock a folder; None where somebody else holds it, or it is gone or not ours."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = os.path.samestat(os.fstat(handle), os.stat(folder)) and os.fstat(handle).st_uid == os.getuid()
    except OSError:
        ours = False
    if not ours:
        os.close(handle)
    return handle if ours else None
