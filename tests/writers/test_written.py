"""The files of a dataset: names, bytes, what other tools read from them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import made
from taskextract import paths, writers
from taskextract.dataset import Dataset
from taskextract.records import FOREIGN_KEYS, PRIMARY_KEYS, TABLES


def _dataset() -> Dataset:
    part = made.notice("2020/计划.txt#1", document=made.document("2020/计划.txt#1", parent_doc_id="2020/计划.txt"))
    notices = [made.notice("2020/计划.txt", parts=[part]), made.notice("b.txt")]
    return Dataset.from_notices(notices, {"2020/计划.txt": "文\r\n", "2020/计划.txt#1": made.TEXT, "b.txt": ""})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    writers.write(_dataset(), tmp_path / "parsed", (*writers.DEFAULT, "xlsx"))
    return tmp_path / "parsed"


def test_every_file_has_its_place(folder: Path) -> None:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == sorted(
        [
            *(f"{table}.parquet" for table in TABLES),
            "datapackage.json", "taskextract.xlsx", "json/2020/计划.txt.json", "json/b.txt.json",
            "text/2020/计划.txt.txt", "text/2020/计划.txt#1.txt", "text/b.txt.txt",
        ]
    )  # fmt: skip


def test_text_is_written_to_the_character(folder: Path) -> None:
    assert (folder / "text/2020/计划.txt.txt").read_bytes() == "文\r\n".encode()


def test_json_has_its_keys_in_order_and_its_parts_inside(folder: Path) -> None:
    text = (folder / "json/2020/计划.txt.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert list(data)[:3] == ["schema_version", "document", "events"]
    assert list(data["document"])[:4] == ["doc_id", "parent_doc_id", "title", "genre"]
    assert data["parts"][0]["document"]["doc_id"] == "2020/计划.txt#1"
    assert '\n  "document": {\n    "doc_id": "2020/计划.txt",\n' in text
    assert text.endswith("}\n")


def test_the_datapackage_describes_every_table_and_file(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == list(TABLES)
    for table, resource in resources.items():
        data = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        assert resource["bytes"] == len(data)
        assert resource["rowCount"] == len(_dataset().rows(table))
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == list(TABLES[table].__struct_fields__)
        key = PRIMARY_KEYS[table]
        assert resource["schema"].get("primaryKey") == ([key] if key else None)
        for given in resource["schema"].get("foreignKeys", []):
            (column,) = given["fields"]
            there = (given["reference"].get("resource", table), given["reference"]["fields"][0])
            assert FOREIGN_KEYS[table][column] == there
    fields = {field["name"]: field for field in resources["tasks"]["schema"]["fields"]}
    assert fields["number"] == {"name": "number", "type": "integer"}
    assert fields["task_id"]["constraints"] == {"required": True}
    assert fields["spans"]["type"] == "array"
    listed = {entry["path"] for entry in package["taskextract"]["files"]} | {r["path"] for r in package["resources"]}
    assert listed == {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"datapackage.json"}


def test_duckdb_reads_the_parquet(folder: Path) -> None:
    import duckdb

    question = f"""
        select a.name, count(*) from '{folder}/responsibilities.parquet' r
        join '{folder}/agencies.parquet' a using (agency_id) group by a.name order by a.name
    """
    assert duckdb.sql(question).fetchall() == [("某省交通运输厅", 6), ("某省财政厅", 3)]
    spans = duckdb.sql(f"select spans[1].start, spans[1].page from '{folder}/measures.parquet' limit 1").fetchall()
    assert spans == [(made.TEXT.index("修建"), None)]


def test_a_workbook_never_computes(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org","x")'
    notice = made.notice(document=made.document(title=evil, issuer="+1", addressee="\x07铃" + "长" * 40_000))
    writers.write(Dataset.from_notices([notice], {}), tmp_path / "p", (*writers.DEFAULT, "xlsx"))
    book = openpyxl.load_workbook(tmp_path / "p" / paths.WORKBOOK)
    flat = book.worksheets[0]
    assert flat.auto_filter.ref.startswith("A1:")
    assert 8 < flat.column_dimensions["A"].width <= 60
    assert book.sheetnames[0] == "responsibilities"
    sheet = book["documents"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    title = sheet.cell(2, columns["title"])
    assert (title.value, title.data_type) == (evil, "s")
    assert sheet.cell(2, columns["issuer"]).data_type == "s"
    assert len(sheet.cell(2, columns["addressee"]).value) == 32_767


_WRITE = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
import made
from taskextract import writers
from taskextract.dataset import Dataset
notices = [made.notice("b.txt"), made.notice("a.txt", findings=[made.finding("a.txt", 1, "no-tasks")])]
writers.write(Dataset.from_notices(notices, {"a.txt": made.TEXT, "b.txt": made.TEXT}), pathlib.Path(sys.argv[2]),
              tuple(writers.WRITERS))
"""


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("0", "1"):
        command = [sys.executable, "-c", _WRITE, str(Path(made.__file__).parent), str(tmp_path / seed)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"})
    first, second = (
        {path.relative_to(tmp_path / seed): path.read_bytes() for path in (tmp_path / seed).rglob("*") if path.is_file()}
        for seed in ("0", "1")
    )
    assert first == second
    assert len(first) == len(TABLES) + 6


@pytest.mark.parametrize(
    ("doc_id", "name"),
    [("a.txt", "json/a.txt.json"), ("2020/plan.pdf#1", "json/2020/plan.pdf#1.json")],
)
def test_a_path_follows_its_doc_id(doc_id: str, name: str) -> None:
    assert paths.json_path(Path("p"), doc_id) == Path("p") / name


@pytest.mark.parametrize("doc_id", ["../x", "a/../../x", "/x", "a//b", ".", "a\0b"])
def test_a_doc_id_never_leads_out_of_the_folder(doc_id: str) -> None:
    with pytest.raises(ValueError, match="cannot name a file"):
        paths.text_path(Path("p"), doc_id)


def test_a_name_too_long_for_the_disk_is_cut_and_told_apart() -> None:
    one, other = (paths.json_path(Path("p"), "长" * 84 + end).name for end in ("一", "二"))
    assert one != other
    assert max(len(one.encode()), len(other.encode())) <= 255
    assert one.endswith(".json")
