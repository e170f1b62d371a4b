"""What kind of thing a table cell holds: a number, a task's name, a sentence, a list of bodies, a time.

All tests work on clean text (no layout blanks) and on its look alone; none knows any body by name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from taskextract.vocabulary.table_words import cell_words
from taskextract.vocabulary.words import named_times

_NUMBER = re.compile(r"[(（\[〔]?\s*(\d{1,4})\s*[)）\]〕]?[.．、。:：]?$")
_LEADING_NUMBER = re.compile(r"(?:[(（](\d{1,3})[)）][.．、]?|(\d{1,3})(?:[.．、](?!\d)|(?=[\u4e00-\u9fff“])(?!年|月|日|个|项|市|省|县|%|万|亿|家|条|次)))\s*")
_CJK_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?$")
_SECTION = re.compile(r"(?:第[一二三四五六七八九十百]{1,3}[章节编部]|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])")
_TIME = re.compile(
    r"(?:\d{4}年|\d{1,2}月|\d{1,2}日|[一二三四]季度|[上下]半年|年底|年内|月底|长期|持续|常态|全年|每年|每月|每季|按时|立即"
    r"|“?十[一二三四五]五”?|\d{4}[.\-/—－-]\d{1,4}|完成"
    rf"|{named_times()})"
)
_TIME_WORDS = re.compile(
    r"\d{4}[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?|\d{2,4}年度?|\d{1,2}月份?|\d{1,2}日|[一二三四1-4]季度|[上下]半年|[上中下]旬"
    r"|[“\"]?十[一二三四五]五[”\"]?(?:期间|末|时期)?|[年月季]度?[底末初中内]|长期|持续|常态化?|全年|每[年月季]度?|按时|立即|适时|尽快|近期|当年|今年"
    rf"|{named_times()}"
)
_TIME_FILL = re.compile(r"[前起至到底末内中并—－~、，,；;。\-（）()]|之前|以前|以后|完成|推进|坚持|实施|落实|开展|每|分别|启动|进行|力争|工作|日常")
_SENTENCE_END = re.compile(r"[。；;！!？?]$")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、，,\s][\u4e00-\u9fff]{2,4})*$")
_DECIMAL = re.compile(r"(?:[1-9]\d?[.．\-－])(?:[1-9]\d?[.．\-－])?([1-9]\d?)$")
_NOUN_HEAD = re.compile(r"开发[区园银]|建设[银局厅委]|发展改革|合作社|投资[局促集]|服务中心|推进办|保护区")
_COUNTED = re.compile(r"\d[万亿]?(?:所|个|处|座|站|台|馆|院)$")
_SEPARATORS = re.compile(r"[、，,；;：:\s/]+")
_JOINTS = re.compile(r"(?<=[局委厅部办会院府位])(?:和|与|及|以及)(?=.)")
_LABEL_END = re.compile(r"(?:牵头|主要责任|责任|配合|参加)(?:单位|部门)$")
_BRACKETS = re.compile(r"[(（〔\[［﹝][^()（）〔〕\[\]［］﹝﹞]*[)）〕\]］﹞]")
_OPEN_HEAD = re.compile(r"(?:和|与|及|并|、|对|为|将|由|推进|推动|开展|加强)$")
_ACTS = re.compile(r"负责|统筹|牵头|指导|协调|推进|承担|组织|研究")
_VERBAL = re.compile(r"负责(?=.)|要(?=加强|压实|研究|切实|建立)|的|了")


def parse_number(text: str) -> int | None:
    """The integer of a cell that holds only a number (`12`, `12.`, `（3）`; of `1.2` the last part), else None."""
    match = _NUMBER.match(text) or _DECIMAL.match(text)
    return int(match.group(1)) if match else None


def leading_number(text: str) -> tuple[int, int] | None:
    """The number that a cell's text begins with (`1.编制…`) and where the text after it starts."""
    match = _LEADING_NUMBER.match(text)
    if match is None or match.end() >= len(text):
        return None
    return int(match.group(1) or match.group(2)), match.end()


def is_cjk_number(text: str) -> bool:
    """Whether a cell holds only a Chinese numeral, as a section's label (`一`, `（二）`)."""
    return bool(_CJK_NUMBER.match(text))


def is_section_title(text: str) -> bool:
    """Whether a text is a numbered section title (`一、统筹强化规划引领`)."""
    return bool(_SECTION.match(text)) and len(text) <= 60 and not text.endswith("。")


def is_time(text: str) -> bool:
    """Whether a short text speaks of a time limit (`2022年6月底前`, `长期`)."""
    return len(text) <= 30 and bool(_TIME.search(text)) and not is_agencies(text)


def is_bare_time(text: str) -> bool:
    """Whether a text is nothing but a time limit (`6月底前`, `持续推进`)."""
    if len(text) > 24 or not _TIME_WORDS.search(text):
        return False
    return not _TIME_FILL.sub("", _TIME_WORDS.sub("", text))


def is_person_names(text: str) -> bool:
    """Whether a text may be nothing but names of persons."""
    return len(text) <= 30 and bool(_NAME.match(text)) and not is_agencies(text)


def starts_with_verb(text: str) -> bool:
    """Whether a text begins with a verb of task names and measures."""
    text = text.lstrip("“\"‘0123456789.、（()）")
    return text.startswith(cell_words().verbs) and not _NOUN_HEAD.match(text)


def is_title(text: str) -> bool:
    """Whether a text is a short phrase that can name a task: no sentence, no list of bodies."""
    return (
        2 <= len(text) <= 30
        and not re.search(r"[。；;，,：:！？]", text)
        and parse_number(text) is None
        and not is_agencies(text)
    )


