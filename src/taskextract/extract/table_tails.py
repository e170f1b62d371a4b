"""Responsibility tails inside measure cells, for tables without a column of bodies."""

from __future__ import annotations

import re
from dataclasses import replace

from taskextract.extract.drafts import MeasureDraft
from taskextract.extract.tails import find_tails

_LABELLED = re.compile(r"[（(〔\[](?:主要|牵头|配合|责任|参加)*(?:责任|牵头|配合|负责|参加)?(?:单位|部门)[:：]")


def has_labelled_tail(text: str) -> bool:
    """Whether a cell's text holds a bracketed tail with a label (`（责任单位：…）`)."""
    return bool(_LABELLED.search(text))


def with_tail(draft: MeasureDraft) -> MeasureDraft:
    """A measure without bodies of its own takes them from the tail that closes its text."""
    if draft.duties:
        return draft
    body = draft.body
    for tail in find_tails(body):
        closes = len(body) - tail.end <= 1 and tail.start > 0
        if closes and tail.duties and tail.strength in {"label", "verb", "list"} and body.text[tail.start] in "（(〔[":
            rest = body[: tail.start] + body[tail.end :]
            deadline = draft.deadline or tail.deadline
            return replace(draft, body=rest, duties=tail.duties, deadline=deadline)
    return draft
