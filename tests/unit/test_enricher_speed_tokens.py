"""What is kept of words that were read before changes nothing, and what is left unread has nothing in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch_enricher.incidents.cues import find_cues
from wirewatch_enricher.incidents.phrases import beginnings
from wirewatch_enricher.incidents.tokens import tokenize, tokenizer, tokens_of
from wirewatch_enricher.lexicon import languages, load_lexicon

TRIGGERS = ("act.", "harm.kill")
LANGUAGES = sorted(languages())
WORDS = [word for phrase in load_lexicon("en").terms for word in phrase.split(" ")]
PIECES = (
    "U.S.",
    "can't",
    "EE. UU.",
    "и т.д.",
    "10km",
    '"No',
    "…",
    "\n",
    "\n\n",
    "  ",
    "- ",
    "e-mail,",
    "\u200f",
    ":)",
    "a.m.",
)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(text=st.one_of(st.text(), st.lists(st.sampled_from((*PIECES, *WORDS[::50]))).map(" ".join)))
def test_tokens_are_those_of_spacys_tokenizer(language: str, text: str) -> None:
    """Word by word, from what is kept, a text has the tokens and sentences that spaCy makes of the whole."""
    assert tokenize(text, language) == tokens_of(tokenizer(language)(text))


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=12).map(tuple))
def test_a_sentence_that_no_trigger_begins_in_has_none(words: tuple[str, ...]) -> None:
    """Whoever skips a sentence because no phrase of some tags begins in it misses no cue of these tags."""
    assert beginnings(words, "en", *TRIGGERS) or not any(cue.tag.startswith(TRIGGERS) for cue in find_cues(words, "en"))


def test_a_trigger_is_seen_to_begin() -> None:
    """A verb begins its phrase, one that needs a thing beside it as well; a word of the weather begins none."""
    words = ("rain", "fell", "and", "gunmen", "stormed", "it")
    assert beginnings(words, "en", "act.storm", "actor.gunmen") == [3, 4]
