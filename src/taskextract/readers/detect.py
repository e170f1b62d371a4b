"""What a file is, told by its bytes and not by its ending."""

from __future__ import annotations

import io
import re
from pathlib import PurePath

from taskextract.findings import Finding
from taskextract.readers.archive import SafeZip, open_zip
from taskextract.readers.source import Unreadable

PDF = "application/pdf"
OFD = "application/ofd"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
WORKS = "application/vnd.ms-works"
OLE = "application/x-ole-storage"
ENCRYPTED = "application/x-ole-encrypted"
WORD_XML = "application/vnd.ms-word.xml"
EXCEL_XML = "application/vnd.ms-excel.xml"
FLAT_ODT = "application/vnd.oasis.opendocument.text-flat-xml"
FLAT_ODS = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"
XML = "application/xml"
RTF = "application/rtf"
HTML = "text/html"
MHTML = "multipart/related"
TEXT = "text/plain"
ZIP = "application/zip"
EMPTY = "application/x-empty"
UNKNOWN = "application/octet-stream"

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    PDF: ("PDF", ("pdf",)),
    OFD: ("OFD", ("ofd",)),
    DOCX: ("DOCX (Word)", ("docx", "docm", "dotx", "dotm")),
    XLSX: ("XLSX (Excel)", ("xlsx", "xlsm", "xltx", "xltm")),
    XLSB: ("XLSB (Excel)", ("xlsb",)),
    PPTX: ("PPTX (PowerPoint)", ("pptx", "pptm", "ppsx")),
    ODT: ("ODT (OpenDocument text)", ("odt", "ott")),
    ODS: ("ODS (OpenDocument sheet)", ("ods", "ots")),
    DOC: ("DOC or WPS (Word, WPS Writer)", ("doc", "wps", "dot", "wpt")),
    XLS: ("XLS or ET (Excel, WPS Spreadsheets)", ("xls", "et", "xlt", "ett")),
    PPT: ("PPT or DPS (PowerPoint)", ("ppt", "dps", "pps")),
    WORKS: ("WPS (Microsoft Works)", ("wps",)),
    OLE: ("an OLE file of unknown kind", ()),
    ENCRYPTED: ("a password-protected Office file", ("docx", "xlsx", "docm", "xlsm", "pptx")),
    WORD_XML: ("Word XML", ("xml", "doc")),
    EXCEL_XML: ("Excel XML", ("xml", "xls")),
    FLAT_ODT: ("flat OpenDocument text", ("fodt", "xml")),
    FLAT_ODS: ("flat OpenDocument sheet", ("fods", "xml")),
    XML: ("XML of an unknown kind", ("xml",)),
    RTF: ("RTF", ("rtf",)),
    HTML: ("HTML", ("html", "htm", "xhtml", "shtml", "jhtml", "jsp", "asp", "aspx", "php", "do")),
    MHTML: ("MHTML (saved web page)", ("mht", "mhtml", "eml")),
    TEXT: ("text", ("txt", "md", "markdown", "text", "csv", "tsv", "log")),
    "image/png": ("PNG", ("png",)),
    "image/jpeg": ("JPEG", ("jpg", "jpeg", "jpe", "jfif")),
    "image/tiff": ("TIFF", ("tif", "tiff")),
    "image/bmp": ("BMP", ("bmp", "dib")),
    "image/gif": ("GIF", ("gif",)),
    "image/webp": ("WEBP", ("webp",)),
    ZIP: ("a ZIP archive", ("zip",)),
    "application/vnd.rar": ("a RAR archive", ("rar",)),
    "application/x-7z-compressed": ("a 7z archive", ("7z",)),
    "application/gzip": ("a gzip archive", ("gz", "tgz")),
    "application/x-bzip2": ("a bzip2 archive", ("bz2", "tbz2")),
    "application/x-xz": ("an xz archive", ("xz", "txz")),
    "application/x-tar": ("a tar archive", ("tar",)),
    EMPTY: ("an empty file", ()),
    UNKNOWN: ("unknown", ()),
}
"""media type → (its name in messages, the endings that fit it)."""

