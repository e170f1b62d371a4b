"""PDF files with a text layer, and the way of those without one to recognition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers.page import Page
from taskextract.readers.paper import assemble
from taskextract.readers.pdf_page import PageState, read_page
from taskextract.readers.source import Source, Unreadable

MAX_PAGES = 10_000
"""Pages above which a file is refused."""


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """The document of a PDF file. Raises `Unreadable` with one line for what cannot be opened."""
    document = _open(source)
    try:
        findings: list[Finding] = []
        read_document, more = assemble(_pages(document, findings), source.media_type)
        return read_document, (*findings, *more)
    finally:
        document.close()


def _open(source: Source) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data, password="")
    except pypdfium2.PdfiumError as error:
        raise Unreadable("unreadable-file", _why(str(error))) from error
    return document


def _why(error: str) -> str:
    return error


def _pages(document: Any, findings: list[Finding]) -> Iterator[Page]:
    for number in range(1, len(document) + 1):
        page, state = read_page(document.raw, number)
        yield page
