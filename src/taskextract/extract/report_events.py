"""The meeting that a report tells of: its name, date, place, who was there, what was signed and adopted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from taskextract.extract.drafts import ActionDraft, AttendeeDraft, EventDraft
from taskextract.extract.report_people import name_pattern, people
from taskextract.strand import Strand, join
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import any_of, load_words

_DATE = re.compile(r"(?:(?:\d{4}|今|去|本)年)?\d{1,2}月\d{1,2}日(?:[至—–-]+(?:\d{1,2}月)?\d{1,2}日)?")
_TIME_HEAD = re.compile(
    rf"{_DATE.pattern}(?:[上下]午|晚上?|中午)?(?:，|(?=\S))|(?:日前|近日|昨[天日]|今[天日])，?"
)
_TITLE = re.compile(r"《[^》]{2,120}》")
_GROUP = re.compile(
    r"(?P<who>[^，；。]{2,60}?(?:负责同志|负责人|领导|代表|成员|人员|同志|专家|企业家|干部|委员))(?:等|分别|共)?"
    r"(?P<act>(?:参加|出席|列席|陪同|见证)了?(?:会议|大会|座谈会|推进会|联席会|活动|仪式|调研|签约|会)?)"
)
_TOLD = re.compile(
    r"(?:先后|实地)(?:来到|深入|查看|察看|走访|到|前往)|(?:深入|赴|到|前往)[^。；]{2,40}(?:调研|考察|检查|督导|慰问|走访)"
    r"|听取了?[^。；]{0,40}(?:汇报|介绍|意见建议)|(?:汇报|通报|介绍|交流|观看|传达|宣读)了|(?:作|做|进行)了?[^，。；]{0,8}(?:发言|汇报|介绍|点评|说明|通报|交流)"
    r"|(?:出席|参加|列席|主持)了?(?:本次|此次|这次)?(?:会议|大会|座谈会|推进会|联席会|活动|仪式|会)(?:并[^，。]{2,8})?(?=[，；。]|$)"
    r"|(?:汇报|交流|表态|大会)发言|(?:分会场|主会场|视频会议系统|视频形式)"
)

_MEETING_TITLE = re.compile(r"(?P<name>.{2,60}?(?:会议|会))(?:纪要|实录|召开|举行|$)")
_DEALT_WITH = re.compile(
    r"(?:会议|大会)还?[就对][^。]{2,60}(?:进行|作|做)了?(?:安排|部署|研究|安排部署|研究部署)|"
    r"(?:会议|大会|会上)，?(?:专题|还|分别|又|首先|集中|共同)*(?:传达|学习|听取|研究|讨论|审议(?!.{0,4}通过)|观看|通报|书面)[^。]*?(?:了|精神|如下：)(?!.*(?:决定|同意|通过|要(?!求)))"
)


@dataclass(slots=True)
class EventTold:
    """What the article has told of its meeting so far."""

    texts: list[Strand] = field(default_factory=list)
    name: Strand | None = None
    date: Strand | None = None
    place: Strand | None = None
    attendees: list[AttendeeDraft] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)
    dateline: Strand | None = None

    def draft(self) -> EventDraft | None:
        """The event, or None where no meeting was told of."""
        if self.name is None and not self.attendees and not self.actions:
            return None
        actions = tuple(distinct_actions(self.actions))
        text = join(self.texts)
        return EventDraft(
            text, self.name, self.date or self.dateline, self.place, tuple(self.attendees), actions
        )

    def name_from(self, title: Strand | None) -> None:
        """Take the meeting's name from a title such as 市政府专题会议纪要 where the text gives none."""
        found = _MEETING_TITLE.match(fold(title.text)) if title is not None else None
        if title is not None and found is not None and self.name is None and self.texts:
            self.name = title[found.start("name") : found.end("name")]

    def names(self) -> frozenset[str]:
        """The names of the persons met so far."""
        return frozenset(fold(a.name.text) for a in self.attendees)


def tells_meeting(sentence: Strand) -> bool:
    """Whether a sentence tells that a meeting took place or who did what there, and nothing to be done."""
    return meeting_name(sentence, called=True) is not None or tells_attendance(fold(sentence.text))


def tells_attendance(text: str) -> bool:
    """Whether a folded sentence tells who was there or spoke."""
    return bool(_TOLD.search(text) or _GROUP.search(text) or _DEALT_WITH.match(text)) or _has_attendance(text)


def _has_attendance(text: str) -> bool:
    return any(_attendance().match(text, _after_adverbs(text, p.end)) for p in people(text))


@cache
def _attendance() -> re.Pattern[str]:
    """What persons do at a meeting; 介绍，… opens what is said there, and only a speech of its own (讲话，) does not."""
    words = load_words("reports")
    opens = set(words["speech_verbs"]) - set(words["speech_nouns"])
    verbs = [re.escape(v) + ("(?![，：])" if v in opens else "") for v in words["attendance_verbs"]]
    return re.compile("|".join(verbs))


def _after_adverbs(text: str, at: int) -> int:
    found = re.compile(r"(?:分别|先后|一同|共同|等|和.{2,10}?)*").match(text, at)
    return found.end() if found else at


