"""Web pages: bytes to text, and the page out of a saved one (MHTML)."""

from __future__ import annotations

import codecs
import email
import email.policy
import re

from taskextract.findings import Finding
from taskextract.readers.decode import bad_share, by_common_signs, decode
from taskextract.readers.source import Unreadable

_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What browsers read when a page says less than it holds; Latin declarations on Chinese pages say nothing.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "gb18030", "x-gbk": "gb18030",
          "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf8": "utf-8", "utf-8": "utf-8", "unicode": "utf-8"}  # fmt: skip
_TAGS = re.compile(rb"<(script|style)\b.*?</\1>|<[^>]*>|\s+", re.IGNORECASE | re.DOTALL)
_MAX_BAD_SHARE = 0.01


def decode_page(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[Finding, ...]]:
    """A page's text. `declared` is the encoding that its envelope states, before the page's own word.

    A declared encoding is believed where the bytes fit it but for the odd character; otherwise the
    bytes decide.
    """
    if data.startswith(_BOMS) or b"\0" in data[:64]:
        return decode(data, name)
    match = _DECLARED.search(data[:4096])
    stated = declared or (match[1].decode("ascii", "replace") if match else "")
    encoding = _WIDER.get(stated.lower().replace("_", "-"))
    for candidate in dict.fromkeys(c for c in (encoding, "utf-8") if c):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        # The bytes of Big5 pages mean something in GB18030 too, but nothing that anybody writes.
        meant = by_common_signs(data[:200_000]) if candidate in ("gb18030", "big5hkscs") else None
        if meant is None or meant == candidate:
            return text, ()
        message = f"the page says that it is {stated}, but its characters are those of {meant}; it was read as that"
        return data.decode(meant, "replace"), (Finding("decoding-doubt", message, certainty=0.9),)
    if encoding is None:
        return decode(data, name)
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd")
    if bad_share(text) > _MAX_BAD_SHARE:
        return decode(data, name)
    message = f"{bad} place(s) have no meaning in {encoding}; compare the characters marked � with the page"
    return text, (Finding("decoding-doubt", message, certainty=round(1 - bad / len(text), 4)),)


def saved_page(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The page in a saved one (MHTML): its bytes, and the encoding that the envelope states for it."""
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
        pages = [
            (payload, part.get_content_charset())
            for part in message.walk()
            if part.get_content_type() == "text/html" and isinstance(payload := part.get_payload(decode=True), bytes)
        ]
    except (RecursionError, ValueError, LookupError, AssertionError, IndexError) as error:
        raise Unreadable(
            "unreadable-file", f"{name}: the saved page is damaged; save it anew as HTML or PDF and try again"
        ) from error
    # The first page is the one that was saved, unless it is hardly more than the frame of another.
    sizes = [_said(payload) for payload, _ in pages]
    found = next((page for page, size in zip(pages, sizes, strict=True) if size * 4 >= max(sizes) > 0), None)
    if found is None:
        raise Unreadable("empty-file", f"{name}: the saved page holds no HTML text; save it anew as HTML or PDF")
    return found


def _said(page: bytes) -> int:
    """About how many bytes of a page are text."""
    return len(_TAGS.sub(b"", page).strip())
