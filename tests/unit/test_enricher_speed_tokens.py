"""What is kept of words that were read before changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch_enricher.incidents.text.tokens import tokenize, tokenizer, tokens_of
from wirewatch_enricher.lexicon import languages, load_lexicon

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
    "Blair's",
    'said,"',
    "(let's",
    "vs.",
    'week."',
    "dont,",
    "end?",
    "a.m.",
)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(text=st.one_of(st.text(), st.lists(st.sampled_from((*PIECES, *WORDS[::50]))).map(" ".join)))
def test_tokens_are_those_of_spacys_tokenizer(language: str, text: str) -> None:
    """Word by word, from what is kept, a text has the tokens and sentences that spaCy makes of the whole."""
    assert tokenize(text, language) == tokens_of(tokenizer(language)(text))
