"""Units inside a body hang on it: in a department's own notice by their bare names, in any behind the body's."""

from __future__ import annotations

from datetime import date

import pytest

from taskextract.normalize.agencies import Context, agency, has_units, infer_region, leading_body, read_duty
from taskextract.strand import Strand
from taskextract.vocabulary import load
from taskextract.vocabulary.unit_words import unit_name

ON = date(2021, 3, 1)


def read(text: str, region: str, units_of: str | None) -> list[tuple[str, str | None, str | None]]:
    context = Context(load(), region, ON, units_of=units_of)
    found = []
    for mention in read_duty(Strand.over(text, 0, len(text)), context)[0]:
        record = agency(mention.agency_id, load(), ON, [mention.text.text]) if mention.agency_id else None
        found.append((mention.text.text, record.name if record else None, record.parent_id if record else None))
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("基础教育处", "基础教育处"), ("厅办公室", "办公室"), ("局机关党委", "机关党委"), ("厅机关党委（人事处）", "机关党委（人事处）"),
        ("行政审批服务科（政策法规科）", "行政审批服务科（政策法规科）"), ("县域经济科", "县域经济科"), ("会计处", "会计处"),
        ("委机关财务处", "委机关财务处"), ("发展规划司", "发展规划司"), ("市场处", "市场处"), ("各处室", None), ("有关处室", None),
        ("市教育局", None), ("街道办事处", None), ("财务处（牵头）", None), ("省政府办公厅", None), ("中国移动公司", None),
    ],
)  # fmt: skip
def test_what_names_a_unit(text: str, name: str | None) -> None:
    assert unit_name(text) == name


def test_units_of_the_issuer_are_its_children() -> None:
    found = read("基础教育处、厅办公室、机关党委、省教科院、财务处（牵头）、各市教育局", "370000", "370000:education")
    assert found == [
        ("基础教育处", "山东省教育厅基础教育处", "370000:education"),
        ("厅办公室", "山东省教育厅办公室", "370000:education"),
        ("机关党委", "山东省教育厅机关党委", "370000:education"),
        ("省教科院", "山东省教育科学研究院", "370000:education"),
        ("财务处", "山东省教育厅财务处", "370000:education"),
        ("各市教育局", None, None),
    ]


def test_one_unit_has_one_id_whatever_stands_before_it() -> None:
    context = Context(load(), "370000", ON, units_of="370000:education")
    ids = {read_duty(Strand.over(t, 0, len(t)), context)[0][0].agency_id for t in ("办公室", "厅办公室")}
    assert ids == {"370000:education.u-e8bfbc19"}


def test_units_of_two_bodies_are_two() -> None:
    ids = {read_duty(Strand.over("办公室", 0, 3), Context(load(), "370000", ON, units_of=f"370000:{key}"))[0][0].agency_id
           for key in ("education", "housing")}  # fmt: skip
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("text", "name", "parent"),
    [
        ("省市场监管局广告处", "山东省市场监督管理局广告处", "370000:market"),
        ("市住建局质量安全监督站", "泰安市住房和城乡建设局质量安全监督站", "370900:housing"),
        ("省政府办公厅综合一处", "山东省人民政府办公厅综合一处", "370000:gov_office"),
        ("市委组织部干部科", "中共泰安市委组织部干部科", "370900:organization"),
    ],
)
def test_unit_behind_its_bodys_name(text: str, name: str, parent: str) -> None:
    assert read(text, "370900", None) == [(text, name, parent)]


def test_a_known_office_is_no_unit() -> None:
    assert read("市运管处", "370900", "370900:transport")[0][2] != "370900:transport.u"
    assert read("市公安局交警支队", "370900", None)[0][1] == "泰安市公安局交通警察支队"


def test_bare_office_in_a_governments_notice_is_nobodys() -> None:
    context = Context(load(), "370900", ON)
    mention = read_duty(Strand.over("市财政局、办公室", 0, 8), context)[0][1]
    assert mention.basis == "unknown"
    assert mention.agency_id is not None
    assert not agency(mention.agency_id, load(), ON, []).known


@pytest.mark.parametrize(
    ("agency_id", "expected"),
    [("370000:education", True), ("370000:gov", False), ("370000:gov_office", False), ("370000:tax", True), (None, False)],
)
def test_whose_notices_name_units(agency_id: str | None, expected: bool) -> None:
    assert has_units(agency_id, None, load()) is expected


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("山东省教育厅2021年工作要点分工表", "山东省教育厅"),
        ("省住房城乡建设厅2021年工作要点", "省住房城乡建设厅"),
        ("国家发展改革委 2020 年重点工作分工", "国家发展改革委"),
        ("省委教育工委 省教育厅2021年工作要点", "省委教育工委"),
        ("共青团山东省委2021年工作要点", "共青团山东省委"),
        ("济南市历下区发展和改革局2021年度目标任务分解表", "济南市历下区发展和改革局"),
        ("历城区教育和体育局二〇二一年工作要点", "历城区教育和体育局"),
        ("财政部 税务总局2022年工作安排", "财政部"),
        ("中共泰安市委全面深化改革委员会2021年工作要点", "中共泰安市委全面深化改革委员会"),
        ("江苏省水利厅贯彻落实《条例》任务分工", "江苏省水利厅"),
        ("泰安市2021年重点工作任务分工", None),
        ("泰安市政府工作报告重点任务分工方案", None),
        ("山东省教育系统2021年安全生产要点", None),
        ("省发展改革委召开全省工作会议", None),
        ("山东省委托加工管理办法", None),
        ("山东省水利发展“十四五”规划重点任务分工", None),
        ("省会经济圈一体化发展2020年重点任务分工表", None),
    ],
)
def test_issuer_that_a_title_begins_with(title: str, name: str | None) -> None:
    assert leading_body(title, load(), ON) == name


@pytest.mark.parametrize(
    ("title", "issuer", "number", "code"),
    [
        ("省住房城乡建设厅2021年工作要点", "省住房城乡建设厅", "鲁建办字〔2021〕3号", "370000"),
        ("省住房城乡建设厅2021年工作要点", "省住房城乡建设厅", None, None),
        ("市住房城乡建设局2021年工作要点", "市住房城乡建设局", "青建发〔2021〕3号", None),
        ("泰安市住房城乡建设局2021年工作要点", None, "泰建发〔2021〕3号", "370900"),
    ],
)
def test_number_bears_out_a_province(title: str, issuer: str | None, number: str | None, code: str | None) -> None:
    assert infer_region(title, issuer, (), load(), ON, number)[0] == code
