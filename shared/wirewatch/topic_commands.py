"""`wirewatch topics`: make the topics, and see how they are."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wirewatch.kafka_topics import TopicState
    from wirewatch.topics import Topic

topics = typer.Typer(
    name="topics",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    help="The Kafka topics: make them, and see how they are.",
)

AsJson = Annotated[bool, typer.Option("--json", help="JSON for programs.")]


@topics.command()
def create(as_json: AsJson = False) -> None:
    """Make the topics that are missing; those that exist are left as they are, and what differs is told.

    - `wirewatch topics create`
    - `WIREWATCH_NAMESPACE=demo wirewatch topics create`
    """
    import asyncio

    from wirewatch.kafka_topics import create_topics
    from wirewatch.settings import load_settings

    _print(asyncio.run(create_topics(load_settings())), as_json=as_json)


@topics.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List the topics in the order of the flow, and what of theirs differs from what it should be.

    - `wirewatch topics list`
    - `wirewatch topics list --json`
    """
    import asyncio

    from wirewatch.kafka_topics import list_topics
    from wirewatch.settings import load_settings

    _print(asyncio.run(list_topics(load_settings())), as_json=as_json)


def _print(states: "tuple[TopicState, ...]", *, as_json: bool) -> None:
    from rich.console import Console

    from wirewatch import wire

    if as_json:
        for state in states:
            typer.echo(wire.to_json(state).decode())
    else:
        Console().print(_table(states))


def _table(states: "tuple[TopicState, ...]") -> object:
    from rich.table import Table

    table = Table(box=None)
    for name in ("topic", "key", "parts", "kept", "largest", "state"):
        table.add_column(name, no_wrap=name != "state", overflow="fold")
    for state in states:
        topic = state.topic
        size = f"{topic.max_message_bytes / 1_000_000:g} MB"
        table.add_row(state.name, topic.key, str(topic.partitions), _kept(topic), size, _state(state))
    return table


def _state(state: "TopicState") -> str:
    if not state.exists:
        return "[red]missing[/]"
    if state.differs:
        return "[yellow]" + "; ".join(state.differs) + "[/]"
    return "[green]created[/]" if state.created else "[green]well[/]"


def _kept(topic: "Topic") -> str:
    days = "for ever" if topic.retention_ms < 0 else f"{topic.retention_ms // 86_400_000} days"
    return f"{days}, the newest of each key" if topic.cleanup == "compact" else days
