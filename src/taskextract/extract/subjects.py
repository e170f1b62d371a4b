"""Who acts in a sentence: the body that is the grammatical subject of a demand or a duty.

A body stands at the start of a clause and a modal (要, 必须) or a verb of acting follows it
(市卫健委要…, 各市联合建设…, 由市财政局负责…). Partners, places and recipients inside a clause are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from taskextract.extract.drafts import Duty
from taskextract.records import Role
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold
from taskextract.vocabulary.regions import our_regions
from taskextract.vocabulary.words import any_of, load_words

_OPEN = "（〔《“‘「【"
_CLOSE = "）〕》”’」】"
_LONGEST_SUBJECT = 80
_LONG_QUOTE = re.compile(r"“[^“”]{21,}(?:”|$)")
_GENERIC = frozenset(
    ("部门", "单位", "机关", "机构", "局", "厅", "部", "办", "小组", "中心", "集团", "公司", "银行", "办公室")
)
_CALLED_ON = re.compile(r"(?:会议|大会|全会|联席会议)?(?:还|强调|要求|指出|明确|决定|希望|议定|提出){1,2}")
_TIME = re.compile(r"(?:到|至|自|从)?\d{4}年(?:年?[底末初]|\d{1,2}月(?:\d{1,2}日|底)?)?(?:之?前|起|后)?")
_PEOPLE = re.compile(
    r"(?:的)?(?:(?:主要|分管|党政|相关|有关)(?:领导同志|领导干部|领导)|(?:主要|分管|有关|相关|党政)?(?:负责同志|负责人|一把手|“一把手”))$"
)
_OUTER = re.compile(
    r"各|省|市|县|区|有关|相关|全[省市县区国]|国家|中央|其他|其它|其余|\d|[一二三四五六七八九十两]{1,2}[市县区省]"
)
_NOTE = re.compile(r"（[^（）]{1,16}）$")
_NO_NAME = re.compile(r"召开|举行|牵头(?!单位|部门|机构)|(?<![所驻])在(?![线职京济]|[一-鿿]高校)|[。；：]")
_OFFICE = re.compile(r"(?:小组|办公室|委员会|指挥部|专班|联席会议|公司|中心|局|厅)$")
_AREAS = frozenset(("示范区", "园区", "地区", "新区", "中心"))
_LIKE_A_CITY = re.compile(r"(?:城市|[市县区]|大省|省份|地区|核心|龙头|单位|部门)$")
_BARE_DEMAND = re.compile(r"(?:都|也|还|更|就|均)?(?:要(?!求)|必须|应当|应该|务必|须)")
_LINK = re.compile(r"作为|是|为(?=[^，。；]{0,20}(?:主体|单位|部门|责任人)$)")
_IN_CHARGE = re.compile(r"(?:作为|是|为)[^，。；]{0,20}(?:主体|责任单位|牵头单位|牵头部门|主管部门|责任部门)$")
_MODAL_HEAD = re.compile(r"并(?!州)|且|要(?!塞)|必须|务必|须|应当|应该")
_MEANS = re.compile(r"从|在|以|通过")
"""What may follow an agent that 由 marks, before its verb: 由市财政局从专项资金中安排…."""
_BY_DUTY = re.compile(r"(?:严格|认真)?(?:按照?|根据|依据|依)(?:各自)?(?:工作)?(?:职责|职能)(?:分工)?")
_TOGETHER = re.compile(r"(?:要|须|应)?(?:密切|相互|互相|通力|加强|强化|搞好)(?:协作|协同)?配合")
_ROLES: tuple[tuple[str, Role], ...] = (
    ("牵头", "lead"), ("配合", "support"), ("协助", "support"), ("参与", "support"),
    ("指导", "guide"), ("督导", "guide"), ("负责", "responsible"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists as patterns, made once."""

    ending: re.Pattern[str]
    no_body: re.Pattern[str]
    openers: re.Pattern[str]
    adverbs_at_end: re.Pattern[str]
    verbs: re.Pattern[str]
    filler: re.Pattern[str]
    governors: re.Pattern[str]
    not_demands: tuple[str, ...]
    elided_length: int


