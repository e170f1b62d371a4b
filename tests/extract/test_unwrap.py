"""Text files wrapped by hand are read as if they were not."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from scoring import Score, read_labels, score
from taskextract.document import Document, Paragraph, Span
from taskextract.extract.unwrap import unwrapped, wrap_width
from taskextract.readers.text import read_text

UNSEEN = Path(__file__).parent.parent / "unseen"
PLANS = [p for p in sorted(UNSEEN.glob("*.txt")) if not {"\t", "|", "<"} & set(p.read_text("utf-8"))]
PROSE = "为深入贯彻落实省委省政府决策部署，扎实推进各项重点工作落地见效，确保全年目标任务圆满完成，现就有关事项通知如下。"


def wrapped(text: str, width: int) -> str:
    """Every line cut at `width` characters."""
    return "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, len(line) or 1, width))


def document_of(lines: list[str]) -> Document:
    blocks, at = [], 0
    for line in lines:
        blocks.append(Paragraph((Span(at, at + len(line)),)))
        at += len(line) + 1
    return Document("\n".join(lines), tuple(blocks), "text/plain")


def paragraphs(lines: list[str]) -> list[str]:
    document = unwrapped(document_of(lines))
    return ["".join(document.text[s.start : s.end] for s in b.spans) for b in document.blocks if isinstance(b, Paragraph)]


def test_wrapped_paragraphs_are_joined() -> None:
    lines = wrapped("\n".join([PROSE, "一、总体要求", PROSE, "二、工作任务", PROSE]), 20).split("\n")
    assert paragraphs(lines) == [PROSE, "一、总体要求", PROSE, "二、工作任务", PROSE]


@pytest.mark.parametrize(
    "lines",
    [
        [PROSE, PROSE, PROSE, PROSE, "一、总体要求"],  # whole paragraphs
        ["序号", "任务", "责任单位", "1", "推进老旧小区改造工程建设和配套设施完善", "市住建局", "2", "推进农村公路建设工程和安全防护设施完善", "市交通局"],
        ["一、推进规划引领", "二、推进交通互联", "三、推进产业协作", "四、推进生态共保"],  # headings
    ],
)
def test_other_texts_stay_as_they_are(lines: list[str]) -> None:
    assert wrap_width(lines) is None
    assert paragraphs(lines) == lines


def test_lines_wrapped_in_columns() -> None:
    """Digits take half of a place: lines that hold some are longer, and the others are full all the same."""
    lines = [
        "关于印发全县农村道路建设三年行动方案（2024",
        "—2026年）的通知",
        "2025年12月31日前，完成42条道路硬化，新增路灯",
        "1200盏，建设桥梁15座，改造提升老旧小区32个、",
        "惠及群众6000户。加快推进农村饮水安全工程，",
        "做好冬季供暖准备工作，保障困难群众温暖过",
        "冬，做到应保尽保。",
    ]
    assert paragraphs(lines) == ["".join(lines[:2]), "".join(lines[2:])]


def test_an_indent_begins_a_paragraph() -> None:
    title = "全市推动民营经济高质量发展若干措施分工"
    prose = "为促进民营经济加快发展，推动重点工作落地见效，保障全年目标圆满完成，明确任务如下。"
    text = title + "\n" + "\n".join(wrapped("　　" + prose, 20) for _ in range(3))
    document = unwrapped(read_text(text))
    assert ["".join(document.text[s.start : s.end] for s in b.spans) for b in document.blocks if isinstance(b, Paragraph)] == [title] + [prose] * 3


@pytest.mark.parametrize("width", [34, 42])
def test_wrapped_notices_say_the_same(width: int, tmp_path: Path) -> None:
    totals = {kind: Score() for kind in ("tasks", "measures", "assignments")}
    for path in PLANS:
        text = path.read_text("utf-8")
        if sum(len(line) < 4 for line in text.split("\n") if line) > 4:  # a table dumped one cell a line
            continue
        copy = tmp_path / path.name
        copy.write_text(wrapped(text, width), "utf-8")
        found = score(te.read(copy), read_labels(path.with_suffix(".labels"), text))
        for kind, total in totals.items():
            total.hits += found[kind].hits
            total.expected += found[kind].expected
    assert {kind: total.hits / total.expected >= 0.97 for kind, total in totals.items()} == dict.fromkeys(totals, True)


@pytest.mark.parametrize(
    ("first", "width", "end"),
    [
        ("关于推动全省高质量发展的实施意见（省政办发〔2021〕10号）精神，结合实际，制定本方案。", 31, "号）"),
        ("到2025年底全市建成公办幼儿园二十所、改造提升各类中小学校三十所；到2026年底全市基本实现全覆盖。", 34, "所；"),
        ("新增公办幼儿园二十所、改造学校三十所。（市教育局、各县（市、区）政府（管委会）负责）", 32, "区）"),
        ("责任单位：市发展改革委、市统计局、市商务局、市财政局、各县（市、区）政府（管委会），列首位的为牵头单位", 34, "区）"),
        ("各省、自治区、直辖市及计划单列市、新疆生产建设兵团发展改革委、教育厅（教委、局）、财政厅（局）：", 39, "局"),
        ("新增公办幼儿园二十所、改造提升学校三十所。责任单位：市教育局。完成时限：2024年9月底前。", 33, "完成"),
        ("各市、县（区）人民政府，省政府各部门、各直属机构，各人民团体，各高等院校，驻省各有关单位：", 37, "，"),
    ],
)
def test_full_lines_that_end_by_chance_go_on(first: str, width: int, end: str) -> None:
    texts = [first, *[PROSE] * 6]
    lines = [piece for text in texts for piece in wrapped(text, width).split("\n")]
    assert lines[0].endswith(end)
    assert paragraphs(lines) == texts


def test_a_tail_that_ends_with_its_line_is_over() -> None:
    tail = "新增公办幼儿园并改造学校三十所。（市教育局牵头，市财政局配合）"
    texts = [tail, *[PROSE] * 6]
    assert paragraphs([piece for text in texts for piece in wrapped(text, len(tail)).split("\n")]) == texts


def test_a_title_that_fills_its_line_is_over() -> None:
    title, to = "某某市人民政府办公室关于印发全市学前教育提升计划的通知", "各县（市、区）人民政府，市政府各部门、各直属机构："
    for address in (to, to[:-1] + "，各人民团体，各大专院校，驻市各有关单位："):
        texts = [title, address, PROSE, PROSE, PROSE]
        assert paragraphs([piece for text in texts for piece in wrapped(text, 27).split("\n")]) == texts


def test_a_web_page_with_a_paragraph_for_each_printed_line(tmp_path: Path) -> None:
    letter = "各区人民政府，市政府各部门：\n《某市推动重点领域改革实施方案》已经市政府第三十次常务会议同意，现印发给你们，请认真贯彻实施。"
    tasks = "".join(f"{n}.推进第{n}项重点工程。{PROSE[:40]}（责任单位：市教育局、市财政局）\n" for n in range(1, 6))
    head = "某市人民政府\n2023年6月19日\n某市推动重点领域改革实施方案"
    text = f"关于印发实施方案的通知\n{letter}\n{head}\n一、总体要求\n{PROSE}\n二、重点任务\n{tasks}".rstrip("\n")
    plain, page = tmp_path / "a.txt", tmp_path / "a.html"
    plain.write_text(text, encoding="utf-8")
    page.write_text("".join(f"<p>{line}</p>" for line in wrapped(text, 24).split("\n")), encoding="utf-8")
    said, read = te.read(plain), te.read(page)
    assert len(said.tasks) >= 5
    assert [[m.text for m in t.measures] for t in read.tasks] == [[m.text for m in t.measures] for t in said.tasks]
