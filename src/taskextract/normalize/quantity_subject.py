"""What a number measures: the noun it counts, or the words in front of it."""

from __future__ import annotations

import re
from functools import cache

from taskextract.vocabulary.words import any_of, load_words

_EDGES = "，。；：！？、（）"
_LONGEST = 24
_FARTHEST = 120  # characters before a number that may lead up to its words; no clause of a sentence is longer
_TIME = re.compile(r"^(?:到|至|自|从)?(?:□+年?|今年|明年|全年)[底末初]?(?:以?前|期间)?")

_FROM = re.compile(r"从\d[^，]{1,8}?(?=减少|降|缩短|压缩|增|提高|提升|上升|下降|扩大|$)")


def what_is_measured(folded: str, masked: str, start: int, end: int, *, counted: bool) -> str | None:
    """What the number `folded[start:end]` measures; None where the text does not say.

    `masked` has dates and names blotted out. A counted number takes the noun behind it first
    (9条高铁), any other the words in front (总投资约2800亿元).
    """
    behind = _noun_behind(folded, end)
    before = _words_before(folded, masked, start)
    return (behind or before if counted else before or behind) or None


def _noun_behind(folded: str, end: int) -> str:
    rest = folded[end : end + _LONGEST].removeprefix("的")
    stop, tail = _noun_patterns()
    if any(rest.startswith(word) for word in load_words("units")["before"]):
        return ""
    noun = re.split(rf"[{_EDGES}“”《》]", rest)[0]
    noun = re.split(r"\d", noun)[0] if not re.match(r"\d[A-Z]", noun) else noun
    if found := stop.search(noun):
        noun = noun[: found.start()]
    trimmed = tail.sub("", noun)
    return trimmed if len(trimmed) > 1 else noun


def _words_before(folded: str, masked: str, start: int) -> str:
    first = max(start - _FARTHEST, 0)
    clause = max(max(folded.rfind(c, first, start) for c in _EDGES) + 1, first)
    if start - clause < 2 and clause and folded[clause - 1] == "）":
        opener = folded.rfind("（", first, clause)
        clause = max(max(folded.rfind(c, first, max(opener, first)) for c in _EDGES) + 1, first)
    head, tail, relation = _before_patterns()
    text = folded[clause:start]
    shown = masked[clause:start]
    if found := _TIME.match(shown):
        text, shown = text[found.end() :], shown[found.end() :]
    text = _FROM.sub("", text)
    previous = None
    while text != previous:
        previous = text
        text = tail.sub("", relation.sub("", text))
    while (found := head.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    if cut := re.match(r".*\d[^\d]{0,6}(?:和|及|、)(?=.)", text):
        text = text[cut.end() :]
    if text.count("“") != text.count("”"):
        text = text.strip("“”")
    return text[-_LONGEST:] if len(text) > 1 else ""


@cache
def _noun_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_words("units")
    return re.compile(any_of(words["noun_stop"])), re.compile(f"(?:{any_of(words['noun_tail'])})+$")


@cache
def _before_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load_words("units")
    return (
        re.compile(any_of(words["what_head"])),
        re.compile(f"(?:{any_of(words['what_tail'])})+$"),
        re.compile(f"(?:{any_of(list(words['before']))})+(?:了|为|在)?$"),
    )
