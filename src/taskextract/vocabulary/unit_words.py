"""Names of units inside a body (办公室, 财务处, 厅机关党委), by the words of `internal_units.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from taskextract.vocabulary.words import load_words

_OPEN = re.compile(r"各|有关|相关|其他|其它|涉及|所有|所属|本")
_PLACED = re.compile(r"[省市县区州盟旗](?!场|级|域|际|民|政|委|直|管)|国家|中央|国务院")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What a unit's name looks like; `own` are the words for its body that may stand before it."""

    common: re.Pattern[str]
    usual: re.Pattern[str]
    subordinate: re.Pattern[str]
    never: re.Pattern[str]
    own: tuple[str, ...]


def unit_name(text: str) -> str | None:
    """A unit's name without its body's own word before it; None if the text names no unit.

    `厅办公室` → `办公室`, `规划财务处` as it is, `省财政厅` → None.
    """
    patterns = _patterns()
    if _OPEN.match(text) or patterns.never.search(text):
        return None
    names = [text[len(own) :] for own in patterns.own if text.startswith(own)]
    common = next((n for n in (*names, text) if patterns.common.fullmatch(n)), None)
    if common is not None:
        return common
    names = names if text.startswith(("厅", "局")) else []
    return next((n for n in (*names, text) if patterns.usual.fullmatch(n) and not _PLACED.match(n)), None)


def subordinate_name(text: str) -> str | None:
    """The name of an office below a body that says no place (执法支队, 质量安全监督站); None for any other."""
    patterns = _patterns()
    found = not _OPEN.match(text) and patterns.subordinate.fullmatch(text) and not patterns.never.search(text)
    return text if found and not _PLACED.match(text) else None


def is_common_unit(text: str) -> bool:
    """Whether a bare name is one that nearly every body has a unit of (办公室, 机关党委)."""
    return _patterns().common.fullmatch(text) is not None


@cache
def _patterns() -> _Patterns:
    words = load_words("internal_units")

    def any_of(key: str) -> str:
        return "|".join(re.escape(w) for w in sorted(words[key], key=lambda w: (-len(w), w)))

    remark = "(?:（[一-龥、]{2,16}[处科股室司办]）)?"
    longest = words["longest"]
    return _Patterns(
        re.compile(rf"(?:{any_of('names')}){remark}"),
        re.compile(rf"[一-龥、（）]{{2,{longest}}}(?:{any_of('endings')}){remark}"),
        re.compile(rf"[一-龥]{{2,{longest}}}(?:{any_of('subordinate')})"),
        re.compile(rf"(?:{any_of('never')})$"),
        tuple(sorted(words["own"], key=lambda w: (-len(w), w))),
    )
