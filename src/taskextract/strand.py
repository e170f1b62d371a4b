"""Text that remembers where it came from.

A `Strand` is the clean reading of one or more slices of a document's canonical text: layout blanks
are gone, and each character knows the slice `[start, end)` that it reads. Cut a strand like a
string, match patterns on `strand.text`, and every piece still knows its spans. Mending a slip
replaces characters and keeps the slice of what they replace, so nothing is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from taskextract.document import Document, Span

_BLANKS = frozenset(" \t\r\n\f\v\u00a0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
                    "\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff")
_WIDTHLESS = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_ANY_BLANK = re.compile(f"[{''.join(sorted(_BLANKS))}]")


def is_blank(char: str) -> bool:
    """Whether a character is white space or has no width."""
    return char in _BLANKS


def is_blank_text(text: str) -> bool:
    """Whether nothing but blanks stands in `text`."""
    return all(c in _BLANKS for c in text)


def without_blanks(text: str) -> str:
    """`text` without white space and characters of no width."""
    return _ANY_BLANK.sub("", text)


@dataclass(slots=True, unsafe_hash=True)  # never changed; not frozen, which would take three times as long to make
class Strand:
    """Clean text over a document's canonical text (`source`); `starts[i]:ends[i]` is what character i reads."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    source: str

    @classmethod
    def of(cls, document: Document, spans: Iterable[Span], *, keep_blanks: bool = False) -> Strand:
        """The clean reading of `spans`.

        Blanks go, except a single one between two words of Latin letters or digits; with
        `keep_blanks` each run of blanks inside the text becomes one blank (titles, bylines).
        """
        source = document.text
        given = tuple(spans)
        if len(given) == 1:
            return cls.over(source, given[0].start, given[0].end, keep_blanks=keep_blanks)
        offsets = [i for span in given for i in range(span.start, span.end)]
        return cls._from_offsets(source, offsets, keep_blanks)

    @classmethod
    def over(cls, source: str, start: int, end: int, *, keep_blanks: bool = False) -> Strand:
        """The clean reading of `source[start:end]`."""
        text = source[start:end]
        if not _ANY_BLANK.search(text):
            return cls(text, tuple(range(start, end)), tuple(range(start + 1, end + 1)), source)
        return cls._from_offsets(source, range(start, end), keep_blanks)

    @classmethod
    def _from_offsets(cls, source: str, offsets: Iterable[int], keep_blanks: bool) -> Strand:
        chars: list[str] = []
        at: list[int] = []
        blank: int | None = None
        for i in offsets:
            char = source[i]
            if char in _BLANKS:
                blank = i if blank is None and char not in _WIDTHLESS else blank
                continue
            if blank is not None and chars and (keep_blanks or (_word(chars[-1]) and _word(char))):
                chars.append(" ")
                at.append(blank)
            blank = None
            chars.append(char)
            at.append(i)
        return cls("".join(chars), tuple(at), tuple(i + 1 for i in at), source)

    @classmethod
    def empty(cls, source: str = "") -> Strand:
        """A strand of nothing."""
        return cls("", (), (), source)

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, key: slice) -> Strand:
        """`strand[a:b]`, like a string's; steps are not supported."""
        return Strand(self.text[key], self.starts[key], self.ends[key], self.source)

    def __add__(self, other: Strand) -> Strand:
        """Two strands one after the other (they may stand far apart in the source)."""
        source = self.source or other.source
        return Strand(self.text + other.text, self.starts + other.starts, self.ends + other.ends, source)

    def strip(self, chars: str = " ") -> Strand:
        """Without the given characters at both ends."""
        left = len(self.text) - len(self.text.lstrip(chars))
        return self[left : max(left, len(self.text.rstrip(chars)))]

    def mend(self, start: int, end: int, new: str) -> Strand:
        """Characters `start:end` replaced by `new`; the new ones read the whole replaced slice.

        Where `new` is empty, the neighbour before (or after) takes over the slice, so that `raw`
        still holds what stood there. A piece that other text of the source parts is left as it is.
        """
        if not new:
            if start > 0:
                return self.mend(start - 1, end, self.text[start - 1])
            if end < len(self.text):
                return self.mend(start, end + 1, self.text[end])
            return Strand.empty(self.source)
        low, high = self._slice(start, end)
        if any(not is_blank_text(self.gap_before(i)) for i in range(start + 1, end)):
            return self
        n = len(new)
        return Strand(
            self.text[:start] + new + self.text[end:],
            self.starts[:start] + (low,) * n + self.starts[end:],
            self.ends[:start] + (high,) * n + self.ends[end:],
            self.source,
        )

    def _slice(self, start: int, end: int) -> tuple[int, int]:
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.ends[start - 1] if start else (self.starts[0] if self.starts else 0)
        return at, at

    def gap_before(self, i: int) -> str:
        """What the source has between characters i-1 and i (blanks that the clean text left out)."""
        if not 0 < i < len(self.starts) or self.starts[i] < self.ends[i - 1]:
            return ""
        return self.source[self.ends[i - 1] : self.starts[i]]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The slices of the canonical text that this strand reads, joined where only blanks part them."""
        if not self.starts:
            return ()
        first, after = self.starts[0], self.starts[0] + len(self.starts)
        if self.ends[-1] == after and self.starts == tuple(range(first, after)):
            return (Span(first, after),)
        out: list[list[int]] = []
        for start, end in zip(self.starts, self.ends, strict=True):
            if out and out[-1][0] <= start <= out[-1][1]:
                out[-1][1] = max(out[-1][1], end)
            elif out and out[-1][1] < start and self._only_layout(out[-1][1], start):
                out[-1][1] = end
            elif start < end:
                out.append([start, end])
        return tuple(Span(start, end) for start, end in out)

    def _only_layout(self, start: int, end: int) -> bool:
        between = self.source[start:end]
        return end - start < 200 and "\t" not in between and is_blank_text(between)

    @property
    def raw(self) -> str:
        """The canonical text's own characters at `spans`."""
        return "".join(self.source[s.start : s.end] for s in self.spans)


def join(strands: Iterable[Strand]) -> Strand:
    """All strands one after the other."""
    parts = [s for s in strands if s]
    if len(parts) < 2:
        return parts[0] if parts else Strand.empty()
    return Strand(
        "".join(p.text for p in parts),
        tuple(chain.from_iterable([p.starts for p in parts])),
        tuple(chain.from_iterable([p.ends for p in parts])),
        parts[0].source,
    )


def _word(char: str) -> bool:
    return char.isascii() and char.isalnum()
