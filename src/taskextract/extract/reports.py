"""Meeting reports, minutes and newspaper articles: the event, what was said, decided and planned."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from taskextract.extract.drafts import MeasureDraft, NoticeDraft, Part, TaskDraft
from taskextract.extract.report_articles import article_starts
from taskextract.extract.report_events import (
    EventTold,
    read_field,
    read_sentence,
    same_event,
    tells_attendance,
    tells_meeting,
)
from taskextract.extract.report_lines import Line, dateline_pattern, read_label, read_lines
from taskextract.extract.report_people import attribution, closing_attribution, colon_speaker
from taskextract.extract.report_speech import (
    Speech,
    demands,
    is_pleasantry,
    kind_of,
    measures_of,
    opens_demand,
    read_attribution,
    report_sentences,
)
from taskextract.extract.report_units import (
    Unit,
    dash_length,
    label_number,
    run_in_length,
    run_in_titles,
    subtitles,
)
from taskextract.extract.tails import Tail, find_tails
from taskextract.findings import Finding
from taskextract.records import MeasureKind
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold

__all__ = ["article_starts", "extract", "same_event"]

_ITEM_NAME = 40
_MEETING_DECIDED = re.compile(
    r"(?:会议|大会|会上|全会)(?:还)?(?:审议|讨论|研究|表决|原则)?(?:并)?(?:原则)?(?:通过|同意|签署|签订)"
)
_ANNOUNCES = re.compile(r"^(?:现|兹).{0,30}(?:纪要|通报|报告|部署|明确|通知|安排|公布|介绍)(?:情况)?如下[:：。]?$")
_LONGEST_SENTENCE = 2000
_QUESTION = re.compile(r"(?:问|记者|主持人|[^，。：]{1,24}记者(?:提问)?)：")


@dataclass(slots=True)
class _Reading:
    """What has been read of the article so far."""

    title: Strand | None
    told: EventTold = field(default_factory=EventTold)
    speech: Speech = field(default_factory=Speech)
    units: list[Unit] = field(default_factory=list)
    stack: list[Unit] = field(default_factory=list)
    loose: list[MeasureDraft] = field(default_factory=list)
    framing: list[Strand] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    paragraph_start: int = 0

    @property
    def minutes(self) -> bool:
        """Whether these are the minutes of a meeting, whose numbered items are what it decided."""
        return self.title is not None and "纪要" in self.title.text

    @property
    def measures(self) -> list[MeasureDraft]:
        """Where the next measure goes."""
        return self.stack[-1].measures if self.stack else self.loose


def extract(part: Part) -> tuple[NoticeDraft, tuple[Finding, ...]]:
    """One article or set of minutes as a draft: events, tasks (its titled sections), loose measures."""
    lines = read_lines(part.document, part.body)
    reading = _Reading(part.envelope.title)
    run_in = run_in_titles(lines)
    lead = part.envelope.addressee
    if lead is not None and tells_meeting(lead):  # …召开专题会议，…。现纪要如下：
        read_sentence(reading.told, lead)
    begun = False
    skipped = subtitles(lines)
    for i, line in enumerate(lines):
        if line.kind in ("byline", "furniture", "table"):
            reading.framing.append(line.text)
        elif line.kind == "field":
            read_field(reading.told, line.text)
        elif i in skipped or (
            line.kind == "heading" and not begun and line.level in (1, 9) and not line.label
        ):
            reading.framing.append(line.text)
        elif line.kind == "heading":
            _open_unit(reading, line)
        else:
            begun = True
            deeper = i + 1 < len(lines) and bool(line.label) and lines[i + 1].depth > line.depth
            _read_paragraph(reading, line, run_in=i in run_in, has_items=deeper)
    reading.told.name_from(reading.title)
    return _draft(reading), tuple(reading.findings)


def _draft(reading: _Reading) -> NoticeDraft:
    tasks: list[TaskDraft] = []
    for unit in reading.units:
        if not unit.duties and unit.parent is not None and not unit.parent.measures:
            unit.duties.extend(unit.parent.duties)
        if unit.measures:
            tasks.append(unit.draft())
        else:
            reading.framing.extend(s for s in (unit.label, unit.name) if s)
            reading.framing.extend(unit.framing)
    event = reading.told.draft()
    if event is None:
        reading.framing.extend(reading.told.texts)
    return NoticeDraft(
        "report",
        tuple(tasks),
        tuple(reading.loose),
        (event,) if event else (),
        tuple(reading.framing),
    )


def _open_unit(reading: _Reading, line: Line) -> None:
    """A heading: a task with what follows it, or the section of tasks below it."""
    reading.speech.stop()
    rank = line.level if line.kind == "heading" and not line.label else 10 + line.depth
    label = line.text[: line.label] if line.label else None
    _push(reading, rank, label, line.text[line.label :].strip())


def _push(reading: _Reading, rank: int, label: Strand | None, name: Strand | None) -> Unit:
    while reading.stack and reading.stack[-1].rank >= rank:
        reading.stack.pop()
    above = tuple(u.name for u in reading.stack if u.name is not None)
    section = ((reading.title,) if reading.title is not None else ()) + above
    unit = Unit(rank, label, name, section, label_number(label))
    unit.parent = reading.stack[-1] if reading.stack else None
    reading.stack.append(unit)
    reading.units.append(unit)
    return unit


def _read_paragraph(reading: _Reading, line: Line, *, run_in: bool, has_items: bool) -> None:
    text = line.text
    if head := dateline_pattern().match(fold(text.text)):
        _take_dateline(reading, text, head)
        text = text[head.end() :]
    if line.label:
        text = _open_item(reading, line, has_items)
    elif run_in:
        stop, dash = run_in_length(text), dash_length(text)
        unit = _push(reading, 20, text[:dash] if dash else None, text[dash:stop])
        unit.framing.append(text[stop : stop + 1])
        text = text[stop + 1 :]
    elif reading.stack and (reading.stack[-1].rank >= 20 or _closes_items(reading, text)):
        while reading.stack and reading.stack[-1].rank >= 10:
            reading.stack.pop()
    text = _read_turn(reading, text)
    if not text:
        return
    folded = fold(text.text)
    if not opens_demand(folded) and not line.label:
        _pause(reading)
    reading.paragraph_start = len(reading.measures)
    _read_with_tails(reading, text, item=bool(line.label))


def _tails(text: Strand) -> list[Tail]:
    """Responsibility tails in brackets or behind a label; a sentence of role clauses is a decision of its own."""
    return [t for t in find_tails(text) if t.bracketed or t.strength == "label"]


def _closes_items(reading: _Reading, text: Strand) -> bool:
    """A paragraph behind numbered items that says who speaks (会议要求，…) belongs to none of them."""
    in_item = reading.stack[-1].rank > 10 and bool(reading.stack[-1].measures)
    if not in_item or (reading.minutes and _is_agenda(reading.stack[-1])):
        return False
    said = attribution(text, reading.speech.known)
    folded = fold(text.text)
    attended = tells_attendance(folded) and not demands(folded) and folded.count("。") <= 1
    return attended or (said is not None and said.speaker is not None)


def _is_agenda(unit: Unit) -> bool:
    """Whether an item tells what the meeting dealt with (一、会议听取了…汇报。); 会议要求 below it goes on with it."""
    return fold(unit.measures[0].body.text).startswith(("会议", "听取", "审议", "研究", "传达"))


def _read_with_tails(reading: _Reading, text: Strand, *, item: bool) -> None:
    """The paragraph's sentences; a responsibility tail binds the sentence before it, or closes its item."""
    tails = _tails(text)
    at = 0
    for tail in tails:
        _read_sentences(reading, text[at : tail.start])
        at = tail.end
        closes = len(tails) == 1 and not text[tail.end :].text.strip("。；")
        unit = reading.stack[-1] if reading.stack else None
        if unit is not None and closes and (item or reading.paragraph_start == 0):
            unit.duties.extend(tail.duties)
            unit.deadline = unit.deadline or tail.deadline
            unit.framing.append(tail.frame)
        elif reading.measures:
            last = reading.measures[-1]
            reading.measures[-1] = replace(
                last,
                duties=tail.duties or last.duties,
                deadline=last.deadline or tail.deadline,
                persons=last.persons + tail.persons,
                framing=(*last.framing, tail.frame),
            )
        else:
            reading.framing.append(tail.frame)
    _read_sentences(reading, text[at:])


