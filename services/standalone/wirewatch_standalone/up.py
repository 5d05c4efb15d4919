"""`wirewatch up`: Kafka, Redis and every service for as long as somebody wants them, and what others see of them.

In: a feed list, rules, the settings. Out: a running stack whose storage stays, its state in the home folder, its logs.
"""

import asyncio
import os
import time
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console

from wirewatch.clock import wall_clock
from wirewatch.hop_health import State, read_processes
from wirewatch.kafka_topics import create_topics
from wirewatch.settings import Settings, load_settings
from wirewatch_alerts.rules import load_rules
from wirewatch_console.console_settings import load_console_settings
from wirewatch_fetcher.fetcher_settings import load_fetcher_settings
from wirewatch_fetcher.opml import load_feeds
from wirewatch_standalone.ports import free_port_or
from wirewatch_standalone.services import Service, Supervisor, running_services
from wirewatch_standalone.signals import ending_as_exceptions, undisturbed
from wirewatch_standalone.stack import Lasting, Stack, run_environment, running_stack
from wirewatch_standalone.up_logs import LogBook
from wirewatch_standalone.up_place import Running, env_file, only_one, write_env, write_running
from wirewatch_standalone.up_rebuild import rebuild
from wirewatch_standalone.up_servers import Servers

SERVICES = (
    Service(name="fetcher", command=("fetch",)),
    Service(name="enricher", command=("enrich",)),
    Service(name="alerter", command=("alert",)),
    Service(name="dispatcher", command=("dispatch",)),
    Service(name="console", command=("serve",)),
)
"""In the order of the flow, in which they are stopped too: what one has sent, the next still takes."""
FULL_TEXT = Service(name="fulltext", command=("fulltext",))
"""Runs beside the others where `WIREWATCH_FETCHER_FULL_TEXT` asks for it."""
SERVERS_STOP_BOUND_S = 60.0
_SERVICE_STOP_BOUND_S = 15.0
_LOOK_S = 0.2  # in short steps: a signal that comes just before a long wait would not wake it


class Options(Struct, frozen=True, kw_only=True):
    """What the command line asks for; what is None is as the settings say."""

    feeds: Path | None = None
    rules: Path | None = None
    quiet: bool = False
    rebuild: bool = False


def run_up(options: Options) -> int:
    """Run until Ctrl-C or SIGTERM and return the exit code.

    Raises:
        SettingsError: a setting, the feed list or a rule is wrong.
        AlreadyUpError: another one runs in this home folder.
        StackError: Kafka or Redis did not start.
    """
    settings = up_settings(load_settings(), options)
    feeds, rules = load_feeds(settings.feeds), load_rules(settings.rules).rules
    with ExitStack() as stack:
        stack.enter_context(only_one(settings.home))
        logs = LogBook(settings.home / "logs", console=Console(), clock=wall_clock, quiet=options.quiet)
        stack.callback(logs.close)
        logs.say(f"starting Kafka and Redis; {len(feeds)} feeds, {len(rules)} rules; data and logs in {settings.home}")
        with suppress(KeyboardInterrupt, SystemExit), ending_as_exceptions():
            _serve(settings, logs, state_from_kafka=options.rebuild)
        logs.say("stopped")
    return 0


def up_settings(base: Settings, options: Options) -> Settings:
    """Return the settings of a long-lived stack: paths that don't depend on the folder where the command was given."""
    return base.model_copy(
        update={
            "home": base.home.absolute(),
            "feeds": (options.feeds or base.feeds).absolute(),
            "rules": (options.rules or base.rules).absolute(),
            "log_format": "json",
        }
    )


