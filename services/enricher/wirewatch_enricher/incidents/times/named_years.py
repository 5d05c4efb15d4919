"""Years that only tell which deal or law is meant. In: a year's token. Out: whether it dates nothing."""

from wirewatch_enricher.incidents.text.reading import Reading, Sentence


def names_a_thing(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether a year only tells which deal or law is meant: "the 2016 peace deal", not "the 2020 strike"."""
    determiners = reading.lists["named_years.determiners"]
    if reading.words[at - 1] not in determiners or not reading.words[min(at + 1, sentence.end - 1)].isalpha():
        return False
    behind = range(at + 1, min(at + 1 + _PHRASE, sentence.end))
    thing = next((one for one in behind if reading.words[one] in reading.lists["named_years.things"]), at)
    deeds = {cue.start for cue in sentence.of("act.", "weapon.", "harm.")}
    return thing > at and deeds.isdisjoint(range(at + 1, thing))


_PHRASE = 3
