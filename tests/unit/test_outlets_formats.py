"""Alerts as CAP, Atom, JSON Feed and GeoJSON: each valid by its standard, whatever the words of the alert."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatcher_office import NOON, alert_of
from wirewatch.alerts import Alert, AlertState, Severity
from wirewatch.incidents import IncidentType, Place, PlacePrecision, Status
from wirewatch_alerts.outlets.atom import atom
from wirewatch_alerts.outlets.cap import cap
from wirewatch_alerts.outlets.geojson import collection, feature
from wirewatch_alerts.outlets.json_feed import json_feed
from wirewatch_alerts.outlets.publisher import Publisher

HERE = Publisher(sender="alerts.example", url="https://alerts.example")
SCHEMA = Path(__file__).parents[1] / "schemas" / "cap-1.2.xsd"
IN_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
IN_ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


def message(alert: Alert) -> dict[str, str]:
    """Return a valid CAP message's elements of text by name; of several the last."""
    document = cap(alert, HERE)
    schema().validate(document)
    return {one.tag.removeprefix(IN_CAP): one.text or "" for one in ET.fromstring(document).iter()}


def with_words(alert: Alert, words: str) -> Alert:
    """Return an alert with some words wherever a text of a source may stand."""
    place = Place(name=words, lat=-33.9, lon=151.2, precision=PlacePrecision.CITY, radius_km=12.34, country="AU")
    incident = replace(alert.incident, place=place, title=words, perpetrator=words)
    return replace(alert, title=words, incident=incident, sources=(replace(alert.sources[0], title=words, url=words),))


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("status", list(Status))
def test_every_severity_and_status_is_valid_cap(severity: Severity, status: Status) -> None:
    """Each value has a word of CAP's own."""
    alert = alert_of(severity=severity)
    told = message(replace(alert, incident=replace(alert.incident, status=status)))
    assert (told["severity"], told["certainty"]) != ("", "")


@pytest.mark.parametrize("kind", list(IncidentType))
def test_every_type_is_valid_cap(kind: IncidentType) -> None:
    """Each type of incident, a story included, has a category and an event."""
    alert = alert_of()
    assert message(replace(alert, incident=replace(alert.incident, type=kind)))["event"] == kind.value.replace(
        "arson_vandalism", "arson or vandalism"
    ).replace("_", " ")


def test_each_update_has_a_new_identifier_and_refers_to_all_before() -> None:
    """The third message names the first two by sender, identifier and time."""
    told = message(alert_of(rev=3))
    at = "2025-03-04T12:00:00-00:00"
    assert (told["identifier"], told["msgType"]) == ("alert-1.3", "Update")
    assert told["references"] == f"alerts.example,alert-1.1,{at} alerts.example,alert-1.2,{at}"


def test_reference_is_what_the_earlier_message_said_of_itself() -> None:
    """Sender, identifier and time in `references` are those of the message that went out before."""
    first, second = message(alert_of(rev=1)), message(alert_of(rev=2))
    assert second["references"] == f"{first['sender']},{first['identifier']},{first['sent']}"


def test_first_message_is_an_alert_without_references() -> None:
    """What is new refers to nothing."""
    told = message(alert_of())
    assert (told["msgType"], "references" in told, told["status"]) == ("Alert", False, "Actual")


def test_retraction_is_a_cancel() -> None:
    """An alert that was taken back cancels its earlier messages, and says who took it back."""
    told = message(replace(alert_of(rev=2), state=AlertState.RETRACTED, retracted_by="anna"))
    assert (told["msgType"], told["note"], "references" in told) == ("Cancel", "Retracted by anna.", True)


def test_replay_is_an_exercise() -> None:
    """No consumer takes a replay for the real thing."""
    told = message(alert_of(exercise=True))
    assert (told["status"], told["headline"][:9]) == ("Exercise", "EXERCISE:")


