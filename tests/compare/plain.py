"""A notice laid out plainly, so that it can be edited and printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from taskextract.dataset import flatten
from taskextract.records import Assignment, Notice


@dataclass(frozen=True)
class Item:
    """A measure: its text and the bodies as they are printed, the lead first where `led`."""

    text: str
    bodies: tuple[str, ...]
    led: bool = False


@dataclass(frozen=True)
class Block:
    """A task: its name and measures; `number` only where it does not follow from the place."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Plain:
    """A notice as a title and numbered tasks. `first` is the number of the first task; `prose` a plan, no table."""

    title: str
    blocks: tuple[Block, ...]
    first: int = 1
    prose: bool = False

    @property
    def level(self) -> str:
        """The level word that most of its bodies begin with: 省, 市, 县, 区, or none for the centre."""
        heads = [body[0] for block in self.blocks for item in block.items for body in item.bodies]
        best = max("省市县区", key=heads.count)
        return best if heads.count(best) * 4 > len(heads) else ""


def plain_of(notice: Notice) -> Plain:
    """Lay a table notice out plainly: the tasks with a name and a body for every measure."""
    blocks = []
    for one in flatten(notice):
        for task in one.tasks:
            items = tuple(
                Item(m.text, _bodies(m.assignments or task.assignments), _led(m.assignments)) for m in task.measures
            )
            if task.name and items and all(item.bodies for item in items):
                blocks.append(Block(task.name, items))
    return Plain(notice.document.title or "某省重点任务分工表", tuple(blocks))


def _bodies(rows: list[Assignment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.via_group or row.mention for row in rows if not row.mention.startswith("等") and _whole(row)))


def _whole(row: Assignment) -> bool:
    """Names with their ending left out (济南、泰安市政府) cannot be printed on their own."""
    return row.basis != "elided" and not row.vague


def _led(rows: list[Assignment]) -> bool:
    return any(row.role == "lead" for row in rows) and len(rows) > 1


_NAMES = ("保持经济平稳运行", "扩大有效投资", "激发市场活力", "改善营商环境", "建设美丽家园", "增进民生福祉", "守牢安全底线", "促进城乡融合",
          "深化重点改革", "繁荣文化事业", "提高行政效能", "培育新兴产业", "健全基层治理", "畅通流通渠道", "开展监督检查")  # fmt: skip


def plain_of_any(notice: Notice) -> Plain:
    """Any notice laid out plainly: tasks without a name get one, measures without a body others'."""
    every = [task for one in flatten(notice) for task in one.tasks if task.ordinal]
    known = [names for task in every for m in task.measures if (names := _bodies(m.assignments or task.assignments))]
    blocks = []
    for task in every:
        items = tuple(
            Item(m.text, _bodies(m.assignments or task.assignments) or known[n % len(known)], _led(m.assignments))
            for n, m in enumerate(task.measures)
            if len(m.text) > 5
        )
        if items:
            blocks.append(Block("".join((task.name or _NAMES[len(blocks) % len(_NAMES)]).split()), items))
    return Plain(notice.document.title or "某市重点任务分工表", tuple(blocks))


def as_prose(plain: Plain) -> Plain:
    """The same as a plan: each measure one sentence."""
    blocks = tuple(
        replace(b, items=tuple(replace(i, text=re.sub("[。；;](?=.)", "，", i.text.rstrip("。；")) + "。") for i in b.items))
        for b in plain.blocks
    )
    return replace(plain, blocks=blocks, prose=True)


DEADLINE, PLAN, FIGURE = "2021年6月底前完成", "《山东省区域协调发展规划》", "新增示范项目12个"


def seasoned(plain: Plain) -> Plain:
    """The notice with time limits, citations and figures put in here and there, for operations to change."""
    extras = (f"，{DEADLINE}", f"，落实{PLAN}", f"，{FIGURE}", "", "", "")
    blocks, n = [], 0
    for block in plain.blocks:
        items = []
        for item in block.items:
            text = item.text.rstrip("。；")
            items.append(replace(item, text=f"{text}{extras[n % len(extras)]}。"))
            n += 1
        blocks.append(replace(block, items=tuple(items)))
    return replace(plain, blocks=tuple(blocks))
