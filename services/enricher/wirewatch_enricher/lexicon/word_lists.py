"""Reads the lists of words by which the rules read a text. In: `words/<language>.toml`. Out: `WordLists`.

The rules ask whether a word stands in a list; unlike the phrases of a lexicon its words aren't looked for. A language
gives the lists that it needs, each under its English name; where it gives none, the English one is read.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_enricher.lexicon.inflect import fold
from wirewatch_enricher.lexicon.loader import load_lexicon

_FOLDER = f"{__package__}.words"
_ENGLISH = "en"
_OTHER_LIST = "@"
_GOES_ON = "*"
_NOTHING = frozenset[str]()

Lists = Mapping[str, tuple[str, ...]]
"""Lists as they are written, by table and key: "adding.down"."""


class WordLists(Struct, frozen=True, kw_only=True):
    """What a language's lists hold, by table and key ("adding.down").

    `lists` are words and phrases as they stand, and what the lexicon has under its tags ("word.his"; nothing under
    those that it has not); `phrases` are the same as tokens, `stems` those of what a word may begin with.
    """

    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    stems: Mapping[str, tuple[str, ...]]


class _Lists(dict[str, frozenset[str]]):
    """Lists by name; there is nothing under a tag that only other languages have words for."""

    def __missing__(self, name: str) -> frozenset[str]:
        return _NOTHING


@cache
def load_words(language: str) -> WordLists:
    """Return the lists of a language; raises `SettingsError` naming the file, the table and the list that is wrong."""
    own = files(_FOLDER).joinpath(f"{language}.toml")
    english = None if language == _ENGLISH else _english()
    given = parse_words(own.read_text("utf-8"), name=f"{language}.toml", english=english) if own.is_file() else {}
    return word_lists({**(english or {}), **given}, load_lexicon(language).by_tag, name=f"{language}.toml")


@cache
def _english() -> Lists:
    return parse_words(files(_FOLDER).joinpath(f"{_ENGLISH}.toml").read_text("utf-8"), name="en.toml")


def parse_words(text: str, *, name: str, english: Lists | None = None) -> Lists:
    """Read the text of a file of lists; `name` is for error messages, `english` has the lists that it may give."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"words {name}: {error}") from error
    lists = {}
    for table, keys in tables.items():
        if not isinstance(keys, dict) or not keys:
            raise SettingsError(f"words {name}: [{table}] must have lists of words and nothing else")
        for key, words in keys.items():
            listed = f"{table}.{key}"
            if wrong := _wrong(words, None if english is None else english.get(listed, ())):
                raise SettingsError(f"words {name}: [{table}] {key}: {wrong}")
            lists[listed] = tuple(words)
    return lists


def _wrong(words: object, english: tuple[str, ...] | None) -> str:
    """Return what is wrong with a list, "" where nothing is; `english` is its English one, () where there is none."""
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word.strip() for word in words):
        return "must be a list of texts that are not empty"
    if unfolded := [word for word in words if fold(word) != word]:
        return f"{unfolded} never stand in a text; small letters and plain quotes do"
    if twice := sorted({word for word in words if words.count(word) > 1}):
        return f"{twice} stand there twice"
    if english is not None and not english:
        return "en.toml has no such list"
    if _stems(words) is None or (english and bool(_stems(words)) != bool(_stems(english))):
        return "a star ends all words of a list that may go on, and none of another"
    return ""


def _stems(words: tuple[str, ...] | list[str]) -> tuple[str, ...] | None:
    """Return the beginnings that a list gives, none where it gives words; None where it has both."""
    stems = tuple(word.removesuffix(_GOES_ON) for word in words if word.endswith(_GOES_ON))
    return stems if len(stems) in {0, len(words)} else None


def word_lists(given: Lists, by_tag: Mapping[str, frozenset[str]], *, name: str) -> WordLists:
    """Return lists as they are asked for, those of tags as well, each with the words of those that it names."""
    whole = {listed: tuple(dict.fromkeys(_with_named(listed, given, (), name=name))) for listed in given}
    stems = {listed: stems for listed, words in whole.items() if (stems := _stems(words))}
    words = {listed: words for listed, words in whole.items() if listed not in stems}
    if both := sorted(whole.keys() & by_tag.keys()):
        raise SettingsError(f"words {name}: {both} are tags of the lexicon as well")
    return WordLists(
        lists=_Lists({**by_tag, **{listed: frozenset(own) for listed, own in words.items()}}),
        phrases={listed: frozenset(tuple(word.split(" ")) for word in own) for listed, own in words.items()},
        stems=stems,
    )


def _with_named(listed: str, lists: Lists, above: tuple[str, ...], *, name: str) -> Iterator[str]:
    if listed not in lists or listed in above:
        raise SettingsError(f"words {name}: {above[-1]}: @{listed} is no other list")
    for word in lists[listed]:
        if word.startswith(_OTHER_LIST):
            yield from _with_named(word.removeprefix(_OTHER_LIST), lists, (*above, listed), name=name)
        else:
            yield word
