"""The HTTP interface: which address answers what. All that it knows comes from Redis.

OpenAPI is made from the routes and from our own types, see `openapi.py`.
"""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, FastAPI, Header, HTTPException, Query, Request, Response
from msgspec import Struct
from starlette.types import ASGIApp

from wirewatch.alerts import Alert
from wirewatch.errors import TransientError
from wirewatch.wire import to_json
from wirewatch_alerts.outlets.publisher import Publisher
from wirewatch_console import counts as prometheus
from wirewatch_console.answers import AlertPage, Health, IncidentPage, RevisionList
from wirewatch_console.console_settings import ConsoleSettings
from wirewatch_console.counts import Counts
from wirewatch_console.door import STREAM, Door, rules_of
from wirewatch_console.events import EventStream
from wirewatch_console.forms import ALERT_FORMS, FEED_FORMS, JSON, Addresses, AlertForm, FeedForm, answer
from wirewatch_console.hub import Hub, read_event_id
from wirewatch_console.openapi import documented, responses
from wirewatch_console.pages import Page, Pages
from wirewatch_console.problems import answer_errors
from wirewatch_console.queries import PageQuery, StreamQuery

IfNoneMatch = Annotated[str | None, Header(description="The `ETag` that the reader has: 304 where it is the same.")]

router = APIRouter()


class Desk(Struct, frozen=True, kw_only=True):
    """What the routes work with; `publisher` says for the address of a request who publishes."""

    pages: Pages
    hub: Hub
    counts: Counts
    settings: ConsoleSettings
    publisher: Callable[[str], Publisher]


def make_app(desk: Desk) -> ASGIApp:
    """Return the application."""
    app = routed()
    app.state.desk = desk
    return Door(app, rules=rules_of(desk.settings, desk.publisher("").url), counts=desk.counts)


def routed() -> FastAPI:
    """Return the application with its routes and nothing to answer with."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(router)
    for extension, form in FEED_FORMS.items():
        _add(app, f"/v1/alerts{extension}", _feed_in(form), responses("feed", form.media_type))
    for extension, one in reversed(ALERT_FORMS.items()):
        _add(app, f"/v1/alerts/{{alert_id}}{extension}", _alert_in(one), responses("alert", one.media_type))
    answer_errors(app)
    app.openapi = lambda: documented(app)  # type: ignore[method-assign]
    return app


def _add(app: FastAPI, path: str, answers: Callable[..., Any], told: dict[int | str, dict[str, Any]]) -> None:
    app.add_api_route(path, answers, methods=["GET"], responses=told, response_class=Response)


@router.get("/v1/alerts", responses=responses("page", JSON), response_class=Response)
async def list_alerts(
    request: Request, query: Annotated[PageQuery, Query()], if_none_match: IfNoneMatch = None
) -> Response:
    """Alerts at their newest revision, the one that changed last first."""
    page = await _page(request, query)
    told = AlertPage(alerts=page.alerts, next=page.following.cursor() if page.following else None)
    return answer(to_json(told), JSON, if_none_match=if_none_match, following=_following(request, page))


@router.get(STREAM, responses=responses("stream", EventStream.media_type), response_class=Response)
async def stream_alerts(
    request: Request,
    query: Annotated[StreamQuery, Query()],
    last_event_id: Annotated[str | None, Header(description="The id of the last event that the reader has.")] = None,
) -> Response:
    """Every revision as it is made, as server-sent events: `data` is the alert, `id` is where to go on after a break.

    The event `gap` says that revisions are gone that came after the reader's last: only the last 16 MB are kept.
    """
    desk = _desk(request)
    if len(desk.hub.readers) >= desk.settings.serve_readers or desk.hub.closed:
        raise HTTPException(503, "as many readers as there may be", {"Retry-After": "30"})
    if desk.hub.last is None:
        raise TransientError("Redis is away: the stream has not begun")
    told = last_event_id or query.last_event_id
    after = read_event_id(told) if told else None
    if told and after is None:
        raise HTTPException(400, f"Last-Event-ID: {told!r} is no id of an event, such as 1741089600000-0")
    return EventStream(desk.hub, query.wanted(), after=after)


@router.get("/v1/alerts/{alert_id}/revisions", responses=responses("revisions", JSON), response_class=Response)
async def list_revisions(request: Request, alert_id: str, if_none_match: IfNoneMatch = None) -> Response:
    """What each revision of an alert changed, and whether it notified."""
    alert = await _alert(request, alert_id)
    told = RevisionList(
        alert_id=alert.alert_id, rev=alert.rev, revisions=alert.revisions, revisions_more=alert.revisions_more
    )
    return answer(to_json(told), JSON, if_none_match=if_none_match)


@router.get("/v1/incidents", responses=responses("incidents", JSON), response_class=Response)
async def list_incidents(
    request: Request, query: Annotated[PageQuery, Query()], if_none_match: IfNoneMatch = None
) -> Response:
    """Incidents that raised an alert, the one that changed last first; filters hold for that alert."""
    page = await _page(request, query)
    views = await _desk(request).pages.incidents(page.alerts)
    told = IncidentPage(incidents=views, next=page.following.cursor() if page.following else None)
    return answer(to_json(told), JSON, if_none_match=if_none_match, following=_following(request, page))


@router.get("/v1/incidents/{incident_id}", responses=responses("incident", JSON), response_class=Response)
async def show_incident(request: Request, incident_id: str, if_none_match: IfNoneMatch = None) -> Response:
    """One incident, and the alerts on it."""
    found = await _desk(request).pages.incident(incident_id)
    if found is None:
        raise HTTPException(404, f"no alert is on an incident {incident_id!r}")
    return answer(to_json(found), JSON, if_none_match=if_none_match)


@router.get("/healthz", responses=responses("health", JSON), response_class=Response)
async def health(request: Request) -> Response:
    """Whether requests can be answered: 503 while Redis is away. Needs no token."""
    hub = _desk(request).hub
    told = Health(redis=hub.trouble or "ok", readers=len(hub.readers))
    return Response(to_json(told), 503 if hub.trouble else 200, media_type=JSON)


@router.get("/metrics", responses=responses("metrics", "text/plain"), response_class=Response)
async def metrics(request: Request) -> Response:
    """Counts of requests, readers and events, for Prometheus."""
    return Response(_desk(request).counts.text(), headers={"Content-Type": prometheus.CONTENT_TYPE})


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Answer with this interface's description."""
    return answer(msgspec.json.encode(request.app.openapi()), JSON, if_none_match=if_none_match)


