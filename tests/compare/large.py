"""Notices of any size, made of the words of the genre."""

from __future__ import annotations

import random

import msgspec

from made import document, notice
from taskextract.records import Assignment, Measure, MeasureTree, Notice, TaskTree

_VERBS = ("推进", "加快", "建设", "完善", "支持", "实施", "开展", "建立", "提升", "打造")
_THINGS = ("轨道交通", "数据中心", "湿地公园", "职业院校", "医疗联合体", "物流园区", "水库", "产业基金", "人才公寓", "保税仓库",
           "标准厂房", "养老机构", "高速公路", "港口码头", "通用机场", "生态廊道", "科创走廊", "文化场馆", "应急仓储", "电子证照")  # fmt: skip
_PLACES = "东西南北中上下前后新老大小青白红黄金银玉"
_ENDS = ("规划编制", "一期工程", "互联互通", "示范试点", "共建共享", "标准体系", "运营机制", "改扩建", "联合招商", "信息平台")


def large_notice(measures: int, edits: int, seed: int = 7) -> Notice:
    """A notice of that many measures, five a task; `edits` rewords one measure in ten of each round."""
    rng = random.Random(seed)
    texts = [_text(rng) for _ in range(measures)]
    again = random.Random(seed + 1)
    for _ in range(edits):
        for n in again.sample(range(measures), measures // 10):
            texts[n] = texts[n].replace("，", f"，统筹{again.choice(_THINGS)}{again.choice(_ENDS)}，", 1)
    doc_id = "a.txt"
    tasks = []
    for n in range(0, measures, 5):
        number = n // 5 + 1
        mine = [_measure(f"{doc_id}/t{number}", m + 1, text) for m, text in enumerate(texts[n : n + 5])]
        name = _text(random.Random(n))[:8]
        tasks.append(
            TaskTree(task_id=f"{doc_id}/t{number}", doc_id=doc_id, ordinal=number, number=number, label=f"{number}.",
                     name=name, section=[], raw=name, spans=[], assignments=[], measures=mine)
        )  # fmt: skip
    return msgspec.structs.replace(notice(doc_id), document=document(doc_id), tasks=tasks, agencies=[])


def in_one_task(notice_: Notice, text: str | None = None) -> Notice:
    """The same measures, or as many that all say `text`, in one task."""
    texts = [text or measure.text for task in notice_.tasks for measure in task.measures]
    measures = [_measure("a.txt/t1", n + 1, one) for n, one in enumerate(texts)]
    return msgspec.structs.replace(notice_, tasks=[msgspec.structs.replace(notice_.tasks[0], measures=measures)])


def _text(rng: random.Random) -> str:
    clauses = [
        f"{rng.choice(_VERBS)}{''.join(rng.sample(_PLACES, 2))}{rng.choice(_THINGS)}{rng.choice(_ENDS)}" for _ in range(6)
    ]
    return "，".join(clauses) + "。"


def _measure(task_id: str, n: int, text: str) -> MeasureTree:
    row = dict.fromkeys(Measure.__struct_fields__) | {
        "measure_id": f"{task_id}/m{n}", "doc_id": "a.txt", "task_id": task_id, "ordinal": n, "kind": "action",
        "text": text, "raw": text, "persons": [], "spans": [], "field_spans": [], "other_columns": [],
    }  # fmt: skip
    duty = dict.fromkeys(Assignment.__struct_fields__) | {
        "assignment_id": f"{task_id}/m{n}/a1", "doc_id": "a.txt", "task_id": task_id, "ordinal": 1,
        "measure_id": f"{task_id}/m{n}", "mention": f"省{text[2:4]}厅", "role": "responsible", "vague": False,
        "basis": "unknown", "spans": [],
    }  # fmt: skip
    return MeasureTree(**row, assignments=[Assignment(**duty)], quantities=[])
