"""From a file to a document: the kind is told by the bytes, then the reader for it does the rest."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers import detect
from taskextract.readers.source import Source, Unreadable

Read = tuple[Document, tuple[Finding, ...]]

READERS: dict[str, str] = {
    detect.TEXT: "text",
    detect.PDF: "pdf",
    detect.OFD: "ofd",
    detect.DOCX: "docx",
    detect.HTML: "html",
    detect.MHTML: "html",
    detect.XLSX: "sheet",
    detect.XLS: "sheet",
    detect.XLSB: "sheet",
    detect.ODS: "sheet",
    detect.DOC: "office",
    detect.RTF: "office",
    detect.ODT: "office",
    detect.FLAT_ODT: "office",
    detect.FLAT_ODS: "office",
    detect.WORKS: "office",
    detect.WORD_XML: "office",
    detect.EXCEL_XML: "office",
    detect.OLE: "office",
    detect.ENCRYPTED: "office",
    "image/png": "scan",
    "image/jpeg": "scan",
    "image/tiff": "scan",
}
"""media type → the module of this package whose `read(source)` reads it (imported when first needed)."""


def read(path: Path, data: bytes, max_size: int | None = None) -> Read:
    """Read the file at `path` whose content is `data`; raises `Unreadable` with one clear line.

    `max_size` is how many bytes of bare text are read (None: as many as a notice may have).
    """
    if not data:
        raise Unreadable("empty-file", f"{path.name}: the file is empty; give one with content")
    media_type, doubt = detect.detect(data, path.name)
    document, findings = reader(media_type, path.name)(Source(path, data, media_type, max_size))
    return document, ((doubt,) if doubt else ()) + findings


def reader(media_type: str, name: str) -> Callable[[Source], Read]:
    """The `read` function for a media type; raises `Unreadable` where there is none."""
    module = READERS.get(media_type)
    if module is None:
        known = media_type != detect.UNKNOWN
        kind = detect.KINDS[media_type][0] if known else "binary data of no known document format"
        advice = (
            "unpack it and give what it holds" if media_type in detect.ARCHIVES
            else "save it as PDF, DOCX, HTML or text and try again"
        )
        raise Unreadable("missing-reader", f"{name}: {kind} cannot be read; {advice}")
    function: Callable[[Source], Read] = import_module(f"{__name__}.{module}").read
    return function
