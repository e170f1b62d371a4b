"""How well `taskextract diff` names known edits of the real notices, and how long 2,000 measures take.

A seeded generator edits a notice (tests/compare/edits.py) and prints old and new in different formats;
both are read again, compared, and what is reported is held against what was done. A reported change is
right when its kind is, and it stands at the words that were edited.
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
from compare.edits import FORMATS, Plain, Pools, edit, plain_of, seasoned, write  # noqa: E402
from taskextract.compare.sides import key  # noqa: E402
from taskextract.diff_records import Change, DiffReport  # noqa: E402

FLOORS = {"light": 0.98, "heavy": 0.93}
_BODIES = ("省审计厅", "省司法厅", "省体育局", "省统计局", "省民政厅", "省林业厅", "省广电局", "省公安厅", "省应急厅")


def sources() -> list[Plain]:
    return [seasoned(plain_of(te.read(path))) for path in sorted((ROOT / "raw").glob("*division-table.txt"))]


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


def compare_seed(notices: list[Plain], seed: int, folder: Path, *, heavy: bool) -> tuple[DiffReport, list[tuple[str, str]]]:
    plain = notices[seed % len(notices)]
    other = notices[(seed + 1) % len(notices)]
    edited = edit(plain, Pools(other.blocks, _BODIES), seed, heavy=heavy)
    endings = list(FORMATS)
    old = write(plain, folder, "old", endings[seed % len(endings)])
    new = write(edited.plain, folder, "new", endings[(seed // len(endings) + seed) % len(endings)])
    return te.diff(old, new), edited.truth


def run(seeds: int, *, heavy: bool, verbose: bool) -> float:
    notices = sources()
    hits = wanted = reported = 0
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as where:
        for seed in range(seeds):
            report, truth = compare_seed(notices, seed, Path(where), heavy=heavy)
            changes = [change for one in report.notices for change in one.changes]
            found, missed, extra = matched(truth, changes)
            hits, wanted, reported = hits + found, wanted + len(truth), reported + len(changes)
            wrong.update(f"missed {kind}" for kind, _ in missed)
            wrong.update(f"phantom {change.kind}" for change in extra)
            if verbose and (missed or extra):
                print(f"seed {seed}:")
                for kind, words in missed:
                    print(f"  missed  {kind}: {words}")
                for change in extra:
                    print(f"  phantom {change.kind}: {change.message}")
    precision, recall = hits / max(reported, 1), hits / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    name = "heavy" if heavy else "light"
    print(f"{name} mixes: {seeds} notices, {wanted} edits; precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    if wrong:
        print("  " + ", ".join(f"{count} {what}" for what, count in wrong.most_common(12)))
    return f1


def large(measures: int = 2000) -> float:
    """Seconds to compare two notices of that many measures, one measure in ten reworded."""
    from compare.large import large_notice
    from taskextract.compare.notices import compare
    from taskextract.compare.sides import side_of

    old, new = large_notice(measures, 0), large_notice(measures, 1)
    start = time.process_time()
    diff = compare(side_of(old), side_of(new))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{measures} measures against {measures}: {seconds:.1f} s, peak {peak:.0f} MB, {len(diff.changes)} changes")
    return seconds


def main() -> int:
    verbose = "-v" in sys.argv
    seeds = next((int(arg) for arg in sys.argv[1:] if arg.isdigit()), 30)
    light, heavy = run(seeds, heavy=False, verbose=verbose), run(seeds, heavy=True, verbose=verbose)
    large()
    return 0 if light >= FLOORS["light"] and heavy >= FLOORS["heavy"] else 1


if __name__ == "__main__":
    sys.exit(main())
