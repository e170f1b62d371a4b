"""Sentences of a report as measures: who says them, what kind they are, and whom they charge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from taskextract.extract.drafts import Duty, MeasureDraft
from taskextract.extract.report_people import (
    Attribution,
    attribution,
    closing_attribution,
    name_pattern,
    people,
)
from taskextract.extract.sentences import covered, split_clauses, split_sentences
from taskextract.extract.subjects import find_subjects, is_demand
from taskextract.findings import Finding
from taskextract.numerals import read_number
from taskextract.records import MeasureKind
from taskextract.strand import Strand, join
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import any_of, load_words

_THEME = re.compile(r"(?P<theme>[^，。；：]{2,10}?)方面[，：]")
_NAMED_LIST = re.compile(
    r"[“‘](?P<count>[一二三四五六七八九十两\d]{1,3})(?P<word>[个大项条张]?[^”’]{1,6})[”’]"
    r"[^，。；：]{0,8}[，]?(?:即|就是|分别是|包括|具体是|具体包括|具体为)?："
)
_BARE_CALL = re.compile(r"(?P<who>会议|大会|全会)(?:还|也)?(?:要求|强调|指出|希望|号召|明确|认为)(?=[^，：])")
_MIDDLE = re.compile(r"(?<=[，。！？；]”)(?P<said>[^，。；：“”]{2,40}?[说示出调道称绍])[，：。](?=“|$)")
_TURNS = re.compile(r"(?P<told>[^。；：“”]{6,80}?，)(?:他|她)(?:还|也|首先|同时)?(?:[说强指表要希叮勉][调出示求望嘱励]?)(?:道)?，")
_SIGNED = re.compile("(?:签署|签订|签定)了?(?:[^，。；]{0,10}《|[^，。；]{2,40}(?:协议|备忘录|合同|意向书))")
_UNDERTAKES = re.compile("将|负责|牵头|由|联合|共同")
_PARTS_OF_QUOTE = re.compile(r"(?<=[。！？])(?!”)")


@dataclass(slots=True)
class Speech:
    """Who speaks at this point of the article, and the names met so far."""

    speaker: Strand | None = None
    on: bool = False
    turn: bool = False
    asking: bool = False
    verb: str = ""
    person: Strand | None = None
    known: frozenset[str] = frozenset()

    def hear(self, said: Attribution, sentence: Strand) -> None:
        """Take over an attribution; 他 is the person who spoke before."""
        if said.speaker is None:
            return
        self.on = True
        self.verb = said.verb
        self.set_speaker(sentence[said.speaker[0] : said.speaker[1]], said.pronoun)

    def set_speaker(self, speaker: Strand, pronoun: bool = False) -> None:
        """Make `speaker` the one who speaks."""
        if pronoun:
            self.speaker = self.person or speaker
            return
        self.speaker = speaker
        name = fold(speaker.text)
        if name in self.known or re.fullmatch(name_pattern(), name):
            self.person = speaker

    def mention(self, sentence: Strand) -> None:
        """Remember the first person whom a told sentence names: 他 in the next one is that person."""
        text = fold(sentence.text)
        found = list(people(text))
        self.known |= {text[p.start : p.end] for p in found}
        at = [(p.start, p.end) for p in found]
        at += [
            (m.start(), m.end())
            for n in sorted(self.known)
            for m in re.finditer(rf"(?:(?<=^)|(?<=，)){n}", text)
        ]
        if at:
            start, end = min(at)
            self.person = sentence[start:end]

    @property
    def decides(self) -> bool:
        """Whether what is said was decided: 会议决定，…."""
        return self.verb in load_words("reports")["deciding_verbs"]

    def stop(self) -> None:
        """What follows is told by the reporter."""
        self.on = self.turn = self.asking = False
        self.speaker, self.verb = None, ""


def report_sentences(paragraph: Strand) -> Iterator[Strand]:
    """The paragraph's sentences; a quotation of several sentences is cut into them."""
    for sentence in split_sentences(paragraph):
        text = sentence.text
        cuts = [m.start() for m in _PARTS_OF_QUOTE.finditer(text) if 0 < m.start() < len(text)]
        inside = _brackets(text)
        cuts = [c for c in cuts if not inside[c - 1]]
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            yield sentence[start:end]


