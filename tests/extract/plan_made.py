"""Makes plans of many styles whose answers are known, because the text is made from them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_VERBS = ("推进", "加快", "完善", "实施", "建立", "优化", "强化", "健全", "深化", "培育")
_OBJECTS = (
    "跨区域综合交通网络建设", "重点产业链供应链协同", "基层医疗卫生服务体系", "老旧小区改造工程",
    "“互联网+政务服务”平台", "黄河流域生态保护修复", "《城市更新专项规划》编制工作", "国家级开发区体制机制改革",
    "农村人居环境整治", "全市一体化大数据中心（一期）", "县（市、区）科技创新券制度", "外贸综合服务企业（不含代理）",
)  # fmt: skip
_ENDS = (
    "，形成工作合力",
    "，年内取得明显成效",
    "，力争2020年底前覆盖率达到85%以上",
    "，由市应急局牵头建设的平台统一调度",
    "；同步建立动态调整机制",
    "",
)
_TITLES = (
    "构建综合交通体系",
    "做强先进制造业",
    "提升公共服务水平",
    "加强生态环境保护",
    "扩大对外开放",
    "推动城乡融合",
    "激发市场活力",
    "夯实要素支撑",
)
_BODIES = (
    "市发展改革委", "市工业和信息化局", "市财政局", "市自然资源和规划局", "市文化和旅游局", "市交通运输局",
    "市政府办公室（市口岸办）", "各县（市、区）人民政府", "人行泰安市中心支行", "市大数据局", "国网泰安供电公司",
)  # fmt: skip
_BRACKETS = (("（", "）"), ("(", ")"), ("〔", "〕"), ("［", "］"), ("[", "]"), ("﹝", "﹞"), ("（", ")"))
_LEVELS = (
    ("一、", "（一）", "1."),
    ("一、", "1．", "（1）"),
    ("第一章 ", "第一条 ", None),
    ("一、", "（一）", None),
    (None, "1、", None),
)
_HAN = "一二三四五六七八九十"


@dataclass(slots=True)
class Made:
    """A plan's text, and for each task its title and its measures with the tails that hold for them."""

    text: str
    tasks: list[tuple[str | None, list[tuple[str, tuple[str, ...]]]]] = field(default_factory=list)


def make(seed: int) -> Made:
    """The plan of a seed."""
    rng = random.Random(seed)
    section_label, item_label, _ = rng.choice(_LEVELS)
    titled = rng.random() < 0.6
    placed = rng.choice(("item", "item", "sentence", "paragraphs", "own-line"))
    style = rng.choice(("label", "two-labels", "verb", "joint", "bare"))
    brackets = rng.choice(_BRACKETS)
    before_stop = rng.random() < 0.3
    made = Made("")
    lines: list[str] = []
    number = 0
    for s in range(rng.randint(2, 3)):
        if section_label:
            lines.append(_label(section_label, s + 1) + rng.choice(_TITLES))
            number = 0 if rng.random() < 0.5 else number
        for _ in range(rng.randint(3, 4)):
            number += 1
            title = rng.choice(_TITLES) if titled else None
            head = _label(item_label, number) + (f"{title}。" if title else "")
            lines += _item(rng, head, title, placed, style, brackets, before_stop, made)
    made.text = "\n".join(lines) + "\n"
    return made


def _label(form: str, n: int) -> str:
    return form.replace("一", _HAN[n - 1] if n <= 10 else "十" + _HAN[n - 11]).replace("1", str(n))


def _item(
    rng: random.Random, head: str, title: str | None, placed: str, style: str, brackets: tuple[str, str],
    before_stop: bool, made: Made,
) -> list[str]:  # fmt: skip
    sentences = [_sentence(rng) for _ in range(rng.randint(2, 3))]
    if placed == "sentence":
        tails = [_tail(rng, style) for _ in sentences]
        text = head + "".join(
            _with(s, t, brackets, before_stop) for s, t in zip(sentences, tails, strict=True)
        )
        made.tasks.append((title, [(s, (t,)) for s, t in zip(sentences, tails, strict=True)]))
        return [text]
    if placed == "paragraphs":
        first, second = _tail(rng, style), _tail(rng, style)
        more = [_sentence(rng)]
        lines = [head + "".join(sentences[:-1]) + _with(sentences[-1], first, brackets, False)]
        lines.append(_with(more[0], second, brackets, False))
        made.tasks.append((title, [*((s, (first,)) for s in sentences), (more[0], (second,))]))
        return lines
    if placed == "own-line":
        lead, rest = _bodies(rng), _bodies(rng)
        made.tasks.append((title, [(s, (f"牵头单位：{lead}", f"责任单位：{rest}")) for s in sentences]))
        return [head + "".join(sentences), f"牵头单位：{lead}", f"责任单位：{rest}"]
    tail = _tail(rng, style)
    made.tasks.append((title, [(s, (tail,)) for s in sentences]))
    return [head + "".join(sentences[:-1]) + _with(sentences[-1], tail, brackets, before_stop)]


def _sentence(rng: random.Random) -> str:
    return rng.choice(_VERBS) + rng.choice(_OBJECTS) + "、" + rng.choice(_OBJECTS) + rng.choice(_ENDS) + "。"


def _with(sentence: str, tail: str, brackets: tuple[str, str], before_stop: bool) -> str:
    inside = brackets[0] + tail + brackets[1]
    return sentence[:-1] + inside + "。" if before_stop else sentence + inside


def _bodies(rng: random.Random) -> str:
    return "、".join(rng.sample(_BODIES, rng.randint(1, 3)))


def _tail(rng: random.Random, style: str) -> str:
    match style:
        case "label":
            return f"责任单位：{_bodies(rng)}"
        case "two-labels":
            return f"牵头单位：{_bodies(rng)}；配合单位：{_bodies(rng)}"
        case "verb":
            return f"{_bodies(rng)}牵头，{_bodies(rng)}配合"
        case "joint":
            return f"{_bodies(rng)}等按职责分工负责"
        case _:
            return _bodies(rng)
