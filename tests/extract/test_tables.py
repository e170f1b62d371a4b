"""Division tables in the layouts of the genre: what stands where, and what it becomes."""

from __future__ import annotations

import pytest
from table_made import part_of_html, part_of_text, run

from taskextract.extract.drafts import NoticeDraft

HEAD = "序号\t主要任务\t具体举措\t责任单位\n"


def summary(notice: NoticeDraft) -> list[str]:
    """One line a task and one a measure, fields that are empty left out."""
    lines: list[str] = []
    for task in notice.tasks:
        section = "".join(f"{s.text}/" for s in task.section)
        lines.append(f"{section}{task.number or '-'} {task.name.text if task.name else '-'}")
        lines += [f"  = {d.role or ''}:{d.text.text}" for d in task.duties]
        for m in task.measures:
            duties = " ".join(f"{d.role or ''}{'!' if d.first_is_lead else ''}:{d.text.text}" for d in m.duties)
            extra = [(m.deadline, "@"), (m.target, ">"), (m.remark, "#")]
            more = [f"{sign}{s.text}" for s, sign in extra if s] + [f"&{p.text}" for p in m.persons]
            lines.append("  " + " | ".join([m.body.text, duties, *more]))
    return lines


TEXTS = {
    "two header rows": (
        "序号\t主要任务\t责任单位\t\t完成时限\n\t\t牵头单位\t配合单位\t\n"
        "1\t出台支持民营经济若干政策\t市发展改革委\t市财政局、市税务局\t6月底前\n"
        "2\t推动综试区建设，新增海外仓5个。\t市商务局\t\t12月底前\n",
        ["1 出台支持民营经济若干政策", "  出台支持民营经济若干政策 | lead:市发展改革委 support:市财政局、市税务局 | @6月底前",
         "2 -", "  推动综试区建设，新增海外仓5个。 | lead:市商务局 | @12月底前"],
    ),
    "the number in the task's cell, a rule in the header": (
        "重点任务\t具体举措\t责任单位（列第一位的为牵头单位）\t备注\n"
        "1.编制发展规划\t完成规划编制并报批。\t市发展改革委、市统计局\t\n\t开展规划衔接。\t市财政局\t季报\n",
        ["1 编制发展规划", "  完成规划编制并报批。 | !:市发展改革委、市统计局", "  开展规划衔接。 | !:市财政局 | #季报"],
    ),
    "numbers that count nothing": (
        "序号\t任务\t措施\t责任单位\n三二十\t稳就业\t发放稳岗补贴，惠及10万人。\t省财政厅\n",
        ["20 稳就业", "  发放稳岗补贴，惠及10万人。 | :省财政厅"],
    ),
    "leads before the comma": (
        "序号\t任务\t措施\t责任单位（逗号前为牵头单位）\n1\t稳就业\t发放稳岗补贴，惠及10万人。\t省财政厅，各市政府\n",
        ["1 稳就业", "  发放稳岗补贴，惠及10万人。 | lead:省财政厅， support:各市政府"],
    ),
    "a class above numbered measures": (
        "序号\t类别\t工作内容\t责任单位\t责任人\n1\t交通\t完成国道改造30公里。\t县交通运输局\t张三\n"
        "2\t\t新建农村公路50公里。\t县交通运输局\t张三\n3\t教育\t新建幼儿园3所。\t县教育局\t李四\n",
        ["交通/1 -", "  完成国道改造30公里。 | :县交通运输局 | &张三", "交通/2 -",
         "  新建农村公路50公里。 | :县交通运输局 | &张三", "教育/3 -", "  新建幼儿园3所。 | :县教育局 | &李四"],
    ),
    "section rows, numbers that start again": (
        "序号\t工作任务\t责任单位\n（一）经济发展\n1\t新增规上工业企业50家。\t市工信局\n"
        "（二）民生保障\n1\t新增就业2万人。\t市人社局\n2\t\t市教育局\n",
        ["（一）经济发展/1 -", "  新增规上工业企业50家。 | :市工信局", "（二）民生保障/1 -", "  新增就业2万人。 | :市人社局",
         "（二）民生保障/2 -", "  = :市教育局"],
    ),
    "a row that the page cuts": (
        HEAD + "1\t现代交通\t加快高铁建设，力争开工，完善公路网，\t省交通运输厅、省发展\n\n"
        + HEAD + "\t\t打通断头路，提升通行能力。\t改革委\n\t\t建设智慧机场，提升保障能力。\t省机场集团\n",
        ["1 现代交通", "  加快高铁建设，力争开工，完善公路网，打通断头路，提升通行能力。 | :省交通运输厅、省发展改革委",
         "  建设智慧机场，提升保障能力。 | :省机场集团"],
    ),
    "labels in the middle of their rows": (
        HEAD + "\t\t加快高铁建设，力争年内开工。\t省交通运输厅\n1\t建设现代交通\t完善公路网，打通断头路。\t省交通运输厅\n"
        "\t\t建设智慧机场，提升保障能力。\t省机场集团\n\t\t新建学校20所，新增学位1万个。\t省教育厅\n"
        "2\t办好人民教育\t推进职业院校改革。\t省教育厅\n",
        ["1 建设现代交通", "  加快高铁建设，力争年内开工。 | :省交通运输厅", "  完善公路网，打通断头路。 | :省交通运输厅",
         "  建设智慧机场，提升保障能力。 | :省机场集团", "2 办好人民教育", "  新建学校20所，新增学位1万个。 | :省教育厅",
         "  推进职业院校改革。 | :省教育厅"],
    ),
    "one cell a line, with a broken sentence": (
        "重点任务分工表\n序号\n重点任务\n具体措施\n责任单位\n完成时限\n一、稳定就业\n1\n加强就业服务\n举办招聘会50场以上。\n"
        "市人社局，各县（市、区）政府\n3月底前\n建设零工市场10个。\n市人社局\n年底前\n2\n强化技能培训\n开展培训2万人次，\n"
        "培育工作室5个。\n市人社局\n市财政局\n持续推进\n注：列第一位的为牵头单位。\n",
        ["一、稳定就业/1 加强就业服务", "  举办招聘会50场以上。 | :市人社局，各县（市、区）政府 | @3月底前",
         "  建设零工市场10个。 | :市人社局 | @年底前", "一、稳定就业/2 强化技能培训",
         "  开展培训2万人次，培育工作室5个。 | :市人社局、市财政局 | @持续推进"],
    ),
    "one cell a line, bodies and times that are missing": (
        "序号\n事项\n牵头单位\n责任单位\n完成时间\n备注\n1\n推行“拿地即开工”\n市行政审批局\n市住建局\n2022年6月\n2\n"
        "建立清单，\n推动政策直达。\n市财政局\n市工信局\n2022年9月\n季度通报\n3\n落实减税降费\n市税务局\n长期\n",
        ["1 推行“拿地即开工”", "  推行“拿地即开工” | lead:市行政审批局 :市住建局 | @2022年6月", "2 -",
         "  建立清单，推动政策直达。 | lead:市财政局 :市工信局 | @2022年9月 | #季度通报", "3 落实减税降费",
         "  落实减税降费 | lead:市税务局 | @长期"],
    ),
    "a title, then sentences, in one cell": (
        "序号\t工作任务\t责任单位\n一\t<p>加强组织领导</p><p>成立领导小组，统筹推进。</p>\t市政府办公室\n"
        "二\t强化资金保障。各级财政要加大投入，统筹安排专项资金。\t市财政局\n",
        ["1 加强组织领导", "  成立领导小组，统筹推进。 | :市政府办公室", "2 强化资金保障",
         "  各级财政要加大投入，统筹安排专项资金。 | :市财政局"],
    ),
    "tails in the measure cell": (
        "序号\t工作任务\t完成时限\n1\t新建学校20所。（责任单位：市教育局、市财政局）\t12月底\n"
        "2\t改造道路（牵头单位：市交通局；配合单位：各区政府）。\t6月底\n",
        ["1 -", "  新建学校20所。 | responsible:责任单位：市教育局、市财政局 | @12月底",
         "2 -", "  改造道路。 | lead:牵头单位：市交通局 support:配合单位：各区政府 | @6月底"],
    ),
    "labels of tasks and measures in their cells": (
        "目标任务\t主要举措\t责任单位\n（一）优化结构\t1.实施技改项目100个。\t省工业和信息化厅\n\t（2）淘汰落后产能。\t省生态环境厅\n",
        ["1 优化结构", "  实施技改项目100个。 | :省工业和信息化厅", "  淘汰落后产能。 | :省生态环境厅"],
    ),
    "bodies with blanks between": (
        HEAD + "1\t稳就业\t发放稳岗补贴，惠及10万人。\t省财政厅 省人社厅 7 市政府\n",
        ["1 稳就业", "  发放稳岗补贴，惠及10万人。 | :省财政厅、省人社厅、7市政府"],
    ),
    "bodies and persons in one column": (
        "编号\t重点任务\t牵头单位及责任人\n1\t推进“一网通办”\t市行政审批局 李四\n",
        ["1 推进“一网通办”", "  推进“一网通办” | lead:市行政审批局 | &李四"],
    ),
    "header words cut in two rows": (
        "序号\t工作\t责任\t完成\n\t任务\t单位\t时限\n1\t新建学校20所。\t市教育局\t12月底\n",
        ["1 -", "  新建学校20所。 | :市教育局 | @12月底"],
    ),
    "traditional characters": (
        "序號\t主要任務\t具體舉措\t責任單位\n1\t建設交通網\t加快高鐵建設，力爭開工。\t省交通運輸廳\n",
        ["1 建設交通網", "  加快高鐵建設，力爭開工。 | :省交通運輸廳"],
    ),
    "a Markdown table": (
        "| 序号 | 任务 | 措施 | 责任单位 |\n| --- | --- | --- | --- |\n"
        "| 1 | 稳增长 | 扩大有效投资。<br>促进消费回升。 | 省发展改革委<br>省商务厅 |\n",
        ["1 稳增长", "  扩大有效投资。 | :省发展改革委", "  促进消费回升。 | :省商务厅"],
    ),
    "the label printed again on each row": (
        HEAD + "1\t稳就业\t发放稳岗补贴，惠及10万人。\t省财政厅\n1\t稳就业\t开展技能培训。\t省人社厅\n2\t稳外贸\t扩大信保覆盖面。\t省商务厅\n",
        ["1 稳就业", "  发放稳岗补贴，惠及10万人。 | :省财政厅", "  开展技能培训。 | :省人社厅", "2 稳外贸", "  扩大信保覆盖面。 | :省商务厅"],
    ),
    "cells that say the same as above": (
        "序号\t任务\t措施\t牵头单位\t配合单位\t完成时限\n1\t粮食安全\t新建高标准农田3万亩。\t县农业农村局\t县水务局\t12月底\n"
        "\t\t开展单产提升行动。\t同上\t县供销社\t〃\n2\t乡村建设\t改造厕所2600户。\t县住建局\t〃\t10月底\n",
        ["1 粮食安全", "  新建高标准农田3万亩。 | lead:县农业农村局 support:县水务局 | @12月底",
         "  开展单产提升行动。 | lead:县农业农村局 support:县供销社 | @12月底",
         "2 乡村建设", "  改造厕所2600户。 | lead:县住建局 support:县供销社 | @10月底"],
    ),
    "a column for each body, signs below": (
        "序号\t工作任务\t市发展改革委\t市数据局\t市税务局\t各区政府\t完成时限\n1\t推行企业开办“一日办结”。\t\t★\t△\t\t6月底\n"
        "2\t落实减税降费政策。\t\t\t★\t△\t长期\n注：★为牵头单位，“△”表示配合单位。\n",
        ["1 -", "  推行企业开办“一日办结”。 | lead:市数据局 support:市税务局 | @6月底",
         "2 -", "  落实减税降费政策。 | lead:市税务局 support:各区政府 | @长期"],
    ),
    "a column for each body, words below": (
        "序号\t工作任务\t责任单位\t\t\n\t\t县教育局\t县财政局\t县住建局\n1\t新建学校3所。\t牵头\t√\t配合\n2\t改造厕所90座。\t\t配合\t牵头\n",
        ["1 -", "  新建学校3所。 | lead:县教育局 :县财政局 support:县住建局",
         "2 -", "  改造厕所90座。 | support:县财政局 lead:县住建局"],
    ),
    "tasks of three levels": (
        "一级任务\t二级任务\t三级任务\t牵头单位\n一、数字产业\t（一）做强产业\t1.培育缝制产业集群。\t市经信局\n"
        "\t\t2.建设平台1个。\t市经信局\n\t（二）招引项目\t3.引进项目20个。\t市投促局\n",
        ["一、数字产业/1 做强产业", "  培育缝制产业集群。 | lead:市经信局", "  建设平台1个。 | lead:市经信局",
         "一、数字产业/2 招引项目", "  引进项目20个。 | lead:市投促局"],
    ),
    "indicators that bodies answer for": (
        "序号\t重点任务\t考核指标\t目标值\t责任单位\n1\t提升质量\t产品质量合格率\t≥94%\t市市场监管局\n\t\t农产品监测合格率\t≥98%\t市农业农村局\n",
        ["1 提升质量", "  产品质量合格率 | :市市场监管局 | >≥94%", "  农产品监测合格率 | :市农业农村局 | >≥98%"],
    ),
    "headers that no word explains": (
        "序号\t河湖\t治什么\t责任单位\t协助单位\n1\t巴塘河\t清退违建3处，恢复岸线1.2公里。\t玉树市政府\t州水利局\n2\t扎曲\t清运垃圾200吨。\t杂多县政府\t州生态环境局\n",
        ["1 巴塘河", "  清退违建3处，恢复岸线1.2公里。 | :玉树市政府 support:州水利局", "2 扎曲", "  清运垃圾200吨。 | :杂多县政府 support:州生态环境局"],
    ),
    "headers that end with a known word": (
        "类别\t序号\t公开内容\t责任单位\t责任河长\n决策公开\t1\t重大决策目录\t市司法局\t张三\n\t2\t常务会议议定的事项\t市政府办公室\t李四\n",
        ["决策公开/1 重大决策目录", "  重大决策目录 | :市司法局 | &张三", "决策公开/2 常务会议议定的事项", "  常务会议议定的事项 | :市政府办公室 | &李四"],
    ),
    "bodies before their tasks": (
        "责任单位\t重点工作\t工作措施\n市应急局\t危化品治理\t完成12家加油站整改。\n\t应急能力\t组织综合演练2次。\n市住建局\t燃气安全\t更新管网15公里。\n",
        ["- 危化品治理", "  完成12家加油站整改。 | :市应急局", "- 应急能力", "  组织综合演练2次。 | :市应急局",
         "- 燃气安全", "  更新管网15公里。 | :市住建局"],
    ),
    "roles in headers of its own": (
        "序号\t攻坚方向\t攻坚举措\t攻坚单位\t协同攻坚单位\n1\t强化保障\t盘活用地5000亩。\t市资源规划局\t市工信局、各区政府\n2\t完善政策\t制定导则。\t市住建局\t市应急局\n",
        ["1 强化保障", "  盘活用地5000亩。 | :市资源规划局 support:市工信局、各区政府", "2 完善政策", "  制定导则。 | :市住建局 support:市应急局"],
    ),
    "columns told by their cells": (
        "序号\t难点堵点\t怎么办\t牵头市直部门\t责任县区\t何时\t任务来源\n1\t稳定粮食生产\t新建农田3万亩，产粮20亿斤。\t市农业农村局\t各区县政府\t9月底前\t市委1号文件\n"
        "2\t改造老旧小区\t改造小区25个，惠及8000户。\t市住建局\t各区县政府\t12月底\t市民热线\n",
        ["1 稳定粮食生产", "  新建农田3万亩，产粮20亿斤。 | lead:市农业农村局 :各区县政府 | @9月底前",
         "2 改造老旧小区", "  改造小区25个，惠及8000户。 | lead:市住建局 :各区县政府 | @12月底"],
    ),
    "titles beside a column of tasks that holds sentences": (
        "序号\t工作重点\t主要任务\t责任\n1\t稳定粮食生产\t新建农田3万亩，产粮20亿斤。\t市农业农村局\n2\t改造老旧小区\t改造小区25个，惠及8000户。\t市住建局\n",
        ["1 稳定粮食生产", "  新建农田3万亩，产粮20亿斤。 | :市农业农村局", "2 改造老旧小区", "  改造小区25个，惠及8000户。 | :市住建局"],
    ),
    "one header over a label and its text": (
        "序号\t重点任务\t具体举措\t\t责任单位\n1\t完善设施\t道路\t完成120条道路无障碍改造。\t区建交委\n\t\t公交\t新增无障碍站点200个。\t区交通委\n",
        ["1 完善设施", "  完成120条道路无障碍改造。 | :区建交委 | #道路", "  新增无障碍站点200个。 | :区交通委 | #公交"],
    ),
    "a form for one task": (
        "任务名称\t河口整治\t\t\n牵头单位\t市水利局\t配合单位\t市住建局、各区政府\n责任领导\t陈勇\t完成时限\t7月底前\n"
        "工作要求\t<p>1.完成87个河口溯源。</p><p>2.制定整治方案。</p>\t\t\n",
        ["- 河口整治", "  完成87个河口溯源。 | lead:市水利局 support:市住建局、各区政府 | @7月底前 | &陈勇",
         "  制定整治方案。 | lead:市水利局 support:市住建局、各区政府 | @7月底前 | &陈勇"],
    ),
    "measures with their bodies in one column": (
        "序号\t任务名称\t工作措施及责任单位\n1\t健全管理体制\t<p>（一）修订实施细则。（市司法局、市林业局）</p><p>（二）组建执法队伍。（市委编办牵头，各区政府配合）</p>\n",
        ["1 健全管理体制", "  修订实施细则。 | :市司法局、市林业局", "  组建执法队伍。 | :市委编办牵头，各区政府配合"],
    ),
    "a blank agency cell under another": (
        HEAD + "1\t稳就业\t发放稳岗补贴，惠及10万人。\t省财政厅\n\t\t开展技能培训。\t\n",
        ["1 稳就业", "  发放稳岗补贴，惠及10万人。 | :省财政厅", "  开展技能培训。 | :省财政厅"],
    ),
}


