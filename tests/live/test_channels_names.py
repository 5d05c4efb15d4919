"""Names of channels that nothing was ever sent to: commands that change queues refuse them."""

import subprocess

import pytest

from wirewatch.settings import Settings
from wirewatch_standalone.services import service_command, service_environment


@pytest.mark.parametrize(
    "command", [("enable", "nope"), ("dead", "list", "--channel", "nope"), ("dead", "resend", "--channel", "nope")]
)
def test_unknown_channel_is_named(settings: Settings, command: tuple[str, ...]) -> None:
    """Who mistypes a channel is told which there are, and not that it was done."""
    done = subprocess.run(
        service_command("channels", *command),
        env=service_environment(settings, {"COLUMNS": "200"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "there is no channel 'nope'; there are: console" in done.stderr) == (2, True), done.stderr
