"""A good citizen: redirects, hosts, headers, slow and broken servers, each against a real one that behaves that way."""

import asyncio
import socket
from datetime import timedelta

import pytest
from aiohttp import web

from fetcher_site import NOON, OPTIONS, Reply, Site, item, reading, rss
from wirewatch_fetcher.errors import PostponedError, RefusedAddressError
from wirewatch_fetcher.feed_state import FeedState, Health, after_answer
from wirewatch_fetcher.freshness import Freshness
from wirewatch_fetcher.retrieve import Answer, Redirect, open_session, retrieve

BODY = rss(item("a"))


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_temporary_redirect_is_never_adopted(site: Site, status: int) -> None:
    """However long it lasts, the feed is asked where it is listed."""
    site.replies["/old"] = Reply(status=status, headers={"Location": "/new"})
    site.replies["/new"] = Reply(body=BODY)
    async with reading(site, "/old") as reader:
        for _ in range(6):
            await reader.poll()
            reader.now += timedelta(days=9)
        assert reader.state is not None
        assert (reader.state.url, reader.state.move) == (site.url("/old"), None)


def test_a_permanent_redirect_behind_a_temporary_one_is_not_adopted() -> None:
    """Only the unbroken run of permanent redirects at the start counts."""
    hops = (Redirect(status=307, url="https://n.example/b"), Redirect(status=308, url="https://n.example/c"))
    answer = Answer(url="https://n.example/c", status=304, headers={}, redirects=hops)
    state = FeedState(url="https://n.example/a")
    assert after_answer(state, answer, Freshness.NOT_MODIFIED, now=NOON).move is None


async def test_a_redirect_to_another_host_waits_for_its_turn(site: Site) -> None:
    """Where many feeds lead to one host, that host's limit counts as well."""
    other = site.url("/feed").replace("127.0.0.1", "localhost")
    site.replies["/feed"] = Reply(body=BODY)
    site.replies["/away"] = Reply(status=302, headers={"Location": other})
    site.replies["/here"] = Reply(status=302, headers={"Location": "/feed"})
    waited: list[str] = []

    async def turn(host: str) -> None:
        waited.append(host)
        if len(waited) > 1:
            raise PostponedError(host, 99.0)

    async with open_session(OPTIONS) as session:
        for path in ("/here", "/away"):
            await retrieve(session, site.url(path), options=OPTIONS, turn=turn)
        with pytest.raises(PostponedError):
            await retrieve(session, site.url("/away"), options=OPTIONS, turn=turn)
    assert waited == [other.split("/")[2]] * 2
    assert [request.path for request in site.asked][-1] == "/away"


async def test_a_host_has_two_connections_at_most(site: Site) -> None:
    """Of ten polls at once, two are with the host."""
    together, most = 0, 0

    async def slow(_request: web.Request) -> web.Response:
        nonlocal together, most
        together += 1
        most = max(most, together)
        await asyncio.sleep(0.02)
        together -= 1
        return web.Response(body=BODY)

    site.handlers["/feed"] = slow
    async with open_session(OPTIONS) as session:
        await asyncio.gather(*(retrieve(session, site.url("/feed"), options=OPTIONS) for _ in range(10)))
    assert most == 2


async def test_no_referer_and_no_cookie_go_along_a_redirect(site: Site) -> None:
    """A publisher learns nothing of where else we were."""
    site.replies["/feed"] = Reply(status=302, headers={"Location": "/next", "Set-Cookie": "id=1; Path=/"})
    site.replies["/next"] = Reply(body=BODY)
    async with open_session(OPTIONS) as session:
        await retrieve(session, site.url("/feed"), options=OPTIONS, headers=[("User-Agent", "mine")])
    sent = site.asked[1].headers
    assert (sent.get("Referer"), sent.get("Cookie"), sent["User-Agent"]) == (None, None, "mine")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://nowhere.invalid/feed", "no address"),
        ("https://127.0.0.1:{port}/feed", "127.0.0.1"),
        ("http://127.0.0.1:1/feed", "Connect"),
    ],
    ids=["DNS", "TLS", "refused"],
)
async def test_a_server_that_is_away_is_tried_for_ever(site: Site, address: str, said: str) -> None:
    """DNS, TLS and connections that fail back off, up to a day, and never end a feed."""
    port = site.url("/").rsplit(":", 1)[1].strip("/")
    async with reading(site, "/feed") as reader:
        reader.state = FeedState(url=address.format(port=port))
        waits = [(await reader.poll()).wait_s for _ in range(20)]
    assert reader.state.health is Health.FAILING
    assert said in reader.state.reason
    assert waits[0] is not None
    assert waits[-1] is not None
    assert waits[0] < waits[5] <= waits[-1] <= 86_400 * 1.2  # type: ignore[operator]


def test_a_feed_that_answers_slowly_is_slow() -> None:
    """Its health says so, with how long it took, and ends with a quick answer."""
    state = FeedState(url="https://n.example/")
    slow, quick = (
        after_answer(
            state,
            Answer(url=state.url, status=304, headers={}, elapsed_s=elapsed_s),
            Freshness.NOT_MODIFIED,
            now=NOON,
        )
        for elapsed_s in (12.0, 1.0)
    )
    assert (slow.health, slow.reason) == (Health.SLOW, "answered after 12.0 s")
    assert quick.health is Health.OK


async def test_a_name_that_changes_its_address_is_refused_at_the_socket(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the name resolves to is looked at when its socket is made, so a second answer leads nowhere else."""
    port = int(site.url("/").rsplit(":", 1)[1].strip("/"))
    site.replies["/feed"] = Reply(body=BODY)

    async def rebinding(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", rebinding)
    strict = OPTIONS.model_copy(update={"allow_networks": ""})
    async with open_session(strict) as session:
        with pytest.raises(RefusedAddressError, match="private address"):
            await retrieve(session, f"http://rebinding.example:{port}/feed", options=strict)
    assert site.asked == []
