"""`channels.yaml`: what is right is read, what is wrong is told with its place; hours, routes and quiet hours."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from dispatcher_office import NOON, alert_of
from wirewatch.alerts import Severity
from wirewatch.errors import SettingsError
from wirewatch_dispatcher.channel_commands import channels
from wirewatch_dispatcher.channels_file import load_channels
from wirewatch_dispatcher.configuration import DAYS, Configuration, File, Quiet, Route, json_schema
from wirewatch_dispatcher.hours import ends
from wirewatch_dispatcher.routes import targets

SEEDS = Path(__file__).parents[2] / "seeds"
SCHEMA = SEEDS / "channels.schema.json"


def written(folder: Path, text: str) -> Path:
    (folder / "secret").write_text("whsec_c2VjcmV0c2VjcmV0c2VjcmV0\n")
    (folder / "channels.yaml").write_text(text)
    return folder / "channels.yaml"


def error(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as raised:
        load_channels(written(folder, text))
    return str(raised.value).replace(f"{folder}/", "")


def test_without_a_file_the_console_has_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who checks without naming a file, or asks for a channel of it, is told how a file is named."""
    monkeypatch.delenv("WIREWATCH_CHANNELS", raising=False)
    checked = CliRunner().invoke(channels, ["check"])
    tried = CliRunner().invoke(channels, ["test", "desk"])
    assert "everything goes to the console: WIREWATCH_CHANNELS can name a file" in checked.stdout
    assert "there are: console; WIREWATCH_CHANNELS can name a file" in str(tried.exception)


def test_the_schema_is_that_of_the_code() -> None:
    """`seeds/channels.schema.json` is what `wirewatch channels schema` prints; after a change, print it again."""
    assert json.loads(SCHEMA.read_text()) == json.loads(json.dumps(json_schema()))


