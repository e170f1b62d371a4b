"""Finds a table's header rows and says what each column holds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from taskextract.extract.table_by_content import fields_by_content, role_in
from taskextract.extract.table_cells import AGENCY_FIELDS, fit, is_agencies, is_section_title, parse_number
from taskextract.records import Role
from taskextract.strand import Strand
from taskextract.vocabulary.table_words import HeaderWord, header_words

ROLES: dict[str, Role] = {"lead": "lead", "support": "support", "guide": "guide", "implement": "implement"}
"""Column kinds whose header says the role; 责任单位 leaves it to the cell's own words."""

_RULE = re.compile(r"[(（〔\[【](.*?)[)）〕\]】]")
_AND = re.compile("[及和与、/]")
_VALUE = re.compile(r"[:：].{2}")
_MAX_HEADER = 40
_MAX_WORD = 10  # characters of a header that no word explains
_MAX_PART = 12  # characters of a part of a wide header
_TITLE = re.compile(r".{4,}(?:表|清单|台账|方案|通知|意见|计划|要点)$")
_FIRST_LISTED = re.compile(r"(?:首位|第一|首个|最前|前者|排在?前|列在?前|首家).*牵头|牵头.*(?:首位|第一)")
_BEFORE_COMMA = re.compile(r"[逗分顿]号.{0,2}前.*牵头")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. `title` is the header's text; `rule` what its brackets say about leads:
    `first_listed`, `before_comma`, or None. `other` columns have a header that no word explains.
    `assigned` is what a decoy's column holds where bodies have a column. A `matrix` column is headed by
    the bodies themselves (`heading`), and its cells hold signs; `marks` tells the field that each sign means.
    """

    field: str
    title: str
    rule: str | None = None
    weak: bool = False
    assigned: str | None = None
    heading: Strand | None = None
    marks: tuple[tuple[str, str], ...] = ()


def header_key(text: str) -> str:
    """A header's matching key: widths folded, blanks out, traditional characters made simplified."""
    return _simplified(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper())


@lru_cache(maxsize=4096)
def _simplified(text: str) -> str:
    if not any(c in "號務體舉責單時間領導備註牽頭門內標類別項點負實點參協編" for c in text):
        return text
    import opencc

    return str(opencc.OpenCC("t2s").convert(text))


@lru_cache(maxsize=4096)
def column_of(text: str) -> Column | None:
    """What a column with this header holds, or None where no header word explains it."""
    if not text or len(text) > 60 or "。" in text:
        return None
    key = header_key(text)
    rule = _rule(key)
    plain = _RULE.sub("", key)
    word = _whole(key) or _whole(plain)
    if word is None and len(plain) <= 16 and not _TITLE.search(plain):
        word = _inside(plain)
    return None if word is None else Column(word.field, text, rule, word.weak, word.assigned)


def _rule(key: str) -> str | None:
    note = "".join(_RULE.findall(key)) or key
    if _BEFORE_COMMA.search(note):
        return "before_comma"
    return "first_listed" if _FIRST_LISTED.search(note) else None


def _whole(key: str) -> HeaderWord | None:
    return _by_key().get(key)


@lru_cache(maxsize=1)
def _by_key() -> dict[str, HeaderWord]:
    return {header_key(w.word): w for w in header_words()}


def _inside(key: str) -> HeaderWord | None:
    """The header word that ends a longer header, else the longest one inside it."""
    found = [w for w in header_words() if (not w.exact and w.word in key) or (w.ends and key.endswith(w.word))]
    if _AND.search(key):
        found = [w for w in found if w.field in AGENCY_FIELDS] or [w for w in found if w.field in ("task", "measure")] or found
    return max(found, key=lambda w: (key.endswith(w.word), len(w.word)), default=None)


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """Rows `first:last` of a table are its header; `columns` say what each column holds."""

    first: int
    last: int
    columns: tuple[Column, ...]


def find_header(rows: Sequence[Sequence[str]], anywhere: int = 6) -> HeaderRows | None:
    """The header among a table's first rows. `rows` are cell texts, merged cells repeated ("" for none)."""
    for i, row in enumerate(rows[:anywhere]):
        below = rows[i + 1] if i + 1 < len(rows) else ()
        if not _is_header_row(row) and not _heads_numbers(row, below):
            continue
        two = bool(below) and (
            _is_second_level(row, below) or _stands_under_wide(row, below) or _stands_under_classes(row, below)
        )
        columns = _columns(row, below if two else None)
        return HeaderRows(i, i + 2 if two else i + 1, columns)
    return None


