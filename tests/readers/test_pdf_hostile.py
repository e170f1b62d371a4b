"""Broken and hostile PDF files: one clear line, or what can be read with a finding, in little time and memory."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from readers.paged_drawing import FONT, ROWS, SIZE, canvas_pdf, draw_table, draw_text
from taskextract.document import Document, Table
from taskextract.findings import Finding
from taskextract.readers import pdf
from taskextract.readers.page import Page, Rule
from taskextract.readers.pdf_doubt import is_garbage
from taskextract.readers.ruling import TooManyRules, find_grids
from taskextract.readers.source import Source, Unreadable


def read(data: bytes) -> tuple[Document, tuple[Finding, ...]]:
    return pdf.read(Source(Path("hostile.pdf"), data, "application/pdf"))


def _table(c: Canvas) -> None:
    draw_table(c, 60, 80, ROWS)


SOUND = canvas_pdf(_table, _table)


def objects(*bodies: str) -> bytes:
    """A PDF of the given objects, the first of them its root."""
    out, places = b"%PDF-1.4\n", []
    for i, body in enumerate(bodies):
        places.append(len(out))
        out += f"{i + 1} 0 obj {body} endobj\n".encode()
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    end = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    return out + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode() + table + end


def deep_tree(depth: int) -> bytes:
    nodes = [f"<< /Type /Pages /Kids [{i + 3} 0 R] /Count 1 >>" for i in range(depth)]
    return objects("<< /Type /Catalog /Pages 2 0 R >>", *nodes, "<< /Type /Page /MediaBox [0 0 100 100] >>")


def protected(password: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
    canvas.setFont(FONT, SIZE)
    _table(canvas)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        SOUND[:9],
        SOUND[:400],
        SOUND[: len(SOUND) // 2],
        b"%PDF-1.7\n" + random.Random(1).randbytes(40_000),
        objects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"),
        objects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        deep_tree(20_000),
        objects("<< /Type /Catalog /Pages 2 0 R >>", "[" * 100_000 + "]" * 100_000),
        protected("secret"),
        canvas_pdf(lambda c: None),
    ],
    ids=["header", "begin", "half", "noise", "no pages", "loop", "deep tree", "deep array", "password", "blank"],
)
def test_one_clear_line(data: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code in ("unreadable-file", "empty-file")
    assert refused.value.message.count("\n") == 0
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("pages", ["<< /Type /Pages /Kids [] /Count 0 >>", "<< /Type /Pages /Kids [ ] >>"])
def test_no_pages_are_named(pages: str) -> None:
    with pytest.raises(Unreadable, match="no pages") as refused:
        read(objects("<< /Type /Catalog /Pages 2 0 R >>", pages))
    assert refused.value.code == "empty-file"


def test_password_is_named() -> None:
    with pytest.raises(Unreadable, match="password"):
        read(protected("secret"))


def test_empty_password_is_tried() -> None:
    document, _ = read(protected(""))
    assert sum(isinstance(b, Table) for b in document.blocks) == 1


def test_cut_end_is_told() -> None:
    end = SOUND.rindex(b"%%EOF")
    document, findings = read(SOUND[:end])
    assert document.pages == 2
    assert any("may be cut off" in f.message for f in findings)


def test_a_lost_page_is_told_and_costs_no_other() -> None:
    content = "BT /F1 12 Tf 50 50 Td (Plan 2020) Tj ET"
    document, findings = read(objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [9 0 R 3 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >> stream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ))
    assert [f.code for f in findings] == ["unread-page"]
    assert document.text == "Plan 2020\n"
    assert document.lines[0].page == 2


@pytest.mark.parametrize("kind", ["lines", "boxes", "one path"])
def test_a_hundred_thousand_paths(kind: str) -> None:
    """A drawing of 100,000 lines beside a table: in seconds, and its text is still there."""

    def draw(c: Canvas) -> None:
        _table(c)
        rng = random.Random(3)
        path = c.beginPath()
        path.moveTo(0, 0)
        for i in range(100_000):
            x, y = rng.random() * 595, rng.random() * 842
            if kind == "one path":
                path.lineTo(x, y)
            elif kind == "lines":
                c.line(x, y, x + 100 * (i % 2), y + 100 * (1 - i % 2))
            else:
                c.rect(i % 300 * 1.9, i // 300 * 2.5, 1.9, 2.5)
        c.drawPath(path)

    started = time.monotonic()
    document, findings = read(canvas_pdf(draw))
    assert time.monotonic() - started < 30
    assert "共建轨道交通网" in document.text.replace("\n", "").replace("\t", "")
    assert kind == "one path" or any("more than" in f.message for f in findings)


def _drawing(lines: int) -> bytes:
    def draw(c: Canvas) -> None:
        draw_text(c, 60, 80, "附件1")
        for i in range(lines):
            c.line(60 + i % 400, 100 + i % 600, 90 + i % 400, 130 + i % 500)

    return canvas_pdf(draw)


def test_words_beside_a_drawing_in_which_none_are_recognised_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskextract.readers.scan.recognise", lambda picture, number, dpi: (Page(number, 595, 842, [], []), []))
    document, findings = read(_drawing(100))
    assert document.text == "附件1\n"
    assert [f.message for f in findings] == ["page 1 was recognised as an image: it has no text layer"]


def test_a_drawing_over_the_limit_is_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Painting it alone takes many times as long as a page of text; no text has so many outlines."""
    monkeypatch.setattr("taskextract.readers.pdf_rules.MAX_OBJECTS", 90)
    monkeypatch.setattr("taskextract.readers.scan.render", lambda *_: pytest.fail("painted"))
    document, findings = read(_drawing(100))
    assert document.text == "附件1\n"
    assert any("more than a notice can" in f.message for f in findings)


