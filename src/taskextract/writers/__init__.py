"""The writers of a dataset's files. Each has `write(dataset, folder)`; they run in this order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from taskextract.dataset import Dataset
from taskextract.writers import datapackage, folder, json, parquet, text, workbook

Writer = Callable[[Dataset, Path], None]

WRITERS: dict[str, Writer] = {
    "parquet": parquet.write,
    "json": json.write,
    "text": text.write,
    "xlsx": workbook.write,
    "datapackage": datapackage.write,  # last: it lists and hashes what the others wrote
}
DEFAULT = ("parquet", "json", "text", "datapackage")


def write(dataset: Dataset, output: Path, names: tuple[str, ...] = DEFAULT) -> None:
    """Replace the folder `output` by `dataset`, whole or not at all; raises `folder.CannotReplace`."""

    def fill(where: Path) -> None:
        for name, writer in WRITERS.items():
            if name in names:
                writer(dataset, where)

    folder.replace(output, fill)
