"""Two wordings, character by character, in runs that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskextract.compare.runs import text_runs


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("加快建设。", "加快建设。", [("same", "加快建设。")]),
        ("加快建设。", "加快规划建设。", [("same", "加快"), ("added", "规划"), ("same", "建设。")]),
        ("新建5个园区", "新建8个园区", [("same", "新建"), ("removed", "5"), ("added", "8"), ("same", "个园区")]),
        ("推进甲机场、乙机场建设", "推进乙机场、甲机场建设", None),
        ("修路,架桥", "修路，架 桥", [("same", "修路，架 桥")]),  # widths and blanks are no difference
        ("", "新增内容", [("added", "新增内容")]),
    ],
)
def test_runs(old: str, new: str, expected: list[tuple[str, str]] | None) -> None:
    runs = text_runs(old, new)
    if expected is not None:
        assert [(run.op, run.text) for run in runs] == expected
    assert "".join(r.text for r in runs if r.op in ("same", "added", "moved_to")) == new


def test_a_move_inside_a_sentence_is_one_move() -> None:
    runs = text_runs("深化区域合作，完善交通网络，提升服务水平。", "完善交通网络，提升服务水平，深化区域合作。")
    moved = {run.op: run for run in runs if run.move}
    assert set(moved) == {"moved_from", "moved_to"}
    assert "深化区域合作" in moved["moved_from"].text
    assert moved["moved_from"].move == moved["moved_to"].move


def test_a_run_ends_at_a_stop_where_it_may() -> None:
    runs = text_runs("建设甲机场、乙机场、丙机场。", "建设甲机场、丙机场。")
    assert [run.text for run in runs if run.op == "removed"] == ["乙机场、"]


@given(st.text("建设机场推进，。、 1５", max_size=20), st.text("建设机场推进，。、 1５", max_size=20))
def test_each_side_can_be_read_back(old: str, new: str) -> None:
    runs = text_runs(old, new)
    kept = "".join(run.text for run in runs if run.op in ("same", "added", "moved_to"))
    assert kept.split() == new.split() or kept.replace(" ", "") == new.replace(" ", "")


def test_long_texts_are_told_apart_in_time() -> None:
    clauses = [f"统筹推进第{n}批{'东西南北'[n % 4]}部水库清淤工程" for n in range(1500)]
    old = "，".join(clauses) + "。"
    new = old.replace("第700批", "第七百批", 1)
    runs = text_runs(old, new)
    assert [(run.op, run.text) for run in runs if run.op != "same"] == [("removed", "700"), ("added", "七百")]
    assert "".join(run.text for run in runs if run.op in ("same", "removed")) == old
    assert "".join(run.text for run in runs if run.op in ("same", "added")) == new
