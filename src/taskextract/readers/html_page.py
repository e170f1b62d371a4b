"""Which of a web page is the notice: its main element, its furniture, and what it states about the notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from taskextract.readers.flow import Grid, Text, lines_of, text_of, unwrapped
from taskextract.readers.html_blocks import Facts, Walk, is_dropped
from taskextract.readers.html_notes import MARK, NOTE, note_zones
from taskextract.vocabulary.words import load_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_PROSE = re.compile(r"[\u4e00-\u9fff，。；：、]")
_BLANK = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_ZONE_TAGS = {"nav": "navigation", "footer": "footer", "aside": "related"}
_BOXES = frozenset(("div", "section", "article", "main", "center", "form", "td", "tr", "tbody", "table", "body", "span"))
_LEADING_SHARE = 0.8
_KNOWN_SHARE = 0.15
_LARGEST_ZONE = 0.5
_MIN_LINKS = 8
_LONGEST_BELOW = 120
"""Characters of a line in a page's foot at most."""


@dataclass(frozen=True, slots=True)
class _Words:
    """`vocabulary/web.yml`, ready for use."""

    containers: frozenset[str]
    zones: dict[str, str]
    lines: re.Pattern[str]
    foot: re.Pattern[str]
    related: re.Pattern[str]
    linked: re.Pattern[str]
    number: re.Pattern[str]
    title: re.Pattern[str]
    source: re.Pattern[str]
    tags: dict[str, str]
    labels: dict[str, str | None]
    label: re.Pattern[str]


@cache
def _words() -> _Words:
    raw = load_words("web")
    labels: dict[str, str | None] = raw["metadata_labels"]
    names = "|".join(sorted(map(re.escape, labels), key=lambda name: (-len(name), name)))
    return _Words(
        frozenset(raw["main_containers"]),
        {token: zone for zone, tokens in raw["zones"].items() for token in tokens},
        re.compile("|".join(f"(?:{line})" for line in (*raw["furniture_lines"], *map(raw.get, ("trail_line", "foot_line", "related_line"))))),
        re.compile(raw["foot_line"]),
        re.compile(raw["related_line"]),
        re.compile(raw["linked_line"]),
        re.compile(raw["number_line"]),
        re.compile(raw["title_line"]),
        re.compile(raw["source_named"]),
        raw["meta_tags"],
        labels,
        re.compile(rf"[【\[]?({names})[】\]]?(?:[:：]|$)"),
    )


def page_blocks(root: _Element, *, wraps_at_blanks: bool = False) -> tuple[list[Text | Grid], dict[str, str]]:
    """A page's blocks in reading order, furniture marked, and what the page states about the notice."""
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    weights = _weights(body)
    main = _main_element(body, weights)
    walk = Walk(main, {**_zones(body, main, weights), **note_zones(body)}, wraps_at_blanks)
    walk.run(body)
    blocks = list(unwrapped(walk.blocks))
    meta = _meta_tags(root)
    blocks = _metadata(blocks, meta)
    _read_bylines(blocks, meta)
    titles = [_bare(meta.get("title", "")), *(_bare(t.text or "") for t in root.iter("title"))]
    outside = _links(body) - (0 if main is None else _links(main))
    return _marked(blocks, walk.facts, [t for t in titles if t], outside), meta


def _links(element: _Element) -> int:
    return sum(link.get("href") is not None for link in element.iter("a"))


