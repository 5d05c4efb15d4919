"""What the commands on alerts have in common: opens the state, finds who acts, records what they do."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from wirewatch.actions import ActionKind, OperatorAction

if TYPE_CHECKING:
    from wirewatch.settings import Settings
    from wirewatch_alerter.desk import Found
    from wirewatch_alerts.rules import RuleSet
    from wirewatch_alerts.store import Store


def do_to(names: list[str], kind: ActionKind, by: str | None, text: str | None) -> None:
    """Do one thing to the alerts of some names, all of which must be found first."""
    from wirewatch_alerter.desk import action_on, find, record

    async def done(store: "Store", rules: "RuleSet", settings: "Settings") -> None:
        found: list[Found] = [await find(store, name) for name in names]
        for one in found:
            action = action_on(one, kind, who=who_of(by), at=now(), text=text)
            decision = await record(action, settings=settings, store=store, rules=rules)
            words = "changed nothing" if decision.repeat else kind.value
            typer.echo(f"{one.stored.alert.alert_id}: {words} ({one.stored.alert.title})")

    run(done)


def record_alone(kind: ActionKind, by: str | None, text: str | None, *, at: datetime, **values: Any) -> None:
    """Record an action that is on no alert of its own."""
    import secrets

    from wirewatch_alerter.desk import aimed, record

    action = OperatorAction(
        action_id=f"act-{secrets.token_hex(6)}", kind=kind, who=who_of(by), at=at, text=text, **values
    )

    async def done(store: "Store", rules: "RuleSet", settings: "Settings") -> None:
        decision = await record(await aimed(action, store), settings=settings, store=store, rules=rules)
        if kind is ActionKind.UNSILENCE:
            typer.echo(
                "changed nothing: `wirewatch alerts silences` shows what is in force" if decision.repeat else "ended"
            )
        else:
            typer.echo(action.action_id)

    run(done)


def run(use: Callable[["Store", "RuleSet", "Settings"], Coroutine[Any, Any, None]]) -> None:
    """Open the state and the rules, and use them."""
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch_alerter.desk import open_store
    from wirewatch_alerts.rules import load_rules

    async def opened() -> None:
        settings = load_settings()
        async with open_store(settings) as store:
            await use(store, load_rules(settings.rules), settings)

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
