"""The shape of the vocabulary's files: which fields there are and what each holds, checked before anything is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from taskextract.records import Role
from taskextract.vocabulary.sources import Mistake, VocabularyError, line_of

_TEXTS = frozenset((
    "central", "province", "municipality", "prefecture", "subprovincial", "league", "county", "all", "local",
    "names", "predecessors", "in_lists",
))  # fmt: skip
_WORDS = frozenset(("kind", "region", "parent", "central_parent", "example"))
_DATES = frozenset(("from", "until", "to"))
_MORE = {"departments.yml": ("bodies", "separately_planned")}


def check_bodies_file(source: str, data: bytes, content: Any) -> None:
    """Refuse a file of bodies whose parts are not what they must be, with file, line and reason."""
    if not isinstance(content, dict) or not isinstance(content.get("bodies"), dict):
        raise VocabularyError(f"{source}:1: a mapping `bodies:` is needed")
    allowed = _MORE.get(source.removeprefix("overlay:"), ("bodies",))
    stranger = next((str(key) for key in content if key not in allowed), None)
    if stranger is not None:
        raise VocabularyError(f"{source}:{line_of(data, stranger)}: unknown field {stranger!r} beside `bodies:`")
    for key, entry in content["bodies"].items():
        try:
            _check_body(key, entry)
        except Mistake as error:
            raise VocabularyError(f"{source}:{line_of(data, str(key), error.word)}: {key}: {error}") from None


def _check_body(key: Any, entry: Any) -> None:
    if not isinstance(key, str):
        raise Mistake("a key is a word of letters and _")
    if not isinstance(entry, dict):
        raise Mistake("fields are needed (kind, names, example …)")
    for name, value in entry.items():
        _check_field(str(name), value)
    for item in _list_of(entry.get("history", []), "history"):
        if not isinstance(item, dict) or not item.get("names"):
            raise Mistake("each item of history needs `names`", "history")
        for name, value in item.items():
            _check_field(str(name), value)
    also = entry.get("also", {})
    if not isinstance(also, dict):
        raise Mistake("also holds levels with their names: {province: […]}", "also")
    for level, names in also.items():
        _check_texts(str(level), names)


def _check_field(name: str, value: Any) -> None:
    if name in _TEXTS:
        _check_texts(name, value)
    elif name in _WORDS and name != "region" and not isinstance(value, str):
        raise Mistake(f"{name} must be text, not {value!r}", name)
    elif name in _DATES and not isinstance(value, date):
        raise Mistake(f"{name}: {value!r} is no date such as 2018-10-31", name)


def _check_texts(name: str, value: Any) -> None:
    for text in _list_of(value, name):
        if not isinstance(text, str) or not text.strip():
            raise Mistake(f"{name}: {text!r} is no name; put it into quotes if it is one", str(text))


def check_doubles(source: str, data: bytes, content: Any) -> None:
    """Refuse a name that a list of a user's file holds twice."""
    for key, entry in content["bodies"].items():
        for name in sorted(_TEXTS & set(entry)):
            double = next((text for i, text in enumerate(entry[name]) if text in entry[name][:i]), None)
            if double is not None:
                raise VocabularyError(f"{source}:{line_of(data, key, double)}: {key}: {name}: {double} stands there twice")


def _list_of(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise Mistake(f"{name} must be a list: [{value}]", f"{name}:")
    return value


def check_words_file(source: str, data: bytes, content: Any, ours: Mapping[str, Any]) -> None:
    """Refuse a user's `roles.yml`, `vague.yml` or `slips.yml` that is not shaped like ours."""
    if not isinstance(content, dict):
        raise VocabularyError(f"{source}:1: fields are needed: {', '.join(sorted(ours))}")
    for name, rows in content.items():
        if name not in ours:
            raise VocabularyError(f"{source}:{line_of(data, str(name))}: unknown field {name!r}; there are {', '.join(sorted(ours))}")
        kinds = {type(row) for row in ours[name]}
        if not isinstance(rows, list) or not all(type(row) in kinds for row in rows):
            raise VocabularyError(f"{source}:{line_of(data, name)}: {name} must be a list of what ours holds ({ours[name][0]})")
        for row in rows:
            _check_row(source, data, row)
    for pair in content.get("pairs", ()):
        if len(pair) != 2:
            raise VocabularyError(f"{source}:{line_of(data, 'pairs', pair)}: {pair}: a pair is two characters")


def _check_row(source: str, data: bytes, row: Any) -> None:
    """A pattern must fit its example, a role be one of the dataset's."""
    if not isinstance(row, dict) or "pattern" not in row:
        return
    line = line_of(data, "", str(row.get("example") or row["pattern"]))
    if not row.get("example"):
        raise VocabularyError(f"{source}:{line}: {row['pattern']}: an example is needed")
    if "role" in row and row["role"] not in get_args(Role):
        raise VocabularyError(f"{source}:{line}: unknown role {row['role']!r}; there are {', '.join(get_args(Role))}")
    try:
        fits = re.fullmatch(str(row["pattern"]), str(row["example"]))
    except re.error as error:
        raise VocabularyError(f"{source}:{line}: {row['pattern']}: {error}") from None
    if not fits:
        raise VocabularyError(f"{source}:{line}: the example {row['example']} does not fit {row['pattern']}")
