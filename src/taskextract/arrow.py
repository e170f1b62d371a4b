"""The Arrow schema of each table, generated from the record types, and rows turned into Arrow tables."""

from __future__ import annotations

import types
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from taskextract.arrow_columns import column
from taskextract.records import TABLES, Record

if TYPE_CHECKING:
    import pyarrow as pa

_PLAIN = {str: "string", int: "int64", float: "double", bool: "bool", date: "date32"}


def schema(table: str) -> pa.Schema:
    """The Arrow schema of `table`: a column a field, in the order of the record type."""
    import pyarrow as pa

    return pa.schema(_fields(TABLES[table]))


def to_table(table: str, rows: Sequence[Record]) -> pa.Table:
    """`rows` of `table` as an Arrow table of exactly `schema(table)`."""
    return record_table(TABLES[table], rows)


def record_table(kind: type[Record], rows: Sequence[Record]) -> pa.Table:
    """`rows`, all of one record type, as an Arrow table."""
    import pyarrow as pa

    columns = pa.schema(_fields(kind))
    arrays = [column([getattr(row, field.name) for row in rows], field.type) for field in columns]
    return pa.Table.from_arrays(arrays, schema=columns)


def without_none(hint: Any) -> tuple[Any, bool]:
    """A type hint without its `| None`, and whether it had one."""
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        if len(parts) != 1:
            raise TypeError(f"a column cannot hold {hint}: one type, or one type and None")
        return parts[0], True
    return hint, False


def _fields(kind: type[Record]) -> list[pa.Field]:
    import pyarrow as pa

    hints = get_type_hints(kind)
    out = []
    for name in kind.__struct_fields__:
        hint, nullable = without_none(hints[name])
        out.append(pa.field(name, _type(hint), nullable=nullable))
    return out


def _type(hint: Any) -> pa.DataType:
    import pyarrow as pa

    if hint in _PLAIN:
        return pa.type_for_alias(_PLAIN[hint])
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (list, tuple):
        return pa.list_(_type(args[0]))
    if isinstance(hint, type) and issubclass(hint, Record):
        return pa.struct(_fields(hint))
    raise TypeError(f"no Arrow type for {hint}")
