"""The vocabulary's files: read, laid over each other, checked once, and kept in the user's cache."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_WORDS = ("departments.yml", "roles.yml", "slips.yml", "vague.yml")
_KEPT = 8  # compiled vocabularies in the cache: ours of a few versions and the user's
_SHAPE = 3  # raise when the cached shape changes


class VocabularyError(ValueError):
    """A mistake in a vocabulary file; the message names file, line and reason."""


class Mistake(ValueError):
    """A mistake in one entry of a file. `word` is what to look for to find its line."""

    def __init__(self, message: str, word: str = "") -> None:
        super().__init__(message)
        self.word = word


def read_sources(overlay: Path | None) -> dict[str, bytes]:
    """Every word file's bytes by its name, ours first, the user's (`overlay:` before the name) after."""
    found = _folder_sources(Path(str(files("taskextract.vocabulary"))))
    if overlay is not None:
        if not overlay.is_dir():
            raise VocabularyError(f"{overlay}: no such vocabulary folder")
        _refuse_strangers(overlay)
        found.update({f"overlay:{name}": data for name, data in _folder_sources(overlay).items()})
    return found


def read_lists() -> dict[str, bytes]:
    """The bytes of our other data files by their names: places, groups, words of the genre."""
    folder = Path(str(files("taskextract.vocabulary")))
    names = sorted(p.name for p in folder.iterdir() if p.suffix in (".csv", ".txt", ".yml") and p.name not in _WORDS)
    return {name: (folder / name).read_bytes() for name in names}


def _refuse_strangers(overlay: Path) -> None:
    """A file that nothing would read is a mistake of the one who wrote it."""
    allowed = f"{', '.join(_WORDS)} and agencies/<region code>.yml"
    for path in sorted(p for p in overlay.rglob("*.*") if p.is_file() and p.suffix in (".yml", ".yaml", ".csv")):
        name = path.relative_to(overlay).as_posix()
        if name not in _WORDS and not (name.startswith("agencies/") and path.suffix == ".yml" and name.count("/") == 1):
            raise VocabularyError(f"{path}:1: not a file that can be laid over ours: {allowed} can")


def _folder_sources(folder: Path) -> dict[str, bytes]:
    names = [name for name in _WORDS if (folder / name).is_file()]
    agencies = sorted(p.name for p in (folder / "agencies").glob("*.yml")) if (folder / "agencies").is_dir() else []
    names += [f"agencies/{name}" for name in agencies]
    return {name: (folder / name).read_bytes() for name in names}


def content_hash(sources: dict[str, bytes]) -> str:
    """SHA-256 over names and contents, in their order."""
    digest = hashlib.sha256(f"shape {_SHAPE}".encode())
    for name, data in sources.items():
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def parse_yaml(name: str, data: bytes) -> Any:
    """The content of one YAML file; VocabularyError names the line of a mistake in its writing."""
    import yaml

    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise VocabularyError(f"{name}:{line}: not UTF-8 (byte {data[error.start]:#04x}); save the file as UTF-8") from None
    try:
        return yaml.load(data, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise VocabularyError(f"{name}:{line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise VocabularyError(f"{name}:1: {error}") from None


@cache
def _loader() -> Any:
    """A safe loader that refuses a key written twice and a date that no calendar has."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = loader.construct_object(key_node)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key} is written twice", key_node.start_mark)
            seen.add(key)
        found: dict[Any, Any] = loader.construct_mapping(node, deep=True)
        return found

    def timestamp(loader: Any, node: Any) -> Any:
        try:
            return loader.construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, f"{node.value}: {error}", node.start_mark) from None

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    Loader.add_constructor("tag:yaml.org,2002:timestamp", timestamp)
    return Loader


def line_of(data: bytes, key: str, word: str = "") -> int:
    """The line (from 1) on which `key:` is written first, or the first one from there on that holds `word`;
    1 where the key is not found."""
    lines = data.decode("utf-8", "replace").splitlines()
    starts = (f"{key}:", f"- {key}", f"- {{{key}")
    first = next((i for i, line in enumerate(lines) if line.strip().startswith(starts)), None)
    if first is None:
        return 1
    return next((i for i in range(first, len(lines)) if word in lines[i]), first) + 1


def cache_folder() -> Path:
    """Where compiled vocabularies are kept: `$XDG_CACHE_HOME/taskextract`, by default `~/.cache/taskextract`."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "taskextract"


def read_cache(digest: str, shape: type[T]) -> T | None:
    """What was compiled from the same bytes before, or None. A damaged cache file counts as none."""
    enabled = gc.isenabled()
    gc.disable()  # so many new objects at once would be searched for garbage again and again
    try:
        return msgspec.msgpack.decode((cache_folder() / f"vocabulary-{digest[:24]}.msgpack").read_bytes(), type=shape)
    except (OSError, msgspec.MsgspecError):
        return None
    finally:
        if enabled:
            gc.enable()


def write_cache(digest: str, content: Any) -> None:
    """Keep `content` for the next run; a cache folder that cannot be written is no error, only slower."""
    folder = cache_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(msgspec.msgpack.encode(content))
        os.replace(temporary, folder / f"vocabulary-{digest[:24]}.msgpack")
        kept = sorted(folder.glob("vocabulary-*.msgpack"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)
