"""Fixed terms of government work with a syllable lost, added or confused, and words printed side by side that cannot be.

A term is taken to be damaged where its other syllables stand in their order and the odd one fits
neither neighbour: the two-character words of the language (`vocabulary/pairs.txt`) say so. A text is
changed only where the confused characters look alike, or the notices have the same longer phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from taskextract.findings import Finding
from taskextract.normalize.evidence import Evidence
from taskextract.strand import Strand
from taskextract.vocabulary.pairs import fixed_terms, is_bound, is_word
from taskextract.vocabulary.words import load_words

_HAN = re.compile(r"[\u4e00-\u9fff]")
_CARRIERS = frozenset("和与及的之等各大小新全总多再更又并或为省市县区乡镇村国不非无有在以可再使让对向将从由到")
_AFFIXES = frozenset("圈园区带链群化性率力型组会局厅委办院所部处室库站线路道者员业度式类级层面端期额量费税权法网港城地机器品产物费金")
_SHORTEST = 3  # characters of a term that must be there
_NEAR = 3  # characters beside a term in which its missing one may stand
_TOO_MANY = "a syllable too many in"
_PHRASE = 6  # characters of a phrase that is evidence for a repair


@dataclass(frozen=True, slots=True)
class _Slip:
    """`text[start:end]` reads `term`; `certain` where the confused characters look alike."""

    start: int
    end: int
    term: str
    what: str
    certain: bool = False


def mend_terms(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """The strand with damaged terms mended where evidence decides, and a finding for each that was found."""
    findings: list[Finding] = []
    for slip in reversed(_slips(strand.text)):
        text, piece = strand.text, strand[slip.start : slip.end]
        # What is too much may also be what is left of another word.
        phrase = None if slip.what == _TOO_MANY else _longer(text, slip, shown)
        if shown.count_all(text[max(0, slip.start - 1) : slip.end + 1]) > 1:
            continue  # written so again: nobody slips twice in the same words
        if not slip.certain and phrase is None:
            findings.append(
                Finding(
                    "suspected-slip",
                    f"{slip.what} “{slip.term}”; compare with the original",
                    piece.spans,
                    piece.text,
                    None,
                    0.6,
                )
            )
            continue
        note = f"{slip.what} “{phrase or slip.term}”" + (", which stands elsewhere" if phrase else "")
        findings.append(Finding("repaired-text", note, piece.spans, piece.text, slip.term, 0.85))
        strand = _replaced(strand, slip)
    return strand, findings[::-1]


def _replaced(strand: Strand, slip: _Slip) -> Strand:
    """Only what differs is replaced, so that every other character keeps its own place."""
    old, new = strand.text[slip.start : slip.end], slip.term
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    return strand.mend(slip.start + head, slip.end - tail, new[head : len(new) - tail])


def _longer(text: str, slip: _Slip, shown: Evidence) -> str | None:
    """A longer phrase around the term that the notices have elsewhere as it should be."""
    before, behind = text[max(0, slip.start - 2) : slip.start], text[slip.end : slip.end + 2]
    for phrase in (before + slip.term, slip.term + behind):
        if len(phrase) >= _PHRASE and not re.search(r"[，。；、：]", phrase) and shown.count_all(phrase):
            return phrase
    return None


@lru_cache(maxsize=4096)
def _slips(text: str) -> tuple[_Slip, ...]:
    """Damaged terms, from left to right, none inside another. Texts recur: agency cells, second readings."""
    return tuple(_find(text))


def _find(text: str) -> Iterator[_Slip]:
    done = 0
    begun, headless = _by_start(0), _by_start(1)
    starts = _starts()
    for at in [i for i, start in enumerate(map(add, text, text[1:])) if start in starts]:
        if at < done:
            continue
        start = text[at : at + 2]
        terms = begun.get(start, ())
        whole = max((len(t) for t in terms if text.startswith(t, at)), default=0)
        if whole:
            done = at + whole
            continue
        found = [s for t in terms if _near(text, at, t) and (s := _damaged(text, at, t))]
        found += [s for t in headless.get(start, ()) if text.startswith(t[1:], at) and (s := _headless(text, at, t))]
        if found:
            best = max(found, key=lambda s: (len(s.term), s.term))
            yield best
            done = best.end


def _near(text: str, at: int, term: str) -> bool:
    """Whether the term's last character stands about where it should, or is all that is missing: quickly told."""
    end = at + len(term)
    return term[-1] in text[end - 2 : end + 1] or text.startswith(term[:-1], at)


