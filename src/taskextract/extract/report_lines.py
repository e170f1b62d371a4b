"""The lines of an article: broken ones joined, and each told as heading, byline, or running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from taskextract.document import Block, Document, Furniture, Heading, Table
from taskextract.extract.report_people import attribution
from taskextract.extract.sentences import is_closed
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import load_words

LineKind = Literal["heading", "byline", "field", "prose", "furniture", "table"]

_LABEL = re.compile(
    r"第[一二三四五六七八九十百]{1,3}[章节部]分?、?|[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）"
    r"|\d{1,2}[.．、](?!\d)|（\d{1,2}）|[①-⑳]"
)
_PROSE_MARK = re.compile(r"[，。；]")
_STOP = re.compile(r"[。；！？]")
_MAX_HEADLINE = 48
_LONGEST_PARAGRAPH = 4000
_NEW_SENTENCE = re.compile(
    r"(?:本报|新华社|\d{1,2}月\d{1,2}日|\d{4}年|记者|为|近日|日前|会议|据|今[年天日]|昨[天日])|[^，。；]{1,12}[讯电][（，]"
)
_OPEN, _CLOSE = "（〔《“", "）〕》”"


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a paragraph put together. `level` is the source's heading level (9 for an unmarked one).

    `label` is the length of the numbering in front (一、 · （一） · 1.), 0 for none; `depth` tells it:
    1 for 一、, 2 for （一）, 3 for 1., 4 for （1）.
    """

    text: Strand
    kind: LineKind
    level: int = 0
    label: int = 0
    depth: int = 0


def read_lines(document: Document, blocks: Sequence[Block]) -> tuple[Line, ...]:
    """The body's lines in reading order; paragraphs broken in mid-sentence are joined."""
    lines: list[Line] = []
    open_line: Strand | None = None
    for block in blocks:
        if isinstance(block, Furniture):
            lines.append(Line(Strand.of(document, block.spans, keep_blanks=True), "furniture"))
            continue
        if open_line is not None and (
            isinstance(block, Heading | Table) or not _goes_on(document, open_line, block)
        ):
            lines.append(_line(open_line))
            open_line = None
        if isinstance(block, Table):
            cells = [s for cell in block.cells for paragraph in cell.paragraphs for s in paragraph]
            lines.append(Line(Strand.of(document, cells), "table"))
        elif isinstance(block, Heading):
            text = Strand.of(document, block.spans, keep_blanks=True)
            label, depth = read_label(text)
            lines.append(Line(text, "heading", block.level, label, depth))
        else:
            spans = open_line.spans + block.spans if open_line is not None else block.spans
            open_line = Strand.of(document, spans)
            if _is_field(fold(open_line.text)):
                open_line = Strand.of(document, spans, keep_blanks=True)
            if not _is_broken(open_line):
                lines.append(_line(open_line))
                open_line = None
    if open_line is not None:
        lines.append(_line(open_line))
    return tuple(line for line in lines if line.text)


def read_label(text: Strand) -> tuple[int, int]:
    """Length and depth of the numbering in front of a line; (0, 0) for none."""
    folded = fold(text.text)
    found = _LABEL.match(folded)
    if found is None or found.end() == len(folded):
        return 0, 0
    head = found[0]
    if head.startswith("（"):
        return found.end(), 2 if head[1] in "一二三四五六七八九十" else 4
    if head[0].isdigit():
        return found.end(), 3
    return found.end(), 4 if "①" <= head[0] <= "⑳" else 1


def is_byline(text: str) -> bool:
    """Whether a line names who wrote or edited the article (记者 刘飞跃; 责任编辑：张三; 齐鲁晚报)."""
    plain = fold(text).strip("（）【】[]　 ")
    words = load_words("reports")
    if re.fullmatch(r"【[^】]{1,12}】", fold(text)):
        return True
    if not plain or len(plain) > 60 or _STOP.search(plain.rstrip("。")) or _depth(fold(text)) > 0:
        return False
    if (head := dateline_pattern().match(fold(text).strip())) and (head["date"] or head["day"]):
        return False
    if plain.startswith(tuple(words["bylines"])):
        rest = _byline_word().sub("", plain, count=1)
        return len(rest) <= 40 and "，" not in rest and _may_name(rest)
    if plain.startswith(tuple(words["newspapers"])):
        return len(plain) <= 40 and not _PROSE_MARK.search(plain)
    return (
        len(plain) <= 14
        and plain.endswith(tuple(words["newspaper_endings"]))
        and not _PROSE_MARK.search(plain)
    )


