"""Old office formats (DOC, WPS, RTF, ODT, Word and Excel XML) by way of LibreOffice."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from taskextract.document import Document, Table
from taskextract.findings import Finding
from taskextract.readers import docx, sheet
from taskextract.readers.archive import open_zip
from taskextract.readers.detect import (
    DOC,
    DOCX,
    ENCRYPTED,
    EXCEL_XML,
    FLAT_ODS,
    FLAT_ODT,
    ODT,
    OLE,
    RTF,
    WORD_XML,
    WORKS,
    XLSX,
)
from taskextract.readers.flat_opc import is_flat, packed
from taskextract.readers.office_mend import with_last_paragraph
from taskextract.readers.office_rtf import with_labels_written
from taskextract.readers.pdf_doubt import is_garbage
from taskextract.readers.source import Source, Unreadable

TIME_LIMIT = 100.0
"""Seconds that one conversion may take."""

_ROOM = 10_000_000
"""Bytes that LibreOffice may need in the temporary folder beside the file."""

LIBREOFFICE = "LibreOffice (Debian, Ubuntu: apt-get install libreoffice-writer libreoffice-calc)"
INSTALL = f"install {LIBREOFFICE} and try again"

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice",
           "/Applications/LibreOffice.app/Contents/MacOS/soffice")  # fmt: skip
_MANIFEST = "META-INF/manifest.xml"
_PROTECTED = "the file is protected by a password: save it without one and try again"
# No macros, no links followed: a notice needs neither.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


_NOT_STARTED = (126, 127)  # a shell's and the loader's answers: not to be executed, not found or without its libraries


@dataclass(frozen=True, slots=True)
class _Way:
    """How a kind is converted: the ending it is given, the import filter that must read it, the target."""

    ending: str
    import_filter: str
    target: str


_WAYS: dict[str, _Way] = {
    DOC: _Way("doc", "MS Word 97", "docx"),
    RTF: _Way("rtf", "Rich Text Format", "docx"),
    ODT: _Way("odt", "writer8", "docx"),
    FLAT_ODT: _Way("fodt", "OpenDocument Text Flat XML", "docx"),
    FLAT_ODS: _Way("fods", "OpenDocument Spreadsheet Flat XML", "xlsx"),
    WORD_XML: _Way("xml", "MS Word 2003 XML", "docx"),
    WORKS: _Way("wps", "MS_Works", "docx"),
    EXCEL_XML: _Way("xml", "MS Excel 2003 XML", "xlsx"),
}


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """Read an old office file; raises `Unreadable` where it is damaged or protected, or LibreOffice is missing."""
    if source.media_type == ENCRYPTED:
        raise Unreadable("unreadable-file", f"{source.name}: {_PROTECTED}")
    if source.media_type == OLE:
        raise Unreadable(
            "unreadable-file", f"{source.name}: the file is damaged or no Word, WPS or Excel file; save it anew as DOCX"
        )
    if source.media_type == WORD_XML and is_flat(source.data):
        document, findings = docx.read(replace(source, data=packed(source.data, source.name), media_type=DOCX))
        return replace(document, media_type=source.media_type), findings
    way = _WAYS.get(source.media_type)
    if way is None:
        raise Unreadable("missing-reader", f"{source.name}: files of this kind cannot be read; save it as DOCX or PDF")
    if source.media_type == ODT and _is_encrypted(source.data):
        raise Unreadable("unreadable-file", f"{source.name}: {_PROTECTED}")
    if source.media_type == RTF:
        source = replace(source, data=with_labels_written(source.data))
    if source.media_type == DOC:
        way = replace(way, import_filter=_check_doc(source))
        source = replace(source, data=with_last_paragraph(source.data))
    converted = _convert(source, way)
    media_type = DOCX if way.target == "docx" else XLSX
    document, findings = (docx if way.target == "docx" else sheet).read(replace(source, data=converted, media_type=media_type))
    if source.media_type in (DOC, RTF):
        _check_text(source, document)
    if source.media_type == DOC:
        findings = (*findings, *_lost_tables(source, document))
    return replace(document, media_type=source.media_type), findings


def program() -> str | None:
    """Where LibreOffice is, None where it is missing."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((path for path in _PLACES if os.access(path, os.X_OK)), None)


def _is_encrypted(data: bytes) -> bool:
    """Whether an OpenDocument file's manifest names a key."""
    with open_zip(data) as archive:
        return archive.find(_MANIFEST) is not None and b"encryption-data" in archive.read(_MANIFEST)


