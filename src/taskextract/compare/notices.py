"""One notice against another: align, then tell the differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from taskextract.compare.align import Alignment, align
from taskextract.compare.bodies import Bodies, bodies_of, duty_diff, short_for
from taskextract.compare.build import Build
from taskextract.compare.groups import Families, measure_families
from taskextract.compare.places import change, measure_place, note, task_place
from taskextract.compare.sections import moved, section_changes
from taskextract.compare.sentences import NOTHING, plain, say
from taskextract.compare.sides import Duty, MeasureView, Side, fold, key
from taskextract.compare.structure import measure_changes, renumberings, task_changes
from taskextract.compare.values import citation_changes, value_changes
from taskextract.diff_records import Change, ChangeKind, Note, NoteKind, NoticeDiff, Pair, Place, SideInfo


def compare(old: Side, new: Side) -> NoticeDiff:
    """The differences of two notices, grouped by task in the newer one's order."""
    found = align(old, new)
    families = measure_families(old, new, found)
    build = Build(old, new, found, families)
    renumbered, notes = renumberings(build)
    contents, more = _contents(build)
    changes = [*section_changes(build), *task_changes(build), *moved(build), *renumbered, *measure_changes(build), *contents]
    changes += citation_changes(old.citations.get("", ()), new.citations.get("", ()), ([], []))
    notes += more + _envelope(old, new)
    if _only_cut(old, new, changes):
        count = len(changes)
        notes.append(note("cut_differently", say("cut_differently", count=count), count))
        changes = []
    changes = _in_order(changes, old, new)
    return NoticeDiff(
        old=info(old), new=info(new), same=not changes, summary=count_kinds(changes), changes=changes, notes=notes,
        tasks=_task_pairs(build, found), measures=_measure_pairs(build, found),
    )  # fmt: skip


