"""Built-in truth: a notice laid out plainly, edited by known operations, printed in several formats."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from taskextract.dataset import flatten
from taskextract.records import Assignment, Notice

NUMERALS = "一二三四五六七八九十"


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
    """A notice as a title and numbered tasks. `first` is the number of the first task."""

    title: str
    blocks: tuple[Block, ...]
    first: int = 1


@dataclass
class Edited:
    """What the operations made of a notice, and the changes a comparison must name: (kind, words of its place)."""

    plain: Plain
    truth: list[tuple[str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)


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


Operation = Callable[[Edited, random.Random, "Pools"], bool]


@dataclass(frozen=True)
class Pools:
    """Where new wording comes from: tasks of another notice, bodies, words to put in."""

    blocks: tuple[Block, ...]
    bodies: tuple[str, ...]


def _pick(edited: Edited, rng: random.Random, good: Callable[[Item], bool] = lambda item: True) -> tuple[int, int] | None:
    """A measure that no operation has touched yet."""
    found = [
        (b, i)
        for b, block in enumerate(edited.plain.blocks)
        for i, item in enumerate(block.items)
        if block.name not in edited.touched and item.text not in edited.touched and good(item)
    ]
    return rng.choice(found) if found else None


def _block(edited: Edited, rng: random.Random, good: Callable[[Block], bool] = lambda block: True) -> int | None:
    found = [
        b for b, block in enumerate(edited.plain.blocks)
        if block.name not in edited.touched and not any(i.text in edited.touched for i in block.items) and good(block)
    ]  # fmt: skip
    return rng.choice(found) if found else None


def _put(edited: Edited, b: int, items: tuple[Item, ...]) -> None:
    block = replace(edited.plain.blocks[b], items=items)
    edited.plain = replace(edited.plain, blocks=(*edited.plain.blocks[:b], block, *edited.plain.blocks[b + 1 :]))


def _set(edited: Edited, place: tuple[int, int], item: Item) -> None:
    b, i = place
    items = edited.plain.blocks[b].items
    _put(edited, b, (*items[:i], item, *items[i + 1 :]))
    edited.touched.add(item.text)


def _at(edited: Edited, place: tuple[int, int]) -> Item:
    return edited.plain.blocks[place[0]].items[place[1]]


def insert_task(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    names = {block.name for block in edited.plain.blocks} | edited.touched
    fresh = [block for block in pools.blocks if block.name not in names]
    if not fresh:
        return False
    block = rng.choice(fresh)
    at = rng.randint(0, len(edited.plain.blocks))
    blocks = edited.plain.blocks
    edited.plain = replace(edited.plain, blocks=(*blocks[:at], block, *blocks[at:]))
    edited.touched.add(block.name)
    edited.touched.update(item.text for item in block.items)
    edited.truth.append(("task_added", block.name))
    return True


def delete_task(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng)
    if b is None or len(edited.plain.blocks) < 5:
        return False
    block = edited.plain.blocks[b]
    edited.plain = replace(edited.plain, blocks=edited.plain.blocks[:b] + edited.plain.blocks[b + 1 :])
    edited.touched.add(block.name)
    edited.truth.append(("task_removed", block.name))
    return True


def rename_task(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng, lambda block: len(block.name) > 5)
    if b is None:
        return False
    block = edited.plain.blocks[b]
    name = rng.choice([f"着力{block.name}", f"{block.name[:-2]}水平", block.name[:4] + "高质量" + block.name[4:]])
    edited.plain = replace(
        edited.plain, blocks=(*edited.plain.blocks[:b], replace(block, name=name), *edited.plain.blocks[b + 1 :])
    )
    edited.touched.update((block.name, name))
    edited.truth.append(("task_renamed", name))
    return True


def move_task(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng)
    count = len(edited.plain.blocks)
    if b is None or count < 8:
        return False
    at = (b + rng.randint(3, count - 4)) % (count - 1)
    if abs(at - b) < 3:
        return False
    blocks = list(edited.plain.blocks)
    block = blocks.pop(b)
    blocks.insert(at, block)
    edited.plain = replace(edited.plain, blocks=tuple(blocks))
    edited.touched.add(block.name)
    edited.truth.append(("task_moved", block.name))
    return True


def split_task(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng, lambda block: len(block.items) >= 3)
    if b is None:
        return False
    block = edited.plain.blocks[b]
    half = len(block.items) // 2
    second = Block(f"统筹{block.name[-4:]}专项工作", block.items[half:])
    first = replace(block, items=block.items[:half])
    edited.plain = replace(edited.plain, blocks=(*edited.plain.blocks[:b], first, second, *edited.plain.blocks[b + 1 :]))
    edited.touched.update((block.name, second.name))
    edited.truth.append(("task_split", block.name))
    return True


def merge_tasks(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng)
    blocks = edited.plain.blocks
    if b is None or b + 1 >= len(blocks) or blocks[b + 1].name in edited.touched:
        return False
    if any(item.text in edited.touched for item in blocks[b + 1].items):
        return False
    whole = replace(blocks[b], items=blocks[b].items + blocks[b + 1].items)
    edited.plain = replace(edited.plain, blocks=(*blocks[:b], whole, *blocks[b + 2 :]))
    edited.touched.update((blocks[b].name, blocks[b + 1].name))
    edited.truth.append(("task_merged", blocks[b].name))
    return True


def insert_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng)
    if b is None:
        return False
    texts = {item.text for block in edited.plain.blocks for item in block.items} | edited.touched
    fresh = [item for block in pools.blocks for item in block.items if item.text not in texts]
    if not fresh:
        return False
    item = rng.choice(fresh)
    items = edited.plain.blocks[b].items
    at = rng.randint(0, len(items))
    _put(edited, b, (*items[:at], item, *items[at:]))
    edited.touched.update((item.text, edited.plain.blocks[b].name))
    edited.truth.append(("measure_added", item.text))
    return True


def delete_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng, lambda block: len(block.items) > 1)
    if b is None:
        return False
    items = edited.plain.blocks[b].items
    i = rng.randrange(len(items))
    edited.touched.update((items[i].text, edited.plain.blocks[b].name))
    edited.truth.append(("measure_removed", items[i].text))
    _put(edited, b, items[:i] + items[i + 1 :])
    return True


def move_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng)
    if place is None or len(edited.plain.blocks[place[0]].items) < 2:
        return False
    others = [
        b for b, block in enumerate(edited.plain.blocks) if b != place[0] and block.name not in edited.touched
    ]
    if not others:
        return False
    item = _at(edited, place)
    source, target = place[0], rng.choice(others)
    _put(edited, source, tuple(i for i in edited.plain.blocks[source].items if i is not item))
    _put(edited, target, (*edited.plain.blocks[target].items, item))
    edited.touched.add(item.text)
    edited.touched.update((edited.plain.blocks[source].name, edited.plain.blocks[target].name))
    edited.truth.append(("measure_moved", item.text))
    return True


def split_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: "。" in item.text[12:-12])
    if place is None:
        return False
    item = _at(edited, place)
    cut = item.text.index("。", 12) + 1
    if len(item.text) - cut < 10:
        return False
    b, i = place
    items = edited.plain.blocks[b].items
    parts = (replace(item, text=item.text[:cut]), replace(item, text=item.text[cut:]))
    _put(edited, b, (*items[:i], *parts, *items[i + 1 :]))
    edited.touched.update((item.text, parts[0].text, parts[1].text))
    edited.truth.append(("measure_split", item.text))
    return True


def merge_measures(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = _block(edited, rng, lambda block: any(x.bodies == y.bodies for x, y in zip(block.items, block.items[1:], strict=False)))
    if b is None:
        return False
    items = edited.plain.blocks[b].items
    i = next(n for n in range(len(items) - 1) if items[n].bodies == items[n + 1].bodies)
    whole = replace(items[i], text=items[i].text + items[i + 1].text)
    _put(edited, b, (*items[:i], whole, *items[i + 2 :]))
    edited.touched.update((whole.text, items[i].text, items[i + 1].text))
    edited.truth.append(("measure_merged", whole.text))
    return True


_WORDS = (("加快", "全力加快"), ("推进", "有序推进"), ("建设", "高标准建设"), ("支持", "大力支持"), ("提升", "稳步提升"),
          ("打造", "着力打造"), ("加强", "切实加强"), ("完善", "不断完善"), ("建立", "探索建立"))  # fmt: skip


def reword_lightly(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: any(a in item.text for a, _ in _WORDS))
    if place is None:
        return False
    item = _at(edited, place)
    was, now = rng.choice([(a, b) for a, b in _WORDS if a in item.text])
    text = item.text.replace(was, now, 1)
    edited.touched.add(item.text)
    _set(edited, place, replace(item, text=text))
    edited.truth.append(("measure_reworded", text))
    return True


_FILL = ("坚持问题导向和目标导向相统一", "建立健全常态化会商制度", "形成上下联动的工作格局", "强化全过程跟踪问效",
         "鼓励社会力量广泛参与", "同步完善配套政策措施")  # fmt: skip


def reword_heavily(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """Clauses dropped, turned round and put in: about half of the text stays."""
    place = _pick(edited, rng, lambda item: item.text.count("，") >= 2)
    if place is None:
        return False
    item = _at(edited, place)
    clauses = item.text.rstrip("。；").split("，")
    if len(clauses) > 3:
        clauses.pop(rng.randrange(len(clauses)))
    rng.shuffle(clauses)
    clauses.insert(rng.randint(0, len(clauses)), rng.choice(_FILL))
    text = "，".join(clauses) + "。"
    for was, now in rng.sample(_WORDS, 4):
        text = text.replace(was, now, 1)
    edited.touched.add(item.text)
    _set(edited, place, replace(item, text=text))
    edited.truth.append(("measure_reworded", text))
    return True


def swap_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: not item.led and sum(b.startswith("省") for b in item.bodies) > 0)
    if place is None:
        return False
    item = _at(edited, place)
    fresh = [body for body in pools.bodies if body not in item.bodies]
    n = rng.choice([n for n, body in enumerate(item.bodies) if body.startswith("省")])
    bodies = (*item.bodies[:n], rng.choice(fresh), *item.bodies[n + 1 :])
    _set(edited, place, replace(item, bodies=bodies))
    edited.truth += [("agency_removed", item.text), ("agency_added", item.text)]
    return True


def add_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: bool(item.bodies) and item.bodies[0].startswith("省"))
    if place is None:
        return False
    item = _at(edited, place)
    fresh = [body for body in pools.bodies if body not in item.bodies]
    _set(edited, place, replace(item, bodies=(item.bodies[0], rng.choice(fresh), *item.bodies[1:])))
    edited.truth.append(("agency_added", item.text))
    return True


def drop_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: not item.led and sum(b.startswith("省") for b in item.bodies) > 1)
    if place is None:
        return False
    item = _at(edited, place)
    n = rng.choice([n for n, body in enumerate(item.bodies) if body.startswith("省")])
    _set(edited, place, replace(item, bodies=item.bodies[:n] + item.bodies[n + 1 :]))
    edited.truth.append(("agency_removed", item.text))
    return True


def reorder_bodies(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: not item.led and len(item.bodies) > 2 and all(b[0] == "省" for b in item.bodies))
    if place is None:
        return False
    item = _at(edited, place)
    _set(edited, place, replace(item, bodies=tuple(reversed(item.bodies))))
    return True


_REFORMS = (("山东银保监局", "国家金融监督管理总局山东监管局"), ("省市场监管局", "省工商局"))


def rename_by_reform(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """The same body under the name of another time: no change."""
    place = _pick(edited, rng, lambda item: any(was in item.bodies for was, _ in _REFORMS))
    if place is None:
        return False
    item = _at(edited, place)
    names = dict(_REFORMS)
    _set(edited, place, replace(item, bodies=tuple(names.get(body, body) for body in item.bodies)))
    return True


def change_number(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    import re

    pattern = re.compile(r"(?<=[不少于设置年超过到达])\d+(?=(?:个|亿元|万|公里|%|项|家|所|条)[^、])")
    place = _pick(edited, rng, lambda item: bool(pattern.search(item.text)))
    if place is None:
        return False
    item = _at(edited, place)
    text = pattern.sub(lambda m: str(int(m.group()) + 3), item.text, count=1)
    edited.touched.add(item.text)
    _set(edited, place, replace(item, text=text))
    edited.truth.append(("quantity_changed", text))
    return True


def swap_lead(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = _pick(edited, rng, lambda item: item.led and len(item.bodies) > 1)
    if place is None:
        return False
    item = _at(edited, place)
    n = rng.randrange(1, len(item.bodies))
    rest = tuple(body for body in item.bodies if body != item.bodies[n])
    _set(edited, place, replace(item, bodies=(item.bodies[n], *rest)))
    edited.truth.append(("lead_changed", item.text))
    return True


def narrow_group(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """All of a group become two of its members."""
    place = _pick(edited, rng, lambda item: "7市政府" in item.bodies)
    if place is None:
        return False
    item = _at(edited, place)
    bodies = tuple(body for body in item.bodies if body != "7市政府")
    _set(edited, place, replace(item, bodies=(*bodies, "济南市政府", "泰安市政府")))
    edited.truth.append(("group_narrowed", item.text))
    return True


def _replaced(kind: str, was: str, now: str) -> Operation:
    """An operation that puts one piece of wording in another's place and must be told as `kind`."""

    def operation(edited: Edited, rng: random.Random, pools: Pools) -> bool:
        place = _pick(edited, rng, lambda item: was in item.text)
        if place is None:
            return False
        item = _at(edited, place)
        text = item.text.replace(was, now, 1)
        edited.touched.add(item.text)
        _set(edited, place, replace(item, text=text))
        edited.truth.append((kind, text))
        return True

    return operation


