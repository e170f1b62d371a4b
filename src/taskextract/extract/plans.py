"""Prose plans: numbered sections whose items carry responsibility tails.

A task is the lowest unit that the notice numbers or titles and that holds measures. Goals,
principles, safeguards and the preamble are no tasks; their sentences are loose measures of those
kinds. A safeguard for which a tail names bodies is a task like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from taskextract.extract.drafts import Duty, MeasureDraft, NoticeDraft, Part, TaskDraft
from taskextract.extract.outline import read_label, section_kind
from taskextract.extract.plan_bind import bind
from taskextract.extract.plan_items import Item, read_item, title_separator, titled_kinds, titled_siblings
from taskextract.extract.plan_lines import read_lines
from taskextract.extract.plan_rules import Rules, find_rules, find_totals
from taskextract.extract.plan_sentences import read_paragraph
from taskextract.extract.plan_tree import Node, build_tree
from taskextract.extract.plan_wrapping import Line
from taskextract.extract.tail_parts import is_bodies
from taskextract.extract.tails import Tail, find_tails
from taskextract.findings import Finding
from taskextract.records import MeasureKind
from taskextract.strand import Strand, join
from taskextract.vocabulary.words import load_words


@dataclass(slots=True)
class _Plan:
    """What is found on the way through the tree."""

    rules: Rules
    items: dict[int, Item] = field(default_factory=dict)
    tasks: list[TaskDraft] = field(default_factory=list)
    loose: list[MeasureDraft] = field(default_factory=list)
    framing: list[Strand] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def extract(part: Part) -> tuple[NoticeDraft, tuple[Finding, ...]]:
    """The draft of a prose plan: its tasks, loose measures, and the rules that hold for all of it."""
    read = read_lines(part)
    letter, lines = _part_letter(part, read.lines)
    root = build_tree(lines)
    closing = _release_closing(root)
    told = (*(x.strand for x in read.lines), *part.envelope.framing, *read.notes)
    plan = _Plan(find_rules(told), framing=list(read.framing), findings=list(read.findings))
    for top, kind in ((build_tree(letter), "safeguard"), (root, None)):
        _read_items(top, titled_kinds(top), plan)
        _walk(top, (), kind, (), plan)
    _emit_lines(closing, "safeguard", plan)
    if not plan.tasks:
        plan.findings.append(
            Finding("no-tasks", "no numbered or titled unit holds measures; check that this is a plan")
        )
    announced = [s for s in (part.envelope.title, *part.envelope.framing, *root.lines) if s is not None]
    draft = NoticeDraft(
        "plan",
        tuple(plan.tasks),
        tuple(plan.loose),
        framing=tuple(s for s in plan.framing if s),
        lead_rule=plan.rules.lead_rule,
        lead_mark=plan.rules.lead_mark,
        default_duties=plan.rules.default_duties,
        totals=tuple(total for s in announced for total in find_totals(s)),
    )
    return draft, tuple(plan.findings)


def _part_letter(part: Part, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What a covering letter says beside handing over (各牵头单位要…), and the lines of the plan below it.

    Evidence: the letter is signed and dated before the plan begins, and names nobody in a tail.
    """
    signed = part.envelope.issued_on
    if signed is None:
        return (), lines
    before = tuple(x for x in lines if x.strand.starts[0] < signed.starts[0])
    after = lines[len(before) :]
    if not before or sum(read_label(x.strand.text) is not None for x in after) < 2:
        return (), lines
    if any(t.duties for x in before for t in find_tails(x.strand)):
        return (), lines
    return before, after


def _read_items(node: Node, kinds: dict[str, bool], plan: _Plan) -> None:
    titled, separator = titled_siblings(node.children, kinds), title_separator(node.children)
    for child in node.children:
        plan.items[id(child)] = read_item(child, titled, separator)
        _read_items(child, kinds, plan)


