"""What this installation can read, and what to install for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from taskextract.readers import READERS, office
from taskextract.readers.detect import ENCRYPTED, KINDS, OLE


@dataclass(frozen=True, slots=True)
class Need:
    """What a reader needs: packages, perhaps LibreOffice, and how to get them."""

    packages: tuple[str, ...]
    install: str
    libreoffice: bool = False


_BASE = "pip install --force-reinstall taskextract"
_OCR = Need(("rapidocr", "onnxruntime", "cv2"), 'pip install "taskextract[ocr]"')

NEEDS: dict[str, Need] = {
    "text": Need(("charset_normalizer",), _BASE),
    "html": Need(("lxml",), _BASE),
    "docx": Need(("lxml",), _BASE),
    "sheet": Need(("lxml", "python_calamine", "xlrd"), _BASE),
    "pdf": Need(("pypdfium2",), _BASE),
    "ofd": Need(("lxml",), _BASE),
    "office": Need(("lxml", "olefile"), office.LIBREOFFICE, libreoffice=True),
    "scan": _OCR,
}
"""reader module → what it needs."""

_REFUSED = (OLE, ENCRYPTED)  # their reader only says what to do instead

SCANNED = "PDF and OFD without a text layer (scans)"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name, its usual endings, whether it can be read, else what to install."""

    name: str
    endings: tuple[str, ...]
    readable: bool
    install: str | None


def formats() -> list[Format]:
    """Every kind of file that some reader exists for, in the order of the readers."""
    found = [
        _format(*KINDS[media_type], NEEDS[module]) for media_type, module in READERS.items() if media_type not in _REFUSED
    ]
    return [*found, _format(SCANNED, ("pdf", "ofd"), _OCR)]


def _format(name: str, endings: tuple[str, ...], need: Need) -> Format:
    readable = all(map(find_spec, need.packages)) and (not need.libreoffice or office.program() is not None)
    return Format(name, endings, readable, None if readable else need.install)
