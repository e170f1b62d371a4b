"""The vocabulary: bodies, places, role words and open groups, loaded and checked.

`load()` is quick: what was compiled from the same bytes before is read from the user's cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from taskextract.vocabulary.bodies import Body, Form, compile_file
from taskextract.vocabulary.duty_words import RoleWords, VagueWords, compile_roles, compile_vague
from taskextract.vocabulary.names import NameIndex
from taskextract.vocabulary.regions import Regions
from taskextract.vocabulary.sources import (
    VocabularyError,
    content_hash,
    parse_yaml,
    read_cache,
    read_sources,
    write_cache,
)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything that is known before a notice is read. `version` is a short hash of its contents.

    `bodies` are shared by every place, by key; `local_bodies` one place's own, by (region code, key).
    """

    version: str
    regions: Regions
    bodies: Mapping[str, Body]
    local_bodies: Mapping[tuple[str, str], Body]
    names: NameIndex
    roles: RoleWords
    vague: VagueWords
    separately_planned: frozenset[str]

    @property
    def place_names(self) -> frozenset[str]:
        """Every name of two characters and more that a place bears or bore."""
        return _place_names(self.regions)


@cache
def _place_names(regions: Regions) -> frozenset[str]:
    return frozenset(name for region in regions.all for name in region.names if len(name) > 1)


@cache
def load(overlay: Path | None = None) -> Vocabulary:
    """Our vocabulary, with the user's folder `overlay` laid over it if one is given.

    Entries of the user's `departments.yml` and `agencies/` replace ours of the same key; the rows of
    `roles.yml` and `vague.yml` come before ours. A mistake raises VocabularyError: file, line, reason.
    """
    sources = read_sources(overlay)
    places = files("taskextract.vocabulary").joinpath("regions.csv").read_bytes()
    groups = files("taskextract.vocabulary").joinpath("region_groups.yml").read_bytes()
    digest = content_hash(sources, places, groups)
    contents = read_cache(digest)
    if contents is None:
        contents = {name: parse_yaml(name, data) for name, data in sources.items()}
        vocabulary = _build(digest, sources, contents)
        write_cache(digest, contents)
        return vocabulary
    return _build(digest, sources, contents)


def _build(digest: str, sources: Mapping[str, bytes], contents: Mapping[str, Any]) -> Vocabulary:
    shared: dict[str, Body] = {}
    local: dict[tuple[str, str], Body] = {}
    for name, content in contents.items():
        if not name.removeprefix("overlay:").startswith(("departments", "agencies/")):
            continue
        for body in compile_file(name, sources[name], content):
            if body.region is None:
                shared[body.key] = body
            else:
                local[body.region, body.key] = body
    planned = frozenset(contents["departments.yml"]["separately_planned"])
    regions = Regions.load()
    return Vocabulary(
        digest[:12], regions, shared, local, NameIndex.of([*shared.values(), *local.values()]),
        compile_roles("roles.yml", sources["roles.yml"], _laid_over(contents, "roles.yml")),
        compile_vague("vague.yml", sources["vague.yml"], _laid_over(contents, "vague.yml")),
        planned,
    )  # fmt: skip


def _laid_over(contents: Mapping[str, Any], name: str) -> dict[str, list[Any]]:
    over = contents.get(f"overlay:{name}", {})
    return {key: [*over.get(key, ()), *rows] for key, rows in contents[name].items()}


__all__ = ["Body", "Form", "NameIndex", "Regions", "Vocabulary", "VocabularyError", "load"]
