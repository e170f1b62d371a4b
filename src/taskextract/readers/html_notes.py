"""Notes of web pages: raised marks in the text (`<sup>[1]</sup>`), and the notes below it that they call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskextract.readers.layout import RAISED

if TYPE_CHECKING:
    from lxml.etree import _Element

NOTE, MARK = "footnote", "note-mark"
_BLOCKS = ("p", "li", "div", "dd", "aside", "td", "h1", "h2", "h3", "h4", "h5", "h6", "section", "blockquote", "center", "body")
_ABOVE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z0-9]\s*$")
_MOST = 2000
"""Raised marks that are looked at."""


def note_zones(body: _Element) -> dict[_Element, str]:
    """The blocks of a page that are notes, and the marks that call them, which are put behind their paragraphs.

    Evidence: a small raised mark behind other text, and a later block that is what it links to or begins with it.
    """
    calls = _calls(body)
    if not calls:
        return {}
    targets = {name: e for e in body.iter() for name in (e.get("id"), e.get("name")) if name}
    places = {e: n for n, e in enumerate(body.iter())}
    begun = _begun({text for _, text in calls}, body)
    zones: dict[_Element, str] = {}
    last: dict[_Element, _Element] = {}
    for call, text in calls:
        note = _block_of(targets.get(_link(call), body))
        if note is body or places[note] < places[call] or len(_said(note)) <= len(text):
            note = begun.get(text, body)
        if note is not body and places[note] > places[call] and call not in note.iterdescendants():
            zones[note] = NOTE
            zones[_put_behind(call, last)] = MARK
    return zones


def _calls(body: _Element) -> list[tuple[_Element, str]]:
    """Raised marks, each with what it says, that stand behind other text of their block."""
    found: list[tuple[_Element, str]] = []
    inside: set[_Element] = set()
    for element in body.iter("sup", "a", "span"):
        if element in inside or len(found) > _MOST or not _is_raised(element):
            continue
        text = _said(element)
        if RAISED.fullmatch(text) is None:
            continue
        inside.update(element.iterdescendants())
        before = _text_before(element)
        if before and (_link(element) or not _LATIN.search(before)):
            found.append((element, text))
    return found


def _is_raised(element: _Element) -> bool:
    if element.tag == "sup" or _ABOVE.search(element.get("style", "")):
        return True
    if element.tag != "a" or not _link(element):
        return False
    names = f"{element.get('class', '')} {element.get('style', '')} {element.get('href', '')}".lower()
    return "note" in names or "ftn" in names or element.find(".//sup") is not None


def _link(element: _Element) -> str:
    """The name of the place on the page that an element, or the link around or in it, leads to; "" for none."""
    around = next(element.iterancestors("a"), None)
    for link in (element, around, element.find(".//a")):
        if link is not None and (target := link.get("href", "")).startswith("#"):
            return target[1:]
    return ""


def _said(element: _Element) -> str:
    return "".join("".join(str(t) for t in element.itertext()).split())


def _block_of(element: _Element) -> _Element:
    if element.tag in _BLOCKS:
        return element
    return next(element.iterancestors(*_BLOCKS), element)


def _text_before(element: _Element) -> str:
    """What its block says before an element."""
    block = _block_of(element)
    parts: list[str] = []
    here = element
    while here is not block and here.getparent() is not None:
        for brother in here.itersiblings(preceding=True):
            parts.append(_said(brother) + (brother.tail or "").strip())
        above = here.getparent()
        if above is None:
            break
        here = above
        parts.append((here.text or "").strip())
    return "".join(reversed(parts))


def _begun(labels: set[str], body: _Element) -> dict[str, _Element]:
    """For each label the last block that begins with it: in brackets or a circle, or raised."""
    found: dict[str, _Element] = {}
    for block in body.iter("p", "li", "div", "dd"):
        if block.find(".//p") is not None:
            continue
        raised = block.find(".//sup")
        first = _said(raised) if raised is not None and not _text_before(raised) else ""
        text = _said(block)[:8]
        for label in labels:
            if first == label or (not label.isdecimal() and text.startswith(label) and len(text) > len(label)):
                found[label] = block
    return found


def _put_behind(call: _Element, last: dict[_Element, _Element]) -> _Element:
    """Take a mark out of its text and put it behind its block, or behind the table that holds it."""
    block = _block_of(call)
    block = next(reversed(list(call.iterancestors("table"))), block)
    mark = call.makeelement("p")
    mark.text = _said(call)
    parent, brother = call.getparent(), call.getprevious()
    if parent is not None:
        if brother is not None:
            brother.tail = (brother.tail or "") + (call.tail or "")
        else:
            parent.text = (parent.text or "") + (call.tail or "")
        call.tail = None
        parent.remove(call)
    if block.tag == "body":
        block.append(mark)
    else:
        last.get(block, block).addnext(mark)
        last[block] = mark
    return mark
