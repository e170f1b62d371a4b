"""The frame of a page: one file with its style and script inside, which may load nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from taskextract.diff_records import Run


@cache
def _asset(name: str) -> str:
    return files("taskextract.review").joinpath(name).read_text(encoding="utf-8")


@cache
def _labels() -> dict[str, tuple[str, str]]:
    import yaml

    loaded: dict[str, list[str]] = yaml.safe_load(_asset("labels.yml"))
    return {name: (words[0], words[1]) for name, words in loaded.items()}


def label(name: str) -> str:
    """An interface word in both languages; the page shows one of them."""
    return both(*_labels()[name])


def both(english: str, chinese: str) -> str:
    """Words in both languages; the page shows one of them."""
    return f'<span class="en">{escape(english)}</span><span class="zh" lang="zh">{escape(chinese)}</span>'


def words(english: str, chinese: str) -> str:
    """The attributes of an element whose words the script sets, because no element can stand in them."""
    return f'data-en="{escape(english)}" data-zh="{escape(chinese)}"'


def page(title: tuple[str, str], header: Iterable[str], main: Iterable[str]) -> str:
    """A whole page. `title` is in English and Chinese; `header` and `main` are HTML whose texts are escaped already."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title {words(*title)}>{escape(title[0])}</title>",
            f"<style>{style}</style></head>",
            "<body>",
            "<header>", *header, "</header>",
            "<main>", *main, "</main>",
            f"<script>{script}</script>",
            "</body></html>",
            "",
        ]
    )  # fmt: skip


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def switch() -> str:
    """The button that changes the language."""
    return '<button class="switch" type="button" lang="zh">中文</button>'


def kind_filters(counts: Sequence[tuple[str, int]]) -> str:
    """A button a kind with its count, and one for all."""
    total = sum(count for _, count in counts)
    buttons = [_button("", "all_kinds", total, True), *(_button(kind, kind, count, False) for kind, count in counts)]
    return "".join(buttons)


def _button(kind: str, name: str, count: int, pressed: bool) -> str:
    return (
        f'<button type="button" data-kind="{escape(kind)}" aria-pressed="{str(pressed).lower()}">'
        f'{label(name)}<span class="count">{count}</span></button>'
    )


def agency_filter(names: Sequence[str]) -> str:
    """A list of the bodies that some change concerns."""
    if not names:
        return ""
    first, named = _labels()["all_agencies"], _labels()["agency"]
    options = "".join(f'<option value="{escape(name)}">{escape(name)}</option>' for name in names)
    return (
        f'<select data-agency aria-label="{escape(named[0])}" {words(*named)}>'
        f'<option value="" {words(*first)}>{escape(first[0])}</option>{options}</select>'
    )


def run_html(runs: Iterable[Run], side: str) -> str:
    """One side's text with what differs marked; `side` is `old` or `new`."""
    drop = {"old": ("added", "moved_to"), "new": ("removed", "moved_from")}[side]
    tags = {"removed": "del", "added": "ins", "moved_from": "mark", "moved_to": "mark"}
    out = []
    for run in runs:
        if run.op in drop:
            continue
        tag = tags.get(run.op)
        moved = [f"{word} {run.move}" for word in _labels()["moved"]]
        title = f' title="{moved[0]}" {words(*moved)}' if run.move else ""
        out.append(f"<{tag}{title}>{escape(run.text)}</{tag}>" if tag else escape(run.text))
    return "".join(out)


def marked(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The text with the shared stretches marked; stretches that meet are one."""
    out, at = [], 0
    for start, end in sorted(places):
        start = max(start, at)
        if start < end:
            out += [escape(text[at:start]), f'<mark class="shared">{escape(text[start:end])}</mark>']
            at = end
    return "".join(out) + escape(text[at:])
