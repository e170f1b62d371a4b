"""Parquet: one file a table, with the explicit schema of the record types, zstd inside."""

from __future__ import annotations

from pathlib import Path

from taskextract import paths
from taskextract.dataset import Dataset
from taskextract.records import TABLES


def write(dataset: Dataset, folder: Path) -> None:
    """Write `<table>.parquet` for every table, empty ones too."""
    import pyarrow.parquet as pq

    for table in TABLES:
        pq.write_table(dataset.to_arrow(table), paths.table_path(folder, table), compression="zstd")
