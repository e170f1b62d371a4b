"""What stands inside a responsibility tail: labels with their bodies, clauses with role verbs, time limits."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from taskextract.extract.drafts import Duty
from taskextract.extract.plan_rules import is_first_listed, is_rule
from taskextract.extract.sentences import CLOSERS, OPENERS, covered
from taskextract.records import Role
from taskextract.strand import Strand, join
from taskextract.vocabulary.words import any_of, load_words, named_times

_COLON = "[：:﹕︰∶]"
_SEPARATORS = "，,；;。、.： "
MARKS = "△▲★☆*※◎●○#■□◆◇＊"
_MAX_NAME = 30
_MAX_TIME = 40
_MAX_DONE = 16
_TIME_CORE = re.compile(
    r"\d{4}年|\d{1,2}月|[一二三四1-4]季度|[上下]半年|年[底内末中初]|月[底末初内]|工作日|\d日内|“?十[三四五六]五”?"
    r"|长期|持续|全年|常年|每年|每[季月周]|常态化|即日起|立行立改|立即|\d{4}[.\-]\d{1,2}|按时限|同步|适时|尽快"
    rf"|{named_times()}"
)
_TIME_ONLY = re.compile(
    r"(?:(?:并|力争|确保|争取|须|要)?(?:于|在|到|至|自)?)?(?:[\d年月日号底末初前后内中起之以至到—－\-~～.“”十一二三四五六七八九〇个旬份季度上下半每今明本当周期间工作长持续全常态化即时限立行改同步适尽快推进坚开展实施完成落整启动取得阶段性展成效见达出台印发、建组织并力争确保定按要求规贯穿全程根据]+)"
)
_TIME_FIRST = re.compile(
    r"(?:于|在|到|至|自|力争|确保|争取)?(?:\d|今年|明年|年[底内末]|[一二三四]季度|[上下]半年|“?十[三四五六]五"
    rf"|“?{named_times()})"
)
_WHO_THEN_WHEN = re.compile(
    r"(?P<who>.*?[^\d年底月])(?:负责)?(?:于|在)?(?P<when>(?:\d{4}年|今年|明年|\d{1,2}月|年底|年内|每年|[一二三四]季度|[上下]半年).*(?:完成|前|落实|到位|实施|启动|底))$"
)
_WHEN_THEN_WHO = re.compile(r"(?P<when>.*?(?:\d|月|年|底|季度)[^由]{0,4}?前?)[，,]?(?P<who>由.+)$")


@dataclass(frozen=True, slots=True)
class Inside:
    """A tail's content. `strength` is `label`, `verb` or `list`, by what shows that it is a tail at all;
    `rule` where it only states a rule for the whole notice, `time` where it only sets a time limit."""

    strength: str
    duties: tuple[Duty, ...] = ()
    deadline: Strand | None = None
    target: Strand | None = None
    persons: tuple[Strand, ...] = ()
    remark: Strand | None = None


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    value: str
    word: str
    note: str


def read_inside(inside: Strand, frame: Strand) -> Inside | None:
    """What the text inside a tail's brackets says; None where it is no tail."""
    inside = inside.strip(_SEPARATORS)
    inside = inside[reach_of(inside.text) :]
    text = inside.text
    labels = find_labels(text)
    if not text or is_label_word(text) or (text.startswith(_explanations()) and not labels):
        return None
    if labels and labels[0].start <= 40 and (labels[0].start == 0 or _is_lead_in(inside[: labels[0].start])):
        return _read_labelled(inside, labels, frame)
    return _read_plain(inside, frame)


def reach_of(text: str) -> int:
    """How much of a tail's text says how far up it holds (以上任务由A牵头)."""
    found = _patterns()["reach"].match(text)
    return found.end() if found else 0


def _is_lead_in(before: Strand) -> bool:
    """Whether what stands before the first label belongs to the tail: bodies, a time limit, a rule."""
    plain = _read_plain(before.strip(_SEPARATORS), before)
    return plain is not None or is_rule(before.text) or len(before) <= 2


def _read_labelled(inside: Strand, labels: tuple[_Label, ...], frame: Strand) -> Inside:
    duties: list[Duty] = []
    fields: dict[str, list[Strand]] = {"deadline": [], "target": [], "persons": [], "remark": []}
    before = inside[: labels[0].start].strip(_SEPARATORS)
    if before and (plain := _read_plain(before, frame)) is not None:
        duties.extend(plain.duties)
        fields["deadline"].extend([plain.deadline] if plain.deadline else [])
    for i, label in enumerate(labels):
        end = labels[i + 1].start if i + 1 < len(labels) else len(inside)
        value = inside[label.end : end].strip(_SEPARATORS)
        if not value:
            continue
        if label.value in fields:
            fields[label.value].append(value)
            continue
        bodies, times = _without_times(value)
        fields["deadline"].extend(times)
        if bodies:
            # the label's own strand up to its colon, then the bodies
            text = join([inside[label.start : label.end], bodies])
            duties.append(_labelled_duty(label, bodies, text, frame))
    return Inside(
        "label",
        tuple(duties),
        _first(fields["deadline"]),
        _first(fields["target"]),
        tuple(fields["persons"]),
        _first(fields["remark"]),
    )


