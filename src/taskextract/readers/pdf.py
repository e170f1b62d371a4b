"""PDF files: the text layer where it can be trusted, recognition for the pages where it cannot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers.page import Page
from taskextract.readers.paper import assemble
from taskextract.readers.pdf_doubt import is_garbage, why_recognise
from taskextract.readers.pdf_page import PageState, read_page
from taskextract.readers.radicals import told, without_radicals
from taskextract.readers.source import Source, Unreadable

MAX_PAGES = 10_000
"""Pages above which a file is refused."""
NO_PAGES = "the PDF has no pages: get a complete copy"
_EMPTY_LIST = re.compile(rb"/Kids\s*\[\s*\]")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
LARGE_IMAGE = 0.3
"""The part of a page that images cover from which on what they say is missed where they are not read."""
SCAN_DPI = 200
"""Dots per inch at which a page is rendered for recognition."""


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """The document of a PDF file. Raises `Unreadable` with one line for what cannot be opened."""
    document = _open(source)
    findings: list[Finding] = []
    try:
        if b"%%EOF" not in source.data[-4096:]:
            findings.append(_note("the end of the PDF is missing: it may be cut off; compare it with the original"))
        reader = _Pages(document, findings)
        read_document, more = assemble(iter(reader), source.media_type)
        reader.check()
        return read_document, (*findings, *more)
    finally:
        document.close()


def _open(source: Source) -> Any:
    import pypdfium2

    try:
        begin = max(source.data.find(b"%PDF-"), 0)  # PDFium looks for it in the first kilobyte alone
        document = pypdfium2.PdfDocument(source.data[begin:], password="")
    except pypdfium2.PdfiumError as error:
        if _has_no_pages(source.data):
            raise Unreadable("empty-file", NO_PAGES) from error
        raise Unreadable("unreadable-file", _why(str(error).lower())) from error
    pages = len(document)
    if pages == 0:
        document.close()
        raise Unreadable("empty-file", NO_PAGES)
    if pages > MAX_PAGES:
        document.close()
        raise Unreadable("file-too-large", f"the PDF has {pages} pages, more than the limit of {MAX_PAGES}: split it")
    return document


def _has_no_pages(data: bytes) -> bool:
    """Whether a whole file says itself that its list of pages is empty, at which PDFium gives up."""
    return b"%%EOF" in data[-4096:] and _EMPTY_LIST.search(data) is not None and _PAGE.search(data) is None


def _why(error: str) -> str:
    if "password" in error or "security" in error:
        return "the PDF is protected by a password: save it without one and try again"
    return "the PDF is damaged and cannot be opened: get a complete copy"


def _note(message: str) -> Finding:
    return Finding("reader-note", message)


class _Pages:
    """Reads the pages one by one, so that only one is loaded at a time, and counts what was lost."""

    def __init__(self, document: Any, findings: list[Finding]) -> None:
        self.document, self.findings = document, findings
        self.good = 0
        self.unread: list[str] = []
        self.missing_reader: Unreadable | None = None
        self.radicals: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Page]:
        for number in range(1, len(self.document) + 1):
            page = self._page(number)
            if page is None:
                page = Page(number, 0.0, 0.0, [], [])
            else:
                self.good += bool(page.runs)
            yield page

    def _page(self, number: int) -> Page | None:
        try:
            page, state = read_page(self.document.raw, number)
        except ValueError as error:
            self._lose(f"{error}: the PDF is damaged there; get a complete copy")
            return None
        if state.truncated:
            self.findings.append(_note(
                f"page {number} holds more than a notice can (characters or lines): what is over the limit was left out"
            ))
        without_radicals(page.runs, self.radicals)
        reason = why_recognise(page.runs, state)
        return self._with_pictures(page, state) if reason is None else self._recognised(page, reason, hidden=state.hidden)

    def _with_pictures(self, page: Page, state: PageState) -> Page:
        """A page of good text, with what its pictures say."""
        if not state.images:
            return page
        from taskextract.readers.scan import render
        from taskextract.readers.scan_pictures import text_pictures, with_pictures

        boxes = text_pictures(page, state.images)
        if not boxes:
            if state.image_cover > LARGE_IMAGE:
                self.findings.append(_note(f"page {page.number} holds a large image beside its text; text in the image was not read"))
            return page
        try:
            found, findings = with_pictures(page, boxes, render(self.document, page.number, SCAN_DPI), SCAN_DPI)
        except Unreadable as error:
            self.findings.append(_note(f"page {page.number} holds a picture beside its text; text in it was not read: {error.message}"))
            return page
        self.findings += findings
        return found

    def _recognised(self, page: Page, reason: str, *, hidden: bool) -> Page | None:
        from taskextract.readers.scan import recognise, render

        try:
            found, findings = recognise(render(self.document, page.number, SCAN_DPI), page.number, SCAN_DPI)
        except Unreadable as error:
            self.missing_reader = error
            if hidden and page.runs:
                self.findings.append(_note(f"page {page.number}: {reason}; it was used, since {error.message}"))
                return page
            self._lose(f"page {page.number} was not read: {reason}, and {error.message}")
            return None
        self.findings.append(_note(f"page {page.number} was recognised as an image: {reason}"))
        self.findings += findings
        return found if found.runs or is_garbage("".join(run.text for run in page.runs)) else page

    def _lose(self, message: str) -> None:
        self.unread.append(message)
        self.findings.append(Finding("unread-page", message))

    def check(self) -> None:
        """Refuse a file of which nothing could be read; tell what was replaced in the others."""
        if self.good:
            if self.radicals:
                self.findings.append(told(self.radicals))
            return
        if self.missing_reader is not None:
            raise Unreadable(self.missing_reader.code, f"the PDF has no usable text layer: {self.missing_reader.message}")
        if self.unread:
            raise Unreadable("unreadable-file", self.unread[0])
        raise Unreadable("empty-file", "the PDF holds no text: its pages are blank")
