"""Undamaged notices in several layouts, each written in every format that the program reads."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2

import taskextract as te
from readers import build
from readers.build import C, Notice, cell
from readers.ofd_writer import write_ofd
from readers.paged_material import (
    Item,
    MadeCell,
    MadeParagraph,
    MadeTable,
    pdf_by_chromium,
    pdf_by_libreoffice,
    write_docx,
    write_html,
)
from taskextract.readers.pdf_page import read_page

RAW = Path(__file__).parent.parent / "raw"
TABLES = ("capital", "jiaodong", "lunan")
HOW = ("", "牵头负责", "分别负责", "", "按职责分工负责")


@dataclass(frozen=True)
class Task:
    """A task with its measures, each with its bodies."""

    name: str
    measures: tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache
def tasks_of(name: str) -> tuple[Task, ...]:
    """The tasks of one of the raw tables, as the program reads them, slips mended and blanks gone."""
    path = next(RAW.glob(f"*{name}*division-table.txt"))
    notice = te.read(path)
    tasks = []
    for task in notice.tasks:
        measures = []
        for measure in task.measures:
            text = re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", measure.text)
            bodies = tuple(dict.fromkeys(a.via_group or a.mention for a in measure.assignments))
            if text.endswith("。") and bodies:
                measures.append((text, bodies))
        if measures and task.name:
            tasks.append(Task(task.name, tuple(measures)))
    return tuple(tasks)


def bodies_of(bodies: Sequence[str], i: int) -> str:
    """An agency cell's text; every few of them says how the bodies share the work."""
    return "、".join(bodies) + HOW[i % len(HOW)]


# ---- layouts -------------------------------------------------------------------------------------


def row_per_measure(tasks: Iterable[Task]) -> list[list[C]]:
    """Task cells merged over a row for each measure."""
    rows = [[cell("序号"), cell("主要任务"), cell("具体举措"), cell("责任单位")]]
    for n, task in enumerate(tasks, 1):
        many = len(task.measures)
        for i, (text, bodies) in enumerate(task.measures):
            head = [cell(str(n), rows=many), cell(task.name, rows=many)] if i == 0 else []
            rows.append([*head, cell(text), cell(bodies_of(bodies, n + i))])
    return rows


def row_per_task(tasks: Iterable[Task]) -> list[list[C]]:
    """A row a task: a paragraph a measure, and as many paragraphs of bodies."""
    rows = [[cell("序号"), cell("重点任务"), cell("工作措施"), cell("责任单位")]]
    for n, task in enumerate(tasks, 1):
        duties = [bodies_of(bodies, n + i) for i, (_, bodies) in enumerate(task.measures)]
        rows.append([cell(str(n)), cell(task.name), cell(*(m for m, _ in task.measures)), cell(*duties)])
    return rows


def row_per_task_one_list(tasks: Iterable[Task]) -> list[list[C]]:
    """A row a task, whose bodies are one list for all its measures; columns in another order."""
    rows = [[cell("序号"), cell("责任单位"), cell("工作任务"), cell("具体措施"), cell("完成时限")]]
    for n, task in enumerate(tasks, 1):
        bodies = list(dict.fromkeys(b for _, all_of in task.measures for b in all_of))[:9]
        texts = [m for m, _ in task.measures]
        rows.append([cell(str(n)), cell("、".join(bodies)), cell(task.name), cell(*texts), cell(f"{n % 12 + 1}月底前")])
    return rows


def sections_two_levels(tasks: Iterable[Task]) -> list[list[C]]:
    """Section rows over the whole width, and a header of two rows."""
    rows = [
        [cell("序号", rows=2), cell("工作任务", rows=2), cell("具体措施", rows=2), cell("责任单位", cols=2), cell("完成时限", rows=2)],
        [cell("牵头单位"), cell("配合单位")],
    ]
    for n, task in enumerate(tasks):
        if n % 5 == 0:
            rows.append([cell(f"{'一二三四五六七八九十'[n // 5 % 10]}、{SECTIONS[n // 5 % len(SECTIONS)]}", cols=6)])
        many = len(task.measures)
        for i, (text, bodies) in enumerate(task.measures):
            head = [cell(str(n + 1), rows=many), cell(task.name, rows=many)] if i == 0 else []
            tail = [cell("2020年底前" if n % 2 else "长期坚持", rows=many)] if i == 0 else []
            rows.append([*head, cell(text), cell(bodies[0]), cell("、".join(bodies[1:])), *tail])
    return rows


