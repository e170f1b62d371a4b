"""The command line: what it prints, where, and with which status; never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from taskextract import cli, records, schema

RAW = Path(__file__).parent.parent / "raw"
PLAN = (RAW / "taian-2020-capital-circle-division-plan.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


Call = Callable[..., Done]


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Run a command in an empty folder of its own, in this process."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["taskextract", *args])
        capfd.readouterr()
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert all(line.startswith("taskextract: ") for line in err.splitlines())
        return Done(int(exit_.value.code or 0), out, err)

    return run


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path / "raw"


def test_parse_reads_raw_writes_parsed_and_says_what_came_of_it(call: Call, raw: Path) -> None:
    done = call("parse")
    assert (done.status, done.err) == (0, "")
    header, line, end = done.out.splitlines()
    assert header.split() == ["notice", "genre", "tasks", "measures", "agencies", "repaired", "doubtful", "unused"]
    assert line.split()[:2] == ["plan.txt", "plan"]
    assert "\x1b" not in done.out
    assert end.startswith("1 file read; ")
    assert end.endswith(" responsibilities in parsed/")
    again = call("parse")
    assert again.out.splitlines()[:2] == [header, line]
    assert again.out.splitlines()[2].startswith("1 file read, 1 of them unchanged since the last run; ")
    assert call("validate").status == 0


def test_quiet_says_nothing_and_json_says_all(call: Call, raw: Path) -> None:
    assert call("parse", "--quiet").out == ""
    data = json.loads(call("parse", "--json", "-o", "other").out)
    assert (data["output"], data["files"], data["failed"], data["errors"]) == ("other", 1, [], [])
    assert list(data["rows"]) == list(records.TABLES)
    (notice,) = data["notices"]
    assert (notice["doc_id"], notice["genre"], notice["tasks"] > 5) == ("plan.txt", "plan", True)


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "broken.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "broken.docx": b"PK\x03\x04" + b"\x00" * 200,
    "photo.bmp": b"BM" + b"\x00" * 300,
}


def test_bad_files_give_one_line_each_and_the_rest_is_written(call: Call, raw: Path) -> None:
    for name, content in BAD.items():
        (raw / name).write_bytes(content)
    done = call("parse", "raw", "none.txt")
    assert done.status == 1
    lines = [line.removeprefix("taskextract: ") for line in done.err.splitlines()]
    assert [line.split(": ")[0] for line in lines] == sorted([*BAD, "none.txt"])
    assert all("internal-error" not in line and "please report" not in line for line in lines)
    rows = json.loads(call("parse", "raw", "none.txt", "--json").out)
    assert sorted(rows["failed"]) == sorted([*BAD, "none.txt"])
    assert len(rows["errors"]) == len(BAD) + 1
    assert (Path("parsed") / "json" / "plan.txt.json").exists()
    assert call("validate").status == 0


def test_a_file_with_several_problems_gives_one_line(call: Call, raw: Path) -> None:
    (raw / "list.txt").write_text("甲\t乙\t丙\n" + "内\t层\t格\n" * 9, encoding="utf-8")
    done = call("parse", "raw")
    assert done.status == 1
    assert [line.split(": ")[1] for line in done.err.splitlines()] == ["list.txt"]
    assert len(json.loads(call("parse", "raw", "--json").out)["errors"]) > 1


def test_names_and_texts_do_not_steer_the_terminal(call: Call, raw: Path) -> None:
    (raw / "a\x1b[2J\u202egnp.txt").write_bytes(b"\0\0")
    (raw / "b.txt").write_text("关于\x1b[2J方案\n\x1b]0;x\x07\n推进\u202e建设\n", encoding="utf-8")
    for args in (("parse", "raw"), ("parse", "raw", "--json")):
        done = call(*args)
        assert not [c for c in done.out + done.err if c in "\x1b\x07\u202e"]
    assert "a%1B[2J%202Egnp.txt" in done.err


def test_a_name_that_is_no_text_costs_no_other_file(call: Call, raw: Path) -> None:
    for name in (b"\xff\xfe.txt", b"\xff\xfe.pdf", b"\xff\xfe.html"):
        Path(os.fsdecode(os.fsencode(raw) + b"/" + name)).write_bytes(b"\0\0" if name.endswith(b"t") else b"")
    done = call("parse", "raw")
    assert done.status == 1
    assert [line.split(": ")[1] for line in done.err.splitlines()] == ["%FF%FE.html", "%FF%FE.pdf", "%FF%FE.txt"]
    assert json.loads(Path("parsed/json/plan.txt.json").read_text(encoding="utf-8"))["tasks"]


def test_a_name_that_does_not_exist_leaves_what_was_there(call: Call, raw: Path) -> None:
    assert call("parse").status == 0
    before = Path("parsed/datapackage.json").read_bytes()
    done = call("parse", "rwa")
    assert (done.status, done.err) == (2, "taskextract: rwa: No such file or directory; check the path\n")
    assert Path("parsed/datapackage.json").read_bytes() == before


def test_nothing_to_read_leaves_what_was_there(call: Call, raw: Path) -> None:
    assert call("parse").status == 0
    before = Path("parsed/datapackage.json").read_bytes()
    (raw / "plan.txt").unlink()
    done = call("parse")
    assert done.status == 2
    assert done.err == (
        "taskextract: raw: the folder holds no files that could be notices; put some into it or name another\n"
    )
    assert Path("parsed/datapackage.json").read_bytes() == before
    assert call("parse", "-o", "new").status == 2
    assert json.loads(Path("new/json/raw.json").read_text())["findings"][0]["code"] == "no-notices"


def test_help_says_in_a_whole_line_what_each_command_does(call: Call) -> None:
    shown = call("--help").out.split("Commands:")[1].splitlines()[1:]
    assert [line.split()[0] for line in shown] == list(cli.COMMANDS)
    assert all(line.endswith(".") and not line.endswith("...") for line in shown)


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("nonsense",), "No such command 'nonsense'; see `taskextract --help`"),
        (("parse", "--jobs", "x"), "Invalid value for '-j' / '--jobs': 'x' is not a valid integer range; see"),
        (("parse", "--vocabulary", "none"), "Invalid value for '--vocabulary': Directory 'none' does not exist; see"),
        (("parse", "-o", "raw"), "raw: the folder is not empty and holds no dataset of taskextract; choose"),
        (("parse", "-o", "raw/plan.txt"), "raw/plan.txt: a file stands where the output folder should be"),
        (("validate", "raw"), "raw: no dataset of taskextract is here; make one with `taskextract parse`"),
        (("schema", "nonsense"), "no table 'nonsense'; choose one of notice, documents, tasks"),
        (("agency", "省发展改革委", "--region", "999999"), "no place has the code or name 999999; near it: "),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(call: Call, raw: Path, args: tuple[str, ...], line: str) -> None:
    done = call(*args)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"taskextract: {line}")
    assert len(done.err.splitlines()) == 1


def test_an_input_inside_the_output_is_refused(call: Call, raw: Path) -> None:
    call("parse", "-q")
    done = call("parse", "parsed/text/plan.txt.txt")
    assert done.status == 2
    assert "lies in the output folder" in done.err


def test_a_link_to_itself_is_one_line_and_costs_no_other_file(call: Call, raw: Path) -> None:
    (raw / "loop.txt").symlink_to("loop.txt")
    done = call("parse", str(raw / "loop.txt"), str(raw))
    assert done.status == 1
    assert done.err.startswith("taskextract: loop.txt: Too many levels of symbolic links")
    assert done.err.count("\n") == 1
    assert "2 files read, 1 failed" in done.out


def test_a_name_that_no_file_can_have_costs_no_other_file(call: Call, raw: Path) -> None:
    done = call("parse", "x" * 300, str(raw))
    assert done.status == 1
    assert done.err.endswith(": File name too long; check the path\n")
    assert "2 files read, 1 failed" in done.out
    done = call("parse", str(raw), "-o", "y" * 300)
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("cannot be written (File name too long); choose another -o\n")


def test_a_folder_that_may_not_be_opened_costs_no_other_file(raw: Path) -> None:
    (raw / "closed").mkdir()
    (raw / "closed" / "a.txt").write_text(PLAN, encoding="utf-8")
    as_others: list[str] = []
    if os.getuid() == 0:  # root must do without its right to read everything
        os.chown(raw / "closed", 65534, 65534)
        as_others = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    (raw / "closed").chmod(0)
    program = [*as_others, sys.executable, "-m", "taskextract", "parse"]
    done = subprocess.run(
        [*program, "raw/closed", "raw/closed/a.txt", "raw/plan.txt"], cwd=raw.parent, capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines() == [
        "taskextract: a.txt: Permission denied; check the path",
        "taskextract: closed: the folder cannot be opened (Permission denied); check its permissions",
    ]
    assert done.returncode == 1
    assert "3 files read, 2 failed" in done.stdout


def test_too_large_or_too_slow(call: Call, raw: Path) -> None:
    with open(raw / "huge.txt", "wb") as file:
        file.truncate(3_000_000)
    done = call("parse", "--max-size", "1")
    assert done.status == 1
    assert done.err.startswith("taskextract: huge.txt: 3 MB is over the limit of 1 MB")
    items = (f"{n}.完善第{n}项制度，推进数据共享。（责任单位：市财政局、市教育局）\n" for n in range(1, 4000))
    (raw / "long.txt").write_text("某市工作要点\n一、重点任务\n" + "".join(items), encoding="utf-8")
    done = call("parse", "--timeout", "0.5")
    assert done.status == 1
    assert "taskextract: long.txt: reading took longer than 0.5 s" in done.err


def test_a_vocabulary_with_a_mistake_is_one_line(call: Call, raw: Path) -> None:
    Path("mine").mkdir()
    Path("mine/departments.yml").write_text("bodies: [")
    done = call("parse", "--vocabulary", "mine")
    assert done.status == 2
    assert "departments.yml" in done.err


def test_validate_finds_a_changed_text(call: Call, raw: Path) -> None:
    call("parse", "-q")
    text = Path("parsed/text/plan.txt.txt")
    text.write_text(text.read_text(encoding="utf-8")[1:], encoding="utf-8")
    done = call("validate", "parsed")
    assert done.status == 1
    assert "taskextract: text/plan.txt.txt: schema-broken: the file was changed" in done.err
    data = json.loads(call("validate", "--json").out)
    assert data["sound"] is False
    assert {fault["code"] for fault in data["faults"]} >= {"schema-broken", "span-broken"}


def test_schema_prints_what_the_types_say(call: Call) -> None:
    assert call("schema").out == schema.render("notice")
    assert call("schema", "measures").out == schema.render("measures")
    assert "| `no-tasks` | warning |" in call("schema", "--findings").out
    assert call("schema", "--write", "schemas").status == 0
    assert len(list(Path("schemas").iterdir())) == len(schema.NAMES)


def test_formats_tells_what_can_be_read(call: Call) -> None:
    lines = call("formats").out.splitlines()
    assert any(line.startswith("PDF ") and line.endswith("yes") for line in lines)
    rows = json.loads(call("formats", "--json").out)
    assert all(row["readable"] or row["install"] for row in rows)


def test_agency_says_who_is_meant_there(call: Call) -> None:
    done = call("agency", "省发展改革委", "--region", "370000", "--on", "2020-05-01")
    assert done.status == 0
    assert done.out.startswith("省发展改革委: 山东省发展和改革委员会 (370000:drc; ")
    row = json.loads(call("agency", "市发改委", "--region", "泰安市", "--json").out)
    assert row["agency_id"] == "370900:drc"
    assert call("agency", "有关部门", "--region", "370000").status == 1


def test_agency_reads_names_from_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "taskextract", "agency", "--region", "370000", "--json"]
    done = subprocess.run(command, input="省财政厅\n\n省教育厅\n", capture_output=True, text=True, check=False)
    names = [json.loads(line)["name"] for line in done.stdout.splitlines()]
    assert (done.returncode, names) == (0, ["山东省财政厅", "山东省教育厅"])


def test_the_program_failing_is_one_line_and_status_3(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> str:
        raise RuntimeError("no\nluck")

    monkeypatch.setattr(schema, "render", fail)
    done = call("schema")
    assert done.status == 3
    assert done.err.startswith("taskextract: the program failed: RuntimeError at cli_schema.py:")
    assert done.err.endswith("(no luck); please report it\n")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m taskextract schema --findings | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_output_is_the_same_under_every_hash_seed(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "taskextract", "parse", str(RAW), "-q", "--no-cache", "-o", str(tmp_path / seed)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    first, second = (
        {path.relative_to(tmp_path / seed): path.read_bytes() for path in (tmp_path / seed).rglob("*") if path.is_file()}
        for seed in ("1", "2")
    )
    assert first == second


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(("streams", "status"), [("2>&- >&- <&-", 0), ("> /dev/full", 3)])
def test_streams_that_are_closed_or_full(
    raw: Path, monkeypatch: pytest.MonkeyPatch, streams: str, status: int, unbuffered: str
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    command = f"{sys.executable} -m taskextract parse raw -o parsed {streams}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stderr == ("taskextract: the output: No space left on device; check the disk and its permissions\n" if status else "")
    assert Path("parsed/datapackage.json").exists()