def _damaged(text: str, at: int, term: str) -> _Slip | None:
    """The slip, if `term` begins at `at` and differs in one character from what stands there."""
    same = _shared(text[at : at + len(term)], term)
    odd, rest = at + same, term[same:]
    if not _HAN.match(text[odd : odd + 1]):
        return _tailless(text, at, term) if len(rest) == 1 else None
    if text.startswith(rest, odd + 1) and _intruder(text, odd, len(rest)):
        return _Slip(at, odd + 1 + len(rest), term, _TOO_MANY)
    if len(rest) == 1:
        return _tailless(text, at, term)
    if len(term) == _SHORTEST:
        return None
    if frozenset((text[odd], rest[0])) in _alike() and text.startswith(rest[1:], odd + 1):
        fits = is_word(text[odd - 1], text[odd]) or is_word(text[odd], text[odd + 1 : odd + 2])
        return None if fits else _Slip(at, odd + len(rest), term, "a confused character in", True)
    end = odd + len(rest) - 1
    lost = text.startswith(rest[1:], odd) and _kept_apart(text, at, end)
    if lost and (_stranded(text, odd - 1) or _stranded(text, odd)):
        return _Slip(at, end, term, "a syllable lost in")
    return None


def _intruder(text: str, i: int, rest: int) -> bool:
    """Whether the character at `i`, inside a term of which `rest` more follow, makes no word and no derivation."""
    if text[i] in _CARRIERS or text[i] == text[i - 1] or is_word(text[i - 1], text[i]) or is_word(text[i], text[i + 1]):
        return False
    behind = text[i + rest : i + rest + 2]
    if len(behind) == 2 and is_word(behind[0], behind[1]):
        return False
    return rest == 1 if text[i] in _AFFIXES else True


def _tailless(text: str, at: int, term: str) -> _Slip | None:
    """The term without its last syllable: the one before it is left alone. At the text's end a line may be cut."""
    last = at + len(term) - 2
    if last + 1 == len(text):
        return None
    if len(term) <= _SHORTEST or not is_word(term[-2], term[-1]) or not _stranded(text, last):
        return None
    if is_word(text[at - 1 : at], term[0]):
        return None
    behind = text[last + 1 : last + 2]
    if term[-1] in text[last + 1 : last + 1 + _NEAR]:
        return None  # nothing is lost, something stands twice
    if behind and not is_word(behind, text[last + 2 : last + 3]) and frozenset((behind, term[-1])) in _alike():
        return _Slip(at, last + 2, term, "a confused character in", True)
    return _Slip(at, last + 1, term, "a syllable lost in")


def _headless(text: str, at: int, term: str) -> _Slip | None:
    """The term without its first syllable: the second is left alone. At the text's start a line may be cut."""
    if at == 0 or not is_word(term[0], term[1]):
        return None
    end = at + len(term) - 1
    if is_word(text[end - 1], text[end : end + 1]) or is_word(text[at - 1 : at], text[at]):
        return None
    if is_word(text[at], text[at + 1]) or (len(term) > _SHORTEST and not _stranded(text, at)):
        return None
    if term[0] in text[max(0, at - _NEAR) : at]:
        return None  # nothing is lost, something stands twice
    if frozenset((text[at - 1], term[0])) in _alike():
        return _Slip(at - 1, end, term, "a confused character in", True)
    return _Slip(at, end, term, "a syllable lost in")


def _kept_apart(text: str, start: int, end: int) -> bool:
    """Whether neither end of `text[start:end]` makes a word with what stands beside it."""
    return not is_word(text[start - 1 : start], text[start]) and not is_word(text[end - 1], text[end : end + 1])


def _stranded(text: str, i: int) -> bool:
    """Whether a character that is no word of its own makes none with its neighbours."""
    if text[i] in _AFFIXES or text[i] in _CARRIERS:
        return False
    return is_bound(text[i]) and not is_word(text[i - 1 : i], text[i]) and not is_word(text[i], text[i + 1 : i + 2])


def _shared(one: str, other: str) -> int:
    n = 0
    while n < min(len(one), len(other)) and one[n] == other[n]:
        n += 1
    return n


@cache
def _by_start(at: int) -> dict[str, tuple[str, ...]]:
    """The terms by their two characters from `at` on."""
    found: dict[str, list[str]] = {}
    for term in fixed_terms():
        found.setdefault(term[at : at + 2], []).append(term)
    return {start: tuple(terms) for start, terms in found.items()}


@cache
def _starts() -> frozenset[str]:
    return frozenset((*_by_start(0), *_by_start(1)))


@cache
def _alike() -> frozenset[frozenset[str]]:
    """Characters that recognition takes for each other."""
    pairs = [*load_words("confusions")["pairs"], *load_words("slips")["pairs"]]
    return frozenset(frozenset(pair) for pair in pairs)
