"""Made plans: tasks, measures and the tails that hold for each come out as they were put in."""

from __future__ import annotations

import pytest
from plan_made import make

from taskextract.extract.drafts import Duty, TaskDraft
from taskextract.extract.envelope import part_of
from taskextract.extract.plans import extract
from taskextract.readers.text import read_text
from taskextract.strand import is_blank


def held(duties: tuple[Duty, ...]) -> tuple[str, ...]:
    """The duties' texts, those of one bracketed tail joined again."""
    return tuple(d.text.text for d in duties)


def found(task: TaskDraft) -> tuple[str | None, list[tuple[str, str]]]:
    measures = [(m.body.text, "；".join(held(m.duties or task.duties))) for m in task.measures]
    return (task.name.text if task.name else None, measures)


@pytest.mark.parametrize("seed", range(60))
def test_made_plan(seed: int) -> None:
    made = make(seed)
    draft, _ = extract(part_of(read_text(made.text)))
    expected = [(title, [(s, "；".join(tails)) for s, tails in measures]) for title, measures in made.tasks]
    assert [found(t) for t in draft.tasks] == expected


@pytest.mark.parametrize("seed", range(20))
def test_made_plan_wrapped_by_hand(seed: int) -> None:
    """The same plan with its lines cut at 30 characters."""
    made = make(seed)
    wrapped = "\n".join(line[i : i + 30] for line in made.text.splitlines() for i in range(0, len(line), 30))
    whole, _ = extract(part_of(read_text(made.text)))
    broken, _ = extract(part_of(read_text(wrapped)))
    texts = [m.body.text for t in whole.tasks for m in t.measures]
    again = [m.body.text for t in broken.tasks for m in t.measures]
    assert sum(t in again for t in texts) >= 0.93 * len(texts)


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost(seed: int) -> None:
    document = read_text(make(seed).text)
    part = part_of(document)
    draft, _ = extract(part)
    strands = [*draft.framing]
    for m in (*draft.loose, *(m for t in draft.tasks for m in t.measures)):
        strands += [m.body, *m.framing, *(d.frame or d.text for d in m.duties)]
    for t in draft.tasks:
        strands += [s for s in (t.label, t.name) if s] + [
            *t.section,
            *t.framing,
            *(d.frame or d.text for d in t.duties),
        ]
    e = part.envelope
    strands += [s for s in (e.title, *e.issuers, *e.framing) if s]
    used = {i for s in strands for span in s.spans for i in range(span.start, span.end)}
    assert "".join(c for i, c in enumerate(document.text) if i not in used and not is_blank(c)) == ""
