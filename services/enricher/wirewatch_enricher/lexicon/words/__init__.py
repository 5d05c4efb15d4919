"""Lists of words by which the rules read, one TOML file a language; `lexicon/word_lists.py` reads them."""
