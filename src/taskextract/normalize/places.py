"""The notice's place: stated by its issuer or title, or inferred from the bodies and cities it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from taskextract.normalize.context import Context
from taskextract.normalize.scopes import scopes
from taskextract.vocabulary import Vocabulary
from taskextract.vocabulary.regions import CENTRE, Region

_LEVEL_WORD = re.compile(r"(?:中共)?(自治区|自治州|省|市|县|区|州|盟|旗)(?!级|直属?单位|域|场|民|区|会)")
_GOVERNED = re.compile(r"(自治区|省|市|县|区|州)(?=委(?!员会)|政府|人民政府|长(?!期|远|城)|直)")
_CENTRAL = re.compile(r"(?:国务院|中共中央|中央|国家|全国|中华人民共和国|中国|最高人民)")
_LONGEST_NAME = 20
_KINDS = {"省": ("省", "自治区", "兵团"), "市": ("地级市", "直辖市", "县级市"), "州": ("自治州",), "自治州": ("自治州",),
          "盟": ("盟",), "县": ("县", "自治县"), "区": ("市辖区",), "旗": ("旗", "自治旗")}  # fmt: skip


def infer_region(
    title: str | None, issuer: str | None, names: Sequence[str], vocabulary: Vocabulary, on: date | None,
    number: str | None = None,
) -> tuple[str | None, float, str]:  # fmt: skip
    """The notice's place with its certainty (0–1) and the reason in English; None where nothing tells.

    `names` are bodies and places as the notice writes them (省发展改革委, 济南, 泰安银保监分局); whole
    paragraphs may stand among them, and tell by the places and the governments that they name. A document
    `number` bears out a province by its first character (鲁教发), where nothing else tells which.
    """
    context = Context(vocabulary, None, on)
    region = _leading_place(issuer, context) if issuer else None
    if region is not None:
        return region.code, 0.99, f"the issuer names {region.name}"
    if issuer and (_CENTRAL.match(issuer) or _complete_central(issuer, vocabulary)):
        return CENTRE, 0.97, "the issuer is a central body"
    region = _leading_place(title, context) if title else None
    if region is not None:
        return region.code, 0.95, f"the title names {region.name}"
    said = [n for n in (issuer, title and title[:_LONGEST_NAME]) if n]
    found = _from_names(title, [*names, *said], context)
    return found if found[0] is not None else _from_number(number, [*names, *said], context)


def _from_number(number: str | None, names: Sequence[str], context: Context) -> tuple[str | None, float, str]:
    """A province's notice (省…) whose number begins with the province's one-character name."""
    words = _level_words(names)
    rows = context.vocabulary.regions.by_name(number[0], on=context.on) if number and words["省"] else ()
    if len(rows) == 1 and rows[0].level == "province" and rows[0].kind != "直辖市":
        return rows[0].code, 0.75, f"the names say 省 and the number {number} begins as {rows[0].name}'s do"
    return None, 0.0, "no name tells the place"


def _leading_place(text: str, context: Context) -> Region | None:
    """The place that a title or issuer begins with; a group's name (京津冀…) is none."""
    text = re.sub(r"^(?:中共|中国共产党|关于(?:印发|转发|做好|进一步|加强|推进)?|《|“)+", "", text)
    found = [s.region for s in scopes(text, context) if s.region is not None and s.written != "word" and s.slot == "p"]
    full = next((s.region for s in scopes(text, context) if s.written == "full"), None)
    return full or (found[0] if found and found[0].level in ("province", "prefecture") else None)


def _complete_central(name: str, vocabulary: Vocabulary) -> bool:
    return any(form.level == "central" for form in vocabulary.names.complete.get(name, ()))


def _from_names(title: str | None, names: Sequence[str], context: Context) -> tuple[str | None, float, str]:
    words = _level_words([*names, title or ""])
    places = Counter(r.code for n in [*names, title or ""] for r in _places_in(n, context))
    group = next(iter(context.vocabulary.regions.groups.in_title(title or "", on=context.on)), None)
    if group is not None and group.within != CENTRE:
        places.update(group.members)
        if not _level_words([n for n in names if len(n) <= _LONGEST_NAME]):
            return group.within, 0.8, f"the title names {group.title}"
    found: tuple[str | None, float, str] = (None, 0.0, "no name tells the place")
    if words:
        word = max(words, key=lambda w: (words[w], w))
        found = _home("省" if words["省"] >= max(1, words.total() // 3) else word, places, context)
    else:
        central = sum(_complete_central(n, context.vocabulary) for n in names)
        if central > len(names) // 3 and central:
            return CENTRE, 0.85, f"{central} of {len(names)} names are central bodies"
    if found[0] is None and not words and len(places) > 1:
        code, certainty, reason = _home("省", places, context)
        return code, min(certainty, 0.7), reason
    return found


def _level_words(texts: Sequence[str]) -> Counter[str]:
    """How often a level's bodies are named: by what a name begins with, by 省委 and 市长 in paragraphs."""
    words: Counter[str] = Counter()
    for text in texts:
        if len(text) <= _LONGEST_NAME:
            found = _LEVEL_WORD.match(text)
            hall = text.endswith("厅") and not text.endswith("办公厅") and len(text) > 2
            if found or hall:
                words["省" if found is None or found[1] == "自治区" else found[1]] += 1
        else:
            words.update("省" if m[1] == "自治区" else m[1] for m in _GOVERNED.finditer(text))
    return words


def _places_in(text: str, context: Context) -> list[Region]:
    """The places that a name or a paragraph names, each once; a county only by a name that is its alone."""
    if len(text) <= _LONGEST_NAME:
        leading = [s.region for s in scopes(text, context) if s.region is not None and s.written != "word"]
        if leading:
            return leading[:1]
    found: dict[str, Region] = {}
    for place in context.vocabulary.regions.find(text, on=context.on):
        own = place.end - place.start > 2 and len(place.regions) == 1
        if place.regions and (place.regions[0].level in ("province", "prefecture") or own):
            found.setdefault(place.regions[0].code, place.regions[0])
    return [r for r in found.values() if r.code != CENTRE]


def _home(word: str, places: Counter[str], context: Context) -> tuple[str | None, float, str]:
    """The place of the level word's kind that holds most of the places named."""
    regions = context.vocabulary.regions
    votes: Counter[str] = Counter()
    for code, count in places.items():
        own = regions.at(code, context.on) or regions.at(code)
        chain = [*((own,) if own is not None else ()), *regions.parents(code)]
        home = next((r for kind in _KINDS[word] for r in chain if r.kind == kind), None)
        if home is not None:
            votes[home.code] += count
    if not votes:
        return None, 0.0, f"the names say {word} but no place tells which"
    ranked = sorted(votes, key=lambda c: (-votes[c], c))
    best = regions.at(ranked[0])
    share = votes[ranked[0]] / votes.total()
    if best is None or share < 0.5:
        return None, 0.0, f"the names say {word} but the places disagree"
    return best.code, round(0.6 + 0.35 * share, 2), f"{word}… and {votes[ranked[0]]} places in {best.name}"
