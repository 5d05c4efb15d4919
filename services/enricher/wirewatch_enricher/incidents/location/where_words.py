"""The words by which the place of an event is told from other places. In: `where_words.toml`. Out: sets of words."""

import tomllib
from importlib import resources

_FILE = resources.files(__package__ or "").joinpath("where_words.toml")
WORDS = {name: frozenset(words.split()) for name, words in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}
