"""The functions of the public face: `taskextract.parse` and `taskextract.read`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from taskextract import pipeline, reading
from taskextract.dataset import Dataset
from taskextract.inputs import collect
from taskextract.options import DEFAULT_MAX_SIZE, Options
from taskextract.readers.source import Unreadable
from taskextract.records import Notice


def parse(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    vocabulary: str | os.PathLike[str] | None = None,
    as_of: date | None = None,
    jobs: int | None = None,
    timeout: float = pipeline.TIMEOUT,
    max_size: int = DEFAULT_MAX_SIZE,
) -> Dataset:
    """The dataset of all notices in `inputs`, a file or folder or several; nothing is written.

    A file that cannot be read has a row in `documents` and an error in `findings`. `vocabulary` is a
    folder of your own words (README), `as_of` the date at which agencies are named where a notice has
    none. `jobs` is the number of processes (None: one a core; 0: this process, without a time limit),
    `timeout` the seconds that a file may take, `max_size` the bytes it may have. Raises
    `VocabularyError` where a file of `vocabulary` has a mistake.
    """
    given = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    options = Options(Path(vocabulary) if vocabulary else None, as_of, max_size)
    return pipeline.run([Path(path) for path in given], options, jobs=jobs, timeout=timeout).dataset


def read(
    path: str | os.PathLike[str],
    *,
    vocabulary: str | os.PathLike[str] | None = None,
    as_of: date | None = None,
    max_size: int = DEFAULT_MAX_SIZE,
) -> Notice:
    """The record of one file, read in this process; further notices in it are its `parts`.

    The other arguments are those of `parse`. Raises `Unreadable`, whose message is one line, where nothing
    of the file can be read, and `VocabularyError` where a file of `vocabulary` has a mistake.
    """
    items = collect([Path(path)])
    if len(items) != 1 or Path(path).is_dir():
        raise Unreadable("unreadable-file", f"{path}: a folder; name one file, or use taskextract.parse")
    options = Options(Path(vocabulary) if vocabulary else None, as_of, max_size)
    outcome = reading.read_one(items[0], options)
    if outcome.notice is None:
        problem = outcome.problem
        raise Unreadable(
            problem.code if problem else "unreadable-file",
            f"{path}: {problem.message if problem else 'nothing could be read'}",
        )
    return outcome.notice
