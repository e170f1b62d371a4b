"""Evidence from the other notices of a run, for tables whose labels and measures could not be matched well.

Parallel notices (the same programme for three regions) use the same words for the same tasks: where
one of them leaves open to which task a measure belongs, the others may tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from taskextract.dataset import flatten
from taskextract.records import Notice

Pairs = tuple[tuple[str, str], ...]
"""(task name, measure text) of other notices."""

_DOUBTFUL = frozenset({"moved-label", "split-cell"})
_CERTAIN = 0.9
_MIN_SHARED = 0.08  # share of a notice's task-name word pairs that a parallel notice must have
_MAX_NOTICES = 8


def evidence(notices: Mapping[str, Notice]) -> dict[str, Pairs]:
    """For each file (by `doc_id`) with a doubtful label, what the most similar other notices say."""
    words = {doc_id: _words(notice) for doc_id, notice in sorted(notices.items())}
    found = {doc_id: _pairs(doc_id, notices, words) for doc_id, notice in sorted(notices.items()) if _doubtful(notice)}
    return {doc_id: pairs for doc_id, pairs in found.items() if pairs}


def digest(pairs: Pairs) -> str:
    """A short hash of the evidence, for the cache's key."""
    return hashlib.sha256("\0".join(f"{name}\1{text}" for name, text in pairs).encode()).hexdigest()[:16]


def _doubtful(notice: Notice) -> bool:
    return any(
        row.code in _DOUBTFUL and (row.certainty or 0) < _CERTAIN for one in flatten(notice) for row in one.findings
    )


def _words(notice: Notice) -> frozenset[str]:
    names = [task.name for one in flatten(notice) for task in one.tasks if task.name]
    return frozenset(name[i : i + 2] for name in names for i in range(len(name) - 1))


def _pairs(doc_id: str, notices: Mapping[str, Notice], words: Mapping[str, frozenset[str]]) -> Pairs:
    own = words[doc_id]
    alike = sorted(
        ((len(own & theirs) / max(len(own), 1), other) for other, theirs in words.items() if other != doc_id),
        key=lambda pair: (-pair[0], pair[1]),
    )
    chosen = [other for share, other in alike[:_MAX_NOTICES] if share >= _MIN_SHARED]
    return tuple(
        (task.name, measure.text)
        for other in chosen
        for one in flatten(notices[other])
        for task in one.tasks
        if task.name
        for measure in task.measures
    )
