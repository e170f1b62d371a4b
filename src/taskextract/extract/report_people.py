"""People in reports: names with their posts, and who says what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.words import any_of, load_words

_MAX_SPEAKER = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a sentence: its place `start:end`, and where the post before it begins (`post`, or None)."""

    start: int
    end: int
    post: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that say who speaks: `text[:end]`. `speaker` is a place in the text, None for a document.

    `pronoun` is set where the speaker is 他 or 她; `verb` is the verb of saying.
    """

    end: int
    speaker: tuple[int, int] | None
    verb: str
    pronoun: bool = False


@cache
def name_pattern() -> str:
    """A pattern for a Chinese person's name: surname and one or two characters, or a name with ·."""
    words = load_words("reports")
    doubles = "|".join(words["double_surnames"])
    stop = "|".join(words["not_names"])
    return (
        rf"(?!(?:{stop}))(?:(?:{doubles})[一-鿿]{{1,2}}|[{words['surnames']}][一-鿿]{{1,2}}"
        rf"|[{words['surnames']}][{words['surnames']}][一-鿿]{{2}}|[一-鿿]{{2,6}}·[一-鿿]{{2,8}})"
    )


@cache
def _people_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_words("reports")
    posts = any_of(words["posts"])
    follows = any_of({*words["attendance_verbs"], *words["speech_verbs"], *words["behind_names"]})
    ends = rf"(?=[，、；。：（\d]|$|{follows})"
    with_post = re.compile(
        rf"(?P<post>[^，；。：（）“”]{{0,80}}?(?:{posts}))(?P<name>{name_pattern()}){ends}"
    )
    listed = re.compile(rf"、(?P<name>{name_pattern()}){ends}")
    return with_post, listed


def people(text: str) -> Iterator[Person]:
    """The persons that a folded sentence names with a post, and those that follow them in a list."""
    with_post, listed = _people_patterns()
    at = 0
    while found := with_post.search(text, at):
        post = _trim_post(text, found.start("post"), found.end("post"))
        yield Person(found.start("name"), found.end("name"), post)
        at = found.end()
        while more := listed.match(text, at):
            yield Person(more.start("name"), more.end("name"), post)
            at = more.end()


_POST_OPENER = re.compile(
    r"(?:[，、；和及与]|(?:会议|座谈会|活动|仪式)(?=由)|以及|邀请|请|由|在|会上|会前|会后|其中|同时|受|经)+"
)


def _trim_post(text: str, start: int, end: int) -> tuple[int, int]:
    if opener := _POST_OPENER.match(text, start, end):
        start = opener.end()
    return start, end


@cache
def _attribution_pattern() -> re.Pattern[str]:
    words = load_words("reports")
    setting = r"(?:(?:(?:在|就|针对|围绕|随后|接着)[^，。：；]{0,40}|[^，。：；]{1,40}?(?:后|时|上|中|期间|现场))，)?"
    where = r"(?:(?:在|就|对|围绕|结合|针对|代表|主持|出席)[^，：。；]{1,40}?)?"
    occasion = (
        r"(?:讲话|发言|致辞|总结|点评|调研|会议|会上|座谈会|接受采访|回答[^，：。]{0,12})?(?:时|中|后|里)?"
    )
    return re.compile(
        rf"(?P<setting>{setting})(?P<who>[^，：。；]{{1,40}}?)(?P<where>{where}{occasion})"
        rf"(?:{any_of(words['speech_adverbs'])})*(?P<verb>{any_of(words['speech_verbs'])})"
        rf"(?:并?(?:{any_of(words['speech_verbs'])}))?[了到道]?[，：]"
    )


def attribution(sentence: Strand, known: frozenset[str] = frozenset()) -> Attribution | None:
    """Who a sentence is attributed to at its start, or None. `known` are names met before."""
    text = fold(sentence.text)
    if source := _source_pattern().match(text):
        return Attribution(source.end(), None, source["verb"] or "")
    if (points := _points_pattern().match(text)) and (who := _speaker(text, *points.span("who"), known)):
        return Attribution(points.end(), who, points["verb"], text[who[0] : who[1]] in ("他", "她"))
    found = _attribution_pattern().match(text)
    if found is None or found.end() > 2 * _MAX_SPEAKER:
        return None
    who = _speaker(text, found.start("who"), found.end("who"), known)
    if who is None:
        return None
    pronoun = text[who[0] : who[1]] in ("他", "她")
    return Attribution(found.end(), who, found["verb"], pronoun)


