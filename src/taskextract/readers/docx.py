"""Word files (DOCX, DOCM): the package, its parts in reading order, and what was set aside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from taskextract.document import Document
from taskextract.findings import Finding
from taskextract.garbage import few_collections
from taskextract.readers.archive import SafeZip, open_zip, parse_xml
from taskextract.readers.docx_body import blocks
from taskextract.readers.docx_numbering import Numbering
from taskextract.readers.docx_styles import VAL, Styles, W, on
from taskextract.readers.docx_text import Story
from taskextract.readers.flow import Grid, Text, assemble, text_of
from taskextract.readers.source import Source, Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PICTURES = 40
"""Pictures of a file that are read."""
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO "strict" files name the same things by other namespaces.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|drawingml)/")
_TRANSITIONAL = {
    b"officeDocument": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"wordprocessingml": b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    b"drawingml": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
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
    relations: dict[str, tuple[str, str]]

    def part(self, name: str) -> _Element:
        """The root of an XML part."""
        return _parse(self.archive, name)

    def of_kind(self, kind: str) -> _Element | None:
        """The root of the part that the main one is related to as `kind`, None if there is none."""
        for its_kind, target in self.relations.values():
            if its_kind == kind and self.archive.find(target):
                return self.part(target)
        return None


def read(source: Source) -> tuple[Document, tuple[Finding, ...]]:
    """Read a Word file; raises `Unreadable` for a damaged, protected or empty one."""
    with few_collections(), open_zip(source.data) as archive:
        package = _open(archive)
        styles = Styles.of(package.of_kind("styles"))
        story = Story(styles, Numbering.of(package.of_kind("numbering"), styles))
        body = package.part(package.main).find(f"{W}body")
        if body is None:
            raise Unreadable("unreadable-file", f"{source.name}: the file is damaged: its main part holds no text body; get a complete copy")
        pictures = _Pictures(package)
        story.read_picture = pictures.read
        content = blocks(body, story)
        first = list(_first_page(package, story))
        headers = list(_margins(package, story, "headerReference", "header", {t.text for t in first}))
        footers = list(_margins(package, story, "footerReference", "footer", set()))
        notes = list(_notes(package, story))
        document = assemble([*headers, *first, *content, *notes, *footers], source.media_type, name=source.name)
        return document, (*_findings(package, story), *pictures.findings)


@dataclass(slots=True)
class _Pictures:
    """Reads the pictures of a package, each once, and gathers what is to be said of them."""

    package: _Package
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, Sequence[Text | Grid] | None] = field(default_factory=dict)

    def read(self, name: str) -> Sequence[Text | Grid] | None:
        """What the picture of a relation says; None where it cannot be read."""
        target = self.package.relations.get(name, ("", ""))[1]
        if target in self.seen:
            return None if self.seen[target] is None else ()
        if not target or not self.package.archive.find(target) or len(self.seen) >= MAX_PICTURES:
            return None
        from taskextract.readers.scan_pictures import picture_blocks

        self.seen[target] = None
        try:
            found, findings = picture_blocks(self.package.archive.read(target))
        except Unreadable:
            return None
        self.findings += findings
        self.seen[target] = found or None
        return self.seen[target]


def _open(archive: SafeZip) -> _Package:
    main = next((t for kind, t in _relations(archive, "").values() if kind == "officeDocument"), "word/document.xml")
    return _Package(archive, main, _relations(archive, main))


def _relations(archive: SafeZip, part: str) -> dict[str, tuple[str, str]]:
    """A part's relations: id → (kind, target inside the archive). What lies outside the file is ignored."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.find(rels):
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element in _parse(archive, rels).iter(_RELATIONSHIP):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _parse(archive: SafeZip, name: str) -> _Element:
    data = archive.read(name)
    if b"purl.oclc.org" in data[:4000]:
        data = _STRICT.sub(lambda match: _TRANSITIONAL[match[1]], data)
    return parse_xml(data, name)


def _margins(package: _Package, story: Story, reference: str, kind: str, said: set[str]) -> Iterator[Text]:
    """The texts of running heads or feet, each once and none that is in `said`."""
    targets: set[str] = set()
    for section in story.sections[:]:
        for element in section.iterchildren(W + reference):
            target = package.relations.get(element.get(_R_ID, ""), ("", ""))[1]
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
            yield from _margin(package, story, package.relations.get(element.get(_R_ID, ""), ("", ""))[1])


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
