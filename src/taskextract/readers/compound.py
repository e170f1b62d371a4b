"""A compound (OLE) file of a few streams, written anew: the frame of DOC files; see [MS-CFB] for its parts."""

from __future__ import annotations

import struct

_SECTOR = 512
_SMALLEST = 4096  # shorter streams would have to lie in a container of their own
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_WORD = 4
_MAX_FAT = 109  # sectors of the allocation table that the header can name: 7 MB
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")


def written(streams: dict[str, bytes]) -> bytes | None:
    """The file that holds `streams` by name, short ones filled up with zeros; None where they are too large."""
    contents = [data.ljust(_SMALLEST, b"\0") for data in streams.values()]
    fat: list[int] = []
    starts: list[int] = []
    for data in (*contents, b"\0" * _SECTOR):
        starts.append(len(fat))
        sectors = -(-len(data) // _SECTOR)
        fat += [*range(len(fat) + 1, len(fat) + sectors), _END]
    tables = -(-len(fat) // (_SECTOR // _WORD - 1))
    if tables > _MAX_FAT:
        return None
    first_table = len(fat)
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * _SECTOR // _WORD - len(fat))
    body = b"".join(data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0") for data in contents)
    folder = _folder(list(streams), [len(data) for data in contents], starts)
    return _header(starts[-1], first_table, tables) + body + folder + struct.pack(f"<{len(fat)}I", *fat)


def _header(folder: int, first_table: int, tables: int) -> bytes:
    named = [*range(first_table, first_table + tables), *[_FREE] * (_MAX_FAT - tables)]
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, tables, folder, 0, _SMALLEST, _END, 0, _END, 0, named[0],
    ) + struct.pack(f"<{_MAX_FAT - 1}I", *named[1:])  # fmt: skip
    return head


def _folder(names: list[str], sizes: list[int], starts: list[int]) -> bytes:
    """The root and its streams, each the right neighbour of the one before in the order that the format wants."""
    order = sorted(range(len(names)), key=lambda i: (len(names[i]), names[i].upper()))
    after = dict(zip(order, [i + 1 for i in order[1:]], strict=False))
    entries = [_entry("Root Entry", 5, _NONE, order[0] + 1, _END, 0)]
    for i, name in enumerate(names):
        entries.append(_entry(name, 2, after.get(i, _NONE), _NONE, starts[i], sizes[i]))
    blank = _ENTRY.pack(b"", 0, 0, 0, _NONE, _NONE, _NONE, b"", 0, 0, 0, 0, 0)
    return b"".join(entries) + blank * (_SECTOR // _ENTRY.size - len(entries))


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return _ENTRY.pack(text, len(text) + 2, kind, 1, _NONE, right, child, b"", 0, 0, 0, start, size)
