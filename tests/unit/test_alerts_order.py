"""Arrival order must not matter: final records against a slow and obvious reference, over random stories."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alert_articles import BASRA, CONSULATE, MISRATA, START, article, claimed_by, day, minute, sighting
from alert_reference import reference, run
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import IncidentType, Place, PlacePrecision, Salience, Status
from wirewatch_alerts.rules import load_rules

RULES = load_rules(Path(__file__).parents[2] / "seeds" / "rules")
LIBYA = Place(name="Libya", lat=27.0, lon=17.0, precision=PlacePrecision.COUNTRY, radius_km=900.0, country="LY")
COAST = Place(name="Coast", lat=32.1, lon=15.1, precision=PlacePrecision.CITY, radius_km=20.0, country="LY")
INLAND = Place(name="Inland", lat=31.8, lon=15.1, precision=PlacePrecision.CITY, radius_km=14.0, country="LY")
MARKET = Place(name="Misrata market", lat=32.44, lon=15.05, precision=PlacePrecision.SITE, radius_km=0.5, country="LY")
PLACES = [CONSULATE, CONSULATE, MISRATA, MISRATA, MARKET, COAST, INLAND, BASRA, LIBYA, None]
TITLES = [
    "Drone shot down on its way to consulate in Misrata",
    "Second drone attack in Basra near Ashar Market",
    "Toll corrected",
    "Explosions heard",
]
TEXTS = [
    "Gunners brought down a drone laden with explosives, as Paper A reports. Nobody was hurt.",
    "People near the Zarrouq Gate of Misrata saw a drone on Tuesday.",
    "We withdraw our report. There was no attack on the Zarrouq Gate.",
    "The number of dead was corrected to one, Paper B said in Misrata.",
    "",
]
HOURS = st.sampled_from([*range(0, 100, 7), 24 * 8, 24 * 9])


@st.composite
def sightings(draw: st.DrawFn, sighting_id: str, hours: int) -> Any:
    """Return a sighting that may or may not be of the same event as the others."""
    seen_at = START + timedelta(hours=hours)
    times = st.sampled_from(
        [None, day(seen_at), day(seen_at - timedelta(days=1)), minute(seen_at - timedelta(hours=2))]
    )
    changed: dict[str, Any] = {
        "place": draw(st.sampled_from(PLACES)),
        "type": draw(st.sampled_from([IncidentType.DRONE_ATTACK, IncidentType.DRONE_ATTACK, IncidentType.BOMBING])),
        "status": draw(st.sampled_from(list(Status))),
        "when": draw(times),
        "killed": draw(st.sampled_from([None, 0, 1, 5])),
        "injured": draw(st.sampled_from([None, 0, 2])),
        "follow_up": draw(st.sampled_from([False] * 7 + [True])),
        "salience": draw(st.sampled_from([Salience.FOREGROUND] * 4 + [Salience.BACKGROUND])),
    }
    return sighting(sighting_id, **changed | (claimed_by("a group") if draw(st.booleans()) else {}))


@st.composite
def articles(draw: st.DrawFn, number: int) -> EnrichedArticle:
    """Return one of a few articles at one of a few revisions, with up to two sightings."""
    name, hours = f"a{number % 8}", draw(HOURS)
    revision = draw(st.sampled_from(["1", "2"]))
    found = [draw(sightings(f"{name}#{n}", hours)) for n in range(draw(st.sampled_from([1, 1, 1, 2])))]
    title, text = draw(st.sampled_from(TITLES)), draw(st.sampled_from(TEXTS))
    source = f"Paper {'ABC'[number % 3]}"
    return article(
        name, hours=hours, revision=revision, sightings=found, source=source, revision_of=name, title=title, text=text
    )


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[EnrichedArticle], list[EnrichedArticle]]:
    """Return deliveries and the same ones in another order with repeats; a revision says the same at each delivery."""
    drawn = [draw(articles(number)) for number in range(draw(st.integers(1, 10)))]
    unique = {(one.article_id, one.revision): one for one in drawn}
    story = list(unique.values())
    repeats = draw(st.lists(st.sampled_from(story), max_size=3))
    return story, draw(st.permutations([*story, *repeats]))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_any_order_gives_the_reference(story: tuple[Sequence[EnrichedArticle], Sequence[EnrichedArticle]]) -> None:
    """Whatever the order, the repeats and the edits, the final records are those of the whole set at once."""
    told, delivered = story
    assert asyncio.run(run(delivered, RULES)).final() == reference(told, RULES)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_revisions_count_up_by_one(story: tuple[Sequence[EnrichedArticle], Sequence[EnrichedArticle]]) -> None:
    """Every alert's revisions are numbered from 1 without gaps, closed and reopened ones included."""
    store = asyncio.run(run(story[1], RULES))
    counts = [[revision.rev for revision in one.alert.revisions] for one in store.alerts.values()]
    assert counts == [list(range(1, len(revs) + 1)) for revs in counts]


def test_late_report_gathers_all_that_hangs_together() -> None:
    """A report that comes before others may change what they joined, so their neighbours are gathered too."""

    def told(name: str, hours: int) -> EnrichedArticle:
        return article(name, hours=hours, when=day(START + timedelta(hours=hours)))

    async def gathered(late: EnrichedArticle) -> int:
        store = await run([told("a", 0), told("b", 66), told("c", 132)], RULES)
        return len((await store.load(late)).incidents)

    assert (asyncio.run(gathered(told("d", -1))), asyncio.run(gathered(told("d", 186)))) == (3, 1)


def test_what_a_report_joins_may_have_later_neighbours() -> None:
    """A report between two others gathers the later one too where it may change what that one looks at."""

    def told(name: str, hours: int, *, lat: float, day_of: int) -> EnrichedArticle:
        place = Place(name="X", lat=lat, lon=15.0, precision=PlacePrecision.CITY, radius_km=10.0, country="LY")
        return article(name, hours=hours, place=place, when=day(START + timedelta(hours=day_of)))

    async def gathered(later_hours: int) -> int:
        later = told("later", later_hours, lat=32.2, day_of=30)
        store = await run([told("first", 0, lat=32.0, day_of=0), later], RULES)
        return len((await store.load(told("between", 32, lat=31.8, day_of=0))).incidents)

    assert (asyncio.run(gathered(33)), asyncio.run(gathered(31))) == (2, 1)
