"""Changes of what a measure says: its wording, figures, time limits, targets, citations, persons, remarks, and other columns of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from taskextract.compare.places import change
from taskextract.compare.runs import text_runs
from taskextract.compare.sentences import NOTHING, Said, joined, plain, say
from taskextract.compare.sides import MeasureView, Side, fold, key
from taskextract.diff_records import Change, Place
from taskextract.records import Citation, MeasureTree, Quantity

_AROUND = 3  # characters beside a figure that show it to be the same one


def value_changes(
    old: MeasureView, new: MeasureView, sides: tuple[Side, Side], places: tuple[list[Place], list[Place]]
) -> Iterator[Change]:
    """Differences of two corresponding measures; a figure's change is not told again as a new wording."""
    a, b = old.tree, new.tree
    told: list[tuple[str, str]] = []
    aims: list[tuple[Quantity, Quantity]] = []
    for was, now in _figures(a, b):
        told.append((was.raw, now.raw))
        if fold(was.raw) in fold(a.target_raw or "") and fold(now.raw) in fold(b.target_raw or ""):
            aims.append((was, now))
        else:
            yield _figure_change(was, now, places)
    if _deadline(a) != _deadline(b):
        told += zip_longest(_parts(a.deadline_raw), _parts(b.deadline_raw), fillvalue="")
        yield _deadline_change(a, b, places)
    cited = [side.citations.get(m.measure_id, ()) for side, m in zip(sides, (a, b), strict=True)]
    for one in citation_changes(cited[0], cited[1], places):
        told.append((one.before or "", one.after or ""))
        yield one
    if key(a.target_raw) != key(b.target_raw):
        yield _target_change(a, b, aims, places)
    if sorted(map(fold, a.persons)) != sorted(map(fold, b.persons)):
        before, after = "、".join(a.persons) or None, "、".join(b.persons) or None
        said = say("persons_changed", before=plain(before), after=plain(after))
        yield change("persons_changed", said, *places, before=before, after=after)  # fmt: skip
    if key(a.remark) != key(b.remark):
        yield change("remark_changed", say("remark_changed"), *places, before=a.remark, after=b.remark,
                     runs=text_runs(a.remark or "", b.remark or ""))  # fmt: skip
    yield from _column_changes(a, b, places)
    if old.key != new.key and _without(old, [w for w, _ in told]) != _without(new, [n for _, n in told]):
        yield _reworded(a, b, places)


def _column_changes(a: MeasureTree, b: MeasureTree, places: tuple[list[Place], list[Place]]) -> Iterator[Change]:
    """Cells of columns that no field is for, matched by their headers."""
    old, new = ({c.header: c.text for c in m.other_columns} for m in (a, b))
    for header in dict.fromkeys((*old, *new)):
        before, after = old.get(header), new.get(header)
        if key(before) != key(after):
            said = say("column_changed", header=header or "", before=plain(before), after=plain(after))
            yield change("column_changed", said, *places, before=before, after=after,
                         runs=text_runs(before or "", after or ""))  # fmt: skip


def _without(measure: MeasureView, raws: Sequence[str]) -> str:
    text = measure.key
    for raw in sorted((fold(r) for r in raws if r), key=lambda r: (-len(r), r)):
        text = text.replace(raw, "#", 1)
    return text


def _reworded(a: MeasureTree, b: MeasureTree, places: tuple[list[Place], list[Place]]) -> Change:
    before, after = themed(a), themed(b)
    runs = text_runs(before, after)
    parts = {op: sum(1 for run in runs if run.op == op) for op in ("removed", "added", "moved_from")}
    words = (("removed", "taken_out"), ("added", "put_in"), ("moved_from", "within_moved"))
    told = [say("number_of", count=parts[op], word=say(word)) for op, word in words if parts[op]]
    said = say("measure_reworded", parts=joined(told) if told else say("punctuation"))
    return change("measure_reworded", said, *places, before=before, after=after, runs=runs)  # fmt: skip


def themed(measure: MeasureTree) -> str:
    """A measure's text with the theme it stands under."""
    return f"{measure.theme}：{measure.text}" if measure.theme else measure.text


