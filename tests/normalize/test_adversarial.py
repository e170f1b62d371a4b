"""Lists made to mislead: nameplates and hosts, glued and damaged names, elided beginnings and endings, places
that begin other names, former places and bodies at their dates, the Corps, branches with their own geography.

`adversarial.tsv` writes each expected mention as `mention=id`; `?` is an open group, `:c` a coordination body read
by its pattern, `-` a name that need not be understood (and is no claim). Of a group the first member stands there.
A fourth column names the issuer whose units are meant, if any.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from taskextract.normalize.agencies import Context, Mention, read_duty
from taskextract.strand import Strand
from taskextract.vocabulary import load


def rows() -> list[list[str]]:
    with (Path(__file__).parent / "adversarial.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def read_as(mention: Mention, expected: str) -> bool:
    """Whether a mention is what the table says."""
    if expected == "?":
        return mention.vague
    if expected.endswith(":c"):
        return (mention.agency_id or "").startswith(f"{expected}-")
    return mention.agency_id == expected


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[2][:24])
def test_list_that_misleads(row: list[str]) -> None:
    region, on, text, expected, *units = row
    context = Context(load(), region, date.fromisoformat(on), units_of=units[0] if units else None)
    mentions = read_duty(Strand.over(text, 0, len(text)), context)[0]
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.text.text, mention)
    for pair in expected.split(" "):
        name, _, wanted = pair.rpartition("=")
        assert name in seen or wanted == "-", f"{name} was not read as one: {list(seen)}"
        assert wanted == "-" or read_as(seen[name], wanted), f"{name}: {seen[name].agency_id}, not {wanted}"
    named = {pair.rpartition("=")[0] for pair in expected.split(" ")}
    assert set(seen) <= named, f"too many: {set(seen) - named}"
