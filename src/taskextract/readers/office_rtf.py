"""RTF files that LibreOffice wrote: the signs of automatic labels (一、 （一）), which it keeps beside the paragraphs alone.

In its lists it writes `?` for 、 and `(` for （; the text that stands for programs without lists is right.
"""

from __future__ import annotations

import re

_WRITTEN_BY = re.compile(rb"\\generator\s+(?:LibreOffice|OpenOffice)", re.IGNORECASE)
_HEAD = 200_000
"""Bytes in which the program names itself: it does so behind its lists of fonts and styles."""
_LABEL = re.compile(rb"\{\\listtext\\pard\\plain\s*((?:[^{}\\]|\\(?!tab\b)[^{}])*?)(?:\\tab)?\s*\}")
_IN_LIST = re.compile(rb"\\(?:ilvl|ls)\d+(?=[\\\s{])")
_SAYS_MORE = re.compile(rb"\\u\d+")
_DOT = re.compile(rb"\s*(?:\\u(?:8226|9679|9632|61623|-3913)\b.{0,4}|\\'b7)\s*$", re.DOTALL)


def with_labels_written(data: bytes) -> bytes:
    """The file with its labels as text of their paragraphs; unchanged where its lists hold all that they show."""
    if not _WRITTEN_BY.search(data[:_HEAD]):
        return data
    labels = [match[1] for match in _LABEL.finditer(data)]
    if not any(_SAYS_MORE.search(label) and not _DOT.match(label) for label in labels):
        return data
    return _IN_LIST.sub(b"", _LABEL.sub(_written, data))


def _written(match: re.Match[bytes]) -> bytes:
    return b"" if _DOT.match(match[1]) else b"{" + match[1] + b"}"
