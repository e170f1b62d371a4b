"""Mistakes in a vocabulary of one's own: each is refused with its file, its line and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from taskextract.normalize.agencies import Context, resolve
from taskextract.vocabulary import VocabularyError, load

MISTAKES = [
    ("departments.yml", "bodies:\n  foo:\n    kind: [department\n    all: [福局]\n    example: 市福局\n", 4, "expected"),  # yaml syntax
    ("departments.yml", "bodies:\n\tfoo:\n    all: [福局]\n", 2, "cannot start"),  # tab
    ("departments.yml", "", 1, "`bodies:` is needed"),  # empty
    ("departments.yml", b"bodies:\n  office:\n    all: [\xb8\xa3\xd7\xd6\xbe\xd6]\n    example: \xca\xd0\n", 3, "not UTF-8"),  # non-utf8
    ("agencies/370000.yml", "bodies:\n  office:\n    region: 370000\n    names: [福字局]\n    example: 福字局\n", 3, "quoted code"),  # unquoted code
    ("departments.yml", "bodies:\n  office:\n    alll: [福字局]\n    example: 市福字局\n", 3, "unknown field 'alll'"),  # unknown key
    ("departments.yml", "bodiess:\n  office:\n    all: [福字局]\n", 1, "`bodies:` is needed"),  # unknown top key
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    example: 市福字局\nextra: 1\n", 5, "'extra'"),  # extra top key
    ("departments.yml", "bodies:\n  office:\n    all: [福字局, 福字局]\n    example: 市福字局\n", 3, "福字局 stands there twice"),  # duplicate alias same body
    ("departments.yml", "bodies:\n  office:\n    all: [财政局]\n    example: 市财政局\n", 3, "a name of finance too"),  # alias of another body
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    history:\n      - {level: all, from: 2010-01-01, to: 2015-01-01, names: [旧福局]}\n      - {level: all, from: 2014-01-01, to: 2016-01-01, names: [旧福二局]}\n    example: 市福字局\n", 5, "two official names at one date"),  # date overlap
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    from: 2020-01-01\n    until: 2010-01-01\n    example: 市福字局\n", 4, "lies after"),  # from after until
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    from: 2020-13-01\n    example: 市福字局\n", 4, "month must be in 1..12"),  # bad date
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    from: lately\n    example: 市福字局\n", 4, "no date such as"),  # date is text
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    parent: nobody\n    example: 市福字局\n", 4, "parent: there is no body nobody"),  # missing parent
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    predecessors: [nobody]\n    example: 市福字局\n", 4, "predecessors: there is no body nobody"),  # missing predecessor
    ("departments.yml", "bodies:\n  office:\n    province: [福字厅]\n    county: [市福字局]\n    example: 省福字厅\n", 4, "市 stands for the place"),  # alias crossing level
    ("departments.yml", "bodies:\n  office:\n    all: [山东省福字局]\n    example: 山东省福字局\n", 3, "says a place"),  # alias with place
    ("departments.yml", "bodies:\n  office:\n    all: 福字局\n    example: 市福字局\n", 3, "must be a list"),  # names a string
    ("departments.yml", "bodies:\n  office:\n    all: [12345]\n    example: 市12345\n", 3, "12345 is no name"),  # names a number
    ("departments.yml", "bodies:\n  office: [福字局]\n", 2, "fields are needed"),  # body a list
    ("departments.yml", "bodies: [a, b]\n", 1, "`bodies:` is needed"),  # bodies a list
    ("departments.yml", "- a\n- b\n", 1, "`bodies:` is needed"),  # file a list
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n", 2, "an example is needed"),  # no example
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    example: 市财政局\n", 4, "holds none of the body's names"),  # foreign example
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    example: 市福字局\n  aafoo:\n    all: [禄字局]\n    example: 市禄字局\n", 5, "sorted keys"),  # unsorted
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    example: 市福字局\n  office:\n    all: [禄字局]\n    example: 市禄字局\n", 5, "office is written twice"),  # duplicate key
    ("departments.yml", "bodies:\n  office:\n    kind: ministry\n    all: [福字局]\n    example: 市福字局\n", 3, "unknown kind"),  # unknown kind
    ("agencies/999999.yml", "bodies:\n  office:\n    region: '999999'\n    names: [福字局]\n    example: 福字局\n", 3, "no place has the code"),  # unknown region
    ("departments.yml", "bodies:\n  office:\n    all: ['{p}福字{s}局']\n    example: 市福字局\n", 3, "one place at most"),  # two places
    ("departments.yml", "bodies:\n  office:\n    all: ['{x}福字局']\n    example: 市福字局\n", 3, "a place is written"),  # unknown slot
    ("roles.yml", "phrases:\n  - {role: lead, pattern: '(牵头', example: 牵头}\n", 2, "unterminated subpattern"),  # bad regex roles
    ("roles.yml", "phrases:\n  - {role: boss, pattern: '牵头啊', example: 牵头啊}\n", 2, "unknown role 'boss'"),  # unknown role
    ("roles.yml", "phrasess:\n  - {role: lead, pattern: '牵头啊', example: 牵头啊}\n", 1, "unknown field 'phrasess'"),  # roles unknown list
    ("vague.yml", "patterns:\n  - {pattern: '福字', example: 禄}\n", 2, "does not fit"),  # vague bad example
    ("words.yml", "a: 1\n", 1, "not a file that can be laid over ours"),  # stranger file
    ("departments.yaml", "bodies: {}\n", 1, "not a file that can be laid over ours"),  # yaml ext
    ("slips.yml", "pairs: [abc]\n", 1, "a pair is two characters"),  # slips wrong
    ("departments.yml", "# nothing\n", 1, "`bodies:` is needed"),  # only comment
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    history:\n      - {level: all, till: 2015-01-01, names: [旧福局]}\n    example: 市福字局\n", 5, "unknown field in history"),  # history unknown
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    history:\n      - {level: all, to: 2015-01-01}\n    example: 市福字局\n", 4, "needs `names`"),  # history no names
    ("departments.yml", "bodies:\n  office:\n    all: [福字局]\n    also: [福局]\n    example: 市福字局\n", 4, "also holds levels"),  # also wrong
    ("departments.yml", "bodies: !!python/object/apply:os.system ['echo hi']\n", 1, "could not determine a constructor"),  # python tag
]  # fmt: skip


def laid_over(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.mark.parametrize(("name", "text", "line", "reason"), MISTAKES)
def test_mistake_is_told(tmp_path: Path, name: str, text: str | bytes, line: int, reason: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        load(laid_over(tmp_path, name, text))
    assert str(caught.value).startswith(f"{tmp_path}/{name}:{line}: ")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_mark_at_the_beginning_of_a_file_is_no_mistake(tmp_path: Path) -> None:
    text = "\ufeffbodies:\n  office:\n    all: [福字局]\n    example: 市福字局\n"
    added = load(laid_over(tmp_path, "departments.yml", text))
    assert resolve("市福字局", Context(added, "370900")).agency_id == "370900:office"
