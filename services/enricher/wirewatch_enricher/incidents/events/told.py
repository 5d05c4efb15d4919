"""What is handed on between judging and writing down: a weighed report, and the reports of one event."""

from msgspec import Struct

from wirewatch.incidents import Salience
from wirewatch_enricher.incidents.location.where import Spot
from wirewatch_enricher.incidents.news.salience import Weight
from wirewatch_enricher.incidents.status.verdict import Verdict
from wirewatch_enricher.incidents.types.triggers import Report


class Told(Struct, frozen=True, kw_only=True):
    """A report with all that was decided about it: verdict, weight, and the places of its clause and sentence.

    `entry` counts the entries of a live blog, each of which begins with a time of day.
    """

    report: Report
    verdict: Verdict
    weight: Weight
    spots: tuple[Spot, ...]
    entry: int = 0

    @property
    def foreground(self) -> bool:
        """Whether it is the news."""
        return self.weight.salience is Salience.FOREGROUND


class Event(Struct, frozen=True, kw_only=True):
    """Reports that speak of one event."""

    told: tuple[Told, ...]

    @property
    def foreground(self) -> bool:
        """Whether one of its reports is the news."""
        return any(one.foreground for one in self.told)

    def numbers(self) -> frozenset[int]:
        """Return the numbers of the sentences with its reports."""
        return frozenset(one.report.sentence.number for one in self.told)
