"""Golden files: the final records that a seed should give, beside it as `NAME.expected.json`, and what differs."""

import json
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from wirewatch.errors import SettingsError
from wirewatch_standalone.archive import EXPECTED

Record = dict[str, Any]
"""A final record as JSON has it."""


def golden_files(seed: Path) -> tuple[Path, ...]:
    """Return the golden files that belong to a seed: the one beside a file, all of a folder."""
    if seed.is_dir():
        return tuple(sorted(seed.rglob(f"*{EXPECTED}")))
    beside = golden_file(seed)
    return (beside,) if beside.exists() else ()


def golden_file(seed: Path) -> Path:
    """Return where the golden file of one seed file stands, whether or not it is there."""
    return seed.with_name(seed.name.removesuffix(".gz").rpartition(".")[0] + EXPECTED)


def read_golden(files: Sequence[Path]) -> tuple[Record, ...]:
    """Read golden files; raises `SettingsError` with file and line for what is no list of records."""
    records: list[Record] = []
    for file in files:
        try:
            records += json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise SettingsError(f"{file}: no golden file: {error}") from error
    return tuple(records)


def write_golden(file: Path, records: Sequence[Record]) -> None:
    """Write records as a golden file."""
    file.write_text(json.dumps(records, indent=2, ensure_ascii=False) + "\n", "utf-8")


def differences(expected: Sequence[Record], got: Sequence[Record]) -> tuple[str, ...]:
    """Say in lines what differs between the expected and the given final records; nothing where they are the same."""
    wanted = {record["alert_id"]: record for record in expected}
    given = {record["alert_id"]: record for record in got}
    missing = [f"alert {key} is missing: {wanted[key]['title']}" for key in wanted if key not in given]
    extra = [f"alert {key} is not expected: {given[key]['title']}" for key in given if key not in wanted]
    changed = [line for key in wanted if key in given for line in _compare(key, wanted[key], given[key])]
    return (*missing, *extra, *changed)


def _compare(path: str, expected: Any, got: Any) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in sorted(expected.keys() | got.keys()):
            yield from _compare(f"{path}.{key}", expected.get(key), got.get(key))
    elif isinstance(expected, list) and isinstance(got, list):
        for number, (one, other) in enumerate(zip_longest(expected, got)):
            yield from _compare(f"{path}[{number}]", one, other)
    elif expected != got:
        yield f"{path}: expected {_short(expected)}, got {_short(got)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"
