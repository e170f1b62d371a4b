"""Made notices for measuring: sentences and responsibility tails over all provinces, no paragraph like another.

What a sentence says is put together from the clauses of the notices in `raw/`; the bodies of its tail are
the vocabulary's own names, each written for a place drawn at random (省…, 济南市…, 市…, or complete). Names
stand as thick as in the division tables of `raw/` (17 to 24 in 1,000 characters). Seeded: the same at each run.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from taskextract.normalize.official import level_class, write_form
from taskextract.vocabulary import Vocabulary
from taskextract.vocabulary.bodies import Form
from taskextract.vocabulary.regions import Region

ROOT = Path(__file__).parents[1]
_TAILS = ("（责任单位：{}）", "（{}负责）", "（{}按职责分工负责）", "（{}牵头，{}配合）", "（牵头单位：{}；配合单位：{}）", "责任单位：{}、{}")
_WORDS = {"省": "省", "自治区": "自治区", "直辖市": "市", "地级市": "市", "自治州": "州", "盟": "盟", "县级市": "市", "县": "县", "市辖区": "区"}
_ONE_CENTRAL_IN = 20


def paragraphs(vocabulary: Vocabulary, size: int, seed: int = 5) -> list[tuple[str, str]]:
    """(region code, paragraph) of about `size` bytes in all, grouped in notices of some forty paragraphs."""
    draw = random.Random(seed)
    clauses = _clauses()
    places = [r for r in vocabulary.regions.all if not r.end and r.level in ("province", "prefecture", "county")]
    by_level = _forms(vocabulary)
    found: list[tuple[str, str]] = []
    made = 0
    while made < size:
        home = draw.choice(places)
        around = _around(home, vocabulary)
        for _ in range(draw.randint(20, 60)):
            text = _sentence(draw, clauses) + _tail(draw, home, around, by_level, vocabulary)
            found.append((home.code, text))
            made += len(text.encode())
    return found


def _clauses() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "raw").glob("*.txt"))]
    parts = [part.strip() for text in texts for part in re.split(r"[，。；：\s]", text)]
    return sorted({part for part in parts if 5 < len(part) < 25 and "、" not in part})


def _sentence(draw: random.Random, clauses: list[str]) -> str:
    return "，".join(draw.sample(clauses, draw.randint(6, 24))) + "。"


def _forms(vocabulary: Vocabulary) -> dict[str, list[Form]]:
    forms: dict[str, list[Form]] = {}
    for body in vocabulary.bodies.values():
        for form in body.forms:
            if form.until is None and len(form.after) > 2:
                forms.setdefault(form.level, []).append(form)
    return forms


def _around(home: Region, vocabulary: Vocabulary) -> list[Region]:
    """The places whose bodies a notice of `home` names: its own mostly, those above and some below."""
    above = [r for r in vocabulary.regions.parents(home.code) if r.level != "central"]
    return [home] * 6 + above * 2 + list(vocabulary.regions.children(home.code))


def _tail(draw: random.Random, home: Region, around: list[Region], by_level: dict[str, list[Form]], vocabulary: Vocabulary) -> str:
    def names() -> str:
        return "、".join(_name(draw, home, around, by_level, vocabulary) for _ in range(draw.randint(1, 5)))

    pattern = draw.choice(_TAILS)
    return pattern.format(*(names() for _ in range(pattern.count("{}"))))


def _name(draw: random.Random, home: Region, around: list[Region], by_level: dict[str, list[Form]], vocabulary: Vocabulary) -> str:
    if draw.randrange(_ONE_CENTRAL_IN) == 0:
        return draw.choice(by_level["central"]).after
    place = draw.choice(around)
    form = draw.choice(by_level[level_class(place, vocabulary)])
    word = _WORDS.get(place.kind)
    own = word is not None and form.slot == "p" and (place is home or place.level != home.level)
    if own and draw.random() < 0.7:
        return form.before + str(word) + form.after
    return write_form(form, place, vocabulary)
