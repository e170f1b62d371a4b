"""Changes of responsibility: bodies that came, went or changed their part; groups; names changed by reforms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from taskextract.compare.places import change
from taskextract.compare.sentences import Said, joined, say
from taskextract.compare.sides import Duty, Side, fold
from taskextract.diff_records import Change, Place
from taskextract.vocabulary.words import load_words


@dataclass(frozen=True, slots=True)
class Bodies:
    """Both sides' bodies under one set of keys: `heirs` gives an older body the key of what it became."""

    old: Side
    new: Side
    heirs: Mapping[str, frozenset[str]]

    def is_government(self, key: str) -> bool:
        """Whether a body is the government of a place."""
        agency = self.new.agencies.get(key) or self.old.agencies.get(key)
        return agency is not None and agency.kind == "government"

    def name(self, key: str, mention: str | None = None) -> str:
        """A body's name as the newer side has it."""
        if key in self.new.agencies:
            return self.new.name(key)
        if key in self.old.agencies:
            return self.old.name(key)
        return mention or key.removeprefix("?")


def bodies_of(old: Side, new: Side) -> Bodies:
    """Learn from the agencies' predecessors, over several reforms, which body took over from which."""
    before: dict[str, set[str]] = {}
    for side in (old, new):
        for agency in side.agencies.values():
            before.setdefault(agency.agency_id, set()).update(agency.predecessor_ids)
    heirs: dict[str, set[str]] = {}
    for body in sorted(before):
        reached, rest = set[str](), sorted(before[body])
        while rest:
            one = rest.pop()
            if one not in reached and one != body:
                reached.add(one)
                rest.extend(sorted(before.get(one, ())))
        for one in reached:
            heirs.setdefault(one, set()).add(body)
    return Bodies(old, new, {one: frozenset(found) for one, found in heirs.items()})


@dataclass(frozen=True, slots=True)
class DutyDiff:
    """What differs between the bodies of two corresponding measures."""

    changes: tuple[Change, ...]
    renamed: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str, str], ...]
    """(old mention, new mention, key) where the two notices call one body by different names."""
    reordered: bool


def duty_diff(
    old: Iterable[Duty], new: Iterable[Duty], bodies: Bodies, places: tuple[list[Place], list[Place]]
) -> DutyDiff:
    """Compare who answers for a measure; order alone is no difference, nor a name that a reform changed."""
    left, right = {d.key: d for d in old}, {d.key: d for d in new}
    order_old, order_new = list(left), list(right)
    renamed = _reforms(left, right, bodies)
    for was, now in renamed:
        if was in left and now not in left:
            left = {now if key == was else key: duty for key, duty in left.items()}
    for was, now in renamed:
        left.pop(was, None)
        if now not in left and now in right:  # a body that went into one with others
            left[now] = right[now]
    renamed += [(key, key) for key in left if key in right and _other_name(key, bodies)]
    told = {key for pair in renamed for key in pair}
    aliases = [
        (duty.row.mention, right[key].row.mention, key) for key, duty in left.items()
        if key in right and key not in told and _called_otherwise(duty, right[key])
    ]  # fmt: skip
    teller = _Teller(left, right, bodies, places)
    changes = tuple(teller.all())
    reordered = not changes and order_old != order_new and sorted(order_old) == sorted(order_new)
    return DutyDiff(changes, tuple(renamed), tuple(aliases), reordered)


def _reforms(left: Mapping[str, Duty], right: Mapping[str, Duty], bodies: Bodies) -> list[tuple[str, str]]:
    """(old key, new key) of bodies that are one and the same over a reform, in either direction."""
    found: list[tuple[str, str]] = []
    gone = [key for key in left if key not in right]
    come = [key for key in right if key not in left]
    for was in gone:
        heirs = bodies.heirs.get(was, frozenset())
        ancestors = {one for one, after in bodies.heirs.items() if was in after}
        now = [key for key in right if key in heirs or key in ancestors]
        fresh = [key for key in now if key in come]
        if fresh or now:
            found.append((was, (fresh or now)[0]))
    return found


