"""The console: prints the card of an alert where the dispatcher runs."""

from msgspec import Struct
from rich.console import Console

from wirewatch.alerts import Alert
from wirewatch_alerts.card import card
from wirewatch_dispatcher.channels.base import Fate, Outcome


class ConsoleChannel(Struct, frozen=True, kw_only=True):
    """Prints to a rich console; colours only where that is a terminal."""

    console: Console
    name: str = "console"
    real: bool = False

    async def deliver(self, alert: Alert, *, key: str) -> Outcome:  # noqa: ARG002  (a card printed twice is seen twice)
        """Print the card."""
        try:
            self.console.print(card(alert))
        except OSError as error:
            return Outcome(fate=Fate.NEVER, reason=f"the console is gone: {error}")
        return Outcome(fate=Fate.DELIVERED)
