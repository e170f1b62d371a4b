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

_LEVEL_WORD = re.compile(r"(?:中共)?(自治区|自治州|省|市|县|区|州|盟|旗)(?!级|直属?单位|域|场|民|区)")
_CENTRAL = re.compile(r"(?:国务院|中共中央|中央|国家|全国|中华人民共和国|中国|最高人民)")
_MINISTRY = re.compile(r".{2,10}(?:部|总局|总署|署)$")
_KINDS = {"省": ("省",), "自治区": ("自治区",), "市": ("地级市", "县级市", "直辖市"), "州": ("自治州",),
          "自治州": ("自治州",), "盟": ("盟",), "县": ("县", "自治县"), "区": ("市辖区", "自治区"), "旗": ("旗", "自治旗")}  # fmt: skip


def infer_region(
    title: str | None, issuer: str | None, names: Sequence[str], vocabulary: Vocabulary, on: date | None
) -> tuple[str | None, float, str]:
    """The notice's place with its certainty (0–1) and the reason in English; None where nothing tells.

    `names` are bodies and places as the notice writes them (省发展改革委, 济南, 泰安银保监分局).
    """
    context = Context(vocabulary, None, on)
    for text, certainty, where in ((issuer, 0.99, "issuer"), (title, 0.95, "title")):
        region = _leading_place(text, context) if text else None
        if region is not None:
            return region.code, certainty, f"the {where} names {region.name}"
    if issuer and (_CENTRAL.match(issuer) or _complete_central(issuer, vocabulary)):
        return CENTRE, 0.97, "the issuer is a central body"
    return _from_names(title, names, context)


def _leading_place(text: str, context: Context) -> Region | None:
    """The place that a title or issuer begins with; a group's name (京津冀…) is none."""
    text = re.sub(r"^(?:中共|中国共产党|关于(?:印发|转发|做好|进一步|加强|推进)?|《|“)+", "", text)
    found = [s.region for s in scopes(text, context) if s.region is not None and s.written != "word" and s.slot == "p"]
    full = next((s.region for s in scopes(text, context) if s.written == "full"), None)
    return full or (found[0] if found and found[0].level in ("province", "prefecture") else None)


def _complete_central(name: str, vocabulary: Vocabulary) -> bool:
    return any(form.level == "central" for form in vocabulary.names.complete.get(name, ()))


def _from_names(title: str | None, names: Sequence[str], context: Context) -> tuple[str | None, float, str]:
    words = Counter(m[1] for n in names if (m := _LEVEL_WORD.match(n)))
    places = Counter(r.code for n in names for r in _places_in(n, context))
    regions = context.vocabulary.regions
    if title:
        group = next(iter(regions.groups.in_title(title, on=context.on)), None)
        if group is not None:
            places.update(group.members)
            if group.within != CENTRE and not places:
                return group.within, 0.8, f"the title names {group.title}"
    if not words:
        return _ministries(names, context)
    word = max(words, key=lambda w: (words[w], w))
    if words["省"] >= max(1, words.total() // 3) or words["自治区"]:
        word = "省" if words["省"] >= words["自治区"] else "自治区"
    return _home(word, places, context)


def _ministries(names: Sequence[str], context: Context) -> tuple[str | None, float, str]:
    central = sum(_complete_central(n, context.vocabulary) for n in names)
    if central > len(names) // 3 and central:
        return CENTRE, 0.85, f"{central} of {len(names)} names are central bodies"
    return None, 0.0, "no name tells the place"


def _places_in(name: str, context: Context) -> list[Region]:
    regions = [s.region for s in scopes(name, context) if s.region is not None and s.written != "word"]
    if regions:
        return [regions[0]]
    found = context.vocabulary.regions.find(name, on=context.on)
    return [p.regions[0] for p in found if p.regions and p.regions[0].level in ("province", "prefecture")][:1]


def _home(word: str, places: Counter[str], context: Context) -> tuple[str | None, float, str]:
    """The place of the level word's kind that holds most of the places named."""
    regions = context.vocabulary.regions
    votes: Counter[str] = Counter()
    for code, count in places.items():
        own = regions.at(code, context.on) or regions.at(code)
        for region in (*((own,) if own is not None else ()), *regions.parents(code)):
            if region.kind in _KINDS[word]:
                votes[region.code] += count
                break
    if not votes:
        return None, 0.0, f"the names say {word} but no place tells which"
    ranked = sorted(votes, key=lambda c: (-votes[c], c))
    best = regions.at(ranked[0])
    share = votes[ranked[0]] / votes.total()
    if best is None or share < 0.5:
        return None, 0.0, f"the names say {word} but the places disagree"
    return best.code, round(0.6 + 0.35 * share, 2), f"{word}… and {votes[ranked[0]]} places in {best.name}"
