"""Whether a PDF page's text can be trusted, or the page must be recognised as an image."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from taskextract.readers.page import Run
from taskextract.readers.pdf_page import PageState

COMMON = frozenset(
    "的一是在和有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进等部度家力里如水化高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情"
    "者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她"
    "手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油"
    "思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确"
    "才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难"
    "近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型"
    "眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)
"""The characters that make up most of any modern Chinese text."""
ENOUGH = 60
"""Chinese characters from which on their frequencies mean something."""
OUTLINES = 80
"""Things drawn on a page without text from which on they may be its characters' outlines."""
SAMPLE = 160
"""Characters of a page that are looked at."""
_USUAL = re.compile("[ -\x7f\u2000-\u2fdf\u3000-\u9fff\uff00-\uffef]+")
_NOT_CHINESE = re.compile("[^\u4e00-\u9fff]+")
_SIGNS = re.compile(r"[!-$&'*+;-@\[-`{-~]")
"""Signs that stand between words or in formulas; those of numbers, dates and addresses are not among them."""
SIGNS = 0.15
"""Such signs, as a part of a page without Chinese, from which on it is no text: a font numbers its glyphs from "!" on."""
_MISNAMED = re.compile("(?<=[\u4e00-\u9fff])[\x7f-\xa6\xa8-\xaf\xb4-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u02af\ue000-\uf8ff]+(?=[\u4e00-\u9fff])")
"""Letters with accents, controls and private characters in the middle of Chinese text."""
MISNAMED = 0.008
"""Such places, as a part of the Chinese characters, from which on the glyphs' names cannot be trusted."""
FEW = 10
"""Characters on a page that do not make it a page with a text layer (a page number, a stamp)."""


def why_recognise(runs: Sequence[Run], state: PageState) -> str | None:
    """Why the page's text is not to be used, in words for a message; None where it is sound."""
    outlines = state.objects - state.chars > OUTLINES and not state.truncated  # no text has more of them than the limit
    pictured = state.image_cover > (0.2 if state.chars else 0.02) or outlines
    if state.chars <= FEW and pictured:
        return "it has no text layer"
    if state.chars == 0:
        return None
    if state.unmapped > 0.1 * state.chars:
        return "its font does not say which characters its glyphs are"
    if state.hidden and state.image_cover > 0.6:
        return "its text is the hidden layer of a scan"
    text = "\n".join([r.text for r in runs])
    if is_garbage(text):
        return "its text layer is not readable text"
    if is_misnamed(text):
        return "its fonts name some glyphs wrongly"
    return None


def is_misnamed(text: str) -> bool:
    """Whether letters that no notice holds stand so often between Chinese characters that other names may be wrong too."""
    wrong = len(_MISNAMED.findall(text))
    return wrong > 3 and wrong > MISNAMED * len(text)


def is_garbage(text: str) -> bool:
    """Whether a page's text is neither Chinese nor Latin prose: wrong mappings, private characters."""
    sample = "".join(text[:: max(len(text) // SAMPLE, 1)].split())
    if len(sample) < 20:
        return False
    if sum(map(_is_odd, _USUAL.sub("", sample))) > 0.3 * len(sample):
        return True
    chinese = _NOT_CHINESE.sub("", sample)
    if len(chinese) < 0.05 * len(sample) and len(_SIGNS.findall(sample)) > SIGNS * len(sample):
        return True
    return len(chinese) > ENOUGH and sum(map(COMMON.__contains__, chinese)) < 0.15 * len(chinese)


def _is_odd(char: str) -> bool:
    """Characters that a notice hardly holds: private use, controls, accents and letters of mojibake."""
    if ord(char) < 32:
        return True
    return unicodedata.category(char) in ("Co", "Cc", "Cn", "Lo", "Ll", "Lu", "Sc", "Sk", "So") or char == "\ufffd"
