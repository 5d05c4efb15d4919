"""What makes one incident of several sightings, and what they then say together."""

import time
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from alert_articles import BASRA, CONSULATE, MISRATA, START, article, claimed_by, day, minute, sighting
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Incident, IncidentType, Place, PlacePrecision, Salience, Status, Target, TargetClass
from wirewatch_alerts.cluster import Cluster, cluster
from wirewatch_alerts.fuse import fuse
from wirewatch_alerts.records import Record, Seen, records_of, see

MARKET = Place(name="Misrata market", lat=32.44, lon=15.05, precision=PlacePrecision.SITE, radius_km=0.5, country="LY")
LIBYA = Place(name="Libya", lat=27.0, lon=17.0, precision=PlacePrecision.COUNTRY, radius_km=900.0, country="LY")
CHAD = Place(name="Chad", lat=26.0, lon=18.0, precision=PlacePrecision.COUNTRY, radius_km=900.0, country="TD")


def records(*articles: EnrichedArticle) -> list[Record]:
    return [record for one in articles for record in records_of(one, see(Seen(article_id=one.article_id), one))]


def parts(*articles: EnrichedArticle) -> list[list[str]]:
    return [[record.report.article_id for record in one.records] for one in cluster(records(*articles))]


def fused(*articles: EnrichedArticle) -> Incident:
    found = cluster(records(*articles))
    assert len(found) == 1
    return fuse(found[0].records)


def test_same_place_and_time_is_one_incident() -> None:
    """A site and the town around it, told within hours, are one."""
    assert parts(article("a"), article("b", hours=2, place=MISRATA)) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        article("b", hours=1, place=BASRA),
        article("b", hours=1, place=MARKET),
        article("b", hours=1, place=CHAD),
        article("b", hours=1, place=None, title="", text="Drones were shot down over the Gulf of Sidra."),
        article("b", hours=1, type=IncidentType.CYBER_ATTACK),
        article("b", hours=50, when=day(START + timedelta(hours=48))),
        article("b", hours=15, when=minute(START + timedelta(hours=14))),
        article("b", hours=1, exercise=True),
    ],
    ids=["town", "site", "country", "nowhere", "type", "day", "hour", "exercise"],
)
def test_what_differs_is_another_incident(other: EnrichedArticle) -> None:
    """Another place, type, time, or a drill beside a real event stays apart."""
    assert parts(article("a", when=minute(START - timedelta(hours=1))), other) == [["a"], ["b"]]


def test_country_alone_joins_the_same_country() -> None:
    """A report that names only the country belongs to the event in that country."""
    assert parts(article("a"), article("b", hours=1, place=LIBYA)) == [["a", "b"]]


def test_names_stand_for_a_place_that_is_not_told() -> None:
    """A report without a place belongs to the event of the town that it names."""
    denial = article("b", hours=1, place=None, title="Clarification", text="Nothing happened, say people in Misrata.")
    assert parts(article("a", text="It fell in Misrata before dawn."), denial) == [["a", "b"]]


def test_missions_of_two_countries_are_two_sites() -> None:
    """In one town on one day the mission of another country is another incident."""
    other = Target(target=TargetClass.DIPLOMATIC, name="Italian consulate", country="IT")
    assert parts(article("a", place=MISRATA), article("b", hours=1, place=MISRATA, targets=(other,))) == [["a"], ["b"]]


def test_second_attack_of_a_day_names_another_site() -> None:
    """A report that calls its event the second one, and names another site, opens an incident of its own."""
    market: dict[str, Any] = {
        "place": MISRATA,
        "targets": (),
        "title": "",
        "text": "A bomb went off at the Zarrouq Gate market.",
    }
    garage = market | {"hours": 5, "text": "A bomb killed two in the Qasr Motor Park, the second explosion of the day."}
    assert parts(article("a", **market), article("b", **garage)) == [["a"], ["b"]]


def test_look_back_without_a_day_belongs_to_the_same_dead() -> None:
    """A week's review that names the site and its dead is no new attack; without a toll it might be one."""
    attack = article("a", killed=6, when=day(START))
    found = [parts(attack, article("b", hours=120, killed=killed)) for killed in (6, None)]
    assert found == [[["a", "b"]], [["a"], ["b"]]]


def test_hurried_type_does_not_split_a_town_and_day() -> None:
    """An air strike that another paper calls an armed attack is one, on the same day in the same town."""
    strike = article("a", place=MISRATA, type=IncidentType.AIR_STRIKE, when=day(START))
    fight = article("b", hours=5, place=MISRATA, type=IncidentType.ARMED_ATTACK, when=day(START))
    assert parts(strike, fight) == [["a", "b"]]


