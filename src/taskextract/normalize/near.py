"""Damaged names: which body is near, and what bears it out.

A name is mended only where exactly one body lies within one slip (two in a long name) and either the
slip itself is of a known kind (a doubled or lost syllable, a look-alike character) or the notice
names that body elsewhere. Otherwise the near bodies are only candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskextract.normalize.context import Context
from taskextract.normalize.names import match_name
from taskextract.normalize.scopes import Scope, scopes

_TWICE = re.compile(r"(.{2,5})\1")
_SHORTEST = 3
_LONG = 9
_LOOKALIKES = frozenset(
    frozenset(pair)
    for pair in ["人入", "己已", "已巳", "己巳", "士土", "未末", "曰日", "干千", "千于", "干于", "大太", "天夫", "侯候", "洲州", "帐账", "白自", "目自", "贝见", "田由", "由甲", "壬王", "王玉", "刀力", "力办", "为办", "办力", "厂广", "儿几", "口囗", "问间", "间闻", "农衣", "治冶", "折拆", "析折", "券卷", "辨辩", "技枝", "枚牧", "枝技", "延廷", "科料", "杜社", "仓仑", "今令", "兑充", "免兔", "气乞", "荒慌", "戌戍", "戊戌", "味昧", "晴睛", "徽微", "徼微", "粟栗", "崇祟", "撤撒", "遗遣", "官宫", "往住", "任仕", "使便", "使俭", "休体", "查杳", "委季", "季李", "委李", "厅斤", "厅斥", "厅厂", "局居", "局屈", "员贝", "部邻", "省盲", "省着", "市巿", "市币", "水木", "木本", "本木", "林材", "村材", "利刊", "和知", "商高", "务条", "务备", "教数", "育盲", "财则", "政攻", "民氏", "公分", "安女", "司同", "环坏", "境镜", "境竟", "渔鱼", "牧枚", "畜蓄", "审宙", "计汁", "统流", "源原", "规视", "划刘", "城域", "乡多", "建健", "设没", "交文", "通道", "运远", "输轮", "信倍", "息恩", "化仁", "业亚", "卫工", "生主", "健建", "康庸", "应庆", "急怠", "管营", "理埋", "监盐", "督瞥", "市布", "场扬", "体休", "海悔", "洋样", "药约", "口日", "岸峰", "关美", "税悦", "总急", "工土", "工上", "上土", "会合", "妇奴", "联职", "团困", "科秆", "协办"]
)


@dataclass(frozen=True, slots=True)
class Near:
    """A damaged name's reading; `name` is None where several bodies are near or nothing bears it out."""

    name: str | None
    certainty: float
    evidence: str
    candidates: tuple[str, ...]


def nearest(text: str, context: Context, scope: Scope | None) -> Near | None:
    """What a name that fits no body may have been; None if no body is near."""
    key = ("near", text, scope)
    if key not in context.memo:
        context.memo[key] = _nearest(text, context, scope)
    return context.memo[key]  # type: ignore[no-any-return]


def _nearest(text: str, context: Context, inherited: Scope | None) -> Near | None:
    names: dict[str, str] = {}
    single = _TWICE.sub(r"\1", text)
    again = match_name(single, context, inherited) if single != text else None
    if again is not None and again.agency_id is not None:
        return Near(single, 0.93, "doubled syllables", (again.agency_id,))
    for head, rest in _readings(text, context):
        for stem in _near_stems(rest, context, bool(head)):
            match = match_name(head + stem, context, inherited)
            if match is not None and match.agency_id is not None:
                names.setdefault(head + stem, match.agency_id)
    if not names:
        return None
    bodies = tuple(sorted(set(names.values())))
    name = min(names, key=lambda n: (not _slip_kind(text, n), _slips(text, n), n))
    if len(bodies) > 1:
        borne = [b for b in bodies if _slip_kind(text, next(n for n in names if names[n] == b))]
        return Near(None, 0.3, f"{len(borne) or len(bodies)} bodies are near", bodies)
    evidence = _slip_kind(text, name)
    if evidence:
        return Near(name, 0.9, evidence, bodies)
    if bodies[0] in context.seen:
        return Near(name, 0.85, "the notice names this body elsewhere", bodies)
    return Near(None, 0.4, "nothing else bears it out", bodies)


def _readings(text: str, context: Context) -> list[tuple[str, str]]:
    found = [(text[: s.end], text[s.end :]) for s in scopes(text, context) if s.region is not None]
    return [*found, ("", text)]


def _near_stems(rest: str, context: Context, placed: bool) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    if len(rest) < _SHORTEST:
        return []
    allowed = 2 if len(rest) >= _LONG else 1
    table = context.vocabulary.names.stem_list if placed else context.vocabulary.names.complete_list
    found = process.extract(rest, table, scorer=Levenshtein.distance, score_cutoff=allowed, limit=12)
    return sorted(name for name, slips, _ in found if slips and len(name) >= _SHORTEST)


def _slips(text: str, name: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(text, name)


def _slip_kind(text: str, name: str) -> str:
    """What kind of slip turns `name` into `text`; "" if none of the known ones."""
    if len(text) == len(name):
        wrong = [(a, b) for a, b in zip(text, name, strict=True) if a != b]
        if all(frozenset(pair) in _LOOKALIKES for pair in wrong):
            return "look-alike character"
        if len(wrong) == 2 and wrong[0] == wrong[1][::-1]:
            return "two characters changed places"
        return ""
    if len(text) == len(name) + 1:
        for i in range(len(text)):
            if text[:i] + text[i + 1 :] == name:
                return "doubled syllable" if text[i] in (text[i - 1 : i], text[i + 1 : i + 2]) else ""
        return ""
    lost = len(text) < len(name) and len(name) >= 6 and _is_subsequence(text, name)
    return "lost syllable" if lost and len(name) - len(text) <= max(1, len(name) // 8) else ""


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
