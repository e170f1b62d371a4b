"""A page's element tree walked into blocks: paragraphs at block elements and `<br>`, tables with spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taskextract.readers.flow import Grid, GridCell, Text
from taskextract.readers.numerals import numeral
from taskextract.readers.source import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = frozenset(
    (
        "script", "style", "noscript", "template", "head", "iframe", "frame", "object", "embed", "svg", "canvas",
        "select", "option", "button", "textarea", "input", "rt", "rp", "del", "audio", "video", "map", "area",
    )
)  # fmt: skip
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
        "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "time", "tt", "u", "var", "wbr", "img",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_BORDER = re.compile(r"border(?:-\w+)*\s*:\s*(?!\s*(?:0|none|hidden|medium\s+none|0px|collapse|separate))[^;]*(?:solid|double|dashed|dotted|\d+(?:px|pt))", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
# A line of the source that ends between two wide characters: browsers show no blank there (CSS Text 3).
_WRAP = re.compile(rf"(?<={_WIDE}) ?\n[ \n]*(?={_WIDE})")
_WRAPPED_LINE = re.compile(rf"^(.*{_WIDE}) ?\r?\n[ \t]*(?={_WIDE})", re.MULTILINE)
_STRETCH = re.compile(f"{_WIDE}+")
_LONGER = 1.25
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_CSS_STYLES = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting",
}  # fmt: skip
# UEditor, which many sites write their pages with, draws these labels by the list's class.
_EDITOR_LISTS = {
    "custom_num": ("decimal", "{}、"), "custom_num1": ("decimal", "{}）"), "custom_num2": ("decimal", "（{}）"),
    "custom_cn": ("chineseCounting", "{}、"), "custom_cn1": ("chineseCounting", "{}）"), "custom_cn2": ("chineseCounting", "（{}）"),
}  # fmt: skip
_STYLE_TYPE = re.compile(r"list-style(?:-type)?\s*:[^;]*?(" + "|".join(_CSS_STYLES) + ")", re.IGNORECASE)
_NO_LABEL = re.compile(r"list-style(?:-type)?\s*:[^;]*(?:none|disc|circle|square)", re.IGNORECASE)
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十①-⑳]{1,3}[)）、.．,，\s]|[①-⑳]|第[\d一二三四五六七八九十]+[章节条]")
_TITLE_BREAK = "\v"
_MAX_TITLE = 120
_MAX_COL_SPAN = 1000
_MAX_ROW_SPAN = 65_534
_MAX_SPREAD = 5_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says about a block: in its main element, in which zone, how much of it is links."""

    inside: bool
    zone: str
    chars: int
    linked: int


@dataclass(slots=True)
class _OpenTable:
    """A table as it is walked. `taken` holds, by column, the first row that is free again."""

    cells: list[GridCell]
    ruled: bool
    home: list[Text | Grid]
    row: int = -1
    col: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    chars: int = 0
    linked: int = 0


@dataclass(slots=True)
class _OpenList:
    """A list as it is walked: its number style ("" for dots), what stands around a number, and the next number."""

    style: str
    form: str
    next: int


