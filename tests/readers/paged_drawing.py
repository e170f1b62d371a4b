"""PDF pages drawn by hand with reportlab: rulings, text and layouts that no word processor makes on demand."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 10.5
ROWS = (
    ("序号", "主要任务", "具体举措", "责任单位"),
    ("1", "共建轨道交通网", "加快推进济郑高铁山东段建设，推进轨道交通线网规划。", "省交通运输厅"),
    ("2", "畅通公路网", "推进济青高速中线前期工作。", "省交通运输厅、省发展改革委"),
    ("3", "提升枢纽功能", "实施国际机场二期改扩建工程，开拓国际直航航线。", "省发展改革委"),
)
WIDTHS = (34.0, 90.0, 200.0, 110.0)


def canvas_pdf(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """A PDF with one page per drawing function."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """Lines that fit `width`, broken greedily, no closing punctuation first."""
    lines, line = [], ""
    for char in text:
        if line and pdfmetrics.stringWidth(line + char, FONT, size) > width and char not in "，。、；：）":
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def draw_text(c: Canvas, x: float, y: float, text: str, *, width: float = 460, size: float = SIZE, indent: bool = False) -> float:
    """A paragraph from (x, y), y from the page's top; returns where the next line would stand."""
    high = c._pagesize[1]
    first = width - 2 * size if indent else width
    lines = wrapped(text, first, size)
    if indent:
        lines = [lines[0], *wrapped(text[len(lines[0]) :], width, size)] if len(lines[0]) < len(text) else lines
    for i, line in enumerate(lines):
        c.drawString(x + (2 * size if indent and i == 0 else 0), high - y - size, line)
        y += 1.5 * size
    return y


def draw_table(c: Canvas, x: float, y: float, rows: Sequence[Sequence[str]], *, style: str = "line",
               outer: bool = True, widths: Sequence[float] = WIDTHS, pad: float = 4) -> float:
    """A ruled table; `style` is line, dashed, pieces (dashes drawn singly), dots (squares of a browser), double, rects, boxes or none."""
    high = c._pagesize[1]
    edges = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
    tops = [y]
    for row in rows:
        n = max(len(wrapped(t, w - 2 * pad)) for t, w in zip(row, widths, strict=True))
        for t, left, w in zip(row, edges, widths, strict=False):
            for k, line in enumerate(wrapped(t, w - 2 * pad)):
                c.drawString(left + pad, high - tops[-1] - pad - SIZE - k * 1.5 * SIZE, line)
        tops.append(tops[-1] + n * 1.5 * SIZE + 2 * pad)
    for t in tops:
        _rule(c, edges[0], high - t, edges[-1], high - t, style)
    for e in edges if outer else edges[1:-1]:
        _rule(c, e, high - tops[0], e, high - tops[-1], style)
    if style == "boxes":
        for a, b in itertools.pairwise(tops):
            for left, right in itertools.pairwise(edges):
                c.rect(left, high - b, right - left, b - a, stroke=1, fill=0)
    return tops[-1]


def _rule(c: Canvas, x0: float, y0: float, x1: float, y1: float, style: str) -> None:
    flat = y0 == y1
    if style in ("none", "boxes"):
        return
    c.setDash(3, 2) if style == "dashed" else c.setDash()
    if style == "rects":
        c.rect(min(x0, x1) - 0.25, min(y0, y1) - 0.25, abs(x1 - x0) + 0.5, abs(y1 - y0) + 0.5, stroke=0, fill=1)
    elif style == "dots":
        steps = int(max(abs(x1 - x0), abs(y1 - y0)) / 1.5)
        for i in range(steps + 1):
            c.rect(x0 + 1.5 * i * flat - 0.375, y0 - 1.5 * i * (not flat) - 0.375, 0.75, 0.75, stroke=0, fill=1)
    elif style == "pieces":
        n = int(max(abs(x1 - x0), abs(y1 - y0)) / 5)
        for i in range(n + 1):
            if flat:
                c.line(x0 + 5 * i, y0, min(x0 + 5 * i + 3, x1), y0)
            else:
                c.line(x0, y0 - 5 * i, x0, max(y0 - 5 * i - 3, y1))
    else:
        c.line(x0, y0, x1, y1)
        if style == "double":
            c.line(x0, y0 - 2, x1, y1 - 2) if flat else c.line(x0 + 2, y0, x1 + 2, y1)
