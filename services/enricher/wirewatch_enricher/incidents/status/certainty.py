"""How sure a text is. In: the sentences of an event. Out: whether it is only one side's word.

A word of doubt counts where an event is told; a strong one ("could not be verified") anywhere in its sentences. What an
official side confirms is sure, and what it tells itself stands against a weak one. A bare title that claims is in
doubt, and so is an attack that only somebody's post tells of.
"""

from collections.abc import Sequence

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Sentence

_T = IncidentType
_SEEN_BY_ONE = frozenset({_T.DRONE_ATTACK, _T.MISSILE_ATTACK, _T.AIR_STRIKE, _T.ARMED_ATTACK})
_POST_WORDS = 80


def only_alleged(sentences: Sequence[Sentence], *, told: frozenset[int]) -> bool:
    """Return whether an event is in doubt; `told` are the numbers of the sentences that report it as news."""
    sure = any(_officially_told(one) and (one.number in told or _of_the_drone(one)) for one in sentences)
    owned = any(one.of("claim.yes") for one in sentences)
    vouched = any(one.number in told and _office_speaks(one) for one in sentences)
    open_to_doubt = [
        one
        for one in sentences
        if not (_only_blame(one) or _only_harm(one) or (vouched and _only_a_part(one, owned=owned)))
        and not (_unproven_claim(one) and any(_vouches_before(other, one, told) for other in sentences))
    ]
    doubt = any(
        _doubted(one, told=one.number in told and not sure) and not _of_another(one, told=told) for one in open_to_doubt
    )
    return (doubt and not any(_confirmed(sentence) for sentence in sentences)) or _bare_claim(sentences)


def only_posted(sentences: Sequence[Sentence], kind: IncidentType) -> bool:
    """Return whether nobody but the writer of a short post tells of an attack: he says "I", and no office speaks."""
    if kind not in _SEEN_BY_ONE or any(one.in_title for one in sentences):
        return False
    words = sentences[0].tokens.words
    if len(words) > _POST_WORDS or not _STATEMENTS.isdisjoint(words):
        return False
    asks = "?" in words and not _ANYONE.isdisjoint(words)
    if _I.isdisjoint(words) and not asks and not any(map(_hearsay, sentences)):
        return False
    return not any(_officially_told(one, but=_ATTACKED) or _confirmed(one) for one in sentences)


def _hearsay(sentence: Sentence) -> bool:
    """Whether people on the spot are those who say it: "people in the quarter say a drone dropped something"."""
    words = sentence.tokens.words
    people_words = sentence.lists["certainty.people"]
    people = [at for at in range(sentence.start, sentence.end) if words[at] in people_words]
    acts = sentence.of("weapon.", "act.")
    says = (cue for cue in sentence.of("say") if cue.base in sentence.lists["certainty.tells"])
    said = (cue for cue in says if any(0 < cue.start - at <= _SAY_WORDS for at in people))
    return any(cue.end <= act.start for cue in said for act in acts)


_SAY_WORDS = 6
_ANYONE = frozenset({"anyone", "anybody"})
_I = frozenset({"i", "i'm", "i'd", "i've", "me", "my", "we", "we're", "our", "us", "friend", "colleague"}) | {
    *("neighbour", "neighbor", "cousin", "mate", "pls", "plz", "smth", "hearing", "rt"),
}
_STATEMENTS = frozenset({"statement", "officially", "condolences", "saddened", "majesty", "consular"})


def _officially_told(sentence: Sentence, *, but: frozenset[str] = frozenset()) -> bool:
    """Whether an office tells it: "the army said", "Health directorate: two dead", "we know from the hospital".

    `but` are offices that do not count.
    """
    words = sentence.tokens.words
    office = [cue for cue in sentence.of("official") if cue.base not in but]
    says = any(cue.base not in sentence.lists["certainty.boasts_or_fires"] for cue in sentence.of("say"))
    asked = any(words[max(0, cue.start - _TITLE) : cue.start] == ("from", "the") for cue in office)
    return bool(office and says) or asked or any(":" in words[cue.end : cue.end + _TITLE] for cue in office)


_TITLE = 2


def _only_a_part(sentence: Sentence, *, owned: bool) -> bool:
    """Whether a sentence doubts but a figure, or what those boast of who say that they did it (`owned`)."""
    figures = sentence.lists["certainty.figures"]
    parts = figures | sentence.lists["certainty.boasts"] if owned else figures
    words = sentence.tokens.words
    near = (words[max(sentence.start, one.start - _BEFORE) : one.end + _AFTER] for one in sentence.of("unverified"))
    return all(not parts.isdisjoint(around) for around in near)


def _only_harm(sentence: Sentence) -> bool:
    """Whether a sentence doubts but the harm of a known attack: "Friday's raid, in which ten reportedly died"."""
    words = sentence.tokens.words
    doubts = sentence.of("unverified")
    known_words = sentence.lists["certainty.known"]
    known = [
        act.end for act in sentence.of("act.") if not known_words.isdisjoint(words[max(0, act.start - 2) : act.start])
    ]
    return bool(doubts and known) and all(
        doubt.base in sentence.lists["certainty.weak"]
        and min(known) <= doubt.start
        and any(harm.start == doubt.end for harm in sentence.of("harm.kill", "harm.injure"))
        for doubt in doubts
    )


