"""Every name of every body, by the text that does not change with the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from taskextract.vocabulary.bodies import Body, Form

_ENDS_OF_PLACES = frozenset("省市县区州盟旗委会港城园湖山岛")


@dataclass(frozen=True, eq=False)
class NameIndex:
    """`complete` names stand as they are; `stems` follow the place; `wrapped` stand around or before it.

    `wrapped` is by the text before the place; `in_lists` are stems read only in a list with a place.
    """

    complete: Mapping[str, tuple[Form, ...]]
    stems: Mapping[str, tuple[Form, ...]]
    wrapped: Mapping[str, tuple[Form, ...]]
    in_lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, bodies: Iterable[Body]) -> NameIndex:
        """The index of all forms of `bodies`, in their order."""
        complete: dict[str, list[Form]] = {}
        stems: dict[str, list[Form]] = {}
        wrapped: dict[str, list[Form]] = {}
        in_lists: dict[str, list[str]] = {}
        for body in bodies:
            for form in body.forms:
                if not form.slot:
                    complete.setdefault(form.after, []).append(form)
                elif form.before:
                    wrapped.setdefault(form.before, []).append(form)
                else:
                    stems.setdefault(form.after, []).append(form)
            for name in body.in_lists:
                in_lists.setdefault(name, []).append(body.key)
        return cls(_frozen(complete), _frozen(stems), _frozen(wrapped), {k: tuple(v) for k, v in in_lists.items()})

    @cached_property
    def lengths_before(self) -> dict[str, tuple[int, ...]]:
        """By its first character the lengths of the texts before a place, the longest first."""
        found: dict[str, set[int]] = {}
        for text in self.wrapped:
            found.setdefault(text[0], set()).add(len(text))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    @cached_property
    def local_stems(self) -> frozenset[tuple[str, str]]:
        """The stems that are a name of one place's own body too, each behind that place's code."""
        return frozenset((f.region, stem) for stem, forms in self.stems.items() for f in forms if f.region is not None)

    @cached_property
    def stem_list(self) -> list[str]:
        """All stems, sorted."""
        return sorted(self.stems)

    @cached_property
    def complete_list(self) -> list[str]:
        """All complete names and stems, sorted."""
        return sorted({*self.complete, *self.stems})

    @cached_property
    def patterns(self) -> list[str]:
        """Texts to look for in running text: complete names, stems and what stands before a place, sorted."""
        found = {n for n in self.complete if len(n) > 2 or n.endswith(("部", "署"))}
        found |= {s for s in self.stems if len(s) > 1}
        return sorted(found | set(self.wrapped))

    @cached_property
    def cuts(self) -> dict[str, tuple[int, ...]]:
        """Where a stem may be cut behind a place's end so that what is left is a stem too, the last cut first
        (经开区|管委会); stems without such a cut are left out."""
        found: dict[str, tuple[int, ...]] = {}
        for stem in self.stems:
            cuts = (i for i in range(len(stem) - 1, 0, -1) if stem[i - 1] in _ENDS_OF_PLACES and stem[i:] in self.stems)
            kept = tuple(i for i in cuts if not stem[:i].endswith("政府"))
            if kept:
                found[stem] = kept
        return found

    @cached_property
    def automaton(self) -> Any:
        """Aho–Corasick over `patterns`, the longest match at each spot."""
        import ahocorasick_rs

        kind = ahocorasick_rs.MatchKind.LeftmostLongest
        return ahocorasick_rs.AhoCorasick(self.patterns, matchkind=kind, store_patterns=False)


def _frozen(lists: Mapping[str, list[Form]]) -> dict[str, tuple[Form, ...]]:
    return {key: tuple(forms) for key, forms in lists.items()}
