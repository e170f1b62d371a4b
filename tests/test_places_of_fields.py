"""Each value of a record says where it was read, and columns that no field is for are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from taskextract.dataset import Dataset

NOTICE = """临海省人民政府办公厅关于印发重点项目分工方案的通知
临政办发〔2023〕5号

临海省人民政府办公厅
2023年3月2日

序号\t重点任务\t工作措施\t建设地点\t总投资（亿元）\t责任单位\t完成时限\t工作目标\t备注
1\t建设综合交通网络\t新建高速公路120公里。\t滨江区、山阳县\t{cost}\t省交通运输厅\t2023年12月底前\t通车里程达到500公里\t省级重点
\t\t改造农村公路。\t\t\t省交通运输厅\t长期坚持\t\t
"""
FIELDS = ("theme", "speaker", "deadline_raw", "target_raw", "remark")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    path = tmp_path_factory.mktemp("places") / "notice.txt"
    path.write_text(NOTICE.format(cost="98.6"), encoding="utf-8")
    return te.parse(path, jobs=0)


def test_fields_of_a_notice_point_at_their_words(dataset: Dataset) -> None:
    text = dataset.texts["notice.txt"]
    (document,) = dataset.documents
    said = {p.field: "".join(text[s.start : s.end] for s in p.spans) for p in document.field_spans}
    assert said == {
        "title": "临海省人民政府办公厅关于印发重点项目分工方案的通知",
        "doc_number": "临政办发〔2023〕5号",
        "issuer": "临海省人民政府办公厅",
        "issued_on": "2023年3月2日",
    }
    task = next(t for t in dataset.tasks if t.number == 1)
    assert {p.field: text[p.spans[0].start : p.spans[0].end] for p in task.field_spans} == {
        "label": "1", "name": "建设综合交通网络",
    }  # fmt: skip


def test_fields_of_a_measure_point_at_their_words(dataset: Dataset) -> None:
    text = dataset.texts["notice.txt"]
    for measure in dataset.measures:
        said = {p.field: "".join(text[s.start : s.end] for s in p.spans) for p in measure.field_spans}
        assert said == {name: value for name in FIELDS if (value := getattr(measure, name))}
    first = dataset.measures[0]
    assert [p.field for p in first.field_spans] == ["deadline_raw", "target_raw", "remark"]


def test_columns_that_no_field_is_for_are_kept_with_their_headers(dataset: Dataset) -> None:
    text = dataset.texts["notice.txt"]
    first, second = dataset.measures
    assert [(c.header, c.text) for c in first.other_columns] == [("建设地点", "滨江区、山阳县"), ("总投资（亿元）", "98.6")]
    assert [text[c.spans[0].start : c.spans[0].end] for c in first.other_columns] == ["滨江区、山阳县", "98.6"]
    assert second.other_columns == []


def test_a_limit_in_the_sentence_points_into_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("临海省农业行动方案\n\n一、主要任务\n（一）建设高标准农田。2023年6月底前完成勘界，2024年底前建成。（责任单位：省农业农村厅）\n", encoding="utf-8")
    dataset = te.parse(path, jobs=0)
    text = dataset.texts["plan.txt"]
    limits = [p for m in dataset.measures for p in m.field_spans if p.field == "deadline_raw"]
    assert [[text[s.start : s.end] for s in p.spans] for p in limits] == [["2023年6月底前", "2024年底前"]]


def test_a_change_in_such_a_column_is_a_change(tmp_path: Path) -> None:
    for name, cost in (("old", "98.6"), ("new", "120")):
        (tmp_path / f"{name}.txt").write_text(NOTICE.format(cost=cost), encoding="utf-8")
    report = te.diff(tmp_path / "old.txt", tmp_path / "new.txt")
    assert [(c.kind, c.message, c.message_zh) for c in report.notices[0].changes] == [
        ("column_changed", "总投资（亿元）: 98.6 → 120", "总投资（亿元）：98.6 → 120")
    ]
