"""`wirewatch serve` on a real Redis: pages, filters, forms, tags, problems, the token; and how it ends."""

import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest
import xmlschema
from msgspec.structs import replace

from conftest import ROOT
from console_desk import about, serving, write
from dispatcher_office import NOON, alert_of
from wirewatch.alerts import Alert, Severity
from wirewatch.settings import Settings
from wirewatch_standalone.stack import Stack

CAP = ROOT / "tests" / "schemas" / "cap-1.2.xsd"


def alert_at(number: int, **values: Any) -> Alert:
    """Return an alert that changed so many minutes after noon, on an incident of its own."""
    alert = about(alert_of(number), f"inc-{number:03}")
    return replace(alert, updated_at=NOON + timedelta(minutes=number), **values)


def twelve() -> list[Alert]:
    return [
        alert_at(
            number,
            rule="quiet-rule" if number % 4 == 0 else "loud-rule",
            severity=Severity.CRITICAL if number == 1 else Severity.LOW,
        )
        for number in range(1, 13)
    ]


@pytest.fixture(scope="module")
def client(stack: Stack) -> Iterator[httpx.Client]:
    """Twelve alerts that stay as they are, and a console to ask for them."""
    settings = stack.settings(Settings(), namespace=f"test-{secrets.token_hex(4)}")
    write(settings, *twelve())
    with serving(stack, settings) as asking:
        yield asking


@pytest.fixture
def own(stack: Stack, settings: Settings) -> Iterator[httpx.Client]:
    """Twelve alerts and a console for a test that writes more."""
    write(settings, *twelve())
    with serving(stack, settings) as asking:
        yield asking


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["alert_id"] for one in answer.json()["alerts"]]


def test_pages_hold_every_alert_once_the_newest_first(client: httpx.Client) -> None:
    """Following `next` reads all, in order, whatever the size of a page; `Link` says the same."""
    found, address = [], "/v1/alerts?limit=5"
    while address:
        answer = client.get(address)
        found += ids(answer)
        address = answer.links.get("next", {}).get("url", "")
    assert found == [f"alert-{number}" for number in range(12, 0, -1)]


def test_new_alerts_do_not_shift_a_page(own: httpx.Client, settings: Settings) -> None:
    """What comes in between two pages is told by neither twice."""
    first = own.get("/v1/alerts?limit=6").json()
    write(settings, alert_at(20), alert_at(21))
    assert ids(own.get(f"/v1/alerts?limit=50&cursor={first['next']}")) == [f"alert-{n}" for n in range(6, 0, -1)]


def test_alerts_of_one_moment_are_told_once_each(own: httpx.Client, settings: Settings) -> None:
    """A replay changes many alerts at the same moment: pages part them all the same."""
    write(settings, *(replace(alert_of(number), updated_at=NOON) for number in range(100, 350)))
    found, cursor = [], None
    while cursor != "":
        answer = own.get("/v1/alerts", params={"limit": 99, **({"cursor": cursor} if cursor else {})})
        found += ids(answer)
        cursor = answer.json().get("next") or ""
    assert (len(found), len(set(found))) == (262, 262)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("rule=quiet-*", [12, 8, 4]),
        ("severity=critical", [1]),
        ("severity=critical&severity=low&rule=quiet-rule", [12, 8, 4]),
        ("since=2025-03-04T12:11:00Z", [12, 11]),
        ("country=IQ&limit=1", [12]),
        ("country=FR", []),
        ("status=denied", []),
        ("state=open&type=drone_attack&limit=2", [12, 11]),
    ],
)
def test_filters_narrow_down(client: httpx.Client, query: str, numbers: list[int]) -> None:
    """Each filter leaves what it says, several at once leave what all say."""
    assert ids(client.get(f"/v1/alerts?{query}")) == [f"alert-{number}" for number in numbers]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("severty=high", "severty"),
        ("severity=bad", "severity"),
        ("limit=0", "limit"),
        ("since=yesterday", "since"),
        ("cursor=nonsense", "cursor"),
        ("country=Iraq", "country"),
    ],
)
def test_wrong_parameter_is_named(client: httpx.Client, query: str, parameter: str) -> None:
    """A wrong or unknown parameter is a problem that names it, not a page of something else."""
    answer = client.get(f"/v1/alerts?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [one["parameter"] for one in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("path", ["/v1/alerts/alert-0", "/v1/alerts/alert-0.cap", "/v1/incidents/inc-0", "/v2"])
def test_what_is_not_there_is_a_problem(client: httpx.Client, path: str) -> None:
    """A wrong address is answered by problem details."""
    told = client.get(path).json()
    assert (told["status"], told["title"]) == (404, "Not Found")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/alerts", "application/json"),
        ("/v1/alerts.atom", "application/atom+xml"),
        ("/v1/alerts.feed.json", "application/feed+json"),
        ("/v1/alerts.geojson", "application/geo+json"),
        ("/v1/alerts/alert-1", "application/json"),
        ("/v1/alerts/alert-1.cap", "application/cap+xml"),
        ("/v1/alerts/alert-1.geojson", "application/geo+json"),
        ("/v1/alerts/alert-1/revisions", "application/json"),
        ("/v1/incidents", "application/json"),
        ("/v1/incidents/inc-001", "application/json"),
        ("/openapi.json", "application/json"),
    ],
)
def test_who_has_it_already_is_told_so(client: httpx.Client, path: str, kind: str) -> None:
    """Every form has its type and a tag; the tag shown again is answered by 304 without a body."""
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (first.headers["content-type"].split(";")[0], again.status_code, again.content) == (kind, 304, b"")


