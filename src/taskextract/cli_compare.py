"""What `diff`, `trace` and `similar` have in common: find, write the files asked for, print; trouble is one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from taskextract.cli import harmless, say

if TYPE_CHECKING:
    from taskextract.records import Record


T = TypeVar("T")


class CannotWrite(Exception):
    """A file that was asked for cannot be written. The message is one English line: what and what to do."""


def shared_options(report: str, page: str, table: str) -> Callable[[Any], Any]:
    """The options of all three commands; `report` names the schema, `page` and `table` say what the files show."""
    options = (
        click.option("--json", "as_json", is_flag=True, help=f"Print the result as JSON (schemas/{report}.json)."),
        click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help=f"Write a page that shows {page}."),
        click.option("--parquet", type=click.Path(dir_okay=False, path_type=Path), help=f"Write a table, {table}."),
        click.option("--vocabulary", type=click.Path(exists=True, file_okay=False, path_type=Path),
                     help="A folder of your own, laid over the vocabulary that comes with the program."),
    )  # fmt: skip

    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def found(
    find: Callable[[], T],
    inputs: Sequence[Path],
    page: tuple[Path | None, Callable[[T], str]],
    table: tuple[Path | None, Callable[[T], bytes]],
) -> T | None:
    """What `find` returns, once `page` and `table` are written where asked for; None after saying what is wrong.

    Nothing is written before everything is ready, and a file that is there is replaced as a whole or not at all.
    """
    from taskextract.comparing import NotComparable

    try:
        _check([path for path, _ in (page, table) if path], inputs)
        result = find()
        ready = [(page[0], page[1](result).encode())] if page[0] else []
        ready += [(table[0], table[1](result))] if table[0] else []
        for path, content in ready:
            _write(path, content)
    except (NotComparable, CannotWrite) as error:
        say(str(error))
        return None
    return result


def show(report: Record, as_json: bool, lines: Callable[[], Iterable[str]]) -> None:
    """Print the report: as JSON, or as lines for a reader."""
    import msgspec

    if as_json:
        click.echo(harmless(msgspec.json.format(msgspec.json.encode(report), indent=2).decode()))
        return
    for line in lines():
        click.echo(harmless(line))


def _check(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse before the work what could not be written after it, or would be lost by it."""
    for n, path in enumerate(outputs):
        if not os.path.isdir(path.parent):
            raise CannotWrite(f"{path}: there is no folder {path.parent}; make it, or choose another name")
        if os.path.exists(path) and any(_holds(one, path) for one in inputs):
            raise CannotWrite(f"{path}: this is an input and would be lost; choose another name")
        if path in outputs[:n]:
            raise CannotWrite(f"{path}: named for two outputs; choose two names")
        if not os.access(path if os.path.exists(path) else path.parent, os.W_OK):
            raise CannotWrite(f"{path}: cannot be written there; choose another name")


def _holds(one: Path, path: Path) -> bool:
    """Whether an input is the file at `path`, or the folder that it lies in."""
    whole, target = Path(os.path.realpath(one)), Path(os.path.realpath(path))
    return whole == target or whole in target.parents


def _write(path: Path, content: bytes) -> None:
    """Put the content in place in one step; what is no plain file (`/dev/stdout`) is written to."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        target = path.resolve()
        new = target.with_name(f".taskextract-{os.getpid()}.part")
        try:
            new.write_bytes(content)
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror}); choose another name") from error
