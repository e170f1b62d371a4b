"""Which genre a notice is of, and by which cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from taskextract.document import Heading, Paragraph
from taskextract.extract.drafts import Part
from taskextract.records import Genre
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

_THRESHOLD = 1.0
_MAX_HITS = 3  # a cue that recurs counts this often at the most


@cache
def _cues() -> tuple[tuple[Genre, str, re.Pattern[str], float], ...]:
    return tuple(
        (cue["genre"], cue["where"], re.compile(cue["pattern"]), float(cue["weight"]))
        for cue in load_words("genres")
    )


def choose_prose(part: Part) -> tuple[Genre, str, float]:
    """The genre of a notice without a division table, the cue that weighed most, and the lead it has (0–1).

    `other` where no genre's cues reach the threshold.
    """
    scores: dict[Genre, float] = {"plan": 0.0, "report": 0.0}
    best: dict[Genre, tuple[float, str]] = {}
    texts = {where: tuple(_texts(part, where)) for where in ("title", "start", "text")}
    for genre, where, pattern, weight in _cues():
        hits = [found for text in texts[where] if (found := _search(pattern, text, where))]
        if not hits:
            continue
        worth = weight * min(len(hits), _MAX_HITS)
        scores[genre] += worth
        if worth > best.get(genre, (0.0, ""))[0]:
            best[genre] = (worth, hits[0].group(0))
    winner: Genre = max(scores, key=lambda g: scores[g])
    if scores[winner] < _THRESHOLD:
        return "other", "no cue of a known genre", 0.0
    total = sum(scores.values())
    return winner, best[winner][1], round(scores[winner] / total, 2)


def _search(pattern: re.Pattern[str], text: str, where: str) -> re.Match[str] | None:
    return pattern.match(text) if where == "start" else pattern.search(text)


def _texts(part: Part, where: str) -> Iterator[str]:
    if where == "title":
        if part.envelope.title is not None:
            yield part.envelope.title.text
        return
    for block in part.body:
        if isinstance(block, Heading | Paragraph):
            yield Strand.of(part.document, block.spans, keep_blanks=True).text
    if where == "text":
        for strand in part.envelope.framing:
            yield strand.text