def test_an_hour_of_speaking_does_not_split_a_site() -> None:
    """A toll as of nine o'clock belongs to the night's strike on the street that it names."""
    night = article("a", when=minute(START - timedelta(hours=1)), text="A drone hit a house on Gharyan Street.")
    toll = article("b", hours=6, when=minute(START + timedelta(hours=5)), text="Five died on Gharyan Street.")
    assert parts(night, toll) == [["a", "b"]]


def test_same_site_two_days_later_is_another_incident() -> None:
    """The second attack on a site is a second incident, and a report without a day joins the newer one."""
    first = article("a", when=day(START))
    second = article("b", hours=48, when=day(START + timedelta(hours=48)))
    assert parts(first, second, article("c", hours=49)) == [["a"], ["b", "c"]]


def test_two_sightings_of_one_article_are_two_incidents() -> None:
    """An article that tells of two attacks says that they are not one."""
    both = article("a", sightings=[sighting("a#1"), sighting("a#2")])
    assert parts(both) == [["a"], ["a"]]


def test_background_joins_nothing() -> None:
    """Only news makes incidents."""
    assert parts(article("a", salience=Salience.BACKGROUND), article("b", salience=Salience.GENERIC)) == []


def test_what_says_neither_where_nor_when_raises_nothing() -> None:
    """An essay without place and time is no incident in the foreground, until a report places it."""
    assert not fused(article("a", place=None)).foreground
    assert fused(article("a", place=None), article("b", hours=1)).foreground


def test_late_report_opens_a_linked_incident() -> None:
    """After a week of quiet a report on the same day's event is a new incident that names the closed one."""
    first, late = article("a", when=day(START)), article("b", hours=24 * 9, when=day(START))
    found = cluster(records(first, late))
    assert [one.follows for one in found] == [None, found[0].incident_id]


def test_thousands_of_incidents_are_told_apart_in_bounded_time() -> None:
    """A record is compared with those near it, not with all."""
    one = records(article("a"))[0]
    places = [replace(BASRA, lat=number % 60, lon=number % 173) for number in range(3000)]
    told = [
        replace(one, report=replace(one.report, article_id=f"{at}"), sighting=replace(one.sighting, place=place))
        for at, place in enumerate(places)
    ]
    began = time.process_time()
    assert len(cluster(told)) == len(told)
    assert time.process_time() - began < 4


def test_bridging_report_makes_one_of_two() -> None:
    """A report that fits two incidents which then agree joins them, under the id of the earlier one."""
    known = article("a", when=minute(START - timedelta(hours=30)), hours=-29)
    vague = article("b", hours=8, place=MISRATA)
    apart = cluster(records(known, vague))
    bridge = article("c", hours=9, when=day(START - timedelta(hours=30)), place=CONSULATE)
    joined = cluster(records(known, vague, bridge))
    assert (len(apart), [one.incident_id for one in joined][:1]) == (2, [apart[0].incident_id])


def test_follow_up_joins_but_opens_no_news() -> None:
    """A funeral belongs to the attack; without one it is no news, and a new attack does not join it."""
    assert parts(article("a"), article("b", hours=100, follow_up=True)) == [["a", "b"]]
    assert parts(article("b", follow_up=True), article("a", hours=1)) == [["b"], ["a"]]


def test_id_is_of_the_earliest_sighting() -> None:
    """More reports leave the id alone; an earlier one changes it."""
    one: Cluster = cluster(records(article("a")))[0]
    more = cluster(records(article("a"), article("b", hours=1)))[0]
    earlier = cluster(records(article("a"), article("b", hours=-1)))[0]
    assert (more.incident_id == one.incident_id, earlier.incident_id == one.incident_id) == (True, False)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([Status.ALLEGED, Status.CONFIRMED], Status.CONFIRMED),
        ([Status.THWARTED, Status.CONFIRMED], Status.CONFIRMED),
        ([Status.CONFIRMED, Status.ALLEGED], Status.CONFIRMED),
        ([Status.ALLEGED, Status.DENIED], Status.DENIED),
        ([Status.DENIED, Status.ALLEGED], Status.DENIED),
    ],
)
def test_strongest_status_counts(told: list[Status], status: Status) -> None:
    """A better word replaces a weaker one, whichever came first."""
    assert fused(*(article(f"a{n}", hours=n, status=one) for n, one in enumerate(told))).status is status


