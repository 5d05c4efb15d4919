"""Raw articles on a real Kafka: their order, and those that the topic never takes."""

from time import monotonic

from msgspec.structs import replace

from fetcher_site import NOON
from wirewatch.articles import RawArticle
from wirewatch.kafka import producer, read_all
from wirewatch.rejected import Rejected
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_RAW, ARTICLES_REJECTED
from wirewatch.wire import decode
from wirewatch_fetcher.publish import Publisher, publish


async def articles(settings: Settings) -> list[RawArticle]:
    return [decode(RawArticle, message) for message in await read_all(settings, ARTICLES_RAW)]


async def test_ten_thousand_articles_keep_their_order(settings: Settings) -> None:
    """Everything that is published is in the topic, revisions of one article in their order."""
    sent = [one_article(number % 1_000, revision=number // 1_000) for number in range(10_000)]
    async with producer(settings) as client:
        started = monotonic()
        await publish(iter(sent), client, settings)
        took_s = monotonic() - started
    found: dict[str, list[str]] = {}
    for one in await articles(settings):
        found.setdefault(one.article_id, []).append(one.revision)
    assert found == {str(number): [str(revision) for revision in range(10)] for number in range(1_000)}
    assert took_s < 30


async def test_an_article_that_the_topic_never_takes_is_kept_with_the_reason(settings: Settings) -> None:
    """One that is too large becomes a dead letter; the others go out, so that their feed goes on."""
    small, large = one_article(1, revision=0), replace(one_article(2, revision=0), text="x" * 2_500_000)
    async with Publisher(settings) as publisher:
        await publisher([small, large, one_article(3, revision=0)])
    assert {one.article_id for one in await articles(settings)} == {"1", "3"}
    (letter,) = [decode(Rejected, message) for message in await read_all(settings, ARTICLES_REJECTED)]
    assert (letter.key, letter.hop, letter.redrivable) == (b"2", "fetch", False)
    assert "too large for" in letter.message


def one_article(number: int, *, revision: int) -> RawArticle:
    return RawArticle(
        article_id=str(number),
        revision=str(revision),
        entry_id=str(number),
        source="s",
        title="t",
        text="x" * 2_000,
        observed_at=NOON,
    )