def _figures(a: MeasureTree, b: MeasureTree) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures of both measures that measure the same thing and differ."""
    left, right = list(a.quantities), list(b.quantities)
    for one in list(left):
        twin = next((other for other in right if _figure(one) == _figure(other)), None)
        if twin is not None:
            left.remove(one)
            right.remove(twin)
    for one in left:
        twin = next((other for other in right if _same_thing(one, other, a.text, b.text)), None)
        if twin is not None:
            right.remove(twin)
            yield one, twin


def _figure(one: Quantity) -> tuple[object, ...]:
    return (one.value, one.value_max, fold(one.unit or ""), one.relation, fold(one.what or ""), fold(one.raw))


def _same_thing(one: Quantity, other: Quantity, old: str, new: str) -> bool:
    if (one.value, one.value_max, one.relation) == (other.value, other.value_max, other.relation):
        return False
    around_old, around_new = _around(one.raw, old), _around(other.raw, new)
    beside = any(a == b and a for a, b in zip(around_old, around_new, strict=True))
    if fold(one.unit or "") == fold(other.unit or ""):
        return beside or (bool(one.what) and fold(one.what or "") == fold(other.what or ""))
    return all(a == b for a, b in zip(around_old, around_new, strict=True)) and any(around_old)


def _around(raw: str, text: str) -> tuple[str, str]:
    whole, piece = fold(text), fold(raw)
    at = whole.find(piece)
    if at < 0:
        return "", ""
    end = at + len(piece)
    return whole[max(0, at - _AROUND) : at], whole[end : end + _AROUND]


def _target_change(
    a: MeasureTree, b: MeasureTree, aims: Sequence[tuple[Quantity, Quantity]], places: tuple[list[Place], list[Place]]
) -> Change:
    """A target with its figures; the difference is that of the figure where there is but one."""
    difference, unit = _difference(*aims[0]) if len(aims) == 1 else (None, None)
    said = say("target_changed", before=plain(a.target_raw), after=plain(b.target_raw), shift=_shift(difference, unit))
    return change("target_changed", said, *places, before=a.target_raw, after=b.target_raw,
                  difference=difference, unit=unit, runs=text_runs(a.target_raw or "", b.target_raw or ""))  # fmt: skip


def _difference(was: Quantity, now: Quantity) -> tuple[float | None, str | None]:
    if was.value is not None and now.value is not None and (was.unit or "") == (now.unit or ""):
        return round(now.value - was.value, 9), now.unit
    if was.value_base is not None and now.value_base is not None and was.unit_base == now.unit_base:
        return round(now.value_base - was.value_base, 9), now.unit_base
    return None, None


def _shift(difference: float | None, unit: str | None) -> Said:
    return say("shift", difference=f"{difference:+g}", unit=unit or "") if difference else NOTHING


def _figure_change(was: Quantity, now: Quantity, places: tuple[list[Place], list[Place]]) -> Change:
    difference, unit = _difference(was, now)
    what = now.what or was.what
    named = say("a_figure_of", what=what) if what else NOTHING
    said = say("quantity_changed", what=named, before=was.raw, after=now.raw, shift=_shift(difference, unit))
    return change("quantity_changed", said, *places, before=was.raw, after=now.raw,
                  difference=difference, unit=unit, runs=text_runs(was.raw, now.raw))  # fmt: skip


def _deadline(measure: MeasureTree) -> tuple[object, ...]:
    if measure.deadline_start or measure.deadline_end:
        return (measure.deadline_start, measure.deadline_end)
    return (None, None, key(measure.deadline_raw))


def _parts(deadline_raw: str | None) -> list[str]:
    """The pieces of a time limit, which may stand apart in the text (自2023年起…至2025年)."""
    return (deadline_raw or "").split("；")


def _deadline_change(a: MeasureTree, b: MeasureTree, places: tuple[list[Place], list[Place]]) -> Change:
    before = a.deadline_raw or (a.deadline_end.isoformat() if a.deadline_end else None)
    after = b.deadline_raw or (b.deadline_end.isoformat() if b.deadline_end else None)
    days = None
    if a.deadline_end and b.deadline_end:
        days = float((b.deadline_end - a.deadline_end).days)
    shift: Said = NOTHING
    if days:
        shift = say("days_later" if days > 0 else "days_earlier", days=f"{abs(days):g}")
    said = say("deadline_moved", before=plain(before), after=plain(after), shift=shift)
    return change("deadline_moved", said, *places, before=before, after=after, difference=days, unit="days" if days is not None else None)  # fmt: skip


def citation_changes(
    old: Sequence[Citation], new: Sequence[Citation], places: tuple[list[Place], list[Place]]
) -> Iterator[Change]:
    """Documents that one side names and the other does not, put together in their order."""
    left = [c for c in old if not any(_same_document(c, d) for d in new)]
    right = [c for c in new if not any(_same_document(c, d) for d in old)]
    if len(left) != len(right):  # a document that came or went shows in the wording
        return
    for was, now in zip(left, right, strict=True):
        titled = key(was.title) != key(now.title)
        before, after = [(c.title if titled else c.doc_number) or c.doc_number or "" for c in (was, now)]
        said = say("citation_changed", before=before, after=after)
        yield change("citation_changed", said, *places, before=before, after=after)


def _same_document(a: Citation, b: Citation) -> bool:
    if a.doc_number and b.doc_number:
        return fold(a.doc_number) == fold(b.doc_number)
    return key(a.title) == key(b.title)
