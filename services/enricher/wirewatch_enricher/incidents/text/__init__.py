"""The words of a text: tokens, sentences, clauses, and the cues of the lexicon in them."""
