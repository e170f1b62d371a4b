"""Work over several processes, where a piece that hangs or kills its process costs no other piece."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from taskextract.progress import told, told_in
from taskextract.scratch import Scratch

Piece = TypeVar("Piece")
Result = TypeVar("Result")

MEMORY_LIMIT = 2 * 1024**3
"""Address space that one worker may take beside what it starts with, in bytes.

It is what a hostile file may ask for before it is refused; recognising the largest picture takes 1.3 GB.
"""
PAGES = 12
"""Pages to be recognised in the time that a piece is given, at the least: 10 s a page of 120 s."""
MOST = 10
"""Times the limit after which a piece is stopped though it goes on."""
BUSY = 10.0
"""Seconds that count against no piece while the machine is busy with something else, at the most."""
_MUCH = MEMORY_LIMIT // 4  # bytes that a process took in memory: one that dies with more has most likely died of it

_LONGEST_STEP = 1.0  # seconds between two looks at the processes: what is more was not spent on them

TOO_GREEDY = "reading it needs more memory than a file is given; split it or save it in another format"


class Stopped(Exception):
    """A piece of work was stopped. `code` is the finding's code, the message says what happened."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def run(
    work: Callable[[Piece], Result],
    pieces: Sequence[Piece],
    *,
    jobs: int,
    timeout: float,
    tick: Callable[[list[tuple[Piece, float]]], None],
) -> Iterator[tuple[Piece, Result | Stopped]]:
    """Yield each piece with its result, from a pool of its own: see `Pool.run`."""
    with closing(Pool(min(jobs, len(pieces)))) as pool:
        yield from pool.run(work, pieces, timeout=timeout, tick=tick)


class Pool:
    """At most `jobs` processes that serve one round of work after the other until `close`."""

    def __init__(self, jobs: int) -> None:
        from pebble import ProcessPool

        self.jobs = max(1, jobs)
        # What a stopped process leaves behind in its temporary folder goes with the folder of the pool.
        self._scratch = Scratch()
        self._own = _sizes_of(os.getpid())[1]  # a forked process starts with what this one holds
        self._sizes: dict[int, int] = {}  # process → the most bytes that it was seen to take in memory
        self._pool = ProcessPool(
            max_workers=self.jobs, initializer=_enter_worker, initargs=[self._scratch.name], context=_context()
        )

    def run(
        self,
        work: Callable[[Piece], Result],
        pieces: Sequence[Piece],
        *,
        timeout: float,
        tick: Callable[[list[tuple[Piece, float]]], None],
    ) -> Iterator[tuple[Piece, Result | Stopped]]:
        """Yield each piece with its result, in the order in which they finish.

        `timeout` is in seconds a piece; each page that it recognises, and waiting for the machine, give it more (`allowed`).
        `tick` is called about twice a second with the pieces at work and how many seconds each has taken
        so far. Seconds in which this process was itself stopped (by Ctrl-Z, a closed lid) are nobody's.
        """
        waiting = list(reversed(pieces))
        running: dict[Future[Result], Piece] = {}
        taken: dict[Future[Result], float] = {}
        paths: dict[Future[Result], Path] = {}
        last = time.monotonic()
        while waiting or running:
            with _undisturbed():
                while waiting and len(running) < 2 * self.jobs:
                    piece = waiting.pop()
                    path = Path(self._scratch.name, f"steps-{len(waiting)}")
                    begun = self._pool.schedule(told_in, args=[path, work, piece])
                    running[begun], paths[begun] = piece, path
                done, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
            now = time.monotonic()
            step, last = min(now - last, _LONGEST_STEP), now
            for future in running:
                if future.running():
                    taken[future] = taken[future] + step if future in taken else 0.0
                    if taken[future] > timeout and taken[future] > allowed(timeout, *told(paths[future])):
                        future.cancel()  # its process is stopped
            tick([(running[future], seconds) for future, seconds in taken.items() if future not in done])
            self._measure()
            for future in done:
                taken.pop(future, None)
                paths.pop(future).unlink(missing_ok=True)
                outcome = _outcome(future, timeout, self._sizes)
                yield running.pop(future), outcome

    def _measure(self) -> None:
        """Remember how much memory each process has taken, for the day that it dies."""
        # Only looked at, never waited for: that is left to the pool, whose threads start and end them.
        for children in Path("/proc/self/task").glob("*/children"):
            with suppress(OSError):  # a thread that has just ended
                for pid in map(int, children.read_text().split()):
                    self._sizes[pid] = max(_sizes_of(pid)[1] - self._own, self._sizes.get(pid, 0))

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._scratch.cleanup()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C and being told to end are answered afterwards: amid the pool's work they would leave its locks closed for good."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    numbers = [n for n in (signal.SIGINT, signal.SIGTERM) if callable(signal.getsignal(n))]
    before = [(n, signal.signal(n, lambda number, _: came.append(number))) for n in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
        for caught in came:
            signal.raise_signal(caught)


def allowed(timeout: float, pages: int, waited: float = 0.0) -> float:
    """The seconds that a piece may take which has recognised so many pages and waited so long for the machine."""
    return min(timeout + pages * timeout / PAGES, MOST * timeout) + min(waited, BUSY)


def _outcome(future: Future[Result], timeout: float, sizes: Mapping[int, int]) -> Result | Stopped:
    from pebble import ProcessExpired

    try:
        return future.result()
    except CancelledError:
        return Stopped(
            "timed-out", f"reading took longer than {timeout:g} s and was stopped; allow more with --timeout"
        )
    except ProcessExpired as error:
        if sizes.get(error.pid or 0, 0) > _MUCH:
            return Stopped("unreadable-file", TOO_GREEDY)
        return Stopped(
            "unreadable-file",
            f"the process that read the file died of it (exit code {error.exitcode}): "
            "it is damaged or asks for too much memory; save it again or in another format",
        )
    except Exception as error:  # the work caught its own; this one arose on the way back
        return Stopped("internal-error", f"{type(error).__name__}: {error}; please report it with the file")


def _sizes_of(pid: int) -> tuple[int, int]:
    """Bytes of a process's address space, and of what it holds in memory; zeros where the system does not tell."""
    try:
        found = Path("/proc", str(pid), "statm").read_text().split()
    except OSError:  # it has gone, or there is no such folder
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(found[0]) * page, int(found[1]) * page


def _context() -> multiprocessing.context.BaseContext:
    """Fork on Linux (workers start at once and share what is loaded), spawn elsewhere."""
    return multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")


def _enter_worker(scratch: str) -> None:
    """Let the parent handle Ctrl-C, keep native libraries' chatter off the terminal, bound the memory.

    Temporary files go into the folder `scratch`.
    A worker does not outlive its parent, not even one that was killed. What the parent has loaded is not
    looked through for garbage again and again.
    """
    gc.freeze()
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if sys.platform.startswith("linux"):
        import ctypes
        import resource

        set_parent_death_signal = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_LIMIT + _sizes_of(os.getpid())[0]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
