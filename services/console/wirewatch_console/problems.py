"""Errors as a program reads them: problem details (RFC 9457). An error in, a response out."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from wirewatch.errors import TransientError
from wirewatch_console.answers import Problem, Wrong
from wirewatch_console.pages import CursorError

MEDIA_TYPE = "application/problem+json"
_RETRY_S = "5"


def problem(
    status: int, detail: str, *, errors: tuple[Wrong, ...] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response that says what went wrong."""
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    return Response(msgspec.json.encode(told), status, headers, MEDIA_TYPE)


def answer_errors(app: FastAPI) -> None:
    """Let an application answer each kind of error as a problem."""
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(CursorError)(_cursor)
    app.exception_handler(TransientError)(_away)


async def _http(_request: Request, error: HTTPException) -> Response:
    return problem(error.status_code, error.detail, headers=error.headers)


async def _invalid(_request: Request, error: RequestValidationError) -> Response:
    errors = tuple(Wrong(parameter=str(one["loc"][1]), detail=one["msg"]) for one in error.errors())
    detail = "; ".join(f"{one.parameter}: {one.detail}" for one in errors)
    return problem(400, detail, errors=errors)


async def _cursor(_request: Request, error: CursorError) -> Response:
    return problem(400, f"cursor: {error}", errors=(Wrong(parameter="cursor", detail=str(error)),))


async def _away(_request: Request, error: TransientError) -> Response:
    return problem(503, str(error), headers={"Retry-After": _RETRY_S})
