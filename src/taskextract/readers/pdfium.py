"""PDFium's functions, bound so that a call costs little.

A page takes thousands of short calls. pypdfium2's own bindings wrap a handle at each of them and let
go of the interpreter's lock, which costs more than the calls do. Here handles and addresses are plain
integers (None: no handle), and the lock is kept.
"""

from __future__ import annotations

import ctypes
from array import array
from functools import cache
from types import SimpleNamespace
from typing import Any

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_FORM = 1, 2, 3, 5
SEGMENT_BEZIER, SEGMENT_MOVE = 1, 2
TEXT_INVISIBLE = 3

_KINDS: dict[str, Any] = {
    "p": ctypes.c_void_p, "i": ctypes.c_int, "u": ctypes.c_uint, "f": ctypes.c_float, "-": None,
}  # fmt: skip
_SIGNATURES = {
    "FPDFCatalog_IsTagged": "i p",
    "FPDF_LoadPage": "p pi",
    "FPDF_ClosePage": "- p",
    "FPDF_GetPageWidthF": "f p",
    "FPDF_GetPageHeightF": "f p",
    "FPDFPage_GetMediaBox": "i ppppp",
    "FPDFPage_GetCropBox": "i ppppp",
    "FPDFPage_GetRotation": "i p",
    "FPDFPage_CountObjects": "i p",
    "FPDFPage_GetObject": "p pi",
    "FPDFText_LoadPage": "p p",
    "FPDFText_ClosePage": "- p",
    "FPDFText_CountChars": "i p",
    "FPDFText_GetText": "i piip",
    "FPDFText_GetUnicode": "u pi",
    "FPDFText_GetLooseCharBox": "- pip",
    "FPDFText_GetCharOrigin": "i pipp",
    "FPDFText_IsGenerated": "i pi",
    "FPDFText_HasUnicodeMapError": "i pi",
    "FPDFText_GetCharAngle": "f pi",
    "FPDFText_GetTextObject": "p pi",
    "FPDFText_GetFillColor": "i pipppp",
    "FPDFTextObj_GetTextRenderMode": "i p",
    "FPDFPageObj_GetMarkedContentID": "i p",
    "FPDFPageObj_GetClipPath": "p p",
    "FPDFClipPath_CountPaths": "i p",
    "FPDFClipPath_CountPathSegments": "i pi",
    "FPDFClipPath_GetPathSegment": "p pii",
    "FPDFPageObj_GetType": "i p",
    "FPDFPageObj_GetBounds": "i ppppp",
    "FPDFPageObj_GetMatrix": "i pp",
    "FPDFFormObj_CountObjects": "i p",
    "FPDFFormObj_GetObject": "p pi",
    "FPDFPath_CountSegments": "i p",
    "FPDFPath_GetDrawMode": "i ppp",
    "FPDFPath_GetPathSegment": "p pi",
    "FPDFPathSegment_GetType": "i p",
    "FPDFPathSegment_GetPoint": "i ppp",
    "FPDFPathSegment_GetClose": "i p",
}
"""For each function what it returns, then what it takes (p: a handle or an address)."""


@cache
def functions() -> Any:
    """The functions of `_SIGNATURES` as attributes, under PDFium's own names."""
    import pypdfium2.raw as raw

    found: dict[str, Any] = {}
    for name, signature in _SIGNATURES.items():
        gives, takes = signature.split()
        shape = ctypes.PYFUNCTYPE(_KINDS[gives], *(_KINDS[kind] for kind in takes))
        found[name] = shape(address(getattr(raw, name)))
    return SimpleNamespace(**found)


def address(pointer: Any) -> int:
    """The address that a pointer (or function) of ctypes holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class Floats:
    """A few floats for PDFium to fill: `places` are their addresses."""

    def __init__(self, count: int = 4) -> None:
        self.values = array("f", bytes(4 * count))
        start = self.values.buffer_info()[0]
        self.places = tuple(range(start, start + 4 * count, 4))
