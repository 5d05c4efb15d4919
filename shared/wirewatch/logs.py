"""Logs: an event and keys, as lines of JSON or, on a terminal, as coloured text; libraries' warnings the same way."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from wirewatch.settings import Settings

_LIBRARIES = ("faust", "mode", "aiokafka", "redis", "asyncio", "wirewatch.hop_worker", "wirewatch.hop_consumer")


def set_up(settings: Settings, *, service: str) -> None:
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
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


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
