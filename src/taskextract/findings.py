"""Findings: what a stage repaired, doubted, did not understand, or could not read.

The list of codes is closed: `CODES` holds each with its severity and what it means. README and
`taskextract schema --findings` print it from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from taskextract.document import Span

CODES: dict[str, tuple[str, str]] = {
    # reading the file
    "unreadable-file": ("error", "the file could not be read; nothing of it is in the dataset"),
    "missing-reader": ("error", "this installation has no reader for the file's format"),
    "empty-file": ("error", "the file holds no text"),
    "file-too-large": ("error", "the file is larger than the limit and was not read"),
    "no-notices": ("error", "no readable file was found in the input"),
    "timed-out": ("error", "reading took longer than the limit and was stopped"),
    "internal-error": ("error", "the program failed on this file; please report it"),
    "wrong-ending": ("warning", "the file's ending does not fit what its bytes are"),
    "decoding-doubt": ("warning", "the text's encoding was guessed, or some bytes had no meaning in it"),
    "lost-structure": ("warning", "tables of the source were read as plain text"),
    "lookalike-character": ("info", "characters that only look like Chinese ones were replaced"),
    "unread-page": ("error", "a page could not be read; nothing of it is in the dataset"),
    "doubtful-recognition": ("warning", "characters recognised from an image with low certainty"),
    "reader-note": ("info", "something the reader saw and left aside"),
    # structure
    "no-tasks": ("warning", "no tasks were found in the notice"),
    "unknown-genre": ("warning", "the notice fits none of the known genres"),
    "unknown-header": ("warning", "a table's header has no column that says task, measure or agency"),
    "decoy-table": ("info", "a table that assigns nobody anything was set aside"),
    "joined-pages": ("info", "a row or cell that a page break cuts was joined"),
    "shifted-row": ("warning", "a row stood in the wrong columns and was moved"),
    "glued-label": ("warning", "a task's name stood in front of its first measure and was parted from it"),
    "moved-label": ("warning", "a task's label stands on another row than its first measure"),
    "lost-label": ("warning", "a task's number or name is missing from the notice"),
    "split-cell": ("warning", "a cell holding several measures or agency groups was split"),
    "inferred-paragraphs": ("info", "paragraphs of a cell were told apart by the blanks between sentences"),
    "group-mismatch": ("warning", "measures and agency groups of a cell differ in number"),
    "repeated-group": ("warning", "an agency or agency group is printed twice"),
    "scattered-sentence": ("warning", "a sentence stood in two cells and was put together"),
    "doubtful-assignment": ("warning", "the agencies given to a measure contradict what it says"),
    "unused-text": ("warning", "text of the notice that no record holds"),
    # values
    "repaired-text": ("info", "a slip of the text was mended"),
    "suspected-slip": ("warning", "a slip is likely but cannot be mended without knowing the answer"),
    "repaired-agency": ("info", "an agency's damaged name was mended"),
    "unknown-agency": ("warning", "a body that the vocabulary does not hold"),
    "ambiguous-agency": ("warning", "a name that several bodies share"),
    "open-group": ("info", "a group whose members the notice does not name"),
    "unread-date": ("warning", "a date or time limit that was not understood"),
    "inferred-date": ("info", "a date's year or month was taken from the notice"),
    "inferred-place": ("info", "the notice's place was inferred from the bodies it names"),
    "unread-quantity": ("info", "a number whose meaning was not understood"),
    "merged-citation": ("info", "two forms of one document's title were taken as the same"),
    # checks
    "number-gap": ("warning", "task numbers do not run on"),
    "total-disagrees": ("warning", "an announced total differs from what was found"),
    "unassigned-measure": ("warning", "a measure of a task has no responsible body"),
    "span-broken": ("error", "a span does not slice back to its raw text"),
    "duplicate-id": ("error", "an id occurs twice"),
    "dangling-key": ("error", "a key points to a row that does not exist"),
    "date-order": ("warning", "a deadline lies before its start or before the notice"),
    "body-annex-differ": ("warning", "the notice's body and its annex name different tasks"),
    "row-floor": ("warning", "far fewer rows were found than the notice's text suggests"),
    "unexplained-text": ("error", "a clean text differs from its raw text and no finding says why"),
    "schema-broken": ("error", "a record does not fit its schema"),
}
"""code → (severity, what it means)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a stage, before it gets its id. `message` is English and says what to do.

    `before`/`after` are the text as it stood and as it is read now; `certainty` is 0–1.
    """

    code: str
    message: str
    spans: tuple[Span, ...] = ()
    before: str | None = None
    after: str | None = None
    certainty: float | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown finding code {self.code!r}: add it to taskextract.findings.CODES")

    @property
    def severity(self) -> str:
        """The code's severity: error, warning or info."""
        return CODES[self.code][0]