def _is_header_row(row: Sequence[str]) -> bool:
    texts = list(dict.fromkeys(text for text in row if text))
    if any(_is_content(text) for text in texts):
        return False
    known = [c for c in map(column_of, texts) if c is not None]
    fields = {c.field for c in known}
    bodies = sum(column_of(text) is None and is_agencies(text) for text in texts)
    if bodies >= 2 and fields & {"task", "measure"} and len(known) + bodies >= 0.75 * len(texts):
        return True
    return len(texts) >= 2 and len(known) >= 2 and len(known) >= len(texts) / 2 and fields != {"decoy"}


def _heads_numbers(row: Sequence[str], below: Sequence[str]) -> bool:
    """Whether short words stand above a first row, and the word for its number above the number 1."""
    texts = [text for text in row if text]
    first = column_of(row[0]) if row and row[0] else None
    if first is None or first.field != "index" or not below or parse_number(below[0]) != 1:
        return False
    return len(texts) > 2 and all(len(text) <= _MAX_WORD and not _is_content(text) for text in texts)


def _is_content(text: str) -> bool:
    """Whether a text can be no header's: a number, a label with what it says (牵头单位：省财政厅), a sentence."""
    number = parse_number(text)
    plain = _RULE.sub("", header_key(text))
    return (number is not None and number < 1000) or _VALUE.search(plain) is not None or len(plain) > _MAX_HEADER


