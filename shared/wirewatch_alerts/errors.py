"""The error of a condition: where in its text it is wrong."""

from wirewatch.errors import SettingsError


class ConditionError(SettingsError):
    """A condition that can not be compiled; `line` and `column` count from 1 in the condition's own text."""

    def __init__(self, message: str, *, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