def test_area_is_a_circle_around_the_place() -> None:
    """Latitude, longitude and the radius in kilometres."""
    told = message(with_words(alert_of(), "Sydney"))
    assert (told["circle"], told["areaDesc"]) == ("-33.9000,151.2000 12.3", "Sydney, AU")


def test_alert_without_a_place_has_no_area() -> None:
    """What is not known is left out."""
    alert = alert_of()
    assert "area" not in message(replace(alert, incident=replace(alert.incident, place=None)))


@given(words=st.text(min_size=1, max_size=60))
def test_any_words_give_valid_documents(words: str) -> None:
    """Control characters, markup and other scripts in an article break no document."""
    alert = with_words(alert_of(), f"a{words}")
    message(alert)
    ET.fromstring(atom([alert], HERE))
    assert json.loads(feature(alert, HERE))["properties"]["title"] == f"a{words}"


def test_atom_has_what_its_standard_asks_for() -> None:
    """Feed and entries have an id, a title and a time; the feed has an author (RFC 4287, 4.1.1 and 4.1.2)."""
    root = ET.fromstring(atom([alert_of(1), alert_of(2)], HERE, address="https://alerts.example/v1/alerts.atom"))
    required = {f"{IN_ATOM}{name}" for name in ("id", "title", "updated")}
    entries = root.findall(f"{IN_ATOM}entry")
    assert [required - {one.tag for one in parent} for parent in (root, *entries)] == [set()] * 3
    assert root.find(f"{IN_ATOM}author/{IN_ATOM}name") is not None


def test_atom_entry_keeps_its_id_over_revisions() -> None:
    """A feed reader sees an update, not a new entry; no two alerts share an id."""
    ids = [feedparser.parse(atom([one], HERE)).entries[0].id for one in (alert_of(), alert_of(rev=2), alert_of(2))]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


def test_atom_is_read_by_a_feed_reader() -> None:
    """Titles, times and links are where a reader looks for them."""
    read = feedparser.parse(atom([alert_of()], HERE))
    (entry,) = read.entries
    assert (read.bozo, entry.updated, entry.link) == (
        False,
        NOON.isoformat(),
        "https://alerts.example/v1/alerts/alert-1",
    )


def test_empty_atom_feed_is_a_feed() -> None:
    """No alerts yet: the feed has a time all the same."""
    assert feedparser.parse(atom([], HERE)).feed.updated.startswith("1970")


def feed(*alerts: Alert) -> dict[str, Any]:
    return dict(json.loads(json_feed(alerts, HERE, address="https://alerts.example/v1/alerts.feed.json")))


def test_json_feed_has_what_its_standard_asks_for() -> None:
    """Version, title and items; each item an id of text, content, and times of RFC 3339."""
    told = feed(alert_of(rev=2))
    (item,) = told["items"]
    assert (told["version"], item["date_modified"]) == ("https://jsonfeed.org/version/1.1", "2025-03-04T12:00:00+00:00")
    assert {"id", "content_text", "title", "url", "tags"} <= item.keys()


def test_json_feed_carries_the_alert() -> None:
    """A program that wants more finds the whole alert in the item."""
    assert feed(alert_of())["items"][0]["_wirewatch"]["alert_id"] == "alert-1"


def test_json_feed_says_nothing_of_what_is_not_there() -> None:
    """Members without a value are left out, as the standard asks."""
    assert None not in [*feed(alert_of()).values(), *feed(alert_of())["items"][0].values()]


def test_geojson_puts_longitude_first() -> None:
    """RFC 7946: positions are longitude, latitude."""
    told = json.loads(collection([with_words(alert_of(), "Sydney")], HERE))
    assert told["features"][0]["geometry"] == {"type": "Point", "coordinates": [151.2, -33.9]}


def test_geojson_without_a_place_is_a_feature_without_a_geometry() -> None:
    """An unlocated feature has null for its geometry."""
    alert = alert_of()
    told = json.loads(feature(replace(alert, incident=replace(alert.incident, place=None)), HERE))
    assert (told["type"], told["geometry"]) == ("Feature", None)
