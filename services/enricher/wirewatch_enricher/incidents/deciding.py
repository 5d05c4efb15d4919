"""Whether an event is the news, and its type. In: an `Event` and what surrounds it. Out: `Decision`, or None.

In a text with a date the signs of the event are weighed (`judging.py`); one without is judged by `undated.py`.
"""

from collections.abc import Iterator

from msgspec import Struct

from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.incidents.credible import credible, told_enough
from wirewatch_enricher.incidents.event_signs import event_signs
from wirewatch_enricher.incidents.judging import Judgement, judge
from wirewatch_enricher.incidents.linking import Event, default_type, event_type
from wirewatch_enricher.incidents.proofs import Background
from wirewatch_enricher.incidents.undated import weighs

BAR = 0.55
"""How likely an event must be news to be told as news."""


class Decision(Struct, frozen=True, kw_only=True):
    """The type of an event, its salience, and how likely it is news where that was weighed (0 to 1)."""

    kind: IncidentType
    salience: Salience
    judged: Judgement | None = None

    @property
    def news(self) -> bool:
        """Whether the event is the news."""
        return self.salience is Salience.FOREGROUND

    def reasons(self) -> Iterator[str]:
        """Yield how the signs were weighed, in words."""
        if self.judged is not None:
            yield f"weighed: {self.judged.probability:.0%} news"
            yield f"for it: {', '.join(self.judged.spoke_for)}"
            yield f"against it: {', '.join(self.judged.spoke_against)}"


def signs_of(event: Event, scene: Background) -> frozenset[str]:
    """Return the signs by which an event of a dated text is weighed."""
    kind = event_type(event) or default_type(event)
    return event_signs(event, kind, scene, enough=kind is not None and credible(event, kind))


def decide(event: Event, scene: Background) -> Decision | None:
    """Decide what an event is; None where it has no type, or is told with too little to be anything."""
    kind = event_type(event) or default_type(event)
    own = event.told[0].weight.salience
    if scene.document.published is None:
        enough = kind is not None and (weighs(kind) or (credible(event, kind) and told_enough(event, kind)))
        if kind is None or (event.foreground and not enough):
            return None
        return Decision(kind=kind, salience=Salience.FOREGROUND if event.foreground else own)
    judged = judge(signs_of(event, scene))
    if judged.probability >= BAR:
        return Decision(kind=judged.kind, salience=Salience.FOREGROUND, judged=judged)
    if kind is None:
        return None
    return Decision(kind=kind, salience=Salience.BACKGROUND if own is Salience.FOREGROUND else own, judged=judged)
