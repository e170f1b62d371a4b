"""Labels of RTF files that LibreOffice wrote."""

from __future__ import annotations

from taskextract.readers.office_rtf import with_labels_written

HEAD = rb"{\rtf1\ansi{\*\generator LibreOffice/7.4}{\leveltext \'02\'00\'3f;}"
ITEM = rb"\pard\plain {\listtext\pard\plain  \u19968\'3f\u12289\'3f\tab}\ilvl0\ls1 \li0 text\par"
DOT = rb"\pard\plain {\listtext\pard\plain  \u8226\'95\tab}\ilvl0\ls2 \li0 text\par"


def test_labels_become_text_and_dots_go() -> None:
    written = with_labels_written(HEAD + ITEM + DOT + b"}")
    assert rb"\pard\plain {\u19968\'3f\u12289\'3f} \li0 text\par" in written
    assert rb"\pard\plain  \li0 text\par" in written


def test_the_programs_name_stands_behind_its_fonts() -> None:
    fonts = rb"{\fonttbl" + rb"{\f1\fnil Source Han Serif;}" * 400 + b"}"
    data = HEAD.replace(rb"\ansi", rb"\ansi" + fonts) + ITEM + b"}"
    assert with_labels_written(data) != data


def test_other_files_stay_as_they_are() -> None:
    for data in (HEAD + DOT + b"}", ITEM, HEAD.replace(b"LibreOffice", b"Word") + ITEM):
        assert with_labels_written(data) == data
