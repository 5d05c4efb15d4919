"""Whether a text without a date of its own tells of an event as news. In: weighed reports. Out: these, weighed again.

Such a text has no day to hold its events against, so what it tells of them decides (`undated_signs.py`). Each group of
types has weights in `undated.toml`: a report is worth the sum of those of its signs, a text the soft maximum (the
logarithm of the summed exponentials) of its reports and the sum for its own signs; a text worth more than nothing is
news of that group. `benchmarks/undated_fit.py` fits the weights to labelled texts, and writes the file.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from msgspec import Struct, convert
from msgspec.structs import replace

from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.incidents.linking import Told
from wirewatch_enricher.incidents.reading import Reading
from wirewatch_enricher.incidents.salience import Weight
from wirewatch_enricher.incidents.undated_signs import report_signs, text_signs

WEIGHTS = "undated.toml"


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Types that are judged together. `untyped`: how the triggers start whose reports without a type count as well.

    `text` and `report` are the weights of the signs of a text and of a report, by name.
    """

    kinds: tuple[IncidentType, ...]
    untyped: tuple[str, ...] = ()
    bias: float
    text: Mapping[str, float]
    report: Mapping[str, float]

    def takes(self, one: Told) -> bool:
        """Whether a report belongs to the group."""
        kind = one.report.type
        return kind in self.kinds if kind else one.report.trigger.tag.startswith(self.untyped)

    def worth(self, reports: Sequence[frozenset[str]], text: Mapping[str, float]) -> float:
        """Return what a text is worth by the signs of those of its reports that the group takes, and its own."""
        if not reports:
            return -math.inf
        worths = [sum(self.report.get(sign, 0.0) for sign in signs) for signs in reports]
        whole = sum(self.text.get(sign, 0.0) * value for sign, value in text.items())
        return self.bias + whole + math.log(sum(math.exp(worth) for worth in worths))


@cache
def load_groups() -> Mapping[str, Group]:
    """Read the groups and their weights; an unknown type or key stops the start."""
    text = resources.files("wirewatch_enricher.incidents").joinpath(WEIGHTS).read_text("utf-8")
    return convert(tomllib.loads(text), type=dict[str, Group])


def weighs(kind: IncidentType) -> bool:
    """Whether a type has weights of its own."""
    return any(kind in group.kinds for group in load_groups().values())


def weigh_undated(told: Sequence[Told], reading: Reading) -> tuple[Told, ...]:
    """Weigh the reports of a text without a date again, each group of types as a whole."""
    groups = load_groups()
    whole = text_signs(reading)
    news = {name for name, group in groups.items() if group.worth(_signs_in(group, told, reading), whole) > 0}
    first = {name: _first(groups[name], told) for name in news}
    return tuple(_again(one, groups, news, first) for one in told)


def _signs_in(group: Group, told: Sequence[Told], reading: Reading) -> list[frozenset[str]]:
    return [report_signs(one, reading) for one in told if group.takes(one)]


def _first(group: Group, told: Sequence[Told]) -> Told | None:
    """Return the report that is to be the news where none is yet: the first with a type, else the first."""
    own = [one for one in told if group.takes(one)]
    if any(one.foreground and one.report.type for one in own):
        return None
    return next((one for one in own if one.report.type), own[0])


def _again(one: Told, groups: Mapping[str, Group], news: set[str], first: Mapping[str, Told | None]) -> Told:
    name = next((name for name in news if first[name] is one), None)
    if name:
        report = replace(one.report, type=one.report.type or groups[name].kinds[0])
        weight = replace(one.weight, salience=Salience.FOREGROUND, reason="a text without a date tells enough of it")
        return replace(one, report=report, weight=weight)
    home = {name for name, group in groups.items() if group.takes(one)}
    if one.foreground and home and not home & news:
        weight = Weight(salience=Salience.BACKGROUND, reason="told in passing, in a text without a date")
        return replace(one, weight=weight)
    return one
