"""OFD files (GB/T 33190), the format of Chinese electronic documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.readers.archive import open_zip
from taskextract.readers.ofd_images import paint
from taskextract.readers.ofd_package import OfdPage, Package
from taskextract.readers.ofd_page import MM, Drawn, draw, to_page
from taskextract.readers.page import Page
from taskextract.readers.paper import assemble
from taskextract.readers.pdf_doubt import is_garbage
from taskextract.readers.source import Source, Unreadable

MAX_PAGES = 10_000
"""Pages above which a file is refused."""
SCAN_DPI = 200
"""Dots per inch of the picture that is made of a page without text."""
_PROTECTED = "the file is protected by a password: save it without one and try again"
_NO_TEXT = "\u00a4"  # what GB/T 33190 wants in place of a glyph that stands for no character
FEW = 10
"""Characters on a page that do not make it a page with text."""


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """The document of an OFD file. Raises `Unreadable` with one line for what cannot be read."""
    findings: list[Finding] = []
    with open_zip(source.data) as archive:
        package = Package(archive)
        if package.signed:
            findings.append(Finding("reader-note", "the OFD carries signatures; they were not checked"))
        try:
            pages = _Pages(package, findings)
            document, more = assemble(iter(pages), source.media_type)
            pages.check()
        except Unreadable as error:
            if package.protected and error.code != "file-too-large":
                raise Unreadable("unreadable-file", _PROTECTED) from error
            raise
    return document, (*findings, *more)


class _Pages:
    """Reads the pages of all documents of an archive, one after the other."""

    def __init__(self, package: Package, findings: list[Finding]) -> None:
        self.package, self.findings = package, findings
        self.documents = package.documents()
        self.good = self.number = 0
        self.lost: list[Unreadable] = []
        count = sum(map(package.count, self.documents))
        if count > MAX_PAGES:
            raise Unreadable("file-too-large", f"the OFD has {count} pages, more than the limit of {MAX_PAGES}: split it")
        if len(self.documents) > 1:
            findings.append(Finding("reader-note", f"the OFD holds {len(self.documents)} documents, read one after the other"))
        if any(document.has_attachments for document in self.documents):
            findings.append(Finding("reader-note", "the OFD has attachments, which were not read; save them as files and give those"))

    def __iter__(self) -> Iterator[Page]:
        for document in self.documents:
            for entry in self.package.pages(document):
                self.number += 1
                page = None if isinstance(entry, str) else self._page(entry)
                if isinstance(entry, str):
                    self._lose(Unreadable("unreadable-file", entry), f"page {self.number} was not read: {entry}")
                self.good += page is not None and bool(page.runs)
                yield page or Page(self.number, 0.0, 0.0, [], [])

    def _page(self, entry: OfdPage) -> Page | None:
        drawn = draw(entry)
        if drawn.truncated:
            self.lost.append(Unreadable("file-too-large", f"page {self.number} holds more objects than a notice can; print it to PDF and give that"))
            self.findings.append(Finding(
                "reader-note", f"page {self.number} holds more objects than a notice can: the rest was left out"
            ))
        _, _, wide, high = entry.area
        page = self._with_text(to_page(drawn, self.number, wide * MM, high * MM))
        reason = _why_recognise(page, drawn)
        return page if reason is None else self._recognised(entry, drawn, page, reason)

    def _with_text(self, page: Page) -> Page:
        """The page without the glyphs of which the file does not say what they read."""
        lost = sum(run.text.count(_NO_TEXT) for run in page.runs)
        if not lost:
            return page
        message = (
            f"{lost} glyph(s) on page {page.number} stand for no character in the OFD and were left out; "
            "print the page to PDF and give that"
        )
        self.findings.append(Finding("decoding-doubt", message, certainty=1.0))
        self.lost.append(Unreadable("unreadable-file", message))
        return replace(page, runs=[run for run in page.runs if run.text.strip(_NO_TEXT + " ")])

    def _recognised(self, entry: OfdPage, drawn: Drawn, own: Page, reason: str) -> Page | None:
        from taskextract.readers.scan import check_installed, recognise

        try:
            check_installed()
            picture = paint(self.package, entry, drawn, SCAN_DPI)
            page, findings = recognise(picture, self.number, SCAN_DPI)
            page = page if page.runs or is_garbage("".join(run.text for run in own.runs)) else own
        except Unreadable as error:
            self._lose(error, f"page {self.number} was not read: {reason}, and {error.message}")
            return None
        self.findings.append(Finding("reader-note", f"page {self.number} was recognised as an image: {reason}"))
        self.findings += findings
        return page

    def _lose(self, error: Unreadable, message: str) -> None:
        self.lost.append(error)
        self.findings.append(Finding("unread-page", message))

    def check(self) -> None:
        """Refuse a file of which nothing could be read."""
        if self.good:
            return
        if self.lost:
            raise Unreadable(self.lost[0].code, f"the OFD has no readable text: {self.lost[0].message}")
        raise Unreadable("empty-file", "the OFD holds no text: it has no pages, or they are blank; give the file that holds the notice")


def _why_recognise(page: Page, drawn: Drawn) -> str | None:
    text = "".join(run.text for run in page.runs)
    if len(text) <= FEW and (drawn.images or len(drawn.shapes) > 40):
        return "it has no text"
    return "its text is not readable" if is_garbage(text) else None
