"""Merged offices are read as the office of their first duty, and nothing else is."""

from __future__ import annotations

import pytest

from taskextract.vocabulary import load
from taskextract.vocabulary.merged import merged_office
from taskextract.vocabulary.words import load_words


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("经济科技信息化局", "iit"),
        ("住房城乡建设和水利局", "housing"),
        ("外事侨务办公室", "foreign_affairs"),
        ("教育体育局", "education"),
        ("发展改革和科技局", "drc"),
        ("工业和信息化局", None),
        ("农业农村局", None),
        ("经济开发区管委会", None),
        ("教育科学研究院", None),
        ("旅游集团", None),
    ],
)
def test_first_duty(name: str, key: str | None) -> None:
    assert merged_office(name) == key


def test_every_key_is_a_body() -> None:
    assert [key for key in load_words("merged") if key not in load().bodies] == []
