"""Bytes to text: which encoding a Chinese text file is in."""

from __future__ import annotations

import codecs

from taskextract.findings import Finding
from taskextract.readers.source import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ["utf_8", "gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]
_MAX_BAD_SHARE = 0.01
_MAX_CONTROL_SHARE = 0.001


def decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of `data`, and a finding where its encoding had to be guessed against the odds.

    A byte order mark decides; then valid UTF-8; then the likeliest of GB18030 (which holds GB2312
    and GBK), Big5 and UTF-16. Raises `Unreadable` where the bytes are no text.
    """
    text, findings = _decode(data, name)
    if _looks_binary(text):
        raise Unreadable("unreadable-file", f"{name}: not text but binary data; give the original file with its proper ending")
    return text, findings


def _decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" or _bad_share(data, "utf-8") < _MAX_BAD_SHARE:
            return _lenient(data, "utf-8", name)
    return _lenient(data, _guess(data) or "gb18030", name)


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    # An odd trailing byte of a file that was cut must not rule the right encoding out.
    sample = data[: len(data) // 2 * 2] if len(data) < 200_000 else data[:200_000]
    for cut in (0, 1, 2, 3):
        best = from_bytes(sample[: len(sample) - cut], cp_isolation=_CANDIDATES).best()
        if best is not None:
            return best.encoding
    return None


def _bad_share(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return text.count("\ufffd") / max(len(text), 1)


def _lenient(data: bytes, encoding: str, name: str) -> tuple[str, tuple[Finding, ...]]:
    odd = encoding.startswith(("utf-16", "utf_16")) and len(data) % 2 == 1
    text = data[: len(data) - odd].decode(encoding, "replace")
    bad = text.count("\ufffd")
    if bad == 0 and odd:
        message = "the last byte is half a character and was left out; see whether the file's end is missing"
        return text, (Finding("decoding-doubt", message, certainty=0.9),)
    if bad == 0:
        return text, ()
    if bad / len(text) > _MAX_BAD_SHARE * 5:
        raise Unreadable("unreadable-file", f"{name}: the text's encoding is unknown; save the file as UTF-8 and try again")
    message = f"{bad} place(s) have no meaning in {encoding}; compare the file's characters marked � with the original"
    return text, (Finding("decoding-doubt", message, certainty=round(1 - bad / len(text), 4)),)


def _looks_binary(text: str) -> bool:
    sample = text[:100_000]
    strange = sum(1 for c in sample if c < " " and c not in "\t\n\r\f\v\x1a")
    return strange > max(1, len(sample) * _MAX_CONTROL_SHARE)