def _read_sentences(reading: _Reading, text: Strand) -> None:
    for sentence in report_sentences(text):
        if sentence.text.strip("。；， "):
            _read_sentence(reading, sentence)
        elif reading.measures:
            last = reading.measures[-1]
            reading.measures[-1] = replace(last, body=last.body + sentence)


def _take_dateline(reading: _Reading, text: Strand, head: re.Match[str]) -> None:
    reading.framing.append(text[: head.end()])
    for place in ("place", "town"):
        if head[place] and reading.told.place is None:
            reading.told.place = text[head.start(place) : head.end(place)]
    for day in ("date", "day"):
        if head[day] and reading.told.dateline is None:
            reading.told.dateline = text[head.start(day) : head.end(day)]


def _pause(reading: _Reading) -> None:
    """A new paragraph that neither names a speaker nor goes on demanding is the reporter's."""
    if not reading.speech.turn:
        reading.speech.stop()


def _open_item(reading: _Reading, line: Line, has_items: bool) -> Strand:
    """A numbered item: its title is its line, or a short first sentence before others or items; the rest is its text."""
    text, rest = line.text, line.text[line.label :]
    folded = fold(rest.text)
    stop = folded.find("。")
    tails = _tails(rest[stop + 1 :]) if stop > 0 else []
    others = len(folded) - stop - 1 - sum(t.end - t.start for t in tails)
    titled = 0 < stop <= _ITEM_NAME and (others > 1 or has_items) and not demands(folded[:stop])
    unit = _push(reading, 10 + line.depth, text[: line.label], rest[:stop] if titled else None)
    if titled:
        unit.framing.append(rest[stop : stop + 1])
    return rest[stop + 1 :] if titled else rest


