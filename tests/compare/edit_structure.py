"""Operations on tasks and measures as wholes; each returns whether it found a place and says what a diff must name."""

from __future__ import annotations

import random
from dataclasses import replace

from compare.edit_tools import Edited, Pools, block_at, item_at, pick, put
from compare.plain import Block


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
    b = block_at(edited, rng)
    if b is None or len(edited.plain.blocks) < 5:
        return False
    block = edited.plain.blocks[b]
    edited.plain = replace(edited.plain, blocks=edited.plain.blocks[:b] + edited.plain.blocks[b + 1 :])
    edited.touched.add(block.name)
    edited.truth.append(("task_removed", block.name))
    return True


def rename_task(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = block_at(edited, rng, lambda block: len(block.name) > 5)
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
    b = block_at(edited, rng)
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
    b = block_at(edited, rng, lambda block: len(block.items) >= 3)
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
    b = block_at(edited, rng)
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
    b = block_at(edited, rng)
    if b is None:
        return False
    texts = {item.text for block in edited.plain.blocks for item in block.items} | edited.touched
    fresh = [item for block in pools.blocks for item in block.items if item.text not in texts]
    if not fresh:
        return False
    item = rng.choice(fresh)
    items = edited.plain.blocks[b].items
    at = rng.randint(0, len(items))
    put(edited, b, (*items[:at], item, *items[at:]))
    edited.touched.update((item.text, edited.plain.blocks[b].name))
    edited.truth.append(("measure_added", item.text))
    return True


def delete_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = block_at(edited, rng, lambda block: len(block.items) > 1)
    if b is None:
        return False
    items = edited.plain.blocks[b].items
    i = rng.randrange(len(items))
    edited.touched.update((items[i].text, edited.plain.blocks[b].name))
    edited.truth.append(("measure_removed", items[i].text))
    put(edited, b, items[:i] + items[i + 1 :])
    return True


def move_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    place = pick(edited, rng)
    if place is None or len(edited.plain.blocks[place[0]].items) < 2:
        return False
    others = [
        b for b, block in enumerate(edited.plain.blocks) if b != place[0] and block.name not in edited.touched
    ]
    if not others:
        return False
    item = item_at(edited, place)
    source, target = place[0], rng.choice(others)
    put(edited, source, tuple(i for i in edited.plain.blocks[source].items if i is not item))
    put(edited, target, (*edited.plain.blocks[target].items, item))
    edited.touched.add(item.text)
    edited.touched.update((edited.plain.blocks[source].name, edited.plain.blocks[target].name))
    edited.truth.append(("measure_moved", item.text))
    return True


def split_measure(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    stop = "，" if edited.plain.prose else "。"
    place = pick(edited, rng, lambda item: stop in item.text[12:-12])
    if place is None:
        return False
    item = item_at(edited, place)
    cut = item.text.index(stop, 12) + 1
    if len(item.text) - cut < 10:
        return False
    b, i = place
    items = edited.plain.blocks[b].items
    parts = (replace(item, text=item.text[: cut - 1] + "。"), replace(item, text=item.text[cut:]))
    put(edited, b, (*items[:i], *parts, *items[i + 1 :]))
    edited.touched.update((item.text, parts[0].text, parts[1].text))
    edited.truth.append(("measure_split", item.text))
    return True


def merge_measures(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    b = block_at(edited, rng, lambda block: any(x.bodies == y.bodies for x, y in zip(block.items, block.items[1:], strict=False)))
    if b is None:
        return False
    items = edited.plain.blocks[b].items
    i = next(n for n in range(len(items) - 1) if items[n].bodies == items[n + 1].bodies)
    first = items[i].text.rstrip("。；") + "，" if edited.plain.prose else items[i].text
    whole = replace(items[i], text=first + items[i + 1].text)
    put(edited, b, (*items[:i], whole, *items[i + 2 :]))
    edited.touched.update((whole.text, items[i].text, items[i + 1].text))
    edited.truth.append(("measure_merged", whole.text))
    return True


def renumber(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """All numbers begin elsewhere: one change."""
    if edited.plain.first != 1:
        return False
    edited.plain = replace(edited.plain, first=11)
    edited.truth.append(("task_renumbered", edited.plain.blocks[0].name))
    return True
