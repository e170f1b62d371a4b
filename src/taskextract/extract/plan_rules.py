"""Rules that a notice states once for all its tasks: who of a list leads, who carries out what nobody is named for.

The words of such a rule may stand in the letter, in the first tail, in a note or below the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from taskextract.extract.drafts import Duty
from taskextract.numerals import read_number
from taskextract.records import LeadRule
from taskextract.strand import Strand

_LEADS = (
    r"(?:(?:为|是|系|作为|即为|均为|属)[^，。；]{0,6}?)?(?:牵头|主要责任|第一责任|主责|主办|首要责任|总牵头)"
)
_FIRST_LISTED = re.compile(
    r"(?:(?:列|排|居|位|名列|排名|排序|列示|标注)(?:在|于|为)?(?:首位|第一位?|首|前列|最前面?|第1位?|最前位?)"
    r"|(?:首位|第一位|第一个|首个|首列|第一顺位)(?:的|责任|单位|部门)*)"
    rf"[^，。；：]{{0,12}}?{_LEADS}"
    r"|牵头[^，。；：]{0,8}?(?:列|排)(?:名)?(?:在|于)?(?:首位|第一)"
)
_MARK = r"[“\"‘'（(]?(?P<mark>[△▲▽▼★☆*＊※◎●○◆◇■□#＃§√])[”\"’'）)]?"
_MARKED = re.compile(
    rf"(?:(?:标|带|加|画|打|注)(?:有|注|记|明|示|以)*|^注[：:]|^|[，。；（(中]){_MARK}(?:号|符号|标记|标识|者|的|单位|部门)*"
    rf"[^，。；：]{{0,10}}?{_LEADS}(?!.{{0,4}}任务)"
)
_DEFAULT = re.compile(
    r"(?:以下|上述|以上|各项|所有|本|下列|其他|其余|除[^，。；]{1,20}外)[^，。；：]{0,16}?[，,]?均(?:需要?|由|须|要|应|请)(?:由)?"
    r"(?P<who>[^，。；]{2,60}?)(?:共同|分别|按[^，。；]{0,10}|具体|认真|负责|贯彻|组织|抓好|参与|配合|牵头)*(?P<verb>落实|实施|负责|参与|配合|承担)"
)
_DEFAULT_BODY = re.compile(
    r"(?P<who>[^，。；：（(]{2,60}?)均为(?:各项|上述|以下|所有|全部)?(?:任务|工作)?(?:的)?(?:责任|落实|实施|配合)(?:单位|主体|部门)"
)
_SCOPE = re.compile(
    r"(?:未|没有|无|除)[^，。；]{0,14}(?:适用|实施)范围[^，。；]{0,10}[，,]?(?:适用范围)?(?:均|都)?(?:适用于|为|是|指|在)(?P<scope>[^，。；）)]{1,20})"
)
_HANDS_OVER = re.compile(r"[^。]{0,80}(?:现将[^。]{2,120}|现)(?:予以|予)?(?:印发|转发|下发|发|通知)(?:给)?(?:你们|如下|各单位)?(?:[，,：:]|。?$)")
_PLEASE = re.compile(r"请[^。，]{0,20}(?:[，,][^。，]{0,20})?(?:贯彻|抓好|遵照|组织实施|认真落实|执行|办理)[^。，]{0,10}。?$")
_NOT_AGAIN = re.compile(
    r"^(?:[，,]?(?:下同|以下(?:均)?同|余同|不再(?:一一|逐一|单独|另行|重复|分别)?(?:列出|列示|列明|标注|注明|罗列|赘述)))+$|不再(?:一一|逐一|单独|另行|重复|分别)?(?:列出|列示|列明|标注|注明|罗列|赘述)"
)
_THE_REST = re.compile(
    r"^(?:其余|其他|其它|其后|后列|后面)[^，。；：]{0,6}(?:均|都)?(?:为|是|系|作为)[^，。；：]{0,4}(?:配合|参加|参与|协助|协办|责任|协同)(?:责任)?(?:单位|部门)$"
)
_DEFINES_ROLE = re.compile(r"(?:分别|共同|分工|按职责)?(?:负责|牵头|配合|参与)(?:，|的)?(?:为|是指|指|即)")
_HAN = "一二三四五六七八九十百"
_TOTAL = re.compile(
    rf"(?P<n>(?<![\d.])\d{{1,3}}(?!\d)|[{_HAN}]{{1,5}})(?P<unit>个方面|大方面|方面|大类|个领域|个板块|个部分)?(?P<item>大?项|条|个)?"
    r"(?P<what>(?:具体|重点|主要|工作|改革|目标)*(?:任务|工作|措施|举措|事项|政策))?"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the whole notice."""

    lead_rule: LeadRule | None = None
    lead_mark: str | None = None
    default_duties: tuple[Duty, ...] = ()
    default_scope: Strand | None = None


