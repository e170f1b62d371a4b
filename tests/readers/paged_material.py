"""Notices with tables as plain data, and their renderings by real tools (LibreOffice, Chromium)."""

from __future__ import annotations

import html
import itertools
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from taskextract.document import Document, Span, Table

RAW = Path(__file__).parents[2] / "raw"


@dataclass(frozen=True)
class MadeCell:
    """A cell at its upper left place."""

    col: int
    paragraphs: tuple[str, ...]
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True)
class MadeTable:
    """Rows of the cells that begin in them; `widths` in points."""

    rows: tuple[tuple[MadeCell, ...], ...]
    widths: tuple[float, ...] = (34, 90, 240, 110)
    header_rows: int = 1


@dataclass(frozen=True)
class MadeParagraph:
    """Running text; `style` is `title`, `centered`, `right` or ""."""

    text: str
    style: str = ""


Item = MadeParagraph | MadeTable


def division_table(name: str, *, times: int = 1) -> MadeTable:
    """The table of one of the raw notices, with its task cells merged over their measures."""
    rows: list[list[str]] = []
    header: list[str] = []
    for line in (RAW / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) < 4:
            continue
        if cells[0] == "序号":
            header = cells[:4]
        else:
            rows.append(cells[:4])
    made = [tuple(MadeCell(i, (re.sub(r"\s", "", h),)) for i, h in enumerate(header))]
    numbers = [i for i, row in enumerate(rows) if row[0].strip()] + [len(rows)]
    for k in range(times):
        for start, end in itertools.pairwise(numbers):
            for i in range(start, end):
                body = tuple(MadeCell(c, paragraphs(rows[i][c])) for c in (2, 3))
                if i == start:
                    label = str(int(rows[i][0]) + k * (len(numbers) - 1))
                    head = (MadeCell(0, (label,), end - start), MadeCell(1, paragraphs(rows[i][1]), end - start))
                    body = head + body
                made.append(body)
    return MadeTable(tuple(made))


