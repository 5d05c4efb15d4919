"""Settings: wrong values, secrets in files, what is shown of them, strange variables, and the page of all settings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.errors import SettingsError
from wirewatch.kafka_topics import wanted_topics
from wirewatch.settings import Settings, load_settings
from wirewatch.settings_base import MASK, shown
from wirewatch.settings_docs import as_markdown
from wirewatch.settings_table import effective, known_variables, registered, rows, takes, unknown_variables
from wirewatch_fetcher.fetcher_settings import load_fetcher_settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"

SetAll = Callable[..., None]


@pytest.fixture
def set_all(monkeypatch: pytest.MonkeyPatch) -> SetAll:
    """Sets variables by their names without the prefix."""

    def set_all(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"WIREWATCH_{name}", str(value))

    return set_all


def _error() -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings()
    return str(raised.value)


def test_the_page_of_settings_is_that_of_the_code() -> None:
    """`docs/settings.md` is what `wirewatch settings --docs` prints; after a change, print it again."""
    assert PAGE.read_text() == as_markdown(rows(registered()))


def test_every_setting_says_what_it_is() -> None:
    """No setting is without a meaning."""
    assert [row.variable for row in rows(registered()) if not row.meaning] == []


def test_every_package_with_settings_is_registered() -> None:
    """The settings of all services are found without importing a service."""
    assert {"all", "fetcher", "enricher"} <= registered().keys()


def test_no_variable_has_two_meanings() -> None:
    """Each variable belongs to one package."""
    names = [row.variable for row in rows(registered())]
    assert sorted(names) == sorted(set(names))


def test_secret_comes_from_a_file(set_all: SetAll, tmp_path: Path) -> None:
    """A secret is what its file holds, without the end of the line."""
    (tmp_path / "secret").write_text(" pa ss \r\n")
    set_all(REDIS_PASSWORD_FILE=tmp_path / "secret")
    password = load_settings().redis_password
    assert password
    assert password.get_secret_value() == " pa ss "


def test_unreadable_secret_file_is_named(set_all: SetAll) -> None:
    """A file that is not there is an error with the variable, the path and the reason."""
    set_all(KAFKA_PASSWORD_FILE="/no/such/file")
    assert _error() == "WIREWATCH_KAFKA_PASSWORD_FILE='/no/such/file' can't be read: No such file or directory"


def test_empty_secret_file_is_an_error(set_all: SetAll, tmp_path: Path) -> None:
    """An empty file is a secret that somebody forgot."""
    (tmp_path / "secret").write_text("\n")
    set_all(REDIS_PASSWORD_FILE=tmp_path / "secret")
    assert _error().endswith("is empty")


def test_binary_secret_file_is_an_error(set_all: SetAll, tmp_path: Path) -> None:
    """Bytes that are no text are told, and not shown."""
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    set_all(REDIS_PASSWORD_FILE=tmp_path / "secret")
    assert _error().endswith("can't be read: it is no UTF-8 text")


def test_secret_given_twice_is_an_error(set_all: SetAll, tmp_path: Path) -> None:
    """A variable and its file leave open which one counts."""
    set_all(REDIS_PASSWORD="one", REDIS_PASSWORD_FILE=tmp_path)
    assert _error() == "WIREWATCH_REDIS_PASSWORD and WIREWATCH_REDIS_PASSWORD_FILE are both set: unset one"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"KAFKA_SECURITY": "TLS"}, "'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'"),
        ({"KAFKA_SECURITY": "SASL_SSL"}, "needs WIREWATCH_KAFKA_USER and WIREWATCH_KAFKA_PASSWORD"),
        ({"KAFKA_USER": "u", "KAFKA_PASSWORD": "p"}, "WIREWATCH_KAFKA_SECURITY=PLAINTEXT takes no user and password"),
        ({"KAFKA_CA": __file__}, "WIREWATCH_KAFKA_SECURITY=PLAINTEXT takes no certificates"),
        ({"KAFKA_SECURITY": "SSL", "KAFKA_CERT": __file__}, "go together: set both"),
        ({"KAFKA_SECURITY": "SSL", "KAFKA_CA": "/no/such"}, "WIREWATCH_KAFKA_CA='/no/such' is wrong. Path does not"),
        ({"REDIS_CA": __file__}, "WIREWATCH_REDIS_CA needs an address with TLS"),
        ({"REDIS_USER": "u"}, "WIREWATCH_REDIS_USER needs WIREWATCH_REDIS_PASSWORD"),
        ({"PARTITIONS_RAW": "0"}, "WIREWATCH_PARTITIONS_RAW='0' is wrong. Input should be greater than or equal to 1"),
    ],
)
def test_what_does_not_fit_is_named(set_all: SetAll, values: dict[str, str], words: str) -> None:
    """A value that is wrong, alone or beside another, is told by its variable and with what it takes."""
    set_all(**values)
    assert words in _error()


def test_wrong_address_keeps_its_password(set_all: SetAll) -> None:
    """The error shows a wrong address without its password."""
    set_all(REDIS="http://user:hidden@host")
    error = _error()
    assert ("http://user:***@host" in error, "hidden" in error) == (True, False)


def test_all_wrong_values_are_told_at_once(set_all: SetAll) -> None:
    """One start shows every mistake."""
    set_all(KAFKA="nowhere", BATCH_SIZE="0")
    error = _error()
    assert all(name in error for name in ("WIREWATCH_KAFKA=", "WIREWATCH_BATCH_SIZE="))


def test_empty_variable_is_not_set(set_all: SetAll) -> None:
    """A compose file hands on an empty variable where the user has set none."""
    set_all(KAFKA="", REDIS_PASSWORD="", REDIS_PASSWORD_FILE="")
    assert (load_settings().kafka, load_settings().redis_password) == ("127.0.0.1:9092", None)


def test_service_setting_is_named_with_its_prefix(set_all: SetAll) -> None:
    """A service's own settings are checked in the same words."""
    set_all(FETCHER_POLLS="none")
    with pytest.raises(SettingsError, match=r"^WIREWATCH_FETCHER_POLLS='none' is wrong\. .* How many feeds are polled"):
        load_fetcher_settings()


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("rediss://user:pw@host:6380/0", "rediss://user:***@host:6380/0"),
        ("redis://:pw@host/0", "redis://:***@host/0"),
        ("redis://u:p@ss/w:rd@host/0", "redis://u:***@host/0"),
        ("unix:///run/redis.sock?db=0&password=pw", "unix:///run/redis.sock?db=0&password=***"),
        ("127.0.0.1:9092", "127.0.0.1:9092"),
    ],
)
def test_password_in_an_address_is_masked(address: str, masked: str) -> None:
    """All of an address is shown but its password."""
    assert shown(address) == masked


