"""Reading a long ruled PDF into cells: this reader beside other tools, each in a process of its own.

    python bench/bench_pdf.py [FILE.pdf] [--pages N] [--tools a,b,…]

Without a file a notice of about 200 pages is written and printed to PDF by LibreOffice (or Chromium,
with `--by chromium`). Times are of the processor, so that other work on the machine does not show.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
PAGES_A_TIME = 6.1
"""Pages that the sample notice fills each time it is repeated."""


def ours(path: Path) -> int:
    """This package: the whole document, cells with their paragraphs."""
    from taskextract.document import Table
    from taskextract.readers import pdf
    from taskextract.readers.source import Source

    document, _ = pdf.read(Source(path, path.read_bytes(), "application/pdf"))
    return sum(len(b.cells) for b in document.blocks if isinstance(b, Table))


def raw(path: Path) -> int:
    """The lower bound: PDFium's characters with their boxes, and its paths with theirs."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(path)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    edges = [ctypes.c_float() for _ in range(4)]
    seen = 0
    for n in range(len(document)):
        page = pdfium.FPDF_LoadPage(document.raw, n)
        text = pdfium.FPDFText_LoadPage(page)
        for i in range(pdfium.FPDFText_CountChars(text)):
            pdfium.FPDFText_GetUnicode(text, i)
            pdfium.FPDFText_GetCharBox(text, i, left, right, bottom, top)
            seen += 1
        for i in range(pdfium.FPDFPage_CountObjects(page)):
            thing = pdfium.FPDFPage_GetObject(page, i)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH:
                pdfium.FPDFPageObj_GetBounds(thing, *edges)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    return seen


def pdfplumber(path: Path) -> int:
    """pdfplumber's extract_tables, each page closed after it."""
    import pdfplumber as plumber

    cells = 0
    with plumber.open(path) as document:
        for page in document.pages:
            cells += sum(len(row) for table in page.extract_tables() for row in table)
            page.close()
    return cells


def pymupdf(path: Path) -> int:
    """PyMuPDF's find_tables."""
    import pymupdf as mupdf

    return sum(len(row) for page in mupdf.open(path) for table in page.find_tables().tables for row in table.extract())


def camelot(path: Path) -> int:
    """Camelot's lattice."""
    import camelot as tables

    return sum(int(t.df.size) for t in tables.read_pdf(str(path), pages="all", flavor="lattice"))


TOOLS: dict[str, Callable[[Path], int]] = {
    "taskextract": ours, "raw characters and paths": raw, "pdfplumber": pdfplumber, "pymupdf": pymupdf, "camelot": camelot,
}  # fmt: skip


def sample(folder: Path, pages: int, by: str) -> Path:
    """A notice with a division table of about `pages` pages."""
    sys.path.insert(0, str(TESTS))
    from readers import paged_material as material

    items = material.notice(times=max(1, round(pages / PAGES_A_TIME)))
    if by == "chromium":
        return material.pdf_by_chromium(material.write_html(items, folder / "notice.html"), folder)
    return material.pdf_by_libreoffice(folder, material.write_docx(items, folder / "notice.docx"))[0]


def measure(tool: str, path: Path) -> dict[str, float]:
    """Run one tool in a process of its own: seconds, megabytes at most, what it found."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", tool, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {}
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def one(tool: str, path: Path) -> None:
    """Measure within this process and print the result as JSON."""
    import resource

    started = time.process_time()
    found = TOOLS[tool](path)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "mb": peak, "found": found}))


def main() -> None:
    """Print one line a tool."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--by", choices=("libreoffice", "chromium"), default="libreoffice")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--one")
    given = parser.parse_args()
    if given.one:
        one(given.one, given.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or sample(Path(folder), given.pages, given.by)
        results = {tool: measure(tool, path) for tool in given.tools.split(",")}
    base = results.get("taskextract", {}).get("seconds")
    for tool, result in results.items():
        if not result:
            print(f"{tool:26} not installed, or it failed")
            continue
        times = f"{result['seconds'] / base:6.1f} x" if base else ""
        print(f"{tool:26} {result['seconds']:8.2f} s {times} {result['mb']:7.0f} MB   found {result['found']:,.0f}")


if __name__ == "__main__":
    main()
