"""Confused characters and doubled syllables: mended where words of the notice or of the language show the slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from taskextract.findings import Finding
from taskextract.normalize.evidence import CONTEXT, Evidence
from taskextract.strand import Strand
from taskextract.vocabulary.pairs import is_word
from taskextract.vocabulary.regions import our_regions
from taskextract.vocabulary.words import load_words

_Step = Callable[[Strand, Evidence], tuple[Strand, list[Finding]]]

_BOUNDARY = "，。；：、（）《》“”的和与及或等对各在将把并到向以"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_AGAIN = re.compile(r"([\u4e00-\u9fff]{2,8})\1")
_SAID_TWICE = re.compile(r"([\u4e00-\u9fff]{1,8})\1")
_ITEM_AGAIN = re.compile(r"(?:^|[，。、；])([\u4e00-\u9fff“”]{3,16})、\1(?=[，。、；等])")
_EACH = "逐每各一再边又越"  # 逐库逐坝: every one
_REACH = 4
_BEFORE = 8  # characters in front of a confused one that another notice must have
_BEHIND = 3  # and behind it


@dataclass(frozen=True, slots=True)
class _Slip:
    right: str
    unless_before: str
    unless_after: str


def mend_words(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """The strand with confused characters and doubled syllables mended."""
    findings: list[Finding] = []
    steps: tuple[_Step, ...] = (_known_slips, _places, _confused, _doubled)
    for step in steps:
        strand, found = step(strand, shown)
        findings.extend(found)
    return strand, findings


def _known_slips(strand: Strand, _: Evidence) -> tuple[Strand, list[Finding]]:
    """Forms that no text writes on purpose (冶理, 己建成)."""
    pattern, slips = _slips()
    findings: list[Finding] = []
    for hit in reversed(list(pattern.finditer(strand.text))):
        slip = slips[hit[0]]
        before, behind = strand.text[hit.start() - 1 : hit.start()], strand.text[hit.end() : hit.end() + 1]
        piece = strand[hit.start() : hit.end()]
        if (before and before in slip.unless_before) or (behind and behind in slip.unless_after):
            continue
        findings.append(
            Finding(
                "repaired-text",
                "a confused character; no word is written so",
                piece.spans,
                hit[0],
                slip.right,
                0.9,
            )
        )
        for i, (old, new) in enumerate(zip(hit[0], slip.right, strict=True)):
            if old != new:
                strand = strand.mend(hit.start() + i, hit.start() + i + 1, new)
    return strand, findings[::-1]


def _places(strand: Strand, _: Evidence) -> tuple[Strand, list[Finding]]:
    """A place's name with a character that looks like its own (枣庄…峰城), where the place above is named, too."""
    findings: list[Finding] = []
    pattern, partners = _paired("place_pairs")
    for i, char in [(m.start(), m[0]) for m in pattern.finditer(strand.text)]:
        for other in partners[char]:
            found = _place_meant(strand.text, i, other)
            if found is not None:
                start, name, above = found
                piece = strand[start : start + 2]
                note = f"{name} is a place in {above}, which the text names; the printed name is none"
                findings.append(Finding("repaired-text", note, piece.spans, piece.text, name, 0.85))
                strand = strand.mend(i, i + 1, other)
                break
    return strand, findings


def _place_meant(text: str, i: int, other: str) -> tuple[int, str, str] | None:
    """Where a two-character name with `other` at `i` begins, the name, and the place above it."""
    above = _places_above()
    for start in (i, i - 1):
        printed = text[start : start + 2]
        if start < 0 or len(printed) < 2 or printed in above:
            continue
        name = printed[: i - start] + other + printed[i - start + 1 :]
        upper = next((u for u in above.get(name, ()) if u in text), None)
        before = text[:start]
        parted = (
            not before
            or before[-1] in _BOUNDARY
            or (upper and before.endswith((upper, upper + "市", upper + "省")))
        )
        if upper is not None and parted:
            return start, name, upper
    return None


@cache
def _places_above() -> dict[str, tuple[str, ...]]:
    """The short names of cities and counties, each with the short names of the places above it."""
    regions = our_regions()
    names = {r.code: r.short for r in regions}
    found: dict[str, list[str]] = {}
    for r in regions:
        if len(r.short) == 2 and r.level in ("prefecture", "county"):
            uppers = (names.get(r.parent, ""), names.get(r.code[:2] + "0000", ""))
            found.setdefault(r.short, []).extend(u for u in uppers if u)
    return {name: tuple(dict.fromkeys(uppers)) for name, uppers in found.items()}


