"""Files of results in the format that their name says: JSON lines, compressed, CSV or parquet."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rewardkit.errors import InputError, MissingExtra

_LINES = ("", ".jsonl", ".ndjson")
_CONVERTED = (".csv", ".gz", ".parquet")
_FIELDS = ("id", "value", "status", "reason", "detail", "seconds", "fingerprint")


def staging_of(out: Path) -> Path:
    """Return the file of JSON lines to which results are written while a run goes on.

    Only lines can be appended and resumed; other formats are made of them when the run is complete.

    Raises:
        InputError: The name promises a format that is not written.

    Example:
        >>> staging_of(Path("out.jsonl")).name, staging_of(Path("out.parquet")).name
        ('out.jsonl', 'out.parquet.jsonl')
    """
    suffix = out.suffix.lower()
    if suffix in _LINES or (out.exists() and not out.is_file()):
        return out
    if suffix == ".parquet":
        _pyarrow()
    if suffix in _CONVERTED and (suffix != ".gz" or out.name.lower().endswith(".jsonl.gz")):
        return out.with_name(f"{out.name}.jsonl")
    raise InputError(
        f"{out}: results are written as .jsonl, .jsonl.gz, .csv or .parquet, not as "
        f"{suffix}. Name one of these."
    )


def convert(staging: Path, out: Path) -> None:
    """Write the complete results in the format of their name, and remove the lines."""
    if staging == out or not staging.exists():
        return
    suffix = out.suffix.lower()
    if suffix == ".gz":
        with staging.open("rb") as lines, gzip.open(out, "wb") as packed:
            shutil.copyfileobj(lines, packed)
    else:
        rows = list(_flat(staging))
        heads = list(dict.fromkeys([*_FIELDS, *(key for row in rows for key in row)]))
        if suffix == ".csv":
            with out.open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, heads)
                table.writeheader()
                table.writerows(rows)
        else:
            arrow, parquet = _pyarrow()
            columns = {head: [row.get(head) for row in rows] for head in heads}
            parquet.write_table(arrow.table(columns), out)
    staging.unlink()


def _flat(staging: Path) -> Iterator[dict[str, Any]]:
    """Yield rows whose components are columns of their own; what else is nested is JSON text."""
    with staging.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            flat = {key: value for key, value in row.items() if key != "components"}
            for key, value in flat.items():
                if isinstance(value, dict | list):
                    flat[key] = json.dumps(value)
            for name, value in (row.get("components") or {}).items():
                flat[f"components.{name}"] = value
            yield flat


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("writing .parquet files", "parquet") from None
    return pyarrow, parquet
