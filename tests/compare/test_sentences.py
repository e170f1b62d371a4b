"""What a comparison says: whole in both languages, and nothing that nobody says."""

from __future__ import annotations

import re
import string
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
import yaml

from taskextract.compare.sentences import say
from taskextract.diff_records import NoteKind
from taskextract.records import Role

SOURCE = Path(__file__).parent.parent.parent / "src" / "taskextract"
SENTENCES = yaml.safe_load(files("taskextract.compare").joinpath("sentences.yml").read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", SENTENCES)
def test_both_languages_say_the_same(name: str) -> None:
    english, chinese = SENTENCES[name]
    assert fields(english) - {"s"} == fields(chinese)
    assert re.search(r"[一-鿿]|\{", chinese)


def test_every_sentence_is_said_and_every_role_has_one() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    roles = {f"role_{role}" for role in get_args(Role)}
    assert roles <= set(SENTENCES)
    assert [name for name in SENTENCES if f'"{name}"' not in code and name not in roles] == []


def test_a_sentence_is_filled_in() -> None:
    assert say("reordered_list", count=1).english == "1 list of bodies in another order"
    assert say("reordered_list", count=2) == ("2 lists of bodies in another order", "2份单位名单仅顺序不同")
    assert say("task_removed", task=say("task", name="{x}")).chinese == "删除任务“{x}”"


def test_every_note_is_made_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))
    assert [kind for kind in get_args(NoteKind) if code.count(f'"{kind}"') < 2] == []
