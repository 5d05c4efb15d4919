"""A figure of harm, and how a word of harm stands in its sentence."""

from msgspec import Struct

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

TOLL, ORDINAL, PLAIN, IMPLIED, WEAK, REST, SPARED = 4, 3, 2, 1, 0, -1, -2
PERSONAL = frozenset({"kill", "injure", "wound", "murder", "assassinate", "maim"})
DEATHS = frozenset(
    {"shoot dead", "shot dead", "gun down", "behead", "execute", "lynch", "stabbed to death", "shot to death", "die"}
)
BLOWN = frozenset({
    *("were blown up", "was blown up", "blown to pieces", "blown to bits", "torn to pieces", "riddled with bullets"),
})  # fmt: skip
OF_THINGS = frozenset({"burn", "burned", "cut", "cuts", "fallen", "hit", "strike", "the loss of", *BLOWN})
"""What is done to things as well, so that a figure beside it must count persons."""


class Harm(Struct, frozen=True, kw_only=True):
    """One figure of harm as one sentence gives it, how strong it is, and the tokens that say so."""

    kind: str
    value: int
    strength: int
    start: int
    end: int
    at_most: bool = False
    none: bool = False


def harm_of(cue: Cue, number: Figure, strength: int) -> Harm:
    """Return what a word of harm and a figure say together."""
    return Harm(
        kind=cue.tag,
        value=number.value,
        strength=IMPLIED if number.article else strength,
        start=min(cue.start, number.start),
        end=max(cue.end, number.end),
        at_most=number.at_most,
    )


def only_of_persons(cue: Cue) -> bool:
    """Whether a word of harm is one that only persons suffer: "was killed", "broke an arm", "taken to hospital"."""
    told = cue.tag == INJURED and cue.base not in OF_THINGS and not cue.base.startswith(_ALSO_OF_THINGS)
    return told or dies(cue)


def dies(cue: Cue) -> bool:
    """Whether a word is a death that only persons die: "was shot dead", "perished", "lost their lives"."""
    lives = not _LIVES.isdisjoint(cue.base.split()) or cue.base.endswith(" to death")
    return lives or cue.base in PERSONAL | DEATHS | _PERISH


def takes_lives(cue: Cue) -> bool:
    """Whether a word is what somebody or something does to those who die: "took the life of", "slit the throats of"."""
    return cue.base.startswith(_TAKES) and cue.base.endswith(" of") and dies(cue)


_TAKES = ("took", "take", "taking", "claim", "cost", "end", "cut", "snuff", "snatch", "extinguish", "slit")
_PERISH = frozenset({"perish", "succumb", "martyr", "slay", "massacre", "slaughter", "decapitate", "passed away"})
_LIVES = frozenset(
    {
        "life",
        "throat",
        "throats",
        "martyr",
        "alive",
        "lives",
        "martyred",
        "martyrs",
        "martyrdom",
        "survive",
        "breathed",
        "battle",
        "wounds",
    }
)
_ALSO_OF_THINGS = ("hit", "struck", "cut", "burn", "peppered", "scratched", "harm", "hurt", "smoke", "shell", "broken")


def who_of(sentence: Sentence, harm: Harm) -> frozenset[str]:
    """Return the words for persons that a figure of harm spans."""
    return frozenset(cue.base for cue in sentence.of("victim") if harm.start <= cue.start < harm.end)


def sentence_of(reading: Reading, harm: Harm) -> Sentence:
    """Return the sentence that gives a figure."""
    return next(one for one in reading.sentences if one.start <= harm.start < one.end)


def is_active(reading: Reading, cue: Cue) -> bool:
    """Whether a word of harm is what somebody does: "killing", "wounded three", not "were killed"."""
    first = cue.start
    while first > 1 and reading.words[first - 1] in reading.lists["word.manner"]:
        first -= 1
    before = reading.words[first - 1] if first else ""
    by = reading.words[cue.end : cue.end + 1] == ("by",) and reading.words[cue.start].endswith("ed")
    if by or reading.words[cue.start] in reading.lists["word.aux"] or cue.base in reading.lists["harm.without_object"]:
        return False
    return (
        reading.words[cue.start].endswith("ing")
        or _present(reading, cue)
        or _shot_whom(reading, cue, before)
        or takes_lives(cue)
        or (before == "to" and reading.words[cue.start] == cue.base)
        or (reading.words[cue.start].endswith(("s", "ed")) and before not in reading.lists["word.aux"])
    )


def _shot_whom(reading: Reading, cue: Cue, before: str) -> bool:
    """Whether "shot" or "hurt" has its object behind it: "a soldier shot dead four colleagues", "it hurt two"."""
    if reading.words[cue.start] not in reading.lists["harm.same_form"] or before in reading.lists["common.be"]:
        return False
    if cue.base == "hurt" and (before in reading.lists["number"] or not before.isalpha() or before.endswith("s")):
        return False
    after = reading.words[cue.end : cue.end + 1]
    counts = reading.lists["number"] | reading.lists["word.his"] | reading.lists["word.definite"]
    return after in reading.phrases["harm.one"] or bool(counts & {*after}) or any(word.isdigit() for word in after)


def _present(reading: Reading, cue: Cue) -> bool:
    """Whether a verb tells in the present what several did: "gunmen kill ten, wound three", "and kill their driver"."""
    after = reading.words[cue.end] if cue.end < len(reading.words) else ""
    done_to = after.isdigit() or after in reading.lists["number"] | reading.lists["word.his"]
    plain_verbs = reading.lists["harm.plain_verbs"]
    headline = cue.base in plain_verbs and after.isalpha() and after not in reading.lists["harm.no_object"]
    return cue.base in PERSONAL and reading.words[cue.start] == cue.base and (done_to or headline)


def kind_after(reading: Reading, sentence: Sentence, number: Figure) -> str | None:
    """Return the kind of the word of harm right behind a figure, "four dead", or of the one that is both: "شهيدين"."""
    if both := next((cue for cue in sentence.of(KILLED, INJURED) if cue.start == number.start), None):
        return both.tag
    near = next((cue for cue in sentence.of(KILLED, INJURED) if 0 <= cue.start - number.end <= 1), None)
    between = reading.words[number.end : near.start] if near else ()
    parted = between and (between[0] in reading.lists["word.and"] or not between[0].isalnum())
    parted = parted or (near is not None and reading.words[near.start].startswith(_AND))
    return near.tag if near and not parted else None


_AND = "و"
"""An Arabic "and", one word with what follows."""
