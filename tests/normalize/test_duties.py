"""Duties as notices of many provinces write them, with the bodies and roles that they name.

`duty_cases.tsv` writes each expected mention as `mention=id/role`; the id without its region where that is
the notice's own; `?` is an open group, `…` the hash of a derived id; before the id `^` elided, `*` group
(its other members after `+`), `~` repaired. Roles: Lead Support Joint Respective Plain Guide Implement.
"""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskextract.findings import Finding
from taskextract.normalize.agencies import Context, Mention, read_duty
from taskextract.records import LeadRule
from taskextract.strand import Strand
from taskextract.vocabulary import load

ROLES = {"lead": "L", "support": "S", "joint": "J", "respective": "R", "responsible": "P", "guide": "G", "implement": "I"}
FLAGS = {"repaired": "~", "group": "*", "elided": "^"}
GROUPS = {
    "7市": tuple(f"{c}:gov" for c in ("370100", "370300", "370900", "371500", "371400", "371600", "370500")),
    "4市": tuple(f"{c}:gov" for c in ("371300", "370400", "370800", "371700")),
}


def context(region: str | None = "370000", on: str = "2020-06-03", **more: object) -> Context:
    return Context(load(), region, date.fromisoformat(on), groups=GROUPS, **more)  # type: ignore[arg-type]


def duty(text: str, where: Context, **more: object) -> tuple[tuple[Mention, ...], tuple[Finding, ...]]:
    return read_duty(Strand.over(text, 0, len(text)), where, **more)  # type: ignore[arg-type]


def written(mentions: tuple[Mention, ...], region: str) -> str:
    out: list[str] = []
    last: Mention | None = None
    for m in mentions:
        if m.via_group and last is not None and last.text is m.text:
            out[-1] += f"+{m.agency_id}"
            continue
        body = (m.agency_id or ("?" if m.vague else "-")).removeprefix(f"{region}:")
        body = body[:-8] + "…" if body.split(":")[-1].startswith(("x-", "c-")) else body
        out.append(f"{m.text.text}={FLAGS.get(m.basis, '')}{body}/{ROLES[m.role]}")
        last = m
    return " ".join(out)


def cases() -> list[tuple[str, str, str, str]]:
    with (Path(__file__).parent / "duty_cases.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [(r[0], r[1], r[2], r[3]) for r in rows]


@pytest.mark.parametrize(("region", "on", "text", "expected"), cases())
def test_duty(region: str, on: str, text: str, expected: str) -> None:
    where = context(region, on, abbreviations={"省领导小组": "省新旧动能转换综合试验区建设领导小组"})
    mentions, _ = duty(text, where)
    assert written(mentions, region) == expected
    for mention in mentions:
        assert mention.text.raw == "".join(text[s.start : s.end] for s in mention.text.spans)


@pytest.mark.parametrize(
    ("text", "rule", "mark", "expected"),
    [
        ("省财政厅、省审计局等，7市政府", "first_listed", None, "lead support support support"),
        ("省财政厅、省审计厅按职责分工负责", "first_listed", None, "lead support"),
        ("省财政厅牵头，省审计厅、省税务局配合", "first_listed", None, "lead support support"),
        ("省财政厅", "first_listed", None, "lead"),
        ("牵头单位：省财政厅；配合单位：省审计厅", "first_listed", None, "lead support"),
        ("省财政厅、△省审计厅、省税务局", "marked", "△", "support lead support"),
        ("省财政厅、省审计厅（△）", "marked", "△", "support lead"),
        ("★省财政厅、省审计厅", "marked", "△", "responsible responsible"),
        ("△省财政厅、省审计厅", None, None, "responsible responsible"),
    ],
)
def test_rule_of_the_notice(text: str, rule: LeadRule | None, mark: str | None, expected: str) -> None:
    mentions, _ = duty(text, context(lead_rule=rule, lead_mark=mark))
    shown = [m.role for m in mentions if not m.via_group or m.agency_id == "370100:gov"]
    assert " ".join(shown) == expected


@pytest.mark.parametrize(
    ("text", "role", "first", "expected", "raw"),
    [
        ("省财政厅、省审计厅", "lead", False, "lead lead", "牵头单位"),
        ("省财政厅、省审计厅", "support", False, "support support", "牵头单位"),
        ("省财政厅、省审计厅分别负责", "responsible", False, "respective respective", "分别负责"),
        ("省财政厅牵头负责", "responsible", False, "lead", "牵头负责"),
        ("省财政厅，省审计厅", "responsible", True, "lead support", "牵头单位"),
        ("省财政厅按职责分工负责", "lead", False, "lead", "牵头单位"),
    ],
)
def test_role_of_the_column(text: str, role: str, first: bool, expected: str, raw: str) -> None:
    mentions, _ = duty(text, context(), role=role, role_raw="牵头单位", first_is_lead=first)
    assert " ".join(m.role for m in mentions) == expected
    assert {m.role_raw for m in mentions} == {raw}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("省财政厅、省财政厅", "repeated-group"),
        ("省新动能转换综合试验区建设办公室", "repaired-agency"),
        ("鲁南 4 4 市政府", "repaired-agency"),
        ("省虚构事务局", "unknown-agency"),
        ("有关市政府", "open-group"),
        ("市中区政府", "ambiguous-agency"),
    ],
)
def test_finding(text: str, code: str) -> None:
    _, findings = duty(text, context())
    assert [f.code for f in findings] == [code]
    assert findings[0].spans


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("市自然资和规划局", "370900:natural_resources"),  # a syllable lost from a long name
        ("市发展改革革委", "370900:drc"),  # a syllable doubled
        ("市交通运输运输局", "370900:transport"),
        ("市卫生建康委", "370900:health"),  # look-alike strokes
        ("市司去局", None),  # one character off, but nothing bears it out
        ("市教商局", None),  # 教育局 and 商务局 are both a guess
    ],
)
def test_damaged_name(text: str, repaired: str | None) -> None:
    mentions, findings = duty(text, context("370900"))
    if repaired is None:
        assert mentions[0].basis == "unknown"
        assert findings[0].code == "unknown-agency"
    else:
        assert (mentions[0].agency_id, mentions[0].basis) == (repaired, "repaired")
        assert mentions[0].text.raw == text