def _other_name(key: str, bodies: Bodies) -> bool:
    a, b = bodies.old.agencies.get(key), bodies.new.agencies.get(key)
    return a is not None and b is not None and a.known and b.known and a.name != b.name


def _called_otherwise(old: Duty, new: Duty) -> bool:
    """Whether both are named in full, and by different names."""
    rows = (old.row, new.row)
    whole = all(row.agency_id and not row.via_group and row.basis in ("exact", "alias") for row in rows)
    return whole and fold(rows[0].mention) != fold(rows[1].mention)


def short_for(mention: str, name: str) -> bool:
    """Whether a mention leaves out characters of an official name and has none besides (发改委: 发展和改革委员会)."""
    rest = iter(fold(name))
    return all(char in rest for char in fold(mention))


class _Teller:
    """Puts the differences of one pair of lists into changes, each difference told once."""

    def __init__(
        self,
        left: Mapping[str, Duty],
        right: Mapping[str, Duty],
        bodies: Bodies,
        places: tuple[list[Place], list[Place]],
    ) -> None:
        self.left, self.right, self.bodies, self.places = left, right, bodies, places
        self.gone = [key for key in left if key not in right]
        self.come = [key for key in right if key not in left]
        self.told: set[str] = set()

    def all(self) -> Iterator[Change]:
        yield from self._lead()
        yield from self._groups()
        yield from self._open_lists()
        yield from self._places_for_group()
        for key in self.gone:
            if key not in self.told:
                said = say("agency_removed", name=self._called(key))
                yield self._make("agency_removed", said, [key], before=self._called(key))  # fmt: skip
        for key in self.come:
            if key not in self.told:
                role = say(f"role_{self.right[key].row.role}")
                said = say("agency_added", name=self._called(key), role=role)
                yield self._make("agency_added", said, [key], after=self._called(key))  # fmt: skip
        for key, duty in self.left.items():
            if key in self.right and key not in self.told and duty.row.role != self.right[key].row.role:
                before, after = duty.row.role, self.right[key].row.role
                roles = say(f"role_{before}"), say(f"role_{after}")
                said = say("agency_role_changed", name=self._called(key), before=roles[0], after=roles[1])
                yield self._make("agency_role_changed", said, [key], before=before, after=after)

    def _lead(self) -> Iterator[Change]:
        was = [key for key, duty in self.left.items() if duty.row.role == "lead"]
        now = [key for key, duty in self.right.items() if duty.row.role == "lead"]
        if not was or not now or set(was) == set(now):
            return
        out, into = [k for k in was if k not in now], [k for k in now if k not in was]
        self.told.update(out, into)
        if not out or not into:  # the leaders became more or fewer: a matter of the single bodies
            self.told.difference_update(out, into)
            return
        before, after = "、".join(map(self._called, out)), "、".join(map(self._called, into))
        left = [self._called(k) for k in out if k in self.gone]
        fresh = [self._called(k) for k in into if k in self.come]
        parts = [say("lead_passed", before=before, after=after)]
        parts += [say("lead_left", names="、".join(left))] if left else []
        parts += [say("lead_new", names="、".join(fresh))] if fresh else []
        yield self._make("lead_changed", joined(parts, "", ""), [*out, *into], before=before, after=after)

    def _groups(self) -> Iterator[Change]:
        out = [key for key in self.gone if key not in self.told]
        into = [key for key in self.come if key not in self.told]
        was, now = _mentions(self.left.values()), _mentions(self.right.values())
        gone = [key for key in out if self.left[key].row.via_group]
        come = [key for key in into if self.right[key].row.via_group]
        kept_old = any(d.row.via_group and k in self.right for k, d in self.left.items())
        kept_new = any(d.row.via_group and k in self.left for k, d in self.right.items())
        if gone:
            self.told.update(gone)
            yield self._group("group_narrowed" if kept_old or now else "agency_removed", gone, was, now)
        if come:
            self.told.update(come)
            yield self._group("group_widened" if kept_new or was else "agency_added", come, was, now)

    def _group(self, kind: str, keys: list[str], was: list[str], now: list[str]) -> Change:
        names = "、".join(map(self._called, keys))
        before, after = "、".join(was) or None, "、".join(now) or None
        lists = say("the_list")
        texts = {
            "group_widened": say("group_widened", group=after or lists, names=names),
            "group_narrowed": say("group_narrowed", group=after or before or lists, names=names),
            "agency_added": say("group_added", group=after or lists, names=names),
            "agency_removed": say("group_removed", group=before or lists, names=names),
        }
        return self._make(kind, texts[kind], keys, before=before, after=after)

    def _open_lists(self) -> Iterator[Change]:
        """Mentions that name no single body: 有关县市区 → 各县市区, a list that ends in 等 or no longer does."""
        out = [k for k in self.gone if self.left[k].row.vague and k not in self.told]
        into = [k for k in self.come if self.right[k].row.vague and k not in self.told]
        etc = {f"?{word}" for word in load_words("compare")["etcetera"]}
        for key in out:
            if key in etc:
                self.told.add(key)
                yield self._make("group_narrowed", say("etcetera_removed"), [key], before="等")
        for key in into:
            if key in etc:
                self.told.add(key)
                yield self._make("group_widened", say("etcetera_added"), [key], after="等")
        out, into = [k for k in out if k not in etc], [k for k in into if k not in etc]
        for was, now in zip(out, into, strict=False):
            before, after = self.left[was].row.mention, self.right[now].row.mention
            kind = _wider(before, after)
            if kind:
                self.told.update((was, now))
                yield self._make(kind, say("group_became", before=before, after=after), [was, now], before=before, after=after)

    def _places_for_group(self) -> Iterator[Change]:
        """Governments named one by one where the other side has an open group of them (7市政府, 各市政府)."""
        out, into = ([k for k in keys if k not in self.told] for keys in (self.gone, self.come))
        for singles, groups, kind in ((out, into, "group_widened"), (into, out, "group_narrowed")):
            named = [k for k in singles if self.bodies.is_government(k)]
            wide = [k for k in groups if (self.right.get(k) or self.left[k]).row.vague and _names_places(self._called(k))]
            if named and len(wide) == 1:
                self.told.update((*named, *wide))
                sides = "、".join(map(self._called, named)), self._called(wide[0])
                before, after = sides if kind == "group_widened" else sides[::-1]
                said = say("group_became", before=before, after=after)
                yield self._make(kind, said, [*named, *wide], before=before, after=after)

    def _called(self, key: str) -> str:
        duty = self.right.get(key) or self.left[key]
        return self.bodies.name(key, duty.row.mention)

    def _make(self, kind: str, said: Said, keys: list[str], **more: str | None) -> Change:
        old, new = self.places
        ids = [key for key in keys if not key.startswith("?")]
        return change(kind, said, old, new, agency_ids=ids, agencies=[self._called(k) for k in keys], **more)  # type: ignore[arg-type]


def _mentions(duties: Iterable[Duty]) -> list[str]:
    return list(dict.fromkeys(d.row.via_group for d in duties if d.row.via_group))


def _names_places(mention: str) -> bool:
    """Whether an open group is one of governments and not of offices or of some that are not told."""
    words = load_words("compare")
    level = [*words["provinces"], *words["cities"], *words["counties"]]
    has = {name: any(word in mention for word in words[name]) for name in ("whole", "part", "offices")}
    counted = bool(re.match(r"[0-9一二三四五六七八九十]", mention))
    return any(w in mention for w in level) and (has["whole"] or counted) and not has["part"] and not has["offices"]


def _wider(before: str, after: str) -> str | None:
    words = load_words("compare")
    more, fewer = tuple(words["whole"]), tuple(words["part"])
    if any(w in before for w in fewer) and any(w in after for w in more):
        return "group_widened"
    if any(w in before for w in more) and any(w in after for w in fewer):
        return "group_narrowed"
    return None
