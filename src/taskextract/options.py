"""What a run is told besides its inputs. Everything here that changes a result is part of the cache's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

DEFAULT_MAX_SIZE = 512_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read.

    `vocabulary` is a folder of one's own, laid over the vocabulary that comes with the program.
    `as_of` is the date at which agencies are read where a notice has none. `max_size` is in bytes.
    """

    vocabulary: Path | None = None
    as_of: date | None = None
    max_size: int = DEFAULT_MAX_SIZE