@cache
def _points_pattern() -> re.Pattern[str]:
    """陈刚对一季度工作给予肯定，并就下一步工作提出四点要求：… · 就做好下一步工作，陈刚提出四点要求：…"""
    name = f"(?:他|她|会议|(?:[^，。；：]{{0,30}}(?:{any_of(_posts())}))?{name_pattern()})"
    return re.compile(
        rf"(?:(?:就|围绕|针对|对)[^，。：；]{{2,30}}，)?(?P<who>{name})(?=就|对|给予|充分|在|并|强调|从|提出|作|指|要)[^。；：]{{0,80}}?(?P<verb>提出|强调|作出|明确)"
        r"了?[^，。：；]{0,10}(?:要求|意见|希望|建议|部署|安排)：(?=.)"
    )


@cache
def _source_pattern() -> re.Pattern[str]:
    words = load_words("reports")
    verbs = any_of(words["speech_verbs"])
    adverbs = any_of(words["speech_adverbs"])
    titled = r"《[^》]{2,60}》(?:（[^）]{1,12}）)?"
    return re.compile(
        rf"(?:(?:{any_of(words['hearsay'])})"
        rf"|(?:{titled}|(?:《?[^，。：；《》要]{{0,16}}?)(?:{any_of(words['quoted_sources'])})》?)(?:{adverbs})*(?P<verb>{verbs}))[，：]"
    )


def _speaker(text: str, start: int, end: int, known: frozenset[str]) -> tuple[int, int] | None:
    """The speaker's own name inside `text[start:end]` (without the post), or the body that speaks."""
    who = text[start:end]
    words = load_words("reports")
    if who in ("他", "她") or who in known:
        return start, end
    with_post = re.fullmatch(rf"(?:.*(?:{any_of(words['posts'])}))(?P<name>{name_pattern()})", who)
    if with_post:
        return start + with_post.start("name"), end
    if re.fullmatch(name_pattern(), who):
        return start, end
    if who.endswith(tuple(words["speaker_bodies"])) and "要" not in who:
        return start, end
    if who.endswith(tuple(words["posts"])) or _is_speaking_body(who):
        return start, end
    return None


@cache
def _speaking_body() -> re.Pattern[str]:
    endings = [e for e in load_words("subjects")["body_endings"] if len(e) > 1 or e in "局厅部市县区省州办"]
    return re.compile(rf"[一-鿿、\d（）]{{0,28}}(?:{any_of(endings)})")


def _is_speaking_body(who: str) -> bool:
    return bool(_speaking_body().fullmatch(who)) and not who.endswith(
        tuple(load_words("subjects")["no_bodies"])
    )


def colon_speaker(
    text: str, known: frozenset[str] = frozenset()
) -> tuple[tuple[int, int] | None, int] | None:
    """Whose turn a paragraph is (张三：… 答：…), as (speaker's place or None for 答, where the words begin)."""
    found = re.match(r"(?P<who>[^，。；：“”]{1,40}?)(?:（[^）]{1,30}）)?：(?=.{6}|$)", text)
    if found is None:
        return None
    if found["who"] == "答":
        return None, found.end()
    who = found["who"]
    named = (
        who in known
        or re.fullmatch(name_pattern(), who)
        or re.search(rf"(?:{any_of(_posts())}){name_pattern()}$", who)
    )
    place = _speaker(text, found.start("who"), found.end("who"), known) if named else None
    return (place, found.end()) if place else None


def _posts() -> list[str]:
    posts: list[str] = load_words("reports")["posts"]
    return posts


@cache
def _closing_pattern() -> re.Pattern[str]:
    words = load_words("reports")
    verbs = any_of([v for v in words["speech_verbs"] if v not in words["speech_nouns"]])
    return re.compile(rf"(?P<who>[^，：。；“”]{{1,40}}?)(?:在[^，。]{{1,20}})?(?P<verb>{verbs})。")


def closing_attribution(text: str, known: frozenset[str] = frozenset()) -> tuple[int, int] | None:
    """The speaker's place where a whole folded sentence is nothing but who spoke: 张三说。"""
    found = _closing_pattern().fullmatch(text)
    return _speaker(text, found.start("who"), found.end("who"), known) if found else None
