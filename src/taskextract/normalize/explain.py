"""What is known of a body: its names over time, its other names, the bodies above, before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskextract.normalize.body_record import agency
from taskextract.normalize.context import Context
from taskextract.normalize.official import (
    find_body,
    level_class,
    official_name,
    parent_id,
    place_name,
    write_form,
)
from taskextract.records import AgencyKind, AgencyLevel
from taskextract.vocabulary import Body, Form
from taskextract.vocabulary.regions import Region

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class NameInTime:
    """An official name with its first and last day; None where the vocabulary sets no bound."""

    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the vocabulary holds of a body. `aliases`: the common ones first; the rest are (id, name) pairs.

    `earlier`: all bodies that it came from, over reform after reform, with how many reforms ago (1: the last).
    """

    agency_id: str
    kind: AgencyKind
    level: AgencyLevel | None
    region: str
    names: tuple[NameInTime, ...]
    aliases: tuple[str, ...]
    parent: tuple[str, str] | None
    predecessors: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[int, str, str], ...]
    successors: tuple[tuple[str, str], ...]


def facts(agency_id: str, context: Context) -> Facts | None:
    """The facts of a body in its place, None for one that the vocabulary does not hold."""
    vocabulary = context.vocabulary
    body = find_body(agency_id, vocabulary)
    code, _, key = agency_id.partition(":")
    place = vocabulary.regions.at(code, context.on) or vocabulary.regions.at(code)
    if body is None or place is None:
        return None
    record = agency(agency_id, vocabulary, context.on, [])
    level = level_class(place, vocabulary)
    forms = [f for f in body.forms if f.level in ("", level)]
    above = parent_id(agency_id, body, vocabulary)
    after = sorted(k for k, b in vocabulary.bodies.items() if key in b.predecessors)
    return Facts(
        agency_id, record.kind, record.level, _place(place, context), _names(forms, body, place, context),
        _aliases(forms, place, context), _named(above, context) if above else None,
        tuple(_named(f"{code}:{k}", context) for k in body.predecessors), _earlier(agency_id, context),
        tuple(_named(f"{code}:{k}", context) for k in after),
    )  # fmt: skip


def _earlier(agency_id: str, context: Context) -> tuple[tuple[int, str, str], ...]:
    found: dict[str, tuple[int, str, str]] = {}
    code, waiting = agency_id.partition(":")[0], [(agency_id, 0)]
    for one, steps in waiting:
        body = find_body(one, context.vocabulary)
        for before in (f"{code}:{key}" for key in (body.predecessors if body is not None else ())):
            if before not in found and before != agency_id:
                found[before] = (steps + 1, *_named(before, context))
                waiting.append((before, steps + 1))
    return tuple(found.values())


def _names(forms: list[Form], body: Body, place: Region, context: Context) -> tuple[NameInTime, ...]:
    found = [
        NameInTime(write_form(f, place, context.vocabulary), f.since or body.since, f.until or body.until)
        for f in forms if f.rank == 0
    ]  # fmt: skip
    return tuple(sorted(dict.fromkeys(found), key=lambda n: (n.until or date.max, n.since or date.min)))


def _aliases(forms: list[Form], place: Region, context: Context) -> tuple[str, ...]:
    """The names that are not official: the customary short one first, then those that shorten the official."""
    official = [f.before + f.after for f in forms if f.rank == 0 and not f.history]
    ranked = sorted(
        (f for f in forms if f.rank and not f.history),
        key=lambda f: (f.rank, not any(_shortens(f.before + f.after, name) for name in official)),
    )
    return tuple(dict.fromkeys(write_form(f, place, context.vocabulary) for f in ranked))


def _shortens(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def _place(place: Region, context: Context) -> str:
    gone = f", until {place.end}, then {', '.join(place.successors)}" if place.end and place.successors else ""
    return f"{place_name(place, context.vocabulary, context.on)} ({place.code}{gone})"


def _named(agency_id: str, context: Context) -> tuple[str, str]:
    return agency_id, official_name(agency_id, context.vocabulary, context.on) or agency_id


def tell(found: Facts) -> tuple[str, ...]:
    """The facts as English lines; of many aliases only the first, with how many more there are."""
    lines = [f"kind: {found.kind}, level: {found.level or 'none'}, place: {found.region}"]
    if len(found.names) > 1 or any(n.since or n.until for n in found.names):
        lines.append("names over time:")
        lines += [f"  {_span(n)}  {n.name}" for n in found.names]
    else:
        lines += [f"official name: {n.name}" for n in found.names]
    if found.aliases:
        more = len(found.aliases) - _SHOWN
        lines.append(f"also: {'、'.join(found.aliases[:_SHOWN])}{f' and {more} more (--json lists all)' if more > 0 else ''}")
    if found.parent:
        lines.append(f"parent: {found.parent[1]} ({found.parent[0]})")
    lines += [f"{'  ' * (steps - 1)}came from: {name} ({agency_id})" for steps, agency_id, name in found.earlier]
    lines += [f"went into: {name} ({agency_id})" for agency_id, name in found.successors]
    return tuple(lines)


def _span(name: NameInTime) -> str:
    if name.since is None:
        return f"until {name.until}".ljust(24) if name.until else "always".ljust(24)
    return f"{name.since} to {name.until or 'now'}".ljust(24)
