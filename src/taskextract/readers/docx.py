"""Word files (DOCX, DOCM): the package, its parts in reading order, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.garbage import few_collections
from taskextract.readers import detect, html
from taskextract.readers.archive import SafeZip, open_zip
from taskextract.readers.decode import decode
from taskextract.readers.docx_body import blocks
from taskextract.readers.docx_numbering import Numbering
from taskextract.readers.docx_styles import VAL, Styles, W, on
from taskextract.readers.docx_text import Story
from taskextract.readers.flow import Grid, Text, assemble, text_of
from taskextract.readers.opc import R_ID, Relations, main_part, read_part, relations
from taskextract.readers.source import Source, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PICTURES = 40
"""Pictures of a file that are read."""
MAX_PIXELS = 16_000_000
"""Pixels of all of them together: four pages of print at 200 dpi, about a minute's work."""
MAX_CHUNKS = 40
"""Embedded documents of a file that are read."""
_SEEN = {
    "tracked": "{} tracked change(s) were read as accepted",
    "hidden": "{} hidden character(s) were left out",
    "hidden rows": "{} hidden table row(s) were left out",
    "covered": "{} character(s) in cells that a merge covers were left out, as Word does not show them",
    "pictures": "{} picture(s) were not read; if the notice's text is in them, print the file to PDF and give that",
    "prompts": "{} form field(s) that nobody filled in were left out, with the prompt that they show",
    "objects": "{} embedded object(s) were not read; give them as files of their own",
    "chunks": "{} embedded document(s) were not read; save the file anew in Word and try again",
}


@dataclass(frozen=True, slots=True)
class _Package:
    """An opened file: its archive, its main part, and where the main part's relations lead."""

    archive: SafeZip
    main: str
    relations: Relations

    def part(self, name: str) -> _Element:
        """The root of an XML part."""
        return read_part(self.archive, name)

    def of_kind(self, kind: str) -> _Element | None:
        """The root of the part that the main one is related to as `kind`, None if there is none."""
        for its_kind, target in self.relations.values():
            if its_kind == kind and self.archive.find(target):
                return self.part(target)
        return None


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """Read a Word file; raises `Unreadable` for a damaged, protected or empty one."""
    with few_collections():
        content, findings = _content(source, is_chunk=False)
        return assemble(content, source.media_type, name=source.name), findings


def _content(source: Source, is_chunk: bool) -> tuple[list[Text | Grid], tuple[Finding, ...]]:
    """What a file says, and what is to be told of it. What is embedded in an embedded file is not read."""
    with open_zip(source.data) as archive:
        package = _open(archive)
        styles = Styles.of(package.of_kind("styles"))
        story = Story(styles, Numbering.of(package.of_kind("numbering"), styles))
        body = package.part(package.main).find(f"{W}body")
        if body is None:
            raise Unreadable("unreadable-file", f"{source.name}: the file is damaged: its main part holds no text body; get a complete copy")
        pictures, chunks = _Pictures(package), _Chunks(package)
        story.read_picture = pictures.read
        story.read_chunk = None if is_chunk else chunks.read
        content = blocks(body, story)
        first = list(_first_page(package, story))
        headers = list(_margins(package, story, "headerReference", "header", {t.text for t in first}))
        footers = list(_margins(package, story, "footerReference", "footer", set()))
        notes = list(_notes(package, story))
        findings = (*_findings(package, story), *pictures.findings, *chunks.findings)
        return [*headers, *first, *content, *notes, *footers], findings


@dataclass(slots=True)
class _Pictures:
    """Reads the pictures of a package, each once, and gathers what is to be said of them."""

    package: _Package
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, Sequence[Text | Grid] | None] = field(default_factory=dict)
    pixels: int = 0

    def read(self, name: str) -> Sequence[Text | Grid] | None:
        """What the picture of a relation says; None where it cannot be read."""
        target = self.package.relations.get(name, ("", ""))[1]
        if target in self.seen:
            return None if self.seen[target] is None else ()
        if not target or not self.package.archive.find(target) or len(self.seen) >= MAX_PICTURES:
            return None
        from taskextract.readers.scan_pictures import picture_blocks, pixels

        self.seen[target] = None
        try:
            data = self.package.archive.read(target)
            size = pixels(data)
            if self.pixels + size > MAX_PIXELS:
                return None
            self.pixels += size
            found, findings = picture_blocks(data)
        except Unreadable:
            return None
        self.findings += findings
        self.seen[target] = found or None
        return self.seen[target]


