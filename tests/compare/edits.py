"""Built-in truth: a plain notice edited by mixes of known operations."""

from __future__ import annotations

import random
from dataclasses import replace

from compare.edit_content import (
    WORDS,
    add_body,
    change_number,
    change_roles,
    drop_body,
    move_deadline,
    narrow_group,
    raise_figure,
    rename_by_reform,
    reorder_bodies,
    replace_citation,
    reword_heavily,
    reword_lightly,
    swap_body,
    swap_lead,
    widen_group,
)
from compare.edit_structure import (
    delete_measure,
    delete_task,
    insert_measure,
    insert_task,
    merge_measures,
    merge_tasks,
    move_measure,
    move_task,
    rename_task,
    renumber,
    split_measure,
    split_task,
)
from compare.edit_tools import Edited, Operation, Pools, item_at, put_item
from compare.plain import Plain


def move_and_reword(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """A measure that goes to another task and changes its words on the way."""
    before = len(edited.truth)
    if not move_measure(edited, rng, pools):
        return False
    text = edited.truth[before][1]
    found = [(b, i) for b, block in enumerate(edited.plain.blocks) for i, item in enumerate(block.items) if item.text == text]
    was, now = next(((a, b) for a, b in WORDS if a in text), ("", ""))
    if was and len(found) == 1:
        item = item_at(edited, found[0])
        put_item(edited, found[0], replace(item, text=text.replace(was, now, 1)))
        edited.truth.append(("measure_reworded", text.replace(was, now, 1)))
    return True


def reword_and_add_body(edited: Edited, rng: random.Random, pools: Pools) -> bool:
    """New words and one body more in the same measure."""
    before = len(edited.truth)
    if not reword_heavily(edited, rng, pools):
        return False
    text = edited.truth[before][1]
    found = [(b, i) for b, block in enumerate(edited.plain.blocks) for i, item in enumerate(block.items) if item.text == text]
    item = item_at(edited, found[0])
    fresh = [body for body in pools.bodies if body not in item.bodies]
    if len(found) == 1 and fresh:
        put_item(edited, found[0], replace(item, bodies=(item.bodies[0], rng.choice(fresh), *item.bodies[1:])))
        edited.truth.append(("agency_added", text))
    return True

LIGHT: tuple[Operation, ...] = (
    insert_task, delete_task, rename_task, move_task, insert_measure, delete_measure, move_measure, split_measure,
    merge_measures, reword_lightly, swap_body, add_body, drop_body, reorder_bodies, rename_by_reform, change_number,
    swap_lead, narrow_group, widen_group, change_roles, move_deadline, replace_citation, raise_figure,
)  # fmt: skip


HEAVY: tuple[Operation, ...] = (
    *LIGHT, *LIGHT, *(reword_heavily,) * 6, *(split_task, merge_tasks) * 2, *(move_and_reword, reword_and_add_body) * 3,
)  # fmt: skip


_ORDER = ("task_added", "task_removed", "task_moved", "task_split", "task_merged")


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
