"""Tables that only set the frame of an official letter: its number beside who signed it, whom copies go to above who printed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from taskextract.document import Block, Cell, Document, Paragraph, Table
from taskextract.strand import Strand
from taskextract.vocabulary.words import load_words

_MOST_ROWS, _MOST_CELLS = 8, 2


def without_letter_frames(document: Document) -> Document:
    """The document with such tables as paragraphs; as it is where it has none."""
    blocks = tuple(new for block in document.blocks for new in _paragraphs(document, block))
    return document if len(blocks) == len(document.blocks) and blocks == document.blocks else replace(document, blocks=blocks)


def _paragraphs(document: Document, block: Block) -> Iterator[Block]:
    """The block itself, or a paragraph for each row of a table that frames a letter.

    Evidence: few rows, each of one or two cells with text, of which one says what only such frames say.
    """
    rows = _rows(block) if isinstance(block, Table) and block.n_rows <= 2 * _MOST_ROWS else []
    if not 0 < len(rows) <= _MOST_ROWS or not all(len(row) <= _MOST_CELLS and _frames(document, row) for row in rows):
        yield block
        return
    for row in rows:
        if len(row) == 1:
            yield from map(Paragraph, row[0].paragraphs)
        else:
            yield Paragraph(tuple(span for cell in row for paragraph in cell.paragraphs for span in paragraph))


def _rows(table: Table) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.paragraphs:
            rows.setdefault(cell.row, []).append(cell)
    return [rows[row] for row in sorted(rows)]


def _frames(document: Document, row: Sequence[Cell]) -> bool:
    texts = ("".join(Strand.of(document, paragraph).text for paragraph in cell.paragraphs) for cell in row)
    return any(_pattern().fullmatch(text) for text in texts)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in load_words("lines")["letter_frame"]))