def paragraphs(cell: str) -> tuple[str, ...]:
    """The `<p>` parts of a raw cell, or the whole of it."""
    parts = re.findall(r"<p>(.*?)</p>", cell) or [cell]
    return tuple(re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", p) for p in parts)


def notice(name: str = "shandong-2020-jiaodong-circle-division-table", *, times: int = 1) -> list[Item]:
    """A cover letter with title, addressee, body, signer and date, then the division table."""
    return [
        MadeParagraph("山东省人民政府办公厅关于印发重点任务分工方案的通知", "title"),
        MadeParagraph("鲁政办字〔2020〕18号", "centered"),
        MadeParagraph("各市人民政府，各县（市、区）人民政府，省政府各部门、各直属机构，各大企业，各高等院校："),
        MadeParagraph("《重点任务分工方案》已经省政府同意，现印发给你们，请认真组织实施。各责任单位要加强组织领导，压实工作责任，细化工作措施，明确时间进度，确保各项任务落到实处、取得实效。"),
        MadeParagraph("各牵头单位要切实发挥牵头抓总作用，于每季度末将进展情况报省发展改革委；省发展改革委汇总后报省政府。"),
        MadeParagraph("山东省人民政府办公厅", "right"),
        MadeParagraph("2020年2月14日", "right"),
        MadeParagraph("（此件公开发布）"),
        MadeParagraph("重点任务推进落实分工表", "title"),
        division_table(name, times=times),
    ]


# ---- DOCX ----------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
DOC_RELS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"""
FOOTER = f"""<?xml version="1.0" encoding="UTF-8"?><w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>
<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"""


def write_docx(items: list[Item], path: Path, *, font: str = "Noto Serif CJK SC", size: float = 10.5,
               landscape: bool = False, indent_cells: bool = False, justify: bool = True) -> Path:
    """A DOCX with real merged cells, two-character indents and a page number."""
    body = "".join(
        _docx_paragraph(i, font, size, justify) if isinstance(i, MadeParagraph)
        else _docx_table(i, font, size, indent_cells, justify)
        for i in items
    )
    wide, high = ("16838", "11906") if landscape else ("11906", "16838")
    orient = ' w:orient="landscape"' if landscape else ""
    section = (
        '<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="{wide}" w:h="{high}"{orient}/>'
        '<w:pgMar w:top="1440" w:right="1200" w:bottom="1440" w:left="1200" w:header="720" w:footer="720"/></w:sectPr>'
    )
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}{section}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", TYPES)
        out.writestr("_rels/.rels", RELS)
        out.writestr("word/_rels/document.xml.rels", DOC_RELS)
        out.writestr("word/document.xml", document)
        out.writestr("word/footer1.xml", FOOTER)
    return path


def _run(text: str, font: str, size: float) -> str:
    props = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/><w:sz w:val="{int(size * 2)}"/></w:rPr>'
    return f'<w:r>{props}<w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r>'


def _docx_paragraph(p: MadeParagraph, font: str, size: float, justify: bool) -> str:
    jc = {"title": "center", "centered": "center", "right": "right"}.get(p.style, "both" if justify else "left")
    ind = "" if p.style or p.text.endswith("：") else f'<w:ind w:firstLine="{int(size * 40)}"/>'
    big = size * 1.7 if p.style == "title" else size
    return f'<w:p><w:pPr>{ind}<w:jc w:val="{jc}"/></w:pPr>{_run(p.text, font, big)}</w:p>'


def _docx_table(table: MadeTable, font: str, size: float, indent: bool, justify: bool) -> str:
    edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:color="000000"/>' for e in
                    ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{int(w * 20)}"/>' for w in table.widths)
    rows: list[str] = []
    over: dict[int, tuple[int, MadeCell]] = {}
    for r, row in enumerate(table.rows):
        begun = {c.col: c for c in row}
        cells: list[str] = []
        col = 0
        while col < len(table.widths):
            cell = begun.get(col)
            if cell is None:
                _, cell = over[col]
                merge, texts = '<w:vMerge/>', ("",)
            else:
                merge = '<w:vMerge w:val="restart"/>' if cell.row_span > 1 else ""
                texts = cell.paragraphs
                if cell.row_span > 1:
                    over[col] = (r + cell.row_span, cell)
            span = f'<w:gridSpan w:val="{cell.col_span}"/>' if cell.col_span > 1 else ""
            ind = f'<w:ind w:firstLine="{int(size * 40)}"/>' if indent and col > 1 and r else ""
            jc = "center" if col < 2 or r < table.header_rows else ("both" if justify else "left")
            paras = "".join(f'<w:p><w:pPr>{ind}<w:jc w:val="{jc}"/></w:pPr>{_run(t, font, size)}</w:p>' for t in texts)
            width = int(sum(table.widths[col : col + cell.col_span]) * 20)
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{paras}</w:tc>')
            col += cell.col_span
        head = "<w:trPr><w:tblHeader/></w:trPr>" if r < table.header_rows else ""
        rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
    return (f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>")


# ---- HTML ----------------------------------------------------------------------------------------

CSS = """@page{size:A4;margin:20mm} body{font-family:'%s';font-size:10.5pt;line-height:1.5}
p{margin:0;text-indent:2em} p.title{text-align:center;text-indent:0;font-size:18pt;margin:12pt 0}
p.centered{text-align:center;text-indent:0} p.right{text-align:right;text-indent:0} p.to{text-indent:0}
table{border-collapse:collapse;width:100%%;table-layout:fixed} td{border:1px solid #000;padding:3pt 4pt;vertical-align:middle}
td p{text-indent:0} %s"""


def write_html(items: list[Item], path: Path, *, font: str = "Noto Serif CJK SC", extra_css: str = "") -> Path:
    """A web page with real row and column spans."""
    out = [f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>{CSS % (font, extra_css)}</style></head><body>']
    for item in items:
        if isinstance(item, MadeParagraph):
            kind = item.style or ("to" if item.text.endswith("：") else "")
            out.append(f'<p class="{kind}">{html.escape(item.text)}</p>')
            continue
        total = sum(item.widths)
        out.append("<table><colgroup>" + "".join(f'<col style="width:{100 * w / total:.2f}%">' for w in item.widths) + "</colgroup>")
        for row in item.rows:
            out.append("<tr>" + "".join(_html_cell(c) for c in row) + "</tr>")
        out.append("</table>")
    path.write_text("\n".join(out) + "</body></html>", encoding="utf-8")
    return path


def _html_cell(cell: MadeCell) -> str:
    spans = f' rowspan="{cell.row_span}"' * (cell.row_span > 1) + f' colspan="{cell.col_span}"' * (cell.col_span > 1)
    texts = [html.escape(t) for t in cell.paragraphs]
    return f"<td{spans}>{''.join(f'<p>{t}</p>' for t in texts) if len(texts) > 1 else texts[0] if texts else ''}</td>"


# ---- PDF -----------------------------------------------------------------------------------------


def pdf_by_libreoffice(folder: Path, *sources: Path, timeout: float = 240) -> list[Path]:
    """The files printed to PDF by LibreOffice Writer, all in one run, which may take `timeout` seconds."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), *map(str, sources)],
            check=True, capture_output=True, timeout=timeout,
        )
    return [folder / f"{s.stem}.pdf" for s in sources]


def pdf_by_chromium(source: Path, folder: Path, *, heads: bool = False) -> Path:
    """`source` printed to PDF by Chromium, with its running heads (date, title, address) only if asked for."""
    target = folder / f"{source.stem}.pdf"
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             f"--user-data-dir={profile}", *["--no-pdf-header-footer"][heads:], f"--print-to-pdf={target}", source.as_uri()],
            check=True, capture_output=True, timeout=180,
        )
    return target


