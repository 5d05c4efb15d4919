"""`wirewatch schema`: the JSON Schemas of all messages, and the AsyncAPI document of the topics."""

from pathlib import Path
from typing import Annotated, Any

import typer

schema = typer.Typer(
    name="schema",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    help="What is on the topics, for programs: JSON Schemas and an AsyncAPI document.",
)


@schema.command("list")
def list_schemas() -> None:
    """List the types of messages, and where they are: on a topic, or in a webhook.

    - `wirewatch schema list`
    """
    from wirewatch.schemas import PUBLISHED

    for one in PUBLISHED:
        typer.echo(f"{one.name:<17} {one.topic.name:<18} {one.meaning}")
    typer.echo(f"{'webhook':<17} {'(HTTP)':<18} What a webhook's receiver gets.")


@schema.command()
def show(
    name: Annotated[str, typer.Argument(help="A type of messages, as `wirewatch schema list` has it, or `asyncapi`.")],
) -> None:
    """Print one document.

    - `wirewatch schema show alert > alert.schema.json`
    - `wirewatch schema show asyncapi > asyncapi.json`
    """
    from wirewatch.schemas import documents

    found = documents()
    names = {file.split(".")[0]: file for file in found}
    if name not in names:
        raise typer.BadParameter(f"{name!r} is none; there are {', '.join(names)}")
    typer.echo(_as_text(found[names[name]]), nl=False)


@schema.command()
def write(
    folder: Annotated[Path, typer.Argument(help="Made where it is missing.")] = Path("docs/schema"),
) -> None:
    """Write all documents to a folder.

    - `wirewatch schema write docs/schema`
    """
    from wirewatch.schemas import documents

    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (folder / name).write_text(_as_text(document), "utf-8")
        typer.echo(folder / name)


def _as_text(document: dict[str, Any]) -> str:
    import json

    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
