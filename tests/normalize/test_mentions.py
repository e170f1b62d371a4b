"""How many mentions of bodies, over every province, are resolved, and how many of them rightly.

`mentions.csv` was written by hand, as responsibility tails really look, and not made from our
vocabulary. `expected` is an id, several ids of a group joined by `|`, `vague`, or `unknown` for a body
that the vocabulary need not hold (one that it gained since has its id). `note` says in which of seven
sets a row was written; the second to the seventh were first read when they were whole: 98.4, 97.5, 97.8,
96.6, 98.5 and 98.4% resolved, 99.7, 100, 100, 100, 100 and 99.3% of them rightly. The floors stand in `floors.json` and are never
lowered silently.

    python -m tests.normalize.test_mentions     prints the figures and every miss
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from taskextract.normalize.agencies import read_duty
from taskextract.normalize.context import Context, Mention
from taskextract.normalize.official import find_body
from taskextract.strand import Strand
from taskextract.vocabulary import load

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    region: str
    on: date
    text: str
    mention: str
    expected: str
    note: str


@dataclass(frozen=True)
class Outcome:
    """`got` in the words of `expected`; None where the text was read without that mention."""

    row: Row
    got: str | None

    @property
    def resolved(self) -> bool:
        return self.got not in (None, "vague", "unknown")

    @property
    def right(self) -> bool:
        return self.got == self.row.expected


def read_rows() -> list[Row]:
    with open(HERE / "mentions.csv", encoding="utf-8", newline="") as file:
        return [
            Row(r["region_code"], date.fromisoformat(r["on"]), r["text"], r["mention"], r["expected"], r["note"])
            for r in csv.DictReader(file)
        ]


@cache
def read_text(text: str, region: str, on: date) -> tuple[Mention, ...]:
    context = Context(load(), region, on)
    inside = text[1:-1] if text[:1] in "（(" and text[-1:] in "）)" else text
    mentions, _ = read_duty(Strand.over(inside, 0, len(inside)), context)
    return mentions


def _found(row: Row) -> list[Mention]:
    """The read mentions that are the row's: the same text, the text with its nameplate in brackets, or
    an open group that took the row's into one."""
    wanted = row.mention.replace(" ", "")
    read = [(m, m.text.text.replace(" ", "")) for m in read_text(row.text, row.region, row.on)]
    same = [m for m, text in read if text == wanted]
    return same or [m for m, text in read if text.startswith(wanted + "（") or (m.vague and wanted in text)]


def _got(row: Row) -> str | None:
    found = _found(row)
    if not found:
        return None
    if all(m.vague or m.agency_id is None for m in found):
        return "vague" if any(m.vague for m in found) else "unknown"
    ids = [m.agency_id for m in found if m.agency_id]
    if any(find_body(i, load()) is None for i in ids):
        return "unknown"
    return "|".join(sorted(ids))


def outcomes() -> Iterator[Outcome]:
    for row in read_rows():
        expected = "|".join(sorted(row.expected.split("|")))
        yield Outcome(Row(row.region, row.on, row.text, row.mention, expected, row.note), _got(row))


def figures(found: list[Outcome]) -> dict[str, float]:
    """Shares: of the bodies and groups that ought to be known, those resolved or rightly vague; of the
    resolved ones, those right; of the unknown ones, those kept unknown."""
    known = [o for o in found if o.row.expected != "unknown"]
    settled = [o for o in known if o.resolved or (o.got == "vague" and o.right)]
    resolved = [o for o in found if o.resolved]
    unknown = [o for o in found if o.row.expected == "unknown"]
    return {
        "mentions": len(found),
        "resolved": round(len(settled) / len(known), 4),
        "right": round(sum(o.right for o in resolved) / len(resolved), 4),
        "kept_unknown": round(sum(not o.resolved for o in unknown) / max(len(unknown), 1), 4),
    }


def test_the_floors_hold() -> None:
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    now = figures(list(outcomes()))
    assert {k: v for k, v in now.items() if v < floors[k]} == {}


def test_every_province_is_asked() -> None:
    assert len({row.region[:2] for row in read_rows()} - {"00", "66"}) == 31


if __name__ == "__main__":
    everything = list(outcomes())
    for outcome in everything:
        if not outcome.right:
            row = outcome.row
            print(f"{row.region} {row.on} {row.mention} → {outcome.got}, not {row.expected}    {row.text}")
    print(json.dumps(figures(everything)))
