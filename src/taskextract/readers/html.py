"""Web pages (HTML, saved pages): the notice's blocks, the site's furniture, what the page states about it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers.detect import MHTML
from taskextract.readers.flow import Grid, Text, assemble
from taskextract.readers.html_blocks import wraps_at_blanks
from taskextract.readers.html_page import page_blocks
from taskextract.readers.html_static import show_stored
from taskextract.readers.html_text import decode_page, saved_page
from taskextract.readers.source import Source, Unreadable
from taskextract.vocabulary.words import load_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_BYTES = 20_000_000
_MAX_SAVED = 200_000_000
# Pictures written into the page's own text.
_EMBEDDED = re.compile(rb"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=\s]+")
_MAX_LISTED = 20


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """Read a web page; raises `Unreadable` for one that is empty, too large or nested too deeply."""
    blocks, meta, findings = page(source)
    return assemble(blocks, source.media_type, meta, source.name), findings


def page(source: Source) -> tuple[list[Text | Grid], dict[str, str], tuple[Finding, ...]]:
    """A page's blocks, what it states about the notice, and what is to be told of it."""
    data, declared = _page(source)
    text, findings = decode_page(data, source.name, declared)
    root = _parse(text, source.name)
    attachments = [*show_stored(root), *_attachments(root)]
    blocks, meta = page_blocks(root, wraps_at_blanks=wraps_at_blanks(text))
    return blocks, meta, (*findings, *attachments)


def _page(source: Source) -> tuple[bytes, str | None]:
    """The page's bytes and the encoding stated for them, within the limits of what can be read in time."""
    data, declared = source.data, None
    most = source.max_size or _MAX_BYTES
    if source.media_type == MHTML and len(data) <= _MAX_SAVED:
        data, declared = saved_page(data, source.name)
    if _MAX_BYTES < len(data) <= max(_MAX_SAVED, most):
        data = _EMBEDDED.sub(b"", data)
    if len(data) > most:
        raise Unreadable(
            "file-too-large",
            f"{source.name}: {len(data) / 1e6:.0f} MB of page is over the limit of {most / 1e6:.0f} MB; "
            "cut the page, or raise the limit with --max-size",
        )
    return data, declared


def _parse(text: str, name: str) -> _Element:
    """The page's tree. The parser is given UTF-8, so that no declaration in the page misleads it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    # A surrogate or a NUL would end the parser's reading.
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("unreadable-file", f"{name}: the page cannot be read as HTML; save it anew or give it as PDF") from error
    if root is None:
        raise Unreadable("empty-file", f"{name}: the page holds no text; if it is drawn by a script, print it to PDF")
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise Unreadable("unreadable-file", f"{name}: the page nests its elements too deeply to be read; give it as PDF")
    return root


def _attachments(root: _Element) -> list[Finding]:
    """One finding that lists the files which the page links to or shows in a frame."""
    endings = {f".{ending}" for ending in load_words("web")["attachment_endings"]}
    listed: dict[str, str] = {}
    for element in root.iter("a", "iframe", "embed"):
        target = (element.get("href") or element.get("src") or "").strip()
        try:
            parts = urlsplit(target)
        except ValueError:
            continue
        # A viewer or a download script names the file after its question mark.
        path = next((p for p in (parts.path, unquote(parts.query)) if posixpath.splitext(p)[1].lower() in endings), None)
        if path is not None:
            label = " ".join("".join(str(t) for t in element.itertext()).split()) or unquote(posixpath.basename(path))
            listed.setdefault(target, label)
    if not listed:
        return []
    shown = "; ".join(f"{label} → {target}" for target, label in list(listed.items())[:_MAX_LISTED])
    more = f"; and {len(listed) - _MAX_LISTED} more" if len(listed) > _MAX_LISTED else ""
    message = f"the page links to {len(listed)} file(s), which were not read; fetch those that belong to the notice: "
    return [Finding("reader-note", message + shown + more, certainty=1.0)]