def test_changed_alert_has_another_tag(own: httpx.Client, settings: Settings) -> None:
    """A new revision is answered in full."""
    tag = own.get("/v1/alerts/alert-1").headers["etag"]
    write(settings, alert_at(1, rev=2))
    answer = own.get("/v1/alerts/alert-1", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["rev"]) == (200, 2)


def test_cap_of_an_alert_is_valid(client: httpx.Client) -> None:
    """It passes the schema, and says where it is itself."""
    answer = client.get("/v1/alerts/alert-1.cap")
    xmlschema.XMLSchema(CAP).validate(answer.content)
    assert f"<web>{client.base_url}/v1/alerts/alert-1</web>" in answer.text


def test_atom_feed_leads_to_its_next_page(client: httpx.Client) -> None:
    """A feed reader finds the feed's own address and the next page's."""
    feed = feedparser.parse(client.get("/v1/alerts.atom?limit=5").content).feed
    links = {one.rel: one.href for one in feed.links}
    assert links["self"] == f"{client.base_url}/v1/alerts.atom?limit=5"
    assert len(feedparser.parse(client.get(links["next"]).content).entries) == 5


def test_incident_is_told_once_with_all_its_alerts(own: httpx.Client, settings: Settings) -> None:
    """Two rules matched one incident: it stands at the alert that changed last, with both, and nowhere else."""
    pair = [
        replace(about(alert_of(number), "inc-two"), updated_at=NOON + timedelta(hours=number)) for number in (30, 2)
    ]
    write(settings, *pair)
    found = [one for one in own.get("/v1/incidents?limit=200").json()["incidents"] if len(one["alerts"]) > 1]
    assert [[ref["alert_id"] for ref in one["alerts"]] for one in found] == [["alert-30", "alert-2"]]
    assert found[0] == own.get("/v1/incidents/inc-two").json()


def test_head_is_a_get_without_its_body(client: httpx.Client) -> None:
    """Who asks whether something changed gets the tag alone."""
    told, asked = client.get("/v1/alerts.atom"), client.head("/v1/alerts.atom")
    assert (asked.status_code, asked.headers["etag"], asked.content) == (200, told.headers["etag"], b"")


def test_nothing_can_be_written(client: httpx.Client) -> None:
    """Other methods are refused by a problem."""
    assert client.post("/v1/alerts").json()["title"] == "Method Not Allowed"


def test_every_answer_is_described(client: httpx.Client) -> None:
    """Each address has an example, and the description names no type that it does not have."""
    told = client.get("/openapi.json").json()
    contents = [
        one["content"]
        for path in told["paths"].values()
        for one in path["get"]["responses"].values()
        if "content" in one
    ]
    assert all("example" in body for content in contents for body in content.values())
    assert "HTTPValidationError" not in told["components"]["schemas"]


def test_metrics_count_answers(client: httpx.Client) -> None:
    """Prometheus can read how many requests there were."""
    client.get("/v1/alerts/alert-0")
    assert re.search(r'^wirewatch_serve_requests_total{status="404"} [1-9]', client.get("/metrics").text, re.MULTILINE)


def test_other_names_than_this_machines_are_refused(client: httpx.Client) -> None:
    """A page of another site that leads its own name here reads nothing."""
    answer = client.get("/v1/alerts", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["title"]) == (421, "Misdirected Request")


def test_token_is_asked_for(stack: Stack, settings: Settings, tmp_path: Path) -> None:
    """With a token in a file nobody reads without it; health checks do."""
    (tmp_path / "token").write_text("s3cret\n")
    write(settings, alert_at(1))
    with serving(stack, settings, WIREWATCH_SERVE_TOKEN_FILE=str(tmp_path / "token")) as asking:
        shown = [None, "Bearer wrong", "Bearer s3cret", "Basic cmVhZGVyOnMzY3JldA=="]
        headers = [{"Authorization": one} if one else {} for one in shown]
        assert [asking.get("/v1/alerts", headers=one).status_code for one in headers] == [401, 401, 200, 200]
