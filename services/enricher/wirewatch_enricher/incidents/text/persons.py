"""Words for persons in a sentence. In: a sentence and tokens. Out: cues, and whether a word means one person."""

from itertools import takewhile

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

KILLED, INJURED, ATTACKERS = "harm.kill", "harm.injure", "attackers"


def harm_within(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word of harm stands between two tokens."""
    return any(start <= cue.start < end for cue in sentence.of(KILLED, INJURED))


def victim_in(sentence: Sentence, start: int, within: int) -> Cue | None:
    """Return the first word for a person that begins within so many tokens: not the "general" of a hospital."""
    words = sentence.tokens.words
    near = (cue for cue in sentence.of("victim") if start <= cue.start <= start + within - 1)
    return next((cue for cue in near if words[cue.end : cue.end + 1] not in sentence.phrases["persons.wards"]), None)


def excepted(reading: Reading, at: int) -> int:
    """Return where those begin whom "except for" or a "but" behind nobody takes out at a token; 0 where none does.

    "Nobody but the driver", "no diplomats but two gardeners", "no one was hurt apart from a cook".
    """
    if reading.words[at : at + 1] == ("but",):
        before = reading.words[max(0, at - 3) : at]
        return 0 if reading.lists["persons.nobody"].isdisjoint(before) or "," in before else at + 1
    return next((at + len(one) for one in _EXCEPT if reading.words[at : at + len(one)] == one), 0)


def has_verb(reading: Reading, at: int) -> bool:
    """Whether those who begin at a token have a verb of their own: "(no one died but) a woman was hurt"."""
    clause = takewhile(str.isalnum, reading.words[at : at + _CLAUSE])
    return not reading.lists["word.aux"].isdisjoint(clause)


_CLAUSE = 6
_EXCEPT = (("except", "for"), ("except",), ("other", "than"), ("apart", "from"), ("aside", "from"), ("save", "for"))


def one_of(reading: Reading, of: int) -> int:
    """Return where "the elder of", "the more badly hurt of", "l'un des" begins that ends before a token; else -1."""
    the = reading.lists["persons.the"]
    ranked = reading.lists["persons.ranked"]
    for at in range(of - 1, max(0, of - _LONG_ONE) - 1, -1):
        one = reading.words[at + 1]
        if reading.words[at] in the and (one in ranked or one.endswith(("est", "er"))):
            return at
    return -1


_LONG_ONE = 6


def single(reading: Reading, sentence: Sentence, at: int, *, adjectives: int = 3) -> Cue | None:
    """Return the person whom "the" or "his" at a token stands for: "the village head", not "the driver's car".

    Nor the guard in "two policemen of the guard", but the driver in "the death of the driver".
    """
    harmed = any(cue.end == at - 1 for cue in sentence.of(KILLED, INJURED))
    stands_for = reading.words[at - 2 : at] in reading.phrases["common.that_of"]
    if at > sentence.start and reading.words[at - 1] == "of" and not harmed and not stands_for:
        return None
    aged = "-" in reading.words[at + 1 : at + 4] and reading.tokens.glued(at + 1)
    victim = victim_in(sentence, at + 1, (_AGED if aged else adjectives) + 1)
    if victim:
        victim = next((one for one in sentence.of("victim") if one.start == victim.end), victim)
    after = reading.words[victim.end : victim.end + 1] if victim else ()
    if victim and after in _OWNS:
        victim = victim_in(sentence, victim.end + 1, adjectives)
    after = reading.words[victim.end : victim.end + 1] if victim else ()
    people = victim and reading.texts[victim.start][:1].isupper() and reading.texts[at][:1].islower()
    owned = ("target.diplomatic", "act.attack", "act.bombard", "weapon.") if people else ("target.diplomatic",)
    houses = reading.phrases["persons.houses"]
    if victim and (after in houses or any(cue.start == victim.end for cue in sentence.of(*owned))):
        return None
    between = reading.words[at + 1 : victim.start] if victim else ()
    ends = reading.lists["persons.ends"]
    if victim and singular(reading, sentence, victim) and not any(word in ends for word in between):
        return victim
    return None


_AGED = 6
_OWNS = {("'s",), ("s'",)}


def singular(reading: Reading, sentence: Sentence, victim: Cue) -> bool:
    """Whether a word for a person means one: its base form, or a form that the lexicon lists as such."""
    if any(one.start == victim.start for one in sentence.of("victim_one")):
        return True
    if reading.lists["victim_one"]:
        return False
    if victim.base in reading.lists["persons.no_one_person"]:
        return False
    if "-" in victim.base:
        return "".join(reading.words[victim.start : victim.end]).replace("-", "") == victim.base.replace("-", "")
    last, stem = reading.words[victim.end - 1], victim.base.split(" ")[-1]
    return last == stem or (last.startswith(stem) and last[len(stem) :] in _ONE_OF_STEM.get(reading.language, ()))


_ONE_OF_STEM = {"uk": frozenset({"а", "я", "у", "ю", "ь"}), "ru": frozenset({"у", "ю"})}  # noqa: RUF001  (Cyrillic)
"""What a Ukrainian stem ends with in the nominative or accusative of one, a Russian one in the accusative."""


def names_before(reading: Reading, sentence: Sentence, end: int) -> tuple[int, int]:
    """Return where the names of persons begin that end before a token, and how many; 0 persons where none do.

    "Ali Hassan and Omar Said were killed": capitals, and nothing that the lexicon knows. Titles and headlines, which
    write all words so, name nobody.
    """
    at, count = end, 0
    while not sentence.in_title and (start := _name_start(reading, sentence, at, shared=at < end)) < at:
        count += 1
        joined = start > sentence.start and reading.words[start - 1] in reading.lists["word.and"] | {","}
        end, at = start, start - 1 if joined else start
        if not joined:
            break
    return end, count


def name_at(reading: Reading, sentence: Sentence, start: int) -> int:
    """Return where the name of one person ends that begins at a token and ends its phrase, 0 where there is none."""
    end = start
    while not sentence.in_title and end < sentence.end and _named(reading, sentence, end):
        end += 1
    ends = end == sentence.end or reading.words[end] in reading.lists["persons.after_names"]
    return end if ends and end - start > 1 else 0


def name_opening(reading: Reading, sentence: Sentence, start: int) -> int:
    """Return where the full name ends that a sentence begins with: "Ali Hassan stepped on a mine"; else 0."""
    end = start
    while not sentence.in_title and end < sentence.end and _named(reading, sentence, end):
        end += 1
        if reading.words[end : end + 1] in _POSSESSIVE:
            start = end = end + 1
    return end if end - start > 1 else 0


_POSSESSIVE = {("'s",), ("\u2019s",)}


def names_after(reading: Reading, sentence: Sentence, start: int) -> tuple[int, int]:
    """Return where the names of persons end that begin at a token, and how many; an "and" must close a list."""
    end = whole = _past_age(reading, name_at(reading, sentence, start))
    count = seen = 1 if end else 0
    while end and end < sentence.end and reading.words[end] in reading.lists["word.and"] | {","}:
        last = "and" in reading.words[end : end + 2]
        following = name_at(reading, sentence, end + 1 + (reading.words[end : end + 2] == (",", "and")))
        end = _past_age(reading, following)
        seen += 1
        if last:
            return (end, seen) if end else (whole, count)
    return whole, count


def _past_age(reading: Reading, end: int) -> int:
    """Return where the age behind a name ends: "Ali Hassan, 34"; `end` where there is none."""
    aged = reading.words[end : end + 3] if end else ()
    alone = not any(word.isalpha() and word not in reading.lists["word.and"] for word in aged[2:])
    return end + 2 if alone and aged[:1] == (",",) and any(word.isdigit() for word in aged[1:2]) else end


def _name_start(reading: Reading, sentence: Sentence, end: int, *, shared: bool) -> int:
    """Return where a name begins that ends before a token; `shared`: it may be a first name, as in "Ann and Jo Lee"."""
    start = end
    while start > sentence.start and _named(reading, sentence, start - 1):
        start -= 1
    first = start == sentence.start or (shared and reading.words[start - 1] in reading.lists["persons.before_places"])
    known = any(cue.start == start for cue in sentence.cues) or not (shared and reading.words[end] == "and")
    return end if first and end - start == 1 and known else start


def _named(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether a token may be part of a name: a capital, and no word of the lexicon's, or a small word inside names."""
    text, after = reading.texts[at], reading.texts[at + 1 : at + 2]
    if text in _MARKS_IN_NAMES:
        return reading.tokens.glued(at - 1) and reading.tokens.glued(at) and after != () and after[0][:1].isupper()
    if not text[:1].isalpha() or reading.words[at] in reading.lists["persons.no_names"]:
        return False
    if text.islower():
        after = after if after not in _HYPHENS else reading.texts[at + 2 : at + 3]
        return text in _INSIDE_NAMES and at + 1 < sentence.end and after != () and after[0][:1].isupper()
    known = any(
        cue.start <= at < cue.end for cue in sentence.of("target.", "weapon.", "actor.", "act.", "time.", "number")
    )
    return not known


_MARKS_IN_NAMES = frozenset({"-", "'", "\u2019"})
_HYPHENS = {("-",)}
_INSIDE_NAMES = frozenset({"al", "bin", "ibn", "de", "da", "del", "van", "von", "el", "abu"})
