"""`wirewatch alerts`: see alerts and why they were told, acknowledge, silence and retract them, rebuild the state."""

from typing import TYPE_CHECKING, Annotated

import typer

from wirewatch.actions import ActionKind
from wirewatch_alerter.desk_commands import console, do_to, now, record_alone, run

if TYPE_CHECKING:
    from wirewatch.settings import Settings
    from wirewatch_alerts.store import Store

alerts = typer.Typer(
    name="alerts",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    help="Alerts: see them and why they were told or not, acknowledge, silence and retract them.",
)

AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs, one line each.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it; by default you.")]
Text = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why, for others to read.")]
Name = Annotated[str, typer.Argument(metavar="ALERT", help="An alert's id, or the beginning of it.")]
Names = Annotated[list[str], typer.Argument(metavar="ALERT...", help="Alerts' ids, or the beginnings of them.")]


@alerts.command("list")
def list_alerts(
    *,
    state: Annotated[str | None, typer.Option(help="`open`, `closed` or `retracted`.")] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", metavar="FIELD=VALUE", help="Only those; see `silence`.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List alerts, the one that changed last first.

    - `wirewatch alerts list --state open --where severity=critical`
    - `wirewatch alerts list --where country=IQ --json | jq .title`
    """
    from wirewatch.alerts import AlertState
    from wirewatch.wire import to_json
    from wirewatch_alerter.desk_view import table_of
    from wirewatch_alerts.operators import matches, read_matcher

    if state is not None and state not in list(AlertState):
        raise typer.BadParameter(f"{state!r} is no state; there are {', '.join(AlertState)}")
    matchers = [read_matcher(one) for one in where or ()]

    async def listed(store: "Store", _settings: "Settings") -> None:
        found = [one.alert for one in await store.alerts()]
        kept = [one for one in found if state in {None, one.state.value} and all(matches(one, m) for m in matchers)]
        if as_json:
            for alert in kept[:limit]:
                typer.echo(to_json(alert).decode())
        else:
            console().print(table_of(kept[:limit], of=len(kept)))

    run(listed)


@alerts.command()
def show(name: Name, *, as_json: AsJson = False) -> None:
    """Show an alert as a card, with what its sources differ on and what people did to it.

    - `wirewatch alerts show 3f9c`
    - `wirewatch alerts show alert-3f9c0b6e3c2a4d11 --json`
    """
    from wirewatch.wire import to_json
    from wirewatch_alerter.desk import find
    from wirewatch_alerter.desk_view import action_line, difference_lines
    from wirewatch_alerts.card import card

    async def shown(store: "Store", _settings: "Settings") -> None:
        found = await find(store, name)
        if as_json:
            typer.echo(to_json(found.stored.alert).decode())
            return
        console().print(card(found.stored.alert))
        for line in difference_lines(found.stored.alert):
            console().print(line, markup=False, highlight=False)
        for action in found.incident.actions if found.incident else ():
            if action.rule == found.stored.alert.rule:
                console().print(action_line(action), markup=False, highlight=False)

    run(shown)


@alerts.command()
def ack(names: Names, *, by: By = None, note: Text = None) -> None:
    """Acknowledge alerts: you look after them. Others see it; news of them is told all the same.

    - `wirewatch alerts ack 3f9c --by anna`
    """
    do_to(names, ActionKind.ACK, by, note)


@alerts.command()
def unack(names: Names, *, by: By = None, note: Text = None) -> None:
    """Take acknowledgements back.

    - `wirewatch alerts unack 3f9c`
    """
    do_to(names, ActionKind.UNACK, by, note)


@alerts.command()
def retract(names: Names, *, by: By = None, note: Text = None) -> None:
    """Retract alerts for good: who was told of them is told so, and no new report brings them back.

    - `wirewatch alerts retract 3f9c --note "a drill, says the embassy"`
    """
    do_to(names, ActionKind.RETRACT, by, note)


@alerts.command("note")
def add_note(name: Name, text: Annotated[str, typer.Argument(help="What to remember.")], *, by: By = None) -> None:
    """Note something on an alert, for others to read.

    - `wirewatch alerts note 3f9c "the consul was called at 9:40"`
    """
    if not text.strip():
        raise typer.BadParameter("the note is empty")
    do_to([name], ActionKind.NOTE, by, text)


@alerts.command()
def silence(
    matchers: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="All of these must hold.")],
    *,
    last: Annotated[str, typer.Option("--for", help="How long, such as `30m`, `4h` or `2d`.")] = "2h",
    by: By = None,
    note: Text = None,
) -> None:
    """Silence alerts for a time: they are revised as ever, and nobody is told. Prints the silence's id.

    Fields: alert, rule, severity, type, status, country, place, target, source, incident.

    - `wirewatch alerts silence country=UA type=drone_attack --for 8h`
    - `wirewatch alerts silence alert=3f9c --for 1d --note "known"`; it goes on where another alert takes this one over
    """
    from wirewatch_alerter.desk_view import span_of
    from wirewatch_alerts.operators import read_matcher

    wanted = tuple(read_matcher(one) for one in matchers)
    at = now()
    record_alone(ActionKind.SILENCE, by, note, at=at, matchers=wanted, until=at + span_of(last))


@alerts.command()
def unsilence(
    silence_id: Annotated[str, typer.Argument(metavar="SILENCE", help="Its id, or the beginning of it.")],
    *,
    by: By = None,
) -> None:
    """End a silence now. `silences` shows those there are.

    - `wirewatch alerts unsilence 5f0c`
    """
    record_alone(ActionKind.UNSILENCE, by, None, at=now(), silence=silence_id)


@alerts.command()
def silences(
    *,
    every: Annotated[bool, typer.Option("--all", help="Those too that ended not long ago.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the silences in force.

    - `wirewatch alerts silences`
    - `wirewatch alerts silences --all --json`
    """
    from wirewatch.wire import to_json
    from wirewatch_alerter.desk_view import action_line
    from wirewatch_alerts.operators import in_force

    async def listed(store: "Store", _settings: "Settings") -> None:
        for one in await store.silences():
            if every or in_force(one, now()):
                typer.echo(to_json(one).decode() if as_json else action_line(one))

    run(listed)


@alerts.command()
def why(
    name: Annotated[str, typer.Argument(metavar="ALERT|ARTICLE", help="An alert's id, or an article's.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say why an alert was told or not, revision by revision, and what holds now.

    For an article without an alert: which condition of each rule failed first, and on what values.

    - `wirewatch alerts why 3f9c`
    - `wirewatch alerts why 6b1f0c22a9e04d77 --json`
    """
    from wirewatch.errors import WirewatchError
    from wirewatch.wire import to_json
    from wirewatch_alerter.desk import explain, explain_article, find
    from wirewatch_alerter.desk_rules import rules_at_work
    from wirewatch_alerter.desk_view import why_article_lines, why_lines

    async def explained(store: "Store", settings: "Settings") -> None:
        rules = await rules_at_work(store, settings)
        try:
            found = await find(store, name)
        except WirewatchError:
            if not await store.redis.exists(store.keys.article(name)):
                raise
            for incident_id, said in await explain_article(store, name, rules):
                for line in (
                    (to_json(one).decode() for one in said) if as_json else why_article_lines(incident_id, said)
                ):
                    typer.echo(line)
            return
        told = await explain(store, found, rules, at=now())
        for line in (to_json(told).decode(),) if as_json else why_lines(told):
            typer.echo(line)

    run(explained)


@alerts.command()
def rebuild(*, as_json: AsJson = False) -> None:
    """Fill an empty Redis from Kafka: incidents, final records, acknowledgements, silences and retractions.

    Stop the alerter and the dispatcher first. Nothing is published and nobody is told; notices that only Redis knew
    are counted as unknown.

    - `wirewatch alerts rebuild`
    """
    import asyncio

    from wirewatch.settings import load_settings
    from wirewatch.wire import to_json
    from wirewatch_alerter.desk import rebuild_from_kafka
    from wirewatch_alerts.rules import load_rules

    settings = load_settings()
    done = asyncio.run(rebuild_from_kafka(settings, load_rules(settings.rules)))
    if as_json:
        typer.echo(to_json(done).decode())
        return
    typer.echo(f"{done.articles} articles and {done.actions} actions gave {done.alerts} alerts")
    typer.echo(f"{done.notices_unknown} alerts may have had notices under way, which are unknown")
    for one in done.differing:
        typer.echo(f"{one} differs from what was published: the rules have changed since")
