"""The envelope of a notice: title, number, signer, date, addressee, and the lines that frame its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from taskextract.document import Document, Heading, Paragraph, Table
from taskextract.extract.drafts import Envelope, Part
from taskextract.extract.envelope_lines import colophon, is_marking, side_by_side
from taskextract.numerals import WIDE_DIGITS
from taskextract.strand import Strand, join
from taskextract.vocabulary.words import load_words

_DIGITS = "0-9〇○零一二三四五六七八九十lIO"
_DATE = rf"[{_DIGITS}]{{4}}[年\-./][{_DIGITS}]{{1,3}}[月\-./][{_DIGITS}]{{1,3}}日?"
_DATE_LINE = re.compile(rf"[（(]?({_DATE})(印发|公布|发布|发)?[）)]?$")
_SIGNED_LINE = re.compile(rf"(\S{{2,30}}?)({_DATE})(印发|发)?$")
_NUMBER_LINE = re.compile(r"[（(]?\S{0,16}?[〔［\[(（【]\s*(?:19|20)\d\d\s*[〕］\])）】]\s*第?\s*\d{1,4}\s*号?[）)]?(?:签发人?[:：].{0,20})?$")
_OUTLINE = re.compile(
    r"(?:第[一二三四五六七八九十百]+(?:[章条节编篇]|部分))|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是"
)
_ATTACHMENT_LINE = re.compile(r"附件(?:[0-9一二三四五六七八九十]{1,2})?(?:[:：]|$)")
_ITEM = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.．、]\S{2,60}$")
_MEETING_FIELD = re.compile(r"(?:会议)?(?:时间|地点|主题|议题|发布人|发布嘉宾|主持人?|出席|列席|嘉宾|参加|记录)[^，。：:]{0,3}[:：]")
_TRAILING_BRACKET = re.compile(r"[（(][^（()）]{1,20}[）)]$")
_SENTENCE_MARKS = re.compile(r"[。；！？]")
_MAX_TITLE_LINES = 6
_SHORTEST_CLAUSE = 4
_MIN_REPEATED = 8  # a shorter line that the title holds may be a column's header or a number
_MAX_TITLE = 120
_MAX_CLOSING_LINES = 8


@dataclass(slots=True)
class _Lines:
    """The text lines of a part, and what the envelope has claimed of them so far."""

    document: Document
    index: list[int]
    strands: list[Strand]
    claimed: dict[int, Strand] = field(default_factory=dict)
    colophon: set[int] = field(default_factory=set)

    def text(self, n: int) -> str:
        return self.strands[n].text.translate(WIDE_DIGITS)

    def claim(self, n: int) -> Strand:
        self.claimed[self.index[n]] = self.strands[n]
        return self.strands[n]

    def __len__(self) -> int:
        return len(self.index)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    data = load_words("envelope")
    return {key: tuple(value) for key, value in data.items()}


def part_of(document: Document) -> Part:
    """The document as a part: its envelope, and the blocks that remain as its body."""
    lines = _text_lines(document)
    head_end = _head_length(lines)
    lines.colophon = colophon([s.text for s in lines.strands], head_end)
    title = _title(lines, head_end)
    number, head_date, addressee, head_signer = _head_fields(lines, head_end)
    signers, signed_on = _sign_off(lines, head_end, title)
    signers = signers or ((head_signer,) if head_signer else ())
    _claim_closing(lines, head_end)
    _claim_inner_title(lines, head_end, title)
    _claim_handing_over(lines, head_end)
    fields = (title, number, head_date, addressee, signed_on, *signers)
    taken = {id(s) for s in fields if s is not None}
    framing = tuple(s for s in lines.claimed.values() if id(s) not in taken)
    envelope = Envelope(title, number, signers, signed_on or head_date, addressee, framing)
    body = tuple(b for i, b in enumerate(document.blocks) if i not in lines.claimed)
    return Part(document, envelope, body)


def _text_lines(document: Document) -> _Lines:
    pairs = [
        (i, Strand.of(document, block.spans))
        for i, block in enumerate(document.blocks)
        if isinstance(block, Heading | Paragraph)
    ]
    return _Lines(document, [i for i, _ in pairs], [s for _, s in pairs])


def _head_length(lines: _Lines) -> int:
    """How many text lines stand before the body: titles, number, date, metadata, addressee."""
    first_table = next((i for i, b in enumerate(lines.document.blocks) if isinstance(b, Table)), None)
    for n in range(len(lines)):
        text = lines.text(n)
        if first_table is not None and lines.index[n] > first_table:
            return n
        if _is_addressee(text):
            return n + 1
        if _is_metadata(text) or is_marking(text) or _NUMBER_LINE.match(text) or _DATE_LINE.match(text):
            continue
        if _OUTLINE.match(text) or _SENTENCE_MARKS.search(text) or len(text) > _MAX_TITLE:
            return n
        if n >= 2 * _MAX_TITLE_LINES:
            return _last_framing_line(lines, n)
    return len(lines) if first_table is not None else min(len(lines), _MAX_TITLE_LINES)


def _last_framing_line(lines: _Lines, limit: int) -> int:
    """Where no body line was met: the head ends behind the first line that ends like a title."""
    for n in range(limit):
        if _ends_like_title(lines.text(n)):
            return n + 1
    return 1


def _is_addressee(text: str) -> bool:
    if not text.endswith(("：", ":")) or "。" in text or len(text) >= 300 or re.search(load_words("envelope")["announces"], text):
        return False
    return any(w in text for w in _words()["addressees"])


def _is_metadata(text: str) -> bool:
    key, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and key.strip("【】[]") in load_words("envelope")["metadata"]


def _ends_like_title(text: str) -> bool:
    return _TRAILING_BRACKET.sub("", text).endswith(_words()["title_endings"])


def _is_red_head(text: str) -> bool:
    return text.endswith("文件") and len(text) < 30 and "关于" not in text


def _letterhead(lines: _Lines, head_end: int) -> set[int]:
    """The lines of the head that name an issuer and nothing else (某市教育局), printed above its number and its title.

    Evidence: a document number stands below the name, and a line that ends like a title below that number.
    """
    numbers = [n for n in range(head_end) if _NUMBER_LINE.match(lines.text(n))]
    if not numbers or not any(_ends_like_title(lines.text(n)) for n in range(numbers[0] + 1, head_end)):
        return set()
    return {n for n in range(numbers[0]) if _is_signer(lines.text(n))}


def _title(lines: _Lines, head_end: int) -> Strand | None:
    """The title: the first heading, or the lines up to the first that ends like one, or the first line."""
    letterhead = _letterhead(lines, head_end)
    for n in sorted(letterhead):
        lines.claim(n)
    candidates = [n for n in range(head_end) if n not in letterhead and _may_be_title(lines.text(n))]
    if not candidates:
        return None
    headings = [n for n in candidates if isinstance(lines.document.blocks[lines.index[n]], Heading)]
    chosen = headings[:1] or _title_run(lines, _from_title(lines, candidates))
    title = _headline(lines, chosen)
    for n in candidates:
        if n < chosen[0] or _is_subtitle(lines.text(n), title.text):
            lines.claim(n)
    for n in chosen:
        lines.claimed[lines.index[n]] = title
    return title


def _headline(lines: _Lines, chosen: Sequence[int]) -> Strand:
    """The title's text; a headline keeps the blanks between its clauses, a notice's title and spaced letters have none."""
    title = join(lines.strands[n] for n in chosen)
    if _ends_like_title(title.text):
        return title
    kept = join(Strand.of(lines.document, lines.strands[n].spans, keep_blanks=True) for n in chosen)
    return kept if all(len(clause) >= _SHORTEST_CLAUSE for clause in kept.text.split()) else title


def _from_title(lines: _Lines, candidates: Sequence[int]) -> Sequence[int]:
    """The candidates from the first that is set as a title, where a line at the right side stands above it."""
    styles = [getattr(lines.document.blocks[lines.index[n]], "style", "") for n in candidates]
    first = styles.index("title") if "title" in styles else 0
    return candidates[first:] if "right" in styles[:first] else candidates


def _may_be_title(text: str) -> bool:
    return not (
        _is_addressee(text)
        or _is_metadata(text)
        or _is_red_head(text)
        or is_marking(text)
        or _NUMBER_LINE.match(text)
        or _DATE_LINE.match(text)
        or _ATTACHMENT_LINE.match(text)
        or _MEETING_FIELD.match(text)
    )


def _is_subtitle(text: str, title: str) -> bool:
    if text in title:
        return len(text) >= _MIN_REPEATED
    return text.startswith(("——", "（", "(")) and len(text) < 40 and "单位" not in text and not _OUTLINE.match(text)


def _title_run(lines: _Lines, candidates: Sequence[int]) -> list[int]:
    run: list[int] = []
    for n in candidates[:_MAX_TITLE_LINES]:
        if run and n != run[-1] + 1:
            break
        run.append(n)
        if _ends_like_title(lines.text(n)) and not _runs_on(lines, n, candidates):
            return run
    return run[:1]


def _runs_on(lines: _Lines, n: int, candidates: Sequence[int]) -> bool:
    """A line that ends like a title goes on where the next does not begin one, or ends in 的通知."""
    if n + 1 not in candidates:
        return False
    after = lines.text(n + 1)
    return after.startswith(("关于", "的", "及", "和", "（", "(")) or (after.endswith("的通知") and "关于" not in after)


def _head_fields(
    lines: _Lines, head_end: int
) -> tuple[Strand | None, Strand | None, Strand | None, Strand | None]:
    """Number, date, addressee and signer among the lines before the body."""
    number = date = addressee = signer = None
    for n in range(head_end):
        text = lines.text(n)
        if _NUMBER_LINE.match(text):
            number = number or lines.claim(n)
        elif found := _DATE_LINE.match(text):
            lines.claim(n)
            date = date or lines.strands[n][found.start(1) : found.end(1)]
        elif n and _signed(text):  # 长春市人民政府办公厅　2021年5月28日 below the title of minutes
            found = _SIGNED_LINE.match(text)
            assert found is not None
            lines.claim(n)
            date = date or lines.strands[n][found.start(2) : found.end(2)]
            signer = signer or lines.strands[n][found.start(1) : found.end(1)]
        elif _is_addressee(text):
            addressee = lines.claim(n)
        elif _is_metadata(text) or _is_red_head(text) or is_marking(text) or _ATTACHMENT_LINE.match(text):
            lines.claim(n)
    return number, date, addressee, signer


def _sign_off(lines: _Lines, head_end: int, title: Strand | None) -> tuple[tuple[Strand, ...], Strand | None]:
    """The signers and the date below the letter; a table's date cells are many, a signature is one."""
    dated = [n for n in range(head_end, len(lines)) if _DATE_LINE.match(lines.text(n)) or _signed(lines.text(n))]
    if not dated or len(dated) > 3:
        return (), None
    signers: list[Strand] = []
    date: Strand | None = None
    for n in dated:
        if not _closes(lines, n, head_end):
            continue
        found = _DATE_LINE.match(lines.text(n)) or _SIGNED_LINE.match(lines.text(n))
        assert found is not None
        group = 1 if found.re is _DATE_LINE else 2
        lines.claim(n)
        here = _signers_above(lines, n, head_end, title)
        if group == 2 and not found.group(3):
            here.append(lines.strands[n][found.start(1) : found.end(1)])
        if date is None:
            date = lines.strands[n][found.start(group) : found.end(group)]
            signers = here
    return tuple(signers), date


