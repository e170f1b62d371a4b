"""Scans: straightened, their rulings found, their text recognised into the same cells."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from readers.paged_drawing import ROWS, canvas_pdf, draw_table, draw_text
from readers.paged_material import cell_texts, said
from taskextract.document import Paragraph, Span, Table
from taskextract.readers import docx, ofd, pdf, scan, scan_image
from taskextract.readers.scan_lines import full_width
from taskextract.readers.scan_rules import find_rules
from taskextract.readers.source import Source, Unreadable

SENTENCE = "各市政府要加快推进济郑高铁山东段建设。"


def _page(c: Canvas) -> None:
    draw_text(c, 60, 60, SENTENCE)
    draw_table(c, 60, 90, ROWS)


def picture(dpi: int = 200, *, skew: float = 0.0, blur: float = 0.0, height: float = 260) -> np.ndarray:
    """The upper `height` points of a drawn page, turned and blurred as a scanner may do it."""
    page = pypdfium2.PdfDocument(canvas_pdf(_page))[0]
    grey = page.render(scale=dpi / 72, grayscale=True).to_numpy()
    grey = grey.reshape(grey.shape[:2])[: int(height * dpi / 72)].copy()
    if skew:
        rows, cols = grey.shape
        turn = cv2.getRotationMatrix2D((cols / 2, rows / 2), skew, 1.0)
        grey = cv2.warpAffine(grey, turn, (cols, rows), flags=cv2.INTER_CUBIC, borderValue=255)
    return cv2.GaussianBlur(grey, (0, 0), blur) if blur else grey


def saved(*pictures: np.ndarray, kind: str = "PNG", dpi: int = 200) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.fromarray(p) for p in pictures]
    first.save(out, kind, dpi=(dpi, dpi), **({"save_all": True, "append_images": rest} if rest else {}))
    return out.getvalue()


EXPECTED = [[(text,) for text in row] for row in ROWS]


def test_skewed_and_blurred_scan_gives_the_cells() -> None:
    data = saved(picture(skew=0.6, blur=0.7))
    document, findings = scan.read(Source(Path("scan.png"), data, "image/png"))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert cell_texts(document, table) == EXPECTED
    assert [said(document, b.spans) for b in document.blocks if isinstance(b, Paragraph)] == [SENTENCE]
    assert any("turned" in f.message for f in findings)


def test_sideways_tiff_of_two_pages() -> None:
    level = picture(150, height=140)[:, 100:800].copy()
    data = saved(level, np.ascontiguousarray(np.rot90(level)), kind="TIFF", dpi=150)
    document, _ = scan.read(Source(Path("scan.tif"), data, "image/tiff"))
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [t.page for t in tables] == [1, 2]
    assert cell_texts(document, tables[0]) == cell_texts(document, tables[1])
    upright = [line for line in document.lines if line.page == 2]
    assert all(line.vertical for line in upright)


def image_pdf(grey: np.ndarray) -> bytes:
    """A PDF that holds nothing but a picture."""
    from reportlab.lib.utils import ImageReader

    def draw(c: Canvas) -> None:
        c.drawImage(ImageReader(Image.fromarray(grey)), 0, 842 - 120, 595, 120)

    return canvas_pdf(draw)


def test_pdf_without_text_goes_to_recognition() -> None:
    document, findings = pdf.read(Source(Path("scan.pdf"), image_pdf(picture(height=120)), "application/pdf"))
    assert SENTENCE in document.text
    assert any("recognised as an image: it has no text layer" in f.message for f in findings)


def test_ofd_of_images_goes_to_recognition() -> None:
    from readers.test_ofd import by_hand

    res = '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>'
    data = by_hand(
        '<ofd:ImageObject Boundary="0 0 209.9 42.3" CTM="209.9 0 0 42.3 0 0" ResourceID="5"/>',
        page="<ofd:Area><ofd:PhysicalBox>0 0 210 45</ofd:PhysicalBox></ofd:Area>",
        document="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        extra={"Doc_0/DocumentRes.xml": res.encode(), "Doc_0/Res/a.png": saved(picture(height=120))},
    )
    document, _ = ofd.read(Source(Path("scan.ofd"), data, "application/ofd"))
    assert SENTENCE in document.text


def test_missing_extra_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "NEEDED", ("no_such_module_here",))
    for module, data, kind in (
        (scan, saved(picture(72)), "image/png"),
        (pdf, image_pdf(picture(72, height=120)), "application/pdf"),
    ):
        with pytest.raises(Unreadable) as refused:
            module.read(Source(Path("scan"), data, kind))
        assert refused.value.code == "missing-reader"
        assert "taskextract[ocr]" in refused.value.message


@pytest.mark.parametrize("angle", [-2.3, -0.6, 0.0, 0.6, 1.7])
def test_skew_is_found_to_a_twentieth_of_a_degree(angle: float) -> None:
    assert scan_image.skew(picture(100, skew=angle)) == pytest.approx(-angle, abs=0.06)


def test_skew_of_a_strip_of_pages_is_that_of_its_middle() -> None:
    page = picture(100)
    wide = page.shape[1]
    strip = np.vstack([page] * (6 * wide // page.shape[0]))
    turn = cv2.getRotationMatrix2D((wide / 2, len(strip) / 2), 0.6, 1.0)
    turned = cv2.warpAffine(strip, turn, (wide, len(strip)), flags=cv2.INTER_CUBIC, borderValue=255)
    assert scan_image.skew(turned) == pytest.approx(-0.6, abs=0.06)


def test_rules_of_a_picture() -> None:
    rules, mask = find_rules(picture())
    assert len([r for r in rules if not r.upright]) == len(ROWS) + 1
    assert len([r for r in rules if r.upright]) == len(ROWS[0]) + 1
    assert mask.any()


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("(此件公开发布)", "（此件公开发布）"),
        ("省发展改革委,7市政府", "省发展改革委，7市政府"),
        ("GB/T 33190 (2016)", "GB/T 33190 (2016)"),
        ("增长3,500万", "增长3,500万"),
        ("牵头单位:省教育厅", "牵头单位：省教育厅"),
    ],
)
def test_full_width(read: str, meant: str) -> None:
    assert full_width(read) == meant


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n damaged", "unreadable-file"),
        (saved(picture(72))[:3000], "unreadable-file"),
        (b"", "unreadable-file"),
    ],
)
def test_damaged_pictures(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(scan_image.frames(data))
    assert refused.value.code == code


def test_pictures_that_are_too_large_are_refused_unread() -> None:
    header = saved(np.zeros((1, 1), np.uint8))
    wide = (30_000).to_bytes(4, "big")
    huge = header[:16] + wide + wide + header[24:]
    huge = huge[:29] + zlib.crc32(huge[12:29]).to_bytes(4, "big") + huge[33:]
    with pytest.raises(Unreadable) as refused:
        list(scan_image.frames(huge))
    assert refused.value.code == "file-too-large"
    assert "larger than the limit" in refused.value.message


def test_recognition_writes_nothing_down(tmp_path: Path) -> None:
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    places = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}
    code = "from taskextract.readers.scan_read import engine; engine()"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **places, "XDG_CACHE_HOME": ""})
    assert [path for folder in places.values() for path in Path(folder).rglob("*")] == []


def test_blank_pages_are_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_view", None)  # calling it fails
    grey = np.random.default_rng(0).normal(230, 5, (1100, 780)).clip(0, 255).astype(np.uint8)
    for blank in (np.full((1100, 780), 255, np.uint8), grey):
        page, _ = scan.recognise(blank, 3, 100)
        assert (page.number, page.runs) == (3, [])


def test_a_lone_page_number_is_ink() -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    cv2.putText(page, "1", (800, 2200), 0, 0.7, 90, 2)
    assert not scan_image.is_blank(page, 200)


def page_with_pasted_table() -> bytes:
    """A page of text in which the table is a picture."""
    from reportlab.lib.utils import ImageReader

    table = picture(height=230)[int(75 * 200 / 72) :]

    def draw(c: Canvas) -> None:
        draw_text(c, 60, 60, SENTENCE)
        c.drawImage(ImageReader(Image.fromarray(table)), 0, 842 - 100 - 155, 595, 155)
        draw_text(c, 60, 300, "以上任务请认真落实。")

    return canvas_pdf(draw)


def test_picture_of_a_table_is_read_where_it_stands() -> None:
    document, findings = pdf.read(Source(Path("mixed.pdf"), page_with_pasted_table(), "application/pdf"))
    assert [type(b) for b in document.blocks] == [Paragraph, Table, Paragraph]
    table = document.blocks[1]
    assert isinstance(table, Table)
    assert cell_texts(document, table) == EXPECTED
    (first,) = document.locate(table.cells[0].paragraphs[0])
    assert first.bbox is not None
    assert 100 < first.bbox[1] < first.bbox[3] < 255
    assert any("recognised in a picture beside the text" in f.message for f in findings)


def test_picture_beside_text_is_told_of_where_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "NEEDED", ("no_such_module_here",))
    document, findings = pdf.read(Source(Path("mixed.pdf"), page_with_pasted_table(), "application/pdf"))
    assert SENTENCE in document.text
    assert any("text in it was not read" in f.message and "taskextract[ocr]" in f.message for f in findings)


@pytest.mark.parametrize("skew", [0.0, 0.6])
def test_boxes_cover_the_words_in_the_picture(skew: float) -> None:
    grey = picture(skew=skew)
    born = pypdfium2.PdfDocument(canvas_pdf(_page))
    text = born[0].get_textpage()
    page, _ = scan.recognise(grey, 1, 200)
    document, _ = scan.read(Source(Path("scan.png"), saved(grey), "image/png"))
    assert page.runs
    for word in ("济郑高铁山东段", ROWS[1][-1][:4]):
        at = document.text.index(word)
        (place,) = document.locate([Span(at, at + len(word))])
        assert place.bbox is not None
        boxes = [_pictured(text.get_charbox(i), skew, grey.shape) for i in _places(text, word)]
        whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        assert place.bbox == pytest.approx(whole, abs=4)
        assert place.bbox[0] < whole[0] + 1.5 and place.bbox[2] > whole[2] - 1.5
        assert place.bbox[1] < whole[1] + 1.5 and place.bbox[3] > whole[3] - 1.5


def _places(text: pypdfium2.PdfTextPage, word: str) -> range:
    start = text.get_text_range().replace("\r\n", "\n").index(word)
    while text.get_text_range(start, len(word)) != word:
        start += 1
    return range(start, start + len(word))


def _pictured(box: tuple[float, ...], skew: float, shape: tuple[int, ...]) -> tuple[float, ...]:
    """A character's box on the turned picture, in points from its upper left corner."""
    left, bottom, right, top = box
    high, wide = (n * 72 / 200 for n in shape)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)
    corners = [turn @ (x, 842 - y, 1) for x in (left, right) for y in (bottom, top)]
    return (min(c[0] for c in corners), min(c[1] for c in corners), max(c[0] for c in corners), max(c[1] for c in corners))


def test_picture_in_a_word_file_is_read_where_it_stands() -> None:
    table = picture(height=230)[int(75 * 200 / 72) :]
    names = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }
    kinds = "".join(f' xmlns:{k}="{v}"' for k, v in names.items())
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    drawing = '<w:p><w:r><w:drawing><a:blip r:embed="rId7"/></w:drawing></w:r></w:p>'
    body = f"<w:document{kinds}><w:body>{paragraph.format('前言。')}{drawing}{paragraph.format('以上。')}</w:body></w:document>"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", body)
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="rId7" Type="{names["r"]}/image" Target="media/a.png"/></Relationships>',
        )
        archive.writestr("word/media/a.png", saved(table))
    document, findings = docx.read(Source(Path("a.docx"), out.getvalue(), "application/docx"))
    assert [type(b) for b in document.blocks] == [Paragraph, Table, Paragraph]
    assert isinstance(document.blocks[1], Table)
    assert cell_texts(document, document.blocks[1]) == EXPECTED
    assert any("recognised in a picture" in f.message for f in findings)
