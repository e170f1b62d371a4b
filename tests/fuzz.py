"""Feeds broken files to every reader: each must give records or one clear error, in time.

    python tests/fuzz.py --seconds 600 [--seed 0] [FILE…]

Files are made of whole ones (FILE…, or one of each format) by cutting, flipping, doubling and moving
bytes, inside the members of archives too, and by changes that keep a file whole (`fuzz_structure`).
What fails is kept in build/fuzz/.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import os
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from fuzz_structure import restructured
from readers.build import Notice, build_docx, build_html, build_text, build_xlsx, convert, from_dump
from readers.ofd_writer import write_ofd
from readers.paged_drawing import ROWS, canvas_pdf, draw_table
from taskextract import pool, reading
from taskextract.dataset import flatten
from taskextract.inputs import Input
from taskextract.options import Options
from taskextract.readers.pdf_page import read_page

ROOT = Path(__file__).parent.parent
KEEP = ROOT / "build" / "fuzz"
_OUR_FAULTS = frozenset({"span-broken", "duplicate-id", "dangling-key", "unexplained-text", "schema-broken"})
TIMEOUT = 60.0  # seconds: recognition takes five of them on an idle machine
_ROUND = 40
_LONGEST_LINE = 400
_QUOTED = 12  # Chinese characters of the file that a message may quote
FAULTS = ("internal-error", "stopped", "unclear", "unsound", "lost")
"""What must not become of a file: the program failed, hung or died, or said or wrote something unsound."""
_VALUES = (b"\x00", b"\xff", b"<", b"&", b"\t", b"\n", b"9" * 30, b"-1", b"%", "。".encode(), b"\xd8\x00")


def seeds(*, office: bool) -> dict[str, bytes]:
    """A small whole file of each format, by name; with `office`, also scans and what LibreOffice reads."""
    table = _first(_division_table(), 10)
    report = (ROOT / "raw" / "shandong-2021-capital-circle-meeting-report.txt").read_text(encoding="utf-8")[:2000]
    plan = (ROOT / "raw" / "taian-2020-capital-circle-division-plan.txt").read_text(encoding="utf-8")[:2000]
    docx = build_docx(table)
    found = {
        "table.txt": build_text(table),
        "plan.txt": plan.encode("gb18030"),
        "report.txt": report.encode("utf-16"),
        "table.html": build_html(table, "gb2312"),
        "table.docx": docx,
        "table.docm": _with_macros(docx),
        "table.xml": _flat(docx),
        "table.xlsx": build_xlsx(table),
        "book.xlsx": _book(),
        "table.csv": "\n".join(",".join(row) for row in ROWS).encode("gb18030"),
        "table.mht": _saved(build_html(table, "utf-8")),
        **_paged(scan=office),
    }
    for ending in ("doc", "rtf", "odt", "fodt") if office else ():
        found[f"table.{ending}"] = convert(docx, "table.docx", ending)
    for ending in ("xls", "ods", "fods") if office else ():
        found[f"table.{ending}"] = convert(found["table.xlsx"], "table.xlsx", ending)
    if office:  # WPS writes the same containers under endings of its own
        found |= {"table.wps": found["table.doc"], "table.et": found["table.xls"]}
    return found


def _book() -> bytes:
    """A workbook with dates and other formats, hidden rows, merges, a formula and a second sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("重点任务分工表",), ("序号", "任务", "完成时限", "责任单位"), *((n, f"完善第{n}项制度。", date(2025, 6, n), "省财政厅") for n in range(1, 9))):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("D3:D5")
    sheet["A8"].number_format = '"（"0"）"'
    sheet["E3"] = "=SUM(A3:A5)"
    sheet.row_dimensions[9].hidden = True
    book.create_sheet("说明").append(["附件1：说明"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_picture(docx: bytes, picture: bytes) -> bytes:
    """A DOCX with a picture below its text."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    name, rels = "word/document.xml", "word/_rels/document.xml.rels"
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{kind}" r:embed="picture"/></w:drawing></w:r></w:p><w:sectPr'
    )
    relation = f'<Relationship Id="picture" Type="{kind}/image" Target="media/a.png"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            text = source.read(part).decode("utf-8") if part in (name, rels) else ""
            text = text.replace("<w:sectPr", drawing, 1).replace("</Relationships>", relation)
            target.writestr(part, text or source.read(part))
        target.writestr("word/media/a.png", picture)
    return out.getvalue()


def _of_pictures(picture: bytes) -> bytes:
    """An OFD whose only page is a picture."""
    layer = '<Content><Layer><ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/></Layer></Content>'
    res = '<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="5" Type="Image"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>'
    pages = '<Pages><Page ID="1" BaseLoc="Page_0.xml"/></Pages>'
    area = "<PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")
        archive.writestr("Doc_0/Document.xml", f"<Document><CommonData>{area}<DocumentRes>Res.xml</DocumentRes></CommonData>{pages}</Document>")
        archive.writestr("Doc_0/Page_0.xml", f"<Page>{layer}</Page>")
        archive.writestr("Doc_0/Res.xml", res)
        archive.writestr("Doc_0/Res/a.png", picture)
    return out.getvalue()


def _division_table() -> Notice:
    return from_dump(ROOT / "raw" / "shandong-2020-lunan-circle-division-table.txt")


def _saved(page: bytes) -> bytes:
    """A web page as a browser saves it, in one file with its picture."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    html = b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    picture = b"--b\r\nContent-Type: image/png\r\nContent-Location: a.png\r\n\r\n\x89PNG\r\n--b--\r\n"
    return head + html + base64.encodebytes(page) + b"\r\n" + picture


def _flat(docx: bytes) -> bytes:
    """A DOCX as one XML file (Flat OPC)."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = b"".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>'.encode()
            + archive.read(name).split(b"?>", 1)[-1] + b"</pkg:xmlData></pkg:part>"
            for name in archive.namelist() if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml"
        )  # fmt: skip
    head = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    return head + b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">' + parts + b"</pkg:package>"


def _with_macros(docx: bytes) -> bytes:
    out = io.BytesIO(docx)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600))
    return out.getvalue()


def _paged(*, scan: bool) -> dict[str, bytes]:
    import pypdfium2

    pdf = canvas_pdf(lambda canvas: draw_table(canvas, 60, 80, ROWS))
    document = pypdfium2.PdfDocument(pdf)
    image = document[0].render(scale=1.5).to_pil().convert("L")
    found = {"page.pdf": pdf, "page.ofd": write_ofd([read_page(document.raw, 1)[0]])}
    for ending in ("png", "jpeg", "tiff") if scan else ():
        picture = io.BytesIO()
        image.save(picture, ending)
        found[f"page.{ending}"] = picture.getvalue()
    if scan:
        scanned = io.BytesIO()
        image.save(scanned, "pdf", resolution=108)
        found |= {"scan.pdf": scanned.getvalue(), "scan.ofd": _of_pictures(found["page.png"])}
        found["picture.docx"] = _with_picture(build_docx(_first(_division_table(), 3)), found["page.png"])
    return found


def _first(table: Notice, n: int) -> Notice:
    rows = [
        tuple(replace(cell, rows=min(cell.rows, n - r)) for cell in row) for r, row in enumerate(table.rows[:n])
    ]
    return replace(table, rows=tuple(rows))


def mutate(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to four changes: half the time in its structure; of an archive, often inside one of its members."""
    if chance.random() < 0.5 and (changed := restructured(data, chance)) is not None:
        return changed
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _inside_archive(data, chance)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_CHANGES)(data, chance)
    return data


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 40)) if out else 0):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _put(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_VALUES) * chance.choice((1, 3, 200)) + data[at:]


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_cut, _drop, _double, _move, _flip, _put)


