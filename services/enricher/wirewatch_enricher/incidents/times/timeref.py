"""Words that say when, as days. In: their tokens and days. Out: `TimeRef`: whether they are recent, old, or ahead."""

from datetime import date, timedelta

from msgspec import Struct

NEWS_DAYS = 7


class TimeRef(Struct, frozen=True, kw_only=True):
    """Time words, tokens `start` to `end`: days `first` to `last`, or `shift` days from another time.

    `exact` is whether they name one day. `reporting`: they say when somebody spoke, not when it happened.
    """

    start: int
    end: int
    first: date | None = None
    last: date | None = None
    shift: int | None = None
    exact: bool = False
    reporting: bool = False
    future: bool = False
    soft: bool = False

    def recent(self, today: date, *, days: int = NEWS_DAYS) -> bool:
        """Whether it may lie in the news window."""
        if self.future or self.first is None or self.last is None:
            return False
        return self.last >= today - timedelta(days=days) and self.first <= today + timedelta(days=1)

    def old(self, today: date, *, days: int = NEWS_DAYS) -> bool:
        """Whether it lies before the news window."""
        return self.last is not None and self.last < today - timedelta(days=days)
