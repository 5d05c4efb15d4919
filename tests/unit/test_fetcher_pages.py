"""Articles' own pages: which are read, what robots.txt says, and what becomes of the article."""

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta

import pytest

from fetcher_site import NOON, OPTIONS, Reply, Site, running_site
from wirewatch.articles import ContentType, RawArticle
from wirewatch.errors import TransientError
from wirewatch.notices import FeedNotice
from wirewatch_fetcher.pages import chosen, wants_page, with_page
from wirewatch_fetcher.parser_pool import ParserPool
from wirewatch_fetcher.retrieve import Answer, open_session

pytest.importorskip("trafilatura")
pytest.importorskip("protego")

from wirewatch_fetcher.pages_to_raw import PageTools, open_robots, read_pages
from wirewatch_fetcher.robots import rules_of

SENTENCES = " ".join(f"Officials said in statement {number} that the talks would go on." for number in range(40))
PAGE = (
    "<html><head><title>Talks</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Talks</h1>"
    f"<p>{SENTENCES}</p><p>The second paragraph ends it: Baghdad is calm.</p></article></body></html>"
).encode()


def article(url: str | None = "https://n.example/1", *, text: str = "Short.", name: str = "a") -> RawArticle:
    return RawArticle(
        article_id=name, revision="r", entry_id=name, source="s", url=url, title="Talks", text=text, observed_at=NOON
    )


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with running_site() as running:
        running.replies["/story"] = Reply(body=PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
        yield running


async def read(*articles: RawArticle, broker_is_up: bool = True) -> list[RawArticle]:
    """Return what reading the articles' pages publishes."""
    out: list[RawArticle] = []

    async def publish(payloads: Iterable[RawArticle | FeedNotice]) -> None:
        if not broker_is_up:
            raise TransientError("the broker is away")
        out.extend(one for one in payloads if isinstance(one, RawArticle))

    async def turn(_name: str, _host: str, _pause_s: float) -> float:
        return 0.0

    async with (
        open_session(OPTIONS) as session,
        ParserPool(OPTIONS, module="wirewatch_fetcher.page_process") as readers,
    ):
        robots = open_robots(session, OPTIONS, clock=lambda: NOON)
        tools = PageTools(session=session, readers=readers, robots=robots, turn=turn, publish=publish, options=OPTIONS)
        await read_pages(articles, tools)
    return out


def test_a_page_is_read_where_the_feed_gave_little() -> None:
    """Not without a link, not of an article whose page was read, not where the feed gave the whole text."""
    assert wants_page(article(), below_chars=100)
    assert wants_page(article(text="x" * 200), below_chars=100) is False
    assert wants_page(article(None), below_chars=100) is False
    better = with_page(article(), SENTENCES)
    assert better is not None
    assert not wants_page(better, below_chars=10_000)


def test_one_host_has_so_many_pages_of_a_batch() -> None:
    """The rest keep the feed's text; of several revisions the last one counts."""
    articles = [article(f"https://n.example/{number}", name=str(number)) for number in range(9)]
    by_host = chosen([*articles, articles[0], article("https://o.example/", name="o")], below_chars=100, per_host=3)
    assert {host: len(some) for host, some in by_host.items()} == {"n.example": 3, "o.example": 1}


def test_the_page_is_a_revision_with_the_feeds_text_beside_it() -> None:
    """It is newer than the feed's by an instant, so that a later edit is newer still."""
    better = with_page(article(), SENTENCES)
    assert better is not None
    assert (better.article_id, better.feed_text, better.text) == ("a", "Short.", SENTENCES)
    assert better.revision != "r"
    assert better.observed_at - NOON == timedelta(milliseconds=1)
    assert better.content_type is ContentType.PLAIN


def test_a_page_that_says_less_changes_nothing() -> None:
    """A page behind a wall has less than the feed."""
    assert with_page(article(text=SENTENCES), "Please subscribe.") is None


async def test_the_article_on_a_page_is_read(site: Site) -> None:
    """The text is the article's, without the navigation around it."""
    (better,) = await read(article(site.url("/story")))
    assert better.text.endswith("The second paragraph ends it: Baghdad is calm.")
    assert "Home" not in better.text


async def test_robots_txt_is_obeyed_and_asked_once(site: Site) -> None:
    """What is not allowed is not asked for."""
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /story\n")
    site.replies["/other"] = site.replies["/story"]
    out = await read(article(site.url("/story")), article(site.url("/other"), name="b"))
    assert [one.article_id for one in out] == ["b"]
    assert [request.path for request in site.asked] == ["/robots.txt", "/other"]


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: wirewatch\nDisallow: /\n", False),
        (200, b"User-agent: other\nDisallow: /\n", True),
        (200, b"\xff\xfe\x00 nonsense", True),
        (404, None, True),
        (403, None, True),
        (500, None, None),
        (429, None, None),
    ],
)
def test_answers_about_robots(status: int, body: bytes | None, allowed: bool | None) -> None:
    """No robots.txt allows everything; a server in trouble allows nothing for now (None)."""
    rules = rules_of(Answer(url="https://n.example/robots.txt", status=status, headers={}, body=body))
    assert (rules.can_fetch("https://n.example/1", "wirewatch") if rules else None) is allowed


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=404),
        Reply(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        Reply(body=b"<html><body></body></html>", headers={"Content-Type": "text/html"}),
        Reply(status=302, headers={"Location": "http://169.254.169.254/"}),
        Reply(body=b"\x00" * 1_000, headers={"Content-Type": "text/html"}),
    ],
    ids=["missing", "no page", "empty", "private", "zeros"],
)
async def test_a_page_that_cannot_be_read_leaves_the_article_as_it_is(site: Site, reply: Reply) -> None:
    """Whatever is wrong with one page, the others are read."""
    site.replies["/bad"] = reply
    out = await read(article(site.url("/bad"), name="bad"), article(site.url("/story"), name="good"))
    assert [one.article_id for one in out] == ["good"]


async def test_a_batch_is_not_done_before_the_broker_has_it(site: Site) -> None:
    """The error reaches the step, which then reads the same batch again."""
    with pytest.raises(TransientError):
        await read(article(site.url("/story")), broker_is_up=False)


async def test_the_same_page_gives_the_same_record(site: Site) -> None:
    """Read twice, after a crash, it is one revision."""
    assert await read(article(site.url("/story"))) == await read(article(site.url("/story")))
