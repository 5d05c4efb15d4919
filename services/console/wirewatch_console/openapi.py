"""The description of the HTTP interface (OpenAPI 3.1): the routes and our types in, one document with examples out."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from msgspec import Struct

from wirewatch.alerts import Alert
from wirewatch.schemas import tidied
from wirewatch.wire import SCHEMA_VERSION, to_json
from wirewatch_alerts.outlets import atom, cap, geojson, json_feed
from wirewatch_alerts.outlets.publisher import Publisher
from wirewatch_alerts.sample import sample_alert
from wirewatch_console.answers import (
    AlertPage,
    AlertRef,
    Health,
    IncidentPage,
    IncidentView,
    Problem,
    RevisionList,
)

_REF = "#/components/schemas/{name}"
_TYPES = (AlertPage, RevisionList, IncidentPage, IncidentView, Problem, Health)
_BY = Publisher(sender="alerts.example", url="https://alerts.example")
_PROBLEM = "application/problem+json"
_JSON_TYPES: Mapping[str, type[Struct]] = {
    "page": AlertPage,
    "alert": Alert,
    "revisions": RevisionList,
    "incidents": IncidentPage,
    "incident": IncidentView,
    "health": Health,
}


def responses(kind: str, media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer: its content in its form with an example, 304 where it has a tag, problems."""
    body = {"example": _example(kind, media_type)}
    if media_type == "application/json":
        body["schema"] = {"$ref": _REF.format(name=_JSON_TYPES[kind].__name__)}
    found: dict[int | str, dict[str, Any]] = {
        200: {"description": "What was asked for.", "content": {media_type: body}}
    }
    if kind == "health":
        return found | {503: {**found[200], "description": "Redis is away."}}
    if kind not in {"metrics", "stream"}:
        found[304] = {"description": "The reader has it already."}
    problems = {400: "A parameter is wrong.", 401: "The token is missing or wrong.", 503: "Redis is away."}
    if kind in {"alert", "revisions", "incident"}:
        problems[404] = "There is no such thing."
    return found | {status: _problem(status, words) for status, words in problems.items()}


def documented(app: FastAPI) -> dict[str, Any]:
    """Return the description of an application."""
    if app.openapi_schema is None:
        app.openapi_schema = _document(app)
    return app.openapi_schema


def _document(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title="wirewatch",
        version=SCHEMA_VERSION,
        summary="Alerts and incidents, and the stream of their revisions.",
        description="Everything is read-only. What is unknown to a reader in an answer should be ignored.",
        routes=app.routes,
    )
    for path in told["paths"].values():
        path["get"]["responses"].pop("422", None)
    schemas = {**told["components"].get("schemas", {}), **type_schemas()}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    told["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    told["security"] = [{}, {"token": []}]
    return told


def type_schemas() -> dict[str, Any]:
    """Return the JSON Schemas of all that is answered, by name."""
    _, found = msgspec.json.schema_components(_TYPES, ref_template=_REF)
    return dict(tidied(found))


def _problem(status: int, words: str) -> dict[str, Any]:
    told = Problem(title=words.rstrip("."), status=status, detail=words)
    schema = {"$ref": _REF.format(name="Problem")}
    return {"description": words, "content": {_PROBLEM: {"schema": schema, "example": msgspec.to_builtins(told)}}}


def _example(kind: str, media_type: str) -> Any:
    """Return an example of an answer: the sample alert in every form."""
    alert = sample_alert()
    written: dict[tuple[str, str], Callable[[], Any]] = {
        ("feed", atom.MEDIA_TYPE): lambda: atom.atom([alert], _BY).decode(),
        ("feed", json_feed.MEDIA_TYPE): lambda: msgspec.json.decode(json_feed.json_feed([alert], _BY)),
        ("feed", geojson.MEDIA_TYPE): lambda: msgspec.json.decode(geojson.collection([alert], _BY)),
        ("alert", cap.MEDIA_TYPE): lambda: cap.cap(alert, _BY).decode(),
        ("alert", geojson.MEDIA_TYPE): lambda: msgspec.json.decode(geojson.feature(alert, _BY)),
        ("stream", "text/event-stream"): lambda: f"id: 1641222000000-0\ndata: {to_json(alert).decode()}\n\n",
        ("metrics", "text/plain"): lambda: "wirewatch_serve_readers 3.0\n",
    }
    if write := written.get((kind, media_type)):
        return write()
    return msgspec.to_builtins(_values(alert)[kind])


def _values(alert: Alert) -> dict[str, Struct]:
    ref = AlertRef(alert_id=alert.alert_id, rule=alert.rule, severity=alert.severity, state=alert.state, rev=alert.rev)
    view = IncidentView(incident=alert.incident, updated_at=alert.updated_at, exercise=alert.exercise, alerts=(ref,))
    return {
        "page": AlertPage(alerts=(alert,), next="WzE3NDEwODk2MDAuMCwiYWxlcnQtMSJd"),
        "alert": alert,
        "revisions": RevisionList(alert_id=alert.alert_id, rev=alert.rev, revisions=alert.revisions),
        "incidents": IncidentPage(incidents=(view,)),
        "incident": view,
        "health": Health(redis="ok", readers=3),
    }
