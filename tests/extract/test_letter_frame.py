"""Tables that set the head and the imprint of an official letter."""

from __future__ import annotations

from pathlib import Path

import taskextract as te
import taskextract.readers.html as html
from taskextract.document import Paragraph, Table
from taskextract.extract.letter_frame import without_letter_frames
from taskextract.readers.detect import HTML
from taskextract.readers.source import Source

HEAD = "<table border=1><tr><td>某政发〔2020〕8号<td>签发人：张三</table>"
IMPRINT = "<table border=1><tr><td colspan=2>抄送：市委各部门，市法院。<tr><td>某市政府办公室<td>2020年3月2日印发</table>"
LISTED = "<table border=1><tr><td>文件<td>文号<tr><td>工作方案<td>某政发〔2020〕8号</table>"


def test_they_are_lines_of_text() -> None:
    document, _ = html.read(Source(Path("a.html"), f"<meta charset=utf-8>{HEAD}<p>通知</p>{IMPRINT}{LISTED}".encode(), HTML))
    *lines, table = without_letter_frames(document).blocks
    assert isinstance(table, Table) and all(isinstance(line, Paragraph) for line in lines)
    assert ["".join(document.text[s.start : s.end] for s in line.spans) for line in lines if isinstance(line, Paragraph)] == [
        "某政发〔2020〕8号签发人：张三", "通知", "抄送：市委各部门，市法院。", "某市政府办公室2020年3月2日印发",
    ]  # fmt: skip


def test_a_plan_in_such_a_frame_is_read_as_without_it(tmp_path: Path) -> None:
    plan = "".join(f"<p>{n}.推进第{n}项工程。加快项目建设。（责任单位：市教育局）</p>" for n in range(1, 4))
    letter = f"<p>关于印发工作方案的通知</p><p>各县人民政府：</p><p>现印发给你们。</p><p>一、主要任务</p>{plan}"
    path = tmp_path / "a.html"
    path.write_text(f"<meta charset=utf-8>{HEAD}{letter}{IMPRINT}", encoding="utf-8")
    notice = te.read(path)
    assert (notice.document.genre, notice.document.doc_number) == ("plan", "某政发〔2020〕8号")
    assert [len(task.measures) for task in notice.tasks if task.number] == [2, 2, 2]