def test_the_example_is_right(tmp_path: Path) -> None:
    """The example is read, and its JSON Schema finds nothing wrong."""
    text = (SEEDS / "channels.yaml").read_text()
    (tmp_path / "secrets").mkdir()
    for name in ("slack-token", "hook-new", "hook-old", "smtp-password", "phone-urls"):
        (tmp_path / "secrets" / name).write_text("json://localhost")
    jsonschema.validate(yaml.safe_load(text), json.loads(SCHEMA.read_text()))
    read = load_channels(written(tmp_path, text))
    assert (len(read.channels), len(read.routes)) == (5, 4)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("chanels: {}", "1:1", "chanels: there is no such field; did you mean 'channels'?"),
        ("channels:\n  a: {kind: slak}", "2:13", "channels.a.kind: 'slak' is none of"),
        ("channels:\n  a: {kind: file, pth: x}", "2:19", "channels.a.pth: there is no such field; did you mean 'path'"),
        ("channels:\n  a: {kind: file}", "2:6", "channels.a: the field 'path' is missing"),
        ("channels:\n  a: {kind: file, path: x, keep: 0}", "2:34", "channels.a.keep: Expected `int` >= 1"),
        ("channels:\n  a: {kind: slack, token: xoxb, channel: C}", "2:20", "did you mean 'token_file'?"),
        ("channels:\n  a: {kind: slack, token_file: no, channel: C}", "2:32", "'no' can't be read"),
        ("channels:\n  A b: {kind: console}", "2:8", "small letters"),
        ("channels:\n  a: {kind: webhook, secret_files: [secret]}", "2:6", "either an `url` or an `url_file`"),
        ("channels: {a: {kind: file, path: x}}\nroutes: [{to: [b]}]", "2:16", "routes[0].to[0]: 'b' is none of"),
        (
            "channels: {a: {kind: file, path: x}}\nroutes: [{to: [a], severity: [bad]}]",
            "2:31",
            "routes[0].severity[0]: Invalid enum value 'bad'; `wirewatch channels schema` lists what there is",
        ),
        (
            "channels: {}\nquiet: {hours: '25:00-06:00'}",
            "2:17",
            "quiet.hours: it takes: From and to, such as `22:00-06:00`",
        ),
        ("channels: {}\nquiet: {hours: '22:00-06:00', zone: Mars}", "2:37", "quiet.zone: 'Mars' is no time zone"),
        ("channels:\n  a: {kind: file, path: x, title: '{{ alrt.title }}'}", "2:36", "'alrt' is undefined"),
        ("channels:\n  a: {kind: file, path: x, text: '{% if %}'}", "2:35", "the template is wrong"),
        ("channels:\n  console: {kind: file, path: x}", "2:19", "give this one another name"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    """An error has file, line, column, field and, where there is one, a suggestion."""
    told = error(tmp_path, text)
    assert told.startswith(f"channels.yaml:{place}: "), told
    assert words in told


def test_templates_can_not_reach_out(tmp_path: Path) -> None:
    """A template is in a sandbox: what leads out of it is refused when the file is read."""
    told = error(tmp_path, "channels:\n  a: {kind: file, path: x, text: \"{{ ''.__class__.__mro__ }}\"}")
    assert "the template is wrong" in told


@pytest.mark.parametrize(
    ("hours", "days", "at", "until"),
    [
        ("08:00-18:00", DAYS, "2025-03-04T12:00", "2025-03-04T18:00"),
        ("08:00-18:00", DAYS, "2025-03-04T18:00", None),
        ("22:00-06:00", DAYS, "2025-03-04T23:00", "2025-03-05T06:00"),
        ("22:00-06:00", DAYS, "2025-03-04T05:59", "2025-03-04T06:00"),
        ("22:00-06:00", ("mon",), "2025-03-04T05:59", "2025-03-04T06:00"),
        ("22:00-06:00", ("tue",), "2025-03-04T05:59", None),
        ("18:00-24:00", DAYS, "2025-03-04T23:59", "2025-03-05T00:00"),
        (None, ("tue",), "2025-03-04T12:00", "2025-03-05T00:00"),
        (None, ("wed",), "2025-03-04T12:00", None),
    ],
)
def test_window_holds_until_its_end(hours: str | None, days: tuple[str, ...], at: str, until: str | None) -> None:
    """A window belongs to the day on which it begins, and may end on the next."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None
    assert ends(hours, days, "UTC", moment) == expected


@given(moment=st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_window_ends_after_the_moment(moment: datetime) -> None:
    """Wherever a window holds, its end is ahead, at most a day and an hour of summer time away."""
    end = ends("22:00-06:00", DAYS, "Europe/Berlin", moment)
    assert end is None or moment < end <= moment + timedelta(hours=25)


ALL = {name: File(path=name) for name in ("desk", "log", "phone")}


@pytest.mark.parametrize(
    ("route", "goes"),
    [
        (Route(to=("log",)), True),
        (Route(to=("log",), rules=("drone-*",)), True),
        (Route(to=("log",), rules=("bomb-*",)), False),
        (Route(to=("log",), severity=(Severity.HIGH,)), True),
        (Route(to=("log",), severity=(Severity.CRITICAL,)), False),
        (Route(to=("log",), countries=("IQ",)), True),
        (Route(to=("log",), countries=("SY",)), False),
        (Route(to=("log",), hours="11:00-13:00"), True),
        (Route(to=("log",), hours="11:00-13:00", zone="Asia/Tokyo"), False),
        (Route(to=("log",), days=("tue",)), True),
        (Route(to=("log",), days=("sat", "sun")), False),
        (Route(to=("log",), names=("desk",)), True),
        (Route(to=("log",), names=("other",)), False),
    ],
)
def test_route_takes_what_it_says(route: Route, *, goes: bool) -> None:
    """A route holds by rule, severity, country, hours, days and the rule's own name for the channel."""
    chosen = targets(alert_of(rule="drone-attack"), "desk", NOON, Configuration(channels=ALL, routes=(route,)))
    assert {one.channel for one in chosen} == ({"desk", "log"} if goes else {"desk"})


def test_no_route_goes_to_the_console() -> None:
    """What has no channel of its own and no route is still seen."""
    (target,) = targets(alert_of(), "nobody", NOON, Configuration(channels=ALL))
    assert (target.channel, target.why) == ("console", "no route for 'nobody'")


@pytest.mark.parametrize(
    ("severity", "waits"),
    [((), True), ((Severity.HIGH,), False), ((Severity.CRITICAL,), True)],
)
def test_quiet_hours_never_mute_a_named_severity(severity: tuple[Severity, ...], *, waits: bool) -> None:
    """In quiet hours only what a route names by severity goes out at once."""
    quiet = Quiet(hours="11:00-13:00")
    routes = (Route(to=("phone",)), Route(to=("phone",), severity=severity)) if severity else (Route(to=("phone",)),)
    configuration = Configuration(channels=ALL, routes=routes, quiet=quiet)
    (target,) = (one for one in targets(alert_of(), "desk", NOON, configuration) if one.channel == "phone")
    assert (target.due_at > NOON) == waits


def test_exercise_reaches_no_channel_that_does_not_say_so() -> None:
    """A drill goes to the channel that takes exercises, though the rule and a route name others too."""
    channels = {"desk": File(path="d"), "log": File(path="l", exercises=True)}
    drill = replace(alert_of(), exercise=True)
    chosen = targets(drill, "desk", NOON, Configuration(channels=channels, routes=(Route(to=("log",)),)))
    assert [one.channel for one in chosen] == ["log"]