def count_kinds(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes there are of each kind, by kind."""
    return dict(sorted(Counter(change.kind for change in changes).items()))


def info(side: Side) -> SideInfo:
    """Which notice a side is."""
    row = side.document
    return SideInfo(
        doc_id=row.doc_id, title=row.title, doc_number=row.doc_number, issuer=row.issuer, issued_on=row.issued_on,
        tasks=sum(1 for task in side.tasks if not task.frame), measures=len(side.measures), sha256=row.sha256,
        parser_version=row.parser_version, vocabulary_version=row.vocabulary_version,
    )  # fmt: skip


def _contents(build: Build) -> tuple[list[Change], list[Note]]:
    """What differs inside measures that correspond; the same for a whole task is told once, of the task."""
    old, new, families = build.old, build.new, build.families
    bodies = bodies_of(old, new)
    changes: list[Change] = []
    renamed: Counter[tuple[str, str]] = Counter()
    aliases: Counter[tuple[str, str, str]] = Counter()
    reordered = 0
    whole_task: dict[tuple[int, int, str], Change] = {}
    for lefts, rights in _groups(families):
        a, b = [old.measures[i] for i in lefts], [new.measures[j] for j in rights]
        places = ([measure_place(old, m) for m in a], [measure_place(new, m) for m in b])
        if len(a) == len(b) == 1:
            changes += value_changes(a[0], b[0], (old, new), places)
        duties = duty_diff(_all_duties(a), _all_duties(b), bodies, places)
        renamed.update(set(duties.renamed))
        aliases.update(duties.aliases)
        reordered += duties.reordered
        inherited = all(d.inherited for m in (*a, *b) for d in m.duties)
        for one in duties.changes:
            if not inherited:
                changes.append(one)
                continue
            where = ([task_place(old.tasks[a[0].task])], [task_place(new.tasks[b[0].task])])
            told = (a[0].task, b[0].task, f"{one.kind}|{one.before}|{one.after}|{one.agencies}")
            if told not in whole_task:
                whole_task[told] = msgspec.structs.replace(one, old=where[0], new=where[1])
                changes.append(whole_task[told])
    return changes, _duty_notes(renamed, aliases, reordered, bodies)


def _groups(families: Families) -> list[tuple[list[int], list[int]]]:
    found = [([i], [j]) for i, j in families.one.items()]
    found += [([i], many) for i, many in families.splits.items()]
    found += [(many, [j]) for j, many in families.merges.items()]
    return sorted(found)


def _all_duties(measures: Sequence[MeasureView]) -> list[Duty]:
    found: dict[str, Duty] = {}
    for measure in measures:
        for duty in measure.duties:
            found.setdefault(duty.key, duty)
    return list(found.values())


def _duty_notes(
    renamed: Counter[tuple[str, str]], aliases: Counter[tuple[str, str, str]], reordered: int, bodies: Bodies
) -> list[Note]:
    notes = []
    for (was, now), count in sorted(renamed.items()):
        before, after = bodies.old.name(was), bodies.name(now)
        times = say("times", count=count) if count > 1 else NOTHING
        said = say("renamed_by_reform", before=before, after=after, times=times)
        notes.append(note("renamed_by_reform", said, count))
    for (was, now, body), count in sorted(aliases.items()):
        times = say("times", count=count) if count > 1 else NOTHING
        official = bodies.name(body)
        kind: NoteKind = "other_name" if short_for(was, official) and short_for(now, official) else "renamed_by_reform"
        notes.append(note(kind, say("other_name", before=was, after=now, name=official, times=times), count))
    if reordered:
        notes.append(note("reordered_list", say("reordered_list", count=reordered), reordered))
    return notes


def _envelope(old: Side, new: Side) -> list[Note]:
    a, b = old.document, new.document
    pairs = (("what_title", a.title, b.title), ("what_doc_number", a.doc_number, b.doc_number),
             ("what_issuer", a.issuer, b.issuer), ("what_date", str(a.issued_on or ""), str(b.issued_on or "")))  # fmt: skip
    meetings = [
        (what, str(getattr(e, field) or ""), str(getattr(f, field) or ""))
        for e, f in zip(old.events, new.events, strict=False)
        for what, field in (("what_meeting", "name"), ("what_meeting_date", "date"), ("what_meeting_place", "place"))
    ]
    return [
        note("envelope", say("envelope", what=say(what), before=plain(was), after=plain(now)))
        for what, was, now in (*pairs, *meetings)
        if key(was) != key(now)
    ]


def _only_cut(old: Side, new: Side, changes: Sequence[Change]) -> bool:
    """Whether two formats of one notice differ in nothing but where its measures are cut."""
    if not changes or old.document.media_type == new.document.media_type:
        return False
    if any(change.kind not in ("measure_split", "measure_merged") for change in changes):
        return False
    printed = {m.id: _printed_duties(m) for side in (old, new) for m in side.measures}
    for one in changes:
        for places in (one.old, one.new):
            if len({printed[place.measure_id or ""] for place in places}) > 1:
                return False  # parts that have a cell of bodies each were parted by the notice itself
    return _all_text(old) == _all_text(new)


def _printed_duties(measure: MeasureView) -> tuple[tuple[int, int], ...]:
    """Where the bodies of a measure stand in the notice: the same place where two measures share a cell."""
    return tuple(sorted((span.start, span.end) for duty in measure.duties for span in duty.row.spans))


def _all_text(side: Side) -> str:
    return "".join(fold(m.tree.text) for m in side.measures)


def _in_order(changes: list[Change], old: Side, new: Side) -> list[Change]:
    """Changes by place: in the new notice where they have one there, else after what stood before them."""
    tasks_new = {task.id: n for n, task in enumerate(new.tasks)}
    tasks_old = {task.id: n for n, task in enumerate(old.tasks)}
    orders = {m.id: m.order for side in (old, new) for m in side.measures}

    def place(change: Change) -> tuple[float, int]:
        for places, tasks, shift in ((change.new, tasks_new, 0.0), (change.old, tasks_old, 0.5)):
            if places and places[0].task_id in tasks:
                here = places[0]
                return tasks[here.task_id or ""] + shift, orders.get(here.measure_id or "", -1)
        return -1.0, -1

    ordered = sorted(changes, key=place)
    return [msgspec.structs.replace(change, change_id=f"c{n + 1}") for n, change in enumerate(ordered)]


def _task_pairs(build: Build, found: Alignment) -> list[Pair]:
    pairs = []
    for i, j in sorted(build.same_home):
        a, b = build.old.tasks[i], build.new.tasks[j]
        if a.frame:
            continue
        score = found.tasks[i][1] if found.tasks.get(i, (-1,))[0] == j else 0.0
        why = [w for w, holds in (("same name", a.key == b.key), ("same number", a.tree.number == b.tree.number),
                                  ("same section", a.section == b.section), ("measures alike", True)) if holds]  # fmt: skip
        pairs.append(Pair(old_ids=[a.id], new_ids=[b.id], score=round(min(score, 1.0), 4), why=why))
    return pairs


def _measure_pairs(build: Build, found: Alignment) -> list[Pair]:
    pairs = []
    for lefts, rights in _groups(build.families):
        a, b = [build.old.measures[i] for i in lefts], [build.new.measures[j] for j in rights]
        score = max(float(found.likeness[i, j]) for i in lefts for j in rights)
        why = ["same text" if score == 1.0 else f"wording {score:.0%} alike"]
        if (a[0].task, b[0].task) in build.same_home:
            why.append("same task")
        if {d.key for d in a[0].duties} == {d.key for d in b[0].duties}:
            why.append("same bodies")
        if len(lefts) != len(rights):
            why.append("parts of one another")
        pairs.append(Pair(old_ids=[m.id for m in a], new_ids=[m.id for m in b], score=round(score, 4), why=why))
    return pairs


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A comparison with the two sides it is of, for whoever shows them whole."""

    diff: NoticeDiff
    old: Side | None
    new: Side | None


def one_sided(old: Side | None, new: Side | None) -> NoticeDiff:
    """A notice that only one side has: one change."""
    side = new or old
    if side is None:
        raise ValueError("a comparison needs a notice")
    place = Place(
        doc_id=side.document.doc_id, task_id=None, measure_id=None, label=None, task_name=None,
        text=side.document.title, spans=[],
    )  # fmt: skip
    title = side.document.title or side.document.doc_id
    kind: ChangeKind = "notice_added" if new else "notice_removed"
    places = ([], [place]) if new else ([place], [])
    one = msgspec.structs.replace(change(kind, say(kind, name=title), *places), change_id="c1")
    return NoticeDiff(
        old=info(old) if old else None, new=info(new) if new else None, same=False, summary={one.kind: 1},
        changes=[one], notes=[], tasks=[], measures=[],
    )  # fmt: skip