def _labelled_duty(label: _Label, bodies: Strand, text: Strand, frame: Strand) -> Duty:
    role: Role | None = label.value  # type: ignore[assignment]
    own_words = any(_clause_verb(piece.text) for piece in split_pieces(bodies))
    if label.value in load_words("tails")["weak_roles"] and own_words:
        role = None
    return Duty(text, role, label.word, frame, is_first_listed(label.note))


def _without_times(value: Strand) -> tuple[Strand, list[Strand]]:
    """The bodies of a labelled value, and the time limits that stand among them."""
    kept: list[Strand] = []
    times: list[Strand] = []
    for piece in split_pieces(value):
        if is_rule(piece.text):
            continue
        bare = piece.strip(_SEPARATORS)
        if _is_time(bare.text):
            times.append(bare)
        elif (found := _WHO_THEN_WHEN.fullmatch(bare.text)) and is_bodies(found["who"]):
            kept.append(bare[: found.end("who")])
            times.append(bare[found.start("when") :])
        else:
            kept.append(piece)
    return join(kept).strip(_SEPARATORS), times


def _read_plain(inside: Strand, frame: Strand) -> Inside | None:
    """A tail without labels: each clause names bodies with a role verb, or a time limit, or bodies only."""
    kept: list[Strand] = []
    times: list[Strand] = []
    verbs = lists = rules = others = 0
    for piece in split_pieces(inside):
        bare = piece.strip(_SEPARATORS)
        text = bare.text
        if is_rule(text):
            rules += 1
        elif _is_time(text):
            times.append(bare)
        elif found := _WHO_THEN_WHEN.fullmatch(text):
            if not is_bodies(found["who"].removesuffix("负责")):
                return None
            verbs += 1
            kept.append(bare[: found.end("who")])
            times.append(bare[found.start("when") :])
        elif (
            (found := _WHEN_THEN_WHO.fullmatch(text))
            and _duty_clause(found["who"])
            and _TIME_CORE.search(found["when"])
        ):
            verbs += 1
            kept.append(bare[found.start("who") :])
            times.append(bare[: found.end("when")])
        else:
            kept.append(piece)
            if _duty_clause(text):
                verbs += 1
            elif is_bodies(text):
                lists += 1
            else:
                others += 1
    return _judge_plain(join(kept).strip(_SEPARATORS), times, (verbs, lists, rules, others), frame)


def _judge_plain(
    bodies: Strand, times: list[Strand], counts: tuple[int, int, int, int], frame: Strand
) -> Inside | None:
    verbs, lists, rules, others = counts
    if others and not (verbs and others == 1):
        return None
    if verbs:
        return Inside("verb", (Duty(bodies, frame=frame),), _first(times))
    if lists:
        if not is_bodies(bodies.text, strict=True):
            return None
        return Inside("list", (Duty(bodies, frame=frame),), _first(times))
    if rules:
        return Inside("rule", deadline=_first(times))
    if times:
        return Inside("time", deadline=_first(times))
    return None


def _first(strands: list[Strand]) -> Strand | None:
    return strands[0] if strands else None


def split_pieces(strand: Strand) -> tuple[Strand, ...]:
    """Clauses between commas, semicolons and stops outside brackets, each with its mark."""
    inside = covered(strand.text)
    ends = [i + 1 for i, c in enumerate(strand.text) if c in "，,；;。" and not inside[i]]
    edges = [0, *ends, len(strand)]
    return tuple(strand[a:b] for a, b in itertools.pairwise(edges) if a < b)


def _is_time(text: str) -> bool:
    """Whether a clause sets a time limit and names nobody: 10月底前完成, 持续推进, 6月底前取得阶段性成果."""
    if not text or len(text) > _MAX_TIME or not _TIME_CORE.search(text):
        return False
    if _TIME_ONLY.fullmatch(text):
        return True
    return bool(_TIME_FIRST.match(text)) and _clause_verb(text) is None and not is_bodies(text)


def _duty_clause(text: str) -> bool:
    """Whether a clause is bodies with a role verb behind them, or a bare verb for bodies named before."""
    verb = _clause_verb(text)
    if verb is None:
        return False
    who = text[: len(text) - len(verb)].removeprefix("由").removeprefix("分别由").strip(_SEPARATORS)
    return not who or is_bodies(who)


