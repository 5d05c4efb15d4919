"""Logs: an event and keys, as lines of JSON or, on a terminal, as coloured text; libraries' warnings the same way."""

import logging
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog
from structlog.typing import EventDict, Processor

if TYPE_CHECKING:
    from wirewatch.settings import Settings

_LIBRARIES = ("faust", "mode", "aiokafka", "redis", "asyncio", "wirewatch.hop_worker", "wirewatch.hop_consumer")
_EVERY_S = 10.0
_MOST_KINDS = 1000


def set_up(settings: "Settings", *, service: str) -> None:
    """Send structlog's and the standard library's log lines to stderr, each with the service's name.

    Libraries are heard from level warning on; `settings.log_format` picks the form.
    """
    text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared = [_service(service), *_shared()]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared, text=text))
    handler.addFilter(Throttle(_LIBRARIES))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def set_up_command() -> None:
    """Send a command's log lines to stderr, so that stdout has nothing but its answer."""
    structlog.configure(
        processors=[*_shared(), structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class Throttle:
    """Lets each kind of line of some loggers through once in ten seconds: an outage makes a hundred lines a second.

    A kind is the logger and the message's template. Pass it to `addFilter`; it is called under the handler's lock.
    """

    def __init__(self, names: tuple[str, ...], *, now: Callable[[], float] = time.monotonic) -> None:
        self._names = names
        self._now = now
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is to be written; an error with a traceback always is."""
        if record.exc_info or not record.name.startswith(self._names):
            return True
        kind, now = (record.name, str(record.msg)[:100]), self._now()
        if now - self._last.get(kind, -_EVERY_S) < _EVERY_S:
            return False
        if len(self._last) > _MOST_KINDS:
            self._last.clear()
        self._last[kind] = now
        return True


def _service(name: str) -> Processor:
    """Return a processor that names the service; unlike a context variable it reaches every thread."""

    def add(_logger: Any, _method: str, event: EventDict) -> EventDict:
        event.setdefault("service", name)
        return event

    return add


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _formatter(shared: list[Processor], *, text: bool) -> logging.Formatter:
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=True)]
        if text
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
