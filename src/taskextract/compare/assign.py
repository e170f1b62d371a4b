"""The best pairing overall: no other choice of pairs has a larger sum of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def best_pairs(scores: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs (row, column), each row and column at most once, by row; scores of 0 or less are no pairs.

    Rows and columns that no positive score links cannot compete, so each linked block is solved alone.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import bmat, csr_matrix
    from scipy.sparse.csgraph import connected_components

    if not scores.size or not (scores > 0).any():
        return []
    links = csr_matrix(scores > 0, dtype=np.int8)
    _, blocks = connected_components(bmat([[None, links], [links.T, None]], format="csr"), directed=False)
    rows_of = _members(blocks[: scores.shape[0]])
    columns_of = _members(blocks[scores.shape[0] :])
    pairs: list[tuple[int, int]] = []
    for block, rows in sorted(rows_of.items()):
        columns = columns_of.get(block)
        if columns is None:
            continue
        part = np.maximum(scores[np.ix_(rows, columns)], 0.0)
        for i, j in zip(*linear_sum_assignment(part, maximize=True), strict=True):
            if part[i, j] > 0:
                pairs.append((int(rows[i]), int(columns[j])))
    return sorted(pairs)


def _members(blocks: npt.NDArray[np.int32]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for position, block in enumerate(blocks.tolist()):
        found.setdefault(block, []).append(position)
    return found


def longest_rising(values: list[int], weights: list[float]) -> set[int]:
    """Positions of the rising subsequence of `values` with the largest sum of `weights`.

    What is left out of it has moved; the weights make the heavier parts stay. Ties keep the earlier ones.
    """
    from bisect import bisect_left

    ranks = sorted(set(values))
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # Fenwick tree of best (sum, position)
    before: list[int] = []
    best = (0.0, -1)
    for position, (value, weight) in enumerate(zip(values, weights, strict=True)):
        rank = bisect_left(ranks, value)
        found = _prefix_best(tree, rank)
        before.append(found[1])
        here = (found[0] + weight, position)
        _raise(tree, rank + 1, here)
        if here[0] > best[0]:
            best = here
    kept: set[int] = set()
    at = best[1]
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _prefix_best(tree: list[tuple[float, int]], rank: int) -> tuple[float, int]:
    best = (0.0, -1)
    while rank > 0:
        if tree[rank][0] > best[0]:
            best = tree[rank]
        rank -= rank & -rank
    return best


def _raise(tree: list[tuple[float, int]], rank: int, value: tuple[float, int]) -> None:
    while rank < len(tree):
        if value[0] > tree[rank][0]:
            tree[rank] = value
        rank += rank & -rank
