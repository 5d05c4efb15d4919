"""Words of each language, as data: one TOML file a language. In: a file. Out: `Lexicon`."""

from wirewatch_enricher.lexicon.loader import Construction, Lexicon, Term, languages, load_lexicon

__all__ = ["Construction", "Lexicon", "Term", "languages", "load_lexicon"]
