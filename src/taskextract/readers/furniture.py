"""Text of the page and not of the notice: page numbers, running heads, watermarks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from taskextract.readers.page import Run

MARGIN = 0.13
"""The part of a page's height at its top and bottom where furniture stands."""
PRINTED = 0.045
"""The part of it in which a browser prints the time and the address."""
REPEATS = 3
"""Pages on which the same text must stand at the same height to be a running head."""
LONGEST = 45
"""Characters of a running head at most."""
NAMED = 8
"""Characters from which on a small line that a title holds (the plan that a notice issues) is a running head."""
APART = 2.0
"""Ems from a running head to the text at least."""
_NUMBER = r"\d{1,4}"
_PAGE_NUMBER = re.compile(
    rf"[—–\-―－一·•~～_\s]*{_NUMBER}[—–\-―－一·•~～_\s]*"
    rf"|第\s*[\d一二三四五六七八九十百]+\s*页(?:\s*[,，/]?\s*[（(]?共\s*[\d一二三四五六七八九十百]+\s*页[）)]?)?"
    rf"|共\s*{_NUMBER}\s*页\s*[,，/]?\s*第\s*{_NUMBER}\s*页"
    rf"|{_NUMBER}\s*[/／]\s*{_NUMBER}|[Pp](?:age|\.)?\s*{_NUMBER}(?:\s*(?:of|/)\s*{_NUMBER})?"
)
_PRINTED = re.compile(
    r"\d{1,4}[/.\-年]\d{1,2}[/.\-月]\d{1,4}日?[,，]?\s*(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp][Mm])?(?:\s.*)?"
    r"|(?:https?|file)://\S+(?:\s+\d{1,4}\s*/\s*\d{1,4})?"
)
"""What a browser prints at the edge of a page: when it was printed and what, the address and the page."""
_BARE = re.compile(r"\d{1,4}")
_LEADER = re.compile(r"\S.*?(?:[…⋯]{3,}|[.·．・﹒]{6,}|(?:\s[.·…]){4,})\s*[（(]?\d{0,3}[)）]?")
"""An entry of a contents page: words, a line of dots, a page number."""
_CONTENTS = re.compile(r"目\s*[录次]")
_CONTINUED = re.compile(r"[（(]?(?:续|接上)")


