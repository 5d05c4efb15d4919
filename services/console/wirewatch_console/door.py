"""What every request passes: who may read, how many at once, what is counted. ASGI in, ASGI out."""

import asyncio
import base64
import binascii
import hmac
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import structlog
from msgspec import Struct
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wirewatch_console.console_settings import LOOPBACK_NAMES, ConsoleSettings
from wirewatch_console.counts import Counts
from wirewatch_console.problems import problem

STREAM = "/v1/alerts/stream"
OPEN = "/healthz"
"""Health checks show no token."""
_AT_ONCE = 32
_ASKED = {"WWW-Authenticate": 'Bearer, Basic realm="wirewatch"'}

_log = structlog.stdlib.get_logger("wirewatch.console")


class Rules(Struct, frozen=True, kw_only=True):
    """Who may read: who shows the token, where there is one; `names` are the hosts that may be asked for, None: any.

    A page of some other site can make a browser ask this machine under that site's name; names keep it out.
    """

    token: str | None
    names: frozenset[str] | None


def rules_of(settings: ConsoleSettings, public_url: str | None) -> Rules:
    """Return who may read."""
    token = settings.serve_token.get_secret_value() if settings.serve_token else None
    public = urlsplit(public_url or "").hostname
    guarded = settings.only_here and token is None
    return Rules(token=token, names=LOOPBACK_NAMES | ({public} if public else set()) if guarded else None)


def refusal(headers: Mapping[str, str], path: str, rules: Rules) -> Response | None:
    """Return the answer to a request that may not read, or None."""
    host = headers.get("host", "").lower()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    if rules.names is not None and name not in rules.names:
        return problem(421, f"there is no {name!r} here: WIREWATCH_PUBLIC_URL names the host of a proxy")
    shown = shown_token(headers.get("authorization", ""))
    if rules.token is None or path == OPEN or hmac.compare_digest(shown, rules.token.encode()):
        return None
    return problem(401, "show the token: Authorization: Bearer …, or Basic with it as the password", headers=_ASKED)


def shown_token(authorization: str) -> bytes:
    """Return the token that a request shows: as such, or as the password of feed readers, which know no other way."""
    scheme, _, shown = authorization.partition(" ")
    match scheme.lower():
        case "bearer":
            return shown.strip().encode()
        case "basic":
            try:
                return base64.b64decode(shown, validate=True).partition(b":")[2]
            except binascii.Error:
                return b""
    return b""


class Door:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, rules: Rules, counts: Counts) -> None:
        self._app, self._rules, self._counts = app, rules, counts
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, path = time.perf_counter(), scope["path"]
        if scope["method"] == "HEAD" and path != STREAM:
            scope = {**scope, "method": "GET"}  # the server leaves the body out

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._counts.requests.labels(status=str(message["status"])).inc()
                if path != STREAM:
                    self._counts.seconds.observe(time.perf_counter() - began)
            await send(message)

        if refused := refusal(Headers(scope=scope), path, self._rules):
            await refused(scope, receive, counted)
        elif path == STREAM:
            await self._answer(scope, receive, counted)
        else:
            async with self._turns:
                await self._answer(scope, receive, counted)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what nobody expected is a problem for the reader, and a line in the log for us."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            _log.exception("request_failed", path=scope["path"])
            if started:
                raise
            await problem(500, "something unexpected; the log of the console says what")(scope, receive, send)
