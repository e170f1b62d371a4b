"""Characters that fit neither neighbour, mended where one that looks like them does, or the notices' own words tell what is lost."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from taskextract.findings import Finding
from taskextract.normalize.evidence import Evidence
from taskextract.strand import Strand
from taskextract.vocabulary.pairs import bound, fixed_terms, is_word
from taskextract.vocabulary.words import load_words

_SIDE = 3  # characters on each side of a lost one that the notices must have elsewhere
_ALL_HAN = re.compile("[\u4e00-\u9fff]+")


def mend_misfits(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """A character that makes no word with its neighbours, while one that is taken for it does with a lonely one.

    It is mended where the notices have that word elsewhere, and told where they do not.
    """
    findings: list[Finding] = []
    partners = _partners()
    for i in _lonely(strand.text):
        char = strand.text[i]
        if char not in partners or shown.count_all(strand.text[i - 1 : i + 2]) > 1:
            continue
        words = [(other, word) for other in partners[char] for word in _words(strand.text, i, other)]
        piece = strand[max(0, i - 1) : i + 2]
        known = sorted({other for other, word in words if shown.pairs.get(word)})
        if len(known) == 1:
            word = next(w for o, w in words if o == known[0] and shown.pairs.get(w))
            note = f"a confused character: it makes no word here, and “{word}” stands elsewhere"
            findings.append(Finding("repaired-text", note, strand[i : i + 1].spans, char, known[0], 0.8))
            strand = strand.mend(i, i + 1, known[0])
        elif words:
            note = f"a character may be confused (“{words[0][1]}”?); compare with the original"
            findings.append(Finding("suspected-slip", note, piece.spans, piece.text, None, 0.5))
    return strand, findings


def _words(text: str, i: int, other: str) -> list[str]:
    """The words that `other` at `i` makes with a neighbour that has no other word to belong to."""
    found = []
    if i and is_word(text[i - 1], other) and not is_word(text[i - 2 : i - 1], text[i - 1]):
        found.append(text[i - 1] + other)
    behind = text[i + 1 : i + 2]
    if is_word(other, behind) and not is_word(behind, text[i + 2 : i + 3]):
        found.append(other + behind)
    return found


def mend_lost(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """A syllable lost beside one that is left alone, where the notices have the same words around it elsewhere."""
    findings: list[Finding] = []
    lonely = _lonely(strand.text)
    for i in sorted({*lonely, *(i + 1 for i in lonely)}, reverse=True):
        text = strand.text
        left, right = text[max(0, i - _SIDE) : i], text[i : i + _SIDE]
        if len(left + right) < 2 * _SIDE or not _ALL_HAN.fullmatch(left + right):
            continue
        if not shown.may_lack(text, i):
            continue
        chars = shown.between(left, right) - {left[-1], right[0]}
        lost = sorted(c for c in chars if is_word(left[-1], c) or is_word(c, right[0]))
        if len(lost) == 1 and len(chars) == 1 and shown.count_all(left + right) <= 1:
            piece = strand[i - _SIDE : i + _SIDE]
            phrase = left + lost[0] + right
            note = f"a lost syllable; “{phrase}” stands elsewhere"
            findings.append(Finding("repaired-text", note, piece.spans, piece.text, phrase, 0.85))
            strand = strand.mend(i - 1, i, left[-1] + lost[0])
    return strand, findings[::-1]


@lru_cache(maxsize=4096)
def _lonely(text: str) -> tuple[int, ...]:
    """Where such characters stand. Texts recur: agency cells, second readings."""
    chars = bound()
    return tuple([i for i, char in enumerate(text) if char in chars and _alone(text, i)])


def _alone(text: str, i: int) -> bool:
    """Whether a character that is no word of its own makes none with its neighbours, nor with two before it."""
    if is_word(text[i - 1 : i], text[i]) or is_word(text[i], text[i + 1 : i + 2]):
        return False
    return text[max(0, i - 2) : i + 1] not in _short_terms()


@cache
def _short_terms() -> frozenset[str]:
    return frozenset(term for term in fixed_terms() if len(term) == 3)


@cache
def _partners() -> dict[str, tuple[str, ...]]:
    """Each character with those that recognition takes it for."""
    found: dict[str, set[str]] = {}
    for one, other in load_words("confusions")["pairs"]:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {char: tuple(sorted(others)) for char, others in found.items()}
