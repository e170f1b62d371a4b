"""Division tables for tests: known tasks laid out as a dump or a page, with the damages that dumps have."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import yaml

from taskextract.extract.drafts import Envelope, NoticeDraft, Part
from taskextract.extract.tables import extract
from taskextract.findings import Finding
from taskextract.readers import html
from taskextract.readers.source import Source
from taskextract.readers.text import read_text

HEADER = ("序号", "主要任务", "具体举措", "责任单位")
Answer = set[tuple[int | None, str, str]]


@dataclass(frozen=True)
class Task:
    """A task with its (measure, bodies) pairs."""

    number: int
    name: str
    measures: tuple[tuple[str, str], ...]


@dataclass
class Line:
    """A row of a dump: its four cells (the first two blank under a label above), and what was done to it."""

    cells: list[str]
    damage: list[str] = field(default_factory=list)


def material() -> list[tuple[Task, ...]]:
    """The made-up notices."""
    data = yaml.safe_load((Path(__file__).parent / "table_material.yml").read_text(encoding="utf-8"))
    return [
        tuple(Task(i, t["name"], tuple((m, a) for m, a in t["measures"])) for i, t in enumerate(notice["tasks"], 1))
        for notice in data
    ]


def answer(tasks: Sequence[Task]) -> Answer:
    """What must come out: (number, measure, bodies)."""
    return {(t.number, m, a) for t in tasks for m, a in t.measures}


def found(notice: NoticeDraft) -> Answer:
    """What came out."""
    return {
        (t.number, m.body.text, "／".join(d.text.text for d in m.duties)) for t in notice.tasks for m in t.measures
    }


def score(got: Answer, want: Answer) -> float:
    """F1 of (number, measure, bodies)."""
    return 2 * len(got & want) / (len(got) + len(want)) if got or want else 1.0


def part_of_text(text: str) -> Part:
    document = read_text(text)
    return Part(document, Envelope(), document.blocks)


def part_of_html(rows: str) -> Part:
    page = f"<html><body><h1>重点任务分工表</h1><table border='1'>{rows}</table></body></html>"
    document, _ = html.read(Source(Path("a.html"), page.encode(), "text/html"))
    return Part(document, Envelope(), document.blocks)


def run(part: Part, parallels: Sequence[tuple[str, str]] = ()) -> tuple[NoticeDraft, tuple[Finding, ...]]:
    return extract(part, parallels=parallels)


def lines_of(tasks: Sequence[Task], rng: random.Random, marked: bool) -> list[list[Line]]:
    """A block of rows for each task: a row a measure, or some measures as `<p>` paragraphs of one cell."""
    blocks = []
    for task in tasks:
        together = marked and rng.random() < 0.4
        if together:
            cells = [
                "".join(f"<p>{m}</p>" for m, _ in task.measures),
                "".join(f"<p>{a}</p>" for _, a in task.measures),
            ]
            blocks.append([Line([str(task.number), task.name, *cells])])
        else:
            rows = [Line(["", "", m, a]) for m, a in task.measures]
            rows[0].cells[:2] = [str(task.number), task.name]
            blocks.append(rows)
    return blocks


def tsv(lines: Sequence[Line], rng: random.Random, page_rows: int = 7) -> str:
    """The dump: a header on each page."""
    out = ["重点任务分工表", ""]
    for start in range(0, len(lines), page_rows):
        out.append("\t".join(HEADER))
        out += ["\t".join(line.cells).rstrip("\t") if rng.random() < 0.5 else "\t".join(line.cells)
                for line in lines[start : start + page_rows]]
        out.append("")
    return "\n".join(out)


def one_cell_a_line(lines: Sequence[Line]) -> str:
    """The dump with each cell on a line of its own, blank cells left out."""
    cells = [p for line in lines for c in line.cells for p in re.split("</?p>", c) if p]
    return "\n".join(["重点任务分工表", *HEADER, *cells])


def html_rows(blocks: Sequence[Sequence[Line]]) -> str:
    """The table as a web page has it, labels merged over their rows."""
    out = ["<tr>" + "".join(f"<th>{h}</th>" for h in HEADER) + "</tr>"]
    for block in blocks:
        for i, line in enumerate(block):
            label = "".join(f"<td rowspan='{len(block)}'>{escape(c)}</td>" for c in block[0].cells[:2]) if i == 0 else ""
            out.append(f"<tr>{label}" + "".join(f"<td>{c}</td>" for c in line.cells[2:]) + "</tr>")
    return "".join(out)


def centre(block: list[Line]) -> None:
    """Print the label on the block's middle row."""
    label, middle = block[0].cells[:2], len(block) // 2
    block[0].cells[:2] = ["", ""]
    block[middle].cells[:2] = label


def shift(line: Line) -> None:
    """Lose the blank name cell: measure and bodies move one to the left."""
    if not line.cells[1]:
        line.cells = [line.cells[0], *line.cells[2:], ""]


def glue(line: Line) -> None:
    """Put the name in front of the first measure and move the row to the left."""
    line.cells = [line.cells[0], f"{line.cells[1]} {line.cells[2]}", line.cells[3], ""]


def steal(blocks: list[list[Line]], k: int) -> bool:
    """Print label k one row too early, on the last row of the block before (which keeps a row)."""
    before, block = blocks[k - 1], blocks[k]
    if len(before) < 2 or len(block) < 2 or before[-1].cells[0]:
        return False
    before[-1].cells[:2], block[0].cells[:2] = block[0].cells[:2], ["", ""]
    return True


def run_together(blocks: list[list[Line]], k: int) -> bool:
    """Put the last measure of block k-1 with its bodies into the first cell of block k, a blank between."""
    before, block = blocks[k - 1], blocks[k]
    if len(before) < 2 or "<p>" in before[-1].cells[2] + block[0].cells[2]:
        return False
    last = before.pop()
    block[0].cells[2:] = [f"{last.cells[2]} {block[0].cells[2]}", f"{last.cells[3]} {block[0].cells[3]}"]
    return True


def blanks(line: Line, rng: random.Random) -> None:
    """Stray blanks after commas of the agency cell and inside a name."""
    line.cells[3] = line.cells[3].replace("，", "， ") if rng.random() < 0.5 else line.cells[3].replace("、", "、 ", 1)