@pytest.mark.parametrize("layout", TEXTS)
def test_layouts_in_text(layout: str) -> None:
    text, expected = TEXTS[layout]
    notice, _ = run(part_of_text(text))
    assert summary(notice) == expected


TR = "<tr><th>序号</th><th>主要任务</th><th>具体举措</th><th>责任单位</th></tr>"
PAGES = {
    "merged labels and bodies": (
        TR + "<tr><td rowspan=3>1</td><td rowspan=3>建设交通网</td><td>加快高铁建设。</td><td rowspan=2>省交通运输厅</td></tr>"
        "<tr><td>完善公路网。</td></tr><tr><td>建设智慧机场。</td><td>省机场集团</td></tr>",
        ["1 建设交通网", "  加快高铁建设。 | :省交通运输厅", "  完善公路网。 | :省交通运输厅", "  建设智慧机场。 | :省机场集团"],
    ),
    "numbers that count measures": (
        "<tr><td>主要任务</td><td>序号</td><td>工作措施</td><td colspan=2>责任单位</td></tr>"
        "<tr><td></td><td></td><td></td><td>牵头</td><td>配合</td></tr>"
        "<tr><td rowspan=2>建设交通网</td><td>1</td><td>加快高铁建设。</td><td>省交通运输厅</td><td>各市政府</td></tr>"
        "<tr><td>2</td><td>完善公路网。</td><td>省发展改革委</td><td></td></tr>",
        ["- 建设交通网", "  加快高铁建设。 | lead:省交通运输厅 support:各市政府", "  完善公路网。 | lead:省发展改革委"],
    ),
    "sections as merged rows, two header levels": (
        "<tr><td rowspan=2>序号</td><td rowspan=2>目标任务</td><td rowspan=2>工作措施</td><td colspan=2>责任分工</td></tr>"
        "<tr><td>牵头领导</td><td>责任单位</td></tr><tr><td colspan=5>一、工业经济</td></tr>"
        "<tr><td rowspan=2>1</td><td rowspan=2>增加值增长8%</td><td>实施技改100个。</td><td rowspan=2>张伟</td><td>市工信局</td></tr>"
        "<tr><td>培育企业30家。</td><td>市科技局</td></tr>",
        ["一、工业经济/1 增加值增长8%", "  实施技改100个。 | :市工信局 | &张伟", "  培育企业30家。 | :市科技局 | &张伟"],
    ),
    "bodies each on a line": (
        TR + "<tr><td>1</td><td>统筹水利</td><td>实施引黄工程。<br>实施灌区改造。<br>加强节水。</td><td>省水利厅<br>省农业农村厅</td></tr>",
        ["1 统筹水利", "  实施引黄工程。 | :省水利厅、省农业农村厅", "  实施灌区改造。 | :省水利厅、省农业农村厅",
         "  加强节水。 | :省水利厅、省农业农村厅"],
    ),
    "one measure cell beside two agency rows": (
        TR + "<tr><td rowspan=2>1</td><td rowspan=2>统筹水利</td><td rowspan=2>实施引黄工程。</td><td>省水利厅</td></tr><tr><td>省财政厅</td></tr>",
        ["1 统筹水利", "  实施引黄工程。 | :省水利厅 :省财政厅"],
    ),
}