def _range(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 8, 100, 2000)))


def _inside_archive(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = source.read(name)
            target.writestr(name, mutate(content, chance) if name == chosen else content)
    return out.getvalue()


def fuzz(files: dict[str, bytes], *, seconds: float, seed: int, rounds: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield `(file name, what happened)` for each broken file: `records` or the code of its finding."""
    chance = random.Random(seed)
    reading.load_shared(Options())
    end = time.monotonic() + seconds
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end and (rounds is None or done < rounds):
            done += 1
            names = chance.choices(sorted(files), [_weight(name) for name in sorted(files)], k=_ROUND)
            items = [_item(Path(folder), n, name, files[name], chance) for n, name in enumerate(names)]
            for item, outcome in pool.run(work, items, jobs=os.cpu_count() or 1, timeout=TIMEOUT, tick=lambda _: None):
                result, message = ("stopped", str(outcome)) if isinstance(outcome, pool.Stopped) else outcome
                if result not in ("records", "stopped"):
                    result = _judged(item, result, message)
                if result in FAULTS:
                    message = f"{message} [{_keep(item.path)}]"
                yield f"{item.doc_id}: {message}", result


def _judged(item: Input, code: str, message: str) -> str:
    """The code of a refusal; `unclear` where it is no single line of plain English that says what to do."""
    plain = message.replace(item.path.name, "")
    advised = any(mark in plain for mark in (";", ": ", ", "))
    chinese = sum("\u3000" <= char <= "\u9fff" for char in plain) > _QUOTED
    return code if advised and not chinese and plain.isprintable() and len(plain) < _LONGEST_LINE else "unclear"


def _weight(name: str) -> int:
    """LibreOffice and recognition take seconds a file: leave most of the time to our own readers."""
    slow = (".doc", ".wps", ".rtf", ".odt", ".fodt", ".fods", ".png", ".jpeg", ".tiff")
    return 1 if name.endswith(slow) or name.startswith(("scan.", "picture.")) else 12


def _item(folder: Path, n: int, name: str, data: bytes, chance: random.Random) -> Input:
    path = folder / f"{n}-{name}"
    path.write_bytes(mutate(data, chance))
    return Input(path, path.name)


def work(item: Input) -> tuple[str, str]:
    """Read one file: `records` or its finding's code, and the message."""
    outcome = reading.read_one(item, Options())
    if outcome.notice is not None:
        wrong = [r.message for n in flatten(outcome.notice) for r in n.findings if r.code in _OUR_FAULTS]
        return ("unsound", wrong[0]) if wrong else ("records", "")
    return (outcome.problem.code, outcome.problem.message) if outcome.problem else ("lost", "neither records nor a problem")


def _keep(path: Path) -> Path:
    KEEP.mkdir(parents=True, exist_ok=True)
    data = path.read_bytes()
    kept = KEEP / (hashlib.sha256(data).hexdigest()[:12] + path.suffix)
    kept.write_bytes(data)
    return kept


def main() -> int:
    """Fuzz for a time; the status is 1 where a file broke the program."""
    parser = argparse.ArgumentParser(description="Feed broken files to every reader.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    files = {path.name: path.read_bytes() for path in given.files} or seeds(office=True)
    counts: Counter[str] = Counter()
    for what, result in fuzz(files, seconds=given.seconds, seed=given.seed):
        counts[result] += 1
        if result in FAULTS:
            print(f"{result}: {what}", flush=True)
    print(f"{sum(counts.values())} files: " + ", ".join(f"{count} {result}" for result, count in counts.most_common()))
    return 1 if any(counts[fault] for fault in FAULTS) else 0


if __name__ == "__main__":
    sys.exit(main())
