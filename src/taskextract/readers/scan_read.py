"""The recognition engine: which characters stand in a strip of a picture, how surely, and where."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from taskextract.readers.scan_find import FINDING_DPI, Strip
from taskextract.readers.source import Unreadable
from taskextract.vocabulary.pairs import is_word

ADVICE = "reading pictures needs more: pip install 'taskextract[ocr]'"
HIGH = 48
"""Pixels: the height of a strip as the network takes it."""
LONGEST = 40 * HIGH
"""Pixels: longer strips are cut at a blank."""
BATCH = 8
"""Strips that are read at once."""
MARGIN = 0.2
"""Ems of paper around a strip's ink."""
SURE = 0.9
"""A character recognised with more certainty than this needs no other beside it."""
POSSIBLE = 0.1
LIKELY = 0.2
"""Chances from which on the next likely character is looked at, and may be taken because it makes a word."""
FAINT = 0.01
"""The chance from which on a character in use takes the place of one that is not (黄 for 黃)."""
_DASHES = "—一-－–―ー"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A recognised character: its certainty, the x of its middle, and how likely it is a dash or 一 instead."""

    text: str
    certainty: float
    x: float
    dash: float = 0.0
    one: float = 0.0


Reading = list[Glyph]


def find_boxes(picture: Any, dpi: float) -> list[Strip]:
    """Where the network sees lines of text in a grey picture."""
    import cv2

    zoom = min(FINDING_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    found = engine()[0](cv2.cvtColor(small, cv2.COLOR_GRAY2BGR))
    corners = [] if found.boxes is None else found.boxes / zoom
    return [Strip(float(c[:, 0].min()), float(c[:, 1].min()), float(c[:, 0].max()), float(c[:, 1].max())) for c in corners]


def read_strips(picture: Any, strips: Sequence[Strip], margin: float = MARGIN, stretch: float = 1.0) -> list[Reading]:
    """The characters of each strip, from left to right; `stretch` is by how much its picture is drawn wider."""
    import numpy as np

    pieces = [(i, *piece) for i, strip in enumerate(strips) for piece in _pictures(picture, strip, margin, stretch)]
    pieces.sort(key=lambda p: p[1].shape[1])
    out: list[Reading] = [[] for _ in strips]
    for batch in _batches(pieces):
        wide = max(p[1].shape[1] for p in batch)
        values = np.zeros((len(batch), 3, HIGH, wide), np.float32)
        for k, (_, image, _, _) in enumerate(batch):
            values[k, :, :, : image.shape[1]] = image.astype(np.float32) / 127.5 - 1.0
        for (i, image, left, unit), chances in zip(batch, engine()[1](values), strict=True):
            out[i] += _decoded(chances, left, unit, image.shape[1])
    return [sorted(reading, key=lambda g: g.x) for reading in out]


Piece = tuple[int, Any, float, float]


def _batches(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces of about one width together: what is padded is read in vain."""
    batch: list[Piece] = []
    for piece in pieces:
        if batch and (len(batch) == BATCH or piece[1].shape[1] > 1.15 * batch[0][1].shape[1] + 16):
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _pictures(picture: Any, strip: Strip, margin: float, stretch: float) -> Iterator[tuple[Any, float, float]]:
    """The strip as the network takes it, in pieces: each with the x of its left side and the width of its pixels."""
    import cv2

    pad = margin * strip.em
    over = max(strip.em - strip.high, 0.0) / 2 + pad
    rows, cols = picture.shape
    y0, y1 = max(round(strip.top - over), 0), min(round(strip.bottom + over), rows)
    x0, x1 = max(round(strip.x0 - pad), 0), min(round(strip.x1 + pad), cols)
    part = picture[y0:y1, x0:x1]
    if part.size == 0:
        return
    unit = (y1 - y0) / HIGH
    for left, right in _cuts(part, LONGEST * unit / stretch):
        wide = max(round((right - left) * stretch / unit), 8)
        how = cv2.INTER_AREA if unit > 1.2 else cv2.INTER_CUBIC
        yield cv2.resize(part[:, left:right], (wide, HIGH), interpolation=how), x0 + left, (right - left) / wide


