"""A YAML file read with its positions: text in, values that know their line and column out.

Errors name file, line, column and field; a field that is not known is refused with the name that may have been meant.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import yaml
from msgspec import Struct

from wirewatch.errors import SettingsError


class Value(Struct, frozen=True, kw_only=True):
    """A value of the file: its field's path (such as `notify.wait`), its node, and the file with its lines."""

    field: str
    node: yaml.Node
    file: Path
    lines: tuple[str, ...]

    def fail(self, message: str, *, line: int = 1, column: int = 1) -> NoReturn:
        """Raise `SettingsError` at this value, or at a place inside its text (both counted from 1)."""
        at_line, at_column = self._position(line, column)
        shown = self.lines[at_line - 1] if at_line <= len(self.lines) else ""
        caret = " " * (at_column - 1) + "^"
        where = f"{self.file}:{at_line}:{at_column}"
        raise SettingsError(f"{where}: {self.field or 'file'}: {message}\n    {shown}\n    {caret}")

    @property
    def line(self) -> int:
        """The line that the value starts on, from 1."""
        return int(self.node.start_mark.line) + 1

    def fields(self, *, known: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, "Value"]:
        """Return a mapping's values by field; refuses other fields, fields given twice, and missing ones."""
        found: dict[str, Value] = {}
        for name, key, value in self._pairs():
            if name not in known:
                key.fail(f"there is no such field{_meant(name, known)}")
            if name in found:
                key.fail("is given twice")
            found[name] = value
        for name in required:
            if name not in found:
                self.fail(f"the field {name!r} is missing")
        return found

    def items(self) -> tuple["Value", ...]:
        """Return a list's values."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("must be a list")
        return tuple(self._inside(f"{self.field}[{n}]", node) for n, node in enumerate(self.node.value))

    def is_list(self) -> bool:
        """Tell a list from other values."""
        return isinstance(self.node, yaml.SequenceNode)

    def is_mapping(self) -> bool:
        """Tell a mapping from other values."""
        return isinstance(self.node, yaml.MappingNode)

    def text(self) -> str:
        """Return a text; a number or truth value is taken as it is written."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag.endswith(":null"):
            self.fail("must be a text")
        text = str(self.node.value)
        if not text.strip():
            self.fail("must not be empty")
        return text

    def whole_number(self, *, least: int) -> int:
        """Return a whole number that is not smaller than `least`."""
        text = self.text()
        if not text.isdecimal() or int(text) < least:
            self.fail(f"must be a whole number, {least} or more, not {text!r}")
        return int(text)

    def number(self, *, least: float, most: float) -> float:
        """Return a number between two bounds."""
        try:
            value = float(self.text())
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            self.fail(f"must be a number, {least:g} to {most:g}, not {self.text()!r}")
        return value

    def truth(self) -> bool:
        """Return `true` or `false`."""
        return self.one_of(("true", "false")) == "true"

    def one_of(self, known: tuple[str, ...]) -> str:
        """Return a text that is one of those that are known."""
        text = self.text()
        if text not in known:
            self.fail(f"{text!r} is none of {', '.join(known)}{_meant(text, known)}")
        return text

    def _pairs(self) -> Iterator[tuple[str, "Value", "Value"]]:
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("must be a mapping of fields")
        for key, node in self.node.value:
            name = str(key.value)
            field = f"{self.field}.{name}" if self.field else name
            yield name, self._inside(field, key), self._inside(field, node)

    def _inside(self, field: str, node: yaml.Node) -> "Value":
        return Value(field=field, node=node, file=self.file, lines=self.lines)

    def _position(self, line: int, column: int) -> tuple[int, int]:
        """Translate a place in the value's text to the file: block texts start on the next line, indented."""
        start = self.node.start_mark
        style = getattr(self.node, "style", None)
        if style == "|":
            at = start.line + 1 + line
            row = self.lines[at - 1] if at <= len(self.lines) else ""
            first = self.lines[start.line + 1] if start.line + 1 < len(self.lines) else row
            return at, len(first) - len(first.lstrip()) + column
        if style == ">" or line > 1:
            return start.line + 1, start.column + 1
        return start.line + 1, start.column + column + (style in ('"', "'"))


def read_yaml(file: Path) -> Value:
    """Read a YAML file; raises `SettingsError` with line and column where it is not YAML, or is empty."""
    try:
        text = file.read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
        raise SettingsError(f"{where}: no YAML: {error.problem}") from error
    if node is None:
        raise SettingsError(f"{file}:1:1: the file is empty")
    return Value(field="", node=node, file=file, lines=tuple(text.splitlines()))


def plain(node: yaml.Node) -> Any:
    """Return a node as plain lists, dicts and texts, to hash or to show."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    return str(node.value)


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(known)}"
