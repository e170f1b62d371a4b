"""Repairs: each with its evidence, and none where the text is sound."""

from __future__ import annotations

import pytest

from taskextract.document import Span
from taskextract.normalize.repairs import evidence, mend
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold, lookalikes
from taskextract.vocabulary.words import load_words


def strand(text: str) -> Strand:
    return Strand.over(text, 0, len(text))


def mended(text: str, *more: str, others: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    """The mended text and the findings' codes; `more` are other texts of the notice."""
    one = strand(text)
    result, findings = mend(one, evidence([one.text, *more], others))
    return result.text, [f.code for f in findings]


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("⻩河三⻆洲⻘年", "黄河三角洲青年", "lookalike-character"),
        ("⼭东⼾籍⻔⻋", "山东户籍门车", "lookalike-character"),
        ("规划――建设", "规划——建设", "lookalike-character"),
        ("青岛,潍坊;烟台", "青岛，潍坊；烟台", "repaired-text"),
        ("取消证明50项.(市营商局牵头)", "取消证明50项。（市营商局牵头）", "repaired-text"),
        ("加快建设机场.推进改造.", "加快建设机场。推进改造。", "repaired-text"),
        ("占比提高到50%,", "占比提高到50%，", "repaired-text"),
        ("采用PPP(BOT)等模式", "采用PPP（BOT）等模式", "repaired-text"),
        ("机场(二期)建设:", "机场（二期）建设：", "repaired-text"),
        ("２０２１年建成５Ｇ基站", "2021年建成5G基站", "repaired-text"),
        ("实施&quot;数字山东&quot;工程", "实施“数字山东”工程", "repaired-text"),
        ("建设&nbsp;平台&amp;网络", "建设平台&网络", "repaired-text"),
        ("将济南Rl线南延", "将济南R1线南延", "repaired-text"),
        ("到2O25年", "到2025年", "repaired-text"),
        ("二0二一年", "二〇二一年", "repaired-text"),
        ("总投资2 0 2 1万元", "总投资2021万元", "repaired-text"),
        ("加强冶理，己建成", "加强治理，已建成", "repaired-text"),
        ("深人推进", "深入推进", "repaired-text"),
        ("建设机场，，改造公路", "建设机场，改造公路", "repaired-text"),
        ("行政行为为实行尽职免责", "行政行为实行尽职免责", "repaired-text"),
    ],
)
def test_slips_that_show_themselves(text: str, expected: str, code: str) -> None:
    result, codes = mended(text)
    assert result == expected
    assert set(codes) == {code}


@pytest.mark.parametrize(
    ("text", "own", "others", "expected"),
    [
        ("由4 4市轮流", ("4市政府负责",), (), "由4市轮流"),
        ("设置不合理的人海排污口", ("考核和入海污染物总量",), (), "设置不合理的入海排污口"),
        ("推进沐河流域生态治理", ("沭河流域生态保护", "实施沭河治理"), (), "推进沭河流域生态治理"),
        ("加快建设建设高速公路网络", (), ("加快建设高速公路网络",), "加快建设高速公路网络"),
    ],
)
def test_slips_shown_by_other_words(text: str, own: tuple[str, ...], others: tuple[str, ...], expected: str) -> None:
    result, codes = mended(text, *own, others=others)
    assert result == expected
    assert codes == ["repaired-text"]


def test_a_word_is_no_slip_for_characters_that_only_meet_elsewhere() -> None:
    assert mended("教育部、人力资源社会保障部", "加大财政投入力度") == ("教育部、人力资源社会保障部", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持山东潍坊和荷泽发展", "支持山东潍坊和菏泽发展"),
        ("枣庄抱犊崮和峰城石榴园", "枣庄抱犊崮和峄城石榴园"),
        ("临沂市营南县产业园", "临沂市莒南县产业园"),
        ("枣庄高峰城市论坛", "枣庄高峰城市论坛"),
        ("打造高峰城、双峰城", "打造高峰城、双峰城"),
        ("山东郑重承诺、郑州经验", "山东郑重承诺、郑州经验"),
    ],
)
def test_place_names_with_the_place_above_in_the_text(text: str, expected: str) -> None:
    assert mended(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("由4 4市轮流", "4 4"),
        ("孔孟文化、开埠文化、开埠文化、民俗文化", "开埠文化、开埠文化"),
        ("打造“数字半岛", "打造“数字半岛"),
        ("建设（一期工程", "建设（一期工程"),
    ],
)
def test_suspected_slips_are_left(text: str, before: str) -> None:
    one = strand(text)
    result, findings = mend(one, evidence([text]))
    assert result.text == text
    assert [(f.code, f.before) for f in findings] == [("suspected-slip", before)]


