"""The feed list as a file that commands change: `feeds add`, `remove`, `import`, `export`."""

import asyncio
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fetcher_site import Reply, Site, item, rss
from wirewatch.errors import SettingsError
from wirewatch_fetcher.commands import feeds
from wirewatch_fetcher.feed_list import FeedList
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_add import add_feeds, import_feeds, remove_feed
from wirewatch_fetcher.opml import load_feeds, parse_opml
from wirewatch_fetcher.opml_edit import as_opml, with_feed, without_feed

SEED = Path(__file__).parents[2] / "seeds" / "feeds.opml"
FOREIGN = sorted((Path(__file__).parents[2].parent / "shared" / "feeds" / "opml").glob("*.opml"))
LIST = b"""<?xml version="1.0"?>
<opml version="2.0">
  <head/>
  <!-- mine -->
  <body>
    <outline text="Wires">
      <outline text="One &amp; only" xmlUrl="https://one.example/feed?a=1&amp;b=2" language="en"/>
    </outline>
  </body>
</opml>
"""
NEW = Feed(url="https://two.example/?a&b", title='Two "of" <them> é', language="fr", country="FR", interval_s=600)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIREWATCH_FETCHER_ALLOW_NETWORKS", "127.0.0.0/8")
    path = tmp_path / "feeds.opml"
    path.write_bytes(LIST)
    return path


async def invoke(*arguments: str) -> tuple[int, str]:
    result = await asyncio.to_thread(CliRunner().invoke, feeds, list(arguments))
    return result.exit_code, result.output


def content(path: Path) -> bytes:
    return path.read_bytes()


@pytest.mark.parametrize("group", [None, "Wires", "New"])
def test_a_feed_that_is_added_is_read_again(group: str | None) -> None:
    """Whatever is in its title and address, a feed comes back from the list as it was put in."""
    feed = Feed(**{**{name: getattr(NEW, name) for name in NEW.__struct_fields__}, "group": group})
    assert parse_opml(with_feed(LIST, feed), name="list")[1] == feed


@pytest.mark.parametrize("group", [None, "Wires", "New"])
def test_adding_and_removing_leaves_the_list_as_it_was(group: str | None) -> None:
    """Comments, order and indentation stay, but for a heading that was made for the feed."""
    feed = Feed(url="https://two.example/", group=group)
    data, count = without_feed(with_feed(LIST, feed), "http://two.example/")
    kept = data.replace(b'    <outline text="New">\n    </outline>\n', b"")
    assert (count, kept) == (1, LIST)


def test_every_feed_of_the_seed_list_can_be_taken_out_and_put_back() -> None:
    """A list of real size keeps all its other feeds."""
    data, before = SEED.read_bytes(), load_feeds(SEED)
    for feed in before[::20]:
        less, _ = without_feed(data, feed.url)
        assert sorted(parse_opml(with_feed(less, feed), name="list"), key=str) == sorted(before, key=str)


def test_an_export_is_the_list() -> None:
    """What is exported reads as the same feeds."""
    assert parse_opml(as_opml(load_feeds(SEED), title="t"), name="list") == load_feeds(SEED)


async def test_add_finds_the_main_feed_of_a_site(site: Site, listed: Path) -> None:
    """Of a page's feeds the first that is not of comments is added, with its title and language."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in ("comments", "news")
    )
    site.replies["/"] = Reply(body=f"<html>{links}</html>".encode(), headers={"Content-Type": "text/html"})
    site.replies["/comments"] = Reply(body=rss(item("c")))
    site.replies["/news"] = Reply(body=rss(item("a"), channel="<language>fr-CA</language>"))
    code, said = await invoke("add", site.url("/"), "--feeds", str(listed), "--group", "Wires", "--tier", "national")
    assert code == 0, said
    added = load_feeds(listed)[1]
    assert (added.url, added.title, added.language, added.group) == (site.url("/news"), "A site", "fr", "Wires")
    assert f"found besides (--all adds it)  {site.url('/comments')}" in said


async def test_add_takes_an_address_that_is_a_feed(site: Site, listed: Path) -> None:
    """A feed's own address is taken, a permanent redirect followed, and a second time it is known."""
    site.replies["/old"] = Reply(status=301, headers={"Location": "/feed"})
    site.replies["/feed"] = Reply(body=rss(item("a")))
    first = await invoke("add", site.url("/old"), "--feeds", str(listed))
    again = await invoke("add", site.url("/feed"), "--feeds", str(listed))
    assert [feed.url for feed in load_feeds(listed)][1:] == [site.url("/feed")]
    assert ("1 added, 0 known" in first[1], "0 added, 1 known" in again[1]) == (True, True)


