"""Whether an event is the news, and its type. In: an `Event` and the `Account` that it is of. Out: `Decision`, or None.

In a text with a date the signs of the event are weighed (`judging.py`); one without is judged by `undated.py`.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.incidents import IncidentType, Realis, Salience
from wirewatch_enricher.incidents.events.linking import Event, Told, default_type, event_type
from wirewatch_enricher.incidents.news.account import Account
from wirewatch_enricher.incidents.news.credible import credible, told_enough
from wirewatch_enricher.incidents.news.event_signs import event_signs
from wirewatch_enricher.incidents.news.judging import Judgement, judge
from wirewatch_enricher.incidents.news.undated import weighs

BAR = 0.6
"""How likely an event must be news to be told as news; in a cross-validation fewer than 5 of 1,000 everyday items tell
an incident then."""
TOLL_BAR = 0.5
"""The same where the rules take it for news, and it has a day of its own and people killed, which hardly ever errs."""
DENIED_BAR = 0.3
"""The same for an event that title or lead deny: news for those who were told of it, which the weights seldom saw."""


class Decision(Struct, frozen=True, kw_only=True):
    """The type of an event, its salience, and how likely it is news where that was weighed (0 to 1).

    `recurs`: it is generic as it stands for many ("have often been targeted").
    """

    kind: IncidentType
    salience: Salience
    judged: Judgement | None = None
    recurs: bool = False

    @property
    def news(self) -> bool:
        """Whether the event is the news."""
        return self.salience is Salience.FOREGROUND

    def reasons(self) -> Iterator[str]:
        """Yield how the signs were weighed, in words."""
        if self.recurs:
            yield "generic: it comes again and again"
        if self.judged is not None:
            yield f"weighed: {self.judged.probability:.0%} news"
            for words, signs in (("for", self.judged.spoke_for), ("against", self.judged.spoke_against)):
                if signs:
                    yield f"{words} it: {', '.join(signs)}"


def signs_of(event: Event, given: Account, around: frozenset[str]) -> frozenset[str]:
    """Return the signs by which an event of a dated text is weighed; `around` are those of the text."""
    kind = event_type(event) or default_type(event)
    return around | event_signs(event, kind, given, enough=kind is not None and credible(event, kind))


def decide(event: Event, given: Account, around: frozenset[str]) -> Decision | None:
    """Decide what an event is; None where it has no type, or is told with too little to be anything.

    `around` are the signs of the text (`account_signs`); one without a date needs none.
    """
    kind = event_type(event) or default_type(event)
    own = Salience.FOREGROUND if event.foreground else event.told[0].weight.salience
    if not given.dated:
        enough = kind is not None and (weighs(kind) or (credible(event, kind) and told_enough(event, kind)))
        return None if kind is None or (event.foreground and not enough) else Decision(kind=kind, salience=own)
    signs = signs_of(event, given, around)
    judged = judge(signs)
    if judged is not None and judged.probability >= _bar(event, given, enough="enough" in signs):
        return Decision(kind=judged.kind, salience=Salience.FOREGROUND, judged=judged)
    if kind is None:
        return None
    recurs = _recurs(event)
    quiet = Salience.GENERIC if recurs else Salience.BACKGROUND if event.foreground else own
    return Decision(kind=kind, salience=quiet, judged=judged, recurs=recurs)


def _bar(event: Event, given: Account, *, enough: bool) -> float:
    """Return how likely an event must be news to be told as news."""
    if _denied(event):
        return DENIED_BAR
    numbers = {near for number in event.numbers() for near in (number - 1, number) if near >= 0}
    recalled = any(ref.old(given.today) for number in numbers for ref in given.refs[number])
    return TOLL_BAR if enough and not recalled and any(_counts_dead(one) for one in event.told) else BAR


def _counts_dead(one: Told) -> bool:
    """Whether a report that is news tells who was killed, on a day of its own."""
    sentence, time = one.report.sentence, one.weight.time
    dated = one.weight.dated and time is not None and time.exact
    killed = sentence.of("harm.kill") and sentence.of("number", "victim") and not sentence.of(*_NO_TOLL)
    return one.foreground and dated and bool(killed)


_NO_TOLL = ("trial", "policy", "business", "commemorate", "background", "act.intercept")


def _recurs(event: Event) -> bool:
    """Whether all that is told of an event is that it comes again and again, without a day."""
    return all(one.report.clause.of("recurring") and one.weight.time is None for one in event.told)


def as_decided(event: Event, decision: Decision) -> Event:
    """Return an event with its reports as it was decided: all of them news where none was, none where some were."""
    if event.foreground == decision.news:
        return event
    return replace(event, told=tuple(_weighed(one, decision) for one in event.told))


def _weighed(one: Told, decision: Decision) -> Told:
    words = "weighed as news, though" if decision.news else "weighed as no news, though"
    weight = replace(one.weight, salience=decision.salience, reason=f"{words} {one.weight.reason}")
    return replace(one, weight=weight)


def _denied(event: Event) -> bool:
    first = event.told[0]
    return first.foreground and first.verdict.realis is Realis.DENIED
