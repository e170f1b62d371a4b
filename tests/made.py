"""Notices made by hand and by Hypothesis, for tests of everything behind the extraction."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from hypothesis import strategies as st

from taskextract.records import (
    Agency,
    Assignment,
    Citation,
    Document,
    Event,
    FindingRow,
    Measure,
    MeasureTree,
    Notice,
    Quantity,
    SpanRow,
    Task,
    TaskTree,
)

TEXT = "某省工作分工\n1\t修路\t修建10条路。\t省交通厅\n修桥。\t省财政厅、有关部门\n"


def document(doc_id: str = "a.txt", **changes: Any) -> Document:
    row: dict[str, Any] = dict.fromkeys(Document.__struct_fields__)
    row |= {"doc_id": doc_id, "path": doc_id, "genre": "division_table", "media_type": "text/plain"}
    row |= {"title": "某省工作分工", "issued_on": date(2020, 3, 1), "issued_on_basis": "stated", "groups": []}
    row |= {"sha256": "0" * 64, "chars": len(TEXT), "chars_unused": 0, "region_code": "370000"}
    row |= {"parser_version": "0.1.0", "vocabulary_version": "v", "field_spans": []}
    return Document(**(row | changes))


def agency(key: str, name: str, mention: str) -> Agency:
    return Agency(
        agency_id=f"370000:{key}", name=name, short_name=None, kind="department", level="province",
        region_code="370000", parent_id=None, known=True, mentions=[mention],
    )  # fmt: skip


def spans(piece: str, text: str = TEXT) -> list[SpanRow]:
    start = text.index(piece)
    return [SpanRow(start=start, end=start + len(piece))]


def assignment(doc_id: str, task: int, measure: int | None, n: int, mention: str, **changes: Any) -> Assignment:
    task_id = f"{doc_id}/t{task}"
    owner = f"{task_id}/m{measure}" if measure else task_id
    row: dict[str, Any] = {
        "assignment_id": f"{owner}/a{n}", "doc_id": doc_id, "task_id": task_id,
        "measure_id": owner if measure else None, "ordinal": n, "mention": mention, "agency_id": None,
        "role": "responsible", "role_raw": None, "via_group": None, "vague": False, "basis": "alias",
        "spans": spans(mention),
    }  # fmt: skip
    return Assignment(**(row | changes))


def measure(doc_id: str, task: int, n: int, text: str, **changes: Any) -> MeasureTree:
    row: dict[str, Any] = dict.fromkeys(Measure.__struct_fields__)
    row |= {"measure_id": f"{doc_id}/t{task}/m{n}", "doc_id": doc_id, "task_id": f"{doc_id}/t{task}"}
    row |= {"ordinal": n, "kind": "action", "text": text, "raw": text, "persons": [], "spans": spans(text)}
    row |= {"field_spans": [], "other_columns": []}
    return MeasureTree(**({**row, "assignments": [], "quantities": []} | changes))


def task(doc_id: str, n: int, name: str | None, measures: list[MeasureTree], **changes: Any) -> TaskTree:
    row: dict[str, Any] = {
        "task_id": f"{doc_id}/t{n}", "doc_id": doc_id, "ordinal": n, "number": n or None,
        "label": f"{n}." if n else None, "name": name, "section": [], "raw": name or "",
        "spans": spans(name) if name else [], "assignments": [], "measures": measures,
    }  # fmt: skip
    return TaskTree(**(row | changes))


def finding(doc_id: str, n: int, code: str, **changes: Any) -> FindingRow:
    row: dict[str, Any] = dict.fromkeys(FindingRow.__struct_fields__)
    row |= {"finding_id": f"{doc_id}/f{n}", "doc_id": doc_id, "code": code, "severity": "warning"}
    return FindingRow(**(row | {"message": "m", "spans": []} | changes))


def notice(doc_id: str = "a.txt", **changes: Any) -> Notice:
    """A sound notice: one task, two measures, one body of the whole task, one vague mention."""
    roads = agency("transport", "某省交通运输厅", "省交通厅")
    money = agency("finance", "某省财政厅", "省财政厅")
    ten = Quantity(
        quantity_id=f"{doc_id}/t1/m1/q1", doc_id=doc_id, measure_id=f"{doc_id}/t1/m1", what="路", value=10.0,
        value_max=None, unit="条", value_base=None, unit_base=None, relation="eq", raw="10条",
        spans=spans("10条"),
    )  # fmt: skip
    first = measure(doc_id, 1, 1, "修建10条路。", quantities=[ten], deadline_end=date(2021, 1, 1))
    second_duties = [
        assignment(doc_id, 1, 2, 1, "省财政厅", agency_id=money.agency_id, role="lead"),
        assignment(doc_id, 1, 2, 2, "有关部门", vague=True, basis="unknown"),
    ]
    second = measure(doc_id, 1, 2, "修桥。", assignments=second_duties)
    whole = assignment(doc_id, 1, None, 1, "省交通厅", agency_id=roads.agency_id)
    found = Notice(
        schema_version="1.0", document=document(doc_id), events=[],
        tasks=[task(doc_id, 1, "修路", [first, second], assignments=[whole])],
        citations=[], agencies=[money, roads], findings=[],
    )  # fmt: skip
    return msgspec.structs.replace(found, **changes)


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_DATES = st.dates(min_value=date(1950, 1, 1))
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def _structs(draw: st.DrawFn, kind: type[msgspec.Struct], **fixed: Any) -> Any:
    info = msgspec.inspect.type_info(kind)
    values = {field.name: draw(_value(field.type)) for field in info.fields if field.name not in fixed}
    return kind(**values, **fixed)


def _value(kind: Any) -> st.SearchStrategy[Any]:
    i = msgspec.inspect
    if isinstance(kind, i.UnionType):
        return st.one_of([_value(part) for part in kind.types])
    if isinstance(kind, i.ListType):
        return st.lists(_value(kind.item_type), max_size=2)
    if isinstance(kind, i.TupleType):
        return st.tuples(*(_value(part) for part in kind.item_types))
    if isinstance(kind, i.LiteralType):
        return st.sampled_from(kind.values)
    if isinstance(kind, i.StructType):
        return _structs(kind.cls)
    plain = {
        i.StrType: _TEXTS, i.IntType: st.integers(-(2**63), 2**63 - 1), i.FloatType: _FLOATS,
        i.BoolType: st.booleans(), i.DateType: _DATES, i.NoneType: st.none(),
    }  # fmt: skip
    return plain[type(kind)]


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Notices of any values that fit the types; ids and texts make no sense together."""
    head = draw(_structs(Document, doc_id=draw(st.sampled_from(["a.txt", "b/c.pdf", "公告.docx"]))))
    tasks = draw(st.lists(_structs(TaskTree), max_size=2))
    return Notice(
        schema_version="1.0", document=head, tasks=tasks, parts=[],
        events=draw(st.lists(_structs(Event), max_size=2)),
        citations=draw(st.lists(_structs(Citation), max_size=2)),
        agencies=draw(st.lists(_structs(Agency), max_size=3)),
        findings=draw(st.lists(_structs(FindingRow), max_size=2)),
    )  # fmt: skip


__all__ = ["TEXT", "Task", "agency", "assignment", "document", "finding", "measure", "notice", "notices", "spans", "task"]