async def test_a_dry_run_leaves_the_list_alone(site: Site, listed: Path) -> None:
    """With `--dry-run` it is told what would be done."""
    site.replies["/feed"] = Reply(body=rss(item("a")))
    _, said = await invoke("add", site.url("/feed"), "--feeds", str(listed), "--dry-run")
    assert ("would add" in said, content(listed)) == (True, LIST)


async def test_add_without_a_feed_tells_why(site: Site, listed: Path) -> None:
    """Where there is no feed, the exit code is 1 and the list stays."""
    code, said = await invoke("add", site.url("/nothing"), "--feeds", str(listed))
    assert (code, "404" in said, content(listed)) == (1, True, LIST)


async def test_add_refuses_what_a_list_cannot_hold(site: Site, listed: Path) -> None:
    """A wrong language or tier is told before anything is written."""
    site.replies["/feed"] = Reply(body=rss(item("a")))
    result = await asyncio.to_thread(
        CliRunner().invoke, feeds, ["add", site.url("/feed"), "--feeds", str(listed), "--tier", "best"]
    )
    assert isinstance(result.exception, SettingsError)
    assert str(result.exception).startswith("tier='best' should be one of")
    assert content(listed) == LIST


def test_a_first_feed_makes_the_list(tmp_path: Path) -> None:
    """Without a list there will be one."""
    add_feeds([NEW], tmp_path / "new.opml", dry_run=False)
    assert load_feeds(tmp_path / "new.opml") == (NEW,)


def test_a_removed_feed_is_gone_once(listed: Path) -> None:
    """A feed is taken out under any spelling of its address; one that is not in the list is not."""
    counts = [remove_feed("http://ONE.example/feed?a=1&b=2", listed, dry_run=False) for _ in range(2)]
    assert (counts, load_feeds(listed)) == ([1, 0], ())


def test_a_feed_with_settings_is_not_removed(listed: Path) -> None:
    """Its table in `feeds.toml` would name a feed in no list, so it is told first."""
    listed.with_suffix(".toml").write_text('["https://one.example/feed?a=1&b=2"]\ninterval_minutes = 5\n')
    with pytest.raises(SettingsError, match=r"feeds\.toml:1: .*take this table out first"):
        remove_feed("https://one.example/feed?a=1&b=2", listed, dry_run=False)


def test_an_import_leaves_out_what_cannot_be_said(tmp_path: Path, listed: Path) -> None:
    """Another program's list is taken with its faults: bare ampersands, `feed:` addresses, unknown languages."""
    foreign = tmp_path / "foreign.opml"
    foreign.write_text(
        "<opml><body><outline text='G'><outline text='a' xmlUrl='feed://n.example/?a=1&b=2' language='en-us'/>\n"
        "<outline text='b' xmlUrl='ftp://n.example/'/></outline><outline xmlUrl='https://one.example/feed?a=1&b=2'/>"
        "</body></opml>"
    )
    done = import_feeds(foreign, listed, dry_run=False)
    assert [(feed.url, feed.language, feed.group) for feed in done.added] == [("http://n.example/?a=1&b=2", "en", "G")]
    assert len(done.known) == len(done.notes) == 1
    assert len(load_feeds(listed)) == 2


@pytest.mark.skipif(not FOREIGN, reason="no foreign lists on this machine")
def test_real_lists_are_imported(tmp_path: Path) -> None:
    """Lists of other readers come in whole."""
    done = [import_feeds(foreign, tmp_path / f"{foreign.stem}.opml", dry_run=True) for foreign in FOREIGN]
    outlines = sum(len(re.findall(r"xmlUrl=", foreign.read_text("utf-8", "replace"))) for foreign in FOREIGN)
    assert sum(len(one.added) + len(one.notes) for one in done) >= 0.97 * outlines  # some are twice in a list


def test_a_changed_secret_is_taken_up(tmp_path: Path, listed: Path) -> None:
    """A password that is replaced in its file is used with the next poll."""
    secret = tmp_path / "secret"
    secret.write_text("Bearer old")
    table = f'["https://one.example/feed?a=1&b=2"]\nauthorization_file = "{secret}"\n'
    listed.with_suffix(".toml").write_text(table)
    feed_list = FeedList(listed)
    assert not feed_list.reload()
    secret.write_text("Bearer newer")
    assert feed_list.reload()
    assert feed_list.feeds[0].headers == (("Authorization", "Bearer newer"),)