def find_subjects(sentence: Strand) -> tuple[Duty, ...]:
    """The bodies that act in a sentence, in reading order, each once; none where only things act."""
    text = fold(sentence.text)
    clauses = tuple(_clauses(text))
    found: list[Duty] = []
    for i, (start, end) in enumerate(clauses):
        hit = _subject(text, start, end) or _carried_subject(text, clauses, i)
        if hit is None:
            continue
        low, high, role, role_raw = hit
        if i and low == start:
            low = _list_start(text, clauses, i, low)
        duty = Duty(sentence[low:high], role, role_raw, is_subject=True)
        if all(duty.text.text != other.text.text for other in found):
            found.append(duty)
    return tuple(found)


def is_body_list(text: str) -> bool:
    """Whether `text` is nothing but names of acting bodies (七市党委、政府; 济南、淄博等市)."""
    words = _words()
    if len(text) > _LONGEST_SUBJECT or not text:
        return False
    parts = _list_parts(text)
    if not _is_body(parts[-1], words):
        return False
    return all(_is_body(part, words) or _is_elided(part, words) for part in parts[:-1])


def is_demand(text: str, at: int) -> bool:
    """Whether the 要 at `text[at]` is the modal and not part of a word (重要, 要求)."""
    if text[at] != "要":
        return False
    for word in _words().not_demands:
        k = word.index("要")
        if at >= k and text.startswith(word, at - k):
            return False
    return True


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between commas, semicolons and colons outside brackets."""
    start = depth = 0
    shown = _LONG_QUOTE.sub(lambda m: m[0].replace("“", " ").replace("”", " "), text)
    for i, char in enumerate(shown):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in "，；：。！？" and (depth == 0 or char == "。"):
            if start < i:
                yield start, i
            start, depth = i + 1, 0
    if start < len(text):
        yield start, len(text)


def _subject(text: str, start: int, end: int) -> tuple[int, int, Role, str | None] | None:
    """The subject at the head of the clause `text[start:end]`: its place, role and the word of the role."""
    words = _words()
    if text.startswith("会同", start):  # …，会同省市场监管局开展整治: who acts was named before
        return None
    head = _after_openers(text, start, end, words)
    best: tuple[int, int] | None = None
    role: Role = "responsible"
    role_raw: str | None = None
    depth = 0
    for i in range(head, min(end, head + _LONGEST_SUBJECT)):
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if depth or i == head:
            continue
        verb = words.verbs.match(text, i, end) or ("由" in text[max(head - 1, 0) : i] and _MEANS.match(text, i, end)) or None
        if verb is None or (text[i] == "要" and not is_demand(text, i)) or text.startswith("的", verb.end()):
            continue
        hit = _trimmed(text, head, i, words)
        if hit is not None and (best is None or _continues_name(text[best[1] : hit[1]])):
            best = hit
            role, role_raw = _role(text[hit[1] : min(end, verb.end() + 8)], "、" in text[hit[0] : hit[1]])
    return (*best, role, role_raw) if best else None


def _continues_name(more: str) -> bool:
    """Whether a verb belongs to a longer name (…试验区 + 建设领导小组) and not to the sentence."""
    verb = _words().verbs.match(more)
    if not verb or not verb[0] or is_demand(more, 0):  # 各牵头单位 + 要…报送省交通运输厅 is no longer name
        return False
    return bool(_OFFICE.search(more) and not _OUTER.match(more, verb.end()))


def _trimmed(text: str, head: int, verb: int, words: _Words) -> tuple[int, int] | None:
    """The body list in `text[head:verb]` without adverbs, persons and a leading 由."""
    np = text[head:verb]
    np = words.adverbs_at_end.sub("", np)
    if people := _PEOPLE.search(np):
        np = np[: people.start()]
    for handover in ("由", "要求", "希望"):
        if handover in np:
            head += np.rindex(handover) + len(handover)
            np = np[np.rindex(handover) + len(handover) :]
    for joiner in ("会同", "联合"):
        if joiner in np[2:]:
            np = np[: np.index(joiner, 2)]
    named = is_body_list(np) or (verb > head + len(np) - 1 and are_places(np))
    return (head, head + len(np)) if named else None


def are_places(np: str) -> bool:
    """Whether places alone are named, and so their governments: 济南、淄博要…."""
    parts = np.split("、")
    return all(2 <= len(p) <= 5 and p not in _AREAS and p in _place_names() for p in parts)


@cache
def _place_names() -> frozenset[str]:
    return frozenset(name for region in our_regions() for name in region.names)


def _carried_subject(
    text: str, clauses: tuple[tuple[int, int], ...], i: int
) -> tuple[int, int, Role, str | None] | None:
    """A subject whose demand follows in the next clause: 济南作为中心城市，必须…; 七市是骨干，要…."""
    start, end = clauses[i]
    if i + 1 >= len(clauses):
        return None
    in_charge = _IN_CHARGE.search(text, start, end)
    if not in_charge and not _BARE_DEMAND.match(text, clauses[i + 1][0]):
        return None
    words = _words()
    head = _after_openers(text, start, end, words)
    link = _LINK.search(text, head + 1, end)
    if link is None:
        return None
    np = text[head : link.start()]
    named = is_body_list(np)
    if not named and link[0] == "作为":
        named = _is_elided(np, words) and bool(_LIKE_A_CITY.search(text, link.end(), end))
    return (head, link.start(), "responsible", None) if named else None


def _after_openers(text: str, start: int, end: int, words: _Words) -> int:
    at = start
    while at < end and text[at] in "“‘”’ ":
        at += 1
    while True:
        opener = (
            words.openers.match(text, at, end)
            or _CALLED_ON.match(text, at, end)
            or _TIME.match(text, at, end)
        )
        if opener is None or not opener[0]:
            return at
        at = opener.end()


def _list_start(text: str, clauses: tuple[tuple[int, int], ...], i: int, low: int) -> int:
    """Clauses before that hold nothing but bodies belong to the list: 各县区，市直各部门要…."""
    while i and text[clauses[i][0] - 1] in "，、":
        start, end = clauses[i - 1]
        head = _after_openers(text, start, end, _words())
        if not is_body_list(text[head:end]):
            break
        i, low = i - 1, head
    return low


def _role(after: str, several: bool) -> tuple[Role, str | None]:
    """The role that the first verb tells (要牵头修订 → lead), and its word."""
    if by_duty := _BY_DUTY.match(after):
        return "joint", by_duty[0]
    if several and _TOGETHER.match(after):  # each with the other
        return "responsible", None
    verb = _words().filler.sub("", after, count=1)
    return next(((role, word) for word, role in _ROLES if verb.startswith(word)), ("responsible", None))


def _list_parts(text: str) -> list[str]:
    """`text` cut at 、 outside brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSE)
        if char == "、" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _is_body(name: str, words: _Words) -> bool:
    name = name if words.ending.search(name) else _NOTE.sub("", name)
    if (
        len(name) < 2
        or len(name) > 40
        or _NO_NAME.search(name)
        or not words.ending.search(name)
        or words.no_body.search(name)
    ):
        return False
    if name in _AREAS or _MODAL_HEAD.match(name):
        return False
    governor = words.governors.match(name)
    if governor is None:
        return True
    rest = name[governor.end() :]
    if len(governor[0]) > 1 and any(rest[:n] in _place_names() for n in (2, 3, 4)):
        return False
    if rest in _GENERIC or (len(governor[0]) > 1 and len(name) <= 20 and _OFFICE.search(rest)):
        return True
    return len(governor[0]) == 1 and not _OUTER.match(rest)


