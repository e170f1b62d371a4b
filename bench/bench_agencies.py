"""Bodies' names: found in running text, and resolved in the notice's place; beside other ways to look names up.

    python bench/bench_agencies.py [--megabytes N] [--tools]

The running text is made (see `agency_texts.py`): N megabytes (10) of notices over all provinces, no two
paragraphs alike, so that hardly a name was met before in its place. "Again" reads the same notices once more.
The notices in `raw/`, repeated, show how fast text goes whose names come again and again. Names alone and
whole responsibility tails are measured too. Times are of the processor, on one core; objects of the
vocabulary are kept from the garbage collector, as in the program's workers. `--tools` looks the same names up
with flat alternation and jieba.
"""

from __future__ import annotations

import argparse
import csv
import gc
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import agency_texts

from taskextract.normalize.agencies import Context, find_agencies, read_duty
from taskextract.normalize.names import match_name
from taskextract.strand import Strand
from taskextract.vocabulary import Vocabulary, load

ROOT = Path(__file__).parents[1]
ON = date(2020, 6, 3)


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
    """Bodies found in all paragraphs, with a fresh context for each notice (run of paragraphs of one place)."""
    found, last, context = 0, "", Context(vocabulary, None, ON)
    for code, text in rows:
        if code != last:
            last, context = code, Context(vocabulary, code, ON)
        found += len(find_agencies(text, context))
    return found


def find_often(rows: list[tuple[str, Strand]], vocabulary: Vocabulary) -> int:
    """Bodies found in all paragraphs, with one context a place: what was read once is remembered."""
    contexts = {code: Context(vocabulary, code, ON) for code in sorted({code for code, _ in rows})}
    return sum(len(find_agencies(text, contexts[code])) for code, text in rows)


def read_tails(rows: list[tuple[str, Strand]], vocabulary: Vocabulary) -> int:
    """Bodies read out of all tails, with a fresh context for each notice."""
    found, last, context = 0, "", Context(vocabulary, None, ON)
    for code, tail in rows:
        if code != last:
            last, context = code, Context(vocabulary, code, ON)
        found += len(read_duty(tail, context)[0])
    return found


def tails_of(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The responsibility tails alone."""
    return [(code, text[text.rindex("。") + 1 :].strip("（）")) for code, text in rows]


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
    gc.freeze()
    made = agency_texts.paragraphs(vocabulary, int(options.megabytes * 1e6))
    text = "\n".join(t for _, t in made)
    size = len(text.encode())
    automaton = vocabulary.names.automaton
    tell("names found", size, seconds(lambda: automaton.find_matches_as_indexes(text)))
    strands = over(made)
    tell("names found and resolved, none met before", size, seconds(lambda: find_all(strands, vocabulary), 1))
    tell("the same again", size, seconds(lambda: find_all(strands, vocabulary), 1))
    tails = over(tails_of(made))
    tell("tails read whole: names, roles, groups", sum(len(t.source.encode()) for _, t in tails), seconds(lambda: read_tails(tails, vocabulary), 1))
    often(vocabulary, int(options.megabytes * 1e6))
    if options.tools:
        other_tools(text, vocabulary.names.patterns)


def over(rows: list[tuple[str, str]]) -> list[tuple[str, Strand]]:
    return [(code, Strand.over(text, 0, len(text))) for code, text in rows]


def often(vocabulary: Vocabulary, size: int) -> None:
    """Real notices over and over, and the names of `mentions.csv` alone, once in each of many places."""
    once = paragraphs()
    rows = repeated(once, size)
    whole = sum(len(text.encode()) for _, text in rows)
    strands = over(rows)
    tell("notices of raw/ and mentions.csv, repeated", whole, seconds(lambda: find_often(strands, vocabulary)))
    with open(ROOT / "tests" / "normalize" / "mentions.csv", encoding="utf-8", newline="") as file:
        names = sorted({row["mention"] for row in csv.DictReader(file)})
    codes = sorted({code for code, _ in once})[:100]
    bytes_of = sum(len(n.encode()) for n in names) * len(codes)
    tell(f"{len(names)} names alone, each in {len(codes)} places", bytes_of, seconds(lambda: resolve_all(vocabulary, codes, names), 1))


if __name__ == "__main__":
    main()
