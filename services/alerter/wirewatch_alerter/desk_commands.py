"""What the commands on alerts have in common: opens the state, finds who acts, records what they do."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from wirewatch.actions import ActionKind, OperatorAction

if TYPE_CHECKING:
    from wirewatch.settings import Settings
    from wirewatch_alerter.desk import Found
    from wirewatch_alerts.store import Store


def do_to(names: list[str], kind: ActionKind, by: str | None, text: str | None) -> None:
    """Do one thing to the alerts of some names, all of which must be found first."""
    from wirewatch_alerter.desk import action_on, find, record
    from wirewatch_alerter.desk_rules import rules_at_work

    async def done(store: "Store", settings: "Settings") -> None:
        found: list[Found] = [await find(store, name) for name in names]
        rules = await rules_at_work(store, settings)
        for one in found:
            action = action_on(one, kind, who=who_of(by), at=now(), text=text)
            decision = await record(action, settings=settings, store=store, rules=rules)
            words = "changed nothing" if decision.repeat else kind.value
            typer.echo(f"{one.stored.alert.alert_id}: {words} ({one.stored.alert.title})")

    run(done)


def record_alone(kind: ActionKind, by: str | None, text: str | None, *, at: datetime, **values: Any) -> None:
    """Record an action that is on no alert of its own."""
    from msgspec.structs import replace

    from wirewatch_alerter.desk import aimed, known_silence, new_action_id, record
    from wirewatch_alerts.rules import RuleSet

    action = OperatorAction(action_id=new_action_id(), kind=kind, who=who_of(by), at=at, text=text, **values)

    async def done(store: "Store", settings: "Settings") -> None:
        meant = await known_silence(store, action.silence) if action.silence is not None else None
        rules = RuleSet(rules=(), hash="")  # a silence is asked of no rule
        whole = await aimed(replace(action, silence=meant), store)
        decision = await record(whole, settings=settings, store=store, rules=rules)
        if kind is ActionKind.UNSILENCE:
            typer.echo("changed nothing: it had ended" if decision.repeat else "ended")
        else:
            typer.echo(action.action_id)

    run(done)


def run(use: Callable[["Store", "Settings"], Coroutine[Any, Any, None]]) -> None:
    """Open the state, and use it."""
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch_alerter.desk import open_store

    async def opened() -> None:
        settings = load_settings()
        async with open_store(settings) as store:
            await use(store, settings)

    asyncio.run(opened())


def who_of(by: str | None) -> str:
    """Return who acts."""
    import getpass

    return by or getpass.getuser()


def now() -> datetime:
    """Return the present moment."""
    from wirewatch.clock import wall_clock

    return wall_clock()


def console() -> Any:
    """Return the terminal."""
    from rich.console import Console

    return Console()
