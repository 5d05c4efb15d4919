"""What a text is about beside incidents: fiction, sport, a trial, an obituary. In: a `Reading`. Out: `Frames`.

A frame holds where title and lead have enough different words of it, or the whole text many. Where the lead reports
people harmed these days, and an office says so, a match or a film is only where it happened.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.types.triggers import Report

_FRAMES = {
    "trial": 2,
    "what_if": 1,
    "fiction": 3,
    "drill": 2,
    "sport": 3,
    "business": 4,
    "fact_check": 3,
    "retract": 1,
    "obituary": 2,
    "advice": 2,
    "policy": 3,
    "custom": 3,
}
_FAR = {"fiction": 0, "trial": 9}
ADVICE = "generic: advice to travellers"
_FRAME_WORDS = {
    "trial": "told at a trial",
    "what_if": "hypothetical: the text supposes",
    "drill": "a drill",
    "fiction": "fiction",
    "sport": "figurative: sport",
    "business": "figurative: business",
    "obituary": "told in an obituary",
    "advice": ADVICE,
    "policy": "generic: a law or a purchase",
    "custom": "generic: a custom or a feast",
    "anniversary": "told on an anniversary",
}


class Frames(Struct, frozen=True, kw_only=True):
    """What the text as a whole is about beside incidents: the frames that title and lead set."""

    names: frozenset[str]


_LEISURE = frozenset({"fiction", "sport", "custom"})
_REPORTED = ("harm.kill", "harm.injure", "act.stab")


def frames(reading: Reading, *, dated: Callable[[Sentence], bool]) -> Frames:
    """Return the frames of a text: enough different words of one in the title, the lead, or the whole text.

    `dated` tells whether a sentence names a day in the news window.
    """
    names = set()
    titles = [s for s in reading.sentences if s.in_title]
    head = titles + [s for s in reading.sentences if not s.in_title][:4]
    for name, least in _FRAMES.items():
        many = _different(head, name)
        if many and (
            many >= least
            or (many == least - 1 and _different(titles, name))
            or _different(reading.sentences, name) >= least + _FAR.get(name, 3)
        ):
            names.add(name)
    if any(_recalls(s) or s.of("archive") for s in titles) or _memorial(head):
        names.add("anniversary")
    if (
        not names.isdisjoint(_LEISURE)
        and "drill" not in names
        and any(_reported(s) and dated(s) for s in head if not s.in_title)
    ):
        names -= _LEISURE
    return Frames(names=frozenset(names))


def _reported(sentence: Sentence) -> bool:
    """Whether an office says who was harmed."""
    return bool(sentence.of("official", "actor.state", "followup") and sentence.of("say") and sentence.of(*_REPORTED))


def _different(sentences: Iterable[Sentence], name: str) -> int:
    return len({cue.base for sentence in sentences for cue in sentence.of(name)})


def _recalls(title: Sentence) -> bool:
    """Whether a title remembers: "anniversary of the bombing"; no attack on those who remember, and no new toll."""
    if title.of("toll") and title.of("victim"):
        return False
    acts = [cue for cue in title.of("act.", "harm.kill") if not cue.tag.startswith(_MEMORIAL_ACTS)]
    return any(
        cue.start - title.start <= _OPENS
        and any(0 <= act.start - cue.end <= _CLOSE for act in acts)
        and not any(act.start < cue.start or act.start - cue.end > 2 * _CLOSE for act in acts)
        for cue in title.of("commemorate")
    )


def _memorial(head: list[Sentence]) -> bool:
    """Whether title and lead tell how the dead are remembered, and the title of no act before it."""
    titles = [sentence for sentence in head if sentence.in_title]
    titled = any(sentence.of("commemorate") for sentence in titles)
    acts = any(sentence.of("act.", "harm.injure") for sentence in titles)
    words = {cue.base for sentence in head for cue in sentence.of("commemorate")}
    return len(words) >= _MEMORIAL_WORDS - titled and not acts


_MEMORIAL_WORDS = 3
_STAGED = frozenset({"fiction", "drill"})
_MEMORIAL_ACTS = ("act.vandal", "act.arson", "act.storm", "act.protest", "act.riot")
_OPENS, _CLOSE = 3, 5


def framed(report: Report, frames: Frames, *, dated: bool) -> str:
    """Return why a text's frames make a report no news, "" where they do not; dated harm stands against most."""
    names = frames.names
    own = ("harm.kill", "harm.injure", "official")
    hard = dated and bool(report.sentence.of(*own)) and not report.sentence.of(*names & _STAGED)
    if "anniversary" in names and report.type not in _AT_MEMORIALS:
        return _FRAME_WORDS["anniversary"]
    if "obituary" in names:
        return _FRAME_WORDS["obituary"]
    if "retract" in names:
        return "" if dated and not report.sentence.of("retract") else "withdrawn"
    if "fact_check" in names:
        return "fiction: a fact check"
    for name, words in _FRAME_WORDS.items():
        if name in names and not hard:
            return words
    return ""


_AT_MEMORIALS = frozenset({IncidentType.ARSON_VANDALISM, IncidentType.PROTEST, IncidentType.RIOT, IncidentType.THREAT})
