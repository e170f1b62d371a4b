"""What the prose around a table says about the whole notice: which body leads, how many tasks there are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from taskextract.records import LeadRule
from taskextract.strand import Strand
from taskextract.vocabulary.table_words import cell_words

_FIRST = re.compile(r"(?:列|排)(?:名)?(?:在)?(?:首位|第一|最前|首个)[^。；;]{0,12}牵头|(?:首位|第一个|首个)[^。；;]{0,10}为?牵头|牵头[^。；;]{0,8}(?:列|排)(?:在)?(?:首位|第一)")
_MARK = re.compile(r"[“\"‘]?([△▲★☆※*＊○●◎◆◇■□#])[”\"’]?(?:号)?(?:标[记识注]?)?[^。；;]{0,8}牵头|(?:标|加|带)(?:有|注)?[“\"‘]?([△▲★☆※*＊○●◎◆◇■□#])")
_TOTAL = re.compile(
    r"(\d{1,4})(个方面|个部分|个领域|个板块|大类|大任务|项(?:重点|主要|具体|工作|目标)*任务|项(?:重点|具体)*工作|[项条](?:具体|工作|政策)*(?:举措|措施)|项)"
)


def lead_rule_of(prose: Iterable[Strand]) -> tuple[LeadRule | None, str | None]:
    """The notice's rule for who leads (排在第一位的为牵头单位; 标“△”的为牵头单位), with its mark."""
    for strand in prose:
        if _FIRST.search(strand.text):
            return "first_listed", None
        if (match := _MARK.search(strand.text)) and "牵头" in strand.text:
            return "marked", match.group(1) or match.group(2)
    return None, None


def rule_in_cells(cells: Iterable[Strand]) -> LeadRule | None:
    """The rule that one cell of bodies states for all below it (…、体改司（排第一位的为牵头司局，下同）)."""
    stated = any(any(word in cell.text for word in cell_words().same_below) and _FIRST.search(cell.text) for cell in cells)
    return "first_listed" if stated else None


def totals_of(prose: Iterable[Strand]) -> tuple[tuple[int, str, Strand], ...]:
    """Announced totals (9个方面131项) as (count, counted word, where)."""
    return tuple(
        (int(m.group(1)), m.group(2), strand[m.start() : m.end()])
        for strand in prose
        if len(strand) < 2000
        for m in _TOTAL.finditer(strand.text)
    )
