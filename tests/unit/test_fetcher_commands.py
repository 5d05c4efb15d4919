"""The commands that look at feeds and feed lists: `feeds preview`, `check`, `list`, and `fetch --dry-run`."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fetcher_site import OPTIONS, Reply, Site, item, rss
from wirewatch.clock import wall_clock
from wirewatch.errors import SettingsError
from wirewatch_fetcher.check import Checked, check
from wirewatch_fetcher.commands import feeds, fetch
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.feed_state import FeedState, Health
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.opml import load_feeds, parse_opml
from wirewatch_fetcher.shown import print_states

LIST = Path(__file__).parents[2] / "seeds" / "feeds.opml"


async def checked(url: str) -> Checked:
    return await check(url, options=OPTIONS, now=wall_clock)


def words(found: Checked, about: str) -> str:
    return "; ".join(finding.words for finding in found.findings if finding.about == about)


def test_preview_of_a_file_needs_nothing_else(tmp_path: Path) -> None:
    """A local file gives one line of JSON for each entry, with how its id was chosen."""
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item("a"), "<item><title>no id</title></item>"))
    result = CliRunner().invoke(feeds, ["preview", str(path), "--json"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["entry_id"][:1], line["id_from"]) for line in lines] == [("a", "id"), ("s", "content")]


@pytest.mark.parametrize(("content", "said"), [(b"", "the body is empty"), (b"\x00\xff", "no feed: it starts with")])
def test_preview_names_the_file_that_is_no_feed(tmp_path: Path, content: bytes, said: str) -> None:
    """A file without a feed in it is named, with what it has instead."""
    path = tmp_path / "feed.xml"
    path.write_bytes(content)
    with pytest.raises(NotAFeedError) as raised:
        CliRunner().invoke(feeds, ["preview", str(path)], catch_exceptions=False)
    assert str(raised.value).startswith(f"{path}: {said}")


def test_preview_ids_are_those_of_the_subscribed_feed(tmp_path: Path) -> None:
    """A file with its feed's address gives the article ids that polls of that address give."""
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item("a")))
    runs = [
        CliRunner().invoke(feeds, ["preview", str(path), "--json", "--base", f"{scheme}://n.example/feed"])
        for scheme in ("http", "https")
    ]
    assert len({json.loads(run.stdout)["article_id"] for run in runs}) == 1


async def test_check_explains_a_good_feed(site: Site) -> None:
    """Validators, entries, ids and dates are told, and nothing is wrong but the old date."""
    site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"1"', "Cache-Control": "max-age=900"})
    found = await checked(site.url("/feed"))
    assert found.itself
    assert words(found, "validators") == 'ETag "1"'
    assert words(found, "cache") == "asks for a pause of 900 s between polls"
    assert words(found, "ids") == "1 from id"
    assert words(found, "media type") == "application/rss+xml"
    assert words(found, "next poll") == "after 15 minutes, as it asks"


async def test_check_names_validators_that_do_not_work(site: Site) -> None:
    """A server that gives an ETag and then sends everything again is told."""
    site.replies["/feed"] = Reply(body=rss(item("a")), headers={"ETag": '"1"'})
    assert words(await checked(site.url("/feed")), "second poll") == "status 200 in spite of the validators"


async def test_check_tells_what_is_wrong_with_entries(site: Site) -> None:
    """Repeated ids, unreadable dates and missing links are named."""
    twin = "<item><guid>same</guid><title>x</title><pubDate>soon, on the 5th</pubDate></item>"
    site.replies["/feed"] = Reply(body=rss(twin, twin.replace(">x<", ">y<")))
    found = await checked(site.url("/feed"))
    assert "2 ids are repeated" in words(found, "ids")
    assert "'soon, on the 5th'" in words(found, "dates")


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ('<link rel="alternate" type="application/rss+xml" title="All" href="/news.xml">', "/news.xml"),
        ('<base href="/deep/"><link rel="alternate" type="application/atom+xml" href="news.xml">', "/deep/news.xml"),
        ('<a href="/our-rss">Feed</a>', "/our-rss"),
        ("<p>nothing said</p>", "/rss.xml"),
    ],
)
async def test_check_finds_the_feeds_of_a_page(site: Site, page: str, path: str) -> None:
    """Declared feeds, links that sound like feeds and well-known paths are tried; only feeds are told."""
    site.replies["/"] = Reply(body=f"<html><head>{page}</head></html>".encode(), headers={"Content-Type": "text/html"})
    site.replies[path] = Reply(body=rss(item("a")))
    found = await checked(site.url("/"))
    assert [feed.url for feed in found.feeds] == [site.url(path)]


async def test_check_of_a_dead_address_is_a_finding(site: Site) -> None:
    """What cannot be asked is told in words, not raised, with the setting that would allow it."""
    found = await checked(site.url("/").replace("http://127.0.0.1", "http://10.255.255.1"))
    assert "private address" in words(found, "error")
    assert "WIREWATCH_FETCHER_ALLOW_NETWORKS" in words(found, "error")