def _cuts(part: Any, longest: float) -> list[tuple[int, int]]:
    """The whole width, or where it is longer than `longest`, halves parted at the whitest column near the middle."""
    import numpy as np

    wide = part.shape[1]
    if wide <= longest:
        return [(0, wide)]
    low, high = int(0.4 * wide), int(0.6 * wide)
    light = part[:, low:high].min(axis=0).astype(np.int32)
    soft = np.convolve(light, np.ones(5, np.int32), "same")
    at = low + int(soft.argmax())
    return [*_cuts(part[:, :at], longest), *((at + a, at + b) for a, b in _cuts(part[:, at:], longest))]


def _decoded(chances: Any, left: float, unit: float, wide: int) -> list[Glyph]:
    """The characters that stand in a network's answer: at each step the chances of all characters (0: none)."""
    found = list(_peaks(chances, left, unit, wide))
    return [
        _settled(glyph, other, found[i - 1][0].text if i else "", found[i + 1][0].text if i + 1 < len(found) else "")
        for i, (glyph, other) in enumerate(found)
    ]


def _settled(glyph: Glyph, other: Glyph | None, before: str, after: str) -> Glyph:
    """Of two characters that look nearly alike to the network, the one that is in use, or makes a word."""
    if other is None or not _is_chinese(glyph.text) or not _is_chinese(other.text):
        return glyph
    if _in_use(glyph.text) != _in_use(other.text):
        return glyph if _in_use(glyph.text) else other
    words = [is_word(before, g.text) + is_word(g.text, after) for g in (glyph, other)]
    return other if other.certainty > LIKELY and words[0] == 0 < words[1] else glyph


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _in_use(char: str) -> bool:
    """Whether a character is one of the 6,763 of GB 2312, which hold nearly all of any notice in simplified characters."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _peaks(chances: Any, left: float, unit: float, wide: int) -> Iterator[tuple[Glyph, Glyph | None]]:
    """The characters, each with the next likely one where it is not sure."""
    best = chances.argmax(axis=1)
    step = 8.0  # pixels that the network takes at once
    dashes, one = _columns()
    k = 0
    while k < len(best):
        end = k + 1
        while end < len(best) and best[end] == best[k]:
            end += 1
        if best[k] and k * step < wide:
            weight = chances[k:end, best[k]]
            peak = k + int(weight.argmax())
            x = left + (float((weight * range(k, end)).sum() / weight.sum()) + 0.5) * step * unit
            glyph = Glyph(
                engine()[2][best[k]], float(weight.max()), x, float(chances[peak, dashes].sum()), float(chances[peak, one])
            )  # fmt: skip
            rare = _is_chinese(glyph.text) and not _in_use(glyph.text)
            yield glyph, _next(chances[peak], best[k], glyph, FAINT if rare else POSSIBLE) if rare or glyph.certainty < SURE else None
        k = end


def _next(chances: Any, best: int, glyph: Glyph, least: float) -> Glyph | None:
    """The next likely character at a peak, if it is likelier than `least`."""
    rest = chances.copy()
    rest[[0, best]] = 0.0
    second = int(rest.argmax())
    certainty = float(rest[second])
    return replace(glyph, text=engine()[2][second], certainty=certainty) if certainty > least else None


@cache
def _columns() -> tuple[list[int], int]:
    """Where the network's answer has the dashes, and the numeral 一."""
    characters = engine()[2]
    return [characters.index(c) for c in _DASHES if c in characters and c != "一"], characters.index("一")


@cache
def engine() -> tuple[Any, Any, list[str]]:
    """The finder of lines, the reader of strips and its characters; one thread: files are worked on side by side."""
    import numpy as np

    # From 1.32 on onnxruntime keeps a diary of its use in the home folder and sends it to its maker unless told not to.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise Unreadable("missing-reader", f"{ADVICE} ({error})") from error
    whole: Any = RapidOCR(params={
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    })
    blank = np.full((HIGH, 4 * HIGH, 3), 255, np.uint8)
    whole(blank, use_det=True, use_rec=False)
    whole(blank, use_det=False, use_rec=True)
    return whole.text_det, whole.text_rec.session, list(whole.text_rec.postprocess_op.character)
