"""What a worker tells of its progress: one byte for each page that it has recognised, in a file that others look at.

Recognition takes seconds a page, and a long scan longer than any other file may take; one that goes on is not hanging.
The file's first line says which process it is and how long it had waited for the machine before.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_told: list[Path] = []


def told_in(path: Path, work: Callable[[Piece], Result], piece: Piece) -> Result:
    """The result of `work` on `piece`, whose steps are told in the file `path` meanwhile."""
    _told.append(path)
    with suppress(OSError):
        path.write_text(f"{os.getpid()} {waited(os.getpid())}\n")
    try:
        return work(piece)
    finally:
        _told.pop()
        with suppress(OSError):
            path.unlink(missing_ok=True)


def step() -> None:
    """A page has been recognised."""
    if _told:
        with suppress(OSError), _told[-1].open("ab") as file:
            file.write(b".")


def told(path: Path) -> tuple[int, float]:
    """How many steps have been told in a file, and how many seconds the work has waited for the machine."""
    try:
        first, _, steps = path.read_text().partition("\n")
        process, before = first.split()
    except (OSError, ValueError):  # it has not begun, or its disk is full
        return 0, 0.0
    return len(steps), waited(int(process)) - float(before)


def waited(process: int) -> float:
    """Seconds for which a process and those that it started had work but no core; 0 where the system does not tell."""
    folder = Path("/proc", str(process))
    try:
        own = int(folder.joinpath("schedstat").read_text().split()[1]) / 1e9
        children = folder.joinpath("task", str(process), "children").read_text().split()
    except (OSError, IndexError):
        return 0.0
    return own + sum(waited(int(child)) for child in children)
