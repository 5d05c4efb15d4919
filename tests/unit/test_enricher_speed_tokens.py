"""What is kept of words that were read before changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch_enricher.incidents.text.reading import read_text
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


def test_what_has_no_full_stop_is_read_in_pieces() -> None:
    """A table of thousands of words is no sentence; a long sentence is one, and no token is left out."""
    table, sentence = (read_text("a drone " * words, "en") for words in (1000, 150))
    assert max(one.end - one.start for one in table.sentences) <= 400
    assert [one.start for one in table.sentences[1:]] == [one.end for one in table.sentences[:-1]]
    assert len(sentence.sentences) == 1
