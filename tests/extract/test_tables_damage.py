"""Made tables with known answers: laid out in several ways, then damaged as dumps are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from table_made import (
    Line,
    Task,
    answer,
    blanks,
    centre,
    found,
    glue,
    html_rows,
    lines_of,
    material,
    one_cell_a_line,
    part_of_html,
    part_of_text,
    run,
    run_together,
    score,
    shift,
    steal,
    tsv,
)

Blocks = list[list[Line]]


def flat(blocks: Blocks) -> list[Line]:
    return [line for block in blocks for line in block]


@pytest.mark.parametrize("layout", ["dump", "page", "lines"])
@pytest.mark.parametrize("seed", range(3))
def test_undamaged_tables_are_read_without_fault(layout: str, seed: int) -> None:
    for i, tasks in enumerate(material()):
        rng = random.Random(f"{layout}{seed}{i}")
        blocks = lines_of(tasks, rng, marked=True)
        if layout == "dump":
            part = part_of_text(tsv(flat(blocks), rng))
        else:
            part = part_of_html(html_rows(blocks)) if layout == "page" else part_of_text(one_cell_a_line(flat(blocks)))
        notice, findings = run(part)
        assert found(notice) == answer(tasks)
        assert [t.name.text if t.name else None for t in notice.tasks] == [t.name for t in tasks]
        assert not [f for f in findings if f.code == "moved-label" and (f.certainty or 0) > 0.5]


def all_centred(blocks: Blocks, rng: random.Random) -> None:
    for block in blocks:
        centre(block)


def all_shifted(blocks: Blocks, rng: random.Random) -> None:
    for line in flat(blocks):
        shift(line)


def some_glued(blocks: Blocks, rng: random.Random) -> None:
    for block in blocks:
        if rng.random() < 0.4 and "<p>" not in block[0].cells[2]:
            glue(block[0])


def one_early(blocks: Blocks, rng: random.Random) -> None:
    steal(blocks, rng.randrange(1, len(blocks)))


def two_run_together(blocks: Blocks, rng: random.Random) -> None:
    run_together(blocks, rng.randrange(1, len(blocks)))


def everything(blocks: Blocks, rng: random.Random) -> None:
    one_early(blocks, rng)
    two_run_together(blocks, rng)
    for block in blocks:
        if rng.random() < 0.2 and block[0].cells[1] and "<p>" not in block[0].cells[2]:
            glue(block[0])
        for line in block:
            blanks(line, rng)
            if rng.random() < 0.5:
                shift(line)


FLOORS = [(all_shifted, 1.0), (some_glued, 1.0), (all_centred, 0.95), (one_early, 0.94), (two_run_together, 0.95), (everything, 0.9)]
"""Floors of the mean F1 of (number, measure, bodies). They are raised, never lowered silently."""


@pytest.mark.parametrize(("damage", "floor"), FLOORS, ids=lambda x: getattr(x, "__name__", None))
def test_damage_is_undone(damage: Callable[[Blocks, random.Random], None], floor: float) -> None:
    scores = []
    for seed in range(8):
        for i, tasks in enumerate(material()):
            rng = random.Random(f"{damage.__name__}{seed}{i}")
            blocks = lines_of(tasks, rng, marked=rng.random() < 0.3)
            damage(blocks, rng)
            notice, _ = run(part_of_text(tsv(flat(blocks), rng, rng.choice([5, 7, 9]))))
            scores.append(score(found(notice), answer(tasks)))
    assert sum(scores) / len(scores) >= floor


LABELS = ["深化改革攻坚", "强化工作保障", "优化服务供给", "完善体制机制", "提升综合能力", "加强统筹推进", "夯实基础支撑"]


@pytest.mark.parametrize("seed", range(4))
def test_labels_that_say_nothing_move_nothing(seed: int) -> None:
    for i, tasks in enumerate(material()):
        rng = random.Random(f"{seed}{i}")
        vague = tuple(Task(t.number, f"{rng.choice(LABELS)}{t.number}", t.measures) for t in tasks)
        notice, _ = run(part_of_text(tsv(flat(lines_of(vague, rng, marked=False)), rng)))
        assert found(notice) == answer(vague)


@pytest.mark.parametrize("label", ["（{}）", "{}.", "①②③④⑤⑥⑦⑧⑨"])
def test_lists_of_measures_hold_together_below_names_that_mislead(label: str) -> None:
    """Each task's measures are counted from 1: names that speak of other tasks' measures move none of them."""
    for seed, tasks in itertools.product(range(3), material()):
        names = random.Random(seed).sample([t.name for t in tasks], len(tasks))
        wrong = [Task(t.number, name, t.measures) for t, name in zip(tasks, names, strict=True)]
        said = [label[i] if "{" not in label else label.format(i + 1) for i in range(9)]
        listed = [Task(t.number, t.name, tuple((said[i] + m, a) for i, (m, a) in enumerate(t.measures))) for t in wrong]
        notice, _ = run(part_of_text(tsv(flat(lines_of(listed, random.Random(1), marked=False)), random.Random(1))))
        assert found(notice) == answer(wrong)
