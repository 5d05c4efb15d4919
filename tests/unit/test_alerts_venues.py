"""Which venues a text names, and what they tell of two reports of one town and day."""

from typing import Any

import pytest

from alert_articles import MISRATA, article
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType, Status
from wirewatch_alerts.cluster import cluster
from wirewatch_alerts.fuse import fuse
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.venues import read_venues, venues_in


def records(*articles: EnrichedArticle) -> list[Record]:
    return [record for one in articles for record in records_of(one, see(Seen(article_id=one.article_id), one))]


def bombing(name: str, text: str, **changed: Any) -> EnrichedArticle:
    values: dict[str, Any] = {"place": MISRATA, "targets": (), "title": "", "type": IncidentType.BOMBING}
    return article(name, **(values | {"text": text} | changed))


def parts(*articles: EnrichedArticle) -> list[list[str]]:
    return [[one.report.article_id for one in part.records] for part in cluster(records(*articles))]


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (("market:karkh",), "A bomb went off in Karkhano Market in Misrata."),
        (("market:vanko",), "Shots were fired in the Vaňkovka shopping centre in Misrata."),
        (("station:muna",), "The bomb of the station of Muna in Misrata killed two."),
        (("market:monda",), "A bomb went off at Monday Market."),
        ((), "A bomb went off on Monday market day."),
        ((), "A bomb went off in the Misrata market."),
        ((), "The Old Market was hit."),
        ((), "The Eastern Market was hit, and the Police Station."),
        ((), "A bomb went off at a crowded market near Zarrouq Gate."),
    ],
)
def test_a_venue_has_a_name_of_its_own(found: tuple[str, ...], text: str) -> None:
    """A name beside its noun is a venue; a town, a day of the week and an adjective name none."""
    assert venues_in((text,), own=frozenset({"misrata"})) == found


def test_two_venues_of_a_town_are_two_incidents() -> None:
    """Reports of one town and day at two markets stay apart, whatever else agrees."""
    first = bombing("a", "A bomb killed three in Zarrouq Market in Misrata on Tuesday.")
    second = bombing("b", "A bomb killed two in Karkhano Market in Misrata on Tuesday.", hours=5)
    assert parts(first, second) == [["a"], ["b"]]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed four in the market of Zarrouq in Misrata on Tuesday.",
        "A bomb killed four in the explosion of Zarrouq in Misrata on Tuesday.",
        "A bomb killed four in a market in Misrata on Tuesday.",
        "A bomb killed four in a market of Misrata. The wounded are in Central Hospital.",
    ],
)
def test_one_venue_told_otherwise_is_one_incident(text: str) -> None:
    """The same name in other words, or no name at all, is no other site."""
    first = bombing("a", "A bomb killed three in Zarrouq Market in Misrata on Tuesday.")
    assert parts(first, bombing("b", text, hours=1)) == [["a", "b"]]


def test_a_venue_of_an_earlier_attack_is_context() -> None:
    """A report of a second attack that looks back on the first belongs to the second alone."""
    first = bombing("a", "A bomb killed three in Zarrouq Market in Misrata on Tuesday.")
    back = "A bomb killed two in Karkhano Market in Misrata. The city had already been hit in Zarrouq Market."
    third = bombing("c", "A bomb killed two in Karkhano Market in Misrata on Tuesday.", hours=6)
    assert parts(first, bombing("b", back, hours=5), third) == [["a"], ["b", "c"]]


@pytest.mark.parametrize(
    ("killed", "text"),
    [
        (6, "Six people and not eight were killed, the office said in a correction."),
        (6, "Health officials lowered the toll to six."),
        (6, "Six died. Two of the wounded had been listed as dead."),
        (8, "Six people were killed, the office said in the morning."),
        (8, "Six people were killed. The mayor wore the wrong hat and was corrected by his wife."),
    ],
)
def test_only_a_correction_lowers_a_figure(killed: int, text: str) -> None:
    """A smaller figure counts where the title, its sentence, or one on figures corrects; else it is an older one."""
    told = records(
        article("a", killed=8, status=Status.CONFIRMED), article("b", hours=8, killed=6, title="", text=text)
    )
    assert fuse(told).killed == killed


def test_a_broken_list_of_venues_is_named() -> None:
    """The error says which file is wrong."""
    with pytest.raises(SettingsError, match=r"venues\.toml"):
        read_venues("market = 3")
