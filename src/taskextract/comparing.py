"""`taskextract.diff`: what to compare is read, brought to one state of the program, paired, compared."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from taskextract import paths, reading
from taskextract.dataset import Dataset, NotADataset, flatten, load, read_notice
from taskextract.inputs import Input, collect
from taskextract.options import Options
from taskextract.records import SCHEMA_VERSION, Notice

if TYPE_CHECKING:
    from taskextract.compare.notices import Compared
    from taskextract.diff_records import DiffReport, Note

Comparable = str | os.PathLike[str] | Notice | Dataset


class NotComparable(Exception):
    """Two inputs cannot be compared. The message is one English line that says why and what to do."""


@dataclass(slots=True)
class Given:
    """One input: its notices, and where the files they were read from may lie."""

    name: str
    notices: list[Notice]
    folder: bool
    near: list[Path] = field(default_factory=list)
    source: Path | None = None

    def dataset(self) -> Path | None:
        """The dataset that the record came from, if it still lies in one."""
        return next((folder for folder in self.near if paths.is_dataset(folder)), None)


def diff(old: Comparable, new: Comparable, *, vocabulary: str | os.PathLike[str] | None = None) -> DiffReport:
    """What changed from `old` to `new`: files in any readable format, `json/…json` records, or datasets.

    Raises `NotComparable` where there is nothing to compare, or the two cannot be compared fairly, and
    `VocabularyError` where a file of `vocabulary` has a mistake.
    """
    report, _ = compare_inputs(old, new, options_of(vocabulary))
    return report


def options_of(vocabulary: str | os.PathLike[str] | None) -> Options:
    """How the inputs are read."""
    return Options(Path(vocabulary) if vocabulary else None)


def compare_inputs(old: Comparable, new: Comparable, options: Options) -> tuple[DiffReport, list[Compared]]:
    """The report, and each pair of notices with both of its sides."""
    from taskextract.compare.notices import count_kinds
    from taskextract.diff_records import DIFF_VERSION, DiffReport

    _same_kind(old, new)
    left, right = given(old, options), given(new, options)
    _read_in_company(left, right, options)
    _read_in_company(right, left, options)
    notes = same_state([left, right], options)
    found = list(_compared(left, right))
    if notes:
        found = [_noted(one, notes) for one in found]
    changes = [change for one in found for change in one.diff.changes]
    report = DiffReport(
        diff_version=DIFF_VERSION, old=left.name, new=right.name, same=not changes, summary=count_kinds(changes),
        notices=[one.diff for one in found],
    )  # fmt: skip
    return report, found


def _same_kind(old: Comparable, new: Comparable) -> None:
    """Refuse a folder against a single notice, before either is read; what is missing is told when it is read."""
    folders = [
        isinstance(one, Dataset) or (not isinstance(one, Notice) and os.path.isdir(one)) for one in (old, new)
    ]
    there = all(isinstance(one, Notice | Dataset) or os.path.exists(one) for one in (old, new))
    if there and folders[0] != folders[1]:
        one, other = (old, new) if folders[0] else (new, old)
        names = [one.document.doc_id if isinstance(one, Notice) else "dataset" if isinstance(one, Dataset) else str(one)
                 for one in (one, other)]  # fmt: skip
        raise NotComparable(f"{names[0]} is a folder and {names[1]} a single notice: name two of a kind")


def given(what: Comparable, options: Options) -> Given:
    """Read one input; raises `NotComparable`."""
    if isinstance(what, Notice):
        found = Given(what.document.doc_id, [what], False)
    elif isinstance(what, Dataset):
        found = Given("dataset", list(what.notices), True)
    else:
        found = _from_path(Path(what), options)
    for notice in found.notices:
        _check_ids(notice, found.name)
    if not found.notices:
        raise NotComparable(f"{found.name}: no notices are here")
    return found


def _from_path(path: Path, options: Options) -> Given:
    name = str(path)
    try:
        if not path.exists():
            raise NotComparable(f"{name}: no such file or folder; check the path")
        if path.is_dir():
            return _from_folder(path, options)
        if path.suffix == ".json":
            near = [path.parent, *path.parents[1:4]]
            _check_version(path)
            return Given(name, [read_notice(path)], False, near)
    except NotADataset as error:
        raise NotComparable(str(error)) from error
    except OSError as error:
        raise NotComparable(f"{name}: {error.strerror or error}; check the path") from error
    return Given(name, [_read(path, options)], False, source=path)


class _Version(msgspec.Struct):
    schema_version: str


def _check_version(path: Path) -> None:
    """A record of another schema is refused by its version, not by the first field that does not fit."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Version).schema_version
    except msgspec.MsgspecError:
        return  # reading it says what is wrong
    if found.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise NotComparable(f"{path}: schema version {found}, this program reads {SCHEMA_VERSION}; parse the notice again")


def _from_folder(path: Path, options: Options) -> Given:
    if paths.is_dataset(path):
        return Given(str(path), list(load(path).notices), True, [path, path.parent])
    from taskextract import pipeline

    run = pipeline.run([path], options)
    if run.failed:  # left out, it would look like a notice that came or went
        raise NotComparable(f"{path}: {run.failed[0]} cannot be read; mend it or take it out (`taskextract parse` says why)")
    return Given(str(path), list(run.dataset.notices), True)


