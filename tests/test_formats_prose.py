"""A plan in prose: the same records from Word (numbered by hand or by Word), the web, PDF, OFD and text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

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
