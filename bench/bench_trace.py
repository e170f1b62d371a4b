"""How many of a hand-made list of correspondences `taskextract trace` finds, and how many of its claims are in it.

`tests/compare/capital_taian.csv` holds pairs of words, one of the province's table and one of the city's plan;
`plain` pairs must be found, the others may be.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import taskextract as te
from taskextract.compare.sides import fold

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 0.85


def main() -> int:
    table = ROOT / "raw" / "shandong-2020-capital-circle-division-table.txt"
    traced = te.trace(table, ROOT / "raw" / "taian-2020-capital-circle-division-plan.txt").traces[0]
    upper = {b.measure.measure_id: fold(b.measure.text) for b in traced.upper_measures}
    lower = {m.measure_id: fold(m.text) for m in traced.lower_measures}
    claims = [(upper[link.upper_id], lower[link.lower_id]) for link in traced.links]
    with (ROOT / "tests" / "compare" / "capital_taian.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(fold(row["upper"]), fold(row["lower"]), row["plain"] == "yes") for row in csv.DictReader(stream)]
    right = sum(1 for a, b in claims if any(above in a and below in b for above, below, _ in rows))
    plain = [(above, below) for above, below, must in rows if must]
    found = sum(1 for above, below in plain if any(above in a and below in b for a, b in claims))
    precision, recall = right / len(claims), found / len(plain)
    print(f"province's table in the city's plan: {len(claims)} claims, precision {precision:.2f}, recall {recall:.2f}")
    return 0 if min(precision, recall) >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
