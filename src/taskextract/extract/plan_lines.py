"""From blocks to the logical lines of a plan: broken lines joined, items that run on parted."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.document import Furniture, Heading, Paragraph, Table
from taskextract.extract.drafts import Part
from taskextract.extract.outline import Label, inline_items, read_label, section_kind
from taskextract.extract.sentences import CLOSERS, OPENERS, bracket_pairs, is_closed, sentence_ends
from taskextract.extract.tail_parts import find_labels
from taskextract.extract.tails import find_tails
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_MIN_WRAP, _MAX_WRAP = 15, 80  # widths of a text that is wrapped by hand
_RAGGED = 4
_MAX_HEADING = 40
_MAX_BARE_HEADING = 25
_GOES_ON = "，、。；：！？,;）)〕］]”》"


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line. `level` is the source's own heading level (None for a paragraph)."""

    strand: Strand
    level: int | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a plan in order, and the text that is none (furniture, tables)."""

    lines: tuple[Line, ...]
    framing: tuple[Strand, ...]
    findings: tuple[Finding, ...]


def read_lines(part: Part) -> Lines:
    """The logical lines of a part's body."""
    lines: list[Line] = []
    framing: list[Strand] = []
    findings: list[Finding] = []
    for block in part.body:
        if isinstance(block, Table):
            cells = [Strand.of(part.document, p) for c in block.cells for p in c.paragraphs]
            table = join(cells)
            if table:
                framing.append(table)
                findings.append(Finding("decoy-table", "a table inside a plan was left aside; check whether it names tasks", table.spans))
            continue
        strand = Strand.of(part.document, block.spans)
        if not strand:
            continue
        if isinstance(block, Furniture):
            framing.append(strand)
        else:
            level = block.level if isinstance(block, Heading) else None
            lines.append(Line(strand, level, block.style if isinstance(block, Paragraph) else ""))
    joined = _join_broken(lines)
    parted = tuple(piece for line in joined for piece in _part_items(line))
    return Lines(parted, tuple(framing), tuple(findings))


def _join_broken(lines: Sequence[Line]) -> list[Line]:
    """Lines that break in mid-sentence put together."""
    width = _wrap_width(lines)
    open_kinds = _open_kinds(lines)
    joined: list[Line] = []
    tail_length = 0  # length of the last physical line of joined[-1]
    last_numbers: dict[str, int] = {}
    for line in lines:
        label = read_label(line.strand.text)
        before = joined[-1] if joined else None
        if before is not None and _continues(before, line, label, width, tail_length, open_kinds, last_numbers):
            joined[-1] = Line(before.strand + line.strand, before.level, before.style)
        else:
            joined.append(line)
            if label is not None and label.number is not None:
                last_numbers[label.kind] = label.number
        tail_length = len(line.strand)
    return joined


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which the text is wrapped by hand; None where its lines are whole paragraphs.

    Evidence: many lines that cannot be headings end in mid-sentence at nearly the same length.
    """
    lengths = Counter(len(x.strand) for x in lines if x.level is None and _breaks_inside(x.strand.text))
    around = {n: sum(lengths[n - k] for k in range(_RAGGED + 1)) for n in lengths if _MIN_WRAP <= n <= _MAX_WRAP}
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
    before: Line, line: Line, label: Label | None, width: int | None, tail_length: int,
    open_kinds: dict[str, float], last_numbers: dict[str, int],
) -> bool:  # fmt: skip
    """Whether `line` goes on with the sentence that `before` breaks off."""
    text, following = before.strand.text, line.strand.text
    if before.level is not None or line.level is not None or "title" in (before.style, line.style):
        return False
    if label is not None and label.kind != "dash":
        runs_on = label.number in (1, last_numbers.get(label.kind, 0) + 1)
        return not is_closed(text) and not runs_on and (text[-1] in "，、" or len(text) > _MAX_HEADING)
    if label is not None or _starts_field(following):
        return False
    if following[0] in _GOES_ON:
        return True
    if _is_bare_label(text):
        return True
    if is_closed(text) and not _has_open_bracket(text):
        return False
    if text[-1] in "，、,":
        return True
    return _breaks_off(before, width, tail_length, open_kinds)


def _breaks_off(before: Line, width: int | None, tail_length: int, open_kinds: dict[str, float]) -> bool:
    """Whether a line without a closing mark is broken off, and no heading of its own."""
    text = before.strand.text
    if _has_open_bracket(text):
        return True
    if width is not None and abs(tail_length - width) <= (_RAGGED if _breaks_inside(text) else 1):
        return True
    label = read_label(text)
    if label is not None:
        if _last_sentence(text) != text:
            return True
        return open_kinds.get(label.kind, 1.0) < 0.3 and section_kind(text[label.length :]) is None
    if find_tails(before.strand):
        return False
    return len(text) > _MAX_BARE_HEADING or "，" in text or "。" in text


def _last_sentence(text: str) -> str:
    ends = sentence_ends(text)
    return text[ends[-2] :] if len(ends) > 1 else text


def _is_bare_label(text: str) -> bool:
    """Whether a line is only a label and its colon (责任单位：), its bodies on the next one."""
    labels = find_labels(text)
    return len(labels) == 1 and labels[0].start == 0 and labels[0].end == len(text)


def _has_open_bracket(text: str) -> bool:
    """Whether a bracket or title opened in the last part of the text is still open."""
    closed = {low for low, _ in bracket_pairs(text)}
    late = [i for i, c in enumerate(text) if c in OPENERS and i not in closed and len(text) - i < 200]
    nested = sum(c in OPENERS for c in text) - sum(c in CLOSERS for c in text)
    return bool(late) and nested > 0


def _part_items(line: Line) -> list[Line]:
    """A paragraph in which numbered items run on (1.…。2.…。) as one line an item."""
    text = line.strand.text
    if line.level is not None or len(text) < 20:
        return [line]
    tails = find_tails(line.strand)
    starts = [0, *sentence_ends(text), *(t.end for t in tails if t.bracketed)]
    starts += [i + 1 for i, c in enumerate(text) if c in "：:"]  # 任务分工如下：1.…
    within = [s for s in sorted(set(starts)) if s < len(text) and not any(t.start < s < t.end for t in tails)]
    cuts = inline_items(text, tuple(within))
    edges = [0, *cuts, len(text)]
    return [Line(line.strand[a:b], None, line.style) for a, b in itertools.pairwise(edges) if a < b]


def is_heading_like(text: str) -> bool:
    """Whether a line without a label may be a heading: short, without marks."""
    return len(text) <= _MAX_BARE_HEADING and not re.search(r"[。；，：！？、《》]", text) and not is_closed(text)
