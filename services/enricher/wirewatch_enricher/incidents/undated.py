"""Whether a text without a date of its own tells of an event as news. In: weighed reports. Out: these, weighed again.

Such a text has no day to hold its events against, so what it tells of them decides: how early and how often, with whom
harmed, by whom, in what kind of text. Each group of types has weights for these signs in `undated.toml` (a logistic
regression fitted on a public training set of undated news texts); a sum above zero is news.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from msgspec import Struct, convert
from msgspec.structs import replace

from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.incidents.linking import Told
from wirewatch_enricher.incidents.reading import Reading
from wirewatch_enricher.incidents.salience import LEAD_SENTENCES, OLD, Weight

_OPENING = 2
_LONG = 30
_WORDS = ("act.", "harm.", "weapon.", "actor.", "target.", "victim", "followup", "trial", "background")
_WHY = (
    "its own words date it in the news window",
    "a text without a date",
    OLD,
    "generic: an accident",
    "generic: no particular",
    "hypothetical",
    "a threat",
    "told as background",
    "told at a trial",
    "it lies ahead",
    "it goes on",
)


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Types that are judged together. `untyped`: how the triggers start whose reports without a type count as well."""

    kinds: tuple[IncidentType, ...]
    untyped: tuple[str, ...] = ()
    bias: float
    weights: Mapping[str, float]

    def takes(self, one: Told) -> bool:
        """Whether a report belongs to the group."""
        kind = one.report.type
        return kind in self.kinds if kind else one.report.trigger.tag.startswith(self.untyped)


@cache
def load_groups() -> Mapping[str, Group]:
    """Read the groups and their weights; an unknown type or key stops the start."""
    text = resources.files("wirewatch_enricher.incidents").joinpath("undated.toml").read_text("utf-8")
    return convert(tomllib.loads(text), type=dict[str, Group])


def weighs(kind: IncidentType) -> bool:
    """Whether a type has weights of its own."""
    return any(kind in group.kinds for group in load_groups().values())


def weigh_undated(told: Sequence[Told], reading: Reading) -> tuple[Told, ...]:
    """Weigh the reports of a text without a date again, each group of types as a whole."""
    groups = load_groups()
    whole = dict(_text_signs(reading))
    news = {name for name, group in groups.items() if _score(group, signs(group, told, reading, whole)) > 0}
    first = {name: _first(groups[name], told) for name in news}
    return tuple(_again(one, groups, news, first) for one in told)


def signs(group: Group, told: Sequence[Told], reading: Reading, whole: Mapping[str, float]) -> dict[str, float]:
    """Return the signs of a group in a text by name, each from 0 to about 1; none where no report belongs to it."""
    own = [one for one in told if group.takes(one)]
    if not own:
        return {}
    found = dict(whole)
    for one in own:
        found.update(dict.fromkeys(_report_signs(one), 1.0))
    fresh = [one for one in own if one.foreground]
    found.update({"reports": math.log1p(len(own)), "news": math.log1p(len(fresh))})
    found["share"] = len({one.report.sentence.number for one in own}) / len(reading.sentences)
    for name, some in (("reported", own), ("news", fresh)):
        if some:
            found[f"{name} {_where(some)}"] = 1.0
    return found


def _score(group: Group, found: Mapping[str, float]) -> float:
    return group.bias + sum(group.weights.get(name, 0.0) * value for name, value in found.items()) if found else -1.0


def _where(some: Sequence[Told]) -> str:
    number = min(one.report.sentence.number for one in some)
    return "late" if number >= LEAD_SENTENCES else "early" if number else "first"


def _report_signs(one: Told) -> Iterator[str]:
    side = "news" if one.foreground else "aside"
    yield f"{side} rule {one.report.rule}"
    yield f"realis {one.verdict.realis.value}"
    yield "why " + next((why for why in _WHY if one.weight.reason.startswith(why)), "other")
    yield from (f"{side} {tag}" for tag in {cue.tag for cue in one.report.clause.cues})
    if one.weight.dated:
        yield f"{side} dated"
    if one.spots:
        yield f"{side} placed"


def _text_signs(reading: Reading) -> Iterator[tuple[str, float]]:
    counted = Counter(tag for sentence in reading.sentences for tag in {cue.tag for cue in sentence.cues})
    yield "length", min(1.0, len(reading.sentences) / _LONG)
    yield from ((f"text {tag}", count / len(reading.sentences)) for tag, count in counted.items())
    opening = {cue.tag for sentence in reading.sentences[:_OPENING] for cue in sentence.cues}
    yield from ((f"opening {tag}", 1.0) for tag in opening)
    words = {(cue.tag, cue.base) for sentence in reading.sentences for cue in sentence.of(*_WORDS)}
    yield from ((f"word {tag} {base}", 1.0) for tag, base in words)


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
