"""Work measured in a process of its own: seconds of the processor, and megabytes at most.

A script that calls `serve(WORKS)` first can have each of its works measured apart with `measure`. A work
imports what it needs and returns what is to be timed: imports are nobody's speed.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Work = Callable[[Path], Callable[[], int]]


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of the processor, children's included; megabytes at most; how many things were found."""

    seconds: float
    mb: float
    found: int


def serve(works: Mapping[str, Work]) -> None:
    """Where this process was started by `measure`: do the work, print the result, and end."""
    if sys.argv[1:2] != ["--apart"]:
        return
    work = works[sys.argv[2]](Path(sys.argv[3]))
    before = _seconds()
    found = work()
    seconds = _seconds() - before
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, found]))
    sys.exit(0)


def _seconds() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def measure(script: str, work: str, path: Path) -> Result | None:
    """One run of a work of `script`; None where it failed, and why on standard error."""
    done = subprocess.run(
        [sys.executable, script, "--apart", work, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{work}: {(done.stderr.strip().splitlines() or ['it died'])[-1]}", file=sys.stderr)
        return None
    return Result(*json.loads(done.stdout.splitlines()[-1]))


def middle(results: list[Result]) -> Result:
    """The medians of several runs."""
    seconds, mb = (statistics.median(values) for values in ([r.seconds for r in results], [r.mb for r in results]))
    return Result(seconds, mb, results[0].found)
