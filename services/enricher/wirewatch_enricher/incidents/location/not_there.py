"""Places that a sentence names though nothing happened there. In: a name's tokens. Out: whether it is such a place.

They are where a journey goes, where smoke was seen, where somebody comes from, where the wounded lie, from where
a correspondent writes, and who speaks.
"""

from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_JOURNEY_WORDS = 8
_GOAL_WORDS = 5
_HEARD_WORDS = 7
_WARD_WORDS = 4
_CARE_WORDS = 9
_BYLINE_WORDS = 6
_AIMED_WORDS = 5
_OVER_WORDS = 7
_REPLY_WORDS = 7
_TOLD_WORDS = 3
_MET_WORDS = 8
_TALKS_WORDS = 4


def not_there(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place only says from where to where something went, where it was heard, or who writes."""
    return (
        _on_the_way(reading, sentence, start)
        or _travels(reading, end)
        or reading.words[end : end + 1] == ("time",)  # "at 02:15 Moscow time"
        or _only_heard(reading, sentence, start)
        or _byline(reading, sentence, start, end)
    )


def only_aside(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place only says who somebody is, where the wounded lie, what is fought for, or whence a shell came."""
    return (
        _comes_from(reading, sentence, start)
        or _cared_for(reading, sentence, start, end)
        or _fought_over(reading, sentence, start)
        or _fired_from(reading, sentence, start)
        or _met_in(reading, sentence, start)
        or _home_again(reading, sentence, start)
        or _works_there(reading, sentence, start)
    )


def _works_there(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether a place is that of a house to which people were going: "on their way to a brickworks in Mashhad"."""
    before = reading.words[max(sentence.start, start - _JOURNEY_WORDS) : start]
    to = next((at for at in range(len(before) - 1, 0, -1) if before[at] == "to"), 0)
    near = to >= len(before) - _GOAL_WORDS and before[-1:] == ("in",) and not sentence.of("weapon.")
    return bool(to) and near and not reading.lists["where.journeys"].isdisjoint(before[max(0, to - 4) : to])


def _fired_from(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether what hit came from a place: "shells from Myanmar", "a drone launched from Yemen", "took off from"."""
    at = start - 1 - (reading.words[start - 1 : start] == ("the",))
    if at <= sentence.start or reading.words[at] != "from":
        return False
    last = at - 1 - (reading.words[at - 1] in {"off", "out"})
    launched = reading.lists["where.launched"]
    return reading.words[last] in launched or any(cue.end == at for cue in sentence.of("weapon."))


def _met_in(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether people only met in a place, and that is spoken of: "anger over talks in Rome", "had met him in Rome"."""
    words = reading.words
    before = words[max(sentence.start, start - _MET_WORDS) : start]
    if not {"in", "at"}.intersection(before[-2:]):
        return False
    met_words = reading.lists["where.met"]
    met = [at for at in range(start - len(before), start) if words[at] in met_words]
    if met and {"in", "at"}.isdisjoint(words[met[-1] : start - 2]):
        return True
    talks_words = reading.lists["where.talks"]
    talks = [at for at in range(start - min(_TALKS_WORDS, len(before)), start) if words[at] in talks_words]
    if not talks:
        return False
    led = words[max(sentence.start, talks[-1] - _TALKS_WORDS) : talks[-1]]
    return not reading.lists["where.about"].isdisjoint(led)


def _home_again(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether a place is where somebody who had been taken is again: "was home in Sweida after two nights"."""
    words = reading.words
    held = sentence.of("act.abduct") or not reading.lists["where.held"].isdisjoint(words[sentence.start : sentence.end])
    home = reading.lists["where.home"]
    whose = reading.lists["where.whose"]
    return bool(held) and any(
        words[at] in home and words[at - 1] not in whose
        for at in range(max(sentence.start + 1, start - _MET_WORDS), start)
    )


def _cared_for(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place only says where the wounded lie or died: "is being treated in Tikrit", "the hospital of Cali"."""
    words = reading.words
    before = words[max(sentence.start, start - _CARE_WORDS) : start]
    wards_words = reading.lists["where.wards"]
    wards = [at for at, word in enumerate(before) if word in wards_words]
    if wards and len(before) - wards[-1] <= _WARD_WORDS:
        return _nursed(reading, sentence) and not _aimed_at(sentence, start - len(before) + wards[-1])
    carried_words = reading.lists["where.carried"]
    died = reading.lists["where.died"]
    if end < sentence.end and words[end] in wards_words:
        nursed = not (carried_words | died | reading.lists["where.nursed"]).isdisjoint(before)
        return nursed or not sentence.of("act.")
    carried = [at for at, word in enumerate(before) if word in carried_words or word in died]
    if not carried:
        return False
    between = set(before[carried[-1] + 1 :])
    if before[carried[-1]] in died:
        return between <= reading.lists["where.afterwards"] and not between.isdisjoint(reading.lists["where.later"])
    hurt = bool(sentence.of("harm.injure", "harm.kill"))
    return hurt and not between.isdisjoint({"in", "at", "to"}) and between <= reading.lists["where.ways_to_care"]


def _nursed(reading: Reading, sentence: Sentence) -> bool:
    told = reading.words[sentence.start : sentence.end]
    carried = reading.lists["where.carried"]
    return not (carried | reading.lists["where.died"] | reading.lists["where.nursed"]).isdisjoint(told)


def _aimed_at(sentence: Sentence, ward: int) -> bool:
    """Whether a hospital is what was hit: "shells hit a hospital in Kherson"."""
    return any(0 <= ward - act.end <= _AIMED_WORDS for act in sentence.of("act."))


def _comes_from(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether a place only says who somebody is: "a native of Goma", "identified as a 37-year-old from Burbank"."""
    before = reading.words[max(sentence.start, start - 3) : start]
    if before[-1:] == ("of",):
        return before[-2:-1] in {("native",), ("natives",)}
    if before[-1:] == ("in",):
        return before[-2:-1] == ("born",)
    return before[-1:] == ("from",) and before[-2:-1] in {("old",), ("olds",), ("originally",), ("hails",), ("hailed",)}


def _byline(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place only says from where a correspondent writes: "By our correspondent, Jos"."""
    if reading.words[sentence.start] != "by" or sentence.in_title or start - sentence.start > _BYLINE_WORDS:
        return False
    writes = not reading.lists["where.writers"].isdisjoint(reading.words[sentence.start : start])
    return writes and (end >= sentence.end or reading.texts[end][:1].isupper() or not reading.texts[end][:1].isalnum())


def _on_the_way(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether a place is only where a journey goes or begins: "a flight to Tel Aviv", "on its way from Delhi"."""
    before = reading.words[max(sentence.start, start - _JOURNEY_WORDS) : start]
    to = [at for at, word in enumerate(before) if word in {"to", "for", "toward", "towards"}]
    journeys = reading.lists["where.journeys"]
    if to and to[-1] >= len(before) - 2 and journeys & set(before[max(0, to[-1] - 4) : to[-1]]):
        return True
    return before[-1:] == ("from",) and not journeys.isdisjoint(before[-5:-1])


def _fought_over(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether a place is only what others fight for: "shells fired during fighting over the town of Myawaddy"."""
    before = reading.words[max(sentence.start, start - _OVER_WORDS) : start]
    over = [at for at, word in enumerate(before) if word in {"over", "for"}]
    return bool(over) and not reading.lists["where.battles"].isdisjoint(before[max(0, over[-1] - 1) : over[-1]])


def _travels(reading: Reading, end: int) -> bool:
    """Whether a name says where a vehicle goes: "a Quetta-bound train", "the Delhi-London jet", "a Tel Aviv flight"."""
    after = reading.words[end : end + 4]
    vehicles = reading.lists["where.vehicles"]
    if after[:2] == ("-", "bound") or (after and after[0] in vehicles):
        return True
    named = any(one[:1].isupper() for one in reading.texts[end + 1 : end + 2])
    return after[:1] == ("-",) and named and not vehicles.isdisjoint(after[2:])


def _only_heard(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether only the noise or smoke came there: "was heard in Gargaresh and Siyahiya"."""
    before = reading.words[max(sentence.start, start - _HEARD_WORDS) : start]
    sensed = reading.lists["where.sensed"]
    senses = [at for at, word in enumerate(before) if word in sensed]
    return bool(senses) and set(before[senses[-1] + 1 :]) <= reading.lists["where.lists"]


def says_there(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a place is that of those who tell it: "officials in Kabul said", "the Pentagon said in Washington"."""
    if word_before(reading, start) != "in":
        return False
    says = sentence.of("say")
    if word_before(reading, start - 1) in reading.lists["where.tellers"] and any(cue.start == end for cue in says):
        return True
    plain = [cue for cue in says if cue.base in reading.lists["not_there.says"]]
    return any(0 <= start - 1 - cue.end <= (_TOLD_WORDS if cue.base == "tell" else 0) for cue in plain)


def speaks(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a name is that of a speaker: "Iran's army said", "Tehran denies"."""
    after = reading.words[end : end + 3]
    if after[:1] in {("'s",), ("s'",)}:
        offices = reading.lists["where.offices"]
        return bool(after[1:2]) and (
            after[1] in offices or bool(set(after[1:]) & {"ministry", "embassy", "consulate", "army"})
        )
    says = {cue.start for cue in sentence.of("say", "blame", "deny_part", "deny")}
    return end in says and not located(reading, sentence, start)


def speaks_for_state(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a capital stands for its state: "Moscow has made no comment", "Ankara, which condemned the raid"."""
    end += 2 * (reading.words[end : end + 2] == (",", "which"))
    after = reading.words[end : min(sentence.end, end + _REPLY_WORDS)]
    if located(reading, sentence, start) or not after:
        return False
    speaks_words = reading.lists["where.speaks"]
    does = reading.lists["where.does"]
    replies = reading.lists["where.replies"]
    return after[0] in speaks_words or (after[0] in does and not replies.isdisjoint(after))


def blamed(sentence: Sentence, start: int) -> bool:
    """Whether a state is only said to have done it: "hacking blamed on Russia"."""
    return any(0 <= start - cue.end <= 1 for cue in sentence.of("blame"))


def located(reading: Reading, sentence: Sentence, start: int) -> bool:
    """Whether a word of place stands before a name: "near", "in", "the town of"."""
    if word_before(reading, start) == "of" and word_before(reading, start - 1) in reading.lists["where.settlements"]:
        return True
    return any(start - 3 <= cue.end <= start for cue in sentence.of("near"))
