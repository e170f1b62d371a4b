"""What each unit of a plan holds: its title, its sentences, and the tails at its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from taskextract.extract.drafts import Duty
from taskextract.extract.plan_rules import hands_over, is_rule
from taskextract.extract.plan_sentences import ParagraphText, Sentence, read_paragraph
from taskextract.extract.plan_tree import Node
from taskextract.extract.sentences import is_closed
from taskextract.extract.subjects import find_subjects
from taskextract.extract.tail_parts import find_labels, is_bodies
from taskextract.extract.tails import Tail, find_tails
from taskextract.strand import Strand, join

_MAX_TITLE = 25
_MAX_USUAL_TITLE = 40  # where the sibling items have titles too
_MAX_PAIR = 18  # a title of two clauses (深化改革，扩大开放)
_MIN_GROUP = 3
_MAX_SECTION_TITLE = 60
_MAX_LEAD_IN = 45
_MAX_NOTE = 70
_TIME = re.compile(r"^\d{1,2}月|^\d{4}年|底前|月底|年底|\d日前")
_NOTES = ("注：", "注:", "备注：", "联系人", "联系电话", "联系方式")
_COUNTED = re.compile(
    r"\d+(?:\.\d+)?[万亿]?(?:个|家|项|所|座|公里|%|％|场|台|名|人|户|亩|吨|元|次|条|处|套|张)"
)
_COLON_TITLE = re.compile(r"([^，。；：:（(]{2,26})[：:](?=.{6})")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")  # 《关于…的提案》（第12号）
_MARKS = "。.：:；;，, "


@dataclass(slots=True)
class Item:
    """A unit read. `title_tails` stand in or right behind its title; `own_line` says that the tails of
    its last sentence stand on a line of their own."""

    node: Node
    title: Strand | None = None
    title_tails: list[Tail] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    framing: list[Strand] = field(default_factory=list)
    target: Strand | None = None
    remark: Strand | None = None
    body_duty: Duty | None = None
    own_line: bool = False

    @property
    def tails(self) -> list[Tail]:
        """All tails of the unit's own text, at its title and at its sentences."""
        return [*self.title_tails, *(t for s in self.sentences for t in s.tails)]


def read_item(node: Node, titled: bool, separator: str | None) -> Item:
    """Read a unit. `titled` says whether its siblings' first sentences are titles, `separator` what
    parts their titles from the text where it is no full stop (a colon or a blank)."""
    item = Item(node)
    head = _cut_title(node, item, separator)
    texts = [read_paragraph(head, 0)] if head else []
    texts += [
        read_paragraph(line, i + 1) for i, line in enumerate(node.lines) if not _take_field(line, item)
    ]
    if item.title is None and node.head:
        _take_title_sentence(node, item, texts, titled)
    for text in texts:
        _append(item, text)
    if item.title is not None and is_bodies(item.title.text, strict=True) and not item.tails:
        item.body_duty = Duty(item.title, "responsible")
    _drop_lead_in(item)
    _drop_notes(item)
    if item.target is not None and not item.sentences and not node.children:
        item.sentences.append(Sentence(item.target))
        item.target = None
    return item


def _cut_title(node: Node, item: Item, separator: str | None) -> Strand:
    """The head without a title that a colon or a blank parts from it."""
    head = node.head
    if separator == "blank" and (at := blank_at(head)):
        item.title = head[:at]
        return head[at:]
    found = _COLON_TITLE.match(head.text)
    if found and (separator == "colon" or is_bodies(found[1], strict=True)) and not find_labels(found[0]):
        item.title = head[: found.end(1)]
        item.framing.append(head[found.end(1) : found.end()])
        return head[found.end() :]
    return head


def _is_label(text: str) -> bool:
    labels = find_labels(text)
    return bool(labels) and labels[0].start == 0


def blank_at(head: Strand) -> int:
    """Where a wide blank parts a title from the sentence behind it; 0 if nowhere."""
    for i in range(4, min(len(head), _MAX_TITLE)):
        gap = head.gap_before(i)
        if ("\u3000" in gap or len(gap) > 1) and "\n" not in gap:
            return i if not re.search("[，。；：]", head.text[:i]) else 0
    return 0


