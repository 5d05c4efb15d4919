"""The words around names that say what they are, from `cues.toml`."""

import tomllib
from functools import lru_cache
from importlib import resources

from msgspec import Struct, convert

Words = frozenset[str]


class Cues(Struct, frozen=True, kw_only=True):
    """Words in folded form; see the file for what each set means."""

    before_place: Words
    before_place_abroad: Words
    before_town: Words
    after_place: Words
    after_place_small: Words
    after_no_place: Words
    person_titles: Words
    after_person: Words
    streets: Words
    months: Words
    days: Words


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Read the cues; a missing or unknown set stops the start."""
    text = resources.files("wirewatch_enricher.places").joinpath("cues.toml").read_text(encoding="utf-8")
    return convert({name: words.split() for name, words in tomllib.loads(text).items()}, type=Cues)
