"""Sections that moved, were renumbered or renamed, and what bodies are called."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from taskextract.diff_records import NoticeDiff

SECTIONS = (
    ("保障粮食供给", (("稳定播种面积", "落实播种面积任务，扩种大豆油料。"), ("加强耕地保护", "划定永久基本农田，整治撂荒地块。"))),
    ("发展乡村产业", (("做强加工业", "建设农产品加工园区，培育龙头企业。"), ("壮大旅游业", "打造精品民宿集群，开通旅游专线。"))),
    ("改善人居环境", (("推进厕所革命", "改建农村户厕，健全管护队伍。"), ("治理生活污水", "铺设污水管网，建设小型湿地。"))),
    ("加强组织保障", (("压实责任", "组建工作专班，定期调度进展。"),)),
)


def notice(folder: Path, name: str, order: tuple[int, ...], titles: dict[int, str], body: str) -> Path:
    rows = ["黑龙江省人民政府办公厅关于全面推进乡村振兴重点任务分工方案", "", "为做好有关工作，制定本方案。"]
    for n, section in enumerate(order):
        rows.append(f"{'一二三四'[n]}、{titles.get(section, SECTIONS[section][0])}")
        for k, (task, text) in enumerate(SECTIONS[section][1]):
            rows.append(f"（{'一二三'[k]}）{task}。{text}（责任单位：省农业农村厅、{body}）")
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("order", "titles", "body", "kinds", "notes"),
    [
        ((0, 1, 2, 3), {}, "省发展改革委", [], []),
        ((1, 0, 2, 3), {}, "省发展改革委", ["section_moved"], []),
        ((1, 2, 3), {}, "省发展改革委", ["task_removed", "task_removed"], []),
        ((0, 1, 2, 3), {1: "壮大富民产业"}, "省发展改革委", ["section_renamed"], []),
        ((0, 1, 2, 3), {}, "省发改委", [], ["other_name"]),
    ],
)
def test_what_happened_to_a_section_is_one_change(
    tmp_path: Path, order: tuple[int, ...], titles: dict[int, str], body: str, kinds: list[str], notes: list[str]
) -> None:
    old = notice(tmp_path, "old.txt", (0, 1, 2, 3), {}, "省发展改革委")
    found: NoticeDiff = te.diff(old, notice(tmp_path, "new.txt", order, titles, body)).notices[0]
    assert [change.kind for change in found.changes] == kinds
    assert [note.kind for note in found.notes] == notes
