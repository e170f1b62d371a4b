"""Division tables of a county, a region and the centre, laid out and printed in ways that leave paragraphs open."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from format_material import items_of
from readers import build
from readers.build import C, Notice, cell
from readers.paged_material import pdf_by_chromium, pdf_by_libreoffice, write_html

SOURCE = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True)
class Measure:
    """A measure with its bodies as its cell has them, and its time limit."""

    text: str
    bodies: str
    due: str


@dataclass(frozen=True)
class Layout:
    """Rows of cells, the widths of their columns and how many rows are the header."""

    rows: list[list[C]]
    widths: tuple[float, ...]


Tasks = list[tuple[str, list[Measure]]]


def load() -> dict[str, tuple[str, Tasks]]:
    """Name → title and tasks. `=` begins a notice, `@` is its title, `#` a task, other lines its measures."""
    found: dict[str, tuple[str, Tasks]] = {}
    name = ""
    tasks: Tasks = []
    for line in SOURCE.read_text("utf-8").splitlines():
        mark, text = line[:2], line[2:]
        if mark == "= ":
            name, tasks = text, []
        elif mark == "@ ":
            found[name] = (text, tasks)
        elif mark == "# ":
            tasks.append((text, []))
        elif line:
            tasks[-1][1].append(Measure(*line.split("|")))
    return found


def _led(bodies: str) -> tuple[str, str]:
    """The leading body and the others."""
    plain = re.sub(r"等?(?:部门)?(?:按照?(?:各自)?职责分工负责|分别负责|共同负责|牵头负责|配合)$|等$", "", bodies)
    lead, mark, rest = plain.partition("牵头，")
    return (lead, rest) if mark else (plain.partition("、")[0], plain.partition("、")[2])


def row_per_task(tasks: Tasks) -> Layout:
    rows = [[cell("序号"), cell("重点任务"), cell("工作措施"), cell("责任单位")]]
    for n, (name, ms) in enumerate(tasks, 1):
        rows.append([cell(str(n)), cell(name), cell(*(m.text for m in ms)), cell(*(m.bodies for m in ms))])
    return Layout(rows, (34, 90, 240, 110))


def bodies_first(tasks: Tasks) -> Layout:
    rows = [[cell("责任单位"), cell("序号"), cell("工作任务"), cell("具体措施")]]
    for n, (name, ms) in enumerate(tasks, 1):
        rows.append([cell(*(m.bodies for m in ms)), cell(str(n)), cell(name), cell(*(m.text for m in ms))])
    return Layout(rows, (110, 30, 80, 240))


def time_limits(tasks: Tasks) -> Layout:
    rows = [[cell("序号"), cell("重点任务"), cell("工作措施"), cell("牵头单位"), cell("完成时限")]]
    for n, (name, ms) in enumerate(tasks, 1):
        cells = [cell(*(m.text for m in ms)), cell(*(m.bodies for m in ms)), cell(*(m.due for m in ms))]
        rows.append([cell(str(n)), cell(name), *cells])
    return Layout(rows, (30, 70, 220, 110, 70))


def without_stops(tasks: Tasks) -> Layout:
    rows = [[cell("序号"), cell("重点任务"), cell("工作措施"), cell("责任单位")]]
    for n, (name, ms) in enumerate(tasks, 1):
        texts = [m.text.rstrip("。") + "；" * (m is not ms[-1]) for m in ms]
        rows.append([cell(str(n)), cell(name), cell(*texts), cell(*(m.bodies for m in ms))])
    return Layout(rows, (34, 90, 240, 110))


def roles_by_line(tasks: Tasks) -> Layout:
    rows = [[cell("序号"), cell("重点任务"), cell("工作措施"), cell("责任单位")]]
    for n, (name, ms) in enumerate(tasks, 1):
        for i, m in enumerate(ms):
            lead, rest = _led(m.bodies)
            who = [f"牵头单位：{lead}", f"配合单位：{rest}"][: 1 + bool(rest)]
            head = [cell(str(n), rows=len(ms)), cell(name, rows=len(ms))] if i == 0 else []
            rows.append([*head, cell(m.text), cell(*who)])
    return Layout(rows, (34, 90, 220, 130))


def body_by_line(tasks: Tasks) -> Layout:
    rows = [[cell("序号"), cell("重点任务"), cell("工作措施"), cell("责任单位")]]
    for n, (name, ms) in enumerate(tasks, 1):
        for i, m in enumerate(ms):
            bodies = [b for b in re.split("[、，](?![^（]*）)", "、".join(_led(m.bodies))) if b]
            head = [cell(str(n), rows=len(ms)), cell(name, rows=len(ms))] if i == 0 else []
            rows.append([*head, cell(m.text), cell(*bodies)])
    return Layout(rows, (34, 90, 220, 110))


def numbered(tasks: Tasks) -> Layout:
    rows = [[cell("重点任务"), cell("工作措施"), cell("责任单位")]]
    for n, (name, ms) in enumerate(tasks, 1):
        texts = [f"{i}.{m.text}" for i, m in enumerate(ms, 1)]
        rows.append([cell(f"{n}.{name}"), cell(*texts), cell(*(f"{i}.{m.bodies}" for i, m in enumerate(ms, 1)))])
    return Layout(rows, (90, 250, 120))


def themes(tasks: Tasks) -> Layout:
    rows = [[cell("领域"), cell("序号"), cell("重点任务"), cell("具体举措"), cell("责任单位"), cell("完成时限")]]
    for g in range(0, len(tasks), 4):
        group = tasks[g : g + 4]
        size = sum(len(ms) for _, ms in group)
        for k, (name, ms) in enumerate(group):
            for i, m in enumerate(ms):
                head = [cell(("产业升级", "创新驱动", "要素保障")[g // 4], rows=size)] if k == i == 0 else []
                head += [cell(str(g + k + 1), rows=len(ms)), cell(name, rows=len(ms))] if i == 0 else []
                rows.append([*head, cell(m.text), cell(m.bodies), cell(m.due)])
    return Layout(rows, (40, 30, 70, 190, 100, 60))


WRITER = {
    "county, a row a task": ("county", row_per_task),
    "county, roles by line": ("county", roles_by_line),
    "centre, time limits": ("centre", time_limits),
    "centre, numbered": ("centre", numbered),
    "region, without stops": ("region", without_stops),
    "region, a body a line": ("region", body_by_line),
}
"""Printed from Word files that python-docx writes: narrow columns, left-aligned."""
CALC = {"county, roles by line": ("county", roles_by_line), "region, themes": ("region", themes)}
"""Printed from a spreadsheet, whose merged labels hang over a page's edge."""
CHROMIUM = {
    "region, themes": ("region", themes, "body{font-size:14pt} td{padding:6pt 4pt}"),
    "county, bodies first": ("county", bodies_first, "body{font-size:16pt} td{text-align:center} td p{margin:3pt 0}"),
    "centre, a row a task": ("centre", row_per_task, "td{vertical-align:top;text-align:justify} td p{text-indent:2em}"),
}


