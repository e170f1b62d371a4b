"""Word's one-file XML (Flat OPC): the parts of a DOCX file written one after the other, put into a package."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile

from taskextract.readers.archive import parse_xml
from taskextract.readers.source import Unreadable

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def is_flat(data: bytes) -> bool:
    """Whether an XML file is such a package."""
    return _PKG[1:-1].encode() in data[:4000]


def packed(data: bytes, name: str) -> bytes:
    """The DOCX file of the same content; `Unreadable` for a damaged one."""
    from lxml import etree

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parse_xml(data, name).iterchildren(f"{_PKG}part"):
            content = part.find(f"{_PKG}xmlData")
            if content is not None and len(content):
                written = etree.tostring(content[0], encoding="UTF-8")
            else:
                written = _binary(part.findtext(f"{_PKG}binaryData") or "", name)
            archive.writestr(part.get(f"{_PKG}name", "").lstrip("/"), written)
    return out.getvalue()


def _binary(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("unreadable-file", f"{name}: the file is damaged; save it anew as DOCX and try again") from error
