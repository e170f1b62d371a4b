"""One labelled stretch of a duty, read from left to right: names, and the words that give them roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from taskextract.normalize.context import Context
from taskextract.normalize.items import read_item
from taskextract.normalize.lists import Item, Section, items
from taskextract.normalize.names import match_name
from taskextract.normalize.official import ZONE_BODY
from taskextract.normalize.pieces import Piece, whole
from taskextract.normalize.scopes import Scope
from taskextract.numerals import read_number
from taskextract.records import Role
from taskextract.strand import Strand
from taskextract.vocabulary.lookalikes import fold

_INNER = re.compile(r"(?P<first>.{3,}?)(?P<word>牵头|主办|负责|配合)(?:负责|落实|实施)?(?=.{2,})")
_OWN_ZONE = re.compile(r"(?:市|区|县)?(?:高新|经开|高新技术产业开发|经济技术开发|综合?保税?)区(?:管委会|管理委员会)")
_ENDS_OF_PLACES = ("省", "市", "县", "区", "州", "盟", "旗")
_SHARED_ENDINGS = ("局", "厅", "委")
_PARTING = frozenset("，；")
_COMMAS = frozenset("、，,；;")
_PARTIAL: frozenset[Role] = frozenset(("support", "guide", "implement"))
"""Roles that somebody has beside others: 省教育厅、省财政厅，各市政府配合 leaves those before the comma responsible."""
_STRONG: frozenset[Role] = frozenset(("lead", "support", "guide"))


@dataclass(frozen=True, slots=True)
class Given:
    """A piece with the role that the text gave it, and how it said so."""

    piece: Piece
    role: Role
    raw: str | None
    explicit: bool
    marked: bool


class SectionReader:
    """Reads one labelled stretch from left to right: names wait until a role word gives them their part."""

    def __init__(self, section: Section, role: Role | None, raw: str | None, context: Context) -> None:
        self.section, self.role, self.raw, self.context = section, role, raw, context
        self.waiting: list[tuple[Piece, bool, bool]] = []
        self.given: list[Given] = []
        self.joining = False
        self.segment = 0  # how many names wait from before the last comma or semicolon
        self.placed: Piece | None = None

    def read(self) -> list[Given]:
        """The section's bodies with their roles."""
        for item in items(self.section.body):
            self._read_item(item)
        self._settle(None, None)
        return self.given

    def _read_item(self, item: Item) -> None:
        body = whole(item.text, fold(item.text.text), self.context, self._scope())
        if body is not None and body.agency_ids:  # the usual case: a name, and nothing but a name
            self._wait(self._taken(item.text, item.separator, body), item, self.joining)
            return
        if self._is_aside(item.text):
            return
        core, role, raw = self._phrase(self._without_aside(item.text))
        if not core:
            self._settle(role, raw)
            return
        inner = None if self._is_body(core, fold(core.text)) else self._inner(core)
        if inner is not None:
            self._read_item(Item(inner[0], item.separator, item.marks))
            rest = inner[1] + item.text[len(core) :]
            if self._begins_with_body(rest):
                self._read_item(Item(rest, "", ""))
            return
        joined = self._joined(core)
        for part, after_joiner in joined:
            supports = self.joining = self.joining or after_joiner
            self._wait(self._pieces(part, item.separator), item, supports)
        if role is not None:
            self._settle(role, raw)

    def _wait(self, pieces: list[Piece], item: Item, supports: bool) -> None:
        if item.separator in _PARTING:
            self.segment = len(self.waiting)
        for n, piece in enumerate(pieces):
            self.waiting.append((piece, bool(item.marks) and n == 0 and self._is_lead_mark(item.marks), supports))

    def _phrase(self, text: Strand) -> tuple[Strand, Role | None, str | None]:
        """The item without the role word that closes it (…按照职责分工负责)."""
        key = fold(text.text)
        start, role = self._closing(key)
        if role is None or start == 1 or self._is_body(text, key):
            return text, None, None  # 各责任单位 is whom it names
        raw = text.text[start:]
        return text[:start].strip("， "), "lead" if "牵头" in raw else role, raw

    def _closing(self, key: str) -> tuple[int, Role | None]:
        """Where the role word that closes an item begins, and its role."""
        memo = ("closing", key)
        if memo not in self.context.memo:
            best: tuple[int, Role | None] = (len(key), None)
            for role, pattern in self.context.vocabulary.roles.phrases:
                found = pattern.search(key)
                if found and found.start() < best[0]:
                    best = (found.start(), role)
            self.context.memo[memo] = best
        return self.context.memo[memo]  # type: ignore[no-any-return]

    def _without_aside(self, text: Strand) -> Strand:
        """A body without the time limit that follows it (市住建局2020年底前完成)."""
        key = fold(text.text)
        found = self.context.vocabulary.roles.aside.search(key)
        if not found or not found.start() or found.end() < len(key) or self._is_body(text, key):
            return text
        core, _, _ = self._phrase(text[: found.start()])
        return text[: found.start()] if self._is_body(core, fold(core.text)) else text

    def _is_aside(self, text: Strand) -> bool:
        key = fold(text.text)
        return self.context.vocabulary.roles.aside.fullmatch(key) is not None and not self._is_body(text, key)

    def _is_body(self, text: Strand, key: str) -> bool:
        piece = whole(text, key, self.context, self._scope())
        return piece is not None and bool(piece.agency_ids)

    def _inner(self, core: Strand) -> tuple[Strand, Strand] | None:
        """A牵头B配合 without a mark between."""
        found = _INNER.match(fold(core.text))
        if not found:
            return None
        first = core[: found.end("first")]
        name = whole(first, fold(first.text), self.context, self._scope())
        return (core[: found.end()], core[found.end() :]) if name is not None else None

    def _begins_with_body(self, rest: Strand) -> bool:
        """Whether names follow (A牵头B配合), not what is to be done (A负责资金保障)."""
        core, _, _ = self._phrase(rest)
        piece = whole(core, fold(core.text), self.context, self._scope())
        return piece is not None and (piece.vague or piece.basis in ("exact", "alias", "group"))

    def _joined(self, core: Strand) -> list[tuple[Strand, bool]]:
        """由A会同B: the parts, and whether each stands after 会同."""
        key = fold(core.text)
        roles = self.context.vocabulary.roles
        opener = roles.openers.match(key)
        if opener and not self._is_body(core, key):
            core, key = core[opener.end() :], key[opener.end() :]
        for found in roles.joiners.finditer(key):
            left, right = core[: found.start()], core[found.end() :]
            begins = not left and len(found[0]) > 1
            if (len(found[0]) == 1 or 0 < len(right) < 3) and not self._is_body(right, fold(right.text)):
                continue  # 临沂商城管委会 is no 临沂 with a 城管委会, 京津冀协同办 no 京津冀 with a 办
            if right and (begins or self._is_body(left, fold(left.text))) and not self._is_body(core, key):
                return [(left, False), (right, True)] if left else [(right, True)]
        return [(core, False)]

    def _pieces(self, part: Strand, separator: str) -> list[Piece]:
        key = fold(part.text)
        if self._is_aside(part):
            return []
        if "：" in key and whole(part, key, self.context, self._scope()) is None:
            part = part[key.rindex("：") + 1 :]
        return self._taken(part, separator, None)

    def _taken(self, part: Strand, separator: str, body: Piece | None) -> list[Piece]:
        """The bodies of one part of a list, seen beside those before it; `body`: it is known to be this one."""
        if self._is_tail(fold(part.text), separator):
            return self._lengthen(part)
        found = self._of_group(part) or ([body] if body else read_item(part, self.context, self._scope()))
        self._share_suffix(found)
        self._share_ending(found, separator)
        self.placed = next((p for p in reversed(found) if p.scope is not None), self.placed)
        return self._counted(found)

    def _of_group(self, part: Strand) -> list[Piece]:
        """七市党委、政府: the second half of a group's bodies."""
        key = {"政府": "gov", "人民政府": "gov", "党委": "party"}.get(fold(part.text))
        last = self.waiting[-1][0] if self.waiting else None
        if key is None or last is None or last.via_group is None:
            return []
        ids = tuple(f"{i.split(':')[0]}:{key}" for i in last.agency_ids)
        return [replace(last, text=part, agency_ids=ids, note=None)]

    def _scope(self) -> Scope | None:
        """The place that the names before give to one without: no place that was itself named, nor its government."""
        return self.placed.scope if self.placed is not None and not _names_place(self.placed) else None

    def _is_tail(self, key: str, separator: str) -> bool:
        """Whether the item belongs to the open group before it (有关县市区、功能区)."""
        vague = self.context.vocabulary.vague
        if separator != "、" or not self.waiting or not self.waiting[-1][0].vague or _OWN_ZONE.fullmatch(key):
            return False
        last = fold(self.waiting[-1][0].text.text)
        return vague.head.match(last) is not None and (
            vague.tail.fullmatch(key) is not None or (self._names_office(key, 0) and self._names_office(last, 2))
        )

    def _names_office(self, key: str, least: int) -> bool:
        """Whether the text, without at least `least` characters, is a department's bare name (各市发展改革委、财政局)."""
        stems = self.context.vocabulary.names.stems
        cuts = range(least, len(key) - 1) if least else (0,)
        return any(f.slot == "p" and f.key != "gov" for i in cuts for f in stems.get(key[i:], ()))

    def _lengthen(self, part: Strand) -> list[Piece]:
        last, marked, supports = self.waiting.pop()
        self.waiting.append((replace(last, text=_bridge(last.text, part)), marked, supports))
        return []

    def _share_suffix(self, found: list[Piece]) -> None:
        """青岛、烟台市财政局: the places before the last name are of the same body."""
        last = next((p for p in reversed(found) if not p.vague), None)
        if last is None or last.place or len(last.agency_ids) != 1 or last.scope is None:
            return
        key = last.agency_ids[0].split(":")[1]
        if last.scope.written == "word" or last.scope.end == 0 or key in ("gov", "administrative_committee"):
            return
        if last.basis == "unknown" or key[1:2] == "-":
            return
        for i in range(len(self.waiting) - 1, -1, -1):
            piece, marked, supports = self.waiting[i]
            if not piece.place or not _share_a_name(piece, last):
                break
            code = piece.agency_ids[0].split(":")[0]
            self.waiting[i] = (replace(piece, agency_ids=(f"{code}:{key}",)), marked, supports)

    def _share_ending(self, found: list[Piece], separator: str) -> None:
        """市教育、科技、财政局: the names before the last lack its 局; they are bodies where each is one with it."""
        last = fold(found[-1].text.text) if found and separator == "、" else ""
        if not last.endswith(_SHARED_ENDINGS) or found[-1].vague or not found[-1].agency_ids:
            return
        mended: dict[int, Piece] = {}
        for i in range(len(self.waiting) - 1, -1, -1):
            piece, text = self.waiting[i][0], fold(self.waiting[i][0].text.text)
            if piece.basis not in ("unknown", "elided") or (piece.agency_ids and piece.basis == "elided"):
                break
            match = match_name(text + last[-1], self.context, found[-1].scope, in_list=True)
            if match is None or match.agency_id is None:
                break
            mended[i] = Piece(piece.text, (match.agency_id,), "elided", 0.85, scope=match.scope)
        for i, piece in mended.items():
            self.waiting[i] = (piece, *self.waiting[i][1:])

    def _counted(self, found: list[Piece]) -> list[Piece]:
        """临沂、枣庄、济宁、菏泽等4市政府: where the count is reached, 等 leaves nobody open."""
        if not found or not found[-1].vague or not found[-1].note:
            return found
        named = len(found) - 1
        for piece, _, _ in reversed(self.waiting):
            if not piece.agency_ids:
                break
            named += 1
        return found[:-1] if read_number(found[-1].note) == named else found

    def _is_lead_mark(self, marks: str) -> bool:
        mark = self.context.lead_mark
        return self.context.lead_rule == "marked" and (mark is None or mark in marks)

    def _settle(self, role: Role | None, raw: str | None) -> None:
        """Give the waiting pieces the role that a closing word says, or the label's, or the usual one."""
        led = any(g.role == "lead" and g.explicit for g in self.given)
        if role in _PARTIAL and not self.given and 0 < self.segment < len(self.waiting):
            behind, self.waiting = self.waiting[self.segment :], self.waiting[: self.segment]
            self._settle(None, None)
            self.waiting = behind
        joined = any(after for _, _, after in self.waiting)
        for piece, marked, supports in self.waiting:
            own, own_raw, explicit = self._role(role, raw, led)
            if piece.role is not None:
                own, explicit = piece.role, True
            elif own in ("lead", "responsible") and joined:
                own, explicit = "support" if supports else "lead", True
            self.given.append(Given(piece, own, own_raw, explicit, marked))
        self.waiting, self.joining, self.segment = [], False, 0

    def _role(self, role: Role | None, raw: str | None, led: bool) -> tuple[Role, str | None, bool]:
        label_is_plain = self.role in (None, "responsible")
        if role is not None and (label_is_plain or (role in _STRONG and self.role == "implement")):
            return role, raw, role in _STRONG or role == "implement"
        if self.role is not None:
            return self.role, self.raw, self.role != "responsible"
        return ("support", None, True) if led else ("responsible", self.raw, False)


