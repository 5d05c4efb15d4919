"""Verbs with their things, and events that a text keeps apart."""

from datetime import UTC, datetime

import pytest

from enricher_reading import raw_article
from wirewatch.incidents import Salience
from wirewatch_enricher.enrich import enrich

AT = datetime(2025, 5, 14, 18, tzinfo=UTC)


def _news(title: str, text: str) -> list[str]:
    """Return the types that an article tells as news."""
    article = raw_article(text, title=title, at=AT)
    return sorted(one.type.value for one in enrich(article).sightings if one.salience is Salience.FOREGROUND)


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Students ring ministry in Podgorica",
            "Some 400 students ringed the ministry in Podgorica on Tuesday.",
            "protest",
        ),
        (
            "Hospital computers in Graz locked",
            "Hackers got into the computers of a hospital in Graz on Tuesday and locked them, police said.",
            "cyber_attack",
        ),
        (
            "Priest taken in Jos",
            "Gunmen took a priest from his house in Jos on Tuesday and drove off with him, police said.",
            "abduction",
        ),
        (
            "Consulate's cars burned in Bari",
            "Two cars of the Serbian consulate in Bari were burned by unknown persons on Monday night, police said.",
            "arson_vandalism",
        ),
    ],
)
def test_a_verb_and_its_thing_are_one_act(title: str, text: str, kind: str) -> None:
    """What is done to a thing of its kind says what happened."""
    assert _news(title, text) == [kind]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Hills ring Podgorica", "Green hills ring the town, and students walk there on Sundays."),
        (
            "Sun locked in bottles",
            "A firm in Graz has locked the taste of summer in bottles, and sells it for nine euros.",
        ),
        ("Priest takes bus", "A priest took the bus from his house in Jos to church on Tuesday, as ever."),
        ("Cars burn less fuel", "Cars of the new kind burn a third less petrol, a study found on Monday."),
    ],
)
def test_the_same_verbs_with_other_things_are_no_incident(title: str, text: str) -> None:
    """The verb alone says nothing."""
    assert _news(title, text) == []


def test_entries_of_a_live_blog_are_events_of_their_own() -> None:
    """Two entries with acts of unlike types tell of two events."""
    text = (
        "14:20 A missile has hit the harbour at Mokha, killing two dockers, the governor says. "
        "11:05 Gunmen shot dead a judge in Aden this morning, police say."
    )
    assert _news("Yemen, Wednesday: what we know", text) == ["armed_attack", "missile_attack"]


def test_one_event_told_in_two_sentences_stays_one() -> None:
    """A shot and a blow of the same raid are one event."""
    text = (
        "Gunmen attacked a post near Kirkuk on Tuesday, police said. They shot dead two officers and wounded a third."
    )
    assert _news("Two officers killed near Kirkuk", text) == ["armed_attack"]


@pytest.mark.parametrize(
    "text",
    [
        "The bomb, hidden in a cart, killed 2 people in Kabul on Tuesday.",
        "The bomb, which was hidden in a cart, killed 2 people in Kabul on Tuesday.",
        "The bomb, which weighed 5 kilos, reportedly killed 2 people in Kabul on Tuesday.",
    ],
)
def test_a_verb_behind_an_aside_has_its_subject(text: str) -> None:
    """What is said between commas takes no weapon from its verb."""
    assert _news("", text) == ["bombing"]


def test_a_clause_with_its_own_subject_keeps_it() -> None:
    """Someone else's deed after an aside is not the bomb's."""
    assert _news("", "The bomb, which weighed 5 kilos, was old, and a fall killed 2 people in Kabul on Monday.") == []
