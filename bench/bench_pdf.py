"""Reading a ruled PDF of 200 pages into cells, and the whole parse to records, beside other tools.

    python bench/bench_pdf.py [--pages N] [--all] [FILE.pdf …]

Without files a notice of about 200 pages is written and printed to PDF by LibreOffice, by Chromium with a
TrueType font, and by Chromium with a font that it embeds as Type 3. Every tool runs in a process of its
own, alternating with the others; times are of the processor, medians where a tool runs more than once.
PyMuPDF and Camelot, which take minutes, read the first file only (`--all`: every file).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from apart import Result, Work, measure, middle, serve

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

PAGES_A_TIME = 6.1
"""Pages that the sample notice fills each time it is repeated."""
QUICK = ("reading", "raw", "parse")
"""What runs several times; the rest takes long enough to be told by one run."""
SLOW = ("pymupdf", "camelot")
TITLES = {
    "reading": "taskextract, reading into cells", "parse": "taskextract, whole parse to records",
    "raw": "pypdfium2, raw characters and paths", "pdfplumber": "pdfplumber, extract_tables",
    "pymupdf": "PyMuPDF, find_tables", "camelot": "Camelot, lattice",
}  # fmt: skip
AIMS = (("pdfplumber", "reading", 12.0, True), ("reading", "raw", 2.0, False), ("parse", "raw", 5.0, False))
"""(this tool's time, over that one's, how much, whether at least): what is aimed at."""


def reading(path: Path) -> Callable[[], int]:
    """This package: the whole document, cells with their paragraphs."""
    import pypdfium2  # noqa: F401

    from taskextract.document import Table
    from taskextract.readers import pdf
    from taskextract.readers.source import Source

    def work() -> int:
        document, _ = pdf.read(Source(path, path.read_bytes(), "application/pdf"))
        return sum(len(b.cells) for b in document.blocks if isinstance(b, Table))

    return work


def parse(path: Path) -> Callable[[], int]:
    """This package: everything up to the records, the vocabulary loaded before."""
    import pypdfium2  # noqa: F401

    from taskextract import pipeline, reading
    from taskextract.options import Options

    options = Options()
    reading.load_shared(options)
    return lambda: len(pipeline.run([path], options, jobs=0).dataset.measures)


def raw(path: Path) -> Callable[[], int]:
    """The lower bound: PDFium's characters with their boxes, and its paths with theirs."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium

    def work() -> int:
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

    return work


def pdfplumber(path: Path) -> Callable[[], int]:
    """pdfplumber's extract_tables, each page closed after it."""
    import pdfplumber as plumber

    def work() -> int:
        cells = 0
        with plumber.open(path) as document:
            for page in document.pages:
                cells += sum(len(row) for table in page.extract_tables() for row in table)
                page.close()
        return cells

    return work


def pymupdf(path: Path) -> Callable[[], int]:
    """PyMuPDF's find_tables."""
    import pymupdf as mupdf

    return lambda: sum(
        len(row) for page in mupdf.open(path) for table in page.find_tables().tables for row in table.extract()
    )


def camelot(path: Path) -> Callable[[], int]:
    """Camelot's lattice."""
    import camelot as tables

    return lambda: sum(int(t.df.size) for t in tables.read_pdf(str(path), pages="all", flavor="lattice"))


WORKS: dict[str, Work] = {
    "reading": reading, "parse": parse, "raw": raw, "pdfplumber": pdfplumber, "pymupdf": pymupdf, "camelot": camelot,
}  # fmt: skip


def samples(folder: Path, pages: int) -> Iterator[tuple[str, Path]]:
    """A notice with a division table of about `pages` pages, as three programs print it."""
    from readers import paged_material as material

    items = material.notice(times=max(1, round(pages / PAGES_A_TIME)))
    yield "LibreOffice", material.pdf_by_libreoffice(folder, material.write_docx(items, folder / "notice.docx"), timeout=900)[0]
    for name, font in (("TrueType", "WenQuanYi Micro Hei"), ("Type 3", "Noto Serif CJK SC")):
        page = material.write_html(items, folder / f"{name.replace(' ', '')}.html", font=font)
        yield f"Chromium, {name}", material.pdf_by_chromium(page, folder)


def measured(path: Path, tools: tuple[str, ...]) -> dict[str, Result]:
    """Every tool's result for one file; quick tools run before, between and after the slow ones."""
    got: dict[str, list[Result]] = {}
    others = [tool for tool in tools if tool not in QUICK]
    for tool in (*QUICK, *(t for other in others for t in (other, *QUICK))):
        if len(got.get(tool, ())) < 3 and (result := measure(__file__, tool, path)):
            got.setdefault(tool, []).append(result)
    return {tool: middle(got[tool]) for tool in tools if tool in got}


def tell(name: str, results: dict[str, Result]) -> bool:
    """Print the ratios, then the figures; whether every aim was reached."""
    reached = True
    print(f"\n{name}")
    for one, other, aim, least in AIMS:
        if one in results and other in results:
            ratio = results[one].seconds / results[other].seconds
            good = ratio >= aim if least else ratio <= aim
            reached = reached and good
            bound = "at least" if least else "at most"
            print(f"  {one + ' / ' + other:24}{ratio:7.2f}   aim: {bound} {aim:g}{'' if good else ', missed'}")
    for tool, result in results.items():
        times = result.seconds / results["reading"].seconds
        print(f"  {TITLES[tool]:38}{times:7.2f} x {result.seconds:8.2f} s {result.mb:6.0f} MB {result.found:9,} found")
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--all", action="store_true", help="let the slow tools read every file")
    given = parser.parse_args()
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        files = [(f.name, f) for f in given.files] or samples(Path(folder), given.pages)
        for n, (name, path) in enumerate(files):
            tools = tuple(WORKS) if n == 0 or given.all else tuple(t for t in WORKS if t not in SLOW)
            good = tell(name, measured(path, tools))
            reached = reached and (good or n > 0)
    return 0 if reached else 1


if __name__ == "__main__":
    serve(WORKS)
    sys.exit(main())
