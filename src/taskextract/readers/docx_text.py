"""The text of a Word paragraph: runs, fields, breaks, tracked changes; what is hidden is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from taskextract.readers.docx_numbering import Numbering
from taskextract.readers.docx_styles import VAL, Styles, W, on, value
from taskextract.readers.numerals import numeral
from taskextract.readers.opc import R_ID
from taskextract.vocabulary.words import load_words

if TYPE_CHECKING:
    from lxml.etree import _Element

    from taskextract.readers.flow import Grid, Text

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BLIPS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
ALTERNATE = f"{_MC}AlternateContent"
TRANSPARENT = frozenset(
    W + name
    for name in (
        "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo",
    )
)  # fmt: skip
"""Elements that merely wrap others."""

_R, _RPR, _T, _TAB, _BR, _CR = (W + n for n in ("r", "rPr", "t", "tab", "br", "cr"))
_FIELD, _INSTRUCTION, _HYPHEN, _SYMBOL = (W + n for n in ("fldChar", "instrText", "noBreakHyphen", "sym"))
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_GONE = (W + "del", W + "moveFrom")
_TEXT_BOX = W + "txbxContent"
_VANISH, _RSTYLE, _RUBY, _RUBY_BASE = W + "vanish", W + "rStyle", W + "ruby", W + "rubyBase"
_PROMPT_STYLE = "placeholder text"
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
# Where symbol fonts keep their signs when these stand in a run's own text.
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_MATHS = frozenset(
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}" + n for n in ("oMath", "oMathPara")
)
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}

# Word's "enclosed character" is a field that overprints two signs: EQ \o\ac(○,1).
_ENCLOSED = re.compile(r"\s*eq\s*\\o\s*(?:\\ac)?\s*\(\s*(\S)\s*[,;，]\s*(\S+?)\s*\)\s*$", re.IGNORECASE)
_SYMBOLS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x71: "❑", 0x75: "◆", 0xA8: "□", 0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xFC: "✓",
                  0xFB: "✗", 0xFE: "☑", 0x6F: "□", 0xA1: "○", 0x70: "□"},
    "wingdings 2": {0x52: "☑", 0xA3: "□", 0x50: "✓", 0x97: "●", 0xEA: "★"},
    "wingdings 3": {0x70: "▲", 0x72: "△", 0x7D: "▶"},
    "symbol": {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB1: "±", 0xB0: "°", 0x2D: "−", 0xBB: "≈", 0xA5: "∞"},
}  # fmt: skip
for _n in range(10):
    _SYMBOLS["wingdings"][0x81 + _n] = chr(0x2460 + _n)


@dataclass(slots=True)
class Story:
    """What goes along the text of one part: open fields, and what was seen or set aside on the way."""

    styles: Styles
    numbering: Numbering
    boxes: list[_Element] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sections: list[_Element] = field(default_factory=list)
    carried: str = ""
    pictures: list[str] = field(default_factory=list)
    read_picture: Callable[[str], Sequence[Text | Grid] | None] | None = None
    read_chunk: Callable[[str], Sequence[Text | Grid] | None] | None = None
    seen: dict[str, int] = field(default_factory=dict)
    _fields: list[bool] = field(default_factory=list)
    _instructions: list[str] = field(default_factory=list)

    def note(self, what: str, count: int = 1) -> None:
        """Count something that a finding will tell of."""
        self.seen[what] = self.seen.get(what, 0) + count

    @property
    def in_code(self) -> bool:
        """Whether the text now is a field's code and not its result."""
        return bool(self._fields) and not all(self._fields)

    @property
    def in_outer_code(self) -> bool:
        """Whether the innermost field itself stands in the code of another."""
        return not all(self._fields[:-1])

    def field_mark(self, kind: str | None) -> str:
        """Step through a field; gives the text of a field that has a code alone, at its end."""
        if kind == "begin":
            self._fields.append(False)
            self._instructions.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            had_result = self._fields.pop()
            instruction = self._instructions.pop()
            if not had_result and not self.in_code and (match := _ENCLOSED.match(instruction)):
                return _enclosed(match[1], match[2])
        return ""

    def instruction(self, text: str) -> None:
        """More of the innermost field's code."""
        if self._instructions:
            self._instructions[-1] += text

    def end_paragraph(self) -> None:
        """No field's code runs on into the next paragraph; one that was never closed hides no text."""
        while self.in_code:
            at = self._fields.index(False)
            del self._fields[at], self._instructions[at]


def paragraph_text(paragraph: _Element, story: Story) -> str:
    """The paragraph's text, line breaks as line feeds; its text boxes are left in `story.boxes`, WordArt in `story.banners`."""
    parts: list[str] = []
    _walk(paragraph, story, parts)
    story.end_paragraph()
    return "".join(parts)


