"""Reports whose answers are known: each `reports/<name>.txt` beside `<name>.expected`, read line by line.

The expected file has one line for each fact: `EVENT name|date|place`, `WHO name|post|role`,
`ACT verb|object`, `TASK number|name|section`, `- kind|speaker|theme|role:body, …|text`.
Lines before the first TASK that begin with `-` are measures outside every task.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from taskextract.document import Document, Heading, Paragraph, Span
from taskextract.extract import envelope, parts, reports
from taskextract.extract.drafts import MeasureDraft, NoticeDraft, Part
from taskextract.extract.report_articles import article_starts
from taskextract.extract.report_lines import is_byline, read_lines
from taskextract.readers.text import read_text
from taskextract.strand import Strand

TEXTS = Path(__file__).parent / "reports"
PAGE = Path(__file__).parents[2] / "raw" / "shandong-2021-capital-circle-meeting-report.txt"


def articles(text: str) -> list[tuple[Part, NoticeDraft]]:
    document = read_text(text)
    cut = parts.cut(document, reports.article_starts(document))
    found = [envelope.part_of(article) for article in cut]
    return [(part, reports.extract(part)[0]) for part in found]


def text_of(strand: Strand | None) -> str:
    return strand.text if strand else ""


def facts(draft: NoticeDraft) -> Iterator[str]:
    for event in draft.events:
        yield f"EVENT {text_of(event.name)}|{text_of(event.date)}|{text_of(event.place)}"
        for who in event.attendees:
            yield f"WHO {who.name.text}|{text_of(who.post)}|{text_of(who.role)}"
        for act in event.actions:
            yield f"ACT {act.verb.text}|{act.object.text}"
    yield from (measure_line(m) for m in draft.loose)
    for task in draft.tasks:
        duties = ", ".join(d.text.text for d in task.duties)
        section = text_of(task.section[-1]) if len(task.section) > 1 else ""
        yield f"TASK {task.number or ''}|{text_of(task.name)}|{section}" + (f"|{duties}" if duties else "")
        yield from (measure_line(m) for m in task.measures)


def measure_line(m: MeasureDraft) -> str:
    duties = ", ".join(f"{d.role}:{d.text.text}" for d in m.duties)
    return f"- {m.kind}|{text_of(m.speaker)}|{text_of(m.theme)}|{duties}|{m.body.text}"


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda p: p.stem)
def test_report_is_read_as_known(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    found = [fact for _, draft in articles(path.read_text(encoding="utf-8")) for fact in facts(draft)]
    assert found == expected


def test_page_holds_two_articles() -> None:
    text = PAGE.read_text(encoding="utf-8")
    titles = [part.envelope.title for part, _ in articles(text)]
    assert [text_of(t) for t in titles] == [
        "七市要在推进同城化上迈出新步伐",
        "省会经济圈一体化行动“369”方案有眉目了 计划投资7900亿元推进交通一体化",
    ]


def test_page_event_people_and_acts() -> None:
    (_, first), (_, second) = articles(PAGE.read_text(encoding="utf-8"))
    lines = [line for line in facts(first) if not line.startswith("-")]
    assert lines == [
        "EVENT 省会经济圈“一圈同城共建共享”推进会议暨第二次联席会|2月6日|济南",
        "WHO 王书坚|省委常委、常务副省长|出席会议并讲话",
        "WHO 孙立成|省委常委、济南市委书记|主持会议并讲话",
        "WHO 孙述涛|济南市委副书记、市长|出席会议并发言",
        "WHO 省会经济圈七市党委、政府和省有关部门主要负责同志||参加会议",
        "ACT 签署|《省会经济圈交通一体化协同推进合作协议》",
        "ACT 签署|《省会经济圈民生事项共建共享合作协议》",
        "ACT 签署|《省会经济圈投资促进携手联动合作协议》",
        "ACT 签署|《省会经济圈投融资平台共建共享合作协议》",
        "ACT 审议通过|《省会经济圈一体化发展“369”行动方案》",
        "ACT 启用|省会经济圈“京沪会客厅”",
    ]
    assert reports.same_event(first.events[0], second.events[0])


def test_page_speeches() -> None:
    (_, first), _ = articles(PAGE.read_text(encoding="utf-8"))
    by_speaker = [text_of(m.speaker) for m in first.loose]
    assert by_speaker == ["王书坚"] * 7 + ["孙立成"] * 8 + [""]
    charged = {m.body.text[:12]: [d.text.text for d in m.duties] for m in first.loose if m.duties}
    assert charged == {
        "要在推进重大战略上迈出新": ["省会经济圈七市"],
        "要在推进同城化上迈出新步": ["济南", "圈内各市"],
        "要在健全组织协调机制上迈": ["七市党委、政府", "省直有关部门"],
        "省会经济圈一体化发展联席": ["省会经济圈一体化发展联席会议办公室"],
        "希望省直部门和驻鲁单位继": ["省直部门和驻鲁单位"],
    }


def test_page_plan_sections_and_named_lists() -> None:
    _, (_, second) = articles(PAGE.read_text(encoding="utf-8"))
    names = [text_of(t.name) for t in second.tasks]
    assert names[:3] == [
        "吸引北京、上海企业投资兴业 争取建设RCEP经贸合作示范区",
        "构建“一环十射”高铁网 推进济郑等9条高铁建设",
        "实现社保信息平台共建共享 建立统一一体化发展新机制",
    ]
    assert len(names) == 12
    assert names[3] == "规划编制共绘一幅图"
    assert {t.section[-1].text for t in second.tasks[3:]} == {"一幅图、一张网、一条路…… 省会经济圈实现“九个一”"}
    items = [m.body.text for t in second.tasks for m in t.measures if m.kind == "list_item"]
    assert len(items) == 10
    assert items[7] == "推出一批文化创意产品"
    assert [len(t.measures) for t in second.tasks] == [6, 12, 18, 1, 1, 1, 1, 1, 2, 2, 1, 1]


@pytest.mark.parametrize("path", [*sorted(TEXTS.glob("*.txt")), PAGE], ids=lambda p: p.stem)
def test_nothing_of_an_article_is_lost(path: Path) -> None:
    for part, draft in articles(path.read_text(encoding="utf-8")):
        used = [False] * len(part.document.text)
        for strand in strands_of(part, draft):
            for span in strand.spans:
                used[span.start : span.end] = [True] * (span.end - span.start)
        lost = [c for c, hit in zip(part.document.text, used, strict=True) if not hit and not c.isspace()]
        assert "".join(lost) == ""


def strands_of(part: Part, draft: NoticeDraft) -> Iterator[Strand]:
    e = part.envelope
    yield from (s for s in (e.title, e.doc_number, e.issued_on, e.addressee, *e.issuers, *e.framing) if s)
    yield from draft.framing
    yield from (event.text for event in draft.events)
    measures = list(draft.loose)
    for task in draft.tasks:
        yield from (s for s in (task.label, task.name, *task.framing) if s)
        measures.extend(task.measures)
    for m in measures:
        yield from (m.body, *m.framing)
        if m.theme:
            yield m.theme


@pytest.mark.parametrize("line_break", ["\n", "\n\n", "\r\n\r\n"])
def test_lines_broken_in_mid_sentence_are_joined(line_break: str) -> None:
    text = f"会议强调，“十{line_break}四五”时期要抓好资源共享、平台{line_break}共用，形成辐射省{line_break}会的格局。\n\n会议要求，要抓落实。"
    document = read_text(text)
    lines = [line.text.text for line in read_lines(document, document.blocks)]
    assert lines == ["会议强调，“十四五”时期要抓好资源共享、平台共用，形成辐射省会的格局。", "会议要求，要抓落实。"]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", ()),
        ("标题\n本报讯（记者 张三）3月1日，会议召开。\n正文。", (0,)),
        ("甲会议召开\n本报讯（记者 张三）3月1日，会议召开。\n乙工程开工\n本报讯（记者 李四）3月2日，工程开工。", (0, 2)),
        ("# 甲会议召开\n记者 张三\n3月1日，会议召开。\n## 交通方面\n加快建设。\n## 产业方面\n做大做强。", (0,)),
        ("# 甲会议召开\n记者 张三\n3月1日，会议召开。\n# 乙方案出台\n3月2日，方案印发。\n记者 李四\n## 目标\n到2025年建成。", (0, 3)),
        ("# 甲会议召开\n3月1日，会议召开。\n## 产业方面\n做大做强。\n本报记者 王五", (0,)),
        ("任务分工表\n加快推进就业工作。\n市人社局\n20\n统筹金融资源配置\n建设金融中心。", (0,)),  # a table's cells
    ],
)
def test_article_starts(text: str, starts: tuple[int, ...]) -> None:
    document: Document = read_text(text)
    assert reports.article_starts(document) == starts


@pytest.mark.parametrize(("text", "expected"), [
    ("统筹：张三", True), ("记者 刘飞跃 夏侯凤超", True), ("来源大众日报", True), ("编辑 王小明 审核 李四", True),
    ("统筹推进尾矿库风险管控。", False), ("审核把关各项工作。", False),
])  # fmt: skip
def test_words_of_bylines_that_are_verbs_too(text: str, expected: bool) -> None:
    assert is_byline(text) == expected


def test_numbered_headings_of_a_plan_head_no_articles() -> None:
    lines = ("某市工作要点", "加强领导。", "4.开展风险管控", "记者张三", "推进管控。")
    starts = [sum(len(x) + 1 for x in lines[:n]) for n in range(5)]
    spans = [(Span(at, at + len(line)),) for at, line in zip(starts, lines, strict=True)]
    blocks = [Heading(s, 2) if n in (0, 2) else Paragraph(s) for n, s in enumerate(spans)]
    assert article_starts(Document("\n".join(lines), tuple(blocks), "text/html")) == (0,)


def test_who_sets_out_points_and_who_introduces_speaks() -> None:
    said = (
        "全市教育大会召开\n4月26日，全市教育大会在市会议中心召开。市委书记赵立新出席会议并讲话，市长周海兵主持。\n"
        "就做好下一步工作，赵立新提出两点要求：一要优化教育资源配置；二要深化教育领域综合改革。\n"
        "市教育局局长何松介绍，下一步将新建学校30所，力争到2025年实现全覆盖。\n"
    )
    ((_, draft),) = articles(said)
    assert [(text_of(m.speaker), m.body.text) for m in draft.loose] == [
        ("赵立新", "一要优化教育资源配置；"),
        ("赵立新", "二要深化教育领域综合改革。"),
        ("何松", "下一步将新建学校30所，力争到2025年实现全覆盖。"),
    ]
    assert [who.name.text for event in draft.events for who in event.attendees] == ["赵立新", "周海兵"]
