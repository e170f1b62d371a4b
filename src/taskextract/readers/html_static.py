"""A notice that a page holds but leaves to a script to show: in a form field, a script's data, a hidden element."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from taskextract.findings import Finding
from taskextract.readers.html_blocks import is_dropped
from taskextract.vocabulary.words import load_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROSE = re.compile(r"[\u4e00-\u9fff，。；：、]")
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*+)"' + r"|'((?:[^'\\\n]|\\.)*+)'" + r"|`((?:[^`\\]|\\.)*+)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_MEANT = {"n": "\n", "r": "", "t": " ", "b": "", "f": "", "\n": ""}
_SUFFIX = re.compile(r"\s*[_|｜].*|\s+[-–—]+\s.*")
_MIN_PROSE = 60
_MIN_TITLE = 8
_MORE = 1.5
"""The stored text must be this many times what the page shows by itself."""
_MAX_SCRIPT = 5_000_000


def show_stored(root: _Element) -> tuple[Finding, ...]:
    """Put a notice that only a script would show into the page's tree, where its place is."""
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        return ()
    _unhide(body)
    shown = _prose(_visible(body))
    best, place = max(((text, place) for text, place in _stored(root)), key=lambda pair: _prose(_TAG.sub("", pair[0])), default=("", None))
    weight = _prose(_TAG.sub("", best))
    if place is None or weight < _MIN_PROSE or weight < _MORE * shown:
        return ()
    _put(body, place, best, _title(root, body))
    message = "the notice's text stands in data for a script of the page, and was read from there; compare it with the page in a browser"
    return (Finding("reader-note", message, certainty=0.9),)


def _prose(text: str) -> int:
    return len(_PROSE.findall(text))


def _visible(body: _Element) -> str:
    """The text that the page shows without its links."""
    parts: list[str] = []
    stack: list[Iterator[_Element]] = [iter([body])]
    while stack:
        for element in stack[-1]:
            parts.append("" if element is body else element.tail or "")
            if element is body or (isinstance(element.tag, str) and element.tag != "a" and not is_dropped(element)):
                parts.append(element.text or "")
                stack.append(iter(element))
                break
        else:
            stack.pop()
    return "".join(parts)


def _unhide(body: _Element) -> None:
    """Show elements that a page hides until its script has run: those with most of its text."""
    hidden = [e for e in body.iter("div", "section", "article", "main", "td", "form") if is_dropped(e)]
    if not hidden:
        return
    shown = _prose(_visible(body))
    for element in hidden:
        if _prose(_visible(element)) > max(_MORE * shown, _MIN_PROSE):
            for name in {"style", "hidden"} & set(element.attrib):
                del element.attrib[name]


def _stored(root: _Element) -> Iterator[tuple[str, _Element]]:
    """Every text that the page keeps for its scripts, with the element that keeps it."""
    from lxml import etree

    for element in root.iter("textarea", "input", "script", "noscript", "template", "iframe"):
        tag = element.tag
        if tag == "input":
            yield element.get("value", ""), element
        elif tag == "iframe":
            yield element.get("srcdoc", ""), element
        elif tag in ("noscript", "template"):
            children = (etree.tostring(child, encoding="unicode") for child in element)
            yield html.escape(element.text or "", quote=False) + "".join(children), element
        elif tag == "textarea":
            yield _unescaped(element.text or ""), element
        elif (text := element.text) and len(text) <= _MAX_SCRIPT:
            kind = element.get("type", "").lower()
            if kind in ("text/html", "text/template", "text/plain", "text/x-template"):
                yield _unescaped(text), element
            else:
                yield from ((string, element) for string in _strings(text))


def _strings(script: str) -> Iterator[str]:
    for match in _LITERAL.finditer(script):
        raw = match[match.lastindex or 0]
        if len(raw) >= _MIN_PROSE:
            yield _unescaped(_ESCAPE.sub(_meant, raw).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _meant(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _MEANT.get(match[3], match[3])


def _unescaped(text: str) -> str:
    """Markup whose signs are written as entities."""
    return html.unescape(text) if "&lt;" in text and not _TAG.search(text) else text


def _title(root: _Element, body: _Element) -> str:
    """The page's title, where it reads like a notice's, or its data repeat it, and the page does not show it."""
    title = _SUFFIX.sub("", " ".join((root.findtext(".//title") or "").split()))
    known = re.fullmatch(load_words("web")["title_line"], title) is not None
    known = known or (len(title) > _MIN_TITLE and any(title in (script.text or "") for script in root.iter("script")))
    return title if known and title not in "".join(_visible(body).split()) else ""


def _put(body: _Element, place: _Element, text: str, title: str) -> None:
    from lxml import etree

    if not _TAG.search(text):
        text = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    head = f"<h1>{html.escape(title)}</h1>" if title and all("".join(t.split()) != title for t in _TAG.split(text)) else ""
    found = etree.fromstring(f"<div>{head}{text}</div>".encode(), etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True))
    inner = found.find("body") if found is not None else None
    if inner is None:
        return
    box = etree.Element("div")
    box.extend(list(inner))
    parent = place.getparent()
    if parent is None or body not in place.iterancestors():
        body.append(box)
    else:
        box.tail, place.tail = place.tail, None
        parent.replace(place, box)
