"""Reading feeds: real ones, odd ones and random bytes."""

from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetcher_site import NOON, item, rss
from wirewatch.articles import ContentType, RawArticle
from wirewatch.wire import decode, encode
from wirewatch_fetcher.adapter import Adapted, adapt
from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.identity import IdRung
from wirewatch_fetcher.links import canonical_link, is_web_address
from wirewatch_fetcher.parse import parse

CAPTURED = Path(__file__).parents[2].parent / "shared" / "feeds" / "captured"
FEED = Feed(url="https://news.example/feed.xml")


REAL = sorted(CAPTURED.iterdir()) if CAPTURED.is_dir() else []
PARTS = [
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<guid>", b"<link>", b"<title>", b"</title>", b"<feed>", b"<entry>",
    b"<content type='xhtml'>", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"&#xD800;", b"&#0;", b"\xff", b"\x00", b"{",
    b'"items":[', b"]", b"a",
]  # fmt: skip


def read(content: bytes, *, url: str = FEED.url, content_type: str | None = None) -> tuple[Adapted, ...]:
    document = parse(Body(content=content, url=url, content_type=content_type))
    return adapt(document, feed=FEED, now=NOON)


@pytest.mark.skipif(not REAL, reason="no captured feeds on this machine")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_feed_keeps_every_entry(path: Path) -> None:
    """As many articles as feedparser finds entries, ids unique and stable, links absolute."""
    content = path.read_bytes()
    first, second = read(content), read(content)
    expected = len(feedparser.parse(BytesIO(content)).entries) if path.suffix != ".json" else content.count(b'"id"')
    assert len(first) == expected
    assert len({one.article.article_id for one in first}) == len({one.article.entry_id for one in first}) == expected
    assert [one.identity for one in first] == [one.identity for one in second]
    assert all(one.article.url is None or is_web_address(one.article.url) for one in first)


@given(st.binary(max_size=400))
def test_random_bytes_are_a_feed_or_no_feed(content: bytes) -> None:
    """Bytes of any kind end in a document or in an error of ours."""
    found: tuple[Adapted, ...] = ()
    with suppress(NotAFeedError):
        found = read(content)
    assert all(one.article.article_id for one in found)


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_broken_markup_gives_articles_that_can_be_sent(parts: list[bytes]) -> None:
    """What is read from broken markup survives the way over the wire."""
    try:
        articles = [one.article for one in read(b"<?xml version='1.0'?>" + b"".join(parts))]
    except NotAFeedError:
        return
    assert [decode(RawArticle, encode(article)) for article in articles] == articles


def test_http_and_https_are_the_same() -> None:
    """A feed and its ids that turn from http to https stay the same articles."""
    plain = rss("<item><guid>http://news.example/1</guid><title>one</title></item>")
    secure = plain.replace(b"http://", b"https://")
    other = adapt(parse(Body(content=secure)), feed=Feed(url="http://news.example/feed.xml"), now=NOON)
    assert read(plain)[0].article.article_id == other[0].article.article_id


def test_one_url_in_two_feeds_is_two_articles() -> None:
    """The same page in two feeds is published by both, with the same link."""
    content = rss(item("a"))
    other = adapt(parse(Body(content=content)), feed=Feed(url="https://other.example/feed"), now=NOON)
    assert read(content)[0].article.article_id != other[0].article.article_id
    assert read(content)[0].article.url == other[0].article.url


@pytest.mark.parametrize(
    ("entry", "rung"),
    [
        ("<item><guid>a</guid><link>https://n.example/1</link></item>", IdRung.ID),
        ("<item><guid>null</guid><link>https://n.example/1</link></item>", IdRung.LINK),
        ("<item><link>https://n.example/1</link></item>", IdRung.LINK),
        ("<item><title>only words</title></item>", IdRung.CONTENT),
    ],
)
def test_the_ladder_of_ids(entry: str, rung: IdRung) -> None:
    """The feed's id, else the link, else the words."""
    assert read(rss(entry))[0].identity.rung is rung


def test_wholly_equal_entries_are_numbered() -> None:
    """An entry that is there twice, word for word, is two entries with two ids."""
    twice = "<item><title>the same</title></item>" * 2
    assert len({one.article.entry_id for one in read(rss(twice))}) == 2


def test_a_link_that_is_another_entrys_id_is_not_taken() -> None:
    """An entry without an id does not get the id of its neighbour."""
    items = ("<item><guid>https://n.example/1</guid></item>", "<item><link>https://n.example/1</link></item>")
    assert [one.identity.rung for one in read(rss(*items))] == [IdRung.ID, IdRung.CONTENT]