def made(name: str, layout: Layout, title: str) -> Notice:
    before = ("苏政办发〔2023〕18号", "各有关单位：", "现将重点任务分工印发给你们，请认真组织实施。", "2023年3月14日")
    return Notice(title, tuple(tuple(r) for r in layout.rows), before=before)


def write_sheet(notice: Notice, widths: tuple[float, ...], path: Path) -> Path:
    """A sheet with borders and wrapped cells, labels in the middle, rows as high as they need."""
    path.write_bytes(build.build_xlsx(notice))
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    line = Side(style="thin")
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width / 5.5
    top = 1 + len(notice.before)
    for row in sheet.iter_rows(min_row=top + 1):
        for c in row:
            c.border, c.alignment = Border(line, line, line, line), Alignment(wrap_text=True, vertical="center")
    for r, c, item in build.placed(notice.rows):
        per_line = max(1, int((sum(widths[c : c + item.cols]) - 6) / 12))
        high = 17 * sum(math.ceil(len(t) / per_line) for t in item.paragraphs) + 6
        if item.rows == 1:
            dimension = sheet.row_dimensions[top + r + 1]
            dimension.height = max(dimension.height or 0, high)
    book.save(path)
    return path


def write_prints(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Every case's Word file and its print."""
    notices = load()
    out: dict[str, tuple[Path, Path]] = {}
    sources: list[tuple[str, Path, Path]] = []

    def word(case: str, who: str, layout: Layout) -> tuple[Notice, Path]:
        notice = made(case, layout, notices[who][0])
        path = folder / f"{len(list(folder.iterdir()))}.docx"
        path.write_bytes(build.build_docx(notice))
        return notice, path

    for case, (who, lay_out) in WRITER.items():
        _, path = word(case, who, lay_out(notices[who][1]))
        sources.append((f"Writer: {case}", path, path))
    for case, (who, lay_out) in CALC.items():
        layout = lay_out(notices[who][1])
        notice, path = word(case, who, layout)
        sources.append((f"Calc: {case}", path, write_sheet(notice, layout.widths, folder / f"{path.stem}c.xlsx")))
    for case, (who, lay_out, css) in CHROMIUM.items():
        layout = lay_out(notices[who][1])
        notice, path = word(case, who, layout)
        page = write_html(items_of(notice, layout.widths, 1), folder / f"{path.stem}w.html", extra_css=css)
        out[f"Chromium: {case}"] = (path, pdf_by_chromium(page, folder))
    prints = pdf_by_libreoffice(folder, *(source for *_, source in sources))
    out.update({case: (path, pdf) for (case, path, _), pdf in zip(sources, prints, strict=True)})
    return out


CASES = [f"{kind}: {case}" for kind, cases in (("Writer", WRITER), ("Calc", CALC), ("Chromium", CHROMIUM)) for case in cases]