def _brackets(text: str) -> tuple[bool, ...]:
    """For each character whether brackets or a title (not quotes) hold it."""
    return covered(text.replace("“", "'").replace("”", "'"))


def demands(text: str) -> bool:
    """Whether a folded sentence demands something: a modal 要, 必须, 务必, or a call (希望, 号召)."""
    if any(is_demand(text, m.start()) for m in re.finditer("要", text)):
        return True
    return bool(_modal().search(text))


@cache
def _modal() -> re.Pattern[str]:
    words = load_words("reports")
    modals = [m for m in words["modals"] if len(m) > 1]
    return re.compile(rf"{'|'.join(modals)}|(?:^|[，；：])(?:{any_of(words['calls'])})|{words['should']}")


def opens_demand(text: str) -> bool:
    """Whether a paragraph goes on with demands: it begins with 要, 必须, 坚持…."""
    return (text.startswith("要") and is_demand(text, 0)) or text.startswith(tuple(load_words("reports")["demand_openers"]))


def is_pleasantry(text: str) -> bool:
    """Whether a folded sentence is no more than manners (大家好。 谢谢您的提问。)."""
    return len(text) <= 24 and text.startswith(tuple(load_words("reports")["pleasantries"]))


def read_attribution(sentence: Strand, speech: Speech) -> tuple[Strand, tuple[Strand, ...]]:
    """The sentence without the words that say who speaks, and those words; `speech` is brought up to date."""
    said = attribution(sentence, speech.known)
    if said is not None:
        speech.hear(said, sentence)
        return _unquoted(sentence[said.end :], (sentence[: said.end],))
    if call := _BARE_CALL.match(fold(sentence.text)):
        speech.on = True
        speech.set_speaker(sentence[call.start("who") : call.end("who")])
    if turn := _told_then_said(sentence, speech):
        return turn
    if middle := _MIDDLE.search(fold(sentence.text)):
        who = closing_attribution(fold(middle["said"]) + "。", speech.known)
        if who is not None:
            base = middle.start("said")
            speech.on = True
            pronoun = middle["said"][who[0] : who[1]] in ("他", "她")
            speech.set_speaker(sentence[base + who[0] : base + who[1]], pronoun)
            first, between, second = (
                sentence[: middle.start() - 1],
                sentence[middle.start() - 1 : middle.end() + 1],
                sentence[middle.end() + 1 :],
            )
            return _unquoted(join((first, second)), (between,))
    return _unquoted(sentence, ())


def _told_then_said(sentence: Strand, speech: Speech) -> tuple[Strand, tuple[Strand, ...]] | None:
    """张三详细了解项目进展，他说，…: what is told first frames what is said."""
    text = fold(sentence.text)
    found = _TURNS.match(text)
    if found is None or demands(found["told"]):
        return None
    said = attribution(sentence[found.end("told") :], speech.known)
    if said is None or said.speaker is None:
        return None
    speech.mention(sentence[: found.end("told")])
    speech.hear(said, sentence[found.end("told") :])
    at = found.end("told") + said.end
    return _unquoted(sentence[at:], (sentence[:at],))


def _unquoted(body: Strand, framing: tuple[Strand, ...]) -> tuple[Strand, tuple[Strand, ...]]:
    """A quotation mark whose partner stands in another sentence frames the measure."""
    text = body.text
    while text.startswith(("“", "”")) and text.count("“") != text.count("”"):
        framing, body = (*framing, body[:1]), body[1:]
        text = body.text
    if text.endswith("”") and text.count("”") > text.count("“"):
        framing, body = (*framing, body[-1:]), body[:-1]
    return body, framing


