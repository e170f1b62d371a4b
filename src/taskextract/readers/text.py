"""Plain text: paragraphs a line, Markdown-like headings, tab-separated and Markdown tables.

Marks of the format (`#`, `<p>`, `|`, `**`) are no text of the notice and do not reach the canonical
text. A line with tabs between its words is a table row; consecutive rows are one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from taskextract.document import Block, Cell, Document, Furniture, Heading, Paragraph, Span, Table
from taskextract.findings import Finding
from taskextract.readers.captions import is_header
from taskextract.readers.decode import decode
from taskextract.readers.flow import UNSEEN
from taskextract.readers.source import Source, Unreadable
from taskextract.readers.text_columns import boxed_rows, placed_rows, strided_rows
from taskextract.readers.text_rows import is_separated, rows_as_tabs, without_quotes
from taskextract.strand import is_blank_text

_HEADING = re.compile(r"(#{1,6})\s*(?=[^#\s])")
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"(?=.*--)[\s:|-]+$")
_CELL_BREAK = re.compile(r"</?p\b[^<>]*>|<br\s*/?>", re.IGNORECASE)
_BULLET = re.compile(r"[*+-] +(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_PAGE_NUMBER = re.compile(
    r"(?:[-—–－]{1,2}\s*\d{1,4}\s*[-—–－]{1,2}|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})$"
)
_INDENT = re.compile(r" {2}|[\u3000\u00a0]")
_ALIGNED = re.compile(r" {2,}|\u3000{2,}| \u3000|\u3000 ")
_MIN_COLUMNS = 3
_MIN_ROWS = 3
_MAX_COLUMNS = 2000
_MAX_BYTES = 20_000_000  # the longest notices seen have well under 1 MB of text
_BLANKS = " \t\u3000\u00a0\ufeff\u200b\r\f\v\x1a"


@dataclass(slots=True)
class _Builder:
    """The canonical text as it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def span(self, text: str) -> Span:
        start = self.length
        self.add(text)
        return Span(start, self.length)


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """Read a text file in any of the usual encodings; raises `Unreadable` for what is no text."""
    most = source.max_size or _MAX_BYTES
    if len(source.data) > most:
        raise Unreadable(
            "file-too-large",
            f"{source.name}: {len(source.data) / 1e6:.0f} MB of text is over the limit of {most / 1e6:.0f} MB; "
            "split the file, or raise the limit with --max-size",
        )
    text, findings = decode(source.data, source.name)
    if is_blank_text(text):
        raise Unreadable("empty-file", f"{source.name}: the file is empty; give one with text")
    if source.path.suffix.lower() == ".csv" or is_separated(text):
        text = rows_as_tabs(text, source.name)
    elif "\t" in text:
        text = without_quotes(text)
    return read_text(text, source.media_type), findings


def read_text(text: str, media_type: str = "text/plain") -> Document:
    """The document of a decoded text."""
    builder = _Builder()
    blocks: list[Block] = []
    lines = UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    indents = _indents_first_lines(lines)
    for kind, group in groupby(_kinds(lines), key=lambda pair: pair[0]):
        chunk = [line for _, line in group]
        if kind == "row":
            titles = _titles_over(chunk)
            blocks.extend(_line(builder, line) for line in chunk[:titles])
            blocks.append(_table(builder, [line.split("\t") for line in chunk[titles:]]))
        elif kind == "drawn":
            blocks.append(_table(builder, [line.split("\t") for line in chunk if line]))
        elif kind == "aligned":
            blocks.append(_table(builder, [_ALIGNED.split(line.strip(_BLANKS)) for line in chunk]))
        elif kind == "pipe":
            rows = [_pipe_cells(line) for line in chunk if not _PIPE_RULE.match(line)]
            blocks.append(_table(builder, rows))
        elif kind == "line":
            blocks.extend(_line(builder, line, indents) for line in chunk)
    return Document("".join(builder.parts), tuple(blocks), media_type)