def is_nothing_but_roles(text: str) -> bool:
    """Whether each clause of a sentence is bodies, bodies with a role verb, or a bare time limit: nothing to be done."""
    clauses = [c for piece in split_pieces(Strand.over(text, 0, len(text))) if (c := piece.text.strip(_SEPARATORS))]
    if text.startswith("由") and len(clauses) > 1 and len(clauses[-1]) <= _MAX_DONE and _is_time(clauses[-1]):
        clauses.pop()  # 由市交通局牵头，各区负责，2024年底前建成投用
    return all(
        _duty_clause(c) or is_bodies(c, strict=True) or is_rule(c) or (_is_time(c) and _TIME_ONLY.fullmatch(c) is not None)
        for c in clauses
    )


def _clause_verb(text: str) -> str | None:
    found = _patterns()["verb"].search(text.strip(_SEPARATORS))
    return text[found.start() :] if found else None


def is_bodies(text: str, *, strict: bool = False) -> bool:
    """Whether `text` may be a list of bodies; `strict` demands that every member reads as one."""
    names = [n for n in (_bare_name(n) for n in _names(text)) if n]
    if not names or any(len(n) > _MAX_NAME for n in names):
        return False
    ending, strong, none = (_patterns()[k] for k in ("ending", "strong", "none"))
    good = [bool(ending.search(n)) and not none.search(n) for n in names]
    if not strict:
        return good[-1] or (any(good) and text.endswith(("等", *CLOSERS)))
    short = all(ok or 2 <= len(n) <= 4 for ok, n in zip(good, names, strict=True))
    return good[-1] and short and any(strong.search(n) and not none.search(n) for n in names)


def _names(text: str) -> list[str]:
    inside = covered(text)
    names, last = [], 0
    for i, char in enumerate(text):
        if char in "、，,；;/" and not inside[i]:
            names.append(text[last:i])
            last = i + 1
    return [*names, text[last:]]


def _bare_name(name: str) -> str:
    """A name without its marks, trailing 等 and bracket (各县（市、区）→ 各县)."""
    name = name.strip(MARKS + _SEPARATORS + "“”")
    name = re.sub(r"等(?:有关|相关|市直|省直|县直|区直)?(?:部门|单位|地区)?$", "", name) or name
    bare = re.sub(rf"[{re.escape(OPENERS)}][^{re.escape(CLOSERS)}]*[{re.escape(CLOSERS)}]", "", name)
    return bare.strip(MARKS)


def find_labels(text: str) -> tuple[_Label, ...]:
    """The labels of a tail or a field line (牵头单位：, 完成时限：), outside brackets, in order."""
    words = load_words("tails")
    roles: dict[str, str] = words["label_stems"]
    fields: dict[str, str] = words["fields"]
    inside = covered(text)
    found: list[_Label] = []
    for hit in _patterns()["label"].finditer(text):
        at = hit.start()
        if inside[at] and text[at] not in "【[":
            continue
        bare = hit["stem"] is not None and not hit["ending"]
        if bare and hit["stem"] not in words["bare_stems"]:
            continue
        if bare and at and text[at - 1] not in _SEPARATORS + "】]":
            continue
        value = roles[hit["stem"]] if hit["stem"] else fields[hit["field"]]
        word = text[hit.start("word") : hit.end("word")]
        found.append(_Label(at, hit.end(), value, word, hit["note"] or ""))
    if (
        not found
        and (lone := _patterns()["colonless"].match(text))
        and is_bodies(text[lone.end() :], strict=True)
    ):
        found.append(_Label(0, lone.end(), roles[lone["stem"]], lone[0], ""))
    return tuple(found)


def is_label_word(text: str) -> bool:
    """Whether `text` is a label and nothing else (责任单位)."""
    return _patterns()["label"].fullmatch(text + "：") is not None


@cache
def _explanations() -> tuple[str, ...]:
    return tuple(load_words("tails")["explanations"])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words: dict[str, Any] = load_words("tails")
    stem, ending, field = (any_of(words[k]) for k in ("label_stems", "label_endings", "fields"))
    adverbs = "|".join(words["role_adverbs"])
    joined = rf"(?:(?:及|和|与|、|或)(?:{stem})(?:{ending})?)?"
    word = rf"(?P<word>(?:各)?(?:(?P<stem>{stem}){joined}(?P<ending>{ending})?|(?P<field>{field})))"
    return {
        "label": re.compile(
            rf"[【\[]?{word}(?P<note>[（(][^（()）：:]{{1,30}}[）)])?(?:[】\]]{_COLON}?|{_COLON}|/|／)"
        ),
        "colonless": re.compile(rf"(?P<stem>{stem})(?:{ending})(?:为|是)?"),
        "verb": re.compile(rf"(?:等)?(?:{adverbs})*(?:{any_of(words['role_verbs'])})(?:工作)?$|(?:{adverbs})$"),
        "reach": re.compile(words["reach"]),
        "ending": re.compile(f"(?:{any_of([*words['body_endings'], *words['strong_body_endings']])})$"),
        "strong": re.compile(f"(?:{any_of(words['strong_body_endings'])})$"),
        "none": re.compile(f"(?:{any_of(words['no_bodies'])})$"),
    }
