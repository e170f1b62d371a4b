"""Characters that a file's fonts name as radicals: 工 drawn, ⼯ said.

Many programs name a glyph by the first of the code points that share it, which for some two hundred
of the commonest characters is that of a radical or of a compatibility ideograph.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from taskextract.findings import Finding
from taskextract.readers.page import Run
from taskextract.vocabulary.lookalikes import lookalikes

_DASH = "―"
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufad9]")


def without_radicals(runs: Sequence[Run], seen: Counter[str]) -> None:
    """Put the characters that are drawn in the place of radicals, and count the radicals in `seen`.

    A file whose fonts name radicals names the dash — by its double ― too.
    """
    if not seen and not _RADICAL.search("".join([run.text for run in runs])):
        return
    for run in runs:
        if _RADICAL.search(run.text):
            seen.update(_RADICAL.findall(run.text))
            run.text = _RADICAL.sub(lambda hit: _drawn(hit[0]), run.text)
        if seen and _DASH in run.text:
            run.text = run.text.replace(_DASH, "—")


@cache
def _drawn(char: str) -> str:
    meant = lookalikes().get(char) or unicodedata.normalize("NFKC", char)
    return meant if len(meant) == 1 else char


def told(seen: Counter[str]) -> Finding:
    """What was replaced over the whole file."""
    before = "".join(sorted(seen))
    return Finding(
        "lookalike-character",
        f"{seen.total()} characters that the file's fonts name as radicals were read as the characters they are drawn as",
        before=before, after="".join(map(_drawn, before)), certainty=0.99,
    )  # fmt: skip
