"""One `wirewatch replay`, from its options to its exit code: the stack around it, and what a person sees."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from wirewatch.alerts import Alert
from wirewatch.settings import Settings, load_settings
from wirewatch.wire import to_json
from wirewatch_alerts.card import card
from wirewatch_alerts.rules import load_rules
from wirewatch_alerts.sentences import counted
from wirewatch_standalone import replay
from wirewatch_standalone.archive import Archive, read_archive
from wirewatch_standalone.golden import differences, golden_file, golden_files, read_golden, write_golden
from wirewatch_standalone.report import Outcome, summarise
from wirewatch_standalone.services import Service, running_services
from wirewatch_standalone.settle import Backlog
from wirewatch_standalone.signals import ending_as_exceptions
from wirewatch_standalone.stack import run_environment, running_stack
from wirewatch_standalone.up_place import running_settings

_MOST_FAILURES = 5


class Options(Struct, frozen=True, kw_only=True):
    """What the command line asks for; `factor` is None for as fast as possible."""

    seed: Path
    as_json: bool = False
    rules: Path | None = None
    factor: float | None = None
    running: bool = False
    update_expected: bool = False
    dry_run: bool = False


def run_replay(options: Options) -> int:
    """Run a replay and return its exit code; raises `SettingsError` for a wrong setting, seed or rule."""
    settings = replay.replay_settings(load_settings(), rules=options.rules)
    console = Console(stderr=options.as_json)
    watch = replay.Stopwatch()
    with watch.step("read"):
        rules = load_rules(settings.rules)
        archive = read_archive(options.seed)
        expected = read_golden(golden_files(options.seed)) if _is_compared(options) else ()
    if options.dry_run:
        console.print(
            f"{counted(len(archive.articles), 'article')}, {counted(len(rules.rules), 'rule')}, "
            f"{counted(len(expected), 'golden record')}"
        )
        for problem in archive.problems:
            console.print(problem.told(), markup=False, highlight=False)
        return 1 if archive.problems else 0
    with ExitStack() as stack:
        seen = _through_services(options, settings, archive, watch, stack)
        with watch.step("stop"):
            stack.close()
    if options.update_expected:
        write_golden(golden_file(options.seed), replay.final_records(seen.alerts))
    outcome = Outcome(
        articles=len(archive.articles),
        incidents=len({alert.incident.incident_id for alert in seen.alerts}),
        alerts=seen.alerts,
        rejected=seen.rejected,
        problems=archive.problems,
        expected=len(expected),
        differing=differences(expected, replay.final_records(seen.alerts)) if expected else (),
        seconds=watch.seconds,
    )
    _print_alerts(seen.alerts, console, as_json=options.as_json)
    summarise(outcome, console)
    return outcome.exit_code


def _is_compared(options: Options) -> bool:
    """Golden records hold for the default rules alone."""
    return options.rules is None and not options.update_expected


def _through_services(
    options: Options, base: Settings, archive: Archive, watch: replay.Stopwatch, stack: ExitStack
) -> replay.Seen:
    """Start what is needed, send the archive through, wait for its end, and read what came out."""
    progress = stack.enter_context(_progress())
    settings, env, logs = _place(options, base, watch, stack)
    with watch.step("topics"):
        asyncio.run(replay.prepare(settings))
    services = [Service(name=name, command=(name,)) for name in replay.SERVICES]
    supervisor = stack.enter_context(
        running_services(
            *services, settings=settings, logs=logs, env=env, tell=progress.console.print, most_failures=_MOST_FAILURES
        )
    )
    bar = _Bar(progress, len(archive.articles))
    with watch.step("replay"):
        asyncio.run(replay.feed(settings, archive, replay.Pace(factor=options.factor), bar.fed))
        asyncio.run(replay.wait(settings, supervisor.check, bar.left))
        return asyncio.run(replay.outcome_of(settings))


def _place(
    options: Options, base: Settings, watch: replay.Stopwatch, stack: ExitStack
) -> tuple[Settings, dict[str, str], Path]:
    """Return settings, environment and log folder: of a stack started for the replay, or of the running one."""
    if options.running:
        stack.enter_context(ending_as_exceptions())
        settings = running_settings(base).model_copy(update={"namespace": replay.namespace()})
        stack.callback(lambda: asyncio.run(replay.remove(settings)))
        return settings, dict(os.environ), settings.home / "replays" / settings.namespace
    with watch.step("Kafka and Redis"):
        running = stack.enter_context(running_stack(base.home))
    settings = running.settings(base, namespace=replay.namespace())
    return settings, run_environment(running.folder), running.folder / "logs"


class _Bar:
    """The progress bar: an article is done when the alerter has accounted for it."""

    def __init__(self, progress: Progress, articles: int) -> None:
        self._progress = progress
        self._articles = articles
        self._task: TaskID = progress.add_task("articles", total=articles)

    def fed(self, count: int) -> None:
        """Note how many articles went in."""
        self._progress.update(self._task, description=f"articles ({count} in)")

    def left(self, left: Backlog) -> None:
        """Note what is left."""
        done = self._articles - left.to_enrich - left.to_alert
        self._progress.update(self._task, completed=max(0, done))


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show progress on stderr, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def _print_alerts(alerts: tuple[Alert, ...], console: Console, *, as_json: bool) -> None:
    for alert in sorted(alerts, key=lambda alert: (alert.updated_at, alert.alert_id)):
        if as_json:
            print(to_json(alert).decode())  # noqa: T201  (what a program reads)
        else:
            console.print(card(alert))