def _is_second_level(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Every text below repeats the one above (merged) or is a header word of its own, one at least new.

    Names of bodies are headers where several stand below one header; one alone is the rest of a cut cell.
    """
    new = 0
    wide = ""
    below: Counter[str] = Counter()
    for i, text in enumerate(lower):
        above = upper[i] if i < len(upper) else ""
        wide = above or wide
        if not text or text == above:
            continue
        bodies = (over := column_of(wide)) is not None and over.field in AGENCY_FIELDS and is_agencies(text)
        if _is_content(text) or (not bodies and (column_of(text) is None or len(text) > 12 or is_section_title(text))):
            return False
        below[wide] += column_of(text) is None
        new += 1
    return new > 0 and 1 not in below.values()


def _stands_under_classes(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row is the header, with the word above the numbers, and the upper one only groups its columns."""
    first = column_of(lower[0]) if lower and lower[0] != upper[0] else None
    return first is not None and first.field == "index" and _is_header_row(lower)


def _stands_under_wide(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row only divides headers that cover several columns, and has nothing of its own elsewhere.

    No row of a table's body is like that, so that its words need not be known.
    """
    parts: Counter[int] = Counter()
    over = 0
    for i, text in enumerate(lower):
        above = upper[i] if i < len(upper) else ""
        if above and (not i or above != upper[i - 1]):
            over = i
        if not text or text == above:
            continue
        if len(text) > _MAX_PART or _is_content(text) or (above and upper[over] != above):
            return False
        parts[over] += 1
    return bool(parts) and all(n > 1 for n in parts.values())


def _columns(upper: Sequence[str], lower: Sequence[str] | None) -> tuple[Column, ...]:
    columns: list[Column] = []
    above = ""
    for i, text in enumerate(upper):
        below = lower[i] if lower is not None and i < len(lower) else ""
        above = text or (above if below else "")
        column = _two_level(above, below) if below and below != above else column_of(above)
        columns.append(column or Column("other", above or below))
    return tuple(columns)


def _two_level(above: str, below: str) -> Column | None:
    upper, lower = column_of(above), column_of(below)
    if word := _whole(header_key(above + below)):
        return Column(word.field, above + below)
    if lower is None:
        return Column("other", below) if upper is not None and upper.field in AGENCY_FIELDS and is_agencies(below) else upper
    rule = lower.rule or (upper.rule if upper else None)
    if upper is not None and upper.field in AGENCY_FIELDS and lower.field not in AGENCY_FIELDS | {"people", "time"}:
        return replace(upper, title=above + below, rule=rule)
    return replace(lower, rule=rule)


def settle(columns: Sequence[Column], body: Sequence[Sequence[Strand | None]]) -> tuple[Column, ...]:
    """Columns after a look at what stands in them: twice-used headers, weak words, headers that say nothing.

    `body` holds the rows' cells without repeats of merged ones.
    """
    out = list(columns)
    share = [_shares(body, i) for i in range(len(out))]
    for i, column in enumerate(out):
        if column.field == "task" and i + 1 < len(out) and out[i + 1].title == column.title and share[i]["index"] > 0.5:
            out[i] = replace(column, field="index")
        below_measure = i > 0 and column.field == "other" and not column.title and out[i - 1].field == "measure"
        if below_measure and share[i]["length"] > share[i - 1]["length"]:  # a header over a label and its text, in a dump
            out[i] = out[i - 1]
        if column.weak and column.field in AGENCY_FIELDS and share[i]["responsible"] < 0.6:
            out[i] = replace(column, field="other")
        if column.field == "other" and not column.title and share[i]["index"] > 0.6 and i == 0:
            out[i] = replace(column, field="index")
        if column.field in AGENCY_FIELDS and share[i]["responsible"] < 0.5 and (joined := _joined_field(column.title)):
            out[i] = replace(column, field=joined)
    _settle_assigned(out, share)
    said = any(c.field in {"task", "measure"} for c in out)
    if said:
        _settle_bodies(out, share)
    fields = fields_by_content([c.field for c in out], [c.title for c in out], share)
    out = [replace(c, field=f) if f != c.field else c for c, f in zip(out, fields, strict=True)]
    _settle_doubles(out, share)
    if not said:
        _settle_bodies(out, share)
    return tuple(out)


def _settle_bodies(out: list[Column], share: list[dict[str, float]]) -> None:
    """Where no header tells who, columns of nothing but bodies do."""
    if any(c.field in AGENCY_FIELDS for c in out):
        return
    for i, column in enumerate(out):
        if column.field == "other" and share[i]["responsible"] >= 0.7:
            out[i] = replace(column, field=role_in(column.title) or "responsible")


def _joined_field(title: str) -> str | None:
    """What else a header names beside bodies (工作措施及责任单位 → measure)."""
    words = [column_of(part) for part in _AND.split(header_key(title))]
    return next((w.field for w in words if w is not None and w.field in {"measure", "task"}), None)


def _settle_assigned(out: list[Column], share: list[dict[str, float]]) -> None:
    """Columns that make a table a decoy (考核指标) say what is to be done where another names the bodies."""
    if not any(c.field in AGENCY_FIELDS | {"matrix"} for c in out):
        return
    task = next((i for i, c in enumerate(out) if c.field == "task"), None)
    for i, column in enumerate(out):
        if column.assigned == "measure" and task is not None and share[i]["length"] < share[task]["length"]:
            out[i] = replace(column, field="task" if i < task else "target")
        elif column.assigned == "measure" and any(c.field == "measure" for c in out):
            out[i] = replace(column, field="target" if any(c.field == "task" for c in out) else "task")
        elif column.assigned is not None:
            out[i] = replace(column, field=column.assigned)


def _settle_doubles(out: list[Column], share: list[dict[str, float]]) -> None:
    tasks = [i for i, c in enumerate(out) if c.field == "task"]
    measures = [i for i, c in enumerate(out) if c.field == "measure"]
    if len(tasks) >= 2 and not measures:
        out[tasks[-1]] = replace(out[tasks[-1]], field="measure")
        tasks = tasks[:-1]
    for i in tasks[:-1]:
        out[i] = replace(out[i], field="group")
    if len(measures) >= 2:
        if not tasks and share[measures[0]]["task"] > 0.6:
            out[measures[0]] = replace(out[measures[0]], field="task")
            measures = measures[1:]
        keep = next((i for i in measures if re.search("举措|措施", header_key(out[i].title))), measures[0])
        same = [i for i in measures if out[i].title == out[keep].title]  # one header over a label and its text
        keep = max(same, key=lambda i: (share[i]["length"], -i))
        for i in measures:
            if i != keep:
                out[i] = replace(out[i], field="remark")
    for i in [i for i, c in enumerate(out) if c.field == "index"][1:]:
        out[i] = replace(out[i], field="other")


def _shares(body: Sequence[Sequence[Strand | None]], i: int) -> dict[str, float]:
    texts = [cell.text for row in body if i < len(row) and (cell := row[i]) is not None and cell.text][:200]
    if not texts:
        return {"index": 0.0, "responsible": 0.0, "task": 0.0, "measure": 0.0, "time": 0.0, "length": 0.0}
    shares = {
        field: sum(fit(t, field) >= 0.9 for t in texts) / len(texts)
        for field in ("index", "responsible", "task", "measure", "time")
    }
    return {**shares, "length": sum(map(len, texts)) / len(texts)}


def guess_columns(body: Sequence[Sequence[Strand | None]], width: int) -> tuple[Column, ...] | None:
    """Columns of a table without a header that can be read, by what stands in them; None if nothing fits."""
    share = [_shares(body, i) for i in range(width)]
    fields = ["other"] * width
    agencies = max(range(width), key=lambda i: share[i]["responsible"], default=0)
    if width < 2 or share[agencies]["responsible"] < 0.7:
        return None
    fields[agencies] = "responsible"
    left = [i for i in range(width) if i != agencies]
    measure = max(left, key=lambda i: share[i]["measure"])
    fields[measure] = "measure" if share[measure]["measure"] > 0.5 else "task"
    for i in left:
        if fields[i] == "other" and i < measure:
            if share[i]["index"] > 0.6:
                fields[i] = "index"
            elif share[i]["task"] > 0.6:
                fields[i] = "task"
    return tuple(Column(field, "") for field in fields)
