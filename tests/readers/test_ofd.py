"""OFD files in the manners of several programs: the same text, cells and places as the page they were made from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from readers.ofd_writer import Manner, write_ofd
from readers.paged_drawing import ROWS, canvas_pdf, draw_table, draw_text
from readers.paged_material import cell_texts, said
from taskextract.document import Document, Furniture, Paragraph, Table
from taskextract.findings import Finding
from taskextract.readers import ofd, ofd_images, pdf
from taskextract.readers.archive import open_zip
from taskextract.readers.ofd_package import OfdPage, Package
from taskextract.readers.ofd_page import MM, Drawn, deltas
from taskextract.readers.ofd_shapes import pieces_of
from taskextract.readers.page import Page
from taskextract.readers.pdf_page import read_page
from taskextract.readers.source import Source, Unreadable

SENTENCE = "省发展改革委、省交通运输厅要会同有关市政府，加快推进济郑高铁山东段建设，确保按期建成通车。"


def read(data: bytes) -> tuple[Document, tuple[Finding, ...]]:
    return ofd.read(Source(Path("notice.ofd"), data, "application/ofd"))


def _first(c: Canvas) -> None:
    y = draw_text(c, 170, 60, "重点任务分工方案", size=18)
    y = draw_text(c, 60, y + 20, SENTENCE * 2, indent=True)
    draw_table(c, 60, y + 20, ROWS)


def _second(c: Canvas) -> None:
    draw_table(c, 60, 80, ROWS)


@pytest.fixture(scope="module")
def drawn() -> tuple[bytes, list[Page]]:
    """A notice as a PDF, and its pages as the PDF reader sees them."""
    data = canvas_pdf(_first, _second)
    document = pypdfium2.PdfDocument(data)
    return data, [read_page(document.raw, n)[0] for n in (1, 2)]


MANNERS = {
    "plain": Manner(),
    "no namespace, backslashes": Manner(prefix="", namespace="", backslashes=True, absolute=False),
    "another namespace": Manner(prefix="x:", namespace="http://www.example.org/ofd"),
    "default namespace": Manner(prefix="", absolute=False),
    "scaled text, upper-case entries": Manner(scaled=True, upper_case=True, runs_of_deltas=False),
    "rules in a template, filled": Manner(template=True, filled_rules=True),
}


@pytest.mark.parametrize("manner", MANNERS.values(), ids=MANNERS)
def test_every_manner_gives_what_the_pdf_gives(drawn: tuple[bytes, list[Page]], manner: Manner) -> None:
    data, pages = drawn
    theirs, _ = pdf.read(Source(Path("notice.pdf"), data, "application/pdf"))
    ours, _ = read(write_ofd(pages, manner))
    assert ours.text == theirs.text
    assert ours.blocks == theirs.blocks
    assert ours.pages == 2
    for a, b in zip(ours.lines, theirs.lines, strict=True):
        assert a.bbox == pytest.approx(b.bbox, abs=2.5)


def test_signatures_are_named_as_unchecked(drawn: tuple[bytes, list[Page]]) -> None:
    _, findings = read(write_ofd(drawn[1], Manner(signed=True)))
    assert any("signatures" in f.message and f.code == "reader-note" for f in findings)


@pytest.mark.parametrize(
    ("text", "steps"),
    [("g 3 2.5 1", [2.5, 2.5, 2.5, 1.0]), ("1 2 3", [1.0, 2.0, 3.0]), ("g 2 1 g 1 4", [1.0, 1.0, 4.0]), ("", []), ("g x", [])],
)
def test_deltas(text: str, steps: list[float]) -> None:
    assert deltas(text) == steps


def test_shapes() -> None:
    (line, square) = pieces_of("M 0 0 L 10 0 S 0 0 L 4 0 L 4 4 L 0 4 C")
    assert line.points == [(0.0, 0.0), (10.0, 0.0)]
    assert square.points[-1] == (0.0, 0.0) and len(square.points) == 5
    (curve,) = pieces_of("M 0 0 Q 5 5 10 0")
    assert curve.curved and curve.points[-1] == (10.0, 0.0)


# ---- pages written by hand -----------------------------------------------------------------------


def by_hand(content: str, *, document: str = "", extra: dict[str, bytes] | None = None, page: str = "") -> bytes:
    """A one-page OFD of A4 with the given objects."""
    o = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    files = {
        "OFD.xml": f"<ofd:OFD {o}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {o}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{document}</ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P1.xml"/></ofd:Pages><ofd:Annotations>Annots.xml</ofd:Annotations></ofd:Document>',
        "Doc_0/Pages/P1.xml": f"<ofd:Page {o}>{page}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def text_object(text: str, x: float, y: float, *, extra: str = "", code: str = "", size: float = 4.0) -> str:
    return (f'<ofd:TextObject Boundary="{x} {y} 150 6" Size="{size}" {extra}>'
            f'<ofd:TextCode X="0" Y="3.5" {code}>{text}</ofd:TextCode></ofd:TextObject>')


def paragraphs(data: bytes) -> list[str]:
    document, _ = read(data)
    return [said(document, b.spans) for b in document.blocks if isinstance(b, Paragraph)]


def test_text_without_deltas_is_set_at_its_natural_width() -> None:
    document, _ = read(by_hand(text_object("省交通运输厅牵头负责", 30, 40)))
    assert document.text == "省交通运输厅牵头负责\n"
    assert document.lines[0].bbox[2] - document.lines[0].bbox[0] == pytest.approx(10 * 4 * 72 / 25.4, abs=0.5)


def test_a_number_set_character_by_character_holds_no_blanks() -> None:
    # A font whose digits are 0.64 em wide; the letters are 0.7.
    x, objects = 30.0, ""
    for char, width in zip("共2023家BOD", (1, 0.64, 0.64, 0.64, 0.64, 1, 0.7, 0.7, 0.7), strict=True):
        objects += text_object(char, x, 40)
        x += 4 * width
    assert paragraphs(by_hand(objects)) == ["共2023家BOD"]
    apart = text_object("12", 30, 40, code='DeltaX="2"') + text_object("34", 30 + 3 * 2.1, 40, code='DeltaX="2"')
    assert paragraphs(by_hand(apart)) == ["12 34"]


def test_a_jump_inside_one_text_object_is_a_blank() -> None:
    data = by_hand(text_object("序号任务", 30, 40, code='DeltaX="4 30 4"'))
    assert paragraphs(data) == ["序号 任务"]


def test_what_stands_in_a_gap_of_another_text() -> None:
    """Digits in a font of their own, for which the text around them leaves a gap."""
    around = text_object("增长万元以上", 30, 40, code='DeltaX="4 8.4 4 4 4"')
    assert paragraphs(by_hand(around + text_object("18", 38, 40, code='DeltaX="2.2"'))) == ["增长18万元以上"]


def test_lines_inside_one_text_code() -> None:
    steps = 'DeltaX="4 4 4 4 -16 4 4" DeltaY="0 0 0 0 6 0 0"'
    document, _ = read(by_hand(text_object("市教育局共负责。", 30, 40, code=steps)))
    assert document.text == "市教育局共负责。\n"
    first, second = (line.bbox for line in document.lines)
    assert (first[0], first[2]) == (pytest.approx(30 * 72 / 25.4, abs=0.5), pytest.approx(50 * 72 / 25.4, abs=0.5))
    assert (second[0], second[2]) == (pytest.approx(30 * 72 / 25.4, abs=0.5), pytest.approx(42 * 72 / 25.4, abs=0.5))


def test_words_set_from_top_to_bottom() -> None:
    data = by_hand(text_object("基础设施", 30, 40, code='DeltaX="0 0 0" DeltaY="4.2 4.2 4.2"'))
    assert paragraphs(data) == ["基础设施"]


def test_sideways_page_is_read_upright() -> None:
    lines = "".join(
        f'<ofd:TextObject Boundary="{150 - 8 * i} 30 10 200" Size="4" CTM="0 1 -1 0 10 0"><ofd:TextCode X="0" Y="3.5">{t}</ofd:TextCode></ofd:TextObject>'
        for i, t in enumerate(("第一行文字写在横放的页面上", "第二行文字写在它的下面"))
    )
    document, _ = read(by_hand(lines))
    assert document.text == "第一行文字写在横放的页面上第二行文字写在它的下面\n"
    assert document.lines[0].vertical


def test_invisible_objects_are_left_out() -> None:
    data = by_hand(text_object("看得见的文字", 30, 40) + text_object("看不见", 30, 60, extra='Visible="false"'))
    assert paragraphs(data) == ["看得见的文字"]


def test_annotations_are_furniture() -> None:
    o = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    extra = {
        "Doc_0/Annots.xml": f'<ofd:Annotations {o}><ofd:Page PageID="1"><ofd:FileLoc>A1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'.encode(),
        "Doc_0/A1.xml": f'<ofd:PageAnnot {o}><ofd:Annot Type="Watermark"><ofd:Appearance Boundary="50 50 100 20">{text_object("内部资料", 0, 0)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'.encode(),
    }
    document, _ = read(by_hand(text_object("正文的一段文字。", 30, 40), extra=extra))
    assert [(b.kind, said(document, b.spans)) for b in document.blocks if isinstance(b, Furniture)] == [("watermark", "内部资料")]


def test_page_area_that_does_not_begin_at_zero() -> None:
    data = by_hand(text_object("正文的一段文字。", 30, 40), page="<ofd:Area><ofd:PhysicalBox>10 20 210 297</ofd:PhysicalBox></ofd:Area>")
    document, _ = read(data)
    assert document.lines[0].bbox[0] == pytest.approx(20 * 72 / 25.4, abs=0.5)


def test_composite_objects() -> None:
    unit = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{text_object("合成的文字", 0, 0)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>'
    data = by_hand(
        '<ofd:CompositeObject Boundary="30 40 100 10" ResourceID="7"/>',
        document="<ofd:PublicRes>Res.xml</ofd:PublicRes>", extra={"Doc_0/Res.xml": unit.encode()},
    )  # fmt: skip
    assert paragraphs(data) == ["合成的文字"]


def test_a_damaged_page_costs_no_other(drawn: tuple[bytes, list[Page]]) -> None:
    data = write_ofd(drawn[1])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if "Page_0" in name else old.read(name))
    document, findings = read(out.getvalue())
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [t.page for t in tables] == [2]
    assert [["".join(c) for c in row] for row in cell_texts(document, tables[0])] == [list(r) for r in ROWS]
    assert [f.code for f in findings].count("unread-page") == 1


def test_glyphs_without_characters_are_told_and_cost_nothing_else() -> None:
    glyphs = "".join(text_object("¤" * 30, 20, 20 + 8 * i) for i in range(5))
    data = by_hand(glyphs + text_object("省政府办公厅的通知", 20, 150))
    assert paragraphs(data) == ["省政府办公厅的通知"]
    assert [f.code for f in read(data)[1]] == ["decoding-doubt"]
    with pytest.raises(Unreadable, match="150 glyph"):
        read(by_hand(glyphs))


def test_an_encrypted_archive_is_named_as_that() -> None:
    root = ROOT.replace(b"</OFD>", b"<Encryptions>E.xml</Encryptions></OFD>")
    with pytest.raises(Unreadable, match="password"):
        read(archive(OFD_xml=root, D_xml=b"\x17\x00\xfe"))


# ---- hostile archives ----------------------------------------------------------------------------


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


ROOT = b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><OFD><DocBody><DocRoot>&b;</DocRoot></DocBody></OFD>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><OFD><DocBody><DocRoot>&a;</DocRoot></DocBody></OFD>'


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no archive",
        archive(other_xml=b"<x/>"),
        archive(OFD_xml=b"<OFD/>"),
        archive(OFD_xml=b"<OFD"),
        archive(OFD_xml=ROOT),
        archive(OFD_xml=ROOT, D_xml=b"<Document/>"),
        archive(OFD_xml=ROOT.replace(b"D.xml", b"../../etc/passwd")),
        archive(OFD_xml=BOMB),
        archive(OFD_xml=OUTSIDE),
        archive(OFD_xml=ROOT, D_xml=b"<Document>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</Document>"),
        archive(OFD_xml=ROOT, D_xml=b"<Document>" + b" " * 40_000_000 + b"</Document>"),
    ],
    ids=["no zip", "no OFD.xml", "no body", "cut XML", "no document", "no pages", "path out", "entities",
         "external entity", "deep", "bomb"],
)  # fmt: skip
def test_hostile_archives_give_one_clear_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code in ("unreadable-file", "empty-file", "file-too-large")
    assert "\n" not in refused.value.message and refused.value.message


def path_object(data: str, fill: bool = False) -> str:
    return f'<ofd:PathObject Boundary="0 0 9 9" Fill="{str(fill).lower()}"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


@pytest.mark.parametrize("number", ["1e999", "1e20", "-1e999"])
def test_places_out_of_all_bounds_do_no_harm(number: str) -> None:
    posts = "".join(path_object(f"M {9 * k} 0 L {9 * k} {number}") for k in range(5))
    assert paragraphs(by_hand(posts + text_object("正文的一段文字。", 100, 40))) == ["正文的一段文字。"]
    package, page = Package(open_zip(by_hand(""))), OfdPage((0.0, 0.0, 20.0, 20.0), [])
    picture = ofd_images.paint(package, page, Drawn(shapes=[[[(0.0, 0.0), (9.0, 0.0), (0.0, 9.0)]]]), 72)
    far = [p.points for p in pieces_of(f"M 0 0 L {number} 0 L 0 9 C")]
    assert picture.min() == 0 and ofd_images.paint(package, page, Drawn(shapes=[far]), 72).min() == 0


def test_text_without_a_size_does_no_harm() -> None:
    lines = "".join(text_object("省发展改革委建设铁路", 100, 10 + 5 * i).replace('Size="', 'Size="0" Was="') for i in range(10))
    assert read(by_hand(lines))[0].text.count("省发展改革委") == 10


def test_too_many_pages_are_refused_before_any_is_read(drawn: tuple[bytes, list[Page]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "MAX_PAGES", 1)
    monkeypatch.setattr(ofd, "draw", None)
    with pytest.raises(Unreadable, match="has 2 pages, more than the limit of 1") as refused:
        read(write_ofd(drawn[1]))
    assert refused.value.code == "file-too-large"


def test_a_page_of_too_many_objects_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskextract.readers.ofd_page.MAX_OBJECTS", 50)
    objects = "".join(text_object(f"第{i}行文字内容", 30, 5 + i * 2.5) for i in range(100))
    _, findings = read(by_hand(objects))
    assert any("more objects" in f.message for f in findings)


def test_what_is_nested_too_deeply_is_told() -> None:
    nested = "<ofd:PageBlock>" * 30 + text_object("加快建设。", 30, 60) + "</ofd:PageBlock>" * 30
    document, findings = read(by_hand(text_object("加快构建轨道交通网络。", 30, 40) + nested))
    assert document.text == "加快构建轨道交通网络。\n"
    assert any("the rest was left out" in f.message for f in findings)


def test_a_page_cut_into_strips_costs_no_more_than_its_area(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred strips, one below the other, touch the page once in all."""
    strips = [np.full((8, 400), shade, np.uint8) for shade in range(100, 200)]
    monkeypatch.setattr(ofd_images, "_file", lambda package, page, name: name)
    monkeypatch.setattr(ofd_images, "decode", lambda name: strips[int(name)])
    touched: list[int] = []
    warp = cv2.warpAffine
    monkeypatch.setattr(cv2, "warpAffine", lambda *args, **given: touched.append(args[2][0] * args[2][1]) or warp(*args, **given))
    images = [(str(n), (400.0, 0.0, 0.0, 8.0, 0.0, 8.0 * n)) for n in range(100)]
    page = OfdPage((0.0, 0.0, 400 / MM, 800 / MM), [])
    picture = ofd_images.paint(Package(open_zip(by_hand(""))), page, Drawn(images=images), 72)
    assert picture[4::8, 200].tolist() == list(range(100, 200))
    assert sum(touched) < 2 * picture.size


def test_blanks_at_the_ends_of_a_run_are_no_text() -> None:
    content = text_object("加快构建轨道交通  ", 30, 40) + text_object("网络，完善设施。", 30, 46)
    assert "通 " not in read(by_hand(content))[0].text
