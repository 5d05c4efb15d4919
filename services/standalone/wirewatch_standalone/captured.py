"""Real news as somebody captured it, and which of it reports incidents.

In: a folder of feeds, or a corpus of local news of LGL's form; a file of labels that holds no text, only a hash of each
title. Out: every dated article once, with the types that it reports.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType
from wirewatch_enricher.evaluate_places import corpus_articles
from wirewatch_standalone.archive import read_archive

_KEY_CHARS = 12


class CapturedLabels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person says of captured news, by `key_of` its title: what is in neither reports no incident.

    `unsure`: what may go either way (a follow-up, a language without a lexicon) is left out.
    """

    reported: dict[str, tuple[IncidentType, ...]]
    unsure: frozenset[str]


class CapturedItem(Struct, frozen=True, kw_only=True):
    """A real article and the types of the incidents that it reports as news."""

    key: str
    article: RawArticle
    types: frozenset[IncidentType]


def read_captured(corpus: Path, labels: Path) -> Iterator[CapturedItem]:
    """Yield the dated articles of a folder of feeds, or of a file of LGL's form, each title once."""
    told = _read_labels(labels)
    seen = set(told.unsure)
    for article in read_archive(corpus).articles if corpus.is_dir() else _local_news(corpus):
        key = key_of(article.title)
        if key not in seen:
            seen.add(key)
            yield CapturedItem(key=key, article=article, types=frozenset(told.reported.get(key, ())))


def key_of(title: str) -> str:
    """Return what stands for an article in a file of labels."""
    return hashlib.sha256(title.strip().encode()).hexdigest()[:_KEY_CHARS]


def _read_labels(path: Path) -> CapturedLabels:
    try:
        return msgspec.json.decode(path.read_bytes(), type=CapturedLabels)
    except (OSError, msgspec.DecodeError) as error:
        raise SettingsError(f"{path}: no labels: {error}") from error


def _local_news(path: Path) -> Iterator[RawArticle]:
    for article in corpus_articles(path):
        published = datetime.fromisoformat(article.findtext("dltime", ""))
        yield RawArticle(
            article_id=article.get("docid", ""),
            revision="1",
            entry_id=article.get("docid", ""),
            source=article.findtext("domain", ""),
            title=article.findtext("title", ""),
            text=article.findtext("text", ""),
            published=published,
            observed_at=published,
        )
