"""The way from inputs to a dataset: collect, read each file, check, put together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from taskextract import __version__, cache, second_look, validate
from taskextract.dataset import Dataset, flatten
from taskextract.findings import Finding
from taskextract.inputs import Input, collect
from taskextract.options import Options
from taskextract.reading import Done, Outcome, Reader, Slow, vocabulary
from taskextract.records import SCHEMA_VERSION, Document, Notice

TIMEOUT = 120.0
_AGAIN = "\0again"  # marks the cache key of a second reading


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `slow` are the files at work with the seconds each has taken."""

    done: int
    total: int
    pages: int
    reused: int
    slow: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Run:
    """What a run did: its dataset, and of how many files it reused the result of an earlier run."""

    dataset: Dataset
    files: int
    reused: int
    failed: list[str] = field(default_factory=list)


Report = Callable[[Progress], None]


def run(
    inputs: Sequence[Path],
    options: Options,
    *,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    cache_folder: Path | None = None,
    report: Report = lambda progress: None,
) -> Run:
    """Read all files of `inputs` and put the dataset together.

    `jobs` is the number of processes (None: one a core; 0: this process, without a time limit).
    `timeout` is in seconds a file. Results are kept in and taken from `cache_folder`, if there is one.
    """
    items = collect(inputs)
    keys = _keys(items, options) if cache_folder else {}
    outcomes = _reuse(keys, cache_folder) if cache_folder else {}
    reused = len(outcomes)
    waiting = [item for item in items if item.doc_id not in outcomes]
    with closing(Reader(options, jobs, timeout)) as reader:
        for item, outcome in reader.read(waiting, _reporter(report, len(items), reused)):
            outcomes[item.doc_id] = outcome
            if cache_folder and item.doc_id in keys and _worth_keeping(outcome):
                cache.put(cache_folder, keys[item.doc_id], outcome)
        _look_again(items, outcomes, keys, reader, cache_folder)
    if cache_folder:
        cache.prune(cache_folder, keys.values())
    dataset = finish(_with_row(item, outcomes[item.doc_id], options) for item in items)
    failed = [item.doc_id for item in items if outcomes[item.doc_id].problem]
    return Run(dataset, len(items), reused, failed)


def _look_again(
    items: list[Input],
    outcomes: dict[str, Outcome],
    keys: dict[str, str],
    reader: Reader,
    cache_folder: Path | None,
) -> None:
    """Read the files whose labels stayed doubtful once more, with the other notices as evidence."""
    parallels = second_look.evidence({d: o.notice for d, o in outcomes.items() if o.notice})
    for doc_id, pairs in parallels.items():
        if doc_id in keys:
            keys[doc_id + _AGAIN] = f"{keys[doc_id]}-{second_look.digest(pairs)}"
    known = {d: keys[d + _AGAIN] for d in parallels if d + _AGAIN in keys}
    reused = _reuse(known, cache_folder) if cache_folder else {}
    outcomes |= reused
    waiting = [item for item in items if item.doc_id in parallels and item.doc_id not in reused]
    for item, outcome in reader.read(waiting, lambda *_: None, parallels):
        if outcome.problem:
            continue  # the first reading stands
        outcomes[item.doc_id] = outcome
        if cache_folder and item.doc_id in known and _worth_keeping(outcome):
            cache.put(cache_folder, known[item.doc_id], outcome)


def finish(outcomes: Iterable[Outcome]) -> Dataset:
    """Put the tables together, and check the run as a whole."""
    texts: dict[str, str] = {}
    notices: list[Notice] = []
    for outcome in outcomes:
        texts.update(outcome.texts)
        notices += [outcome.notice] if outcome.notice else []
    dataset = Dataset.from_notices(notices, texts)
    problems = list(validate.check_keys(dataset))
    if not problems:
        return dataset
    return Dataset.from_notices([validate.with_problems(notice, problems) for notice in notices], texts)


def failed_notice(item: Input, problem: Finding, options: Options) -> Notice:
    """The record of a file of which nothing could be read: its name, and the finding that says why."""
    document = Document(
        doc_id=item.doc_id,
        parent_doc_id=None,
        title=None,
        genre="other",
        issuer_id=None,
        issuer=None,
        doc_number=None,
        issued_on=None,
        issued_on_basis=None,
        region_code=None,
        region_basis=None,
        addressee=None,
        path=item.doc_id,
        media_type="application/octet-stream",
        sha256=_sha256(item.path, options.max_size) or "",
        pages=None,
        chars=0,
        chars_unused=0,
        lead_rule=None,
        groups=[],
        parser_version=__version__,
        vocabulary_version=vocabulary(options.vocabulary).version,
    )
    return Notice(
        schema_version=SCHEMA_VERSION,
        document=document,
        events=[],
        tasks=[],
        citations=[],
        agencies=[],
        findings=validate.rows(item.doc_id, [validate.Problem(problem, item.doc_id)], set()),
    )


def _with_row(item: Input, outcome: Outcome, options: Options) -> Outcome:
    if outcome.notice or outcome.problem is None:
        return outcome
    return Outcome(failed_notice(item, outcome.problem, options), {item.doc_id: ""})


def _reporter(report: Report, total: int, reused: int) -> Done:
    state = {"done": reused, "pages": 0}

    def done(outcome: Outcome | None, slow: Slow) -> None:
        if outcome is not None:
            state["done"] += 1
            state["pages"] += (outcome.notice.document.pages or 0) if outcome.notice else 0
        report(Progress(state["done"], total, state["pages"], reused, tuple(slow)))

    return done


def _keys(items: list[Input], options: Options) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        sha256 = None if item.problem else _sha256(item.path, options.max_size)
        if sha256:
            found[item.doc_id] = cache.key(sha256, item.doc_id, options)
    return found


def _reuse(keys: dict[str, str], folder: Path) -> dict[str, Outcome]:
    found = {doc_id: cache.get(folder, key, Outcome) for doc_id, key in keys.items()}
    return {doc_id: outcome for doc_id, outcome in found.items() if outcome is not None}


def _worth_keeping(outcome: Outcome) -> bool:
    if outcome.problem or not outcome.notice:
        return False
    return not any(row.severity == "error" for one in flatten(outcome.notice) for row in one.findings)


def _sha256(path: Path, max_size: int) -> str | None:
    """The hash of a file's content; None where it cannot be read or is larger than `max_size`."""
    try:
        if not path.is_file() or os.stat(path).st_size > max_size:
            return None
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
