"""The best pairing overall, and what has moved."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskextract.compare.assign import best_pairs, longest_rising


def test_the_sum_counts_not_the_single_pair() -> None:
    assert best_pairs(np.array([[0.9, 0.8], [0.8, 0.0]])) == [(0, 1), (1, 0)]


@given(st.lists(st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9]), min_size=4, max_size=4), min_size=1, max_size=4))
def test_no_other_choice_is_better(rows: list[list[float]]) -> None:
    scores = np.array(rows)
    found = sum(scores[i, j] for i, j in best_pairs(scores))
    best = max(
        sum(scores[i, j] for i, j in enumerate(columns)) for columns in itertools.permutations(range(4), len(rows))
    )
    assert found == pytest.approx(best)


@pytest.mark.parametrize(
    ("values", "weights", "kept"),
    [
        ([0, 1, 2, 3], [1, 1, 1, 1], {0, 1, 2, 3}),
        ([3, 0, 1, 2], [1, 1, 1, 1], {1, 2, 3}),
        ([1, 0], [1, 5], {1}),
        ([], [], set()),
    ],
)
def test_what_stays_in_order(values: list[int], weights: list[float], kept: set[int]) -> None:
    assert longest_rising(values, weights) == kept
