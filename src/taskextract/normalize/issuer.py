"""The body that a title begins with: 山东省教育厅2021年工作要点, 省委教育工委 省教育厅2021年工作要点."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from taskextract.normalize.context import Context
from taskextract.normalize.names import match_name
from taskextract.normalize.official import is_coordination
from taskextract.normalize.scopes import scopes
from taskextract.vocabulary import Vocabulary
from taskextract.vocabulary.words import load_words

_LONGEST = 36
_SHORTEST = 3
_JOINERS = " 　、和与暨\n"


def leading_body(title: str, vocabulary: Vocabulary, on: date | None) -> str | None:
    """The name of the first body that a title begins with, as it stands there; None if it begins with none.

    What follows must show that the name ends there: a year, a mark, or a word such as 工作.
    """
    return _leading(title.strip("《“ "), Context(vocabulary, None, on))


def _leading(text: str, context: Context) -> str | None:
    for end in range(min(len(text) - 1, _LONGEST), _SHORTEST - 1, -1):
        name = text[:end].replace(" ", "")
        if text[end - 1] in _JOINERS or not _is_body(name, context):
            continue
        rest = text[end:].lstrip(_JOINERS)
        if _goes_on().match(rest) or _leading(rest, context) is not None:
            return name
    return None


def _is_body(name: str, context: Context) -> bool:
    match = match_name(name, context)
    if match is not None and match.basis != "elided":
        whole = match.scope is None or match.scope.end < len(name) or match.scope.slot == "c"
        return whole and (match.agency_id is not None or bool(match.scope and match.scope.region is None))
    return is_coordination(name, context.vocabulary) and any(s.region is not None for s in scopes(name, context))


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile("|".join(load_words("envelope")["after_issuer"]))
