"""The sentences of a plan's paragraph, each with the tails that stand at it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from functools import cache

from taskextract.extract.drafts import Duty
from taskextract.extract.outline import split_label
from taskextract.extract.sentences import sentence_ends, split_clauses
from taskextract.extract.tail_parts import find_labels, is_bodies
from taskextract.extract.tails import Tail, find_tails
from taskextract.strand import Strand, join
from taskextract.vocabulary.words import load_words

_STOPS = "。！？!?"
_MARKS = "。！？!?；;，,、：:.…"
_THEME = re.compile(
    r"(?P<lead>在)?(?P<theme>[^，。；：、（）“”\s]{1,14}(?:、[^，。；：（）“”\s]{1,10})?)方面(?:，|,|：|:)(?:要)?"
)
_BODY_HEAD = re.compile(r"(?P<who>[^，。；：:]{2,60})[：:](?=.{4})")
_INLINE_LABELS = ("digit-bracket", "digit-half", "circled")
_MAX_DASH_TITLE = 20


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or clause under a theme). `tails` stand at its end or in it; `inner` says that the
    last of them stands before its stop. `paragraph` counts the paragraphs of the item."""

    body: Strand
    tails: tuple[Tail, ...] = ()
    inner: bool = False
    paragraph: int = 0
    theme: Strand | None = None
    framing: tuple[Strand, ...] = ()
    duty: Duty | None = None

    @property
    def frames(self) -> tuple[Strand, ...]:
        """What frames the sentence and is in no tail: its label, its theme's words, the body before a colon."""
        head = self.duty.frame if self.duty else None
        return (*self.framing, head) if head else self.framing


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """A paragraph's sentences, and the tails that stand before them all (a line of tails only)."""

    sentences: tuple[Sentence, ...]
    tails: tuple[Tail, ...] = ()
    framing: tuple[Strand, ...] = field(default=())


def read_paragraph(strand: Strand, paragraph: int = 0) -> ParagraphText:
    """Part a paragraph into sentences and tails; themes are found, X方面，A；B。 gives a clause each."""
    label, mark, rest = split_label(strand)
    framing: list[Strand] = []
    if label is not None and label.kind == "dash":
        framing.append(mark)
        strand = rest
    field_label = _measure_label(strand)
    if field_label:
        framing.append(strand[:field_label])
        strand = strand[field_label:]
    sentences, tails, marks = _with_tails(strand, paragraph)
    if label is not None and label.kind == "dash" and _is_dash_title(sentences):
        framing.append(sentences[0].body)
        sentences = sentences[1:]
    duty = None
    if (
        sentences
        and (found := _BODY_HEAD.match(sentences[0].body.text))
        and is_bodies(found["who"], strict=True)
        and not find_labels(found[0])
    ):
        first = sentences[0]
        who = first.body[: found.end("who")]
        duty = Duty(who, "responsible", None, first.body[: found.end()])
        sentences = [replace(first, body=first.body[found.end() :]), *sentences[1:]]
    out = [clause for s in sentences for clause in _themed(replace(s, duty=duty))]
    return ParagraphText(tuple(out), tuple(tails), tuple(framing + marks))


@cache
def _measure_labels() -> re.Pattern[str]:
    words = sorted(load_words("tails")["measure_labels"], key=lambda w: (-len(w), w))
    return re.compile(rf"[【\[]?(?:{'|'.join(words)})(?:[】\]][：:]?|[：:])(?=.)")


def _measure_label(strand: Strand) -> int:
    found = _measure_labels().match(strand.text)
    return found.end() if found else 0


def is_titled_dash(rest: Strand) -> bool:
    """Whether a dash paragraph is a unit of its own: it has a title, and a tail names its bodies."""
    sentences, tails, _ = _with_tails(rest, 0)
    return _is_dash_title(sentences) and any(t.duties for s in sentences for t in s.tails) and not tails


