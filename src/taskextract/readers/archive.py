"""Zip containers (DOCX, XLSX, ODS, OFD) opened with limits: no bomb, no way out of the archive."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from taskextract.readers.source import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TOTAL = 512 * 1024 * 1024
"""Bytes that may be unpacked from one archive, all entries read together."""
MAX_RATIO = 400.0
"""Unpacked by packed bytes of one entry above `RATIO_FROM`: real XML stays below 100."""
RATIO_FROM = 16 * 1024 * 1024
"""Entries smaller than this unpacked are harmless whatever their ratio."""
MAX_ENTRIES = 20_000
MAX_XML = 40 * 1024 * 1024
"""Bytes of one XML part that is made a tree (a tree takes several times as much memory)."""

_CHUNK = 1 << 20
_UTF8_NAMES = 0x800  # the flag of an entry whose name is UTF-8
_LONGEST_QUOTE = 160  # characters
_REASONS = {
    "Excessive depth": "its elements are nested too deeply",
    "amplification": "its entities grow without bounds",
    "Resource limit": "one of its texts is longer than any notice",
}
"""What the parser's words mean to a reader."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError)


@dataclass(slots=True)
class SafeZip:
    """An opened archive: its entries by cleaned name (`/` between parts), read within the limits.

    `read` raises `Unreadable` for an entry that is missing, damaged, encrypted or too large.
    """

    names: tuple[str, ...]
    max_total: int
    max_ratio: float
    _zip: zipfile.ZipFile
    _entries: dict[str, zipfile.ZipInfo]
    _folded: dict[str, str] = field(default_factory=dict)
    _spent: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def find(self, name: str) -> str | None:
        """The entry meant by `name`: `\\` and a leading `/` are forgiven, and case where it is unambiguous."""
        clean = clean_name(name)
        if clean is None:
            return None
        return clean if clean in self._entries else self._folded.get(clean.casefold())

    def read(self, name: str) -> bytes:
        """The bytes of one entry."""
        found = self.find(name)
        if found is None:
            raise Unreadable("unreadable-file", f"the file is damaged: its part {_plain(name)!r} is missing; get a complete copy")
        info = self._entries[found]
        if info.flag_bits & 0x1:
            raise Unreadable("unreadable-file", "the file is protected by a password: save it without one and try again")
        self._check_size(info)
        try:
            return self._unpack(info)
        except _BROKEN as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise Unreadable(
                "unreadable-file", f"the file is damaged: its part {_plain(found)!r} cannot be unpacked ({_plain(reason)}); get a complete copy"
            ) from error

    def _check_size(self, info: zipfile.ZipInfo) -> None:
        if self._spent + info.file_size > self.max_total:
            raise _too_large(self.max_total)
        if info.file_size > RATIO_FROM and info.file_size > self.max_ratio * max(info.compress_size, 1):
            raise Unreadable(
                "file-too-large",
                f"the part {_plain(info.filename)!r} unpacks to more than {self.max_ratio:.0f} times its size (a zip bomb?); "
                "save the file anew in the program that made it",
            )

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        """The sizes in an archive's directory may lie, so what really comes out is counted."""
        out = bytearray()
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                out += chunk
                self._spent += len(chunk)
                if self._spent > self.max_total:
                    raise _too_large(self.max_total)
        return bytes(out)


def open_zip(data: bytes, *, max_total: int = MAX_TOTAL, max_ratio: float = MAX_RATIO) -> SafeZip:
    """Open a zip archive; `Unreadable` where it is none, has too many entries or unpacks to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (*_BROKEN, UnicodeDecodeError, OverflowError) as error:
        raise Unreadable("unreadable-file", "the file is damaged: its zip container cannot be opened; get a complete copy") from error
    if len(infos) > MAX_ENTRIES:
        raise Unreadable("file-too-large", f"the file holds {len(infos)} parts, more than the limit of {MAX_ENTRIES}; save it anew")
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = clean_name(_entry_name(info))
        if name is not None and not info.is_dir():
            entries.setdefault(name, info)
    folded: dict[str, str] = {}
    for name in entries:
        folded.setdefault(name.casefold(), name)
    return SafeZip(tuple(entries), max_total, max_ratio, archive, entries, folded)


def _entry_name(info: zipfile.ZipInfo) -> str:
    """An entry's name; one without a mark of its encoding is UTF-8 or, as Chinese programs write it, GBK."""
    name = info.filename
    if name.isascii() or info.flag_bits & _UTF8_NAMES:
        return name
    written = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def clean_name(name: str) -> str | None:
    """An entry's name with `/` between its parts; None where it would lead out of the archive."""
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or None


def _plain(quoted: str) -> str:
    """What a message quotes from the file: it may be anything, of any length."""
    plain = re.sub(r"[^ -~]+", "…", quoted)
    return plain if len(plain) < _LONGEST_QUOTE else plain[: _LONGEST_QUOTE // 2] + "…"


def _too_large(limit: int) -> Unreadable:
    size = limit // (1024 * 1024)
    return Unreadable("file-too-large", f"the file unpacks to more than the limit of {size} MB (a zip bomb?); split it")


def parse_xml(data: bytes, part: str) -> _Element:
    """The root of an XML part; no entities, no network, bounded depth. `Unreadable` where it is damaged."""
    from lxml import etree

    if len(data) > MAX_XML:
        raise _too_large(MAX_XML)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = getattr(error, "msg", None) or str(error)
        reason = said.splitlines()[0] if said else type(error).__name__
        for sign, meaning in _REASONS.items():
            reason = meaning if sign in reason else reason
        raise Unreadable("unreadable-file", f"the file is damaged: its part {_plain(part)!r} is no valid XML ({_plain(reason)}); get a complete copy") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("unreadable-file", f"the file is not safe to read: its part {_plain(part)!r} declares entities; save it anew in Word, WPS or Excel")
    return root