def is_rule(text: str) -> bool:
    """Whether a clause states a rule for the whole notice and names nobody responsible here."""
    return bool(
        _FIRST_LISTED.search(text) or _MARKED.search(text) or _DEFAULT.search(text)
        or _DEFAULT_BODY.search(text) or _NOT_AGAIN.search(text) or _DEFINES_ROLE.match(text) or _THE_REST.match(text.rstrip("。；，"))
    )  # fmt: skip


def hands_over(text: str) -> bool:
    """Whether a sentence only hands over what the letter brings (现将…印发给你们，请认真贯彻执行。)."""
    return bool(_HANDS_OVER.match(text) or _PLEASE.match(text))


def is_first_listed(text: str) -> bool:
    """Whether `text` says that the first body listed leads."""
    return bool(_FIRST_LISTED.search(text))


def find_rules(strands: Iterable[Strand]) -> Rules:
    """The notice's rules, each from the first place that states it."""
    lead_rule: LeadRule | None = None
    lead_mark: str | None = None
    duties: tuple[Duty, ...] = ()
    scope: Strand | None = None
    for strand in strands:
        text = strand.text
        if lead_rule is None and (marked := _MARKED.search(text)):
            lead_rule, lead_mark = "marked", marked["mark"]
        if lead_rule is None and _FIRST_LISTED.search(text):
            lead_rule = "first_listed"
        if not duties:
            duties = _default_duties(strand)
        if scope is None and (found := _SCOPE.search(text)):
            scope = strand[found.start("scope") : found.end("scope")]
    return Rules(lead_rule, lead_mark, duties, scope)


def _default_duties(strand: Strand) -> tuple[Duty, ...]:
    text = strand.text
    if found := _DEFAULT.search(text):
        role_raw = found["verb"]
        role = (
            "support"
            if role_raw in ("配合", "参与")
            else "responsible"
            if role_raw == "负责"
            else "implement"
        )
    elif found := _DEFAULT_BODY.search(text):
        role, role_raw = "responsible", None
    else:
        return ()
    who = strand[found.start("who") : found.end("who")]
    return (Duty(who, role, role_raw, strand[found.start() : found.end()]),)  # type: ignore[arg-type]


def find_totals(strand: Strand) -> tuple[tuple[int, str, Strand], ...]:
    """Announced totals: `9个方面131项` gives (9, 个方面, …) and (131, 项, …)."""
    found: list[tuple[int, str, Strand]] = []
    for hit in _TOTAL.finditer(strand.text):
        number = read_number(hit["n"])
        counted = hit["unit"] or f"{hit['item'] or ''}{hit['what'] or ''}"
        # 131项 alone is a total only right behind another one
        follows = bool(found) and bool(hit["item"]) and hit.start() <= _end_of(found[-1], strand) + 2
        if number is not None and number > 1 and (hit["unit"] or hit["what"] or follows):
            found.append((number, counted, strand[hit.start() : hit.end()]))
    return tuple(found)


def _end_of(total: tuple[int, str, Strand], strand: Strand) -> int:
    return strand.ends.index(total[2].ends[-1]) + 1
