"""taskextract: Chinese government notices into tasks, measures and responsible agencies.

    import taskextract as te

    ds = te.parse("raw/")              # a Dataset: one list of typed rows a table
    ds.measures[0].text
    ds.to_pandas("responsibilities")
    notice = te.read("raw/plan.pdf")   # the record of one file
    ds = te.load("parsed/")            # what `taskextract parse` wrote
    te.diff("old.pdf", "new.docx")     # what changed between two versions
    te.trace("province.pdf", "city.pdf")  # what became of the tasks below
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from taskextract.api import parse, read
    from taskextract.comparing import NotComparable, diff
    from taskextract.dataset import Dataset, NotADataset, load
    from taskextract.findings import Finding
    from taskextract.following import similar, trace
    from taskextract.readers.source import Unreadable
    from taskextract.records import Notice
    from taskextract.vocabulary.sources import VocabularyError

__version__ = "0.1.0"

__all__ = [
    "Dataset", "Finding", "NotADataset", "NotComparable", "Notice", "Unreadable", "VocabularyError", "__version__",
    "diff", "load", "parse", "read", "similar", "trace",
]  # fmt: skip

_WHERE = {
    "Dataset": "taskextract.dataset",
    "Finding": "taskextract.findings",
    "NotADataset": "taskextract.dataset",
    "NotComparable": "taskextract.comparing",
    "Notice": "taskextract.records",
    "Unreadable": "taskextract.readers.source",
    "VocabularyError": "taskextract.vocabulary.sources",
    "diff": "taskextract.comparing",
    "load": "taskextract.dataset",
    "parse": "taskextract.api",
    "read": "taskextract.api",
    "similar": "taskextract.following",
    "trace": "taskextract.following",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import taskextract` costs nothing."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