def _unproven_claim(sentence: Sentence) -> bool:
    """Whether a sentence says but of who speaks in it or before it that he showed no proof: "It gave no evidence"."""
    claims = _is_of_who_spoke_last(sentence) or sentence.of("claim.verb")
    proofs = sentence.lists["certainty.proofs"]
    return bool(claims) and any(not proofs.isdisjoint(one.base.split()) for one in sentence.of("unverified"))


def _is_of_who_spoke_last(sentence: Sentence) -> bool:
    pronouns = sentence.lists["certainty.pronouns"]
    return sentence.end - sentence.start <= _SHORT and sentence.tokens.words[sentence.start] in pronouns


_SHORT = 9


def _vouches_before(sentence: Sentence, doubt: Sentence, told: frozenset[int]) -> bool:
    """Whether an office tells of the attack, other than the one whose word a sentence doubts."""
    others = sentence.number < doubt.number - _is_of_who_spoke_last(doubt)
    return sentence.number in told and others and _office_speaks(sentence)


_NEAR = 3


def _only_blame(sentence: Sentence) -> bool:
    """Whether a sentence doubts but who did it: "he linked it to the rebels but gave no evidence", "three theories"."""
    doubts = sentence.of("unverified")
    theories = sentence.lists["certainty.theories"]
    near = max(sentence.start, doubts[0].start - _NEAR) if doubts else 0
    if doubts and not theories.isdisjoint(sentence.tokens.words[near : doubts[0].start]):
        return True
    if not doubts or any(sentence.lists["certainty.proofs"].isdisjoint(one.base.split()) for one in doubts):
        return False
    return not sentence.lists["certainty.blames"].isdisjoint(sentence.tokens.words[sentence.start : doubts[0].start])


_BEFORE, _AFTER = 10, 3


def _office_speaks(sentence: Sentence) -> bool:
    """Whether an office opens a sentence, or stands beside a word of saying; not an embassy that was attacked."""
    says = [one for one in sentence.of("say") if one.base not in sentence.lists["certainty.owning"]]
    return any(
        -_SPEAKS <= one.start - office.end <= _SPEAKS or office.start - sentence.start <= 1 <= one.start - office.end
        for office in sentence.of("official")
        for one in says
        if office.base not in _ATTACKED
    )


_ATTACKED = frozenset({"embassy", "mission"})
_SPEAKS = 6


def _of_the_drone(sentence: Sentence) -> bool:
    """Whether an office speaks of the drone as of a fact: "The ministry says the drone was flown from an orchard"."""
    at = [cue.start for cue in sentence.of("weapon.drone")]
    the = any(sentence.tokens.words[start - 1 : start] == ("the",) for start in at if start)
    return the and not sentence.of("deny", "negate", "unverified", "hypo")


def _of_another(sentence: Sentence, *, told: frozenset[int]) -> bool:
    """Whether an "it" that is not confirmed is what the sentence before told, and that is not of the event."""
    words = sentence.tokens.words
    cues = sentence.of("unverified")
    its = all(cue.base.endswith("confirm") and words[cue.end : cue.end + 1] == ("it",) for cue in cues)
    return (
        its and not told.isdisjoint(range(sentence.number)) and told.isdisjoint({sentence.number - 1, sentence.number})
    )


def _doubted(sentence: Sentence, *, told: bool) -> bool:
    cues = (cue for cue in sentence.of("unverified") if not _of_a_group_or_letter(sentence, cue))
    return any(told or cue.base not in sentence.lists["certainty.weak"] for cue in cues)


def _of_a_group_or_letter(sentence: Sentence, cue: Cue) -> bool:
    """Whether a group is what has not confirmed its loss, or a threat what is not known to be meant."""
    group = any(0 <= cue.start - one.end <= 1 for one in sentence.listed_as("word.group"))
    group = group and cue.base.endswith("not confirmed") and "it" not in sentence.tokens.words[cue.end : sentence.end]
    letter = cue.base.startswith("the authenticity") and any(one.start == cue.end for one in sentence.of("threat."))
    return group or letter


def _confirmed(sentence: Sentence) -> bool:
    for cue in sentence.of("confirmed"):
        over = any(doubt.start < cue.end and cue.start < doubt.end for doubt in sentence.of("unverified"))
        negated = any(0 <= cue.start - no.end <= 8 for no in sentence.of("negate"))
        asked = sentence.tokens.words[cue.start - 1] in sentence.lists["certainty.asks"] if cue.start else False
        if not over and not negated and not asked:
            return True
    return False


def _bare_claim(sentences: Sequence[Sentence]) -> bool:
    """Whether there is but a title, and it claims."""
    return all(one.in_title for one in sentences) and any(one.of("claim.yes", "claim.verb") for one in sentences)
