"""Responsibility tails inside measure cells, for tables without a column of bodies."""

from __future__ import annotations

import re
from dataclasses import replace

from taskextract.extract.drafts import MeasureDraft
from taskextract.extract.sentences import CLOSERS
from taskextract.extract.tails import find_tails

_LABELLED = re.compile(r"[（(〔\[](?:主要|牵头|配合|责任|参加)*(?:责任|牵头|配合|负责|参加)?(?:单位|部门)[:：]")


def has_labelled_tail(text: str) -> bool:
    """Whether a cell's text holds a bracketed tail with a label (`（责任单位：…）`)."""
    return bool(_LABELLED.search(text))


def with_tail(draft: MeasureDraft) -> MeasureDraft:
    """A measure without bodies or a time limit of its own takes them from the tail that closes its text."""
    body = draft.body
    if (draft.duties and draft.deadline) or not body.text.rstrip("。；;").endswith(tuple(CLOSERS)):
        return draft
    for tail in find_tails(body):
        if len(body) - tail.end > 1 or not tail.start or body.text[tail.start] not in "（(〔[":
            continue
        rest = body[: tail.start] + body[tail.end :]
        if not draft.duties and tail.duties and tail.strength in {"label", "verb", "list"}:
            return replace(draft, body=rest, duties=tail.duties, deadline=draft.deadline or tail.deadline)
        if tail.strength == "time" and draft.deadline is None and not tail.duties:
            return replace(draft, body=rest, deadline=tail.deadline, framing=(*draft.framing, tail.frame))
    return draft
