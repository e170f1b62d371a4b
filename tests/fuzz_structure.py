"""Changes that keep a file whole and break what it says: its elements, objects, records and control words.

Bytes changed at random mostly break the frame of a file, and the frame is all that is tested. Here each frame
is written anew: XML stays well-formed, archives and compound files open, the objects of a PDF are found.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from taskextract.readers.compound import written

NUMBERS = ("0", "-1", "1", "7", "0.5", "1e9", "65536", "2147483648", "-99999999999", "9" * 40, "NaN", "")
WORDS = (
    "", " ", "\t", "。", "一、", "（", "附件1", "序号", "责任单位", "省财政厅、", "2020年12月底前", "12%", "«»", "\u3000", "\ufeff", "\u202e",
    "\U00020000", "推进建设。" * 300, "省发展改革委、" * 200, "1.1.1.1.1", "（一）（二）", "=1/0", "&amp;", "a" * 5000,
)  # fmt: skip
_TIMES = (2, 3, 40)
_LONGEST = 200_000  # bytes that are repeated
_PNG = b"\x89PNG"
_OLE = b"\xd0\xcf\x11\xe0"


def restructured(data: bytes, chance: random.Random) -> bytes | None:
    """`data` with one to six such changes, None where its format has no structure that is known here."""
    change = _change_for(data)
    if change is None:
        return None
    return change(data, chance)


def _change_for(data: bytes) -> Callable[[bytes, random.Random], bytes] | None:
    if data.startswith(b"PK"):
        return _archive
    if data.startswith(_OLE):
        return _compound
    if data.startswith(b"%PDF"):
        return _pdf
    if data.startswith(b"{\\rtf"):
        return _rtf
    if data.startswith(_PNG):
        return _png
    if b"<html" in data[:400].lower() and b"MIME" not in data[:200]:
        return _html
    return _xml if data.lstrip().startswith(b"<?xml") else None


def _archive(data: bytes, chance: random.Random) -> bytes:
    """A part that is changed inside, left out, doubled under another name or exchanged for another."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for _ in range(chance.choice((1, 1, 2, 4))):
        name, other = chance.choice(list(parts)), chance.choice(list(parts))
        kind = chance.random()
        if kind < 0.06 and len(parts) > 1:
            del parts[name]
        elif kind < 0.1:
            parts[name] = parts[other]
        else:
            content = parts[name].lstrip()
            change = _xml if content.startswith(b"<") else _png if content.startswith(_PNG) else None
            parts[name] = change(content, chance) if change else parts[name]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def _xml(data: bytes, chance: random.Random) -> bytes:
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(remove_comments=True, huge_tree=True))
    _tree(root, chance)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _html(data: bytes, chance: random.Random) -> bytes:
    from lxml import html

    root = html.document_fromstring(data.decode("utf-8", "replace") if b"gb2312" not in data else data.decode("gb18030", "replace"))
    _tree(root, chance)
    return bytes(html.tostring(root, encoding="utf-8"))


def _tree(root: Any, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 6)):
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        chance.choice(_TREE_CHANGES)(chance.choice(elements), chance.choice(elements), chance)


def _set_value(one: Any, other: Any, chance: random.Random) -> None:
    """An attribute gets a hostile number or word, or the value of another element's attribute."""
    names = list(one.attrib) or list(other.attrib)
    if not names:
        return
    values = [chance.choice(NUMBERS), chance.choice(WORDS), *other.attrib.values()]
    one.set(chance.choice(names), _allowed(chance.choice(values)))


def _unset(one: Any, other: Any, chance: random.Random) -> None:
    for name in list(one.attrib)[:1]:
        del one.attrib[name]


def _set_text(one: Any, other: Any, chance: random.Random) -> None:
    place = chance.choice(("text", "tail")) if one.getparent() is not None else "text"
    setattr(one, place, _allowed(chance.choice((*WORDS, *NUMBERS, other.text or ""))))


def _rename(one: Any, other: Any, chance: random.Random) -> None:
    one.tag = other.tag