def read_sentence(told: EventTold, sentence: Strand) -> None:
    """Add what a sentence tells of the meeting."""
    text = fold(sentence.text)
    told.texts.append(sentence)
    name = meeting_name(sentence, called=False) if told.name is None else None
    if told.name is None and name is not None:
        told.name = name
        told.place = meeting_place(sentence) or told.place
    begins = told.name is not None or len(told.texts) == 1
    if begins and told.date is None and (found := _DATE.search(text)):
        told.date = sentence[found.start() : found.end()]
    met = told.names()
    told.attendees.extend(a for a in attendees(sentence) if fold(a.name.text) not in met)
    told.actions.extend(actions(sentence))


def read_field(told: EventTold, line: Strand) -> None:
    """A line of minutes: 时间：… · 地点：… · 主持：… · 出席：…."""
    words = load_words("reports")
    told.texts.append(line)
    at = fold(line.text).index("：")
    key, value = fold(line.text)[:at], line[at + 1 :].strip()
    match words["minutes_fields"].get(key):
        case "name":
            told.name = told.name or value
        case "date":
            found = _DATE.search(fold(value.text))
            told.date = value[found.start() : found.end()] if found else value
        case "place":
            told.place = value
        case _:
            met = told.names()
            people_there = _listed_people(line[:at], value)
            told.attendees.extend(a for a in people_there if fold(a.name.text) not in met)


def _listed_people(role: Strand, value: Strand) -> Iterator[AttendeeDraft]:
    """The names of a list (市政府办公室张三、李四 王五), each with the post before it."""
    text = fold(value.text)
    whole = re.compile(name_pattern())
    for found in re.finditer(r"(?:[^、，；。（）]|（[^（）]*）)+", text):
        piece = value[found.start() : found.end()].strip()
        if noted := re.fullmatch(r"(?P<name>[^（）]+)（(?P<post>[^（）]+)）", fold(piece.text)):
            name, post = (piece[noted.start(g) : noted.end(g)] for g in ("name", "post"))
            yield AttendeeDraft(name.strip(), post, role)
            continue
        words = _words(piece)
        named = [bool(whole.fullmatch(fold(w.text))) for w in words]
        held: Strand | None = None
        for word, is_name in zip(words, named, strict=True):
            inner = None if is_name else next(people(fold(word.text)), None)
            if inner is not None and inner.post:
                yield AttendeeDraft(word[inner.start : inner.end], word[inner.post[0] : inner.post[1]], role)
            elif is_name or not any(named):
                yield AttendeeDraft(word, held, role)
            else:
                held = word


def _words(piece: Strand) -> list[Strand]:
    """The words that blanks part; a name of two characters set apart (陈　婕) is one."""
    found = re.finditer(r"(?<![^ ])([^ ]) ([^ ])(?![^ ])|[^ ]+", piece.text)
    return [
        piece[m.start(1) : m.end(1)] + piece[m.start(2) : m.end(2)] if m[1] else piece[m.start() : m.end()]
        for m in found
    ]


@cache
def _name_patterns() -> tuple[re.Pattern[str], ...]:
    words = load_words("reports")
    ends, verbs = any_of(words["meeting_endings"]), any_of(words["meeting_verbs"])
    body = rf"(?P<name>(?:[^，。；“”]|“[^”]{{1,40}}”){{0,60}}(?:{ends}))"
    stop = r"(?=[，。；、（]|$|(?:上|并|和|暨|时|后|在|以))"
    return (
        re.compile(rf"(?:{verbs})了?{body}{stop}"),
        re.compile(
            rf"{body}(?:今[天日]|昨[天日]|日前|近日|(?:\d{{1,2}}月)?\d{{1,2}}日(?:[上下]午)?)?(?:以视频形式|以电视电话形式|隆重|正式|成功|顺利|也)?(?:在(?P<place>[^，。；]{{2,20}}?))?(?:隆重|正式|成功|顺利)?(?:{verbs})"
        ),
        re.compile(rf"在{body}上"),
    )


def meeting_name(sentence: Strand, *, called: bool) -> Strand | None:
    """The meeting's name: what was called (召开…会议), what took place (…会议在…召开), what it was said at.

    With `called` the sentence must say that the meeting took place.
    """
    text = fold(sentence.text)
    for pattern in _name_patterns()[: 2 if called else 3]:
        if found := pattern.search(text):
            start, end = found.span("name")
            if head := _TIME_HEAD.match(text, start, end):
                start = head.end()
            start = _after_caller(text, start, end)
            if end - start >= 3:
                return sentence[start:end]
    return None


_CALLER = re.compile(r".{2,30}?(?:主持召开|组织召开|召集召开|召开|举行|举办)了?")


def _after_caller(text: str, start: int, end: int) -> int:
    found = _CALLER.match(text, start, end)
    return found.end() if found else start