SOUND = [
    "深入民心、深人民心之外，感人海报，工人海员，个人入海旅游，众人入园参观。",
    "自己已经完成，各自已建成系统，知己知彼。",
    "周末来访，年末未完成，月末端口测试，本周未完成。",
    "作为为民服务的窗口，成为为全省提供支撑的平台，认为为时尚早。",
    "常常、家家户户、市市通高铁、层层压实、时时放心不下、人人有责。",
    "示范区建设示范工程，项目库项目，保护区保护力度，研究研究院工作。",
    "医院土地、淄博土地、保护土地、干部千部影片、三千部手机。",
    "阿布都.买买提作了发言。1.编制规划；2.5公里；a.b。",
    "1,200名，9:30开始，比例为1:3，3.5%，A(B)C，http://a.cn/x?y=1。",
    "新增运力A,B,",
    "R1线、G2高速、Al合金、5G、IPv6、PM2.5、4F级、B型。",
    "把安徽生物产业、公安微信、小微企业、批准河北方案、标准安全放在首位。",
    "传统文化、红色文化，文化、旅游、文化产业。",
    "货款结算、贷款利率、信贷投放、货物运输。",
    "境外输入、因境外投资、致贫因素、困难群众、中期末评估。",
    "县〔区〕、县（市、区）、“放管服”改革、《关于印发〈方案〉的通知》。",
    "實施「數碼港」計劃，發展高等教育。",
    "二〇二一年六月十一日，2021年6月11日，一九九〇年。",
    "在调研中问计于民，时代之问，主题日活动，专项日常检查，工作日录入，每日标准。",
    "收支特点，实时问答，提交住房材料，农民个人土地，当家作主题材。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text: str) -> None:
    one = strand(text)
    result, findings = mend(one, evidence(SOUND))
    assert result.text == text
    assert [f for f in findings if f.code == "repaired-text"] == []


@pytest.mark.parametrize("text", ["加快⻘岛,潍坊(二期)建设", "由4 4市轮流,4市负责", "设置的人海排污口,入海污染物", "&quot;一&quot;"])
def test_mending_twice_changes_nothing(text: str) -> None:
    known = evidence([text])
    once, _ = mend(strand(text), known)
    twice, findings = mend(once, known)
    assert twice.text == once.text
    assert [f for f in findings if f.code != "suspected-slip"] == []


def test_spans_survive_a_repair() -> None:
    text = "甲乙,⻘岛4 4市政府"
    one = strand(text)
    result, _ = mend(one, evidence([text, "4市政府"]))
    assert result.text == "甲乙，青岛4市政府"
    assert result.spans == (Span(0, len(text)),)
    assert result.raw == text


def test_lookalikes_cover_both_blocks() -> None:
    table = lookalikes()
    assert all(ord(plain) < 0x2E80 or ord(plain) > 0x2FDF for plain in table.values())
    assert len([c for c in table if "\u2f00" <= c <= "\u2fd5"]) == 214
    assert len([c for c in table if "\u2e80" <= c <= "\u2ef3"]) == 115


@pytest.mark.parametrize(
    ("text", "expected"),
    [("⻘岛,(一期)", "青岛，（一期）"), ("1,200名", "1,200名"), ("9:30", "9:30"), ("２０２１", "2021"), ("會議強調", "会议强调"), ("", "")],
)
def test_fold_keeps_places(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert len(fold(text)) == len(text)


def test_every_known_slip_is_mended() -> None:
    rows = load_words("confusions")["words"]
    assert [r["wrong"] for r in rows if mended(f"，{r['wrong']}，")[0] != f"，{r['right']}，"] == []


def test_lost_syllable_is_told_and_left() -> None:
    text = "强化污染源协同治理机制"
    result, findings = mend(strand(text), evidence([text, "强化污染源头协同治理机制"]))
    assert result.text == text
    assert [(f.code, f.before) for f in findings] == [("suspected-slip", "强化污染源协同治理机")]


def test_shorter_wording_without_a_filler_is_sound() -> None:
    text = "建立健全协调发展新机制"
    _, findings = mend(strand(text), evidence([text, "建立健全协调发展的新机制"]))
    assert findings == ()


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("提升基层应急管能力建设水平", "应急管"),
        ("推进地下基础设建设改造", "基础设"),
        ("具备较强竞争性力的产业", "竞争性力"),
        ("创建跨境电商电子商务综合试点", "电商电子商务"),
        ("建设超算计算互联网", "超算计算"),
        ("争创全国国家示范城市", "全国国家"),
        ("依托市国家国际技术中心", "国家国际"),
        ("加快推推进机场建设", "推推"),
        ("开展氢能能源示范推广", "能能"),
        ("申报黄河（渤）海候鸟栖息地", "黄河（渤）海"),
        ("打造齐文化传承创新示范，做强品牌", "创新示范"),
        ("加大两地企业合作交流会。联合举办推介会。", "加大两地企业合作交流会"),
        ("对推进情况的跟踪分析、督促检查和总结推广，适时评估", "对推进情况的跟踪分析、督促检查和总结推广"),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, before: str) -> None:
    result, findings = mend(strand(text), evidence([text]))
    assert result.text == text
    assert [(f.code, f.before) for f in findings] == [("suspected-slip", before)]


@pytest.mark.parametrize(
    ("text", "elsewhere", "expected"),
    [
        ("统筹公共卫生应急管能力", "完善公共卫生应急管理体系", "统筹公共卫生应急管理能力"),
        ("申报全国国家政服务业试点", "发展电子商务、家政服务等", "申报全国家政服务业试点"),
        ("加强应急管埋工作", "", "加强应急管理工作"),
        ("提升建筑扬地管理", "建筑场地面积", "提升建筑场地管理"),
        ("推进轨道通线网规划", "编制轨道交通线网规划", "推进轨道交通线网规划"),
    ],
)
def test_terms_are_mended_with_evidence(text: str, elsewhere: str, expected: str) -> None:
    result, codes = mended(text, elsewhere)
    assert result == expected
    assert set(codes) == {"repaired-text"}


def test_a_name_without_its_end_is_told() -> None:
    whole = [f"滨海经济圈{word}。" for word in ("一体化", "合作", "规划", "各市", "协调") for _ in range(3)]
    _, findings = mend(strand("向滨海经济集聚"), evidence(["向滨海经济集聚", *whole]))
    assert [(f.code, f.before) for f in findings] == [("suspected-slip", "滨海经济")]


@pytest.mark.parametrize(
    ("own", "other", "codes"),
    [
        ("构筑全流域自然保护区体系建设", "构筑全流域自然保护地体系建设", ["suspected-slip"]),
        ("引导全省十个市错位协同发展", "引导全省九个市错位协同发展", []),
        ("构筑全流域自然保护区体系建设", "构筑全流域自然保护区体系建设", []),
    ],
)
def test_one_character_that_another_notice_has_otherwise(own: str, other: str, codes: list[str]) -> None:
    _, findings = mend(strand(own), evidence([own], [other]))
    assert [f.code for f in findings] == codes


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("推进南宁轨道交交通建设", "南宁轨道交通建设规划"),
        ("由省自然资然资源厅参与", "由省自然资源厅参与"),
        ("成立市太气污染防治小组", "全市大气污染防治小组"),
    ],
)
def test_what_stands_twice_is_not_taken_for_lost(text: str, elsewhere: str) -> None:
    result, _ = mended(text, elsewhere)
    assert result in (text, text.replace("交交", "交").replace("然资然资", "然资").replace("太", "大"))