def _meta_tags(root: _Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        key = _words().tags.get(element.get("name", "").strip().lower())
        content = element.get("content", "").strip()
        if key and content:
            meta.setdefault(key, content)
    return meta


def _read_bylines(blocks: Sequence[Text | Grid], meta: dict[str, str]) -> None:
    """Whom a line between title and text names as the page's source; the line itself is furniture."""
    for block in blocks:
        found = _words().source.search(block.text) if isinstance(block, Text) else None
        if found is not None and isinstance(block, Text) and _words().lines.fullmatch(_bare(block.text)):
            meta.setdefault("source", found[1])


def _main_element(body: _Element, weights: dict[_Element, int]) -> _Element | None:
    """The element that holds the notice: a known container, or the deepest that holds nearly all prose."""
    total = weights.get(body, 0)
    if not total:
        return None
    containers = _words().containers
    known = [e for e in weights if e is not body and containers & _names(e)]
    here = max(known, key=lambda e: weights[e], default=body)
    if here is not body and weights[here] >= _KNOWN_SHARE * total:
        return here
    here = body
    while (child := max(here, key=lambda c: weights.get(c, 0), default=None)) is not None:
        if weights.get(child, 0) < _LEADING_SHARE * weights[here] or child.tag not in _BOXES:
            break
        if child.tag == "table" and not _is_frame(child, weights):
            break
        here = child
    return here


def _names(element: _Element) -> set[str]:
    return {element.get("id", "").lower(), *element.get("class", "").lower().split()}


def _is_frame(table: _Element, weights: dict[_Element, int]) -> bool:
    """A table that lays out the page: one cell of it holds nearly all, in many paragraphs or a table."""
    for cell in table.iter("td"):
        if weights.get(cell, 0) >= _LEADING_SHARE * weights[table]:
            return cell.find(".//table") is not None or sum(1 for _ in cell.iter("p", "br")) > 8
    return False


def _weights(body: _Element) -> dict[_Element, int]:
    """How much Chinese text outside links each element holds, in document order."""
    weights: dict[_Element, int] = {}
    skipped: set[_Element] = set()
    for element in body.iter():
        parent = element.getparent()
        if not isinstance(element.tag, str) or parent in skipped or is_dropped(element) or element.tag == "a":
            skipped.add(element)
            weights[element] = 0
        else:
            weights[element] = len(_PROSE.findall(element.text or ""))
        if parent in weights and parent not in skipped:
            weights[parent] += len(_PROSE.findall(element.tail or ""))
    for element in reversed(list(weights)):
        parent = element.getparent()
        if parent in weights and element not in skipped:
            weights[parent] += weights[element]
    return weights


def _zones(body: _Element, main: _Element | None, weights: dict[_Element, int]) -> dict[_Element, str]:
    """Elements that by their tag, id or class hold furniture and not the notice's text: none that holds most of it."""
    most = _LARGEST_ZONE * weights.get(body, 0)
    around = set(main.iterancestors()) | {main} if main is not None else set()
    zones: dict[_Element, str] = {}
    for element in body.iter(*_BOXES, "ul", "ol", "p", "header", *_ZONE_TAGS):
        if element in around or element is body or element.tag in ("td", "tr", "tbody"):
            continue
        zone = _ZONE_TAGS.get(str(element.tag)) or _named_zone(element)
        if zone and weights.get(element, 0) <= most and element.find(".//h1") is None:
            zones[element] = zone
    return zones


def _named_zone(element: _Element) -> str:
    for name in (element.get("id", ""), element.get("class", "")):
        for token in _TOKENS.findall(name):
            if zone := _words().zones.get(token.lower()):
                return zone
    return ""


def _bare(text: str) -> str:
    return _BLANK.sub("", text)


def _marked(
    blocks: Sequence[Text | Grid], facts: dict[int, Facts], titles: Sequence[str], links: int
) -> list[Text | Grid]:
    """Furniture marked by evidence: zones, links, known lines, and short lines around a site's page.

    `links` is how many links stand outside the main element; a bar of them may be one line or many.
    """
    is_site = links >= _MIN_LINKS or any(facts[id(b)].zone and not facts[id(b)].inside for b in blocks if id(b) in facts)
    out: list[Text | Grid] = []
    related = False
    title, foot = _title_above(blocks, facts), _foot(blocks)
    for i, block in enumerate(blocks):
        known = facts.get(id(block))
        if known is None or block.furniture:
            out.append(block)
            continue
        if isinstance(block, Text) and block is title:
            out.append(replace(block, style="title"))
            continue
        # What follows 相关文档 and is nothing but links belongs to it.
        related = related and known.linked > 0.8 * known.chars
        below = "footer" if i > foot else ""
        if kind := "related" if related else below or _furniture(block, known, titles, is_site):
            out.append(_as_furniture(block, kind))
            related = related or (isinstance(block, Text) and _words().related.match(_bare(block.text)) is not None)
        elif isinstance(block, Text) and not known.inside and _is_title(block, titles):
            out.append(replace(block, style="title"))
        else:
            out.append(block)
    return out


def _title_above(blocks: Sequence[Text | Grid], facts: dict[int, Facts]) -> Text | None:
    """The last line over the main element that links nowhere, where it reads like a notice's title."""
    last: Text | None = None
    for block in blocks:
        known = facts.get(id(block))
        if known is not None and known.inside:
            return last if last is not None and _words().title.fullmatch(_bare(last.text)) else None
        if isinstance(block, Text) and known is not None and not known.linked and not _words().lines.fullmatch(_bare(block.text)):
            last = block
    return None


def _foot(blocks: Sequence[Text | Grid]) -> int:
    """The first line of a page's foot below which no text of a notice stands; behind the last block for none."""
    foot = len(blocks)
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if not isinstance(block, Text) or "。" in block.text or len(_bare(block.text)) > _LONGEST_BELOW:
            break
        if _words().foot.fullmatch(_bare(block.text)):
            foot = i
    return foot


def _furniture(block: Text | Grid, known: Facts, titles: Sequence[str], is_site: bool) -> str:
    """What kind of furniture a block is, "" where it is the notice's."""
    if known.zone in (NOTE, MARK):
        return known.zone
    if isinstance(block, Grid):
        if known.linked > 0.6 * known.chars:
            return known.zone or "navigation"
        small = known.chars < (300 if known.zone else 100) and not block.ruled
        return known.zone or "navigation" if is_site and small and not known.inside else ""
    text = _bare(block.text)
    if _words().lines.fullmatch(text):
        return known.zone or "tools"
    if known.linked and _words().linked.match(text):
        return "attachments"
    if (_is_title(block, titles) or _words().number.fullmatch(text)) and not known.linked:
        return ""
    if known.zone and (not known.inside or known.zone in ("share", "tools", "footer")) and not _is_prose(text, known):
        return known.zone
    if known.inside or (block.level and not known.linked):
        return ""
    if known.linked > 0.5 * known.chars:
        return "navigation" if is_site else ""
    return "navigation" if is_site and not _is_prose(text, known) else ""


def _is_prose(text: str, known: Facts) -> bool:
    return known.linked < 0.3 * known.chars and len(text) >= 30 and any(c in text for c in "。；，、")


def _is_title(block: Text, titles: Sequence[str]) -> bool:
    """The page's own title, perhaps with the site's name behind it."""
    text = _bare(block.text)
    return len(text) >= 6 and any(title.startswith(text) for title in titles)


def _as_furniture(block: Text | Grid, kind: str) -> Text | Grid:
    if isinstance(block, Text):
        return Text(block.text, furniture=kind)
    return Grid(block.cells, block.ruled, kind)


def _metadata(blocks: Sequence[Text | Grid], meta: dict[str, str]) -> list[Text | Grid]:
    """The metadata over a notice, as a table or as lines: read into `meta` and marked as furniture."""
    out = list(blocks)
    lines = [_bare(b.text) if isinstance(b, Text) else "" for b in out]
    for i, block in enumerate(out):
        if isinstance(block, Grid):
            found = _pairs([_bare(" ".join(_cell_lines(c.content))) for c in sorted(block.cells, key=_place)])
            if len(found) >= 3:
                out[i] = Grid(block.cells, block.ruled, "metadata")
                _fill(meta, found)
    for start, end in _runs(lines):
        found = _pairs(lines[start:end])
        if len(found) >= 3:
            out[start:end] = [replace(b, furniture="metadata") if isinstance(b, Text) else b for b in out[start:end]]
            _fill(meta, found)
    return out


def _place(cell: object) -> tuple[int, int]:
    return cell.row, cell.col  # type: ignore[attr-defined]


def _cell_lines(content: Iterable[Text | Grid]) -> list[str]:
    return [line for text in text_of(content) for line in lines_of(text.text)]


def _runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of lines that begin with a metadata label, values on lines of their own between them."""
    runs: list[tuple[int, int]] = []
    labelled = [i for i, line in enumerate(lines) if line and _words().label.match(line)]
    for i in labelled:
        alone = _words().label.fullmatch(lines[i]) is not None
        end = i + 2 if alone and i + 1 < len(lines) and lines[i + 1] and i + 1 not in labelled else i + 1
        if runs and i <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((i, end))
    return runs


def _pairs(lines: Sequence[str]) -> dict[str, str]:
    """Labels and their values, in one line or in the next."""
    found: dict[str, str] = {}
    waiting = ""
    for line in lines:
        match = _words().label.match(line)
        if match is None:
            if waiting:
                found[waiting] = line
            waiting = ""
            continue
        waiting = ""
        pieces = _words().label.split(line)[1:]
        for name, text in zip(pieces[::2], pieces[1::2], strict=True):
            if text:
                found.setdefault(name, text.strip("【】[]"))
        if match.end() == len(line):
            waiting = match[1]
    return found


def _fill(meta: dict[str, str], found: dict[str, str]) -> None:
    for name, text in found.items():
        key = _words().labels[name]
        if key and text and text not in ("无", "-", "—"):
            meta.setdefault(key, text)