def _serve(settings: Settings, logs: LogBook, *, state_from_kafka: bool) -> None:
    """Start all, look after it until an exception ends the wait, then stop all: services in their order, then servers.

    The exception ends here where it is a signal's, so that the logs of an orderly end are not kept as a failure's.
    """
    lasting = Lasting(
        kafka_port=free_port_or(settings.kafka),
        redis_port=free_port_or(settings.redis),
        output=logs.output,
        stop_bound_s=SERVERS_STOP_BOUND_S,
    )
    with running_stack(settings.home, data=settings.home / "data", lasting=lasting) as stack, ExitStack() as cleanup:
        cleanup.enter_context(suppress(KeyboardInterrupt, SystemExit))
        servers = Servers(stack.redis_child, stack.kafka_child, tell=logs.say)
        cleanup.callback(_stop_servers, servers, logs)
        here = stack.settings(settings, namespace=settings.namespace).model_copy(update={"home": settings.home})
        asyncio.run(create_topics(here))
        if state_from_kafka:
            rebuild(here, logs)
        serve_port = free_port_or(f"127.0.0.1:{load_console_settings().serve_port}")
        supervisor = cleanup.enter_context(_services(here, stack, logs, serve_port=serve_port))
        cleanup.callback(logs.say, "stopping: the services in the order of the flow, then Redis and Kafka")
        _tell_addresses(here, logs, serve_port=serve_port)
        _look_after(here, servers, supervisor, logs)


def _services(here: Settings, stack: Stack, logs: LogBook, *, serve_port: int) -> AbstractContextManager[Supervisor]:
    return running_services(
        *SERVICES,
        *((FULL_TEXT,) if load_fetcher_settings().full_text else ()),
        settings=here,
        logs=here.home / "logs",
        env={**run_environment(stack.folder), "WIREWATCH_SERVE_PORT": str(serve_port)},
        tell=logs.say,
        stop_bound_s=_SERVICE_STOP_BOUND_S,
        output=logs.output,
        one_by_one=True,
    )


def _stop_servers(servers: Servers, logs: LogBook) -> None:
    with undisturbed():
        servers.close(bound_s=SERVERS_STOP_BOUND_S)
    logs.say("Redis and Kafka stopped")


def _tell_addresses(here: Settings, logs: LogBook, *, serve_port: int) -> None:
    """Write the file to source, and say whether one needs it: where the addresses are the usual ones, one does not."""
    names = ("kafka", "redis", "namespace", "home", "rules", "feeds")
    told = {f"WIREWATCH_{name.upper()}": str(getattr(here, name)) for name in names}
    write_env(here.home, {**told, "WIREWATCH_SERVE_PORT": str(serve_port)})
    usual = all(getattr(here, name) == Settings.model_fields[name].default for name in names[:3])
    how = "where every `wirewatch` command looks" if usual else f"for other commands first say: . {env_file(here.home)}"
    logs.say(f"Kafka is at {here.kafka}, Redis at {here.redis}: {how}")
    logs.say(f"alerts over HTTP: http://127.0.0.1:{serve_port}/v1/alerts")


def _look_after(here: Settings, servers: Servers, supervisor: Supervisor, logs: LogBook) -> None:
    """Keep the servers alive and the state file true, for ever; an exception (a signal) ends it."""
    began, told = time.monotonic(), None
    running = Running(
        pid=os.getpid(),
        started=wall_clock(),
        namespace=here.namespace,
        kafka=here.kafka,
        redis=here.redis,
        feeds=here.feeds,
        rules=here.rules,
    )
    while True:
        servers.look()
        running = replace(running, services=(*servers.states(), *supervisor.states()))
        if not running.ready and _all_ready(here, supervisor):
            running = replace(running, ready=True)
            logs.say(f"all services are ready after {time.monotonic() - began:.1f} s; Ctrl-C ends all")
            logs.ready()
        if running != told:
            write_running(here.home, running)
            told = running
        time.sleep(_LOOK_S)


def _all_ready(here: Settings, supervisor: Supervisor) -> bool:
    """Tell whether every service that runs now has said that it is ready."""
    ready = {one.health.pid for one in read_processes(here) if one.health.state is State.READY}
    return {state.pid for state in supervisor.states()} <= ready