def test_source_that_denies_its_own_report_takes_it_back() -> None:
    """What only a withdrawn report said is retracted."""
    found = fused(
        article("a", source="Express", status=Status.CONFIRMED),
        article("b", hours=1, source="Express", status=Status.DENIED),
    )
    assert (found.status, found.retracted) == (Status.DENIED, True)


def test_outlets_that_only_quote_do_not_keep_a_report_alive() -> None:
    """Once the paper withdraws its report, those that quote it fall with it, and its figures are gone."""
    paper = article("a", source="Banat Express", status=Status.CONFIRMED, injured=2)
    quoting = article("b", hours=1, status=Status.CONFIRMED, injured=2, text="Two were hurt, the Banat Express says.")
    sorry = article("c", hours=2, source="Banat Express", status=Status.DENIED, text="We withdraw our report.")
    own = article("d", hours=3, status=Status.CONFIRMED, injured=2, text="Our reporter saw two wounded.")
    gone, alive = fused(paper, quoting, sorry), fused(paper, quoting, sorry, own)
    assert (gone.status, gone.retracted, gone.injured) == (Status.DENIED, True, None)
    assert (alive.status, alive.retracted, alive.injured) == (Status.CONFIRMED, False, 2)


def test_outlet_that_reports_a_denial_takes_nothing_back() -> None:
    """Once others deny a report, its source that says so too denies it; that is no retraction."""
    story = [article("a", status=Status.ALLEGED), article("b", hours=1, status=Status.DENIED)]
    found = fused(*story, article("c", hours=2, source="Source a", status=Status.DENIED))
    assert (found.status, found.retracted) == (Status.DENIED, False)


def test_correction_lowers_a_figure_for_good() -> None:
    """An explicit correction takes dead back, and an outlet that is late does not bring them back."""
    nine, late = article("a", killed=9, injured=16), article("c", hours=2, killed=9)
    seven = article("b", hours=1, killed=7, injured=16, title="Prosecutors correct toll to seven")
    assert [fused(nine, seven, *more).killed for more in ([], [late], [article("d", hours=3, killed=10)])] == [7, 7, 10]


@pytest.mark.parametrize(
    ("told", "killed", "injured"),
    [
        ([(1, 6), (3, 14), (1, 6)], 3, 14),
        ([(None, None), (0, None)], 0, None),
        ([(7, 18), (8, 17)], 8, 17),
        ([(5, None), (5, 21)], 5, 21),
    ],
)
def test_newest_figures_count(
    told: list[tuple[int | None, int | None]], killed: int | None, injured: int | None
) -> None:
    """Figures grow; an older, smaller one told later is left, but the injured fall when one of them died."""
    found = fused(*(article(f"a{n}", hours=n, killed=k, injured=i) for n, (k, i) in enumerate(told)))
    assert (found.killed, found.injured) == (killed, injured)


def test_most_exact_place_and_time_count() -> None:
    """A site beats a town, a minute a day."""
    found = fused(
        article("a", place=MISRATA, when=day(START)), article("b", hours=1, when=minute(START - timedelta(hours=1)))
    )
    assert (found.place, found.when) == (CONSULATE, minute(START - timedelta(hours=1)))


def test_contradictions_are_kept_with_their_sources() -> None:
    """Who says otherwise is told with the way the value was chosen; what all agree on is not."""
    found = fused(article("a", killed=3), article("b", hours=1, killed=7), article("c", hours=2, killed=7))
    (only,) = found.fused
    assert (only.field, [(one.value, one.source) for one in only.others]) == ("killed", [("3", "Source a")])


def test_look_back_beside_other_news_changes_no_figure() -> None:
    """What an article on another attack tells of the first one days later joins it in silence."""
    both = [sighting("b#1", place=BASRA), sighting("b#2", injured=4, when=day(START))]
    first = cluster(records(article("a", injured=2, when=day(START)), article("b", hours=50, sightings=both)))[0]
    assert (len(first.records), fuse(first.records).injured) == (2, 2)


def test_claim_names_who() -> None:
    """A claim counts over suspicion."""
    found = fused(article("a"), article("b", hours=1, **claimed_by("Republican Guards")))
    assert (found.claimed, found.perpetrator) == (True, "Republican Guards")


def test_title_names_status_type_target_and_place() -> None:
    """The title is one line for a person."""
    assert fused(article("a", place=MISRATA)).title == "Thwarted drone attack: Turkish consulate general, Misrata"
