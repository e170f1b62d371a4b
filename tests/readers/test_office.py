"""Old office formats through LibreOffice, and one notice in every flowing format."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import struct
import subprocess
import tempfile
import zipfile
from base64 import b64encode
from functools import cache
from pathlib import Path

import olefile
import pytest

from readers.build import (
    Notice,
    build_docx,
    build_html,
    build_text,
    build_xlsx,
    cell,
    convert,
    from_dump,
    plain,
    shape,
)
from taskextract import pool
from taskextract.document import Document, Table
from taskextract.readers import compound, office, read
from taskextract.readers.detect import DOC, ENCRYPTED, OLE, RTF
from taskextract.readers.source import Source, Unreadable

RAW = sorted((Path(__file__).parents[2] / "raw").glob("*-table.txt"))

LEVELS = Notice(
    "某市2021年重点工作任务分解表",
    (
        (cell("序号", rows=2), cell("重点任务", rows=2), cell("具体措施", rows=2), cell("责任单位", cols=2), cell("完成时限", rows=2)),
        (cell("牵头单位"), cell("配合单位")),
        (cell("一、统筹强化规划引领", cols=6),),
        (cell("1", rows=2), cell("编制专项规划", rows=2), cell("编制交通专项规划。", "编制水利专项规划。"), cell("市交通运输局"),
         cell("市财政局、各县（市、区）政府"), cell("6月底前", rows=2)),
        (cell("建立<会商>制度 & 机制。"), cell("市发展改革委"), cell()),
        (cell("二、推进基础设施", cols=6),),
        (cell("2"), cell("建设5G基站"), cell("新建5G基站1000个以上，覆盖率达到85%。"), cell("市工业和信息化局"), cell("市大数据局"), cell("年底前")),
    ),
    before=("各县（市、区）人民政府：",),
    after=("注：列首位的为牵头单位。",),
)  # fmt: skip


@cache
def docx_of(notice: Notice) -> bytes:
    return build_docx(notice)


@cache
def expected(notice: Notice) -> list[object]:
    return shape(parsed(docx_of(notice), "notice.docx"))


def parsed(data: bytes, name: str) -> Document:
    document, findings = read(Path(name), data)
    assert findings == ()
    return document


def test_the_yardstick_is_the_notice_itself() -> None:
    first, second, table, last = expected(LEVELS)
    assert (first, second, last) == (LEVELS.title, LEVELS.before[0], LEVELS.after[0])
    flat = [c for row in LEVELS.rows for c in row]
    assert [c[2:] for c in table] == [(c.rows, c.cols, [p.replace(" ", "") for p in c.paragraphs]) for c in flat]


@pytest.mark.parametrize("notice", [LEVELS, *map(from_dump, RAW)], ids=["levels", *(p.stem for p in RAW)])
def test_html_and_sheets_give_what_word_gives(notice: Notice) -> None:
    assert shape(parsed(build_html(notice), "notice.html")) == expected(notice)
    assert shape(parsed(build_html(notice, "gb2312"), "notice.htm")) == expected(notice)
    assert shape(parsed(build_xlsx(notice), "notice.xlsx")) == expected(notice)


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.stem)
def test_a_text_dump_gives_the_same_texts(path: Path) -> None:
    notice = from_dump(path)
    document = parsed(build_text(notice), "notice.txt")
    cells = [[plain(document, p) for p in c.paragraphs] for b in document.blocks if isinstance(b, Table) for c in b.cells]
    (table,) = [b for b in expected(notice) if isinstance(b, list)]
    assert [c for c in cells if c] == [c[4] for c in table if c[4]]


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "xls", "ods"])
def test_old_formats_give_what_word_gives(ending: str) -> None:
    origin = (build_xlsx(LEVELS), "notice.xlsx") if ending in ("xls", "ods") else (docx_of(LEVELS), "notice.docx")
    data = convert(*origin, ending)
    assert shape(parsed(data, f"notice.{ending}")) == expected(LEVELS)


def test_a_doc_file_that_ends_in_a_table_keeps_it() -> None:
    notice = from_dump(RAW[1])
    assert not notice.after
    data = convert(docx_of(notice), "notice.docx", "doc")
    assert shape(parsed(data, "notice.wps")) == expected(notice)


def test_a_doc_file_whose_text_fills_its_last_page_keeps_its_table() -> None:
    """No room is left behind the text: a page of 512 bytes holds 256 characters, the marks of cells and rows among them."""
    page, marks = 256, len("\r") + 3 * len("\a\a\a")
    header, first = ("任务", "责任单位"), ("推进建设。", "省财政厅")
    filler = "加" * (page - marks - sum(map(len, ("分工表", *header, *first))) - 4)
    notice = Notice("分工表", (tuple(map(cell, header)), tuple(map(cell, first)), (cell(filler), cell("市政府。"))))
    data = convert(docx_of(notice), "notice.docx", "doc")
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        assert struct.unpack_from("<I", ole.openstream("WordDocument").read(), 0x1C)[0] % 512 == 0
    assert shape(parsed(data, "notice.doc")) == expected(notice)


@pytest.mark.parametrize("size", [10, 5000, 300_000])
def test_a_compound_file_holds_its_streams(size: int) -> None:
    data = bytes(range(250)) * (size // 250 + 1)
    with olefile.OleFileIO(io.BytesIO(compound.written({"WordDocument": data[:size], "1Table": data}) or b"")) as ole:
        assert ole.openstream("WordDocument").read().rstrip(b"\0") == data[:size].rstrip(b"\0")
        assert ole.openstream("1Table").read().startswith(data)


def test_words_one_file_xml_gives_what_word_gives() -> None:
    parts = []
    with zipfile.ZipFile(io.BytesIO(docx_of(LEVELS))) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            xml = re.sub(rb"<\?xml[^>]*>", b"", content).decode() if name.endswith((".xml", ".rels")) else ""
            kept = f"<pkg:xmlData>{xml}</pkg:xmlData>" if xml else f"<pkg:binaryData>{b64encode(content).decode()}</pkg:binaryData>"
            parts.append(f'<pkg:part pkg:name="/{name}">{kept}</pkg:part>')
    flat = '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    assert shape(parsed((flat + "".join(parts) + "</pkg:package>").encode(), "notice.xml")) == expected(LEVELS)


REFUSED = {
    "random bytes in an OLE file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, DOC, "unreadable-file"),
    "no Word file": (b"", OLE, "unreadable-file"),
    "protected": (b"", ENCRYPTED, "unreadable-file"),
    "RTF of nothing": (b"{\\rtf1}", RTF, "empty-file"),
    "random bytes in an RTF file": (b"{\\rtf1 " + random.Random(1).randbytes(3000), RTF, "unreadable-file"),
}


@pytest.mark.parametrize(("data", "media_type", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_files_are_refused_in_one_line(data: bytes, media_type: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        office.read(Source(Path("notice.doc"), data, media_type))
    assert refused.value.code == code
    assert "\n" not in refused.value.message


def test_without_libreoffice_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(Unreadable, match="apt-get install libreoffice-writer") as refused:
        office.read(Source(Path("notice.rtf"), b"{\\rtf1 text}", RTF))
    assert refused.value.code == "missing-reader"


@pytest.mark.parametrize("script", ["#!/bin/sh\nexec no-such-program\n", "#!/no/such/interpreter\n"])
def test_a_libreoffice_that_cannot_start_is_no_damaged_file(script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(program))
    with pytest.raises(Unreadable, match="cannot be started; mend it") as refused:
        office.read(Source(Path("notice.rtf"), b"{\\rtf1 text}", RTF))
    assert refused.value.code == "missing-reader"


def hanging_program(folder: Path) -> Path:
    program = folder / "soffice"
    program.write_text("#!/bin/sh\necho $$ > " + str(folder / "pid") + "\nsleep 60 & wait\n")
    program.chmod(0o755)
    return program


def left_of(folder: Path) -> list[str]:
    """Processes of a hanging program that still run. One that nobody has asked after yet is listed as Z."""
    group = (folder / "pid").read_text().strip()
    states = subprocess.run(["ps", "-o", "stat=", "-g", group], capture_output=True, text=True, check=False).stdout
    return [state for state in states.split() if not state.startswith("Z")]


def test_a_full_temporary_folder_is_not_taken_for_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "soffice")
    monkeypatch.setattr(office, "_run", lambda *_: "")
    usage = shutil.disk_usage("/")
    for free, said in ((1_000, "no room left in the temporary folder"), (10**9, "the file is damaged")):
        monkeypatch.setattr(office.shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        with pytest.raises(Unreadable, match=said):
            read(Path("a.rtf"), b"{\\rtf1 text}")


def test_a_conversion_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = hanging_program(tmp_path)
    monkeypatch.setattr(office, "program", lambda: str(program))
    monkeypatch.setattr(office, "TIME_LIMIT", 0.5)
    with pytest.raises(Unreadable) as refused:
        office.read(Source(Path("notice.rtf"), b"{\\rtf1 text}", RTF))
    assert refused.value.code == "timed-out"
    assert left_of(tmp_path) == []


def _read(path: Path) -> str:
    return office.read(Source(path, b"{\\rtf1 text}", RTF))[0].text


def test_a_worker_that_is_stopped_stops_its_conversion(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", f"{hanging_program(tmp_path).parent}:{os.environ['PATH']}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ((_, outcome),) = pool.run(_read, [Path("notice.rtf")], jobs=1, timeout=1.5, tick=lambda _: None)
    assert isinstance(outcome, pool.Stopped) and outcome.code == "timed-out"
    assert left_of(tmp_path) == []
    assert not list(tmp_path.glob("taskextract-*"))