@pytest.mark.parametrize("layout", PAGES)
def test_layouts_with_merged_cells(layout: str) -> None:
    rows, expected = PAGES[layout]
    notice, _ = run(part_of_html(rows))
    assert summary(notice) == expected


DECOYS = [
    "序号\t项目名称\t建设地点\t总投资（亿元）\n1\t济南至枣庄铁路\t济南\t300\n",
    "序号\t单位\t联系人\t联系电话\n1\t省财政厅\t李四\t0531-654321\n2\t省教育厅\t张三\t0531-1\n",
    "指标名称\t单位\t2020年\t2025年\t属性\n森林覆盖率\t%\t20\t25\t约束性\n",
    "索引号\tJN-001\t发文机关\t济南市人民政府\n成文日期\t2021-01-01\t发文字号\t济政字〔2021〕1号\n",
]


@pytest.mark.parametrize("text", DECOYS)
def test_tables_that_assign_nobody_are_set_aside(text: str) -> None:
    notice, findings = run(part_of_text(text + "\n续表说明\n\n" + HEAD + "1\t稳就业\t发放补贴。\t省财政厅\n"))
    assert [f.code for f in findings] == ["decoy-table"]
    assert [t.number for t in notice.tasks] == [1]


def test_an_unknown_header_is_told_and_its_columns_guessed() -> None:
    text = "1\t推进铁路建设\t加快建设，年内开工。\t省发展改革委\n2\t推进公路建设\t加快建设，年内通车。\t省交通运输厅\n"
    notice, findings = run(part_of_text(text))
    assert [f.code for f in findings] == ["unknown-header"]
    assert summary(notice)[1] == "  加快建设，年内开工。 | :省发展改革委"


RULES = [
    ("注：排在第一位的为牵头单位", "first_listed", None),
    ("备注：列首位的单位为牵头单位，下同。", "first_listed", None),
    ("说明：标注“△”的为牵头单位，其他为配合单位。", "marked", "△"),
    ("注：★为新增任务。", None, None),
]


@pytest.mark.parametrize(("note", "rule", "mark"), RULES)
def test_rules_for_the_whole_notice(note: str, rule: str | None, mark: str | None) -> None:
    notice, _ = run(part_of_text(HEAD + "1\t稳就业\t发放补贴。\t省财政厅、省人社厅\n" + note + "\n"))
    assert (notice.lead_rule, notice.lead_mark) == (rule, mark)


def test_announced_totals() -> None:
    notice, _ = run(part_of_text("本表共2个方面131项任务。\n\n" + HEAD + "1\t稳就业\t发放补贴。\t省财政厅\n"))
    assert [(n, word) for n, word, _ in notice.totals] == [(2, "个方面"), (131, "项任务")]
