"""Takes the page around an article off its text: share bars, "Leave a Reply", captions; see `boilerplate.toml`."""

import re
import tomllib
from functools import lru_cache
from importlib import resources

from msgspec import Struct, convert

from wirewatch.errors import SettingsError

_MAX_LINE = 240
_LAST_CHARS = 160


class _Cues(Struct, frozen=True, forbid_unknown_fields=True):
    tail: tuple[str, ...]
    line: tuple[str, ...]
    whole: tuple[str, ...]
    end: tuple[str, ...]


class Patterns(Struct, frozen=True, kw_only=True):
    """The cues of all languages, compiled; see the file for what each does."""

    tail: re.Pattern[str]
    line: re.Pattern[str]
    whole: re.Pattern[str]
    end: re.Pattern[str]


def strip_boilerplate(text: str) -> str:
    """Return the text without the lines that belong to its page."""
    patterns = load_patterns()
    kept: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if kept and 0 < len(bare) <= _MAX_LINE and patterns.tail.match(bare):
            break
        if not _is_page(bare, patterns):
            kept.append(line)
    return _strip_end("\n".join(kept).strip(), patterns.end)


def _is_page(bare: str, patterns: Patterns) -> bool:
    if not 0 < len(bare) <= _MAX_LINE:
        return False
    return patterns.line.match(bare) is not None or patterns.whole.fullmatch(bare) is not None


def _strip_end(text: str, end: re.Pattern[str]) -> str:
    """Take what stands at the end of the last line off, as often as there is something."""
    while text:
        at = max(0, len(text) - _LAST_CHARS)
        found = next(
            (one for one in end.finditer(text, at) if one.end() == len(text) and one.start() < one.end()), None
        )
        if found is None:
            break
        text = text[: found.start()].rstrip()
    return text


@lru_cache(maxsize=1)
def load_patterns() -> Patterns:
    """Compile the cues; raises `SettingsError` naming language and cue where one is no regular expression."""
    raw = resources.files("wirewatch_enricher").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    languages = {name: convert(table, type=_Cues) for name, table in tomllib.loads(raw).items()}
    return Patterns(
        tail=_union("tail", {name: cues.tail for name, cues in languages.items()}),
        line=_union("line", {name: cues.line for name, cues in languages.items()}),
        whole=_union("whole", {name: cues.whole for name, cues in languages.items()}),
        end=_union("end", {name: cues.end for name, cues in languages.items()}),
    )


def _union(field: str, cues: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    for language, patterns in cues.items():
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise SettingsError(f"boilerplate.toml: [{language}] {field}: {pattern!r}: {error}") from error
    return re.compile("|".join(f"(?:{one})" for patterns in cues.values() for one in patterns), re.IGNORECASE)
