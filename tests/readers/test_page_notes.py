"""What stands on a page beside its running text: notes at its foot, marks in the text, numbers in its margin, contents."""

from __future__ import annotations

from array import array

from taskextract.document import Document, Furniture, Paragraph, Span
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.paper import assemble

LEFT, RIGHT, EM, STEP = 90.0, 506.0, 16.0, 28.0
FULL = "健全市场准入负面清单管理及动态调整机制完善相适应的审批监"


def run(text: str, x: float, y: float, size: float = EM) -> Run:
    edges = [x]
    for char in text:
        edges.append(edges[-1] + (size if char > "\u2e7f" else size / 2))
    return Run(text, array("f", edges), y, y + size, size)


def read(*pages: Page) -> Document:
    return assemble(iter(pages), "application/pdf")[0]


def page(runs: list[Run], rules: tuple[Rule, ...] = (), number: int = 1) -> Page:
    return Page(number, 595.0, 842.0, runs, list(rules))


def said(document: Document, spans: tuple[Span, ...]) -> str:
    return "".join(document.text[s.start : s.end] for s in spans)


def paragraphs(document: Document) -> list[str]:
    return [said(document, b.spans) for b in document.blocks if isinstance(b, Paragraph)]


def furniture(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, said(document, b.spans)) for b in document.blocks if isinstance(b, Furniture)]


def with_note(body: list[Run], note: list[Run], *, rule: bool = True) -> Page:
    y = max(r.bottom for r in body) + 20
    moved = [Run(r.text, r.edges, y + r.top, y + r.bottom, r.size) for r in note]
    return page([*body, *moved], (Rule(y, LEFT, LEFT + 110, False),) if rule else ())


def test_a_note_and_the_mark_that_calls_it_are_no_part_of_the_text() -> None:
    first = run(FULL[:12], LEFT + 2 * EM, 100)
    mark = run("1", first.x1, 98, 6.5)
    rest = run(FULL[:11], mark.x1, 100)
    body = [first, mark, rest, *(run(FULL[:26], LEFT, 100 + k * STEP) for k in range(1, 6))]
    document = read(with_note(body, [run("1", LEFT, 8, 5), run("清单以最新版本为准。", LEFT + 3, 9, 9)]))
    assert paragraphs(document) == [FULL[:12] + FULL[:11] + FULL[:26] * 5]
    assert ("note-mark", "1") in furniture(document)
    assert ("footnote", "清单以最新版本为准。") in furniture(document)


def test_a_note_cuts_no_sentence_that_runs_over_the_page() -> None:
    body = [run(FULL[:24], LEFT + 2 * EM, 100), *(run(FULL[:26], LEFT, 100 + k * STEP) for k in range(1, 6))]
    note = [run("①", LEFT, 9, 9), run("清单以最新版本为准。", LEFT + 9, 9, 9)]
    document = read(with_note(body, note), page([run(FULL[:5] + "。", LEFT, 100)], number=2))
    assert paragraphs(document) == [FULL[:24] + FULL[:26] * 5 + FULL[:5] + "。"]


def test_an_exponent_stays_in_its_text() -> None:
    text = run("新增绿地六万m", LEFT + 2 * EM, 100)
    power = run("2", text.x1, 98, 6.5)
    lines = [text, power, *(run(FULL[:26], LEFT, 200 + k * STEP) for k in range(6))]
    document = read(with_note(lines, [run("2", LEFT, 9, 9), run("清单以最新版本为准。", LEFT + 5, 9, 9)]))
    assert paragraphs(document)[0].startswith("新增绿地六万m2")


def test_small_type_below_a_rule_without_a_label_is_text() -> None:
    body = [run(FULL[:26], LEFT, 100 + k * STEP) for k in range(6)]
    document = read(with_note(body, [run("清单以最新版本为准。", LEFT, 9, 9)]))
    assert paragraphs(document)[-1] == "清单以最新版本为准。"


def test_numbers_of_lines_in_the_margin_are_set_aside() -> None:
    lines = [run(FULL[:26], LEFT, 100 + k * STEP) for k in range(16)]
    numbers = [run(str(n), LEFT - 40 - 4 * len(str(n)), 104 + (n - 1) * STEP, 8) for n in (5, 10, 15)]
    document = read(page([*lines, *numbers]))
    assert paragraphs(document) == [FULL[:26] * 16]
    assert furniture(document) == [("line-number", "5"), ("line-number", "10"), ("line-number", "15")]


def test_numbers_of_rows_are_no_numbers_of_lines() -> None:
    rows = [r for n in range(1, 5) for r in (run(str(n), LEFT - 30, 100 + n * STEP), run("加强质量监管", LEFT, 100 + n * STEP))]
    assert all(kind != "line-number" for kind, _ in furniture(read(page(rows))))


