"""Whether an event is the news, and of which type. In: its signs. Out: `Judgement`, with what spoke for and against.

A multinomial logistic regression: each sign has a weight for each type and for "none", a type is worth the sum of the
weights of the signs that are there, and the worths become probabilities. Only types that the words support are
weighed (`support.py`). `judging.csv` holds the weights; `benchmarks/judging_fit.py` fits them to labelled items, and
writes the file.
"""

import csv
import math
from collections.abc import Mapping, Set
from functools import cache
from importlib import resources

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.news.support import supported

WEIGHTS = "judging.csv"
NONE = "none"
CLASSES = (*(kind.value for kind in IncidentType), NONE)
BIAS = "bias"
_TOLD = 3
_LEAST = 0.1


class Judgement(Struct, frozen=True, kw_only=True):
    """What signs say: the likeliest type, how likely the event is news at all (0 to 1), and the signs with weights."""

    kind: IncidentType
    probability: float
    weighed: tuple[str, ...]

    @property
    def spoke_for(self) -> tuple[str, ...]:
        """The signs that spoke loudest for news of the type."""
        return tuple(sign for pull, sign in reversed(self._pulls()[-_TOLD:]) if pull > _LEAST)

    @property
    def spoke_against(self) -> tuple[str, ...]:
        """The signs that spoke loudest against it."""
        return tuple(sign for pull, sign in self._pulls()[:_TOLD] if pull < -_LEAST)

    def _pulls(self) -> list[tuple[float, str]]:
        """Return how much each sign spoke for the type, the least first."""
        table, at = load_weights(), CLASSES.index(self.kind.value)
        return sorted((table[sign][at] - table[sign][-1], sign) for sign in self.weighed)


def judge(signs: Set[str]) -> Judgement | None:
    """Weigh signs, of which those without weights say nothing; None where no type has a word for it."""
    table = load_weights()
    kinds = supported(signs)
    open_to = [at for at, kind in enumerate(CLASSES[:-1]) if kind in kinds]
    if not open_to:
        return None
    known = sorted([sign for sign in signs if sign in table])
    rows = [table[sign] for sign in (BIAS, *known)]
    worths = [sum([row[at] for row in rows]) for at in (*open_to, -1)]
    best = open_to[max(range(len(open_to)), key=worths.__getitem__)]
    none = softmax(worths)[-1]
    return Judgement(kind=IncidentType(CLASSES[best]), probability=1.0 - none, weighed=tuple(known))


def softmax(worths: list[float]) -> list[float]:
    """Return the probabilities that worths stand for."""
    top = max(worths)
    grown = [math.exp(worth - top) for worth in worths]
    total = sum(grown)
    return [one / total for one in grown]


@cache
def load_weights() -> Mapping[str, tuple[float, ...]]:
    """Read the weights: a row for each sign, a column for each of `CLASSES`; a wrong row stops the start."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text("utf-8")
    return parse_weights(text, name=WEIGHTS)


def parse_weights(text: str, *, name: str) -> Mapping[str, tuple[float, ...]]:
    """Read the text of a file of weights; `name` is for error messages."""
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    if tuple(next(rows, ())) != ("sign", *CLASSES):
        raise SettingsError(f"{name}: the columns must be sign, {', '.join(CLASSES)}")
    found = {}
    for sign, *cells in rows:
        try:
            found[sign] = tuple(float(cell or 0) for cell in cells)
        except ValueError as error:
            raise SettingsError(f"{name}: {sign}: {error}") from error
        if len(cells) != len(CLASSES):
            raise SettingsError(f"{name}: {sign}: there must be {len(CLASSES)} weights, not {len(cells)}")
    if BIAS not in found:
        raise SettingsError(f"{name}: there is no row {BIAS!r}")
    return found
