"""Files are told by their bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from taskextract.readers import detect as d


def pack(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


WORD = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
SHEET = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'

CASES = {
    "pdf": (b"%PDF-1.7\n1 0 obj\n\xe2\xe3\xcf\xd3", "a.pdf", d.PDF),
    "pdf after a line of rubbish": (b"\r\n\x00junk%PDF-1.4\n\x00\x01\x02", "a.pdf", d.PDF),
    "pdf after blank lines": (b"\r\n" * 600 + b"%PDF-1.4\n1 0 obj", "a.pdf", d.PDF),
    "ofd": (pack({"OFD.xml": b"<ofd:OFD/>"}), "a.ofd", d.OFD),
    "ofd, case": (pack({"ofd.xml": b"<ofd:OFD/>"}), "a.ofd", d.OFD),
    "docx": (pack({"[Content_Types].xml": WORD, "word/document2.xml": b""}), "a.docx", d.DOCX),
    "docm": (pack({"[Content_Types].xml": b'"application/vnd.ms-word.document.macroEnabled.main+xml"'}), "a.docm", d.DOCX),
    "xlsx": (pack({"[Content_Types].xml": SHEET}), "a.xlsx", d.XLSX),
    "ods": (pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "a.ods", d.ODS),
    "odt": (pack({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt", d.ODT),
    "zip": (pack({"readme": b"x"}), "a.zip", d.ZIP),
    "cut docx": (pack({"word/document.xml": b"x" * 500})[:-30], "a.docx", d.DOCX),
    "broken ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "a.doc", d.OLE),
    "rtf": (rb"{\rtf1\ansi text}", "a.rtf", d.RTF),
    "html": ("<!DOCTYPE html><html><p>一</p>".encode(), "a.html", d.HTML),
    "html after comments": (b"\n<!-- a --><!-- b -->\n<html>", "a.html", d.HTML),
    "html of frames": (b"<frameset><frame src='a.htm'></frameset>", "a.htm", d.HTML),
    "html, gbk": ("<html><title>通知</title>".encode("gb18030"), "a.htm", d.HTML),
    "html, utf-16": ("<html><p>通知</p>".encode("utf-16"), "a.htm", d.HTML),
    "html fragment": ("<span>通知</span>".encode(), "a.html", d.HTML),
    "mhtml": (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x\"\r\n\r\n", "a.mht", d.MHTML),
    "text with tags in a cell": ("通知\n1\t<p>构建铁路网。</p>".encode(), "a.txt", d.TEXT),
    "text in gb18030": ("各市人民政府".encode("gb18030"), "a.txt", d.TEXT),
    "text in utf-16 without a mark": ("各市人民政府，\n各有关部门".encode("utf-16-le"), "a.txt", d.TEXT),
    "excel xml": (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>', "a.xml", d.EXCEL_XML),
    "flat odt": (b'<?xml version="1.0"?>\n<office:document xmlns:office="x" office:mimetype="application/vnd.oasis.opendocument.text">', "a.fodt", d.FLAT_ODT),
    "unknown xml": (b'<?xml version="1.0"?>\n<rss/>', "a.xml", d.XML),
    "xhtml": (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', "a.xhtml", d.HTML),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0", "a.jpg", "image/jpeg"),
    "tiff": (b"II*\x00\x08", "a.tif", "image/tiff"),
    "rar": (b"Rar!\x1a\x07\x00", "a.rar", "application/vnd.rar"),
    "noise": (bytes(range(256)) * 8, "a.bin", d.UNKNOWN),
    "empty": (b"", "a.txt", d.EMPTY),
}


@pytest.mark.parametrize(("data", "name", "expected"), CASES.values(), ids=CASES.keys())
def test_kind_by_bytes(data: bytes, name: str, expected: str) -> None:
    media_type, finding = d.detect(data, name)
    assert media_type == expected
    assert finding is None


def test_rows_of_cells_parted_by_tabs_are_text_whatever_marks_their_paragraphs() -> None:
    dump = "分工表\n序号\t任务\t责任单位\n1\t<p>建设医院。</p><p>改造学校。</p>\t省财政厅\n2\t修建公路。\t省交通运输厅\n".encode()
    media_type, finding = d.detect(dump, "a.html")
    assert media_type == d.TEXT and finding is not None and finding.code == "wrong-ending"
    assert d.detect("<p>建设医院。</p>\n\t<p>改造学校。</p>\n".encode(), "a.html") == (d.HTML, None)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("<html><table><tr><td>一</table>".encode(), "notice.doc", d.HTML),
        (rb"{\rtf1 x}", "notice.doc", d.RTF),
        (pack({"[Content_Types].xml": WORD}), "notice.wps", d.DOCX),
        (b"%PDF-1.7\n", "notice.txt", d.PDF),
        ("通知".encode(), "notice.pdf", d.TEXT),
    ],
)
def test_wrong_ending_is_a_finding(data: bytes, name: str, expected: str) -> None:
    media_type, finding = d.detect(data, name)
    assert media_type == expected
    assert finding is not None and finding.code == "wrong-ending"


@pytest.mark.parametrize("name", ["notice", "notice.PDF", "notice.bak", "2020.8"])
def test_endings_that_say_nothing_or_fit(name: str) -> None:
    assert d.detect(b"%PDF-1.7\n", name) == (d.PDF, None)


def test_many_comments_cost_no_time() -> None:
    assert d.detect(b"<!-- -->" * 5000 + b"x", "a.html")[0] == d.TEXT
