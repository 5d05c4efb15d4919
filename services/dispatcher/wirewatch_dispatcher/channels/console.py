"""The console: prints the card of an alert where the dispatcher runs."""

from msgspec import Struct
from rich.console import Console

from wirewatch_alerts.card import card
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel


class ConsoleChannel(Struct, frozen=True, kw_only=True):
    """Prints to a rich console; colours only where that is a terminal."""

    console: Console
    name: str = "console"
    timeout_s: float = 10.0

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Print the card, or a digest's lines."""
        shown = parcel.words("", "").text if parcel.content.digest else card(parcel.alert)
        try:
            if parcel.content.repeat:
                self.console.print("possible repeat:", style="dim")
            self.console.print(shown)
        except OSError as error:
            return Outcome(fate=Fate.NEVER, reason=f"the console is gone: {error}")
        return Outcome(fate=Fate.DELIVERED)
