"""Recognition: scanned pages read by this program, beside rapidocr's own detection and recognition of them.

    python bench/bench_scan.py [--pages N] [--limit RATIO]

The pages are those of a seed table, rendered at 200 dpi, turned by 0.6° and blurred. Both tools run on one
thread and read the same pages in turn, in one process; times are of the processor, the first page of each
is read once before. Ends with status 1 where this program takes more than RATIO (1.2) times rapidocr's time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def pages(count: int) -> list[Any]:
    """`count` pages of a scanned notice."""
    from readers.paged_material import notice, pdf_by_libreoffice, write_docx
    from scan_material import scanned

    with tempfile.TemporaryDirectory() as folder:
        source = write_docx(notice(), Path(folder) / "notice.docx")
        return scanned(pdf_by_libreoffice(Path(folder), source)[0])[:count]


def rapidocr() -> Callable[[Any], object]:
    """rapidocr as it comes, on one thread and without its test for text upside down."""
    import cv2
    from rapidocr import RapidOCR

    engine = RapidOCR(params={
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    })
    return lambda picture: engine(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))


def taskextract() -> Callable[[Any], object]:
    """The reader of scans: straightening, ruling lines, finding and recognising text."""
    from taskextract.readers.scan import recognise

    return lambda picture: recognise(picture, 1, 200)


def seconds(work: Callable[[Any], object], picture: Any) -> float:
    start = time.process_time()
    work(picture)
    return time.process_time() - start


def main() -> None:
    """Print a line a page and one for all."""
    import cv2

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--limit", type=float, default=1.2)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    pictures = pages(given.pages)
    tools = {"taskextract": taskextract(), "rapidocr": rapidocr()}
    for work in tools.values():
        work(pictures[0])
    totals = dict.fromkeys(tools, 0.0)
    for number, picture in enumerate(pictures, 1):
        spent = {name: seconds(work, picture) for name, work in tools.items()}
        for name, value in spent.items():
            totals[name] += value
        print(f"page {number}: " + "   ".join(f"{name} {value:6.2f} s" for name, value in spent.items()))
    ratio = totals["taskextract"] / totals["rapidocr"]
    print(f"{len(pictures)} pages: taskextract takes {ratio:.2f} times rapidocr's own time (limit {given.limit})")
    if ratio > given.limit:
        sys.exit(1)


if __name__ == "__main__":
    main()