def test_name_borne_out_by_the_notice() -> None:
    plain, _ = duty("市司去局", context("370900"))
    borne, _ = duty("市司去局", context("370900", seen=frozenset({"370900:justice"})))
    assert plain[0].agency_id != "370900:justice"
    assert (borne[0].agency_id, borne[0].basis) == ("370900:justice", "repaired")


def test_derived_id_does_not_depend_on_the_level_word() -> None:
    short, _ = duty("省虚构事务局", context())
    full, _ = duty("山东省虚构事务局", context())
    assert short[0].agency_id == full[0].agency_id


WORDS = st.sampled_from(
    ["省", "市", "各", "等", "有关", "财政厅", "发展改革委", "济南", "泰安市", "政府", "7市", "牵头", "负责", "配合单位：", "责任单位：",
     "、", "，", "；", "。", "（", "）", "以下简称“", "”", "和", "会同", "10月底前", "领导小组", "△", " ", "\n", "委", "部门", "x", "44市", "：", "《", "》"]
)  # fmt: skip


@settings(max_examples=300, derandomize=True)
@given(st.lists(WORDS, max_size=14).map("".join))
def test_any_text_is_read_without_failing(text: str) -> None:
    mentions, findings = duty(text, context())
    keys = [(m.agency_id, m.text.text if m.agency_id is None else "") for m in mentions]
    assert len(keys) == len(set(keys))
    for item in (*mentions, *findings):
        spans = item.text.spans if isinstance(item, Mention) else item.spans
        assert all(0 <= s.start < s.end <= len(text) for s in spans)


@pytest.mark.parametrize("text", ["，要" * 3000, "百分之" * 2000, "市教育和" * 1500])
def test_lists_without_an_end_cost_no_time(text: str) -> None:
    started = time.monotonic()
    duty(text, context())
    assert time.monotonic() - started < 10


def test_a_mention_over_a_page_break_keeps_its_comma() -> None:
    """Between the two halves stand the other cells of the row."""
    text = "市商务局、各县（市、区）人民政府、\t2023年6月底前\n\t开发区管委会"
    end = text.index("\t")
    strand = Strand.over(text, 0, end) + Strand.over(text, len(text) - 6, len(text))
    mentions, _ = read_duty(strand, context("420600"))
    assert [m.text.raw for m in mentions] == ["市商务局", "各县（市、区）人民政府、开发区管委会"]
