"""Whether a text without a date of its own tells of an event as news. In: weighed reports. Out: these, weighed again.

Such a text has no day to hold its events against, so what it tells of them decides. Each group of types has weights in
`undated.toml`: a text is worth the sum of the weights of its signs, which are those of the whole text, of the reports
of the group (`undated_signs.py`) and of the deeds that its words tell of (`undated_deeds.py`). A text that is worth
more than nothing is news of that group. `benchmarks/undated_fit.py` fits the weights to labelled texts, and writes the
file.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from math import fsum

from msgspec import Struct, convert
from msgspec.structs import replace

from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.incidents.events.linking import Told
from wirewatch_enricher.incidents.news.salience import Weight
from wirewatch_enricher.incidents.news.undated_deeds import Deed, deed_signs, deeds_in
from wirewatch_enricher.incidents.news.undated_signs import report_signs, text_signs
from wirewatch_enricher.incidents.status.verdict import verdict
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading
from wirewatch_enricher.incidents.types.triggers import Report

WEIGHTS = "undated.toml"
_ENOUGH = "a text without a date tells enough of it"
_NEWS = Salience.FOREGROUND


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Types that are judged together. `untyped`: how the triggers start whose reports without a type count as well.

    `deeds` are the kinds of deeds whose words tell of the group, `signs` the weights of signs by name.
    """

    kinds: tuple[IncidentType, ...]
    untyped: tuple[str, ...] = ()
    deeds: tuple[str, ...]
    bias: float
    signs: Mapping[str, float]

    def takes(self, one: Told) -> bool:
        """Whether a report belongs to the group."""
        kind = one.report.type
        return kind in self.kinds if kind else one.report.trigger.tag.startswith(self.untyped)

    def worth(self, signs: Iterable[str]) -> float:
        """Return what a text is worth by its signs, the same in whatever order they come."""
        return fsum((self.bias, *(self.signs.get(sign, 0.0) for sign in signs)))


@cache
def load_groups() -> Mapping[str, Group]:
    """Read the groups and their weights; an unknown type or key stops the start."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text("utf-8")
    return convert(tomllib.loads(text), type=dict[str, Group])


def weighs(kind: IncidentType) -> bool:
    """Whether a type has weights of its own."""
    return any(kind in group.kinds for group in load_groups().values())


def weigh_undated(told: Sequence[Told], reading: Reading) -> tuple[Told, ...]:
    """Weigh the reports of a text without a date again, each group of types as a whole.

    Where words alone tell of a group that is news, a report of it is added.
    """
    groups, deeds = load_groups(), deeds_in(reading)
    signs = signs_of(told, deeds, reading)
    news = {name: group for name, group in groups.items() if name in signs and group.worth(signs[name]) > 0}
    own = {name: [one for one in told if group.takes(one)] for name, group in news.items()}
    first = {name: _first(found) for name, found in own.items() if found}
    again = [_again(one, groups, news, first) for one in told]
    words = [_from_words(groups[name], deeds, reading) for name, found in own.items() if not found]
    return tuple(sorted((*again, *words), key=_place))


def signs_of(told: Sequence[Told], deeds: Sequence[Deed], reading: Reading) -> dict[str, frozenset[str]]:
    """Return the signs of a text for each group that a report or a deed of it belongs to."""
    whole, around = text_signs(reading), deed_signs(deeds, reading)
    by_report = {id(one): report_signs(one) for one in told}
    found = {
        name: [
            *(by_report[id(one)] for one in told if group.takes(one)),
            *(around[kind] for kind in group.deeds if kind in around),
        ]
        for name, group in load_groups().items()
    }
    return {name: whole.union(*own) for name, own in found.items() if own}


def _first(own: Sequence[Told]) -> Told | None:
    """Return the report that is to be the news where none is yet: the first with a type, else the first."""
    if any(one.foreground and one.report.type for one in own):
        return None
    return next((one for one in own if one.report.type), own[0])


def _again(one: Told, groups: Mapping[str, Group], news: Mapping[str, Group], first: Mapping[str, Told | None]) -> Told:
    name = next((name for name, told in first.items() if told is one), None)
    if name:
        report = replace(one.report, type=one.report.type or groups[name].kinds[0])
        return replace(one, report=report, weight=replace(one.weight, salience=_NEWS, reason=_ENOUGH))
    home = {name for name, group in groups.items() if group.takes(one)}
    if one.foreground and home and home.isdisjoint(news):
        weight = Weight(salience=Salience.BACKGROUND, reason="told in passing, in a text without a date")
        return replace(one, weight=weight)
    return one


def _from_words(group: Group, deeds: Sequence[Deed], reading: Reading) -> Told:
    """Return a report made from the first deed of a group that has no other report."""
    deed = next(deed for deed in deeds if deed.kind in group.deeds)
    report = Report(
        sentence=deed.sentence,
        clause=deed.sentence.clause_at(deed.at),
        trigger=Cue(f"deed.{deed.kind}", reading.words[deed.at], None, deed.at, deed.at + 1),
        type=group.kinds[0],
        weapons=deed.sentence.of("weapon."),
        rule="words of a text without a date",
    )
    return Told(
        report=report, verdict=verdict(reading, report), weight=Weight(salience=_NEWS, reason=_ENOUGH), spots=()
    )


def _place(one: Told) -> int:
    return one.report.trigger.start