def _walk(node: _Element, story: Story, parts: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag == _R:
            _run(child, story, parts)
        elif tag in TRANSPARENT:
            if is_placeholder(child, story):
                story.note("prompts")
            else:
                _walk(child, story, parts)
        elif tag == ALTERNATE:
            _walk(choice_of(child), story, parts)
        elif tag in _MATHS:
            parts.extend(t.text or "" for t in child.iter(_MATH_TEXT))
        elif tag in _GONE:
            story.note("tracked")


def _run(run: _Element, story: Story, parts: list[str]) -> None:
    for child in run:
        tag = child.tag
        if tag == _T:
            if child.text and not story.in_code:
                # Line feeds of the XML are blanks to Word.
                text = child.text.replace("\n", " ")
                parts.append(_usual_signs(text, run) if _PRIVATE.search(text) else text)
        elif tag == _RPR:
            if len(child) and _is_hidden(child, story):
                _skip_hidden(run, story)
                return
        elif tag in (_TAB, _BR, _CR, _HYPHEN, _SYMBOL):
            if not story.in_code:
                parts.append(_sign(child))
        elif tag == _FIELD:
            parts.append(story.field_mark(child.get(f"{W}fldCharType")))
            if len(child) and not story.in_outer_code:
                parts.append(_filled_in(child))
        elif tag == _INSTRUCTION:
            story.instruction(child.text or "")
        elif tag in _NOTES:
            story.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
        elif tag in _DRAWINGS:
            _drawing(child, story)
        elif tag == ALTERNATE:
            _drawing(choice_of(child), story)
        elif tag == _RUBY:
            for base in child.iterchildren(_RUBY_BASE):
                _walk(base, story, parts)


def _is_hidden(properties: _Element, story: Story) -> bool:
    hidden = False
    for child in properties.iterchildren(_VANISH, _RSTYLE):
        if child.tag == _VANISH:
            return on(child.get(VAL))
        hidden = story.styles.get(child.get(VAL)).hidden
    return hidden


def _skip_hidden(run: _Element, story: Story) -> None:
    """Hidden runs give no text, but fields begin and end in them."""
    for mark in run.iterchildren(_FIELD):
        story.field_mark(mark.get(f"{W}fldCharType"))
    story.note("hidden", sum(len(t.text or "") for t in run.iterchildren(_T)))


def _sign(child: _Element) -> str:
    if child.tag == _TAB:
        return " "
    if child.tag == _HYPHEN:
        return "-"
    if child.tag == _SYMBOL:
        return _symbol(child)
    return "\n"


def _symbol(child: _Element) -> str:
    """A sign of a symbol font: the usual character for it, or the one the file names."""
    try:
        code = int(child.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    font = child.get(f"{W}font", "").lower()
    known = _SYMBOLS.get(font, {}).get(code & 0xFF if code >= 0xF000 or code < 0x100 else -1)
    return known or (chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else "")


def _usual_signs(text: str, run: _Element) -> str:
    """Signs of a symbol font that stand in the run's text by the font's own codes."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    named = () if fonts is None else (fonts.get(f"{W}{kind}", "").lower() for kind in ("ascii", "hAnsi"))
    known = next((_SYMBOLS[name] for name in named if name in _SYMBOLS), {})
    return _PRIVATE.sub(lambda match: known.get(ord(match[0]) & 0xFF, match[0]), text)


def _filled_in(mark: _Element) -> str:
    """What a form field of old Word shows that keeps its value beside the text: a choice, a box."""
    data = mark.find(f"{W}ffData")
    if data is None:
        return ""
    if (choices := data.find(f"{W}ddList")) is not None:
        entries = [entry.get(VAL, "") for entry in choices.iterchildren(f"{W}listEntry")]
        chosen = value(choices, "result") or value(choices, "default") or "0"
        return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
    if (box := data.find(f"{W}checkBox")) is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "☑" if state is not None and on(state.get(VAL)) else "□"
    return ""


def _enclosed(ring: str, inside: str) -> str:
    if ring in "○〇◯OΟ" and inside.isdecimal() and 0 < int(inside) <= 50:
        return numeral(int(inside), "decimalEnclosedCircle")
    return inside


def _drawing(node: _Element, story: Story) -> None:
    """Text boxes of a drawing, outermost ones (what is in them is walked with them), and its pictures."""
    found = list(_outermost(node))
    story.boxes.extend(found)
    story.banners.extend(path.get("string", "") for path in node.iter(_TEXT_PATH) if not found)
    if not found:
        story.pictures.extend(blip.get(_EMBED) or blip.get(R_ID) or "" for blip in node.iter(*_BLIPS))
    if node.tag == W + "object":
        story.note("objects")


def _outermost(node: _Element) -> Iterable[_Element]:
    for child in node:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag == ALTERNATE:
            yield from _outermost(choice_of(child))
        else:
            yield from _outermost(child)


def choice_of(alternate: _Element) -> _Element:
    """One of the alternatives that Word writes for different programs: the first that holds text."""
    choices = [c for c in alternate if c.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    for choice in choices:
        if next(choice.iter(_T, _TEXT_BOX, _TEXT_PATH), None) is not None:
            return choice
    return choices[0] if choices else alternate


def is_placeholder(element: _Element, story: Story) -> bool:
    """A form field that nobody filled in and that shows its prompt.

    Evidence: the field's own mark, which programs that fill in fields often leave standing, and text in
    the style of prompts or that reads like one.
    """
    properties = element.find(f"{W}sdtPr") if element.tag == W + "sdt" else None
    if properties is None or properties.find(f"{W}showingPlcHdr") is None or not on(value(properties, "showingPlcHdr") or None):
        return False
    texts = [t for t in element.iter(_T) if (t.text or "").strip()]
    if all(_run_style(t.getparent(), story) == _PROMPT_STYLE for t in texts):
        return True
    return _prompts().fullmatch("".join(t.text or "" for t in texts).strip()) is not None


def _run_style(run: _Element | None, story: Story) -> str:
    style = None if run is None else run.find(f"{W}rPr/{W}rStyle")
    return "" if style is None else story.styles.get(style.get(VAL)).name


@cache
def _prompts() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{prompt})" for prompt in load_words("lines")["prompts"]), re.DOTALL)
