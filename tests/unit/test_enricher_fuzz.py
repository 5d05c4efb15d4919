"""Texts that nobody wrote: labelled items cut anywhere, their sentences mixed, their words left out, none breaks it."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from enricher_reading import raw_article
from wirewatch.incidents import Part
from wirewatch_enricher.enrich import enrich

ITEMS = Path(__file__).parents[1] / "eval" / "dev.jsonl"
TEXTS = tuple(json.loads(line)["text"] for line in ITEMS.read_text("utf-8").splitlines())


def odd_texts(seed: int) -> Iterator[str]:
    """Yield texts that end anywhere, that mix the words of two items, and that lack every fifth word or so."""
    chance = random.Random(seed)
    for text in chance.sample(TEXTS, 40):
        words = text.split()
        yield " ".join(words[: chance.randint(1, 40)])
        yield " ".join(word for word in words[:120] if chance.random() > 0.2)
        mixed = words[:40] + chance.choice(TEXTS).split()[:40]
        yield " ".join(chance.sample(mixed, len(mixed)))


@pytest.mark.parametrize("seed", range(4))
def test_no_text_breaks_the_reading(seed: int) -> None:
    """Each is read to its end, and what proves a field stands where the record says."""
    for text in odd_texts(seed):
        article = enrich(raw_article(text, title=text[:60]))
        parts = {Part.TITLE: article.title, Part.TEXT: article.text}
        proofs = [proof for sighting in article.sightings for proof in sighting.evidence]
        assert all(parts[proof.part][proof.start : proof.end] == proof.quote for proof in proofs), text


@pytest.mark.parametrize(
    "end",
    [
        "Five were taken to hospital",
        "It killed a driver and",
        "It killed both",
        "The dead were named as",
        "The blast killed Ali Hassan and O'",
        "Crews carried out the body, the 34th to be",
    ],
)
def test_a_cut_sentence_is_read_to_its_end(end: str) -> None:
    """A rule that looks at the next word finds none where a text ends in the midst of a sentence."""
    text = f"A drone hit a bus in Kherson on Monday. {end}"
    assert enrich(raw_article(text)).text == text
