"""Slips of recognition and typing mended, each with its evidence; what cannot be shown is flagged and left.

`mend` gives the reading of one text. Look-alike characters, entities left in, half-width marks
between Chinese characters and full-width figures are certain; doubled digits, confused characters
and doubled syllables need the notice's own words (or another notice's) as evidence.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from taskextract.document import Span
from taskextract.findings import Finding
from taskextract.normalize.evidence import Evidence, evidence
from taskextract.normalize.repair_context import mend_lost, mend_misfits
from taskextract.normalize.repair_sense import doubled_over_words, senseless
from taskextract.normalize.repair_terms import mend_terms
from taskextract.normalize.repair_words import mend_words, suspect
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import lookalikes

__all__ = ["Evidence", "evidence", "mend"]

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});")
_RADICAL = re.compile(r"[\u2e80-\u2fd5\uf900-\ufad9]")
_DASHES = re.compile(r"[―─ー]{2}")
_WIDE_FIGURE = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_TWICE = re.compile(r"(?<![\d.])(\d{1,4}) \1(?=[\u4e00-\u9fff])")
_PARTED = re.compile(r"(?<!\d)(?:\d{1,2} ){2,}\d{1,2}(?!\d)")
_ONE_IN_CODE = re.compile(r"(?<![A-Za-z])(?P<letter>[B-Z])(?P<slip>[lI])(?=号?线|\d)")
_ONE_IN_NUMBER = re.compile(r"(?<=\d)[lI](?=\d)|(?<=\d)[lI](?=[年月日个项条%])")
_ZERO_IN_NUMBER = re.compile(r"(?<=\d)[Oo〇](?=[\d年月日个项条%])")
_ZERO_IN_YEAR = re.compile(
    r"二[0O][一二三四五六七八九0O〇零]{2}年|二〇[一二三四五六七八九][0O]年|二〇[0O][一二三四五六七八九]年"
)
_LOOKALIKE = re.compile(r"[\u2e80-\u2fd5\uf900-\ufad9―─ー]")
_ANY_WIDTH = re.compile(r"[,;:?!().０-９Ａ-Ｚａ-ｚ]")
_ANY_FIGURE = re.compile(r"[\dlIOo〇]")
_MARK_TWICE = re.compile(r"([，、；：])\1+|(?<![。…])。。(?!。)")
_LONGEST = 5000  # a longer text is no sentence or cell; its words are not looked into
_WHOLE = 30  # characters: a doubt about more is about no one place
_PAIRS = (("“", "”", "quotation marks"), ("（", "）", "brackets"), ("《", "》", "title marks"))


def mend(strand: Strand, evidence: Evidence) -> tuple[Strand, tuple[Finding, ...]]:
    """The mended reading of `strand`, and a finding for each thing changed or suspected.

    >>> mend(strand, evidence([strand.text]))[0].text   # 加快⻘岛,潍坊建设
    '加快青岛，潍坊建设'
    """
    if strand.text in evidence.sound:  # notices repeat their cells
        return strand, ()
    before = strand.text
    findings: list[Finding] = []
    for step in (_entities, _radicals, _widths, _digits, _marks_twice):
        strand, found = step(strand, evidence)
        findings.extend(found)
    if len(strand) > _LONGEST:
        return strand, tuple(findings)
    doubts: list[Finding] = []
    for words in (mend_words, mend_lost, mend_terms, doubled_over_words, mend_misfits):
        strand, found = words(strand, evidence)
        findings.extend(f for f in found if f.code == "repaired-text")
        doubts.extend(f for f in found if f.code != "repaired-text")
    doubts = [*_unbalanced(strand), *suspect(strand, evidence), *doubts, *senseless(strand, evidence)]
    findings.extend(_apart(doubts))
    if not findings and strand.text == before:
        evidence.sound.add(before)
    return strand, tuple(findings)


def _apart(doubts: list[Finding]) -> Iterator[Finding]:
    """One doubt a place: the first of those that touch one another; those of a whole text stand beside them."""
    taken: list[Span] = []
    for doubt in doubts:
        if doubt.before is not None and len(doubt.before) > _WHOLE:
            yield doubt
        elif not any(a.start < b.end and b.start < a.end for a in doubt.spans for b in taken):
            taken.extend(doubt.spans)
            yield doubt


def _entities(strand: Strand, _: Evidence) -> tuple[Strand, list[Finding]]:
    """&quot; &amp; &nbsp; left over from a web page, and straight quotation marks between Chinese characters."""
    findings: list[Finding] = []
    if "&" not in strand.text and '"' not in strand.text:
        return strand, findings
    for hit in reversed(list(_ENTITY.finditer(strand.text))):
        meant = html.unescape(hit[0])
        if meant == hit[0]:
            continue
        meant = "" if meant in "\xa0\u2002\u2003\u3000" else meant
        findings.append(
            _repaired(strand[hit.start() : hit.end()], meant, "an entity of the web page was read", 0.99)
        )
        strand = strand.mend(hit.start(), hit.end(), meant)
    quotes = [m.start() for m in re.finditer('"', strand.text)]
    if quotes and len(quotes) % 2 == 0 and re.search(rf'{_HAN}"|"{_HAN}', strand.text):
        where = strand
        for n, at in enumerate(quotes):
            strand = strand.mend(at, at + 1, "“”"[n % 2])
        findings.append(
            _repaired(where, strand.text, "straight quotation marks were read as Chinese ones", 0.95)
        )
    return strand, findings[::-1]


def _radicals(strand: Strand, _: Evidence) -> tuple[Strand, list[Finding]]:
    if not _LOOKALIKE.search(strand.text):
        return strand, []
    hits = list(_RADICAL.finditer(strand.text))
    table = lookalikes()
    before: list[str] = []
    after: list[str] = []
    spans: list[Span] = []
    for hit in hits:
        char = hit[0]
        meant = table.get(char) or unicodedata.normalize("NFKC", char)
        if meant != char:
            spans.extend(strand[hit.start() : hit.end()].spans)
            strand = strand.mend(hit.start(), hit.end(), meant)
            before.append(char)
            after.append(meant)
    for hit in reversed(list(_DASHES.finditer(strand.text))):
        spans.extend(strand[hit.start() : hit.end()].spans)
        strand = strand.mend(hit.start(), hit.end(), "——")
        before.append(hit[0])
        after.append("——")
    if not before:
        return strand, []
    note = f"{len(before)} characters that only look like Chinese ones were replaced"
    return strand, [Finding("lookalike-character", note, tuple(spans), "".join(before), "".join(after), 0.99)]


def _widths(strand: Strand, _: Evidence) -> tuple[Strand, list[Finding]]:
    """Half-width marks beside Chinese characters made full-width, full-width figures and letters half-width."""
    text = strand.text
    if not _ANY_WIDTH.search(text):
        return strand, []
    changes = dict(_narrow_marks(text))
    changes.update({m.start(): unicodedata.normalize("NFKC", m[0]) for m in _WIDE_FIGURE.finditer(text)})
    if not changes:
        return strand, []
    at = sorted(changes)
    spans = tuple(s for i in at for s in strand[i : i + 1].spans)
    before, after = "".join(text[i] for i in at), "".join(changes[i] for i in at)
    for i in at:
        strand = strand.mend(i, i + 1, changes[i])
    note = f"{len(at)} marks or figures were brought to their usual width"
    return strand, [Finding("repaired-text", note, spans, before, after, 0.99)]


def _narrow_marks(text: str) -> Iterator[tuple[int, str]]:
    """Half-width marks that stand in Chinese text; a bracket goes with its partner."""
    stack: list[tuple[int, bool]] = []
    for i, char in enumerate(text):
        if char not in _MARKS and char != ".":
            continue
        before, behind = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if char == ".":
            if _ends_sentence(text, before, behind):
                yield i, "。"
            continue
        if char == "(":
            stack.append((i, _is_chinese(before) or _is_chinese(behind)))
        elif char == ")":
            start, chinese = stack.pop() if stack else (None, False)
            if chinese or _is_chinese(before) or _is_chinese(behind):
                yield i, "）"
                if start is not None:
                    yield start, "（"
        elif _stands_in_chinese(before, behind):
            yield i, _MARKS[char]
    yield from ((i, "（") for i, chinese in stack if chinese)


def _ends_sentence(text: str, before: str, behind: str) -> bool:
    """Whether a point between Chinese characters is a full stop (and no point of a foreign name)."""
    if not (before and ("\u4e00" <= before <= "\u9fff" or before in "）)”》")):
        return False
    return not behind or behind in "（(“《" or ("。" not in text and "\u4e00" <= behind <= "\u9fff")


def _stands_in_chinese(before: str, behind: str) -> bool:
    if _is_chinese(before):
        return True
    if not behind:
        return bool(before) and before in "%％)）”》"
    return _is_chinese(behind) and not (before.isdigit() and behind.isdigit())


def _is_chinese(char: str) -> bool:
    return bool(char) and ("\u3400" <= char <= "\u9fff" or char in "，。；：、？！“”‘’《》（）〔〕…—")


def _digits(strand: Strand, evidence: Evidence) -> tuple[Strand, list[Finding]]:
    """Doubled digits, figures parted by blanks, l and O in figures."""
    findings: list[Finding] = []
    if not _ANY_FIGURE.search(strand.text):
        return strand, findings
    for hit in reversed(list(_TWICE.finditer(strand.text))):
        figure, noun = hit[1], strand.text[hit.end()]
        piece = strand[hit.start() : hit.end()]
        alone = re.compile(rf"(?<![\d. ]){figure}{noun}|(?<!{figure}) {figure}{noun}")
        if alone.search(evidence.own):
            note = f"a doubled figure; the notice has “{figure}{noun}” elsewhere"
            findings.append(_repaired(piece, figure, note, 0.95))
            strand = strand.mend(hit.start(), hit.end(), figure)
        else:
            findings.append(
                _suspected(piece, "a figure may be printed twice; compare it with the original", 0.6)
            )
    for pattern, meant, certainty in (
        (_PARTED, lambda t: t.replace(" ", ""), 0.9),
        (_ONE_IN_CODE, lambda t: t[0] + "1", 0.9),
        (_ONE_IN_NUMBER, lambda _: "1", 0.95),
        (_ZERO_IN_NUMBER, lambda _: "0", 0.95),
        (_ZERO_IN_YEAR, lambda t: re.sub("[0O]", "〇", t), 0.95),
    ):
        for hit in reversed(list(pattern.finditer(strand.text))):
            piece, new = strand[hit.start() : hit.end()], meant(hit[0])
            findings.append(_repaired(piece, new, "letters or blanks inside a figure or code", certainty))
            strand = strand.mend(hit.start(), hit.end(), new)
    return strand, findings[::-1]


def _marks_twice(strand: Strand, _: Evidence) -> tuple[Strand, list[Finding]]:
    findings = []
    for hit in reversed(list(_MARK_TWICE.finditer(strand.text))):
        piece = strand[hit.start() : hit.end()]
        findings.append(_repaired(piece, hit[0][0], "a punctuation mark printed twice", 0.95))
        strand = strand.mend(hit.start(), hit.end(), hit[0][0])
    return strand, findings[::-1]


def _unbalanced(strand: Strand) -> Iterator[Finding]:
    text = strand.text
    for left, right, name in _PAIRS:
        opened, closed = text.count(left), text.count(right)
        if opened != closed and abs(opened - closed) != len(re.findall(r"(?:^|[，。；])\d{1,2}）", text)):
            note = f"{name} do not pair ({opened} {left}, {closed} {right}); one may be lost"
            yield _suspected(strand, note, 0.7)


def _repaired(piece: Strand, after: str, message: str, certainty: float) -> Finding:
    return Finding("repaired-text", message, piece.spans, piece.text, after, certainty)


def _suspected(piece: Strand, message: str, certainty: float) -> Finding:
    return Finding("suspected-slip", message, piece.spans, piece.text, None, certainty)