ARCHIVES = frozenset({
    ZIP, "application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/x-bzip2",
    "application/x-xz", "application/x-tar",
})  # fmt: skip
"""What only holds other files."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x09\x00\x04\x00", XLS),
    (b"\x09\x02\x06\x00", XLS),
    (b"\x09\x04\x06\x00", XLS),
)
"""What files begin with. The last three are bare BIFF streams (2 to 4), which old programs export as XLS."""

_HEAD = 64 * 1024
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|frameset|meta|title|table|div)\b", re.I | re.S
)
_ANY_HTML = re.compile(r"<(?:html|head|body|meta|div|table|span|p|br)\b[^<>]*>", re.I)
_TABBED = re.compile(r"^[^\s<][^\t\n<]*\t[^\t\n]+\t", re.M)
"""A row of cells parted by tabs: a text dump of a table, in whose cells `<p>` may stand."""
_MHTML_START = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type)\s*:", re.I)


def detect(data: bytes, name: str) -> tuple[str, Finding | None]:
    """The media type of a file's bytes, and a finding `wrong-ending` where its name says otherwise.

    `name` decides only between kinds of text that the bytes leave open (a page without `<html>`).
    """
    media_type = _by_bytes(data, _ending(name))
    return media_type, _wrong_ending(media_type, _ending(name))


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _wrong_ending(media_type: str, ending: str) -> Finding | None:
    known = {e for _, endings in KINDS.values() for e in endings}
    label, fitting = KINDS[media_type]
    if ending not in known or ending in fitting or media_type in (UNKNOWN, EMPTY, OLE):
        return None
    return Finding(
        "wrong-ending", f"the file is named .{ending} but its bytes are {label}; it was read as that", certainty=1.0
    )


def _by_bytes(data: bytes, ending: str) -> str:
    if not data:
        return EMPTY
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, ending)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    stripped = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for magic, media_type in _MAGIC:
        if data.startswith(magic) or (magic == b"{\\rtf" and stripped.startswith(magic)):
            return media_type
    if data[257:262] == b"ustar":
        return "application/x-tar"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0" and data[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x7c\0\0\0"):
        return "image/bmp"
    text = _text_head(data)
    if text is not None and (kind := _markup_kind(text, ending)) is not None:
        return kind
    if b"%PDF-" in data[:1024] or stripped.startswith(b"%PDF-"):
        return PDF
    return UNKNOWN if text is None else TEXT


def _zip_kind(data: bytes, ending: str) -> str:
    """The kind of a zip container; a damaged one is named after the names that its bytes still hold, or its own."""
    try:
        with open_zip(data) as archive:
            return _opened_zip_kind(archive)
    except Unreadable:
        hints = ((b"OFD.xml", OFD), (b"word/", DOCX), (b"xl/", XLSX), (b"opendocument.spreadsheet", ODS))
        named = next((kind for kind in (DOCX, XLSX, ODS, OFD, XLSB) if ending in KINDS[kind][1]), ZIP)
        return next((kind for hint, kind in hints if hint in data), named)


def _opened_zip_kind(archive: SafeZip) -> str:
    if archive.find("OFD.xml"):
        return OFD
    if archive.find("mimetype"):
        declared = archive.read("mimetype").strip().decode("ascii", "replace").removesuffix("-template")
        if declared in (ODT, ODS):
            return declared
    if archive.find("[Content_Types].xml"):
        types = archive.read("[Content_Types].xml")
        for mark, kind in (
            (rb"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macroEnabled", DOCX),
            (rb"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template)\.macroEnabled", XLSX),
            (rb"ms-excel\.sheet\.binary", XLSB),
            (rb"presentationml\.", PPTX),
        ):
            if re.search(mark, types):
                return kind
    folders = {n.split("/")[0].lower() for n in archive.names if "/" in n}
    return DOCX if "word" in folders else XLSX if "xl" in folders else ZIP


def _ole_kind(data: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {"/".join(path).lower() for path in ole.listdir()}
    except (OSError, ValueError, IndexError, RecursionError, OverflowError, MemoryError):
        return OLE
    for names, kind in (
        ({"encryptedpackage", "encryptioninfo"}, ENCRYPTED),
        ({"worddocument"}, DOC),
        ({"workbook", "book"}, XLS),
        ({"powerpoint document"}, PPT),
        ({"contents", "matost", "mn0"}, WORKS),
    ):
        if names & streams:
            return kind
    return OLE


def _text_head(data: bytes) -> str | None:
    """The first 64 KB as rough text (only ASCII is looked at); None where the bytes are no text."""
    head = data[:_HEAD]
    for codec in ("utf-16-le", "utf-16-be"):
        if head.startswith(b"\xff\xfe" if codec.endswith("le") else b"\xfe\xff") or _looks_utf16(head, codec):
            return head.decode(codec, "replace").lstrip("\ufeff")
    if sum(byte in _CONTROL for byte in head) > len(head) // 500:
        return None
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _looks_utf16(head: bytes, codec: str) -> bool:
    """UTF-16 without a mark: decoded, nearly all is Chinese or ASCII, and line feeds or commas occur."""
    if len(head) < 8 or b"\0" not in head:
        return False
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    plain = sum(" " <= c <= "~" or c in "\r\n\t" or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffee" for c in text)
    return plain > 0.95 * len(text) and any(c in "\n，。、,. <" for c in text)


def _markup_kind(text: str, ending: str) -> str | None:
    if "progid=\"Word.Document\"" in text[:2000] or "<pkg:package" in text[:2000]:
        return WORD_XML
    if "progid=\"Excel.Sheet\"" in text[:2000]:
        return EXCEL_XML
    if _MHTML_START.match(text.lstrip()[:4096]) and re.search(r"^content-type:\s*(?:multipart/|text/html)", text, re.I | re.M):
        return MHTML
    if "<office:document " in text[:4000]:
        return FLAT_ODS if f'office:mimetype="{ODS}"' in text[:20_000] else FLAT_ODT
    if _HTML_START.match(text):
        return HTML
    if text.lstrip().startswith("<?xml"):
        return HTML if ending in KINDS[HTML][1] else XML
    if ending in KINDS[HTML][1] and _ANY_HTML.search(text) and not len(_TABBED.findall(text)) > 1:
        return HTML
    return None
