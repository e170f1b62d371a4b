"""The pages: whole in one file, nothing loaded, everything escaped."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest

import taskextract as te
from made import notice
from taskextract.comparing import compare_inputs, options_of
from taskextract.diff_records import SideInfo
from taskextract.review.diff_page import diff_page
from taskextract.review.similar_page import similar_page
from taskextract.review.trace_page import trace_page
from taskextract.trace_records import SimilarReport
from taskextract.tracing.parallels import letters_of

RAW = Path(__file__).parent.parent.parent / "raw"
TABLE = RAW / "shandong-2020-capital-circle-division-table.txt"
PLAN = RAW / "taian-2020-capital-circle-division-plan.txt"
EVIL = "<script>alert('坏')</script>&\"'<img src=x onerror=alert(1)>"


def pages() -> dict[str, str]:
    report, compared = compare_inputs(TABLE, RAW / "shandong-2020-lunan-circle-division-table.txt", options_of(None))
    tables = sorted(RAW.glob("*division-table.txt"))
    return {
        "diff": diff_page(report, compared), "trace": trace_page(te.trace(TABLE, PLAN)),
        "similar": similar_page(te.similar(*tables)),
    }  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["diff", "trace", "similar"])
def test_nothing_is_loaded_from_anywhere(made: dict[str, str], name: str) -> None:
    html = made[name]
    assert not re.search(r"(?:src|href|action)\s*=|url\(|@import|https?://", html)
    assert "default-src 'none'" in html.replace("&#x27;", "'")
    assert html.count("<script>") == html.count("<style>") == 1


@pytest.mark.parametrize("name", ["diff", "trace", "similar"])
def test_every_interface_word_is_there_in_both_languages(made: dict[str, str], name: str) -> None:
    assert made[name].count('<span class="en">') >= made[name].count('<span class="zh" lang="zh">') > 10


def test_every_measure_of_both_versions_is_on_the_page() -> None:
    """What is the same is folded and not left out."""
    old, new = notice(), notice()
    task = new.tasks[0]
    reworded = msgspec.structs.replace(task.measures[0], text="扩建综合货运枢纽三座。", raw="扩建综合货运枢纽三座。")
    new = msgspec.structs.replace(new, tasks=[msgspec.structs.replace(task, measures=[reworded, *task.measures[1:]]), *new.tasks[1:]])
    for other in (old, new):
        report, compared = compare_inputs(old, other, options_of(None))
        text = re.sub(r"<[^>]+>", "", diff_page(report, compared))
        assert [m.text for side in (old, other) for t in side.tasks for m in t.measures if m.text not in text] == []


def test_what_a_notice_says_is_escaped() -> None:
    old = notice()
    first = old.tasks[0]
    odd = msgspec.structs.replace(first.measures[0], measure_id="a.txt/t1/m3", ordinal=3, text=EVIL, theme=EVIL, raw=EVIL)
    changed = msgspec.structs.replace(first, label=EVIL, name=EVIL, measures=[*first.measures, odd])
    new = msgspec.structs.replace(old, tasks=[changed])
    report, compared = compare_inputs(old, new, options_of(None))
    html = diff_page(report, compared)
    assert "<img" not in html
    assert html.count("<script>") == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_browser_has_no_complaint(made: dict[str, str], tmp_path: Path, width: int) -> None:
    """A text wider than the page would show as a scroll bar; the page's own script must run under its policy."""
    browser = shutil.which("chromium")
    assert browser, "the tests need Chromium"
    page = tmp_path / "page.html"
    page.write_text(made["diff"], encoding="utf-8")
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--enable-logging=stderr", f"--window-size={width},900", f"--user-data-dir={tmp_path / 'profile'}",
         "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "CONSOLE" not in done.stderr
    assert "aria-pressed" in done.stdout


def test_paper_shows_what_the_screen_has_folded(made: dict[str, str], tmp_path: Path) -> None:
    """What a trace's lower notice has of its own can be unfolded on the screen, and stands on paper too."""
    browser = shutil.which("chromium")
    assert browser, "the tests need Chromium"
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(made["trace"], encoding="utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={paper}", page.as_uri()],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    with pypdfium2.PdfDocument(paper) as document:
        text = "".join(one.get_textpage().get_text_range() for one in document)
    assert "积极发展体育经济、会展经济" in "".join(text.split())


def test_every_colour_is_there_for_light_and_dark_screens() -> None:
    style = files("taskextract.review").joinpath("page.css").read_text(encoding="utf-8")
    light, dark = (set(re.findall(r"--([a-z-]+):", found)) for found in re.findall(r":root \{(.*?)\}", style, re.S))
    assert light == dark
    assert set(re.findall(r"var\(--([a-z-]+)\)", style)) == light
    fixed = re.sub(r":root \{.*?\}|@media print .*", "", style, flags=re.S)
    assert re.findall("#[0-9a-f]{3,6}", fixed) == ["#fff"]  # what stands on a pressed button


def test_more_notices_than_letters_are_told_apart() -> None:
    side = SideInfo(doc_id="", title=None, doc_number=None, issuer=None, issued_on=None, tasks=0, measures=0, sha256="",
                    parser_version="", vocabulary_version="")  # fmt: skip
    notices = [msgspec.structs.replace(side, doc_id=f"{n}.txt") for n in range(30)]
    letters = letters_of(SimilarReport(similar_version="1", notices=notices, groups=[], alone=[]))
    assert (letters["0.txt"], letters["25.txt"], letters["26.txt"]) == ("A", "Z", "A2")
    assert len(set(letters.values())) == 30


def hostile(text: str) -> te.Notice:
    """A notice whose every text that a page may show is `text`, its ids and hashes aside."""

    def spoilt(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: spoilt(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [spoilt(one, name) for one in value]
        return f"{text}{value}" if isinstance(value, str) and name in SHOWN else value

    return msgspec.convert(spoilt(msgspec.to_builtins(te.read(PLAN))), te.Notice)


SHOWN = ("title", "doc_number", "issuer", "label", "name", "section", "text", "theme", "mention", "via_group", "short_name",
         "remark", "target_raw", "deadline_raw", "persons", "raw")  # fmt: skip


def test_no_text_of_a_notice_is_taken_for_markup() -> None:
    old, new, upper = te.read(PLAN), hostile(EVIL), hostile(EVIL.upper())
    report, compared = compare_inputs(old, new, options_of(None))
    other = msgspec.structs.replace(upper.document, sha256="0" * 64, doc_id=f"{EVIL}.txt")
    upper = msgspec.structs.replace(upper, document=other)
    made = (diff_page(report, compared), trace_page(te.trace(upper, new)), similar_page(te.similar(upper, new)))
    for html in made:
        assert "alert(" in html
        assert not re.search("<img|<script>alert|<SCRIPT", html)
        assert html.count("<script>") == html.count("</script>") == 1
        assert not re.search(r"""=(["'])[^"'<>]*<""", html)
