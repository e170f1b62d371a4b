"""Which reader reads a notice that holds both prose and tables; what its parts take from its letter."""

from __future__ import annotations

from pathlib import Path

import taskextract as te
from taskextract.records import Notice

PLAN = """某市人民政府办公室关于印发某市教育工作要点的通知
一、优化布局
（一）扩大学前教育资源。新增公办园20所。（市教育局、市财政局负责）
专栏1　重点工程
序号\t工程名称\t建设内容\t完成时间
1\t幼儿园扩容工程\t新建公办幼儿园20所\t2025年
2\t校舍改造工程\t改造校舍3万平方米\t2026年
（二）建设教师队伍。招聘教师300名。（市人力资源社会保障局负责）
"""


def read(tmp_path: Path, text: str) -> Notice:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    return te.read(path)


def test_a_table_of_projects_in_a_plan_takes_no_place_of_its_tasks(tmp_path: Path) -> None:
    notice = read(tmp_path, PLAN)
    assert notice.document.genre == "plan"
    assert [t.label for t in notice.tasks if t.ordinal] == ["（一）", "（二）"]
    assert [a.mention for t in notice.tasks for a in [*t.assignments, *(a for m in t.measures for a in m.assignments)]] == [
        "市教育局", "市财政局", "市人力资源社会保障局",
    ]  # fmt: skip
    assert "decoy-table" in {f.code for f in notice.findings}
    assert notice.document.chars_unused == 0


def test_a_table_that_names_bodies_is_read_though_tails_stand_around_it(tmp_path: Path) -> None:
    notice = read(tmp_path, PLAN.replace("完成时间", "责任单位").replace("2025年", "市教育局").replace("2026年", "市住建局"))
    assert notice.document.genre == "division_table"


def test_a_label_at_the_end_of_a_line_goes_on_with_the_next(tmp_path: Path) -> None:
    notice = read(tmp_path, "某市工作要点\n一、优化布局\n1.新增公办园20所。\n责任单位：市教育局；完成时限：\n2025年9月底前\n2.招聘教师300名。\n责任单位：市财政局")
    tasks = [t for t in notice.tasks if t.ordinal]
    assert [(t.label, t.section, t.measures[0].deadline_raw) for t in tasks] == [
        ("1.", ["一、优化布局"], "2025年9月底前"), ("2.", ["一、优化布局"], None),
    ]  # fmt: skip


def test_an_attachment_is_not_dated_by_the_imprint_below_it(tmp_path: Path) -> None:
    letter = "某市人民政府办公室关于印发重点任务分工表的通知\n各县（市、区）人民政府：\n《重点任务分工表》已经市政府同意，现印发给你们，请认真贯彻执行，并于每季度末将进展情况报市政府办公室。各责任单位要细化措施，压实责任。\n附件：重点任务分工表\n某市人民政府办公室\n2022年1月9日\n"
    table = "附件\n重点任务分工表\n序号\t重点任务\t责任单位\n1\t新增公办园20所。\t市教育局\n2\t招聘教师300名。\t市财政局\n"
    notice = read(tmp_path, letter + table + "抄送：市委各部门。\n某市人民政府办公室　　2022年2月9日印发\n")
    (part,) = notice.parts
    assert (str(part.document.issued_on), part.document.issued_on_basis) == ("2022-01-09", "inferred")


def test_the_line_above_a_table_in_a_plan_is_its_title_and_no_measure(tmp_path: Path) -> None:
    table = "序号\t工程名称\t建设内容\t完成时间\n1\t扩容工程\t新建公办幼儿园20所\t2025年\n2\t改造工程\t改造校舍3万平方米\t2026年\n"
    notice = read(
        tmp_path,
        "某市工作要点\n一、优化布局\n1.新增公办园20所。（市教育局）\n专栏1　重点工程\n" + table + "2.改造学校3所。（市财政局）\n"
        "二、重点项目\n" + table + "三、强化保障\n3.建设道路20公里。（市交通运输局）\n",
    )
    assert [(t.label, t.section, [m.text for m in t.measures]) for t in notice.tasks if t.ordinal] == [
        ("1.", ["一、优化布局"], ["新增公办园20所。"]), ("2.", ["一、优化布局"], ["改造学校3所。"]),
        ("3.", ["三、强化保障"], ["建设道路20公里。"]),
    ]  # fmt: skip
    assert notice.document.chars_unused == 0


def test_a_time_limit_below_a_sections_items_is_theirs_with_its_label(tmp_path: Path) -> None:
    notice = read(
        tmp_path,
        "某市实施方案\n一、小区改造\n（一）建设内容。改造小区20个。\n（二）进度安排。抓紧开工。\n牵头单位：市住建局\n配合单位：市财政局\n完成时限：2024年9月底\n"
        "二、公园建设\n（一）建设内容。新建公园3个。\n（二）进度安排。抓紧开工。\n牵头单位：市园林局\n完成时限：2024年12月底\n",
    )
    assert [t.measures[0].deadline_raw for t in notice.tasks] == ["2024年9月底", "2024年9月底", "2024年12月底", "2024年12月底"]
    assert notice.document.chars_unused == 0


def test_a_plan_and_the_table_in_it_that_names_bodies_give_both_their_tasks(tmp_path: Path) -> None:
    table = "序号\t工程名称\t建设内容\t责任单位\n1\t扩容工程\t新建公办幼儿园20所\t市教育局\n2\t改造工程\t改造校舍3万平方米\t市住建局\n"
    notice = read(
        tmp_path,
        "某市工作要点\n一、优化布局\n（一）扩大资源。新增公办园20所。（市教育局负责）\n（二）建设队伍。招聘教师300名。（市人力资源社会保障局负责）\n"
        "专栏1　重点工程\n" + table + "二、强化保障\n（三）落实经费。安排专项资金。（市财政局负责）\n",
    )
    tasks = [t for t in notice.tasks if t.ordinal]
    assert [t.label for t in tasks] == ["（一）", "（二）", "1", "2", "（三）"]
    assert [t.section for t in tasks if t.label == "（三）"] == [["二、强化保障"]]
    assert {a.mention for t in tasks for m in t.measures for a in m.assignments} >= {"市教育局", "市住建局", "市财政局"}
    assert notice.document.genre == "plan" and notice.document.chars_unused == 0


def test_labels_with_values_above_a_heading_are_no_header_of_a_table(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "plans" / "paragraph-tails.txt").read_text(encoding="utf-8")
    notice = read(tmp_path, text)
    assert [task.label for task in notice.tasks] == [None, "1.", "2.", "1.", "2.", "（三）"]
    assert "unknown-header" not in {finding.code for finding in notice.findings}


def test_lines_that_are_cells_of_a_dumped_table_are_no_plan_beside_it(tmp_path: Path) -> None:
    cells = ["序号", "主要任务", "具体举措", "责任单位"]
    for n, (name, body) in enumerate((("优化布局", "教育局"), ("建强队伍", "人社局"), ("畅通道路", "交通局"), ("改善环境", "环保局")), 1):
        cells += [str(n), name, f"加快推进{name}重点项目建设，确保按期完成。", f"市{body}、市财政局分别负责"]
    notice = read(tmp_path, "\n".join(["某市重点任务分工表", *cells]))
    assert notice.document.genre == "division_table"
    assert [(t.number, t.name, len(t.measures)) for t in notice.tasks if t.ordinal] == [
        (1, "优化布局", 1), (2, "建强队伍", 1), (3, "畅通道路", 1), (4, "改善环境", 1),
    ]  # fmt: skip
