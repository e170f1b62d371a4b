"""Two wordings of one text, character by character, put together into runs that can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from taskextract.compare.sides import fold
from taskextract.diff_records import Run, RunOp

_SHORT = 2  # a shared run this short between two edits is chance
_MOVED = 4  # a run must have this many characters to be known again elsewhere
_LARGE = 4_000_000  # pairs of characters (two texts of 2,000)
_UNIT = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)
_STOPS = "，。；、：,.;:"


@dataclass(frozen=True, slots=True)
class _Piece:
    op: RunOp
    old: tuple[int, int]
    new: tuple[int, int]


def text_runs(old: str, new: str) -> list[Run]:
    """What became of `old` in `new`: runs in reading order; blanks and character widths are no change."""
    left, right = _units(old), _units(new)
    old_keys, new_keys = [f for f, _ in left], [f for f, _ in right]
    pieces = _slid(_tidy(_edits(old_keys, new_keys), old_keys), old_keys, new_keys)
    runs: list[Run] = []
    for piece in pieces:
        if piece.op == "same":
            runs.append(Run(op="same", text=_text(new, right, piece.new)))
            continue
        if piece.old[0] < piece.old[1]:
            runs.append(Run(op="removed", text=_text(old, left, piece.old)))
        if piece.new[0] < piece.new[1]:
            runs.append(Run(op="added", text=_text(new, right, piece.new)))
    return _with_moves(runs)


def _units(text: str) -> list[tuple[str, int]]:
    """Each character that is not blank, or number, as its matching key, and its place."""
    return [
        (fold(match.group()) or match.group(), match.start())
        for match in _UNIT.finditer(text)
        if not match.group().isspace() and _seen(match.group()[0])
    ]


def _seen(char: str) -> bool:
    return unicodedata.category(char) != "Cf"


def _text(text: str, units: list[tuple[str, int]], part: tuple[int, int]) -> str:
    if part[0] >= part[1]:
        return ""
    end = units[part[1]][1] if part[1] < len(units) else len(text)
    return text[units[part[0]][1] : end]


def _edits(left: list[str], right: list[str]) -> list[_Piece]:
    """The longest blocks that both share, first; a Levenshtein path would cut words in pieces.

    Long texts are held together by whole clauses first: the time for single characters grows with the square.
    """
    if len(left) * len(right) <= _LARGE:
        return _blocks(left, right)
    starts, clauses = _clauses(left)
    others, facing = _clauses(right)
    pieces: list[_Piece] = []
    for piece in _blocks(clauses, facing):
        old, new = (starts[piece.old[0]], starts[piece.old[1]]), (others[piece.new[0]], others[piece.new[1]])
        if piece.op == "same" or (old[1] - old[0]) * (new[1] - new[0]) > _LARGE:
            pieces.append(_Piece(piece.op, old, new))
            continue
        inner = _blocks(left[slice(*old)], right[slice(*new)])
        pieces += [_Piece(one.op, _behind(one.old, old[0]), _behind(one.new, new[0])) for one in inner]
    return pieces


def _behind(part: tuple[int, int], step: int) -> tuple[int, int]:
    return part[0] + step, part[1] + step


def _clauses(units: list[str]) -> tuple[list[int], list[str]]:
    """Where each clause begins (and where the last one ends), and the clauses."""
    starts = [0, *(n + 1 for n, unit in enumerate(units[:-1]) if unit in _STOPS), len(units)]
    return starts, ["".join(units[a:b]) for a, b in pairwise(starts)]


def _blocks(left: list[str], right: list[str]) -> list[_Piece]:
    from difflib import SequenceMatcher

    names: dict[str, RunOp] = {"equal": "same", "delete": "removed", "insert": "added", "replace": "removed"}
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [_Piece(names[tag], (a, b), (c, d)) for tag, a, b, c, d in matcher.get_opcodes()]


def _tidy(pieces: list[_Piece], left: list[str]) -> list[_Piece]:
    """Join edits over shared runs so short that they would only tear a word apart."""
    out: list[_Piece] = []
    for n, piece in enumerate(pieces):
        inner = 0 < n < len(pieces) - 1
        length = piece.old[1] - piece.old[0]
        stop = any(char in _STOPS for char in left[slice(*piece.old)])
        swallowed = piece.op == "same" and inner and length < _SHORT and not stop
        edit = replace(piece, op="removed") if swallowed or piece.op != "same" else piece
        if out and edit.op != "same" and out[-1].op != "same":
            out[-1] = _Piece("removed", (out[-1].old[0], edit.old[1]), (out[-1].new[0], edit.new[1]))
        else:
            out.append(edit)
    return out


def _slid(pieces: list[_Piece], left: list[str], right: list[str]) -> list[_Piece]:
    """A run taken out or put in between like neighbours may stand in several places: the one at a stop is read best."""
    out = list(pieces)
    for n in range(1, len(out) - 1):
        before, edit, after = out[n - 1 : n + 2]
        if before.op != "same" or after.op != "same" or edit.op == "same":
            continue
        removed, added = edit.old[1] - edit.old[0], edit.new[1] - edit.new[0]
        if bool(removed) == bool(added):
            continue
        chars, (start, end) = (left, edit.old) if removed else (right, edit.new)
        step = _best_slide(chars, start, end, before.old[1] - before.old[0], after.old[1] - after.old[0])
        if step:
            out[n - 1] = _shifted(before, 0, step)
            out[n] = _shifted(edit, step, step)
            out[n + 1] = _shifted(after, step, 0)
    return [piece for piece in out if piece.old[0] < piece.old[1] or piece.new[0] < piece.new[1]]


def _best_slide(chars: list[str], start: int, end: int, room_left: int, room_right: int) -> int:
    """How far to shift the run so that it begins behind a stop or ends with one; 0 where it need not move."""
    steps = [0]
    for direction, room in ((-1, room_left), (1, room_right)):
        at = 0
        while abs(at) < room:
            lost, won = (start + at, end + at) if direction > 0 else (end + at - 1, start + at - 1)
            if not 0 <= won < len(chars) or chars[lost] != chars[won]:
                break
            at += direction
            steps.append(at)

    def worth(step: int) -> tuple[int, int]:
        first = start + step == 0 or chars[start + step - 1] in _STOPS
        last = chars[end + step - 1] in _STOPS
        return (first + last, -abs(step))

    return max(steps, key=worth)


def _shifted(piece: _Piece, start: int, end: int) -> _Piece:
    (a, b), (c, d) = piece.old, piece.new
    return _Piece(piece.op, (a + start, b + end), (c + start, d + end))


def _with_moves(runs: list[Run]) -> list[Run]:
    """A run taken out here and put in there is one that moved."""
    added: dict[str, list[int]] = {}
    for n, run in enumerate(runs):
        if run.op == "added":
            added.setdefault(fold(run.text).strip(_STOPS), []).append(n)
    out = list(runs)
    moves = 0
    for n, run in enumerate(runs):
        words = fold(run.text).strip(_STOPS)
        if run.op == "removed" and len(words) >= _MOVED and added.get(words):
            moves += 1
            target = added[words].pop(0)
            out[n] = Run(op="moved_from", text=run.text, move=moves)
            out[target] = Run(op="moved_to", text=runs[target].text, move=moves)
    return out
