"""Feeds that are not as they should be: real ones, changed, against feedparser's count, and what breaks feedparser."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from fetcher_site import NOON, item, rss
from wirewatch.articles import ContentType
from wirewatch.wire import encode
from wirewatch_fetcher.adapter import Adapted, adapt
from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.links import is_web_address
from wirewatch_fetcher.parse import parse

CAPTURED = Path(__file__).parents[2].parent / "shared" / "feeds" / "captured"
FEED = Feed(url="https://news.example/feed.xml")
XML = [path for path in sorted(CAPTURED.glob("*")) if path.suffix != ".json" and path.stat().st_size < 60_000]
DECLARED = re.compile(rb"encoding=[\"'][^\"']*[\"']")

HOME = "<link>https://h.example/x/</link>"
Change = Callable[[bytes], bytes]
CHANGES: dict[str, Change] = {
    "utf-16": lambda content: content.decode("utf-8", "replace").encode("utf-16"),
    "two marks": lambda content: b"\xef\xbb\xbf\xef\xbb\xbf" + content,
    "wrong encoding": lambda content: DECLARED.sub(b'encoding="iso-8859-1"', content, count=1),
    "words before": lambda content: b"Warning: out of memory\n" + content,
    "a list before": lambda content: b"[error] out of memory\n" + content,
    "cut": lambda content: content[: len(content) * 2 // 3],
    "no ids": lambda content: re.sub(rb"<(guid|id)\b[^>]*>.*?</\1>", b"", content, flags=re.DOTALL),
    "one id": lambda content: re.sub(rb"(<(guid|id)\b[^>]*>).*?</\2>", rb"\1same</\2>", content, flags=re.DOTALL),
    "no hosts": lambda content: re.sub(rb"https?://[^/<\"\s]+", b"", content),
    "capitals": bytes.upper,
    "stray ends": lambda content: content.replace(b"</title>", b"</title></item></entry>", 3),
    "control characters": lambda content: content.replace(b" ", b"\x0b", 20),
}


def read(content: bytes) -> tuple[Adapted, ...]:
    try:
        return adapt(parse(Body(content=content, url=FEED.url)), feed=FEED, now=NOON)
    except NotAFeedError:
        return ()


@pytest.mark.skipif(not XML, reason="no captured feeds on this machine")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_damaged_feed_gives_what_feedparser_finds(change: Change) -> None:
    """However a real feed is damaged, as many entries come out as feedparser finds, each with an id of its own."""
    for path in XML[::9]:
        content = change(path.read_bytes())
        found = read(content)
        assert len(found) == len(feedparser.parse(BytesIO(content)).entries), path.name
        assert len({one.article.article_id for one in found}) == len(found), path.name
        assert all(one.article.url is None or is_web_address(one.article.url) for one in found), path.name


@pytest.mark.parametrize(
    "broken",
    [
        b"<?xml version='1.0' encoding='undefined'?>" + rss(item("a")),
        rss(item("a"), item("b", title="half a &#xD800; character &#56832;")) + b"<",
        b"<rss><channel><image><width></width></image>" + item("a").encode() + b"</channel",
    ],
    ids=["no encoding", "half a character", "no width"],
)
def test_what_feedparser_gives_up_on_is_read(broken: bytes) -> None:
    """One wrong character costs no feed."""
    found = read(broken)
    assert found[0].article.title == "a"
    assert all(encode(one.article).value for one in found)


def test_an_id_that_says_it_is_no_link_is_none() -> None:
    """An address in a guid is a link only where the feed does not deny it."""
    denied, said = (
        read(rss(f"<item><guid isPermaLink='{said}'>https://n.example/1</guid></item>"))[0].article.url
        for said in ("false", "true")
    )
    assert (denied, said) == (None, "https://n.example/1")


def test_the_language_of_an_entrys_text_is_its_own() -> None:
    """Where the title has no mark of its language, that of the text counts."""
    entry = "<entry><content xml:lang='fr' type='text'>Bonjour</content></entry>"
    content = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode()
    assert read(content)[0].article.language == "fr"


@pytest.mark.parametrize(
    ("markup", "resolved"),
    [
        ('<a href="/a?b=1&amp;c=2">x</a>', '<a href="https://h.example/a?b=1&amp;c=2">x</a>'),
        ("<img alt='a > b' src=i.png>", "<img alt='a > b' src=\"https://h.example/x/i.png\">"),
        ('<a HREF = "//cdn.example/y">x</a>', '<a HREF = "https://cdn.example/y">x</a>'),
        ('<a href="#note">1</a> <a href="mailto:a@b.example">m</a>', None),
        ('<a href="https://o.example/">x</a> text with href="/no/tag"', None),
        ('<a href="">x</a> 1 < 2', None),
        (
            '<a href="http://[broken">x</a><a href="[/]">x</a>',
            '<a href="http://[broken">x</a><a href="https://h.example/x/[/]">x</a>',
        ),
    ],
)
def test_relative_links_in_text_are_resolved(markup: str, resolved: str | None) -> None:
    """They count from the feed's home page; what is no relative link stays as it is."""
    (one,) = read(rss(f"<item><description><![CDATA[{markup}]]></description></item>", channel=HOME))
    assert one.article.text == (resolved or markup)


def test_links_in_text_count_from_the_nearest_base() -> None:
    """An `xml:base` counts before the home page; without either, links stay as they are."""
    entry = '<entry><content type="html"{}>&lt;a href="y"&gt;x&lt;/a&gt;</content></entry>'
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"{}>{}</feed>'
    based = atom.format(' xml:base="https://b.example/1/"', entry.format(' xml:base="2/"'))
    bare = atom.format("", entry.format(""))
    assert read(based.encode())[0].article.text == '<a href="https://b.example/1/2/y">x</a>'
    assert read(bare.encode())[0].article.text == '<a href="y">x</a>'


def test_an_entry_with_content_alone_keeps_its_kind() -> None:
    """The markup of an entry without a summary is known as markup."""
    entry = '<entry><content type="html">&lt;p&gt;Two shot.&lt;/p&gt;</content></entry>'
    (one,) = read(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode())
    assert (one.article.text, one.article.content_type) == ("<p>Two shot.</p>", ContentType.HTML)


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://n.example/a\n    /b", "https://n.example/a/b"),
        ("\n https://n.example/a b ", "https://n.example/a%20b"),
        ("<![CDATA[ https://n.example/?a=1&b=2 ]]>", "https://n.example/?a=1&b=2"),
        ("javascript:alert(1)", None),
    ],
)
def test_a_link_is_what_was_meant(written: str, link: str | None) -> None:
    """A line break in a link is no part of it, a space is."""
    assert read(rss(f"<item><link>{written}</link></item>"))[0].article.url == link
