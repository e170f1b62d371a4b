"""What a Word file's styles say about a paragraph: heading level, alignment, numbering, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_BODY_TEXT = 9
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])$")
_ALIGNMENTS = {"center": "centered", "right": "right", "end": "right"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style's properties, those of the styles that it is based on included.

    `outline` is 0 for the highest heading, None for body text; `num_id` None says nothing of numbering.
    """

    name: str = ""
    outline: int | None = None
    align: str = ""
    num_id: str | None = None
    level: int | None = None
    hidden: bool = False

    @property
    def is_title(self) -> bool:
        """Word's own title style."""
        return self.name in ("title", "标题")

    @property
    def is_contents(self) -> bool:
        """A line of a table of contents."""
        return _names_contents(self.name)


@cache
def _names_contents(style: str) -> bool:
    return re.match(r"toc \d|目录 ?\d|table of figures", style) is not None


@dataclass(slots=True)
class Styles:
    """All styles of a file by id; `default` is the paragraph style of paragraphs that name none."""

    elements: dict[str, _Element] = field(default_factory=dict)
    default: str = ""
    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: _Element | None) -> Styles:
        """The styles in `styles.xml` (None: the file has none)."""
        styles = cls()
        for element in root.iterchildren(f"{W}style") if root is not None else ():
            style_id = element.get(f"{W}styleId")
            if style_id is None:
                continue
            styles.elements.setdefault(style_id, element)
            if element.get(f"{W}type") == "paragraph" and on(element.get(f"{W}default", "0")):
                styles.default = style_id
        return styles

    def get(self, style_id: str | None) -> Style:
        """A style with everything it inherits; the default paragraph style for None."""
        key = self.default if style_id is None else style_id
        if key not in self._known:
            self._known[key] = self._resolve(key)
        return self._known[key]

    def _resolve(self, style_id: str) -> Style:
        """Work out a style from the nearest of its ancestors that is known, and all styles on the way."""
        chain: list[str] = []
        seen: set[str] = set()
        while style_id in self.elements and style_id not in seen and style_id not in self._known:
            seen.add(style_id)
            chain.append(style_id)
            style_id = value(self.elements[style_id], "basedOn")
        style = self._known.get(style_id, Style())
        for own_id in reversed(chain):
            element = self.elements[own_id]
            name = value(element, "name").lower() or style.name
            builtin = _HEADING.match(name)
            outline = int(builtin[1]) - 1 if builtin else style.outline
            style = self._known[own_id] = _apply(replace(style, name=name, outline=outline), element)
        return style


def _apply(style: Style, element: _Element) -> Style:
    properties, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    if run is not None and (vanish := run.find(f"{W}vanish")) is not None:
        style = replace(style, hidden=on(vanish.get(VAL)))
    if properties is None:
        return style
    if (outline := value(properties, "outlineLvl")) and outline.isdecimal():
        style = replace(style, outline=outline_level(outline))
    if align := value(properties, "jc"):
        style = replace(style, align=alignment(align))
    if (number := properties.find(f"{W}numPr")) is not None:
        num_id, level = numbering(number)
        style = replace(
            style,
            num_id=style.num_id if num_id is None else num_id,
            level=style.level if level is None else level,
        )
    return style


def numbering(number: _Element) -> tuple[str | None, int | None]:
    """A `w:numPr`'s numbering id and level (from 0), None where it leaves them to the style."""
    level = value(number, "ilvl")
    return value(number, "numId") or None, int(level) if level.isdecimal() and len(level) < 3 else None


def outline_level(text: str) -> int | None:
    """`w:outlineLvl`: 0 to 8 for headings, None for body text."""
    level = int(text) if text.isdecimal() and len(text) < 3 else _BODY_TEXT
    return level if level < _BODY_TEXT else None


def alignment(jc: str) -> str:
    """`w:jc` as a paragraph's style hint."""
    return _ALIGNMENTS.get(jc, "")


def value(parent: _Element, name: str) -> str:
    """The `w:val` of a child, "" where there is none."""
    child = parent.find(f"{W}{name}")
    return "" if child is None else child.get(VAL, "")


def on(text: str | None) -> bool:
    """Whether a switch's value says yes (none at all means yes)."""
    return text not in ("0", "false", "off", "none")
