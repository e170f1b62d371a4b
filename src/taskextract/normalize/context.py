"""What reading a notice's names depends on: the vocabulary, the notice's place and date, its own terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taskextract.records import Basis, LeadRule, Role
from taskextract.strand import Strand
from taskextract.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when a name is read.

    `groups`: mention → agency ids, as the notice defines them; `abbreviations`: 以下简称 → full name;
    `seen`: ids of bodies that the notice or the run names elsewhere, evidence for mending a name;
    `units_of`: id of the body whose units bare names of units are (责任处室 in a department's notice).
    """

    vocabulary: Vocabulary
    region_code: str | None = None
    on: date | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    lead_rule: LeadRule | None = None
    lead_mark: str | None = None
    seen: frozenset[str] = frozenset()
    units_of: str | None = None
    memo: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """One body (or one open group) that a text names; the members of a group share the group's `text`."""

    text: Strand
    agency_id: str | None
    role: Role
    role_raw: str | None
    via_group: str | None
    vague: bool
    basis: Basis
    certainty: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name means, how that is known, and what else it might mean. `steps` explain it in English."""

    agency_id: str | None
    name: str
    basis: Basis
    certainty: float
    candidates: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
