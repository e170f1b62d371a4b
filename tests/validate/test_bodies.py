"""Assignments that the notice itself speaks against are doubted, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te

HEAD = (
    "关于推进半岛城市合作的分工表\n\n序号\t主要任务\t具体举措\t责任单位\n"
    "1\t统筹交通建设\t推动山东济南、青岛、烟台、潍坊等4市（以下简称“4市”）共建高速公路。\t省交通运输厅，4市政府\n"
    "2\t做强港口\t改造青岛港、烟台港。\t青岛、烟台市政府\n"
    "3\t建设平台\t建设潍坊数据中心。\t省大数据局，潍坊、济南市政府\n"
)


@pytest.mark.parametrize(
    ("measure", "bodies", "doubted"),
    [
        ("布局建设5G网络。", "省工业和信息化厅、省政府、省大数据局", ["省政府"]),
        ("布局建设5G网络。", "省工业和信息化厅、省政府办公厅、4市政府", []),
        ("布局建设5G网络。", "省工业和信息化厅、青岛市政府", []),
        ("建设济南、青岛、潍坊铁路。", "省交通运输厅，烟台、潍坊市政府", ["烟台"]),
        ("建设济南、青岛、潍坊铁路。", "省交通运输厅，济南市政府", []),
        ("建设济南、青岛、潍坊铁路。", "省交通运输厅，4市政府", []),
        ("鼓励其他市灵活引进人才。", "省科技厅，济南市政府", ["济南市政府"]),
        ("鼓励济南带动其他市灵活引进人才。", "省科技厅，济南市政府", []),
        ("支持4市开拓市场。", "省商务厅，青岛、威海市政府", ["威海市政府"]),
        ("支持4市与威海开拓市场。", "省商务厅，青岛、威海市政府", []),
    ],
)
def test_doubtful_bodies(tmp_path: Path, measure: str, bodies: str, doubted: list[str]) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(HEAD + f"4\t其他工作\t{measure}\t{bodies}\n", "utf-8")
    notice = te.parse(path).notices[0]
    found = [f for f in notice.findings if f.code == "doubtful-assignment"]
    assert [f.before for f in found] == doubted
    assert all(f.record_id and f.spans for f in found)
