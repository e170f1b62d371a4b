"""The dataset: one list of typed rows a table, put together from the trees of its notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from taskextract import paths
from taskextract.records import (
    SCHEMA_VERSION,
    TABLES,
    Agency,
    Assignment,
    Citation,
    Document,
    Event,
    FindingRow,
    Measure,
    MeasureTree,
    Notice,
    Quantity,
    Record,
    Responsibility,
    Task,
    TaskTree,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True, slots=True)
class Dataset:
    """All rows of a run. `notices` are the trees they came from, `texts` the canonical text by `doc_id`.

    Rows stand in the order of their notices (by `doc_id`, parts after their parent) and, inside a
    notice, in reading order; agencies stand by `agency_id`.
    """

    notices: tuple[Notice, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    responsibilities: list[Responsibility] = field(default_factory=list)

    @classmethod
    def from_notices(cls, notices: Iterable[Notice], texts: Mapping[str, str]) -> Dataset:
        """The tables of `notices` (trees with their `parts`)."""
        roots = tuple(sorted(notices, key=lambda notice: notice.document.doc_id))
        every = [one for root in roots for one in flatten(root)]
        dataset = cls(
            notices=roots,
            texts={one.document.doc_id: texts.get(one.document.doc_id, "") for one in every},
            agencies=merge_agencies(every),
        )
        by_id = {agency.agency_id: agency for agency in dataset.agencies}
        for one in every:
            own = {agency.agency_id: agency for agency in one.agencies}  # names as of the notice's date
            dataset._add(one, {**by_id, **own})
        return dataset

    def _add(self, notice: Notice, agencies: Mapping[str, Agency]) -> None:
        self.documents.append(notice.document)
        self.events.extend(notice.events)
        self.citations.extend(notice.citations)
        self.findings.extend(notice.findings)
        for task in notice.tasks:
            self.tasks.append(_cut(task, Task))
            self.assignments.extend(task.assignments)
            for measure in task.measures:
                self.measures.append(_cut(measure, Measure))
                self.assignments.extend(measure.assignments)
                self.quantities.extend(measure.quantities)
                self.responsibilities.extend(_responsibilities(notice.document, task, measure, agencies))

    def rows(self, table: str) -> list[Any]:
        """The typed rows of `table`, a name of `taskextract.records.TABLES`."""
        if table not in TABLES:
            raise KeyError(f"no table {table!r}: the tables are {', '.join(TABLES)}")
        found: list[Any] = getattr(self, table)
        return found

    def to_arrow(self, table: str) -> pa.Table:
        """`table` as an Arrow table, with the columns and types of the Parquet file."""
        from taskextract import arrow

        return arrow.to_table(table, self.rows(table))

    def to_pandas(self, table: str) -> pd.DataFrame:
        """`table` as a data frame: dates as `datetime64`, whole numbers that may be missing as `Int64`."""
        import pandas as pd
        import pyarrow as pa

        kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
        frame: pd.DataFrame = self.to_arrow(table).to_pandas(types_mapper=kinds.get, date_as_object=False)
        return frame


def flatten(notice: Notice) -> Iterator[Notice]:
    """A notice and, after it, its parts."""
    yield notice
    for part in notice.parts:
        yield from flatten(part)


def merge_agencies(notices: Iterable[Notice]) -> list[Agency]:
    """One row an agency over all notices: every mention, and the name of the newest notice that has it."""
    found: dict[str, list[tuple[date, Agency]]] = {}
    for notice in notices:
        when = notice.document.issued_on or date.min
        for agency in notice.agencies:
            found.setdefault(agency.agency_id, []).append((when, agency))
    return [_merge(found[agency_id]) for agency_id in sorted(found)]


def _merge(seen: list[tuple[date, Agency]]) -> Agency:
    _, newest = max(seen, key=lambda pair: (pair[1].known, pair[0]))
    mentions = sorted({mention for _, agency in seen for mention in agency.mentions})
    return msgspec.structs.replace(newest, mentions=mentions)


def _responsibilities(
    document: Document, task: TaskTree, measure: MeasureTree, agencies: Mapping[str, Agency]
) -> Iterator[Responsibility]:
    """One row an agency: what the measure itself names, then what its task names for all its measures."""
    seen: set[tuple[str, str]] = set()
    for assignment in [*measure.assignments, *task.assignments]:
        key = ("id", assignment.agency_id) if assignment.agency_id else ("mention", assignment.mention)
        if key in seen:
            continue
        seen.add(key)
        agency = agencies.get(assignment.agency_id) if assignment.agency_id else None
        yield Responsibility(
            doc_id=document.doc_id,
            doc_title=document.title,
            doc_number=document.doc_number,
            issued_on=document.issued_on,
            task_id=task.task_id,
            task_number=task.number,
            task_name=task.name,
            measure_id=measure.measure_id,
            measure_text=measure.text,
            agency_id=assignment.agency_id,
            agency_name=agency.name if agency else None,
            agency_level=agency.level if agency else None,
            region_code=agency.region_code if agency else None,
            role=assignment.role,
            via_group=assignment.via_group,
            mention=assignment.mention,
            vague=assignment.vague,
            inherited=assignment.measure_id is None,
            deadline_end=measure.deadline_end,
        )


def _cut(tree: Record, kind: type[Row]) -> Row:
    """The row of a tree, without what hangs on it."""
    return kind(**{name: getattr(tree, name) for name in kind.__struct_fields__})


class NotADataset(Exception):
    """A folder does not hold a dataset of this program. The message is one English line."""


def load(folder: str | Path) -> Dataset:
    """The dataset that `taskextract parse` wrote into `folder`; raises `NotADataset`."""
    root = Path(folder)
    if not paths.is_dataset(root):
        raise NotADataset(
            f"{root}: no dataset of taskextract is here; name the folder that `taskextract parse -o` wrote"
        )
    notices = [read_notice(path) for path in sorted((root / "json").rglob("*.json"))]
    texts: dict[str, str] = {}
    for notice in notices:
        for one in flatten(notice):
            path = paths.text_path(root, one.document.doc_id)
            texts[one.document.doc_id] = path.read_bytes().decode("utf-8") if path.is_file() else ""
    return Dataset.from_notices(notices, texts)


def read_notice(path: Path) -> Notice:
    """One `json/<doc_id>.json`; raises `NotADataset` where it does not fit the record types."""
    try:
        notice = msgspec.json.decode(path.read_bytes(), type=Notice)
    except msgspec.MsgspecError as error:
        raise NotADataset(f"{path}: not a notice of taskextract ({error}); parse its file again") from error
    if notice.schema_version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise NotADataset(
            f"{path}: schema version {notice.schema_version}, this program reads {SCHEMA_VERSION}; "
            "parse the notices again with this version"
        )
    return notice
