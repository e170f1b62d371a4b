"""What a reader is given, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path (for messages and helper programs), its bytes, and what the bytes are.

    `max_size` is how many bytes of bare text the user allows (None: as many as a notice may have).
    """

    path: Path
    data: bytes
    media_type: str
    max_size: int | None = None

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name


class Unreadable(Exception):
    """A file cannot be read. `message` is one English line: what is wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
