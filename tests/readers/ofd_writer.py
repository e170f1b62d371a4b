"""Writes OFD archives from laid-out pages, in the manners of different OFD programs."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.readers.page import Page, Rule, Run

MM = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"


@dataclass(frozen=True)
class Manner:
    """How an OFD program writes: its namespace and prefix, its places, its ways to place text and lines."""

    prefix: str = "ofd:"
    namespace: str = NAMESPACE
    backslashes: bool = False
    upper_case: bool = False
    absolute: bool = True
    runs_of_deltas: bool = True
    scaled: bool = False
    filled_rules: bool = False
    template: bool = False
    signed: bool = False


def write_ofd(pages: Sequence[Page], manner: Manner = Manner(), extra: dict[str, bytes] | None = None) -> bytes:
    """An OFD archive of the pages; with `template`, rules stand in a template of each page."""
    m = manner
    files: dict[str, str] = {}
    page_list, templates = "", ""
    for i, page in enumerate(pages):
        rules = "".join(_rule(r, m) for r in page.rules)
        texts = "".join(_text(r, m) for r in page.runs)
        used = ""
        if m.template:
            place = f"Tpls/Tpl_{i}/Content.xml"
            templates += f'<{m.prefix}TemplatePage ID="{9000 + i}" BaseLoc="{_place(place, m)}"/>'
            files[f"Doc_0/{place}"] = _root("Page", f"<{m.prefix}Content><{m.prefix}Layer>{rules}</{m.prefix}Layer></{m.prefix}Content>", m)
            used, rules = f'<{m.prefix}Template TemplateID="{9000 + i}" ZOrder="Background"/>', ""
        area = f"<{m.prefix}Area><{m.prefix}PhysicalBox>0 0 {page.width * MM:.3f} {page.height * MM:.3f}</{m.prefix}PhysicalBox></{m.prefix}Area>"
        content = f'<{m.prefix}Content><{m.prefix}Layer ID="1">{rules}<{m.prefix}PageBlock>{texts}</{m.prefix}PageBlock></{m.prefix}Layer></{m.prefix}Content>'
        place = f"Pages/Page_{i}/Content.xml"
        files[f"Doc_0/{place}"] = _root("Page", area + used + content, m)
        page_list += f'<{m.prefix}Page ID="{i + 1}" BaseLoc="{_place(place, m)}"/>'
    common = f"<{m.prefix}CommonData><{m.prefix}PageArea><{m.prefix}PhysicalBox>0 0 210 297</{m.prefix}PhysicalBox></{m.prefix}PageArea>{templates}</{m.prefix}CommonData>"
    files["Doc_0/Document.xml"] = _root("Document", f"{common}<{m.prefix}Pages>{page_list}</{m.prefix}Pages>", m)
    root = "/Doc_0/Document.xml" if m.absolute else "Doc_0\\Document.xml" if m.backslashes else "Doc_0/Document.xml"
    signed = f"<{m.prefix}Signatures>/Doc_0/Signs/Signatures.xml</{m.prefix}Signatures>" if m.signed else ""
    files["OFD.xml"] = _root("OFD", f"<{m.prefix}DocBody><{m.prefix}DocInfo/><{m.prefix}DocRoot>{root}</{m.prefix}DocRoot>{signed}</{m.prefix}DocBody>", m)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.upper() if m.upper_case and name != "OFD.xml" else name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _place(place: str, m: Manner) -> str:
    return place.replace("/", "\\") if m.backslashes else place


def _root(name: str, inner: str, m: Manner) -> str:
    declared = "" if not m.namespace else f' xmlns:{m.prefix[:-1]}="{m.namespace}"' if m.prefix else f' xmlns="{m.namespace}"'
    return f'<?xml version="1.0" encoding="UTF-8"?><{m.prefix}{name}{declared}>{inner}</{m.prefix}{name}>'


def _text(run: Run, m: Manner) -> str:
    x, top, size = run.x0 * MM, run.top * MM, run.size * MM
    steps = [round((b - a) * MM, 4) for a, b in zip(run.edges, run.edges[1:], strict=False)][:-1]
    box = f"{x:.4f} {top:.4f} {(run.x1 - run.x0) * MM:.4f} {(run.bottom - run.top) * MM:.4f}"
    scale, ctm = 1.0, ""
    if m.scaled:
        scale, ctm = 4.0, ' CTM="0.25 0 0 0.25 0 0"'
    delta = _deltas([s * scale for s in steps], m)
    step = f' DeltaX="{delta}"' if delta else ""
    baseline = 0.88 * size * scale
    return (f'<{m.prefix}TextObject ID="2" Boundary="{box}" Font="3" Size="{size * scale:.4f}"{ctm}>'
            f'<{m.prefix}FillColor Value="0 0 0"/>'
            f'<{m.prefix}TextCode X="0" Y="{baseline:.4f}"{step}>{html.escape(run.text)}</{m.prefix}TextCode></{m.prefix}TextObject>')


def _deltas(steps: list[float], m: Manner) -> str:
    out: list[str] = []
    i = 0
    while i < len(steps):
        n = 1
        while i + n < len(steps) and abs(steps[i + n] - steps[i]) < 0.002:
            n += 1
        out.append(f"g {n} {steps[i]:.4f}" if n > 1 and m.runs_of_deltas else " ".join(f"{s:.4f}" for s in steps[i : i + n]))
        i += n
    return " ".join(out)


def _rule(r: Rule, m: Manner) -> str:
    x, y = (r.at, r.low) if r.upright else (r.low, r.at)
    long = (r.high - r.low) * MM
    wide, high = (0.2, long) if r.upright else (long, 0.2)
    box = f"{x * MM:.4f} {y * MM:.4f} {wide:.4f} {high:.4f}"
    if m.filled_rules:
        data, how = f"M 0 0 L {wide:.4f} 0 L {wide:.4f} {high:.4f} L 0 {high:.4f} C", 'Stroke="false" Fill="true"'
    else:
        data, how = (f"M 0 0 L 0 {high:.4f}" if r.upright else f"M 0 0 L {wide:.4f} 0"), 'LineWidth="0.2"'
    return f'<{m.prefix}PathObject ID="4" Boundary="{box}" {how}><{m.prefix}AbbreviatedData>{data}</{m.prefix}AbbreviatedData></{m.prefix}PathObject>'