def _is_dash_title(sentences: list[Sentence]) -> bool:
    return (
        len(sentences) > 1
        and len(sentences[0].body) <= _MAX_DASH_TITLE
        and not sentences[0].tails
        and not re.search("[；：]", sentences[0].body.text)
    )


def _with_tails(strand: Strand, paragraph: int) -> tuple[list[Sentence], list[Tail], list[Strand]]:
    """The sentences without their tails; tails before all sentences; stray punctuation."""
    tails = find_tails(strand)
    pieces: list[Strand] = []
    at: list[int] = []  # where in the tail-free text each tail stood
    last = length = 0
    for tail in tails:
        pieces.append(strand[last : tail.start])
        length += tail.start - last
        at.append(length)
        last = tail.end
    pieces.append(strand[last:])
    rest = join(pieces)
    edges = [0, *_edges(rest.text, tails, at)]
    sentences: list[Sentence] = []
    leading: list[Tail] = []
    marks: list[Strand] = []
    for low, high in itertools.pairwise(edges):
        here = tuple(t for t, p in zip(tails, at, strict=True) if low < p <= high)
        body = rest[low:high]
        if not body.text.strip(_MARKS + " "):
            marks.append(body)
            if here and sentences:
                sentences[-1] = replace(sentences[-1], tails=sentences[-1].tails + here)
            else:
                leading.extend(here)
            continue
        inner = bool(here) and max(p for p in at if low < p <= high) < high
        sentences.append(_unlabelled(Sentence(body, here, inner, paragraph)))
    leading = [*(t for t, p in zip(tails, at, strict=True) if p == 0), *leading]
    return sentences, leading, marks


def _edges(text: str, tails: tuple[Tail, ...], at: list[int]) -> list[int]:
    """Sentence ends of the tail-free text; a tail behind a stop, or between two words, ends one too."""
    ends = set(sentence_ends(text))
    for tail, p in zip(tails, at, strict=True):
        if not 0 < p < len(text):
            continue
        glued = text[p - 1] not in _MARKS and text[p] not in _MARKS
        if text[p - 1] in _STOPS or glued or not tail.bracketed:
            ends.add(p)
    return sorted(ends)


def _unlabelled(sentence: Sentence) -> Sentence:
    """Without an inline label （1） or ① in front."""
    label, mark, rest = split_label(sentence.body)
    if label is None or label.kind not in _INLINE_LABELS or not rest:
        return sentence
    return replace(sentence, body=rest, framing=(*sentence.framing, mark))


def _themed(sentence: Sentence) -> list[Sentence]:
    """A sentence X方面，A；B；C。 as one clause each, all with the theme X; any other as it is."""
    if _theme(sentence.body) is None:
        return [sentence]
    out: list[Sentence] = []
    theme: Strand | None = None
    clauses = split_clauses(sentence.body)
    for i, clause in enumerate(clauses):
        framing = sentence.framing if i == 0 else ()
        tails = _tails_of(sentence, clause, i == len(clauses) - 1)
        if found := _theme(clause):  # a later clause may open a theme of its own
            theme = clause[found.start("theme") : found.end("theme")]
            framing = (*framing, clause[: found.end()])
            clause = clause[found.end() :]
        out.append(replace(sentence, body=clause, theme=theme, framing=framing, tails=tails))
    return out


def _theme(clause: Strand) -> re.Match[str] | None:
    """The words X方面， at the head of a clause, unless they count sides (一方面) or sum up (等方面)."""
    found = _THEME.match(clause.text)
    if not found or found.end() >= len(clause) or found["theme"] in load_words("outline")["no_themes"]:
        return None
    return None if found["theme"].endswith(("等", "各", "另一", "个", "有关", "相关")) else found


def _tails_of(sentence: Sentence, clause: Strand, is_last: bool) -> tuple[Tail, ...]:
    """The tails that stand in or right behind a clause."""
    low, high = clause.starts[0], clause.ends[-1]
    return tuple(
        t
        for t in sentence.tails
        if (low < t.frame.starts[0] <= high) or (is_last and t.frame.starts[0] > high)
    )