def _walk(
    node: Node, section: tuple[Strand, ...], kind: str | None, inherited: Sequence[Tail], plan: _Plan
) -> None:
    """Emit a unit and what stands below it. `kind` is that of the section around it."""
    if node.parent is None:
        default: MeasureKind = "purpose" if node.children else "action"
        _emit_lines(node.lines, cast(MeasureKind, kind) if kind else default, plan)
        below = section
    else:
        item = plan.items[id(node)]
        if kind is not None or node.parent.parent is None or _is_exact_kind(item):
            said = section_kind(item.title.text, closing=_closes(node, plan)) if item.title else None
            kind = said or kind or _closing_kind(node, plan)
        if not node.children:
            _emit(item, section, kind, inherited, plan)
            return
        inherited = [t for t in item.title_tails if t.duties] or _named_body(item, plan) or inherited
        inherited = _closing_tails(node, plan) or inherited
        _emit_introduction(item, section, kind, inherited, plan)
        below = (*section, join([node.mark or Strand.empty(), item.title])) if item.title else section
    shared = _paragraph_tails(node, plan)
    for child in node.children:
        if node.parent is not None and (below_item := plan.items[id(child)]).target is None:
            below_item.target = plan.items[id(node)].target
        _walk(child, below, kind, shared.get(id(child), inherited), plan)


def _closes(node: Node, plan: _Plan) -> bool:
    """Whether no section of tasks follows a unit beside it."""
    for later in reversed(node.parent.children if node.parent else []):
        if later is node:
            break
        title = plan.items[id(later)].title
        if title is None or section_kind(title.text) is None:
            return False
    return True


def _closing_kind(node: Node, plan: _Plan) -> str | None:
    """A last section of unnumbered paragraphs without tails, where the sections before have them, secures the rest."""
    root = _root(node)
    if node.parent is not root or node is not root.children[-1] or node.children or len(root.children) < 2:
        return None
    before = [leaf for child in root.children[:-1] if child.children for leaf in child.leaves()]
    with_tails = sum(any(t.duties for t in plan.items[id(leaf)].tails) for leaf in before)
    return "safeguard" if with_tails > 1 and not plan.items[id(node)].tails else None


def _is_exact_kind(item: Item) -> bool:
    """Whether a title says goal or principle and nothing else, which no task's title does."""
    return (
        item.title is not None
        and section_kind(item.title.text) in ("goal", "principle")
        and len(item.title) <= 6
    )


def _emit_lines(lines: list[Strand], kind: MeasureKind, plan: _Plan) -> None:
    """Paragraphs outside every unit: the preamble, closing words."""
    if not lines:
        return
    item = read_item(Node(lines[0][:0], lines=lines), False, None)
    bound = bind(item, kind, (), None)
    plan.loose.extend(replace(m, duties=bound.duties + m.duties) for m in bound.measures)
    plan.framing.extend(
        [*item.framing, *bound.framing, *(() if bound.measures else (t.frame for t in item.tails))]
    )


def _emit_introduction(
    item: Item, section: tuple[Strand, ...], kind: str | None, inherited: Sequence[Tail], plan: _Plan
) -> None:
    """What stands between a section's title and the units below it."""
    title = [s for s in (item.node.mark, item.title) if s]
    tails = [t for s in item.sentences for t in s.tails]
    if any(t.duties for t in tails) or (tails and kind is None):
        _emit(item, section, kind, (), plan)
        return
    plan.framing.extend([*title, *item.framing, *(t.frame for t in item.title_tails)])
    bound = bind(item, cast(MeasureKind, kind or "action"), (), None)
    duties: tuple[Duty, ...] = tuple(d for t in inherited for d in t.duties)
    for measure in bound.measures:
        plan.loose.append(measure if measure.duties or kind else replace(measure, duties=duties))


def _emit(
    item: Item, section: tuple[Strand, ...], kind: str | None, inherited: Sequence[Tail], plan: _Plan
) -> None:
    """A unit without units below it: a task, or loose measures of its section's kind."""
    node = item.node
    title = [s for s in (node.mark, item.title) if s]
    if not item.sentences:
        plan.framing.extend([*title, *item.framing, *(t.frame for t in item.tails)])
        return
    named = any(t.duties for t in (*item.tails, *inherited)) or item.body_duty is not None
    is_task = kind is None or named
    bound = bind(
        item,
        "action" if is_task else cast(MeasureKind, kind),
        inherited,
        plan.rules.default_scope if is_task else None,
    )
    plan.findings.extend(bound.findings)
    if not is_task:
        plan.framing.extend([*title, *item.framing, *bound.framing])
        plan.loose.extend(bound.measures)
        return
    plan.tasks.append(
        TaskDraft(
            tuple(bound.measures),
            node.label.number if node.label else None,
            node.mark,
            item.title,
            section,
            bound.duties,
            bound.deadline,
            (*item.framing, *bound.framing),
        )
    )


