"""Bodies' names: found in running text, and resolved in the notice's place; beside other ways to look names up.

    python bench/bench_agencies.py [--megabytes N] [--tools]

The running text is that of the notices in `raw/` and of the mentions of `tests/normalize/mentions.csv`,
repeated to N megabytes (10) and read paragraph by paragraph, each in the place of its notice. A second
figure reads names alone, every one once in each of the places, so that no answer is remembered. Times are
of the processor, on one core. `--tools` looks the same names up with `re`, jieba and flat alternation too.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from taskextract.normalize.agencies import Context, find_agencies
from taskextract.normalize.names import match_name
from taskextract.strand import Strand
from taskextract.vocabulary import Vocabulary, load

ROOT = Path(__file__).parents[1]
ON = date(2020, 6, 3)
REGIONS_OF_ONE = ("370000",)


def paragraphs() -> list[tuple[str, str]]:
    """(region code, paragraph): the notices of `raw/`, then the texts of `mentions.csv`, each once."""
    found = [
        ("370000", line) for path in sorted((ROOT / "raw").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]  # fmt: skip
    with open(ROOT / "tests" / "normalize" / "mentions.csv", encoding="utf-8", newline="") as file:
        found += [(row["region_code"], row["text"]) for row in csv.DictReader(file)]
    return list(dict.fromkeys(found))


def repeated(rows: list[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    """The paragraphs over and over, up to `size` bytes."""
    once = sum(len(text.encode()) for _, text in rows)
    return rows * max(1, round(size / once))


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The processor's seconds of the quickest of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def tell(what: str, size: int, took: float) -> None:
    print(f"{what:<58} {size / took / 1e6:8.2f} MB/s  {took:7.2f} s")


def find_all(rows: list[tuple[str, Strand]], vocabulary: Vocabulary) -> int:
    """Bodies found in all paragraphs, with a fresh context a place."""
    contexts: dict[str, Context] = {}
    found = 0
    for code, text in rows:
        context = contexts.get(code) or contexts.setdefault(code, Context(vocabulary, code, ON))
        found += len(find_agencies(text, context))
    return found


def names_over(vocabulary: Vocabulary, codes: list[str], names: list[str]) -> Iterator[tuple[Context, str]]:
    for code in codes:
        context = Context(vocabulary, code, ON)
        for name in names:
            yield context, name


def resolve_all(vocabulary: Vocabulary, codes: list[str], names: list[str]) -> int:
    return sum(match_name(name, context) is not None for context, name in names_over(vocabulary, codes, names))


def other_tools(text: str, names: list[str]) -> None:
    """The same names looked up in the same text by other means."""
    import re

    size = len(text.encode())
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    small = text[: len(text) // 20]
    flat = re.compile("|".join(map(re.escape, longest_first)))
    tell("re, flat alternation", len(small.encode()), seconds(lambda: flat.findall(small), 1))
    try:
        import jieba
    except ImportError:
        print("jieba is not installed")
        return
    for name in names:
        jieba.add_word(name)
    tell("jieba.cut with the names added", len(small.encode()), seconds(lambda: list(jieba.cut(small)), 1))
    assert size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--tools", action="store_true", help="measure other tools too")
    options = parser.parse_args()
    start = time.perf_counter()
    vocabulary = load()
    print(f"vocabulary loaded in {time.perf_counter() - start:.3f} s; {len(vocabulary.names.patterns)} names")
    once = paragraphs()
    rows = repeated(once, int(options.megabytes * 1e6))
    size = sum(len(text.encode()) for _, text in rows)
    text = "\n".join(t for _, t in rows)
    automaton = vocabulary.names.automaton
    tell("names found", size, seconds(lambda: automaton.find_matches_as_indexes(text)))
    strands = [(code, Strand.over(t, 0, len(t))) for code, t in rows]
    tell("names found and resolved in running text, all places", size, seconds(lambda: find_all(strands, vocabulary)))
    alone = [("370000", strand) for _, strand in strands]
    tell("the same, one place", size, seconds(lambda: find_all(alone, vocabulary)))
    once_strands = [(code, Strand.over(t, 0, len(t))) for code, t in once]
    size_once = sum(len(t.encode()) for _, t in once)
    tell("the same, each paragraph once, nothing remembered", size_once, seconds(lambda: find_all(once_strands, vocabulary)))
    with open(ROOT / "tests" / "normalize" / "mentions.csv", encoding="utf-8", newline="") as file:
        names = sorted({row["mention"] for row in csv.DictReader(file)})
    for codes in (["370000"], sorted({code for code, _ in once})[:100]):
        bytes_of = sum(len(n.encode()) for n in names) * len(codes)
        tell(f"{len(names)} names alone, each in {len(codes)} places", bytes_of, seconds(lambda c=codes: resolve_all(vocabulary, c, names), 1))
    if options.tools:
        other_tools(text, vocabulary.names.patterns)


if __name__ == "__main__":
    main()
