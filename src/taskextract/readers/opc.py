"""Office packages (DOCX, XLSX): their XML parts, and where one part's relations lead."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from taskextract.readers.archive import SafeZip, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
"""The attribute that names a relation."""
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO "strict" files name the same things by other namespaces.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|spreadsheetml|drawingml)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"

Relations = dict[str, tuple[str, str]]
"""id → (kind, the part it leads to)."""


def main_part(archive: SafeZip, default: str) -> str:
    """The name of the part that holds the text or the list of sheets."""
    return next((target for kind, target in relations(archive, "").values() if kind == "officeDocument"), default)


def relations(archive: SafeZip, part: str) -> Relations:
    """A part's relations (those of the package for ""). What lies outside the file is ignored."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: Relations = {}
    if not archive.find(rels):
        return found
    for element in parse_xml(archive.read(rels), rels).iter(_RELATIONSHIP):
        target = element.get("Target", "")
        if element.get("TargetMode") == "External" or not target:
            continue
        inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], posixpath.normpath(inside))
    return found


def read_part(archive: SafeZip, name: str) -> _Element:
    """The root of an XML part, with the usual namespaces."""
    data = archive.read(name)
    if b"purl.oclc.org" in data[:4000]:
        data = _STRICT.sub(_USUAL, data)
    return parse_xml(data, name)
