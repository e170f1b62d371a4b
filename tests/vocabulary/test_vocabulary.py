"""The vocabulary is honest: examples resolve, no name means two bodies, files are sorted, mistakes are refused."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from taskextract import vocabulary
from taskextract.normalize.agencies import Context, resolve
from taskextract.vocabulary import Body, VocabularyError, load, sources
from taskextract.vocabulary.bodies import LEVELS
from taskextract.vocabulary.checks import wrong_dates
from taskextract.vocabulary.regions import CENTRE

VOCABULARY = load()
BODIES = [*VOCABULARY.bodies.values(), *VOCABULARY.local_bodies.values()]
PLACES = {"省": "370000", "市": "370900", "区": "370902", "县": "370921"}


def _lives(body: Body) -> tuple[date, date]:
    return body.since or date.min, body.until or date.max


def test_every_example_resolves() -> None:
    wrong = []
    for body in BODIES:
        place = body.region or PLACES.get(body.example[0], "370000")
        found = resolve(body.example, Context(VOCABULARY, place, body.until)).agency_id
        if found is None or found.split(":")[1] != body.key:
            wrong.append(f"{body.region or 'all'}:{body.key}: {body.example} is read as {found}")
    assert wrong == []


def test_no_name_means_two_bodies_of_one_level_at_one_date() -> None:
    double: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table in (VOCABULARY.names.complete, VOCABULARY.names.stems):
        for name, forms in table.items():
            for level in LEVELS:
                here = [f for f in forms if f.level == level and f.region is None]
                for one in here:
                    for other in here:
                        if one.key < other.key and one.slot == other.slot and _together(one.key, other.key):
                            double[name, level].update((one.key, other.key))
    assert dict(double) == {}


def _together(one: str, other: str) -> bool:
    (a, b), (c, d) = _lives(VOCABULARY.bodies[one]), _lives(VOCABULARY.bodies[other])
    return a <= d and c <= b


def test_parents_and_predecessors_exist() -> None:
    for body in BODIES:
        keys = [*body.predecessors, *([body.parent] if body.parent else []), *([body.central_parent] if body.central_parent else [])]
        for key in keys:
            assert key in VOCABULARY.bodies or (body.region, key) in VOCABULARY.local_bodies, f"{body.key}: {key}"
        if body.region is not None:
            assert VOCABULARY.regions.at(body.region) is not None, f"{body.key}: {body.region}"


def test_dates_are_in_order_and_official_names_do_not_overlap() -> None:
    assert [f"{body.region}:{body.key}: {told}" for body in BODIES if (told := wrong_dates(body))] == []


def test_no_province_office_ends_like_a_citys() -> None:
    for body in VOCABULARY.bodies.values():
        for form in body.forms:
            if form.level in ("prefecture", "county") and form.slot == "p" and not form.history:
                assert not re.search(r"(?<!办公)(?<!法)厅$", form.after), f"{body.key}: {form.after} at {form.level}"


def test_no_complete_name_begins_with_a_level_s_word() -> None:
    """市能源集团 would be read in every city; {p} stands for the place."""
    level = re.compile(r"省(?![际会])|市(?![场政容民])|县(?!域)|自治[区州县]")
    complete = [n for n, forms in VOCABULARY.names.complete.items() if level.match(n) and any(f.region for f in forms)]
    assert complete == []


def test_every_body_has_an_official_name_somewhere() -> None:
    for body in BODIES:
        assert any(f.rank == 0 for f in body.forms), body.key


def overlay(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_overlay_adds_a_body(tmp_path: Path) -> None:
    text = "bodies:\n  moon_office:\n    all: [月球事务局]\n    example: 市月球事务局\n"
    added = load(overlay(tmp_path, "departments.yml", text))
    assert resolve("市月球事务局", Context(added, "370900")).agency_id == "370900:moon_office"
    assert resolve("市财政局", Context(added, "370900")).agency_id == "370900:finance"
    assert added.version != VOCABULARY.version


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("departments.yml", "bodies:\n  b:\n    all: [月球局]\n    example: x\n  a:\n    all: [火星局]\n    example: x\n", 5, "sorted"),
        ("departments.yml", "bodies:\n  a:\n    everywhere: [月球局]\n    example: x\n", 3, "everywhere"),
        ("departments.yml", "bodies:\n  a:\n    kind: moon\n    all: [月球局]\n    example: x\n", 3, "moon"),
        ("departments.yml", "bodies:\n  a:\n    all: [月球局]\n", 2, "example"),
        ("departments.yml", "bodies:\n  a:\n    all: ['{p}月球{p}局']\n    example: x\n", 3, "one place"),
        ("agencies/370000.yml", "bodies:\n  a:\n    region: 370000\n    names: [月球局]\n    example: x\n", 3, "quoted"),
        ("departments.yml", "bodies:\n  a: [\n", 3, ""),
        ("departments.yml", "bodies:\n  a:\n    all: [月球局]\n    parent: b\n    example: 省月球局\n", 4, "no body b"),
        ("departments.yml", "bodies:\n  a:\n    all: [月球局]\n    predecessors: [b]\n    example: 省月球局\n", 4, "no body b"),
        ("departments.yml", "bodies:\n  a:\n    all: [月球局]\n    example: 省火星局\n", 4, "省火星局"),
        ("departments.yml", "bodies:\n  a:\n    all: [财政局]\n    example: 市财政局\n", 3, "a name of finance too"),
        ("departments.yml", "bodies:\n  a:\n    all: [月球局]\n    from: 2020-01-01\n    until: 2019-01-01\n    example: 省月球局\n", 4, "lies after"),
        ("agencies/999999.yml", "bodies:\n  a:\n    region: '999999'\n    names: [月球局]\n    example: 月球局\n", 3, "no place"),
    ],
)
def test_mistake_is_refused_with_file_and_line(tmp_path: Path, name: str, text: str, line: int, reason: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        load(overlay(tmp_path, name, text))
    assert f"{name}:{line}:" in str(caught.value)
    assert reason in str(caught.value)


def test_missing_overlay_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no such vocabulary folder"):
        load(tmp_path / "nowhere")


def test_cache_that_cannot_be_read_or_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    load.cache_clear()
    assert load().version == VOCABULARY.version


FOLDER = Path(vocabulary.__file__).parent
DATA_FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".txt", ".yml"))


def test_the_version_tells_every_data_file() -> None:
    """A notice read with other words than before must say so, whichever file they stand in."""
    told = {**sources.read_sources(None), **sources.read_lists()}
    assert set(DATA_FILES) <= set(told)
    version = sources.content_hash(told)
    assert version[:12] == VOCABULARY.version
    for name in DATA_FILES:
        assert sources.content_hash({**told, name: told[name] + b" "}) != version


def test_every_data_file_is_explained() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in DATA_FILES if f"| `{name}` |" not in readme] == []


def test_centre_holds_no_level_words() -> None:
    assert resolve("市财政局", Context(VOCABULARY, CENTRE)).agency_id is None
