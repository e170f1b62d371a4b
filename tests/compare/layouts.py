"""Plain notices printed as files of several formats, as a table or as a plan."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from compare.plain import Item, Plain

NUMERALS = "一二三四五六七八九十"


def rows(plain: Plain) -> list[tuple[str, str, str, str, int]]:
    """Table rows: number, task, measure, bodies, and how many rows the task takes (0: not the first)."""
    out = []
    for n, block in enumerate(plain.blocks):
        for i, item in enumerate(block.items):
            out.append((str(plain.first + n), block.name, item.text, duty(item), len(block.items) if i == 0 else 0))
    return out


def duty(item: Item) -> str:
    """The bodies as a cell has them."""
    if item.led:
        return f"{item.bodies[0]}牵头，{'、'.join(item.bodies[1:])}按职责分工负责"
    return "、".join(item.bodies)


_HEAD = ("序号", "主要任务", "具体举措", "责任单位")


def numeral(n: int) -> str:
    """A number up to 99 in Chinese."""
    tens, ones = divmod(n, 10)
    return ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def paragraphs(plain: Plain) -> list[str]:
    """A plan's paragraphs: a task each, its measures with their bodies behind them."""
    out = ["为做好有关工作，制定本方案。", "一、主要任务"]
    for n, block in enumerate(plain.blocks):
        texts = "".join(f"{item.text}（{duty(item) if item.led else '责任单位：' + duty(item)}）" for item in block.items)
        out.append(f"（{numeral(plain.first + n)}）{block.name}。{texts}")
    return out


def as_text(plain: Plain) -> bytes:
    if plain.prose:
        return "\n".join([plain.title, "", *paragraphs(plain), ""]).encode()
    lines = [plain.title, "", "\t".join(_HEAD)]
    lines += ["\t".join((n, name, text, who) if span else ("", "", text, who)) for n, name, text, who, span in rows(plain)]
    return ("\n".join(lines) + "\n").encode()


def as_html(plain: Plain) -> bytes:
    if plain.prose:
        whole = "".join(f"<p>{escape(text)}</p>" for text in paragraphs(plain))
        return f"<html><head><meta charset='utf-8'></head><body><h1>{escape(plain.title)}</h1>{whole}</body></html>".encode()
    body = "".join(f"<th>{word}</th>" for word in _HEAD)
    out = [f"<html><head><meta charset='utf-8'></head><body><h1>{escape(plain.title)}</h1><table border='1'><tr>{body}</tr>"]
    for n, name, text, who, span in rows(plain):
        first = f"<td rowspan='{span}'>{n}</td><td rowspan='{span}'>{escape(name)}</td>" if span else ""
        out.append(f"<tr>{first}<td>{escape(text)}</td><td>{escape(who)}</td></tr>")
    return ("".join(out) + "</table></body></html>").encode()


def as_markdown(plain: Plain) -> bytes:
    if plain.prose:
        return "\n\n".join([f"# {plain.title}", *paragraphs(plain), ""]).encode()
    out = [f"# {plain.title}", "", f"| {' | '.join(_HEAD)} |", "|---|---|---|---|"]
    out += [f"| {n if span else ''} | {name if span else ''} | {text} | {who} |" for n, name, text, who, span in rows(plain)]
    return ("\n".join(out) + "\n").encode()


def as_docx(plain: Plain) -> bytes:
    import io

    import docx

    document = docx.Document()
    document.add_paragraph(plain.title, style="Title")
    for text in paragraphs(plain) if plain.prose else ():
        document.add_paragraph(text)
    printed = [] if plain.prose else rows(plain)
    table = document.add_table(rows=len(printed) + 1, cols=4, style="Table Grid") if printed else None
    cells = [row.cells for row in table.rows] if table else []
    for cell, word in zip(cells[0] if cells else (), _HEAD, strict=False):
        cell.text = word
    for r, (n, name, text, who, span) in enumerate(printed, start=1):
        cells[r][2].text, cells[r][3].text = text, who
        if span:
            for column, value in ((0, n), (1, name)):
                if span > 1:
                    cells[r][column].merge(cells[r + span - 1][column])
                cells[r][column].text = value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(plain: Plain) -> bytes:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([plain.title])
    sheet.merge_cells("A1:D1")
    sheet.append(list(_HEAD))
    for r, (n, name, text, who, span) in enumerate(rows(plain), start=3):
        sheet.append([n if span else None, name if span else None, text, who])
        if span > 1:
            sheet.merge_cells(start_row=r, end_row=r + span - 1, start_column=1, end_column=1)
            sheet.merge_cells(start_row=r, end_row=r + span - 1, start_column=2, end_column=2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_pdf(plain: Plain) -> bytes:
    """Printed by Chromium."""
    browser = shutil.which("chromium")
    if browser is None:
        raise RuntimeError("no Chromium to print a PDF with; install it with your package manager")
    with tempfile.TemporaryDirectory() as where:
        page, out = Path(where) / "a.html", Path(where) / "a.pdf"
        style = b"<style>*{font-family:'WenQuanYi Zen Hei','Noto Sans CJK SC'}table{border-collapse:collapse}</style></head>"
        page.write_bytes(as_html(plain).replace(b"</head>", style))
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
             f"--user-data-dir={where}/profile", f"--print-to-pdf={out}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return out.read_bytes()


FORMATS: dict[str, Callable[[Plain], bytes]] = {
    "html": as_html, "docx": as_docx, "txt": as_text, "md": as_markdown, "xlsx": as_xlsx,
}  # fmt: skip
"""What the tests print; `PAPER` needs a browser and is slower."""
PAPER = {"pdf": as_pdf}


def write(plain: Plain, folder: Path, name: str, ending: str) -> Path:
    """Print a notice as a file."""
    path = folder / f"{name}.{ending}"
    path.write_bytes((FORMATS | PAPER)[ending](plain))
    return path