DEADLINE, PLAN, FIGURE = "2021年6月底前完成", "《山东省区域协调发展规划》", "新增示范项目12个"
move_deadline = _replaced("deadline_moved", DEADLINE, "2021年12月底前完成")
replace_citation = _replaced("citation_changed", PLAN, "《山东省新型城镇化规划》")
raise_figure = _replaced("quantity_changed", FIGURE, "新增示范项目20个")


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


def move_and_reword(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """A measure that goes to another task and changes its words on the way."""
    before = len(edited.truth)
    if not move_measure(edited, rng, pools):
        return False
    text = edited.truth[before][1]
    found = [(b, i) for b, block in enumerate(edited.plain.blocks) for i, item in enumerate(block.items) if item.text == text]
    was, now = next(((a, b) for a, b in _WORDS if a in text), ("", ""))
    if was and len(found) == 1:
        item = _at(edited, found[0])
        _set(edited, found[0], replace(item, text=text.replace(was, now, 1)))
        edited.truth.append(("measure_reworded", text.replace(was, now, 1)))
    return True


def reword_and_add_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """New words and one body more in the same measure."""
    before = len(edited.truth)
    if not reword_heavily(edited, rng, pools):
        return False
    text = edited.truth[before][1]
    found = [(b, i) for b, block in enumerate(edited.plain.blocks) for i, item in enumerate(block.items) if item.text == text]
    item = _at(edited, found[0])
    fresh = [body for body in pools.bodies if body not in item.bodies]
    if len(found) == 1 and fresh:
        _set(edited, found[0], replace(item, bodies=(item.bodies[0], rng.choice(fresh), *item.bodies[1:])))
        edited.truth.append(("agency_added", text))
    return True


def renumber(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """All numbers begin elsewhere: one change."""
    if edited.plain.first != 1:
        return False
    edited.plain = replace(edited.plain, first=11)
    edited.truth.append(("task_renumbered", edited.plain.blocks[0].name))
    return True


LIGHT: tuple[Operation, ...] = (
    insert_task, delete_task, rename_task, move_task, insert_measure, delete_measure, move_measure, split_measure,
    merge_measures, reword_lightly, swap_body, add_body, drop_body, reorder_bodies, rename_by_reform, change_number,
    swap_lead, narrow_group, move_deadline, replace_citation, raise_figure,
)  # fmt: skip
HEAVY: tuple[Operation, ...] = (
    *LIGHT, *LIGHT, *(reword_heavily,) * 6, *(split_task, merge_tasks) * 2, *(move_and_reword, reword_and_add_body) * 3,
)  # fmt: skip


def edit(plain: Plain, pools: Pools, seed: int, *, heavy: bool) -> Edited:
    """Apply a mix of operations: five to eight of the light ones, or twenty to thirty-five of all."""
    rng = random.Random(seed)
    edited = Edited(plain)
    wanted = rng.randint(20, 35) if heavy else rng.randint(5, 8)
    done = 0
    for _ in range(20 * wanted):
        if done < wanted and rng.choice(HEAVY if heavy else LIGHT)(edited, rng, pools):
            done += 1
    if rng.random() < 0.15 and not any(kind in _ORDER for kind, _ in edited.truth):
        renumber(edited, rng, pools)
    return edited


_ORDER = ("task_added", "task_removed", "task_moved", "task_split", "task_merged")


def rows(plain: Plain) -> list[tuple[str, str, str, str, int]]:
    """Table rows: number, task, measure, bodies, and how many rows the task takes (0: not the first)."""
    out = []
    for n, block in enumerate(plain.blocks):
        for i, item in enumerate(block.items):
            out.append((str(plain.first + n), block.name, item.text, duty(item), len(block.items) if i == 0 else 0))
    return out


def duty(item: Item) -> str:
    """The bodies as a cell has them."""
    if item.led:
        return f"{item.bodies[0]}牵头，{'、'.join(item.bodies[1:])}按职责分工负责"
    return "、".join(item.bodies)


_HEAD = ("序号", "主要任务", "具体举措", "责任单位")


def as_text(plain: Plain) -> bytes:
    lines = [plain.title, "", "\t".join(_HEAD)]
    lines += ["\t".join((n, name, text, who) if span else ("", "", text, who)) for n, name, text, who, span in rows(plain)]
    return ("\n".join(lines) + "\n").encode()


def as_html(plain: Plain) -> bytes:
    body = "".join(f"<th>{word}</th>" for word in _HEAD)
    out = [f"<html><head><meta charset='utf-8'></head><body><h1>{escape(plain.title)}</h1><table border='1'><tr>{body}</tr>"]
    for n, name, text, who, span in rows(plain):
        first = f"<td rowspan='{span}'>{n}</td><td rowspan='{span}'>{escape(name)}</td>" if span else ""
        out.append(f"<tr>{first}<td>{escape(text)}</td><td>{escape(who)}</td></tr>")
    return ("".join(out) + "</table></body></html>").encode()


def as_markdown(plain: Plain) -> bytes:
    out = [f"# {plain.title}", "", f"| {' | '.join(_HEAD)} |", "|---|---|---|---|"]
    out += [f"| {n if span else ''} | {name if span else ''} | {text} | {who} |" for n, name, text, who, span in rows(plain)]
    return ("\n".join(out) + "\n").encode()


def as_docx(plain: Plain) -> bytes:
    import io

    import docx

    document = docx.Document()
    document.add_paragraph(plain.title, style="Title")
    printed = rows(plain)
    table = document.add_table(rows=len(printed) + 1, cols=4, style="Table Grid")
    cells = [row.cells for row in table.rows]
    for cell, word in zip(cells[0], _HEAD, strict=True):
        cell.text = word
    for r, (n, name, text, who, span) in enumerate(printed, start=1):
        cells[r][2].text, cells[r][3].text = text, who
        if span:
            for column, value in ((0, n), (1, name)):
                if span > 1:
                    cells[r][column].merge(cells[r + span - 1][column])
                cells[r][column].text = value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(plain: Plain) -> bytes:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([plain.title])
    sheet.merge_cells("A1:D1")
    sheet.append(list(_HEAD))
    for r, (n, name, text, who, span) in enumerate(rows(plain), start=3):
        sheet.append([n if span else None, name if span else None, text, who])
        if span > 1:
            sheet.merge_cells(start_row=r, end_row=r + span - 1, start_column=1, end_column=1)
            sheet.merge_cells(start_row=r, end_row=r + span - 1, start_column=2, end_column=2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FORMATS: dict[str, Callable[[Plain], bytes]] = {
    "html": as_html, "docx": as_docx, "txt": as_text, "md": as_markdown, "xlsx": as_xlsx,
}  # fmt: skip


def write(plain: Plain, folder: Path, name: str, ending: str) -> Path:
    """Print a notice as a file."""
    path = folder / f"{name}.{ending}"
    path.write_bytes(FORMATS[ending](plain))
    return path