async def test_a_dry_run_publishes_and_remembers_nothing(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Kafka or Redis every feed is asked once; one that fails makes the exit code 1."""
    monkeypatch.setenv("WIREWATCH_FETCHER_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setattr("wirewatch.logs.set_up", lambda *_, **__: None)
    site.replies["/good"] = Reply(body=rss(item("a")))
    path = tmp_path / "feeds.opml"
    outlines = "".join(f"<outline xmlUrl='{site.url(name)}'/>" for name in ("/good", "/missing"))
    path.write_text(f"<opml><body>{outlines}</body></opml>")
    result = await asyncio.to_thread(CliRunner().invoke, fetch, ["--feeds", str(path), "--dry-run"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted((line["outcome"], line["entries"]) for line in lines) == [("missing", 0), ("new_body", 1)]
    assert result.exit_code == 1


def test_the_seed_list_is_sound() -> None:
    """The list that comes with wirewatch can be read, and every feed has a title, a language and a tier."""
    listed = load_feeds(LIST)
    assert len(listed) > 150
    assert all(feed.title and feed.language and feed.tier and feed.group for feed in listed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<opml>\n<body>\n<outline xmlUrl='ftp://n.example/'/></body></opml>", r"l\.opml:3: xmlUrl='ftp.* no http"),
        ("<opml><body><outline", r"l\.opml:1: no XML"),
        ("<html></html>", r"l\.opml:1: no OPML"),
        ("<opml>\n<outline xmlUrl='https://n.example' language='eng'/></opml>", r"l\.opml:2: language='eng'"),
        ("<opml>\n<outline xmlUrl='https://n.example' tier='best'/></opml>", r"l\.opml:2: tier='best'"),
        ("<opml>\n<outline xmlUrl='https://n.example' pollMinutes='0'/></opml>", r"l\.opml:2: pollMinutes='0'"),
        ("<!DOCTYPE opml [\n<!ENTITY a 'b'>]><opml/>", r"l\.opml:2: .*no entities"),
    ],
)
def test_a_wrong_feed_list_names_file_and_line(text: str, said: str) -> None:
    """What is wrong with a list is told where it is."""
    with pytest.raises(SettingsError, match=said):
        parse_opml(text.encode(), name="l.opml")


def test_a_feed_under_two_headings_counts_once() -> None:
    """The first place of a feed is kept, http and https being the same feed."""
    text = (
        "<opml><body><outline text='A'><outline xmlUrl='http://n.example/f'/></outline>"
        "<outline text='B'><outline xmlUrl='https://n.example/f'/></outline></body></opml>"
    )
    (feed,) = parse_opml(text.encode(), name="l.opml")
    assert feed.group == "A"


def overridden(folder: Path, toml: str) -> tuple[Feed, ...]:
    (folder / "feeds.opml").write_text("<opml><body><outline xmlUrl='http://n.example/f'/></body></opml>")
    (folder / "feeds.toml").write_text(toml)
    return FeedList(folder / "feeds.opml").feeds


def test_a_feed_can_have_settings_of_its_own(tmp_path: Path) -> None:
    """Pause, headers and a secret from a file are taken from the file beside the list."""
    (tmp_path / "secret").write_text("Bearer 123\n")
    (feed,) = overridden(
        tmp_path,
        '["https://n.example/f"]\ninterval_minutes = 60\nuser_agent = "us"\nheaders = { X-Edition = "world" }\n'
        f'authorization_file = "{tmp_path / "secret"}"\n',
    )
    assert feed.interval_s == 3_600
    assert dict(feed.headers) == {"X-Edition": "world", "User-Agent": "us", "Authorization": "Bearer 123"}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('\n["https://other.example/f"]\n', r"feeds\.toml:2: .*in no list"),
        ('["https://n.example/f"]\ninterval = 5\n', r"feeds\.toml:1: .*unknown field `interval`"),
        ('["https://n.example/f"]\nheaders = { Cookie = "a" }\n', r"feeds\.toml:1: .*Cookie cannot be set"),
        ('["https://n.example/f"]\nauthorization_file = "none"\n', r"feeds\.toml:1: .*No such file"),
        ("a =\n", r"feeds\.toml: no TOML: .*line 1"),
    ],
)
def test_a_wrong_override_names_file_and_line(tmp_path: Path, toml: str, said: str) -> None:
    """What is wrong beside the list is told where it is."""
    with pytest.raises(SettingsError, match=said):
        overridden(tmp_path, toml)


def test_feed_list_is_checked_with_what_stands_beside_it(tmp_path: Path) -> None:
    """A wrong field of the `.toml` beside a list stops `feeds list` as a wrong line of the list does."""
    path = tmp_path / "feeds.opml"
    path.write_text('<opml><body><outline type="rss" text="A" xmlUrl="http://n.example/a"/></body></opml>', "utf-8")
    path.with_suffix(".toml").write_text('["http://n.example/a"]\nintervl_minutes = 3\n', "utf-8")
    with pytest.raises(SettingsError, match=r"feeds\.toml:1: .*intervl_minutes"):
        CliRunner().invoke(feeds, ["list", "--feeds", str(path)], catch_exceptions=False)


def test_feed_list_is_json_for_programs() -> None:
    """Each feed is a line of JSON with its whole address."""
    done = CliRunner().invoke(feeds, ["list", "--feeds", str(LIST), "--json"])
    assert [json.loads(line)["url"] for line in done.stdout.splitlines()] == [feed.url for feed in load_feeds(LIST)]


def test_unknown_health_is_refused() -> None:
    """An empty list would say that no feed fails."""
    done = CliRunner().invoke(feeds, ["status", "--health", "failng"])
    assert (done.exit_code, "there are new, ok, slow" in done.output) == (2, True)


def test_status_shows_addresses_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe each feed is a line, with all of its address."""
    state = FeedState(url="https://news.example/" + "x" * 80, health=Health.FAILING, reason="status 500", failures=4)
    print_states([state])
    assert state.url in capsys.readouterr().out


def test_list_of_feeds_is_told_from_a_feed(tmp_path: Path) -> None:
    """Who previews an OPML file is told what it is and what takes it."""
    path = tmp_path / "list.opml"
    path.write_text("<opml><body/></opml>", "utf-8")
    with pytest.raises(NotAFeedError, match="wirewatch feeds import"):
        CliRunner().invoke(feeds, ["preview", str(path)], catch_exceptions=False)
