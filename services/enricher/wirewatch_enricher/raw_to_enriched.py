"""The hop from `articles.raw` to `articles.enriched`: one enriched article for each raw one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from wirewatch.articles import RawArticle
from wirewatch.hop import Handler, Hop
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED, ARTICLES_RAW
from wirewatch.wire import TRACE_HEADER, Message, child_trace, decode, encode
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognizer, load_recognizer
from wirewatch_enricher.settings import enricher_settings
from wirewatch_enricher.warm import warm, warm_incidents

log = structlog.get_logger(__name__)

NAME = "enricher"
_SOON_S = 0.05
"""The stages that few articles reach are loaded while the consumer waits for its place in its group."""


def enrich_hop() -> Hop:
    """Return the hop; its handler is a pure function of the message, so a repeated message gives the same bytes."""
    return Hop(name=NAME, source=ARTICLES_RAW, target=ARTICLES_ENRICHED, open_handler=open_handler)


@asynccontextmanager
async def open_handler(settings: Settings) -> AsyncIterator[Handler]:
    """Load gazetteers, lexicons and the user's model, then hand out the handler."""
    del settings
    recognizer = load_recognizer(enricher_settings())
    warm(recognizer)
    later = asyncio.get_running_loop().call_later(_SOON_S, warm_incidents)

    async def handle(message: Message) -> tuple[Message, ...]:
        return (handle_message(message, recognizer=recognizer),)

    try:
        yield handle
    finally:
        later.cancel()


def handle_message(message: Message, *, recognizer: Recognizer | None = None) -> Message:
    """Enrich the article of one message; raises `MalformedError` where it is none."""
    article = enrich(decode(RawArticle, message), recognizer=recognizer)
    log.info(
        "enriched",
        article_id=article.article_id,
        language=article.language,
        entities=len(article.entities),
        sightings=len(article.sightings),
    )
    return encode(article, trace=child_trace(message.header(TRACE_HEADER)))
