"""What the alerter works with, for others to see: rules and their errors in, a value in Redis out, and back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from wirewatch.incidents import Instant
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.rules import RuleSet


class RuleErrors(Struct, frozen=True, kw_only=True):
    """How often a rule could not be decided, and the last reason."""

    count: int
    last: str


class RulesStatus(Struct, frozen=True, kw_only=True):
    """The rules at work, since when, and what is wrong: with the files (`broken`), and with single rules."""

    path: str
    hash: str
    rules: tuple[str, ...]
    since: Instant
    broken: str | None = None
    errors: Mapping[str, RuleErrors] = {}


def warning_of(status: RulesStatus) -> str | None:
    """Say what is wrong with the rule files as they stand, in a sentence; None where nothing is."""
    if status.broken is None:
        return None
    since = status.since.isoformat(" ", "seconds")
    return f"the rules as they stand are BROKEN and not in force, those of {since} go on: {status.broken}"


class ErrorCounts:
    """Counts rules that could not be decided, from the texts `rule: error`."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._last: dict[str, str] = {}

    def add(self, errors: Iterable[str]) -> None:
        """Count errors by rule and keep the last of each."""
        for told in errors:
            rule, _, error = told.partition(": ")
            self._counts[rule] += 1
            self._last[rule] = error

    def of(self, rules: RuleSet) -> dict[str, RuleErrors]:
        """Return the counts of those rules that there are."""
        known = (rule.id for rule in rules.rules if self._counts[rule.id])
        return {one: RuleErrors(count=self._counts[one], last=self._last[one]) for one in known}


async def publish(redis: Any, keys: Keys, status: RulesStatus) -> None:
    """Write the status, in place of the one before, for `wirewatch rules status` and `status`."""
    await redis.set(keys.rules_status(), msgspec.json.encode(status))


async def read_status(redis: Any, keys: Keys) -> RulesStatus | None:
    """Return the status as the alerter wrote it last; None where none ever did."""
    raw = await redis.get(keys.rules_status())
    return msgspec.json.decode(raw, type=RulesStatus) if raw else None