def _confused(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """A character of a pair whose partner stands in the same words elsewhere (人海 beside 入海)."""
    findings: list[Finding] = []
    pattern, partners = _paired("pairs")
    for i, char in [(m.start(), m[0]) for m in pattern.finditer(strand.text)]:
        for other in partners[char]:
            word = _shown_word(strand.text, i, other, shown)
            if word is None:
                continue
            piece = strand[i : i + 1]
            note = f"a confused character; “{word}” stands elsewhere"
            findings.append(Finding("repaired-text", note, piece.spans, char, other, 0.85))
            strand = strand.mend(i, i + 1, other)
            break
    return strand, findings


def _shown_word(text: str, i: int, other: str, shown: Evidence) -> str | None:
    """The word with `other` at `i` that is shown elsewhere, while the word as printed is not."""
    before, char, behind = text[i - 1 : i] if i else "", text[i], text[i + 1 : i + 2]
    pairs = shown.pairs
    printed = max(pairs.get(before + char, 0), pairs.get(char + behind, 0))
    meant = max(pairs.get(before + other, 0), pairs.get(other + behind, 0))
    if printed <= 1 and meant >= 2:
        for wide in _windows(text, i):
            if shown.count_all(wide.replace("□", other)):
                return wide.replace("□", other)
    if (char, other) not in (("人", "入"), ("己", "已")) or not _HAN.match(behind):
        return None
    if is_word(char, behind) and not is_word(other, behind):  # 人力 beside 投入力度
        return None
    # A word of two characters is shown by the notice alone, and only where nothing joins it in front.
    if (
        (not before or before in _BOUNDARY)
        and pairs.get(char + behind, 0) <= 1
        and shown.count(other + behind)
    ):
        return other + behind
    return None


def _windows(text: str, i: int) -> Iterator[str]:
    """Phrases of five characters around `i`, `i` itself shown as □."""
    for start in range(max(0, i - _REACH), i + 1):
        phrase = text[start : start + _REACH + 1]
        if len(phrase) == _REACH + 1 and not re.search(r"[，。；：]", phrase):
            yield phrase[: i - start] + "□" + phrase[i - start + 1 :]


def _doubled(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """One or more syllables printed twice, where the phrase stands elsewhere without, or a verb shows it."""
    findings: list[Finding] = []
    for hit in reversed(list(_SAID_TWICE.finditer(strand.text))):
        text, piece = strand.text, strand[hit.start() : hit.end()]
        left, right = text[max(0, hit.start() - 4) : hit.start()], text[hit.end() : hit.end() + 4]
        without = left + hit[1] + right
        printed = left + hit[0] + right
        if (
            len(without) >= 6
            and left
            and right
            and shown.count_all(without)
            and shown.count_all(printed) <= 1
        ):
            note, certainty = f"printed twice; “{without}” stands elsewhere", 0.9
        elif _before_verb().match(text, hit.start()):
            note, certainty = "a syllable printed twice before a verb", 0.8
        else:
            continue
        findings.append(Finding("repaired-text", note, piece.spans, hit[0], hit[1], certainty))
        strand = strand.mend(hit.start(), hit.end(), hit[1])
    return strand, findings[::-1]


@cache
def _before_verb() -> re.Pattern[str]:
    verbs = "|".join(load_words("confusions")["verbs_after_doubling"])
    return re.compile(rf"(?<=[\u4e00-\u9fff])([\u4e00-\u9fff])\1(?={verbs})")


def suspect(strand: Strand, shown: Evidence) -> Iterator[Finding]:
    """What looks like a slip and cannot be mended without knowing the answer."""
    text = strand.text
    honest = tuple(load_words("confusions")["honest_repeats"])
    for hit in _ITEM_AGAIN.finditer(text):
        piece = strand[hit.start(1) : hit.end()]
        yield _suspected(piece, "an item of a list stands twice; another may be meant")
    yield from _lost(strand, shown)
    for hit in _AGAIN.finditer(text):
        if hit[0] not in honest and hit[1][-1] not in _EACH and shown.count_all(hit[0]) <= 1:
            yield _suspected(strand[hit.start() : hit.end()], "words printed twice; compare with the original")


def _lost(strand: Strand, shown: Evidence) -> Iterator[Finding]:
    """A syllable that the same longer phrase has elsewhere, or another than the other notices have; either may be right."""
    text = strand.text
    for i in range(CONTEXT, len(text) - _BEHIND + 1):
        if shown.may_lack(text, i):
            left, right = text[i - CONTEXT : i], text[i : i + CONTEXT]
            char = shown.lost_between(left, right)
            if char is not None:
                message = f"“{left}{char}{right}” stands elsewhere; a syllable may be lost here"
                yield _suspected(strand[i - CONTEXT : i + CONTEXT], message)
        left = text[i - CONTEXT : i]
        if not shown.others or i < _BEFORE or left not in shown.followers:
            continue
        right = text[i + 1 : i + 1 + _BEHIND]
        other = shown.other_between(text[i - _BEFORE : i], text[i], right)
        if other is not None and len(right) == _BEHIND:
            message = f"another notice has “{left}{other}{right}”; the two differ in one character"
            yield _suspected(strand[i - CONTEXT : i + 1 + _BEHIND], message)


def _suspected(piece: Strand, message: str) -> Finding:
    return Finding("suspected-slip", message, piece.spans, piece.text, None, 0.6)


@cache
def _slips() -> tuple[re.Pattern[str], dict[str, _Slip]]:
    rows = load_words("confusions")["words"]
    slips = {
        r["wrong"]: _Slip(r["right"], r.get("unless_before", ""), r.get("unless_after", "")) for r in rows
    }
    wrong = sorted(slips, key=lambda w: (-len(w), w))
    return re.compile("|".join(wrong)), slips


@cache
def _paired(key: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The pairs of a list: what finds their characters, and each with those it is taken for."""
    found: dict[str, list[str]] = {}
    for one, other in load_words("confusions")[key]:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    pattern = re.compile(f"[{re.escape(''.join(sorted(found)))}]")
    return pattern, {char: tuple(others) for char, others in found.items()}