def _signed(text: str) -> bool:
    found = _SIGNED_LINE.match(text)
    return bool(found) and _is_signer(found.group(1)) if found else False


def _is_signer(text: str) -> bool:
    return (
        2 < len(text) <= 30
        and text.endswith(_words()["signer_endings"])
        and not re.search(r"[，。；：、“”《》]", text)
        and not _OUTLINE.match(text)
    )


def _closes(lines: _Lines, n: int, head_end: int) -> bool:
    """Whether a dated line stands at the letter's end: little follows, its signer is the issuer that a line of the
    head begins with, or the letter hands over before it."""
    if n > head_end and _is_signer(name := lines.text(n - 1)) and any(lines.text(m).startswith(name) for m in range(head_end)):
        return True
    rest = [m for m in range(n + 1, len(lines)) if m not in lines.colophon and not _is_closing(lines.text(m))]
    if len(rest) == 0 and not _table_after(lines, n):
        return True
    while n - 1 > head_end and _is_signer(lines.text(n - 1)):  # ministries that sign together are many
        n -= 1
    before = "".join(lines.text(m) for m in range(max(head_end, n - _MAX_CLOSING_LINES), n))
    return any(w in before for w in _words()["handing_over"])


def _table_after(lines: _Lines, n: int) -> bool:
    return any(isinstance(b, Table) for b in lines.document.blocks[lines.index[n] + 1 :])


