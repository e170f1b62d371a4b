"""Operations on what a measure says and who answers for it."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from compare.edit_tools import Edited, Operation, Pools, item_at, own, pick, put_item
from compare.plain import DEADLINE, FIGURE, PLAN

WORDS = (("加快", "全力加快"), ("推进", "有序推进"), ("建设", "高标准建设"), ("支持", "大力支持"), ("提升", "稳步提升"),
          ("打造", "着力打造"), ("加强", "切实加强"), ("完善", "不断完善"), ("建立", "探索建立"))  # fmt: skip


def reword_lightly(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng, lambda item: any(a in item.text for a, _ in WORDS))
    if place is None:
        return False
    item = item_at(edited, place)
    was, now = rng.choice([(a, b) for a, b in WORDS if a in item.text])
    text = item.text.replace(was, now, 1)
    edited.touched.add(item.text)
    put_item(edited, place, replace(item, text=text))
    edited.truth.append(("measure_reworded", text))
    return True


_FILL = ("坚持问题导向和目标导向相统一", "建立健全常态化会商制度", "形成上下联动的工作格局", "强化全过程跟踪问效",
         "鼓励社会力量广泛参与", "同步完善配套政策措施")  # fmt: skip


def reword_heavily(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """Clauses dropped, turned round and put in: about half of the text stays."""
    place = pick(edited, rng, lambda item: item.text.count("，") >= 2)
    if place is None:
        return False
    item = item_at(edited, place)
    clauses = item.text.rstrip("。；").split("，")
    if len(clauses) > 3:
        clauses.pop(rng.randrange(len(clauses)))
    rng.shuffle(clauses)
    clauses.insert(rng.randint(0, len(clauses)), rng.choice(_FILL))
    text = "，".join(clauses) + "。"
    for was, now in rng.sample(WORDS, 4):
        text = text.replace(was, now, 1)
    edited.touched.add(item.text)
    put_item(edited, place, replace(item, text=text))
    edited.truth.append(("measure_reworded", text))
    if DEADLINE in item.text and DEADLINE not in text:
        edited.truth.append(("deadline_moved", text))
    return True


def swap_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng, lambda item: not item.led and any(own(edited, b) for b in item.bodies))
    if place is None:
        return False
    item = item_at(edited, place)
    fresh = [body for body in pools.bodies if body not in item.bodies]
    n = rng.choice([n for n, body in enumerate(item.bodies) if own(edited, body)])
    bodies = (*item.bodies[:n], rng.choice(fresh), *item.bodies[n + 1 :])
    put_item(edited, place, replace(item, bodies=bodies))
    edited.truth += [("agency_removed", item.text), ("agency_added", item.text)]
    return True


def add_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng, lambda item: own(edited, item.bodies[0]))
    if place is None:
        return False
    item = item_at(edited, place)
    fresh = [body for body in pools.bodies if body not in item.bodies]
    put_item(edited, place, replace(item, bodies=(item.bodies[0], rng.choice(fresh), *item.bodies[1:])))
    edited.truth.append(("agency_added", item.text))
    return True


def drop_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng, lambda item: not item.led and sum(own(edited, b) for b in item.bodies) > 1)
    if place is None:
        return False
    item = item_at(edited, place)
    n = rng.choice([n for n, body in enumerate(item.bodies) if own(edited, body)])
    put_item(edited, place, replace(item, bodies=item.bodies[:n] + item.bodies[n + 1 :]))
    edited.truth.append(("agency_removed", item.text))
    return True


def reorder_bodies(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng, lambda item: not item.led and len(item.bodies) > 2 and all(own(edited, b) for b in item.bodies))
    if place is None:
        return False
    item = item_at(edited, place)
    put_item(edited, place, replace(item, bodies=tuple(reversed(item.bodies))))
    return True


_REFORMS = (("银保监局", "金融监管局"), ("市场监管局", "工商局"), ("自然资源厅", "国土资源厅"), ("自然资源局", "国土资源局"),
            ("生态环境厅", "环境保护厅"), ("生态环境局", "环境保护局"), ("农业农村厅", "农业厅"), ("农业农村局", "农业局"),
            ("应急厅", "安监局"), ("应急局", "安监局"), ("卫生健康委", "卫生计生委"), ("乡村振兴局", "扶贫办"))  # fmt: skip
_WHOLE_REFORMS = (("山东银保监局", "国家金融监督管理总局山东监管局"), ("银保监会", "金融监管总局"))


def _renamed(body: str, level: str) -> str:
    """The body's name of another time, or the same name."""
    whole = dict(_WHOLE_REFORMS)
    if body in whole or not level:
        return whole.get(body, body)
    return next((level + now for was, now in _REFORMS if body == level + was), body)