def _is_elided(name: str, words: _Words) -> bool:
    """A name whose ending the list's last member carries: 济南、青岛市; 党委、政府."""
    governor = words.governors.match(name)
    if not name or name[0] in "并向把对给与和及":
        return False
    return (
        2 <= len(name) <= words.elided_length and name.isalpha() and not (governor and len(governor[0]) > 1)
    )


@cache
def _words() -> _Words:
    words = load_words("subjects")
    adverbs = any_of([*words["adverbs"], "将"])
    modals = load_words("reports")["modals"]
    long_adverbs = [w for w in words["adverbs"] if len(w) > 1 and "牵头" not in w]
    filler = [w for w in (*words["adverbs"], *modals, "要", "将") if "牵头" not in w]
    return _Words(
        ending=re.compile(f"(?:{any_of(words['body_endings'])})$"),
        no_body=re.compile(f"(?:{any_of(words['no_bodies'])})$"),
        openers=re.compile(any_of(words["openers"])),
        adverbs_at_end=re.compile(f"(?:{adverbs})+$"),
        verbs=re.compile(f"(?:{adverbs})*(?:{any_of(modals)}|要|将|{any_of(words['acting_verbs'])}|牵头)"),
        filler=re.compile(f"^(?:{any_of(filler)})*"),
        governors=re.compile(f"(?:{any_of([*words['governors'], *words['acting_verbs'], *long_adverbs])})+"),
        not_demands=tuple(load_words("reports")["not_demands"]),
        elided_length=words["elided_length"],
    )