def test_entries_of_a_contents_page_are_set_aside() -> None:
    entries = ["一、总体目标……………………1", "二、重点任务……………………2", "三、保障措施……………………4"]
    lines = [run("目录", 280, 100), *(run(t, LEFT, 140 + k * STEP) for k, t in enumerate(entries))]
    document = read(page([*lines, run("一、总体目标", LEFT, 300), run(FULL[:26], LEFT, 328)]))
    assert [text for kind, text in furniture(document) if kind == "contents"] == ["目录", *entries]
    assert paragraphs(document)[0] == "一、总体目标"


def test_a_few_lines_of_a_second_column_follow_the_first() -> None:
    left = [run(FULL[:13], 60, 100 + k * STEP) for k in range(14)]
    right = [run(FULL[13:20] + "。", 60 + 15 * EM, 100), run("江西省人民政府", 60 + 20 * EM, 130)]
    document = read(page([*left, *right]))
    assert "".join(paragraphs(document)) == FULL[:13] * 14 + FULL[13:20] + "。" + "江西省人民政府"


def test_a_label_that_a_mark_calls_begins_a_note_though_it_is_set_like_the_text() -> None:
    first = run(FULL[:12], LEFT + 2 * EM, 100)
    mark = run("1", first.x1, 98, 6.5)
    body = [first, mark, *(run(FULL[:26], LEFT, 100 + k * STEP) for k in range(1, 6))]
    document = read(with_note(body, [run("1清单以最新版本为准。", LEFT, 9)]))
    assert ("footnote", "1清单以最新版本为准。") in furniture(document)
    assert not any("清单以最新" in text for text in paragraphs(document))


def test_notes_at_the_end_of_the_text_are_told_by_their_marks_on_other_pages() -> None:
    first = run(FULL[:12], LEFT + 2 * EM, 100)
    mark = run("[1]", first.x1, 98, 8.0)
    body = [first, mark, *(run(FULL[:26], LEFT, 100 + k * STEP) for k in range(1, 6))]
    end = [run("[1]清单以最新版本为准。", LEFT, 300, 12.0), run("file:///tmp/a.html", 20, 830, 7.0)]
    document = read(page(body), page([run(FULL[:9] + "。", LEFT + 2 * EM, 100), *end], number=2))
    assert ("footnote", "[1]清单以最新版本为准。") in furniture(document)
    assert ("note-mark", "[1]") in furniture(document)


def test_a_mark_alone_on_its_line_calls_a_note() -> None:
    body = [run(FULL[:24], LEFT + 2 * EM, 100), run(FULL[:26], LEFT, 128), run("1", LEFT, 156, 5.0)]
    document = read(with_note([*body, run(FULL[:20], LEFT + 2 * EM, 184)], [run("1", LEFT, 8, 5), run("清单为准。", LEFT + 3, 9, 9)]))
    assert ("note-mark", "1") in furniture(document)
    assert "1" not in "".join(paragraphs(document))


def entry(text: str, y: float) -> Run:
    return run(f"{text}................{int(y) % 9 + 1}", LEFT, y)


def test_a_contents_page_may_go_on_with_one_entry() -> None:
    contents = [run("目录", 280, 60), *(entry(f"{n}、加强管理", 100 + k * STEP) for k, n in enumerate("一二三"))]
    document = read(page(contents), page([entry("四、保障措施", 60), run(FULL[:9], LEFT + 2 * EM, 120)], number=2))
    assert paragraphs(document) == [FULL[:9]]


def test_a_running_head_may_name_the_plan_that_the_title_says_is_issued() -> None:
    head = run("某某市加强市场管理实施方案", 240, 40, 9)
    title = [run("某某市人民政府关于印发某某市加强市", 120, 100, 22), run("场管理实施方案的通知", 180, 140, 22)]
    document = read(page([head, *title, run(FULL[:24], LEFT + 2 * EM, 200), run(FULL[:26], LEFT, 228)]))
    assert ("running-head", head.text) in furniture(document)


def test_a_mark_set_in_five_sixths_of_the_texts_size_is_raised() -> None:
    """Browsers set raised characters so."""
    first = run(FULL[:12], LEFT + 2 * EM, 100)
    mark = run("[1]", first.x1, 96, 0.84 * EM)
    body = [first, mark, *(run(FULL[:26], LEFT, 100 + k * STEP) for k in range(1, 6))]
    document = read(with_note(body, [run("[1]", LEFT, 8, 8), run("清单以最新版本为准。", LEFT + 14, 9, 9)]))
    assert ("note-mark", "[1]") in furniture(document)