def is_sentence(text: str) -> bool:
    """Whether a text is (at least) a sentence: long, with inner punctuation or a full stop."""
    return not is_agencies(text) and (
        bool(_SENTENCE_END.search(text) and len(text) > 8) or len(text) > 30 or bool(len(text) > 15 and re.search("[，,]", text))
    )


@lru_cache(maxsize=65536)
def is_agencies(text: str) -> bool:
    """Whether a text is a list of bodies (`省教育厅，7市政府`, `省交通运输厅牵头负责`)."""
    stopped = text.endswith("。")
    text = text.strip("。；;，、, ")
    if len(text) < 2 or "。" in text:
        return False
    items = agency_items(text)
    if not items or _acts(items[0]) or (stopped and len(items) == 1 and strip_duty_words(text) == text and not is_leveled(text)):
        return False
    good = [is_agency(item) for item in items]
    counted = sum(1 for item, ok in zip(items, good, strict=True) if ok or len(item) > 4)
    if not any(good) or sum(good) < 0.65 * counted:
        return False
    return good[-1] or (len(items) > 2 and not stopped and len(items[-1]) <= 8)


@lru_cache(maxsize=16384)
def agency_items(text: str) -> tuple[str, ...]:
    """The items of a list of bodies, brackets and duty words (分别负责) left out."""
    plain = _BRACKETS.sub("", text)
    items = []
    for piece in _SEPARATORS.split(_JOINTS.sub("、", plain)):
        item = _LABEL_END.sub("", piece) or piece
        item = strip_duty_words(item)
        if item:
            items.append(item)
    return tuple(items)


@lru_cache(maxsize=65536)
def strip_duty_words(text: str) -> str:
    """A list's item without the words that say how bodies share the work (`省财政厅等分别负责` → `省财政厅`)."""
    words = (*cell_words().duty_words, "等", "等部门", "等单位")
    changed = text.endswith(words)
    while changed:
        changed = False
        for word in words:
            if text.endswith(word):
                text = text[: -len(word)]
                changed = True
    return text


def is_agency(item: str) -> bool:
    """Whether one item ends like a body's name and is short enough to be one."""
    if not 2 <= len(item) <= 32 or _VERBAL.search(item) or _COUNTED.search(item) or _acts(item):
        return False
    words = cell_words()
    return item.endswith(words.agency_endings) and not item.endswith(words.not_agency_endings)


def begins_agency_list(text: str) -> bool:
    """Whether a text begins with a body of some level (`省…厅`, `7市政府`, `各区县`)."""
    items = agency_items(text)
    if not items or len(text) < 3:
        return False
    first = items[0]
    return (is_leveled(first) or len(first) >= 4) and (is_agency(first) or _places_of_one_body(items))


def _acts(item: str) -> bool:
    """Whether an item begins with a verb as no body does (规划局 and 组织部 are bodies all the same)."""
    named = len(item) <= 10 and item.endswith(("局", "厅", "委", "部", "办", "处", "委员会"))
    named = named and not item.endswith(cell_words().not_agency_endings)
    return starts_with_verb(item) and not named


def is_leveled(text: str) -> bool:
    """Whether a text begins with a level of government or a number of places (`省…`, `7市…`)."""
    return text.startswith(cell_words().level_words) or bool(re.match(r"\d{1,3}个?[市县区]", text))


def _places_of_one_body(items: tuple[str, ...]) -> bool:
    """`济南、淄博、泰安等市政府`: places that share the last item's ending."""
    short = next((i for i, item in enumerate(items) if not 2 <= len(item) <= 4 or is_agency(item)), len(items))
    return 0 < short < len(items) and is_agency(items[short])


def fit(text: str, field: str) -> float:
    """How well a text suits a column of a kind: 1 as expected, 0 may be, -1 hardly."""
    if field == "index":
        if parse_number(text) is not None:
            return 1.0
        return 0.0 if is_cjk_number(text) else -1.0
    if parse_number(text) is not None:
        return 0.0 if field in {"remark", "other", "target"} else -1.0
    if field in AGENCY_FIELDS:
        if is_agencies(text):
            return 1.0
        if scattered_at(text) is not None:
            return 0.5
        return -1.0 if is_sentence(text) or starts_with_verb(text) else -0.2
    if field in {"measure", "task", "group"} and is_bare_time(text):
        return -0.9
    if field == "measure":
        if is_agencies(text):
            return -1.0
        return 1.0 if is_sentence(text) and scattered_at(text) is None else 0.2
    if field in {"task", "group"}:
        if is_agencies(text):
            return -0.8
        return 1.0 if is_title(text) else -0.5
    if field == "time":
        return 1.0 if is_time(text) else -0.6
    if field == "people":
        return 0.8 if is_person_names(text) else -0.6
    return 0.0


@lru_cache(maxsize=4096)
def scattered_at(text: str) -> int | None:
    """Where the bodies begin, in an agency cell that begins with a sentence's unfinished first half."""
    if len(text) < 15 or text.endswith("。") or is_agencies(text):
        return None
    for at in range(6, len(text) - 3):
        head, tail = text[:at], text[at:]
        if not tail.startswith(cell_words().level_words) or not _OPEN_HEAD.search(head):
            continue
        if _ACTS.search(head) and not is_agencies(head) and begins_agency_list(tail) and is_agencies(tail):
            return at
    return None


AGENCY_FIELDS = frozenset({"lead", "support", "responsible", "guide", "implement"})
"""Column kinds that name bodies."""
