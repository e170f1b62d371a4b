"""A plan in prose: the same records from Word (numbered by hand or by Word), the web, PDF, OFD and text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import taskextract as te
from format_compare import facts
from format_material import RAW, ofd_from
from readers.paged_material import MadeParagraph, pdf_by_chromium, pdf_by_libreoffice, write_docx, write_html

UNSEEN = Path(__file__).parent / "unseen"
PLANS = {
    "taian": next(RAW.glob("taian*.txt")),
    **{name: next(UNSEEN.glob(f"{name}_*.txt")) for name in ("u1", "u10", "u14")},
}
KINDS = ("txt", "html", "pdf by LibreOffice", "pdf by Chromium", "ofd", "numbered by Word")

Files = dict[str, dict[str, Path]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Plan → format → file."""
    folder = tmp_path_factory.mktemp("prose")
    made: Files = {}
    for name, source in PLANS.items():
        lines = [line.strip() for line in source.read_text("utf-8").splitlines() if line.strip()]
        items = [MadeParagraph(lines[0], "title"), *(MadeParagraph(line) for line in lines[1:])]
        text = folder / f"{name}.txt"
        text.write_text("\n".join(lines), "utf-8")
        web = write_html(items, folder / f"{name}_web.html", font="WenQuanYi Zen Hei")
        made[name] = {
            "docx": write_docx(items, folder / f"{name}.docx"),
            "txt": text,
            "html": web,
            "pdf by Chromium": pdf_by_chromium(web, folder),
            "numbered by Word": _numbered(lines, folder / f"{name}_numbered.docx"),
        }
    pdfs = pdf_by_libreoffice(folder, *(here["docx"] for here in made.values()))
    for here, pdf in zip(made.values(), pdfs, strict=True):
        here.update({"pdf by LibreOffice": pdf, "ofd": ofd_from(pdf, pdf.with_suffix(".ofd"))})
    return made


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_records_are_those_of_the_word_file(files: Files, plan: str, kind: str) -> None:
    expected, found = facts(te.read(files[plan]["docx"])), facts(te.read(files[plan][kind]))
    assert expected["raw"]
    for name, value in expected.items():
        assert found[name] == value, name


# ---- layouts of pages ----------------------------------------------------------------------------

LAID = {"taian": PLANS["taian"], **{name: next(UNSEEN.glob(f"{name}_*.txt")) for name in ("r17", "s10")}}
PRINTS = {
    "two columns": "body{columns:2;column-fill:auto;text-align:justify;font-family:'Noto Serif CJK SC'} p.title{font-size:14pt}",
    "no indents, running heads, small pages": (
        "@page{size:A5;margin:16mm;@top-center{content:'HEAD'}@bottom-center{content:'第' counter(page) '页 共' counter(pages) '页'}}"
        "p{text-indent:0}"
    ),
    "blank lines, a browser's heads": "p{text-indent:0;margin-bottom:1em}",
}
WORDS = ("bare", "as officials write")


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Notice → layout → file; the notice's text stands under "txt"."""
    folder = tmp_path_factory.mktemp("laid")
    made: Files = {}
    for name, source in LAID.items():
        lines = [line.strip(" \u3000") for line in source.read_text("utf-8").splitlines() if line.strip()]
        text = folder / f"{name}.txt"
        text.write_text("\n".join(lines), "utf-8")
        made[name] = {"txt": text}
        items = [MadeParagraph(lines[0], "title"), *(MadeParagraph(line) for line in lines[1:])]
        for k, (kind, css) in enumerate(PRINTS.items()):
            css = css.replace("HEAD", lines[0][:30])
            page = write_html(items, folder / f"{name}_{k}.html", font="WenQuanYi Zen Hei", extra_css=f"{{}} {css}")
            made[name][kind] = pdf_by_chromium(page, folder, heads="browser" in kind)
        made[name]["bare"] = _bare(lines, folder / f"{name}_bare.docx")
        made[name]["as officials write"] = _official(lines, folder / f"{name}_official.docx")
    pdfs = iter(pdf_by_libreoffice(folder, *(here[kind] for here in made.values() for kind in WORDS)))
    for here in made.values():
        here.update({kind: next(pdfs) for kind in WORDS})
    return made


@pytest.mark.parametrize("name", LAID)
@pytest.mark.parametrize("kind", (*WORDS, *PRINTS))
def test_the_records_do_not_depend_on_the_layout(laid: Files, name: str, kind: str) -> None:
    expected, found = facts(te.read(laid[name]["txt"])), facts(te.read(laid[name][kind]))
    for field, value in expected.items():
        assert found[field] == value, field


def _bare(lines: list[str], path: Path) -> Path:
    """A Word file as python-docx makes it, title and all."""
    docx = Docx()
    for line in lines:
        docx.add_paragraph(line)
    docx.save(str(path))
    return path


def _official(lines: list[str], path: Path) -> Path:
    """A Word file in the official layout: 16 points, lines 28 points apart, indents, a running head, page numbers."""
    docx = Docx()
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.header.paragraphs[0].text = lines[0][:20]
    for k, line in enumerate(lines):
        paragraph = docx.add_paragraph()
        run = paragraph.add_run(line)
        run.font.size = Pt(22 if k == 0 else 16)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
        shape = paragraph.paragraph_format
        shape.space_after, shape.line_spacing = Pt(0), Pt(35 if k == 0 else 28)
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER if k == 0 else WD_ALIGN_PARAGRAPH.JUSTIFY
        if k and not line.endswith("："):
            shape.first_line_indent = Pt(32)
    docx.save(str(path))
    return path


# ---- automatic numbering -------------------------------------------------------------------------

_LABELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "chineseCounting", "%1、"),
    (re.compile(r"（[一二三四五六七八九十]+）"), "chineseCounting", "（%2）"),
    (re.compile(r"\d+[.．](?!\d)"), "decimal", "%3."),
)


def _numbered(lines: list[str], path: Path) -> Path:
    """A Word file whose 一、（一）1. are automatic, as far as they count on from one another."""
    docx = Docx()
    numbering = docx.part.numbering_part.element
    number = _add_list(numbering)
    counts = [0, 0, 0]
    for k, line in enumerate(lines):
        level, label = _level(line)
        paragraph = docx.add_paragraph()
        if k and level is not None and label is not None and _value(label) == counts[level] + 1:
            counts[level] += 1
            counts[level + 1 :] = [0] * (2 - level)
            line = line[len(label) :]
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_ilvl().val = level
            paragraph._p.pPr.numPr.get_or_add_numId().val = number
        paragraph.add_run(line)
    docx.save(str(path))
    return path


def _level(line: str) -> tuple[int | None, str | None]:
    for level, (pattern, _, _) in enumerate(_LABELS):
        if found := pattern.match(line):
            return level, found[0]
    return None, None


def _value(label: str) -> int:
    inner = label.strip("（）、.．")
    if inner.isdecimal():
        return int(inner)
    tens, ten, ones = inner.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens or "一") * 10 if ten else 0) + (digits.index(ones) if ones else 0)


def _add_list(numbering: object) -> int:
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (_, kind, text) in enumerate(_LABELS):
        lvl = OxmlElement("w:lvl")
        lvl.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            lvl.append(child)
        abstract.append(lvl)
    numbering.insert(0, abstract)  # type: ignore[attr-defined]
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "90")
    ref = OxmlElement("w:abstractNumId")
    ref.set(qn("w:val"), "90")
    num.append(ref)
    numbering.append(num)  # type: ignore[attr-defined]
    return 90