def _take_field(line: Strand, item: Item) -> bool:
    """Whether a line is the item's target (工作目标：…) or a remark on it (总投资：…), kept in its field."""
    labels = find_labels(line.text)
    if len(labels) != 1 or labels[0].start or labels[0].end >= len(line):
        return False
    if labels[0].value == "remark":
        item.remark = line if item.remark is None else join([item.remark, line])
        return True
    if labels[0].value != "target" or item.target is not None:
        return False
    item.framing.append(line[: labels[0].end])
    item.target = line[labels[0].end :]
    return True


def _take_title_sentence(node: Node, item: Item, texts: list[ParagraphText], titled: bool) -> None:
    """Move the first sentence into the title, where it is one."""
    first = texts[0]
    if not first.sentences or first.sentences[0].theme is not None:
        return
    opening = first.sentences[0]
    if _is_task_above(node, opening):
        return
    others = [s for t in texts for s in t.sentences][1:]
    more = bool(others) or bool(node.children)
    if not (
        _heads(node, opening, others) or (more and _is_title(opening, others, titled, bool(node.children)))
    ):
        return
    text = opening.body
    left = len(text) - len(text.text.lstrip(_MARKS))
    item.title = text[left:].strip(_MARKS)
    rest = (text[:left], text[left + len(item.title) :])
    item.framing.extend(s for s in (*opening.frames, *rest) if s)
    item.title_tails.extend(opening.tails)
    texts[0] = ParagraphText(first.sentences[1:], first.tails, first.framing)


def _is_task_above(node: Node, opening: Sentence) -> bool:
    """Whether a whole sentence with a tail of its own stands above items that have theirs: it is a measure, no title."""
    if not node.children or not is_closed(opening.body.text) or _is_short(opening.body.text):
        return False
    own = [any(t.duties for x in (n.head, *n.lines) for t in find_tails(x)) for n in node.children]
    return sum(own) * 2 > len(own) and any(t.duties for t in opening.tails)


def _heads(node: Node, opening: Sentence, others: Sequence[Sentence]) -> bool:
    """Whether the first sentence is a heading by its form: marked so, or without a closing mark."""
    if node.is_heading:
        return len(opening.body) <= 2 * _MAX_SECTION_TITLE
    below = bool(node.children) or any(s.paragraph > 0 for s in others)
    unmarked = _ASIDE.sub("", opening.body.text) if not opening.tails else opening.body.text
    if is_closed(unmarked):  # a short sentence on a line of its own, paragraphs below it
        alone = bool(others) and all(s.paragraph > 0 for s in others) and not opening.tails
        return alone and len(opening.body) <= _MAX_USUAL_TITLE and opening.body.text.endswith(("。", "."))
    return below


def _is_title(opening: Sentence, others: Sequence[Sentence], titled: bool, has_children: bool) -> bool:
    text = opening.body.text
    if text.endswith(("；", ";")):
        return False
    if is_bodies(text.strip(_MARKS), strict=True):  # 市财政局。负责…
        return True
    if has_children:
        return len(text) <= _MAX_SECTION_TITLE and (not opening.tails or not any(s.tails for s in others))
    if _names_actor(opening.body):
        return False
    if (
        not titled
        or len(text) > _MAX_USUAL_TITLE
        or "；" in text
        or _TIME.search(text)
        or _COUNTED.search(text)
    ):
        return False
    if text.endswith(("：", ":")) and len(text) > _MAX_TITLE:
        return False
    return not opening.tails or not any(s.tails for s in others)


def _append(item: Item, text: ParagraphText) -> None:
    item.framing.extend(text.framing)
    if text.tails:
        if item.sentences:
            last = item.sentences[-1]
            item.sentences[-1] = _with_more(last, text.tails)
            item.own_line = True
        else:
            item.title_tails.extend(text.tails)
    if text.sentences:
        item.own_line = False
    item.sentences.extend(text.sentences)


def _with_more(sentence: Sentence, tails: Sequence[Tail]) -> Sentence:
    return replace(sentence, tails=(*sentence.tails, *tails), inner=False)


