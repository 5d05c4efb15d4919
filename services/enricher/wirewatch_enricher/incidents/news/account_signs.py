"""What a text shows by which all its events can be judged, found once for each. In: its account. Out: signs' names.

A sign is a tag of the lexicon in one of three scopes (the title, the lead, the whole text), how many words of quiet
news there are, or how the text is told. No sign holds a word of the text itself.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from wirewatch_enricher.incidents.news.account import Account
from wirewatch_enricher.incidents.news.salience import LEAD_SENTENCES
from wirewatch_enricher.incidents.text.reading import Sentence

COUNTS = (2, 3, 5)
"""Bounds of what is counted in signs: 0 is below the first, and so on."""
_LENGTHS = (30, 60, 120, 250, 500)
_SHARES = (0.01, 0.35, 0.7, 1.1)
_QUIET = ("soft.", "fiction", "sport", "business", "policy", "custom")
_FAMILIES = (*_QUIET, "trial", "accident", "background", "generic", "drill", "test_fire", "commemorate")


def account_signs(given: Account) -> frozenset[str]:
    """Return the signs of a text that stand beside those of each of its events (`event_signs`)."""
    return frozenset((*_of_form(given), *_of_words(given), *_of_quiet(given)))


def tags(scope: str, sentences: Iterable[Sentence]) -> Iterator[str]:
    """Return the lexicon's tags in some sentences as signs of a scope."""
    there = set[str]().union(*(sentence.tags for sentence in sentences))
    return (f"{scope} {tag}" for tag in there)


def quiet(scope: str, sentences: Iterable[Sentence]) -> str:
    """Return the sign that tells how many different words of quiet news some sentences have."""
    many = _different(sentences, *_QUIET)
    return f"quiet {scope} {bisect_right(COUNTS, many) if many > 1 else bool(many) - 1}"


def _of_form(given: Account) -> Iterator[str]:
    reading = given.reading
    yield f"language {reading.language}"
    yield f"words {bisect_right(_LENGTHS, len(reading.words))}"
    if any(ref.recent(given.today) for refs in given.refs.values() for ref in refs):
        yield "text dated"
    if given.dateline is not None:
        yield "dateline"
    if any(sentence.of("official") and sentence.of("say") for sentence in reading.sentences):
        yield "official source"


def _of_words(given: Account) -> Iterator[str]:
    sentences = given.reading.sentences
    body = [sentence for sentence in sentences if not sentence.in_title]
    yield from tags("title", (sentence for sentence in sentences if sentence.in_title))
    yield from tags("lead", body[:LEAD_SENTENCES])
    yield from tags("text", sentences)


def _of_quiet(given: Account) -> Iterator[str]:
    """Yield how many different words of quiet news there are: of each family, and of all of them in text and lead."""
    text = given.reading.sentences
    for family in _FAMILIES:
        if many := _different(text, family):
            yield f"{family} {bisect_right(COUNTS, many)}"
    yield quiet("text", text)
    yield quiet("lead", text[:LEAD_SENTENCES])
    share = _different(text, *_QUIET) / max(LEAD_SENTENCES, len(text))
    yield f"quiet share {bisect_right(_SHARES, share)}"


def _different(sentences: Iterable[Sentence], *families: str) -> int:
    return len({cue.base for sentence in sentences for tag in families for cue in sentence.by_tag.get(tag, ())})