def _read_turn(reading: _Reading, text: Strand) -> Strand:
    """Questions and answers: the question frames, the answer is what its speaker says."""
    speech = reading.speech
    folded = fold(text.text)
    turn = colon_speaker(folded, speech.known)
    if _QUESTION.match(folded) or (speech.asking and turn is None):
        reading.framing.append(text)
        speech.asking, speech.turn = True, False
        return text[len(text) :]
    if turn is None:
        return text
    speaker, end = turn
    reading.framing.append(text[:end])
    if speaker is not None:
        speech.set_speaker(text[speaker[0] : speaker[1]])
    else:
        speech.speaker = None
    speech.on = speech.turn = True
    speech.asking = False
    return text[end:]


def _read_sentence(reading: _Reading, sentence: Strand) -> None:
    if len(sentence) > _LONGEST_SENTENCE:  # no sentence: a text without stops is kept as it is
        reading.measures.append(MeasureDraft(sentence, "action" if reading.stack else "statement"))
        return
    folded = fold(sentence.text)
    speech = reading.speech
    who = closing_attribution(folded, speech.known)
    if who is not None and reading.measures:
        _attribute_back(reading, sentence, who)
        return
    if is_pleasantry(folded) or _ANNOUNCES.search(folded):
        reading.framing.append(sentence)
        return
    if not reading.stack and _is_told(reading, sentence, folded):
        read_sentence(reading.told, sentence)
        speech.known |= reading.told.names()
        speech.mention(sentence)
        return
    if speech.on and _MEETING_DECIDED.match(folded):
        speech.stop()
    body, framing = read_attribution(sentence, speech)
    label, _ = read_label(body)
    if 0 < label < len(body):  # 会议确定：（一）…。（二）…。
        framing, body = (*framing, body[:label]), body[label:]
    if framing and speech.on:
        _claim_quotation(reading)
    if not body:
        reading.framing.extend(framing)
        return
    if not framing and not speech.on:
        speech.mention(sentence)
    kind = _kind(reading, body, folded)
    if not reading.stack and not speech.on and kind in ("decision", "outcome"):
        read_sentence(reading.told, body)
    measures, findings = measures_of(body, framing, kind, speech.speaker if speech.on else None)
    reading.measures.extend(measures)
    reading.findings.extend(findings)


def _kind(reading: _Reading, body: Strand, folded: str) -> MeasureKind:
    """The kind of a sentence; 会议决定，… decides, and 其中，… is of the kind of what it explains."""
    speech = reading.speech
    if speech.on and (speech.decides or (reading.minutes and speech.verb == "明确")):
        return "decision"
    if reading.minutes and reading.stack and not speech.on:
        return "outcome" if tells_attendance(folded) else "decision"
    if folded.startswith("其中") and reading.measures and not speech.on:
        before = reading.measures[-1].kind
        return "action" if before == "list_item" else before
    return kind_of(fold(body.text), in_section=bool(reading.stack), speech=speech.on)


def _is_told(reading: _Reading, sentence: Strand, folded: str) -> bool:
    """Whether the sentence only tells of the meeting; a demand within a speech never does."""
    if reading.speech.on:
        return tells_attendance(folded) and not demands(folded)
    return tells_meeting(sentence)


def _claim_quotation(reading: _Reading) -> None:
    """“……。”张三说，“……。” : the quotation before the words that name the speaker is theirs, too."""
    if len(reading.measures) <= reading.paragraph_start:
        return
    last = reading.measures[-1]
    if last.speaker is None and last.body.text.endswith("”") and last.body.text.startswith("“"):
        reading.measures[-1] = replace(last, kind="statement", speaker=reading.speech.speaker)


def _attribute_back(reading: _Reading, sentence: Strand, who: tuple[int, int]) -> None:
    """“……。”张三说。 names the speaker of the quotation before it."""
    speech = reading.speech
    speaker = sentence[who[0] : who[1]]
    speech.set_speaker(speaker, speaker.text in ("他", "她"))
    last = reading.measures[-1]
    reading.measures[-1] = replace(
        last, kind="statement", speaker=speech.speaker, framing=(*last.framing, sentence)
    )
