"""The lists of words by which the rules read: what their files may hold, and that code and files agree."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from wirewatch.errors import SettingsError
from wirewatch_enricher.incidents.text.reading import read_text
from wirewatch_enricher.lexicon import languages, load_lexicon
from wirewatch_enricher.lexicon.word_lists import load_words, parse_words, word_lists

CODE = Path(__file__).parents[2] / "services/enricher/wirewatch_enricher"
ENGLISH = CODE / "lexicon/words/en.toml"


@cache
def asked() -> dict[str, frozenset[str]]:
    """Return for each way to ask for a list the names that the code asks for, as far as it spells them out."""
    trees = [ast.parse(path.read_text()) for path in CODE.rglob("*.py")]
    return {
        way: frozenset(name for tree in trees for name in spelt(tree, way)) for way in ("lists", "phrases", "stems")
    }


def spelt(tree: ast.AST, way: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == way:
            names = (part.value for part in ast.walk(node.slice) if isinstance(part, ast.Constant))
            yield from (name for name in names if isinstance(name, str))


def tags() -> frozenset[str]:
    """Return the tags that any language has words for."""
    return frozenset(tag for language in languages() for tag in load_lexicon(language).by_tag)


def named() -> frozenset[str]:
    """Return the lists that other lists name."""
    lists = parse_words(ENGLISH.read_text("utf-8"), name="en.toml")
    return frozenset(word.removeprefix("@") for words in lists.values() for word in words if word.startswith("@"))


def test_every_set_that_a_rule_asks_for_is_there() -> None:
    """A mistyped name would be an empty list, which no text meets."""
    assert asked()["lists"] - tags() - load_words("en").lists.keys() == set()


def test_every_list_of_phrases_or_stems_that_a_rule_asks_for_is_there() -> None:
    """Phrases and stems have no other home."""
    assert asked()["phrases"] - load_words("en").phrases.keys() == set()
    assert asked()["stems"] - load_words("en").stems.keys() == set()


def test_every_list_is_asked_for() -> None:
    """A list that no rule asks for is a riddle to who translates it."""
    lists = load_words("en")
    used = asked()["lists"] | asked()["phrases"] | asked()["stems"] | named()
    assert (lists.phrases.keys() | lists.stems.keys()) - used == set()


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_every_list(language: str) -> None:
    """Where a language gives none, the English one is read."""
    assert load_words(language).phrases.keys() == load_words("en").phrases.keys()


def test_a_reading_gives_words_phrases_and_stems() -> None:
    """A list is asked for as words, or as phrases of tokens; one with stars as what a word begins with."""
    reading = read_text("Two people were hurt.", "en")
    assert "himself" in reading.lists["common.oneself"]
    assert ("of", "those") in reading.sentences[0].phrases["common.of_the"]
    assert "hurting".startswith(reading.stems["unhurt.touch"])


def test_a_language_gives_its_own_list() -> None:
    """Its list stands for the English one, also where another list names that."""
    english = parse_words('[a]\nmany = ["many"]\nall = ["@a.many", "all"]\n', name="en.toml")
    french = parse_words('[a]\nmany = ["beaucoup"]\n', name="fr.toml", english=english)
    assert word_lists({**english, **french}, {}, name="fr.toml").lists["a.all"] == {"beaucoup", "all"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[a\n", "words xx.toml: "),
        ("down = []\n", r"words xx.toml: \[down\] must have lists of words"),
        ("[adding]\n", r"words xx.toml: \[adding\] must have lists of words"),
        ("[adding]\ndown = []\n", r"words xx.toml: \[adding\] down: must be a list"),
        ('[adding]\ndown = "low"\n', r"words xx.toml: \[adding\] down: must be a list"),
        ("[adding]\ndown = [1]\n", r"words xx.toml: \[adding\] down: must be a list"),
        ('[adding]\ndown = ["low", " "]\n', r"words xx.toml: \[adding\] down: must be a list"),
        ('[adding]\ndown = ["Low"]\n', r"words xx.toml: \[adding\] down: \['Low'\] never stand in a text"),
        ('[adding]\ndown = ["low", "low"]\n', r"words xx.toml: \[adding\] down: \['low'\] stand there twice"),
        ('[adding]\ndown = ["low*", "less"]\n', r"words xx.toml: \[adding\] down: a star ends all words"),
        ('[adding]\ndown = ["low*"]\n', r"words xx.toml: \[adding\] down: a star ends all words"),
        ('[adding]\nup = ["high"]\n', r"words xx.toml: \[adding\] up: en.toml has no such list"),
    ],
)
def test_a_wrong_file_is_told_with_its_table_and_list(text: str, wrong: str) -> None:
    """Whoever adds a language reads where its file is wrong."""
    with pytest.raises(SettingsError, match=wrong):
        parse_words(text, name="xx.toml", english={"adding.down": ("down",)})


@pytest.mark.parametrize("lists", [{"a.b": ("@a.c",)}, {"a.b": ("@a.c",), "a.c": ("@a.b",)}])
def test_a_list_names_other_lists_only(lists: dict[str, tuple[str, ...]]) -> None:
    """Neither a list that isn't there nor itself."""
    with pytest.raises(SettingsError, match=r"words xx\.toml: a"):
        word_lists(lists, {}, name="xx.toml")


def test_a_list_has_no_name_of_a_tag() -> None:
    """Both are asked for in one way."""
    with pytest.raises(SettingsError, match=r"words xx\.toml: \['word\.his'\] are tags"):
        word_lists({"word.his": ("his",)}, {"word.his": frozenset({"her"})}, name="xx.toml")
