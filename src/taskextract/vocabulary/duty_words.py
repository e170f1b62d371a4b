"""Role words and open groups, compiled from `roles.yml` and `vague.yml`.

`check_roles` and `check_vague` try each pattern on its own example; a mistake raises VocabularyError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from taskextract.records import AgencyKind, Role
from taskextract.vocabulary.sources import VocabularyError, line_of


@dataclass(frozen=True, slots=True)
class RoleWords:
    """`labels` fit a whole label before its colon, `phrases` the end of a list; the first that fits counts.

    `aside` fits an item that names nobody (a time limit), `rule` one that says the first listed leads,
    `post` what follows a body where its head is named (局长).
    """

    labels: tuple[tuple[Role, re.Pattern[str]], ...]
    phrases: tuple[tuple[Role, re.Pattern[str]], ...]
    label: re.Pattern[str]
    openers: re.Pattern[str]
    joiners: re.Pattern[str]
    aside: re.Pattern[str]
    rule: re.Pattern[str]
    post: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class VagueWords:
    """Open groups, coordination bodies' endings, endings that tell a kind.

    An open group that begins with `head` takes in items that fit `tail` (有关县市区、功能区).
    """

    patterns: tuple[re.Pattern[str], ...]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    coordination: tuple[str, ...]
    kinds: tuple[tuple[str, AgencyKind], ...]


def check_roles(source: str, data: bytes, content: Mapping[str, Any]) -> None:
    """Refuse an unknown role or a pattern that does not fit its example in `roles.yml`."""
    rows = [*content["labels"], *content["phrases"]]
    for row in rows:
        if row.get("role") not in get_args(Role):
            raise VocabularyError(f"{source}:{_line(data, row)}: unknown role {row.get('role')!r}")
    _try_examples(source, data, [*rows, *content["other_labels"], *content["asides"], *content["rules"], *content["posts"]])


def check_vague(source: str, data: bytes, content: Mapping[str, Any]) -> None:
    """Refuse a pattern that does not fit its example in `vague.yml`."""
    _try_examples(source, data, [*content["patterns"], *content["heads"], *content["tails"]])


def compile_roles(content: Mapping[str, Any]) -> RoleWords:
    """The words of `roles.yml`."""
    labels = [r["pattern"] for r in (*content["labels"], *content["other_labels"])]
    return RoleWords(
        tuple((r["role"], re.compile(r["pattern"])) for r in content["labels"]),
        tuple((r["role"], re.compile(f"(?:{r['pattern']})$")) for r in content["phrases"]),
        re.compile(f"(?:{_either(labels)})：|[【〔\\[](?:{_either(labels)})[】〕\\]]：?"),
        re.compile(f"^(?:{_either(sorted(map(re.escape, content['openers']), key=len, reverse=True))})"),
        re.compile(_either(map(re.escape, content["joiners"]))),
        re.compile(_either(r["pattern"] for r in (*content["asides"], *content["rules"]))),
        re.compile(_either(r["pattern"] for r in content["rules"])),
        re.compile(f"(?:{_either(r['pattern'] for r in content['posts'])})$"),
    )


def compile_vague(content: Mapping[str, Any]) -> VagueWords:
    """The words of `vague.yml`."""
    endings = [(ending, row["kind"]) for row in content["kinds"] for ending in row["endings"]]
    return VagueWords(
        tuple(re.compile(row["pattern"]) for row in content["patterns"]),
        re.compile(_either(r["pattern"] for r in content["heads"])),
        re.compile(_either(r["pattern"] for r in content["tails"])),
        tuple(sorted(content["coordination"], key=lambda w: (-len(w), w))),
        tuple(sorted(endings, key=lambda e: (-len(e[0]), e[0]))),
    )


def _either(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{p})" for p in patterns)


def _try_examples(source: str, data: bytes, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        try:
            fits = re.fullmatch(row["pattern"], row["example"])
        except (re.error, KeyError) as error:
            raise VocabularyError(f"{source}:{_line(data, row)}: {error}") from None
        if not fits:
            raise VocabularyError(f"{source}:{_line(data, row)}: the example {row['example']} does not fit")


def _line(data: bytes, row: Mapping[str, Any]) -> int:
    text = str(row.get("example") or row.get("pattern") or "")
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if text in line:
            return number
    return line_of(data, "patterns")