def meeting_place(sentence: Strand) -> Strand | None:
    """Where the meeting took place: 会议在济南召开."""
    text = fold(sentence.text)
    verbs = any_of(load_words("reports")["meeting_verbs"])
    found = re.search(rf"在(?P<place>[^，。；在]{{2,16}}?)(?:隆重|正式|成功|顺利|胜利)?(?:{verbs})", text)
    if found is None or re.search(r"会|系统|形式|期间|基础", found["place"]):
        return None
    return sentence[found.start("place") : found.end("place")]


def attendees(sentence: Strand) -> Iterator[AttendeeDraft]:
    """Who was there: persons with their posts, and groups (各市主要负责同志参加会议)."""
    text = fold(sentence.text)
    last_end = 0
    for person in people(text):
        role = _role(sentence, text, person.end)
        if role is None:
            continue
        post = sentence[person.post[0] : person.post[1]] if person.post else None
        last_end = person.end
        yield AttendeeDraft(sentence[person.start : person.end], post, role)
    for found in _GROUP.finditer(text, last_end):
        start, _ = found.span("who")
        who = sentence[start : found.end("who")].strip("、和及")
        yield AttendeeDraft(who, None, sentence[found.start("act") : found.end("act")])


def _role(sentence: Strand, text: str, at: int) -> Strand | None:
    verbs = any_of(load_words("reports")["attendance_verbs"])
    meeting = r"了?(?:本次|此次|这次)?(?:会议|大会|座谈会|推进会|联席会|活动|仪式|会)?"
    found = re.compile(
        rf"(?:(?!{verbs})[^。；])*?(?P<role>(?:{verbs}){meeting}(?:并?(?:{verbs}|[作做][^，；。]{{2,10}})){{0,3}})"
    ).match(text, at)
    return sentence[found.start("role") : found.end("role")] if found else None


@cache
def _action_patterns() -> tuple[re.Pattern[str], ...]:
    words = load_words("reports")
    verbs = any_of(list(words["actions"]))
    ceremonies = any_of(words["ceremonies"])
    return (
        re.compile(rf"(?P<verb>{verbs})了?(?:[^，。；《》]{{0,12}}?)(?=《)"),
        re.compile(rf"(?:举行|举办)了?(?P<object>[^，。；]{{2,50}}?)(?P<verb>{ceremonies})仪式"),
        re.compile(
            r"(?P<verb>签署|签订)了?(?P<object>[^，。；《》]{2,40}?(?:协议书?|备忘录|合同|意向书|责任书|公约))(?=[，。；、]|$)"
        ),
        re.compile(
            r"(?P<verb>听取)了?(?P<object>[^。；《》]{2,80}?(?:汇报|报告|介绍|通报|说明|意见建议))(?=[，。；]|$)"
        ),
        re.compile(
            r"(?P<verb>审议并原则通过|审议并通过|审议通过|原则通过|研究通过|讨论通过|审议|原则同意|研究审议)了?"
            r"(?P<object>[^，。；《》]{3,60}?(?:方案|意见|办法|规划|计划|报告|事项|草案|议案|名单|清单|预算|议题|制度|规定))(?=[，。；、]|$)"
        ),
    )


def actions(sentence: Strand) -> Iterator[ActionDraft]:
    """What was signed, adopted, heard, opened; one action for each title of a list."""
    text = fold(sentence.text)
    titled, *others = _action_patterns()
    for found in titled.finditer(text):
        verb = sentence[found.start("verb") : found.end("verb")]
        for start, end in _title_list(text, found.end()):
            yield ActionDraft(verb, sentence[start:end])
    for pattern in others:
        for found in pattern.finditer(text):
            verb, thing = (sentence[found.start(g) : found.end(g)] for g in ("verb", "object"))
            yield ActionDraft(verb, thing)


def _title_list(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Titles that follow one another: 《A》《B》、《C》和《D》."""
    between = re.compile(r"(?:（[^）]{1,20}）)?(?:、|和|及|以及|与|，)?(?=《)")
    while title := _TITLE.match(text, at):
        yield title.span()
        gap = between.match(text, title.end())
        if gap is None:
            return
        at = gap.end()


def act_of(verb: str) -> str:
    """What kind of act a verb tells of: 签署 and 签订 are both `sign`; the verb itself where unknown."""
    known: dict[str, str] = load_words("reports")["actions"]
    return known.get(fold(verb), verb)


def distinct_actions(found: Iterable[ActionDraft]) -> Iterator[ActionDraft]:
    """Each act once: the same title told twice is one, and 签订合作协议 is what the titled ones say closer."""
    listed = list(found)
    titled = {act_of(a.verb.text) for a in listed if a.object.text.startswith("《")}
    seen: set[tuple[str, str]] = set()
    for action in listed:
        act, thing = act_of(action.verb.text), fold(action.object.text)
        if (act, thing) in seen or (act in titled and act != "hear" and not thing.startswith("《")):
            continue
        seen.add((act, thing))
        yield action


def same_event(one: EventDraft, other: EventDraft) -> bool:
    """Whether two articles tell of one meeting: the same day, and a name that the other's name holds."""
    if one.name is None or other.name is None:
        return False
    dates = {fold(e.date.text)[-6:] for e in (one, other) if e.date is not None}
    a, b = fold(one.name.text), fold(other.name.text)
    return len(dates) <= 1 and (a in b or b in a)