def _kinds(lines: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Each line with what it is: `row`, `pipe`, `drawn`, `aligned`, `line` or `blank`."""
    inside = False
    drawn = boxed_rows(lines) or strided_rows(lines) or placed_rows(["" if _PIPE_ROW.match(line) else line for line in lines])
    aligned = frozenset() if drawn else _aligned_lines(lines)
    for i, line in enumerate(lines):
        if i in drawn:
            inside = False
            yield "drawn", "\t".join(drawn[i] or ())
        elif is_blank_text(line):
            inside = False
            yield "blank", line
        elif i in aligned:
            inside = False
            yield "aligned", line
        elif _PIPE_ROW.match(line) or (inside and _PIPE_RULE.match(line) and "|" in line):
            inside = False
            yield "pipe", line
        elif _is_row(line) or (inside and (line.startswith("\t") or _row_follows(lines, i))):
            inside = True
            yield "row", line
        else:
            inside = False
            yield "line", line


def _aligned_lines(lines: Sequence[str]) -> frozenset[int]:
    """Lines of tables whose columns are parted by wide blanks: three or more in a row, as many columns each."""
    told = [("\t" in line) or bool(_PIPE_ROW.match(line)) for line in lines]  # by other marks than blanks
    widths = [0 if told[i] else len(_ALIGNED.split(line.strip(_BLANKS))) for i, line in enumerate(lines)]
    found: set[int] = set()
    for width, group in groupby(range(len(lines)), key=lambda i: widths[i]):
        run = list(group)
        if width >= _MIN_COLUMNS and len(run) >= _MIN_ROWS:
            found.update(run)
    return frozenset(found)


def _is_row(line: str) -> bool:
    """A tab stands after the line's first word (one in front only indents it) and words surround it."""
    return "\t" in line.strip(" \u3000\r").lstrip("\t") and bool(line.strip(_BLANKS))


def _row_follows(lines: Sequence[str], i: int) -> bool:
    return i + 1 < len(lines) and (_is_row(lines[i + 1]) or lines[i + 1].startswith("\t"))


def _titles_over(rows: Sequence[str]) -> int:
    """How many rows over a table's header say something in their first cell alone, as sheets saved as text have them."""
    first = next((n for n, row in enumerate(rows) if "\t" in row.strip(_BLANKS)), 0)
    header = [cell.strip(_BLANKS) for cell in rows[first].split("\t")]
    alone = all(row.strip(_BLANKS) and not row.startswith("\t") for row in rows[:first])
    return first if alone and is_header(header) else 0


def _pipe_cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip(_BLANKS)[1:-1])]


def _table(builder: _Builder, rows: Sequence[Sequence[str]]) -> Table:
    if (width := max(map(len, rows), default=0)) > _MAX_COLUMNS:
        raise Unreadable("file-too-large", f"a table of {width} columns is more than the limit of {_MAX_COLUMNS}; cut it")
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            if c:
                builder.add("\t")
            cells.append(Cell(r, c, _cell_paragraphs(builder, content)))
        builder.add("\n")
    return Table(tuple(cells), spans_known=False)


def _cell_paragraphs(builder: _Builder, content: str) -> tuple[tuple[Span, ...], ...]:
    paragraphs: list[tuple[Span, ...]] = []
    for piece in _CELL_BREAK.split(content):
        text = _EMPHASIS.sub(r"\2", piece.strip(_BLANKS))
        if text:
            if paragraphs:
                builder.add("\n")
            paragraphs.append((builder.span(text),))
    return tuple(paragraphs)


def _indents_first_lines(lines: Sequence[str]) -> bool:
    """Whether indents tell where paragraphs begin: some lines have one, and more than a third have none."""
    said = [line for line in lines if line.strip(_BLANKS)]
    indented = sum(_INDENT.match(line) is not None for line in said)
    return 2 * len(said) > 3 * indented > 0


def _line(builder: _Builder, line: str, indents: bool = False) -> Block:
    text = line.strip(_BLANKS)
    level = 0
    if mark := _HEADING.match(text):
        level = len(mark.group(1))
        text = text[mark.end() :].rstrip("# ")
    elif not _PAGE_NUMBER.match(text) and (mark := _BULLET.match(text)):
        text = text[mark.end() :]
    text = _EMPHASIS.sub(r"\2", _CELL_BREAK.sub("", text))
    spans = (builder.span(text),)
    builder.add("\n")
    if level:
        return Heading(spans, level)
    if _PAGE_NUMBER.match(text):
        return Furniture(spans, "page-number")
    return Paragraph(spans, "indented" if indents and _INDENT.match(line) else "")
