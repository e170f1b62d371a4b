"""What operations on a plain notice share: what was done so far, and where something is left to do."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from compare.plain import Block, Item, Plain


@dataclass
class Edited:
    """What the operations made of a notice, and the changes a comparison must name: (kind, words of its place)."""

    plain: Plain
    truth: list[tuple[str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    reforms: int = 0


Operation = Callable[[Edited, random.Random, "Pools"], bool]


@dataclass(frozen=True)
class Pools:
    """Where new wording comes from: tasks of another notice, bodies, words to put in."""

    blocks: tuple[Block, ...]
    bodies: tuple[str, ...]


def own(edited: Edited, body: str) -> bool:
    """Whether a body is of the issuer's own level, so that another can take its place."""
    level = edited.plain.level
    return body.startswith(level) if level else body[0] not in "省市县区各有"


def pick(edited: Edited, rng: random.Random, good: Callable[[Item], bool] = lambda item: True) -> tuple[int, int] | None:
    """A measure that no operation has touched yet."""
    found = [
        (b, i)
        for b, block in enumerate(edited.plain.blocks)
        for i, item in enumerate(block.items)
        if block.name not in edited.touched and item.text not in edited.touched and good(item)
    ]
    return rng.choice(found) if found else None


def block_at(edited: Edited, rng: random.Random, good: Callable[[Block], bool] = lambda block: True) -> int | None:
    found = [
        b for b, block in enumerate(edited.plain.blocks)
        if block.name not in edited.touched and not any(i.text in edited.touched for i in block.items) and good(block)
    ]  # fmt: skip
    return rng.choice(found) if found else None


def put(edited: Edited, b: int, items: tuple[Item, ...]) -> None:
    block = replace(edited.plain.blocks[b], items=items)
    edited.plain = replace(edited.plain, blocks=(*edited.plain.blocks[:b], block, *edited.plain.blocks[b + 1 :]))


def put_item(edited: Edited, place: tuple[int, int], item: Item) -> None:
    b, i = place
    items = edited.plain.blocks[b].items
    put(edited, b, (*items[:i], item, *items[i + 1 :]))
    edited.touched.add(item.text)


def item_at(edited: Edited, place: tuple[int, int]) -> Item:
    return edited.plain.blocks[place[0]].items[place[1]]