def _names_place(piece: Piece) -> bool:
    """Whether a piece is a place or what governs it: 市政管理局 behind 高新区管委会 is none of the zone's."""
    key = piece.agency_ids[0].partition(":")[2] if piece.agency_ids else ""
    written = piece.scope is not None and piece.scope.written != "word"
    return piece.place or (written and key in ("gov", ZONE_BODY))


def _share_a_name(piece: Piece, last: Piece) -> bool:
    """Whether a place may stand before a name it shares with `last` (青岛、烟台市财政局; 沈阳、大连海关).

    平阴县、济南城建集团 are of two ranks; a place with its own ending names its government before a name
    that bears none (恩施州、武汉海关).
    """
    one, other = piece.scope, last.scope
    if one is None or other is None or one.region is None or other.region is None:
        return False
    if other.written == "short" and piece.text.text.endswith(_ENDS_OF_PLACES):
        return False
    below = ("county", "other")
    return one.region.level == other.region.level or (one.region.level in below and other.region.level in below)


def _bridge(left: Strand, right: Strand) -> Strand:
    """Both strands with the mark that stands between them in the source, where a page break may part them."""
    if not left.ends or not right.starts:
        return left + right
    low, high = left.ends[-1], right.starts[0]
    if not 0 <= high - low <= 4:
        high = low + (left.source[low : low + 1] in _COMMAS)
    return left + Strand.over(left.source, low, high) + right