def _named_body(item: Item, plan: _Plan) -> list[Tail]:
    """The body that a section is headed by (一、市教育局, its duties numbered below), taken as its tail."""
    if item.title is None:
        return []
    if charged := re.fullmatch(load_words("outline")["charged_section"], item.title.text):  # 一、区教育局牵头任务
        who = item.title[: charged.end("verb")]
        return [Tail(0, 0, item.title, "verb", (Duty(who),))] if is_bodies(charged["who"], strict=True) else []
    if not is_bodies(item.title.text, strict=True):
        return []
    if any(t.duties for n in item.node.descendants() for t in plan.items[id(n)].tails):
        return []
    return [Tail(0, 0, item.title, "list", (Duty(item.title, "responsible"),), certainty=0.8)]


def _closing_tails(node: Node, plan: _Plan) -> list[Tail]:
    """Tails that close a whole section: at the end of its last unit, none at the units before.

    Evidence: the tail stands on a line of its own, or the units before end in semicolons, or every
    section of the notice with tails and several units has them at the last unit alone.
    """
    items = [plan.items[id(c)] for c in node.children]
    if not _closes_last(items) or any(c.children for c in node.children):
        return []
    last = items[-1]
    listed = all(i.sentences and i.sentences[-1].body.text.endswith(("；", ";")) for i in items[:-1])
    if not (last.own_line or listed or _always_last(node, plan)):
        return []
    return _taken(last, plan)


def _paragraph_tails(node: Node, plan: _Plan) -> dict[int, list[Tail]]:
    """Tails that close a paragraph in which numbered items run on (1.…。2.…。（A牵头）): they hold for its items.

    Evidence: the tail stands at the last of them alone, and every other paragraph of the section ends with tails.
    """
    groups: list[list[Node]] = []
    for child in node.children:
        if child.runs_on and groups:
            groups[-1].append(child)
        else:
            groups.append([child])
    if node.runs_on or not all(plan.items[id(group[-1])].tails for group in groups):
        return {}
    shared: dict[int, list[Tail]] = {}
    for group in groups:
        items = [plan.items[id(child)] for child in group]
        if _closes_last(items) and not any(child.children for child in group):
            shared |= dict.fromkeys(map(id, group), _taken(items[-1], plan))
    return shared


def _taken(item: Item, plan: _Plan) -> list[Tail]:
    """The tails at a unit's end, taken from its last sentence to hold for more than it."""
    tails = list(item.sentences[-1].tails)
    item.sentences[-1] = replace(item.sentences[-1], tails=())
    plan.framing.extend(t.frame for t in tails if not t.duties)  # a time limit's label
    return tails


def _closes_last(items: Sequence[Item]) -> bool:
    if len(items) < 2 or any(i.tails for i in items[:-1]):
        return False
    last = items[-1]
    return (
        bool(last.sentences)
        and bool(last.sentences[-1].tails)
        and len([s for s in last.sentences if s.tails]) == 1
    )


def _always_last(node: Node, plan: _Plan) -> bool:
    groups = [[plan.items[id(c)] for c in n.children] for n in _sections(_root(node)) if len(n.children) > 1]
    with_tails = [g for g in groups if any(i.tails for i in g)]
    return len(with_tails) > 1 and all(_closes_last(g) for g in with_tails)


def _sections(node: Node) -> list[Node]:
    return [x for c in node.children for x in ([c, *_sections(c)] if c.children else [])]


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _release_closing(root: Node) -> list[Strand]:
    """Closing paragraphs (各牵头单位要…) parted from the last unit.

    Evidence: a tail closes the unit before them, and tails close the other units too.
    """
    leaves = [leaf for leaf in root.leaves() if leaf is not root]
    if len(leaves) < 3 or not leaves[-1].lines:
        return []
    last = leaves[-1]
    texts = [read_paragraph(x) for x in (last.head, *last.lines)]
    with_tail = [i for i, t in enumerate(texts) if t.tails or any(x.tails for x in t.sentences)]
    if not with_tail or with_tail[-1] == len(last.lines):
        return []
    others = [read_paragraph(([leaf.head, *leaf.lines])[-1]) for leaf in leaves[:-1]]
    closed = sum(bool(t.tails or (t.sentences and t.sentences[-1].tails)) for t in others)
    if closed * 3 < 2 * len(others):
        return []
    closing = last.lines[with_tail[-1] :]
    del last.lines[with_tail[-1] :]
    return closing