def _check_doc(source: Source) -> str:
    """The import filter for a DOC file, told by its header; LibreOffice would make text of any bytes."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(source.data)) as ole, ole.openstream("WordDocument") as stream:
            header = stream.read(32)
    except (OSError, ValueError, IndexError, RecursionError, OverflowError) as error:
        raise _damaged(source) from error
    magic = int.from_bytes(header[:2], "little")
    if len(header) < 32 or magic not in (0xA5EC, 0xA5DC, 0xA5DB):
        raise _damaged(source)
    if header[11] & 0x01:
        raise Unreadable("unreadable-file", f"{source.name}: {_PROTECTED}")
    return "MS Word 97" if magic == 0xA5EC else "MS WinWord 6.0"


def _check_text(source: Source, document: Document) -> None:
    """Text made of a damaged file's bytes: signs that no notice holds, letters that are no prose."""
    odd = sum(c in "\ufffd\ufffe\uffff" or (c < " " and c not in "\t\n") for c in document.text)
    if odd > 10 + len(document.text) // 20 or is_garbage(document.text):
        raise _damaged(source)


def _lost_tables(source: Source, document: Document) -> tuple[Finding, ...]:
    """Cell marks in the file, and no table in what LibreOffice made of it."""
    marks = source.data.count("\a\a".encode("utf-16-le"))
    if marks < 2 or any(isinstance(block, Table) for block in document.blocks):
        return ()
    message = "the file's tables were read as plain text; open it in Word or WPS, save it as DOCX and try again"
    return (Finding("lost-structure", message, certainty=0.7),)


def _damaged(source: Source) -> Unreadable:
    return Unreadable(
        "unreadable-file", f"{source.name}: the file is damaged and LibreOffice cannot read it; save it anew as DOCX or PDF"
    )


def _convert(source: Source, way: _Way) -> bytes:
    """The file converted in a folder and with a profile of its own, so that conversions never meet."""
    soffice = program()
    if soffice is None:
        raise Unreadable("missing-reader", f"{source.name}: reading this format needs LibreOffice; {INSTALL}")
    with tempfile.TemporaryDirectory(prefix="taskextract-", ignore_cleanup_errors=True) as folder:
        settings = Path(folder, "profile", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        given = Path(folder, f"notice.{way.ending}")
        given.write_bytes(source.data)
        command = [
            soffice, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", f"--infilter={way.import_filter}", "--convert-to", way.target,
            "--outdir", str(Path(folder, "out")), str(given),
        ]  # fmt: skip
        said = _run(command, folder, source)
        result = Path(folder, "out", f"notice.{way.target}")
        if not result.is_file() or not result.stat().st_size:
            if "source file could not be loaded" in said and not _has_component(Path(soffice), way):
                raise Unreadable("missing-reader", f"{source.name}: LibreOffice lacks a part that this format needs; {INSTALL}")
            if shutil.disk_usage(folder).free < _ROOM:
                raise Unreadable(
                    "unreadable-file",
                    f"{source.name}: there is no room left in the temporary folder; make some, or name another folder in TMPDIR",
                )
            raise _damaged(source)
        return result.read_bytes()


@contextmanager
def _ended_with_us(group: int) -> Iterator[None]:
    """A signal that ends this process ends the conversion first: nobody else would."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)

    def end(number: int, frame: FrameType | None) -> None:
        os.killpg(group, signal.SIGKILL)
        signal.signal(number, before or signal.SIG_DFL)
        os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _has_component(soffice: Path, way: _Way) -> bool:
    """Whether the installed LibreOffice has the module (Writer, Calc) that reads the file."""
    name = "libswlo.so" if way.target == "docx" else "libsclo.so"
    folder = soffice.resolve().parent
    return not folder.joinpath("libmergedlo.so").exists() or folder.joinpath(name).exists()


def _run(command: list[str], folder: str, source: Source) -> str:
    """Run LibreOffice in a group of its own, killed as a whole when its time is up."""
    environment = {**os.environ, "HOME": folder, "TMPDIR": folder, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    cannot = Unreadable("missing-reader", f"{source.name}: LibreOffice ({command[0]}) cannot be started; mend it, or {INSTALL}")
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
            env=environment, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise cannot from error
    try:
        with _ended_with_us(process.pid):
            said, _ = process.communicate(timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            "timed-out", f"{source.name}: LibreOffice needed more than {TIME_LIMIT:.0f} s; save the file as DOCX and try again"
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode in _NOT_STARTED:
        raise cannot
    return said.decode("utf-8", "replace")
