"""Lines that the source breaks in mid-sentence, put together.

Text from recognition and from hand-wrapped files has a paragraph for every printed line. A line goes
on where it ends in mid-sentence and is no heading of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.extract.outline import Label, read_label, section_kind
from taskextract.extract.sentences import CLOSERS, OPENERS, bracket_pairs, is_closed, sentence_ends
from taskextract.extract.tail_parts import find_labels
from taskextract.extract.tails import find_tails
from taskextract.strand import Strand, join

_MIN_WRAP, _MAX_WRAP = 15, 80  # widths of a text that is wrapped by hand
_RAGGED = 4
_MAX_HEADING = 40
_MAX_BARE_HEADING = 25
_GOES_ON = "，、。；：！？,;）)〕］]”》"
_TAIL_LINES = 8  # no tail is longer
_WINDOW = 300  # so much of a growing paragraph's two ends is looked at


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line. `level` is the source's own heading level (None for a paragraph); a line that `runs_on`
    stands in the paragraph of the line before."""

    strand: Strand
    level: int | None = None
    style: str = ""
    runs_on: bool = False


@dataclass(slots=True)
class _Growing:
    """A paragraph as its lines are added: `text` is its beginning and end, `last` its last line's length."""

    first: Line
    pieces: list[Strand]
    text: str
    last: int

    def add(self, line: Line) -> None:
        text = self.text + line.strand.text
        self.pieces.append(line.strand)
        self.text = text if len(text) <= 2 * _WINDOW else text[:_WINDOW] + text[-_WINDOW:]
        self.last = len(line.strand)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the whole notice shows: the width it is wrapped at, and how often labelled lines stay open."""

    width: int | None
    open_kinds: dict[str, float]


def join_broken(lines: Sequence[Line]) -> list[Line]:
    """The lines with those put together that a break in mid-sentence parts."""
    evidence = _Evidence(_wrap_width(lines), _open_kinds(lines))
    growing: list[_Growing] = []
    numbers: dict[str, int] = {}  # the last number of each kind of label
    for line in lines:
        label = read_label(line.strand.text)
        if growing and _continues(growing[-1], line, label, evidence, numbers):
            growing[-1].add(line)
            continue
        growing.append(_Growing(line, [line.strand], line.strand.text, len(line.strand)))
        if label is not None and label.number is not None:
            numbers[label.kind] = label.number
    return [Line(join(g.pieces), g.first.level, g.first.style) for g in growing]


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which the text is wrapped by hand; None where its lines are whole paragraphs.

    Evidence: many lines that cannot be headings end in mid-sentence at nearly the same length.
    """
    lengths = Counter(len(x.strand) for x in lines if x.level is None and _breaks_inside(x.strand.text))
    around = {
        n: sum(lengths[n - k] for k in range(_RAGGED + 1)) for n in lengths if _MIN_WRAP <= n <= _MAX_WRAP
    }
    if not around:
        return None
    width = max(sorted(around), key=lambda n: around[n])
    return width if around[width] >= max(3, len(lines) // 6) else None


def _breaks_inside(text: str) -> bool:
    """Whether a line ends in mid-sentence and is neither a heading (a label, one clause) nor a field (责任单位：…)."""
    if is_closed(text) or _starts_field(text):
        return False
    return read_label(text) is None or _last_sentence(text) != text


def _starts_field(text: str) -> bool:
    labels = find_labels(text)
    return bool(labels) and labels[0].start == 0


def _open_kinds(lines: Sequence[Line]) -> dict[str, float]:
    """For each label kind the share of its lines that end without a mark, as headings of their own do."""
    total: Counter[str] = Counter()
    unclosed: Counter[str] = Counter()
    for line in lines:
        if label := read_label(line.strand.text):
            total[label.kind] += 1
            unclosed[label.kind] += not is_closed(line.strand.text)
    return {kind: unclosed[kind] / n for kind, n in sorted(total.items()) if n >= 3}


def _continues(
    before: _Growing, line: Line, label: Label | None, evidence: _Evidence, numbers: dict[str, int]
) -> bool:
    """Whether `line` goes on with the sentence that the paragraph `before` breaks off."""
    text, following = before.text, line.strand.text
    if (
        before.first.level is not None
        or line.level is not None
        or "title" in (before.first.style, line.style)
    ):
        return False
    if label is not None:
        runs_on = label.number is None or label.number in (1, numbers.get(label.kind, 0) + 1)
        return not is_closed(text) and not runs_on and (text[-1] in "，、" or len(text) > _MAX_HEADING)
    open_bracket = _has_open_bracket(text)
    if _starts_field(following) and not open_bracket:
        return False
    if following[0] in _GOES_ON or _ends_with_label(text):
        return True
    if is_closed(text) and not open_bracket:
        return evidence.width is not None and before.last >= evidence.width - 1 and _closes_by_chance(before)
    return open_bracket or text[-1] in "，、," or _breaks_off(before, evidence)


def _closes_by_chance(before: _Growing) -> bool:
    """Whether a full line's closing mark may stand inside a sentence: a semicolon, or a bracket that is no tail."""
    text = before.text
    if text[-1] in "；;：:":
        return True
    if text[-1] not in CLOSERS:
        return False
    whole = join(before.pieces[-_TAIL_LINES:])
    return not any(tail.end == len(whole) for tail in find_tails(whole))


def _breaks_off(before: _Growing, evidence: _Evidence) -> bool:
    """Whether a line without a closing mark is broken off, and no heading of its own."""
    text = before.text
    if evidence.width is not None:
        slack = _RAGGED if _breaks_inside(text) else 1
        if abs(before.last - evidence.width) <= slack:
            return True
    label = read_label(text)
    if label is not None:
        if _last_sentence(text) != text:
            return True
        return evidence.open_kinds.get(label.kind, 1.0) < 0.3 and section_kind(text[label.length :]) is None
    if len(before.pieces) == 1 and find_tails(before.first.strand):
        return False
    return len(text) > _MAX_BARE_HEADING or "，" in text or "。" in text


def _last_sentence(text: str) -> str:
    ends = sentence_ends(text)
    return text[ends[-2] :] if len(ends) > 1 else text


def _ends_with_label(text: str) -> bool:
    """Whether a line ends with a label and its colon (责任单位：, …；完成时限：), what it labels on the next one."""
    labels = find_labels(text)
    return bool(labels) and labels[-1].end == len(text)


def _has_open_bracket(text: str) -> bool:
    """Whether a bracket or title opened in the last part of the text is still open."""
    closed = {low for low, _ in bracket_pairs(text)}
    late = [i for i, c in enumerate(text) if c in OPENERS and i not in closed and len(text) - i < 200]
    nested = sum(c in OPENERS for c in text) - sum(c in CLOSERS for c in text)
    return bool(late) and nested > 0
