"""Lines of scans: level lines where the network saw columns, marks at their ends, strokes told apart."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from readers.paged_drawing import canvas_pdf, draw_text
from taskextract.readers import scan, scan_read
from taskextract.readers.page import Rule
from taskextract.readers.scan_blanks import with_blanks
from taskextract.readers.scan_cells import level_boxes
from taskextract.readers.scan_dash import _Bar, _bar, _beside_ones, told_strokes
from taskextract.readers.scan_find import Strip, find_strips
from taskextract.readers.scan_read import Glyph
from taskextract.readers.scan_rules import find_rules


def _ink(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (400, 400)) -> np.ndarray:
    """Black boxes (x0, top, x1, bottom) on white paper."""
    picture = np.full(size, 255, np.uint8)
    for x0, top, x1, bottom in boxes:
        picture[top:bottom, x0:x1] = 0
    return picture


LEVEL = [(20, y, 380, y + 3) for y in (100, 140)]
SIDES = [(x, 100, x + 3, 143) for x in (20, 377)]


@pytest.mark.parametrize(
    ("drawn", "sides"),
    [
        ([(200, 100, 203, 143)], 3),  # a wall between two cells
        ([(200, 100, 203, 143), *((190, y, 213, y + 3) for y in (112, 120, 128))], 2),  # 丰 that fills its row
    ],
)
def test_a_stroke_that_others_cross_is_no_side_of_a_cell(drawn: list[tuple[int, int, int, int]], sides: int) -> None:
    rules, _ = find_rules(_ink(*LEVEL, *SIDES, *drawn))
    assert len([r for r in rules if r.upright]) == sides


@pytest.mark.parametrize(
    ("drawn", "found"),
    [
        ((200, 100, 203, 143), []),  # 亻 that touches the lines above and below it
        ((200, 100, 203, 183), [(101, 184)]),  # the side of a column that begins here
        ((200, 60, 203, 143), [(61, 144)]),
    ],
)
def test_a_stroke_as_high_as_its_row_is_no_side_where_all_columns_go_on(
    drawn: tuple[int, int, int, int], found: list[tuple[int, int]]
) -> None:
    level = [(20, y, 380, y + 3) for y in (60, 100, 140, 180)]
    sides = [(x, 60, x + 3, 183) for x in (20, 110, 377)]
    rules, _ = find_rules(_ink(*level, *sides, drawn))
    assert [(r.low, r.high) for r in rules if r.upright and 190 < r.at < 210] == found


def test_lines_of_a_cell_whose_characters_stand_far_apart() -> None:
    rules = [Rule(y, 10, 150, False) for y in (10, 200)] + [Rule(x, 10, 200, True) for x in (10, 150)]
    spread = _ink(*((x, y, x + 28, y + 28) for y in (20, 52, 84) for x in (20, 65, 110)))
    columns = [Strip(x - 3, 15, x + 31, 115) for x in (20, 65, 110)]
    found = level_boxes(columns, 255 - spread, rules)
    assert [(box.top, box.bottom) for box in found] == [(20, 48), (52, 80), (84, 112)]
    assert all(box.x0 < 20 and box.x1 > 138 for box in found)


def test_lines_of_a_cell_that_touch_are_parted() -> None:
    rules = [Rule(y, 10, 150, False) for y in (10, 200)] + [Rule(x, 10, 200, True) for x in (10, 150)]
    picture = _ink(*((20, y, 140, y + 28) for y in (20, 55, 90, 125)), (60, 48, 62, 55))
    found = level_boxes([Strip(17, 15, 50, 160)], 255 - picture, rules)
    assert [box.top for box in found] == [20, pytest.approx(51, abs=4), 90, 125]


def test_a_stop_behind_a_quotation_mark_behind_a_line_is_its_end() -> None:
    picture = _ink(*((x, 100, x + 28, 130) for x in (20, 52, 84)), (120, 100, 130, 110), (155, 117, 168, 130))
    (strip,) = find_strips([Strip(18, 98, 114, 132)], 255 - picture, [])
    assert (strip.x0, strip.x1) == (20, 168)


def test_a_stop_in_the_middle_of_its_place_ends_the_line_before_it_but_none_in_the_next_cell() -> None:
    picture = _ink(*((x, 100, x + 28, 130) for x in (20, 52, 84)), (150, 112, 158, 122))
    (strip,) = find_strips([Strip(18, 98, 114, 132)], 255 - picture, [])
    assert (strip.x0, strip.x1) == (20, 158)
    strips = find_strips([Strip(18, 98, 114, 132)], 255 - picture, [Rule(130, 50, 200, True)])
    assert all(s.x1 < 130 or s.x0 > 130 for s in strips)


def test_spread_text_is_read_level() -> None:
    """The network reads columns of characters as well as lines; lines are what makes words."""
    lines = ("推进交通运输", "管理信息建设", "发展工业经济", "加强环境保护", "实施重大项目", "完善社会保障", "提升服务水平", "落实工作责任")

    def draw(c: Canvas) -> None:
        for k, line in enumerate(lines):
            for i, char in enumerate(line):
                draw_text(c, 60 + 20 * i, 60 + 14 * k, char, size=12)
        c.rect(52, c._pagesize[1] - 180, 135, 125)

    page = pypdfium2.PdfDocument(canvas_pdf(draw))[0]
    grey = page.render(scale=200 / 72, grayscale=True).to_numpy()
    grey = grey.reshape(grey.shape[:2])[:600, :700].copy()
    for turn in (0, 1):
        found, _ = scan.recognise(np.ascontiguousarray(np.rot90(grey, turn)), 1, 200)
        assert found.turn == (0, 270)[turn]
        assert tuple(run.text for run in found.runs) == lines


def test_a_character_out_of_use_is_read_as_the_one_in_use() -> None:
    characters = scan_read.engine()[2]
    chances = np.zeros((3, len(characters)), np.float32)
    chances[:, 0] = 1.0
    chances[1, [0, characters.index("黃"), characters.index("黄")]] = (0.0, 0.95, 0.05)
    assert [g.text for g in scan_read._decoded(chances, 0.0, 1.0, 24)] == ["黄"]
    chances[1, [characters.index("黃"), characters.index("黄")]] = (0.999, 0.001)
    assert [g.text for g in scan_read._decoded(chances, 0.0, 1.0, 24)] == ["黃"]


def test_in_heavy_type_a_dash_is_lower_and_longer_than_the_page_s_numerals() -> None:
    """Thick as 一, and taken for it by the network; only beside the page's other strokes is it seen to be a dash."""
    picture = np.full((200, 400), 255, np.uint8)
    strips, readings = [], []
    for k, (words, wide, below) in enumerate((("统一配", 36, -2), ("新一代", 36, -2), ("照一濮", 40, 3))):
        top = 10 + 60 * k
        strips.append(Strip(20, top, 140, top + 40, 40.0))
        y = top + 20 + below
        picture[y - 2 : y + 2, 80 - wide // 2 : 80 + wide // 2] = 0
        readings.append([Glyph(c, 0.9, 40.0 + 40 * i, dash=0.01, one=0.9) for i, c in enumerate(words)])
    told = told_strokes(readings, strips, cv2.GaussianBlur(picture, (3, 3), 0))
    assert ["".join(g.text for g in line) for line in told] == ["统一配", "新一代", "照—濮"]
    assert "".join(g.text for g in told_strokes(readings[2:], strips[2:], picture)[0]) == "照一濮"


def test_a_comma_right_above_the_next_line_ends_its_own() -> None:
    lines = [(x, y, x + 28, y + 30) for y, n in ((100, 3), (135, 6)) for x in range(20, 20 + 32 * n, 32)]
    comma = (118, 124, 124, 132)
    found = find_strips([Strip(18, 98, 114, 132), Strip(18, 133, 212, 167)], 255 - _ink(*lines, comma), [])
    assert [(s.x0, s.x1) for s in found] == [(20, 124), (20, 208)]


def test_a_piece_of_a_character_beside_a_line_belongs_to_it() -> None:
    boxes = [Strip(18, 98, 196, 134), Strip(197, 112, 204, 122)]  # the second holds the end of the last character's strokes
    picture = _ink(*((x, 100, x + 28, 130) for x in range(20, 180, 32)), (180, 100, 196, 130), (196, 114, 202, 119))
    (strip,) = find_strips(boxes, 255 - picture, [])
    assert (strip.x0, strip.x1, strip.top, strip.bottom) == (20, 202, 100, 130)


def test_digits_alone_are_parted_by_their_own_size() -> None:
    """A line of digits is lower than its type is large: 11 in thin digits is no 1 1."""
    ink = np.zeros((60, 80), np.uint8)
    for x in (20, 41):
        ink[20:49, x : x + 4] = 255
    reading = [Glyph("1", 0.99, 22.0), Glyph("1", 0.99, 43.0)]
    assert with_blanks([reading], [Strip(20, 20, 45, 49, 29.0)], ink) == [reading]
    dashed = [*reading, Glyph("—", 0.99, 64.0)]  # nor is it before a dash, which is as low
    assert with_blanks([dashed], [Strip(20, 20, 75, 49, 29.0)], ink) == [dashed]
    beside = [*reading, Glyph("月", 0.99, 70.0)]
    assert [g.text for g in with_blanks([beside], [Strip(20, 20, 80, 49, 29.0)], ink)[0]] == ["1", " ", "1", "月"]


@pytest.mark.parametrize(("apart", "said"), [(9, "4 4"), (5, "44")])
def test_digits_that_fill_their_places_are_parted_by_less_paper(apart: int, said: str) -> None:
    """In a page where nearly all digits stand apart, too."""
    ink = np.zeros((60, 120), np.uint8)
    for x in (20, 37 + apart):
        ink[20:51, x : x + 17] = 255
    reading = [Glyph("4", 0.99, 28.0), Glyph("4", 0.99, 54.0), Glyph("市", 0.99, 95.0)]
    assert "".join(g.text for g in with_blanks([reading], [Strip(20, 20, 115, 51, 32.0)], ink)[0]) == said + "市"


def _written(texts: list[str], em: int = 30, stretch: int = 0) -> tuple[np.ndarray, list[Strip], list[list[Glyph]]]:
    """Lines of characters as blocks of ink, with a quarter of an em for each blank, which the readings lack."""
    ink = np.zeros((60 * len(texts) + 20, 1200), np.uint8)
    strips, readings = [], []
    for k, text in enumerate(texts):
        top, x, reading = 20 + 60 * k, 10.0, []
        for c in text:
            if c == " ":
                x += em / 4
                continue
            wide = 0.35 if c in "，。" else 0.9
            ink[top : top + em, int(x + 0.05 * em) : int(x + (0.05 + wide) * em)] = 255
            reading.append(Glyph(c, 0.99, x + 0.5 * em))
            x += em + stretch
        strips.append(Strip(10, top, x, top + em, float(em)))
        readings.append(reading)
    return ink, strips, readings


@pytest.mark.parametrize("stretch", [0, 4])
def test_paper_between_words_and_sentences_is_a_blank(stretch: int) -> None:
    """Judged by the page's usual paper and by how far the line is stretched."""
    lines = ["强化组织领导 统筹推进", "加快道路建设。 实施工程", "加快道路建设。实施工程", "落实责任，开展督查，按时报告"]
    ink, strips, readings = _written(lines)
    more = _written(["各部门应当全面落实责任。持续开展督促检查"], stretch=stretch)
    ink = np.vstack([ink, more[0]])
    down = 60 * len(lines) + 20
    strips += [Strip(s.x0, s.top + down, s.x1, s.bottom + down, s.em) for s in more[1]]
    found = ["".join(g.text for g in r) for r in with_blanks([*readings, *more[2]], strips, ink)]
    assert found == [*lines, "各部门应当全面落实责任。持续开展督促检查"]


def test_what_a_high_box_shares_with_the_line_above_is_that_line_s() -> None:
    lines = [(x, y, x + 28, y + 30) for y in (136, 190, 240) for x in range(20, 180, 32)]
    ink = 255 - _ink((20, 100, 48, 130), *lines)
    ink[111:113] = 0  # the character above has a blank row where the box is taken to begin
    boxes = [Strip(18, 98, 52, 132), Strip(18, 120, 182, 174), *(Strip(18, y - 2, 182, y + 32) for y in (190, 240))]
    found = find_strips(boxes, ink, [])
    assert [(s.x0, s.top, s.bottom) for s in found[:2]] == [(20, 100, 130), (20, 136, 166)]


def test_a_stop_alone_below_its_line_is_read_with_room_around_it() -> None:
    line = [(x, 100, x + 28, 130) for x in range(20, 212, 32)]
    for mark, found in (((22, 160, 31, 170), 1), ((22, 160, 25, 163), 0), ((122, 300, 131, 310), 0)):
        strips = find_strips([Strip(18, 98, 212, 132)], 255 - _ink(*line, mark), [])
        assert len(strips) == 1 + found
        assert all(s.x1 - s.x0 >= 25 and s.top < mark[1] and s.bottom >= mark[3] for s in strips[1:])


def test_words_are_looked_for_where_the_network_sees_none() -> None:
    words = [(x, 100, x + 28, 130) for x in range(20, 110, 32)]
    (strip,) = find_strips([], 255 - _ink(*words), [])
    assert (strip.x0, strip.top, strip.x1, strip.bottom) == pytest.approx((20, 100, 112, 130), abs=1)
    spots = [(x, y, x + 28, y + 30) for x in range(20, 380, 70) for y in range(20, 380, 60)]
    assert find_strips([], 255 - _ink(*spots), []) == []  # a picture


def test_cells_of_a_narrow_column_with_frames_of_their_own() -> None:
    """As web pages draw them; a stroke as short stands at no longer line's height."""
    frames = [(x0, y, x1, y + 3) for y in (50, 100, 106, 156) for x0, x1 in ((20, 70), (76, 300))]
    sides = [(x, y, x + 3, y + 53) for y in (50, 106) for x in (20, 67, 76, 297)]
    rules, _ = find_rules(_ink(*frames, *sides, (24, 76, 66, 79)))
    assert sorted(round(r.at) for r in rules if not r.upright and r.high < 80) == [52, 102, 108, 158]


def test_strokes_of_a_large_character_that_meet_are_no_table() -> None:
    letter = [(100, 100, 210, 104), (100, 200, 210, 204), (100, 100, 104, 204), (206, 100, 210, 204)]
    assert find_rules(_ink(*letter))[0] == []
    assert len(find_rules(_ink(*letter, (20, 204, 380, 207)))[0]) == 4


def test_a_hairline_and_its_knob_are_one_stroke() -> None:
    picture = np.full((60, 120), 255, np.uint8)
    picture[28:30, 46:64] = 120
    picture[27:31, 65:69] = 40
    picture[28:30, 64] = 200
    bar = _bar(57.0, Strip(10, 18, 110, 40, 22.0), picture)
    assert bar is not None
    assert bar.wide > 0.9
    assert bar.knob > 1.6


def test_a_dash_as_high_as_the_page_s_numerals_is_thinner_and_shorter() -> None:
    one, dash = _Bar(0.97, -0.01, 0.088, 0.0, 1.0), _Bar(0.86, -0.01, 0.048, 0.0, 1.0)
    assert _beside_ones(dash, one) == 0
    assert _beside_ones(_Bar(0.95, -0.02, 0.07, 0.0, 1.0), one) < 0
    assert _beside_ones(_Bar(0.94, 0.1, 0.088, 0.0, 1.0), one) > 0
    assert _beside_ones(_Bar(0.95, -0.02, 0.07, 0.0, 1.0), _Bar(0.97, -0.01, 0.088, 0.0, 2.1)) == 0
