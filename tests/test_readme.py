"""The README says what the program does. `make schemas` writes its generated parts anew."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import taskextract as te
from taskextract import formats, summary
from taskextract.cli import COMMANDS
from taskextract.cli_schema import codes
from taskextract.readers import READERS
from taskextract.readers.detect import KINDS
from taskextract.records import TABLES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def _tables() -> list[str]:
    rows = ["| table | what a row is | columns |", "|---|---|---|"]
    for table, kind in TABLES.items():
        what = (inspect.getdoc(kind) or "").split("\n")[0].split(". ")[0].rstrip(".")
        columns = ", ".join(f"`{name}`" for name in kind.__struct_fields__)
        rows.append(f"| `{table}` | {what} | {columns} |")
    return rows


def _example() -> list[str]:
    """What the notices of `raw/` give: the summary, and rows of the flat table."""
    found = te.parse(ROOT / "raw")
    rows = [
        row for row in found.responsibilities if row.doc_id.startswith(NOTICE) and row.task_number == 1
    ]
    return [
        "```",
        "$ taskextract parse raw -o parsed",
        *summary.table(summary.lines(found), columns=None, colour=False),
        f"{len(found.notices)} files read; {len(found.responsibilities)} responsibilities in parsed/",
        "```",
        "",
        "```",
        "$ python",
        ">>> import taskextract as te",
        '>>> rows = te.load("parsed/").responsibilities',
        f'>>> for row in rows:  # the first task of {NOTICE}',
        f'...     if row.doc_id.startswith("{NOTICE}") and row.task_number == 1:',
        "...         print(row.measure_text[:20], row.agency_id, row.agency_name, row.role, row.via_group)",
        *(
            f"{row.measure_text[:20]} {row.agency_id} {row.agency_name} {row.role} {row.via_group}" for row in rows[:12]
        ),
        *(["…"] if len(rows) > 12 else []),
        "```",
    ]


def _formats() -> list[str]:
    """Every format that can be read, and what it needs beside `pip install .`."""
    needs = {"office": "LibreOffice", "scan": "`[ocr]`"}
    readable = {one.name for one in formats.formats()}
    rows = ["| format | endings | needs |", "|---|---|---|"]
    for media_type, module in READERS.items():
        name, endings = KINDS[media_type]
        if name in readable:
            rows.append(f"| {name} | {' '.join(f'`.{e}`' for e in endings)} | {needs.get(module, '')} |")
    return [*rows, f"| {formats.SCANNED} | `.pdf` `.ofd` | {needs['scan']} |"]


NOTICE = "shandong-2020-jiaodong"
GENERATED: dict[str, Callable[[], list[str]]] = {
    "example": _example, "formats": _formats, "tables": _tables, "findings": codes,
}  # fmt: skip


def _part(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(\n?<!-- /{name} -->)", re.S)


def _filled(text: str) -> str:
    for name, lines in GENERATED.items():
        found = _part(name).search(text)
        assert found
        text = text[: found.end(1)] + "\n".join(lines()) + "\n" + text[found.start(3) :].lstrip("\n")
    return text


def test_the_generated_parts_are_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == _filled(text), "run `make schemas`"


def test_every_command_is_told() -> None:
    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`taskextract {name}" not in text] == []


if __name__ == "__main__":
    README.write_text(_filled(README.read_text(encoding="utf-8")), encoding="utf-8")