def test_a_stop_that_hangs_into_the_gutter_stays_with_its_column() -> None:
    em, runs = 9.0, []
    for k in range(16):
        left = run(FULL[:27], 45.0, 100 + k * 13, em)
        runs += [left, run(FULL[:26], 306.0 + em, 100 + k * 13, em)]
        if k % 5 == 2:
            runs.append(run("，", left.x1 + 0.5, 100 + k * 13, em))
    text = "".join(paragraphs(read(page(runs))))
    assert text.count(FULL[:27] + "，") == 3
    assert text.startswith(FULL[:27] * 3 + "，")


def test_a_short_running_head_near_to_the_text_is_told_by_standing_on_all_pages() -> None:
    pages = [
        page([run("联系人名单", 250, 40, 9), *(run(FULL[k : k + 26 - n], LEFT, 50 + k * STEP) for k in range(4))], number=n)
        for n in (1, 2, 3)
    ]
    assert furniture(read(*pages)).count(("running-head", "联系人名单")) == 3


def test_notes_in_brackets_at_the_end_of_all_text_may_be_set_like_it() -> None:
    first = run(FULL[:12], LEFT + 2 * EM, 100)
    marks = [run("[1]", first.x1, 98, 8.0), run("[2]", LEFT + 26 * EM, 126, 8.0)]
    body = [first, *marks, *(run(FULL[:26], LEFT, 100 + k * STEP) for k in range(1, 6))]
    end = [run("[1] 清单以最新版本为准。", LEFT, 300), run("[2] 不含教学点。", LEFT, 328)]
    document = read(page([*body, *end]))
    assert [text for kind, text in furniture(document) if kind == "footnote"] == ["[1] 清单以最新版本为准。", "[2] 不含教学点。"]
    unmarked = read(page([*body[:2], *body[3:], *end]))
    assert [text for kind, text in furniture(unmarked) if kind == "footnote"] == []


def test_a_running_head_of_every_second_page_is_told_by_the_title_or_by_all_of_them() -> None:
    body = [run(FULL[:26], LEFT, 128 + k * STEP) for k in range(4)]
    head = run("加强市场管理实施方案", 240, 40, 9)
    title = run("关于印发加强市场管理实施方案的通知", 120, 80, 22)
    named = [page([head, title, *body]), page(body, number=2), page([head, *body], number=3), page(body, number=4)]
    assert furniture(read(*named)).count(("running-head", head.text)) == 2
    other = [page([head, *body]), page(body, number=2), page([head, *body], number=3)]
    assert furniture(read(*other)).count(("running-head", head.text)) == 2


def test_a_line_of_one_column_whose_words_stand_apart_ends_no_columns() -> None:
    em, runs = 9.0, []
    for k in range(20):
        runs += [run(FULL[: 27 - k % 5], 45.0, 100 + k * 13, em)]
        runs += [run(FULL[:26], 306.0, 100 + k * 13, em)] if k < 12 else []
    runs += [run("某市人民政府办公室", 306.0, 256, em), run("2023年6月9日印发", 440.0, 256, em)]
    assert paragraphs(read(page(runs)))[-1] == "某市人民政府办公室 2023年6月9日印发"


def test_a_running_head_in_two_pieces_is_one_where_columns_part_them() -> None:
    column, step = 20 * EM / 2, STEP / 2
    em = EM / 2

    def body(top: int) -> list[Run]:
        return [run(FULL[:20], x, top + k * step, em) for x in (LEFT, LEFT + column + 40) for k in range(12)]

    head = [run("某省政务公报", LEFT, 40, em), run("2021年第7期", LEFT + column + 140, 40, em)]
    title = run("省发展改革委关于印发工作要点的通知", LEFT, 75, EM)
    pages = [page([*head, title, *body(120)])] + [page([*head, *body(80)], number=n) for n in (2, 3, 4)]
    document = read(*pages)
    assert not [text for text in paragraphs(document) if "公报" in text or "第7期" in text]
    assert "".join(text for kind, text in furniture(document) if kind == "running-head").count("2021年第7期") == 4


def test_an_indented_line_that_fills_its_page_is_no_centered_one() -> None:
    full = [run(FULL[:26] + "1", LEFT, 100 + k * STEP) for k in range(4)]
    last = run(FULL[:23] + "10", LEFT + 2 * EM, 100 + 4 * STEP)
    second = page([run(FULL[:26], LEFT, 100), run(FULL[:9], LEFT, 128)], number=2)
    assert paragraphs(read(page([*full, last]), second))[-1] == last.text + FULL[:26] + FULL[:9]


def test_a_few_lines_beside_a_column_that_is_not_set_even_are_another_column() -> None:
    em, runs = 9.0, [run(FULL[: 18], 60.0, 60, 12.5)]
    for k in range(14):
        runs.append(run(FULL[: 26] if k % 3 else FULL[: 25] + "，", 45.0 - k % 2 * 4, 100 + k * 13, em))
    runs += [run("（此件主动公开）", 327.0, 60, em)]
    assert paragraphs(read(page(runs)))[-1] == "（此件主动公开）"
