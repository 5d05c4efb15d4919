"""What supervised services are told of settings, and when they are not started again."""

from pydantic import SecretStr

from wirewatch.hop_worker import EXIT_BUDGET
from wirewatch.settings import Settings
from wirewatch_standalone.services import BUDGET_SPENT, after_exit, named_environment, service_environment


def test_spent_budget_of_dead_letters_is_final() -> None:
    """A hop that rejected too many messages waits for a person."""
    assert (BUDGET_SPENT, after_exit(BUDGET_SPENT, lived_s=60, failures=0).restart_in_s) == (EXIT_BUDGET, None)


def test_each_child_keeps_a_name_of_its_own() -> None:
    """The name is that of the service, behind that of the machine where there is one."""
    names = [named_environment("enricher-2", env)["WIREWATCH_INSTANCE"] for env in ({}, {"WIREWATCH_INSTANCE": "a"})]
    assert names == ["enricher-2", "a-enricher-2"]


def test_what_is_not_set_is_not_inherited() -> None:
    """Services of a local stack don't show it the password of another cluster."""
    base = {"WIREWATCH_REDIS_PASSWORD": "pw", "WIREWATCH_KAFKA_PASSWORD_FILE": "f", "WIREWATCH_FETCHER_POLLS": "3"}
    told = service_environment(Settings(), base)
    assert [name in told for name in base] == [False, False, True]


def test_secret_stays_in_its_file() -> None:
    """A service reads a secret from the file itself; its environment does not show it."""
    settings = Settings(redis_password=SecretStr("pw"))
    told = service_environment(settings, {"WIREWATCH_REDIS_PASSWORD_FILE": "f"})
    assert ("WIREWATCH_REDIS_PASSWORD" in told, told["WIREWATCH_REDIS_PASSWORD_FILE"]) == (False, "f")
