"""A `wirewatch up` of a test's own: a home folder, ports that nobody has, and a site of feeds on this machine."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from beside import beside
from conftest import ROOT
from feed_server import Site, opml, serving
from wirewatch_standalone.ports import free_ports

PROGRAM = str(ROOT / ".venv" / "bin" / "wirewatch")
SERVICES = ("fetcher", "enricher", "alerter", "dispatcher", "console")


class Home:
    """Runs `wirewatch` commands in one home folder."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """Make the folder; Kafka's jars are those of all tests."""
        folder.mkdir(parents=True)
        (folder / "cache").symlink_to(cache)
        kafka_port, redis_port, serve_port = free_ports(3)
        self.folder, self.feeds = folder, folder / "feeds.opml"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")},
            "WIREWATCH_HOME": str(folder),
            "WIREWATCH_KAFKA": f"127.0.0.1:{kafka_port}",
            "WIREWATCH_REDIS": f"redis://127.0.0.1:{redis_port}/0",
            "WIREWATCH_SERVE_PORT": str(serve_port),
            "WIREWATCH_RULES": str(ROOT / "seeds" / "rules"),
            "WIREWATCH_FEEDS": str(self.feeds),
            "WIREWATCH_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
            "WIREWATCH_FETCHER_HOST_INTERVAL_S": "0",
            "WIREWATCH_FETCHER_MIN_INTERVAL_S": "1",
            "WIREWATCH_FETCHER_MAX_INTERVAL_S": "2",
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [PROGRAM, *arguments], env=self.env, capture_output=True, text=True, timeout=150, check=False
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start one command, its output in `out.txt`; Ctrl-C reaches it even where who runs the tests ignores it."""
        with (self.folder / "out.txt").open("w") as output:
            return subprocess.Popen(
                ["env", "--default-signal=INT", PROGRAM, *arguments],
                env=self.env,
                stdout=output,
                stderr=output,
                text=True,
                start_new_session=True,
            )

    def said(self) -> str:
        """Return what the command that was begun has said so far."""
        return (self.folder / "out.txt").read_text()

    def status(self) -> dict[str, Any]:
        """Return what `wirewatch status --json` says; nothing where it does not run."""
        said = self.run("status", "--json").stdout
        return dict(json.loads(said)) if said else {}

    def service(self, name: str) -> dict[str, Any]:
        """Return what it says of one service."""
        (found,) = [one for one in self.status()["services"] if one["name"] == name]
        return dict(found)


@contextmanager
def site_of_feeds(site: Site, feed_list: Path) -> Iterator[None]:
    """Serve feeds from a thread for the length of the block, their addresses in `feed_list`."""
    with beside(serving(site, clock=lambda: datetime.now(UTC))) as (addresses,):
        feed_list.write_text(opml(addresses))
        yield


def end_all(home: Home) -> None:
    """Kill what is left of an `up`, whatever became of it."""
    home.run("down")
    for process in psutil.process_iter():
        try:
            left = process.environ().get("WIREWATCH_HOME") == str(home.folder)
        except psutil.Error:
            continue
        if left:
            process.kill()
