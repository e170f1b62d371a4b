"""Offices whose names are put together from several offices' duties (经济科技信息化局)."""

from __future__ import annotations

import re
from functools import cache

from taskextract.vocabulary.words import load_words

_ENDING = r"(?:委员会|办公室|服务中心|局|委|办|厅)"


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    keys = {word: key for key, words in load_words("merged").items() for word in words}
    longest_first = sorted(keys, key=lambda w: (-len(w), w))
    word = "|".join(map(re.escape, longest_first))
    whole = re.compile(rf"(?:(?:{word})(?:和|与|、)?){{2,5}}{_ENDING}")
    return whole, re.compile(word), keys


def merged_office(name: str) -> str | None:
    """The key of the first duty in a merged office's name without its place; None for any other name.

    `住房城乡建设和水利局` → `housing`. The duties must be of two offices at least.
    """
    whole, word, keys = _words()
    if not whole.fullmatch(name):
        return None
    duties = [keys[found] for found in word.findall(name)]
    return duties[0] if len(set(duties)) > 1 else None
