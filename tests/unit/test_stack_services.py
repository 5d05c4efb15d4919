"""The supervisor's decisions, and what a service is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from wirewatch.settings import Settings
from wirewatch_standalone.services import STEADY_S, after_exit, delay_s, service_environment


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
