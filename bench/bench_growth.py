"""How time and memory grow with a notice: pages, rows of a table, items of a plan; each step doubles the size.

    python bench/bench_growth.py [--steps N]

Each size is parsed to records in a process of its own. `growth` is by how much the time grew from the step
before: 2 is in proportion. At the end: reading a DOCX table of 5,000 rows beside a bare walk over its XML,
and the memory that reading 2,000 pages takes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from apart import Work, measure, middle, serve

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

ROWS, PAGES_A_TIME = 30, 6.1
"""Rows of the sample table, and pages that it fills."""
MOST_GROWTH = 3.0
_DONE = ("推进", "加快", "完善", "提升", "优化")
_THINGS = ("综合交通网络", "产业园区", "公共服务体系", "数字平台", "生态廊道", "人才队伍", "水利工程")
_BODIES = ("省发展改革委", "省教育厅", "省科技厅", "省财政厅", "省自然资源厅", "省生态环境厅")


def parse(path: Path) -> Callable[[], int]:
    """Everything up to the records, the vocabulary loaded before."""
    from taskextract import pipeline, reading
    from taskextract.options import Options

    options = Options()
    reading.load_shared(options)
    return lambda: len(pipeline.run([path], options, jobs=0).dataset.measures)


def read(path: Path) -> Callable[[], int]:
    """The document alone."""
    from taskextract.readers import docx, pdf, read  # noqa: F401

    return lambda: len(read(path, path.read_bytes())[0].text)


def walk(path: Path) -> Callable[[], int]:
    """The lower bound for DOCX: lxml over rows, cells, their merges and texts."""
    import zipfile

    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

    def work() -> int:
        with zipfile.ZipFile(path) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        cells = 0
        for row in root.iter(f"{w}tr"):
            for cell in row.iterchildren(f"{w}tc"):
                for mark in ("gridSpan", "vMerge"):
                    cell.find(f"{w}tcPr/{w}{mark}")
                cells += bool("".join(t.text or "" for t in cell.iter(f"{w}t")))
        return cells

    return work


WORKS: dict[str, Work] = {"parse": parse, "read": read, "walk": walk}


def plan(items: int) -> str:
    """A plan of so many items, no two alike."""
    lines = ["某省人民政府关于印发高质量发展行动方案的通知", "各市人民政府，省政府各部门：", "现将方案印发给你们，请认真贯彻执行。"]
    for i in range(items):
        do, thing = _DONE[i % len(_DONE)], _THINGS[i % len(_THINGS)]
        lead, other = _BODIES[i % len(_BODIES)], _BODIES[(3 * i + 1) % len(_BODIES)]
        lines.append(
            f"{i + 1}. {do}{thing}。到{2021 + i % 5}年底，建设第{i + 1}批{thing}{i % 90 + 10}个，投资{i % 70 + 5}亿元。"
            f"支持企业开展第{i + 1}类技术改造。（牵头单位：{lead}；配合单位：{other}、各市政府）"
        )
    return "\n".join(lines)


def plans(folder: Path, steps: int) -> Iterator[tuple[int, Path]]:
    for items in (500 * 2**k for k in range(steps)):
        path = folder / f"plan{items}.txt"
        path.write_text(plan(items), encoding="utf-8")
        yield items, path


def table(folder: Path, rows: int) -> Path:
    """A DOCX table of about so many rows with merged cells."""
    from readers import paged_material as material

    return material.write_docx(material.notice(times=round(rows / ROWS)), folder / f"table{rows}.docx")


def prints(folder: Path, steps: int) -> Iterator[tuple[int, Path]]:
    """The same table printed by LibreOffice."""
    from pypdfium2 import PdfDocument

    from readers import paged_material as material

    sources = [table(folder, round(50 * 2**k / PAGES_A_TIME) * ROWS) for k in range(steps)]
    for path in material.pdf_by_libreoffice(folder, *sources, timeout=1800):
        yield len(PdfDocument(path)), path


def tell(what: str, sizes: Iterator[tuple[int, Path]]) -> bool:
    """Print a line a size; whether no step grew by much more than the size did."""
    before: tuple[int, float] | None = None
    good = True
    for size, path in sizes:
        runs = [r for r in (measure(__file__, "parse", path) for _ in range(3)) if r]
        if not runs:
            return False
        result = middle(runs)
        growth = 2 * (result.seconds / before[1]) / (size / before[0]) if before else 2.0
        good = good and growth <= MOST_GROWTH
        told = f"growth {growth:4.2f}" if before else " " * 11
        print(f"  {size:6,} {what:12}{told} {result.seconds:8.2f} s {1e3 * result.seconds / size:6.1f} ms each {result.mb:6.0f} MB")
        before = size, result.seconds
    return good


def plain_table(folder: Path, rows: int) -> Path:
    """A DOCX table of so many rows with merged cells, one paragraph in each cell."""
    from readers import paged_material as material

    name = "shandong-2020-jiaodong-circle-division-table"
    whole = material.division_table(name, times=-(-rows // len(material.division_table(name).rows)) + 1)
    plain = (
        tuple(replace(cell, paragraphs=("".join(cell.paragraphs),)) for cell in row) for row in whole.rows[: rows + 1]
    )
    return material.write_docx([replace(whole, rows=tuple(plain))], folder / f"plain{rows}.docx")


def docx(folder: Path) -> None:
    for what, path in (("a paragraph a cell", plain_table(folder, 5000)), ("as the sample", table(folder, 5000))):
        ours, bare = (
            middle([r for r in (measure(__file__, work, path) for _ in range(3)) if r]) for work in ("read", "walk")
        )
        print(
            f"  DOCX table of 5,000 rows, {what}: {ours.seconds / bare.seconds:.2f} x a bare walk of lxml;"
            f" {ours.seconds:.2f} s, {bare.seconds:.2f} s"
        )


def memory(part: Path, folder: Path, pages: int = 2000) -> None:
    from pypdfium2 import PdfDocument

    source, whole = PdfDocument(part), PdfDocument.new()
    while len(whole) < pages:
        whole.import_pages(source)
    whole.save(folder / "long.pdf")
    result = measure(__file__, "read", folder / "long.pdf")
    if result:
        print(f"  {len(whole):,} pages read: {result.mb:.0f} MB at most (150 MB aimed at), {result.seconds:.2f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=4)
    steps = parser.parse_args().steps
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed = list(prints(folder, steps))
        rows = ((n, table(folder, n)) for n in (500 * 2**k for k in range(steps)))
        good = [tell("pages", iter(printed)), tell("table rows", rows), tell("plan items", plans(folder, steps))]
        docx(folder)
        memory(printed[-1][1], folder)
    return 0 if all(good) else 1


if __name__ == "__main__":
    serve(WORKS)
    sys.exit(main())
