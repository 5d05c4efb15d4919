"""The command `wirewatch serve`."""

import sys
from typing import Annotated

import typer

serve = typer.Typer(rich_markup_mode="markdown", add_completion=False)


@serve.command("serve")
def run_server(
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="The port, by default WIREWATCH_SERVE_PORT (8790); 0: any.")
    ] = None,
    describe: Annotated[bool, typer.Option("--openapi", help="Print the description (OpenAPI) and end.")] = False,
) -> None:
    """Answer who asks for alerts over HTTP: JSON, CAP, Atom, JSON Feed, GeoJSON, and a stream of events.

    Reads Redis alone and writes nothing. Only this machine reaches it unless `WIREWATCH_SERVE_HOST` says more; then
    set a token: `WIREWATCH_SERVE_TOKEN_FILE=/run/secrets/serve`.

    - `wirewatch serve`
    - `curl '127.0.0.1:8790/v1/alerts?severity=critical&country=IQ'`
    - `curl 127.0.0.1:8790/v1/alerts/alert-3f9c0b6e3c2a4d11.cap`
    - `curl -N 127.0.0.1:8790/v1/alerts/stream`
    - feed readers: `http://127.0.0.1:8790/v1/alerts.atom`; maps: `/v1/alerts.geojson`
    - programs: `/openapi.json` describes it all, and so does `wirewatch serve --openapi`
    """
    from wirewatch.settings import load_settings
    from wirewatch_console.app import run
    from wirewatch_console.console_settings import load_console_settings

    if describe:
        typer.echo(_description(), nl=False)
        return
    console = load_console_settings()
    if port is not None:
        console = console.model_copy(update={"serve_port": port})
    sys.exit(run(load_settings(), console))


def _description() -> str:
    import json

    from wirewatch_console.api import routed

    return json.dumps(routed().openapi(), indent=2, ensure_ascii=False) + "\n"