def test_a_relative_id_does_not_depend_on_where_the_feed_came_from() -> None:
    """A redirect to another host leaves ids as they are."""
    content = rss("<item><guid>/story/1</guid></item>")
    ids = {read(content, url=url)[0].article.article_id for url in ("https://a.example/f", "https://b.example/f")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://News.Example:80/a", "https://news.example/a"),
        ("https://news.example/a?utm_source=rss&id=1", "https://news.example/a?id=1"),
        ("https://news.example/%7Ea", "https://news.example/~a"),
    ],
)
def test_spellings_of_one_link_are_equal(first: str, second: str) -> None:
    """Scheme, host case, default port, tracking and needless escapes make no other link."""
    assert canonical_link(first) == canonical_link(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/day#a1", "https://news.example/day#a2"),
        ("https://news.example/a", "https://news.example/A"),
    ],
)
def test_different_links_stay_different(first: str, second: str) -> None:
    """Parameters, fragments and the path's case tell pages apart."""
    assert canonical_link(first) != canonical_link(second)


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("Mon, 03 Jan 2022 04:30:00 +0300", datetime(2022, 1, 3, 1, 30, tzinfo=UTC)),
        ("2022-01-03T04:30:00+03:00", datetime(2022, 1, 3, 1, 30, tzinfo=UTC)),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", datetime(2022, 7, 27, 19, 35, 5, tzinfo=UTC)),
        ("2031-01-01T00:00:00Z", NOON),
        ("yesterday", None),
        ("12:30", None),
        ("03/04 sometime", None),
    ],
)
def test_dates_are_read_or_left_out(words: str, instant: datetime | None) -> None:
    """A date that the feed gives is read, one in the future is clamped, and none is invented."""
    assert read(rss(item("a", date=words)))[0].article.published == instant


def test_entities_and_markup_in_titles_become_text() -> None:
    """A title is one line of plain text, even where the feed escaped it twice."""
    assert (
        read(rss(item("a", title="AT&amp;amp;T &lt;b&gt;wins&lt;/b&gt;\n again")))[0].article.title == "AT&T wins again"
    )


@pytest.mark.parametrize(
    ("description", "kind"),
    [("Two shot.", ContentType.PLAIN), ("&lt;p&gt;Two shot.&lt;/p&gt;", ContentType.HTML)],
)
def test_html_is_told_from_plain_text(description: str, kind: ContentType) -> None:
    """Text without a tag or an entity is plain, whatever RSS says that descriptions are."""
    assert read(rss(f"<item><description>{description}</description></item>"))[0].article.content_type is kind


@pytest.mark.parametrize("content_type", [None, "text/xml", "application/rss+xml", "application/xml; charset=utf-8"])
def test_utf8_is_read_as_utf8(content_type: str | None) -> None:
    """Text outside ASCII is right whatever the server says or leaves out."""
    content = rss("<item><title>Bağdatğta</title></item>")
    assert read(content, content_type=content_type)[0].article.title == "Bağdatğta"


def test_xml_base_counts_before_the_address() -> None:
    """A relative link counts from the nearest xml:base."""
    content = (
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://base.example/x/'>"
        b"<entry><link href='story'/></entry></feed>"
    )
    assert read(content)[0].article.url == "https://base.example/x/story"


def test_a_news_sitemap_is_a_feed() -> None:
    """Pages with a news title become articles, other pages do not."""
    content = (
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        b"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        b"<url><loc>https://n.example/1</loc><news:news><news:publication><news:name>N</news:name>"
        b"<news:language>en</news:language></news:publication><news:title>Two shot</news:title>"
        b"<news:publication_date>2024-05-01T08:00:00Z</news:publication_date></news:news></url>"
        b"<url><loc>https://n.example/about</loc></url></urlset>"
    )
    (one,) = read(content)
    assert (one.article.title, one.article.url) == ("Two shot", "https://n.example/1")
    assert one.article.published == datetime(2024, 5, 1, 8, tzinfo=UTC)


def test_a_json_feed_is_read() -> None:
    """Numbers as ids, relative links and both kinds of content are understood."""
    content = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": ['
        b'{"id": 7, "url": "/a", "content_html": "<p>x</p>", "date_published": "2024-05-01T10:00:00+02:00"},'
        b'{"id": "8", "content_text": "y"}, "nonsense"]}'
    )
    first, second = read(content)
    assert (first.article.entry_id, first.article.url) == ("7", "https://news.example/a")
    assert (first.article.content_type, second.article.content_type) == (ContentType.HTML, ContentType.PLAIN)


def test_an_html_page_is_named_as_one() -> None:
    """A page instead of a feed is told in words."""
    with pytest.raises(NotAFeedError, match="HTML page"):
        parse(Body(content=b"<!doctype html><html><body>Hello</body></html>"))


def test_a_path_is_never_opened() -> None:
    """Bytes that spell a file's name are bytes."""
    with pytest.raises(NotAFeedError):
        parse(Body(content=b"/etc/passwd"))


def test_long_text_is_cut_and_the_cut_recorded() -> None:
    """Text over the limit is cut at the limit."""
    (one,) = read(rss(f"<item><description>{'x' * 200_005}</description></item>"))
    assert (len(one.article.text), one.article.chars_cut) == (200_000, 5)
