"""Damage put into clean prose at random: how much of it is mended or told, and how little is told of what is sound."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from taskextract.findings import Finding
from taskextract.normalize.evidence import Evidence
from taskextract.normalize.repairs import evidence, mend
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

HERE = Path(__file__).parent
CLEAN = (HERE / "clean_prose.txt", *sorted((HERE.parent / "unseen").glob("*.txt")), *sorted((HERE.parent / "extract/plans").glob("*.txt")))
HAN = re.compile("[\u4e00-\u9fff]{5}")
A_LOT = 5000  # characters of sound text in which at most one thing may be suspected


@cache
def paragraphs(path: Path) -> tuple[str, ...]:
    return tuple(text for line in path.read_text("utf-8").split("\n") if (text := re.sub(r"\s", "", line)))


def read(text: str, shown: Evidence) -> tuple[str, tuple[Finding, ...]]:
    strand, findings = mend(Strand.over(text, 0, len(text)), shown)
    return strand.text, findings


def doubts(path: Path) -> Iterator[Finding]:
    """What is told of a sound text, marks that a line break parts aside."""
    shown = evidence(paragraphs(path))
    for text in paragraphs(path):
        for finding in read(text, shown)[1]:
            if finding.certainty is not None and finding.certainty < 0.95 and "do not pair" not in finding.message:
                yield finding


def test_sound_text_is_left_alone() -> None:
    found = [f for path in CLEAN for f in doubts(path)]
    assert [(f.before, f.after) for f in found if f.code == "repaired-text"] == []
    length = sum(len(text) for path in CLEAN for text in paragraphs(path))
    assert len(found) * A_LOT < length, [(f.before, f.message) for f in found]


def _lose(text: str, i: int, chance: random.Random) -> str:
    return text[:i] + text[i + 1 :]


def _double(text: str, i: int, chance: random.Random) -> str:
    return text[: i + 1] + text[i:]


def _double_word(text: str, i: int, chance: random.Random) -> str:
    return text[: i + 2] + text[i:]


def _confuse(text: str, i: int, chance: random.Random) -> str:
    partners = sorted({pair.replace(text[i], "") for pair in load_words("confusions")["pairs"] if text[i] in pair})
    return text[:i] + chance.choice(partners) + text[i + 1 :] if partners else text


def _narrow(text: str, i: int, chance: random.Random) -> str:
    at = text.find("，", i)
    return text if at < 0 else text[:at] + "," + text[at + 1 :]


def _blank(text: str, i: int, chance: random.Random) -> str:
    return text[:i] + " " + text[i:]


KINDS: list[tuple[Callable[[str, int, random.Random], str], float, float]] = [
    (_lose, 0.0, 0.06),
    (_double, 0.0, 0.5),
    (_double_word, 0.0, 0.9),
    (_confuse, 0.4, 0.6),
    (_narrow, 0.99, 0.99),
    (_blank, 0.99, 0.99),
]


@pytest.mark.parametrize(("damage", "right", "noticed"), KINDS, ids=lambda value: getattr(value, "__name__", ""))
def test_damage(damage: Callable[[str, int, random.Random], str], right: float, noticed: float) -> None:
    """At least a share of `right` is mended as it was, `noticed` is mended or told; nothing is mended wrongly."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    chance = random.Random(20)
    texts = paragraphs(CLEAN[0])
    for n, text in enumerate(texts):
        places = [m.start() + 2 for m in re.finditer(f"(?={HAN.pattern})", text)]
        for i in sorted(chance.sample(places, min(3, len(places)))):
            damaged = damage(text, i, chance)
            if damaged == text:
                continue
            after, findings = read(damaged, evidence([*texts[:n], damaged, *texts[n + 1 :]]))
            repaired = any(f.code == "repaired-text" for f in findings)
            outcome = "right" if after == text else "wrong" if repaired else "told" if findings else "missed"
            counts[outcome] += 1
            if outcome == "wrong":
                wrong.append(f"{damaged[max(0, i - 4) : i + 6]}: {[(f.before, f.after) for f in findings]}")
    total = sum(counts.values())
    assert wrong == []
    assert counts["right"] >= right * total, counts
    assert counts["right"] + counts["told"] >= noticed * total, counts