SECTIONS = ("加强基础设施互联互通", "推动产业协同发展", "深化开放合作", "推进公共服务共享", "强化生态环境共保", "健全保障机制")

LAYOUTS: dict[str, tuple[Callable[[Iterable[Task]], list[list[C]]], tuple[float, ...]]] = {
    "a row a measure": (row_per_measure, (34, 90, 240, 110)),
    "a row a task": (row_per_task, (34, 90, 240, 110)),
    "one list a task, other order": (row_per_task_one_list, (30, 100, 80, 210, 54)),
    "sections, two header rows": (sections_two_levels, (28, 62, 190, 62, 88, 44)),
    "narrow columns": (row_per_task, (24, 52, 120, 64)),
}


def notice(rows: list[list[C]]) -> Notice:
    return Notice(
        "山东省人民政府办公厅关于印发重点任务分工方案的通知",
        tuple(tuple(r) for r in rows),
        before=(
            "鲁政办字〔2020〕18号",
            "各市人民政府，各县（市、区）人民政府，省政府各部门、各直属机构：",
            "《重点任务分工方案》已经省政府同意，现印发给你们，请认真组织实施。",
            "山东省人民政府办公厅",
            "2020年2月14日",
            "重点任务推进落实分工表",
        ),
    )


# ---- files ---------------------------------------------------------------------------------------


def items_of(made: Notice, widths: tuple[float, ...], header_rows: int) -> list[Item]:
    """The notice as the paged material has it."""
    rows: list[list[MadeCell]] = [[] for _ in range(build.size(made.rows)[0])]
    for r, c, item in build.placed(made.rows):
        rows[r].append(MadeCell(c, item.paragraphs or ("",), item.rows, item.cols))
    table = MadeTable(tuple(tuple(r) for r in rows), widths, header_rows)
    styles = ("centered", "", "", "right", "right", "title")
    before = [MadeParagraph(t, s) for t, s in zip(made.before, styles, strict=False)]
    return [MadeParagraph(made.title, "title"), *before, table, *(MadeParagraph(t) for t in made.after)]


def write_all(made: dict[str, tuple[Notice, tuple[float, ...], int]], folder: Path) -> dict[str, dict[str, Path]]:
    """Notices (with the widths of their columns and their header's rows) in every format: name → format → file."""
    files: dict[str, dict[str, Path]] = {}
    for n, (name, (notice, widths, header_rows)) in enumerate(made.items()):
        items = items_of(notice, widths, header_rows)
        here = files[name] = {"docx": write_docx(items, folder / f"{n}.docx")}
        web = write_html(items, folder / f"{n}.html", font="WenQuanYi Zen Hei")
        type3 = write_html(items, folder / f"{n}_noto.html", extra_css="td p{text-indent:2em}")
        plain = {"plain docx": build.build_docx, "plain html": build.build_html, "xlsx": build.build_xlsx, "txt": build.build_text}
        for kind, write in plain.items():
            path = folder / f"{n}_{kind.replace(' ', '.')}"
            path = path.with_suffix(f".{kind.split()[-1]}")
            path.write_bytes(write(notice))
            here[kind] = path
        here["html"] = web
        here["pdf by Chromium"] = pdf_by_chromium(web, folder)
        here["pdf by Chromium, Type 3"] = pdf_by_chromium(type3, folder)
    sources = [here["docx"] for here in files.values()]
    pdfs, docs = pdf_by_libreoffice(folder, *sources), doc_by_libreoffice(folder, *sources)
    for here, pdf, doc in zip(files.values(), pdfs, docs, strict=True):
        here.update({"pdf by LibreOffice": pdf, "doc": doc, "ofd": ofd_from(pdf, pdf.with_suffix(".ofd"))})
    return files


def doc_by_libreoffice(folder: Path, *sources: Path) -> list[Path]:
    """The files saved as DOC by LibreOffice, all in one run."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "doc",
             "--outdir", str(folder), *map(str, sources)],
            check=True, capture_output=True, timeout=240,
        )
    return [folder / f"{s.stem}.doc" for s in sources]


def ofd_from(pdf: Path, target: Path) -> Path:
    """The pages of a PDF as an OFD."""
    document = pypdfium2.PdfDocument(pdf)
    target.write_bytes(write_ofd([read_page(document.raw, n)[0] for n in range(1, len(document) + 1)]))
    document.close()
    return target