def _drop_lead_in(item: Item) -> None:
    """A lead-in before the units below (重点抓好以下工作：) frames them and is no measure."""
    if not item.sentences or not (item.node.children or len(item.sentences) > 1):
        return
    for i, sentence in enumerate(item.sentences):
        last = i + 1 == len(item.sentences)
        text = sentence.body.text
        if (
            text.endswith(("：", ":"))
            and len(text) <= _MAX_LEAD_IN
            and not sentence.tails
            and (not last or item.node.children)
        ):
            item.sentences.remove(sentence)
            item.framing.extend([*sentence.frames, sentence.body])
            return


def _drop_notes(item: Item) -> None:
    """Notes and rules for the whole notice (注：标△的为牵头单位。) frame it and are no measures."""
    for sentence in list(item.sentences):
        text = sentence.body.text
        note = len(text) <= _MAX_NOTE and (is_rule(text) or text.startswith(_NOTES))
        handed = item.node.label is None and hands_over(text)
        if not sentence.tails and (note or handed):
            item.sentences.remove(sentence)
            item.framing.extend([*sentence.frames, sentence.body])


def titled_kinds(root: Node) -> dict[str, bool]:
    """For each kind of label whether the items of the whole notice that bear it have titles."""
    forms: dict[str, list[bool | None]] = {}
    for node in root.descendants():
        if node.label is not None:
            forms.setdefault(node.label.kind, []).append(_has_title_form(node))
    return {kind: _mostly(found) for kind, found in sorted(forms.items())}


def titled_siblings(nodes: Sequence[Node], kinds: dict[str, bool]) -> bool:
    """Whether first sentences of these sibling units are titles: short, without numbers, with more behind them.

    Two in three of them must look so; a group of one or two (or with one that tells) is judged by the whole notice's items
    of its kind.
    """
    forms = [_has_title_form(n) for n in nodes]
    if len(nodes) >= _MIN_GROUP and sum(form is not None for form in forms) > 1:
        return _mostly(forms)
    return all(kinds.get(n.label.kind if n.label else "", True) for n in nodes)


def _mostly(forms: Sequence[bool | None]) -> bool:
    """Two in three of those that go on; and where whole sentences abound, more than a stray one."""
    going = [bool(f) for f in forms if f is not None]
    if len(forms) >= 4 and sum(going) * 4 <= len(forms):
        return False
    return sum(going) * 3 >= 2 * len(going)


def _has_title_form(node: Node) -> bool | None:
    """Whether a unit begins as with a title; None where it is one whole sentence and tells nothing."""
    text = read_paragraph(node.head)
    if node.children or node.is_heading or not text.sentences:
        return True
    first = text.sentences[0]
    others = [*text.sentences[1:], *(s for x in node.lines for s in read_paragraph(x).sentences)]
    if not others:
        return None
    if not is_closed(first.body.text):
        return True
    taken = bool(first.tails) and any(s.tails for s in others)
    return not taken and not _names_actor(first.body) and _is_short(first.body.text)


def _names_actor(sentence: Strand) -> bool:
    """Whether a sentence says who acts (市财政局负责…), which no title does."""
    return any(is_bodies(d.text.text, strict=True) for d in find_subjects(sentence))


def _is_short(text: str) -> bool:
    """Whether a sentence is short as titles are: one clause, or two very short ones."""
    limit = _MAX_PAIR if "，" in text or "," in text else _MAX_TITLE
    return len(text) <= limit and "；" not in text and not _TIME.search(text) and not _COUNTED.search(text)


def title_separator(nodes: Sequence[Node]) -> str | None:
    """`colon` or `blank` where most siblings' titles are parted from their text so."""
    if len(nodes) < 2:
        return None
    blanks = sum(blank_at(n.head) > 0 for n in nodes)
    colons = sum(bool(_COLON_TITLE.match(n.head.text)) and not _is_label(n.head.text) for n in nodes)
    if blanks * 3 >= 2 * len(nodes):
        return "blank"
    return "colon" if colons * 3 >= 2 * len(nodes) else None
