"""The rows of one notice as they are put together: spans, ids, and what of the text is used."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from taskextract.document import Box, Document, Furniture, Span
from taskextract.findings import Finding
from taskextract.records import FieldSpans, FindingRow, SpanRow
from taskextract.strand import Strand, is_blank, without_blanks

_PREVIEW = 40
_NEIGHBOURS = 12  # spans before a place that may still reach over it


def span_rows(document: Document, spans: Iterable[Span]) -> list[SpanRow]:
    """Spans with their pages and boxes, as rows."""
    return [SpanRow(start=s.start, end=s.end, page=s.page, bbox=_box(s.bbox)) for s in document.locate(spans)]


def _box(box: Box | None) -> Box | None:
    return None if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def field_spans(document: Document, fields: Iterable[tuple[str, Iterable[Strand | None]]]) -> list[FieldSpans]:
    """The places of those fields that the text states."""
    stated = ((name, [span for s in strands if s for span in s.spans]) for name, strands in fields)
    return [FieldSpans(field=name, spans=span_rows(document, spans)) for name, spans in stated if spans]


def raw_text(document: Document, spans: Iterable[SpanRow]) -> str:
    """What the canonical text holds at `spans`."""
    return "".join(document.text[s.start : s.end] for s in spans)


class Usage:
    """Which characters of the canonical text some record or field holds."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._used = bytearray(len(document.text))
        for block in document.blocks:
            if isinstance(block, Furniture):
                self.mark_spans(block.spans)

    def mark(self, *strands: Strand | None) -> None:
        """Count the text of `strands` as used."""
        for strand in strands:
            if strand:
                self.mark_spans(strand.spans)

    def mark_spans(self, spans: Iterable[Span | SpanRow]) -> None:
        """Count `spans` as used."""
        for span in spans:
            self._used[span.start : span.end] = b"\x01" * (span.end - span.start)

    def unused(self) -> Iterator[Span]:
        """Runs of text that nothing holds, blanks at their ends left out."""
        for found in re.finditer(rb"\x00+", bytes(self._used)):
            start, end = found.span()
            while start < end and is_blank(self._text[start]):
                start += 1
            while end > start and is_blank(self._text[end - 1]):
                end -= 1
            yield from _lines(self._text, start, end)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in re.finditer(r"[^\n\t]*[^\s]", text[start:end]):
        yield Span(start + line.start(), start + line.end())


def unused_findings(document: Document, usage: Usage) -> tuple[int, tuple[Finding, ...]]:
    """How many non-blank characters no record holds, and a finding for each piece of them."""
    count = 0
    findings: list[Finding] = []
    for span in usage.unused():
        piece = document.text[span.start : span.end]
        count += len(without_blanks(piece))
        shown = piece if len(piece) <= _PREVIEW else piece[:_PREVIEW] + "…"
        message = f"“{shown}” is in no record; read it in the notice and report the form if it matters"
        findings.append(Finding("unused-text", message, (span,), before=piece, certainty=1.0))
    return count, tuple(findings)


def finding_rows(
    document: Document, doc_id: str, findings: Iterable[Finding], records: Iterable[tuple[str, list[SpanRow]]]
) -> list[FindingRow]:
    """Findings with ids, places, and the smallest record that holds their place."""
    owners = sorted((s.start, s.end, record_id) for record_id, spans in records for s in spans)
    rows: list[FindingRow] = []
    for finding in _in_text_order(_once(findings)):
        spans = span_rows(document, finding.spans)
        rows.append(finding_row(doc_id, len(rows) + 1, finding, _owner(finding, owners), spans))
    return rows


def finding_row(doc_id: str, n: int, finding: Finding, record_id: str | None, spans: list[SpanRow]) -> FindingRow:
    """The notice's finding number `n` as a row."""
    return FindingRow(
        finding_id=f"{doc_id}/f{n}",
        doc_id=doc_id,
        code=finding.code,
        severity=finding.severity,  # type: ignore[arg-type]
        message=finding.message,
        before=finding.before,
        after=finding.after,
        certainty=finding.certainty,
        record_id=record_id,
        spans=spans,
    )


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each unknown body reported once with all its places."""
    kept: dict[tuple[str, str], int] = {}
    out: list[Finding] = []
    for finding in findings:
        key = (finding.code, finding.message)
        if finding.code == "unknown-agency" and key in kept:
            first = out[kept[key]]
            out[kept[key]] = replace(first, spans=first.spans + finding.spans)
            continue
        kept.setdefault(key, len(out))
        out.append(finding)
    return out


def _in_text_order(findings: Iterable[Finding]) -> list[Finding]:
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.spans[0].start if f.spans else -1, f.code, f.message))


def _owner(finding: Finding, owners: list[tuple[int, int, str]]) -> str | None:
    if not finding.spans:
        return None
    start, end = finding.spans[0].start, max(finding.spans[0].end, finding.spans[0].start + 1)
    last = bisect_left(owners, (end, 0, ""))
    near = [o for o in owners[max(0, last - _NEIGHBOURS) : last] if o[1] > start]
    return min(near, key=lambda o: (o[1] - o[0], o[2]))[2] if near else None
