"""Zip containers: names, limits, damage."""

from __future__ import annotations

import io
import zipfile

import pytest

from taskextract.readers.archive import clean_name, open_zip
from taskextract.readers.source import Unreadable


def pack(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("/OFD.xml", "OFD.xml"),
        ("Doc_0\\Document.xml", "Doc_0/Document.xml"),
        ("a/./b/../c.xml", "a/c.xml"),
        ("../../etc/passwd", None),
        ("a/../../x", None),
        ("", None),
    ],
)
def test_names_stay_inside(name: str, expected: str | None) -> None:
    assert clean_name(name) == expected


def test_reads_by_any_spelling_of_the_name() -> None:
    archive = open_zip(pack({"Doc_0/Document.xml": b"<a/>", "../evil": b"no"}))
    assert archive.names == ("Doc_0/Document.xml",)
    assert archive.read("/doc_0\\document.XML") == b"<a/>"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_a_mark_of_their_encoding(encoding: str) -> None:
    name = "正文/页.xml".encode(encoding)
    data = pack({"Q" * (len(name) - 4) + ".xml": b"<a/>"}).replace(b"Q" * (len(name) - 4) + b".xml", name)
    with open_zip(data) as archive:
        assert archive.names == ("正文/页.xml",)
        assert archive.read("正文/页.xml") == b"<a/>"


def test_chinese_names_that_say_their_encoding() -> None:
    with open_zip(pack({"正文/页.xml": b"<a/>"})) as archive:
        assert archive.names == ("正文/页.xml",)


def test_missing_part_is_one_line() -> None:
    with pytest.raises(Unreadable, match="its part 'x' is missing"):
        open_zip(pack({"a": b""})).read("x")


@pytest.mark.parametrize("name", ["。" * 2000, "x" * 60_000, "\x1b[31m"])
def test_what_a_message_quotes_from_the_file_is_plain_and_short(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        open_zip(pack({"a": b""})).read(name)
    assert len(refused.value.message) < 300
    assert refused.value.message.replace("…", "").isascii()
    assert refused.value.message.isprintable()


def test_total_over_all_entries_is_limited() -> None:
    archive = open_zip(pack({"a": b"x" * 600, "b": b"y" * 600}), max_total=1000)
    assert len(archive.read("a")) == 600
    with pytest.raises(Unreadable) as refused:
        archive.read("b")
    assert refused.value.code == "file-too-large"


def test_ratio_of_a_bomb_is_refused_before_unpacking() -> None:
    with pytest.raises(Unreadable) as refused:
        open_zip(pack({"a": b"\0" * (20 << 20)})).read("a")
    assert refused.value.code == "file-too-large"


def test_size_that_lies_is_counted() -> None:
    data = bytearray(pack({"a": b"\0" * 5000}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        open_zip(bytes(data), max_total=1000).read("a")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, b"not a zip"])
def test_damage_is_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable, match="zip container cannot be opened"):
        open_zip(data)