def watermarks(runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Runs parted into what is printed and what lies under or across it: tilted or faint large text."""
    upright = sorted(r.size for r in runs if r.angle == 0 and not r.faint)
    body = upright[len(upright) // 2] if upright else 0.0
    plain: list[Run] = []
    marks: list[Run] = []
    for run in runs:
        under = run.angle % 90 != 0 or (run.faint and run.size > 1.7 * body > 0)
        (marks if under else plain).append(run)
    return plain, marks


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but which page it stands on."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def is_printed(text: str) -> bool:
    """Whether a line says what a browser prints at the edge of a page."""
    return _PRINTED.fullmatch(text.strip()) is not None


Heads = set[tuple[int, str]]
"""Running heads: (height on the page in steps, text with its numbers masked)."""


def page_furniture(
    pages: Sequence[tuple[float, Sequence[Run]]], known: Heads
) -> tuple[list[dict[int, str]], Heads]:
    """For each page (its height and its lines outside tables, in order): line index → kind of furniture.

    `known` are the running heads of earlier pages; all that are known now are returned too.
    """
    edges = [_edge_lines(height, lines) for height, lines in pages]
    often = _repeated(edges)
    repeated = known | set(often)
    sure = {key for key, times in often.items() if _is_sure(key[1], times, len(pages))}
    counting = _counting(edges)
    below = Counter(key for _, lines in pages for key in {_top_place(line) for line in lines[:4]})
    out: list[dict[int, str]] = []
    for p, (_, lines) in enumerate(pages):
        kinds: dict[int, str] = {}
        near: set[int] = set()
        for i, line, place in edges[p]:
            text = line.text.strip()
            for k in range(i, i + _lines_of_title(i, lines, pages[p][0])):
                kinds[k] = "running-head"
                head = (place, _masked(text)) if k == i else _top_place(lines[k])
                sure.add(head)
                repeated.add(head)
            if (place, _masked(text)) in sure:
                near.add(i)
            if _PAGE_NUMBER.fullmatch(text):
                if not _BARE.fullmatch(text) or counting[p] or len(edges) == 1:
                    kinds[i] = "page-number"
            elif _is_print_mark(line, text, pages[p][0]) or (
                _is_repeated(place, text, repeated) and not _CONTINUED.match(text) and len(text) <= LONGEST
            ):
                kinds[i] = "running-head"
        for i in sorted(near):
            while i in near and i + 1 < len(lines) and _goes_on(lines[i], lines[i + 1], below, sure, len(pages)):
                i += 1
                kinds[i] = "running-head"
                near.add(i)
        kinds = _only_apart(kinds, lines, near)
        going_on = bool(out) and "contents" in out[-1].values()
        out.append({**kinds, **_contents(lines, [i for i in range(len(lines)) if i not in kinds][:1] if going_on else [])})
    return out, repeated


def _contents(lines: Sequence[Run], first: Sequence[int]) -> dict[int, str]:
    """The entries of a contents page, numbers that stand apart from them, and the words 目录 above them.

    `first` is the page's first line of text where the page before ends with contents: a single entry may go on there.
    """
    entries = [i for i, line in enumerate(lines) if _LEADER.fullmatch(line.text.strip())]
    if not entries or (len(entries) < 2 and entries != first):
        return {}
    found = set(entries)
    found |= {i + 1 for i in entries if i + 1 < len(lines) and _BARE.fullmatch(lines[i + 1].text.strip())}
    heights = [lines[i].middle for i in entries]
    found |= {
        i for i, line in enumerate(lines)
        if _BARE.fullmatch(line.text.strip()) and any(abs(line.middle - y) < 0.6 * line.size for y in heights)
    }  # fmt: skip
    if entries[0] and _CONTENTS.fullmatch(lines[entries[0] - 1].text.strip()):
        found.add(entries[0] - 1)
    return dict.fromkeys(sorted(found), "contents")


def _top_place(line: Run) -> tuple[int, str]:
    return (round(line.middle / 4), _masked(line.text.strip()))


def _goes_on(head: Run, line: Run, below: Counter[tuple[int, str]], sure: Heads, pages: int) -> bool:
    """Whether a running head is set in two lines: the next one repeats as well."""
    times = below[_top_place(line)]
    often = (times >= REPEATS and 2 * times >= pages) or _top_place(line) in sure
    return often and 0 < line.middle - head.middle < APART * head.size


def _is_print_mark(line: Run, text: str, height: float) -> bool:
    return min(line.middle, height - line.middle) < PRINTED * height and is_printed(text)


def _lines_of_title(i: int, lines: Sequence[Run], height: float) -> int:
    """How many lines from `i` at the top say what the larger title below them says: a running head of a single page."""
    head, text = lines[i], _bare_text(lines[i : i + 1])
    if not 5 < len(text) <= LONGEST or head.middle > MARGIN * height:
        return 0
    for k in range(i + 1, min(i + 6, len(lines))):
        larger = lines[k].size > 1.1 * head.size or head.middle < 0.5 * MARGIN * height
        title = _bare_text(lines[k : k + 4])
        named = len(text) >= NAMED and lines[k].size > 1.1 * head.size and text in title
        if larger and (named or title.startswith(text)):
            two = k > i + 1 and lines[i + 1].size < 1.1 * head.size and title.startswith(_bare_text(lines[i : i + 2]))
            return 2 if two else 1
    return 0


def _bare_text(lines: Sequence[Run]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _is_sure(text: str, times: int, pages: int) -> bool:
    """Whether a line repeats so often that it is a running head however near to the text it stands.

    A table without rules repeats its header too: words in columns. A short line must stand on nearly all pages.
    """
    if len(text) <= 5:
        return len(text) > 3 and " " not in text and times >= max(REPEATS, 0.8 * pages)
    return times >= REPEATS and 2 * times >= pages and text.count(" ") < 3


def _only_apart(kinds: dict[int, str], lines: Sequence[Run], sure: set[int]) -> dict[int, str]:
    """Without the lines that stand so near to the text that they are part of it, unless they are `sure`."""
    kept = dict(kinds)
    while True:
        body = [line.middle for i, line in enumerate(lines) if i not in kept]
        near = [
            i for i, kind in kept.items()
            if kind == "running-head" and i not in sure and any(abs(y - lines[i].middle) < APART * lines[i].size for y in body)
        ]  # fmt: skip
        if not near:
            return kept
        for i in near:
            del kept[i]


def _edge_lines(height: float, lines: Sequence[Run]) -> list[tuple[int, Run, int]]:
    """Lines in the page's margins: (index, line, height in steps of 4 points; negative from the bottom)."""
    out: list[tuple[int, Run, int]] = []
    for i, line in enumerate(lines):
        if line.middle < MARGIN * height:
            out.append((i, line, round(line.middle / 4)))
        elif line.middle > (1 - MARGIN) * height:
            out.append((i, line, -1 - round((height - line.middle) / 4)))
    return out


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _said(text: str) -> set[str]:
    """A line and its pieces between blanks, numbers masked: a page in columns has the pieces of its head in lines of their own."""
    masked = _masked(text.strip())
    return {masked, *masked.split()}


def _is_repeated(place: int, text: str, repeated: Heads) -> bool:
    masked = _masked(text)
    return (place, masked) in repeated or all((place, piece) in repeated for piece in masked.split())


def _repeated(edges: Sequence[Sequence[tuple[int, Run, int]]]) -> dict[tuple[int, str], int]:
    """Lines that stand in the same place of several pages, or of every second one, and of how many."""
    keys = [{(place, said) for _, line, place in page for said in _said(line.text)} for page in edges]
    seen = Counter(key for page in keys for key in page)
    need = min(REPEATS, max(len(edges), 2))
    often = {key: times for key, times in seen.items() if times >= need}
    for every_second in (keys[0::2], keys[1::2]):
        if len(every_second) > 1:
            often |= {key: seen[key] for key in set.intersection(*every_second)}
    return often


def _counting(edges: Sequence[Sequence[tuple[int, Run, int]]]) -> list[bool]:
    """For each page: whether a bare number in its margin counts on from a neighbour's."""
    numbers: dict[int, set[int]] = defaultdict(set)
    for p, page in enumerate(edges):
        for _, line, _ in page:
            if _BARE.fullmatch(line.text.strip()):
                numbers[p].add(int(line.text))
    return [
        any(n + step in numbers.get(p + step, ()) for n in numbers.get(p, ()) for step in (-1, 1))
        for p in range(len(edges))
    ]


def without_doubles(runs: Sequence[Run]) -> list[Run]:
    """Runs without those that are printed a second time in nearly the same place, to look bold."""
    seen: dict[str, list[Run]] = {}
    out: list[Run] = []
    for run in runs:
        same = seen.setdefault(run.text, [])
        near = 0.25 * run.size
        if any(abs(r.x0 - run.x0) < near and abs(r.top - run.top) < near for r in same):
            continue
        same.append(run)
        out.append(run)
    return out