@given(password=st.text(alphabet="abcXYZ0189:@/?&=%#", min_size=1))
def test_no_password_survives_masking(password: str) -> None:
    """Whatever a password has in it, the mask takes its place."""
    assert shown(f"redis://user:{password}@host/0").startswith(f"redis://user:{MASK}@host/0")


def test_effective_settings_say_where_they_came_from(set_all: SetAll, tmp_path: Path) -> None:
    """Each value has its origin, and a secret is masked."""
    (tmp_path / "secret").write_text("pw")
    set_all(NAMESPACE="demo", REDIS_PASSWORD_FILE=tmp_path / "secret")
    environ = {"WIREWATCH_NAMESPACE": "demo", "WIREWATCH_REDIS_PASSWORD_FILE": "secret"}
    found = {one.variable: (one.value, one.source) for one in effective({"all": Settings}, environ)}
    assert [found[f"WIREWATCH_{name}"] for name in ("NAMESPACE", "REDIS_PASSWORD", "BATCH_SIZE", "KAFKA_CA")] == [
        ("demo", "environment"),
        (MASK, "file secret"),
        ("64", "default"),
        (None, "default"),
    ]


def test_mistyped_variable_is_told_with_the_nearest(set_all: SetAll, caplog: pytest.LogCaptureFixture) -> None:
    """A variable that no package reads is warned of; one that a service reads is not."""
    set_all(NAMESPAC="x", FETCHER_POLLS="3", RUN="r")
    load_settings()
    load_settings()
    assert caplog.messages == [
        "WIREWATCH_NAMESPAC is no setting of the installed packages: did you mean WIREWATCH_NAMESPACE?"
    ]


def test_strange_variable_without_a_like() -> None:
    """What looks like no setting at all gets no suggestion; other programs' variables are no concern of ours."""
    known = known_variables([Settings])
    assert unknown_variables(["WIREWATCH_ZZZZZZ", "HOME", "WIREWATCH_REDIS_PASSWORD_FILE"], known) == {
        "WIREWATCH_ZZZZZZ": None
    }


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 10}, "a whole number, 1 to 10"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 60}, "a number, more than 0, at most 60"),
        ({"anyOf": [{"type": "string", "format": "path"}, {"type": "null"}]}, "a path"),
        ({"enum": ["a", "b"], "type": "string"}, "`a`, `b`"),
        ({"type": "boolean"}, "`true` or `false`"),
    ],
)
def test_what_a_setting_takes(schema: dict[str, object], words: str) -> None:
    """The values that a setting takes are told in words."""
    assert takes(schema) == words


def test_partitions_of_raw_articles_can_be_set() -> None:
    """The setting changes this topic, and no other."""
    changed = [(topic.name, topic.partitions) for topic in wanted_topics(Settings(partitions_raw=12))]
    assert changed[:2] == [("articles.raw", 12), ("articles.enriched", 1)]