def _may_name(rest: str) -> bool:
    """Whether what follows a byline's word may be who is meant: 统筹 is a verb too (统筹推进…)."""
    words = load_words("reports")
    if not rest or not "\u4e00" <= rest[0] <= "\u9fff":
        return True
    return rest[0] in words["surnames"] or rest.startswith((*words["bylines"], *words["newspapers"], *words["newspaper_endings"]))


@cache
def _byline_word() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(load_words("reports")["bylines"]) + ")")


@cache
def dateline_pattern() -> re.Pattern[str]:
    """本报济南2月6日讯（记者 …） · 新华社北京3月1日电 · 海报新闻讯 · （记者 …）in front of a lead."""
    papers = "|".join(load_words("reports")["newspapers"])
    staff = "|".join(("记者", "通讯员", "实习生", "见习记者", "首席记者"))
    who = rf"（(?=[^（）]{{0,60}}(?:{staff}))[^（）]{{1,60}}）"
    date = r"(?P<date>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)"
    return re.compile(
        rf"(?:(?:(?:{papers}|[^，。；：（）]{{2,10}}?(?:日报|晚报|新闻|网))·?(?P<place>[一-鿿]{{2,6}}?)?{date}?[讯电]"
        rf"|(?P<town>[一-鿿]{{2,6}}?)(?P<day>(?:\d{{1,2}}月)?\d{{1,2}}日)[讯电]|[^，。；：（）]{{2,8}}讯(?={who}))(?:{who})?"
        rf"|{who}|(?:{papers})(?:{staff})[^，。；：]{{2,12}}(?:报道|[：]))[，：]?"
    )


def _line(text: Strand) -> Line:
    folded = fold(text.text)
    label, depth = read_label(text)
    if is_byline(folded):
        return Line(text, "byline")
    if _is_field(folded):
        return Line(text, "field")
    if folded.endswith("：") and folded[:-1] in load_words("reports")["minutes_lists"]:
        return Line(text, "furniture")  # 发布人： above a line for each
    if len(folded) <= _MAX_HEADLINE and not is_closed(folded) and not _STOP.search(folded):
        return Line(text, "heading", 9, label, depth)
    return Line(text, "prose", 0, label, depth)


def _is_field(folded: str) -> bool:
    key, colon, value = folded.partition("：")
    words = load_words("reports")
    listed = {**words["minutes_lists"], **words["minutes_fields"]}
    return bool(colon and value) and key in listed and not re.search("[。！？].", value)


def _is_broken(text: Strand) -> bool:
    """Whether a paragraph stops in mid-sentence: running text without an end, or a bracket left open."""
    folded = fold(text.text)
    if is_byline(folded) or _is_field(folded):
        return False
    if len(folded) > _LONGEST_PARAGRAPH:
        return False
    if _depth(folded) > 0:
        return True
    return bool(_PROSE_MARK.search(folded)) and not is_closed(folded) and (len(folded) > 16 or "。" in folded)


def _begins_sentence(text: Strand) -> bool:
    """Whether an unfinished line is running text and no headline: a full stop, two commas, a speaker or a date."""
    folded = fold(text.text)
    return (
        "。" in folded
        or folded.count("，") > 1
        or bool(_NEW_SENTENCE.match(folded))
        or attribution(text) is not None
    )


def _depth(folded: str) -> int:
    """Brackets of the last sentence that are still open."""
    tail = folded[folded.rfind("。") + 1 :]
    return sum(tail.count(c) for c in _OPEN) - sum(tail.count(c) for c in _CLOSE)


def _goes_on(document: Document, before: Strand, block: Block) -> bool:
    """Whether a paragraph may carry on the broken one before it: it is no numbered item and no byline."""
    if isinstance(block, Table | Furniture | Heading):
        return False
    text = Strand.of(document, block.spans)
    folded = fold(text.text)
    if _depth(fold(before.text)) > 0:
        return True
    if is_byline(folded) or _is_field(folded) or read_label(text)[0]:
        return False
    # A headline of two clauses ends without a stop; what follows it is another or a new sentence.
    headline = len(before) <= _MAX_HEADLINE and not _begins_sentence(before)
    other = len(folded) <= _MAX_HEADLINE and not _STOP.search(folded)
    return not (headline and (other or _NEW_SENTENCE.match(folded)))
