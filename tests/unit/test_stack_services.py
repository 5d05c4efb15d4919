"""The supervisor's decisions, and what a service is told."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from processes import marked, wait_until
from wirewatch.errors import StackError
from wirewatch.settings import Settings
from wirewatch_standalone.services import STEADY_S, Service, after_exit, delay_s, running_services, service_environment


def test_the_pause_doubles_up_to_a_bound() -> None:
    """Each end in a row doubles the pause before the next start, from half a second to fifteen."""
    assert [delay_s(failures) for failures in (1, 2, 3, 4, 5, 6, 60)] == [0.5, 1, 2, 4, 8, 15, 15]


@given(failures=st.integers(min_value=0, max_value=10_000), code=st.integers(min_value=-64, max_value=255))
def test_a_service_that_ran_well_starts_over(failures: int, code: int) -> None:
    """An end after a steady run counts as the first, whatever came before."""
    assert after_exit(code, lived_s=STEADY_S, failures=failures).failures == 1


def test_wrong_settings_are_not_tried_again() -> None:
    """A service that says that its settings are wrong is given up at its first end."""
    assert after_exit(2, lived_s=1.0, failures=0).restart_in_s is None


@pytest.mark.parametrize(("failures", "restarts"), [(0, True), (2, True), (3, False)])
def test_a_bound_on_ends_in_a_row(failures: int, *, restarts: bool) -> None:
    """With at most three ends in a row, the fourth gives the service up."""
    verdict = after_exit(1, lived_s=1.0, failures=failures, most_failures=3)
    assert (verdict.restart_in_s is not None) == restarts


def test_a_service_gets_every_setting() -> None:
    """Each setting becomes its environment variable, so that the service reads the same settings back."""
    settings = Settings(namespace="elsewhere", kafka="127.0.0.1:1234", commit_interval_s=0.2)
    env = service_environment(settings, {})
    assert {name: env[f"WIREWATCH_{name.upper()}"] for name in ("namespace", "kafka", "commit_interval_s")} == {
        "namespace": "elsewhere",
        "kafka": "127.0.0.1:1234",
        "commit_interval_s": "0.2",
    }


def test_a_secret_setting_is_handed_on_in_clear() -> None:
    """A secret would otherwise arrive as asterisks."""

    class WithSecret(Settings):
        token: SecretStr = SecretStr("s3cret")

    assert service_environment(WithSecret(), {})["WIREWATCH_TOKEN"] == "s3cret"


def test_a_service_that_ends_is_started_again(tmp_path: Path) -> None:
    """The supervisor starts it again after a pause, and says so."""
    told: list[str] = []
    service = Service(name="short", command=("--help",))
    with running_services(service, settings=Settings(), logs=tmp_path, tell=told.append) as supervisor:
        wait_until(lambda: supervisor.states()[0].starts >= 2, bound_s=30)
    assert told[0] == "short ended with exit code 0; it starts again in 0.5 s"


def test_a_service_with_wrong_settings_is_given_up(tmp_path: Path) -> None:
    """It is started once, and the check of the services raises its last words."""
    service = Service(name="wrong", command=("no-such-command",))
    with running_services(service, settings=Settings(), logs=tmp_path) as supervisor:
        wait_until(lambda: supervisor.states()[0].given_up, bound_s=30)
        with pytest.raises(StackError, match=r"wrong ended with exit code 2[\s\S]*no-such-command"):
            supervisor.check()


def test_services_end_with_the_block(tmp_path: Path) -> None:
    """No service outlives the block, one that was being started included."""
    mark = f"WIREWATCH_TEST_MARK={tmp_path.name}"
    env = dict(os.environ, WIREWATCH_TEST_MARK=tmp_path.name)
    services = [Service(name=f"short-{number}", command=("--help",)) for number in range(3)]
    with running_services(*services, settings=Settings(), logs=tmp_path, env=env):
        wait_until(lambda: marked(mark), bound_s=10)
    assert marked(mark) == ()
