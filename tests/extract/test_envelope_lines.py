"""Lines that frame a notice: secrecy and urgency, copies, imprint, contents, signers side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from taskextract.document import Document, Paragraph, Span
from taskextract.extract.envelope import part_of
from taskextract.extract.envelope_lines import LEADER, colophon, is_marking


@pytest.mark.parametrize("text", ("特急", "机密★1年", "秘密", "机密★1年特急", "绝密★长期", "000012"))
def test_markings(text: str) -> None:
    assert is_marking(text)


@pytest.mark.parametrize("text", ("机密文件管理办法", "省政府文件", "特急救援队", "20201"))
def test_no_markings(text: str) -> None:
    assert not is_marking(text)


def test_copies_run_on_until_the_imprint() -> None:
    lines = ["正文。", "抄送：省委各部门，省军区。", "省人大常委会办公厅，省政协办公厅。", "江西省人民政府办公厅2022年10月19日印发", "附件1"]
    assert colophon(lines, 0) == {1, 2, 3}


def test_copies_without_an_imprint_are_followed_by_bodies_alone() -> None:
    lines = ["抄送：省委各部门。", "省人大常委会办公厅、省政协办公厅。", "一、加强组织领导"]
    assert colophon(lines, 0) == {0, 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("一、总体目标………………1", True), ("（一）任务 ........ 12", True), ("一、总体目标", False), ("铁路、公路……等", False)],
)
def test_entries_of_contents(text: str, expected: bool) -> None:
    assert bool(LEADER.match(text)) == expected


def test_a_notice_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join((
        "机密★1年", "特急", "江西省财政厅", "江西省民政厅关于做好救助工作的通知", "赣财社〔2022〕16号", "各市、县（区）人民政府：",
        "目录", "一、加强保障………………1", "二、规范管理………………2",
        "一、加强保障", "1.提高救助标准，覆盖8万人。（省财政厅牵头）", "二、规范管理", "2.核对家庭收入。（省民政厅负责）",
        "江西省财政厅　　　　江西省民政厅", "2022年10月18日", "抄送：省委办公厅。", "省人大常委会办公厅。", "江西省财政厅办公室2022年10月19日印发",
    )), "utf-8")  # fmt: skip
    notice = te.read(path)
    assert notice.document.title is not None and notice.document.title.endswith("关于做好救助工作的通知")
    assert str(notice.document.issued_on) == "2022-10-18"
    assert [m.text for t in notice.tasks for m in t.measures] == ["提高救助标准，覆盖8万人。", "核对家庭收入。"]
    assert notice.document.chars_unused == 0


PLAN = (
    "某市关于加强管理的实施方案", "CONTENTS", "为加强管理，制定本方案。", "一、加强保障", "1.提高救助标准，覆盖8万人。（市财政局牵头）",
    "二、规范管理", "2.核对家庭收入。（市民政局负责）", "三、保障措施", "各部门要加强领导。",
)  # fmt: skip


@pytest.mark.parametrize(
    "entries",
    [
        ("一、加强保障 1", "二、规范管理 1", "三、保障措施 2"),
        ("一、加强保障\t1", "二、规范管理\t1", "三、保障措施\t2"),
        ("目　录", "一、加强保障", "二、规范管理", "三、保障措施"),
    ],
)
def test_entries_without_dots_announce_what_follows(tmp_path: Path, entries: tuple[str, ...]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(PLAN).replace("CONTENTS", "\n".join(entries)), "utf-8")
    notice = te.read(path)
    assert [(t.name, [m.text for m in t.measures]) for t in notice.tasks if t.ordinal] == [
        (None, ["提高救助标准，覆盖8万人。"]), (None, ["核对家庭收入。"]),
    ]  # fmt: skip
    assert notice.document.chars_unused == 0


def test_headings_that_end_with_numbers_announce_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    headings = ("一、建设项目1", "1.建设道路3条。（市交通局）", "二、建设项目2", "2.建设桥梁2座。（市住建局）")
    path.write_text("\n".join(("某市工作要点", *headings)), "utf-8")
    assert len([t for t in te.read(path).tasks if t.ordinal]) == 2


def test_a_line_at_the_right_side_above_a_title_is_none() -> None:
    lines = ("内部资料", "某市召开重点项目建设调度会", "10月12日，某市召开推进会，研究下一阶段工作。")
    starts = [sum(len(x) + 1 for x in lines[:n]) for n in range(3)]
    blocks = tuple(
        Paragraph((Span(at, at + len(line)),), style)
        for at, line, style in zip(starts, lines, ("right", "title", ""), strict=True)
    )
    title = part_of(Document("\n".join(lines), blocks, "application/pdf")).envelope.title
    assert title is not None and title.text == lines[1]
