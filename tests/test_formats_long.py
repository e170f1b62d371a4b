"""A table over some 200 pages: no row and no merged cell is lost or doubled at any page break."""

from __future__ import annotations

from pathlib import Path

import pytest

import taskextract as te
from format_compare import facts
from format_material import TABLES, items_of, notice, row_per_measure, tasks_of
from readers.paged_material import pdf_by_libreoffice, write_docx

SAME = ("tasks", "raw", "task", "fields", "quantities", "citations", "agencies", "document")


@pytest.mark.parametrize(("times", "pages"), [(1, 10), (11, 190)], ids=["10 pages", "200 pages"])
def test_records_of_a_long_table(tmp_path: Path, times: int, pages: int) -> None:
    tasks = [task for name in TABLES for task in tasks_of(name)] * times
    docx = write_docx(items_of(notice(row_per_measure(tasks)), (34, 90, 240, 110), 1), tmp_path / "long.docx")
    read = te.read(pdf_by_libreoffice(tmp_path, docx)[0])
    assert (read.document.pages or 0) >= pages
    expected, found = facts(te.read(docx)), facts(read)
    for name in SAME:
        assert found[name] == expected[name], name
