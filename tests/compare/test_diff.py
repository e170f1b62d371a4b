"""What a comparison tells, of notices printed in several formats and read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import taskextract as te
from compare.layouts import FORMATS, write
from compare.plain import Block, Item, Plain
from taskextract.diff_records import NoticeDiff

RAW = Path(__file__).parent.parent.parent / "raw"

BASE = Plain(
    "某省黄河流域综合治理重点任务分工表",
    (
        Block("建设骨干水网", (
            Item("实施黄河下游引黄灌区改造，新建改造渠道120公里。", ("省水利厅", "省发展改革委")),
            Item("建设沿黄调蓄水库，2021年6月底前完成前期工作。", ("省水利厅", "省自然资源厅")),
        )),
        Block("培育特色农业", (
            Item("发展盐碱地耐盐作物种植，建立良种繁育基地。推广水肥一体化技术，培训种植大户。", ("省农业农村厅", "省科技厅")),
            Item("落实《山东省乡村振兴战略规划》，支持农产品冷链仓储。", ("省农业农村厅", "省商务厅", "省财政厅")),
        )),
        Block("保护传承文化", (
            Item("修复黄河故道古村落，开发研学旅游线路。", ("省文化和旅游厅牵头", "省教育厅")),
            Item("举办黄河文化论坛。", ("省文化和旅游厅",)),
        )),
        Block("完善应急救援", (Item("组建抗洪抢险专业队伍，储备防汛物资。", ("省应急厅", "山东银保监局")),)),
    ),
)  # fmt: skip
BASE = replace(BASE, blocks=tuple(
    replace(b, items=tuple(replace(i, bodies=tuple(x.removesuffix("牵头") for x in i.bodies), led=i.bodies[0].endswith("牵头"))
                           for i in b.items)) for b in BASE.blocks))  # fmt: skip

Compare = Callable[[Plain], NoticeDiff]


@pytest.fixture
def against(tmp_path: Path) -> Compare:
    """Compare a notice with `BASE`, one as HTML and the other as text."""

    def run(new: Plain) -> NoticeDiff:
        report = te.diff(write(BASE, tmp_path, "old", "html"), write(new, tmp_path, "new", "txt"))
        return report.notices[0]

    return run


def edit(block: int, item: int, **changes: object) -> Plain:
    items = list(BASE.blocks[block].items)
    items[item] = replace(items[item], **changes)  # type: ignore[arg-type]
    blocks = list(BASE.blocks)
    blocks[block] = replace(blocks[block], items=tuple(items))
    return replace(BASE, blocks=tuple(blocks))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_notice_is_the_same_in_any_format(tmp_path: Path, ending: str) -> None:
    report = te.diff(write(BASE, tmp_path, "old", "html"), write(BASE, tmp_path, "new", ending))
    assert report.same, report.notices[0].changes


@pytest.mark.parametrize("path", sorted(RAW.glob("*.txt")), ids=lambda path: path.stem[:24])
def test_a_real_notice_is_the_same_as_itself(path: Path) -> None:
    assert te.diff(path, path).same


def test_a_task_put_in_front_is_one_change(against: Compare) -> None:
    fresh = Block("治理城市内涝", (Item("改造老旧排水管网。", ("省住房城乡建设厅",)),))
    found = against(replace(BASE, blocks=(fresh, *BASE.blocks)))
    assert [change.kind for change in found.changes] == ["task_added"]
    assert [(note.kind, note.count) for note in found.notes] == [("renumbered", 4)]


TEXT = BASE.blocks[0].items[0].text
TWO = BASE.blocks[1].items[0].text


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        (edit(0, 0, text=TEXT.replace("120", "150")), ["quantity_changed"]),
        (edit(0, 1, text="建设沿黄调蓄水库，2021年9月底前完成前期工作。"), ["deadline_moved"]),
        (edit(1, 1, text="落实《山东省数字乡村发展规划》，支持农产品冷链仓储。"), ["citation_changed"]),
        (edit(0, 0, text=TEXT.replace("实施", "加快实施")), ["measure_reworded"]),
        (edit(0, 0, bodies=("省水利厅", "省财政厅")), ["agency_removed", "agency_added"]),
        (edit(0, 0, bodies=("省发展改革委", "省水利厅")), []),
        (edit(2, 0, bodies=("省教育厅", "省文化和旅游厅")), ["lead_changed"]),
        (edit(2, 0, led=False), ["agency_role_changed", "agency_role_changed"]),
        (edit(3, 0, bodies=("省应急厅", "国家金融监督管理总局山东监管局")), []),
        (edit(3, 0, bodies=("省应急厅", "山东银保监局", "有关部门")), ["agency_added"]),
        (replace(BASE, blocks=(*BASE.blocks[:2], replace(BASE.blocks[2], name="保护传承弘扬文化"), BASE.blocks[3])), ["task_renamed"]),
        (replace(BASE, blocks=(BASE.blocks[3], *BASE.blocks[:3])), ["task_moved"]),
        (replace(BASE, blocks=BASE.blocks[1:]), ["task_removed"]),
        (replace(BASE, first=11), ["task_renumbered"]),
        (replace(BASE, blocks=(*BASE.blocks[:2], replace(BASE.blocks[2], items=BASE.blocks[2].items[:1]), BASE.blocks[3])), ["measure_removed"]),
        (replace(BASE, blocks=(BASE.blocks[0], replace(BASE.blocks[1], items=(
            replace(BASE.blocks[1].items[0], text=TWO[: TWO.index("。") + 1]),
            replace(BASE.blocks[1].items[0], text=TWO[TWO.index("。") + 1 :]), BASE.blocks[1].items[1])), *BASE.blocks[2:])),
         ["measure_split"]),
        (replace(BASE, blocks=(replace(BASE.blocks[0], items=(*BASE.blocks[0].items, *BASE.blocks[3].items)), *BASE.blocks[1:3])),
         ["task_merged"]),
    ],
)  # fmt: skip
def test_one_edit_is_told_as_what_it_is(against: Compare, new: Plain, kinds: list[str]) -> None:
    assert [change.kind for change in against(new).changes] == kinds


def test_a_difference_has_its_size(against: Compare) -> None:
    (change,) = against(edit(0, 0, text=TEXT.replace("120", "150"))).changes
    assert (change.difference, change.unit) == (30.0, "公里")
    assert change.old[0].task_name == change.new[0].task_name == "建设骨干水网"


def test_a_body_renamed_by_a_reform_is_a_note(against: Compare) -> None:
    found = against(edit(3, 0, bodies=("省应急厅", "国家金融监督管理总局山东监管局")))
    assert found.same
    assert [note.kind for note in found.notes] == ["renamed_by_reform"]


def test_a_moved_measure_may_be_reworded_too(against: Compare) -> None:
    item = replace(BASE.blocks[2].items[0], text="保护修复黄河故道古村落，开发研学旅游线路。")
    blocks = (replace(BASE.blocks[0], items=(*BASE.blocks[0].items, item)), BASE.blocks[1],
              replace(BASE.blocks[2], items=BASE.blocks[2].items[1:]), BASE.blocks[3])  # fmt: skip
    kinds = sorted(change.kind for change in against(replace(BASE, blocks=blocks)).changes)
    assert kinds == ["measure_moved", "measure_reworded"]


def test_folders_are_paired_by_title(tmp_path: Path) -> None:
    for side, name in (("a", "x"), ("b", "y")):
        (tmp_path / side).mkdir()
        write(BASE, tmp_path / side, name, "txt")
    write(replace(BASE, title="某省海洋经济重点任务分工表"), tmp_path / "b", "z", "txt")
    report = te.diff(tmp_path / "a", tmp_path / "b")
    assert [[change.kind for change in one.changes] for one in report.notices] == [[], ["notice_added"]]
