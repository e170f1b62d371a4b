"""Prose plans: every notice of `plans/` against its answers, read by hand from the notice."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from taskextract.document import Document, Span
from taskextract.extract.drafts import MeasureDraft, NoticeDraft, Part, TaskDraft
from taskextract.extract.envelope import part_of
from taskextract.extract.plan_items import blank_at
from taskextract.extract.plans import extract
from taskextract.readers.text import read_text
from taskextract.strand import Strand, is_blank, is_blank_text

NOTICES = sorted(Path(__file__).with_name("plans").glob("*.txt"))


def load(path: Path) -> Part:
    return part_of(read_text(path.read_text(encoding="utf-8")))


def measure_answer(measure: MeasureDraft) -> dict[str, Any]:
    answer: dict[str, Any] = {"text": measure.body.text}
    if measure.kind != "action":
        answer["kind"] = measure.kind
    if measure.duties:
        answer["duties"] = [duty_answer(d) for d in measure.duties]
    for name in ("theme", "deadline", "target", "remark"):
        if value := getattr(measure, name):
            answer[name] = value.text
    if measure.persons:
        answer["persons"] = [p.text for p in measure.persons]
    return answer


def duty_answer(duty: Any) -> str:
    return duty.text.text + (f" → {duty.role}" if duty.role else "")


def task_answer(task: TaskDraft) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "label": task.label.text if task.label else None,
        "number": task.number,
        "name": task.name.text if task.name else None,
        "section": [s.text for s in task.section],
    }
    if task.duties:
        answer["duties"] = [duty_answer(d) for d in task.duties]
    if task.deadline:
        answer["deadline"] = task.deadline.text
    answer["measures"] = [measure_answer(m) for m in task.measures]
    return answer


def answers(draft: NoticeDraft) -> dict[str, Any]:
    return {
        "lead_rule": draft.lead_rule,
        "lead_mark": draft.lead_mark,
        "default_duties": [duty_answer(d) for d in draft.default_duties],
        "totals": [[n, word] for n, word, _ in draft.totals],
        "loose": [measure_answer(m) for m in draft.loose],
        "tasks": [task_answer(t) for t in draft.tasks],
    }


def used_offsets(part: Part, draft: NoticeDraft) -> set[int]:
    """Offsets of the canonical text that lie in some field of the draft or of the envelope."""
    fields: list[Strand | None] = [*draft.framing, *(d.frame for d in draft.default_duties)]
    measures = [*draft.loose, *(m for t in draft.tasks for m in t.measures)]
    for task in draft.tasks:
        fields += [task.label, task.name, task.deadline, *task.section, *task.framing]
        fields += [s for d in task.duties for s in (d.text, d.frame)]
    for m in measures:
        fields += [m.body, m.theme, m.deadline, m.target, m.remark, *m.persons, *m.framing]
        fields += [s for d in m.duties for s in (d.text, d.frame)]
    e = part.envelope
    fields += [e.title, e.doc_number, *e.issuers, e.issued_on, e.addressee, *e.framing]
    return {i for s in fields if s for span in s.spans for i in range(span.start, span.end)}


def unused(part: Part, draft: NoticeDraft) -> str:
    used = used_offsets(part, draft)
    text = part.document.text
    return "".join(c for i, c in enumerate(text) if i not in used and not is_blank(c))


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_notice(path: Path) -> None:
    draft, _ = extract(load(path))
    assert answers(draft) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_nothing_is_lost(path: Path) -> None:
    part = load(path)
    draft, _ = extract(part)
    assert unused(part, draft) == ""


@pytest.mark.parametrize("path", NOTICES, ids=lambda p: p.stem)
def test_spans_slice_back(path: Path) -> None:
    part = load(path)
    draft, _ = extract(part)
    for task in draft.tasks:
        for measure in task.measures:
            pieces = "".join(part.document.text[s.start : s.end] for s in measure.body.spans)
            assert pieces == measure.body.raw
            assert "".join(c for c in pieces if not is_blank(c)) == measure.body.text.replace(" ", "")


def draft_of(text: str) -> NoticeDraft:
    return extract(part_of(read_text(text)))[0]


@pytest.mark.parametrize(
    ("head", "at"),
    [("推进数字化　改造全市企业", 5), ("推进数字化  改造全市企业", 5), ("推进数字化\n　　改造全市企业", 0), ("推进数字化 改造全市企业", 0), ("到年底，推进　数字化", 0)],
)
def test_a_wide_blank_ends_a_title_and_a_line_break_does_not(head: str, at: int) -> None:
    assert blank_at(Strand.over(head, 0, len(head))) == at


def test_empty_body() -> None:
    document = Document("", (), "text/plain")
    draft, findings = extract(part_of(document))
    assert draft.tasks == ()
    assert [f.code for f in findings] == ["no-tasks"]


def test_only_a_cover_letter() -> None:
    draft = draft_of("各有关单位：\n请认真落实。")
    assert draft.tasks == ()


@pytest.mark.parametrize(
    "broken",
    [
        "一、重点\n1.建设甲（责任单位：\n",
        "（（（\n1.\n（一）\n——\n。\n",
        "1.\n2.\n3.\n",
        "责任单位：\n牵头单位：甲局\n",
        "一、\n（责任单位：市财政局）\n",
        "公路方面，\n方面，甲；\n",
        "一、甲。。。！！（责任单位：乙局）。。\n",
        "）））一、】】\n“未完\n《未完\n",
    ],
)
def test_broken_text_is_kept(broken: str) -> None:
    document = read_text(broken)
    part = part_of(document)
    draft, _ = extract(part)
    assert unused(part, draft) == ""


_SCRAPS = (
    "一、", "二、", "（一）", "1.", "（1）", "——", "责任单位：", "牵头单位：", "市财政局", "、", "，", "。", "；", "：",
    "（", "）", "《", "》", "“", "”", "\n", "\n", "公路方面，", "6月底前", "负责", "牵头", "完成时限：", "保障措施",
    "各县（市、区）政府", "推进甲工程建设", "工作目标", "列首位的为牵头单位", "　", "【责任单位】", "注：", "第一章",
)  # fmt: skip


def test_scraps_in_any_order_are_kept() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        scraps = "".join(rng.choice(_SCRAPS) for _ in range(rng.randint(1, 30)))
        if is_blank_text(scraps):
            continue
        part = part_of(read_text(scraps))
        draft, _ = extract(part)
        assert unused(part, draft) == "", scraps


def test_page_furniture_and_marks_do_not_break_items() -> None:
    text = "一、任务\n1.推进甲。（责任单位：甲局）\n— 3 —\n2.推进乙。（责任单位：乙局）\n"
    draft = draft_of(text)
    assert [m.body.text for t in draft.tasks for m in t.measures] == ["推进甲。", "推进乙。"]


def test_paragraph_cut_by_a_page_is_one() -> None:
    text = "一、任务\n1.推进甲工程，加快建设，\n— 3 —\n尽快投用。（责任单位：甲局）\n"
    document = read_text(text)
    draft, _ = extract(part_of(document))
    measure = draft.tasks[0].measures[0]
    assert measure.body.text == "推进甲工程，加快建设，尽快投用。"
    assert len(measure.body.spans) == 2
    assert isinstance(measure.body.spans[0], Span)
