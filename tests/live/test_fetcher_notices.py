"""Silence on real Kafka and Redis: counted, told once, and told again when it ends."""

from datetime import timedelta
from pathlib import Path

from fetcher_site import NOON
from wirewatch.kafka import read_all
from wirewatch.notices import FeedNotice, NoticeKind
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.topics import FEEDS_NOTICES
from wirewatch.wire import decode
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.publish import Publisher
from wirewatch_fetcher.silence_store import SilenceStore
from wirewatch_fetcher.silence_watch import SilenceWatch
from wirewatch_fetcher.store import FeedStore

LIST = """<opml version='2.0'><body>
<outline text='S' xmlUrl='https://s.example/' country='SY'/><outline text='F' xmlUrl='https://f.example/' country='FR'/>
</body></opml>"""


async def test_a_country_that_goes_quiet_is_told_on_a_topic(settings: Settings, tmp_path: Path) -> None:
    """After eight days of articles every hour, four hours without one are told once, and so is the first one after."""
    path = tmp_path / "feeds.opml"
    path.write_text(LIST)
    listed, now = FeedList(path), NOON - timedelta(days=9)
    async with connect(settings) as redis, Publisher(settings) as publisher:
        store = SilenceStore(redis, settings)
        watch = SilenceWatch(listed, FeedStore(redis, settings), store, publisher, clock=lambda: now)
        syria, france = listed.feeds
        while now < NOON:
            await watch.heard(france, 10)
            if now < NOON - timedelta(hours=3):
                await watch.heard(syria, 5)
            now += timedelta(hours=1)
        said = [len(await watch.look()) for _ in range(2)]
        await watch.heard(syria, 1)
        said.append(len(await watch.look()))
    found = [decode(FeedNotice, message) for message in await read_all(settings, FEEDS_NOTICES)]
    assert said == [1, 0, 1]
    assert [(one.key, one.kind) for one in found] == [("country:SY", NoticeKind.QUIET), ("country:SY", NoticeKind.BACK)]


async def test_one_fetcher_looks_at_a_time(settings: Settings) -> None:
    """Whoever asks first has the turn."""
    async with connect(settings) as redis:
        store = SilenceStore(redis, settings)
        assert [await store.take_turn(60), await store.take_turn(60)] == [True, False]
