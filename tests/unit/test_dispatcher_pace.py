"""How fast a channel is told and what follows from failures; words of a message, and the commands of channels."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from dispatcher_office import alert_of
from wirewatch.alerts import Severity
from wirewatch.errors import SettingsError
from wirewatch_dispatcher import pace
from wirewatch_dispatcher.channel_commands import channels
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.channels.http import retry_after_s
from wirewatch_dispatcher.pace import Plan, Standing, Way
from wirewatch_dispatcher.render import Content, words

FAILED = Outcome(fate=Fate.TRY_AGAIN)


def planned(waiting: int, standing: Standing, *, budget: int | None = 10) -> Plan:
    return pace.plan(waiting, standing, now=1000.0, budget=budget, digest=200, batch=20)


@pytest.mark.parametrize(
    ("waiting", "standing", "budget", "expected"),
    [
        (0, Standing(), 10, Plan(way=Way.REST)),
        (3, Standing(), 10, Plan(way=Way.EACH, count=3)),
        (500, Standing(), None, Plan(way=Way.EACH, count=20)),
        (11, Standing(), 10, Plan(way=Way.DIGEST, count=11)),
        (500, Standing(), 10, Plan(way=Way.DIGEST, count=200)),
        (5, Standing(sent=(995.0,) * 10), 10, Plan(way=Way.REST, until=1055.0)),
        (5, Standing(sent=(930.0,) * 10), 10, Plan(way=Way.EACH, count=5)),
        (5, Standing(not_before=1010.0), 10, Plan(way=Way.REST, until=1010.0)),
        (5, Standing(failures=7), 10, Plan(way=Way.EACH, count=1)),
    ],
)
def test_plan_follows_budget_and_breaker(waiting: int, standing: Standing, budget: int | None, expected: Plan) -> None:
    """One by one within the budget, digests beyond it, rest where it is spent or the breaker is open."""
    assert planned(waiting, standing, budget=budget) == expected


@given(st.lists(st.integers(min_value=0, max_value=400), max_size=40), st.integers(min_value=1, max_value=8))
def test_no_minute_has_more_messages_than_the_budget(arrivals: list[int], budget: int) -> None:
    """Whatever arrives, any minute sees at most the budget, and all of it goes out."""
    standing, waiting, sent, told, now = Standing(), 0, [], 0, 0.0
    for arrived in [*arrivals, *[0] * 5000]:
        waiting += arrived
        if not waiting and now > 40 * 7:
            break
        todo = pace.plan(waiting, standing, now=now, budget=budget, digest=50, batch=1)
        if todo.way is not Way.REST:
            waiting, told = waiting - todo.count, told + todo.count
            sent.append(now)
            standing = pace.after(standing, Outcome(fate=Fate.DELIVERED), now=now, jitter=0.0, budget=budget)
        now += 7
    crowded = [one for one, other in zip(sent, sent[budget:], strict=False) if other - one < pace.WINDOW_S]
    assert (told, crowded) == (sum(arrivals), [])


def test_pauses_grow_to_a_bound() -> None:
    """The breaker's pauses and those of a notice double and stop growing; jitter halves them at most."""
    pauses = [pace.break_s(failures, 0.0) for failures in range(4, 40)]
    assert (pauses[0], pauses[1], pauses[-1]) == (0.0, pace.FIRST_BREAK_S, pace.LONGEST_BREAK_S)
    assert all(one <= other for one, other in pairwise(pauses))
    assert pace.delay_s(0, 1.0) == pace.delay_s(0, 0.0) / 2


def test_success_closes_the_breaker() -> None:
    """One delivery forgets all failures."""
    failing = Standing(failures=9, not_before=2000.0)
    assert pace.after(failing, Outcome(fate=Fate.DELIVERED), now=1.0, jitter=0.0, budget=None) == Standing()


def test_unknown_history_is_not_given_up() -> None:
    """A notice is given up only after many tries and a whole day."""
    day = pace.GIVE_UP_S
    given = [pace.gives_up(tries, first=0.0, now=now) for tries, now in ((9, 2 * day), (99, day - 1), (10, day))]
    assert given == [False, False, True]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("7", 7.0), ("Tue, 04 Mar 2025 12:01:00 GMT", 60.0), ("soon", None), ("", None), ("999999999", 86_400.0)],
)
def test_retry_after_is_read_as_seconds_or_date(said: str, expected: float | None) -> None:
    """Both forms of RFC 9110 count, nonsense does not, and no pause is longer than a day."""
    from dispatcher_office import NOON

    assert retry_after_s({"retry-after": said}, now=NOON) == expected


def test_users_title_can_not_hide_what_must_be_said() -> None:
    """An exercise and a possible repeat are marked whatever the template says."""
    told = words(Content(alerts=(alert_of(exercise=True),), repeat=True), title="Alarm")
    assert told.title == "EXERCISE: Alarm (possible repeat)"


def test_failing_template_gives_way_to_ours() -> None:
    """A template that fails on an alert does not hold it back."""
    told = words(Content(alerts=(alert_of(),)), title="{{ alert.incident.nothing.at_all }}")
    assert told.title.startswith("[HIGH] ")


def test_headline_is_text_in_a_mail() -> None:
    """A headline with markup does nothing in HTML, and no line break gets into a subject."""
    from msgspec.structs import replace

    told = words(Content(alerts=(replace(alert_of(), title="<script>x</script>\nBcc: a@b"),)))
    assert ("<script>" in told.html, "\n" in told.title) == (False, False)


def test_digest_names_every_alert_the_worst_first() -> None:
    """A digest of many says each of them on a line."""
    alerts = tuple(alert_of(number, severity=Severity.LOW) for number in range(3))
    told = words(Content(alerts=(*alerts, alert_of(9, severity=Severity.CRITICAL))))
    lines = [line for line in told.text.splitlines() if line.startswith("- ")]
    assert (len(lines), lines[0].startswith("- CRITICAL"), told.title) == (4, True, "4 alerts: 1 critical, 3 low")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    (tmp_path / "channels.yaml").write_text(
        f"channels:\n  log: {{kind: file, path: '{tmp_path}/a.jsonl', title: 'T {{{{ alert.rev }}}}'}}\n"
    )

    def go(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(channels, [*arguments], env={"WIREWATCH_CHANNELS": str(tmp_path / "channels.yaml")})
        if isinstance(done.exception, SettingsError):
            return 2, str(done.exception)
        return done.exit_code, done.output

    return go


def test_channel_can_be_tried(run: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    """`channels test` sends the sample alert, an exercise, straight to a channel."""
    code, said = run("test", "log")
    assert (code, said) == (0, "log: delivered\n")
    assert json.loads((tmp_path / "a.jsonl").read_text())["alert"]["exercise"] is True


def test_unknown_channel_is_told_with_those_that_are_there(run: Callable[..., tuple[int, str]]) -> None:
    """`channels test` of a name that is not there names those that are."""
    assert run("test", "lug") == (2, "there is no channel 'lug'; there are: console, log")


def test_preview_shows_the_users_template(run: Callable[..., tuple[int, str]]) -> None:
    """`channels preview` prints what the channel would be told."""
    assert run("preview", "log", "--part", "title") == (0, "EXERCISE: T 1")


def test_check_tells_each_channel(run: Callable[..., tuple[int, str]]) -> None:
    """`channels check` names every channel that is right."""
    assert run("check") == (0, "log: file: right\n1 channel, 0 routes\n")
