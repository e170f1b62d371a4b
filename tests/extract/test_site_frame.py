"""What a site prints around a page's text: the links above it and the site's foot below."""

from __future__ import annotations

import pytest

from taskextract.document import Document, Furniture
from taskextract.extract.site_frame import without_site_frame
from taskextract.readers.text import read_text

TEXT = ["某市安全生产工作方案", "1.开展安全检查。（市应急局）", "2.加强宣传教育。（市教育局）"]
ABOVE = ["首页", "政务公开", "您现在的位置：首页 > 政务公开 > 文件"]
BELOW = ["【打印】【关闭】", "主办：某市人民政府办公室 承办：政务服务中心", "网站标识码：4400000001 备案号：ICP备05000000号"]


def frame(document: Document) -> list[str]:
    found = without_site_frame(document)
    return [document.text[b.spans[0].start : b.spans[0].end] for b in found.blocks if isinstance(b, Furniture)]


@pytest.mark.parametrize(("above", "below"), [(ABOVE, BELOW), (ABOVE, []), ([], BELOW)])
def test_links_above_and_the_sites_foot_below_are_furniture(above: list[str], below: list[str]) -> None:
    assert frame(read_text("\n".join([*above, *TEXT, *below]))) == above + below


@pytest.mark.parametrize(
    "lines",
    [
        ["首页改版要做到以下几点。", ABOVE[2], *TEXT],  # a sentence above it: no links
        [*TEXT, BELOW[0], BELOW[1]],  # nothing that only a site says
        [*TEXT, BELOW[2], "3.加强信息报送。（市政府办公室）"],  # text below it
    ],
)
def test_lines_that_only_look_like_a_sites_are_text(lines: list[str]) -> None:
    assert frame(read_text("\n".join(lines))) == []
