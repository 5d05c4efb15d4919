"""The table of `wirewatch alerts list`: what stands in titles is shown as it is, at 80 columns."""

from io import StringIO

from msgspec.structs import replace
from rich.console import Console

from dispatcher_office import alert_of
from wirewatch.alerts import Alert
from wirewatch_alerter.desk_view import table_of


def shown(*alerts: Alert, of: int = 1) -> str:
    console = Console(file=StringIO(), width=80)
    console.print(table_of(alerts, of=of))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_a_title_is_no_markup() -> None:
    """Brackets in a title are shown, and break nothing."""
    assert "Fire [video] [/b]" in shown(replace(alert_of(), title="Fire [video] [/b]"))


def test_an_alert_has_its_id_and_time_whole() -> None:
    """Id and time are not cut at 80 columns; the count says of how many the table has some."""
    told = shown(replace(alert_of(), alert_id="alert-7a8242abc7588167"), of=7)
    assert ("alert-7a8242abc7588167" in told, "2025-03-04 12:00" in told, "1 of 7 alerts" in told) == (True,) * 3
