"""What each check of a finished notice finds, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

import made
from taskextract import validate
from taskextract.dataset import Dataset
from taskextract.records import FieldSpans, MeasureTree, Notice, OtherColumn, SpanRow
from taskextract.validate_tasks import read_label


def _codes(notice: Notice, text: str = made.TEXT) -> list[tuple[str, str | None]]:
    found = validate.checked(notice, {notice.document.doc_id: text})
    return [(row.code, row.record_id) for row in found.findings[len(notice.findings) :]]


def _with_measure(**changes: Any) -> Notice:
    """The sound notice with its first measure changed."""
    task = made.notice().tasks[0]
    first = msgspec.structs.replace(task.measures[0], **changes)
    return made.notice(tasks=[msgspec.structs.replace(task, measures=[first, task.measures[1]])])


def test_a_sound_notice_has_no_findings() -> None:
    assert _codes(made.notice()) == []


def test_checking_twice_adds_nothing() -> None:
    bad = _with_measure(raw="别的")
    once = validate.checked(bad, {"a.txt": made.TEXT})
    assert once.findings
    assert validate.checked(once, {"a.txt": made.TEXT}) == once
    assert [row.finding_id for row in once.findings] == ["a.txt/f1", "a.txt/f2"]


def test_new_findings_take_ids_that_are_free() -> None:
    problem = validate.Problem(validate.Finding("no-tasks", "m"))
    rows = validate.rows("a", [problem, problem], {"a/f1", "a/f4"})
    assert [row.finding_id for row in rows] == ["a/f3", "a/f5"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"raw": "修建11条路。"}, ["span-broken", "unexplained-text"]),
        ({"spans": [SpanRow(start=5, end=5)]}, ["span-broken"]),
        ({"spans": [SpanRow(start=0, end=10_000)]}, ["span-broken"]),
        ({"field_spans": [FieldSpans(field="theme", spans=[SpanRow(start=0, end=10_000)])]}, ["span-broken"]),
        ({"other_columns": [OtherColumn(header="地点", text="某地", spans=[SpanRow(start=5, end=5)])]}, ["span-broken"]),
        ({"text": "修建10条道路。"}, ["unexplained-text"]),
        ({"text": "修 建 10 条路。"}, []),
        ({"deadline_end": date(2019, 1, 1)}, ["date-order"]),
        ({"deadline_start": date(2022, 1, 1)}, ["date-order"]),
        ({"deadline_start": date(2020, 1, 1), "deadline_end": date(2020, 3, 1)}, []),
        ({"kind": "nonsense"}, ["schema-broken"]),
        ({"ordinal": "1"}, ["schema-broken"]),
    ],
)
def test_one_measure_changed(changes: dict[str, Any], codes: list[str]) -> None:
    assert [code for code, _ in _codes(_with_measure(**changes))] == codes


def test_a_mended_text_is_explained_by_a_finding_on_it_or_at_its_place() -> None:
    mended = _with_measure(text="修建10条道路。")
    place = [SpanRow(start=mended.tasks[0].measures[0].spans[0].start + 4, end=20)]
    for row in (
        made.finding("a.txt", 1, "repaired-text", before="路", after="道路", record_id="a.txt/t1/m1"),
        made.finding("a.txt", 1, "repaired-text", before="路", after="道路", spans=place),
    ):
        assert _codes(msgspec.structs.replace(mended, findings=[row])) == []


def _tasks(*numbers: int | None, label: str = "{}.", sections: tuple[str, ...] = ()) -> Notice:
    tasks = []
    for i, number in enumerate(numbers, start=1):
        section = [sections[i - 1]] if sections else []
        text = label.format(number) if number else None
        tasks.append(msgspec.structs.replace(made.task("a.txt", i, None, []), number=number, label=text, section=section))
    return made.notice(tasks=tasks)


@pytest.mark.parametrize(
    ("notice", "wrong"),
    [
        (_tasks(1, 2, 3), []),
        (_tasks(1, 2, 4), [4]),
        (_tasks(1, 2, 2), [2]),
        (_tasks(2, 3), [2]),
        (_tasks(1, None, 3), []),
        (_tasks(1, None, 4), [4]),
        (_tasks(1, None, 2), []),
        (_tasks(1, 2, 1, 2, sections=("一、甲", "一、甲", "二、乙", "二、乙")), []),
        (_tasks(1, 2, 3, 5, sections=("一、甲", "一、甲", "二、乙", "二、乙")), [5]),
        (_tasks(1, 1, 2, 4, sections=("（一）甲", "（二）乙", "（二）乙", "（四）丁")), [4]),
    ],
)
def test_numbers_run_on(notice: Notice, wrong: list[int]) -> None:
    found = [record for code, record in _codes(notice) if code == "number-gap"]
    assert [task.number for task in notice.tasks if task.task_id in found] == wrong


def test_a_heading_above_items_takes_its_place_among_the_tasks() -> None:
    """（一）, then （二） with items of its own, then （三）."""
    tasks = [
        msgspec.structs.replace(made.task("a.txt", i, None, []), number=number, label=label, section=section)
        for i, (number, label, section) in enumerate(
            [(1, "（一）", ["一、任务"]), (1, "1.", ["一、任务", "（二）乙"]), (2, "2.", ["一、任务", "（二）乙"]), (3, "（三）", ["一、任务"])],
            start=1,
        )
    ]
    assert _codes(made.notice(tasks=tasks)) == []


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("（三）", ("（零）", 3)), ("十二、", ("零、", 12)), ("二十", ("零", 20)), ("12.", ("0.", 12)), ("第三章", ("第零章", 3)),
        ("一百零五、", ("零、", 105)), ("（１）", ("（0）", 1)), ("加强", ("", None)), ("", ("", None)),
    ],
)  # fmt: skip
def test_labels(label: str, read: tuple[str, int | None]) -> None:
    assert read_label(label) == read


def _measure(n: int, kind: str = "action", **changes: Any) -> MeasureTree:
    return made.measure("a.txt", 1, n, ["修建10条路。", "修桥。"][n - 1], kind=kind, **changes)


def _task_of(*measures: MeasureTree) -> Notice:
    return made.notice(tasks=[made.task("a.txt", 1, "修路", list(measures))])


def test_a_measure_without_a_body_is_told_unless_something_explains_it() -> None:
    duty = made.assignment("a.txt", 1, 1, 1, "省交通厅")
    first, second = _measure(1, assignments=[duty]), _measure(2)
    assert _codes(_task_of(first, second)) == [("unassigned-measure", "a.txt/t1/m2")]
    assert _codes(_task_of(first, _measure(2, kind="purpose"))) == []
    explained = [made.finding("a.txt", 1, "group-mismatch", record_id="a.txt/t1/m2")]
    assert _codes(msgspec.structs.replace(_task_of(first, second), findings=explained)) == []


def test_a_notice_without_any_body_is_told_once() -> None:
    assert _codes(_task_of(_measure(1), _measure(2))) == [("unassigned-measure", None)]


def test_chars_unused_is_the_sum_of_its_findings() -> None:
    row = made.finding("a.txt", 1, "unused-text", spans=made.spans("1\t修路"))
    assert _codes(made.notice(findings=[row], document=made.document(chars_unused=3))) == []
    assert _codes(made.notice(findings=[row])) == [("schema-broken", "a.txt")]


def test_far_fewer_rows_than_the_text_suggests() -> None:
    more = "这里还有许多别的话。" * 100
    text = made.TEXT + more
    unused = [made.finding("a.txt", 1, "unused-text", spans=made.spans(more, text))]

    def codes(**fields: Any) -> list[Any]:
        document = made.document(chars_unused=len(more), **fields)
        return _codes(made.notice(findings=unused, document=document), text)

    assert codes() == [("row-floor", "a.txt")]
    assert codes(genre="report") == []
    assert _codes(made.notice(), text) == [], "a web page's navigation is no text of the notice"


def test_a_body_and_its_table_name_the_same_tasks() -> None:
    def tasks(doc_id: str, *names: str) -> list[Any]:
        return [msgspec.structs.replace(made.task(doc_id, i, None, []), name=n) for i, n in enumerate(names, 1)]

    def pair(annex: tuple[str, ...]) -> Notice:
        part = made.notice("a.txt#1", tasks=tasks("a.txt#1", *annex), document=made.document("a.txt#1"))
        return made.notice(tasks=tasks("a.txt", "修路", "修桥", "植树"), document=made.document(genre="plan"), parts=[part])

    assert _codes(pair(("修路", "修 桥", "植树。"))) == []
    assert _codes(pair(("修路", "修桥"))) == [("body-annex-differ", "a.txt#1")]
    assert _codes(pair(("养鱼", "种菜"))) == []
    found = validate.checked(pair(("修路", "修桥", "养鱼")), {})
    assert "only in the body: 植树; only in the annex: 养鱼" in found.findings[-1].message


def test_ids_are_unique_and_keys_resolve() -> None:
    def found(*notices: Notice) -> list[tuple[str, str, str | None]]:
        problems = validate.check_keys(Dataset.from_notices(notices, {}))
        return [(doc_id, problem.finding.code, problem.record_id) for doc_id, problem in problems]

    assert found(made.notice(), made.notice("b.txt")) == []
    tasks = made.notice().tasks
    assert ("a.txt", "duplicate-id", "a.txt/t1") in found(made.notice(tasks=[*tasks, *tasks]))
    assert ("a.txt", "dangling-key", "370000:finance") in found(made.notice(agencies=made.notice().agencies[1:]))
    lost = made.notice(document=made.document(issuer_id="370000:none"))
    assert found(lost) == [("a.txt", "dangling-key", "370000:none")]


def test_problems_of_the_run_go_to_the_notice_they_concern() -> None:
    part = made.notice("a.txt#1", document=made.document("a.txt#1", parent_doc_id="a.txt"))
    problem = validate.Problem(validate.Finding("dangling-key", "m"), "x")
    notice = validate.with_problems(made.notice(parts=[part]), [("a.txt#1", problem)])
    assert notice.findings == []
    assert [row.finding_id for row in notice.parts[0].findings] == ["a.txt#1/f1"]


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("（三）", ("（零）", 3)), ("12.", ("0.", 12)), ("１２、", ("0、", 12)), ("二〇、", ("零、", 20)), ("第十二条", ("第零条", 12)),
        ("一百零二、", ("零、", 102)), ("总则", ("", None)),
    ],
)  # fmt: skip
def test_labels_of_one_kind_and_their_numbers(label: str, read: tuple[str, int | None]) -> None:
    assert read_label(label) == read
