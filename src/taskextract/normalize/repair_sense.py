"""Words that cannot stand as they are printed: a syllable twice, a name without its end, a sentence without its verb."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from taskextract.findings import Finding
from taskextract.normalize.evidence import Evidence
from taskextract.strand import Strand
from taskextract.vocabulary.pairs import fixed_terms, is_bound, is_word
from taskextract.vocabulary.words import load_words

_TWICE = re.compile(r"([\u4e00-\u9fff])\1")
_ENDINGS = frozenset("区带圈链群市省县镇乡村业化性率力型组会局厅办院所部处室园库站线路者员长家人户司府科股队系年月日时天点一二三四五六七八九十的")
_REPEATED = frozenset("为在有上下高新全多老中小要用是对以向和与到出大好更再可不使让就都")  # words of their own
_HAN = re.compile(r"[\u4e00-\u9fff]")
_VERBLESS = re.compile(r"(?:^|[。；])(对[^，。；]{2,40}的([^，。；的]{4,40}))(?=[，。；])")
_ASIDE = re.compile(r"([\u4e00-\u9fff])([\u4e00-\u9fff])（([\u4e00-\u9fff])）([\u4e00-\u9fff])")
_OFTEN = 10  # times a name stands whole, for its end to be missed
_RARELY = 2  # times it may stand without
_NAME = 4  # characters of a name without its end
_NEIGHBOURS = 4  # different characters behind a name, for it to be one


def doubled_over_words(strand: Strand, shown: Evidence) -> tuple[Strand, list[Finding]]:
    """A syllable twice where two words meet (全国国家政): mended where the second word stands elsewhere alone."""
    findings: list[Finding] = []
    for hit in reversed(list(_TWICE.finditer(strand.text))):
        text, piece = strand.text, strand[hit.start() : hit.end()]
        meant = text[hit.end() : hit.end() + 4]
        printed = hit[1] + meant
        if not _shared_by_words(text, hit.start()):
            continue
        if len(meant) == 4 and shown.count_all(meant) > shown.count_all(printed):
            note = f"a syllable printed twice; “{meant}” stands elsewhere"
            findings.append(Finding("repaired-text", note, piece.spans, hit[0], hit[1], 0.85))
            strand = strand.mend(hit.start(), hit.end(), hit[1])
        else:
            findings.append(_suspected(piece, "a syllable may be printed twice; compare with the original"))
    return strand, findings[::-1]


def _shared_by_words(text: str, at: int) -> bool:
    """Whether the second of two equal characters takes one away from the word behind (国|家政, not 国家|政)."""
    a, c = text[at - 1 : at] if at else "", text[at]
    d, e, f = text[at + 2 : at + 3], text[at + 3 : at + 4], text[at + 4 : at + 5]
    return is_word(a, c) and is_word(c, d) and is_word(d, e) and is_bound(e) and e not in _ENDINGS and not is_word(e, f)


def senseless(strand: Strand, shown: Evidence) -> Iterator[Finding]:
    """What cannot be meant as it is printed, and cannot be mended without knowing the answer."""
    text = strand.text
    for i, j, message in (
        *_left_over(text, shown),
        *_explained_twice(text),
        *_two_ranks(text),
        *_cut_names(text, shown),
        *_verbless(text),
        *_asides(text),
    ):
        yield _suspected(strand[i:j], message)


def _suspected(piece: Strand, message: str) -> Finding:
    return Finding("suspected-slip", message, piece.spans, piece.text, None, 0.6)


_Place = tuple[int, int, str]


def _left_over(text: str, shown: Evidence) -> Iterator[_Place]:
    """A syllable twice of which one belongs to no word (推推进)."""
    for hit in _TWICE.finditer(text):
        at, char = hit.start(), hit[1]
        a, d = text[at - 1 : at] if at else "", text[at + 2 : at + 3]
        if char in _ENDINGS or is_word(char, char) or _twins(text, at):
            continue
        one, two = is_word(a, char), is_word(char, d)
        if shown.count_all(a + hit[0] + d) > 1:
            continue
        if (char not in _REPEATED and one != two) or _inside_term(text, at):
            yield at, at + 2, "a syllable may be printed twice; compare with the original"


def _inside_term(text: str, at: int) -> bool:
    """Whether the two equal characters are one in the middle of a fixed term (氢能能源)."""
    around = text[at - 1 : at + 1] + text[at + 2 : at + 3] if at else ""
    if len(around) < 3:
        return False
    for term in fixed_terms():
        k = term.find(around)
        if k >= 0 and text[at - 1 - k : at + 1] + text[at + 2 : at + len(term) - k] == term:
            return True
    return False


def _twins(text: str, at: int) -> bool:
    """Whether two such pairs stand side by side (方方面面)."""
    behind, before = text[at + 2 : at + 4], text[max(0, at - 2) : at]
    return any(len(pair) == 2 and pair[0] == pair[1] for pair in (behind, before))


def _explained_twice(text: str) -> Iterator[_Place]:
    """An abbreviation with what it stands for right behind it, or right before."""
    for hit in _full_forms().finditer(text):
        yield hit.start(), hit.end(), "an abbreviation and its full form stand side by side; one is too many"


@cache
def _full_forms() -> re.Pattern[str]:
    rows = load_words("terms")["full_forms"]
    both = [r["short"] + r["full"] for r in rows] + [r["full"] + r["short"] for r in rows]
    both += [r["short"] + r["full"][2:4] for r in rows if r.get("by_parts")]
    return re.compile("|".join(sorted(both)))


def _two_ranks(text: str) -> Iterator[_Place]:
    """全国国家…, 国家国际…: one of the two is a slip."""
    for pattern in _ranks():
        for hit in pattern.finditer(text):
            yield hit.start(), hit.end(), "two words of rank stand side by side; one is too many"


@cache
def _ranks() -> tuple[re.Pattern[str], ...]:
    rows = load_words("terms")["ranks"]
    return tuple(
        re.compile(re.escape(r["pair"]) + (f"(?!{'|'.join(r['unless'])})" if r["unless"] else "")) for r in rows
    )


def _cut_names(text: str, shown: Evidence) -> Iterator[_Place]:
    """A name that the notice has many times with one more syllable (省会经济圈, once 省会经济)."""
    for name, end in _names(shown.own).items():
        if name not in text:
            continue
        for hit in re.finditer(f"{name}(?!{end})", text):
            message = f"“{name}{end}” stands elsewhere many times; its last syllable may be lost here"
            yield hit.start(), hit.end(), message


@lru_cache(maxsize=4)
def _names(text: str) -> Mapping[str, str]:
    """Names of the notice that are printed without their last character a few times, and that character."""
    starts = range(len(text) - _NAME)
    heads = Counter([text[i : i + _NAME] for i in starts])
    often = {head for head, n in heads.items() if n > _OFTEN and len(_HAN.findall(head)) == _NAME}
    longer = Counter([text[i : i + _NAME + 1] for i in starts if text[i : i + _NAME] in often])
    behind: dict[str, dict[str, int]] = {}
    for phrase, n in longer.items():
        behind.setdefault(phrase[:-1], {})[phrase[-1]] = n
    found = {}
    for head, chars in behind.items():
        end, n = max(chars.items(), key=lambda pair: (pair[1], pair[0]))
        missing = heads[head] - n
        if n >= _OFTEN and 1 <= missing <= _RARELY and _HAN.match(end) and not is_word(head[-1], end):
            after = {text[m.end() : m.end() + 1] for m in re.finditer(head + end, text)}
            if len(after) >= _NEIGHBOURS:
                found[head] = end
    return found


def _verbless(text: str) -> Iterator[_Place]:
    """对…的跟踪分析、督促检查，…: actions that nobody is told to do; 打造…示范 of no kind; 加大…会."""
    action, verb = _actions()
    model, more = _incomplete()
    for hit in _VERBLESS.finditer(text):
        items = re.split("、|和|以及|与|及", hit[2])
        if len(items) > 1 and all(action.search(item) for item in items) and not verb.search(hit[2]):
            yield hit.start(1), hit.end(1), "the sentence has no verb for what it begins with; words may be lost"
    for hit in model.finditer(text):
        yield hit.end(1) - 4, hit.end(1), "a word may be lost behind 示范 (示范区, 示范带)"
    for hit in more.finditer(text):
        yield hit.start(1), hit.end(1), "加大 asks for an effort, and a thing follows; words may be lost or confused"


@cache
def _actions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The ends of words for actions, and the verbs that ask for one."""
    words = load_words("terms")
    return re.compile(f"(?:{'|'.join(words['actions'])})$"), re.compile("|".join(words["verbs"]))


@cache
def _incomplete() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A model (示范) of no kind that is to be made, and more (加大) of a thing, which takes no more."""
    words = load_words("terms")
    makers, whole = "|".join(words["makers"]), "".join(f"(?<!{kind})" for kind in words["models"])
    efforts, things = "|".join(words["efforts"]), "|".join(words["things"])
    return (
        re.compile(rf"(?:^|[，。；])((?:{makers})[^，。；“”]{{4,30}}{whole}示范)(?=[，。；])"),
        re.compile(rf"(?:^|[。；，])(加大(?!对)(?![^，。；]*(?:{efforts}))[^，。；]{{4,40}}(?:{things}))(?=[。；，])"),
    )


def _asides(text: str) -> Iterator[_Place]:
    """黄河（渤）海 for 黄（渤）海: the brackets give another first syllable, and one stands too many before them."""
    for hit in _ASIDE.finditer(text):
        first, odd, other, last = hit.groups()
        if odd in _ENDINGS or not (is_word(first, odd) and is_word(first, last) and is_word(other, last)):
            continue
        if not is_word(last, text[hit.end() : hit.end() + 1]):
            yield hit.start(), hit.end(), "what the brackets offer instead does not fit what stands before them"
