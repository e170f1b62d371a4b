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
# Signs of which any Chinese text is full, simplified or traditional; a wrong encoding gives rare ones.
_COMMON = frozenset(
    "的和一人民政府工作中国市省县区在年月日大上地方部局委责任单位加快推进建设发展管理完善全面重点企业服务实施项目经济"
    "國發會業產實設務經濟責單門動關於區縣應對與為點進開強　，。、：；（）《》“”"
)
_CLEAR = 3
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
    return by_common_signs(data[:200_000]) or _by_statistics(data)


def by_common_signs(data: bytes) -> str | None:
    """The encoding in which the bytes hold by far the most of the signs that any Chinese text is full of."""
    scores = {"gb18030": 0, "big5hkscs": 0}
    for encoding in scores:
        text = data.decode(encoding, "replace")
        scores[encoding] = sum(c in _COMMON for c in text if not c.isascii()) - 3 * text.count("\ufffd")
    (best, score), (_, second) = sorted(scores.items(), key=lambda item: -item[1])
    return best if score > _CLEAR * max(second, 1) else None


def _by_statistics(data: bytes) -> str | None:
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
    return bad_share(text)


def bad_share(text: str) -> float:
    """Which part of a decoded text had no meaning: of all but the ASCII, which tells encodings apart by nothing."""
    return text.count("\ufffd") / max(sum(not c.isascii() for c in text), 1)


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
