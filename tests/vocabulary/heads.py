"""What a name's last word says of the body: a firm, a bureau, a centre, an institute, a station, ...

Names of one entry whose last words say different things may be different bodies; such an entry states
under `same_body` why they are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_HEADS = (
    ("organ", r"(法院|检察院|国务院|高院|中院)$"),
    ("institute", r"科学院$"),
    ("hall", r"博物院$"),
    ("firm", r"(公司|集团|银行|分行|支行|联社|信用社|农信社|书店|农商行|控股|总部|股份)$"),
    ("centre", r"中心$"),
    ("newspaper", r"(日报|报社|报)$"),
    ("hospital", r"(医院|保健院|保健院（所）|妇保院)$"),
    ("school", r"(学校|党校|学院|大学)$"),
    ("institute", r"(研究院|研究所|院|所)$"),
    ("station", r"(站|台)$"),
    ("hall", r"(馆|宫)$"),
    ("team", r"队$"),
    ("association", r"(协会|学会|联合会|商会|研究会|总会|联谊会|促进会|红会|工会|联|[科作友计消]协|记协|律协|音协)$"),
    ("headquarters", r"(指挥部|领导小组|联席会议|小组|机制|防指|防总)$"),
    ("government", r"政府$"),
)
_LEVELS = ("central", "province", "municipality", "subprovincial", "league", "prefecture", "county", "all", "local", "names")
_BESIDE = re.compile(r"\{.\}|厅局|（[^）]*）")


def _head(name: str, kind: str) -> str:
    if kind == "coordination" and re.search(r"(办公室|办|秘书组|秘书局)$", name):
        return "office of a commission"
    found = next((head for head, pattern in _HEADS if re.search(pattern, name)), "organ")
    if kind == "enterprise" and found == "organ" and not re.search(r"[局厅办委署处]$", name):
        return "firm"  # 中国移动: a brand
    return found


def _shortens(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


def different_heads(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    """The names of an entry by what their last words say; a name that shortens another one counts as it."""
    kind = entry.get("kind", "department")
    names = [_BESIDE.sub("", name) for level in _LEVELS for name in entry.get(level, [])]
    first = _head(names[0], kind)
    full = [name for name in names if _head(name, kind) == first]
    found: dict[str, list[str]] = {}
    for name in names:
        head = first if any(_shortens(name, other) for other in full) else _head(name, kind)
        found.setdefault(head, []).append(name)
    return found