@dataclass(slots=True)
class _Chunks:
    """Reads the files that a package holds in place of some of its text (`w:altChunk`)."""

    package: _Package
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def read(self, name: str) -> Sequence[Text | Grid] | None:
        """What the file of a relation says; None where it cannot be read."""
        target = self.package.relations.get(name, ("", ""))[1]
        self.count += 1
        if not target or not self.package.archive.find(target) or self.count > MAX_CHUNKS:
            return None
        try:
            data = self.package.archive.read(target)
            media_type, _ = detect.detect(data, target)
            content, findings = _chunk(Source(Path(target), data, media_type))
        except Unreadable:
            return None
        self.findings += findings
        return content


def _chunk(source: Source) -> tuple[Sequence[Text | Grid], tuple[Finding, ...]]:
    if source.media_type == detect.DOCX:
        return _content(source, is_chunk=True)
    if source.media_type in (detect.HTML, detect.MHTML):
        content, _, findings = html.page(source)
        return content, findings
    if source.media_type == detect.TEXT:
        text, findings = decode(source.data, source.name)
        return [Text(text)], findings
    raise Unreadable("missing-reader", f"{source.name}: embedded files of this kind are not read")


def _open(archive: SafeZip) -> _Package:
    main = main_part(archive, "word/document.xml")
    return _Package(archive, main, relations(archive, main))


def _margins(package: _Package, story: Story, reference: str, kind: str, said: set[str]) -> Iterator[Text]:
    """The texts of running heads or feet, each once and none that is in `said`."""
    targets: set[str] = set()
    for section in story.sections[:]:
        for element in section.iterchildren(W + reference):
            target = package.relations.get(element.get(R_ID, ""), ("", ""))[1]
            if target in targets:
                continue
            targets.add(target)
            for text in _margin(package, story, target):
                if text.text not in said:
                    said.add(text.text)
                    yield Text(text.text, furniture=kind)


def _margin(package: _Package, story: Story, target: str) -> Iterator[Text]:
    """The texts of one head or foot."""
    if target and package.archive.find(target):
        aside = Story(story.styles, story.numbering)
        yield from (text for text in text_of(blocks(package.part(target), aside)) if text.text.strip())


def _first_page(package: _Package, story: Story) -> Iterator[Text]:
    """The head of the first page where that page has one of its own: it stands there once, like any text."""
    section = next(iter(story.sections), None)
    title_page = None if section is None else section.find(f"{W}titlePg")
    if section is None or title_page is None or not on(title_page.get(VAL)):
        return
    for element in section.iterchildren(f"{W}headerReference"):
        if element.get(f"{W}type") == "first":
            yield from _margin(package, story, package.relations.get(element.get(R_ID, ""), ("", ""))[1])


def _notes(package: _Package, story: Story) -> Iterator[Text | Grid]:
    """Footnotes and endnotes in the order in which the text refers to them."""
    for kind in ("footnote", "endnote"):
        wanted = dict.fromkeys(note_id for its_kind, note_id in story.notes if its_kind == kind)
        root = package.of_kind(f"{kind}s") if wanted else None
        if root is None:
            continue
        elements = {e.get(f"{W}id", ""): e for e in root.iterchildren(W + kind)}
        for note_id in wanted:
            if note_id in elements:
                yield from (replace(block, furniture="footnote") for block in blocks(elements[note_id], story))


def _findings(package: _Package, story: Story) -> Iterable[Finding]:
    for what, message in _SEEN.items():
        if story.seen.get(what):
            yield Finding("reader-note", message.format(story.seen[what]), certainty=1.0)
    names = [name.rsplit("/", 1)[-1].lower() for name in package.archive.names]
    if "vbaproject.bin" in names:
        yield Finding("reader-note", "the file holds macros; they were not run", certainty=1.0)
    if any(kind == "comments" for kind, _ in package.relations.values()):
        yield Finding("reader-note", "the comments in the file's margin were left out", certainty=1.0)