def _read(path: Path, options: Options, doc_id: str | None = None, others: Sequence[Notice] = ()) -> Notice:
    """Read one file. `others` are the notices of the run that the other side's record came from."""
    from taskextract import second_look

    item = Input(path, doc_id) if doc_id else collect([path])[0]
    outcome = reading.read_one(item, options)
    if outcome.notice is None:
        reason = outcome.problem.message if outcome.problem else "nothing could be read"
        raise NotComparable(f"{path}: {reason.removeprefix(path.name + ': ')}")
    sha256 = outcome.notice.document.sha256
    company = {f"{n}": one for n, one in enumerate(others) if one.document.sha256 != sha256}
    pairs = second_look.evidence({**company, item.doc_id: outcome.notice}).get(item.doc_id)
    again = reading.read_one(item, options, pairs) if pairs else outcome
    return again.notice or outcome.notice


def _read_in_company(side: Given, other: Given, options: Options) -> None:
    """Read a file once more as the other side's record was: beside the notices of that record's run.

    A doubtful label may be read by what parallel notices say, so the same file read alone may differ.
    """
    root = other.dataset() if not other.folder and side.source else None
    if root is not None and side.source is not None:
        side.notices[0] = _read(side.source, options, None, load(root).notices)


def _check_ids(notice: Notice, name: str) -> None:
    every = list(flatten(notice))
    for what, ids in (
        ("task", [task.task_id for one in every for task in one.tasks]),
        ("measure", [m.measure_id for one in every for task in one.tasks for m in task.measures]),
    ):
        doubled = sorted(one for one, count in Counter(ids).items() if count > 1)
        if doubled:
            raise NotComparable(f"{name}: the {what} id {doubled[0]} occurs twice; parse the notice again")


def same_state(sides: Sequence[Given], options: Options) -> list[Note]:
    """Bring all sides to one version of program and vocabulary; raises `NotComparable` where that fails.

    Two parsers are not two states of the policy: what was read by another version is read again from
    its source, if that lies where it lay and has not changed.
    """
    from taskextract.compare.places import note
    from taskextract.compare.sentences import say

    if len({state for side in sides for state in _states(side)}) <= 1:
        return []
    current = _current(options)
    notes: list[Note] = []
    for side in sides:
        stale = [n for n, notice in enumerate(side.notices) if _state(notice) != current]
        for n in stale:
            was = _state(side.notices[n])
            side.notices[n] = _again(side, side.notices[n], options)
            doc_id = side.notices[n].document.doc_id
            notes.append(note("parsed_anew", say("parsed_anew", doc_id=doc_id, version=" / ".join(was))))
    return notes


def _states(side: Given) -> set[tuple[str, str]]:
    return {_state(notice) for notice in side.notices}


def _state(notice: Notice) -> tuple[str, str]:
    return notice.document.parser_version, notice.document.vocabulary_version


def _current(options: Options) -> tuple[str, str]:
    from taskextract import __version__

    return __version__, reading.vocabulary(options.vocabulary).version


def _again(side: Given, notice: Notice, options: Options) -> Notice:
    row = notice.document
    for folder in [Path(), *side.near, Path("raw"), *(near / "raw" for near in side.near)]:
        source = folder / row.path
        if source.is_file() and hashlib.sha256(source.read_bytes()).hexdigest() == row.sha256:
            root = side.dataset()
            return _read(source, options, row.doc_id, load(root).notices if root else ())
    raise NotComparable(
        f"{side.name}: {row.doc_id} was parsed by version {row.parser_version} with vocabulary "
        f"{row.vocabulary_version}, the other side by another, and its source {row.path} is not here to be read "
        "again; parse both with one version"
    )


def _compared(left: Given, right: Given) -> Iterator[Compared]:
    from taskextract.compare.notices import Compared, compare, one_sided
    from taskextract.compare.places import note
    from taskextract.compare.sentences import say
    from taskextract.compare.sides import side_of

    for a, b in pair_notices(left.notices, right.notices):
        old, new = side_of(a) if a else None, side_of(b) if b else None
        empty = [side for side in (old, new) if side and all(task.frame for task in side.tasks)]
        if empty and not left.folder:
            name = left.name if empty[0] is old else right.name
            raise NotComparable(f"{name}: the notice has no tasks, so there is nothing to compare")
        one = Compared(compare(old, new) if old and new else one_sided(old, new), old, new)
        notes = [note("no_tasks", say("no_tasks", doc_id=side.document.doc_id)) for side in empty]
        yield _noted(one, notes) if notes else one


def pair_notices(
    old: Sequence[Notice], new: Sequence[Notice]
) -> list[tuple[Notice | None, Notice | None]]:
    """Notices that are versions of one another: by document number, then title, then file name."""
    from taskextract.compare.sides import key

    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    cues: list[Callable[[Notice], str]] = [
        lambda n: key(n.document.doc_number), lambda n: key(n.document.title), lambda n: n.document.doc_id,
    ]  # fmt: skip
    partner: dict[int, int] = {}
    for cue in cues:
        free: dict[str, list[int]] = {}
        for j, notice in enumerate(new):
            if j not in partner.values() and cue(notice):
                free.setdefault(cue(notice), []).append(j)
        for i, notice in enumerate(old):
            if i not in partner and free.get(cue(notice)):
                partner[i] = free[cue(notice)].pop(0)
    taken = set(partner.values())
    pairs: list[tuple[Notice | None, Notice | None]] = [
        (notice, new[partner[i]] if i in partner else None) for i, notice in enumerate(old)
    ]
    return pairs + [(None, notice) for j, notice in enumerate(new) if j not in taken]


def _noted(one: Compared, notes: list[Note]) -> Compared:
    from taskextract.compare.notices import Compared

    ids = {side.document.doc_id for side in (one.old, one.new) if side}
    mine = [note for note in notes if note.message.split(":")[0] in ids]
    return Compared(msgspec.structs.replace(one.diff, notes=[*mine, *one.diff.notes]), one.old, one.new)
