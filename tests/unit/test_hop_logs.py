"""Logs and settings, as every service has them."""

import logging

import pytest

from wirewatch.errors import SettingsError
from wirewatch.logs import Throttle
from wirewatch.metrics import Metric, Metrics
from wirewatch.settings import load_settings


def _line(name: str, words: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, __file__, 1, words, values, None)


def test_library_line_is_told_once_in_ten_seconds() -> None:
    """An outage makes a library repeat itself: the same kind of line is written once, and again later."""
    seconds = [0.0]
    throttle = Throttle(("aiokafka",), now=lambda: seconds[0])
    first = throttle.filter(_line("aiokafka.conn", "Unable to connect to %s", "a"))
    second = throttle.filter(_line("aiokafka.conn", "Unable to connect to %s", "b"))
    seconds[0] = 10.0
    assert (first, second, throttle.filter(_line("aiokafka.conn", "Unable to connect to %s", "c"))) == (
        True,
        False,
        True,
    )


def test_own_lines_are_all_told() -> None:
    """What wirewatch itself says is never left out."""
    throttle = Throttle(("aiokafka",), now=lambda: 0.0)
    assert [throttle.filter(_line("wirewatch.hop", "rejected")) for _ in range(3)] == [True, True, True]


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("WIREWATCH_KAFKA", "localhost", "`host:port,host:port`"),
        ("WIREWATCH_REDIS", "127.0.0.1:6379", "`redis://host:port/0`"),
        ("WIREWATCH_NAMESPACE", "Not This", "small letters"),
        ("WIREWATCH_BATCH_SIZE", "many", "How many messages"),
        ("WIREWATCH_COMMIT_INTERVAL_S", "0", "greater than 0"),
    ],
)
def test_wrong_setting_is_named_with_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, takes: str
) -> None:
    """A wrong value names the variable, what it got and what it takes."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert all(words in str(raised.value) for words in (name, repr(value), takes))


def test_metrics_tell_only_what_is_new() -> None:
    """A line of progress has what was added since the last, and is left out where nothing was."""
    metrics = Metrics()
    metrics.count(Metric.DONE, 3)
    first = metrics.news()
    metrics.count(Metric.REJECTED)
    assert (first, metrics.news(), metrics.news()) == ({"done": 3}, {"rejected": 1}, {})
