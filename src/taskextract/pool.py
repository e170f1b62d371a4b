"""Work over several processes, where a piece that hangs or kills its process costs no other piece."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

MEMORY_LIMIT = 6 * 1024**3
"""Address space of one worker, in bytes: what a hostile file may ask for before it is refused."""


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
        self._scratch = tempfile.TemporaryDirectory(prefix="taskextract-", ignore_cleanup_errors=True)
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

        `timeout` is in seconds a piece. `tick` is called about twice a second with the pieces at work and
        how many seconds each has taken so far.
        """
        waiting = list(reversed(pieces))
        running: dict[Future[Result], Piece] = {}
        since: dict[Future[Result], float] = {}
        while waiting or running:
            while waiting and len(running) < 2 * self.jobs:
                piece = waiting.pop()
                running[self._pool.schedule(work, args=[piece], timeout=timeout)] = piece
            done, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
            now = time.monotonic()
            for future in running:
                if future.running():
                    since.setdefault(future, now)
            tick([(running[future], now - start) for future, start in since.items() if future not in done])
            for future in done:
                since.pop(future, None)
                outcome = _outcome(future, timeout)
                yield running.pop(future), outcome

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._scratch.cleanup()


def _outcome(future: Future[Result], timeout: float) -> Result | Stopped:
    from pebble import ProcessExpired

    try:
        return future.result()
    except TimeoutError:
        return Stopped(
            "timed-out", f"reading took longer than {timeout:g} s and was stopped; allow more with --timeout"
        )
    except ProcessExpired as error:
        return Stopped(
            "internal-error",
            f"the process that read the file died (exit code {error.exitcode}); "
            "the file may be damaged: save it again, or report it",
        )
    except Exception as error:  # the work caught its own; this one arose on the way back
        return Stopped("internal-error", f"{type(error).__name__}: {error}; please report it with the file")


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
        limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
