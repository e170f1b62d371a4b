"""What an OFD archive holds: its documents, pages, templates and resources, with the quirks of its writers.

Elements are matched by their local names, since writers use several namespaces (and none). Places
may be absolute or relative to the file that names them, and case and `\\` are forgiven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from taskextract.readers.archive import SafeZip, clean_name, parse_xml
from taskextract.readers.source import Unreadable

Box = tuple[float, float, float, float]
A4: Box = (0.0, 0.0, 210.0, 297.0)
"""The page of a document that names none, in millimetres."""
LARGEST = 20_000.0
"""Millimetres: a page larger than this on a side is taken for a damaged one."""


@dataclass(slots=True)
class OfdPage:
    """A page before its content is read: `layers` are its templates' roots and its own, from below upwards."""

    area: Box
    layers: list[_Element]
    resources: list[tuple[str, _Element]] = field(default_factory=list)
    marks: list[_Element] = field(default_factory=list)


@dataclass(slots=True)
class OfdDocument:
    """One document of an archive."""

    base: str
    root: _Element
    area: Box
    templates: dict[str, tuple[str, _Element]]
    resources: list[tuple[str, _Element]]
    annotations: dict[str, list[_Element]]
    has_attachments: bool = False


def local(element: _Element) -> str:
    """An element's name without its namespace."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """The children of that name."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def text_of(element: _Element | None) -> str:
    """An element's own text."""
    return (element.text or "").strip() if element is not None else ""


def numbers(text: str | None) -> list[float]:
    """The numbers in a list of them; what is no number ends it."""
    out: list[float] = []
    for word in (text or "").replace(",", " ").split():
        try:
            out.append(float(word))
        except ValueError:
            break
    return [v if abs(v) < 1e9 else 0.0 for v in out]


def box_of(text: str | None) -> Box | None:
    """A box `x y width height`; None where it is none."""
    v = numbers(text)
    if len(v) < 4 or not (0 < v[2] < LARGEST and 0 < v[3] < LARGEST):
        return None
    return (v[0], v[1], v[2], v[3])


class Package:
    """An opened OFD archive."""

    def __init__(self, archive: SafeZip) -> None:
        self.archive = archive
        self.root = parse_xml(archive.read("OFD.xml"), "OFD.xml")

    @property
    def signed(self) -> bool:
        """Whether the archive carries signatures."""
        return any(child(body, "Signatures") is not None for body in children(self.root, "DocBody"))

    @property
    def protected(self) -> bool:
        """Whether parts of the archive are encrypted."""
        return any(local(part).startswith("Encrypt") for part in self.root.iter())

    def documents(self) -> list[OfdDocument]:
        """The documents that the archive names."""
        out: list[OfdDocument] = []
        for body in children(self.root, "DocBody"):
            place = text_of(child(body, "DocRoot"))
            if place:
                out.append(self._document(self.resolve("", place)))
        if not out:
            raise Unreadable("unreadable-file", "the OFD is damaged: it names no document; get a complete copy")
        return out

    def _document(self, place: str) -> OfdDocument:
        root = self.parse(place)
        base = place.rpartition("/")[0]
        common = child(root, "CommonData")
        area = _area(child(common, "PageArea")) or A4
        templates: dict[str, tuple[str, _Element]] = {}
        for template in children(common, "TemplatePage"):
            found = self._part(base, template.get("BaseLoc"))
            if found is not None:
                templates[template.get("ID") or ""] = found
        resources = [
            found for name in ("PublicRes", "DocumentRes") for res in children(common, name)
            if (found := self._part(base, text_of(res))) is not None
        ]  # fmt: skip
        attached = child(root, "Attachments") is not None
        return OfdDocument(base, root, area, templates, resources, self._annotations(base, root), attached)

    def _annotations(self, base: str, root: _Element) -> dict[str, list[_Element]]:
        """page id → appearances of its annotations."""
        out: dict[str, list[_Element]] = {}
        index = self._part(base, text_of(child(root, "Annotations")))
        if index is None:
            return out
        folder = index[0].rpartition("/")[0]
        for entry in children(index[1], "Page"):
            found = self._part(folder, text_of(child(entry, "FileLoc"))) or self._part(base, text_of(child(entry, "FileLoc")))
            if found is not None:
                looks = [a for note in children(found[1], "Annot") for a in children(note, "Appearance")]
                out.setdefault(entry.get("PageID") or "", []).extend(looks)
        return out

    def count(self, document: OfdDocument) -> int:
        """How many pages the document names."""
        return sum(1 for _ in children(child(document.root, "Pages"), "Page"))

    def pages(self, document: OfdDocument) -> Iterator[OfdPage | str]:
        """The document's pages in order; for one that cannot be read, why."""
        for entry in children(child(document.root, "Pages"), "Page"):
            place = self.resolve(document.base, entry.get("BaseLoc") or "")
            try:
                root = self.parse(place)
            except Unreadable as error:
                if error.code == "file-too-large":
                    raise
                yield error.message
                continue
            area = _area(child(root, "Area")) or document.area
            named = dict.fromkeys(t.get("TemplateID") or "" for t in children(root, "Template"))
            layers = [document.templates[name][1] for name in named if name in document.templates]
            folder = place.rpartition("/")[0]
            own = [found for res in children(root, "PageRes") if (found := self._part(folder, text_of(res))) is not None]
            marks = document.annotations.get(entry.get("ID") or "", [])
            yield OfdPage(area, [*layers, root], own + document.resources, marks)

    def parse(self, place: str) -> _Element:
        """The root of one XML part."""
        return parse_xml(self.archive.read(place), place)

    def _part(self, base: str, place: str | None) -> tuple[str, _Element] | None:
        """A part that may be missing: (its place, its root)."""
        if not place:
            return None
        found = self.resolve(base, place)
        if self.archive.find(found) is None:
            return None
        return found, self.parse(found)

    def resolve(self, base: str, place: str) -> str:
        """An entry's name from a place as a part in folder `base` names it."""
        place = place.strip().replace("\\", "/")
        options = [place.lstrip("/")] if place.startswith("/") else [f"{base}/{place}" if base else place, place]
        for option in options:
            clean = clean_name(option)
            found = self.archive.find(clean) if clean else None
            if found is not None:
                return found
        return options[0]


def _area(element: _Element | None) -> Box | None:
    return box_of(text_of(child(element, "PhysicalBox")))
