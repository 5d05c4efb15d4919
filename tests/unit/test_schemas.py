"""`docs/schema`: the documents are those of the code, and what is on the wire follows them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dispatcher_office import NOON, alert_of, parcel_of
from wirewatch.schemas import PUBLISHED, documents
from wirewatch.topics import TOPICS
from wirewatch.wire import encode, to_json
from wirewatch_alerts.sample import sample_alert
from wirewatch_console.api import routed
from wirewatch_dispatcher.channels.webhook import body_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "schema"


def committed(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / name).read_text("utf-8")))


def references(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for name, value in document.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(document, list):
        for one in document:
            yield from references(one)


def points_somewhere(document: dict[str, Any], reference: str) -> bool:
    place: Any = document
    for part in reference.removeprefix("#/").split("/"):
        if not isinstance(place, dict) or part not in place:
            return False
        place = place[part]
    return True


@pytest.mark.parametrize("name", list(documents()))
def test_committed_documents_are_those_of_the_code(name: str) -> None:
    """After a change of a type: `wirewatch schema write docs/schema`."""
    assert committed(name) == json.loads(json.dumps(documents()[name]))


def test_committed_description_is_that_of_the_code() -> None:
    """After a change of the interface: `wirewatch serve --openapi > docs/schema/openapi.json`."""
    assert committed("openapi.json") == json.loads(json.dumps(routed().openapi()))


def test_every_topic_is_described() -> None:
    """A new topic has a type of messages and a sentence."""
    assert [one.topic for one in PUBLISHED] == list(TOPICS)


@pytest.mark.parametrize("name", [*documents(), "openapi.json"])
def test_every_reference_leads_somewhere(name: str) -> None:
    """No document names a schema that it does not have."""
    document = committed(name)
    assert [one for one in references(document) if not points_somewhere(document, one)] == []


def test_alerts_follow_their_schema() -> None:
    """What goes out is valid by the schema that readers have."""
    schema = committed("alert.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    alerts = [json.loads(to_json(alert)) for alert in (sample_alert(), alert_of(rev=3))]
    assert [error for alert in alerts for error in jsonschema.Draft202012Validator(schema).iter_errors(alert)] == []


def test_webhooks_follow_their_schema() -> None:
    """A receiver may check what it gets: a first notice, a later one, a digest."""
    parcels = [parcel_of(alert_of()), parcel_of(alert_of(rev=2), repeat=True), parcel_of(alert_of(1), alert_of(2))]
    bodies = [json.loads(body_of(one, NOON)) for one in parcels]
    for body in bodies:
        jsonschema.validate(body, committed("webhook.schema.json"), cls=jsonschema.Draft202012Validator)
    assert [(one["type"], *one["data"]) for one in bodies] == [
        ("alert.created", "alert", "exercise", "possible_repeat"),
        ("alert.updated", "alert", "exercise", "possible_repeat"),
        ("alerts.digest", "alerts", "exercise", "possible_repeat"),
    ]


def test_schema_refuses_what_is_no_alert() -> None:
    """A field of the wrong type, or a missing one, is told."""
    schema = committed("alert.schema.json")
    wrong = json.loads(to_json(sample_alert())) | {"rev": "one"}
    with pytest.raises(jsonschema.ValidationError, match="is not of type 'integer'"):
        jsonschema.validate(wrong, schema, cls=jsonschema.Draft202012Validator)


def test_headers_follow_the_asyncapi_document() -> None:
    """The attributes of CloudEvents on the wire are those that the document names."""
    message = committed("asyncapi.json")["components"]["messages"]["alert"]
    headers = {name: value.decode() for name, value in encode(alert_of()).headers}
    jsonschema.validate(headers, message["headers"])
    assert headers.keys() == message["headers"]["properties"].keys()


def test_examples_of_the_interface_follow_its_schemas() -> None:
    """Each example of JSON in the OpenAPI document is valid by the schema beside it."""
    document = committed("openapi.json")
    checked = 0
    for path in document["paths"].values():
        for answer in path["get"]["responses"].values():
            for body in answer.get("content", {}).values():
                if "schema" in body:
                    jsonschema.validate(body["example"], {**body["schema"], "components": document["components"]})
                    checked += 1
    assert checked > 20


def test_every_parameter_is_explained() -> None:
    """Who reads the description knows what each parameter is for."""
    told = [one for path in committed("openapi.json")["paths"].values() for one in path["get"].get("parameters", [])]
    silent = {one["name"] for one in told if not one.get("description") and not re.search(r"_id$", one["name"])}
    assert silent == set()
