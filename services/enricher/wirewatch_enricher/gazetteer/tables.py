"""Tables of the package's own data: CSV files with a heading, checked as they are read."""

import csv
from collections.abc import Iterator
from importlib import resources

from wirewatch.errors import SettingsError


def read_table(name: str, folder: str = "wirewatch_enricher.gazetteer") -> Iterator[dict[str, str]]:
    """Yield the lines of a table; raises `SettingsError` with file and line where a line has too few or many fields."""
    text = resources.files(folder).joinpath(name).read_text(encoding="utf-8")
    lines = csv.reader(text.splitlines())
    heading = next(lines)
    for fields in lines:
        if len(fields) != len(heading):
            raise SettingsError(f"{name}:{lines.line_num}: {len(fields)} fields, the heading has {len(heading)}")
        yield dict(zip(heading, fields, strict=True))


def several(cell: str) -> tuple[str, ...]:
    """Split a cell that holds several names, set apart by semicolons."""
    return tuple(part for part in (one.strip() for one in cell.split(";")) if part)


def read_words(name: str, folder: str = "wirewatch_enricher.gazetteer") -> frozenset[str]:
    """Return the words of a text file, one or more a line; `#` begins a remark, `_` stands for a blank."""
    text = resources.files(folder).joinpath(name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word.replace("_", " ") for line in lines for word in line.split())