def rename_by_reform(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """The same body under the name of another time: no change."""
    level = edited.plain.level
    place = pick(edited, rng, lambda item: any(_renamed(body, level) != body for body in item.bodies))
    if place is None:
        return False
    item = item_at(edited, place)
    put_item(edited, place, replace(item, bodies=tuple(_renamed(body, level) for body in item.bodies)))
    edited.reforms += 1
    return True


def change_number(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    pattern = re.compile(r"(?<=[不少于设置年超过到达])\d+(?=(?:个|亿元|万|公里|%|项|家|所|条)[^、])")
    place = pick(edited, rng, lambda item: bool(pattern.search(item.text)))
    if place is None:
        return False
    item = item_at(edited, place)
    text = pattern.sub(lambda m: str(int(m.group()) + 3), item.text, count=1)
    edited.touched.add(item.text)
    put_item(edited, place, replace(item, text=text))
    edited.truth.append(("quantity_changed", text))
    return True


def swap_lead(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng, lambda item: item.led and len(item.bodies) > 1)
    if place is None:
        return False
    item = item_at(edited, place)
    n = rng.randrange(1, len(item.bodies))
    rest = tuple(body for body in item.bodies if body != item.bodies[n])
    put_item(edited, place, replace(item, bodies=(item.bodies[n], *rest)))
    edited.truth.append(("lead_changed", item.text))
    return True


def narrow_group(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """All of a group become two of its members."""
    place = pick(edited, rng, lambda item: "7市政府" in item.bodies)
    if place is None:
        return False
    item = item_at(edited, place)
    bodies = tuple(body for body in item.bodies if body != "7市政府")
    put_item(edited, place, replace(item, bodies=(*bodies, "济南市政府", "泰安市政府")))
    edited.truth.append(("group_narrowed", item.text))
    return True


def widen_group(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """Two members of a group become all of it."""
    place = pick(edited, rng, lambda item: {"济南市政府", "泰安市政府"} <= set(item.bodies) and "7市政府" not in item.bodies)
    if place is None:
        return False
    item = item_at(edited, place)
    bodies = tuple(body for body in item.bodies if body not in ("济南市政府", "泰安市政府"))
    put_item(edited, place, replace(item, bodies=(*bodies, "7市政府")))
    edited.truth.append(("group_widened", item.text))
    return True


def change_roles(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """A plain list becomes one with a lead, or the other way round: each body's part changes."""
    place = pick(edited, rng, lambda item: len(item.bodies) > 1 and all(own(edited, b) for b in item.bodies))
    if place is None:
        return False
    item = item_at(edited, place)
    put_item(edited, place, replace(item, led=not item.led))
    edited.truth += [("agency_role_changed", item.text)] * len(item.bodies)
    return True


def _replaced(kind: str, was: str, now: str) -> Operation:
    """An operation that puts one piece of wording in another's place and must be told as `kind`."""

    def operation(edited: Edited, rng: random.Random, pools: Pools) -> bool:
        place = pick(edited, rng, lambda item: was in item.text)
        if place is None:
            return False
        item = item_at(edited, place)
        text = item.text.replace(was, now, 1)
        edited.touched.add(item.text)
        put_item(edited, place, replace(item, text=text))
        edited.truth.append((kind, text))
        return True

    return operation


move_deadline = _replaced("deadline_moved", DEADLINE, "2021年12月底前完成")
replace_citation = _replaced("citation_changed", PLAN, "《山东省新型城镇化规划》")
raise_figure = _replaced("quantity_changed", FIGURE, "新增示范项目20个")