def _signers_above(lines: _Lines, n: int, head_end: int, title: Strand | None) -> list[Strand]:
    signers: list[Strand] = []
    for m in range(n - 1, head_end - 1, -1):
        here = side_by_side(lines.strands[m], _is_signer)
        if not here:
            if signers and title is not None and title.text.startswith(lines.text(m) + signers[0].text):  # a long name
                lines.claim(m)
                signers[0] = join([lines.strands[m], signers[0]])
            break
        lines.claim(m)
        signers = here + signers
    return signers


def _is_closing(text: str) -> bool:
    plain = text.strip("（）()[]【】")
    words = _words()
    return (
        plain.startswith(words["closing"])
        or text.startswith(words["copies"])
        or bool(_DATE_LINE.match(text))
        or _signed(text)
        or text.startswith("主题词")
    )


def _claim_closing(lines: _Lines, head_end: int) -> None:
    """Closing remarks, copies, and the list of attachments with its items."""
    listing = False
    for n in range(head_end, len(lines)):
        text = lines.text(n)
        if lines.index[n] in lines.claimed:
            listing = False
        elif n in lines.colophon:
            lines.claim(n)
        elif _ATTACHMENT_LINE.match(text) and not _SENTENCE_MARKS.search(text):
            lines.claim(n)
            listing = True
        elif listing and _ITEM.match(text) and not _SENTENCE_MARKS.search(text):
            lines.claim(n)
        else:
            listing = False
            if _is_closing(text) and not _DATE_LINE.match(text) and not _signed(text):
                lines.claim(n)


def _claim_inner_title(lines: _Lines, head_end: int, title: Strand | None) -> None:
    """The title of what a letter hands over, printed again below it, and a title printed twice."""
    if title is None:
        return
    for n in range(head_end, min(len(lines), head_end + 12)):
        text = lines.text(n)
        if lines.index[n] in lines.claimed or len(text) < _MIN_REPEATED or _OUTLINE.match(text):
            continue
        if text in title.text or (_after_letter(lines, n) and _ends_like_title(text) and len(text) < 60):
            lines.claim(n)


def _claim_handing_over(lines: _Lines, head_end: int) -> None:
    """The letter's sentence that hands the body over (现印发给你们，请认真贯彻执行。), unless it says more."""
    for n in range(head_end, min(len(lines), head_end + 3)):
        text = lines.text(n)
        says_more = text.count("。") > 2 or "牵头" in text or "责任单位" in text
        if any(w in text for w in _words()["handing_over"]) and not says_more:
            lines.claim(n)


def _after_letter(lines: _Lines, n: int) -> bool:
    return n > 0 and lines.index[n - 1] in lines.claimed and not _SENTENCE_MARKS.search(lines.text(n))
