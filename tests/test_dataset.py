"""The tables of a dataset: what stands in them, in which order, and back from Arrow and the disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

import made
from taskextract import records, writers
from taskextract.dataset import Dataset, NotADataset, load
from taskextract.records import TABLES, Notice
from taskextract.writers import json as json_writer


@pytest.fixture
def dataset() -> Dataset:
    return Dataset.from_notices([made.notice()], {"a.txt": made.TEXT})


def test_a_row_of_the_flat_table_for_every_measure_and_agency(dataset: Dataset) -> None:
    rows = [
        (r.measure_id, r.mention, r.agency_name, r.role, r.vague, r.inherited) for r in dataset.responsibilities
    ]
    assert rows == [
        ("a.txt/t1/m1", "省交通厅", "某省交通运输厅", "responsible", False, True),
        ("a.txt/t1/m2", "省财政厅", "某省财政厅", "lead", False, False),
        ("a.txt/t1/m2", "有关部门", None, "responsible", True, False),
        ("a.txt/t1/m2", "省交通厅", "某省交通运输厅", "responsible", False, True),
    ]
    first = dataset.responsibilities[0]
    assert (first.task_number, first.task_name, first.doc_title) == (1, "修路", "某省工作分工")
    assert (first.deadline_end, first.agency_level, first.region_code) == (date(2021, 1, 1), "province", "370000")


def test_what_a_measure_says_of_a_body_wins_over_its_task() -> None:
    own = made.assignment("a.txt", 1, 1, 1, "省交通厅", agency_id="370000:transport", role="lead")
    measure = made.measure("a.txt", 1, 1, "修建10条路。", assignments=[own])
    whole = made.assignment("a.txt", 1, None, 1, "省交通厅", agency_id="370000:transport", role="support")
    notice = made.notice(tasks=[made.task("a.txt", 1, "修路", [measure], assignments=[whole])])
    rows = Dataset.from_notices([notice], {}).responsibilities
    assert [(r.role, r.inherited) for r in rows] == [("lead", False)]


def test_notices_stand_by_doc_id_and_parts_after_their_parent() -> None:
    part = made.notice("b.txt#1", document=made.document("b.txt#1", parent_doc_id="b.txt"))
    both = [made.notice("b.txt", parts=[part]), made.notice("a.txt")]
    dataset = Dataset.from_notices(both, {})
    assert [d.doc_id for d in dataset.documents] == ["a.txt", "b.txt", "b.txt#1"]
    assert [n.document.doc_id for n in dataset.notices] == ["a.txt", "b.txt"]


def test_an_agency_of_several_notices_is_one_row_with_its_newest_name() -> None:
    old = made.agency("drc", "旧名", "省计委")
    new = made.agency("drc", "新名", "省发改委")
    notices = [
        made.notice("a.txt", document=made.document("a.txt", issued_on=date(2022, 1, 1)), agencies=[new], tasks=[]),
        made.notice("b.txt", document=made.document("b.txt", issued_on=date(2001, 1, 1)), agencies=[old], tasks=[]),
    ]
    (row,) = Dataset.from_notices(notices, {}).agencies
    assert (row.name, row.mentions) == ("新名", ["省发改委", "省计委"])


def test_the_flat_table_names_a_body_as_of_its_notice() -> None:
    def one(doc_id: str, name: str, when: date) -> Notice:
        duty = made.assignment(doc_id, 1, 1, 1, "省交通厅", agency_id="370000:drc")
        measure = made.measure(doc_id, 1, 1, "修桥。", assignments=[duty])
        return made.notice(
            doc_id, document=made.document(doc_id, issued_on=when), agencies=[made.agency("drc", name, "省交通厅")],
            tasks=[made.task(doc_id, 1, "修路", [measure])],
        )  # fmt: skip

    notices = [one("a.txt", "旧名", date(2001, 1, 1)), one("b.txt", "新名", date(2020, 1, 1))]
    assert [r.agency_name for r in Dataset.from_notices(notices, {}).responsibilities] == ["旧名", "新名"]


def test_an_unknown_table_names_those_there_are(dataset: Dataset) -> None:
    with pytest.raises(KeyError, match="responsibilities"):
        dataset.rows("measure")


def test_pandas_keeps_whole_numbers_and_dates(dataset: Dataset) -> None:
    frame = dataset.to_pandas("tasks")
    assert str(frame["number"].dtype) == "Int64"
    assert str(dataset.to_pandas("documents")["issued_on"].dtype).startswith("datetime64")
    assert list(dataset.to_pandas("quantities").columns) == list(records.Quantity.__struct_fields__)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(made.notices())
def test_arrow_and_json_give_back_what_went_in(notice: Notice) -> None:
    dataset = Dataset.from_notices([notice], {})
    for table in TABLES:
        assert msgspec.convert(dataset.to_arrow(table).to_pylist(), list[TABLES[table]]) == dataset.rows(table)
    assert msgspec.json.decode(json_writer.render(notice), type=Notice) == notice


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(notice=made.notices())
def test_the_disk_gives_back_what_went_in(tmp_path_factory: pytest.TempPathFactory, notice: Notice) -> None:
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("round") / "parsed"
    dataset = Dataset.from_notices([notice], {notice.document.doc_id: "a\r\nb\u2028\x00𠮷"})
    writers.write(dataset, folder)
    assert load(folder) == dataset
    for table in TABLES:
        assert msgspec.convert(pq.read_table(folder / f"{table}.parquet").to_pylist(), list[TABLES[table]]) == dataset.rows(table)


def test_load_says_in_one_line_what_is_wrong(tmp_path: Path, dataset: Dataset) -> None:
    with pytest.raises(NotADataset, match="no dataset of taskextract"):
        load(tmp_path)
    folder = tmp_path / "parsed"
    writers.write(dataset, folder)
    path = folder / "json" / "a.txt.json"
    path.write_text(path.read_text().replace('"schema_version": "1.0"', '"schema_version": "9.0"'))
    with pytest.raises(NotADataset, match=r"schema version 9\.0"):
        load(folder)
    path.write_text("{}")
    with pytest.raises(NotADataset, match="not a notice"):
        load(folder)
