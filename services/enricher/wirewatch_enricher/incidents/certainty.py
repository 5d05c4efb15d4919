"""How sure a text is. In: the sentences of an event. Out: whether it is only one side's word.

A word of doubt counts where an event is told; a strong one ("could not be verified") anywhere in its sentences. What an
official side confirms is sure. A bare title that claims is in doubt.
"""

from collections.abc import Sequence

from wirewatch_enricher.incidents.reading import Sentence

_WEAK = frozenset(
    [
        "apparently",
        "reportedly",
        "allegedly",
        "purportedly",
        "purported",
        "rumour",
        "rumours",
        "rumor",
        "rumors",
        "being reported",
        "seems to have been",
        "neighbour says",
        "neighbours say",
        "neighbor says",
        "supposedly",
        "i'm told",
        "im told",
        "i am told",
        "so i'm told",
        "so they say",
        "we are told",
        "someone said",
        "somebody said",
        "no comment from",
        "no independent",
    ]
)


def only_alleged(sentences: Sequence[Sentence], *, told: frozenset[int]) -> bool:
    """Return whether an event is in doubt; `told` are the numbers of the sentences that report it as news."""
    doubt = any(_doubted(sentence, told=sentence.number in told) for sentence in sentences)
    return (doubt and not any(_confirmed(sentence) for sentence in sentences)) or _bare_claim(sentences)


def _doubted(sentence: Sentence, *, told: bool) -> bool:
    cues = sentence.of("unverified")
    return any(told or cue.base not in _WEAK for cue in cues)


def _confirmed(sentence: Sentence) -> bool:
    for cue in sentence.of("confirmed"):
        over = any(doubt.start < cue.end and cue.start < doubt.end for doubt in sentence.of("unverified"))
        negated = any(0 <= cue.start - no.end <= 8 for no in sentence.of("negate"))
        if not over and not negated:
            return True
    return False


def _bare_claim(sentences: Sequence[Sentence]) -> bool:
    """Whether there is but a title, and it claims."""
    return all(one.in_title for one in sentences) and any(one.of("claim.yes", "claim.verb") for one in sentences)