def _feed_in(form: FeedForm) -> Callable[..., Any]:
    async def answer_feed(
        request: Request, query: Annotated[PageQuery, Query()], if_none_match: IfNoneMatch = None
    ) -> Response:
        page = await _page(request, query)
        following = _following(request, page)
        addresses = Addresses(here=_address(request), following=following)
        body = form.write(page.alerts, _publisher(request), addresses)
        return answer(body, form.media_type, if_none_match=if_none_match, following=following)

    answer_feed.__doc__ = f"""The alerts of `/v1/alerts` as {form.name}."""
    return answer_feed


def _alert_in(form: AlertForm) -> Callable[..., Any]:
    async def answer_alert(request: Request, alert_id: str, if_none_match: IfNoneMatch = None) -> Response:
        alert = await _alert(request, alert_id)
        return answer(form.write(alert, _publisher(request)), form.media_type, if_none_match=if_none_match)

    answer_alert.__doc__ = f"""One alert at its newest revision as {form.name}."""
    return answer_alert


async def _page(request: Request, query: PageQuery) -> Page:
    return await _desk(request).pages.page(query.wanted(), limit=query.limit, after=query.after())


async def _alert(request: Request, alert_id: str) -> Alert:
    alert = await _desk(request).pages.alert(alert_id)
    if alert is None:
        raise HTTPException(404, f"there is no alert {alert_id!r}; alerts that nothing touched for 90 days are gone")
    return alert


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _publisher(request: Request) -> Publisher:
    return _desk(request).publisher(str(request.base_url))


def _address(request: Request, **changed: str) -> str:
    """Return a request's address as others reach it."""
    url = request.url.include_query_params(**changed)
    return f"{_publisher(request).url}{url.path}{f'?{url.query}' if url.query else ''}"


def _following(request: Request, page: Page) -> str | None:
    return _address(request, cursor=page.following.cursor()) if page.following else None