@dataclass(slots=True)
class Walk:
    """One walk over a page. `zones` names elements that hold furniture; `main` holds the notice's text.

    After `run`, `blocks` are the page's blocks and `facts` what is known of each, by `id(block)`.
    """

    main: _Element | None
    zones: dict[_Element, str]
    wraps_at_blanks: bool = False
    blocks: list[Text | Grid] = field(default_factory=list)
    facts: dict[int, Facts] = field(default_factory=dict)
    _into: list[list[Text | Grid]] = field(default_factory=list)
    _tables: list[_OpenTable] = field(default_factory=list)
    _buffer: list[str] = field(default_factory=list)
    _linked: int = 0
    _links: int = 0
    _inside: int = 0
    _zone: list[str] = field(default_factory=list)
    _levels: list[int] = field(default_factory=list)
    _aligns: list[str] = field(default_factory=list)
    _lists: list[_OpenList] = field(default_factory=list)
    _pre: int = 0
    _spread: int = 0
    _label: str = ""

    def run(self, root: _Element) -> None:
        """Walk the tree under `root`, however deep it is."""
        self._into.append(self.blocks)
        opened: list[_Element] = []
        stack: list[Iterator[_Element]] = [iter([root])]
        while stack:
            for element in stack[-1]:
                if isinstance(element.tag, str) and not is_dropped(element):
                    self._open(element)
                    opened.append(element)
                    stack.append(iter(element))
                    break
                self._add(element.tail)
            else:
                stack.pop()
                if opened and stack:
                    element = opened.pop()
                    self._close(element)
                    if element is not root:
                        self._add(element.tail)
        self._flush()

    def _open(self, element: _Element) -> None:
        tag = element.tag
        if element is self.main:
            self._flush()
            self._inside += 1
        if element in self.zones:
            self._flush()
            self._zone.append(self.zones[element])
        if tag == "a" and element.get("href"):
            self._links += 1
        elif tag == "br":
            if self._levels:
                self._buffer.append(_TITLE_BREAK)
            else:
                self._flush()
        elif tag not in _INLINE:
            self._flush()
            self._open_block(element)
        self._add(element.text)

    def _open_block(self, element: _Element) -> None:
        tag = element.tag
        self._aligns.append(_alignment(element) or (self._aligns[-1] if self._aligns and tag != "table" else ""))
        if tag == "table":
            self._tables.append(_OpenTable([], _is_ruled(element), self._into[-1]))
        elif tag == "tr" and self._tables:
            self._tables[-1].row += 1
            self._tables[-1].col = 0
        elif tag in ("td", "th") and self._tables:
            self._open_cell(element, self._tables[-1])
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._levels.append(int(tag[1]))
        elif tag in ("ol", "ul"):
            self._lists.append(_open_list(element))
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self._pre += 1

    def _open_cell(self, element: _Element, table: _OpenTable) -> None:
        table.row = max(table.row, 0)
        first = table.col
        while table.taken.get(table.col, 0) > table.row:
            table.col += 1
        cols = min(max(_integer(element.get("colspan"), 1), 1), _MAX_COL_SPAN)
        rows = min(_integer(element.get("rowspan"), 1) or _MAX_ROW_SPAN, _MAX_ROW_SPAN)
        self._spread += cols + table.col - first
        if self._spread > _MAX_SPREAD:
            raise Unreadable("file-too-large", "the page's tables span more cells than can be read; give it as PDF")
        cell = GridCell(table.row, table.col, rows, cols, [])
        for col in range(table.col, table.col + cols):
            table.taken[col] = table.row + rows
        table.col += cols
        table.cells.append(cell)
        table.ruled = table.ruled or element.tag == "th" or bool(_BORDER.search(element.get("style", "")))
        self._into.append(cell.content)

    def _item(self, element: _Element) -> None:
        if self._lists and self._lists[-1].style:
            count = _integer(element.get("value"), self._lists[-1].next)
            self._lists[-1].next = count + 1
            self._label = self._lists[-1].form.format(numeral(count, self._lists[-1].style))

    def _close(self, element: _Element) -> None:
        tag = element.tag
        if tag == "a" and element.get("href"):
            self._links -= 1
        elif tag not in _INLINE and tag != "br":
            self._flush()
            self._close_block(element)
        if element in self.zones:
            self._flush()
            self._zone.pop()
        if element is self.main:
            self._flush()
            self._inside -= 1

    def _close_block(self, element: _Element) -> None:
        tag = element.tag
        self._aligns.pop()
        if tag == "table":
            self._close_table()
        elif tag in ("td", "th") and self._tables:
            self._into.pop()
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._levels.pop()
        elif tag in ("ol", "ul"):
            self._lists.pop()
            self._label = ""
        elif tag == "li":
            self._label = ""
        elif tag == "pre":
            self._pre -= 1

    def _close_table(self) -> None:
        table = self._tables.pop()
        for cell in table.cells:
            cell.row_span = min(cell.row_span, table.row + 1 - cell.row)
        if self._tables:
            self._tables[-1].chars += table.chars
            self._tables[-1].linked += table.linked
        if table.cells:
            grid = Grid(table.cells, table.ruled)
            self.facts[id(grid)] = Facts(self._inside > 0, self._kind(), table.chars, table.linked)
            table.home.append(grid)

    def _kind(self) -> str:
        return self._zone[-1] if self._zone else ""

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *lines = text.replace("\r\n", "\n").split("\n")
            self._put(first)
            for line in lines:
                self._flush()
                self._put(line)
        else:
            self._put(_SPACE.sub(lambda blank: "\n" if "\n" in blank[0] else " ", text))

    def _put(self, text: str) -> None:
        if self._label and text.strip():
            label, self._label = self._label, ""
            if not _NUMBERED.match(text.strip()):
                self._buffer.append(label)
        self._buffer.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        if not self._buffer:
            return
        text, linked = "".join(self._buffer), self._linked
        text = (text if self.wraps_at_blanks else _WRAP.sub("", text)).replace("\n", " ")
        self._buffer, self._linked = [], 0
        if len(text) <= _MAX_TITLE and "。" not in text:
            text = text.replace(_TITLE_BREAK, "")  # a title over several lines
        chars = len(text.strip())
        if not chars:
            return
        block = Text(text, self._levels[-1] if self._levels else 0, self._aligns[-1] if self._aligns else "")
        self.facts[id(block)] = Facts(self._inside > 0, self._kind(), chars, linked)
        if self._tables:
            self._tables[-1].chars += chars
            self._tables[-1].linked += linked
        self._into[-1].append(block)


