"""DOC files that end in a table: the closing paragraph that LibreOffice needs to see the table at all.

LibreOffice writes such files from DOCX files without a last paragraph, and reads them back with every
cell run into plain text. See [MS-DOC] for the names of the fields.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

from taskextract.readers import compound

if TYPE_CHECKING:
    from olefile import OleFileIO

_FLAGS, _FC_MIN, _FC_MAC, _CCP_TEXT = 0x0A, 0x18, 0x1C, 0x4C
_OTHER_TEXTS = range(0x50, 0x6C, 4)
_PLCF_SED, _PLCF_CHPX, _PLCF_PAPX, _CLX = 0xCA, 0xFA, 0x102, 0x1A2
_ROW_END = b"\x07\x00"
_PAGE = 512


def with_last_paragraph(data: bytes) -> bytes:
    """The file with a paragraph after its last table; unchanged where it has one."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _mended(ole) or data
    except (OSError, ValueError, IndexError, struct.error, RecursionError):
        # Whatever is wrong with the file, LibreOffice is asked next and its refusal is reported.
        return data


def _mended(ole: OleFileIO[Any]) -> bytes | None:
    main = bytearray(ole.openstream("WordDocument").read())
    name = "1Table" if _u16(main, _FLAGS) & 0x200 else "0Table"
    table = bytearray(ole.openstream(name).read())
    end, length = _u32(main, _FC_MAC), _u32(main, _CCP_TEXT)
    plain = end - _u32(main, _FC_MIN) == 2 * length and not any(_u32(main, at) for at in _OTHER_TEXTS)
    if not plain or main[end - 2 : end] != _ROW_END:
        return None
    main.extend(bytes(-len(main) % _PAGE))
    place = len(main)  # behind the text there may be no room: its page is full
    if not _add_piece(main, table, length, place):
        return None
    main.extend(b"\r\0".ljust(_PAGE, b"\0"))
    _lengthen_runs(main, table, place + 2)
    _add_paragraph(main, table, end, place + 2)
    _put(main, _FC_MAC, place + 2)
    _put(main, _CCP_TEXT, length + 1)
    streams = {"WordDocument": bytes(main), name: bytes(table)}
    pictures = {"Data": ole.openstream("Data").read()} if ole.exists("Data") else {}
    return compound.written(streams | pictures) or compound.written(streams)


def _add_paragraph(main: bytearray, table: bytearray, before: int, end: int) -> None:
    """A paragraph without properties, on a page of paragraph runs of its own; the list of such pages grows by it."""
    start, count = _plc(main, _PLCF_PAPX, 4)
    edges = list(struct.unpack_from(f"<{count + 1}I", table, start))
    pages = list(struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1)))
    pages.append(len(main) // _PAGE)
    main.extend(struct.pack("<2I", before, end).ljust(_PAGE - 1, b"\0") + b"\1")
    _put(main, _PLCF_PAPX, len(table))
    _put(main, _PLCF_PAPX + 4, 4 * (len(edges) + 1 + len(pages)))
    table.extend(struct.pack(f"<{len(edges) + 1 + len(pages)}I", *edges, end, *pages))


def _add_piece(main: bytearray, table: bytearray, length: int, place: int) -> bool:
    """A piece of text of one character at `place`, and the last section longer by it; False where the text ends elsewhere."""
    start = at = _u32(main, _CLX)
    while table[at] == 1:
        at += 3 + _u16(table, at + 1)
    size = _u32(table, at + 1)
    pieces = at + 9 + 4 * ((size - 4) // 12)
    if table[at] != 2 or _u32(table, pieces - 4) != length:
        return False
    _put(main, _CLX, len(table))
    longer = (
        table[start : at + 1] + struct.pack("<I", size + 12) + table[at + 5 : pieces] + struct.pack("<I", length + 1)
        + table[pieces : at + 5 + size] + struct.pack("<HIH", 0, place, 0)
    )  # fmt: skip
    _put(main, _CLX + 4, len(longer))
    table.extend(longer)
    sections, count = _plc(main, _PLCF_SED, 12)
    if count and _u32(table, sections + 4 * count) <= length:
        _put(table, sections + 4 * count, length + 1)
    return True


def _lengthen_runs(main: bytearray, table: bytearray, end: int) -> None:
    """The last character run up to the new end."""
    start, count = _plc(main, _PLCF_CHPX, 4)
    page = _u32(table, start + 8 * count) * _PAGE
    _put(main, page + 4 * main[page + _PAGE - 1], end)
    _put(table, start + 4 * count, end)


def _plc(main: bytearray, at: int, size: int) -> tuple[int, int]:
    """Where a list of the table stream starts, and how many entries of `size` bytes it has."""
    return _u32(main, at), (_u32(main, at + 4) - 4) // (4 + size)


def _u16(data: bytearray, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytearray, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _put(data: bytearray, at: int, number: int) -> None:
    struct.pack_into("<I", data, at, number)
