"""Files read one by one or over several processes; what goes wrong with one becomes its problem."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING

import msgspec

from taskextract import pool
from taskextract.findings import Finding
from taskextract.garbage import few_collections
from taskextract.inputs import Input
from taskextract.options import Options
from taskextract.records import Notice
from taskextract.second_look import Pairs

if TYPE_CHECKING:
    from taskextract.vocabulary import Vocabulary


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file: its notice with the texts, or the finding that says why there is none."""

    notice: Notice | None = None
    texts: dict[str, str] = {}
    problem: Finding | None = None


_WORTH_A_WORKER = 60_000  # bytes

Slow = Sequence[tuple[str, float]]
"""The files at work, by `doc_id`, with the seconds each has taken."""

Done = Callable[[Outcome | None, Slow], None]


@dataclass(frozen=True, slots=True)
class _Piece:
    item: Input
    options: Options
    parallels: Pairs


def read_one(item: Input, options: Options, parallels: Pairs = ()) -> Outcome:
    """Read one file; whatever goes wrong with it becomes the outcome's problem.

    `parallels` is what other notices of the run say, evidence for a second reading. Raises
    `VocabularyError` where the user's vocabulary has a mistake: that is no fault of the file.
    """
    if item.problem:
        return Outcome(problem=item.problem)
    words = vocabulary(options.vocabulary)
    try:
        from taskextract.assemble import read_notice_file

        with few_collections():
            result = read_notice_file(item.path, item.doc_id, words, options, parallels=parallels)
            for text in result.texts.values():
                text.encode("utf-8")  # what cannot be written must not fail the whole run later on
    except OSError as error:
        return Outcome(problem=Finding("unreadable-file", f"{error.strerror or error}; check the file and the temporary folder"))
    except MemoryError:
        return Outcome(problem=Finding("unreadable-file", pool.TOO_GREEDY))
    except Exception as error:  # the last resort: one file's failure must not cost the others
        return Outcome(problem=Finding("internal-error", f"{where(error)}; please report it with the file"))
    return Outcome(result.notice, result.texts, result.failure)


class Reader:
    """Reads files over `jobs` processes (None: one a core at most; 0: this one, without a time limit).

    The processes serve every round of a run: what one has loaded and looked up need not be done again.
    `timeout` is in seconds a file.
    """

    def __init__(self, options: Options, jobs: int | None, timeout: float) -> None:
        self.options, self.jobs, self.timeout = options, jobs, timeout
        self._pool: pool.Pool | None = None

    def read(
        self, items: list[Input], done: Done, parallels: Mapping[str, Pairs] = MappingProxyType({})
    ) -> Iterable[tuple[Input, Outcome]]:
        """Each of `items` with what became of it, in the order in which they are done.

        `done` is called with each outcome, and with None now and then, and what is at work with its seconds.
        """
        bad = [item for item in items if item.problem]
        for item in bad:
            yield item, Outcome(problem=item.problem)
        items = [item for item in items if not item.problem]
        if not items:
            return
        pieces = [_Piece(item, self.options, parallels.get(item.doc_id, ())) for item in items]
        load_shared(self.options)
        for piece, outcome in self._over_processes(pieces, done) if self.jobs != 0 else self._here(pieces, done):
            yield piece.item, outcome

    def _here(self, pieces: Iterable[_Piece], done: Done) -> Iterator[tuple[_Piece, Outcome]]:
        for piece in pieces:
            outcome = _work(piece)
            done(outcome, ())
            yield piece, outcome

    def _over_processes(self, pieces: Sequence[_Piece], done: Done) -> Iterator[tuple[_Piece, Outcome]]:
        slow: list[tuple[str, float]] = []

        def tick(running: list[tuple[_Piece, float]]) -> None:
            slow[:] = [(piece.item.doc_id, seconds) for piece, seconds in running]
            done(None, slow)

        if self._pool is None:
            jobs = self.jobs or _worth_starting([piece.item for piece in pieces])
            self._pool = pool.Pool(min(jobs, len(pieces)))
        for piece, result in self._pool.run(_work, pieces, timeout=self.timeout, tick=tick):
            outcome = (
                Outcome(problem=Finding(result.code, str(result))) if isinstance(result, pool.Stopped) else result
            )
            done(outcome, slow)
            yield piece, outcome

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.close()


def _worth_starting(items: Sequence[Input]) -> int:
    """Processes for `items`: each takes half a second to warm up, so it must have something to read."""
    size = sum(_size(item.path) for item in items)
    return max(1, min(os.cpu_count() or 1, size // _WORTH_A_WORKER))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why


def _work(piece: _Piece) -> Outcome:
    return read_one(piece.item, piece.options, piece.parallels)


def load_shared(options: Options) -> None:
    """Load what every file needs before workers are forked, so that each need not do it again.

    A vocabulary with a mistake in it raises `VocabularyError` here, before anything is read.
    """
    from taskextract import assemble  # noqa: F401
    from taskextract.vocabulary.regions import our_regions
    from taskextract.vocabulary.table_words import cell_words, header_words, is_known_body, topics
    from taskextract.vocabulary.words import load_usual_words

    vocabulary(options.vocabulary)
    load_usual_words()
    header_words()
    cell_words()
    topics()
    our_regions()
    is_known_body("省财政厅")  # the names of bodies that every table's cells are held against


@cache
def vocabulary(folder: Path | None) -> Vocabulary:
    """The vocabulary of a run, loaded once."""
    from taskextract.vocabulary import load

    return load(folder)


def where(error: BaseException) -> str:
    """An unexpected error in one line: what, and the last place of this program that it passed."""
    root = os.path.dirname(__file__)
    place, trace = "", error.__traceback__
    while isinstance(trace, TracebackType):
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(root):
            place = f" at {os.path.relpath(file, root)}:{trace.tb_lineno}"
        trace = trace.tb_next
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}{place}" + (f" ({text})" if text else "")
