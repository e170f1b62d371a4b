"""Where the lines of a long document stand, kept in a few arrays: a tenth of what `Line` objects take."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from taskextract.document import Box, Line


class PackedLines(Sequence[Line]):
    """A growing sequence of lines; each is made anew when it is asked for."""

    __slots__ = ("_boxes", "_edges", "_numbers")

    def __init__(self) -> None:
        self._numbers = array("q")  # start, end, page, vertical, and where its edges begin
        self._boxes = array("f")
        self._edges = array("f")

    def add(self, start: int, end: int, page: int, bbox: Box, edges: array[float], vertical: bool = False) -> None:
        """Add what would be `Line(start, end, …)` after the last one."""
        self._numbers.extend((start, end, page, vertical, len(self._edges)))
        self._boxes.extend(bbox)
        self._edges.extend(edges)

    def __len__(self) -> int:
        return len(self._numbers) // 5

    def parts(self, start: int, end: int) -> list[tuple[int, int, int, Box]]:
        """The stretches of lines between two places of the text, each with its page and box, without making lines."""
        found: list[tuple[int, int, int, Box]] = []
        first = bisect_right(memoryview(self._numbers)[::5], start) - 1
        for i in range(max(first, 0), len(self)):
            begun, ended, page, vertical, at = self._numbers[5 * i : 5 * i + 5]
            if begun >= end:
                break
            here, there = max(start, begun), min(end, ended)
            if here < there:
                one, other = self._edges[at + here - begun], self._edges[at + there - begun]
                low, high = (one, other) if one <= other else (other, one)
                x0, top, x1, bottom = self._boxes[4 * i : 4 * i + 4]
                found.append((here, there, page, (x0, low, x1, high) if vertical else (low, top, high, bottom)))
        return found

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...

    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        if isinstance(index, slice):
            return tuple(self._line(i) for i in range(*index.indices(len(self))))
        return self._line(range(len(self))[index])

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PackedLines):
            return self._state == other._state
        return isinstance(other, (tuple, list)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((len(self), self._numbers[:5].tobytes()))

    def _line(self, i: int) -> Line:
        start, end, page, vertical, at = self._numbers[5 * i : 5 * i + 5]
        x0, top, x1, bottom = self._boxes[4 * i : 4 * i + 4]
        return Line(start, end, page, (x0, top, x1, bottom), self._edges[at : at + end - start + 1], bool(vertical))

    @property
    def _state(self) -> tuple[array[int], array[float], array[float]]:
        return (self._numbers, self._boxes, self._edges)

    def __getstate__(self) -> tuple[array[int], array[float], array[float]]:
        return self._state

    def __setstate__(self, state: tuple[array[int], array[float], array[float]]) -> None:
        self._numbers, self._boxes, self._edges = state