def test_what_stands_before_the_head_does_no_harm() -> None:
    document, _ = read(b"\r\n" * 600 + SOUND)
    assert document.text == read(SOUND)[0].text


@pytest.mark.parametrize("beside", [False, True])
def test_text_of_no_height_does_no_harm(beside: bool) -> None:
    def draw(c: Canvas) -> None:
        draw_table(c, 60, 80, ROWS[:3], widths=(30, 60, 60, 60))
        for i in range(30):
            c._code.append(f"BT /F1 8 Tf 10 0 0 0 {350 if beside else 60} {500 - 10 * i} Tm (abcdefghijklmn) Tj ET")

    document, _ = read(canvas_pdf(draw))
    assert sum(isinstance(b, Table) for b in document.blocks) == 1


def test_graph_paper_is_no_table() -> None:
    rules = [Rule(4.0 * i, 0, 12_000, upright) for i in range(2900) for upright in (False, True)]
    with pytest.raises(TooManyRules):
        find_grids(rules)


def test_too_many_characters_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskextract.readers.pdf_page.MAX_CHARS", 40)
    document, findings = read(canvas_pdf(lambda c: draw_text(c, 60, 80, "山东省人民政府办公厅" * 20) and None))
    assert len(document.text) < 50
    assert any("over the limit" in f.message for f in findings)


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(Unreadable) as refused:
        read(SOUND)
    assert refused.value.code == "file-too-large"


@pytest.mark.parametrize(
    ("text", "garbage"),
    [
        ("省发展改革委、省交通运输厅要会同有关市政府，加快推进济郑高铁山东段建设，确保按期建成通车。" * 3, False),
        ("Notice of the General Office, 2020 (No. 18). " * 3, False),
        ("ÎÄ¼þÃû³ÆÖØµãÈÎÎñ·Ö¹¤·½°¸ÔðÈÎµ¥Î»" * 3, True),
        ("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007" * 5, True),
        ("鼜黭齹龘靐齉麤爩籲鸞鱻厵灥驫麣纞虋讟钃鸜麷鞻韽韾顟" * 5, True),
        ("".join(chr(33 + (7 * i) % 90) for i in range(120)), True),
        ("12.5% 1,024.0 98.6 -3.1% 2021-2025 (DB37/T 1234-2020) https://www.example.gov.cn/art/2020/1/2/ " * 2, False),
        ("1 2 3", False),
    ],
)
def test_garbage_is_told_from_prose(text: str, garbage: bool) -> None:
    assert is_garbage(text) is garbage


def test_memory_does_not_grow_with_what_a_page_draws() -> None:
    """Python's own memory stays small while 40 pages of tables are read (pages are dropped one by one)."""
    data = canvas_pdf(*[_table] * 40)
    read(SOUND)
    tracemalloc.start()
    document, _ = read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert document.pages == 40
    assert peak < 4_000_000
