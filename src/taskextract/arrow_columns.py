"""Columns of Arrow arrays laid out from plain values and records.

`pyarrow.array` would do the same, but its first call imports pandas, which costs more than a small
run's whole writing. Layouts: https://arrow.apache.org/docs/format/Columnar.html
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """`values` (None where missing) as an array of `kind`; records stand for structs."""
    import pyarrow as pa

    buffers: list[pa.Buffer | None] = [_bits([value is not None for value in values])]
    children: list[pa.Array] = []
    if pa.types.is_string(kind):
        data = [b"" if value is None else value.encode() for value in values]
        buffers += [_offsets(data), pa.py_buffer(b"".join(data))]
    elif pa.types.is_list(kind):
        items = [() if value is None else value for value in values]
        buffers.append(_offsets(items))
        children.append(column(list(chain.from_iterable(items)), kind.value_type))
    elif pa.types.is_struct(kind):
        children += [
            column([None if value is None else getattr(value, field.name) for value in values], field.type)
            for field in kind
        ]
    else:
        buffers.append(_fixed(values, kind))
    return pa.Array.from_buffers(kind, len(values), buffers, children=children or None)


def _fixed(values: Sequence[Any], kind: pa.DataType) -> pa.Buffer:
    import pyarrow as pa

    if pa.types.is_boolean(kind):
        return _bits([bool(value) for value in values])
    if pa.types.is_date32(kind):
        return pa.py_buffer(array("i", [0 if value is None else value.toordinal() - _EPOCH for value in values]))
    code = {pa.int64(): "q", pa.float64(): "d"}[kind]
    return pa.py_buffer(array(code, [0 if value is None else value for value in values]))


def _bits(flags: Sequence[bool]) -> pa.Buffer:
    """One bit a flag, the first in the lowest bit of the first byte."""
    import pyarrow as pa

    number = int("".join("1" if flag else "0" for flag in reversed(flags)) or "0", 2)
    return pa.py_buffer(number.to_bytes((len(flags) + 7) // 8, "little"))


def _offsets(items: Sequence[Sequence[Any]]) -> pa.Buffer:
    import pyarrow as pa

    return pa.py_buffer(array("i", accumulate(map(len, items), initial=0)))
