"""The user's limit of a file's size reaches the readers that have a lower one of their own."""

from pathlib import Path

import pytest

from taskextract import reading
from taskextract.inputs import Input
from taskextract.options import Options
from taskextract.readers import html, text

_ITEM = "1.推进交通建设。（牵头单位：省交通运输厅）\n"


@pytest.mark.parametrize(("name", "before", "module"), [("a.txt", "", text), ("a.html", "<!doctype html><p>", html)])
def test_a_longer_text_is_read_where_the_user_allows_it(
    name: str, before: str, module: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_BYTES", 100)
    path = tmp_path / name
    path.write_text(before + _ITEM * 3, encoding="utf-8")
    refused = reading.read_one(Input(path, name), Options())
    assert refused.problem is not None and refused.problem.code == "file-too-large"
    assert "--max-size" in refused.problem.message
    allowed = reading.read_one(Input(path, name), Options(max_size=1_000_000))
    assert allowed.notice is not None and "交通建设" in allowed.texts[name]