def _remove(one: Any, other: Any, chance: random.Random) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def _repeat(one: Any, other: Any, chance: random.Random) -> None:
    """An element once more, or many times, beside itself or inside another."""
    from copy import deepcopy

    from lxml import etree

    parent = chance.choice((one.getparent(), other))
    if parent is None:
        return
    at, model = chance.randint(0, len(parent)), deepcopy(one)  # the element may grow: its copies may go into it
    for _ in range(min(chance.choice(_TIMES), _LONGEST // len(etree.tostring(model)))):
        parent.insert(at, deepcopy(model))


def _nest(one: Any, other: Any, chance: random.Random) -> None:
    """An element inside many of its own kind."""
    parent = one.getparent()
    if parent is None:
        return
    at, inner = parent.index(one), one
    for _ in range(chance.choice((1, 5, 60))):
        shell = one.makeelement(one.tag, one.attrib, one.nsmap)
        shell.append(inner)
        inner = shell
    parent.insert(at, inner)


def _allowed(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


_TREE_CHANGES = (_set_value, _set_value, _set_value, _unset, _set_text, _set_text, _rename, _remove, _repeat, _nest)


_OBJECT = re.compile(rb"(\d+ \d+ obj)(.*?)(endobj)", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TOKEN = re.compile(rb"/[A-Za-z0-9]+|[-+]?\d*\.?\d+|<[0-9a-fA-F]*>|\([^()]*\)|[A-Za-z*'\"]+")


def _pdf(data: bytes, chance: random.Random) -> bytes:
    """Tokens of its objects and of their streams; streams lose their outer filters, the places are found anew."""
    bodies = {found[1]: found[2] for found in _OBJECT.finditer(data)}
    trailer = re.search(rb"trailer(.*?)startxref", data, re.DOTALL)
    for _ in range(chance.randint(1, 4)):
        name, other = chance.choice(list(bodies)), chance.choice(list(bodies))
        if chance.random() < 0.05:
            bodies[name] = bodies[other]
        else:
            bodies[name] = _pdf_object(bodies[name], chance)
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for name, body in bodies.items():
        places[int(name.split()[0])] = len(out)
        out += name + body + b"endobj\n"
    start, size = len(out), max(places) + 1
    lines = (b"%010d 00000 n \n" % places[n] if n in places else b"%010d 65535 f \n" % 0 for n in range(size))
    ends = trailer[1] if trailer else b"<< /Root 1 0 R >>"
    return bytes(out) + b"xref\n0 %d\n" % size + b"".join(lines) + b"trailer" + ends + b"startxref\n%d\n%%%%EOF" % start


def _pdf_object(body: bytes, chance: random.Random) -> bytes:
    stream = _STREAM.search(body)
    if stream is None:
        return _tokens(body, _TOKEN, chance)
    head, content = stream[1], stream[2]
    content, plain = _unpacked(head, content)
    if not plain or chance.random() < 0.2:
        head = _tokens(head, _TOKEN, chance)
    else:
        content = _tokens(content, _TOKEN, chance)
    if plain:
        content = zlib.compress(content)
        head = re.sub(rb"/Filter\s*(\[[^\]]*\]|/\w+)", b"/Filter /FlateDecode", head)
    head = re.sub(rb"/Length \d+(?: \d+ R)?", b"/Length %d" % len(content), head)
    return head + b"stream\n" + content + b"\nendstream\n"


def _unpacked(head: bytes, content: bytes) -> tuple[bytes, bool]:
    import base64

    with suppress(ValueError, zlib.error):
        if b"ASCII85" in head:
            content = base64.a85decode(content.strip().removesuffix(b"~>"))
        if b"FlateDecode" in head:
            return zlib.decompress(content), True
    return content, False


def _rtf(data: bytes, chance: random.Random) -> bytes:
    return _tokens(data, re.compile(rb"\\[a-z]+-?\d*|[{}]|\\'[0-9a-f]{2}|\\u-?\d+"), chance)


def _tokens(data: bytes, pattern: re.Pattern[bytes], chance: random.Random) -> bytes:
    """One to six tokens left out, doubled, put elsewhere or exchanged for another or for a number."""
    for _ in range(chance.randint(1, 6)):
        places = [found.span() for found in pattern.finditer(data)]
        if not places:
            return data
        (start, end), (a, b) = chance.choice(places), chance.choice(places)
        token = data[start:end]
        new = chance.choice(
            (b"", token + b" " + token, (token + b" ") * (_LONGEST // 10 // len(token)), data[a:b], _renumbered(token, chance), _renumbered(token, chance))
        )
        data = data[:start] + new + data[end:]
    return data


def _renumbered(token: bytes, chance: random.Random) -> bytes:
    return re.sub(rb"-?\d*\.?\d+", chance.choice(NUMBERS).encode(), token) or b"0"


def _compound(data: bytes, chance: random.Random) -> bytes:
    """A stream of a compound file, changed by 16-bit values or (a workbook's) by its records."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as source:
        streams = {path[0]: source.openstream(path).read() for path in source.listdir() if len(path) == 1}
    name = max(streams, key=lambda n: len(streams[n])) if chance.random() < 0.6 else chance.choice(list(streams))
    if name in ("Workbook", "Book"):
        streams[name] = _biff(streams[name], chance)
    else:
        streams[name] = _values(streams[name], chance, chance.choice((1, 4, 30)))
    return written(streams) or data


def _values(data: bytes, chance: random.Random, times: int) -> bytes:
    out = bytearray(data)
    for _ in range(times if len(out) > 1 else 0):
        at = chance.randrange(len(out) - 1) & ~1
        out[at : at + 2] = struct.pack("<H", chance.choice((0, 1, 0x7FFF, 0x8000, 0xFFFF, chance.randrange(65536))))
    return bytes(out)


def _biff(data: bytes, chance: random.Random) -> bytes:
    records, at = [], 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        records.append((kind, data[at + 4 : at + 4 + length]))
        at += 4 + length
    for _ in range(chance.randint(1, 5)):
        n, other = chance.randrange(len(records)), chance.randrange(len(records))
        kind, body = records[n]
        choice = chance.random()
        if choice < 0.1:
            del records[n]
        elif choice < 0.25:
            records[n:n] = [(kind, body)] * chance.choice(_TIMES)
        elif choice < 0.35:
            records[n], records[other] = records[other], records[n]
        else:
            records[n] = kind, _values(body, chance, 2)
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records if len(body) < 65536)


def _png(data: bytes, chance: random.Random) -> bytes:
    """Numbers of a picture's head, or its chunks; the check sums fit again."""
    chunks, at = [], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append([data[at + 4 : at + 8], data[at + 8 : at + 8 + length]])
        at += 12 + length
    chunk = chunks[0] if chance.random() < 0.5 else chance.choice(chunks)
    chunk[1] = _values(chunk[1], chance, chance.choice((1, 2)))
    if chance.random() < 0.2:
        chunks.insert(chance.randrange(len(chunks)), chance.choice(chunks))
    return data[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
