"""What stands between two lines of a cell of bodies: the middle of a name, the middle of a list, or a new list."""

from __future__ import annotations

import pytest

from taskextract.extract.table_names import SURE, Names, between

SEEN = Names({"省教育厅": 3, "省财政厅": 4, "省水利厅": 2, "省林业局": 2, "省住房城乡建设厅": 2}, leveled=1.0)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("省教育厅、", "省财政厅"),
        ("省教育厅", "、省财政厅"),
        ("省住房城乡建", "设厅、省财政厅"),
        ("省教育厅（省语", "委办）"),
        ("省教育厅、省财政厅按职责分工", "负责"),
        ("各市人民", "政府"),
        ("省教育厅、省财政厅等", "部门按职责分工负责"),
    ],
)
def test_a_list_goes_on(above: str, below: str) -> None:
    assert between(above, [below], SEEN) < 0


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("省教育厅、省财政厅", "省水利厅、省林业局"),
        ("省教育厅、省财政厅等", "省水利厅、省林业局"),
        ("省教育厅牵头，省财政厅配合", "省水利厅、省林业局"),
        ("省教育厅、省财政厅", "省教育厅、省林业局"),
    ],
)
def test_a_new_list_begins(above: str, below: str) -> None:
    assert between(above, [below], SEEN) > 0


def test_a_label_surely_begins_a_list() -> None:
    assert between("省教育厅、省财政厅", ["配合单位：省水利厅"], SEEN) > SURE
    assert between("牵头单位：省教育厅、", ["省水利厅"], SEEN) < -SURE