def kind_of(text: str, *, in_section: bool, speech: bool) -> MeasureKind:
    """The kind of a folded sentence: what was said, decided, done, or (in a reported plan) is to be done."""
    if speech:
        return "statement"
    words = load_words("reports")
    if any(word in text for word in words["decisions"]) or _SIGNED.search(text):
        return "decision"
    if in_section:
        return "action"
    if demands(text):
        return "statement"
    return "outcome" if any(word in text for word in words["outcomes"]) else "statement"


def measures_of(
    sentence: Strand, framing: tuple[Strand, ...], kind: MeasureKind, speaker: Strand | None
) -> tuple[tuple[MeasureDraft, ...], tuple[Finding, ...]]:
    """The measures of one sentence: its `;` parts under one 要, its theme's clauses, a named list's items."""
    text = fold(sentence.text)
    listed, findings = _named_list(sentence, text, speaker)
    if listed:
        intro = MeasureDraft(listed[0], kind, _duties(listed[0], kind), speaker=speaker, framing=framing)
        return (intro, *listed[1]), findings
    theme: Strand | None = None
    if kind == "action" and "；" in text and (found := _THEME.match(text)):
        theme = sentence[: found.end("theme")]
        framing = (*framing, sentence[found.end("theme") : found.end()])
        sentence = sentence[found.end() :]
    parts: Sequence[Strand] = (sentence,)
    if theme is not None or (kind in ("statement", "decision") and demands(text)):
        parts = split_clauses(sentence)
    measures = [
        MeasureDraft(part, kind, _duties(part, kind), theme, speaker if speaker else None)
        for part in parts
        if part
    ]
    measures[0] = replace(measures[0], framing=framing)
    return tuple(measures), ()


def _duties(part: Strand, kind: MeasureKind) -> tuple[Duty, ...]:
    text = fold(part.text)
    done = kind == "decision" and _SIGNED.search(text) and not demands(text)
    if (
        done
        or kind == "outcome"
        or (kind == "statement" and not demands(text) and not _UNDERTAKES.search(text))
    ):
        return ()
    return find_subjects(part)


def _named_list(
    sentence: Strand, text: str, speaker: Strand | None
) -> tuple[tuple[Strand, tuple[MeasureDraft, ...]] | None, tuple[Finding, ...]]:
    """“十个一”工程，即：A、B、… : the words before the list, and each item as a measure of its own."""
    found = _NAMED_LIST.search(text)
    if found is None:
        return None, ()
    items = _items(text, found.end())
    count = read_number(found["count"])
    alike = found["word"] == "个一" and sum("一" in text[a:b] for a, b in items) == len(items)
    if len(items) < 3 or (len(items) != count and not alike):
        return None, ()
    drafts = []
    for n, (start, end) in enumerate(items):
        edge = items[n + 1][0] if n + 1 < len(items) else len(text)
        closing = sentence[end:edge]
        last = n + 1 == len(items)
        body = sentence[start:edge] if last else sentence[start:end]
        drafts.append(MeasureDraft(body, "list_item", speaker=speaker, framing=() if last else (closing,)))
    findings: tuple[Finding, ...] = ()
    if len(items) != count:
        where = sentence[found.start() : found.end()]
        note = f"“{found['count']}{found['word']}” announces {count} items but {len(items)} follow; check the list"
        findings = (Finding("total-disagrees", note, where.spans, certainty=0.7),)
    return (sentence[: found.end()], tuple(drafts)), findings


def _items(text: str, start: int) -> list[tuple[int, int]]:
    """The items after `start`, parted by ； or, where there is none, by 、 outside brackets and quotes."""
    inside = covered(text)
    mark = "；" if any(c == "；" and not inside[i] for i, c in enumerate(text[start:], start)) else "、"
    cuts = [i for i in range(start, len(text)) if text[i] == mark and not inside[i]]
    edges = [start - 1, *cuts, len(text.rstrip("。；！"))]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
