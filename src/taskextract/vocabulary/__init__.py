"""The vocabulary: bodies, places, role words and open groups, loaded and checked.

`load()` is quick: what was compiled from the same bytes before is read from the user's cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from taskextract.vocabulary.bodies import Body, Form, compile_file
from taskextract.vocabulary.checks import check_added
from taskextract.vocabulary.duty_words import (
    RoleWords,
    VagueWords,
    check_roles,
    check_vague,
    compile_roles,
    compile_vague,
)
from taskextract.vocabulary.names import NameIndex
from taskextract.vocabulary.region_groups import RegionGroup, RegionGroups
from taskextract.vocabulary.regions import Region, Regions, read_regions
from taskextract.vocabulary.shapes import check_doubles, check_words_file
from taskextract.vocabulary.sources import (
    VocabularyError,
    content_hash,
    parse_yaml,
    read_cache,
    read_lists,
    read_sources,
    write_cache,
)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything that is known before a notice is read. `version` is a short hash of every data file.

    `bodies` are shared by every place, by key; `local_bodies` one place's own, by (region code, key);
    `lookalikes` are pairs of characters that recognition takes for each other; `memo` holds answers that
    depend on nothing but the vocabulary, for every notice of the run.
    """

    version: str
    regions: Regions
    bodies: Mapping[str, Body]
    local_bodies: Mapping[tuple[str, str], Body]
    names: NameIndex
    roles: RoleWords
    vague: VagueWords
    separately_planned: frozenset[str]
    lookalikes: frozenset[frozenset[str]]
    memo: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)


_WORD_FILES = ("roles.yml", "slips.yml", "vague.yml")


@cache
def load(overlay: Path | None = None) -> Vocabulary:
    """Our vocabulary, with the user's folder `overlay` laid over it if one is given.

    Entries of the user's `departments.yml` and `agencies/` replace ours of the same key; the rows of
    `roles.yml`, `vague.yml` and `slips.yml` come before ours. A mistake raises VocabularyError: file, line, reason.
    """
    sources = read_sources(overlay)
    digest = content_hash({**sources, **read_lists()})
    compiled = read_cache(digest, Compiled)
    try:
        if compiled is None:
            compiled = _compile(sources)
            write_cache(digest, compiled)
        return _build(digest, compiled)
    except VocabularyError as error:
        raise VocabularyError(str(error).replace("overlay:", f"{overlay}/", 1)) from None


@dataclass(frozen=True, slots=True)
class Compiled:
    """What reading and checking the files gives: all that the cache keeps."""

    bodies: list[Body]
    roles: dict[str, list[Any]]
    vague: dict[str, list[Any]]
    separately_planned: list[str]
    lookalikes: list[str]
    regions: list[Region]
    groups: list[RegionGroup]


def _compile(sources: Mapping[str, bytes]) -> Compiled:
    contents = {name: parse_yaml(name, data) for name, data in sources.items()}
    _check_own_words(contents, sources)
    check_roles("roles.yml", sources["roles.yml"], contents["roles.yml"])
    check_vague("vague.yml", sources["vague.yml"], contents["vague.yml"])
    bodies = [
        body
        for name, content in contents.items()
        if name.removeprefix("overlay:").startswith(("departments", "agencies/"))
        for body in compile_file(name, sources[name], content)
    ]
    for name in contents:
        if name.startswith(("overlay:departments", "overlay:agencies/")):
            check_doubles(name, sources[name], contents[name])
    places = read_regions()
    check_added(bodies, sources, places)
    return Compiled(
        bodies, _laid_over(contents, "roles.yml"), _laid_over(contents, "vague.yml"),
        list(contents["departments.yml"]["separately_planned"]), _laid_over(contents, "slips.yml")["pairs"],
        places, list(RegionGroups.load().all),
    )  # fmt: skip


def _check_own_words(contents: Mapping[str, Any], sources: Mapping[str, bytes]) -> None:
    """A user's role words, open groups and slips have the shape of ours."""
    for name, content in contents.items():
        ours = name.removeprefix("overlay:")
        if name != ours and ours in _WORD_FILES:
            check_words_file(name, sources[name], content, contents[ours])


def _build(digest: str, compiled: Compiled) -> Vocabulary:
    shared = {body.key: body for body in compiled.bodies if body.region is None}
    local = {(body.region, body.key): body for body in compiled.bodies if body.region is not None}
    return Vocabulary(
        digest[:12], Regions(compiled.regions, RegionGroups(tuple(compiled.groups))), shared, local,
        NameIndex.of([*shared.values(), *local.values()]),
        compile_roles(compiled.roles), compile_vague(compiled.vague),
        frozenset(compiled.separately_planned), frozenset(frozenset(pair) for pair in compiled.lookalikes),
    )  # fmt: skip


def _laid_over(contents: Mapping[str, Any], name: str) -> dict[str, list[Any]]:
    over = contents.get(f"overlay:{name}", {})
    return {key: [*over.get(key, ()), *rows] for key, rows in contents[name].items()}


__all__ = ["Body", "Form", "NameIndex", "Regions", "Vocabulary", "VocabularyError", "load"]