def with_widths(items: list[Item], widths: tuple[float, ...]) -> list[Item]:
    """The same items, every table with other column widths."""
    return [replace(i, widths=widths) if isinstance(i, MadeTable) else i for i in items]


# ---- what a document must say --------------------------------------------------------------------


def said(document: Document, spans: tuple[Span, ...]) -> str:
    """The canonical text at `spans`."""
    return "".join(document.text[s.start : s.end] for s in spans)


def cell_texts(document: Document, table: Table) -> list[list[tuple[str, ...]]]:
    """For each row of a table the paragraphs of the cells that begin in it."""
    rows: list[list[tuple[str, ...]]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(tuple(said(document, p) for p in cell.paragraphs))
    return rows


def made_columns(table: MadeTable) -> dict[int, list[str]]:
    """For each column the paragraphs of its cells, header left out."""
    out: dict[int, list[str]] = {}
    for row in table.rows[table.header_rows :]:
        for cell in row:
            out.setdefault(cell.col, []).extend(p for p in cell.paragraphs if p)
    return out


def read_columns(document: Document, header: tuple[str, ...]) -> dict[int, list[str]]:
    """The same of a read document, over all its pages; rows that repeat `header` are left out.

    A paragraph that a page cuts comes in two: `\f` stands before a page's first paragraph in a column.
    """
    out: dict[int, list[str]] = {}
    for table in (b for b in document.blocks if isinstance(b, Table)):
        begun: set[int] = set()
        rows = cell_texts(document, table)
        repeats = {i for i, row in enumerate(rows) if tuple("".join(c) for c in row) == header}
        for cell in table.cells:
            if cell.row in repeats:
                continue
            for p in cell.paragraphs:
                text = said(document, p)
                out.setdefault(cell.col, []).append(text if cell.col in begun else "\f" + text)
                begun.add(cell.col)
    return out


def differences(made: list[str], read: list[str]) -> tuple[bool, int, int]:
    """Whether the texts are the same, and how many paragraph ends were missed or seen too many.

    Where a page begins, a paragraph may or may not end.
    """
    ends = set(itertools.accumulate(map(len, made)))
    seen, free, at = set(), set(), 0
    for text in read:
        if text.startswith("\f"):
            free.add(at)
        at += len(text.lstrip("\f"))
        seen.add(at)
    same = "".join(made) == "".join(read).replace("\f", "")
    return same, len(ends - seen), len(seen - ends - free)
