"""The five ways in which well-known readers lose entries, and what else must not cost one: on real HTTP."""

import pytest

from fetcher_site import Reply, Site, item, reading, rss
from wirewatch.errors import TransientError


async def test_an_etag_that_never_changes_hides_no_entry(site: Site) -> None:
    """A 200 with the old ETag and a new body is read like any new body."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"fixed"'})
        await reader.poll()
        site.replies["/feed"] = Reply(body=rss(item("b"), item("a")), headers={"ETag": '"fixed"'})
        await reader.poll()
    assert [article.title for article in reader.published] == ["a", "b"]


async def test_a_back_dated_entry_is_published(site: Site) -> None:
    """An entry that is older than all that is known is new all the same."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a")))
        await reader.poll()
        site.replies["/feed"] = Reply(body=rss(item("a"), item("old", date="Mon, 01 Jan 2018 08:00:00 GMT")))
        await reader.poll()
    assert [article.title for article in reader.published] == ["a", "old"]


async def test_validators_are_not_kept_where_publishing_failed(site: Site) -> None:
    """After a broker that refused, the next poll asks for the whole body and publishes it."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"1"'})
        reader.broker_is_up = False
        with pytest.raises(TransientError):
            await reader.poll()
        reader.broker_is_up = True
        await reader.poll()
    assert "If-None-Match" not in site.asked[1].headers
    assert [article.title for article in reader.published] == ["a"]


async def test_validators_are_not_kept_where_parsing_failed(site: Site) -> None:
    """A body that is no feed leaves the validators of the last good one in place."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"1"'})
        await reader.poll()
        site.replies["/feed"] = Reply(body=b"<html><body>Down for repairs</body></html>", headers={"ETag": '"2"'})
        polled = await reader.poll()
        await reader.poll()
    assert polled.outcome == "error"
    assert site.asked[2].headers["If-None-Match"] == '"1"'


async def test_an_equal_body_brings_its_new_validators(site: Site) -> None:
    """Where the body is the same and the ETag is not, the new ETag is sent next."""
    async with reading(site, "/feed") as reader:
        for etag in ('W/"1"', 'W/"2"', 'W/"3"'):
            site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": etag})
            await reader.poll()
    assert site.asked[2].headers["If-None-Match"] == 'W/"2"'
    assert reader.parsed == 1


async def test_entries_without_ids_or_with_equal_ids_links_and_dates_all_arrive(site: Site) -> None:
    """No id, an id that repeats, a relative link and an equal date cost no entry, and no two share an article id."""
    items = (
        "<item><title>no id</title><link>/relative</link></item>",
        "<item><guid>same</guid><title>first twin</title></item>",
        "<item><guid>same</guid><title>second twin</title></item>",
        item("dated-1"),
        item("dated-2"),
    )
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(*items))
        await reader.poll()
    assert len({article.article_id for article in reader.published}) == 5
    assert reader.published[0].url == site.url("/relative")


async def test_a_304_costs_no_parse(site: Site) -> None:
    """A server that answers 304 keeps the validators, and nothing is read."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"1"', "Last-Modified": "yesterday"})
        await reader.poll()
        site.replies["/feed"] = Reply(status=304)
        polled = await reader.poll()
        await reader.poll()
    assert (polled.outcome, reader.parsed) == ("not_modified", 1)
    assert site.asked[2].headers["If-Modified-Since"] == "yesterday"


async def test_a_missing_header_clears_its_validator(site: Site) -> None:
    """A 200 without an ETag ends the old one."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"1"'})
        await reader.poll()
        site.replies["/feed"] = Reply(body=rss(item("b")))
        await reader.poll()
        await reader.poll()
    assert "If-None-Match" not in site.asked[2].headers


async def test_an_edit_is_a_revision_of_the_same_article(site: Site) -> None:
    """The same id with other words keeps its article id and gets another revision."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a", title="two killed")))
        await reader.poll()
        site.replies["/feed"] = Reply(body=rss(item("a", title="three killed")))
        await reader.poll()
    first, second = reader.published
    assert first.article_id == second.article_id
    assert first.revision != second.revision


async def test_an_entry_keeps_its_id_when_its_twin_leaves_the_feed(site: Site) -> None:
    """An id that was repeated once is never trusted again, so that nothing is published under two ids."""
    twins = [f"<item><guid>same</guid><link>https://news.example/{n}</link><title>{n}</title></item>" for n in "ab"]
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(*twins))
        await reader.poll()
        site.replies["/feed"] = Reply(body=rss(twins[1]))
        await reader.poll()
    assert [article.title for article in reader.published] == ["a", "b"]


async def test_a_body_that_breaks_off_is_asked_for_again(site: Site) -> None:
    """The entries of a cut document are published, but its validators are not kept."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(item("a"), item("b"))[:-30], headers={"ETag": '"1"'})
        await reader.poll()
        await reader.poll()
    assert "If-None-Match" not in site.asked[1].headers


TWINS = tuple(f"<item><guid>same</guid><link>https://n.example/{n}</link><title>{n}</title></item>" for n in "abc")
LINKED = tuple(f"<item><link>https://n.example/</link><title>{n}</title></item>" for n in "abc")
BARE = tuple(f"<item><guid>{n}</guid><title>{n}</title></item>" for n in "abc")


@pytest.mark.parametrize("items", [TWINS, LINKED, BARE], ids=["one id", "one link", "ids"])
@pytest.mark.parametrize("polls", ["a ab b", "ab a b", "abc c ac", "b ab abc c", "a a ba cb c"])
async def test_an_entry_keeps_its_name_whatever_its_neighbours_are(
    site: Site, items: tuple[str, ...], polls: str
) -> None:
    """Entries that share an id or a link come and go; each is published once, under one id."""
    async with reading(site, "/feed") as reader:
        for shown in polls.split():
            site.replies["/feed"] = Reply(body=rss(*(items["abc".index(name)] for name in shown)))
            await reader.poll()
    titles = [article.title for article in reader.published]
    assert sorted(titles) == sorted(set(polls) - {" "})
    assert len({article.article_id for article in reader.published}) == len(titles)


@pytest.mark.parametrize("items", [TWINS, LINKED, BARE], ids=["one id", "one link", "ids"])
async def test_a_fetcher_that_dies_before_it_remembers_changes_no_name(site: Site, items: tuple[str, ...]) -> None:
    """What was published and not remembered is published again under the same id, its twin gone by then."""
    async with reading(site, "/feed") as reader:
        site.replies["/feed"] = Reply(body=rss(*items))
        reader.dies = True
        await reader.poll()
        reader.dies = False
        site.replies["/feed"] = Reply(body=rss(items[1]))
        await reader.poll()
    again = [article.article_id for article in reader.published if article.title == "b"]
    assert (len(again), len(set(again))) == (2, 1)