def wraps_at_blanks(source: str) -> bool:
    """Whether what wrote a page ends its lines at blanks alone, so that each line end stands for one.

    Evidence: unbroken stretches of wide characters much longer than most of the lines that end between two.
    """
    lines = sorted(len(match[1].strip()) for match in _WRAPPED_LINE.finditer(source))
    longest = max(map(len, _STRETCH.findall(source)), default=0)
    return bool(lines) and longest > _LONGER * lines[len(lines) // 2]


def is_dropped(element: _Element) -> bool:
    """Whether an element gives no text: scripts, form fields, what the page hides."""
    return (
        element.tag in _DROPPED
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _alignment(element: _Element) -> str:
    if match := _ALIGN.search(element.get("style", "")):
        align = match[1].lower()
    else:
        align = "center" if element.tag == "center" else element.get("align", "").lower()
    if element.tag == "table":
        return ""
    return {"center": "centered", "right": "right"}.get(align, "")


def _is_ruled(table: _Element) -> bool:
    border = table.get("border")
    if border is not None and border.strip() not in ("0", "0px"):
        return True
    return "MsoTableGrid" in table.get("class", "") or _BORDER.search(table.get("style", "")) is not None


def _open_list(element: _Element) -> _OpenList:
    style = element.get("style", "")
    start = _integer(element.get("start"), 1)
    drawn = next((_EDITOR_LISTS[name] for name in element.get("class", "").split() if name in _EDITOR_LISTS), None)
    if drawn is not None:
        return _OpenList(*drawn, start)
    if element.tag == "ul" or _NO_LABEL.search(style):
        return _OpenList("", "", 1)
    named = _STYLE_TYPE.search(style)
    kind = _CSS_STYLES[named[1].lower()] if named else _LIST_STYLES.get(element.get("type", "1"), "decimal")
    return _OpenList(kind, "{}、" if kind == "chineseCounting" else "{}. ", start)


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else default
