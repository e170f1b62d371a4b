"""The outline of a plan: numbered and titled units, nested as their labels and levels say."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from taskextract.extract.outline import UNNUMBERED_RANK, Label, section_kind, split_label
from taskextract.extract.plan_lines import is_heading_like
from taskextract.extract.plan_sentences import is_titled_dash
from taskextract.extract.plan_wrapping import Line
from taskextract.extract.tails import find_tails
from taskextract.strand import Strand


@dataclass(slots=True)
class Node:
    """A unit. `head` is its first line without the label, `lines` the paragraphs below it that are no
    units themselves. `level` is the source's own heading level, `rank` the depth of its label; a unit
    that `runs_on` begins in the paragraph of the unit before."""

    head: Strand
    label: Label | None = None
    mark: Strand | None = None
    level: int | None = None
    rank: int | None = None
    lines: list[Strand] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    runs_on: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the source or its form shows that the first line is a heading and no sentence."""
        return self.level is not None or (self.label is None and self.rank is not None)

    def leaves(self) -> Iterator[Node]:
        """The units below without units of their own, in reading order (the node itself if it has none)."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def descendants(self) -> Iterator[Node]:
        """All units below, in reading order."""
        for child in self.children:
            yield child
            yield from child.descendants()


def build_tree(lines: Sequence[Line]) -> Node:
    """The tree of a plan's lines; the root holds the preamble."""
    root = Node(Strand.empty())
    stack = [root]
    top = 4 if not any(_kind(line) == "han" for line in lines) else UNNUMBERED_RANK
    finer = _finer_mark(lines)
    for i, line in enumerate(lines):
        node = _unit(line, lines[i + 1] if i + 1 < len(lines) else None, top)
        if node is not None and node.label and node.label.kind == "digit" and _mark_of(node.mark) == finer:
            node.label = replace(node.label, kind="digit-finer", rank=node.label.rank + 1)
            node.rank = node.label.rank
        if node is None:
            stack[-1].lines.append(line.strand)
            continue
        while len(stack) > 1 and not _above(stack[-1], node):
            stack.pop()
        node.parent, node.runs_on = stack[-1], line.runs_on
        stack[-1].children.append(node)
        stack.append(node)
    return root


def _mark_of(mark: Strand | None) -> str:
    """The sign behind a label's number: 、 or a point."""
    return "" if not mark else "、" if mark.text.endswith("、") else "."


def _finer_mark(lines: Sequence[Line]) -> str:
    """The sign (、 or the point) whose numbers lie below those with the other one (1、 over 1. 2.); "" if none does.

    Evidence: wherever they begin with 1 it is right below a number of the other sign, and those count on past them.
    """
    seen: list[tuple[str, int]] = []
    for line in lines:
        label, mark, _ = split_label(line.strand)
        if label is not None and label.kind == "digit" and label.number is not None:
            seen.append((_mark_of(mark), label.number))
    for finer in ".、":
        begun = [i for i, (mark, number) in enumerate(seen) if mark == finer and number == 1]
        below = all(i and seen[i - 1][0] != finer for i in begun)
        outer = [number for mark, number in seen if mark != finer]
        past = sum(seen[i][0] == finer and seen[i + 1][0] != finer and seen[i + 1][1] > 1 for i in range(len(seen) - 1))
        if len(begun) > 1 and below and past > 1 and all(b in (1, a + 1) for a, b in itertools.pairwise(outer)):
            return finer
    return ""


def _kind(line: Line) -> str | None:
    label, _, _ = split_label(line.strand)
    return label.kind if label else None


def _unit(line: Line, following: Line | None, top: int) -> Node | None:
    """The unit that a line begins; None for a paragraph of the unit before."""
    label, mark, rest = split_label(line.strand)
    if label is not None and label.kind != "dash":
        return Node(rest, label, mark, line.level, label.rank)
    if label is not None and label.kind == "dash" and is_titled_dash(rest):
        return Node(rest, label, mark, line.level, label.rank)
    if line.level is not None:
        return Node(line.strand, None, None, line.level, None)
    text = line.strand.text
    if (
        label is None
        and following is not None
        and following.level is None
        and is_heading_like(text)
        and not find_tails(line.strand)
    ):
        known = section_kind(text) is not None or text.endswith(
            ("任务", "措施", "工作", "分工", "内容", "要求")
        )
        next_label, _, _ = split_label(following.strand)
        if (
            line.style in ("title", "centered")
            or known
            or next_label is not None
            or len(following.strand) > 2 * len(text)
        ):
            return Node(line.strand, None, None, None, top if known else max(top, UNNUMBERED_RANK))
    return None


def _above(outer: Node, node: Node) -> bool:
    """Whether `node` belongs below `outer`."""
    if outer.level is not None and node.level is not None:
        if outer.level != node.level or outer.rank is None or node.rank is None:
            return outer.level < node.level
        return outer.rank < node.rank
    if outer.rank is not None and node.rank is not None:
        return outer.rank < node.rank
    return outer.level is not None
