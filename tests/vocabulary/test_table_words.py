"""The words of table headers, cells and topics: examples resolve, nothing stands twice."""

from __future__ import annotations

from collections import Counter

import pytest

from taskextract.extract.table_headers import column_of
from taskextract.vocabulary.table_words import HeaderWord, cell_words, header_words, topics

FIELDS = {
    "index", "task", "measure", "group", "lead", "support", "responsible", "guide", "implement", "people",
    "time", "target", "remark", "aside", "decoy",
}  # fmt: skip


@pytest.mark.parametrize("word", header_words(), ids=lambda w: w.word)
def test_each_header_example_resolves_to_its_field(word: HeaderWord) -> None:
    assert word.field in FIELDS
    column = column_of(word.example)
    assert column is not None
    assert column.field == word.field


def test_no_header_word_stands_twice() -> None:
    assert max(Counter(w.word for w in header_words()).values()) == 1


def test_cell_words_are_told_apart() -> None:
    words = cell_words()
    for group in (words.agency_endings, words.level_words, words.verbs, words.duty_words):
        assert len(set(group)) == len(group)
    assert not set(words.level_words) & set(words.verbs)


def test_topics_have_words_and_no_name_twice() -> None:
    assert max(Counter(t.topic for t in topics()).values()) == 1
    for topic in topics():
        assert topic.words
        assert max(Counter(topic.words).values()) == 1
