"""The text of a condition, taken apart: its top-level parts, and the names it uses, without evaluating anything."""

import re
from collections.abc import Iterator

_STRINGS = re.compile(
    r"""[rRbB]{0,2}(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|//[^\n]*""",
    re.DOTALL,
)
_SIMPLE = re.compile(r"""(["'])((?!\1)[^\\]*)\1""")
_NAME = r"([A-Za-z_][\w.]*)"
_ASKED_BEFORE = re.compile(rf"{_NAME}\s*(?:[=!]=\s*|\bin\s*\[[^\[\]]*)$")
_ASKED_AFTER = re.compile(rf"\s*(?:[=!]=|in\b)\s*{_NAME}")
_SELECT = re.compile(r"\b([A-Za-z_]\w*)\s*\.\s*([A-Za-z_]\w*)\b(?!\s*\()")


def blanked(text: str) -> str:
    """Return the text with strings and comments as blanks of the same length, line breaks kept."""
    return _STRINGS.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def conjuncts(text: str) -> tuple[str, ...]:
    """Return the parts that `&&` joins at the top level; the whole text where another operator binds them."""
    return _parts(text, "&&", weaker=("||", "?"))


def alternatives(text: str) -> tuple[str, ...]:
    """Return the parts that `||` joins at the top level, enclosing parentheses taken off."""
    return _parts(unwrapped(text), "||", weaker=("?",))


def unwrapped(text: str) -> str:
    """Return the text without the parentheses that enclose all of it."""
    stripped = text.strip()
    while stripped.startswith("(") and _closing(stripped) == len(stripped) - 1:
        stripped = stripped[1:-1].strip()
    return stripped


def selections(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield `root.field` of all field selections (calls left out) with the offset of the field."""
    for match in _SELECT.finditer(blanked(text)):
        yield match.group(1), match.group(2), match.start(2)


def compared(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield each name that is asked for equality or membership with a literal text, that text, and its offset.

    That is `name == "x"`, `"x" == name`, `name in ["x", "y"]` and `"x" in name`; texts with escapes are left out.
    """
    plain = blanked(text)
    for match in _STRINGS.finditer(text):
        literal = _SIMPLE.fullmatch(match.group())
        name = _ASKED_BEFORE.search(plain[: match.start()]) or _ASKED_AFTER.match(plain[match.end() :])
        if literal and name:
            yield name.group(1), literal.group(2), match.start()


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return where an offset stands, both counted from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def one_line(text: str) -> str:
    """Return the text on one line, runs of blanks as one; texts in quotes keep theirs."""
    kept = _STRINGS.sub(lambda m: m.group() if not m.group().startswith("//") else " ", text)
    return " ".join(kept.split())


def _parts(text: str, operator: str, *, weaker: tuple[str, ...]) -> tuple[str, ...]:
    cuts: list[int] = []
    for offset, plain in _top_level(blanked(text)):
        if any(plain.startswith(sign) for sign in weaker):
            return (text.strip(),)
        if plain.startswith(operator):
            cuts.append(offset)
    starts = [0, *(cut + len(operator) for cut in cuts)]
    return tuple(text[start:end].strip() for start, end in zip(starts, [*cuts, len(text)], strict=True))


def _top_level(plain: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for offset, char in enumerate(plain):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif depth == 0 and char in "&|?":
            yield offset, plain[offset : offset + 2]


def _closing(text: str) -> int:
    depth = 0
    for offset, char in enumerate(blanked(text)):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0:
            return offset
    return -1
