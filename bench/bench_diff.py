"""How well `taskextract diff` names known edits of the real notices, and how long 2,000 measures take.

A seeded generator edits a notice (tests/compare/edits.py) and prints old and new in different formats, as a
table or as a plan; both are read again, compared, and what is reported is held against what was done. A reported
change is right when its kind is, and it stands at the words that were edited. The notices are the real ones of
raw/, and others of tests/unseen that the comparison was not made on.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from rapidfuzz import fuzz  # noqa: E402

import taskextract as te  # noqa: E402
from compare.edit_tools import Edited, Pools  # noqa: E402
from compare.edits import edit  # noqa: E402
from compare.layouts import FORMATS, PAPER, write  # noqa: E402
from compare.plain import Plain, as_prose, plain_of, plain_of_any, seasoned  # noqa: E402
from taskextract.compare.sides import key  # noqa: E402
from taskextract.diff_records import Change, DiffReport  # noqa: E402

FLOORS = {"light": 0.98, "heavy": 0.93}
UNSEEN = (
    "r01_state_council_tasks", "r02_gov_report_division", "r05_pipes_city", "r12_cover_letter_attachments",
    "r18_themes_clauses", "r21_old_style_2006", "r25_section_first_lines", "s01_health_reform", "s02_provincial_measures",
    "t03_by_department",
)  # fmt: skip
_CENTRE = ("审计署", "司法部", "民政部", "公安部", "应急部", "体育总局", "国家统计局", "国家林草局", "广电总局")
_OFFICES = ("审计", "司法", "体育", "统计", "民政", "林业", "广电", "公安", "应急")
_PAPER_EVERY = 10  # printing a PDF takes a browser some seconds


def real() -> list[Plain]:
    """The notices of raw/: the tables as tables, the plan and the report as plans."""
    tables = [seasoned(plain_of(te.read(path))) for path in sorted((ROOT / "raw").glob("*division-table.txt"))]
    others = sorted({*(ROOT / "raw").glob("*.txt")} - {*(ROOT / "raw").glob("*division-table.txt")})
    return tables + [seasoned(as_prose(plain_of_any(te.read(path)))) for path in others]


def unseen() -> list[Plain]:
    """Ten others, every second one as a plan."""
    found = [seasoned(plain_of_any(te.read(ROOT / "tests" / "unseen" / f"{name}.txt"))) for name in UNSEEN]
    return [as_prose(plain) if n % 2 else plain for n, plain in enumerate(found)]


def bodies(level: str) -> tuple[str, ...]:
    """Bodies of a level that can take others' places."""
    ending = "厅" if level == "省" else "局"
    return tuple(f"{level}{office}{ending}" for office in _OFFICES) if level else _CENTRE


def matched(truth: list[tuple[str, str]], changes: list[Change]) -> tuple[int, list[tuple[str, str]], list[Change]]:
    """How many edits were named; those that were not; changes that nothing was done for."""
    left = list(changes)
    missed = []
    for kind, words in truth:
        hit = next((c for c in left if c.kind == kind and _stands_at(c, words)), None)
        if hit is None:
            missed.append((kind, words))
        else:
            left.remove(hit)
    return len(truth) - len(missed), missed, left


def _stands_at(change: Change, words: str) -> bool:
    """At the words that were edited; the parser may have mended a slip in them."""
    texts = [change.before, change.after]
    texts += [text for place in (*change.old, *change.new) for text in (place.text, place.task_name)]
    return any(fuzz.ratio(key(words), key(text)) > 94 for text in texts if text)


def compare_seed(notices: list[Plain], seed: int, folder: Path, *, heavy: bool) -> tuple[DiffReport, Edited, str]:
    """The comparison of a notice with its edited self, what was done, and the formats on both sides."""
    plain, other = notices[seed % len(notices)], notices[(seed + 1) % len(notices)]
    blocks = as_prose(other).blocks if plain.prose else other.blocks
    edited = edit(plain, Pools(blocks, bodies(plain.level)), seed, heavy=heavy)
    endings = [ending for ending in FORMATS if ending != "xlsx" or not plain.prose]
    round_ = seed // len(notices)
    left, right = endings[(seed + round_) % len(endings)], endings[(2 * seed + 3 * round_ + 1) % len(endings)]
    if seed % _PAPER_EVERY == 3:
        (right,) = PAPER
    report = te.diff(write(plain, folder, "old", left), write(edited.plain, folder, "new", right))
    return report, edited, f"{plain.title[:20]} {left} → {right}"


def run(name: str, notices: list[Plain], seeds: int, *, heavy: bool, verbose: bool) -> float:
    """Print and return F1 over that many edited notices."""
    hits = wanted = reported = reforms = told = 0
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as where:
        for seed in range(seeds):
            report, edited, formats = compare_seed(notices, seed, Path(where), heavy=heavy)
            changes = [change for one in report.notices for change in one.changes]
            found, missed, extra = matched(edited.truth, changes)
            hits, wanted, reported = hits + found, wanted + len(edited.truth), reported + len(changes)
            notes = [note for one in report.notices for note in one.notes if note.kind == "renamed_by_reform"]
            reforms, told = reforms + bool(edited.reforms), told + bool(edited.reforms and notes)
            wrong.update(f"missed {kind}" for kind, _ in missed)
            wrong.update(f"phantom {change.kind}" for change in extra)
            if verbose and (missed or extra):
                print(f"seed {seed}: {formats}")
                for kind, words in missed:
                    print(f"  missed  {kind}: {words}")
                for change in extra:
                    print(f"  phantom {change.kind}: {change.message}")
    precision, recall = hits / max(reported, 1), hits / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    kind = "heavy" if heavy else "light"
    print(f"{name}, {kind} mixes: {seeds} notices, {wanted} edits; precision {precision:.3f}, recall {recall:.3f}, "
          f"F1 {f1:.3f}; reforms told in {told} of {reforms} notices that have some")  # fmt: skip
    if wrong:
        print("  " + ", ".join(f"{count} {what}" for what, count in wrong.most_common(12)))
    return f1


def large(measures: int = 2000) -> None:
    """Print how long two notices of that many measures take: one in ten reworded, in one task, all alike; long ones."""
    from compare.large import in_one_task, large_notice

    old, new = large_notice(measures, 0), large_notice(measures, 1)
    same = old.tasks[0].measures[0].text
    long = [same * (20_000 // len(same)) for _ in range(2)]
    cases = {
        f"{measures} measures": (old, new),
        f"{measures} measures in one task": (in_one_task(old), in_one_task(new)),
        f"{measures} measures that say the same": (in_one_task(old, same), in_one_task(old, same)),
        "20 measures of 20,000 characters": (
            in_one_task(large_notice(20, 0), long[0]), in_one_task(large_notice(20, 0), long[1].replace("，", "；", 9))
        ),
    }  # fmt: skip
    for name, (a, b) in cases.items():
        _timed(name, a, b)


def _timed(name: str, old: te.Notice, new: te.Notice) -> None:
    from taskextract.compare.notices import compare
    from taskextract.compare.sides import side_of

    start = time.process_time()
    diff = compare(side_of(old), side_of(new))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} against as many: {seconds:.1f} s, peak so far {peak:.0f} MB, {len(diff.changes)} changes")


def main() -> int:
    verbose = "-v" in sys.argv
    seeds = next((int(arg) for arg in sys.argv[1:] if arg.isdigit()), 30)
    good = True
    for name, notices in (("real notices", real()), ("others", unseen())):
        for kind, floor in FLOORS.items():
            good &= run(name, notices, seeds, heavy=kind == "heavy", verbose=verbose) >= floor
    large()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
